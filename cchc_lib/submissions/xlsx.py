"""Own sparse reader of .xlsx and .xlsm: what stands in cells, nothing that runs.

Streams the parts of the package through expat. Far cells cost nothing, document types and
entities are refused, macros and external links are never looked at.
Source of the choice: measurements, "Excel" and "Hostile files".
"""

from __future__ import annotations

import datetime as dt
import io
import lzma
import math
import posixpath
import re
import time
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat  # document types are refused by our own handler

from cchc_lib.errors import UnsafeFileError
from cchc_lib.submissions.book import (
    CellKind,
    Merge,
    RawBook,
    RawCell,
    RawSheet,
    Value,
    from_serial,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_lib.config import Limits

    Attributes = dict[str, str]

MAX_PARTS = 5_000
MAX_MERGES = 10_000
MAX_TEXT = 32_767  # characters of a cell, as Excel has it
_CHUNK = 1_000_000  # bytes of a part between two looks at the time
_ROWS, _COLUMNS = 1_048_576, 16_384

BROKEN = (
    "Tệp bị hỏng hoặc tải về chưa hết nên không mở được. Mở lại tệp gốc bằng Excel, lưu rồi gửi "
    "lại."
)
_FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    expat.ExpatError,
    EOFError,
    KeyError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    OSError,
    LookupError,
)


def read(data: bytes, limits: Limits) -> RawBook:
    """The cells of a workbook.

    Raises:
        UnsafeFileError: beyond the limits, encrypted, or not a sound package.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check(package, limits)
            return _book(_Package(package), limits)
    except _FAULTS as error:
        raise UnsafeFileError(BROKEN) from error


def _check(package: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse before unpacking; a part never unpacks to more than the size that it declares."""
    parts = package.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise UnsafeFileError("Tệp có mật khẩu. Bỏ mật khẩu (File, Info) rồi gửi lại.")
    size = sum(part.file_size for part in parts)
    if size > limits.max_unpacked_bytes or len(parts) > MAX_PARTS:
        raise UnsafeFileError(
            f"Tệp giải nén ra quá lớn ({size // 1_000_000} MB, {len(parts)} phần). Chép số liệu "
            "sang biểu mẫu trống đã cấp rồi gửi lại."
        )


class _Package:
    """The parts of a workbook by name."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        """Names are compared without case, as the format asks."""
        self._package = package
        self._names = {name.lower().lstrip("/"): name for name in package.namelist()}

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, None where it is missing."""
        stored = self._names.get(name.lower().lstrip("/"))
        return None if stored is None else self._package.read(stored)

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Id → (kind, part) of what a part refers to inside the package."""
        folder, base = posixpath.split(name)
        data = self.part(f"{folder}/_rels/{base}.rels")
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: Attributes) -> None:
            if _local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join(folder, attributes.get("Target", "")))
                kind = attributes.get("Type", "").rsplit("/", 1)[-1]
                found[attributes.get("Id", "")] = (kind, target.lstrip("/"))

        if data is not None:
            _parse(data, start)
        return found


def _local(tag: str) -> str:
    """A name without its prefix."""
    return tag.rsplit(":", 1)[-1]


def _parse(
    data: bytes,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
    until: float = math.inf,
) -> None:
    """Run one part through expat; a document type stops it, and so does time running out.

    `until` is the process's own time: a busy machine or one that slept changes no verdict.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    for start_of in range(0, len(data), _CHUNK):
        parser.Parse(data[start_of : start_of + _CHUNK], False)
        if time.process_time() > until:
            raise UnsafeFileError(
                "Đọc tệp quá lâu so với một biểu mẫu. Chép số liệu sang biểu mẫu trống đã cấp rồi "
                "gửi lại."
            )
    parser.Parse(b"", True)


def _refuse(*_: object) -> NoReturn:
    """A document type may declare entities that grow without end or point outside."""
    raise UnsafeFileError(
        "Tệp chứa khai báo XML lạ, có thể gây hại, nên không được mở. Chép số liệu sang biểu mẫu "
        "trống đã cấp rồi gửi lại."
    )


# --- the workbook -----------------------------------------------------------------------------


@dataclass(slots=True)
class _Listing:
    """What workbook.xml says: name, relation and visibility of each sheet."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    epoch_1904: bool = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element of workbook.xml."""
        match _local(tag):
            case "sheet":
                relation = next((v for k, v in attributes.items() if _local(k) == "id"), "")
                hidden = attributes.get("state", "visible") != "visible"
                name = " ".join(attributes.get("name", "")[:255].split())
                self.sheets.append((name, relation, hidden))
            case "workbookPr":
                self.epoch_1904 = attributes.get("date1904", "0") in ("1", "true")


def _book(package: _Package, limits: Limits) -> RawBook:
    """All worksheets of the package."""
    top = [part for kind, part in package.relations("").values() if kind == "officeDocument"]
    name = top[0] if top else "xl/workbook.xml"
    data = package.part(name)
    if data is None:
        raise UnsafeFileError(BROKEN)
    listing = _Listing()
    _parse(data, listing.start)
    relations = package.relations(name)
    by_kind = dict(reversed(relations.values()))  # the first of each kind
    until = time.process_time() + limits.seconds
    shared = _shared_strings(package.part(by_kind.get("sharedStrings", "")), until)
    formats = _formats(package.part(by_kind.get("styles", "")))
    sheets, left, seen = [], limits.max_cells, set()
    for title, relation, hidden in listing.sheets:
        kind, part = relations.get(relation, ("", ""))
        content = package.part(part) if kind == "worksheet" and part not in seen else None
        seen.add(part)
        if content is not None:
            reader = _Sheet(shared, formats, listing.epoch_1904, left)
            _parse(content, reader.start, reader.end, reader.text, until)
            left -= len(reader.cells)
            sheets.append(
                RawSheet(name=title, hidden=hidden, cells=reader.cells, merges=tuple(reader.merges))
            )
    return RawBook(sheets=tuple(sheets), epoch_1904=listing.epoch_1904)


class _Strings:
    """Handlers that gather the table of texts; rich text is joined, phonetic hints left out."""

    def __init__(self) -> None:
        """None yet."""
        self.strings: list[str] = []
        self._parts: list[str] = []
        self._inside = self._phonetic = False

    def start(self, tag: str, _: Attributes) -> None:
        """An element begins."""
        match _local(tag):
            case "si":
                self._parts = []
            case "t":
                self._inside = not self._phonetic
            case "rPh":
                self._phonetic = True

    def end(self, tag: str) -> None:
        """An element ends."""
        match _local(tag):
            case "si":
                self.strings.append("".join(self._parts)[:MAX_TEXT])
            case "t":
                self._inside = False
            case "rPh":
                self._phonetic = False

    def text(self, data: str) -> None:
        """Characters of a text."""
        if self._inside:
            self._parts.append(data)


def _shared_strings(data: bytes | None, until: float) -> list[str]:
    """The table of texts that cells point into."""
    gathered = _Strings()
    if data is not None:
        _parse(data, gathered.start, gathered.end, gathered.text, until)
    return gathered.strings


# --- number formats ---------------------------------------------------------------------------

_BUILT_IN: dict[int, CellKind] = {
    9: "percent",
    10: "percent",
    **dict.fromkeys((*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)), "date"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47), "time"),
}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def format_kind(code: str) -> CellKind:
    """Whether a number format shows a date, a time, a percentage or a plain number."""
    bare = _LITERAL.sub("", code.split(";", maxsplit=1)[0]).lower()
    if bare.strip() in ("general", "standard", "@"):
        return "number"
    if "d" in bare or "y" in bare:
        return "date"
    if "h" in bare or "s" in bare:
        return "time"
    if "m" in bare:
        return "date"
    return "percent" if "%" in bare else "number"


def _formats(data: bytes | None) -> list[CellKind]:
    """The kind of each cell style, by its index."""
    codes: dict[str, CellKind] = {}
    kinds: list[CellKind] = []
    inside = False

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal inside
        match _local(tag):
            case "numFmt":
                codes[attributes.get("numFmtId", "")] = format_kind(
                    attributes.get("formatCode", "")
                )
            case "cellXfs":
                inside = True
            case "xf" if inside:
                number = attributes.get("numFmtId", "0")
                built_in = _BUILT_IN.get(int(number), "number")
                kinds.append(codes.get(number, built_in))

    def end(tag: str) -> None:
        nonlocal inside
        if _local(tag) == "cellXfs":
            inside = False

    if data is not None:
        _parse(data, start, end)
    return kinds


# --- one sheet --------------------------------------------------------------------------------

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column of an address; None where it is none."""
    found = _ADDRESS.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    return (row, column) if 1 <= row <= _ROWS and 1 <= column <= _COLUMNS else None


class _Sheet:
    """Handlers that gather one worksheet's cells and merged ranges."""

    def __init__(
        self, shared: list[str], formats: list[CellKind], epoch_1904: bool, most: int
    ) -> None:
        """`most` is how many cells may still be gathered."""
        self.cells: dict[tuple[int, int], RawCell] = {}
        self.merges: list[Merge] = []
        self._shared, self._formats, self._epoch, self._most = shared, formats, epoch_1904, most
        self._row = self._column = 0
        self._at: tuple[int, int] | None = None
        self._type = self._style = ""
        self._into: list[str] | None = None
        self._value: list[str] = []
        self._inline: list[str] = []
        self._formula: list[str] | None = None
        self._phonetic = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        match _local(tag):
            case "c":
                self._begin(attributes)
            case "v":
                self._into = self._value
            case "f":
                self._formula = self._into = []
            case "t" if not self._phonetic:
                self._into = self._inline
            case "rPh":
                self._phonetic = True
            case "row":
                number = attributes.get("r", "")
                self._row = int(number) if number.isdecimal() else self._row + 1
                self._column = 0
            case "mergeCell":
                self._merge(attributes.get("ref", ""))

    def end(self, tag: str) -> None:
        """An element ends."""
        match _local(tag):
            case "v" | "f" | "t":
                self._into = None
            case "rPh":
                self._phonetic = False
            case "c":
                self._finish()

    def text(self, data: str) -> None:
        """Characters of a value, a formula or an inline text."""
        if self._into is not None:
            self._into.append(data)

    def _begin(self, attributes: Attributes) -> None:
        """A cell begins, at its address or after the one before."""
        reference = attributes.get("r")
        self._at = _place(reference) if reference else (self._row, self._column + 1)
        if self._at is not None:
            self._row, self._column = self._at
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._value, self._inline, self._formula = [], [], None

    def _finish(self) -> None:
        """A cell ends: keep it if anything stands in it."""
        cell = self._cell()
        if cell is None or self._at is None:
            return
        if len(self.cells) >= self._most:
            raise UnsafeFileError(
                "Tệp có quá nhiều ô có dữ liệu so với một biểu mẫu. Chép số liệu sang biểu mẫu "
                "trống đã cấp rồi gửi lại."
            )
        self.cells[self._at] = cell

    def _cell(self) -> RawCell | None:
        """The cell that was gathered; None where it is empty."""
        formula = None if self._formula is None else "=" + "".join(self._formula)[:MAX_TEXT]
        raw = "".join(self._value)
        match self._type:
            case "s":
                index = int(raw) if raw.strip().isdecimal() else -1
                text = self._shared[index] if 0 <= index < len(self._shared) else ""
                return _text_cell(text, formula)
            case "inlineStr":
                return _text_cell("".join(self._inline)[:MAX_TEXT], formula)
            case "str":
                return _text_cell(raw[:MAX_TEXT], formula)
            case "e":
                return RawCell(None, formula, raw[:20] or "#N/A", "error")
            case "b" if raw:
                return RawCell(raw.strip() in ("1", "true"), formula, kind="bool")
            case "d" if raw:
                return _iso_cell(raw, formula)
        if raw.strip():
            return self._number(raw, formula)
        return None if formula is None else RawCell(None, formula, kind="unset")

    def _number(self, raw: str, formula: str | None) -> RawCell:
        """A number, or the date that its format makes of it."""
        try:
            number = float(raw)
        except ValueError:
            return RawCell(raw[:MAX_TEXT], formula)
        if not math.isfinite(number):
            return RawCell(raw[:MAX_TEXT], formula)
        style = int(self._style) if self._style.isdecimal() else 0
        kind = self._formats[style] if style < len(self._formats) else "number"
        value: Value = number
        if kind == "date":
            value = from_serial(number, epoch_1904=self._epoch)
            if value is None:
                return RawCell(number, formula, kind="number")
        return RawCell(value, formula, kind=kind)

    def _merge(self, reference: str) -> None:
        """A merged range."""
        first, _, last = reference.partition(":")
        start, end = _place(first), _place(last or first)
        if start and end and len(self.merges) < MAX_MERGES:
            self.merges.append(Merge(start[0], start[1], end[0], end[1]))


def _text_cell(text: str, formula: str | None) -> RawCell | None:
    """A cell with a text; an empty one counts only as the result of a formula."""
    return RawCell(text, formula) if text or formula is not None else None


def _iso_cell(raw: str, formula: str | None) -> RawCell:
    """A cell that holds its date as text by the format's own type."""
    try:
        moment = dt.datetime.fromisoformat(raw.strip())
    except ValueError:
        return RawCell(raw[:MAX_TEXT], formula)
    value = moment.date() if moment.time() == dt.time() else moment.replace(tzinfo=None)
    return RawCell(value, formula, kind="date")

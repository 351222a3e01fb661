"""Own sparse reader of .xlsx and .xlsm: what stands in cells, nothing that runs.

Streams the parts of the package through expat. Far cells cost nothing, macros and external
links are never looked at.
Source of the choice: measurements, "Excel" and "Hostile files".
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cchc_lib.submissions.book import (
    MAX_COLUMNS,
    MAX_MERGES,
    MAX_ROWS,
    MAX_SHEETS,
    Merge,
    RawBook,
    RawCell,
    RawSheet,
)
from cchc_lib.submissions.number_formats import BUILT_IN, format_kind, number_cell
from cchc_lib.submissions.package import MAX_TEXT, Package, local, opened, whole

if TYPE_CHECKING:
    from cchc_lib.config import Limits
    from cchc_lib.submissions.book import CellKind
    from cchc_lib.submissions.package import Attributes, Budget

MAX_STYLES = 65_536


def read(data: bytes, limits: Limits) -> RawBook:
    """The cells of a workbook.

    Raises:
        UnsafeFileError: beyond the limits, encrypted, or not a sound package.
    """
    return opened(data, limits, _book)


# --- the workbook -----------------------------------------------------------------------------


@dataclass(slots=True)
class _Listing:
    """What workbook.xml says: name, relation and visibility of each sheet."""

    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    epoch_1904: bool = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element of workbook.xml."""
        match local(tag):
            case "sheet" if len(self.sheets) < MAX_SHEETS:
                relation = next((v for k, v in attributes.items() if local(k) == "id"), "")
                hidden = attributes.get("state", "visible") != "visible"
                name = " ".join(attributes.get("name", "")[:255].split())
                self.sheets.append((name, relation, hidden))
            case "workbookPr":
                self.epoch_1904 = attributes.get("date1904", "0") in ("1", "true")


def _book(package: Package) -> RawBook:
    """All worksheets of the package."""
    name, data = package.main("xl/workbook.xml")
    listing = _Listing()
    package.parse(data, listing.start)
    relations = package.relations(name)
    by_kind = dict(reversed(relations.values()))  # the first of each kind
    shared = _shared_strings(package, by_kind.get("sharedStrings", ""))
    formats = _formats(package, by_kind.get("styles", ""))
    sheets, seen = [], set()
    for title, relation, hidden in listing.sheets:
        kind, part = relations.get(relation, ("", ""))
        content = package.part(part) if kind == "worksheet" and part not in seen else None
        seen.add(part)
        if content is not None:
            reader = _Sheet(shared, formats, listing.epoch_1904, package.budget)
            package.parse(content, reader.start, reader.end, reader.text)
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
        match local(tag):
            case "si":
                self._parts = []
            case "t":
                self._inside = not self._phonetic
            case "rPh":
                self._phonetic = True

    def end(self, tag: str) -> None:
        """An element ends."""
        match local(tag):
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


def _shared_strings(package: Package, name: str) -> list[str]:
    """The table of texts that cells point into."""
    gathered, data = _Strings(), package.part(name)
    if data is not None:
        package.parse(data, gathered.start, gathered.end, gathered.text)
    return gathered.strings


# --- number formats ---------------------------------------------------------------------------


def _formats(package: Package, name: str) -> list[CellKind]:
    """The kind of each cell style, by its index."""
    data = package.part(name)
    codes: dict[str, CellKind] = {}
    kinds: list[CellKind] = []
    inside = False

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal inside
        match local(tag):
            case "numFmt":
                codes[attributes.get("numFmtId", "")] = format_kind(
                    attributes.get("formatCode", "")
                )
            case "cellXfs":
                inside = True
            case "xf" if inside:
                number = attributes.get("numFmtId", "0")
                built_in = BUILT_IN.get(whole(number, 0, MAX_STYLES), "number")
                kinds.append(codes.get(number, built_in))

    def end(tag: str) -> None:
        nonlocal inside
        if local(tag) == "cellXfs":
            inside = False

    if data is not None:
        package.parse(data, start, end)
    return kinds[:MAX_STYLES]


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
    return (row, column) if 1 <= row <= MAX_ROWS and 1 <= column <= MAX_COLUMNS else None


class _Sheet:
    """Handlers that gather one worksheet's cells and merged ranges."""

    def __init__(
        self, shared: list[str], formats: list[CellKind], epoch_1904: bool, budget: Budget
    ) -> None:
        """Each cell that is gathered is spent from `budget`."""
        self.cells: dict[tuple[int, int], RawCell] = {}
        self.merges: list[Merge] = []
        self._shared, self._formats, self._epoch, self._budget = shared, formats, epoch_1904, budget
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
        match local(tag):
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
                self._row = whole(number, self._row + 1, MAX_ROWS)
                self._column = 0
            case "mergeCell" if len(self.merges) < MAX_MERGES:
                self._merge(attributes.get("ref", ""))

    def end(self, tag: str) -> None:
        """An element ends."""
        match local(tag):
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
        self._budget.spend_cells(1, cell.characters)
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
        style = int(self._style) if self._style.isdecimal() else 0
        kind = self._formats[style] if style < len(self._formats) else "number"
        return number_cell(number, kind, formula=formula, epoch_1904=self._epoch)

    def _merge(self, reference: str) -> None:
        """A merged range."""
        first, _, last = reference.partition(":")
        start, end = _place(first), _place(last or first)
        if start and end:
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

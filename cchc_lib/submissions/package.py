"""A received package of XML parts (xlsx, ods, docx), opened within limits that bound its cost.

Nothing is unpacked before the sizes that the package declares are known, a part never unpacks
to more than it declares, document types and entities are refused, and what lies outside the
package is never looked at. Elements, cells and characters are counted against `Budget`, so that
time and memory are bounded by the file's limits whatever it holds.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import time
import zipfile
import zlib
from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat  # document types are refused by our own handler

from cchc_lib.errors import UnsafeFileError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_lib.config import Limits
    from cchc_lib.submissions.book import RawBook

    Attributes = dict[str, str]

MAX_PARTS = 5_000
ENTRY = b"PK\x01\x02"  # begins each entry of a zip file's directory
MAX_TEXT = 32_767  # characters of a cell, as Excel has it
MAX_ELEMENTS = 250_000  # of XML, empty but formatted cells included: well under a second
_CHUNK = 1_000_000  # bytes of a part between two looks at the budget

BROKEN = (
    "Tệp bị hỏng hoặc tải về chưa hết nên không mở được. Mở lại tệp gốc bằng Excel, lưu rồi gửi "
    "lại."
)
_COPY = "Chép số liệu sang biểu mẫu trống đã cấp rồi gửi lại."
TOO_MANY_CELLS = f"Tệp có quá nhiều ô có dữ liệu so với một biểu mẫu. {_COPY}"
TOO_MUCH_TEXT = f"Tệp có quá nhiều chữ so với một biểu mẫu. {_COPY}"
TOO_SLOW = f"Đọc tệp quá lâu so với một biểu mẫu. {_COPY}"
TOO_GREEDY = f"Đọc tệp tốn quá nhiều bộ nhớ so với một biểu mẫu. {_COPY}"
FAULTS = (
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


class Budget:
    """What one file may still cost: cells, characters in them, elements of XML, time.

    Counts come first, so that a verdict is the same on any machine; time, the process's own, is
    the last resort.
    """

    def __init__(self, limits: Limits) -> None:
        """All of it is left."""
        self.cells = limits.max_cells
        self.characters = limits.max_characters
        self.elements = MAX_ELEMENTS
        self._until = time.process_time() + limits.seconds

    def spend_cells(self, count: int, characters: int) -> None:
        """Some cells with so many characters in all.

        Raises:
            UnsafeFileError: more than is left.
        """
        self.cells -= count
        self.characters -= characters
        if self.cells < 0:
            raise UnsafeFileError(TOO_MANY_CELLS)
        if self.characters < 0:
            raise UnsafeFileError(TOO_MUCH_TEXT)

    def spend_elements(self, count: int) -> None:
        """Some elements of XML, or records of a binary part.

        Raises:
            UnsafeFileError: more than is left, or out of time.
        """
        self.elements -= count
        if self.elements < 0:
            raise UnsafeFileError(TOO_MANY_CELLS)
        if time.process_time() > self._until:
            raise UnsafeFileError(TOO_SLOW)


class Package:
    """The parts of a package by name; `budget` is spent by whoever reads them."""

    def __init__(self, package: zipfile.ZipFile, limits: Limits) -> None:
        """Names are compared without case, as the formats ask."""
        self.budget = Budget(limits)
        self._package = package
        self._names = {name.lower().lstrip("/"): name for name in package.namelist()}

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, None where it is missing."""
        stored = self._names.get(name.lower().lstrip("/"))
        return None if stored is None else self._package.read(stored)

    def main(self, usual: str) -> tuple[str, bytes]:
        """Name and bytes of the document's own part.

        Raises:
            UnsafeFileError: there is none.
        """
        top = [part for kind, part in self.relations("").values() if kind == "officeDocument"]
        name = top[0] if top else usual
        data = self.part(name)
        if data is None:
            raise UnsafeFileError(BROKEN)
        return name, data

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Id → (kind, part) of what a part refers to inside the package."""
        folder, base = posixpath.split(name)
        data = self.part(f"{folder}/_rels/{base}.rels")
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: Attributes) -> None:
            if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join(folder, attributes.get("Target", "")))
                kind = attributes.get("Type", "").rsplit("/", 1)[-1]
                found[attributes.get("Id", "")] = (kind, target.lstrip("/"))

        if data is not None:
            self.parse(data, start)
        return found

    def parse(
        self,
        data: bytes,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Run one part through expat; a document type stops it, and so does the budget."""
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
            chunk = data[start_of : start_of + _CHUNK]
            self.budget.spend_elements(chunk.count(b"<") // 2)
            parser.Parse(chunk, False)
            if start_of - parser.CurrentByteIndex > _CHUNK:  # one tag that goes on and on
                raise UnsafeFileError(TOO_MUCH_TEXT)
        parser.Parse(b"", True)


def opened(data: bytes, limits: Limits, book: Callable[[Package], RawBook]) -> RawBook:
    """The book that a function makes of a package.

    Raises:
        UnsafeFileError: beyond the limits, encrypted, or not a sound package.
    """
    if data.count(ENTRY) > MAX_PARTS:  # before each entry becomes an object
        raise UnsafeFileError(_too_large(0, data.count(ENTRY)))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check(package, limits)
            return book(Package(package, limits))
    except FAULTS as error:
        raise UnsafeFileError(BROKEN) from error


def _check(package: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse before unpacking; a part never unpacks to more than the size that it declares."""
    parts = package.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise UnsafeFileError("Tệp có mật khẩu. Bỏ mật khẩu (File, Info) rồi gửi lại.")
    size = sum(part.file_size for part in parts)
    if size > limits.max_unpacked_bytes or len(parts) > MAX_PARTS:
        raise UnsafeFileError(_too_large(size, len(parts)))


def _too_large(size: int, parts: int) -> str:
    """Why a package is refused before it is unpacked."""
    return f"Tệp giải nén ra quá lớn ({size // 1_000_000} MB, {parts} phần). {_COPY}"


def local(tag: str) -> str:
    """A name without its prefix."""
    return tag.rsplit(":", 1)[-1]


def whole(text: str, otherwise: int, most: int) -> int:
    """A whole number of an attribute within 0 and `most`; `otherwise` where it is none."""
    return min(int(text), most) if text.isdecimal() and len(text) < len(str(2**31)) else otherwise


def _refuse(*_: object) -> NoReturn:
    """A document type may declare entities that grow without end or point outside."""
    raise UnsafeFileError(f"Tệp chứa khai báo XML lạ, có thể gây hại, nên không được mở. {_COPY}")

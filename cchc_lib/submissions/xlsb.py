"""Own sparse reader of .xlsb: the records of Excel's binary workbook that hold cells.

A record is its kind, its length, its bytes; kinds that hold no cell are passed over by length.
Source: [MS-XLSB], 2.1.4 (records), 2.4 (BrtCellRk … BrtFmlaError, BrtBundleSh, BrtMergeCell).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cchc_lib.errors import UnsafeFileError
from cchc_lib.submissions.book import (
    ERRORS,
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
from cchc_lib.submissions.package import BROKEN, MAX_TEXT, Package, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_lib.config import Limits
    from cchc_lib.submissions.book import CellKind
    from cchc_lib.submissions.package import Budget

_ROW, _MERGE, _SHARED, _BUNDLE, _PROPERTIES = 0, 176, 19, 156, 153
_FORMAT, _STYLE, _STYLES, _STYLES_END = 44, 47, 617, 618
_BLANK, _RK, _ERROR, _BOOL, _REAL, _TEXT, _INDEX = 1, 2, 3, 4, 5, 6, 7
_SHORT = 11  # kinds 12 to 18 are 1 to 7 without a column: it is the one after the cell before
_FORMULAS = {8: _TEXT, 9: _REAL, 10: _BOOL, 11: _ERROR}
_FORMULA = "=…"  # it is stored as tokens that nothing here needs
_CELL_HEAD = 8  # bytes of column, style and flags
_EVERY = 1_000  # records between two looks at the budget
_U16, _U32, _F64 = struct.Struct("<H"), struct.Struct("<I"), struct.Struct("<d")


def read(data: bytes, limits: Limits) -> RawBook:
    """The cells of a workbook.

    Raises:
        UnsafeFileError: beyond the limits, encrypted, or not a sound package.
    """
    try:
        return opened(data, limits, _book)
    except struct.error as error:
        raise UnsafeFileError(BROKEN) from error


def _book(package: Package) -> RawBook:
    """All worksheets of the package."""
    name, data = package.main("xl/workbook.bin")
    epoch_1904 = False
    bundles: list[tuple[str, str, bool]] = []
    for kind, body in _records(data, package.budget):
        if kind == _BUNDLE and len(bundles) < MAX_SHEETS:
            relation, at = _string(body, 8)
            title, _ = _string(body, at)
            bundles.append((title, relation, bool(_U32.unpack_from(body)[0])))
        elif kind == _PROPERTIES:
            epoch_1904 = bool(body[0] & 1)
    relations = package.relations(name)
    by_kind = dict(reversed(relations.values()))  # the first of each kind
    shared = _shared(package, by_kind.get("sharedStrings", ""))
    formats = _formats(package, by_kind.get("styles", ""))
    sheets, seen = [], set()
    for title, relation, hidden in bundles:
        what, part = relations.get(relation, ("", ""))
        content = package.part(part) if what == "worksheet" and part not in seen else None
        seen.add(part)
        if content is not None:
            sheet = _Sheet(shared, formats, epoch_1904)
            sheet.gather(content, package.budget)
            shown = " ".join(title[:255].split())
            sheets.append(
                RawSheet(name=shown, hidden=hidden, cells=sheet.cells, merges=tuple(sheet.merges))
            )
    return RawBook(sheets=tuple(sheets), epoch_1904=epoch_1904)


def _records(data: bytes, budget: Budget) -> Iterator[tuple[int, bytes]]:
    """Kind and bytes of each record of a part."""
    at, count = 0, 0
    while at < len(data):
        kind, at = _number(data, at, 2)
        length, at = _number(data, at, 4)
        if at + length > len(data):
            raise UnsafeFileError(BROKEN)
        yield kind, data[at : at + length]
        at += length
        count += 1
        if count % _EVERY == 0:
            budget.spend_elements(_EVERY)


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of up to `most` bytes, seven bits a byte, and the place behind it."""
    value = 0
    for n in range(most):
        if at >= len(data):
            raise UnsafeFileError(BROKEN)
        byte, at = data[at], at + 1
        value |= (byte & 0x7F) << (7 * n)
        if not byte & 0x80:
            break
    return value, at


def _string(body: bytes, at: int) -> tuple[str, int]:
    """A text with its length in front, and the place behind it."""
    (length,) = _U32.unpack_from(body, at)
    if length == 0xFFFFFFFF:  # noqa: PLR2004 - none
        return "", at + 4
    end = at + 4 + 2 * length
    if end > len(body):
        raise UnsafeFileError(BROKEN)
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _shared(package: Package, name: str) -> list[str]:
    """The table of texts that cells point into."""
    data = package.part(name) or b""
    return [
        _string(body, 1)[0][:MAX_TEXT]
        for kind, body in _records(data, package.budget)
        if kind == _SHARED
    ]


def _formats(package: Package, name: str) -> list[CellKind]:
    """The kind of each cell style, by its index."""
    codes: dict[int, CellKind] = {}
    kinds: list[CellKind] = []
    inside = False
    for kind, body in _records(package.part(name) or b"", package.budget):
        match kind:
            case _ if kind == _FORMAT:
                codes[_U16.unpack_from(body)[0]] = format_kind(_string(body, 2)[0])
            case _ if kind in (_STYLES, _STYLES_END):
                inside = kind == _STYLES
            case _ if kind == _STYLE and inside:
                number = _U16.unpack_from(body, 2)[0]
                kinds.append(codes.get(number, BUILT_IN.get(number, "number")))
    return kinds


@dataclass(slots=True)
class _Sheet:
    """One worksheet's cells and merged ranges."""

    shared: list[str]
    formats: list[CellKind]
    epoch_1904: bool
    cells: dict[tuple[int, int], RawCell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)

    def gather(self, data: bytes, budget: Budget) -> None:
        """Read the part of the sheet."""
        row = column = 0
        for kind, body in _records(data, budget):
            if _SHORT < kind <= _SHORT + _INDEX:
                kind, body = kind - _SHORT, _U32.pack(column + 1) + body  # noqa: PLW2901
            if kind == _ROW:
                row = _U32.unpack_from(body)[0] + 1
            elif kind == _MERGE and len(self.merges) < MAX_MERGES:
                top, bottom, left, right = struct.unpack_from("<4I", body)
                if top <= bottom < MAX_ROWS and left <= right < MAX_COLUMNS:
                    self.merges.append(Merge(top + 1, left + 1, bottom + 1, right + 1))
            elif _BLANK <= kind <= _INDEX or kind in _FORMULAS:
                column, style = struct.unpack_from("<2I", body)
                cell = self._cell(kind, style & 0xFFFFFF, body)
                if cell is not None and 1 <= row <= MAX_ROWS and column < MAX_COLUMNS:
                    budget.spend_cells(1, cell.characters)
                    self.cells[row, column + 1] = cell

    def _cell(self, kind: int, style: int, body: bytes) -> RawCell | None:
        """What a record of a cell holds; None where it is empty."""
        formula = _FORMULA if kind in _FORMULAS else None
        if kind == _BLANK:
            return None
        match _FORMULAS.get(kind, kind):
            case 2:
                return self._number(_rk(_U32.unpack_from(body, _CELL_HEAD)[0]), style, formula)
            case 5:
                return self._number(_F64.unpack_from(body, _CELL_HEAD)[0], style, formula)
            case 3:
                return RawCell(None, formula, ERRORS.get(body[_CELL_HEAD], "#N/A"), "error")
            case 4:
                return RawCell(bool(body[_CELL_HEAD]), formula, kind="bool")
            case 7:
                (index,) = _U32.unpack_from(body, _CELL_HEAD)
                text = self.shared[index] if index < len(self.shared) else ""
            case _:
                text = _string(body, _CELL_HEAD)[0][:MAX_TEXT]
        return RawCell(text, formula) if text or formula else None

    def _number(self, number: float, style: int, formula: str | None) -> RawCell:
        """A number, or the date that its format makes of it."""
        kind = self.formats[style] if style < len(self.formats) else "number"
        return number_cell(number, kind, formula=formula, epoch_1904=self.epoch_1904)


def _rk(packed: int) -> float:
    """A number packed into 30 bits: an integer or the upper half of a double, perhaps × 100."""
    if packed & 2:
        number = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        (number,) = _F64.unpack(b"\0\0\0\0" + _U32.pack(packed & 0xFFFFFFFC))
    return number / 100 if packed & 1 else number

"""How wide a table's columns are on paper: no word of a header or cell is broken for want of room.

Measured with the metrics of Times New Roman (Tinos has the same), for the PDF and the Word file.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cchc_lib.report import drawing
from cchc_lib.report.blocks import STATE_MARKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_lib.report.blocks import Cell, Table

_POINT_MM = 25.4 / 72
_PADDING_MM = 2.6
_MARK_MM = 3.4  # a state's shape before its word
_SIZES = (11.0, 10.0, 8.5)
_MANY_COLUMNS = 6  # beyond which the largest type is not used


def points(table: Table, width_mm: float) -> float:
    """The size of a table's type: the largest in which no word has to be broken."""
    sizes = _SIZES[1:] if len(table.columns) > _MANY_COLUMNS else _SIZES
    fits = (size for size in sizes if sum(_all_needed(table, size)) <= width_mm)
    return next(fits, _SIZES[-1])


def column_widths(table: Table, width_mm: float) -> tuple[float, ...]:
    """Millimetres of each column: its share, but at least its longest word."""
    total = sum(column.share for column in table.columns)
    fair = [width_mm * column.share / total for column in table.columns]
    needed = _all_needed(table, points(table, width_mm))
    if sum(needed) >= width_mm:
        return tuple(width_mm * need / sum(needed) for need in needed)
    lacking = sum(max(0.0, need - have) for need, have in zip(needed, fair, strict=True))
    spare = sum(max(0.0, have - need) for need, have in zip(needed, fair, strict=True))
    kept = 1 - lacking / spare if spare else 1.0
    return tuple(
        need + max(0.0, have - need) * kept for need, have in zip(needed, fair, strict=True)
    )


def _all_needed(table: Table, size: float) -> list[float]:
    """What the longest word of each column needs."""
    return [_needed(table, n, size) for n in range(len(table.columns))]


def _needed(table: Table, column: int, size: float) -> float:
    """What the longest word of a column needs, with the cell's padding."""
    head = _longest(table.columns[column].label, size, bold=True)
    rows = [row for row in table.rows if row.kind != "group" and column < len(row.cells)]
    body = [_cell(row.cells[column], size, bold=row.kind == "total") for row in rows]
    return max([head, *body]) + _PADDING_MM


def _cell(cell: Cell, size: float, *, bold: bool) -> float:
    """What a cell's longest word needs."""
    words = cell.text or (STATE_MARKS[cell.state][1] if cell.state else "")
    return _longest(words, size, bold=bold) + (_MARK_MM if cell.state else 0.0)


def _longest(text: str, size: float, *, bold: bool) -> float:
    """Width of the longest word; only spaces part words."""
    advances = _advances(bold=bold)
    usual = advances[ord("n")]
    words = text.replace("\n", " ").split(" ")
    longest = max(sum(advances.get(ord(c), usual) for c in word) for word in words)
    return longest * size * _POINT_MM


@cache
def _advances(*, bold: bool) -> Mapping[int, float]:
    """Width of each character in ems."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - only where paper is made

    name = "Tinos-Bold.ttf" if bold else "Tinos-Regular.ttf"
    with TTFont(drawing.fonts() / name, lazy=True) as font:
        metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}

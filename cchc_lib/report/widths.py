"""How wide a table's columns are on paper: no word of a header or cell is broken for want of room.

Measured with the metrics of Times New Roman (Tinos has the same), for the PDF and the Word file.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cchc_lib.report import drawing
from cchc_lib.report.blocks import STATE_MARKS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cchc_lib.report.blocks import Cell, Row, Table

_POINT_MM = 25.4 / 72
_PADDING_MM = 2.6
_MARK_MM = 3.4  # a state's shape before its word
_PART = 0.42
_SIZES = (11.0, 10.0, 8.5)
_READABLE = 10.0
_MANY_COLUMNS = 6  # beyond which the largest type is not used


def points(table: Table, width_mm: float) -> float:
    """The size of a table's type: every cell on one line if it can be, no word broken."""
    sizes = _SIZES[1:] if len(table.columns) > _MANY_COLUMNS else _SIZES
    readable = [size for size in sizes if size >= _READABLE]
    lines = (size for size in readable if sum(_all_natural(table, size)) <= width_mm)
    words = (size for size in sizes if sum(_all_needed(table, size)) <= width_mm)
    return next(lines, next(words, _SIZES[-1]))


def column_widths(table: Table, width_mm: float) -> tuple[float, ...]:
    """Millimetres of each column: its share, but at least its cells' lines, or else words."""
    total = sum(column.share for column in table.columns)
    fair = [width_mm * column.share / total for column in table.columns]
    size = points(table, width_mm)
    needed = _all_natural(table, size)
    if sum(needed) > width_mm:
        needed = _all_needed(table, size)
    if sum(needed) >= width_mm:
        return tuple(width_mm * need / sum(needed) for need in needed)
    lacking = sum(max(0.0, need - have) for need, have in zip(needed, fair, strict=True))
    spare = sum(max(0.0, have - need) for need, have in zip(needed, fair, strict=True))
    kept = 1 - lacking / spare if spare else 1.0
    return tuple(
        need + max(0.0, have - need) * kept for need, have in zip(needed, fair, strict=True)
    )


def length(text: str, size: float, *, bold: bool = False) -> float:
    """Millimetres of a text set on one line."""
    advances = _advances(bold=bold)
    usual = advances[ord("n")]
    return sum(advances.get(ord(c), usual) for c in text) * size * _POINT_MM


def part_rule(text: str, size: float, width_mm: float) -> float:
    """Length of the rule under a bold text: from a third to a half of its last line."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        line = longer if length(longer, size, bold=True) <= width_mm else word
    return min(length(line, size, bold=True), width_mm) * _PART


def _all_needed(table: Table, size: float) -> list[float]:
    """What the longest word of each column needs."""
    return [_widest(table, n, size, _longest_word) for n in range(len(table.columns))]


def _all_natural(table: Table, size: float) -> list[float]:
    """What each column needs for every cell to stand on one line."""
    return [_widest(table, n, size, _longest_line) for n in range(len(table.columns))]


def _widest(table: Table, column: int, size: float, measure: Callable[..., float]) -> float:
    """What a column's head and cells need, with the cell's padding."""
    head = measure(table.columns[column].label, size, bold=True)
    rows = [row for row in table.rows if row.kind != "group" and column < len(row.cells)]
    body = [_cell(row.cells[column], size, row, measure) for row in rows]
    return max([head, *body]) + _PADDING_MM


def _cell(cell: Cell, size: float, row: Row, measure: Callable[..., float]) -> float:
    """What a cell needs."""
    words = cell.text or (STATE_MARKS[cell.state][1] if cell.state else "")
    mark = _MARK_MM if cell.state else 0.0
    return measure(words, size, bold=row.kind == "total") + mark


def _longest_word(text: str, size: float, *, bold: bool) -> float:
    """Width of the longest word; only spaces part words."""
    return max(length(word, size, bold=bold) for word in text.replace("\n", " ").split(" "))


def _longest_line(text: str, size: float, *, bold: bool) -> float:
    """Width of the longest line."""
    return max(length(line, size, bold=bold) for line in text.split("\n"))


@cache
def _advances(*, bold: bool) -> Mapping[int, float]:
    """Width of each character in ems."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - only where paper is made

    name = "Tinos-Bold.ttf" if bold else "Tinos-Regular.ttf"
    with TTFont(drawing.fonts() / name, lazy=True) as font:
        metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}

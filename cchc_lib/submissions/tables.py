"""Finding tables in sheets by the words of their header, wherever people moved them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from cchc_lib.forms import layout
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_lib.forms.layout import FormColumn
    from cchc_lib.submissions.book import RawBook, RawCell, RawSheet


@dataclass(frozen=True, slots=True)
class TableKind:
    """A table of the form: its columns, and those without which it isn't one."""

    columns: tuple[FormColumn, ...]
    required: tuple[str, ...]

    def header(self, name: str) -> str:
        """The header of a column."""
        return next(column.header for column in self.columns if column.name == name)


MOST_HEADERS = 200  # header cells of a sheet that are looked at
RESULTS = TableKind(layout.RESULT_COLUMNS, ("indicator", "value"))
ACTIVITIES = TableKind(layout.ACTIVITY_COLUMNS, ("date", "quantity", "title"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table found: `columns` name → column; `doubled` names with more than one column."""

    sheet: RawSheet
    header_row: int
    columns: dict[str, int]
    doubled: dict[str, tuple[int, ...]]

    def rows(self) -> tuple[int, ...]:
        """The rows below the header in which anything stands in a column of the table."""
        wanted = set(self.columns.values())
        below = {r for r, c in self.sheet.cells if r > self.header_row and c in wanted}
        return tuple(sorted(below))

    def cell(self, row: int, name: str) -> RawCell | None:
        """The cell of a named column in a row."""
        column = self.columns.get(name)
        return None if column is None else self.sheet.cells.get((row, column))

    def at(self, row: int, name: str) -> tuple[int, int]:
        """Row and column of a named column's cell."""
        return row, self.columns[name]

    def text(self, row: int, name: str) -> str:
        """What is shown in a named column of a row; "" where there is nothing."""
        cell = self.cell(row, name)
        return "" if cell is None else cell.shown


@cache
def _names(kind: TableKind) -> dict[str, str]:
    """Header, made comparable → column name."""
    return {fold_key(column.header): column.name for column in kind.columns}


def find(book: RawBook, kind: TableKind) -> list[Table]:
    """Every table of a kind in the visible sheets, in the workbook's order.

    A header printed again below (for each page) with the same columns is the same table.
    """
    found = []
    for sheet in book.sheets:
        if not sheet.hidden:
            tables = list(_in_sheet(sheet, kind))
            found += tables[:1] + [t for t in tables[1:] if t.columns != tables[0].columns]
    return found


def _in_sheet(sheet: RawSheet, kind: TableKind) -> Iterator[Table]:
    """The header rows of a sheet, as tables."""
    words = _headers(sheet, kind)
    bottoms = {(m.top, m.left): m.bottom for m in sheet.merges}
    for row in sorted({r for r, _ in words}):
        places: dict[str, list[int]] = {}
        for (top, column), name in sorted(words.items(), key=lambda one: one[0][1]):
            if top <= row <= bottoms.get((top, column), top):
                places.setdefault(name, []).append(column)
        if all(name in places for name in kind.required):
            yield Table(
                sheet=sheet,
                header_row=max(bottoms.get(place, row) for place in words if place[0] == row),
                columns={n: c[0] for n, c in places.items() if len(c) == 1 or n in kind.required},
                doubled={n: tuple(c) for n, c in places.items() if len(c) > 1},
            )


def _headers(sheet: RawSheet, kind: TableKind) -> dict[tuple[int, int], str]:
    """The cells whose text is a header of the table, with the column's name."""
    names = _names(kind)
    longest = 2 * max(map(len, names)) + 20
    found = {}
    for place, cell in sheet.cells.items():
        if isinstance(cell.value, str) and len(cell.value) <= longest:
            name = names.get(fold_key(cell.value))
            if name is not None:
                found[place] = name
    return dict(sorted(found.items())[:MOST_HEADERS])

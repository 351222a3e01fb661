"""Finding tables in sheets by the words of their header, wherever people moved them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from cchc_lib import lexicon
from cchc_lib.forms import layout
from cchc_lib.vietnamese import fold_key, key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_lib.forms.layout import FormColumn
    from cchc_lib.submissions.book import RawBook, RawCell, RawSheet


@dataclass(frozen=True, slots=True)
class TableKind:
    """A table of the form: its columns, and those without which it isn't one."""

    name: str
    columns: tuple[FormColumn, ...]
    required: tuple[str, ...]

    def header(self, name: str) -> str:
        """The header of a column."""
        return next(column.header for column in self.columns if column.name == name)


MOST_HEADERS = 200  # header cells of a sheet that are looked at
LONGEST_HEADER = 120  # characters, remarks in brackets included
RESULTS = TableKind("results", layout.RESULT_COLUMNS, ("indicator", "value"))
ACTIVITIES = TableKind("activities", layout.ACTIVITY_COLUMNS, ("date", "quantity", "title"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table found: `columns` name → column; `doubled` names with more than one column.

    `own`: the columns that it needs bear the form's own headers, not others of that meaning.
    """

    sheet: RawSheet
    header_row: int
    columns: dict[str, int]
    doubled: dict[str, tuple[int, ...]]
    own: bool = True

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


@dataclass(frozen=True, slots=True)
class _Header:
    """A cell that is the header of a named column; `own` where it is the form's own word."""

    name: str
    own: bool


def find(book: RawBook, kind: TableKind) -> list[Table]:
    """Every table of a kind, in the workbook's order.

    Hidden sheets are looked at where the visible ones have none. A table with the form's own
    headers leaves no doubt: others are not meant then. A header printed again below (for each
    page) with the same columns is the same table.
    """
    shown = [sheet for sheet in book.sheets if not sheet.hidden]
    hidden = [sheet for sheet in book.sheets if sheet.hidden and not _is_ours(sheet)]
    found = _in_sheets(shown, kind) or _in_sheets(hidden, kind)
    return [table for table in found if table.own] or found


def _is_ours(sheet: RawSheet) -> bool:
    """Whether a hidden sheet is one that every form has."""
    return key(sheet.name) in (key(layout.IDENTITY), key(layout.LISTS))


def _in_sheets(sheets: list[RawSheet], kind: TableKind) -> list[Table]:
    """The tables of some sheets."""
    found = []
    for sheet in sheets:
        tables = list(_in_sheet(sheet, kind))
        found += tables[:1] + [t for t in tables[1:] if t.columns != tables[0].columns]
    return found


def _in_sheet(sheet: RawSheet, kind: TableKind) -> Iterator[Table]:
    """The header rows of a sheet, as tables."""
    words = _headers(sheet, kind)
    bottoms = {(m.top, m.left): m.bottom for m in sheet.merges}
    for row in sorted({r for r, _ in words}):
        places: dict[str, list[int]] = {}
        own: set[str] = set()
        for (top, column), header in sorted(words.items(), key=lambda one: one[0][1]):
            if top <= row <= bottoms.get((top, column), top):
                if header.own and header.name not in own:
                    own.add(header.name)
                    places[header.name] = []
                if header.own or header.name not in own:
                    places.setdefault(header.name, []).append(column)
        if all(name in places for name in kind.required):
            yield Table(
                sheet=sheet,
                header_row=max(bottoms.get(place, row) for place in words if place[0] == row),
                columns={n: c[0] for n, c in places.items() if len(c) == 1 or n in kind.required},
                doubled={n: tuple(c) for n, c in places.items() if len(c) > 1},
                own=own.issuperset(kind.required),
            )


# --- headers ----------------------------------------------------------------------------------

_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBERED = re.compile(r"[0-9]{1,2} (?=[a-z])")


@cache
def _names(kind: TableKind) -> dict[str, _Header]:
    """Header, made comparable → what it heads; the form's own words before all others."""
    own = {fold_key(column.header): _Header(column.name, own=True) for column in kind.columns}
    others = {
        _expanded(fold_key(words)): _Header(name, own=False)
        for name, listed in lexicon.headers(kind.name).items()
        for words in listed
    }
    return others | {_expanded(words): header for words, header in own.items()} | own


def _expanded(folded: str) -> str:
    """A folded header without its number, abbreviations written out."""
    words = lexicon.header_words()
    return " ".join(words.get(word, word) for word in _NUMBERED.sub("", folded, count=1).split())


@lru_cache(maxsize=4_096)
def _header(text: str, kind: TableKind) -> _Header | None:
    """What a text heads; None where it is no header."""
    names, folded = _names(kind), fold_key(text)
    found = names.get(folded) or names.get(_expanded(folded))
    if found is None and _REMARK.search(text):
        remarks = f" {fold_key(' '.join(_REMARK.findall(text)))} "
        if not any(f" {word} " in remarks for word in lexicon.header_remarks()):
            found = names.get(_expanded(fold_key(_REMARK.sub(" ", text))))
    return found


def _headers(sheet: RawSheet, kind: TableKind) -> dict[tuple[int, int], _Header]:
    """The cells whose text is a header of the table, with what they head."""
    found = {}
    for place, cell in sheet.cells.items():
        if isinstance(cell.value, str) and len(cell.value) <= LONGEST_HEADER:
            header = _header(cell.value, kind)
            if header is not None:
                found[place] = header
    found = dict(sorted(found.items())[:MOST_HEADERS])
    for place, right in _wide(sheet, found).items():
        _over_several(sheet, place, right, kind, found)
    return found


def _wide(sheet: RawSheet, found: dict[tuple[int, int], _Header]) -> dict[tuple[int, int], int]:
    """Headings that may stand over several columns → the last of them.

    They are merged, or nothing stands to their right while something does below it.
    """
    rows = {row for row, _ in found}
    wide = {(m.top, m.left): m.right for m in sheet.merges if m.top in rows and m.right > m.left}
    for row, column in found:
        right = column
        while (row, right + 1) not in sheet.cells and (row + 1, right + 1) in sheet.cells:
            right += 1
        if right > column:
            wide.setdefault((row, column), right)
    return wide


def _over_several(
    sheet: RawSheet,
    place: tuple[int, int],
    right: int,
    kind: TableKind,
    found: dict[tuple[int, int], _Header],
) -> None:
    """A heading over several columns heads none by itself: "Kết quả" over "Trong kỳ", "Luỹ kế"."""
    row, left = place
    merged = next((m for m in sheet.merges if (m.top, m.left) == place), None)
    below = 1 + (merged.bottom if merged else row)
    columns = range(left, min(right, left + MOST_HEADERS) + 1)
    words = {c: text for c in columns if (text := sheet.text(below, c)).strip()}
    top = sheet.text(row, left)[:LONGEST_HEADER]
    if any(character.isdigit() for text in words.values() for character in text):
        return  # figures: the first line of the table
    joined = {c: _header(f"{top} {text[:LONGEST_HEADER]}", kind) for c, text in words.items()}
    sure = merged is None and place in found and found[place].own  # its neighbour has no heading
    if any(joined.values()) or (len(words) > 1 and not sure):
        found.pop(place, None)
        found |= {(row, c): header for c, header in joined.items() if header}

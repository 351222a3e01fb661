"""Rows of a table of tasks → entries: numbered rows, headings, sub-rows, with their cells by role.

Rows that go on from the page before are put back together, "nt" and "như trên" stand for the
cell above, totals are left out. Source: domain notes 4b, and 4c, 14-16.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from cchc_lib.plan import assignments, cells, group_rows, names
from cchc_lib.plan.markers import bullet, is_capitals
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cchc_lib.plan.cells import Row
    from cchc_lib.plan.headers import Header
    from cchc_lib.plan.markers import MarkerKind
    from cchc_lib.plan.source import ReadLine
    from cchc_lib.plan.words import CellRole

_LEAST_BULLETS = 2  # that make a list
_ENDED = (".", ";", "./.")

EntryKind = Literal["row", "heading", "sub"]


@dataclass(slots=True, kw_only=True)
class Entry:
    """One task or heading of a table, as it is put together from its rows."""

    kind: EntryKind
    marker: MarkerKind | None
    number: str
    title: list[ReadLine]
    cells: dict[CellRole, list[ReadLine]] = field(default_factory=dict)
    last: ReadLine | None = None

    @property
    def text(self) -> str:
        """The title on one line."""
        return " ".join(row.text.strip() for row in self.title if row.text.strip())


def read(lines: Sequence[ReadLine], header: Header) -> list[Entry]:
    """The entries of a table's rows, the header's left out."""
    rows = [row for line in lines if (row := cells.row_of(line, header)) is not None]
    rows = _specific(_by_bullets(_dated(rows)) if header.times_first else rows)
    numbered = any(cells.number_of(row.number) or cells.title_number(row) for row in rows)
    groups = group_rows.find(rows)
    found: list[Entry] = []
    for at, row in enumerate(rows):
        follows = rows[at + 1] if at + 1 < len(rows) else None
        if at in groups:
            kind, number = groups[at]
            found.append(
                Entry(kind="heading", marker=kind, number=number, title=row.title, last=row.line)
            )
            continue
        _take(row, follows, found, numbered=numbered)
    return found


def _by_bullets(rows: Sequence[Row]) -> list[Row]:
    """Rows of a calendar parted at the bullets of their tasks, who and when for each of them."""
    found: list[Row] = []
    for row in rows:
        begins = [at for at, line in enumerate(row.title) if bullet(line.text)[0]]
        if row.number or len(begins) < _LEAST_BULLETS or begins[0]:
            found.append(row)
            continue
        for at, end in zip(begins, [*begins[1:], len(row.title)], strict=True):
            first = replace(row.title[at], text=bullet(row.title[at].text)[1])
            found.append(replace(row, title=[first, *row.title[at + 1 : end]], alone=[]))
    return found


def _dated(rows: Sequence[Row]) -> list[Row]:
    """Rows under a time in front, which holds for those below it until the next."""
    found: list[Row] = []
    above: list[ReadLine] = []
    for row in rows:
        above = row.cells.get("schedule", above)
        dated: dict[CellRole, list[ReadLine]] = {**row.cells, "schedule": above}
        found.append(replace(row, cells=dated) if above and row.title else row)
    return found


def _specific(rows: list[Row]) -> list[Row]:
    """Rows of two columns of tasks whose first is merged over several: it names their group.

    The group becomes a heading row in front; the second column holds the tasks.
    """
    if not any(map(_shares_group, rows, rows[1:])):
        return rows
    found: list[Row] = []
    group, number, shared = "", "", False
    for at, row in enumerate(rows):
        name, title, rest = _group(row)
        if not name and not (rest and group):
            found.append(row)
            continue
        text = _joined(name)
        if text and text != group:
            after = rows[at + 1] if at + 1 < len(rows) else None
            group, number = text, row.number
            shared = after is not None and after.number == number and _shares_group(row, after)
            head = number if shared else ""
            found.append(replace(row, title=name, cells={}, alone=name, number=head))
        own = "-" if shared and row.number in {number, ""} else row.number
        found.append(replace(row, title=title, cells=rest, number=own, alone=[]))
    return found


def _group(row: Row) -> tuple[list[ReadLine], list[ReadLine], dict[CellRole, list[ReadLine]]]:
    """The group's name, the title and the other cells of a row with two columns of tasks."""
    detail = row.cells.get("detail")
    if detail:
        rest: dict[CellRole, list[ReadLine]] = {
            role: lines for role, lines in row.cells.items() if role != "detail"
        }
        return row.title, detail, rest
    return row.cells.get("field", []), row.title, row.cells


def _shares_group(before: Row, row: Row) -> bool:
    """Whether a row's group is that of the row above, merged over both."""
    name, above = _joined(_group(row)[0]), _joined(_group(before)[0])
    if row.cells.get("detail"):
        return not name or name == above
    return bool(name) and name == above and bool(row.title)


# --- rows to entries -------------------------------------------------------------------------


def _take(row: Row, follows: Row | None, found: list[Entry], *, numbered: bool) -> None:
    """Take a row in: as a new entry, or as more of the last one."""
    last = found[-1] if found else None
    if last is not None and _same_cells(row, last):
        _append(row, last, apart=True)
        return
    marked = _group_number(row, found) or cells.number_of(row.number)
    title = row.title
    if marked is None and (within := cells.title_number(row)):
        marked = within[:2]
        title = [replace(title[0], text=title[0].text[within[2] :].strip()), *title[1:]]
    if marked is None:
        _take_unmarked(row, follows, found, numbered=numbered)
        return
    kind, number = marked
    entry = Entry(kind="row", marker=kind, number=number, title=title, last=row.line)
    if not number:
        entry.kind = "sub"
    _fill(entry, row, found)
    if _heads(entry, follows):
        entry.kind = "heading"
    found.append(entry)


def _group_number(row: Row, found: Sequence[Entry]) -> tuple[MarkerKind, str] | None:
    """A group's roman number whose strokes were read as letters ("L", "H."), if it is its turn."""
    printed = row.number.strip(" .)")
    if row.cells or printed.isdigit() or not group_rows.STROKES.fullmatch(printed):
        return None
    roman = group_rows.roman_of(printed)
    before = [one.number for one in found if one.marker == "roman"]
    if roman not in group_rows.ROMANS or group_rows.ROMANS.index(roman) != len(before):
        return None
    return "roman", roman


def _heads(entry: Entry, follows: Row | None) -> bool:
    """Whether a numbered row without cells is a heading: numbers begin anew below it."""
    if entry.cells or follows is None:
        return False
    if entry.marker in {"roman", "upper"}:
        return True
    after = cells.number_of(follows.number)
    return entry.marker == "number" and after == ("number", "1") and entry.number != "0"


def _take_unmarked(row: Row, follows: Row | None, found: list[Entry], *, numbered: bool) -> None:
    """Take in a row without a number: a heading, a sub-row, a task, or more of the last one."""
    last = found[-1] if found else None
    if last is not None and _is_rest(row, last):
        _append(row, last, apart=False)
        return
    heading = row.alone if row.number or not row.title else []
    if heading or (row.alone and not _is_more(row, last)):
        text = heading or row.alone
        made = Entry(kind="heading", marker="part", number="", title=text, last=row.line)
        found.append(made)
        return
    if last is None or (not numbered and row.title and not _is_more(row, last)):
        entry = Entry(kind="row", marker="number", number="", title=row.title, last=row.line)
    elif last.kind != "heading" and (not row.title or _is_more(row, last)):
        _append(row, last, apart=False)
        return
    else:
        entry = Entry(kind="sub", marker="paren", number="", title=row.title, last=row.line)
    del follows
    _fill(entry, row, found)
    found.append(entry)


def _is_rest(row: Row, last: Entry) -> bool:
    """Whether a page begins with the rest of a title, and nothing else in the row."""
    new_page = last.last is not None and row.line.page != last.last.page
    open_end = last.text.endswith((";", ",", ":")) or not last.text.endswith(_ENDED)
    alone = bool(row.title) and bool(row.alone) and not row.number and not is_capitals(row.text)
    return new_page and open_end and alone and last.kind != "heading"


def _is_more(row: Row, last: Entry | None) -> bool:
    """Whether a row without a number goes on with the last one.

    It does where its title begins in the middle of a sentence, or where it has nobody of its own
    and stands on a new page.
    """
    if last is None or not row.title or is_capitals(row.text):
        return False
    if row.text[:1].islower():
        return True
    ended = last.text.endswith(_ENDED)
    new_page = last.last is not None and row.line.page != last.last.page
    if row.cells.keys() & {"lead", "schedule"}:
        return new_page and not ended and not _whole(row)
    return last.kind != "heading" and new_page and not ended


def _whole(row: Row) -> bool:
    """Whether a row's cells are a task's own: its list of names begins with a name."""
    lead = row.cells.get("lead")
    return lead is not None and names.begins_name(lead[0].text) and lead[0].text[:1].isupper()


def _same_cells(row: Row, last: Entry) -> bool:
    """Whether number and title are those of the row above, merged over both."""
    if not row.title or fold_key(row.text) != fold_key(last.text):
        return False
    marked = cells.number_of(row.number)
    return last.kind != "heading" and (marked is None or marked[1] == last.number)


def _append(row: Row, last: Entry, *, apart: bool) -> None:
    """Add a row's cells to an entry: the rest of a split row, or (apart) further values."""
    if not apart:
        last.title += row.title
    for role, lines in row.cells.items():
        known = last.cells.setdefault(role, [])
        if apart and [one.text for one in known] == [one.text for one in lines]:
            continue
        if apart and known and not known[-1].text.endswith((";", ".")):
            known[-1] = replace(known[-1], text=f"{known[-1].text};")
        known += lines
    last.last = row.line


def _fill(entry: Entry, row: Row, found: Sequence[Entry]) -> None:
    """Give an entry its cells; one that repeats the cell above takes that one's lines."""
    above = next((one for one in reversed(found) if one.kind != "heading"), None)
    for role, lines in row.cells.items():
        if assignments.is_same_as_above(_joined(lines)):
            lines = above.cells.get(role, []) if above else []  # noqa: PLW2901 - the meant cell
        if lines:
            entry.cells[role] = [
                replace(one, number=row.line.number, page=row.line.page) for one in lines
            ]


def _joined(lines: Iterable[ReadLine]) -> str:
    """Lines as one."""
    return " ".join(line.text for line in lines)

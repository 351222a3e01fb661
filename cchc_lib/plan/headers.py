"""Headers of tables: which column holds what, by the words in it, over one row or two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from cchc_lib.plan import label_words, words
from cchc_lib.plan.folding import key_similarity
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from collections.abc import Sequence

ColumnRole = Literal[
    "number", "task", "lead", "coordinate", "direct", "schedule", "frequency", "product",
    "status", "unit", "field", "detail",
]  # fmt: skip
_ASSIGNING = frozenset({"lead", "coordinate", "direct", "schedule", "frequency", "product"})
_ROLES: tuple[ColumnRole, ...] = (
    "number", "task", "lead", "coordinate", "direct", "schedule", "frequency", "product",
    "status", "unit", "field",
)  # fmt: skip
_SEARCHED = 6  # rows in front that may hold the header
_LONGEST = 14  # words in a header's cell
_ALIKE = 0.86
_SHORTEST = 8  # letters of a phrase that may be damaged
_COUNTED = re.compile(r"^\(?(?:\d{1,2}|[A-ZĐ])\)?(?:\s*=.*)?$")
_LEAST_COUNTED = 3
_MARKED = re.compile(r"^(?:\d{1,3}|[ivx]{1,4}|[a-e])$")


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table by what they hold, and the first row behind the header."""

    columns: tuple[tuple[ColumnRole, int], ...]
    end: int
    width: int

    @property
    def times_first(self) -> bool:
        """Whether times stand in front of the tasks, as in a calendar."""
        times, tasks = self.of("schedule"), self.of("task")
        return bool(times) and bool(tasks) and times[0] < tasks[0]

    def of(self, role: ColumnRole) -> tuple[int, ...]:
        """The columns of a role, from the left."""
        return tuple(at for name, at in self.columns if name == role)


def find(rows: Sequence[tuple[str, ...]]) -> Header | None:
    """The header of a table of tasks: a column of tasks, and one that says who, when or what."""
    for at in range(min(_SEARCHED, len(rows))):
        if header := _header(rows, at):
            return header
    return None


def repeats(row: tuple[str, ...], header: Header) -> bool:
    """Whether a row is the header again, as on the top of a page, or counts the columns."""
    if is_counted(row):
        return True
    named = [at for role, at in header.columns if at < len(row) and role_of(row[at]) == role]
    filled = [cell for cell in row if cell.strip()]
    return len(named) >= 2 and 2 * len(named) >= len(filled)  # noqa: PLR2004 - one may be chance


def is_counted(row: tuple[str, ...]) -> bool:
    """Whether a row counts the columns: (1) | (2) | (3)."""
    filled = [cell.strip() for cell in row if cell.strip()]
    return len(filled) >= _LEAST_COUNTED and all(_COUNTED.match(cell) for cell in filled)


def _header(rows: Sequence[tuple[str, ...]], at: int) -> Header | None:
    """The header that begins in a row; a second row may stand below it."""
    first = rows[at]
    columns = _columns(first) if is_headed(first) else None
    if columns is None:
        return None
    end, task = at + 1, next(n for role, n in columns if role == "task")
    number = next((n for role, n in columns if role == "number"), None)
    below = rows[end] if end < len(rows) else ()
    if below and _goes_on(first, below, task, number):
        columns = _columns(first, below) or columns
        end += 1
    while end < len(rows) and is_counted(rows[end]):
        end += 1
    columns = _without_progress(columns, first)
    return Header(columns=tuple(columns), end=end, width=len(first))


def _without_progress(
    columns: list[tuple[ColumnRole, int]], first: tuple[str, ...]
) -> list[tuple[ColumnRole, int]]:
    """The columns but "Tiến độ" beside another time: it tells how far a task is."""
    times = [at for role, at in columns if role == "schedule"]
    progress = [at for at in times if re.match(r"tien do(?! hoan thanh)", fold_key(first[at]))]
    if len(times) == len(progress):
        return columns
    return [("status", at) if at in progress else (role, at) for role, at in columns]


def is_headed(row: tuple[str, ...]) -> bool:
    """Whether the cells of a row are names of columns: few other words, and no numbers."""
    filled = [fold_key(cell) for cell in row if cell.strip()]
    if any(_MARKED.match(key) for key in filled):
        return False
    named = [(key, found) for key in filled if (found := _named(key))]
    share = sum(phrase.count(" ") + 1 for _, (phrase, _) in named)
    tokens = sum(len(key.split()) for key, _ in named)
    return 3 * len(named) >= 2 * len(filled) and 2 * share >= tokens


def _goes_on(first: tuple[str, ...], below: tuple[str, ...], task: int, number: int | None) -> bool:
    """Whether a row is the header's second: no task and no number of its own stand in it."""
    if len(below) != len(first) or len({cell for cell in below if cell.strip()}) <= 1:
        return False
    for at in (task, number):
        if at is not None and below[at].strip() not in {"", first[at].strip()}:
            return False
    return any(role_of(cell) or len(cell.split()) <= 3 for cell in below if cell.strip())  # noqa: PLR2004


def _columns(
    first: tuple[str, ...], below: tuple[str, ...] = ()
) -> list[tuple[ColumnRole, int]] | None:
    """The roles of a header's cells; None where they are not those of a table of tasks."""
    found: list[tuple[ColumnRole, int]] = []
    above = ""
    for at, cell in enumerate(first):
        under = below[at] if at < len(below) else ""
        above = cell if cell.strip() or not under.strip() else above
        role = (role_of(under) if under.strip() != cell.strip() else None) or role_of(above)
        if role:
            found.append((role, at))
    roles = [role for role, _ in found]
    if "task" not in roles:
        found = _by_place(found)
        roles = [role for role, _ in found]
    if "task" not in roles or not _ASSIGNING & set(roles):
        return None
    if _about_money(first, roles):
        return None
    return _sorted_out(found)


def _by_place(found: list[tuple[ColumnRole, int]]) -> list[tuple[ColumnRole, int]]:
    """A field's column in front of who and when holds the tasks where none else does."""
    roles = {role for role, _ in found}
    if "field" in roles and len(_ASSIGNING & roles) > 1:
        return [("task", at) if role == "field" else (role, at) for role, at in found]
    return found


def _about_money(first: tuple[str, ...], roles: list[ColumnRole]) -> bool:
    """Whether a table reckons costs: prices, and nobody who does anything."""
    if {"lead", "coordinate", "schedule"} & set(roles):
        return False
    return any(
        f" {fold_key(word)} " in f" {fold_key(cell)} "
        for cell in first
        for word in words.data()["tables"]["money"]
    )


def _sorted_out(found: list[tuple[ColumnRole, int]]) -> list[tuple[ColumnRole, int]]:
    """The columns with one of tasks, the first; a second one holds details of them."""
    first = next(at for role, at in found if role == "task")
    return [("detail", at) if role == "task" and at != first else (role, at) for role, at in found]


@cache
def _phrases() -> tuple[tuple[str, ColumnRole], ...]:
    """What header cells say, by key, longest first."""
    tables, labels = words.data()["tables"], words.data()["labels"]
    pairs: dict[str, ColumnRole] = {}
    for role in _ROLES:
        for phrase in (*labels.get(role, ()), *tables.get(role, ())):
            pairs.setdefault(fold_key(phrase), role)
    for phrase in tables["status"]:
        pairs[fold_key(phrase)] = "status"
    return tuple(sorted(pairs.items(), key=lambda pair: len(pair[0]), reverse=True))


def role_of(cell: str) -> ColumnRole | None:
    """What a header's cell says of its column; None where it is no header's cell."""
    plain = fold_key(re.sub(r"\([^)]*\)", " ", cell))
    made = label_words.role_of(plain)
    if made and plain not in dict(_phrases()) and made != "note":
        return made
    found = _named(plain)
    return found[1] if found else None


@cache
def _named(key: str) -> tuple[str, ColumnRole] | None:
    """The phrase that stands first in a key, with its role."""
    tokens = key.split()
    if not tokens or len(tokens) > _LONGEST:
        return None
    for at in range(len(tokens)):
        for phrase, role in _phrases():
            here = " ".join(tokens[at : at + phrase.count(" ") + 1])
            near = len(phrase) >= _SHORTEST and key_similarity(here, phrase) >= _ALIKE
            if here == phrase or near:
                return phrase, role
    return None

"""Tables with a mark in a column for each agency or month → tables with columns of names.

"x" under "Phòng Kinh tế" means that it carries the task out, "PH" that it coordinates; "x" under
"Quý II" means that quarter. Such columns become one of leads, one of coordination, one of time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cchc_lib.plan import headers, names, offices, words
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["agency", "quarter", "month"]
Rows = list[tuple[str, ...]]

_QUARTER = re.compile(r"^(?:quy\s+)?(i{1,3}|iv|[1-4])(?:\s+(?:nam\s+)?20\d\d)?$")
_MONTH = re.compile(r"^(?:thang\s+|t\s?)?(\d{1,2})(?:\s+(?:nam\s+)?20\d\d)?$")
_LEAST = 2  # columns that make a matrix
_SEARCHED = 6  # rows in front that may hold the header
_NAMES: dict[str, str] = {
    "lead": "Cơ quan chủ trì", "coordinate": "Cơ quan phối hợp", "time": "Thời gian",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of marks: what its header names."""

    at: int
    kind: Kind
    name: str


def plain(rows: Sequence[tuple[str, ...]]) -> Rows:
    """The rows with names for marks; as they stand where nothing is marked so."""
    for end in range(1, min(_SEARCHED, len(rows))):
        columns = _columns(rows[:end], rows[end:])
        if len(columns) >= _LEAST:
            return [
                *(_headed(row, columns) for row in rows[:end]),
                *(_named(row, columns) for row in rows[end:]),
            ]
    return list(rows)


def _columns(head: Sequence[tuple[str, ...]], body: Sequence[tuple[str, ...]]) -> list[_Column]:
    """The columns of marks below a header of so many rows."""
    width = len(head[0])
    if not any(headers.role_of(cell) == "task" for row in head for cell in row):
        return []
    found: list[_Column] = []
    marked: set[Kind] = set()
    for at in range(width):
        cells = [row[at].strip() for row in body if at < len(row)]
        here = [row[at] for row in head if at < len(row) and row[at].strip()]
        above = _above(head, at)
        kind = _kind(here[-1] if here else "", above)
        if kind and all(_mark(cell) is not None for cell in cells):
            found.append(_Column(at, kind, _name(here[-1], kind)))
            marked |= {kind} if any(cells) else set()
    many = {kind for kind in marked if sum(one.kind == kind for one in found) >= _LEAST}
    return [one for one in found if one.kind in many]


def _above(head: Sequence[tuple[str, ...]], at: int) -> str:
    """The nearest words to the left in the header's first row, which may be merged over more."""
    return next((cell for cell in reversed(head[0][: at + 1]) if cell.strip()), "")


def _kind(cell: str, above: str) -> Kind | None:
    """What a header's cell names: an agency, a quarter, a month; None for anything else."""
    key, over = fold_key(cell), fold_key(above)
    if _QUARTER.match(key) and ("quy" in key or "quy" in over.split()):
        return "quarter"
    if _MONTH.match(key) and (re.match(r"thang|t\s?\d", key) or "thang" in over.split()):
        return "month"
    usual = offices.find(cell.strip(), settled=True) is not None
    if usual or (headers.role_of(cell) is None and names.begins_name(cell) and " " in key):
        return "agency"
    return None


def _name(cell: str, kind: Kind) -> str:
    """What a marked column stands for, in short."""
    key = fold_key(cell)
    if kind == "quarter" and (found := _QUARTER.match(key)):
        return found[1].upper()
    if kind == "month" and (found := _MONTH.match(key)):
        return str(int(found[1]))
    return " ".join(cell.split())


def _mark(cell: str) -> str | None:
    """What a cell says of its column: "lead", "coordinate", "" for nothing; None for a text."""
    key = cell.strip(" .()").lower()
    marks = words.data()["tables"]["marks"]
    return next((role for role in marks if key in marks[role]), "" if not key else None)


def _headed(row: tuple[str, ...], columns: Sequence[_Column]) -> tuple[str, ...]:
    """A header's row with its marked columns put together, named where the tasks' column is."""
    named = any(headers.role_of(cell) == "task" for cell in row)
    kept = [cell for at, cell in enumerate(row) if at not in {one.at for one in columns}]
    return (*kept, *(_NAMES[name] if named else "" for name in _made(columns)))


def _made(columns: Sequence[_Column]) -> list[str]:
    """The columns that the marked ones become."""
    kinds = {one.kind for one in columns}
    agency = ["lead", "coordinate"] if "agency" in kinds else []
    return [*agency, *(["time"] if kinds - {"agency"} else [])]


def _named(row: tuple[str, ...], columns: Sequence[_Column]) -> tuple[str, ...]:
    """A row with the names of its marked columns."""
    kept = [cell for at, cell in enumerate(row) if at not in {one.at for one in columns}]
    marked = [(one, _mark(row[one.at])) for one in columns if one.at < len(row)]
    values = {
        role: "; ".join(one.name for one, mark in marked if one.kind == "agency" and mark == role)
        for role in ("lead", "coordinate")
    }
    quarters = [one.name for one, mark in marked if one.kind == "quarter" and mark]
    months = [one.name for one, mark in marked if one.kind == "month" and mark]
    times = [f"{what} {', '.join(of)}" for what, of in (("Quý", quarters), ("Tháng", months)) if of]
    values["time"] = "; ".join(times)
    return (*kept, *(values[name] for name in _made(columns)))

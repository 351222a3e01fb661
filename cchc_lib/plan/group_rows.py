"""Group rows of a table of tasks known by their place among the numbers, whatever theirs reads.

A group's number is often read as another ("I" as "1", "II" as "H" or "11"). Its row says neither
who nor when, and takes no part in the tasks' numbers: below it they begin anew, or go on from
the row above it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from cchc_lib.plan import cells
from cchc_lib.plan.markers import is_capitals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.plan.cells import Row
    from cchc_lib.plan.markers import MarkerKind

STROKES = re.compile(r"[IVXHLl1|!]{1,5}")
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def roman_of(printed: str) -> str:
    """The roman number that strokes may be: "L" is I, "H" and "11" are II."""
    return re.sub(r"[Ll1|!]", "I", printed).replace("H", "II")


def find(rows: Sequence[Row]) -> dict[int, tuple[MarkerKind, str]]:
    """The rows that are groups though their numbers don't say so: place → kind and number."""
    places = [
        at for at in range(len(rows) - 1) if _is_group(rows, at) and not _has_sub_rows(rows, at)
    ]
    kinds = [cells.number_of(row.number) for row in rows]
    if any(_is_arabic(rows[at]) for at in places):
        if made := _in_figures(rows, places):
            return made
        places = [at for at in places if not (_is_arabic(rows[at]) and _begins_anew(rows, at))]
    found: dict[int, tuple[MarkerKind, str]] = {}
    turn = 0
    for at, kind in enumerate(kinds):
        if kind and kind[0] == "roman" and kind[1] in ROMANS:
            turn = ROMANS.index(kind[1]) + 1
        elif at in places and turn < len(ROMANS):
            roman = roman_of(rows[at].number.strip(" .)"))
            turn = max(turn, ROMANS.index(roman) if roman in ROMANS else 0)
            found[at] = ("roman", ROMANS[turn])
            turn += 1
    return found


def _in_figures(rows: Sequence[Row], places: Sequence[int]) -> dict[int, tuple[MarkerKind, str]]:
    """Groups numbered 1, 2, 3 themselves; none where no first one stands above all tasks."""
    numbers = [rows[at].number.strip(" .)") for at in places]
    counted = numbers == [str(n) for n in range(1, len(places) + 1)]
    if not counted or _number_above(rows, places[0]) is not None:
        return {}
    nested = any(kind and kind[0] == "roman" for kind in (cells.number_of(r.number) for r in rows))
    made: MarkerKind = "part" if nested else "upper"
    return {at: (made, number) for at, number in zip(places, numbers, strict=True)}


def _is_group(rows: Sequence[Row], at: int) -> bool:
    """Whether a numbered row without cells stands outside the row of the tasks' numbers."""
    row, below = rows[at], rows[at + 1]
    kind, after = cells.number_of(row.number), cells.number_of(below.number)
    printed = row.number.strip(" .)")
    if row.cells or not row.title or not printed or not below.cells:
        return False
    if after is None or after[0] != "number":
        return False
    if not (kind is None or kind[0] == "number" or STROKES.fullmatch(printed)):
        return False
    if kind and (kind[0] == "roman" or kind[1] == "0"):
        return False
    above = _number_above(rows, at)
    if after[1] == "1":
        return kind != after or above is None or is_capitals(row.text)
    goes_on = above is not None and int(after[1]) == above + 1
    return goes_on and (kind != after or is_capitals(row.text))


def _begins_anew(rows: Sequence[Row], at: int) -> bool:
    """Whether the numbers below a row begin with 1."""
    return cells.number_of(rows[at + 1].number) == ("number", "1")


def _has_sub_rows(rows: Sequence[Row], at: int) -> bool:
    """Whether a task behind the rows below goes on from a row's own number: they are its parts."""
    kind = cells.number_of(rows[at].number)
    if kind is None or not kind[1].isdigit():
        return False
    numbers = [
        int(one[1])
        for row in rows[at + 1 :]
        if row.cells and (one := cells.number_of(row.number)) and one[0] == "number"
    ]
    leaves = next((n for last, n in pairwise(numbers) if n != last + 1), None)
    return leaves == int(kind[1]) + 1


def _number_above(rows: Sequence[Row], at: int) -> int | None:
    """The number of the last task above a row."""
    for row in reversed(rows[:at]):
        kind = cells.number_of(row.number)
        if kind and kind[0] == "number" and row.cells:
            return int(kind[1])
    return None


def _is_arabic(row: Row) -> bool:
    """Whether a group's number is a figure that strokes can't be read as (2, 3)."""
    printed = row.number.strip(" .)")
    return printed.isdigit() and not STROKES.fullmatch(printed)

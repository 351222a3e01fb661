"""Roman numbers of headings in damaged lines, put right by their order.

A reader without care for strokes makes II of III and 11 of II. A number that stands twice, or
that leaves a gap, is the one that its neighbours leave room for, if only a stroke parts the two.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cchc_lib.plan import sequence
from cchc_lib.plan.pieces import in_capitals
from cchc_lib.plan.sequence import ROMANS, Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.plan.spelling import Line

REPAIRED = 0.9  # how sure a number is that was put right
_NUMBER = re.compile(r"([IVX1l|]+)(?=\.\s)")


def set_right(lines: Sequence[Line | None]) -> tuple[Line | None, ...]:
    """The lines with the roman numbers of headings in their order."""
    printed = {
        at: found[1]
        for at, line in enumerate(lines)
        if line and (found := _NUMBER.match(line.text)) and in_capitals(line.text)
    }
    if not any(re.search("[IVX]", number) for number in printed.values()):
        return tuple(lines)
    made = list(lines)
    for at, number in _in_order({at: _strokes(number) for at, number in printed.items()}).items():
        line = lines[at]
        if line and number != printed[at]:
            made[at] = replace(line, text=number + line.text[len(printed[at]) :], number=REPAIRED)
    return tuple(made)


def _strokes(printed: str) -> str:
    """A number with everything that may be a stroke as one."""
    return re.sub("[1l|]", "I", printed)


def _in_order(printed: dict[int, str]) -> dict[int, str]:
    """The numbers by their lines, as they should be; each I begins a row anew."""
    rows: list[list[int]] = []
    for at, number in printed.items():
        if not rows or number == ROMANS[1]:
            rows.append([])
        rows[-1].append(at)
    found: dict[int, str] = dict(printed)
    for row in rows:
        read = [
            Candidate(at, ((ROMANS.index(printed[at]), 0.0),))
            for at in row
            if printed[at] in ROMANS
        ]
        for at, value in sequence.read(read):
            if value < len(ROMANS) and _a_stroke_apart(printed[at], ROMANS[value]):
                found[at] = ROMANS[value]
    return found


def _a_stroke_apart(one: str, other: str) -> bool:
    """Whether two numbers differ by a stroke: II and III, V and IV."""
    short, long = sorted((one, other), key=len)
    return any(long[:at] + long[at + 1 :] == short for at, c in enumerate(long) if c == "I")

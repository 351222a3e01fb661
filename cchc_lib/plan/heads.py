"""Numbers of headings (2.) that agree with the dotted numbers below them (2.1, 2.2).

A number that was misread, or lost, is told by the items inside; and between 1.2 and 1.4 stands
no heading, whatever a damaged 1.3 looks like.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from cchc_lib.plan.sequence import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.plan.source import ReadLine

_MISREAD = re.compile(
    r"^\W{0,3}(?=.{0,4}\d)([\dIl|ZSOTB])(?:\s?[.,]\s?([\dIl|ZSOB]{1,2}))(?=\s?[.):,/]\s)"
)
_FIGURES = str.maketrans("Il|TZSOB", "11112508")
TOLD = 0.2  # cost of a number that the items inside tell
DENIED = 1.0  # of a printed one that they deny
LOST = 0.4  # of one that is not printed at all
LONGEST = 25  # words of a heading
_DOTTED = re.compile(r"^\W{0,3}(\d{1,2})\s?[.,]\s?(\d{1,2})(?![\d/%])\W*(?=[A-ZĐÀ-ỸƠƯ])")
_CAPITAL = re.compile(r"^[^\w\-–+]*(?:\d{0,2}\W\s*)?(?=[A-ZĐÀ-ỸƠƯ])")


@dataclass(frozen=True, slots=True)
class Start:
    """A found start: the candidate, and the text behind the marker."""

    candidate: Candidate
    rest: str
    printed: str

    @property
    def index(self) -> int:
        """The line's place in its block."""
        return self.candidate.index


@dataclass(frozen=True, slots=True)
class _Inside:
    """A dotted number: its line's place, the number in front, its own."""

    index: int
    front: int
    own: int


def _place(one: _Inside) -> int:
    """A dotted number's line."""
    return one.index


def with_figures(text: str) -> str:
    """A line whose dotted number has letters for figures ("1.I." is 1.1), of the same length."""
    found = _MISREAD.match(text)
    if found is None or not any(map(str.isdigit, found[1] + found[2])):
        return text
    return found[0].translate(_FIGURES) + text[found.end() :]


def agreed(starts: Sequence[Start], rows: Sequence[ReadLine]) -> list[Start]:
    """The starts of numbered headings as the dotted numbers of the block allow for."""
    found = [
        _Inside(index, int(dotted[1]), int(dotted[2]))
        for index, row in enumerate(rows)
        if (dotted := _DOTTED.match(with_figures(row.text)))
    ]
    if not found:
        return list(starts)
    outer = [one for one in starts if not _is_inside(one, found)]
    if not outer:
        return []
    ends = [*(one.index for one in outer[1:]), len(rows)]
    told = [_told(one, found, end) for one, end in zip(outer, ends, strict=True)]
    if not any(not one.candidate.weak for one in outer):
        return told
    return sorted([*told, *_lost(told, found, rows)], key=lambda one: one.index)


def _is_inside(start: Start, found: Sequence[_Inside]) -> bool:
    """Whether a start stands between two dotted numbers of one heading that follow each other."""
    at = bisect.bisect_left(found, start.index, key=_place)
    if at == 0 or at == len(found) or found[at].index == start.index:
        return False
    before, after = found[at - 1], found[at]
    return before.front == after.front and before.own < after.own <= before.own + 2


def _told(start: Start, found: Sequence[_Inside], end: int) -> Start:
    """A start with the number that the first item inside tells, where that is another one."""
    at = bisect.bisect_right(found, start.index, key=_place)
    first = found[at] if at < len(found) and found[at].index < end else None
    values = [value for value, _ in start.candidate.options]
    if first is None or first.own != 1 or first.front in values:
        return start
    denied = tuple((value, cost + DENIED) for value, cost in start.candidate.options)
    options = ((first.front, TOLD), *denied)
    return replace(start, candidate=replace(start.candidate, options=options))


def _lost(
    starts: Sequence[Start], found: Sequence[_Inside], rows: Sequence[ReadLine]
) -> list[Start]:
    """Headings whose number is lost, before the first item of another front number."""
    made = []
    headed = [one.index for one in starts]
    for before, first in pairwise([_Inside(0, 0, 0), *found]):
        if first.own != 1 or first.front == before.front:
            continue
        between = range(before.index + 1, first.index)
        filled = [index for index in between if rows[index].text.strip()]
        at = bisect.bisect_left(headed, between.start)
        if not filled or (at < len(headed) and headed[at] in between):
            continue
        text = rows[filled[-1]].text
        begins = _CAPITAL.match(text)
        if begins and len(text.split()) <= LONGEST and ":" not in text:
            option = Candidate(filled[-1], ((first.front, LOST),), weak=True)
            made.append(Start(option, text[begins.end() :].strip(), ""))
    return made

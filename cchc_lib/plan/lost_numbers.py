"""Items whose number was lost between two others: a paragraph with labels of its own.

Where 4 is followed by 6, a paragraph behind the finished labels of 4 that has such labels itself
is 5; nothing else is taken for an item.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from cchc_lib.plan import labels, sequence
from cchc_lib.plan.heads import Start
from cchc_lib.plan.markers import bullet
from cchc_lib.plan.sequence import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.plan.markers import MarkerKind
    from cchc_lib.plan.source import ReadLine

_DEPTHS: dict[MarkerKind | None, int] = {"dotted": 1, "deep": 2}  # numbers that stand in front
_UNUSED = frozenset("fjwz")  # letters that rows leave out
_OPENING = re.compile(
    r"^\s*(?:[^\w\s“\"‘'«(]{1,2}\s*|[A-Za-z§$]{1,2}\s?[.,)]\s+)?(?=[“\"‘'«(]?[A-ZĐÀ-ỸƠƯ])"
)
_ENDED = (".", ";", "./.")
_TELLING = frozenset({"lead", "schedule"})
_SHOWN = 4  # words of the paragraph that the finding names


def found_again(
    kind: MarkerKind,
    rows: Sequence[ReadLine],
    starts: Sequence[tuple[Start, int]],
    path: tuple[int, ...],
) -> list[tuple[Start, int]]:
    """The starts of a kind, with those whose number was lost."""
    if kind not in {"number", "letter", "dotted", "deep"} or not starts:
        return list(starts)
    if len(path) != _DEPTHS.get(kind, len(path)):
        return list(starts)
    found: list[tuple[Start, int]] = [starts[0]]
    for (start, value), (after, follows) in pairwise(starts):
        left_out = kind == "letter" and sequence.LETTERS[value] in _UNUSED
        if follows - value == 2 and not left_out:  # noqa: PLR2004 - one number is missing
            inside = (start.candidate.index, after.candidate.index)
            lost = [at for at in range(inside[0] + 1, inside[1]) if _begins(rows, at, inside)]
            found += [(_start(rows[at], at), value + 1) for at in lost if len(lost) == 1]
        found.append((after, follows))
    return found


def _start(row: ReadLine, at: int) -> Start:
    """The start of an item that has no number."""
    opening = _OPENING.match(row.text)
    shown = " ".join(row.text.split()[:_SHOWN]) + "…"
    return Start(Candidate(at, ()), row.text[opening.end() if opening else 0 :].strip(), shown)


def _begins(rows: Sequence[ReadLine], at: int, inside: tuple[int, int]) -> bool:
    """Whether a paragraph begins an item: behind finished labels, with the like of its own."""
    text = rows[at].text
    if not _OPENING.match(text) or bullet(text)[0] or labels.at_start(text):
        return False
    before = next(
        rows[n].text.rstrip() for n in range(at - 1, inside[0] - 1, -1) if rows[n].text.strip()
    )
    if not before.endswith(_ENDED):
        return False
    return bool(_TELLING & _roles(rows[inside[0] : at]) & _roles(rows[at : inside[1]]))


def _roles(rows: Sequence[ReadLine]) -> set[str]:
    """What the labels of some lines are about."""
    return {clause.role for clause in labels.part(rows) if clause.role}

"""What else a doubtful line may say: the line with one word read otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_lib.plan.decode import LANGUAGE_WEIGHT
from cchc_lib.plan.spelling import reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.plan.source import ReadLine

MOST = 3  # choices that a line is offered
CLOSE = 1.0  # by how much a rival may be less likely than what was read, in natural logarithms
_ROMAN = re.compile(r"[IVXLC]+")
_AROUND = ".,;:()“”\"'-–/"


def choices(line: ReadLine) -> tuple[str, ...]:
    """Other readings of a line, the likeliest first; none where its words can't be told apart.

    A rival is a syllable that the damaged word may stand for and that fits between its neighbours
    nearly as well as the one read.
    """
    raw, read = line.raw.split(), line.text.split()
    if line.cells is not None or len(raw) != len(read):
        return ()
    cores = [word.strip(_AROUND) for word in read]
    found: list[tuple[float, str]] = []
    for at, (damaged, word) in enumerate(zip(raw, read, strict=True)):
        if damaged == word or not cores[at].isalpha() or _ROMAN.fullmatch(cores[at]):
            continue
        for rival, behind in _rivals(damaged.strip(_AROUND).casefold(), cores, at):
            other = word.replace(cores[at], _cased(rival, cores[at]))
            found.append((behind, " ".join([*read[:at], other, *read[at + 1 :]])))
    return tuple(text for _, text in sorted(found)[:MOST])


def _rivals(damaged: str, cores: Sequence[str], at: int) -> list[tuple[str, float]]:
    """The syllables a damaged word may also be, and how much less likely than the one read."""
    near = dict(reader().speller.near(damaged))
    own = cores[at].casefold()
    if own not in near:
        return []
    around = [word.casefold() for word in cores]
    best = _fit(around, at, own) - near[own]
    behind = {w: best - _fit(around, at, w) + cost for w, cost in near.items() if w != own}
    return [(word, less) for word, less in behind.items() if less <= CLOSE]


def _fit(around: Sequence[str], at: int, word: str) -> float:
    """How well a word stands between its neighbours."""
    before = ["", "", *around[:at]][-2:]  # "": what stands on another line isn't known
    row = [*before, word, *around[at + 1 : at + 3]]
    triples = zip(row, row[1:], row[2:], strict=False)
    return LANGUAGE_WEIGHT * sum(reader().model.log(*three) for three in triples)


def _cased(word: str, like: str) -> str:
    """A word with the capitals of another."""
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word.capitalize() if like[:1].isupper() else word

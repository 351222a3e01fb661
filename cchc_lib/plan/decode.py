"""The most likely words behind damaged tokens: a beam over candidates of neighbours."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_lib.plan.language import START, Model

if TYPE_CHECKING:
    from collections.abc import Sequence

BEAM = 20
BEHIND = 8.0  # a path that is dearer than the best by this is given up
LANGUAGE_WEIGHT = 0.75

# A reading of a token and its cost; a token may hold two words, glued: "nhân dân".
Candidates = tuple[tuple[str, float], ...]

# What a path costs, its last two words, and the path: the last reading, and the path before it.
State = tuple[float, str, str, tuple[object, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """The chosen reading of one place and how probable it is among its rivals, 0 to 1."""

    word: str
    probability: float
    cost: float = 0.0


def decode(model: Model, places: Sequence[Candidates | None]) -> tuple[Guess | None, ...]:
    """The best reading for each place; `None` is the end of a sentence, and stays one."""
    words = _best(model, places)
    return tuple(
        None if place is None else _guess(model, place, words, at)
        for at, place in enumerate(places)
    )


def _best(model: Model, places: Sequence[Candidates | None]) -> list[str]:
    """The readings of the best path."""
    beam: list[State] = [(0.0, START, START, ())]
    for place in places:
        if place is None:
            beam = [(beam[0][0], START, START, (START, beam[0][3]))]
        else:
            best = heapq.nsmallest(BEAM, _reached(model, beam, place).values())
            beam = [state for state in best if state[0] <= best[0][0] + BEHIND]
    words: list[str] = []
    path = beam[0][3]
    while path:
        words.append(str(path[0]))
        path = path[1]  # type: ignore[assignment]
    return words[::-1]


def _reached(
    model: Model, beam: Sequence[State], place: Candidates
) -> dict[tuple[str, str], State]:
    """The cheapest way to each pair of last words, over all readings of a place."""
    readings = [(reading, cost, reading.split(" ")) for reading, cost in place]
    reached: dict[tuple[str, str], State] = {}
    limit = math.inf
    for so_far, before, last, path in beam:
        after = model.after(before, last)
        for reading, cost, (word, *more) in readings:
            if so_far + cost > limit:
                continue
            total = so_far + cost - LANGUAGE_WEIGHT * after[word]
            first, second = last, word
            for one in more:
                total -= LANGUAGE_WEIGHT * model.log(first, second, one)
                first, second = second, one
            known = reached.get((first, second))
            if known is None or total < known[0]:
                reached[first, second] = (total, first, second, (reading, path))
                limit = min(limit, total + BEHIND)
    return reached


def _guess(model: Model, place: Candidates, words: Sequence[str], at: int) -> Guess:
    """The chosen reading with its probability where all other places are as chosen."""
    costs = dict(place)
    if len(place) < 2:  # noqa: PLR2004 - no rival
        return Guess(word=words[at], probability=1.0, cost=costs[words[at]])
    before = _around(words, at, -1)
    after = _around(words, at, 1)
    scores = {
        reading: LANGUAGE_WEIGHT * _context(model, before, reading, after) - cost
        for reading, cost in place
    }
    top = max(scores.values())
    weights = {reading: math.exp(score - top) for reading, score in scores.items()}
    share = weights[words[at]] / sum(weights.values())
    return Guess(word=words[at], probability=share, cost=costs[words[at]])


def _around(words: Sequence[str], at: int, step: int) -> list[str]:
    """The two words on one side, in reading order, `START` from the sentence's end on."""
    found: list[str] = []
    place = at + step
    while len(found) < 2 and 0 <= place < len(words) and words[place] != START:  # noqa: PLR2004
        found += words[place].split(" ")[::step]
        place += step
    two = [*found, START, START][:2]
    return two[::step]


def _context(model: Model, before: Sequence[str], reading: str, after: Sequence[str]) -> float:
    """Log probability of the reading's words and of the two after it."""
    total = 0.0
    first, second = before
    for word in (*reading.split(" "), *after):
        if word == START:
            break
        total += model.log(first, second, word)
        first, second = second, word
    return total

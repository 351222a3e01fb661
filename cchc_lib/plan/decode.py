"""The most likely words behind damaged tokens: a beam over candidates of neighbours."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_lib.plan.language import START, Model

if TYPE_CHECKING:
    from collections.abc import Sequence

BEAM = 20
LANGUAGE_WEIGHT = 0.9

Candidates = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """The chosen word of one place and how probable it is among its rivals, 0 to 1."""

    word: str
    probability: float


def decode(model: Model, places: Sequence[Candidates | None]) -> tuple[Guess | None, ...]:
    """The best word for each place; `None` is the end of a sentence, and stays one."""
    words = _best(model, places)
    return tuple(
        None if place is None else Guess(word=word, probability=_odds(model, places, words, at))
        for at, (place, word) in enumerate(zip(places, words, strict=True))
    )


def _best(model: Model, places: Sequence[Candidates | None]) -> list[str]:
    """The words of the best path."""
    beam: list[tuple[float, str, str, tuple[object, ...]]] = [(0.0, START, START, ())]
    for place in places:
        if place is None:
            score, _, _, path = beam[0]
            beam = [(score, START, START, (START, path))]
            continue
        reached: dict[tuple[str, str], tuple[float, str, str, tuple[object, ...]]] = {}
        for score, before, last, path in beam:
            for word, cost in place:
                total = score - cost + LANGUAGE_WEIGHT * model.log(before, last, word)
                if (last, word) not in reached or total > reached[last, word][0]:
                    reached[last, word] = (total, last, word, (word, path))
        beam = sorted(reached.values(), key=lambda state: (-state[0], state[1:3]))[:BEAM]
    words: list[str] = []
    path = beam[0][3]
    while path:
        words.append(str(path[0]))
        path = path[1]  # type: ignore[assignment]
    return words[::-1]


def _odds(
    model: Model, places: Sequence[Candidates | None], words: Sequence[str], at: int
) -> float:
    """Probability of the chosen word where all others are as chosen."""
    place = places[at]
    if place is None or len(place) < 2:  # noqa: PLR2004 - no rival
        return 1.0
    window = [*_around(places, words, at, -1)[::-1], "", *_around(places, words, at, 1)]
    scores = {}
    for word, cost in place:
        window[2] = word
        scores[word] = LANGUAGE_WEIGHT * _context(model, window) - cost
    top = max(scores.values())
    weights = {word: math.exp(score - top) for word, score in scores.items()}
    return weights[words[at]] / sum(weights.values())


def _around(
    places: Sequence[Candidates | None], words: Sequence[str], at: int, step: int
) -> list[str]:
    """The two words on one side, `START` from the sentence's end on."""
    found: list[str] = []
    place = at + step
    while len(found) < 2 and 0 <= place < len(places) and places[place] is not None:  # noqa: PLR2004
        found.append(words[place])
        place += step
    return [*found, *[START] * (2 - len(found))]


def _context(model: Model, window: Sequence[str]) -> float:
    """Log probability of the word in the middle and of the two after it."""
    total = 0.0
    for at in (2, 3, 4):
        if window[at] == START:
            break
        total += model.log(window[at - 2], window[at - 1], window[at])
    return total

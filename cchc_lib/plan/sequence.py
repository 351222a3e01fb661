"""Numbers of items put right by their order: which lines begin an item, and with which number.

Each candidate keeps its printed number unless it repeats or goes back; a damaged one is fitted
into the gap that its neighbours leave. The cheapest reading of the whole row wins, so that one
wrong start does not shift the numbers after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROMANS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")
LETTERS = "abcdđefghijklmnopqrstuvwxyz"
SKIPPED = frozenset("đfjwz")  # letters that a row may leave out
REPAIR = 1.5  # a number read as another one
GAP = 0.6  # a row that jumps
FARTHER = 0.05  # by each number left out
DROP = 4.0  # a well-formed start that is none
DROP_WEAK = 0.5  # a doubtful start that is none
LIMIT = 99

Successors = "Callable[[int], tuple[int, ...]]"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may begin an item.

    `options` are readings of its number with what each costs; `other` is what any other number
    would cost; `weak` starts are given up easily.
    """

    index: int
    options: tuple[tuple[int, float], ...]
    other: float = REPAIR
    weak: bool = False


@dataclass(frozen=True, slots=True)
class _Path:
    """A reading of the row so far: its cost, last number, and (index, number) pairs."""

    cost: float
    last: int
    taken: tuple[tuple[int, int], ...]


def numbers(last: int) -> tuple[int, ...]:
    """What may follow a number without a gap."""
    return (last + 1,)


def letters(last: int) -> tuple[int, ...]:
    """What may follow a letter (1 is a) without a gap: Vietnamese rows leave f, j, w, z out."""
    found = []
    for at in range(last + 1, len(LETTERS) + 1):
        found.append(at)
        if LETTERS[at - 1] not in SKIPPED:
            break
    return tuple(found)


def read(
    candidates: Sequence[Candidate], follows: Callable[[int], tuple[int, ...]] = numbers
) -> tuple[tuple[int, int], ...]:
    """Which candidates begin an item, with their numbers: pairs (index of the line, number)."""
    paths = {0: _Path(0.0, 0, ())}
    for candidate in candidates:
        paths = _step(paths, candidate, follows)
    return min(paths.values(), key=lambda path: path.cost).taken


def _step(
    paths: dict[int, _Path], candidate: Candidate, follows: Callable[[int], tuple[int, ...]]
) -> dict[int, _Path]:
    """The best path to each last number, one candidate further."""
    dropped = DROP_WEAK if candidate.weak else DROP
    best: dict[int, _Path] = {}
    for path in paths.values():
        _keep(best, _Path(path.cost + dropped, path.last, path.taken))
        readings = dict(candidate.options)
        for value in follows(path.last):
            readings.setdefault(value, candidate.other)
        for value, cost in readings.items():
            if path.last < value <= LIMIT:
                step = cost + _jump(path.last, value, follows)
                taken = (*path.taken, (candidate.index, value))
                _keep(best, _Path(path.cost + step, value, taken))
    return best


def _keep(best: dict[int, _Path], path: _Path) -> None:
    """Keep the cheaper path to one last number."""
    known = best.get(path.last)
    if known is None or path.cost < known.cost:
        best[path.last] = path


def _jump(last: int, value: int, follows: Callable[[int], tuple[int, ...]]) -> float:
    """What it costs to go from one number to the next."""
    return 0.0 if value in follows(last) else GAP + FARTHER * (value - last - 1)

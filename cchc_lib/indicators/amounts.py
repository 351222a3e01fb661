"""Sums and ratios in which "not reported" stays what it is: never 0, never filled."""

from __future__ import annotations

import bisect
import math
import statistics
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def total(values: Iterable[float | None]) -> float | None:
    """The sum of what was reported, in the values' unit; None where nothing was.

    The order of the values doesn't count.
    """
    stated = [value for value in values if value is not None]
    return math.fsum(stated) if stated else None


def ratio(part: float | None, whole: float | None) -> float | None:
    """A fraction, not capped; None where a part is missing or the whole is 0."""
    return part / whole if part is not None and whole else None


def shortfall(target: float | None, actual: float | None) -> float | None:
    """What is missing to a target, in its unit; None where nothing is, or nobody reported."""
    if target is None or actual is None or actual >= target:
        return None
    return target - actual


def change(now: float | None, before: float | None) -> float | None:
    """The difference to the period before, in the values' unit; None where either is missing."""
    return now - before if now is not None and before is not None else None


def peer_median(ordered: Sequence[float], own: float | None) -> tuple[float | None, int]:
    """The median of the others' results, and how many others there are.

    Args:
        ordered: the results of all of a kind, in ascending order, `own` among them.
        own: None where the agency itself did not report.
    """
    if own is None:
        return (statistics.median(ordered), len(ordered)) if ordered else (None, 0)
    count = len(ordered) - 1
    if count < 1:
        return None, 0
    place = bisect.bisect_left(ordered, own)

    def other(n: int) -> float:
        return ordered[n] if n < place else ordered[n + 1]

    return (other((count - 1) // 2) + other(count // 2)) / 2, count

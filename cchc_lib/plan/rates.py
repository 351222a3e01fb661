"""Spans of time that figures count for: "/tháng", "/6 tháng", "mỗi tuần", "hằng quý"."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from cchc_lib.plan import words
from cchc_lib.plan.folding import edits

if TYPE_CHECKING:
    from cchc_lib.model import Per

_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4, "quarter": 91.0, "half-year": 182.0, "year": 365.0}
UNIT_WORDS = 4  # words that a unit may have
_SAME = 0.03  # 3 months are a quarter, though not to the day


@cache
def _rate() -> re.Pattern[str]:
    """What says per which span a figure counts: "/tháng", "/6 tháng", "mỗi tuần"."""
    spans = "|".join(re.escape(word) for word, _ in words.spans())
    every = words.alternatives("periods", "every")
    return re.compile(
        rf"\s*(?:/\s*(?:(?P<times>\d{{1,2}})\s+)?(?P<span>6 thang|hoc ky|[a-z]+)(?![a-z])"
        rf"|,?\s+(?:{every}|mot|(?:trong|tren)(?:\s+(?:0?1|mot))?)\s+(?P<every>{spans})\b)"
    )


@dataclass(frozen=True, slots=True)
class Rate:
    """A span behind a figure: where it is printed, what it is, whether only nearly."""

    start: int
    end: int
    per: Per
    nearest: bool


def find(folded: str, begin: int, *, damaged: bool) -> Rate | None:
    """The span that belongs to the figure that ends at a place: before the next figure."""
    at = begin
    while found := _rate().search(folded, at):
        between = re.sub(r"\([^)]*\)", "", folded[begin : found.start()])
        if re.search(r"[;:.\d]", between) or len(between.split()) > UNIT_WORDS:
            return None
        printed = found["span"] or found["every"]
        base = named(printed, damaged=damaged)
        if base is not None:
            end = found.end()
            times = int(found["times"]) if found["times"] else 1
            per, rough = (base, False) if times == 1 else nearest(base, times)
            return Rate(found.start(), end, per, rough)
        at = found.start() + 1
    return None


def named(printed: str, *, damaged: bool) -> Per | None:
    """The span that a word names; a damaged word may be one letter off."""
    if not printed:
        return None
    for word, per in words.spans():
        if printed == word or (damaged and len(word) > 2 and edits(printed, word) == 1):  # noqa: PLR2004
            return per
    first = printed.split(maxsplit=1)[0]
    return None if first == printed else named(first, damaged=damaged)


def nearest(base: Per, times: int) -> tuple[Per, bool]:
    """The span nearest to so many of another one ("2 tháng", "6 tháng"); True if not the same."""
    days = _DAYS[base] * times
    best = min(_DAYS, key=lambda per: abs(math.log(_DAYS[per] / days)))
    exact = abs(math.log(_DAYS[best] / days)) < _SAME
    return cast("Per", best), not exact

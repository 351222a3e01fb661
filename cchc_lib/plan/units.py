"""The unit that stands behind a figure: the longest known one, a damaged one put right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_lib.plan import rates, words
from cchc_lib.plan.folding import edits, key_similarity
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from collections.abc import Sequence

_ALIKE = 0.75


def read(printed: str, *, rated: bool, damaged: bool, before: str = "") -> str | None:
    """The unit as printed (the known one where it is damaged); None where it is none.

    Of several words the longest known unit in front is taken.

    Args:
        printed: what stands behind the number.
        rated: whether a span follows.
        damaged: whether letters may be wrong.
        before: the folded text in front of the number: what is done again is done so many times.
    """
    printed = printed.strip(" ,/-")
    parts = [one[0] for one in re.finditer(r"[^\s/]+", printed)]
    ends = [one.end() for one in re.finditer(r"[^\s/]+", printed)]
    if not parts:
        return None
    if _no_unit(parts):
        return None
    for many in range(len(parts), 0, -1):
        here = " ".join(printed[: ends[many - 1]].split())
        if fold_key(here) in words.units():
            printed_unit = here.strip(" ,/")
            return words.unit_form(printed_unit) if damaged else printed_unit
    if not rated:
        return _near_unit(fold_key(parts[0])) or None if damaged and len(parts[0]) > 2 else None  # noqa: PLR2004
    key = fold_key(printed)
    if damaged and (near := _near_unit(key) or _times(key, before)):
        return near
    return " ".join(parts) if len(parts) <= rates.UNIT_WORDS else None


def _times(key: str, before: str) -> str:
    """The unit of what is done again ("phát lại 03 lần") where a damaged one may be it."""
    times = str(words.data()["quotas"]["times"])
    again = re.search(rf"\b(?:{words.alternatives('quotas', 'again')})\s*$", before)
    return times if again and edits(key, fold_key(times)) <= 1 else ""


def named(before: str) -> str | None:
    """The known unit that the words in front of a colon end with ("Số tin, bài: 20/tháng")."""
    if not before.rstrip().endswith(":"):
        return None
    parts = before.rstrip(" :").split()
    for many in range(min(len(parts), rates.UNIT_WORDS), 0, -1):
        here = " ".join(parts[-many:])
        if fold_key(here) in words.units():
            return here
    return None


def _no_unit(parts: Sequence[str]) -> bool:
    """Whether the words are a length of time, a share or money, not things that are made."""
    first = fold_key(parts[0])
    known = fold_key(" ".join(parts[:2])) in words.units()
    return not known and first in {fold_key(word) for word in words.data()["quotas"]["not_units"]}


def _near_unit(key: str) -> str:
    """The known unit that a damaged one is; "" where none or several are near."""
    scored = sorted(
        ((key_similarity(key, known), unit) for known, unit in words.units().items()), reverse=True
    )
    if scored[0][0] >= _ALIKE and scored[0][0] > scored[1][0]:
        return scored[0][1]
    starts = [unit for known, unit in words.units().items() if len(known) == 2 and known[0] == key]  # noqa: PLR2004
    return starts[0] if len(key) == 1 and len(starts) == 1 else ""

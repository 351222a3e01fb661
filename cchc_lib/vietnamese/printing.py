"""Numbers, dates and lists as Vietnamese offices print them: 1.234,5 · 14/6/2025 · a, b và c."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

SPACE = "\u00a0"  # no line break between a number and its sign


def format_number(value: float, decimals: int | None = None) -> str:
    """A number with `.` between thousands and `,` before decimals.

    Args:
        value: finite.
        decimals: how many digits after the comma; by default as many as the value has, at
            most two.
    """
    if not math.isfinite(value):
        raise ValueError(f"not a finite number: {value}")
    places = 2 if decimals is None else decimals
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if text.lstrip("-").strip("0.,") == "":
        text = text.lstrip("-")
    return text.translate(str.maketrans(",.", ".,"))


def format_percent(ratio: float, decimals: int = 1) -> str:
    """A fraction as percent: 0.853 → "85,3 %"."""
    return f"{format_number(float(Decimal(str(ratio)) * 100), decimals)}{SPACE}%"


def format_date(day: dt.date) -> str:
    """A date as text and tables print it: 14/6/2025."""
    return f"{day.day}/{day.month}/{day.year}"


def join_names(names: Sequence[str], most: int | None = None, rest: str = "đơn vị khác") -> str:
    """A list in a sentence: "A, B và C"; beyond `most`: "A, B và 12 đơn vị khác".

    Names that hold a comma are parted by semicolons.
    """
    if most is not None and len(names) > most:
        head = _comma(names[:most]).join(names[:most])
        return f"{head} và {len(names) - most} {rest}"
    if len(names) < 2:  # noqa: PLR2004 - one name needs no "và"
        return "".join(names)
    return f"{_comma(names).join(names[:-1])} và {names[-1]}"


def _comma(names: Sequence[str]) -> str:
    """What parts names that may themselves hold commas."""
    return "; " if any("," in name for name in names) else ", "

"""What a spreadsheet's number format makes of a number: a date, a time, a percentage, a count."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from cchc_lib.submissions.book import RawCell, from_serial

if TYPE_CHECKING:
    from cchc_lib.submissions.book import CellKind

# The formats that every spreadsheet knows by number, where they are no plain numbers.
BUILT_IN: dict[int, CellKind] = {
    9: "percent",
    10: "percent",
    **dict.fromkeys((*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)), "date"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47), "time"),
}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_LONGEST = 255  # characters of a format, as Excel has it


def format_kind(code: str) -> CellKind:
    """Whether a number format shows a date, a time, a percentage or a plain number."""
    bare = _LITERAL.sub("", code[:_LONGEST].split(";", maxsplit=1)[0]).lower()
    if bare.strip() in ("general", "standard", "@"):
        return "number"
    if "d" in bare or "y" in bare:
        return "date"
    if "h" in bare or "s" in bare:
        return "time"
    if "m" in bare:
        return "date"
    return "percent" if "%" in bare else "number"


def number_cell(
    number: float, kind: CellKind, *, formula: str | None = None, epoch_1904: bool = False
) -> RawCell:
    """A number as the cell that its format makes of it; a date beyond the calendar is a number."""
    if not math.isfinite(number):
        return RawCell(str(number), formula)
    if kind != "date":
        return RawCell(number, formula, kind=kind)
    day = from_serial(number, epoch_1904=epoch_1904)
    return (
        RawCell(number, formula, kind="number") if day is None else RawCell(day, formula, kind=kind)
    )

"""Periods, reporting windows by rule, due dates, weeks that begin in a window.

Rule `nd09` (Decree 09/2019): a month's window runs from the day after the cut-off day of the
month before to the cut-off day (15/5 to 14/6 is June), and a longer period is its months. Rule
`calendar`: windows are calendar months. Both ends of every window are inclusive.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cchc_lib.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Callable

Rule = Literal["nd09", "calendar"]
Kind = Literal["month", "quarter", "half-year", "nine-months", "year"]

CUT_OFF_DAY = 14
_ROMAN = ("I", "II", "III", "IV")
_LABEL = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})|Q(?P<q>[1-4])|H(?P<h>[12])|(?P<nine>9M)))?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period: the months `first`..`last` of one year under one rule.

    `start` and `end` are the window, both inclusive.
    """

    kind: Kind
    label: str
    year: int
    first: int
    last: int
    rule: Rule = "nd09"
    cut_off_day: int = CUT_OFF_DAY

    @property
    def start(self) -> dt.date:
        """First day of the window."""
        if self.rule == "calendar":
            return dt.date(self.year, self.first, 1)
        year, month = (self.year, self.first - 1) if self.first > 1 else (self.year - 1, 12)
        return dt.date(year, month, self.cut_off_day) + dt.timedelta(days=1)

    @property
    def end(self) -> dt.date:
        """Last day of the window: the cut-off date."""
        if self.rule == "calendar":
            return dt.date(self.year, self.last, calendar.monthrange(self.year, self.last)[1])
        return dt.date(self.year, self.last, self.cut_off_day)

    @property
    def days(self) -> int:
        """Days in the window."""
        return (self.end - self.start).days + 1

    @property
    def title(self) -> str:
        """As a heading names it: "Tháng 6 năm 2025", "Quý II năm 2025"."""
        match self.kind:
            case "month":
                return f"Tháng {self.first} năm {self.year}"
            case "quarter":
                return f"Quý {_ROMAN[self.first // 3]} năm {self.year}"
            case "half-year":
                which = "đầu" if self.first == 1 else "cuối"
                return f"6 tháng {which} năm {self.year}"
            case "nine-months":
                return f"9 tháng đầu năm {self.year}"
            case _:
                return f"Năm {self.year}"

    def months(self) -> tuple[Period, ...]:
        """The period's months, first to last."""
        return tuple(self._month(self.year, n) for n in range(self.first, self.last + 1))

    def next(self) -> Period:
        """The period of the same kind that follows (of nine months: the year after)."""
        return self._shifted(1)

    def previous(self) -> Period:
        """The period of the same kind before."""
        return self._shifted(-1)

    def _month(self, year: int, number: int) -> Period:
        """A month under the same rule."""
        label = f"{year}-{number:02d}"
        return Period("month", label, year, number, number, self.rule, self.cut_off_day)

    def _shifted(self, by: int) -> Period:
        """The period of the same kind `by` steps away."""
        if self.kind in ("nine-months", "year"):
            label = self.label.replace(str(self.year), str(self.year + by))
            return parse(label, self.rule, self.cut_off_day)
        length = self.last - self.first + 1
        index = self.year * 12 + self.first - 1 + by * length
        year, first = divmod(index, 12)
        match self.kind:
            case "month":
                label = f"{year}-{first + 1:02d}"
            case "quarter":
                label = f"{year}-Q{first // 3 + 1}"
            case _:
                label = f"{year}-H{first // 6 + 1}"
        return parse(label, self.rule, self.cut_off_day)


def parse(label: str, rule: Rule = "nd09", cut_off_day: int = CUT_OFF_DAY) -> Period:
    """The period of a label: `2025-06`, `2025-Q2`, `2025-H1`, `2025-9M` or `2025`.

    Raises:
        ParameterError: it names no period.
    """
    found = _LABEL.fullmatch(label.strip())
    span = _span(found) if found else None
    if not found or span is None or not 1900 <= int(found["year"]) <= 2999:  # noqa: PLR2004
        raise ParameterError(
            f'Kỳ báo cáo "{label}" không đúng. Viết 2025-06 (tháng), 2025-Q2 (quý), 2025-H1 '
            "(6 tháng), 2025-9M (9 tháng) hoặc 2025 (năm)."
        )
    kind, first, last = span
    return Period(kind, label.strip(), int(found["year"]), first, last, rule, cut_off_day)


def _span(found: re.Match[str]) -> tuple[Kind, int, int] | None:
    """Kind, first and last month of a matched label; None where there is no such month."""
    if found["month"]:
        month = int(found["month"])
        return ("month", month, month) if 1 <= month <= 12 else None  # noqa: PLR2004
    if found["q"]:
        last = 3 * int(found["q"])
        return "quarter", last - 2, last
    if found["h"]:
        last = 6 * int(found["h"])
        return "half-year", last - 5, last
    return ("nine-months", 1, 9) if found["nine"] else ("year", 1, 12)


def month_containing(day: dt.date, rule: Rule = "nd09", cut_off_day: int = CUT_OFF_DAY) -> Period:
    """The month whose window holds a day."""
    month = parse(f"{day.year}-{day.month:02d}", rule, cut_off_day)
    return month.next() if day > month.end else month


def months_between(first: Period, last: Period) -> tuple[Period, ...]:
    """The months from `first` to `last`, both included; empty if `last` comes before."""
    months, month = [], first
    while month.start <= last.start:
        months.append(month)
        month = month.next()
    return tuple(months)


def mondays(start: dt.date, end: dt.date) -> tuple[dt.date, ...]:
    """The Mondays from `start` to `end`, both included: one for each week that begins there."""
    first = start + dt.timedelta(days=-start.weekday() % 7)
    return tuple(first + dt.timedelta(days=n) for n in range(0, (end - first).days + 1, 7))


def weeks(start: dt.date, end: dt.date) -> tuple[tuple[dt.date, dt.date], ...]:
    """Monday-to-Sunday weeks cut to a window: the pieces tile it without gap or overlap."""
    cuts = [start, *(day for day in mondays(start, end) if day > start)]
    ends = [*(cut - dt.timedelta(days=1) for cut in cuts[1:]), end]
    return tuple(zip(cuts, ends, strict=True))


def due_date(period: Period, is_working_day: Callable[[dt.date], bool], after: int) -> dt.date:
    """The `after`-th working day after a period's cut-off date.

    Source: contracts, part 6; e.g. Decision 01/2023/QĐ-UBND Khánh Hòa, art. 4 (two days).
    """
    day = period.end
    while after > 0:
        day += dt.timedelta(days=1)
        after -= is_working_day(day)
    return day

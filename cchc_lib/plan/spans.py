"""Months, quarters, years, school years and days, and spans of them → first and last day.

All texts are folded; a year that is not printed is the plan's. Source: domain notes 4c, 21-52.
A school year is taken from 1/9 to 31/5 (it opens on or after 5/9 and ends before 31/5 by the
yearly decisions on its plan).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_STROKES = re.compile(r"[1l|!íì]")
Q = r"([ivhl1-4|!]{1,3})"  # h: two strokes that were read as one letter
Y = r"(?:\s*(?:/|-|\s+nam)?\s*(20\d\d))?"
DATE = re.compile(
    r"(?<![\d/.])(\d{1,2})\s*(?:/|-|\.|\s+thang\s+)\s*(\d{1,2})"
    r"(?:\s*(?:/|-|\.|\s+nam\s+)\s*(20\d\d))?(?![\d])(?!\s*/\s*\d)"
)
QUARTER = re.compile(rf"\bquy\s+{Q}(?![a-z\d])")
_AND = r"(?:\s*(?:,|va|\+|&|-|–|den het|den|toi)\s*(?:het\s+)?"
_QUARTERS = re.compile(rf"\bquy\s+{Q}(?![a-z])({Y}{_AND}(?:quy\s+)?{Q}(?![a-z\d]))*)")
_SHORT_QUARTER = re.compile(r"^(?:q\s?(?P<arabic>[1-4])|q?\s?(?P<roman>i{1,3}|iv))\s*/\s*(20\d\d)$")
_MONTH_YEAR = re.compile(r"(?<![\d/.])(\d{1,2})\s*[/-]\s*(20\d\d)(?!\d)")
_TWO_MONTHS = re.compile(
    rf"(?:\btu\s+)?(?:thang\s+)?(\d{{1,2}})(?:\s*(?:/|nam)\s*(20\d\d))?\s*"
    rf"(?:-|–|\bden(?:\s+het)?\b|\btoi\b)\s*(?:het\s+)?(?:thang\s+)?(\d{{1,2}}){Y}(?![\d/])"
)
_MONTHS = re.compile(rf"\bthang\s+\d{{1,2}}(?:\s*(?:,|va|&)\s*(?:thang\s+)?\d{{1,2}}(?![\d/]))+{Y}")
_MONTH = re.compile(r"\bthang\s+(\d{1,2})(?:\s*(?:/|nam|-)\s*(20\d\d))?(?![\d/])")
_SCHOOL = re.compile(r"\bnam\s+hoc\s+(20\d\d)\s*[-–/]\s*(20\d\d)")
_TERM = re.compile(r"\bhoc ky\b.*\bnam\s+hoc\b")  # a part of a school year: no days are told
_YEARS = re.compile(r"(?<![\d/])(20\d\d)\s*(?:-|–|\bden\b(?:\s+het)?)\s*(?:nam\s+)?(20\d\d)(?!\d)")
_MANY_YEARS = re.compile(r"^(?:(?:trong|cac)\s+)*(?:nam\s+)?20\d\d(?:\s*(?:,|va)\s*20\d\d)+$")
_ONWARD = re.compile(
    r"\b(20\d\d)\s+va\s+(?:nhung|cac)\s+nam|^tu\s+(?:nam\s+)?(20\d\d)(?:\s+tro\s+di)?$"
)
_ONE_YEAR = re.compile(
    r"^(?:(?:trong|ca|thuc hien|nam)\s+)*(20\d\d)$|^(?:trong|ca)\s+nam(?:\s+(20\d\d))?$"
)
IN_YEAR = re.compile(r"\b(?:trong|ca)\s+nam\b(?:\s+(20\d\d))?|\bnam\s+(20\d\d)\b")
_HALF = re.compile(
    r"\b(?:(?:6|06|sau)\s+thang|nua)\s+(dau|cuoi)(?:\s+nam(?:\s+(20\d\d))?|\s+(20\d\d))?"
)
_NINE = re.compile(r"\b(?:9|09|chin)\s+thang\s+dau\s+nam(?:\s+(20\d\d))?")
_DAYS_OF_MONTH = re.compile(
    r"\b(?:tu\s+)?(?:ngay\s+)?(\d{1,2})\s*(?:-|–|den)\s*(?:ngay\s+)?"
    r"(\d{1,2})\s*(?:/|\s+thang\s+)\s*(\d{1,2})(?:\s*(?:/|\s+nam\s+)\s*(20\d\d))?(?!\d)"
)
_WEEK = re.compile(r"\btuan\s+(?:thu\s+)?(?:\d|[a-z]{2,4})\s*,?\s+(?:cua\s+)?(?=thang)")
_FROM = re.compile(r"^(?:bat dau\s+)?(?:ke\s+)?tu\b|\btro di\b")

Span = tuple[dt.date, dt.date | None]


def read(text: str, year: int) -> Span | None:
    """The span that a text names; an end of None is open."""
    text = _WEEK.sub("", text)
    if _TERM.search(text):
        return None
    found = (
        _school(text)
        or _quarters(text, year)
        or _months(text, year)
        or _days(text, year)
        or _years(text, year)
    )
    if found is None or (found[1] and found[0] > found[1]):
        return None
    return found


def open_start(text: str) -> bool:
    """Whether a text names only a beginning ("từ tháng 3", "tháng 3 trở đi")."""
    return bool(_FROM.search(text)) and not re.search(
        r"\bden\b|\btoi\b|\s[-–]\s|\d\s*[-–]\s*\d", text
    )


def dates(text: str, year: int) -> list[dt.date]:
    """The days that a text names, in order."""
    found = []
    for one in DATE.finditer(_WEEK.sub("", text)):
        try:
            found.append(dt.date(int(one[3] or year), int(one[2]), int(one[1])))
        except ValueError:
            continue
    return found


def quarter(printed: str) -> int:
    """The number of a quarter as printed or damaged; 0 where it is none."""
    if re.fullmatch("[1-4]", printed):
        return int(printed)
    return ROMAN.get(_STROKES.sub("i", printed.replace("h", "ii")), 0)


def _school(text: str) -> Span | None:
    """A school year."""
    found = _SCHOOL.search(text)
    if found is None:
        return None
    return dt.date(int(found[1]), 9, 1), dt.date(int(found[2]), 5, 31)


def _years(text: str, year: int) -> Span | None:
    """Years and halves of a year."""
    if found := _ONWARD.search(text):
        return dt.date(int(found[1] or found[2]), 1, 1), None
    if found := _HALF.search(text):
        named = int(found[2] or found[3] or year)
        return _span(named, 1, 6) if found[1] == "dau" else _span(named, 7, 12)
    if found := _NINE.search(text):
        return _span(int(found[1] or year), 1, 9)
    if listed := _MANY_YEARS.match(text):
        every = sorted(map(int, re.findall(r"20\d\d", listed[0])))
        return dt.date(every[0], 1, 1), dt.date(every[-1], 12, 31)
    if found := _YEARS.search(text):
        return dt.date(int(found[1]), 1, 1), dt.date(int(found[2]), 12, 31)
    if found := _ONE_YEAR.match(text):
        return _span(int(found[1] or found[2] or year), 1, 12)
    if re.search(r"\btrong\s+nam\b", text) and not DATE.search(text):
        found = IN_YEAR.search(text)
        return _span(int((found and (found[1] or found[2])) or year), 1, 12)
    return None


def _quarters(text: str, year: int) -> Span | None:
    """One quarter or several, from the first to the last named."""
    if short := _SHORT_QUARTER.match(text):
        number = int(short["arabic"]) if short["arabic"] else ROMAN[short["roman"]]
        return _span(int(short[3]), 3 * number - 2, 3 * number)
    found = _QUARTERS.search(text)
    if found is None:
        return None
    named = re.findall(rf"{Q}(?![a-z\d])(?:\s*(?:/|nam)\s*(20\d\d))?", found[0].removeprefix("quy"))
    years = [int(y) for y in re.findall(r"20\d\d", text)]
    last_year = years[-1] if years else year
    placed = [(int(own or last_year), q) for printed, own in named if (q := quarter(printed))]
    if not placed:
        return None
    (first_year, first), (end_year, last) = min(placed), max(placed)
    begin, end = (
        _span(first_year, 3 * first - 2, 3 * first),
        _span(end_year, 3 * last - 2, 3 * last),
    )
    return (begin[0], end[1]) if begin and end else None


def _months(text: str, year: int) -> Span | None:
    """One month or a span of months; "06/2025" is a month, no day."""
    if "thang" in text or _MONTH_YEAR.search(text):
        if (found := _TWO_MONTHS.search(text)) and _is_months(found):
            last_year = int(found[4] or year)
            first = _span(int(found[2] or last_year), int(found[1]), int(found[1]))
            last = _span(last_year, int(found[3]), int(found[3]))
            return (first[0], last[1]) if first and last else None
        if found := _MONTHS.search(text):
            months = [int(m) for m in re.findall(r"(?<!\d)\d{1,2}(?!\d)", found[0])]
            return _span(int(found[1] or year), min(months), max(months))
    placed = [(int(one[2] or year), int(one[1])) for one in _MONTH.finditer(text)]
    if not DATE.search(text) or placed:
        placed += [(int(one[2]), int(one[1])) for one in _MONTH_YEAR.finditer(text)]
    if not placed or (DATE.search(text) and re.search(r"\d\s+thang", text)):
        return None
    (first_year, one), (end_year, other) = min(placed), max(placed)
    begin, end = _span(first_year, one, one), _span(end_year, other, other)
    return (begin[0], end[1]) if begin and end else None


def _is_months(found: re.Match[str]) -> bool:
    """Whether two numbers are months, not days: a month's word or a year stands with them."""
    return "thang" in found[0] or bool(found[2])


def _days(text: str, year: int) -> Span | None:
    """From one day to another; days without month or year take the other's."""
    found = list(DATE.finditer(text))
    if len(found) == 2:  # noqa: PLR2004 - a start and an end
        named = int(found[1][3] or found[0][3] or year)
        days = dates(text, named)
        return (days[0], days[1]) if len(days) == 2 else None  # noqa: PLR2004
    if one := _DAYS_OF_MONTH.search(text):
        try:
            first, last = (dt.date(int(one[4] or year), int(one[3]), int(one[n])) for n in (1, 2))
        except ValueError:
            return None
        return first, last
    return None


def _span(year: int, first: int, last: int) -> tuple[dt.date, dt.date] | None:
    """From the first day of a month to the last of another; None for months there are not."""
    if not (1 <= first <= last <= 12 and year):  # noqa: PLR2004 - months of a year
        return None
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])

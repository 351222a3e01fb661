"""When a task is due: "Thường xuyên", "Quý II/2025", "Từ tháng 3 đến tháng 11", "trước 30/6".

Source of the readings: contracts, part 4 (schedules) and domain notes 4c, 21-52. Damage is
allowed for: a quarter's roman number read as 11 or 1I is put right.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cchc_lib.model import Schedule
from cchc_lib.plan import words
from cchc_lib.plan.folding import fold_same, key_similarity
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from cchc_lib.model import Every

NONE = Schedule(kind="none")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_STROKES = re.compile(r"[1l|!íì]")
_PHRASE_ALIKE = 0.85
_YEAR = r"(?:\s*(?:/|nam|-)\s*(20\d\d))?"
_Q = r"([ivl1-4|!]{1,3})"
_DATE = re.compile(
    r"(\d{1,2})\s*(?:/|-|\.|\s+thang\s+)\s*(\d{1,2})(?:\s*(?:/|-|\.|\s+nam\s+)\s*(20\d\d))?(?!\d)"
)
_QUARTER = re.compile(rf"\bquy\s+{_Q}(?![a-z\d])")
_QUARTERS = re.compile(
    rf"\bquy\s+{_Q}((?:\s*(?:,|va|-|–|den|den het)\s*(?:quy\s+)?{_Q}(?![a-z\d]))*)"
)
_MONTH = re.compile(r"\bthang\s+(\d{1,2})(?:\s*(?:/|nam)\s*(20\d\d))?(?![\d/])")
_BARE_MONTH = re.compile(r"^(?:thang\s+)?(\d{1,2})\s*/\s*(20\d\d)$")
_TWO_MONTHS = re.compile(
    r"^(?:tu\s+)?thang\s+(\d{1,2})(?:\s*/\s*(20\d\d))?\s*(?:-|–|den(?:\s+het)?)\s*(?:thang\s+)?(\d{1,2})(?:\s*(?:/|nam)\s*(20\d\d))?$"
)
_MONTHS = re.compile(
    r"^(?:cac\s+)?thang\s+\d{1,2}(?:\s*(?:,|va)\s*(?:thang\s+)?\d{1,2})+(?:\s*(?:/|nam)\s*(20\d\d))?$"
)
_YEARS = re.compile(
    r"^(?:giai doan\s+)?(?:tu\s+)?(?:nam\s+)?(20\d\d)\s*(?:-|–|den)\s*(?:nam\s+)?(20\d\d)$"
)
_ONE_YEAR = re.compile(
    r"^(?:trong\s+|ca\s+)?(?:nam\s+)?(20\d\d)$|^(?:trong|ca)\s+nam(?:\s+(20\d\d))?$"
)
_ONWARD = re.compile(r"\b(20\d\d)\s+va\s+(?:nhung|cac)\s+nam")
_IN_YEAR = re.compile(r"\btrong\s+nam\b(?:\s+(20\d\d))?|\bnam\s+(20\d\d)\b")
_HALF = re.compile(r"\b(?:6|06|sau)\s+thang\s+(dau|cuoi)\s+nam(?:\s+(20\d\d))?")
_NINE = re.compile(r"\b(?:9|09|chin)\s+thang\s+dau\s+nam(?:\s+(20\d\d))?")
_EVERY = re.compile(r"\b(?:hang|moi|tung|dinh ky)\s+(?:(6|06|sau)\s+)?(tuan|thang|quy|nam|ngay)\b")
_COUNTED = re.compile(r"\d+\s+[a-z, ]{2,20}/\s*(tuan|thang|quy|nam)\b")
_EVERY_WORD: dict[str, Every] = {
    "tuan": "week", "thang": "month", "quy": "quarter", "nam": "year", "ngay": "week",
}  # fmt: skip
_ORDER: tuple[Every, ...] = ("week", "month", "quarter", "half-year", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A schedule with what was put right in its text ("Quý 11/2025" → "Quý II/2025")."""

    schedule: Schedule
    repaired: str = ""
    unclear: bool = False


def read(text: str, year: int, *, settled: bool = True) -> Reading:
    """The schedule that a text states.

    Args:
        text: the label's value.
        year: the plan's year, meant where none is printed.
        settled: False where the text was restored; a known phrase then replaces a near one.
    """
    printed = text.strip(" .,;:")
    if not printed:
        return Reading(schedule=NONE)
    if not settled:
        printed = _phrase(printed)
    whole = _quarters_right(printed)
    repaired = printed if whole != printed else ""
    schedule = replace(_schedule(fold_same(whole), year), text=whole)
    return Reading(schedule=schedule, repaired=repaired, unclear=schedule.kind == "other")


def _phrase(printed: str) -> str:
    """The known phrase that a damaged text is, with the text's own first letter."""
    key = fold_key(printed)
    best = max(words.data()["schedules"]["phrases"], key=lambda p: key_similarity(key, fold_key(p)))
    if key == fold_key(best) or key_similarity(key, fold_key(best)) < _PHRASE_ALIKE:
        return printed
    return str(best if printed[:1].isupper() else best[:1].lower() + best[1:])


def _quarters_right(printed: str) -> str:
    """The text with quarters in clean roman numbers where strokes were read as figures."""
    found = list(re.finditer(rf"{_Q}(?![a-z\d])", fold_same(printed)))
    if not _QUARTER.search(fold_same(printed)):
        return printed
    text = printed
    for one in reversed(found):
        before = fold_same(printed[: one.start()])
        if not re.search(r"quy\s+(?:[ivl\d|!]+\s*(?:,|va|-|–|den)\s*(?:quy\s+)?)*$", before):
            continue
        value = _quarter(one[1])
        clean = re.fullmatch(r"[ivIV]+|[1-4]", printed[one.start() : one.end()])
        if value and not clean:
            roman = next(name for name, number in _ROMAN.items() if number == value).upper()
            text = text[: one.start()] + roman + text[one.end() :]
    return text


def _quarter(printed: str) -> int:
    """The number of a quarter as printed or damaged; 0 where it is none."""
    if re.fullmatch("[1-4]", printed):
        return int(printed)
    return _ROMAN.get(_STROKES.sub("i", printed), 0)


def _schedule(text: str, year: int) -> Schedule:
    """The schedule of a folded text, without the text itself."""
    for reader in (_continuous, _periodic, _deadline, _window):
        if found := reader(text, year):
            return found
    return Schedule(kind="other")


def _has(text: str, name: str) -> bool:
    """Whether a text holds one of the lexicon's schedule words."""
    return any(
        re.search(rf"\b{re.escape(word)}\b", text) for word in words.words("schedules", name)
    )


def _continuous(text: str, year: int) -> Schedule | None:
    """What goes on: "Thường xuyên", alone or in the year."""
    if not _has(text, "continuous"):
        return None
    start = end = None
    if deadline := (_deadline(text, year) if _has(text, "deadline") else None):
        return deadline
    if found := _IN_YEAR.search(text):
        named = int(found[1] or found[2] or year)
        start, end = dt.date(named, 1, 1), dt.date(named, 12, 31)
    return Schedule(kind="continuous", start=start, end=end)


def _periodic(text: str, year: int) -> Schedule | None:
    """What comes again: "Hằng năm", "định kỳ hằng quý"; of two cycles the shorter."""
    del year
    found: list[Every] = []
    for one in _EVERY.finditer(text):
        every = _EVERY_WORD[one[2]]
        found.append("half-year" if one[1] and one[2] == "thang" else every)
    found += [_EVERY_WORD[one[1]] for one in _COUNTED.finditer(text)]
    return Schedule(kind="periodic", every=min(found, key=_ORDER.index)) if found else None


def _deadline(text: str, year: int) -> Schedule | None:
    """An end alone: "trước ngày 30/6", "hoàn thành trong quý II"."""
    dates = _dates(text, year)
    ranged = len(dates) > 1 and re.search(r"^tu\b|(?:\d|nam)\s*[-–]\s*\d", text)
    if _has(text, "deadline") and not re.match(r"tu\b", text):
        end = dates[-1] if dates else None
        if end is None and (window := _window(text, year)):
            end = window.end
        return Schedule(kind="deadline", end=end) if end else None
    if dates and not ranged and len(dates) == 1 and not _BARE_MONTH.match(text):
        return Schedule(kind="deadline", end=dates[0])
    return None


def _dates(text: str, year: int) -> list[dt.date]:
    """The days that a text names, in order."""
    found = []
    for one in _DATE.finditer(text):
        try:
            found.append(dt.date(int(one[3] or year), int(one[2]), int(one[1])))
        except ValueError:
            continue
    return found


def _window(text: str, year: int) -> Schedule | None:
    """A month, quarter, half-year, year or span: with a start and an end."""
    span = _years(text, year) or _quarters(text, year) or _months(text, year) or _days(text, year)
    if span is None:
        return None
    start, end = span
    if end and start > end:
        return None
    return Schedule(kind="window", start=start, end=end)


def _years(text: str, year: int) -> tuple[dt.date, dt.date | None] | None:
    """Years and halves of a year."""
    if found := _ONWARD.search(text):
        return dt.date(int(found[1]), 1, 1), None
    if found := _HALF.search(text):
        named = int(found[2] or year)
        return _span(named, 1, 6) if found[1] == "dau" else _span(named, 7, 12)
    if found := _NINE.search(text):
        return _span(int(found[1] or year), 1, 9)
    if found := _YEARS.match(text):
        return dt.date(int(found[1]), 1, 1), dt.date(int(found[2]), 12, 31)
    if found := _ONE_YEAR.match(text):
        return _span(int(found[1] or found[2] or year), 1, 12)
    if re.search(r"\btrong\s+nam\b", text) and not _DATE.search(text):
        found = _IN_YEAR.search(text)
        return _span(int((found and (found[1] or found[2])) or year), 1, 12)
    return None


def _quarters(text: str, year: int) -> tuple[dt.date, dt.date] | None:
    """One quarter or several, from the first to the last named."""
    found = _QUARTERS.search(text)
    if found is None:
        return None
    named = [_quarter(found[1])]
    named += [_quarter(q) for q in re.findall(rf"{_Q}(?![a-z\d])", found[2] or "")]
    named = [quarter for quarter in named if quarter]
    if not named:
        return None
    years = [int(y) for y in re.findall(r"20\d\d", text)]
    first, last = min(named), max(named)
    return _span(years[-1] if years else year, 3 * first - 2, 3 * last)


def _months(text: str, year: int) -> tuple[dt.date, dt.date] | None:
    """One month or a span of months."""
    if found := _BARE_MONTH.match(text):
        return _span(int(found[2]), int(found[1]), int(found[1]))
    if found := _TWO_MONTHS.match(text):
        last_year = int(found[4] or year)
        first = _span(int(found[2] or last_year), int(found[1]), int(found[1]))
        last = _span(last_year, int(found[3]), int(found[3]))
        return (first[0], last[1]) if first and last else None
    if found := _MONTHS.match(text):
        months = [int(m) for m in re.findall(r"(?<!\d)\d{1,2}(?!\d)", text)]
        return _span(int(found[1] or year), min(months), max(months))
    named = list(_MONTH.finditer(text))
    if len(named) == 1:
        month = int(named[0][1])
        return _span(int(named[0][2] or year), month, month)
    return None


def _days(text: str, year: int) -> tuple[dt.date, dt.date] | None:
    """From one day to another; days without a year take the other's."""
    found = list(_DATE.finditer(text))
    if len(found) == 2:  # noqa: PLR2004 - a start and an end
        named = int(found[1][3] or found[0][3] or year)
        dates = _dates(text, named)
        return (dates[0], dates[1]) if len(dates) == 2 else None  # noqa: PLR2004
    return None


def _span(year: int, first: int, last: int) -> tuple[dt.date, dt.date] | None:
    """From the first day of a month to the last of another; None for months there are not."""
    if not (1 <= first <= last <= 12):  # noqa: PLR2004 - months of a year
        return None
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])

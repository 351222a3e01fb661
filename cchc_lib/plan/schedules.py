"""When a task is due: "Thường xuyên", "Quý II/2025", "Từ tháng 3 đến tháng 11", "trước 30/6".

Source of the readings: contracts, part 4 (schedules) and domain notes 4c, 21-52. Damage is
allowed for: a quarter's roman number read as 11 or 1I is put right.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cchc_lib.model import Schedule
from cchc_lib.plan import spans, words
from cchc_lib.plan.folding import fold_same, key_similarity
from cchc_lib.vietnamese import fold_key, key

if TYPE_CHECKING:
    from cchc_lib.model import Every

NONE = Schedule(kind="none")
_PHRASE_ALIKE = 0.85
_EVERY = re.compile(
    r"\b(?:hang|moi|tung|dinh ky|theo(?=\s+(?:tuan|thang|quy|nam)\W*$))\s+"
    r"(?:(\d{1,2}|sau|ba)\s+)?(tuan|thang|quy|nam(?!\s+20)|ngay)\b"
)
_CYCLE = re.compile(
    r"\b(\d{1,2}|sau|ba|hai|mot)\s+(tuan|thang|quy|nam)\s*(?:/\s*(?:1|01|mot)?\s*|mot\s+|1\s+|01\s+)"
    r"(?:lan|ky|so|dot)\b"
)
_COUNTED = re.compile(
    r"\b(?:\d+|mot|hai|ba)\s+[a-z, ]{2,20}(?:/\s*|moi\s+|mot\s+)(tuan|thang|quy|nam)\b"
)
_OF_PERIOD = re.compile(
    r"\bngay\b[^;.]*?\b(?:cuoi|dau|cua)\s+(thang|quy)\b(?!\s*(?:\d|[ivx]+\b|cuoi))"
)
_LAST_MONTH = re.compile(r"\bcua\s+thang\s+cuoi\s+(?:cung\s+)?(?:cua\s+)?(quy|nam)\b")
_SHORT_MONTH = re.compile(r"(?<![a-z\d])t\.?\s?(\d{1,2})(?!\d)")
_TIMES = re.compile(
    r"\b(?:lan|ky|so|dot|cuoc|buoi)\s*/\s*(\d{1,2}|sau|ba)\s+(tuan|thang|quy|nam)\b"
)
_SENTENCE = re.compile(r"(?:[^.;()]|\.(?=\S))+")
_TIMED = re.compile(
    r"^(?:thuc hien\s+|trien khai\s+)?(?P<time>(?:hoan thanh|xong)\s+(?:trong|truoc|cham nhat)\b"
    r"|(?:trong|truoc|tu)\s+(?:ngay|thang|quy|nam)\b|cham nhat\b|thuong xuyen\b)"
    r"|\bchu tri\b.*\b(?:thuc hien|to chuc|hoan thanh)\s+(?P<late>)"
    r"(?=(?:trong|truoc|tu|xong|hang|dinh ky|thuong xuyen)\b)"
)
_TIME_WORDS = 14
_DAY_PARTED = re.compile(r"(?<=\d/)\s+(?=\d)|(?<=\d)\s+(?=/\s?(?:\d{1,2}|20\d\d)(?!\d))")
_EVERY_WORD: dict[str, Every] = {
    "tuan": "week", "thang": "month", "quy": "quarter", "nam": "year", "ngay": "week",
}  # fmt: skip
_HALVES = re.compile(r"\bnua nam\b|\bhoc ky\b(?!.*\bnam hoc\b)")
_TIMES_A = re.compile(
    r"\b(?:mot|0?1)\s+(tuan|thang|quy|nam)\s+(?:\d{1,2}|hai|ba)\s+(?:lan|ky|so|dot|cuoc|buoi)\b"
)
_REGULAR = re.compile(
    r"\bdinh ky\b[^;.\d]{0,25}?\b(tuan|thang|quy|nam)\b(?!\s*(?:\d|[ivx]+\b|hoc))"
)
_SPAN = r"(?:tuan|thang|quy|(?:0?6|sau) thang|(?:0?1 |mot )?nam)"
_SPANS = re.compile(rf"{_SPAN}(?:(?:\s*[,/]\s*|\s+va\s+){_SPAN})+")
_NUMBERED = {"mot": 1, "hai": 2, "ba": 3, "sau": 6}
_ORDER: tuple[Every, ...] = ("week", "month", "quarter", "half-year", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A schedule with what was put right in its text ("Quý 11/2025" → "Quý II/2025")."""

    schedule: Schedule
    repaired: str = ""
    unclear: bool = False


def read(text: str, year: int, *, settled: bool = True, roman: bool = False) -> Reading:
    """The schedule that a text states.

    Args:
        text: the label's value.
        year: the plan's year, meant where none is printed.
        settled: False where the text was restored; a known phrase then replaces a near one.
        roman: True where the plan prints its quarters in roman numbers: a 1 is then an I.
    """
    printed = _DAY_PARTED.sub("", text.strip(" .,;:"))
    if not printed:
        return Reading(schedule=NONE)
    if not settled or printed.isascii():
        printed = _phrase(printed, _PHRASE_ALIKE if not settled else 1.0)
    whole = _quarters_right(printed, roman=roman)
    repaired = printed if whole != printed else ""
    folded = _SHORT_MONTH.sub(r"thang \1", fold_same(whole))
    schedule = replace(_schedule(folded, year), text=whole)
    return Reading(schedule=schedule, repaired=repaired, unclear=schedule.kind == "other")


def in_prose(text: str, year: int) -> Schedule | None:
    """The time that a sentence or a bracket sets by itself ("Hoàn thành trước ngày 30/6.")."""
    for found in _SENTENCE.finditer(text):
        here = found[0].strip(" .,;:()")
        begins = _TIMED.search(fold_same(here))
        if begins is None:
            continue
        printed = here[begins.start("time" if begins["time"] else "late") :]
        read_ = read(printed, year).schedule
        first = read(printed.partition(",")[0], year).schedule
        if begins["time"] is None and first.kind == read_.kind and first.end == read_.end:
            printed, read_ = printed.partition(",")[0], first
        if read_.kind not in {"other", "none"} and len(printed.split()) <= _TIME_WORDS:
            return read_
    return None


def prints_roman(text: str) -> bool:
    """Whether a plan's text has quarters in roman numbers, and none in other figures than 1."""
    found = [one[1] for one in spans.QUARTER.finditer(fold_same(text))]
    return any(q in {"ii", "iii", "iv"} for q in found) and not {"2", "3", "4"} & set(found)


def _phrase(printed: str, least: float) -> str:
    """The known phrase that a damaged text is, with the text's own first letter."""
    folded = fold_key(printed)
    phrases = words.data()["schedules"]["phrases"]
    if any(key(phrase) == key(printed) for phrase in phrases):
        return printed
    best = max(phrases, key=lambda p: key_similarity(folded, fold_key(p)))
    if key_similarity(folded, fold_key(best)) < least:
        return printed
    return str(best if printed[:1].isupper() else best[:1].lower() + best[1:])


def _quarters_right(printed: str, *, roman: bool = False) -> str:
    """The text with quarters in clean roman numbers where strokes were read as figures.

    A quarter that stands twice in a row lost a stroke the second time ("Quý II, II").
    """
    folded = fold_same(printed)
    if not spans.QUARTER.search(folded):
        return printed
    text, before, shift = printed, 0, 0
    for one in re.finditer(rf"{spans.Q}(?![a-z\d])", folded):
        if not _in_quarters(folded[: one.start()]):
            continue
        value = spans.quarter(one[1])
        stands = printed[one.start() : one.end()]
        clean = (
            re.fullmatch(r"[ivIV]+|[1-4]", stands)
            and "h" not in one[1]
            and not (roman and stands == "1")
        )
        if value and value == before and value < spans.ROMAN["iv"] and not stands.isdigit():
            value, clean = value + 1, None
        if value and not clean:
            number = next(name for name, q in spans.ROMAN.items() if q == value).upper()
            text = text[: one.start() + shift] + number + text[one.end() + shift :]
            shift += len(number) - len(stands)
        before = value
    return text


def _in_quarters(before: str) -> bool:
    """Whether what follows a text may be the number of a quarter."""
    many = r"quy\s+(?:[ivhl\d|!]+\s*(?:,|va|-|–|den)\s*(?:quy\s+)?)*$"
    return bool(re.search(many, before))


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
        return None if _EVERY.search(text) else deadline
    if (named_span := spans.read(text, year)) and _has(text, "kept"):
        return Schedule(kind="continuous", start=named_span[0])
    if found := spans.IN_YEAR.search(text):
        named = int(found[1] or found[2] or year)
        start, end = (dt.date(named, 1, 1), dt.date(named, 12, 31)) if named else (None, None)
    return Schedule(kind="continuous", start=start, end=end)


def _periodic(text: str, year: int) -> Schedule | None:
    """What comes again: "Hằng năm", "6 tháng một lần"; of two cycles the shorter."""
    del year
    text = _HALVES.sub("6 thang", text)
    found = [_cycle(one[1], one[2]) for one in _CYCLE.finditer(text)]
    found += [_cycle(one[1], one[2]) for one in (*_EVERY.finditer(text), *_TIMES.finditer(text))]
    found += [
        _EVERY_WORD[one[1]]
        for pattern in (_COUNTED, _TIMES_A, _REGULAR)
        for one in pattern.finditer(text)
    ]
    if listed := _SPANS.fullmatch(text.strip()):
        named = re.findall(r"(?:(0?6|sau) )?(tuan|thang|quy|nam)", listed[0])
        found += [_cycle(times, span) for times, span in named]
    if not found and (one := _LAST_MONTH.search(text) or _OF_PERIOD.search(text)):
        found.append(_EVERY_WORD[one[1]])
    return Schedule(kind="periodic", every=min(found, key=_ORDER.index)) if found else None


def _cycle(times: str | None, span: str) -> Every:
    """The cycle of so many spans: 3 months are a quarter, 6 months half a year."""
    many = _NUMBERED.get(times or "mot") or int(times or 1)
    if span == "thang" and many > 1:
        return "half-year" if many >= 6 else "quarter"  # noqa: PLR2004 - months
    if span == "quy" and many > 1:
        return "half-year" if many == 2 else "year"  # noqa: PLR2004 - quarters
    return _EVERY_WORD[span]


def _deadline(text: str, year: int) -> Schedule | None:
    """An end alone: "trước ngày 30/6", "hoàn thành trong quý II", "đến năm 2030"."""
    days = spans.dates(text, year)
    ranged = bool(re.match(r"(?:ke\s+)?tu\b", text) and spans.read(text, year))
    if _has(text, "deadline") and not ranged:
        return _by(text, days, year)
    if len(days) == 1 and not spans.read(text, year):
        if spans.open_start(text):
            return Schedule(kind="window", start=days[0])
        return Schedule(kind="deadline", end=days[0])
    if re.match(r"(?:den\s+(?:het\s+)?|het\s+)(?:thang|quy)\b", text):
        return _by(text, days, year)
    found = re.search(r"\bden\s+(?:het\s+)?(?:nam\s+)?(20\d\d)\s*$", text)
    if found and not ranged and not re.search(r"20\d\d.*20\d\d", text):
        return Schedule(kind="deadline", end=dt.date(int(found[1]), 12, 31))
    return None


def _by(text: str, days: list[dt.date], year: int) -> Schedule | None:
    """The end that words such as "trước" and "chậm nhất" set."""
    if days:
        return Schedule(kind="deadline", end=days[-1])
    window = spans.read(re.sub(r"^tu\b.*?\bden\b", "", text), year)
    if window is None and (found := re.search(r"\bnam\s+20\d\d\b|\bden\s+het\s+nam\b", text)):
        printed = re.search(r"\bnam\s+(20\d\d)\b", found.string)
        named = int(printed[1]) if printed else year
        window = (dt.date(named, 1, 1), dt.date(named, 12, 31)) if named else None
    if window is None:
        return None
    start, end = window
    if re.search(r"\btruoc\s+(?:thang|quy|nam)\b", text):
        end = start - dt.timedelta(days=1)
    return Schedule(kind="deadline", end=end) if end else None


def _window(text: str, year: int) -> Schedule | None:
    """A month, quarter, half-year, year or span: with a start and an end, or from a day on."""
    span = spans.read(text, year)
    if span is None:
        return None
    start, end = span
    if spans.open_start(text):
        end = None
    elif found := re.search(r"\bden\s+(?:het|cuoi)\s+nam(?:\s+(20\d\d))?$", text):
        end = dt.date(int(found[1] or start.year), 12, 31)
    return Schedule(kind="window", start=start, end=end)

"""Numbers and dates as people write them in a cell: a value, none, not reported, or unread.

Decided verbatim by contracts, part 5: what has one meaning is taken (with a doubt where the
writing is unusual), what has two is not. Nothing is guessed: "1,200" may be 1.2 or 1200.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from cchc_lib.vietnamese.text import clean, fold, fold_key, key

State = Literal["number", "none", "blank", "not_reported", "unread"]
Doubt = Literal[
    "",
    "words",  # no number that could be read
    "two_meanings",  # 1,200 · 3-5 · 12/20
    "qualified",  # trên 100
    "several",  # 02 buổi/120 lượt
    "mark",  # x
    "percent",
    "negative",
    "too_long",  # more digits than any figure has
    "short_none",  # a dash, K, ko: taken as 0
    "multiplied",  # 1,5 triệu
    "unusual",  # 1,234,567 · 1 200 · 1.5
    "remark",  # 2 lần (03/5; 17/5)
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What a text says about a figure.

    `value` is set where `state` is "number" or "none" (0). `unit` is the word after the number,
    as written. `doubt` says what is unusual about a value taken, or why one was not.
    """

    state: State
    value: float | None = None
    unit: str = ""
    doubt: Doubt = ""


_NONE = {key(w) for w in ("không", "không có", "không phát sinh", "chưa phát sinh")}
_NOT_REPORTED = {key(w) for w in ("chưa có số liệu", "chưa báo cáo", "đang tổng hợp", "n/a", "na")}
_SHORT_NONE = {"k", "ko"}
_UNACCENTED_NONE = {fold_key(w) for w in _NONE}
_UNACCENTED_NOT_REPORTED = {fold_key(w) for w in _NOT_REPORTED}
_MARKS = {"x", "v", "có", "co", "✓", "✔", "√", "☑", "☒", "*"}
_DOTS = re.compile(r"[.…·\s_]+")
_DASHES = re.compile(r"[-–—−‐‑\s]+")
_QUALIFIERS = re.compile(
    r"(?:[~≈<>≤≥]|(?:tren duoi|tren|duoi|hon|gan|khoang|it nhat|toi thieu|toi da|khong qua|"
    r"xap xi)\b)"
)
_NUMBER = re.compile(r"\+?(?P<number>[0-9](?:[0-9.,]*[0-9])?(?: [0-9]{3})*)(?P<rest>.*)", re.DOTALL)
_DAY = r"(?:ngày )?[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-](?:[0-9]{4}|[0-9]{2}))?"
_COUNT_WORDS = "một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|trăm|linh|lẻ|không"
# 2 lần (03/5; 17/5) · 05 (năm) tin
_REMARK = re.compile(
    rf"\((?:{_DAY})(?:(?:[;,]| và) ?(?:{_DAY}))*\)|\((?:{_COUNT_WORDS})(?: (?:{_COUNT_WORDS}))*\)",
    re.IGNORECASE,
)
_RATE = re.compile(r"/ ?(?:ngay|tuan|thang|quy|nam)\b")
_UNIT = re.compile(r"[^\W\d_][^\d%+=<>~]*", re.DOTALL)

_PLAIN = re.compile(r"[0-9]+")
_DOTTED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")  # 1.234.567,5
_COMMA = re.compile(r"[0-9]+,[0-9]+")  # 1,5
_POINT = re.compile(r"[0-9]+\.[0-9]+")  # 1.5
_ENGLISH = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+")
_MAX_DIGITS = 15
_LONGEST = 200  # characters; what is longer is a story, not a figure
_GROUP = 3

_MULTIPLIERS = {
    "nghin": 1e3,
    "ngan": 1e3,
    "trieu": 1e6,
    "tr": 1e6,
    "ty": 1e9,
    "ti": 1e9,
}


def read_figure(text: str) -> Figure:
    """What a cell's text says about a figure; any text has exactly one outcome."""
    plain = clean(text)
    if not plain or _DOTS.fullmatch(plain):
        return Figure(state="blank")
    if _DASHES.fullmatch(plain):
        return Figure(state="none", value=0.0, doubt="short_none")
    return _words(plain) or _number(plain)


def _words(plain: str) -> Figure | None:
    """The figure of a text that is one of the known words; None where it is none of them."""
    word, folded = key(plain), fold_key(plain)
    if word in _NONE:
        return Figure(state="none", value=0.0)
    if word in _NOT_REPORTED or folded in ("n a", *_UNACCENTED_NOT_REPORTED):
        return Figure(state="not_reported")
    if word in _SHORT_NONE or (folded in _UNACCENTED_NONE and folded == word):
        return Figure(state="none", value=0.0, doubt="short_none")
    if word in _MARKS or plain in _MARKS:
        return Figure(state="unread", doubt="mark")
    return None


def _unread(doubt: Doubt) -> Figure:
    """A text that gives no figure, and why."""
    return Figure(state="unread", doubt=doubt)


def _number(plain: str) -> Figure:
    """The figure of a text with a number in front, perhaps with a unit behind it."""
    if len(plain) > _LONGEST:
        return _unread("words")
    if _QUALIFIERS.match(fold(plain)):
        return _unread("qualified" if re.search("[0-9]", plain) else "words")
    if re.match(r"[-–—−][0-9]", plain):
        return _unread("negative")
    found = _NUMBER.fullmatch(plain.rstrip(" .;,"))
    if found is None:
        return _unread("several" if len(re.findall("[0-9]+", plain)) > 1 else "words")
    rest = found["rest"].strip()
    if rest.startswith("%"):
        return _unread("percent")
    if sum(c.isdigit() for c in found["number"]) > _MAX_DIGITS:
        return _unread("too_long")
    value, doubt = _value(found["number"])
    if value is None:
        return _unread(doubt)
    return _with_unit(value, doubt, rest, glued=not found["rest"].startswith(" "))


def _value(number: str) -> tuple[float | None, Doubt]:
    """The value of digits with marks between them, and what is unusual about their writing."""
    if _PLAIN.fullmatch(number):
        return float(number), ""
    if _DOTTED.fullmatch(number):
        return float(number.replace(".", "").replace(",", ".")), ""
    if _SPACED.fullmatch(number):
        return float(number.replace(" ", "")), "unusual"
    if _ENGLISH.fullmatch(number):
        return float(number.replace(",", "")), "unusual"
    for pattern, mark in ((_COMMA, ","), (_POINT, ".")):
        if pattern.fullmatch(number):
            whole, decimals = number.split(mark)
            if len(decimals) >= _GROUP and whole.strip("0"):
                return None, "two_meanings"
            usual = mark == "," or not decimals.strip("0")  # 5.0 is how programs write 5
            return float(f"{whole}.{decimals}"), "" if usual else "unusual"
    return None, "two_meanings"


def _with_unit(value: float, doubt: Doubt, rest: str, *, glued: bool) -> Figure:
    """The figure of a value with what stands behind it."""
    if bare := _REMARK.sub("", rest).strip():
        if bare != rest:
            doubt = "remark"
    elif rest:
        return Figure(state="number", value=value, doubt="remark")
    if not bare:
        return Figure(state="number", value=value, doubt=doubt)
    if re.match(r"[-–—−/:x×] ?[0-9]", bare):
        return _unread("two_meanings")
    if re.search("[0-9]", bare):
        return _unread("several")
    if not _UNIT.fullmatch(bare) or _RATE.search(fold(bare)):
        return _unread("percent" if "%" in bare else "two_meanings")
    return _multiplied(value, doubt, bare, glued=glued)


def _multiplied(value: float, doubt: Doubt, unit: str, *, glued: bool) -> Figure:
    """The figure with "triệu" and the like worked in; the rest is the unit."""
    first, _, others = unit.partition(" ")
    factor = _MULTIPLIERS.get(fold(first))
    if fold(first) == "k":
        if not glued:
            return _unread("two_meanings")
        factor = 1e3
    if factor is None:
        return Figure(state="number", value=value, unit=unit, doubt=doubt)
    value = round(value * factor, 6)
    return Figure(state="number", value=value, unit=others.strip(), doubt="multiplied")


# --- dates ----------------------------------------------------------------------------------

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T].*)?")
_DAY_FIRST = re.compile(
    r"(?:ngay )?([0-9]{1,2})(?: ?[/.-] ?| thang )([0-9]{1,2})"
    r"(?:(?: ?[/.-] ?| nam )([0-9]{4}|[0-9]{2}))?"
)


def read_date(text: str, start: dt.date, end: dt.date) -> dt.date | None:
    """The day that a text names, day first; None where it names none.

    Args:
        text: `15/3`, `15.03.25`, `ngày 15 tháng 3 năm 2025`, `2025-03-15`.
        start: first day of the window that a date without a year is looked for in.
        end: its last day, inclusive.
    """
    plain = fold(clean(text)).strip(" .;,")
    if found := _ISO.fullmatch(plain):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    found = _DAY_FIRST.fullmatch(plain)
    if found is None:
        return None
    day, month = int(found[1]), int(found[2])
    if found[3]:
        year = int(found[3])
        return _date(year if len(found[3]) > 2 else 2000 + year, month, day)  # noqa: PLR2004
    days = [_date(year, month, day) for year in dict.fromkeys((end.year, start.year))]
    inside = [one for one in days if one and start <= one <= end]
    return (inside or days)[0]


def _date(year: int, month: int, day: int) -> dt.date | None:
    """A date; None where the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None

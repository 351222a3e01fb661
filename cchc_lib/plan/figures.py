"""Figures that a task must reach: "05 tin, bài/tháng (khoảng 50 tin, bài/năm)".

Grammar: [khoảng | ít nhất] NUMBER UNIT [(…)] [/ SPAN | mỗi SPAN]; or SPAN first ("mỗi tuần
01 tin"). Percentages, hours, document numbers and dates are none. Source: contracts, part 4
(quotas), domain notes 4c, 53-69.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from cchc_lib.model import Quota
from cchc_lib.plan import counts, rates, units, words
from cchc_lib.plan.folding import edits, fold_same
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from cchc_lib.plan.passage import Passage

_REFERENCE_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A quota with what is doubtful about it, before it has its number in the task."""

    quota: Quota
    passage: Passage
    start: int
    end: int
    doubts: tuple[tuple[str, str], ...] = ()


_MINUTES = re.compile(r"(\d{1,3})(?:\s*[-–]\s*\d{1,3})?\s*(phut(?![a-z]\b)|[a-z]{2,5}\b)")
_LASTS = 12  # characters between the word for a length and its number


def read(
    passage: Passage, *, name: str = "", counted: bool, damaged: bool = False
) -> tuple[Found, ...]:
    """The quotas that a text states, in printed order.

    Args:
        passage: the text.
        name: the name of the series that the text is about; "" where there is none.
        counted: whether figures without a span count (behind "Tần suất"), or only rates do.
        damaged: whether units and spans may be misread.
    """
    named, last_end = series(passage.text) if counted else ("", 0)
    found: list[Found] = []
    text, folded = passage.text, fold_same(passage.text)
    if counted and (cycle := _cycle(passage)):
        return (replace(cycle, quota=replace(cycle.quota, item=name or named)),)
    for match in counts.count().finditer(folded):
        if match.start() < last_end:
            continue
        listed = bool(found) and bool(counts.LISTED.fullmatch(folded[last_end : match.start()]))
        one = _one(match, passage, counted=counted or listed, damaged=damaged)
        if one is None:
            continue
        item = _item(text[last_end : one.start], first=not found)
        title = name or named
        if item is None:
            item = found[-1].quota.item
        elif title:
            item = item if found and item else title
        one = replace(one, quota=replace(one.quota, item=item))
        if listed:
            found[-1], one = _together(found[-1], one, folded[last_end : one.start])
        found.append(one)
        last_end = one.end
    return _with_minutes(found, folded)


def _together(one: Found, other: Found, between: str) -> tuple[Found, Found]:
    """Two figures of a list: "ít nhất" in front holds for both, and so does a span behind "và"."""
    first, second = one.quota, other.quota
    if second.bound is None and not second.approximate and "P032" not in dict(one.doubts):
        second = replace(second, bound=first.bound, approximate=first.approximate)
    if first.per == "once" and between.strip() == "va":
        first = replace(first, per=second.per)
    return replace(one, quota=first), replace(other, quota=second)


_CYCLE = re.compile(
    r"^\W*(?:dinh ky\s+)?(?:(?P<times>\d{1,2}|sau|ba)\s+)?(?P<span>ngay|tuan|thang|quy|nam)"
    r"\s*(?:/\s*(?:0?1\s+|mot\s+)?|\s(?:0?1|mot)\s+)"
    r"(?P<unit>lan|so|ky|buoi|tin|bai|chuong trinh)\b"
)


def _cycle(passage: Passage) -> Found | None:
    """A span per item ("06 tháng/lần"): one item each such span."""
    found = _CYCLE.match(fold_same(passage.text))
    base = rates.named(found["span"], damaged=False) if found else None
    if found is None or base is None:
        return None
    printed = found["times"] or "1"
    times = int(_number(printed))
    per, nearest = (base, False) if times == 1 else rates.nearest(base, times)
    quota = Quota(quota_id="", item="", count=1.0, unit=words.units()[found["unit"]], per=per)
    end = found.end()
    doubts = (("P033", passage.text[:end].strip()),) if nearest else ()
    return Found(quota=quota, passage=passage.cut(0, end), start=0, end=end, doubts=doubts)


def series(text: str) -> tuple[str, int]:
    """The name in front of a colon ("Bản tin PAPI: 1 số …"), and where the figures begin."""
    found = re.match(r"^([^:\d]{2,90}(?:\d[^:]{0,30})?)\s?:\s", text)
    if found is None:
        return "", 0
    return found[1].strip(" -+"), found.end()


def _item(between: str, *, first: bool) -> str | None:
    """What tells a figure apart: the words in front of it; None where it goes with the last one.

    The first figure of a text needs no name.
    """
    if first:
        return ""
    if re.search(r"\w\s+va\s*$|\w\s*[,;]\s*$", fold_same(between)) and ":" not in between:
        return None
    plain = between.strip(" ,.;:()-–")
    if ":" in plain:
        plain = plain.rpartition(":")[0]
    plain = re.split(r"[;.]", plain)[-1].strip()
    if re.search(r"[/(]|phut\b", fold_same(plain)):
        plain = re.split(r"[/()]", plain)[-1].strip()
    kept = [w for w in plain.strip(" ,").split() if not w.isdigit()]
    while kept and fold_same(kept[-1]) in _fillers():
        kept.pop()
    while kept and fold_same(kept[0]) in _fillers() and fold_same(kept[0]) not in _places():
        kept.pop(0)
    return " ".join(kept) if kept and len(kept) <= 8 else None  # noqa: PLR2004 - a name, no prose


@cache
def _fillers() -> frozenset[str]:
    """Single words that stand between two figures without telling them apart."""
    quotas = words.data()["quotas"]
    lists = ("fillers", "approximate", "minimum", "doubtful_approximate")
    return frozenset(
        w for name in lists for entry in quotas[name] for w in fold_same(entry).split()
    )


def _places() -> frozenset[str]:
    """Words that may begin the name of a series ("trên Fanpage")."""
    return frozenset({"tren", "dat"})


def _one(match: re.Match[str], passage: Passage, *, counted: bool, damaged: bool) -> Found | None:
    """The quota that a number begins; None where it counts nothing that is asked for."""
    text, folded = passage.text, match.string
    before = counts.before().search(folded[: match.start()])
    qualifier = before["qual"].strip() if before else ""
    every = bool(before and before["every"])
    body = counts.EACH_BODY.search(folded[: match.start()])
    if not (qualifier or every or body) and _is_reference(folded[: match.start()]):
        return None
    rate = rates.find(folded, match.end(), damaged=damaged)
    unit_end = rate.start if rate else _stop(folded, match.end())
    printed = re.sub(r"\([^)]*\)?", " ", text[match.end() : unit_end])
    per, nearest = (rate.per, rate.nearest) if rate else (None, False)
    if per is None and before and every:
        per = rates.named(before["span"], damaged=damaged)
    ahead = folded[: match.start()]
    unit = units.read(printed, rated=rate is not None, damaged=damaged, before=ahead)
    if unit is None and rate and not printed.strip():
        unit = units.named(text[: match.start()])
    if unit is None:
        return None
    known = fold_key(unit) in words.units()
    each = counts.EACH.search(folded[: match.start()])
    asked = counted or each or _stands_out(folded[: match.start()], qualifier)
    if per is None and not (known and asked):
        return None
    if not rate:
        at = text.find(unit, match.end())
        damaged_unit = re.match(rf"(?:\s*\S+){{{unit.count(' ') + 1}}}", text[match.end() :])
        behind = match.end() + damaged_unit.end() if damaged_unit else match.end()
        unit_end = at + len(unit) if at >= 0 else behind
    least = bool(each and counts.LEAST.search(folded[: each.start()]))
    ends = [unit_end, rate.end] if rate else [unit_end]
    onward = counts.ONWARD.match(folded, match.end())
    shared = each or any(counts.PER_UNIT.match(folded, at) for at in ends)
    end = rate.end if rate else unit_end
    start = before.start("qual") if before and qualifier else match.start()
    approximate, doubtful = _approximate(qualifier)
    doubtful = doubtful or (approximate and _doubtful_in_raw(passage.cut(start, end)))
    whole = text[start:end].strip()
    doubts = [
        (code, whole)
        for code, here in (
            ("P031", doubtful), ("P032", bool(match["upto"])), ("P033", nearest),
            ("P034", not known), ("P035", bool(shared)),
        )
        if here
    ]  # fmt: skip
    quota = Quota(
        quota_id="",
        item="",
        count=_number(match["num"]),
        unit=unit,
        per=per or "once",
        approximate=approximate,
        bound="min" if match["upto"] or least or onward or _is_minimum(qualifier) else None,
    )
    return Found(
        quota=quota, passage=passage.cut(start, end), start=start, end=end, doubts=tuple(doubts)
    )


def _stop(folded: str, begin: int) -> int:
    """Where the words of a figure end at the latest: at the next mark or number."""
    found = re.search(r"[;:.()]|\d", folded[begin:])
    return begin + found.start() if found else len(folded)


def _is_reference(before: str) -> bool:
    """Whether the words in front make a number a name ("Nghị quyết số 57", "Đề án 06")."""
    tail = " ".join(before.split()[-_REFERENCE_WORDS:])
    return bool(re.search(rf"\b(?:{words.alternatives('quotas', 'references')})\s*$", tail))


def _stands_out(before: str, qualifier: str) -> bool:
    """Whether a figure without a span is one that somebody asks for ("tổ chức 02 hội nghị")."""
    asked = words.alternatives("quotas", "asking")
    return bool(qualifier) or bool(re.search(rf"(?:\b(?:{asked})|:)\s*$", before))


def _number(printed: str) -> float:
    """A number in figures or in a word."""
    if printed[0].isdigit():
        return float(printed.replace(".", ""))
    named = {fold_same(word): value for word, value in words.data()["quotas"]["number_words"]}
    return float(named[printed])


def _approximate(qualifier: str) -> tuple[bool, bool]:
    """Whether a figure is approximate, and whether the word that says so is doubtful."""
    if not qualifier:
        return False, False
    if qualifier in words.words("quotas", "doubtful_approximate"):
        return True, True
    return qualifier in words.words("quotas", "approximate"), False


def _doubtful_in_raw(passage: Passage) -> bool:
    """Whether the word that says "about" was damaged where it stands ("khoan")."""
    doubtful = words.alternatives("quotas", "doubtful_approximate")
    return any(
        not row.reviewed and bool(re.search(rf"\b(?:{doubtful})\b", fold_same(row.raw)))
        for row in passage.rows
    )


def _is_minimum(qualifier: str) -> bool:
    """Whether a figure is the least that is asked for."""
    return qualifier in {"≥", ">"} or qualifier in words.words("quotas", "minimum")


def _with_minutes(found: list[Found], folded: str) -> tuple[Found, ...]:
    """The quotas with the length that the text states for them."""
    minutes = _minutes(folded, stated=bool(found))
    if minutes is None:
        return tuple(found)
    value = float(minutes[1])
    at = minutes.start()
    before = [n for n, one in enumerate(found) if folded.find(fold_same(one.passage.text)) < at]
    chosen = before[-1] if before else 0
    return tuple(
        replace(one, quota=replace(one.quota, minutes=value)) if n == chosen else one
        for n, one in enumerate(found)
    )


def _minutes(folded: str, *, stated: bool) -> re.Match[str] | None:
    """A number of minutes; behind "thời lượng" their name may have lost or changed a letter."""
    duration = fold_same(words.data()["quotas"]["duration"])
    for one in _MINUTES.finditer(folded):
        lasts = duration in folded[: one.start()][-_LASTS - len(duration) :]
        if one[2] == "phut" and (stated or duration in folded):
            return one
        if lasts and edits(one[2], "phut") == 1:
            return one
    return None

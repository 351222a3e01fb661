"""Patterns of figures on folded text: numbers, what stands in front of them, whom they are for."""

from __future__ import annotations

import re
from functools import cache

from cchc_lib.plan import words
from cchc_lib.plan.folding import fold_same

EACH = re.compile(
    r"\b(?:moi|tung)\s+(?!tuan|thang|quy|nam|ngay|lan|ky|so|dot|buoi|tin|bai)"
    r"[a-z][a-z, ]{0,40}?\s+"
    r"(?:(?:to chuc|co|thuc hien|dang|xay dung|gui|viet|it nhat|toi thieu)\s+)*$"
)
# "Mỗi khoa 01 cuộc": a ward, though "khóa 01" names one; "mỗi phòng, khoa".
EACH_BODY = re.compile(r"\b(?:moi|tung)\s+(?:[a-z]+(?:\s[a-z]+)?,?\s+(?:va\s+)?)?khoa\s+$")
PER_UNIT = re.compile(
    r"\s*/\s*(?:xa|phuong|thi tran|don vi|co quan|thon|to dan pho|phong|khoa|cum|truong|dia phuong|"
    r"chi hoi|chi doan|to cong nghe)\b"
)
LEAST = re.compile(r"\b(?:it nhat|toi thieu|khong duoi)\s*$")
ONWARD = re.compile(r"[^;:.\d()]{0,40}\btro len\b")
LISTED = re.compile(r"\s*(?:[,+]|va)\s*(?:va\s+)?|[^\d;.:]{0,40};\s*(?:va\s+)?")


@cache
def count() -> re.Pattern[str]:
    """A number that may count something, in figures or words, on folded text."""
    return re.compile(
        rf"(?<![\w/.,%-])(?P<num>\d{{1,3}}(?:\.\d{{3}})+|\d{{1,5}}|(?:{_number_words()}))"
        rf"(?:\s*(?:[-–]|den)\s*(?P<upto>\d{{1,3}}(?:\.\d{{3}})+|\d{{1,4}}))?"
        rf"(?:\s*\((?:\d{{1,4}}|{_number_words()})\))?(?=\s+[a-z]|\s?/)"
    )


@cache
def _number_words() -> str:
    """Numbers in words as alternatives."""
    found = [fold_same(word) for word, _ in words.data()["quotas"]["number_words"]]
    return "|".join(sorted(found, key=len, reverse=True))


@cache
def before() -> re.Pattern[str]:
    """What may stand in front of a number: "khoảng", "ít nhất", "mỗi tuần"."""
    spans = "|".join(re.escape(word) for word, _ in words.spans())
    every = words.alternatives("periods", "every")
    quals = "|".join(
        words.alternatives("quotas", name)
        for name in ("minimum", "approximate", "doubtful_approximate")
    )
    return re.compile(
        rf"(?P<every>(?:^\W*|\b(?:{every}|mot|1|01)\s+)(?P<span>{spans})(?:\s+[a-z]+){{0,3}}?\s*[,:]?\s*)?"
        rf"(?P<qual>(?:≥|>=?|\b(?:{quals}))?)\s*$"
    )

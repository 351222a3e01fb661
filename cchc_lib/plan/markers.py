"""Starts of numbered items as printed and as damaged: I. · A. · 1. · 1.1. · a) · 1) · - · +."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from cchc_lib.plan import heads, sequence, words
from cchc_lib.plan.heads import Start
from cchc_lib.plan.sequence import Candidate
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.plan.source import ReadLine

MarkerKind = Literal["part", "roman", "upper", "number", "dotted", "deep", "letter", "paren"]
KINDS: tuple[MarkerKind, ...] = (
    "part", "roman", "upper", "number", "dotted", "deep", "letter", "paren",
)  # fmt: skip
TEXT = r"(?=[“\"‘'«(]?\s?[A-ZĐÀ-ỸƠƯ])"  # what is numbered begins with a capital
NOISE = r"^\s*(?:[-–—•●○·*_.,~'‘`]\s*)?"
STOP = r"(?:\s?[.,)/]\s*|\s?[-–]\s+)"  # Party documents put a dash behind numbers
_ROMAN = re.compile(rf"{NOISE}([IVXHLlvi1|!]{{1,5}}){STOP}{TEXT}")
_PART = re.compile(
    rf"^\s*(?:PHẦN|Phần|CHƯƠNG|Chương)\s+(?:(?:THỨ|thứ)\s+)?"
    rf"([IVX]+|\d+|[A-ZĐÀ-ỸƠƯa-zđà-ỹơư]+)[.:]?\s*(?={TEXT}|$)"
)
_ORDINALS = {"nhat": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7}
_UPPER = re.compile(r"^\s*([A-HĐ])\s?[.)]\s+(?=[A-ZĐÀ-ỸƠƯ])")
_NUMBER = re.compile(rf"{NOISE}(\d{{1,2}}|[lI|])(?:\s?[./]\s?|\s?[-–]\s+){TEXT}")
_NAMED = re.compile(
    r"^\s*(?:Nhiệm vụ|Hoạt động|Nội dung|Giải pháp|Công việc|Việc|Hạng mục)\s+(?:số\s+)?"
    rf"(\d{{1,2}})\s?[.:)-]\s*{TEXT}"
)
_DOTTED = re.compile(rf"{NOISE}(\d{{1,2}})\s?[.,]\s?(\d{{1,2}})(?:\s?[-–]\s|\s?[.):,/]?)\s*{TEXT}")
_DEEP = re.compile(
    rf"{NOISE}(\d{{1,2}})[.,](\d{{1,2}})[.,](\d{{1,2}})(?:\s?[-–]\s|\s?[.):,/]?)\s*{TEXT}"
)
_BARE = re.compile(rf"{NOISE}(\d{{1,4}})(?:[.,:]\s*|\s+){TEXT}")
_LOST = re.compile(rf"{NOISE}(\d{{1,2}})\s?[.,]\s?[.,]\s*{TEXT}")  # "1.." was 1.1
_OPEN = re.compile(rf"^\s*([a-zđ])\s+{TEXT}")  # a letter that lost its bracket
_LETTER = re.compile(rf"^\s*(?:[-–—•*]\s*)?(?:([a-zA-ZđĐ¢€©68])\s?\)\s*|([a-zđ])\s?[./]\s+{TEXT})")
_PAREN = re.compile(r"^\s*(\d{1,2})\s?\)\s*")
_BULLET = re.compile(r"^\s*([-–—•●○·*~+])\s+|^\s*([-–—•●○·*~+])(?=[A-ZĐÀ-ỸƠƯ])")
_RAW_MARKER = re.compile(
    r"^\s*(?:[-–—•*~]\s*)?(?:\d{1,2}(?:\s?[.,]\s?\d{1,2}){0,2}\s?[.,)](?!\d)"
    r"|[A-Za-z¢€©]\s?\)|[IVXl1|!]{1,5}\s?[.,](?!\d))"
)
_CAPITAL = re.compile(r"^\W*\d{1,4}[.,:]?\s+[A-ZĐ]")  # a number, then a sentence
_SMALL = re.compile(r"^\W*\d{1,4}[.,:]?\s+[^\W\dA-ZĐÀ-ỸƠƯ]")
_ANY_MARKER = re.compile(r"^\s*(?:[-–—•*~]\s*)?[^\s.,)]{1,5}(?:\s?[.,]\s?\d{1,2}){0,2}\s?[.,)]")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_CAPITALS = 0.75
SECTIONS = ("purpose", "topics", "tasks", "budget", "organisation")
UNNUMBERED = 0.9  # cost of a section that has no readable number
CUT = 0.3  # of a number of which a figure is lost
NEVER = 99.0
NAMED = 0.4  # of one whose heading is the name of a section and nothing else
_UNREAD = re.compile(r"^\s*[A-Z]{1,4}[.,]\s+")  # a number that is none
_MIN_LETTERS = 4
# What readers make of letters: printed → letters that it may be, with what that costs.
_CONFUSED: dict[str, tuple[tuple[str, float], ...]] = {
    "¢": (("c", 0.1), ("e", 0.5)),
    "€": (("c", 0.2), ("e", 0.2)),
    "©": (("c", 0.1), ("e", 0.4)),
    "6": (("b", 0.3), ("đ", 0.5)),
    "8": (("g", 0.3), ("b", 0.4)),
    "c": (("e", 1.0),),
    "e": (("c", 1.0),),
    "d": (("đ", 0.4),),
    "đ": (("d", 0.4),),
    "o": (("c", 0.5), ("d", 0.7)),
    "h": (("b", 0.6), ("k", 0.8)),
    "l": (("i", 0.4),),
    "q": (("g", 0.5),),
    "a": (("d", 0.9),),
}


def is_capitals(text: str) -> bool:
    """Whether a line is printed in capitals, as headings of sections are."""
    letters = [c for c in text if c.isalpha()]
    if len(letters) < _MIN_LETTERS:
        return False
    return sum(c.isupper() for c in letters) >= _CAPITALS * len(letters)


def with_raw_marker(row: ReadLine) -> ReadLine:
    """The line with marker and capital as they stand in the file, not as they were restored."""
    if row.reviewed or not row.text:
        return row
    capital, small = _CAPITAL.match(row.raw), _SMALL.match(row.text)
    if capital and small:
        at = small.end() - 1
        row = replace(row, text=row.text[:at] + row.text[at].upper() + row.text[at + 1 :])
    printed, read = _RAW_MARKER.match(row.raw), _ANY_MARKER.match(row.text)
    if printed is None or read is None or printed[0].strip() == read[0].strip():
        return row
    if printed[0].strip()[-1] != read[0].strip()[-1]:
        return row
    return replace(row, text=f"{printed[0].strip()}{row.text[read.end() :]}")


def bullet(text: str) -> tuple[str, str]:
    """The bullet of a line ("-", "+" or "") and the text behind it."""
    found = _BULLET.match(text)
    if found is None:
        return "", text.strip()
    sign = found[1] or found[2]
    return ("+" if sign == "+" else "-"), text[found.end() :].strip()


def starts(kind: MarkerKind, rows: Sequence[ReadLine], parent: tuple[int, ...]) -> list[Start]:
    """The lines that may begin an item of a kind.

    Args:
        kind: what the items are numbered with.
        rows: the lines of the block.
        parent: the numbers of the items around it, for numbers that repeat them (2.8).
    """
    found = []
    for index, row in enumerate(rows):
        start = _start(kind, row.text, index, parent)
        if start is not None:
            found.append(start)
    return heads.agreed(found, rows) if kind == "number" else found


def _start(kind: MarkerKind, text: str, index: int, parent: tuple[int, ...]) -> Start | None:
    """The start of a kind that a line may be."""
    if kind in {"number", "dotted", "deep"}:
        text = heads.with_figures(text)
    match kind:
        case "part":
            return _roman(_PART, text, index, strict=True)
        case "roman":
            return _roman(_ROMAN, text, index, strict=False) or _unnumbered(text, index)
        case "upper":
            return _upper(text, index)
        case "number":
            return _number(text, index)
        case "dotted" | "deep":
            return _dotted(kind, text, index, parent)
        case "letter":
            return _letter(text, index)
        case "paren":
            found = _PAREN.match(text)
            return _exact(found, text, index, int(found[1])) if found else None


def _exact(found: re.Match[str], text: str, index: int, value: int, cost: float = 0.0) -> Start:
    """A start whose printed number can be read."""
    return Start(Candidate(index, ((value, cost),)), text[found.end() :].strip(), found[1])


def _roman(pattern: re.Pattern[str], text: str, index: int, *, strict: bool) -> Start | None:
    """A roman number; strokes read as 1, l or | count as I."""
    found = pattern.match(text)
    if found is None:
        return None
    printed = found[1]
    rest = text[found.end() :].strip()
    if strict and not re.fullmatch(r"[IVX]+|\d+", printed):
        ordinal = _ORDINALS.get(fold_key(printed))
        return _exact(found, text, index, ordinal) if ordinal else None
    genuine = bool(re.fullmatch("[IVXL]+", printed))
    if not strict and not genuine and not is_capitals(rest):
        return None
    value = int(printed) if strict and printed.isdigit() else _roman_value(printed)
    options = ((value, 0.0 if genuine else 0.1),) if value else ()
    weak = not genuine and (printed.isdigit() or not is_capitals(rest)) and not strict
    return Start(Candidate(index, options, weak=weak), rest, printed)


def _unnumbered(text: str, index: int) -> Start | None:
    """A section's heading in capitals whose number is not there or can't be read."""
    if not is_capitals(text) or _NUMBER.match(text) or _DOTTED.match(text):
        return None
    plain = f" {fold_key(text)} "
    known = [fold_key(p) for kind in SECTIONS for p in words.data()["sections"][kind]]
    if not any(f" {phrase} " in plain for phrase in known):
        return None
    rest = _UNREAD.sub("", text).strip()
    other = NAMED if fold_key(rest) in known else UNNUMBERED
    return Start(Candidate(index, (), other=other, weak=True), rest, "")


def _roman_value(printed: str) -> int:
    """The value of a roman number, 0 where it is none."""
    strokes = re.sub(r"[li1|!]", "I", printed).upper().replace("H", "II")
    values = [_ROMAN_VALUES[c] for c in strokes]
    total = 0
    for this, after in zip(values, [*values[1:], 0], strict=True):
        total += -this if this < after else this
    return total


def _upper(text: str, index: int) -> Start | None:
    """A capital letter as a number; only before a line in capitals."""
    found = _UPPER.match(text)
    if found is None or not is_capitals(text[found.end() :]):
        return None
    return _exact(found, text, index, "ABCDEGH".find(found[1]) + 1)


def _number(text: str, index: int) -> Start | None:
    """An arabic number with a full stop; two figures may be one number with its stop lost."""
    if _DOTTED.match(text) or _DEEP.match(text):
        return None
    if named := _NAMED.match(text):
        return _exact(named, text, index, int(named[1]))
    found = _NUMBER.match(text)
    if found is not None:
        printed = found[1]
        value = int(printed) if printed.isdigit() else 1
        cut_off = text.lstrip().startswith((".", ","))  # ".5." was 1.5
        weak = not printed.isdigit() or len(printed) > 1 or cut_off
        start = Candidate(index, ((value, 0.0 if printed.isdigit() else 0.4),), weak=weak)
        return Start(start, text[found.end() :].strip(), printed)
    bare = _BARE.match(text)
    if bare is None or len(bare[1]) > 1:
        return None
    start = Candidate(index, ((int(bare[1]), 0.3),), weak=True)
    return Start(start, text[bare.end() :].strip(), bare[1])


def _dotted(kind: MarkerKind, text: str, index: int, parent: tuple[int, ...]) -> Start | None:
    """A number that repeats its parents' (2.8.); only the last part is counted here."""
    found = (_DOTTED if kind == "dotted" else _DEEP).match(text)
    if kind == "dotted" and _DEEP.match(text):
        return None
    if found is None:
        return _undotted(text, index, parent)
    parts = tuple(int(part) for part in found.groups())
    cost = 0.0 if not parent or parts[:-1] == parent else 0.8
    printed = ".".join(map(str, parts))
    start = Candidate(index, ((parts[-1], cost),))
    return Start(start, text[found.end() :].strip(), printed)


def _undotted(text: str, index: int, parent: tuple[int, ...]) -> Start | None:
    """A number that lost its stops ("26." under 2) or a figure ("2..", ".6."), or was misread."""
    cut = _LOST.match(text)
    if cut and parent and int(cut[1]) == parent[-1]:
        return Start(Candidate(index, (), other=CUT, weak=True), text[cut.end() :].strip(), cut[1])
    found = _BARE.match(text)
    if found is None or not parent:
        return None
    printed, before = found[1], "".join(map(str, parent))
    options: tuple[tuple[int, float], ...] = ()
    if printed.startswith(before) and len(printed) > len(before):
        options = ((int(printed[len(before) :]), 0.2),)
    elif len(printed) == 1:
        options = ((int(printed), CUT if text.lstrip()[0] in ".," else 0.9),)
    if not printed.startswith(before) and len(printed) > 1:
        return None
    start = Candidate(index, options, other=0.9, weak=True)
    return Start(start, text[found.end() :].strip(), printed)


def _letter(text: str, index: int) -> Start | None:
    """A letter with a bracket."""
    found = _LETTER.match(text)
    if found is None:
        bare = _OPEN.match(text)
        return _open(bare, text, index) if bare else None
    printed = (found[1] or found[2]).lower()
    letters = [(printed, 0.0), *_CONFUSED.get(printed, ())]
    options = tuple(
        (sequence.LETTERS.index(letter) + 1, cost)
        for letter, cost in letters
        if letter in sequence.LETTERS
    )
    return Start(Candidate(index, options), text[found.end() :].strip(), printed)


def _open(found: re.Match[str], text: str, index: int) -> Start:
    """A letter without a bracket: only where its neighbours leave room for it."""
    value = sequence.LETTERS.index(found[1]) + 1
    start = Candidate(index, ((value, CUT),), other=NEVER, weak=True)
    return Start(start, text[found.end() :].strip(), found[1])

"""A line of text cut into words, numbers, codes and what stands between; nothing is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cchc_lib.plan import language
from cchc_lib.plan.confusions import OWN
from cchc_lib.vietnamese import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal["word", "number", "fixed", "gap", "break"]

_OPENING = "“\"‘'(«"
_CLOSING = '.,;:!?)”"…»/'
_NUMBER = re.compile(r"\d[\d.,/:%-]*")
_CODE = re.compile(r"[\dIOl]+[A-ZĐ]?\s?[-/][A-ZĐ0-9].*|[A-ZĐ0-9]{2,}[-/][A-ZĐ0-9/&-]+[a-z]{0,2}-?")
_INNER = re.compile(r"([/\-–—(),;.“”\"…?+]|(?<=[A-ZĐ]{2})&(?=[A-ZĐ]{2}))")
_ALONE = frozenset("&¢¥@")
_CODE_REPAIRS = (
    (re.compile(r"(?<=[A-ZĐ])[Il](?=\d)"), "1"),
    (re.compile(r"(?<=[/-])(?:QD|QB|QP|OP|0P|0Đ|QÐ)(?=[-/]|$)"), "QĐ"),
    (re.compile(r"(?<=[/-])(?:ND|NB|NP)(?=-CP)"), "NĐ"),
    (re.compile(r"(?<=[/-])(?:NO|N0)(?=[-/])"), "NQ"),
    (re.compile(r"BCD|BCB|BCP"), "BCĐ"),
    (re.compile(r"HDND|HBND|HPND"), "HĐND"),
)
_ROMAN = re.compile(r"([IVX1l|]+)\.")
# After "quý": two strokes or more, H for II, or V; a lone 1 may be right.
_QUARTER = re.compile(r"([I1lJT|!]{2,3}|[Il|]|[I1l|]?V|H)((?:[/.,;:)\-–].*)?)")
_PARTED_NUMBERS = (
    (re.compile(r"(?<=\d) (?=/[A-ZĐ]{2})"), ""),
    (re.compile(r"(?i)(\bs[^\W\d_]?\d?\s\d) (?=\d{1,3}[-/][A-ZĐ0-9])"), r"\1"),
)
FEW = 30  # words that do not tell yet which language they are of
FOREIGN = 0.5
# A mark that a speck doubled; dots that leave something open are three at least.
_DOUBLED = re.compile(r"([;:,])\1+|(?<!\.)(\.)\.(?!\.)")
_ITEM = re.compile(r"([a-zđA-Z¢])\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a line; `text` of all pieces together is the line."""

    text: str
    kind: Kind
    heading: bool = False


def cut(line: str, *, roman: bool = False) -> tuple[Piece, ...]:
    """The pieces of one line, markers, numbers and codes already in their repaired form.

    Args:
        line: a line in composed letters.
        roman: whether headings in capitals have roman numbers, so that "1." is "I.".
    """
    heading = in_capitals(line)
    found: list[Piece] = []
    for at, chunk in enumerate(re.findall(r"\s+|\S+", _whole_numbers(line.strip()))):
        if chunk.isspace():
            found.append(Piece(text=chunk, kind="gap"))
        elif at == 0 and (marker := _marker(chunk, heading, roman=roman)):
            found.append(Piece(text=marker, kind="break"))
        elif _is_quarter(found) and (quarter := _QUARTER.fullmatch(chunk)):
            found += _quarter(quarter[1], quarter[2])
        else:
            found += _chunk(chunk, heading)
    return tuple(found)


def in_capitals(line: str) -> bool:
    """Whether a line is a heading: nearly all letters capitals, and syllables, not codes."""
    letters = [c for c in line if c.isalpha()]
    words = words_of(line)
    vowels = [word for word in words if re.search("[AEIOUY]", fold(word).upper())]
    return (
        len(letters) > 3  # noqa: PLR2004 - a label or an abbreviation
        and sum(map(str.isupper, letters)) >= 0.8 * len(letters)
        and len(vowels) > 0.6 * len(words)
    )


def looks_vietnamese(words: list[str]) -> bool:
    """Whether words were read with Vietnamese letters: about 40 in 100 have one of them."""
    return bool(words) and sum(bool(OWN.search(word)) for word in words) >= 0.15 * len(words)


def is_foreign(words: list[str]) -> bool:
    """Whether words are of another language: few are Vietnamese even without their marks.

    Of damaged Vietnamese about 80 in 100 are, of English, French or code below 30.
    """
    if len(words) < FEW:
        return False
    known = language.bare_syllables()
    return sum(fold(word) in known for word in words) < FOREIGN * len(words)


def words_of(line: str) -> list[str]:
    """Runs of letters of at least two."""
    return re.findall(r"[^\W\d_]{2,}", line)


def has_roman_headings(lines: Iterable[str]) -> bool:
    """Whether headings in capitals are numbered I, II, III: two strokes or more, or a V."""
    return any(re.match(r"\s*(?:[IVX]{2,}|V)\.", line) and in_capitals(line) for line in lines)


def _whole_numbers(line: str) -> str:
    """The line, document numbers that a space parted put together."""
    for pattern, right in _PARTED_NUMBERS:
        line = pattern.sub(right, line)
    return line


def _is_quarter(before: list[Piece]) -> bool:
    """Whether what comes next is the number of a quarter."""
    return len(before) > 1 and before[-1].kind == "gap" and fold(before[-2].text) == "quy"


def _quarter(number: str, rest: str) -> list[Piece]:
    """A quarter's roman number, strokes that were read as digits or letters set right."""
    roman = "II" if number == "H" else re.sub("[1lJT|!]", "I", number)
    if not rest:
        return [Piece(text=roman, kind="number")]
    core = rest.rstrip(_CLOSING)
    return [Piece(text=roman + core, kind="number"), *_between(rest[len(core) :])]


def _marker(chunk: str, heading: bool, *, roman: bool) -> str:
    """A marker at the line's start, repaired; "" where there is none."""
    if re.fullmatch(r"[-–—+•*]", chunk):
        return chunk
    if heading and (number := _ROMAN.fullmatch(chunk)) and (roman or not number[1].isdigit()):
        return re.sub("[1l|]", "I", number[1]) + "."
    if item := _ITEM.fullmatch(chunk):
        return item[1].lower().replace("¢", "c") + ")"
    return chunk if re.fullmatch(r"\d+(?:\.\d+)*[.)]", chunk) else ""


def _chunk(chunk: str, heading: bool) -> list[Piece]:
    """The pieces of what stands between two spaces."""
    core = chunk.lstrip(_OPENING)
    before = chunk[: len(chunk) - len(core)]
    core = core.rstrip(_CLOSING)
    after = chunk[len(before) + len(core) :]
    middle = _core(core, heading)
    return [*_between(before), *middle, *_between(after)]


def _core(core: str, heading: bool) -> list[Piece]:
    """The pieces of a chunk without the punctuation around it."""
    if not core:
        return []
    if _NUMBER.fullmatch(core):
        return [Piece(text=core, kind="number")]
    if _CODE.fullmatch(core):
        return [Piece(text=_code(core), kind="number")]
    found: list[Piece] = []
    for at, part in enumerate(_INNER.split(core)):
        if at % 2:  # what the pattern took
            found += _between(part)
        elif part:
            found.append(_word(part, heading))
    return found


def _between(text: str) -> list[Piece]:
    """Punctuation, as a break of the sentence where it is one."""
    if not text:
        return []
    stops = any(c in language.BREAKS for c in text)
    text = _DOUBLED.sub(r"\1\2", text)
    return [Piece(text=text, kind="break" if stops else "gap")]


def _word(part: str, heading: bool) -> Piece:
    """A word to be restored, or an abbreviation or number that stays."""
    if part.isdigit():
        return Piece(text=part, kind="number")
    known = language.abbreviations().get(language.shape(part))
    capitals = sum(map(str.isupper, part))
    if known and capitals >= 2 and len(part) > 2:  # noqa: PLR2004 - "Par" is no abbreviation
        return Piece(text=known, kind="fixed")
    if re.fullmatch(r"X[IVX1l|]+|[IVX]+[1|]+", part):
        return Piece(text=re.sub("[1l|]", "I", part), kind="fixed")
    if not any(map(str.isalpha, part)) and part not in _ALONE:
        return Piece(text=part, kind="fixed")
    return Piece(text=part, kind="word", heading=heading)


def _code(core: str) -> str:
    """A document's number with the letters that readers confuse set right."""
    for pattern, right in _CODE_REPAIRS:
        core = pattern.sub(right, core)
    return core

"""A line of text cut into words, numbers, codes and what stands between; nothing is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from cchc_lib.plan import language
from cchc_lib.plan.confusions import OWN
from cchc_lib.vietnamese import fold

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
_ITEM = re.compile(r"([a-zđA-Z¢])\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a line; `text` of all pieces together is the line."""

    text: str
    kind: Kind
    heading: bool = False


def cut(line: str) -> tuple[Piece, ...]:
    """The pieces of one line, markers, numbers and codes already in their repaired form."""
    heading = in_capitals(line)
    found: list[Piece] = []
    for at, chunk in enumerate(re.findall(r"\s+|\S+", line.strip())):
        if chunk.isspace():
            found.append(Piece(text=chunk, kind="gap"))
        elif at == 0 and (marker := _marker(chunk, heading)):
            found.append(Piece(text=marker, kind="break"))
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


def words_of(line: str) -> list[str]:
    """Runs of letters of at least two."""
    return re.findall(r"[^\W\d_]{2,}", line)


def _marker(chunk: str, heading: bool) -> str:
    """A marker at the line's start, repaired; "" where there is none."""
    if re.fullmatch(r"[-–—+•*]", chunk):
        return chunk
    if heading and (roman := _ROMAN.fullmatch(chunk)) and not roman[1].isdigit():
        return re.sub("[1l|]", "I", roman[1]) + "."
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
    return [Piece(text=text, kind="break" if stops else "gap")]


def _word(part: str, heading: bool) -> Piece:
    """A word to be restored, or an abbreviation or number that stays."""
    if part.isdigit():
        return Piece(text=part, kind="number")
    known = language.abbreviations().get(language.shape(part))
    capitals = sum(map(str.isupper, part))
    if known and capitals >= 2 and len(part) > 2:  # noqa: PLR2004 - "Par" is no abbreviation
        return Piece(text=known, kind="fixed")
    if not any(map(str.isalpha, part)) and part not in _ALONE:
        return Piece(text=part, kind="fixed")
    return Piece(text=part, kind="word", heading=heading)


def _code(core: str) -> str:
    """A document's number with the letters that readers confuse set right."""
    for pattern, right in _CODE_REPAIRS:
        core = pattern.sub(right, core)
    return core

"""Abbreviations that a document explains itself: "Trung tâm điều hành (TTPH)" is TTĐH.

The words in front of the brackets tell which letters stand in them, whatever a reader without
Đ made of these; from then on the abbreviation is right wherever it stands in the document.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cchc_lib.plan import language
from cchc_lib.vietnamese import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cchc_lib.plan.spelling import Line

_LEAST = 3  # letters; two may be anything
# "(TTĐH)", "(sau đây gọi tắt là TTĐH)", however the words in between were read.
_EXPLAINED = re.compile(r"\((?:(?:[^\W\d_]+\s+){1,6}là:?\s+)?([^\W_]{3,8})\)")


def own(lines: Iterable[Line | None]) -> dict[str, str]:
    """The abbreviations that the lines explain, by their shape."""
    text = " ".join(line.text for line in lines if line)
    found: dict[str, str] = {}
    for match in _EXPLAINED.finditer(text):
        read = match[1]
        words = re.findall(r"[^\W\d_]+", text[max(0, match.start() - 100) : match.start()])
        initials = "".join(map(_initial, words[-len(read) :]))
        if read == read.upper() and language.shape(initials) == language.shape(read):
            found.setdefault(language.shape(read), initials)
    return found


def set_right(lines: Sequence[Line | None]) -> tuple[Line | None, ...]:
    """The lines with their own abbreviations as they are explained."""
    known = own(lines)
    return tuple(line and _set_right(line, known) for line in lines) if known else tuple(lines)


def _initial(word: str) -> str:
    """The letter that stands for a word in an abbreviation: Đ is one, Ủ and Ứ are U."""
    return "Đ" if word[0] in "đĐ" else fold(word[0]).upper()


def _set_right(line: Line, known: dict[str, str]) -> Line:
    """One line."""
    text, place = "", 0
    words = []
    for word in line.words:
        start = line.text.index(word.text, place)
        right = known.get(language.shape(word.text)) if _may_be_one(word.text) else None
        text += line.text[place:start] + (right or word.text)
        place = start + len(word.text)
        words.append(replace(word, text=right) if right else word)
    return replace(line, text=text + line.text[place:], words=tuple(words))


def _may_be_one(text: str) -> bool:
    """Whether a word is written like an abbreviation."""
    return len(text) >= _LEAST and text.isalnum() and text == text.upper() and not text.isdigit()

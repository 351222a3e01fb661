"""Numbers that name a person: telephone numbers, identity cards; found so that they are hidden.

Telephone numbers are those of the national plan (mobile 03, 05, 07, 08, 09; fixed 02, also
with +84); identity numbers have 12 digits that begin with 0 (citizen identity) or 9 digits (the
old card). Nine digits may be an amount too, so they count only in prose, unless a unit follows.
Links are left alone: what they lead to is published already.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PHONE, IDENTITY = "số điện thoại", "số định danh cá nhân"

_GAP = r"[ .\-]?"
_PHONE = rf"(?:\+?84{_GAP}|0)(?:[35789](?:{_GAP}\d){{8}}|2(?:{_GAP}\d){{9}})"
_CITIZEN = rf"0\d\d(?:{_GAP}\d{{3}}){{3}}"
_UNIT = r" ?(?:đồng|đ|vnđ|vnd|₫|d|lượt|người|tin|bài|view|views|triệu|tr)(?!\w)"
_CARD = rf"(?<![.,/\-])\d{{9}}(?![.,/\-]?\d|{_UNIT})"
_ALONE = r"(?<!\d)(?<!\d[.,])(?:{})(?!\d)"
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_CERTAIN = re.compile(_ALONE.format(f"(?P<phone>{_PHONE})|(?P<identity>{_CITIZEN})"), re.IGNORECASE)
_PROSE = re.compile(
    _ALONE.format(f"(?P<phone>{_PHONE})|(?P<identity>{_CITIZEN}|{_CARD})"), re.IGNORECASE
)


def personal(text: str, *, prose: bool = True) -> tuple[str, ...]:
    """What kinds of personal numbers stand in a text, each once.

    Args:
        text: as written.
        prose: whether nine digits are an identity card rather than an amount.
    """
    pattern = _PROSE if prose else _CERTAIN
    parts = (part for part, _ in _parts(text))
    found = [match for part in parts for match in pattern.finditer(part)]
    return tuple(dict.fromkeys(PHONE if match["phone"] else IDENTITY for match in found))


def without_personal(text: str, *, prose: bool = True) -> str:
    """The text with each personal number replaced by what it is, in brackets."""
    pattern = _PROSE if prose else _CERTAIN
    return "".join(pattern.sub(_name, part) + link for part, link in _parts(text))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The text in order, as pairs of words and the link that follows them."""
    before = 0
    for word in re.finditer(r"\S+", text):
        if (start := _link_in(word[0])) is not None:
            yield text[before : word.start() + start], word[0][start:]
            before = word.end()
    yield text[before:], ""


def _link_in(word: str) -> int | None:
    """Where a link begins in a word; None where none does."""
    if found := _LINK.search(word):
        return found.start()
    host, slash, _ = word.partition("/")
    top = host.rpartition(".")
    return 0 if slash and top[0] and top[2].isalpha() else None


def _name(match: re.Match[str]) -> str:
    """What a number is, in its place."""
    return f"[{PHONE if match['phone'] else IDENTITY}]"

"""Numbers that name a person: telephone numbers, identity cards; found so that they are hidden.

Telephone numbers are those of the national plan (mobile 03, 05, 07, 08, 09; fixed 02, also
with +84); identity numbers have 12 digits that begin with 0 (citizen identity) or 9 digits (the
old card). Nine digits may be an amount too, so they count only in prose, unless a unit follows.
Links are left alone: what they lead to is published already.
"""

from __future__ import annotations

import re

PHONE, IDENTITY = "số điện thoại", "số định danh cá nhân"

_GAP = r"[ .\-]?"
_PHONE = rf"(?:\+?84|0){_GAP}(?:[35789](?:{_GAP}\d){{8}}|2(?:{_GAP}\d){{9}})"
_CITIZEN = rf"0(?:{_GAP}\d){{11}}"
_UNIT = r" ?(?:đồng|đ|vnđ|vnd|₫|d|lượt|người|tin|bài|view|views|triệu|tr)(?!\w)"
_CARD = rf"(?<![.,/\-])\d{{9}}(?![.,/\-]?\d|{_UNIT})"
_ALONE = r"(?<!\d)(?<!\d[.,])(?:{})(?!\d)"
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S*", re.IGNORECASE)
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
    found = [match for part in _outside_links(text) for match in pattern.finditer(part)]
    return tuple(dict.fromkeys(PHONE if match["phone"] else IDENTITY for match in found))


def without_personal(text: str, *, prose: bool = True) -> str:
    """The text with each personal number replaced by what it is, in brackets."""
    pattern = _PROSE if prose else _CERTAIN
    parts = _outside_links(text)
    links = [*_LINK.findall(text), ""]
    hidden = [pattern.sub(_name, part) for part in parts]
    return "".join(part + link for part, link in zip(hidden, links, strict=True))


def _outside_links(text: str) -> list[str]:
    """The text between its links."""
    return _LINK.split(text)


def _name(match: re.Match[str]) -> str:
    """What a number is, in its place."""
    return f"[{PHONE if match['phone'] else IDENTITY}]"

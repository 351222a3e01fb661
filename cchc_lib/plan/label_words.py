"""What a label says, by its words: "Cơ quan, đơn vị, địa phương phối hợp", "Mốc thời gian dự kiến".

A label is made of who ("đơn vị"), of a word that gives it its role ("chủ trì", "thời gian"), and
of words that add to it ("dự kiến", "cụ thể"), in few orders; the lexicon lists the words.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast

from cchc_lib.plan import words
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from cchc_lib.plan.words import LabelRole

_PERSONAL = ("direct", "coordinate", "lead")  # in this order: "phối hợp thực hiện" coordinates


def role_of(key: str) -> LabelRole | None:
    """The role of a label under its key; None where its words make no label."""
    for role, pattern in _patterns():
        if pattern.fullmatch(key):
            return role
    return None


def needs_value(key: str) -> bool:
    """Whether a label is a word like any other, so that its value must show what it is."""
    return key in {fold_key(word) for word in words.data()["label_words"]["doubtful"]}


@cache
def _patterns() -> tuple[tuple[LabelRole, re.Pattern[str]], ...]:
    """The form of each role's labels."""
    lists = words.data()["label_words"]
    parts = {name: _alternatives(tuple(lists[name])) for name in lists}
    who, more = parts["who"], parts["more"]
    found: list[tuple[str, str]] = []
    for role in _PERSONAL:
        lead = rf"|{parts['lead']}" if role == "coordinate" else ""
        found.append(
            (role, rf"(?:(?:{who}) )*(?:{parts[role]})(?: (?:{parts[role]}|{who}|{more}{lead}))*")
        )
    for role in ("schedule", "frequency", "product", "note"):
        noun, add = parts[role], parts["lead"]
        found.append((role, rf"(?:(?:{more}) )*(?:{noun})(?: (?:{noun}|{more}|{add}))*"))
    return tuple((cast("LabelRole", role), re.compile(form)) for role, form in found)


def _alternatives(listed: tuple[str, ...]) -> str:
    """Words of a list, folded, as alternatives, longest first."""
    return "|".join(sorted(map(fold_key, listed), key=len, reverse=True))

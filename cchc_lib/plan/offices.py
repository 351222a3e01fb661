"""Usual names of offices, whatever the place: they keep their commas and are known when damaged.

The lexicon lists what offices, centres and unions are called at each level by law and by habit;
behind the name may stand a level ("huyện", "phường"), a place, or whom it belongs to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from cchc_lib.plan import names, words
from cchc_lib.plan.folding import edits, fold_same
from cchc_lib.vietnamese import fold_key, key

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARE = 0.13  # of a name's letters may be damaged
MARGIN = 2  # and the next nearest other name must be this many letters farther
SHORTEST = 8  # shorter names are known exactly or not at all
_LONG = 5  # letters of a level's name that allow for one wrong
_ALONE = frozenset({"địa", "đa", "đối"})  # behind these "phương" is no damaged "phường"
_WORD = re.compile(r"[^\W_]+")
_WHOSE = re.compile(
    r"(?:cac|thuoc|cap|tren dia ban|cua|viet nam|nha nuoc|(?:huyen|tinh|thanh|dang|quan|thi) uy)\b"
)


@dataclass(frozen=True, slots=True)
class Office:
    """A name in right letters, and whether it had to be put right."""

    text: str
    repaired: bool


@cache
def _forms() -> tuple[tuple[str, str, int], ...]:
    """Every usual name, longest first: its key, as written, how many words."""
    pairs = {fold_key(name): str(name) for name in words.data()["agencies"]["offices"]}
    found = [(plain, form, plain.count(" ") + 1) for plain, form in pairs.items()]
    return tuple(sorted(found, key=lambda entry: len(entry[0]), reverse=True))


@cache
def _levels() -> tuple[tuple[str, str], ...]:
    """Names of levels of government by their key, longest first."""
    found = [(fold_key(level), str(level)) for level in words.data()["letterhead"]["levels"]]
    return tuple(sorted(found, key=lambda pair: len(pair[0]), reverse=True))


@cache
def find(text: str, *, settled: bool) -> Office | None:
    """The usual name that a text is, with what may stand behind it; None where it is none.

    Marks may be wrong in any text, as OCR leaves them; letters only in one that was restored.
    """
    for plain, form, many in _forms():
        for start, rest in _cut(text, many):
            tail = _tail(rest, settled=settled) if fold_key(start) == plain else None
            if tail is not None:
                right = key(start) == key(form) or start.isascii()
                made = f"{start if right and settled else _spelt(start, form)}{tail}"
                return Office(made, repaired=key(made) != key(text))
    return None if settled else _near(text)


def _near(text: str) -> Office | None:
    """The usual name that a damaged text is, where no other is near."""
    ranked: list[tuple[int, int, str, str]] = []
    for plain, form, many in _forms():
        if len(plain) < SHORTEST:
            continue
        for start, rest in _cut(text, many):
            distance = edits(fold_key(start), plain)
            tail = _tail(rest, settled=False) if distance <= SHARE * len(plain) else None
            if tail is not None:
                ranked.append((distance, -many, form, tail))
    ranked.sort()
    if not ranked:
        return None
    distance, many, form, tail = ranked[0]
    if any(d - distance < MARGIN and m == many for d, m, *_ in ranked[1:]):
        return None
    start, _ = next(_cut(text, -many))
    return Office(f"{_spelt(start, form)}{tail}", repaired=True)


def _cut(text: str, many: int) -> Iterator[tuple[str, str]]:
    """The text parted behind so many words; nothing where it has fewer."""
    ends = [found.end() for found in _WORD.finditer(text)]
    if len(ends) >= many:
        yield text[: ends[many - 1]], text[ends[many - 1] :]


def _tail(rest: str, *, settled: bool) -> str | None:
    """What may stand behind a name: nothing, a level with a place, whose it is, a bracket."""
    plain = rest.strip(" .,;:")
    if not plain or re.fullmatch(r"\([^()]*\)", plain):
        return rest
    if not rest.startswith(" ") or any(map(names.begins_name, re.split(r",\s*|\svà\s", plain)[1:])):
        return None
    for level, form in _levels():
        here = " ".join(plain.split()[: level.count(" ") + 1])
        near = not settled and len(level) >= _LONG and edits(fold_key(here), level) <= 1
        behind = plain[len(here) :].strip()
        whole = not behind or (here[-1].isalnum() and not behind[0].islower())
        if (near or fold_key(here) == level) and whole:
            return f" {form} {behind}".rstrip(" .,;:")
    if _WHOSE.match(fold_same(plain)):
        return f" {plain if settled else levels_right(plain)}"
    return None


def _spelt(printed: str, form: str) -> str:
    """The printed name in the usual form's words, its own marks between them kept."""
    right = iter(_WORD.findall(form))
    made = _WORD.sub(lambda _: next(right), printed)
    return (made[:1].lower() if printed[:1].islower() else made[:1].upper()) + made[1:]


def levels_right(text: str) -> str:
    """A damaged text with the longer names of levels in it in right letters."""
    tokens = text.split(" ")
    known = {level: form for level, form in _levels() if " " not in level and len(level) >= _LONG}
    for at, token in enumerate(tokens):
        core = token.strip(".,;:()")
        form = known.get(fold_key(core))
        if form and at and core.islower() and tokens[at - 1].lower() not in _ALONE:
            tokens[at] = token.replace(core, form)
    return " ".join(tokens)

"""What an optical reader makes of Vietnamese letters, and which syllables a token may be.

Costs are negative logarithms of rough probabilities, set by hand from the ways in which
readers without Vietnamese letters fail: marks are lost or become other marks (ế → é), letters
become digits (ố → 6, l → 1), horned letters fall apart (ứ → ir, tr), Đ becomes P, D or B.
"""

from __future__ import annotations

import heapq
import itertools
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

EXTRA = 4.5  # a character that stands for nothing
LOST = 5.5  # a letter that left no trace
OTHER = 6.5  # a letter that became an unrelated one
BOUND = 10.0  # dearer readings are not looked for
MISREAD = 3.5  # a letter that only Vietnamese has, read for another with the same base
NOT_ACUTE = 1.5  # an acute was seen where there is none
SLACK = 6.0  # nor such as are dearer than the best by this
NEVER = 99.0
LONGEST_TOKEN = 20  # what is longer is no syllable, nor two of them
LONGEST = 3  # characters that one letter may fall apart into

# Letters that only Vietnamese has: a text that holds them was read with Vietnamese letters.
OWN = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")

ACUTE = "\u0301"
_MARKS = {"\u0302": "^", "\u0306": "u", "\u031b": "+"}
# What each class of letters may turn into. A class is the base letter with its mark:
# "a" without any, "a'" with a tone only, "a^" â, "au" ă, "o^" ô, "o+" ơ, "u+" ư; tones ignored.
_CLASS: dict[str, dict[str, float]] = {
    "a'": {"4": 1.6, "&": 1.8, "é": 2.0, "d": 2.2, "i": 2.6, "é4": 2.6, "o": 2.6, "e": 2.8,
           "£": 2.5, "0": 3.0, "g": 2.8},
    "a^": {"4": 2.0, "&": 2.0, "é": 2.2, "d": 2.4, "i": 2.4, "A": 1.5, "e": 2.8, "dc": 3.5,
           "a}": 2.0, "0": 3.0, "g": 3.2},
    "au": {"4": 2.2, "&": 1.8, "i": 2.0, "ia": 2.0, "d": 2.4, "é": 2.6, "e": 3.0, "A": 2.0},
    "e'": {"é": 0.4, "ê": 0.6, "@": 2.0, "¢": 2.2, "&": 2.2},
    "e^": {"é": 0.3, "ê": 0.5, "@": 1.6, "¢": 1.6, "€": 1.8, "é&": 2.0, "&": 2.0, "eé": 2.0,
           "ée": 2.0, "ié": 2.6, "d": 3.5, "6": 3.0, "g": 3.5, "c": 3.2, "o": 3.2, "a": 3.5},
    "e": {"é": 1.8, "c": 2.6, "€": 2.0, "¢": 2.6},
    "i'": {"j": 1.4, ";": 1.6, "|": 1.5, "l": 1.6, "1": 1.8, "f": 2.5, "!": 1.8, "t": 2.8},
    "i": {"l": 1.6, "|": 1.6, "1": 1.9, "j": 2.2, "t": 2.6},
    "o'": {"6": 1.2, "0": 1.6, "é": 2.0, "d": 2.2, "9": 2.4, "g": 2.4, "¢": 1.9, "b": 2.8,
           "q": 2.6, "a": 2.8, "5": 3.2},
    "o^": {"6": 0.9, "é": 1.0, "d": 1.5, "b": 1.7, "0": 1.6, "g": 1.9, "9": 1.9, "¢": 1.9,
           "6é": 1.8, "é6": 1.8, "q": 2.2, "ob": 2.0, "oé": 2.0, "Q": 1.9, "t": 3.2, "p": 3.2,
           "a": 2.8, "dé": 2.4, "": 3.2, "5": 3.2, "i": 3.0, "e": 2.4, "0z": 2.5, "01": 2.6,
           "c": 3.2},
    "o+": {"g": 1.5, "é": 1.5, "¢": 1.5, "&": 1.9, "a": 2.0, "d": 2.2, "6": 1.9, "e": 2.4,
           "w": 2.8, "gi": 2.4, "og": 1.9, "u": 2.6, "0": 2.2, "i": 2.6, "oi": 2.6, "O": 1.0,
           "wo": 2.2, "uo": 2.6, "o@": 2.0},
    "o": {"0": 1.8, "6": 2.6, "Q": 2.4},
    "u'": {"y": 1.7, "uy": 1.8, "ii": 1.7, "i": 2.2, "a": 2.0, "it": 2.2, "ui": 1.8, "t": 2.8,
           "v": 2.2, "il": 2.0, "iii": 2.6, "d": 3.0, "ie": 3.0, "ai": 2.6, "ua": 2.4, "w": 3.0,
           "n": 3.2},
    "u+": {"w": 1.0, "ir": 1.5, "tr": 1.8, "ur": 1.5, "it": 2.0, "i": 1.9, "t": 2.2, "uw": 1.2,
           "y": 1.8, "uy": 2.2, "a": 2.2, "ie": 2.4, "ue": 2.4, "we": 2.2, "im": 3.0, "u’": 1.0,
           "uwe": 2.4, "iy": 2.6, "hi": 3.2, "b": 3.4, "v": 2.4, "wi": 2.2, "ye": 2.4,
           "iw": 2.0, "uv": 2.2, "ire": 2.8, "itr": 2.6, "irn": 3.0, "d": 3.2, "ii": 2.4,
           "tu": 2.6, "ut": 2.4, "twr": 2.2, "h": 3.4},
    "u": {"w": 2.0, "v": 2.2, "n": 3.0, "ii": 2.4},
    "y'": {"¥": 0.9, "v": 2.0, "j": 2.6},
    "y": {"¥": 2.0, "v": 2.2},
}  # fmt: skip
_LETTER: dict[str, dict[str, float]] = {
    "đ": {"d": 0.1, "D": 0.1, "P": 1.0, "B": 1.4, "DB": 1.6, "DP": 2.0, "Đ": 0, "b": 3.0,
          "bB": 2.0, "Pd": 2.4, "t": 3.2, "di": 3.0, "a": 3.2, "Ð": 0, "ð": 0, "F": 2.6},
    "d": {"P": 3.0, "b": 3.2, "cl": 2.2},
    "l": {"1": 0.8, "I": 0.9, "|": 1.0, "i": 2.0, "t": 2.4, "!": 1.8, "[": 2.4, "}": 2.4},
    "c": {"¢": 1.2, "€": 1.8, "e": 1.8, "ec": 2.4, "ce": 2.4, "ee": 2.8, "q": 2.4, "t": 3.2,
          "o": 3.2, "cc": 2.2},
    "s": {"5": 1.6, "8": 2.2, "3": 2.6, "S": 0, "z": 2.6},
    "g": {"q": 1.8, "9": 1.8, "p": 3.0, "y": 3.0, "6": 3.0},
    "t": {"f": 2.0, "l": 2.2, "1": 2.4, "i": 2.8, ":[": 1.6, "[": 2.2, "r": 3.0, "L": 2.0},
    "h": {"b": 2.2, "li": 2.2, "l1": 2.4, "n": 2.8, "k": 3.0},
    "n": {"m": 2.6, "ri": 2.6, "r": 2.8, "u": 2.6, "ii": 2.8, "h": 2.8, "a": 3.2},
    "m": {"rn": 1.6, "n": 2.4, "nn": 2.0, "in": 2.4, "ni": 2.6, "iii": 2.8},
    "r": {"t": 2.8, "f": 3.0, "i": 3.0, "n": 3.0},
    "b": {"h": 2.6, "6": 2.2, "8": 2.2, "l": 3.2, "lb": 2.6, "o": 3.4},
    "v": {"y": 2.0, "V": 0, "u": 2.4, "w": 2.6},
    "k": {"K": 0, "lc": 2.4, "l": 3.2, "h": 3.0, "x": 3.0},
    "p": {"P": 0, "n": 3.2, "D": 3.0},
    "x": {"X": 0, "k": 3.0, "z": 2.6},
    "q": {"g": 1.8, "9": 1.8},
}  # fmt: skip


def fold_letter(letter: str) -> str:
    """The letter without its marks; `đ` is `d`."""
    plain = "d" if letter in "đĐ" else _decomposed(letter)[0]
    return plain.lower()


def _decomposed(letter: str) -> str:
    """The base letter, then its marks."""
    return unicodedata.normalize("NFD", letter)


@cache
def emission(letter: str, seen: str) -> float:
    """What it costs that a Vietnamese letter was read as the characters `seen`."""
    if seen == letter:
        return 0.0
    table = _table(letter)
    costs = [table[form] for form in (seen, seen.lower()) if form in table]
    if seen == "é" and fold_letter(letter) == "a" and ACUTE not in _decomposed(letter):
        costs = [cost + NOT_ACUTE for cost in costs]
    if len(seen) == 1:
        costs.append(_same_base(letter, seen))
    if not seen:
        costs.append(LOST)
    return min(costs, default=NEVER)


@cache
def _table(letter: str) -> dict[str, float]:
    """The confusions of a letter: its own, or those of its class of vowels."""
    decomposed = _decomposed(letter)
    if letter in _LETTER:
        return _LETTER[letter]
    mark = next((_MARKS[c] for c in decomposed if c in _MARKS), "")
    return _CLASS.get(decomposed[0] + (mark or "'" * (len(decomposed) > 1)), {})


def _same_base(letter: str, seen: str) -> float:
    """The cost of reading one letter as another, by how they look without marks."""
    if seen.lower() == letter:
        return 0.0
    if fold_letter(seen) != fold_letter(letter):
        return OTHER
    if OWN.search(seen):
        return MISREAD
    bare = len(_decomposed(seen)) == 1
    marked = len(_decomposed(letter)) > 1
    if bare:
        return 0.4 if marked else 0.0
    return 0.9 if marked else 1.6


Arcs = list[tuple[tuple[int, float], ...]]


@dataclass(slots=True)
class _Node:
    """A node of the tree of syllables."""

    children: dict[str, _Node] = field(default_factory=dict)
    word: str = ""


class Speller:
    """Finds the syllables that a token may be, with what each reading costs."""

    def __init__(self, words: Iterable[str]) -> None:
        """Put the words into a tree, letter by letter."""
        self._root = _Node()
        self._found: dict[str, tuple[tuple[str, float], ...]] = {}
        for word in words:
            node = self._root
            for letter in word:
                node = node.children.setdefault(letter, _Node())
            node.word = word

    def near(self, token: str) -> tuple[tuple[str, float], ...]:
        """Words and costs, cheapest first; at most as dear as the best and `SLACK`."""
        if len(token) > LONGEST_TOKEN:
            return ()
        if token not in self._found:
            self._found[token] = self._search(token)
        return self._found[token]

    def _search(self, token: str) -> tuple[tuple[str, float], ...]:
        """Walk the tree, leaving branches that have become too dear."""
        size = len(token)
        pieces = [
            [token[at : at + length] for length in range(min(LONGEST, size - at) + 1)]
            for at in range(size + 1)
        ]
        arcs: dict[str, Arcs] = {}
        found: list[tuple[str, float]] = []
        bound = BOUND
        start = [EXTRA * at for at in range(size + 1)]
        order = itertools.count()
        queue = [(0.0, next(order), self._root, start)]
        while queue and queue[0][0] <= bound:
            _, _, node, row = heapq.heappop(queue)
            if node.word and row[size] <= bound:
                found.append((node.word, row[size]))
                bound = min(bound, row[size] + SLACK)
            for letter, child in node.children.items():
                if letter not in arcs:
                    arcs[letter] = [_steps(letter, at) for at in pieces]
                following = _step(row, arcs[letter], bound)
                if following is not None:
                    heapq.heappush(queue, (min(following), next(order), child, following))
        return tuple(sorted((pair for pair in found if pair[1] <= bound), key=lambda p: p[1]))


def _steps(letter: str, pieces: list[str]) -> tuple[tuple[int, float], ...]:
    """How many characters a letter may take at one place, and what that costs."""
    costs = ((length, emission(letter, seen)) for length, seen in enumerate(pieces))
    return tuple((length, cost) for length, cost in costs if cost <= BOUND)


def _step(row: list[float], arcs: Arcs, bound: float) -> list[float] | None:
    """The costs after one more letter, or `None` where all are above the bound."""
    following = [NEVER] * len(row)
    alive = False
    for at, cost in enumerate(row):
        if cost > bound:
            continue
        for length, step in arcs[at]:
            total = cost + step
            if total <= bound and total < following[at + length]:
                following[at + length] = total
                alive = True
    if not alive:
        return None
    last = NEVER
    for at, cost in enumerate(following):
        last += EXTRA
        if cost < last:
            last = cost
        else:
            following[at] = last
    return following

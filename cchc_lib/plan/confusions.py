"""What an optical reader makes of Vietnamese letters, and which syllables a token may be.

Costs are negative logarithms of shares that were counted where a reader without Vietnamese
letters read text that was known (`benchmarks/learn_errors.py`): marks are lost or become other
marks (ế → é), letters become digits (ố → 6, l → 1), horned letters fall apart (ứ → ir, tr).
"""

from __future__ import annotations

import heapq
import itertools
import math
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from cchc_lib.plan import language

if TYPE_CHECKING:
    from collections.abc import Iterable

EXTRA = 4.5  # a character that stands for nothing
LOST = 5.5  # a letter that left no trace
OTHER = 6.5  # a letter that became an unrelated one
BOUND = 10.0  # dearer readings are not looked for
MISREAD = 3.5  # a letter that only Vietnamese has, read for another with the same base
BARE = 2.0  # a letter read for its base, where learning doesn't know it as likelier
MARKED = 3.0  # the same, with a mark that English letters have
SLACK = 6.0  # nor such as are dearer than the best by this
NEVER = 99.0
LEAN = 20.0  # how much a letter's own counts are mixed with those of its class
LONGEST_TOKEN = 20  # what is longer is no syllable, nor two of them
LONGEST = 3  # characters that one letter may fall apart into
SAME_SHAPE = frozenset("ckopsuvwxz")  # small letters that look like their capitals

# Letters that only Vietnamese has: a text that holds them was read with Vietnamese letters.
OWN = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")

_ALL = "all"
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
# What the learning sees too rarely, by letter or class of letters: thicker print, other readers.
_OTHER_READERS: dict[str, dict[str, float]] = {
    "đ": {"Ð": 0.0, "ð": 0.0, "Ɖ": 0.0, "P": 3.0, "B": 3.0},
    "i": {"|": 2.5, "¡": 2.5, "!": 4.0},
    "l": {"|": 1.5, "!": 3.0, "[": 4.0},
    "s": {"5": 3.5, "3": 4.0, "8": 4.0, "$": 4.0},
    "o": {"0": 3.0},
    "o'": {"0": 3.0, "9": 4.0},
    "ô": {"0": 3.0, "b": 3.5},
    "ô'": {"0": 2.5, "b": 2.5, "9": 3.0, "g": 3.0, "¢": 3.0, "b0": 3.5},
    "ơ": {"o’": 2.0, "o'": 2.0},
    "ơ'": {"¢": 2.5, "0": 3.5, "o’": 2.5},
    "e'": {"8": 4.0, "¢": 3.5},
    "ê'": {"8": 4.0, "¢": 3.5, "€": 3.5, "@": 3.0},
    "ư": {"u’": 2.0, "u'": 2.0, "w": 2.0},
    "y'": {"¥": 1.5},
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
    if seen == letter and OWN.search(letter):
        return 0.0
    forms = {letter, letter.upper()} if seen != seen.lower() else {letter}
    return min(_untaught(letter, seen), *(_learnt_cost(form, seen) for form in forms))


def _untaught(letter: str, seen: str) -> float:
    """The cost by how letters look, whatever was learnt."""
    tables = (_OTHER_READERS.get(key, {}) for key in (letter, _class(letter)))
    other = min(table.get(seen, NEVER) for table in tables)
    if not seen:
        return LOST
    return min(other, _same_base(letter, seen)) if len(seen) == 1 else other


def _learnt_cost(letter: str, seen: str) -> float:
    """Negative logarithm of the share of the letter's readings; rare letters lean on others."""
    own = _learnt().get(letter, {})
    alike = _classes().get(_class(letter), {})
    count = own.get(seen, 0)
    in_class = alike.get(seen, 0) / max(1, alike.get(_ALL, 0))
    share = (count + LEAN * in_class) / (own.get(_ALL, 0) + LEAN)
    return -math.log(share) if share else NEVER


@cache
def _learnt() -> dict[str, dict[str, int]]:
    """For each letter how often it became what; under `_ALL` how often it was seen."""
    found: dict[str, dict[str, int]] = {}
    for row in language.asset("confusions.tsv").splitlines():
        letter, seen, count = row.split("\t")
        became = found.setdefault(letter, {_ALL: 0})
        became[seen] = int(count)
        became[_ALL] += int(count)
    return found


@cache
def _classes() -> dict[str, dict[str, int]]:
    """The same for letters that differ by their tone only."""
    found: dict[str, dict[str, int]] = {}
    for letter, became in _learnt().items():
        together = found.setdefault(_class(letter), {})
        for seen, count in became.items():
            together[seen] = together.get(seen, 0) + count
    return found


@cache
def _class(letter: str) -> str:
    """The base letter with its mark, and whether it has a tone."""
    marks = _decomposed(letter)
    kept = unicodedata.normalize("NFC", "".join(c for c in marks if c not in _TONES))
    return kept + "'" * any(c in _TONES for c in marks)


def _same_base(letter: str, seen: str) -> float:
    """The cost of reading one letter as another, by how they look without marks."""
    if seen.lower() == letter and seen.lower() in SAME_SHAPE:
        return 0.1
    if fold_letter(seen) != fold_letter(letter):
        return OTHER
    if OWN.search(seen):
        return MISREAD
    return BARE if len(_decomposed(seen)) == 1 else MARKED


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

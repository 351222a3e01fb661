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
    from collections.abc import Sequence

EXTRA = 4.5  # a character that stands for nothing
LOST = 5.5  # a letter that left no trace
OTHER = 6.5  # a letter that became an unrelated one
BOUND = 10.0  # dearer readings are not looked for
MISREAD = 3.5  # a letter that only Vietnamese has, read for another with the same base
BARE = 2.0  # a letter read for its base, where learning doesn't know it as likelier
MARKED = 3.0  # the same, with a mark that English letters have
SLACK = 7.0  # nor such as are dearer than the best by this, which is more than `OTHER`
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


# How many characters a letter may take at a place, with what that costs.
Arcs = tuple[tuple[int, float], ...]
# The places of a token that a path of letters may have come to, and what each costs.
Row = list[tuple[int, float]]


@dataclass(slots=True)
class _Node:
    """A node of the tree of syllables."""

    children: dict[str, _Node] = field(default_factory=dict)
    word: str = ""


class Speller:
    """Finds the syllables that a token may be, with what each reading costs."""

    def __init__(self, words: Sequence[str]) -> None:
        """Put the words into a tree, letter by letter."""
        self._root = _Node()
        self._found: dict[str, tuple[tuple[str, float], ...]] = {}
        self._cheapest: dict[str, float] = {}
        for word in words:
            node = self._root
            for letter in word:
                node = node.children.setdefault(letter, _Node())
            node.word = word
        self._letters = sorted(set().union(*words))

    def near(self, token: str) -> tuple[tuple[str, float], ...]:
        """Words and costs, cheapest first; at most as dear as the best and `SLACK`."""
        if len(token) > LONGEST_TOKEN:
            return ()
        if token not in self._found:
            self._found[token] = self._search(token)
        return self._found[token]

    def _search(self, token: str) -> tuple[tuple[str, float], ...]:
        """Walk the tree, what may still become cheap first, leaving what has become too dear."""
        size = len(token)
        windows = [token[at : at + LONGEST] for at in range(size + 1)]
        ahead = self._ahead(windows)
        arcs: dict[str, list[Arcs]] = {}
        found: list[tuple[str, float]] = []
        bound = BOUND
        start = [(at, EXTRA * at) for at in range(size + 1)]
        order = itertools.count()
        queue = [(ahead[0], next(order), self._root, start)]
        while queue and queue[0][0] <= bound:
            _, _, node, row = heapq.heappop(queue)
            if node.word and row[-1][0] == size and row[-1][1] <= bound:
                found.append((node.word, row[-1][1]))
                bound = min(bound, row[-1][1] + SLACK)
            for letter, child in node.children.items():
                if letter not in arcs:
                    arcs[letter] = [_steps(letter, window) for window in windows]
                least, following = _step(row, arcs[letter], ahead, bound)
                if following:
                    heapq.heappush(queue, (least, next(order), child, following))
        kept = (pair for pair in found if pair[1] <= bound)
        return tuple(sorted(kept, key=lambda pair: (pair[1], pair[0])))

    def _ahead(self, windows: list[str]) -> list[float]:
        """The least that the rest of a token costs from each of its places on."""
        found = [0.0] * len(windows)
        for at in range(len(windows) - 2, -1, -1):
            ways = ((length, self._least(windows[at], length)) for length in range(1, LONGEST + 1))
            reached = [cost + found[at + n] for n, cost in ways if at + n < len(windows)]
            found[at] = min(EXTRA + found[at + 1], *reached)
        return found

    def _least(self, window: str, length: int) -> float:
        """The least that any letter costs as the first characters of a window."""
        seen = window[:length]
        if seen not in self._cheapest:
            self._cheapest[seen] = min(emission(letter, seen) for letter in self._letters)
        return self._cheapest[seen]


@cache
def _steps(letter: str, window: str) -> Arcs:
    """How many of the next characters a letter may take, and what that costs."""
    costs = [(length, emission(letter, window[:length])) for length in range(len(window) + 1)]
    return tuple(pair for pair in costs if pair[1] <= BOUND)


def _step(
    row: Row, arcs: Sequence[Arcs], ahead: Sequence[float], bound: float
) -> tuple[float, Row]:
    """The places that one more letter leads to, with costs, and the least of the whole token."""
    best: dict[int, float] = {}
    for at, cost in row:
        for length, step in arcs[at]:
            end = at + length
            total = cost + step
            if total + ahead[end] <= bound and total < best.get(end, NEVER):
                best[end] = total
    if not best:
        return NEVER, []
    following: Row = []
    last = least = NEVER
    for at in range(min(best), len(ahead)):
        last = min(last + EXTRA, best.get(at, NEVER))
        if last + ahead[at] <= bound:
            following.append((at, last))
            least = min(least, last + ahead[at])
    return least, following

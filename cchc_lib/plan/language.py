"""A small model of administrative Vietnamese: how likely a word is after the two before it.

Counted from the text in `assets/language` and from a workspace's registry; Witten-Bell
smoothing from three words to two, then to what a dictionary lets follow, then to one word and
to the general frequency of syllables.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING

from cchc_lib.vietnamese import fold, nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

START = "<s>"
NUMBER = "<n>"
NAMES_WEIGHT = 2.0  # a name of the registry counts as if it had been read so often
LAWS_WEIGHT = 0.02  # a run of words in a law
PLACES_WEIGHT = 0.2  # a place of the whole country, which may be any other
IN_DICTIONARY = 0.5  # share of the words that stand beside their neighbour in a dictionary
FLOOR = 2e-8  # the frequency of a syllable that the list doesn't have
WORD = re.compile(r"[^\W\d_]+|\d+|[.;:()?!]")
BREAKS = frozenset(".;:()?!")


class Model:
    """Counts of one, two and three words; see the module."""

    def __init__(self, texts: Iterable[tuple[str, float]]) -> None:
        """Count the texts, each with its weight."""
        self._one: dict[str, float] = {}
        self._two: dict[str, dict[str, float]] = {}
        self._three: dict[tuple[str, str], dict[str, float]] = {}
        self._capital: dict[str, float] = {}
        self._small: dict[str, float] = {}
        self._take_laws()
        for text, weight in texts:
            self._count(text, weight)
        self._followed = Counter(word for seen in self._two.values() for word in seen)
        self._pairs = sum(self._followed.values())
        self._totals = {last: sum(seen.values()) for last, seen in self._two.items()}
        self._pair_totals = {pair: sum(seen.values()) for pair, seen in self._three.items()}
        self._after_two: dict[tuple[str, str], _Costs] = {}
        self._after_one: dict[str, _Costs] = {}
        self._single: dict[str, float] = {}
        self._followers: dict[str, float] = {}

    @property
    def words(self) -> tuple[str, ...]:
        """Every word of the texts."""
        return tuple(word for word in self._one if not word.startswith("<"))

    def always_small(self, word: str) -> bool:
        """Whether the texts never write the word with a capital inside a sentence."""
        return self._small.get(word, 0.0) > 1 and word not in self._capital

    def log(self, before: str, last: str, word: str) -> float:
        """Natural logarithm of the probability of `word` after `before last`."""
        return self.after(before, last)[word]

    def after(self, before: str, last: str) -> Mapping[str, float]:
        """That logarithm for every word; two words never seen together are as the last alone."""
        pair = (before, last)
        if pair not in self._after_two:
            if pair in self._three:
                self._after_two[pair] = _Costs(partial(self._three_words, before, last))
            else:
                if last not in self._after_one:
                    self._after_one[last] = _Costs(partial(self._two_words, last))
                self._after_two[pair] = self._after_one[last]
        return self._after_two[pair]

    def single(self, word: str) -> float:
        """Probability of the word after a word that it was never seen after.

        That is how many different words it follows, mixed with its general frequency: "diện"
        is frequent, but after few words only.
        """
        if word not in self._single:
            share = self._followed.get(word, 0) / self._pairs
            self._single[word] = (share + syllables().get(word, FLOOR)) / 2
        return self._single[word]

    def _three_words(self, before: str, last: str, word: str) -> float:
        """Three words, smoothed by two."""
        lower = self._two_words(last, word)
        seen = self._three[before, last]
        return _witten_bell(seen, self._pair_totals[before, last], word, lower)

    def _two_words(self, last: str, word: str) -> float:
        """Two words, smoothed by one."""
        lower = self._beside(last, word)
        seen = self._two.get(last)
        return _witten_bell(seen, self._totals[last], word, lower) if seen else lower

    def _beside(self, last: str, word: str) -> float:
        """One word, likelier where a dictionary has it after the last one."""
        single = self.single(word)
        followers = followers_in_dictionary().get(last)
        if not followers:
            return single
        if last not in self._followers:
            self._followers[last] = sum(map(self.single, followers))
        inside = single / self._followers[last] if word in followers else 0.0
        return (1 - IN_DICTIONARY) * single + IN_DICTIONARY * inside

    def _take_laws(self) -> None:
        """Runs of words of laws, which weigh less than an office's own words."""
        for run, count in laws():
            weight = LAWS_WEIGHT * count
            if len(run) == 1:
                _add(self._one, run[0], weight)
            elif len(run) == 2:  # noqa: PLR2004 - a pair
                _add(self._two.setdefault(run[0], {}), run[1], weight)
            else:
                _add(self._three.setdefault((run[0], run[1]), {}), run[2], weight)

    def _count(self, text: str, weight: float) -> None:
        """Count the words of one paragraph."""
        before, last = START, START
        for match in WORD.finditer(text):
            raw = match.group()
            if raw in BREAKS:
                before = last = START
                continue
            word = NUMBER if raw.isdigit() else raw.lower()
            _add(self._one, word, weight)
            _add(self._two.setdefault(last, {}), word, weight)
            _add(self._three.setdefault((before, last), {}), word, weight)
            if last != START and not raw.isupper():
                _add(self._capital if raw[0].isupper() else self._small, word, weight)
            before, last = last, word


class _Costs(dict[str, float]):
    """Logarithms of probabilities, each found when it is first asked for."""

    def __init__(self, share: Callable[[str], float]) -> None:
        """Take what gives a word's probability."""
        super().__init__()
        self._share = share

    def __missing__(self, word: str) -> float:
        """Find one and keep it."""
        self[word] = found = math.log(self._share(word))
        return found


def _add(counts: dict[str, float], word: str, weight: float) -> None:
    """Count a word."""
    counts[word] = counts.get(word, 0.0) + weight


def _witten_bell(seen: dict[str, float], total: float, word: str, lower: float) -> float:
    """Counts mixed with the lower order by the number of different words that followed."""
    kinds = len(seen)
    return (seen.get(word, 0.0) + kinds * lower) / (total + kinds)


@cache
def model(names: tuple[str, ...] = ()) -> Model:
    """The model, with the names of a registry; counted once."""
    return build(asset("administrative.txt").splitlines(), names)


def build(paragraphs: Iterable[str], names: tuple[str, ...] = ()) -> Model:
    """A model of these paragraphs, of places and of the names of a registry."""
    return Model(
        [
            *((text, 1.0) for text in paragraphs),
            *((text, PLACES_WEIGHT) for text in asset("places.txt").splitlines()),
            *((text, NAMES_WEIGHT) for text in names),
        ]
    )


@cache
def dictionary() -> tuple[str, ...]:
    """Words of two syllables and more."""
    return tuple(asset("dictionary.txt").splitlines())


@cache
def followers_in_dictionary() -> dict[str, frozenset[str]]:
    """For each syllable those that stand after it in a word of the dictionary."""
    found: dict[str, set[str]] = {}
    for word in dictionary():
        parts = word.split()
        for last, following in itertools.pairwise(parts):
            found.setdefault(last, set()).add(following)
    return {last: frozenset(following) for last, following in found.items()}


@cache
def laws() -> tuple[tuple[tuple[str, ...], int], ...]:
    """Runs of one to three words of laws, and how often each was read."""
    rows = (row.split("\t") for row in asset("laws.tsv").splitlines())
    return tuple((tuple(run.split(" ")), int(count)) for run, count in rows)


@cache
def syllables() -> dict[str, float]:
    """General frequency of each Vietnamese syllable, as a fraction."""
    rows = (line.split("\t") for line in asset("syllables.tsv").splitlines())
    return {word: int(count) / 1e8 for word, count in rows}


@cache
def bare_syllables() -> frozenset[str]:
    """The syllables as they are without their marks."""
    return frozenset(map(fold, syllables()))


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviations by their shape: letters that readers confuse are one (Đ P B, I L 1)."""
    found: dict[str, str] = {}
    for line in asset("abbreviations.txt").split():
        found.setdefault(shape(line), line)
    return found


@cache
def listed() -> frozenset[str]:
    """The abbreviations as they are written."""
    return frozenset(abbreviations().values())


def shape(token: str) -> str:
    """The shape of an abbreviation: that of CPS is that of CĐS."""
    plain = token.upper().translate(str.maketrans("ĐPBÐIL1|!0OQ", "DDDDIIIIIOOO"))
    return re.sub("I+", "I", plain)


def asset(name: str) -> str:
    """A text of the package."""
    folder = resources.files("cchc_lib") / "assets" / "language"
    return nfc((folder / name).read_text(encoding="utf-8"))

"""Words of a clean text that are none: put right where one reading alone fits, else left.

A Vietnamese reader of print misreads a mark ("thông tỉn"), or loses a space or a stroke
("05 phútchuyên mục", "02 đợưnăm"). Only small words with marks that nobody has ever written
are looked at: names, foreign words, codes, abbreviations and numbers are not.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from cchc_lib.plan import language, words
from cchc_lib.plan.decode import decode
from cchc_lib.vietnamese import fold, fold_key, key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_lib.plan.decode import Candidates

MARK = 3.0  # cost of a mark that is another one, or one too many
LETTER = 4.5  # of a letter
SPACE = 3.0  # of a space or a stroke that was lost
LEAST = 0.95  # a reading that is less probable than this beside its rivals is not taken
MOST = 0.99  # of the most probable readings so many were right where words were damaged on purpose
FEW = 5  # strange words that any text may have
SHARE = 0.03  # and of its words; a text with more is not clean
MANY = 500  # and no text may have more
AROUND = 2  # words on each side that tell
LONGEST = 14  # letters of two syllables
SHORTEST = 2  # letters of each of two words that stand together
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[.;:()?!]")


@dataclass(frozen=True, slots=True)
class Mended:
    """A text with its words put right, and how probable it is that all of these are right."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, number or stop: the text that it stands in, its place there."""

    text: str
    row: int
    start: int


def mend(texts: Sequence[str | None], names: tuple[str, ...] = ()) -> dict[int, Mended]:
    """The texts that have words to put right, by their place among all.

    Args:
        texts: clean texts in order; None parts them, and is not read.
        names: names that the text may hold, for the model of the language.
    """
    tokens = list(_tokens(texts))
    strange = [at for at, one in enumerate(tokens) if _is_strange(one.text)]
    if len(strange) > min(MANY, max(FEW, SHARE * len(tokens))):
        return {}
    found: dict[int, Mended] = {}
    for at in reversed(strange):
        one = tokens[at]
        reading, probability = _reading(tokens, at, names)
        if reading:
            before = found.get(one.row) or Mended(texts[one.row] or "", 1.0)
            end = one.start + len(one.text)
            text = before.text[: one.start] + reading + before.text[end:]
            found[one.row] = Mended(text, before.confidence * probability)
    return found


def _tokens(texts: Sequence[str | None]) -> Iterator[_Token]:
    """The tokens of all texts; a stop where one ends for good."""
    for row, text in enumerate(texts):
        if not text or not text.strip():
            yield _Token(".", row, 0)
        for match in _TOKEN.finditer(text or ""):
            yield _Token(match[0], row, match.start())


def _is_strange(text: str) -> bool:
    """Whether a token is a small word with marks that nobody writes."""
    return (
        SHORTEST <= len(text) <= LONGEST
        and text.islower()
        and fold(text) != text
        and key(text) not in _syllables()
        and key(text) not in _written()
    )


@cache
def _syllables() -> dict[str, str]:
    """Every syllable under its key."""
    return {key(word): word for word in language.syllables()}


@cache
def _written() -> frozenset[str]:
    """The keys of what else stands in the language data."""
    files = ("administrative.txt", "places.txt", "dictionary.txt")
    found = {one for name in files for one in re.findall(r"[^\W\d_]+", language.asset(name))}
    found.update(word for run, _ in language.laws() for word in run)
    return frozenset(map(key, found))


def _reading(tokens: Sequence[_Token], at: int, names: tuple[str, ...]) -> tuple[str, float]:
    """What a token should be, and how probable that is; "" where nothing is sure."""
    text = tokens[at].text
    if at and tokens[at - 1].text.isdigit() and (rate := _rate(text)):
        return rate, LEAST
    near = (*_near(text), *_parted(text))
    if not near:
        return "", 0.0
    places: list[Candidates | None] = [
        None if _is_stop(one.text) else ((_word(one.text), 0.0),)
        for one in tokens[max(0, at - AROUND) : at + AROUND + 1]
    ]
    middle = min(at, AROUND)
    places[middle] = (*near, (text, 0.0))
    guess = decode(language.model(names), places)[middle]
    sure = guess is not None and guess.word != text and guess.probability >= LEAST
    return (guess.word, min(guess.probability, MOST)) if guess and sure else ("", 0.0)


def _is_stop(text: str) -> bool:
    """Whether a token ends a sentence."""
    return text in language.BREAKS


def _word(text: str) -> str:
    """A token as the model has it."""
    return language.NUMBER if text.isdigit() else text.lower()


@lru_cache(maxsize=MANY)
def _near(text: str) -> Candidates:
    """The syllables that are one mark or one letter away."""
    plain, apart = key(text), unicodedata.normalize("NFD", key(text))
    found = []
    for other, syllable in _syllables().items():
        if abs(len(other) - len(plain)) > AROUND:
            continue
        marks = Levenshtein.distance(apart, unicodedata.normalize("NFD", other), score_cutoff=1)
        if marks <= 1 and fold(other) == fold(text):
            found.append((syllable, MARK))
        elif marks <= 1 or Levenshtein.distance(plain, other, score_cutoff=1) <= 1:
            found.append((syllable, LETTER))
    return tuple(found)


def _parted(text: str) -> Candidates:
    """The token as two syllables that lost the space between them."""
    known = _syllables()
    return tuple(
        (f"{known[key(text[:at])]} {known[key(text[at:])]}", SPACE)
        for at in range(SHORTEST, len(text) - SHORTEST + 1)
        if key(text[:at]) in known and key(text[at:]) in known
    )


def _rate(text: str) -> str:
    """Behind a number: a unit and a span, or minutes and a unit, that lost their stroke."""
    for at in range(SHORTEST, len(text) - SHORTEST + 1):
        first, second = text[:at], text[at:]
        if key(second) in _spans() and (unit := _unit(first)):
            return f"{unit}/{second}"
        if fold_key(first) == "phut" and key(second) in _unit_begins():
            return f"{first}/{second}"
    return ""


@cache
def _spans() -> frozenset[str]:
    """The keys of spans that figures count for, of one word."""
    lists = words.data()["periods"]
    spans = [one for name, forms in lists.items() if name != "every" for one in forms]
    return frozenset(key(one) for one in spans if " " not in one)


def _unit(text: str) -> str:
    """The unit of one word that a text is, or is one letter away from; "" where none or several."""
    units = sorted({str(one) for one in words.data()["quotas"]["units"] if " " not in one})
    same = [one for one in units if key(one) == key(text)]
    near = [one for one in units if len(one) > SHORTEST and Levenshtein.distance(one, text) == 1]
    return same[0] if same else near[0] if len(near) == 1 else ""


@cache
def _unit_begins() -> frozenset[str]:
    """The keys of the first words of units."""
    return frozenset(key(str(one).split()[0]) for one in words.data()["quotas"]["units"])

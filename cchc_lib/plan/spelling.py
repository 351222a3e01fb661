"""What the pieces of damaged lines may be, and what they become once they are decoded."""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from cchc_lib.plan import abbreviations, headings, language
from cchc_lib.plan.confusions import Speller
from cchc_lib.plan.decode import Candidates, Guess, decode
from cchc_lib.plan.pieces import Piece, cut, has_roman_headings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CHOICES = 20  # candidates of one token
RARITY = 0.6  # how much a rare syllable is put back when candidates are cut off
UNREADABLE = 8.5  # a token whose best reading is dearer stays as it is
UNREAD_CONFIDENCE = 0.3
FAR = 4.0  # above this cost a reading is less sure than its odds
GLUED = 2.5  # two words without a space are looked for above this cost
GLUE = 4.5
WELL_READ = 4.0  # and only such as were read well
LONE_DIGIT = 1.6  # what each digit of a number costs beside a word that was read as digits
DIGITS = 3  # longer numbers are numbers
# Stops that may be part of a letter, what they then are, and by how much that must be better.
LETTERS = {";": "i", ":": "i", "?": "?"}
STOP = {";": 3.0, ":": 4.0, "?": -8.0}
SAME_SHAPE = frozenset("COSUVWXZ")  # capitals that look like their small letters
QUOTES = frozenset("“\"‘'«")
WHOLE = "line"  # the row of the fitted table that holds the power for whole lines
Shares = dict[str, tuple[tuple[float, ...], tuple[float, ...]]]
_SEAM = 2  # letters on each side of a seam at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One token as it is read, with how sure that is before and after calibration."""

    text: str
    kind: str
    odds: float
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as it is read; `number` says how sure the number in front of it is."""

    text: str
    words: tuple[Word, ...]
    number: float = 1.0

    @property
    def confidence(self) -> float:
        """Probability that the whole line is right: a single doubtful word lowers it."""
        words = [word.confidence for word in self.words]
        return self.number * together(words, _whole())


class Reader:
    """Reads damaged lines by a model of the language and the syllables that it knows."""

    def __init__(self, model: language.Model) -> None:
        """Take the model; its words and all syllables can be read."""
        self.model = model
        words = {word for word in model.words if word.isalpha()}
        self.speller = Speller(sorted(words | set(language.syllables())))
        self._readings: dict[Piece, Candidates] = {}

    def read(self, texts: Sequence[str | None]) -> tuple[Line | None, ...]:
        """All lines at once: a sentence that runs on over the line's end is read as one.

        Args:
            texts: the damaged lines; `None` stands for what is not to be read, and stays.
        """
        roman = has_roman_headings(text for text in texts if text)
        cuts = [None if text is None else self._joined(cut(text, roman=roman)) for text in texts]
        places: list[Candidates | None] = []
        for pieces, ends in zip(cuts, _ends(cuts), strict=True):
            for piece in pieces or ():
                if piece.kind == "break":
                    places.append(None)
                elif piece.kind != "gap":
                    places.append(self._candidates(piece))
            if ends:
                places.append(None)
        guesses = iter(decode(self.model, places))
        return headings.set_right(abbreviations.set_right(tuple(self._written(cuts, guesses))))

    def _written(
        self, cuts: Sequence[tuple[Piece, ...] | None], guesses: Iterator[Guess | None]
    ) -> Iterator[Line | None]:
        """The lines with their guesses put in."""
        starts = True
        for pieces, ends in zip(cuts, _ends(cuts), strict=True):
            starts = starts or _is_label(pieces or ())
            line, starts = self._line(pieces or (), guesses, starts=starts)
            if ends:
                next(guesses)
                starts = True
            yield None if pieces is None else line

    def _line(
        self, pieces: Sequence[Piece], guesses: Iterator[Guess | None], *, starts: bool
    ) -> tuple[Line, bool]:
        """One line, and whether a new sentence begins after it."""
        text = ""
        words: list[Word] = []
        for piece in pieces:
            guess = None if piece.kind == "gap" else next(guesses)
            if guess is None:
                text += piece.text
            else:
                word = self._word(piece, guess, starts=starts)
                text += word.text
                words.append(word)
            if piece.kind != "gap" or piece.text in QUOTES:
                starts = piece.kind in {"break", "gap"}
        return Line(text=text, words=tuple(words)), starts

    def _word(self, piece: Piece, guess: Guess, *, starts: bool) -> Word:
        """What a piece became."""
        if piece.kind == "fixed" or self._stays(piece) or guess.word == language.NUMBER:
            listed = piece.kind == "fixed" and piece.text in language.listed()
            kind = "listed" if listed else "number" if piece.kind == "number" else "fixed"
            return _weighed(piece.text, kind, guess.probability)
        if piece.kind == "word" and not self._near(piece):
            return _weighed(piece.text, "unread", UNREAD_CONFIDENCE)
        odds = guess.probability * math.exp(-max(0.0, guess.cost - FAR) / FAR)
        return _weighed(self._cased(piece, guess.word, starts=starts), "word", odds)

    def _candidates(self, piece: Piece) -> Candidates:
        """What a piece may be; codes and abbreviations are only themselves."""
        near = self._near(piece)
        if piece.kind == "number":
            number = ((language.NUMBER, LONE_DIGIT * len(piece.text) if near else 0.0),)
            return (*number, *near[:CHOICES])
        if not near:
            return ((piece.text.lower(), 0.0),)
        ranked = sorted(near, key=self._rank)
        return (*ranked[:CHOICES], *self._parted(piece, near[0][1]))

    def _rank(self, pair: tuple[str, float]) -> float:
        """The cost of a reading by itself."""
        return pair[1] - RARITY * math.log(self.model.single(pair[0]))

    def _near(self, piece: Piece) -> Candidates:
        """The readings of a word or of a short number; none where it stays as it is."""
        if piece not in self._readings:
            self._readings[piece] = self._read_alone(piece)
        return self._readings[piece]

    def _read_alone(self, piece: Piece) -> Candidates:
        """The same, looked for."""
        if self._stays(piece):
            return ()
        if piece.kind == "number" and not (piece.text.isdigit() and len(piece.text) <= DIGITS):
            return ()
        near = self.speller.near(piece.text)
        return near if near and near[0][1] <= UNREADABLE else self._parted(piece, UNREADABLE)

    def _stays(self, piece: Piece) -> bool:
        """Whether a piece is an abbreviation that nobody listed, or a lone capital."""
        text = piece.text
        if piece.kind == "fixed":
            return True
        if piece.kind == "number" or piece.heading or not text.isupper() or not text.isalpha():
            return False
        if len(text) == 1:
            return True
        near = self.speller.near(text)
        return not near or near[0][1] > 3.0 or len(text) < 3  # noqa: PLR2004 - see docstring

    def _parted(self, piece: Piece, whole: float) -> Candidates:
        """Readings as two words that were glued together; the language decides."""
        text = piece.text
        if piece.kind != "word" or whole <= GLUED or len(text) <= 2 * _SEAM:
            return ()
        found: list[tuple[str, float]] = []
        for at in range(_SEAM, len(text) - _SEAM + 1):
            left, right = self.speller.near(text[:at]), self.speller.near(text[at:])
            if left and right and left[0][1] + right[0][1] <= WELL_READ:
                first, second = (sorted(part, key=self._rank)[:3] for part in (left, right))
                found += [
                    (f"{one} {other}", GLUE + cost + more)
                    for one, cost in first
                    for other, more in second
                ]
        return tuple(sorted(found, key=lambda pair: pair[1])[:CHOICES])

    def _joined(self, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """The pieces, a stop that was part of a letter put back: "Ngh;" is "Nghị"."""
        found: list[Piece] = []
        for piece in pieces:
            last = found[-1] if found else None
            if last and last.kind == "word" and piece.text[0] in LETTERS:
                whole = last.text + LETTERS[piece.text[0]]
                if self._cost(whole) + STOP[piece.text[0]] < self._cost(last.text):
                    found[-1] = replace(last, text=whole)
                    if piece.text[1:]:
                        found.append(replace(piece, text=piece.text[1:]))
                    continue
            found.append(piece)
        return tuple(found)

    def _cost(self, text: str) -> float:
        """What the best reading of a token costs."""
        near = self.speller.near(text)
        return near[0][1] if near else UNREADABLE

    def _cased(self, piece: Piece, word: str, *, starts: bool) -> str:
        """The word with the capitals that the raw token had."""
        if piece.text.isupper() and (piece.heading or sum(map(str.isalpha, piece.text)) > 1):
            return word.upper()
        first = piece.text[0]
        if not first.isupper() or (first == "I" and word[0] == "l"):
            return word
        if first in SAME_SHAPE and not starts and self.model.always_small(word):
            return word
        return word[:1].upper() + word[1:]


def _weighed(text: str, kind: str, odds: float) -> Word:
    """A word with its confidence."""
    return Word(text=text, kind=kind, odds=odds, confidence=surety(kind, odds))


def together(words: Sequence[float], power: float) -> float:
    """How sure a line is whose words are so sure.

    Faults come together: where one word is right, its neighbours are likelier to be. The product
    of the words is therefore too low, and is raised to a power that was fitted.
    """
    return min([math.prod(words) ** power, *words])


def surety(kind: str, odds: float, known: Shares | None = None) -> float:
    """The share of such words that were right where it was measured.

    What could not be read is never fitted: left as it is, it is right only where nothing was lost.
    """
    edges, found = (known or _reliability()).get(kind, ((), ()))
    if not edges:
        return odds
    return found[max(0, bisect.bisect_right(edges, odds) - 1)]


def shares(table: str) -> Shares:
    """For each kind of piece the lower edges of the odds' bins and the share right in each."""
    found: Shares = {}
    for row in table.splitlines():
        kind, edge, share = row.split("\t")
        edges, right = found.get(kind, ((), ()))
        found[kind] = ((*edges, float(edge)), (*right, float(share)))
    return found


@cache
def _reliability() -> Shares:
    """What was fitted."""
    return shares(language.asset("reliability.tsv"))


def _whole() -> float:
    """The power to which a line's product is raised, as it was fitted."""
    return surety(WHOLE, 0.0)


@lru_cache(maxsize=4)
def reader(names: tuple[str, ...] = ()) -> Reader:
    """The reader of one registry's names; cheap from the second time on."""
    return Reader(language.model(names))


def _ends(cuts: Sequence[tuple[Piece, ...] | None]) -> list[bool]:
    """After which lines a sentence ends at any rate: blank ones, and where headings begin or end.

    What is not read (`None`) ends one too.
    """
    headings = [bool(pieces) and any(p.heading for p in pieces or ()) for pieces in cuts]
    return [
        not pieces or (bool(following) and heading != headings[at + 1])
        for at, (pieces, following, heading) in enumerate(
            zip(cuts, [*cuts[1:], None], headings, strict=True)
        )
    ]


def _is_label(pieces: Sequence[Piece]) -> bool:
    """Whether a line begins with one word and a colon."""
    return len(pieces) > 1 and pieces[1].text == ":"

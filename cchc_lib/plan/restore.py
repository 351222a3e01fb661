"""Damaged lines → Vietnamese, each keeping its raw line and a confidence.

A noisy channel: which syllables a token may be (`confusions`), how likely each is beside its
neighbours (`language`), the best row of all (`decode`). Lines that were read with Vietnamese
letters come out as they are. Numbers, dates, codes and abbreviations are not guessed.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from cchc_lib.plan import language
from cchc_lib.plan.confusions import Speller
from cchc_lib.plan.decode import Candidates, Guess, decode
from cchc_lib.plan.pieces import Piece, cut, in_capitals, looks_vietnamese, words_of
from cchc_lib.plan.source import ReadLine
from cchc_lib.vietnamese import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_lib.agencies import Registry
    from cchc_lib.plan.source import SourceLine

CHOICES = 10  # candidates of one token
RARITY = 0.6  # how much a rare syllable is put back when candidates are cut off
UNREADABLE = 7.5  # a token whose best reading is dearer stays as it is
UNREAD_CONFIDENCE = 0.3
SUREST = 0.99  # a restored word is never certain; only what was left alone is
GLUED = 5.0  # two words without a space are looked for above this cost
GLUE = 2.5
WELL_READ = 1.5  # and only such as were read well
SAME_SHAPE = frozenset("CKOPSUVWXZ")  # capitals that look like their small letters
QUOTES = frozenset("“\"‘'«")
PLAIN_LINE = 5  # so many unmarked words in a clean text make a line that lost its marks


def restore(lines: Sequence[SourceLine], registry: Registry | None) -> tuple[ReadLine, ...]:
    """Every line with its restored text; a blank line stays blank.

    Args:
        lines: the plan's lines, in order.
        registry: names of agencies help where it is known whose plan it is.
    """
    damaged = _damaged(lines)
    if not any(damaged):
        return tuple(_as_is(line) for line in lines)
    names = tuple(a.name for a in registry.rows) if registry else ()
    return _Reader(names).read(lines, damaged)


class _Reader:
    """The model and the speller of one registry."""

    def __init__(self, names: tuple[str, ...]) -> None:
        """Load what was counted; cheap from the second time on."""
        self.model = language.model(names)
        self.speller = _speller(names)

    def read(self, lines: Sequence[SourceLine], damaged: Sequence[bool]) -> tuple[ReadLine, ...]:
        """All lines at once: a sentence that runs on over the line's end is read as one."""
        cuts = [
            self._parted(cut(nfc(line.text))) if bad else ()
            for line, bad in zip(lines, damaged, strict=True)
        ]
        places: list[Candidates | None] = []
        for pieces in cuts:
            for piece in pieces:
                if piece.kind == "break":
                    places.append(None)
                elif piece.kind != "gap":
                    places.append(self._candidates(piece))
        guesses = decode(self.model, places)
        return self._written(lines, cuts, damaged, iter(guesses))

    def _written(
        self,
        lines: Sequence[SourceLine],
        cuts: Sequence[tuple[Piece, ...]],
        damaged: Sequence[bool],
        guesses: Iterator[Guess | None],
    ) -> tuple[ReadLine, ...]:
        """The lines with their guesses put in, and what each line's words are sure of."""
        found: list[ReadLine] = []
        starts = True
        for line, pieces, bad in zip(lines, cuts, damaged, strict=True):
            starts = starts or not found[-1].text or _is_label(pieces)
            if bad:
                text, sure, starts = self._line(pieces, guesses, starts=starts)
                found.append(replace(_as_is(line), text=text, confidence=sure))
            else:
                found.append(_as_is(line))
        return tuple(found)

    def _line(
        self, pieces: Sequence[Piece], guesses: Iterator[Guess | None], *, starts: bool
    ) -> tuple[str, float, bool]:
        """One line's text, its confidence, and whether a new sentence begins after it."""
        text = ""
        sure = []
        for piece in pieces:
            guess = None if piece.kind == "gap" else next(guesses)
            if piece.kind == "word" and guess is not None:
                text += self._cased(piece, guess.word, starts=starts)
                sure.append(self._sure(piece, guess.probability))
            else:
                text += piece.text
                sure += [1.0] * (piece.kind in {"number", "fixed"})
            if piece.kind != "gap" or piece.text in QUOTES:
                starts = piece.kind in {"break", "gap"}
        mean = math.fsum(sure) / len(sure) if sure else 1.0
        return text, round(mean, 3), starts

    def _candidates(self, piece: Piece) -> Candidates:
        """What a piece may be; numbers and abbreviations are only themselves."""
        if piece.kind == "number":
            return ((language.NUMBER, 0.0),)
        near = self._near(piece)
        if not near:
            return ((piece.text.lower(), 0.0),)
        ranked = sorted(
            near, key=lambda pair: pair[1] - RARITY * math.log(self.model.single(pair[0]))
        )
        return tuple(ranked[:CHOICES])

    def _near(self, piece: Piece) -> Candidates:
        """The readings of a word; none where it is to stay as it is."""
        if piece.kind != "word" or self._stays(piece):
            return ()
        near = self.speller.near(piece.text)
        return near if near and near[0][1] <= UNREADABLE else ()

    def _stays(self, piece: Piece) -> bool:
        """Whether a word is an abbreviation that nobody listed, or a lone capital."""
        if piece.heading:
            return False
        if not piece.text.isupper() or not piece.text.isalpha():
            return False
        if len(piece.text) == 1:
            return True
        near = self.speller.near(piece.text)
        return not near or near[0][1] > 2.0 or len(piece.text) < 3  # noqa: PLR2004 - see docstring

    def _sure(self, piece: Piece, probability: float) -> float:
        """Confidence in a word: its odds, less where even the best reading is far off."""
        if self._stays(piece):
            return 1.0
        near = self._near(piece)
        if not near:
            return UNREAD_CONFIDENCE
        return min(SUREST, probability) * math.exp(-max(0.0, near[0][1] - 3.0) / 4)

    def _parted(self, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """The pieces, words that were glued together parted."""
        found: list[Piece] = []
        for piece in pieces:
            at = self._seam(piece) if piece.kind == "word" else 0
            if at:
                found += [
                    replace(piece, text=piece.text[:at]),
                    Piece(text=" ", kind="gap"),
                    replace(piece, text=piece.text[at:]),
                ]
            else:
                found.append(piece)
        return tuple(found)

    def _seam(self, piece: Piece) -> int:
        """Where two words were glued; 0 where one word is the better reading."""
        text = piece.text
        if len(text) < 5 or self._stays(piece):  # noqa: PLR2004 - shorter ones are one word
            return 0
        whole = self.speller.near(text)
        best = whole[0][1] if whole else 2 * UNREADABLE
        if best <= GLUED:
            return 0
        seam = 0
        for at in range(2, len(text) - 1):
            left, right = self.speller.near(text[:at]), self.speller.near(text[at:])
            cost = left[0][1] + right[0][1] if left and right else UNREADABLE
            if cost <= WELL_READ and cost + GLUE < best:
                seam, best = at, cost + GLUE
        return seam

    def _cased(self, piece: Piece, word: str, *, starts: bool) -> str:
        """The word with the capitals that the raw token had."""
        if self._stays(piece) or not self._near(piece):
            return piece.text
        if piece.text.isupper() and (piece.heading or sum(map(str.isalpha, piece.text)) > 1):
            return word.upper()
        first = piece.text[0]
        if first == "I" and word[0] == "l":
            return word
        if not first.isupper():
            return word
        if first in SAME_SHAPE and not starts and self.model.always_small(word):
            return word
        return word[:1].upper() + word[1:]


def _is_label(pieces: Sequence[Piece]) -> bool:
    """Whether a line begins with one word and a colon."""
    return len(pieces) > 1 and pieces[1].text == ":"


def _damaged(lines: Sequence[SourceLine]) -> list[bool]:
    """Which lines lost their Vietnamese letters."""
    words = [words_of(nfc(line.text)) for line in lines]
    clean = looks_vietnamese([word for row in words for word in row])
    if not clean:
        return [bool(line.text.strip()) and not looks_vietnamese(row)
                for line, row in zip(lines, words, strict=True)]  # fmt: skip
    return [_bare(line.text, row) for line, row in zip(lines, words, strict=True)]


def _bare(line: str, words: list[str]) -> bool:
    """Whether a line of a clean text has no mark at all though its words are Vietnamese."""
    small = [word for word in words if word.islower()]
    if len(small) < PLAIN_LINE or not line.isascii() or in_capitals(line):
        return False
    near = [_speller(()).near(word) for word in small]
    return sum(bool(n) and n[0][1] <= 1 for n in near) >= 0.9 * len(small)


def _as_is(line: SourceLine) -> ReadLine:
    """The line unchanged, in composed letters and without outer white space."""
    return ReadLine(
        number=line.number,
        raw=line.text,
        text=nfc(line.text).strip(),
        confidence=1.0,
        page=line.page,
    )


@lru_cache(maxsize=4)
def _speller(names: tuple[str, ...]) -> Speller:
    """Syllables and the words of the texts, as a tree."""
    words = {word for word in language.model(names).words if word.isalpha()}
    return Speller(sorted(words | set(language.syllables())))

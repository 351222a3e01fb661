"""Comparing damaged text: folding that keeps every character's place, and similarity."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from cchc_lib.vietnamese import fold_key, nfc


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    """One character in lower case without marks; exactly one character."""
    small = letter.lower().replace("đ", "d")
    base = unicodedata.normalize("NFD", small)[:1]
    return base if len(small) == 1 else letter


def fold_same(text: str) -> str:
    """Folded text of the same length, so that places in it are places in the text."""
    return "".join(map(_letter, nfc(text)))


def similarity(left: str, right: str) -> float:
    """How alike two texts are without accents and punctuation, 0..1."""
    return key_similarity(fold_key(left), fold_key(right))


def key_similarity(left: str, right: str) -> float:
    """How alike two keys are, 0..1: one less the edits for each character of the longer one."""
    return float(Levenshtein.normalized_similarity(left, right))


_FIGURES = str.maketrans("0146589", "olaosbg")


def skeleton(key: str) -> str:
    """A key with figures inside words as the letters that readers take for them."""
    return " ".join(word if word.isdigit() else word.translate(_FIGURES) for word in key.split())


def edits(left: str, right: str) -> int:
    """Letters to change, add or drop between two keys."""
    return int(Levenshtein.distance(left, right))

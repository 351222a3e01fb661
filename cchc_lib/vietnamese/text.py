"""Text as people type it, made comparable: NFC, spaces, accents, places of tone marks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# The five tone marks as combining characters: huyền, sắc, hỏi, ngã, nặng.
_TONES = "\u0300\u0301\u0309\u0303\u0323"
_VOWELS = "aăâeêioôơuưy"
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Written where they change nothing that a reader sees: zero-width, joiners, soft hyphen, BOM.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_SPACES = re.compile(r"\s+")


def nfc(text: str) -> str:
    """Canonical composition, the form of everything that is stored or printed."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """NFC without invisible and control characters, runs of white space as one space.

    Full-width letters and digits become ordinary ones.
    """
    plain = _FULL_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    without = _CONTROL.sub(" ", _INVISIBLE.sub("", plain.replace("\u202f", " ")))
    return _SPACES.sub(" ", nfc(without)).strip()


def visible(text: str) -> str:
    """Text from outside, safe to print: control and direction characters are removed.

    Line breaks and tabs stay.
    """
    return _CONTROL.sub("", _INVISIBLE.sub("", nfc(text)))


def fold(text: str) -> str:
    """Lower case without accents, `đ` as `d`; punctuation and spaces stay."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def fold_key(text: str) -> str:
    """Letters and digits of the folded text, single spaces between words."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(clean(text))))


def key(text: str) -> str:
    """A key under which spellings of one word agree: case, `òa`/`oà`, `Ủy`/`Uỷ`, dashes, spaces.

    Accents count: "Trà Tân" and "Trà Tấn" have different keys.
    """
    return _kept_key(text) if len(text) <= _KEPT else _key(text)


def _key(text: str) -> str:
    """As `key`, made."""
    words = clean(text).casefold().replace("–", "-").replace("—", "-")
    return " ".join(_tone_last(word) for word in re.findall(r"[^\W_]+", words))


_KEPT = 300  # characters of a text whose key is remembered
_kept_key = lru_cache(maxsize=4_096)(_key)


def _tone_last(word: str) -> str:
    """The word with its tone mark moved to the end, so that its place doesn't count."""
    decomposed = unicodedata.normalize("NFD", word)
    tones = "".join(c for c in decomposed if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES)) + tones


def sort_key(text: str) -> tuple[tuple[int, int, int], ...]:
    """Order of the Vietnamese alphabet (a ă â b … đ …), tones last, as a dictionary has it."""
    return tuple(_place(c) for c in nfc(clean(text)).casefold())


def _place(letter: str) -> tuple[int, int, int]:
    """Class, place in the alphabet, tone of one character."""
    decomposed = unicodedata.normalize("NFD", letter)
    tone = next((1 + _TONES.index(c) for c in decomposed if c in _TONES), 0)
    plain = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    if plain in _LETTERS:
        return 2, _LETTERS.index(plain), tone
    return (1, ord(plain[0]), 0) if plain.isdigit() else (0, ord(letter), 0)

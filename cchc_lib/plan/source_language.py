"""Whether a text is Vietnamese at all, and whether its marks are as printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_lib.errors import NotAPlanError
from cchc_lib.vietnamese import fold_key, format_number, legacy

if TYPE_CHECKING:
    from collections.abc import Iterable

SOUND = 0.85  # share of marked words that are syllables in a sound text
MARKED = 0.3  # share of its words that are marked
VIETNAMESE = 0.6  # share of words shaped like syllables; bad OCR has 0.84 and more, English 0.4
FEWEST = 60  # words by which a language can be told
MAX_DAMAGED = 400_000  # letters without sound marks that are restored; some 160 pages
# A syllable's letters without marks: onset, one to three vowels, coda.
_SHAPE = re.compile(
    r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def is_sound(text: str) -> bool:
    """Whether a text is Vietnamese as printed, not what an OCR without Vietnamese made.

    A text in an old encoding is sound: it can be converted.
    """
    plain = legacy.from_text(text).text
    return legacy.soundness(plain) >= SOUND and legacy.marked_share(plain) >= MARKED


def is_vietnamese(text: str) -> bool:
    """Whether most words are shaped like Vietnamese syllables, marks aside."""
    words = _WORD.findall(fold_key(text))
    shaped = sum(_SHAPE.fullmatch(word) is not None for word in words)
    return len(words) < FEWEST or shaped >= VIETNAMESE * len(words)


def check(texts: Iterable[str], name: str) -> None:
    """Refuse what can't be a plan before its words are restored one by one.

    Raises:
        NotAPlanError: another language, or longer than damaged text may be.
    """
    text = "\n".join(texts)
    if not is_vietnamese(text):
        raise NotAPlanError(
            f"{name}: văn bản không phải tiếng Việt nên không phải kế hoạch. Kiểm tra lại tệp rồi "
            "chạy lại."
        )
    if len(text) > MAX_DAMAGED and not is_sound(text):
        raise NotAPlanError(
            f"{name}: văn bản mất dấu dài {format_number(len(text))} ký tự, quá giới hạn "
            f"{format_number(MAX_DAMAGED)} ký tự cho việc khôi phục dấu. Tách riêng phần kế hoạch "
            "rồi chạy lại."
        )

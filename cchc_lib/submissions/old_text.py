"""Text typed in fonts from before Unicode, found in a workbook's cells and turned into Unicode.

A cell can only be such text if each of its characters is one of the 256 of the old code pages.
The cells that are, or are not, Vietnamese in one reading alone decide about those that are in
both ("cã" is a word, and is "có" in TCVN3): where they disagree, these stay as they are.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from cchc_lib.vietnamese import legacy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cchc_lib.submissions.book import RawBook, RawCell, RawSheet

MOST_SAMPLED = 2_000  # cells by which the encoding is found
LONG_ENOUGH = 3  # letters of a word that shows an encoding by itself
_WORD = re.compile(r"[^\W\d_]+")
_WINDOWS = "".join(bytes([n]).decode("cp1252", "ignore") for n in range(0x80, 0xA0))
_OLD = re.compile(f"[\\x00-\\xff{re.escape(_WINDOWS)}]*")


def in_unicode(book: RawBook) -> RawBook:
    """The book with its old text turned into Unicode, and the encoding named."""
    words = [text for text in _texts(book) if _may_be_old(text)][:MOST_SAMPLED]
    together = "\n".join(words)
    encoding = next((e for text in (together, *words) if (e := _encoding(text))), "")
    if not encoding:
        return book
    alone = all(_gains(text, encoding) >= 0 for text in words)
    turned = _Turning(encoding, alone)
    sheets = tuple(turned.sheet(sheet) for sheet in book.sheets)
    return dataclasses.replace(book, sheets=sheets, encoding=encoding)


def _texts(book: RawBook) -> Iterator[str]:
    """The names of sheets and the texts of cells."""
    for sheet in book.sheets:
        yield sheet.name
        yield from _written(sheet.cells.values())


def _written(cells: Iterable[RawCell]) -> Iterator[str]:
    """The texts among some cells."""
    return (cell.value for cell in cells if isinstance(cell.value, str))


def _may_be_old(text: str) -> bool:
    """Whether a text could be in an old encoding: something in it is not ASCII, all is a byte."""
    return not text.isascii() and _OLD.fullmatch(text) is not None


def _encoding(text: str) -> str:
    """The encoding that a text is in, by a word long enough to tell; "" for none."""
    found = legacy.from_text(text)
    return found.encoding if _turned_word(text, found.text) >= LONG_ENOUGH else ""


def _turned_word(text: str, turned: str) -> int:
    """Letters of the longest word that turning a text made: "×" alone is a sign, no word."""
    return max((len(word) for word in _WORD.findall(turned) if word not in text), default=0)


def _gains(text: str, encoding: str) -> float:
    """How much more Vietnamese a text is in an old encoding than as it stands."""
    return legacy.soundness(legacy.convert(text, encoding)) - legacy.soundness(text)


@dataclasses.dataclass(frozen=True, slots=True)
class _Turning:
    """Turns text of one encoding; `alone`: no text of the book is Vietnamese as it stands only."""

    encoding: str
    alone: bool

    def text(self, text: str) -> str:
        """A text as Unicode, where it is old."""
        if not _may_be_old(text):
            return text
        gain, turned = _gains(text, self.encoding), legacy.convert(text, self.encoding)
        old = gain > 0 or (gain == 0 and self.alone)
        return turned if old and _turned_word(text, turned) > 1 else text

    def sheet(self, sheet: RawSheet) -> RawSheet:
        """A sheet as Unicode."""
        cells = {
            place: dataclasses.replace(cell, value=self.text(cell.value))
            if isinstance(cell.value, str)
            else cell
            for place, cell in sheet.cells.items()
        }
        return dataclasses.replace(sheet, name=self.text(sheet.name), cells=cells)

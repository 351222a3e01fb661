"""The text layer of a PDF page: PDFium's letters in their places → words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_lib.errors import NotAPlanError
from cchc_lib.plan.source_page import Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pypdfium2 as pdfium

MAX_LETTERS = 60_000  # of a page
RAISED = 0.12  # share of the height by which a mark in the line is raised
_HYPHENS = frozenset("\x02\ufffe")  # what PDFium puts for a hyphen at a line's end


def words_of(page: pdfium.PdfPage, name: str = "") -> list[Word]:
    """The words of a page's text layer in their places, upright.

    Raises:
        NotAPlanError: the page of the file `name` holds more letters than a page can.
    """
    letters = list(_letters(page, name))
    found: list[Word] = []
    part: list[_Letter] = []
    glued = False
    for letter in [*letters, None]:
        new = letter is None or letter.text.isspace()
        turned = bool(part) and letter is not None and not new and _parts(part[-1], letter)
        if part and (new or turned):
            found.append(_word(part, glued=glued))
            glued, part = turned and _near(part[-1], letter), []
        if letter is not None and not new:
            part.append(letter)
        elif new:
            glued = False
    return found


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter in its place, from the page's upper left corner."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


def _letters(page: pdfium.PdfPage, name: str) -> Iterator[_Letter]:
    """The letters of a page in the order of its text, spaces included."""
    from pypdfium2 import raw  # noqa: PLC0415

    layer = page.get_textpage()
    try:
        count = raw.FPDFText_CountChars(layer)
        if count > MAX_LETTERS:
            raise NotAPlanError(
                f"{name}: tệp PDF có trang chứa quá nhiều chữ ({count}), không giống "
                "một trang kế hoạch. Tách riêng phần kế hoạch rồi chạy lại."
            )
        place = _Placing.of(page)
        box = raw.FS_RECTF()
        for n in range(count):
            code = raw.FPDFText_GetUnicode(layer, n)
            text = chr(code) if code < 0x110000 else ""  # noqa: PLR2004 - the last code point
            if text in _HYPHENS:
                text = "-"
            if not text or (text < " " and not text.isspace()):
                continue
            raw.FPDFText_GetLooseCharBox(layer, n, box)
            yield _Letter(text, *place(box.left, box.top, box.right, box.bottom))
    finally:
        layer.close()


@dataclass(frozen=True, slots=True)
class _Placing:
    """From a page's own coordinates (upwards, perhaps turned) to ours."""

    left: float
    bottom: float
    width: float
    height: float
    turned: int

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> _Placing:
        """The placing of one page."""
        left, bottom, right, top = page.get_cropbox()
        return cls(left, bottom, right - left, top - bottom, page.get_rotation() % 360)

    def __call__(
        self, left: float, top: float, right: float, bottom: float
    ) -> tuple[float, float, float, float]:
        """A box as left, top, right, bottom from the upper left corner of the page as seen."""
        a, b = left - self.left, right - self.left
        c, d = self.height - (top - self.bottom), self.height - (bottom - self.bottom)
        match self.turned:
            case 90:
                return self.height - d, a, self.height - c, b
            case 180:
                return self.width - b, self.height - d, self.width - a, self.height - c
            case 270:
                return c, self.width - b, d, self.width - a
            case _:
                return a, c, b, d


def _parts(before: _Letter, letter: _Letter) -> bool:
    """Whether a letter begins a new word though no space was seen."""
    height = max(before.bottom - before.top, 0.1)
    gap = letter.x0 - before.x1
    raised = abs(letter.bottom - before.bottom) > RAISED * height
    return gap > height / 3 or gap < -height * 2 or raised


def _near(before: _Letter, letter: _Letter | None) -> bool:
    """Whether two letters touch, on one line."""
    if letter is None:
        return False
    height = before.bottom - before.top
    return abs(letter.x0 - before.x1) < height / 4 and abs(letter.top - before.top) < height


def _word(letters: Sequence[_Letter], *, glued: bool) -> Word:
    """Letters as one word."""
    heights = sorted(one.bottom - one.top for one in letters)
    return Word(
        text="".join(one.text for one in letters),
        x0=min(one.x0 for one in letters),
        top=min(one.top for one in letters),
        x1=max(one.x1 for one in letters),
        bottom=max(one.bottom for one in letters),
        size=heights[len(heights) // 2],
        glued=glued,
    )

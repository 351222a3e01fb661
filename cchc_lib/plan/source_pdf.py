"""A PDF → source lines: its text layer where that is sound, else its page images.

PDFium gives the letters with their places; drawn tables are found on the page's picture.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cchc_lib.errors import NotAPlanError, PlanError
from cchc_lib.findings import finding
from cchc_lib.plan import source_engine, source_ocr, source_rules
from cchc_lib.plan.source import SourceDocument, modern, untold
from cchc_lib.plan.source_language import is_sound
from cchc_lib.plan.source_letters import words_of
from cchc_lib.plan.source_page import Page, Table, Word, arrange, text_of
from cchc_lib.plan.source_pages import lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pypdfium2 as pdfium
    from PIL.Image import Image

    from cchc_lib.plan.source import Tick

MAX_PAGES = 300
RULES_DPI = 150
MAX_SIDE = 4_000  # pixels of a rendered page
_POINTS = 72
_A4, _SHORTEST, _LONGEST = 842.0, 700.0, 1_300.0  # points of a page's long side
_DARK = 200
_IMAGE, _TEXT = 3, 1  # kinds of page objects
_MOST_OBJECTS = 50_000
FULL_PAGE = 0.5  # share of the page that a scan covers
FEW_WORDS = 15  # a page with fewer words and a full-page picture is a scan


def read(path: Path, data: bytes, tick: Tick = untold) -> SourceDocument:
    """The lines of a PDF.

    Raises:
        NotAPlanError: damaged, locked, or too many pages.
        PlanError: a scan, and Tesseract is missing.
    """
    document = opened(data, path.name)
    try:
        layers = []
        for n in range(len(document)):
            layers.append(_Layer.of(_page(document, n, path.name), n + 1, path.name))
            tick(n + 1, 0)
        notes, again = _judged(layers, path.name)
        read_again = _read_again(path, data, document, again, tick)
    finally:
        document.close()
    pages = [read_again.get(layer.page.number, layer.page) for layer in layers]
    found = modern(lines_of(pages), path.name)
    return replace(found, notes=(*notes, *found.notes), kind="pdf")


def opened(data: bytes, name: str) -> pdfium.PdfDocument:
    """A PDF, opened within the limits.

    Raises:
        NotAPlanError: damaged, locked, or too many pages.
    """
    import pypdfium2 as pdfium  # noqa: PLC0415 - loads a large library

    try:
        document = pdfium.PdfDocument(data)
        count = len(document)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise NotAPlanError(
                f"{name}: tệp PDF đặt mật khẩu nên không mở được. Bỏ mật khẩu (mở tệp, in ra PDF "
                "mới) rồi chạy lại."
            ) from error
        raise _broken(name) from error
    if count > MAX_PAGES:
        document.close()
        raise NotAPlanError(
            f"{name}: tệp PDF có {count} trang, quá giới hạn {MAX_PAGES} trang. Tách riêng phần "
            "kế hoạch rồi chạy lại."
        )
    return document


def _broken(name: str) -> NotAPlanError:
    """Why a PDF can't be read."""
    return NotAPlanError(
        f"{name}: tệp PDF bị hỏng hoặc chép chưa hết. Xin lại tệp từ nơi gửi rồi chạy lại."
    )


def _page(document: pdfium.PdfDocument, at: int, name: str) -> pdfium.PdfPage:
    """A page of a document.

    Raises:
        NotAPlanError: it is damaged.
    """
    import pypdfium2 as pdfium  # noqa: PLC0415 - loads a large library

    try:
        return document[at]
    except pdfium.PdfiumError as error:
        raise _broken(name) from error


# --- the text layer --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    """A page by its text layer; `pictured` where a picture covers most of it."""

    page: Page
    pictured: bool
    empty: bool

    @classmethod
    def of(cls, page: pdfium.PdfPage, number: int, name: str) -> _Layer:
        """The text layer of a page."""
        width, height = page.get_size()
        kinds, pictured = _objects(page)
        words = words_of(page, name)
        tables: list[Table] = []
        if kinds - {_TEXT} and words and not pictured:
            tables, words = _tables(page, words)
        items = arrange(words, tables, width)
        return cls(
            page=Page(number=number, width=width, height=height, items=tuple(items)),
            pictured=pictured,
            empty=not kinds,
        )

    @property
    def text(self) -> str:
        """All its text."""
        return source_ocr.texts_of(self.page)


def _objects(page: pdfium.PdfPage) -> tuple[set[int], bool]:
    """The kinds of objects on a page, and whether a picture covers most of it."""
    from pypdfium2 import raw  # noqa: PLC0415

    width, height = page.get_size()
    kinds, pictured = set(), False
    sides = [ctypes.c_float() for _ in range(4)]
    for n in range(min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        one = raw.FPDFPage_GetObject(page, n)
        kind = raw.FPDFPageObj_GetType(one)
        kinds.add(kind)
        if kind == _IMAGE and not pictured:
            raw.FPDFPageObj_GetBounds(one, *sides)
            left, bottom, right, top = (side.value for side in sides)
            pictured = (right - left) * (top - bottom) >= FULL_PAGE * width * height
    return kinds, pictured


# --- tables ----------------------------------------------------------------------------------


def _tables(page: pdfium.PdfPage, words: Sequence[Word]) -> tuple[list[Table], list[Word]]:
    """The tables of a page, and the words that stand in none."""
    scale = scale_of(page, RULES_DPI)
    grey: Any = page.render(scale=scale, grayscale=True).to_numpy()
    grey = grey.reshape(grey.shape[0], grey.shape[1])
    found = []
    left = list(words)
    for grid in source_rules.grids(grey < _DARK, scale * _POINTS):
        inside: list[list[Word]] = [[] for _ in grid.cells]
        outside: list[Word] = []
        for word in left:
            at = next((n for n, c in enumerate(grid.cells) if _within(word, c, scale)), None)
            (outside if at is None else inside[at]).append(word)
        texts = [text_of(some) for some in inside]
        if any(texts):
            found.append(source_ocr.table_of(grid, texts, scale))
            left = outside
    return found, left


def _within(word: Word, cell: source_rules.Cell, scale: float) -> bool:
    """Whether a word's middle lies in a cell."""
    x, y = (word.x0 + word.x1) / 2 * scale, (word.top + word.bottom) / 2 * scale
    return cell.left <= x < cell.right and cell.top <= y < cell.bottom


def scale_of(page: pdfium.PdfPage, dpi: int) -> float:
    """Pixels per point for a resolution, less for a page that would become too large."""
    largest = float(max(*page.get_size(), 1.0))
    return min(dpi / _POINTS, MAX_SIDE / largest)


# --- which pages are read from their picture --------------------------------------------------


def _judged(layers: Sequence[_Layer], name: str) -> tuple[list[Any], list[int]]:
    """What to say about a PDF, and the numbers of the pages to be read from their picture."""
    scans = [
        layer.page.number
        for layer in layers
        if len(layer.text.split()) < FEW_WORDS and layer.pictured
    ]
    text = "\n".join(layer.text for layer in layers if layer.page.number not in scans)
    damaged = [] if is_sound(text) else [one.page.number for one in layers if one.pictured]
    damaged = [number for number in damaged if number not in scans]
    engine = source_engine.engine()
    if engine is None and len(scans) == len(layers):
        raise PlanError(f"{name}: tệp PDF là bản chụp. {source_engine.MISSING}")
    notes = []
    if engine is None:
        install = source_engine.MISSING
        if scans:
            numbers = ", ".join(map(str, scans))
            notes.append(finding("P084", file=name, numbers=numbers, install=install))
        if damaged:
            notes.append(finding("P083", file=name, install=install))
        return notes, []
    if scans:
        notes.append(finding("P081", file=name, pages=len(scans), engine=engine.name))
    if damaged:
        notes.append(finding("P082", file=name, pages=len(damaged), engine=engine.name))
    return notes, sorted([*scans, *damaged])


def _read_again(
    path: Path, data: bytes, document: pdfium.PdfDocument, numbers: Sequence[int], tick: Tick
) -> dict[int, Page]:
    """Some pages, read from their picture."""
    if not numbers:
        return {}

    def picture(number: int) -> tuple[Image, float]:
        """The picture of a page, and its pixels per inch."""
        return page_picture(_page(document, number - 1, path.name))

    found = source_ocr.read_pages(path, data, picture, numbers, tick)
    return {page.number: page for page in found}


def page_picture(page: pdfium.PdfPage) -> tuple[Image, float]:
    """The picture of a page for OCR, and its pixels per inch.

    Scanners' programs give pages any size; one that is far from A4 or A3 is taken as A4.
    """
    longest = max(*page.get_size(), 1.0)
    if _SHORTEST <= longest <= _LONGEST:
        scale, dpi = source_ocr.DPI / _POINTS, float(source_ocr.DPI)
    else:
        scale, dpi = source_ocr.DPI * _A4 / _POINTS / longest, float(source_ocr.DPI)
    return page.render(scale=scale, grayscale=True).to_pil().convert("L"), dpi

"""Pictures of pages (.png, .jpg, .tif) → source lines; and a page's picture for reviewers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_lib.errors import NotAPlanError
from cchc_lib.findings import finding
from cchc_lib.plan import source_engine, source_image, source_ocr
from cchc_lib.plan.source import SourceDocument, kind_of, untold
from cchc_lib.plan.source_pages import lines_of
from cchc_lib.vietnamese.legacy import is_syllable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PIL.Image import Image

    from cchc_lib.plan.source import Box, Tick
    from cchc_lib.plan.source_page import Page

FEWEST = 5  # syllables that a page with text has at least


def read(path: Path, data: bytes, tick: Tick = untold) -> SourceDocument:
    """The lines of a picture, or of each page of one.

    Raises:
        NotAPlanError: damaged, too large, or without text.
        PlanError: Tesseract is missing.
    """
    image = source_image.frames(data, path.name)
    numbers = range(1, getattr(image, "n_frames", 1) + 1)

    def picture(number: int) -> tuple[Image, float]:
        """One page's picture."""
        return source_image.page(image, number, path.name)

    engine = source_engine.engine()
    pages = source_ocr.read_pages(path, data, picture, numbers, tick)
    if not has_text(pages):
        raise NotAPlanError(
            f"{path.name}: không thấy chữ nào đọc được trong ảnh. Kiểm tra lại tệp; nếu là ảnh "
            "chụp văn bản thì chụp thẳng, đủ sáng, hoặc quét ở 200–300 dpi rồi chạy lại."
        )
    name = engine.name if engine else "Tesseract"
    note = finding("P081", file=path.name, pages=len(pages), engine=name)
    return SourceDocument(lines=lines_of(pages), notes=(note,), kind="image")


def has_text(pages: Sequence[Page]) -> bool:
    """Whether anything was read that is more than noise."""
    words = [w.strip(".,;:()") for page in pages for w in source_ocr.texts_of(page).split()]
    found = sum(len(word) > 1 and is_syllable(word) for word in words)
    return found >= FEWEST


def cuttings(path: Path, wanted: Sequence[tuple[int, Box]], tick: Tick = untold) -> list[bytes]:
    """Pictures (PNG) of places on a file's pages, in the order asked for.

    Args:
        path: a PDF or a picture.
        wanted: page, and place on it as `SourceLine.box` tells it.
        tick: is told of each page that is drawn.

    Raises:
        NotAPlanError: the file can't be opened, or has no pictures of pages.
    """
    found: dict[int, bytes] = {}
    for page in sorted({page for page, _ in wanted}):
        image = source_image.of_pixels(source_image.levelled(page_image(path, page)))
        for at, (number, box) in enumerate(wanted):
            if number == page:
                found[at] = source_image.cut(image, box)
        tick(page, 0)
    return [found[at] for at in range(len(wanted))]


def page_image(path: Path, number: int) -> Image:
    """The picture of a page as it was read, straight; a line's `box` says where it stands on it.

    Raises:
        NotAPlanError: the file can't be opened, or has no pictures of pages.
    """
    data = path.read_bytes()
    kind = kind_of(data, path.name)
    if kind == "image":
        image, _ = source_image.page(source_image.frames(data, path.name), number, path.name)
    elif kind == "pdf":
        from cchc_lib.plan import source_pdf  # noqa: PLC0415 - loads a large library

        document = source_pdf.opened(data, path.name)
        try:
            image, _ = source_pdf.page_picture(document[number - 1])
        finally:
            document.close()
    else:
        raise NotAPlanError(f"{path.name}: tệp này không có ảnh trang. Mở tệp gốc để đối chiếu.")
    return source_image.straightened(image)

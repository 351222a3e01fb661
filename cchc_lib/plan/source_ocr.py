"""Page images → pages, read by Tesseract where it is installed.

A page is set straight, its tables are cut into cells along their rules, and text and cells are
read apart. Pages are read side by side; what was read is kept by the file's content.
"""

from __future__ import annotations

import csv
import io
import itertools
import os
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from cchc_lib.errors import PlanError
from cchc_lib.plan import source_cache, source_engine, source_image, source_rules
from cchc_lib.plan.source import untold
from cchc_lib.plan.source_engine import MISSING, Engine, run
from cchc_lib.plan.source_page import Line, Page, Table, Word, arrange, text_of
from cchc_lib.vietnamese.legacy import is_syllable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PIL.Image import Image

    from cchc_lib.plan.source import Tick

    Picture = Callable[[int], tuple[Image, float]]

DPI = 200
SECONDS = 120  # for one page
VERSION = 8  # of what is kept: raise it when pages are read otherwise
MOST_WORKERS = 4
LARGE = 6_000_000  # pixels from which on pages are read one at a time: memory is bounded
SENSE = 0.4  # share of words that are syllables on a page read the right way up
SPECK = 30  # Tesseract's confidence under which signs without letters are specks
_PAD = 12  # white around a cell, in pixels
_POINTS = 72
_MEANT = {
    "/⁄": "/",
    "⁄/": "/",
    "⁄": "/",
    "∕": "/",
    "NÑ": "N",
    "ÑN": "N",
    "Ñ": "N",
    "ñ": "n",
    "ﬁ": "fi",
    "ﬂ": "fl",
}
_STRANGE = re.compile("|".join(_MEANT))
_lock = Lock()
_large = Lock()


# --- all pages -------------------------------------------------------------------------------


def read_pages(
    path: Path, data: bytes, picture: Picture, numbers: Sequence[int], tick: Tick = untold
) -> tuple[Page, ...]:
    """Some pages of a file, read from their pictures or taken from what is kept.

    Args:
        path: the file, for messages and for the place where readings are kept.
        data: the file's bytes, under whose hash they are kept.
        picture: the picture of a page, grey, and its pixels per inch.
        numbers: the pages, from 1.
        tick: is told how many pages are done.

    Raises:
        PlanError: Tesseract is missing or fails.
    """
    found = source_engine.engine()
    if found is None:
        raise PlanError(f"{path.name}: tệp là bản chụp. {MISSING}")
    settings = f"{VERSION} {found.language} {found.version} {DPI} {list(numbers)}"
    kept = source_cache.place(path, sha256(data + settings.encode()).hexdigest())
    pages = source_cache.load(kept)
    if pages is not None:
        return pages

    done = itertools.count(1)

    def one(number: int) -> Page:
        """One page, read."""
        with _lock:  # PDFium draws one page at a time
            image, dpi = picture(number)
        with _large if image.width * image.height > LARGE else nullcontext():
            page = _upright(found, image, dpi, number)
        with _lock:
            tick(next(done), len(numbers))
        return page

    tick(0, len(numbers))
    try:
        with ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_WORKERS, len(numbers))) as pool:
            pages = tuple(pool.map(one, numbers))
    except (OSError, subprocess.SubprocessError) as error:
        raise PlanError(
            f"{path.name}: Tesseract không đọc được ảnh ({type(error).__name__}). Quét lại tệp ở "
            f"200–300 dpi, hoặc cài lại Tesseract. {MISSING}"
        ) from error
    source_cache.save(kept, pages)
    return pages


# --- one page --------------------------------------------------------------------------------


def _upright(found: Engine, image: Image, dpi: float, number: int) -> Page:
    """One page, read; one that gives hardly a syllable may lie on its side or upside down."""
    page = _read_page(found, image, dpi, number)
    if _makes_sense(page):
        return page
    turn = _turn(found, image, dpi)
    if not turn:
        return page
    turned = _read_page(found, image.rotate(-turn, expand=True), dpi, number)
    return replace(turned, placed=False) if _makes_sense(turned) else page


def _makes_sense(page: Page) -> bool:
    """Whether many of a page's words are syllables."""
    words = [word.strip('.,;:()“”"-').casefold() for word in texts_of(page).split()]
    long = [word for word in words if len(word) > 1 and any(map(str.isalpha, word))]
    return sum(map(is_syllable, long)) >= max(SENSE * len(long), 1)


def texts_of(page: Page) -> str:
    """All text of a page, its tables' cells included."""
    return "\n".join(
        "\n".join(map("\n".join, item.rows)) if isinstance(item, Table) else item.text
        for item in page.items
    )


def _turn(found: Engine, image: Image, dpi: float) -> int:
    """By how many degrees, with the clock, a page must be turned; 0 where it can't be told."""
    try:
        with _saved([image]) as picture:
            printed = run(
                [found.program, picture, "stdout", "--psm", "0", "--dpi", str(round(dpi))], SECONDS
            )
    except subprocess.SubprocessError:
        return 0
    told = re.search(r"^Rotate: (90|180|270)$", printed, re.MULTILINE)
    return int(told[1]) if told else 0


@contextmanager
def _saved(images: Sequence[Image]) -> Iterator[str]:
    """Some images as one file for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="cchc-") as folder:
        picture = Path(folder) / "pages.tif"
        images[0].save(picture, save_all=True, append_images=list(images[1:]))
        yield str(picture)


def _read_page(found: Engine, image: Image, dpi: float, number: int) -> Page:
    """One page, read: what stands outside tables, and the cells of each."""
    straight = source_image.straightened(image)
    pixels = source_image.levelled(straight)
    dark = source_image.dark(pixels)
    scale = dpi / _POINTS
    tables: list[Table] = []
    pixels = source_rules.erased(pixels, dark, dpi)
    outside = pixels.copy()
    for grid in source_rules.grids(dark, dpi):
        texts, sure = _cells(found, pixels, grid, dpi)
        if any(texts):
            tables.append(replace(table_of(grid, texts, scale), sure=sure))
            near = round(dpi * source_rules.NEAR_INCH)
            outside[
                max(grid.ys[0] - near, 0) : grid.ys[-1] + near,
                max(grid.xs[0] - near, 0) : grid.xs[-1] + near,
            ] = 255
    words = _words(found, [source_image.of_pixels(outside)], dpi, "3")[0]
    placed = [_scaled(word, scale) for word in words]
    width, height = straight.width / scale, straight.height / scale
    items = [item for item in arrange(placed, tables, width) if _has_letters(item)]
    return Page(number=number, width=width, height=height, items=tuple(items), sized=False)


def table_of(grid: source_rules.Grid, texts: Sequence[str], scale: float) -> Table:
    """A table of a grid in pixels; places are in points."""
    return Table(
        top=grid.ys[0] / scale,
        bottom=grid.ys[-1] / scale,
        columns=tuple(x / scale for x in grid.xs),
        rows=source_rules.filled(grid, texts),
        places=tuple(
            (top / scale, bottom / scale) for top, bottom in zip(grid.ys, grid.ys[1:], strict=False)
        ),
    )


def _has_letters(item: Line | Table) -> bool:
    """Whether an item holds any letter or digit; ruled lines are read as dashes."""
    return isinstance(item, Table) or any(map(str.isalnum, item.text))


def _scaled(word: Word, scale: float) -> Word:
    """A word's place in points."""
    return replace(
        word,
        x0=word.x0 / scale,
        x1=word.x1 / scale,
        top=word.top / scale,
        bottom=word.bottom / scale,
        size=word.size / scale,
    )


def _cells(
    found: Engine, pixels: Any, grid: source_rules.Grid, dpi: float
) -> tuple[list[str], float | None]:
    """The texts of a table's cells, all read by one start of the program, and how sure."""
    inset = max(2, round(dpi / 60))
    cuts, filled = [], []
    for n, cell in enumerate(grid.cells):
        cut = pixels[cell.top + inset : cell.bottom - inset, cell.left + inset : cell.right - inset]
        if cut.size and source_image.dark(cut).sum() > dpi / 10:
            cuts.append(source_image.of_pixels(np.pad(cut, _PAD, constant_values=255)))
            filled.append(n)
    texts = [""] * len(grid.cells)
    sures: list[float] = []
    if cuts:
        for n, words in zip(filled, _words(found, cuts, dpi, "6"), strict=True):
            texts[n] = text_of(words)
            sures += [word.sure for word in words if word.sure is not None]
    return texts, round(sum(sures) / len(sures), 3) if sures else None


def _words(found: Engine, images: Sequence[Image], dpi: float, mode: str) -> list[list[Word]]:
    """The words on some images; those that take too long are tried in black and white."""
    try:
        return _read(found, images, dpi, mode)
    except subprocess.TimeoutExpired:
        return _read(found, [source_image.printed_only(one) for one in images], dpi, mode)


def _read(found: Engine, images: Sequence[Image], dpi: float, mode: str) -> list[list[Word]]:
    """The words on some images; `mode` is Tesseract's page segmentation."""
    with _saved(images) as picture:
        printed = run(
            [
                found.program, picture, "stdout", "-l", found.language, "--psm", mode,
                "--dpi", str(round(dpi)), "tsv",
            ],
            SECONDS,
        )  # fmt: skip
    pages: list[list[Word]] = [[] for _ in images]
    lines: dict[tuple[str, ...], tuple[int, int]] = {}
    reader = csv.DictReader(io.StringIO(printed), delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in reader:
        key = tuple(row[name] for name in ("page_num", "block_num", "par_num", "line_num"))
        if row["level"] == "4":
            top = int(row["top"])
            lines[key] = (top, top + int(row["height"]))
        elif row["level"] == "5" and (word := _word(row, lines[key])):
            pages[int(row["page_num"]) - 1].append(word)
    return pages


def _word(row: dict[str, str], line: tuple[int, int]) -> Word | None:
    """A word of Tesseract's table, as high as its line; None for blanks and specks."""
    text = _plain((row["text"] or "").strip())
    sure = float(row["conf"])
    if not text or sure < 0 or (sure < SPECK and not any(map(str.isalnum, text))):
        return None
    left = int(row["left"])
    return Word(
        text=text,
        x0=left,
        top=line[0],
        x1=left + int(row["width"]),
        bottom=line[1],
        size=line[1] - line[0],
        sure=round(sure / 100, 3),
    )


def _plain(text: str) -> str:
    """A word without signs that Vietnamese doesn't have and the engine likes to see."""
    return _STRANGE.sub(lambda found: _MEANT[found[0]], text)

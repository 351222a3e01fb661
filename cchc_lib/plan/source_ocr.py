"""Page images → pages, read by Tesseract where it is installed.

A page is set straight, its tables are cut into cells along their rules, and text and cells are
read apart. Pages are read side by side; what was read is kept by the file's content.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from cchc_lib import workspace
from cchc_lib.errors import CchcError, PlanError
from cchc_lib.plan import source_image, source_rules
from cchc_lib.plan.source_page import Line, Page, Table, Word, arrange, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image

    Picture = Callable[[int], tuple[Image, float]]

DPI = 200
SECONDS = 120  # for one page
VERSION = 7  # of what is kept: raise it when pages are read otherwise
MOST_WORKERS = 8
SPECK = 30  # Tesseract's confidence under which signs without letters are specks
_PAD = 12  # white around a cell, in pixels
_POINTS = 72
_LANGUAGES = ("script/Vietnamese", "Vietnamese", "vie")
_PLACES = (
    r"%LOCALAPPDATA%\Programs\Tesseract-OCR\tesseract.exe",
    r"%PROGRAMFILES%\Tesseract-OCR\tesseract.exe",
    r"%LOCALAPPDATA%\Tesseract-OCR\tesseract.exe",
)
MISSING = (
    "Cần Tesseract với dữ liệu tiếng Việt để đọc bản chụp. Linux: sudo apt install tesseract-ocr "
    "tesseract-ocr-vie. Windows: chạy bộ cài Tesseract của UB Mannheim "
    "(https://github.com/UB-Mannheim/tesseract/wiki), chọn “Install just for me” (không cần quyền "
    "quản trị) và đánh dấu Vietnamese trong “Additional language data”. Sau đó chạy lại lệnh này."
)
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
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Tesseract on this machine: its program, the language it reads, its version."""

    program: str
    language: str
    version: str

    @property
    def name(self) -> str:
        """Its name for people."""
        return f"Tesseract {self.version}".strip()


@lru_cache(maxsize=1)
def engine() -> Engine | None:
    """Tesseract with Vietnamese; None where either is missing."""
    places = [os.path.expandvars(place) for place in _PLACES] if sys.platform == "win32" else []
    program = next(
        (p for p in (shutil.which("tesseract"), *places) if p and Path(p).is_file()), None
    )
    if program is None:
        return None
    try:
        listed = _run([program, "--list-langs"], 30).split()
        version = _run([program, "--version"], 30).split("\n")[0].removeprefix("tesseract").strip()
    except (OSError, subprocess.SubprocessError):
        return None
    language = next((one for one in _LANGUAGES if one in listed), None)
    return Engine(program=program, language=language, version=version) if language else None


def _run(arguments: Sequence[str], seconds: float) -> str:
    """What a program prints; one thread, so that pages can be read side by side."""
    done = subprocess.run(
        list(arguments),
        capture_output=True,
        check=True,
        timeout=seconds,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return done.stdout.decode("utf-8", "replace")


# --- all pages -------------------------------------------------------------------------------


def read_pages(
    path: Path, data: bytes, picture: Picture, numbers: Sequence[int]
) -> tuple[Page, ...]:
    """Some pages of a file, read from their pictures or taken from what is kept.

    Args:
        path: the file, for messages and for the place where readings are kept.
        data: the file's bytes, under whose hash they are kept.
        picture: the picture of a page, grey, and its pixels per inch.
        numbers: the pages, from 1.

    Raises:
        PlanError: Tesseract is missing or fails.
    """
    found = engine()
    if found is None:
        raise PlanError(f"{path.name}: tệp là bản chụp. {MISSING}")
    settings = f"{VERSION} {found.language} {found.version} {DPI} {list(numbers)}"
    kept = _kept_path(path, sha256(data + settings.encode()).hexdigest())
    pages = _kept(kept)
    if pages is not None:
        return pages

    def one(number: int) -> Page:
        """One page, read."""
        with _lock:  # PDFium draws one page at a time
            image, dpi = picture(number)
        page = _read_page(found, image, dpi, number)
        _log.info("%s: đã đọc trang %d (%d trang)", path.name, number, len(numbers))
        return page

    try:
        with ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_WORKERS, len(numbers))) as pool:
            pages = tuple(pool.map(one, numbers))
    except (OSError, subprocess.SubprocessError) as error:
        raise PlanError(
            f"{path.name}: Tesseract không đọc được ảnh ({type(error).__name__}). Quét lại tệp ở "
            f"200–300 dpi, hoặc cài lại Tesseract. {MISSING}"
        ) from error
    _keep(kept, pages)
    return pages


# --- one page --------------------------------------------------------------------------------


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
    with tempfile.TemporaryDirectory(prefix="cchc-") as folder:
        picture = Path(folder) / "pages.tif"
        images[0].save(picture, save_all=True, append_images=list(images[1:]))
        printed = _run(
            [
                found.program, str(picture), "stdout", "-l", found.language, "--psm", mode,
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


# --- what is kept ----------------------------------------------------------------------------


def _kept_path(path: Path, key: str) -> Path:
    """Where a reading is kept: in the file's workspace, else in the user's cache."""
    try:
        folder = workspace.find(start=path.resolve().parent).processed
    except CchcError:
        folder = _user_cache()
    return folder / "ocr" / f"{key}.json"


def _user_cache() -> Path:
    """The platform's folder for what can be made again."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "cchc"


def _kept(path: Path) -> tuple[Page, ...] | None:
    """The pages of a kept reading; None where there is none that can be read."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_page(one) for one in stored)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _page(stored: dict[str, Any]) -> Page:
    """A page as it was kept."""
    items: list[Line | Table] = []
    for one in stored.pop("items"):
        if "rows" in one:
            one["rows"] = tuple(tuple(row) for row in one["rows"])
            one["places"] = tuple((top, bottom) for top, bottom in one["places"])
            one["columns"] = tuple(one["columns"])
            items.append(Table(**one))
        else:
            items.append(Line(**one))
    return Page(items=tuple(items), **stored)


def _keep(path: Path, pages: Sequence[Page]) -> None:
    """Keep a reading; a folder that can't be written to only costs time."""
    text = json.dumps([asdict(page) for page in pages], ensure_ascii=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        workspace.write_atomic(path, text.encode("utf-8"))
    except (OSError, CchcError) as error:
        _log.debug("not kept: %s", error)

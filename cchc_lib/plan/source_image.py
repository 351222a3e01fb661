"""Pictures of pages: opened within limits, set straight, printed parts told from paper."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from cchc_lib.errors import NotAPlanError

if TYPE_CHECKING:
    Pixels = np.ndarray[Any, np.dtype[Any]]

MAX_PIXELS = 80_000_000
MAX_PAGES = 300
MAX_ANGLE = 8.0  # degrees that a page may be turned on the scanner
LEAST_ANGLE = 0.1
_STEPS = ((1.0, MAX_ANGLE), (0.2, 1.0), (0.05, 0.2))  # step and reach of each round
_WIDTH = 700  # pixels at which the angle is looked for
_BLOCK = 48  # pixels of a block in which paper has one brightness
_WHITE = 0.88  # share of the paper's brightness from which on all is white, grain included
_PRINTED = 0.62  # share of the paper's brightness under which a pixel is printed
_SHORTEST, _LONGEST = 1_900, 3_700  # pixels of a page's long side that Tesseract reads well
_A4_INCHES = 11.69
_CUT_MARGIN = 0.004  # share of the page's height shown around a place
_CUT_WIDTH = 1_100  # pixels of a whole page's width in cut-outs
_CUT_GREYS = 6


def frames(data: bytes, name: str) -> Image.Image:
    """A picture, opened; its pixels are not unpacked yet.

    Raises:
        NotAPlanError: damaged, too large, or too many pages.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data))
            count = getattr(image, "n_frames", 1)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(name) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise broken(name) from error
    if image.width * image.height > MAX_PIXELS:
        raise _too_large(name)
    if count > MAX_PAGES:
        raise NotAPlanError(
            f"{name}: tệp ảnh có {count} trang, quá giới hạn {MAX_PAGES} trang. Tách riêng phần "
            "kế hoạch rồi chạy lại."
        )
    return image


def _too_large(name: str) -> NotAPlanError:
    """Why a picture isn't opened."""
    return NotAPlanError(f"{name}: ảnh quá lớn. Quét hoặc lưu lại ở 200–300 dpi rồi chạy lại.")


def broken(name: str) -> NotAPlanError:
    """Why a picture can't be opened."""
    return NotAPlanError(
        f"{name}: tệp ảnh bị hỏng hoặc chép chưa hết. Xin lại tệp từ nơi gửi rồi chạy lại."
    )


def page(image: Image.Image, number: int, name: str) -> tuple[Image.Image, float]:
    """A page of a picture, grey and of a size that can be read, and its pixels per inch.

    Raises:
        NotAPlanError: the picture is damaged or too large.
    """
    try:
        image.seek(number - 1)
        if image.width * image.height > MAX_PIXELS:
            raise _too_large(name)
        turned = ImageOps.exif_transpose(image)
        grey = _on_white(turned).convert("L")
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise broken(name) from error
    longest = max(grey.size)
    wanted = min(max(longest, _SHORTEST), _LONGEST)
    if wanted != longest:
        ratio = wanted / longest
        size = (max(round(grey.width * ratio), 1), max(round(grey.height * ratio), 1))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    return grey, max(grey.size) / _A4_INCHES


def _on_white(image: Image.Image) -> Image.Image:
    """A picture with what is transparent made white."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        full = image.convert("RGBA")
        paper = Image.new("RGBA", full.size, "white")
        return Image.alpha_composite(paper, full)
    return image


def of_pixels(pixels: Pixels) -> Image.Image:
    """A grey picture of some pixels."""
    return Image.fromarray(np.ascontiguousarray(pixels, dtype=np.uint8))


def levelled(image: Image.Image) -> Pixels:
    """A page's pixels with its paper made white; shadows, grey scanning and grain are evened out.

    On a nearly empty page Tesseract takes grain for letters. The paper's brightness is taken
    block by block, as bright as most of a block is.
    """
    pixels = np.asarray(image)
    rows, columns = (max(side // _BLOCK, 1) for side in pixels.shape)
    blocks = pixels[: rows * _BLOCK, : columns * _BLOCK] if min(pixels.shape) >= _BLOCK else pixels
    parts = blocks.reshape(rows, blocks.shape[0] // rows, columns, blocks.shape[1] // columns)
    paper = np.percentile(parts, 85, axis=(1, 3))
    paper = np.maximum(paper, max(float(np.percentile(paper, 90)) / 2, 1.0))
    field = Image.fromarray(paper.astype(np.float32))
    level = np.array(field.resize(image.size, Image.Resampling.BILINEAR))
    np.divide(np.float32(255.0 / _WHITE), level, out=level)  # in place: pages are large
    level *= pixels
    np.clip(level, 0, 255, out=level)
    found: Pixels = level.astype(np.uint8)
    return found


def dark(pixels: Pixels) -> Pixels:
    """True where something is printed, by the brightness of the paper around."""
    if not pixels.size:
        return np.zeros(pixels.shape, dtype=bool)
    paper = float(np.percentile(pixels[::4, ::4], 90))
    found: Pixels = pixels < _PRINTED * paper
    return found


def printed_only(image: Image.Image) -> Image.Image:
    """A page in black and white, without any grain."""
    return of_pixels(np.where(dark(np.asarray(image)), 0, 255))


def straightened(image: Image.Image) -> Image.Image:
    """A page turned so that its lines are level."""
    angle = skew(image)
    if abs(angle) < LEAST_ANGLE:
        return image
    return image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=_paper(image))


def cut(image: Image.Image, box: tuple[float, float, float, float]) -> bytes:
    """A place on a page as a small PNG; `box` is in shares of the page."""
    margin = _CUT_MARGIN * image.height
    left, top, right, bottom = (
        share * side for share, side in zip(box, (*image.size, *image.size), strict=True)
    )
    edges = (
        max(round(left - margin), 0),
        max(round(top - margin), 0),
        min(round(right + margin), image.width),
        min(round(bottom + margin), image.height),
    )
    part = image.crop((*edges[:2], max(edges[2], edges[0] + 1), max(edges[3], edges[1] + 1)))
    ratio = _CUT_WIDTH / image.width
    if ratio < 1:
        size = (max(round(part.width * ratio), 1), max(round(part.height * ratio), 1))
        part = part.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    part.quantize(_CUT_GREYS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _paper(image: Image.Image) -> int:
    """The brightness of the paper."""
    return int(np.percentile(np.asarray(image)[::8, ::8], 90))


def skew(image: Image.Image) -> float:
    """By how many degrees, against the clock, a page must be turned for its lines to be level.

    Level lines give rows that are printed and rows that are not: the angle at which rows differ
    most is looked for in ever smaller steps.
    """
    ratio = _WIDTH / max(image.width, 1)
    small = image.resize((_WIDTH, max(round(image.height * ratio), 1)), Image.Resampling.BOX)
    printed = dark(np.asarray(small))
    if not printed.any():
        return 0.0
    ink = Image.fromarray(np.where(printed, 255, 0).astype(np.uint8))
    best = 0.0
    for step, reach in _STEPS:
        count = round(reach / step)
        angles = [best + step * n for n in range(-count, count + 1)]
        best = max(angles, key=lambda angle: (_contrast(ink, angle), -abs(angle)))
    return round(best, 2) if _contrast(ink, best) > _contrast(ink, 0.0) * 1.02 else 0.0


def _contrast(ink: Image.Image, angle: float) -> float:
    """How much rows differ from their neighbours when a page is turned by an angle."""
    turned = np.asarray(ink.rotate(angle, Image.Resampling.BILINEAR), dtype=np.float32)
    edge = turned.shape[0] // 20
    sums = turned[edge : turned.shape[0] - edge].sum(axis=1)
    return float(np.square(np.diff(sums)).sum())

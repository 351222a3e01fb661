"""Text drawn as a page of a bad scan and read by Tesseract: what restoration is learnt from."""

from __future__ import annotations

import io
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

WORKERS = 2
INCH = 72  # points
PAPER = (8.27, 11.69)  # A4, inches
MARGIN = 1.0
STYLES = ("Regular",) * 6 + ("Italic",) * 2 + ("Bold", "BoldItalic")


@dataclass(frozen=True)
class Scan:
    """How a page is printed and how badly it is scanned."""

    style: str = "Regular"
    size: float = 13.0
    dpi: int = 170
    angle: float = 0.3
    blur: float = 0.6
    noise: float = 8.0
    quality: int = 60
    bilevel: int = 0  # grey below it is black, the rest white; 0 keeps the greys
    seed: int = 0


def chance_scan(chance: random.Random) -> Scan:
    """A scan as offices make them, by chance."""
    return Scan(
        style=chance.choice(STYLES),
        size=chance.choice((12.0, 13.0, 13.0, 14.0)),
        dpi=chance.choice((110, 130, 150, 170, 200)),
        angle=chance.uniform(-0.7, 0.7),
        blur=chance.uniform(0.2, 1.0),
        noise=chance.uniform(2, 18),
        quality=chance.randint(35, 80),
        bilevel=chance.choice((0, 0, 110, 150, 190)),
        seed=chance.randrange(2**31),
    )


def font(scan: Scan) -> ImageFont.FreeTypeFont:
    """The face of a scan."""
    file = resources.files("cchc_lib") / "assets" / "fonts" / f"Tinos-{scan.style}.ttf"
    return ImageFont.truetype(io.BytesIO(file.read_bytes()), round(scan.size * scan.dpi / INCH))


def wrapped(text: str, scan: Scan) -> list[str]:
    """Paragraphs parted into lines that fit the page's width."""
    face = font(scan)
    width = (PAPER[0] - 2 * MARGIN) * scan.dpi
    rows: list[str] = []
    for paragraph in text.splitlines():
        row = ""
        for word in paragraph.split():
            longer = f"{row} {word}".strip()
            if row and face.getlength(longer) > width:
                rows.append(row)
                longer = word
            row = longer
        rows.append(row)
    return rows


def sheets(rows: Sequence[str], scan: Scan) -> list[list[str]]:
    """Lines parted into pages."""
    fits = int((PAPER[1] - 2 * MARGIN) * INCH / (scan.size * 1.35))
    return [list(rows[at : at + fits]) for at in range(0, len(rows), fits)]


def draw(rows: Sequence[str], scan: Scan) -> bytes:
    """One page as PNG: drawn, turned, blurred, compressed, with noise."""
    face = font(scan)
    page = Image.new("L", (round(PAPER[0] * scan.dpi), round(PAPER[1] * scan.dpi)), 255)
    pen = ImageDraw.Draw(page)
    for at, row in enumerate(rows):
        top = MARGIN * scan.dpi + at * scan.size * 1.35 * scan.dpi / INCH
        pen.text((MARGIN * scan.dpi, top), row, fill=20, font=face)
    page = page.rotate(scan.angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    page = page.filter(ImageFilter.GaussianBlur(scan.blur * scan.dpi / 170))
    grain = np.random.default_rng(scan.seed).normal(0, scan.noise, (page.height, page.width))
    page = Image.fromarray(np.clip(np.asarray(page) + grain, 0, 255).astype("uint8"))
    if scan.bilevel:
        page = page.point([0 if grey < scan.bilevel else 255 for grey in range(256)])
    pressed = io.BytesIO()
    page.save(pressed, "JPEG", quality=scan.quality)
    out = io.BytesIO()
    Image.open(pressed).save(out, "PNG", dpi=(scan.dpi, scan.dpi))
    return out.getvalue()


def recognise(png: bytes, language: str = "eng") -> list[str]:
    """The lines that Tesseract reads on a page, blank ones left out."""
    done = subprocess.run(
        ["tesseract", "-", "-", "-l", language, "--psm", "6"],
        input=png,
        capture_output=True,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return [row for row in done.stdout.decode().replace("\f", "\n").splitlines() if row.strip()]


def damage(pages: Iterable[tuple[Sequence[str], Scan]]) -> list[list[str]]:
    """Each page drawn and read, several at a time."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(lambda page: recognise(draw(*page)), pages))

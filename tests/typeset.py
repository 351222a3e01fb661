"""Small PDFs and page images for tests of the plan reader."""

from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import typst
from PIL import Image, ImageFilter

FONTS = Path(__file__).resolve().parent.parent / "cchc_lib" / "assets" / "fonts"
PAGE = (
    '#set page(paper: "a4", margin: 2cm)\n#set text(font: "Tinos", size: 14pt, lang: "vi")\n'
    "#set par(justify: true)\n"
)


@cache
def pdf(text: str) -> bytes:
    """The PDF of a Typst text on A4, Tinos 14 pt; what `text` sets comes later and counts."""
    return typst.compile((PAGE + text).encode(), font_paths=[str(FONTS)])


def pages(data: bytes, dpi: int = 200) -> list[Image.Image]:
    """The page images of a PDF, grey."""
    document = pdfium.PdfDocument(data)
    found = [
        document[n].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        for n in range(len(document))
    ]
    document.close()
    return found


def scanned(image: Image.Image, angle: float = 0.8) -> Image.Image:
    """A page as a scanner gives it: turned, soft, grainy, on grey paper."""
    turned = image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.6)), dtype=float)
    grain = np.random.default_rng(1).normal(0, 6, soft.shape)
    return Image.fromarray((soft * 0.9 + 8 + grain).clip(0, 255).astype(np.uint8))


def save(images: list[Image.Image], path: Path) -> Path:
    """Some page images as a PDF or a picture."""
    if path.suffix in {".pdf", ".tif"}:
        images[0].save(path, save_all=True, append_images=images[1:])
    else:
        images[0].save(path)
    return path

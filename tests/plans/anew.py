"""Plan 54 printed anew with other line breaks, scanned at an angle and read by Tesseract.

`python tests/plans/anew.py FOLDER [NAME...]` writes tests/data/plans/plan-54-anew-*.txt; the pages lie in
FOLDER. A reader that was tuned to the one committed OCR text falls on these.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import render
import typst

from cchc_lib.plan import reading

ROOT = Path(__file__).resolve().parent.parent.parent
PLAN = ROOT / "data" / "raw" / "plan" / "ke-hoach-54-KH-UBND-2025.ocr.txt"
OUT = ROOT / "tests" / "data" / "plans"
HEAD = 9  # lines of the letterhead and the title
# Name of a printing: size of letters, margins, and the angle at which the sheet was laid.
PRINTINGS = {"large": ("14pt", "(x: 3cm, y: 2cm)", 0.8), "small": ("12pt", "2cm", -0.6)}
# Only a number stands over a page. Source: Decree 30/2020, appendix I.
NUMBERED = "context if counter(page).get().first() > 1 [#align(center, counter(page).display())]"
LANGUAGES = ("eng", "vie")
_BEGINS = re.compile(r"[-+] |[IVX]+\. |\d+(\.\d+)*\.? |[a-zđ]\) |Nơi nhận|Trên đây")


def paragraphs() -> list[str]:
    """The reviewed text as paragraphs, its letterhead left out."""
    found: list[str] = []
    blank = True
    for line in reading.read_lines(PLAN)[HEAD:]:
        text = line.text.strip()
        if text and (blank or _BEGINS.match(text)):
            found.append(text)
        elif text:
            found[-1] += f" {text}"
        blank = not text
    return found


def page(size: str, margin: str) -> str:
    """The plan as a Typst document."""
    quoted = render.quoted
    left = ["ỦY BAN NHÂN DÂN", "HUYỆN TRÀ BỒNG", "Số: 54/KH-UBND"]
    right = [*render.NATION, "Trà Bồng, ngày      tháng 5 năm 2025"]
    title = ["KẾ HOẠCH", "Truyền thông về cải cách hành chính và Chuyển đổi số năm 2025"]
    out = [
        '#let running = ""', render.TYPST,
        f"#set text(size: {size})\n#set page(margin: {margin}, header: {NUMBERED})",
        # The motto stands on one line, whatever the size of the rest.
        f"#[#set text(size: 11pt)\n{render.typst_columns(left, right, '(2fr, 3fr)')}]",
        *(f"#align(center)[*{quoted(line)}*]" for line in title),
        "#align(center)[*trên địa bàn huyện Trà Bồng*]\n",
        *(f"{quoted(one)}\n" for one in paragraphs()),
    ]  # fmt: skip
    return "\n".join(out)


def main(folder: Path, *names: str) -> None:
    """Print, scan and read the plan in each way, or in those named."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or PRINTINGS:
        size, margin, angle = PRINTINGS[name]
        source = folder / f"{name}.typ"
        source.write_text(page(size, margin), encoding="utf-8")
        pdf = source.with_suffix(".pdf")
        fonts = [str(render.FONTS)]
        typst.compile(str(source), output=str(pdf), font_paths=fonts, ignore_system_fonts=True)
        pages = render.to_scan(pdf, folder / f"{name}-scan.pdf", angle)
        for language in LANGUAGES:
            texts = [render.read_pages([one], language) for one in pages]
            file = OUT / f"plan-54-anew-{name}.{language}.txt"
            file.write_text("\f".join(texts), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])

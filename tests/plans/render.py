"""Renders a plan's one source (TOML) into every form that a plan arrives in.

Text, Word, PDF, a scan of the PDF, and what a Vietnamese and an English OCR make of that scan.
Everything is deterministic; what is costly lies in a folder that the caller names.
"""

from __future__ import annotations

import re
import subprocess
import textwrap
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import typst
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from PIL import Image, ImageFilter

HERE = Path(__file__).resolve().parent
FONTS = HERE.parent.parent / "cchc_lib" / "assets" / "fonts"
NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
DPI = 200
ANGLE = 0.3  # degrees: a sheet is never laid quite straight

# Printed number of a block and its level: I. / 1. / 1.1. / a) / - / +
LEVELS = (
    (re.compile(r"^([IVX]+)\.\s+"), 0),
    (re.compile(r"^(\d+)\.\s+"), 1),
    (re.compile(r"^(\d+\.\d+)\.\s+"), 2),
    (re.compile(r"^([a-zđ])\)\s+"), 3),
    (re.compile(r"^(-)\s+"), 4),
    (re.compile(r"^(\+)\s+"), 5),
)


@dataclass(frozen=True)
class Plan:
    """A plan as its source describes it."""

    name: str
    head: dict[str, Any]
    blocks: list[str]
    appendix: dict[str, Any] | None = field(default=None)

    @property
    def has_table(self) -> bool:
        """Whether its tasks stand in a table."""
        return self.head["layout"] == "table"


def names() -> list[str]:
    """The plans of this folder."""
    return sorted(path.stem for path in HERE.glob("*.toml"))


def load(name: str) -> Plan:
    """One plan's source."""
    head = tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))
    blocks = [line.strip() for line in head.pop("text").splitlines() if line.strip()]
    return Plan(name=name, head=head, blocks=blocks, appendix=head.pop("appendix", None))


def level_of(block: str) -> tuple[int | None, str]:
    """A block's level (None: a paragraph) and its text without the number."""
    for pattern, level in LEVELS:
        match = pattern.match(block)
        if match:
            return level, block[match.end() :]
    return None, block


# --- text ---------------------------------------------------------------------------------


def to_text(plan: Plan) -> str:
    """The plan as plain text; a table as lines of cells between tabs."""
    head = plan.head
    lines = [*head["superior"], *head["body"], f"Số: {head['number']}", *NATION]
    lines += [head["place_and_date"], "", head["kind"], *head["title"], ""]
    for block in plan.blocks:
        lines += (
            textwrap.wrap(block, head["wrap"], break_on_hyphens=False, break_long_words=False)
            if head["wrap"]
            else [block]
        )
        lines.append("")
    lines += ["Nơi nhận:", *recipients(plan), "", *head["authority"], ""]
    if plan.appendix:
        lines += [*plan.appendix["heading"], "", "\t".join(plan.appendix["columns"])]
        lines += ["\t".join(row) for row in plan.appendix["rows"]]
    return "\n".join(lines).strip() + "\n"


def recipients(plan: Plan) -> list[str]:
    """The places of receipt as printed."""
    listed = plan.head["recipients"]
    return [f"- {one}{'.' if one is listed[-1] else ';'}" for one in listed]


def reference_words(plan: Plan) -> str:
    """Title and body, by which restored words are judged; head and signature stand in columns."""
    return "\n".join([*plan.head["title"], *plan.blocks])


# --- Word ---------------------------------------------------------------------------------

NUMBERING = (
    '<w:abstractNum %s w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>'
    "%s</w:abstractNum>"
)
NUMBER_LEVELS = (
    ("upperRoman", "%1."),
    ("decimal", "%2."),
    ("decimal", "%2.%3."),
    ("lowerLetter", "%4)"),
    ("bullet", "-"),
    ("bullet", "+"),
)


def add_numbering(document: Any) -> None:
    """A multi-level list of six levels, as number 90."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{legal(n)}'
        f'<w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="567"/></w:pPr></w:lvl>'
        for n, (kind, text) in enumerate(NUMBER_LEVELS)
    )
    numbering = document.part.numbering_part.element
    first = numbering.find(qn("w:num"))
    first.addprevious(parse_xml(NUMBERING % (nsdecls("w"), levels)))
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>')
    )


def legal(level: int) -> str:
    """Level 2 prints the arabic number of the level above it."""
    return "<w:isLgl/>" if level == 2 else ""


def number_paragraph(paragraph: Any, level: int) -> None:
    """Let Word number a paragraph."""
    properties = paragraph._p.get_or_add_pPr()
    number = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", level), ("w:numId", 90)):
        one = OxmlElement(tag)
        one.set(qn("w:val"), str(value))
        number.append(one)
    properties.insert(0, number)


def to_docx(plan: Plan, path: Path) -> None:
    """The plan as a Word file."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    running_header(section, plan)
    counted = plan.head.get("numbering") == "word"
    if counted:
        add_numbering(document)
    two_columns(document, head_left(plan), [*NATION, "", plan.head["place_and_date"]])
    for line in [plan.head["kind"], *plan.head["title"]]:
        centred(document, line)
    for block in plan.blocks:
        level, text = level_of(block)
        paragraph = document.add_paragraph()
        run = paragraph.add_run(text if counted and level is not None else block)
        run.bold = level in {0, 1} and len(block) < 90
        if counted and level is not None:
            number_paragraph(paragraph, level)
    two_columns(document, ["Nơi nhận:", *recipients(plan)], plan.head["authority"])
    if plan.appendix:
        docx_appendix(document, plan.appendix)
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))


def head_left(plan: Plan) -> list[str]:
    """The left half of the head."""
    return [*plan.head["superior"], *plan.head["body"], "", f"Số: {plan.head['number']}"]


def running_header(section: Any, plan: Plan) -> None:
    """A page number and the plan's number over each page."""
    paragraph = section.header.paragraphs[0]
    paragraph.text = f"Kế hoạch số {plan.head['number']} - trang "
    paragraph._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
    )


def two_columns(document: Any, left: list[str], right: list[str]) -> None:
    """A table without rules of two cells, as heads and signatures are laid out."""
    table = document.add_table(rows=1, cols=2)
    for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
        cell.text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)


def centred(document: Any, text: str) -> None:
    """A bold line in the middle."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = True


def docx_appendix(document: Any, appendix: dict[str, Any]) -> None:
    """The table on pages of its own, with merged cells and a row that is cut in two."""
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    for line in appendix["heading"]:
        centred(document, line)
    rows = split_row(appendix)
    width = len(appendix["columns"])
    table = document.add_table(rows=2 + len(rows), cols=width)
    table.style = "Table Grid"
    docx_header(table, appendix)
    for at, row in enumerate(rows, start=2):
        cells = table.rows[at].cells
        for cell, text in zip(cells, row, strict=False):
            cell.text = text
        if len(row) == 2:  # a group row: its title runs over the other columns
            cells[1].merge(cells[width - 1])
    for column, first, last in appendix["merged"]:
        at = [2 + n for n, row in enumerate(rows) if row[0] in {first, last}]
        for lower in at[1:]:
            table.cell(lower, column).text = ""
        text = table.cell(at[0], column).text
        table.cell(at[0], column).merge(table.cell(at[-1], column)).text = text


def docx_header(table: Any, appendix: dict[str, Any]) -> None:
    """Two rows of headings: one cell over two, the others over both rows."""
    over = appendix["over"]
    inside = range(over["from"], over["to"] + 1)
    for column, name in enumerate(appendix["columns"]):
        if column in inside:
            table.cell(1, column).text = over["under"][column - over["from"]]
        else:
            table.cell(0, column).merge(table.cell(1, column)).text = name
    table.cell(0, over["from"]).merge(table.cell(0, over["to"])).text = over["text"]


def split_row(appendix: dict[str, Any]) -> list[list[str]]:
    """The rows, one of them cut into itself and an unnumbered rest."""
    rule = appendix["split"]
    rows = []
    for row in appendix["rows"]:
        if row[0] != rule["row"]:
            rows.append(row)
            continue
        text = row[rule["column"]]
        cut = text.index(rule["after"]) + len(rule["after"])
        first, rest = list(row), [""] * len(row)
        first[rule["column"]], rest[rule["column"]] = text[:cut], text[cut:].strip()
        rows += [first, rest]
    return rows


# --- PDF ----------------------------------------------------------------------------------

TYPST = """
#set document(title: "Kế hoạch", date: none)
#set text(font: "Tinos", size: 13pt, lang: "vi", hyphenate: false)
#set par(justify: true, first-line-indent: (amount: 1cm, all: true), spacing: 0.9em, leading: 0.6em)
#set page(paper: "a4", margin: (x: 2cm, y: 2cm, left: 3cm), header: context {
  if counter(page).get().first() > 1 [#text(9pt)[#running] #h(1fr) #counter(page).display() #h(1fr)]
})
"""


def quoted(text: str) -> str:
    """A Typst string, shown literally."""
    return "#" + raw(text)


def raw(text: str) -> str:
    """A Typst string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def to_typst(plan: Plan) -> str:
    """The plan as a Typst document."""
    head = plan.head
    out = [f"#let running = {raw('Kế hoạch số ' + head['number'])}", TYPST]
    out.append(
        typst_columns(
            [*head["superior"], *head["body"], f"Số: {head['number']}"],
            [*NATION, head["place_and_date"]],
            "(2fr, 3fr)",
        )
    )
    out += [f"#align(center)[*{quoted(line)}*]" for line in (head["kind"], *head["title"])]
    for block in plan.blocks:
        level, _ = level_of(block)
        bold = level in {0, 1} and len(block) < 90
        out.append(f"*{quoted(block)}*\n" if bold else f"{quoted(block)}\n")
    out.append(
        typst_columns(["Nơi nhận:", *recipients(plan)], head["authority"], "(3fr, 2fr)", "left")
    )
    if plan.appendix:
        out.append(typst_appendix(plan.appendix))
    return "\n".join(out)


def typst_columns(left: list[str], right: list[str], widths: str, aligned: str = "center") -> str:
    """Two blocks of lines beside each other."""
    sides = [" \\\n ".join(quoted(line) for line in lines) for lines in (left, right)]
    return (
        f"#block(breakable: false)[#set par(first-line-indent: 0cm, justify: false)\n"
        f"#grid(columns: {widths}, align: ({aligned}, center), column-gutter: 4mm, "
        f"[{sides[0]}], [{sides[1]}])]\n"
    )


def typst_appendix(appendix: dict[str, Any]) -> str:
    """The table with rules, its header repeated, on landscape pages."""
    over, merged = appendix["over"], appendix["merged"]
    width = len(appendix["columns"])
    inside = range(over["from"], over["to"] + 1)
    header = [
        f"table.cell(rowspan: 2)[*{quoted(name)}*]"
        if column not in inside
        else (
            f"table.cell(colspan: {len(inside)})[*{quoted(over['text'])}*]"
            if column == over["from"]
            else ""
        )
        for column, name in enumerate(appendix["columns"])
    ]
    header += [f"[*{quoted(name)}*]" for name in over["under"]]
    cells = []
    for row in appendix["rows"]:
        if len(row) == 2:
            cells += [
                f"[*{quoted(row[0])}*]",
                f"table.cell(colspan: {width - 1})[*{quoted(row[1])}*]",
            ]
            continue
        for column, text in enumerate(row):
            rule = next((one for one in merged if one[0] == column and row[0] in one[1:]), None)
            if rule is None:
                cells.append(f"[{quoted(text)}]")
            elif rule[1] == row[0]:
                cells.append(f"table.cell(rowspan: 2)[{quoted(text)}]")
    columns = ", ".join(f"{one}fr" for one in appendix["widths"])
    lines = "\n".join(f"#align(center)[*{quoted(line)}*]" for line in appendix["heading"])
    header = ", ".join(one for one in header if one)
    return (
        f"#page(flipped: true)[\n{lines}\n#set text(12pt, costs: (orphan: 0%, widow: 0%))\n"
        f"#v({appendix['space']}mm)\n#set par(first-line-indent: 0cm, justify: false)\n"
        f"#table(columns: ({columns}), stroke: 0.5pt, table.header({header}),\n"
        f"{', '.join(cells)})]\n"
    )


def to_pdf(plan: Plan, path: Path) -> None:
    """The plan as a PDF with a text layer."""
    path.parent.mkdir(parents=True, exist_ok=True)
    source = path.with_suffix(".typ")
    source.write_text(to_typst(plan), encoding="utf-8")
    typst.compile(str(source), output=str(path), font_paths=[str(FONTS)], ignore_system_fonts=True)


# --- scan and OCR -------------------------------------------------------------------------


def to_scan(pdf: Path, path: Path, angle: float) -> list[Path]:
    """Grey pages with noise, a blur and a turn, as an image-only PDF; the pages' images."""
    noise = np.random.default_rng(20260119)
    pages, images = [], []
    document = pypdfium2.PdfDocument(pdf)
    for number in range(len(document)):
        image = document[number].render(scale=DPI / 72).to_pil().convert("L")
        image = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255).filter(
            ImageFilter.GaussianBlur(0.6)
        )
        values = (
            np.asarray(image, dtype=np.float32) * 0.94
            + 8
            + noise.normal(0, 7, (image.height, image.width))
        )
        image = Image.fromarray(values.clip(0, 255).astype(np.uint8))
        page = path.with_name(f"{path.stem}-{number + 1}.png")
        image.save(page, dpi=(DPI, DPI))
        pages.append(page)
        images.append(image)
    document.close()
    images[0].save(path, save_all=True, append_images=images[1:], resolution=DPI, quality=80)
    return pages


def read_pages(pages: list[Path], language: str) -> str:
    """What Tesseract reads from the pages."""
    texts = []
    for page in pages:
        done = subprocess.run(
            ["nice", "-n", "10", "tesseract", str(page), "-", "-l", language],
            capture_output=True,
            check=True,
        )
        texts.append(done.stdout.decode("utf-8").replace("\f", ""))
    return "\n".join(texts)


def render(name: str, folder: Path, *, ocr: bool = True) -> dict[str, Path]:
    """All forms of one plan under the folder; what stands is not made again."""
    plan = load(name)
    at = folder / name
    at.mkdir(parents=True, exist_ok=True)
    files = {
        "txt": at / f"{name}.txt",
        "docx": at / f"{name}.docx",
        "pdf": at / f"{name}.pdf",
        "scan": at / f"{name}-scan.pdf",
        "ocr-vie": at / f"{name}.vie.txt",
        "ocr-eng": at / f"{name}.eng.txt",
    }
    files["txt"].write_text(to_text(plan), encoding="utf-8")
    to_docx(plan, files["docx"])
    stamp, wanted = at / "scanned.typ", f"// {plan.head.get('angle', ANGLE)}\n{to_typst(plan)}"
    if (
        stamp.exists()
        and stamp.read_text("utf-8") == wanted
        and all(one.exists() for one in files.values())
    ):
        return files
    to_pdf(plan, files["pdf"])
    pages = to_scan(files["pdf"], files["scan"], plan.head.get("angle", ANGLE))
    for language in ("vie", "eng"):
        committed = HERE / "ocr" / f"{name}.{language}.txt"
        if ocr:
            files[f"ocr-{language}"].write_text(read_pages(pages, language), encoding="utf-8")
        elif committed.exists():
            files[f"ocr-{language}"].write_bytes(committed.read_bytes())
    stamp.write_text(wanted, encoding="utf-8")
    return files

"""The reports read back: the tables and the words of each format, for comparison."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import docx
import lxml.html
import openpyxl
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from docx.oxml.ns import qn

from cchc_lib.vietnamese import format_number


@dataclass(frozen=True)
class Read:
    """A table as a reader sees it: rows of texts, a group's row with one cell."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def said(text: str) -> str:
    """Text on one line, in NFC."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def squeezed(text: str) -> str:
    """Without any space and line break, which paper sets as it likes."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text.replace("\x02", "")))


# --- HTML ----------------------------------------------------------------------------------


def html_page(path: Path) -> lxml.html.HtmlElement:
    """The page without what only screen readers are told, styles and scripts."""
    page = lxml.html.fromstring(path.read_bytes().decode("utf-8"))
    for hidden in page.xpath("//*[@class='vh'] | //style | //script"):
        hidden.drop_tree()
    return page


def html_tables(path: Path) -> list[Read]:
    """The tables of a page, those that are closed included."""
    return [_html_table(one) for one in html_page(path).xpath("//table")]


def _html_table(table: lxml.html.HtmlElement) -> Read:
    """One table of a page."""
    rows = [
        tuple(said(cell.text_content()) for cell in row.xpath("th | td"))
        for row in table.xpath("thead/tr | tbody/tr | tfoot/tr")
    ]
    return Read(said(table.xpath("string(caption)")), rows[0], tuple(rows[1:]))


# --- Word ----------------------------------------------------------------------------------


def docx_tables(path: Path) -> list[Read]:
    """The tables with a header row; those that only place paragraphs have none."""
    tables = docx.Document(path).element.body.iter(qn("w:tbl"))
    return [_docx_table(one) for one in tables if one.find(".//" + qn("w:tblHeader")) is not None]


def _docx_table(table) -> Read:
    """One table under its caption."""
    rows = [
        tuple(_docx_text(cell) for cell in row.iter(qn("w:tc"))) for row in table.iter(qn("w:tr"))
    ]
    return Read(_docx_text(table.getprevious()), rows[0], tuple(rows[1:]))


def _docx_text(element) -> str:
    """The words of a paragraph or cell."""
    parts = [" " if e.tag == qn("w:br") else e.text or "" for e in element.iter(*_DOCX_PARTS)]
    return said("".join(parts))


_DOCX_PARTS = (qn("w:t"), qn("w:br"))


# --- Excel ---------------------------------------------------------------------------------

_HEADER_ROW, _GROUP = 4, "Nhóm"


def xlsx_tables(path: Path) -> list[Read]:
    """The tables of a workbook, a sheet each; groups are rows again, repeated marks are gone."""
    book = openpyxl.load_workbook(path, data_only=True)
    return [_xlsx_table(sheet) for sheet in book.worksheets[1:] if sheet.tables]


def _xlsx_table(sheet) -> Read:
    """One sheet's table."""
    rows = list(sheet.iter_rows(min_row=_HEADER_ROW))
    header = [said(re.sub(r" \(\d+\)$", "", str(cell.value))) for cell in rows[0]]
    grouped = header[0] == _GROUP
    read, group = [], ""
    for row in rows[1:]:
        texts = [_xlsx_text(cell) for cell in row]
        if grouped and texts[0] and texts[0] != group:
            read.append((texts[0],))
        group = texts[0]
        read.append(tuple(texts[1:] if grouped else texts))
    return Read(said(sheet["A1"].value), tuple(header[1:] if grouped else header), tuple(read))


def _xlsx_text(cell) -> str:
    """What Excel shows in a Vietnamese cell."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        percent = cell.number_format.endswith("%")
        return format_number(round(value * 100, 1) if percent else value)
    return said(value or "")


# --- PDF -----------------------------------------------------------------------------------


@dataclass
class Tag:
    """An element of a PDF's structure with the words that it marks."""

    kind: str
    text: str = ""
    alt: str = ""
    scope: str = ""
    children: list = field(default_factory=list)

    def walk(self) -> Iterator["Tag"]:
        """This tag and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, *kinds: str) -> list["Tag"]:
        """The tags of some kinds."""
        return [tag for tag in self.walk() if tag.kind in kinds]

    def words(self) -> str:
        """The words of this tag and all below it."""
        return "".join(tag.text for tag in self.walk())


def pdf_structure(path: Path) -> Tag:
    """The structure tree of a tagged PDF."""
    words = _marked_words(path)
    with pikepdf.open(path) as file:
        numbers = {page.objgen: n for n, page in enumerate(file.pages)}
        return _tag(file.Root.StructTreeRoot, None, numbers, words)


def _tag(element, page, numbers, words) -> Tag:
    """One element of the tree."""
    tag = Tag(str(element.get("/S", "/Root"))[1:], alt=str(element.get("/Alt", "")))
    attributes = element.get("/A", [])
    for one in [attributes] if isinstance(attributes, pikepdf.Dictionary) else attributes:
        tag.scope = tag.scope or str(one.get("/Scope", ""))[1:]
    page = numbers[element.Pg.objgen] if "/Pg" in element else page
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            tag.children.append(Tag("", text=words.get((page, kid), "")))
        elif "/MCID" in kid:
            where = numbers[kid.Pg.objgen] if "/Pg" in kid else page
            tag.children.append(Tag("", text=words.get((where, int(kid.MCID)), "")))
        elif "/S" in kid:
            tag.children.append(_tag(kid, page, numbers, words))
    return tag


def _marked_words(path: Path) -> dict[tuple[int, int], str]:
    """The words of each marked content of each page."""
    found: dict[tuple[int, int], str] = {}
    file = pypdfium2.PdfDocument(path)
    for number, page in enumerate(file):
        reader = page.get_textpage()
        mark = -1
        for n in range(reader.count_chars()):
            letter = pdfium.FPDFText_GetUnicode(reader.raw, n)
            if not pdfium.FPDFText_IsGenerated(reader.raw, n):
                one = pdfium.FPDFText_GetTextObject(reader.raw, n)
                mark = pdfium.FPDFPageObj_GetMarkedContentID(one)
            found[number, mark] = found.get((number, mark), "") + chr(letter)
        reader.close()
        page.close()
    file.close()
    return {where: _LINE_END_HYPHEN.sub("-", words) for where, words in found.items()}


_LINE_END_HYPHEN = re.compile("\x02\\s*")


def unmarked_words(path: Path) -> str:
    """The words of a PDF that no tag holds."""
    return " ".join(words for (_, mark), words in _marked_words(path).items() if mark < 0)


def pdf_tables(path: Path) -> list[Read]:
    """The tables of a tagged PDF."""
    return [_pdf_table(tag) for tag in pdf_structure(path).find("Table")]


def _pdf_table(table: Tag) -> Read:
    """One table; a header that is repeated on a page is tagged once."""
    rows = [tuple(said(cell.words()) for cell in row.find("TH", "TD")) for row in table.find("TR")]
    return Read("", rows[0], tuple(rows[1:]))


# --- all -----------------------------------------------------------------------------------

TABLES = {"html": html_tables, "docx": docx_tables, "xlsx": xlsx_tables, "pdf": pdf_tables}


def tables(path: Path) -> list[Read]:
    """The tables of a report."""
    return TABLES[path.suffix[1:]](path)


def lines(path: Path) -> list[str]:
    """What a report says, a paragraph, cell or label at a time."""
    match path.suffix:
        case ".html":
            found = [text for text in html_page(path).itertext() if isinstance(text, str)]
        case ".docx":
            found = [_docx_text(p) for p in docx.Document(path).element.body.iter(qn("w:p"))]
        case ".xlsx":
            sheets = openpyxl.load_workbook(path, data_only=True).worksheets
            found = [_xlsx_text(cell) for s in sheets for row in s.iter_rows() for cell in row]
        case _:
            tags = [t for t in pdf_structure(path).walk() if t.kind != "Figure"]
            found = [t.words() for t in tags if any(not c.kind for c in t.children)]
    return [line for line in map(said, found) if line]

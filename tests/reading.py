"""The reports read back: the tables and the words of each format, for comparison."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import lxml.html


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

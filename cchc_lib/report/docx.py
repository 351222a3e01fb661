"""The Word file: A4 in the form of Decree 30/2020, real styles and headings, black text.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I và mẫu 1.4 của Phụ lục III.
"""

from __future__ import annotations

import io
import itertools
from typing import TYPE_CHECKING, Any

from cchc_lib.report import archive, blocks, bundle, drawing, letter, widths, wordparts
from cchc_lib.report.blocks import STATE_MARKS
from cchc_lib.report.bundle import Foreign
from cchc_lib.report.literal import anchor, one_line
from cchc_lib.report.wordparts import paragraph, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_lib.report.blocks import Block, Letterhead
    from cchc_lib.report.bundle import Paper, Report

FONT = "Times New Roman"
_BODY = 13.0
_PORTRAIT = (210.0, 297.0, (20.0, 15.0, 20.0, 30.0))  # width, height, top right bottom left
_LANDSCAPE = (297.0, 210.0, (20.0, 15.0, 20.0, 30.0))
_TEXT_WIDTH, _WIDE_TEXT_WIDTH = 165.0, 252.0
_LEFT_MM, _RIGHT_MM = 65.0, 100.0
_TILES_A_ROW = 4


def document(report: Report) -> bytes:
    """The report as a Word file; the same report gives the same bytes."""
    import docx  # noqa: PLC0415 - only the Word file needs it

    writer = _Writer(docx.Document(), report)
    writer.write(bundle.on_paper(report))
    target = io.BytesIO()
    writer.file.save(target)
    return archive.timeless(target.getvalue())


class _Writer:
    """Adds the report's parts to a Word file, one after the other."""

    def __init__(self, file: Any, report: Report) -> None:
        """An empty file with our styles and properties.

        Args:
            file: python-docx's document.
            report: what is going to be written.
        """
        self.file = file
        self._report = report
        self._body = file.element.body
        self._width = _TEXT_WIDTH
        self._question = ""
        self._bookmarks = {
            name: f"cho_{n}" for n, name in enumerate(sorted(bundle.anchors(report)), start=1)
        }
        _set_styles(file)
        _set_properties(file, report)
        _set_page(file.sections[0], _PORTRAIT)
        _set_header(file.sections[0], one_line(" · ".join(report.marks)))

    def write(self, paper: Paper) -> None:
        """The signed part, then each appendix on its own pages."""
        if paper.head:
            self._head(paper.head)
        for before, item in itertools.pairwise((None, *paper.body, None)):
            if before is not None and not _runs_in(before, item):
                self._item(before)
            elif isinstance(before, blocks.Text) and isinstance(item, blocks.Text):
                self._question = before.text
        if paper.signature:
            self._signature(paper.signature.letterhead)
        for title, items in paper.appendices:
            self._appendix(title, paper.head)
            for item in items:
                self._item(item)
        if paper.head and paper.head.provenance:
            words = letter.made_from(paper.head.provenance)
            self._add(paragraph(run(words, points=9), style="GhiChu"))

    # --- adding ------------------------------------------------------------------------

    def _add(self, xml: str) -> None:
        """Add a paragraph or table at the end."""
        from docx.oxml import parse_xml  # noqa: PLC0415

        for tag in ("<w:p>", "<w:p/>"):
            if xml.startswith(tag):
                xml = f"<w:p {wordparts.NAMESPACES}" + xml[len("<w:p") :]
        self._body.insert_element_before(parse_xml(xml), "w:sectPr")

    def _item(self, item: Block | Foreign) -> None:
        """One item of the report."""
        if isinstance(item, Foreign):
            self._add(paragraph(run(item.plain, points=10), style="Khung"))
        else:
            makers: dict[str, Callable[[Any], None]] = {
                "heading": self._heading,
                "text": self._text,
                "tiles": self._tiles,
                "chart": self._chart,
                "table": self._table,
            }
            makers[item.kind](item)

    def _heading(self, heading: blocks.Heading) -> None:
        """A real heading."""
        place = wordparts.bookmark(heading.anchor, self._bookmarks)
        level = min(max(heading.level, 1), 4)
        self._add(paragraph(place + run(one_line(heading.text)), style=f"Heading{level}"))

    def _text(self, block: blocks.Text) -> None:
        """A paragraph."""
        words = f"- {block.text}" if block.style == "bullet" else block.text
        asked = run(f"{self._question} ", bold=True) if self._question else ""
        self._question = ""
        for line in words.split("\n"):
            content = asked + run(line, bold=block.style == "question")
            asked = ""
            self._add(paragraph(content, style="Quote" if block.style == "quote" else ""))

    def _tiles(self, block: blocks.Tiles) -> None:
        """Figures side by side, their states in words."""
        width = self._width / min(_TILES_A_ROW, max(1, len(block.tiles)))
        for first in range(0, len(block.tiles), _TILES_A_ROW):
            tiles = block.tiles[first : first + _TILES_A_ROW]
            self._add(wordparts.frame([(width, (self._tile(tile),)) for tile in tiles]))
            self._add(_gap(3))

    def _tile(self, tile: blocks.Tile) -> str:
        """One figure."""
        value = run(tile.value, bold=True)
        notes = filter(None, (STATE_MARKS[tile.state][1] if tile.state else "", tile.note))
        figure = run(f"{tile.label}: ", points=11) + wordparts.link(
            value, tile.anchor, self._bookmarks
        )
        return paragraph(figure, style="Khung") + "".join(
            paragraph(run(note, points=11), style="Khung") for note in notes
        )

    def _chart(self, chart: blocks.Chart) -> None:
        """A chart as a picture with alternative text; its numbers stand in the last appendix."""
        from docx.shared import Mm  # noqa: PLC0415

        place = wordparts.bookmark(chart.name, self._bookmarks)
        self._add(paragraph(place + run(one_line(chart.title)), style="Caption"))
        width = min(chart.width_mm, self._width)
        image = io.BytesIO(drawing.picture(chart.svg, width))
        added = self.file.add_paragraph(style=self.file.styles["Khung"])
        added.paragraph_format.keep_with_next = True
        shape = added.add_run().add_picture(image, width=Mm(width))
        properties = shape._inline.docPr  # noqa: SLF001 - the one place for alternative text
        properties.set("descr", one_line(chart.alt))
        properties.set("name", f"Hinh {anchor(chart.name)}")
        self._add(paragraph(run(chart.source, points=10), style="GhiChu"))

    def _table(self, table: blocks.Table) -> None:
        """A table with its caption above and its note below."""
        place = wordparts.bookmark(table.name, self._bookmarks)
        self._add(paragraph(place + run(one_line(table.caption)), style="Caption"))
        if not table.rows:
            self._add(paragraph(run(table.empty), style="Khung"))
        else:
            self._add(wordparts.grid(table, self._width, self._bookmarks))
        after = paragraph(run(table.note, points=10), style="GhiChu") if table.note else _gap(6)
        self._add(after)

    # --- the frame ---------------------------------------------------------------------

    def _head(self, head: blocks.Head) -> None:
        """Letterhead, name of the document, abstract, addressee, grounds, facts."""
        given = head.letterhead
        number, day = letter.number(given), letter.place_and_day(given)
        rows = (
            (_issuer(given), _centred(run(number))),
            (_state_name(), _centred(run(day, italic=True))),
        )
        self._add(wordparts.frame([(_LEFT_MM, rows[0]), (_RIGHT_MM, rows[1])], rows=2))
        above = '<w:spacing w:before="120" w:after="0"/>'
        self._add(_centred(run(letter.kind(head.marks), bold=True, points=14), extra=above))
        about = letter.abstract(head.title)
        self._add(_centred(run(about, bold=True)))
        if head.subtitle:
            about = one_line(head.subtitle)
            self._add(_centred(run(about, bold=True)))
        rule = widths.part_rule(about, _BODY, _TEXT_WIDTH)
        self._add(wordparts.short_rule(rule, _TEXT_WIDTH))
        if given.addressee:
            self._add(_centred(run(f"Kính gửi: {one_line(given.addressee)}")))
        for ground in letter.grounds(head.grounds):
            self._add(paragraph(run(ground, italic=True)))
        if head.facts:
            facts = " · ".join(one_line(fact) for fact in head.facts)
            after = '<w:spacing w:before="0" w:after="60"/>'
            self._add(_centred(run(facts, points=11), extra=after))

    def _signature(self, given: Letterhead) -> None:
        """Places of receipt left, signature right."""
        lines = letter.recipients(given)
        left = paragraph(run("Nơi nhận:", bold=True, italic=True, points=12), style="Khung")
        left += "".join(paragraph(run(f"- {line}", points=11), style="Khung") for line in lines)
        titles = filter(None, (given.authority, given.signatory_title))
        right = "".join(_centred(run(one_line(t).upper(), bold=True)) for t in titles)
        right += _centred("") * 4 + _centred(run(one_line(given.signatory_name), bold=True))
        half = _TEXT_WIDTH / 2
        self._add(paragraph("", style="Khung"))
        empty = paragraph("", style="Khung")
        self._add(wordparts.frame([(half, (left if lines else empty,)), (half, (right,))]))

    def _appendix(self, title: blocks.Appendix, head: blocks.Head | None) -> None:
        """A new section: its own pages and numbers, on its side where it is wide."""
        from docx.enum.section import WD_SECTION  # noqa: PLC0415

        section = self.file.add_section(WD_SECTION.NEW_PAGE)
        self._shrink_break()
        _set_page(section, _LANDSCAPE if title.wide else _PORTRAIT)
        _number_from_one(section)
        self._width = _WIDE_TEXT_WIDTH if title.wide else _TEXT_WIDTH
        label, name = letter.appendix_lines(title.title)
        words = f"{label}\n{name.upper()}" if label else name
        whole = '<w:ind w:firstLine="0"/>'
        self._add(paragraph(run(words), style="Heading1", align="center", extra=whole))
        if head:
            self._add(_centred(run(letter.enclosed(head.letterhead), italic=True)))
            self._add(_gap(6))

    def _shrink_break(self) -> None:
        """Make the section break's own paragraph so small that it never takes a page."""
        from docx.shared import Pt  # noqa: PLC0415
        from docx.text.paragraph import Paragraph  # noqa: PLC0415

        last = Paragraph(self._body.xpath("./w:p[w:pPr/w:sectPr]")[-1], self.file)
        last.style = self.file.styles["Khung"]
        last.paragraph_format.line_spacing = Pt(1)


def _runs_in(item: Block | Foreign, following: Block | Foreign | None) -> bool:
    """Whether an item is a question that stands at the beginning of its answer."""
    asks = isinstance(item, blocks.Text) and item.style == "question"
    return asks and isinstance(following, blocks.Text) and following.style == "body"


def _gap(points: int) -> str:
    """White space of some points: an empty paragraph, which Word wants between two tables."""
    space = f'<w:spacing w:before="0" w:after="0" w:line="{points * 20}" w:lineRule="exact"/>'
    return paragraph("", style="Khung", extra=space)


# --- the letterhead ------------------------------------------------------------------------


def _centred(content: str, extra: str = "") -> str:
    """A centred line."""
    return paragraph(content, style="Khung", align="center", extra=extra)


def _issuer(given: Letterhead) -> str:
    """The issuing body under its superior."""
    lines = [_centred(run(one_line(given.superior).upper(), points=12))] * bool(given.superior)
    names = [line.upper() for line in letter.organisation_lines(given.organisation)]
    lines += [_centred(run(line, bold=True, points=12)) for line in names]
    rule = widths.part_rule(names[-1], 12, _LEFT_MM)
    return "".join(lines) + wordparts.short_rule(rule, _LEFT_MM - 2)


def _state_name() -> str:
    """Quốc hiệu and tiêu ngữ; the rule is as long as the motto."""
    return (
        _centred(run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, points=12))
        + _centred(run(letter.MOTTO, bold=True))
        + wordparts.short_rule(widths.length(letter.MOTTO, _BODY, bold=True), _RIGHT_MM - 2)
    )


# --- the file ------------------------------------------------------------------------------


def _set_properties(file: Any, report: Report) -> None:
    """Title, language, and the unit or nobody as creator."""
    core = file.core_properties
    core.title = report.title[:255]
    core.author = report.creator[:255]
    core.language = "vi-VN"
    core.subject = one_line(report.head.description)[:255] if report.head else ""
    core.comments = core.keywords = core.category = ""
    core.revision = 1


def _set_page(section: Any, page: tuple[float, float, tuple[float, float, float, float]]) -> None:
    """Size, margins and orientation of a section."""
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    width, height, (top, right, bottom, left) = page
    section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance, section.footer_distance = Mm(8), Mm(8)
    section.different_first_page_header_footer = True


def _set_header(section: Any, marks: str) -> None:
    """The marks on every page, the page number from the second on, in the top margin."""
    from docx.oxml import parse_xml  # noqa: PLC0415

    said = _centred(run(marks, bold=True, points=10)) if marks else ""
    number = _centred(f'<w:fldSimple w:instr=" PAGE ">{run("2")}</w:fldSimple>')
    for header, lines in (
        (section.header, [said, number]),
        (section.first_page_header, [said or paragraph("", style="Khung")]),
    ):
        header.is_linked_to_previous = False
        for old in list(header._element):  # noqa: SLF001
            header._element.remove(old)  # noqa: SLF001
        for line in filter(None, lines):
            xml = f"<w:p {wordparts.NAMESPACES}" + line[len("<w:p") :]
            header._element.append(parse_xml(xml))  # noqa: SLF001


def _number_from_one(section: Any) -> None:
    """Pages of this section are counted from 1."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    properties = section._sectPr  # noqa: SLF001
    numbers = properties.find(qn("w:pgNumType"))
    if numbers is None:
        numbers = OxmlElement("w:pgNumType")
        properties.find(qn("w:pgMar")).addnext(numbers)
    numbers.set(qn("w:start"), "1")


def _set_styles(file: Any) -> None:
    """Times New Roman throughout, black, the decree's spacing; Vietnamese as language."""
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    styles = file.styles
    _set_defaults(styles)
    _look(styles["Normal"], space=6, first_line=10.0, align="JUSTIFY")
    for level, bold in ((1, True), (2, True), (3, False), (4, False)):
        _look(styles[f"Heading {level}"], bold=bold, space=6, first_line=10.0, keep=True)
    styles["Heading 1"].font.size = Pt(14)
    _look(styles["Caption"], bold=True, space=3, keep=True, points=12)
    styles["Caption"].paragraph_format.space_before = Pt(0)
    _look(styles["Quote"], space=6, left=10.0, align="JUSTIFY")
    for name, space in (("Khung", 0), ("GhiChu", 6)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _look(style, space=space)


def _set_defaults(styles: Any) -> None:
    """Font and language of the whole file."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    properties = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for name in ("w:rFonts", "w:lang"):
        found = properties.find(qn(name))
        found.attrib.clear()
        if name == "w:lang":
            found.set(qn("w:val"), "vi-VN")
            found.set(qn("w:eastAsia"), "vi-VN")
        else:
            _set_fonts(found)


def _set_fonts(fonts: Any) -> None:
    """One font for every script."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _look(
    style: Any,
    *,
    points: float = _BODY,
    bold: bool = False,
    space: float = 0,
    first_line: float = 0,
    left: float = 0,
    align: str = "LEFT",
    keep: bool = False,
) -> None:
    """How a style looks: sizes in points, indents in millimetres."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415

    style.font.name = FONT
    _set_fonts(style.element.rPr.rFonts)
    style.font.size, style.font.bold, style.font.italic = Pt(points), bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(space if keep else 0), Pt(space)
    layout.line_spacing = 1.0
    layout.first_line_indent, layout.left_indent = Mm(first_line), Mm(left)
    layout.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
    layout.keep_with_next = keep


__all__ = ["document"]

"""Pieces of WordprocessingML as strings: runs, paragraphs, tables; all text escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from cchc_lib.report import widths as columns
from cchc_lib.report.blocks import STATE_MARKS
from cchc_lib.report.literal import literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cchc_lib.report.blocks import Cell, Row, Table

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_TWIPS_PER_MM = 1440 / 25.4


def run(text: str, *, bold: bool = False, italic: bool = False, points: float = 0) -> str:
    """A run of literal text; line breaks and tabs stay what they are."""
    look = "<w:b/>" * bold + "<w:i/>" * italic
    if points:
        look += f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'
    parts = [
        f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>'
        for line in literal(text).replace("\t", " ").split("\n")
    ]
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f"<w:r>{look}{'<w:br/>'.join(parts)}</w:r>"


def paragraph(content: str, *, style: str = "", align: str = "", extra: str = "") -> str:
    """A paragraph of runs.

    Args:
        content: runs.
        style: its id.
        align: left, right, center or both.
        extra: further properties, in the schema's order before the alignment.
    """
    properties = (
        (f'<w:pStyle w:val="{style}"/>' if style else "")
        + extra
        + (f'<w:jc w:val="{align}"/>' if align else "")
    )
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


def link(content: str, name: str, bookmarks: Mapping[str, str]) -> str:
    """Runs that lead to a place in the document, where that place exists."""
    if name not in bookmarks:
        return content
    return f'<w:hyperlink w:anchor="{bookmarks[name]}" w:history="1">{content}</w:hyperlink>'


def bookmark(name: str, bookmarks: Mapping[str, str]) -> str:
    """A place that links lead to; "" where nothing leads there."""
    if name not in bookmarks:
        return ""
    mark = bookmarks[name]
    number = mark.removeprefix("cho_")
    return f'<w:bookmarkStart w:id="{number}" w:name="{mark}"/><w:bookmarkEnd w:id="{number}"/>'


def short_rule(width_mm: float, cell_mm: float) -> str:
    """A thin line, centred in a cell."""
    side = max(0, round((cell_mm - width_mm) / 2 * _TWIPS_PER_MM))
    border = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
    space = '<w:spacing w:before="20" w:after="0" w:line="80" w:lineRule="exact"/>'
    indent = f'<w:ind w:left="{side}" w:right="{side}" w:firstLine="0"/>'
    return paragraph("", style="Khung", extra=border + space + indent)


def frame(columns: Sequence[tuple[float, Sequence[str]]], rows: int = 1) -> str:
    """A table without borders that places paragraphs side by side.

    Args:
        columns: of each its width in millimetres and its cells' content, one a row.
        rows: how many rows.
    """
    widths = [round(width * _TWIPS_PER_MM) for width, _ in columns]
    body = ""
    for n in range(rows):
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{contents[n]}</w:tc>'
            for width, (_, contents) in zip(widths, columns, strict=True)
        )
        body += f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
    return _table(widths, "", body)


def grid(table: Table, width_mm: float, bookmarks: Mapping[str, str]) -> str:
    """A table of the report: header repeated on every page, rows not cut."""
    widths = [round(w * _TWIPS_PER_MM) for w in columns.column_widths(table, width_mm)]
    points = columns.points(table, width_mm)
    heads = [
        _cell(
            width,
            paragraph(run(c.label, bold=True, points=points), style="Khung", align=c.align),
            "<w:vAlign w:val='bottom'/>",
        )
        for width, c in zip(widths, table.columns, strict=True)
    ]
    body = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(heads)}</w:tr>"
    for row in table.rows:
        body += _row(table, row, widths, points, bookmarks)
    return _table(widths, _borders(), body)


def _borders() -> str:
    """Thin horizontal lines."""
    line = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    return f"<w:tblBorders>{''.join(map(line.format, ('top', 'bottom', 'insideH')))}</w:tblBorders>"


def _table(widths: Sequence[int], borders: str, body: str) -> str:
    """A table of fixed widths."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl {NAMESPACES}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{borders}'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/>'
        '<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"
    )


def _cell(width: int, content: str, more: str = "", span: int = 1) -> str:
    """A cell."""
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{wide}{more}</w:tcPr>'
    return f"<w:tc>{properties}{content}</w:tc>"


def _row(
    table: Table,
    row: Row,
    widths: Sequence[int],
    points: float,
    bookmarks: Mapping[str, str],
) -> str:
    """A row; a group's one cell spans the table."""
    place = bookmark(row.anchor, bookmarks)
    if row.kind == "group":
        words = run(row.cells[0].text if row.cells else "", bold=True, points=points)
        content = paragraph(place + words, style="Khung", extra="<w:keepNext/>")
        cells = _cell(sum(widths), content, span=len(widths))
    else:
        cells = ""
        for n, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
            words = run(shown(cell), bold=row.kind == "total", points=points)
            content = ("" if n else place) + link(words, cell.source, bookmarks)
            cells += _cell(widths[n], paragraph(content, style="Khung", align=column.align))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def shown(cell: Cell) -> str:
    """The cell's words; on paper a state is its word alone."""
    return cell.text or (STATE_MARKS[cell.state][1] if cell.state else "")

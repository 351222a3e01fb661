"""The workbook: a sheet for each table of the report, with filters; numbers as numbers."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from cchc_lib.report import archive, blocks, bundle, formulas
from cchc_lib.report.blocks import STATE_MARKS
from cchc_lib.report.literal import literal, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_lib.report.blocks import Block, Cell, Row, Table
    from cchc_lib.report.bundle import Foreign, Report

FIRST = "Báo cáo"
_HEADER_ROW = 4
_NAME_LENGTH = 31
_TEXT_LENGTH = 32_767
_A4 = 9
_WIDEST = 60.0
_NARROWEST = 9.0
_MANY_COLUMNS = 6
_FIRST_WIDTHS = (52.0, 26.0, 34.0)
_FULL = 0.92  # of a line, words being kept whole
_LINE, _TALLEST = 15.0, 400.0
_FONT = "Times New Roman"
_NOT_A_NAME = re.compile(r"[\[\]:*?/\\']+")
_A_NUMBER = re.compile(r"[\s\u00a0\d.,%+−-]+")
_ACTIVE = ("=", "+", "-", "@")


def workbook(report: Report) -> bytes:
    """The report as a workbook; the same report gives the same bytes."""
    import openpyxl  # noqa: PLC0415 - only the workbook needs it

    book = openpyxl.Workbook()
    book.properties.title = report.title
    book.properties.creator = report.creator
    book.properties.language = "vi-VN"
    tables = bundle.tables(report)
    names = sheet_names([table.name for table in tables])
    _first_sheet(book.active, report, dict(zip(names, tables, strict=True)))
    results: list[dict[str, float]] = [{}]
    for number, (name, table) in enumerate(zip(names, tables, strict=True), start=1):
        results.append(_table_sheet(book.create_sheet(name), report, table, f"Bang{number}"))
    target = io.BytesIO()
    book.save(target)
    return archive.timeless(target.getvalue(), results)


def sheet_names(names: Sequence[str]) -> list[str]:
    """Names that Excel takes: at most 31 characters, each once, in the same order."""
    taken = {FIRST.casefold(), "history"}
    sheets = []
    for name in names:
        clean = _NOT_A_NAME.sub("-", one_line(name))[:_NAME_LENGTH].strip() or "bang"
        tries = (clean, *(f"{clean[: _NAME_LENGTH - 5]}-{n}" for n in range(2, len(names) + 3)))
        chosen = next(one for one in tries if one.casefold() not in taken)
        taken.add(chosen.casefold())
        sheets.append(chosen)
    return sheets


# --- the first sheet -----------------------------------------------------------------------


def _first_sheet(sheet: Any, report: Report, tables: dict[str, Table]) -> None:
    """Title, marks, facts, figures and sentences of page 1, then the list of sheets."""
    from openpyxl.styles import Alignment  # noqa: PLC0415

    sheet.title = FIRST
    for letter, width in zip("ABC", _FIRST_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for n, (words, bold) in enumerate(_lines(report), start=1):
        for column, text in enumerate(words, start=1):
            _write_text(sheet.cell(n, column), text, bold=bold)
            sheet.cell(n, column).alignment = Alignment(vertical="top", wrap_text=True)
        if len(words) == 1:
            sheet.merge_cells(start_row=n, start_column=1, end_row=n, end_column=3)
            sheet.row_dimensions[n].height = _height(words[0], sum(_FIRST_WIDTHS))
    row = sheet.max_row + 2
    _write_text(sheet.cell(row, 1), "Các trang tính", bold=True)
    for n, (name, table) in enumerate(tables.items(), start=1):
        cell = sheet.cell(row + n, 1)
        _write_text(cell, table.caption)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        _write_text(sheet.cell(row + n, 2), name)
        sheet.cell(row + n, 2).hyperlink = _link_to(sheet.cell(row + n, 2).coordinate, name)
    _print_set_up(sheet, report, landscape=False)


def _height(text: str, width: float) -> float:
    """Points that a wrapped text needs in a column: programs don't measure merged cells."""
    lines = sum(max(1, -(-len(line) // max(1, int(width * _FULL)))) for line in text.split("\n"))
    return min(_TALLEST, _LINE * lines)


def _link_to(cell: str, sheet: str) -> Any:
    """A link inside the workbook."""
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415

    return Hyperlink(ref=cell, location=f"'{sheet}'!A1", display=sheet)


def _lines(report: Report) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The lines of the first sheet, each with whether it is bold."""
    head = report.head
    if head:
        yield from (((mark,), True) for mark in (*head.marks, head.title))
        yield from (((line,), False) for line in (head.subtitle, *head.facts))
    for item in report.items:
        yield from _lines_of(item)
    if head:
        yield from (((line,), False) for line in head.provenance)


def _lines_of(item: Block | Foreign) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The lines of one item; tables have sheets of their own."""
    match item:
        case blocks.Tiles():
            for tile in item.tiles:
                word = STATE_MARKS[tile.state][1] if tile.state else ""
                yield (tile.label, tile.value, "; ".join(filter(None, (word, tile.note)))), False
        case blocks.Text():
            yield (item.text,), item.style in {"lead", "question"}
        case blocks.Heading():
            yield (item.text,), True
        case blocks.Appendix():
            yield (item.title,), True
        case bundle.Foreign():
            yield (item.plain,), False


# --- a table's sheet -----------------------------------------------------------------------


def _table_sheet(sheet: Any, report: Report, table: Table, name: str) -> dict[str, float]:
    """Caption, marks and note above; header with filters; totals below.

    Gives the results of the formulas by their cells.
    """
    _write_text(sheet.cell(1, 1), table.caption, bold=True)
    about = (*report.marks, *(report.head.facts[:1] if report.head else ()), table.note)
    _write_text(sheet.cell(2, 1), " · ".join(filter(None, about)))
    grouped = any(row.kind == "group" for row in table.rows)
    labels = column_names([*(["Nhóm"] if grouped else []), *(c.label for c in table.columns)])
    body, totals = _rows(table, grouped=grouped)
    if not body and not totals:
        _write_text(sheet.cell(_HEADER_ROW, 1), table.empty)
    else:
        _header(sheet, labels)
        for n, cells in enumerate((*body, *totals), start=_HEADER_ROW + 1):
            for column, cell in enumerate(cells, start=1):
                _write(sheet.cell(n, column), cell, bold=n > _HEADER_ROW + len(body))
        _set_widths(sheet, labels, (*body, *totals))
        _set_heights(sheet, (*body, *totals))
    if body:
        _add_filter(sheet, name, len(labels), len(body))
    wide = table.wide or len(labels) > _MANY_COLUMNS
    _print_set_up(sheet, report, landscape=wide, titles=bool(body))
    return _calculate(sheet, body, totals)


def _calculate(
    sheet: Any, body: Sequence[Sequence[Cell]], totals: Sequence[Sequence[Cell]]
) -> dict[str, float]:
    """Formulas in the place of totals and rates; what they give, by their cells."""
    last = _HEADER_ROW + len(body)
    found = {}
    for column in formulas.sums(body, totals):
        letter = sheet.cell(1, column + 1).column_letter
        found[last + 1, column + 1] = f"=SUM({letter}{_HEADER_ROW + 1}:{letter}{last})"
    for column, parts in formulas.rates(body).items():
        for n in range(_HEADER_ROW + 1, last + 1):
            above, below = (sheet.cell(n, part + 1).coordinate for part in parts)
            found[n, column + 1] = f"={above}/{below}"
    results = {}
    for (row, column), formula in found.items():
        cell = sheet.cell(row, column)
        if isinstance(cell.value, int | float):
            results[cell.coordinate] = cell.value
            cell.value = formula
    return results


def column_names(labels: Sequence[str]) -> list[str]:
    """Headings that an Excel table takes: none empty, none twice, on one line."""
    names: list[str] = []
    for n, label in enumerate(labels, start=1):
        name = one_line(label)[:250] or f"Cột {n}"
        while name.casefold() in {one.casefold() for one in names}:
            name += f" ({n})"
        names.append(name)
    return names


def _rows(table: Table, *, grouped: bool) -> tuple[list[list[Cell]], list[list[Cell]]]:
    """Body rows, each with its group in front where there are groups; and the totals."""
    body: list[list[Cell]] = []
    totals: list[list[Cell]] = []
    group = blocks.Cell()
    last = max((n for n, row in enumerate(table.rows) if row.kind != "total"), default=-1)
    for n, row in enumerate(table.rows):
        if n == last + 1:
            group = blocks.Cell()
        if row.kind == "group":
            group = row.cells[0] if row.cells else blocks.Cell()
        else:
            _place(row, [group] if grouped else [], body, totals)
    return body, totals


def _place(row: Row, front: list[Cell], body: list[list[Cell]], totals: list[list[Cell]]) -> None:
    """Put a row among the body rows or the totals."""
    target = totals if row.kind == "total" else body
    target.append([*front, *row.cells])


def _header(sheet: Any, labels: Sequence[str]) -> None:
    """The header row, frozen."""
    from openpyxl.styles import Alignment, Border, Side  # noqa: PLC0415

    for column, label in enumerate(labels, start=1):
        cell = sheet.cell(_HEADER_ROW, column)
        _write_text(cell, label, bold=True)
        cell.alignment = Alignment(vertical="bottom", wrap_text=True)
        cell.border = Border(bottom=Side(style="medium"))
    sheet.freeze_panes = sheet.cell(_HEADER_ROW + 1, 1)


def _add_filter(sheet: Any, name: str, columns: int, rows: int) -> None:
    """An Excel table over header and body, for sorting and filtering."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.table import Table as Filter  # noqa: PLC0415
    from openpyxl.worksheet.table import TableStyleInfo  # noqa: PLC0415

    last = f"{get_column_letter(columns)}{_HEADER_ROW + rows}"
    area = Filter(displayName=name, ref=f"A{_HEADER_ROW}:{last}")
    area.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(area)


def _set_widths(sheet: Any, labels: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Columns as wide as their text, within reason."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for n, label in enumerate(labels):
        texts = [label[:24], *(_shown(cells[n]) for cells in rows if n < len(cells))]
        longest = max(len(line) for text in texts for line in text.split("\n"))
        width = min(_WIDEST, max(_NARROWEST, longest + 3.0))
        sheet.column_dimensions[get_column_letter(n + 1)].width = width


def _set_heights(sheet: Any, rows: Sequence[Sequence[Cell]]) -> None:
    """Rows as tall as their wrapped texts."""
    for n, cells in enumerate(rows, start=_HEADER_ROW + 1):
        tallest = max((_height(_shown(cell), _WIDEST) for cell in cells), default=_LINE)
        if tallest > _LINE:
            sheet.row_dimensions[n].height = tallest


# --- cells ---------------------------------------------------------------------------------


def _shown(cell: Cell) -> str:
    """The cell's words; a state without text is its word."""
    return cell.text or (STATE_MARKS[cell.state][1] if cell.state else "")


def _write(target: Any, cell: Cell, *, bold: bool) -> None:
    """A number where the cell is one, else literal text."""
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    words = _shown(cell)
    if cell.value is None or not _A_NUMBER.fullmatch(words):
        _write_text(target, words, bold=bold)
        target.alignment = Alignment(vertical="top", wrap_text=True)
        return
    whole = float(cell.value).is_integer()
    target.value = int(cell.value) if whole and not cell.percent else float(cell.value)
    target.number_format = "0.0%" if cell.percent else "#,##0" if whole else "#,##0.0#"
    target.font = Font(name=_FONT, size=11, bold=bold)
    target.alignment = Alignment(vertical="top")


def _write_text(target: Any, words: str, *, bold: bool = False) -> None:
    """Literal text, never a formula, also after somebody edits the cell."""
    from openpyxl.styles import Font  # noqa: PLC0415

    text = literal(words)[:_TEXT_LENGTH]
    target.font = Font(name=_FONT, size=11, bold=bold)
    if text:
        target.value = text
        target.data_type = "s"
        target.quotePrefix = text.startswith(_ACTIVE)


def _print_set_up(sheet: Any, report: Report, *, landscape: bool, titles: bool = False) -> None:
    """A4, as wide as the page, marks above and page numbers below."""
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.center.text = one_line(" · ".join(report.marks)).replace("&", "&&") or None
    sheet.oddFooter.center.text = "&P/&N"
    if titles:
        sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"

"""Answers → workbooks as they would be sent."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font

from cchc_lib.forms import layout, sheet
from cchc_lib.forms.package import pack
from cchc_lib.simulate import words

if TYPE_CHECKING:
    import datetime as dt

    from openpyxl.worksheet.worksheet import Worksheet

    from cchc_lib.model import Agency
    from cchc_lib.periods import Period
    from cchc_lib.simulate.answers import Answer, Row

_ANSWER_COLUMN = 5  # beside the merged label of `layout.NOTHING_ROW`


def fill(form: bytes, given: Answer, day: dt.date) -> bytes:
    """A blank form with an answer typed in, saved on a day.

    Args:
        form: as `forms.write.write_forms` makes it.
        given: what is typed; lines that the form doesn't have are passed over.
        day: the date in the workbook's properties.
    """
    return pack(_filled(form, given), day)


def renumbered(form: bytes, given: Answer, day: dt.date) -> bytes:
    """A filled form whose codes were replaced by running numbers, so that no line is known."""
    book = _filled(form, given)
    results = book[layout.RESULTS]
    sheet.write(results.cell(layout.RESULT_HEADER_ROW, 1), "STT")
    for row in range(layout.RESULT_HEADER_ROW + 1, results.max_row + 1):
        results.cell(row, 1).value = row - layout.RESULT_HEADER_ROW
    return pack(book, day)


def _filled(form: bytes, given: Answer) -> Workbook:
    """The form with the answer in it."""
    book = load_workbook(io.BytesIO(form))
    results, activities = book[layout.RESULTS], book[layout.ACTIVITIES]
    if given.nothing:
        results.cell(layout.NOTHING_ROW, _ANSWER_COLUMN).value = layout.NOTHING_YES
    for row in range(layout.RESULT_HEADER_ROW + 1, results.max_row + 1):
        typed = given.lines.get(str(results.cell(row, 1).value), {})
        _type(results, row, layout.RESULT_COLUMNS, typed)
    for row, typed in enumerate(given.activities, start=layout.ACTIVITY_HEADER_ROW + 1):
        _type(activities, row, layout.ACTIVITY_COLUMNS, typed)
    return book


def _type(target: Worksheet, row: int, columns: tuple[layout.FormColumn, ...], typed: Row) -> None:
    """Type one row; the row grows with its text, as Excel lets it."""
    lines = 1
    for n, column in enumerate(columns, start=1):
        value = typed.get(column.name)
        if value is not None:
            sheet.write(target.cell(row, n), value)  # type: ignore[arg-type]
            lines = max(lines, sheet.lines_needed(str(value), column.width))
    height = target.row_dimensions[row].height or 0
    target.row_dimensions[row].height = max(height, lines * sheet.LINE + 6)


def own_table(agency: Agency, month: Period, day: dt.date) -> bytes:
    """A table of the sender's own making: work in words, no figures that could be taken."""
    texts = words.table("own_table")
    book = Workbook()
    page = book.active
    page.title = "Sheet1"
    heads = (layout.SIMULATED_MARK, agency.name.upper(), texts["title"], month.title)
    for row, text in enumerate(heads, start=1):
        sheet.write(page.cell(row, 2), text).font = Font(name=sheet.FONT, bold=True)
    for n, text in enumerate(texts["header"], start=1):
        sheet.write(page.cell(6, n), text).font = Font(name=sheet.FONT, bold=True)
    for n, text in enumerate(texts["rows"], start=1):
        page.cell(6 + n, 1).value = n
        cell = sheet.write(page.cell(6 + n, 2), text)
        cell.font, cell.alignment = Font(name=sheet.FONT), Alignment(wrap_text=True)
    page.column_dimensions["B"].width = 60
    return pack(book, day)

"""How a form's sheets look and behave: cells, heights, dropdowns, protection, print."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.views import Selection

from cchc_lib.vietnamese import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from cchc_lib.forms.layout import FormColumn, Kind

FONT = "Times New Roman"  # on every Windows, with all Vietnamese letters
SIZE = 12
LINE = 16.0  # points of height for a line of text at SIZE
_NARROW = 20  # labels in columns narrower than this stand in the middle
_ZOOM = 90  # percent at which the whole width of a table shows on a 1366-pixel screen
BLUE, TINT, GREY, RED = "12436D", "FFF8DC", "8A8A8A", "9C1C1C"

_EDGE = Side(style="thin", color=GREY)
BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
FORMATS: dict[Kind, str] = {
    "text": "@",  # so that Excel makes no date of a code and no formula of "- thiếu kinh phí"
    "number": "General",  # a typed 1,5 must not look like 2
    "whole": "#,##0",
    "money": "#,##0",
    "date": "dd/mm/yyyy",
}


def write(cell: Cell, value: str | float | None) -> Cell:
    """Put a value into a cell; text stays text, whatever it begins with."""
    cell.value = visible(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def title(
    sheet: Worksheet,
    row: int,
    text: str,
    last_column: int,
    *,
    bold: bool = False,
    size: int = SIZE,
    colour: str = "000000",
    centre: bool = False,
    width: float = 0,
) -> None:
    """A line of text over the whole table; its row grows with the text where `width` is given."""
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last_column)
    cell = write(sheet.cell(row, 1), text)
    cell.font = Font(name=FONT, size=size, bold=bold, color=colour)
    cell.alignment = Alignment(
        horizontal="center" if centre else "left", vertical="center", wrap_text=True
    )
    lines = lines_needed(text, width) if width else 1
    sheet.row_dimensions[row].height = lines * LINE * size / SIZE + 4


def header(sheet: Worksheet, row: int, columns: Sequence[FormColumn]) -> None:
    """The row that names the columns."""
    for n, column in enumerate(columns, start=1):
        cell = write(sheet.cell(row, n), column.header)
        cell.font = Font(name=FONT, size=SIZE, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=BLUE)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = BOX
        sheet.column_dimensions[get_column_letter(n)].width = column.width
    lines = max(lines_needed(column.header, column.width - 1) for column in columns)
    sheet.row_dimensions[row].height = lines * LINE + 6


def body(cell: Cell, column: FormColumn, number_format: str = "") -> None:
    """The look of a cell of the table: label or, tinted and unlocked, for input."""
    number = column.kind in ("number", "whole", "money")
    centred = column.kind == "date" or (column.locked and column.width < _NARROW)
    cell.font = Font(name=FONT, size=SIZE)
    cell.border = BOX
    cell.number_format = number_format or FORMATS[column.kind]
    cell.alignment = Alignment(
        horizontal="center" if centred else "right" if number else "left",
        vertical="center",
        wrap_text=True,
        indent=0 if centred else 1,
    )
    if not column.locked:
        cell.fill = PatternFill("solid", fgColor=TINT)
        cell.protection = Protection(locked=False)


def lines_needed(text: str, width: float) -> int:
    """Lines that a text takes in a column `width` characters wide; rather one too many.

    The width counts digits, which are wider than most letters; that pays for the indent and for
    words that don't break.
    """
    return sum(max(1, math.ceil(len(part) / max(width, 1))) for part in text.split("\n"))


def dropdown(
    sheet: Worksheet, cells: str, source: str, heading: str, prompt: str, *, strict: bool = False
) -> None:
    """Offer words for cells; other words only warn, unless `strict`."""
    rule = DataValidation(type="list", formula1=source, allow_blank=True)
    wrong = "Hãy chọn một mục trong danh sách."
    if not strict:
        wrong = "Mục này không có trong danh sách. Vẫn giữ thì bấm Có (Yes), chọn lại bấm Không."
    _add(sheet, rule, cells, heading, prompt, wrong, strict=strict)


def not_negative(sheet: Worksheet, cells: str, heading: str, prompt: str) -> None:
    """Warn of what is no number from 0 on; words such as "không" can still be kept."""
    rule = DataValidation(
        type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True
    )
    wrong = (
        "Ô này nên là một số từ 0 trở lên, chỉ ghi số, ví dụ: 5. "
        'Nếu ghi chữ "không" (bằng 0) thì bấm Có (Yes) để giữ.'
    )
    _add(sheet, rule, cells, heading, prompt, wrong, strict=False)


def between_days(
    sheet: Worksheet, cells: str, days: tuple[float, float], heading: str, prompt: str
) -> None:
    """Warn of days outside a window, given as Excel's serial numbers."""
    first, last = (f"{day:.0f}" for day in days)
    rule = DataValidation(
        type="date", operator="between", formula1=first, formula2=last, allow_blank=True
    )
    wrong = f"{prompt} Vẫn giữ ngày đã ghi thì bấm Có (Yes)."
    _add(sheet, rule, cells, heading, prompt, wrong, strict=False)


def _add(
    sheet: Worksheet,
    rule: DataValidation,
    cells: str,
    heading: str,
    prompt: str,
    wrong: str,
    *,
    strict: bool,
) -> None:
    """Attach a rule with its words; Excel allows 32 letters in a heading, 255 in a text."""
    rule.promptTitle = rule.errorTitle = heading[:32]
    rule.prompt, rule.error = prompt[:255], wrong[:255]
    rule.showInputMessage = rule.showErrorMessage = True
    rule.errorStyle = "stop" if strict else "warning"
    rule.add(cells)
    sheet.add_data_validation(rule)


def protect(sheet: Worksheet) -> None:
    """Lock the labels, without a password; widths, heights and sorting stay free."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.protection.insertRows = False
    sheet.protection.sort = False
    sheet.protection.autoFilter = False


def view(sheet: Worksheet, *, freeze: str = "", first_input: str = "A1", shown: bool) -> None:
    """What is seen on opening: frozen headings, the first cell to fill selected."""
    looks = sheet.sheet_view
    looks.showGridLines = False
    looks.tabSelected = shown
    if freeze:
        looks.zoomScale = _ZOOM
        sheet.freeze_panes = freeze
        looks.selection = [
            Selection(pane=pane, activeCell=first_input, sqref=first_input)
            for pane in ("topRight", "bottomLeft", "bottomRight")
        ]
    else:
        looks.selection = [Selection(activeCell=first_input, sqref=first_input)]


def page(
    sheet: Worksheet, last_cell: str, footer: str, *, header_row: int = 0, landscape: bool = True
) -> None:
    """A4, one page wide, the header row on each page, page number and form id in the footer."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.6
    margins.header = margins.footer = 0.3
    sheet.print_options.horizontalCentered = True
    sheet.print_area = f"A1:{last_cell}"
    if header_row:
        sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.oddFooter.left.text = footer.replace("&", "&&")
    sheet.oddFooter.right.text = "Trang &P/&N"
    for part in (sheet.oddFooter.left, sheet.oddFooter.right):
        part.font, part.size = FONT, 9


def words(sheet: Worksheet, column: int, heading: str, entries: Iterable[str]) -> str:
    """Write a dropdown's words into a column; the formula that refers to them."""
    write(sheet.cell(1, column), heading)
    row = 1
    for row, entry in enumerate(entries, start=2):
        write(sheet.cell(row, column), entry)
    letter = get_column_letter(column)
    return f"'{sheet.title}'!${letter}$2:${letter}${max(row, 2)}"

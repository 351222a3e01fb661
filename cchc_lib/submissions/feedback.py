"""Findings → what goes back to the sender: a short message, and their workbook marked.

The workbook is the sender's own where that can be written again (its formatting stays: cells are
coloured by a conditional format, which the next feedback takes away); for any other format it is
an .xlsx with the same cells. Sent back corrected, it is a submission like any other.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import logging
import re
from typing import TYPE_CHECKING, Any

from cchc_lib.errors import UnsafeFileError
from cchc_lib.forms.package import pack
from cchc_lib.submissions import read
from cchc_lib.submissions.remarks import quoted
from cchc_lib.vietnamese import format_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet

    from cchc_lib.findings import Finding
    from cchc_lib.model import Submission
    from cchc_lib.submissions.book import RawBook, RawCell, RawSheet

logger = logging.getLogger(__name__)

LIST = "Góp ý"
TITLE = "GÓP Ý CHO BIỂU MẪU ĐÃ GỬI"
AUTHOR = "Cơ quan tổng hợp"
MOST_SAID = 20  # points of a message; the workbook has them all
_HEADERS = (("TT", 5), ("Mức", 14), ("Trang", 14), ("Ô", 8), ("Đang ghi", 26), ("Góp ý", 84))
_THEIRS = "\n———\nGhi chú của đơn vị: "
_FILL = "FFFFB84D"  # orange: the cells to fill in are pale yellow; the comment says it in words
_ALWAYS = '"cchc"="cchc"'  # the condition of our colour, by which it is known again
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
_LONGEST_CELL = 32_000
_WIDEST = 50
_LINE, _HIGHEST = 16.5, 400.0  # points
_HOW = (
    "Cách sửa: sửa các ô tô cam theo ghi chú tại ô rồi gửi lại cả tệp này; tệp gửi lại thay cho "
    "tệp đã gửi. Không cần xoá trang này."
)
_A4 = 9  # as workbooks number paper sizes
_HEAD, _LINK = "FFE7EDF3", "FF0B5394"
_CELL_COLUMN = 4
_WHAT = {
    "quarantined": "CHƯA DÙNG ĐƯỢC, số liệu chưa được tính; đề nghị sửa và gửi lại",
    "accepted_with_findings": "đã nhận, số liệu được tính; đề nghị xem lại các chỗ dưới đây",
    "accepted": "đã nhận, số liệu được tính; có lưu ý dưới đây",
}
_SEVERITIES = {"error": "Lỗi", "warning": "Cần xem lại", "info": "Lưu ý"}


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Findings with the gravest first, else in the order in which they were made."""
    return sorted(findings, key=lambda one: list(_SEVERITIES).index(one.severity))


# --- the message ------------------------------------------------------------------------------


def message(submission: Submission, who: str, findings: Iterable[Finding], file: str = "") -> str:
    """What to write to the sender, ready to be pasted into an e-mail or a chat.

    Args:
        submission: what was sent.
        who: the sender's name, "" where it isn't known.
        findings: what was found in it.
        file: name of the marked workbook that goes with the message.
    """
    said = ordered(findings)
    lines = [
        f"{n}. {_SEVERITIES[one.severity]}: {one.message} ({one.code})"
        for n, one in enumerate(said[:MOST_SAID], start=1)
    ]
    if len(said) > MOST_SAID:
        more = f"Còn {len(said) - MOST_SAID} điểm nữa"
        lines.append(f"{more}, xem trang “{LIST}” của tệp kèm theo." if file else f"{more}.")
    month = f", kỳ {submission.period}" if submission.period else ""
    day = format_date(submission.received.date())
    how = (
        f"Cách sửa: mở tệp kèm theo ({file}), sửa các ô tô cam theo ghi chú tại ô rồi gửi lại cả "
        "tệp. Tệp gửi lại thay cho tệp này."
    )
    return "\n".join(
        [
            f"Kính gửi: {who or 'đơn vị gửi tệp'}",
            f"Tệp “{quoted(submission.name)}” nhận ngày {day}{month}: {_WHAT[submission.verdict]}.",
            "",
            *lines,
            *(["", how] if file else []),
            "",
        ]
    )


# --- the workbook -----------------------------------------------------------------------------


def marked(
    data: bytes,
    submission: Submission,
    who: str,
    findings: Iterable[Finding],
    cells: Callable[[], RawBook | None],
) -> bytes | None:
    """The workbook as received, the cells of findings coloured and commented, and a list of them.

    None where the file holds no table that can be written down.

    Args:
        data: the file as received.
        submission: what was sent.
        who: the sender's name, "" where it isn't known.
        findings: what was found in it.
        cells: reads the file's cells, where it can't be written again as it is.
    """
    said = ordered(findings)
    day = submission.received.date()
    makers = [_rewritten(cells)]
    if read.sniff(data, ".xlsx") in read.REWRITABLE:
        makers.insert(0, _own(data))
    for maker in makers:
        try:
            book, sheets = maker()
            if not sheets:
                return None
            _mark(sheets, said)
            _list(book, submission, who, said, sheets)
            return pack(book, day)
        except UnsafeFileError:
            return None
        except Exception:  # a file that our reader takes may still be beyond the library
            logger.exception("could not mark a workbook")
    return None


Sheets = dict[str, "Worksheet"]  # name as findings quote it → sheet


def _own(data: bytes) -> Callable[[], tuple[Workbook, Sheets]]:
    """The sender's workbook without what an earlier feedback put into it."""

    def make() -> tuple[Workbook, Sheets]:
        from openpyxl import load_workbook  # noqa: PLC0415 - only where something is marked

        book = load_workbook(io.BytesIO(data), keep_links=False)
        for sheet in book.worksheets:
            if sheet.title.startswith(LIST) and sheet["A1"].value == TITLE:
                book.remove(sheet)
            else:
                _unmark(sheet)
        return book, {quoted(sheet.title): sheet for sheet in book.worksheets}

    return make


def _unmark(sheet: Worksheet) -> None:
    """Take our colours and comments away; the sender's own comments stay."""
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.formatting.formatting import ConditionalFormattingList  # noqa: PLC0415

    formats, sheet.conditional_formatting = (
        sheet.conditional_formatting,
        ConditionalFormattingList(),
    )
    for one in formats:
        for rule in one.rules:
            if list(rule.formula) != [_ALWAYS]:
                sheet.conditional_formatting.add(str(one.sqref), rule)
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == AUTHOR:
                _, mark, theirs = cell.comment.text.partition(_THEIRS)
                cell.comment = Comment(theirs, "") if mark else None


def _rewritten(cells: Callable[[], RawBook | None]) -> Callable[[], tuple[Workbook, Sheets]]:
    """A new workbook with the same cells at the same addresses; formulas as their results."""

    def make() -> tuple[Workbook, Sheets]:
        from openpyxl import Workbook  # noqa: PLC0415

        book, raw = Workbook(), cells()
        book.remove(book.active)
        sheets: Sheets = {}
        for found in raw.sheets if raw else ():
            title = _NO_TITLE.sub("_", quoted(found.name))[:_LONGEST_TITLE] or "Trang"
            sheets[quoted(found.name)] = sheet = book.create_sheet(title)
            sheet.sheet_state = "hidden" if found.hidden else "visible"
            _copy(found, sheet)
            _on_paper(sheet)
        return book, sheets

    return make


def _copy(found: RawSheet, sheet: Worksheet) -> None:
    """The cells of a sheet that was read, as they look."""
    from openpyxl.styles import Alignment  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    widths: dict[int, int] = {}
    for (row, column), raw in found.cells.items():
        cell = sheet.cell(row, column)
        _put(sheet, row, column, _value(raw))
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if raw.kind == "percent":
            cell.number_format = "0.##%"
        widths[column] = max(widths.get(column, 10), min(len(raw.shown) + 2, _WIDEST))
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    across = {(m.top, m.left) for m in found.merges if m.right > m.left}
    rows: dict[int, list[tuple[str, float]]] = {}
    for (row, column), raw in found.cells.items():
        if (row, column) not in across:
            rows.setdefault(row, []).append((raw.shown, widths[column]))
    for row, texts in rows.items():
        _fit(sheet, row, texts)
    for merge in found.merges:
        sheet.merge_cells(
            start_row=merge.top,
            start_column=merge.left,
            end_row=merge.bottom,
            end_column=merge.right,
        )


def _fit(sheet: Worksheet, row: int, texts: Iterable[tuple[str, float]]) -> None:
    """Make a row as high as its texts need in columns of so many characters."""
    lines = max(
        (sum(1 + int(len(part) / width) for part in text.split("\n")) for text, width in texts),
        default=1,
    )
    sheet.row_dimensions[row].height = min(_LINE * lines, _HIGHEST)


def _on_paper(sheet: Worksheet) -> None:
    """Print a sheet of ours across A4, as many pages as it needs."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0


def _value(raw: RawCell) -> object:
    """What a cell that was read shows."""
    if raw.kind in ("error", "unset") or raw.value is None:
        return raw.shown
    return raw.value


def _put(sheet: Worksheet, row: int, column: int, value: object) -> None:
    """A value in a cell; text is never a formula and holds nothing that a workbook can't."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_CELL]
        cell.data_type = "s"
    elif isinstance(value, float | int | dt.date):
        cell.value = value


def _mark(sheets: Sheets, findings: Iterable[Finding]) -> None:
    """Colour and comment the cells; several findings of a cell share its comment."""
    from openpyxl.formatting.rule import FormulaRule  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    said: dict[tuple[str, str], list[str]] = {}
    for one in findings:
        if one.cell and one.sheet in sheets:
            cell = _first_of(sheets[one.sheet], one.cell)
            words = one.message.removeprefix(f"{one.sheet}!{one.cell}: ")
            text = f"{_SEVERITIES[one.severity]}: {words}"
            said.setdefault((one.sheet, cell), []).append(text)
    fill = PatternFill("solid", start_color=_FILL, end_color=_FILL)
    for (name, cell), messages in said.items():
        sheet = sheets[name]
        sheet.conditional_formatting.add(cell, FormulaRule(formula=[_ALWAYS], fill=fill))
        _comment(sheet, cell, "\n\n".join(messages))


def _comment(sheet: Worksheet, cell: str, text: str) -> None:
    """A comment large enough to be read, above what the sender wrote in one of their own."""
    from openpyxl.comments import Comment  # noqa: PLC0415

    before = sheet[cell].comment
    text += f"{_THEIRS}{before.text}" if before is not None else ""
    lines = sum(1 + len(line) // 46 for line in text.split("\n"))
    sheet[cell].comment = Comment(text, AUTHOR, width=340, height=24 + 19 * lines)


def _first_of(sheet: Worksheet, cell: str) -> str:
    """The cell that shows what stands in a merged range; any other cell itself."""
    ranges = (one for one in sheet.merged_cells.ranges if cell in one)
    return next((str(one.coord).split(":", maxsplit=1)[0] for one in ranges), cell)


def _list(
    book: Workbook,
    submission: Submission,
    who: str,
    findings: Sequence[Finding],
    sheets: Sheets,
) -> None:
    """The sheet that lists every finding, each with a way to its cell."""
    sheet = book.create_sheet(LIST, 0)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = sheet
    month = f", kỳ {submission.period}" if submission.period else ""
    received = format_date(submission.received.date())
    sender = who or "Chưa rõ đơn vị"
    heading = (
        TITLE,
        f"{sender}{month}; tệp “{quoted(submission.name)}” nhận ngày {received}",
        f"Tình trạng: {_WHAT[submission.verdict]}.",
        _HOW,
    )
    for row, text in enumerate(heading, start=1):
        _put(sheet, row, 1, text)
        sheet.cell(row, 1).font = _font(bold=row == 1)
    _table(sheet, findings, sheets, len(heading) + 2)
    _on_paper(sheet)


def _table(sheet: Worksheet, findings: Sequence[Finding], sheets: Sheets, top: int) -> None:
    """The findings, a row each, below their header in row `top`."""
    from openpyxl.styles import Alignment, Border, PatternFill, Side  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415

    thin = Side(style="thin", color="FF9A9A9A")
    rows = [tuple(header for header, _ in _HEADERS), *map(_row, itertools.count(1), findings)]
    for row, texts in enumerate(rows, start=top):
        for column, text in enumerate(texts, start=1):
            _put(sheet, row, column, text)
            cell = sheet.cell(row, column)
            cell.font = _font(bold=row == top)
            centred = "center" if column == 1 else "left"
            cell.alignment = Alignment(horizontal=centred, vertical="top", wrap_text=True)
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            if row == top:
                cell.fill = PatternFill("solid", start_color=_HEAD, end_color=_HEAD)
        _fit(sheet, row, [(str(text), w) for text, (_, w) in zip(texts, _HEADERS, strict=True)])
    for row, one in enumerate(findings, start=top + 1):
        if one.cell and one.sheet in sheets:
            title = sheets[one.sheet].title.replace("'", "''")
            cell = sheet.cell(row, _CELL_COLUMN)
            place = f"'{title}'!{one.cell}"
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
            cell.font = _font(color=_LINK, underline="single")
    for column, (_, width) in enumerate(_HEADERS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = sheet.cell(top + 1, 1)


def _font(**style: Any) -> Font:
    """The font of the list."""
    from openpyxl.styles import Font  # noqa: PLC0415

    return Font(name="Times New Roman", size=12, **style)


def _row(n: int, one: Finding) -> tuple[object, ...]:
    """One finding as the list has it."""
    words = one.message.removeprefix(f"{one.sheet}!{one.cell}: ")
    severity = _SEVERITIES[one.severity]
    return n, severity, one.sheet, one.cell, one.value, f"{words} ({one.code})"

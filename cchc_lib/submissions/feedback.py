"""Findings → what goes back to the sender: their workbook, marked, and a message."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

from cchc_lib.forms.package import pack
from cchc_lib.submissions import read
from cchc_lib.submissions.remarks import quoted
from cchc_lib.vietnamese import format_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from cchc_lib.findings import Finding
    from cchc_lib.model import Submission

logger = logging.getLogger(__name__)

_FILL = "FFFFE699"  # the yellow of a highlighter; the comment says the same in words
_WHAT = {
    "quarantined": "CHƯA DÙNG ĐƯỢC, số liệu chưa được tính; đề nghị sửa và gửi lại",
    "accepted_with_findings": "đã nhận, số liệu được tính; đề nghị xem lại các chỗ dưới đây",
    "accepted": "đã nhận, số liệu được tính; có lưu ý dưới đây",
}
_SEVERITIES = {"error": "Lỗi", "warning": "Cần xem lại", "info": "Lưu ý"}


def message(submission: Submission, who: str, findings: Iterable[Finding]) -> str:
    """What to write to the sender, ready to be copied into an e-mail."""
    lines = [f"- {_SEVERITIES[one.severity]} ({one.code}): {one.message}" for one in findings]
    month = f", kỳ {submission.period}" if submission.period else ""
    day = format_date(submission.received.date())
    return "\n".join(
        [
            f"Kính gửi: {who or 'đơn vị gửi tệp'}",
            f"Tệp “{quoted(submission.name)}” nhận ngày {day}{month}: {_WHAT[submission.verdict]}.",
            "",
            *lines,
            "",
        ]
    )


def marked(data: bytes, findings: Iterable[Finding], day: dt.date) -> bytes | None:
    """The workbook as received, the cells of findings coloured and commented.

    None where no finding names a cell, or the file is no workbook that can be written again.
    """
    located = [one for one in findings if one.sheet and one.cell]
    if not located or read.sniff(data, ".xlsx") not in read.REWRITABLE:
        return None
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - only where something is marked

        book = load_workbook(io.BytesIO(data), keep_links=False)
        _mark(book, located)
        return pack(book, day)
    except Exception:  # a file that our reader takes may still be beyond the library
        logger.exception("could not mark a workbook")
        return None


def _mark(book: Workbook, findings: Iterable[Finding]) -> None:
    """Colour and comment the cells; several findings of a cell share its comment."""
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    said: dict[tuple[str, str], list[str]] = {}
    for one in findings:
        said.setdefault((one.sheet, one.cell), []).append(one.message)
    for sheet in book.worksheets:
        for (name, cell), messages in said.items():
            if name == quoted(sheet.title):
                target = sheet[_first_of(sheet, cell)]
                target.fill = PatternFill("solid", fgColor=_FILL)
                target.comment = Comment("\n".join(messages), "")


def _first_of(sheet: Worksheet, cell: str) -> str:
    """The cell that shows what stands in a merged range; any other cell itself."""
    ranges = (one for one in sheet.merged_cells.ranges if cell in one)
    return next((str(one.coord).split(":", maxsplit=1)[0] for one in ranges), cell)

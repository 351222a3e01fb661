"""Reading → a workbook for a clerk → corrections as data → reading."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cchc_lib import lexicon, workspace
from cchc_lib.errors import ConfigError
from cchc_lib.plan.corrections import (
    Correction,
    Corrections,
    apply_reading,
    checksum,
    load_reading,
    reading_path,
    save_reading,
)
from cchc_lib.vietnamese import clean, format_date, format_number, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from cchc_lib.model import Plan, Quota, Role, Task
    from cchc_lib.plan.source import ReadLine

__all__ = [
    "Correction",
    "Corrections",
    "apply_reading",
    "checksum",
    "load_reading",
    "read_workbook",
    "reading_path",
    "save_reading",
    "write_workbook",
]

LINES, TASKS, HIDDEN = "Soát dòng", "Nhiệm vụ", "_nguon"
LINE_COLUMNS = (
    ("Dòng", 7),
    ("Trang", 7),
    ("Dòng gốc", 60),
    ("Cách đọc", 60),
    ("Độ tin cậy", 11),
    ("Sửa thành", 60),
    ("Người soát", 18),
)
TASK_COLUMNS = (
    ("Số", 8),
    ("Lĩnh vực", 9),
    ("Nhiệm vụ", 60),
    ("Chủ trì, thực hiện", 34),
    ("Phối hợp", 34),
    ("Chỉ đạo", 24),
    ("Thời gian", 24),
    ("Chỉ tiêu", 40),
    ("Độ tin cậy", 11),
    ("Dòng", 11),
)
MARK = "cchc-soat-1"  # says what the hidden sheet is, and its version
REVIEWED = "Đã soát"
# From how much confidence on a line has which colour; the number stands beside it.
COLOURS = ((0.97, "E2F0D9"), (0.9, "FFF2CC"), (0.0, "F8CBAD"))
BLUE = "DDEBF7"
LARGEST = 50_000_000  # bytes that a workbook may unpack to
MOST_LINES = 100_000
STAMP = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed time, so that bytes repeat
# What openpyxl raises on a file that only looks like a workbook.
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, SyntaxError, LookupError, ValueError,
    TypeError, AttributeError, OSError, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip
PROMPT = "Ghi lại cả dòng cho đúng. Để trống nếu cách đọc đã đúng."
NAME_PROMPT = "Ghi tên người soát. Có tên mà không sửa nghĩa là cách đọc đã đúng."


def write_workbook(plan: Plan, lines: Sequence[ReadLine], file: Path, output: Path) -> None:
    """Write what was read for a person to check: doubtful lines first, and the tasks.

    Args:
        plan: what was understood; its tasks fill the second sheet.
        lines: every line as it was read.
        file: the plan's own file; its name and hash are kept in a hidden sheet.
        output: where the workbook is written, whole or not at all.
    """
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    _write_lines(book.active, lines)
    _write_tasks(book.create_sheet(TASKS), plan.tasks)
    _write_source(book.create_sheet(HIDDEN), file, lines)
    book.properties.creator = plan.issuer or ""
    book.properties.title = visible(f"Soát cách đọc: {file.name}")
    book.properties.language = "vi-VN"
    out = io.BytesIO()
    book.save(out)
    workspace.write_atomic(output, _repeatable(out.getvalue()))


def read_workbook(path: Path) -> Corrections:
    """The corrections that a clerk wrote into a review workbook.

    A line counts where "Sửa thành" is filled, or where "Người soát" is: then the reading as
    shown is confirmed. Which line is meant follows from the column "Dòng" alone.

    Raises:
        ConfigError: the file isn't a review workbook, or a row of it can't be placed.
    """
    book = _open(path)
    try:
        source = _source(book, path)
        rows = list(book[LINES].iter_rows(values_only=True, max_row=MOST_LINES))
    finally:
        book.close()
    columns = _header(rows, path)
    found = {}
    for number, values in enumerate(rows[1:], 2):
        row = _correction(values, columns, source.lines, f"{path.name}, {LINES}!{number}")
        if row is not None:
            found[row.line] = row
    return Corrections(
        file=source.file,
        rows=tuple(found[line] for line in sorted(found)),
        plan_sha256=source.sha256,
    )


# --- writing ----------------------------------------------------------------------------


def _write_lines(sheet: Any, lines: Sequence[ReadLine]) -> None:
    """The lines, doubtful ones first, reviewed ones last."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    sheet.title = LINES
    _head(sheet, LINE_COLUMNS)
    shown = [line for line in lines if line.text.strip() or line.raw.strip()]
    for line in sorted(shown, key=lambda x: (x.reviewed, x.confidence, x.number)):
        sure = REVIEWED if line.reviewed else line.confidence
        row = [line.number, line.page, line.raw.strip(), line.text, sure, None, None]
        _append(sheet, row, _colour(line), percent=5)
    for column, prompt in (("F", PROMPT), ("G", NAME_PROMPT)):
        check = DataValidation(type="custom", formula1="TRUE", allow_blank=True)
        check.promptTitle, check.prompt, check.showInputMessage = "Soát", prompt, True
        check.add(f"{column}2:{column}{max(2, len(shown) + 1)}")
        sheet.add_data_validation(check)
    _print_set_up(sheet)


def _write_tasks(sheet: Any, tasks: Iterable[Task]) -> None:
    """The tasks as they were understood, in the plan's order."""
    _head(sheet, TASK_COLUMNS)
    for task in tasks:
        span = (task.source.line_start, task.source.line_end)
        row = [
            task.task_id,
            task.field,
            task.title,
            *(_named(task, role) for role in ("lead", "coordinate", "direct")),
            _schedule(task),
            "\n".join(_quota(quota) for quota in task.quotas),
            task.confidence,
            "–".join(str(line) for line in dict.fromkeys(span) if line is not None),
        ]
        _append(sheet, row, _shade(task.confidence), percent=9)
    _print_set_up(sheet)


def _write_source(sheet: Any, file: Path, lines: Sequence[ReadLine]) -> None:
    """The hidden sheet: which file, and for each line its checksum, raw text and reading."""
    sheet.sheet_state = "hidden"
    _append(sheet, [MARK, file.name, workspace.sha256(file)], "", percent=0)
    for line in lines:
        if line.text.strip() or line.raw.strip():
            row = [line.number, checksum(line.raw), line.raw.strip(), line.text]
            _append(sheet, row, "", percent=0)


def _head(sheet: Any, columns: Sequence[tuple[str, int]]) -> None:
    """The header row: bold, frozen, with a filter and widths."""
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for at, (title, width) in enumerate(columns, 1):
        cell = sheet.cell(row=1, column=at, value=title)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color=BLUE)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"


def _append(sheet: Any, values: Sequence[object], colour: str, *, percent: int) -> None:
    """One row: text stays text whatever it begins with; column `percent` is the confidence."""
    from openpyxl.styles import Alignment, PatternFill  # noqa: PLC0415

    row = sheet.max_row + 1 if sheet.cell(row=1, column=1).value is not None else 1
    for at, value in enumerate(values, 1):
        text = visible(value) if isinstance(value, str) else value
        cell = sheet.cell(row=row, column=at, value=text)
        if isinstance(text, str) or text is None:
            cell.number_format = "@"
        if isinstance(text, str) and text[:1] in {"=", "+", "-", "@"}:
            cell.data_type = "s"
            cell.quotePrefix = True
        if at == percent:
            cell.number_format = "0%"
            cell.fill = PatternFill("solid", start_color=colour)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _print_set_up(sheet: Any) -> None:
    """A4 across, one page wide, the header on every page, page numbers; a filter on top."""
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = "&P/&N"


def _colour(line: ReadLine) -> str:
    """The colour of a line's confidence."""
    return BLUE if line.reviewed else _shade(line.confidence)


def _shade(confidence: float) -> str:
    """Green, yellow or red."""
    return next((colour for least, colour in COLOURS if confidence >= least), COLOURS[-1][1])


def _named(task: Task, role: Role) -> str:
    """The agencies of one role, one a line."""
    return "\n".join(assignment.text for assignment in task.named(role))


def _schedule(task: Task) -> str:
    """The schedule as printed, with the days that were understood."""
    schedule = task.schedule
    days = "–".join(format_date(day) for day in (schedule.start, schedule.end) if day)
    return f"{schedule.text or '–'}{f' ({days})' if days else ''}"


def _quota(quota: Quota) -> str:
    """A quota in words: "phát lại: 3 lần/tháng"."""
    item = f"{quota.item}: " if quota.item else ""
    about = "khoảng " if quota.approximate else "ít nhất " if quota.bound == "min" else ""
    per = "" if quota.per == "once" else f"/{lexicon.per_label(quota.per)}"
    return f"{item}{about}{format_number(quota.count)} {quota.unit}{per}"


def _repeatable(data: bytes) -> bytes:
    """The workbook without the time of writing: the same content gives the same bytes."""
    stamp = STAMP.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, content)
            member = zipfile.ZipInfo(name, STAMP.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, content)
    return out.getvalue()


# --- reading ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """The hidden sheet: the plan's file, and checksum, raw text and reading of each line."""

    file: str
    sha256: str
    lines: dict[int, tuple[str, str, str]]


def _open(path: Path) -> Any:
    """The workbook, opened for reading values only."""
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"Không mở được {path.name}: {error.strerror}. Kiểm tra tệp.") from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(member.file_size for member in package.infolist())
        if size > LARGEST:
            raise _not_a_review(path)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except _BROKEN as error:
        raise _not_a_review(path) from error
    if LINES not in book.sheetnames or HIDDEN not in book.sheetnames:
        book.close()
        raise _not_a_review(path)
    return book


def _not_a_review(path: Path) -> ConfigError:
    """The error for a file that isn't a review workbook."""
    return ConfigError(
        f"{path.name} không phải bảng soát do cchc viết (thiếu trang {LINES} hoặc trang ẩn, hoặc "
        "không phải tệp .xlsx). Viết bảng soát mới: cchc plan review TỆP -o SOAT.xlsx"
    )


def _source(book: Any, path: Path) -> _Source:
    """The hidden sheet, checked: the file's name must be a bare name."""
    rows = list(book[HIDDEN].iter_rows(values_only=True, max_row=MOST_LINES, max_col=4))
    top = [str(value or "") for value in (*(rows[0] if rows else ()), "", "", "")][:3]
    if top[0] != MARK:
        raise _not_a_review(path)
    name = top[1]
    if not name or name in {".", ".."} or re.search(r"[/\\:\x00]", name):
        raise ConfigError(
            f"{path.name}: trang ẩn nêu tên kế hoạch “{clean(name)}” không hợp lệ. "
            "Viết bảng soát mới: cchc plan review TỆP -o SOAT.xlsx"
        )
    lines = {}
    for values in rows[1:]:
        number, *rest = (*values, None, None, None, None)[:4]
        if isinstance(number, int) and rest[0]:
            lines[number] = (str(rest[0]), str(rest[1] or ""), str(rest[2] or ""))
    return _Source(file=name, sha256=top[2], lines=lines)


def _header(rows: list[tuple[object, ...]], path: Path) -> dict[str, int]:
    """Where the columns are that are read; a clerk may have moved or added some."""
    titles = [clean(str(value or "")) for value in rows[0]] if rows else []
    needed = ("Dòng", "Sửa thành", "Người soát")
    missing = [name for name in needed if name not in titles]
    if missing:
        raise ConfigError(
            f"{path.name}, trang {LINES}: thiếu cột {', '.join(missing)}. Giữ nguyên dòng tiêu đề "
            "của bảng soát rồi chạy lại."
        )
    return {name: titles.index(name) for name in needed}


def _correction(
    values: tuple[object, ...],
    columns: dict[str, int],
    lines: dict[int, tuple[str, str, str]],
    place: str,
) -> Correction | None:
    """What one row says, or nothing where the clerk wrote nothing."""
    cells = {name: values[at] if at < len(values) else None for name, at in columns.items()}
    text = clean(str(cells["Sửa thành"] if cells["Sửa thành"] is not None else ""))
    reviewer = clean(str(cells["Người soát"] if cells["Người soát"] is not None else ""))
    if not text and not reviewer:
        return None
    number = _whole(cells["Dòng"])
    if number not in lines:
        raise ConfigError(
            f"{place}: số dòng “{clean(str(cells['Dòng'] or ''))}” không có trong kế hoạch của "
            "bảng soát. Không đổi cột Dòng; sửa lại rồi chạy lại."
        )
    sha256, raw, reading = lines[number]
    return Correction(
        line=number, sha256=sha256, raw=raw, text=text or reading, reviewed_by=reviewer
    )


def _whole(value: object) -> int:
    """A line number as Excel or a person stores it; 0 where it is none."""
    text = clean(str(value)).removesuffix(".0")
    return int(text) if text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004 - enough digits

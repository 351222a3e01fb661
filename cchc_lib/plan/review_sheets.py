"""The workbook in which a clerk reviews a reading: what it shows and how it looks."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from cchc_lib import lexicon, workspace
from cchc_lib.plan import review_choices, source_box
from cchc_lib.plan.corrections import checksum, shown_text
from cchc_lib.vietnamese import format_date, format_number, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from cchc_lib.findings import Finding
    from cchc_lib.model import Plan, Quota, Role, Task
    from cchc_lib.plan.source import ReadLine

LINES, TASKS, NOTES, HIDDEN = "Soát dòng", "Nhiệm vụ", "Lưu ý", "_nguon"
NUMBER, READ, CORRECTED, REVIEWER = "Dòng", "Cách đọc", "Sửa thành", "Người soát"
PICTURE = "Ảnh bản gốc"
LINE_COLUMNS = (
    (NUMBER, 6),
    ("Trang", 6),
    ("Nhiệm vụ", 9),
    ("Dòng gốc", 48),
    (PICTURE, 64),
    (READ, 56),
    ("Độ tin cậy", 9),
    (CORRECTED, 48),
    (REVIEWER, 14),
)
TASK_COLUMNS = (
    ("Số", 8),
    ("Lĩnh vực", 8),
    ("Nhiệm vụ", 56),
    ("Chủ trì, thực hiện", 30),
    ("Phối hợp", 28),
    ("Chỉ đạo", 18),
    ("Thời gian", 22),
    ("Chỉ tiêu", 30),
    ("Độ tin cậy", 9),
    ("Dòng", 9),
    ("Lưu ý", 48),
)
NOTE_COLUMNS = (("Dòng", 9), ("Mức", 10), ("Nội dung", 120))
SEVERITIES = {"error": "lỗi", "warning": "cảnh báo", "info": "lưu ý"}
MARK = "cchc-soat-2"  # says what the hidden sheet is, and its version
REVIEWED = "Đã soát"
# From how much confidence on a line has which colour; the number stands beside it.
COLOURS = ((0.97, "E2F0D9"), (0.9, "FFF2CC"), (0.0, "F8CBAD"))
_SHOWN_BY_COLOUR = frozenset({"P060"})  # that a task is read with little confidence
BLUE = "DDEBF7"
STAMP = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed time, so that bytes repeat
MOST_PICTURES = 600
MOST_PICTURE_BYTES = 8_000_000
_CHOICES_AT = 5  # column of the hidden sheet from which a line's choices stand
_SHRUNK = 0.62  # size at which pictures are shown; all alike, letters stay comparable
_PIXELS = 7  # of one unit of a column's width
_POINTS = 0.75  # of a pixel
_LINE_POINTS = 15
_WIDER = 1.12  # of letters in fonts that stand in for a missing one
_NARROW = 10  # width up to which a column's cells are centred
READ_PROMPT = "Sai ở đâu thì sửa thẳng vào ô này, không phải gõ lại cả dòng. Đúng thì để nguyên."
PROMPT = "Chọn cách đọc khác nếu có gợi ý, hoặc ghi lại cả dòng. Để trống nếu cách đọc đã đúng."
NAME_PROMPT = "Ghi tên người soát. Có tên mà không sửa nghĩa là cách đọc đã đúng."


def write_workbook(plan: Plan, lines: Sequence[ReadLine], file: Path, output: Path) -> None:
    """Write what was read for a person to check: doubtful lines first, and the tasks.

    Args:
        plan: what was understood; its tasks fill the second sheet.
        lines: every line as it was read.
        file: the plan's own file; its name and hash are kept in a hidden sheet, and doubtful
            lines of a scan are cut out of its pages.
        output: where the workbook is written, whole or not at all.
    """
    from openpyxl import Workbook  # noqa: PLC0415

    shown = _in_order_of_doubt([one for one in lines if _has_text(one)], plan.tasks)
    offered = {one.number: review_choices.choices(one) for one in shown if _is_doubtful(one)}
    book = Workbook()
    sheet = book.active
    sheet.title = LINES
    hidden = book.create_sheet(HIDDEN)
    places = _write_source(hidden, file, lines, offered)
    _write_lines(sheet, shown, _tasks_of(plan.tasks), _pictures(file, shown))
    _write_checks(sheet, shown, places)
    notes = [one for one in plan.findings if one.code not in _SHOWN_BY_COLOUR]
    _write_tasks(book.create_sheet(TASKS, 1), plan.tasks, notes)
    _write_notes(book.create_sheet(NOTES, 2), notes)
    book.properties.creator = plan.issuer or ""
    book.properties.title = visible(f"Soát cách đọc: {file.name}")
    book.properties.language = "vi-VN"
    out = io.BytesIO()
    book.save(out)
    workspace.write_atomic(output, _repeatable(out.getvalue()))


def _has_text(line: ReadLine) -> bool:
    """Whether there is anything to review on a line."""
    return bool(line.text.strip() or line.raw.strip())


def _is_doubtful(line: ReadLine) -> bool:
    """Whether a line needs a look."""
    return not line.reviewed and line.confidence < COLOURS[0][0]


def _in_order_of_doubt(lines: Sequence[ReadLine], tasks: Sequence[Task]) -> list[ReadLine]:
    """Red lines first, then yellow, green and reviewed ones; those of tasks before others.

    Lines of one colour keep the document's order: a clerk goes through it once.
    """
    owned = _tasks_of(tasks)
    bands = [colour for _, colour in reversed(COLOURS)]

    def rank(line: ReadLine) -> tuple[bool, int, bool, int]:
        """Where a line stands."""
        band = bands.index(_shade(line.confidence))
        return line.reviewed, band, line.number not in owned, line.number

    return sorted(lines, key=rank)


def _tasks_of(tasks: Sequence[Task]) -> dict[int, str]:
    """The task that each line belongs to."""
    return {
        number: task.task_id
        for task in tasks
        if task.source.line_start is not None and task.source.line_end is not None
        for number in range(task.source.line_start, task.source.line_end + 1)
    }


def _pictures(file: Path, lines: Sequence[ReadLine]) -> dict[int, bytes]:
    """What doubtful lines of a scan look like on the page, by line."""
    placed = [one for one in lines if _is_doubtful(one) and one.box and one.page][:MOST_PICTURES]
    cut = source_box.cuttings(file, [(one.page or 0, one.box) for one in placed if one.box])
    found: dict[int, bytes] = {}
    size = 0
    for line, picture in zip(placed, cut, strict=True):
        size += len(picture)
        if size > MOST_PICTURE_BYTES:
            break
        found[line.number] = picture
    return found


# --- sheets -----------------------------------------------------------------------------


def _write_lines(
    sheet: Any, lines: Sequence[ReadLine], tasks: dict[int, str], pictures: dict[int, bytes]
) -> None:
    """The lines in the order given, with their pictures."""
    _head(sheet, LINE_COLUMNS)
    for at, line in enumerate(lines, 2):
        row = [
            line.number,
            line.page,
            tasks.get(line.number),
            line.raw.strip(),
            None,
            shown_text(line),
            REVIEWED if line.reviewed else line.confidence,
            None,
            None,
        ]
        coloured = (6, 7) if _is_doubtful(line) else (7,)
        _row(sheet, at, row, BLUE if line.reviewed else _shade(line.confidence), coloured)
        high = _place(sheet, at, pictures[line.number]) if line.number in pictures else 0.0
        _heighten(sheet, at, row, LINE_COLUMNS, high)
    sheet.column_dimensions["E"].hidden = not pictures
    sheet.column_dimensions["B"].hidden = not any(line.page for line in lines)
    _print_set_up(sheet)


def _place(sheet: Any, at: int, picture: bytes) -> float:
    """A picture in its cell; how high it is, in points."""
    from openpyxl.drawing.image import Image  # noqa: PLC0415

    image = Image(io.BytesIO(picture))
    ratio = min(_SHRUNK, (LINE_COLUMNS[4][1] * _PIXELS - 8) / image.width)
    image.width, image.height = round(image.width * ratio), round(image.height * ratio)
    sheet.add_image(image, f"E{at}")
    high: float = image.height * _POINTS
    return high


def _heighten(
    sheet: Any, at: int, row: Sequence[object], columns: Sequence[tuple[str, int]], least: float = 0
) -> None:
    """A row as high as its texts need, wrapped; programs differ in whether they see to it."""
    wrapped = [
        sum(max(-(-round(len(part) * _WIDER) // width), 1) for part in text.split("\n"))
        for text, (_, width) in zip(row, columns, strict=True)
        if isinstance(text, str)
    ]
    sheet.row_dimensions[at].height = max(_LINE_POINTS * max(wrapped, default=1), least) + 3


def _write_checks(sheet: Any, lines: Sequence[ReadLine], places: dict[int, str]) -> None:
    """What a cell says when it is entered, and the choices that it offers."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    def prompt(text: str, choices: str = "") -> Any:
        """A check that lets everything pass and says what to do."""
        check = DataValidation(
            type="list" if choices else "custom", formula1=choices or "TRUE", allow_blank=True
        )
        check.showErrorMessage = False
        check.promptTitle, check.prompt, check.showInputMessage = "Soát", text, True
        sheet.add_data_validation(check)
        return check

    free = prompt(PROMPT)
    for at, line in enumerate(lines, 2):
        if line.number in places:
            prompt(PROMPT, places[line.number]).add(f"H{at}")
        else:
            free.add(f"H{at}")
    last = max(2, len(lines) + 1)
    prompt(READ_PROMPT).add(f"F2:F{last}")
    prompt(NAME_PROMPT).add(f"I2:I{last}")


def _write_tasks(sheet: Any, tasks: Sequence[Task], notes: Sequence[Finding]) -> None:
    """The tasks as they were understood, in the plan's order, with what there is to say."""
    _head(sheet, TASK_COLUMNS)
    for at, task in enumerate(tasks, 2):
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
            "\n".join(one.message for one in notes if _concerns(one, task)),
        ]
        _row(sheet, at, row, _shade(task.confidence), (9,))
        _heighten(sheet, at, row, TASK_COLUMNS)
    _print_set_up(sheet)


def _concerns(one: Finding, task: Task) -> bool:
    """Whether a finding is a warning about lines of a task."""
    first, last = task.source.line_start, task.source.line_end
    if one.severity == "info" or not one.lines or first is None or last is None:
        return False
    return first <= one.lines[0] <= last


def _write_notes(sheet: Any, findings: Iterable[Finding]) -> None:
    """All that there is to say about the plan, graver things first."""
    _head(sheet, NOTE_COLUMNS)
    order = list(SEVERITIES)
    found = sorted(findings, key=lambda one: order.index(one.severity))
    for at, one in enumerate(found, 2):
        line = one.lines[0] if one.lines else None
        row = [line, SEVERITIES[one.severity], one.message]
        _row(sheet, at, row)
        _heighten(sheet, at, row, NOTE_COLUMNS)
    _print_set_up(sheet)


def _write_source(
    sheet: Any, file: Path, lines: Sequence[ReadLine], offered: dict[int, tuple[str, ...]]
) -> dict[int, str]:
    """The hidden sheet: which file; for each line its checksum, raw text, reading and choices.

    Returns where the choices of each line that has any stand.
    """
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet.sheet_state = "hidden"
    _row(sheet, 1, [MARK, file.name, workspace.sha256(file)])
    places = {}
    for at, line in enumerate(filter(_has_text, lines), 2):
        choices = offered.get(line.number, ())
        row = [line.number, checksum(line.raw), line.raw.strip(), shown_text(line), *choices]
        _row(sheet, at, row)
        if choices:
            first, last = (get_column_letter(_CHOICES_AT + n) for n in (0, len(choices) - 1))
            places[line.number] = f"'{HIDDEN}'!${first}${at}:${last}${at}"
    return places


# --- cells ------------------------------------------------------------------------------


def _head(sheet: Any, columns: Sequence[tuple[str, int]]) -> None:
    """The header row: bold, frozen, with widths."""
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    for at, (title, width) in enumerate(columns, 1):
        cell = sheet.cell(row=1, column=at, value=title)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color=BLUE)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.row_dimensions[1].height = 2 * _LINE_POINTS + 2
    sheet.freeze_panes = "A2"


def _row(
    sheet: Any, at: int, values: Sequence[object], colour: str = "", coloured: Sequence[int] = ()
) -> None:
    """One row: text stays text whatever it begins with; the last coloured cell is a share."""
    from openpyxl.styles import Alignment, Border, PatternFill, Side  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    hair = Side(style="hair", color="808080")
    for column, value in enumerate(values, 1):
        text = visible(value) if isinstance(value, str) else value
        cell = sheet.cell(row=at, column=column, value=text)
        if isinstance(text, str) or text is None:
            cell.number_format = "@"
        if isinstance(text, str) and text[:1] in {"=", "+", "-", "@"}:
            cell.data_type = "s"
            cell.quotePrefix = True
        if column in coloured:
            cell.fill = PatternFill("solid", start_color=colour)
            if column == coloured[-1]:
                cell.number_format = "0%"
        width = sheet.column_dimensions[get_column_letter(column)].width
        across = "center" if width <= _NARROW else "general"
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=across)
        cell.border = Border(bottom=hair)


def _print_set_up(sheet: Any) -> None:
    """A4 across, one page wide, the header on every page, page numbers; a filter on top."""
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.center.text = "&A"
    sheet.oddFooter.center.text = "&P/&N"


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

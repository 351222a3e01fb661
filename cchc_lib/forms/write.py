"""Plan, agency, month → the blank form of each agency that owes something.

Source: contracts, part 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from cchc_lib import lexicon, obligations
from cchc_lib.forms import content, guide, layout, sheet
from cchc_lib.forms.package import pack
from cchc_lib.vietnamese import format_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from openpyxl.worksheet.worksheet import Worksheet

    from cchc_lib.agencies import Registry
    from cchc_lib.config import Organisation, Settings
    from cchc_lib.model import Agency, Event, Obligation, Plan
    from cchc_lib.periods import Period

_RESULT_LAST = len(layout.RESULT_COLUMNS)
_RESULT_WIDTH = sum(column.width for column in layout.RESULT_COLUMNS)
_ACTIVITY_LAST = len(layout.ACTIVITY_COLUMNS)
_ACTIVITY_WIDTH = sum(column.width for column in layout.ACTIVITY_COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blank:
    """Everything that one agency's form of one month says."""

    plan: Plan
    agency: Agency
    month: Period
    due: dt.date
    simulated: bool
    organisation: Organisation
    owed: tuple[Obligation, ...]

    @property
    def form_id(self) -> layout.FormId:
        """What the hidden sheet says."""
        return layout.FormId(
            plan=layout.plan_key(self.plan),
            agency=self.agency.agency_id,
            period=self.month.label,
            simulated=self.simulated,
        )

    @property
    def footer(self) -> str:
        """The form's id on paper."""
        mark = f" · {layout.SIMULATED_MARK}" if self.simulated else ""
        return f"Biểu mẫu {self.month.label} · {self.agency.agency_id}{mark}"


def write_forms(
    plan: Plan,
    registry: Registry,
    settings: Settings,
    month: Period,
    agency: str | None = None,
    exemptions: Iterable[Event] = (),
) -> dict[str, bytes]:
    """The blank forms of a month: agency id → xlsx, for each agency that owes a line.

    Args:
        plan: what is reported on.
        registry: who is bound.
        settings: rule, due date, organisation, real or simulated.
        month: a period of kind "month".
        agency: only this one's form; None for all.
        exemptions: lines that do not apply; they are left out.
    """
    owed = [
        one
        for one in obligations.month_obligations(plan, registry, settings, month, exemptions)
        if not one.exempt and agency in (None, one.agency_id)
    ]
    return {
        agency_id: _workbook(
            _Blank(
                plan=plan,
                agency=registry.get(agency_id),
                month=month,
                due=settings.due_date(month),
                simulated=settings.workspace.simulated,
                organisation=settings.organisation,
                owed=tuple(one for one in owed if one.agency_id == agency_id),
            )
        )
        for agency_id in obligations.owing(owed)
    }


def _workbook(blank: _Blank) -> bytes:
    """One form as xlsx."""
    book = Workbook()
    style: NamedStyle = book._named_styles["Normal"]  # noqa: SLF001 - no public way
    style.font = Font(name=sheet.FONT, size=sheet.SIZE)
    guide_sheet = book.active
    guide_sheet.title = layout.GUIDE
    results, activities, lists, identity = (
        book.create_sheet(name)
        for name in (layout.RESULTS, layout.ACTIVITIES, layout.LISTS, layout.IDENTITY)
    )
    _fill_guide(guide_sheet, blank)
    sources = _fill_lists(lists, blank)
    _fill_results(results, blank)
    _fill_activities(activities, blank, sources)
    for row in blank.form_id.to_rows():
        identity.append(row)
    lists.sheet_state = "hidden"
    identity.sheet_state = "veryHidden"
    book.active = 1
    who = blank.organisation.short_name or blank.organisation.name
    book.properties.creator = book.properties.lastModifiedBy = who or None
    book.properties.title = f"Biểu mẫu báo cáo {blank.month.title} – {blank.agency.name}"
    book.properties.language = "vi-VN"
    return pack(book, blank.month.start)


def _banner(target: Worksheet, row: int, blank: _Blank, last_column: int) -> None:
    """Say on a simulated form that it is one; on a real one, who asks for it."""
    name = (blank.organisation.name or blank.organisation.short_name).upper()
    text = layout.SIMULATED_MARK if blank.simulated else name
    colour = sheet.RED if blank.simulated else "000000"
    sheet.title(target, row, text, last_column, bold=True, colour=colour, centre=True)


# --- Hướng dẫn --------------------------------------------------------------------------------


def _fill_guide(target: Worksheet, blank: _Blank) -> None:
    """The guide: what to do, a row for each step."""
    left, right = 22, 82
    target.column_dimensions["A"].width, target.column_dimensions["B"].width = left, right
    _banner(target, 1, blank, 2)
    sheet.title(target, 2, "HƯỚNG DẪN ĐIỀN BIỂU MẪU", 2, bold=True, size=14, centre=True)
    heading = f"{blank.agency.name} – {blank.month.title}"
    sheet.title(target, 3, heading, 2, bold=True, centre=True, width=left + right)
    plan = f"{blank.plan.kind} số {blank.plan.number} của {blank.plan.issuer}: {blank.plan.title}"
    sheet.title(target, 4, plan, 2, centre=True, width=left + right)
    steps = guide.steps(blank.month, blank.due, blank.organisation)
    for row, (name, text) in enumerate(steps, start=6):
        label = sheet.write(target.cell(row, 1), f"{row - 5}. {name}")
        label.font = Font(name=sheet.FONT, size=sheet.SIZE, bold=True)
        said = sheet.write(target.cell(row, 2), text)
        said.font = Font(name=sheet.FONT, size=sheet.SIZE)
        for cell in (label, said):
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        lines = max(sheet.lines_needed(text, right), sheet.lines_needed(name, left - 4))
        target.row_dimensions[row].height = lines * sheet.LINE + 8
    sheet.protect(target)
    sheet.view(target, shown=False)
    sheet.page(target, f"B{5 + len(steps)}", blank.footer, landscape=False)


# --- _danh_muc --------------------------------------------------------------------------------


def _fill_lists(target: Worksheet, blank: _Blank) -> dict[str, str]:
    """The words of the dropdowns; the formula that refers to each list, by column name."""
    topics = blank.plan.topics
    entries = {
        "indicator": [one.line.indicator for one in blank.owed],
        "form": lexicon.activity_forms(),
        "topic": [layout.topic_word(one.n, one.field, one.text) for one in topics],
        "channel": [channel.label for channel in lexicon.channels()],
    }
    headings = {column.name: column.header for column in layout.ACTIVITY_COLUMNS}
    return {
        name: sheet.words(target, n, headings[name], found)
        for n, (name, found) in enumerate(entries.items(), start=1)
        if found
    }


# --- Kết quả ----------------------------------------------------------------------------------


def _fill_results(target: Worksheet, blank: _Blank) -> None:
    """The sheet of results: a row for each line that the agency owes."""
    first = layout.RESULT_HEADER_ROW + 1
    last = layout.RESULT_HEADER_ROW + len(blank.owed)
    _results_head(target, blank)
    sheet.header(target, layout.RESULT_HEADER_ROW, layout.RESULT_COLUMNS)
    for row, owed in enumerate(blank.owed, start=first):
        _result_row(target, row, owed, obligations.task_of(blank.plan, owed.line).title)
    _result_rules(target, first, last, blank)
    sheet.protect(target)
    sheet.view(target, freeze=f"C{first}", first_input=f"E{first}", shown=True)
    end = f"{get_column_letter(_RESULT_LAST)}{last}"
    sheet.page(target, end, blank.footer, header_row=layout.RESULT_HEADER_ROW)


def _results_head(target: Worksheet, blank: _Blank) -> None:
    """What stands above the table of results."""
    heading = "BÁO CÁO KẾT QUẢ TRUYỀN THÔNG CẢI CÁCH HÀNH CHÍNH, CHUYỂN ĐỔI SỐ"
    _banner(target, 1, blank, _RESULT_LAST)
    sheet.title(target, 2, heading, _RESULT_LAST, bold=True, size=14, centre=True)
    sheet.title(target, 3, f"Đơn vị: {blank.agency.name}", _RESULT_LAST, bold=True, centre=True)
    period = (
        f"Kỳ báo cáo: {blank.month.title}, {guide.window(blank.month)}. "
        f"Hạn gửi: {format_date(blank.due)}. Gửi về: {guide.receiver(blank.organisation)}."
    )
    sheet.title(target, 4, period, _RESULT_LAST, centre=True, width=_RESULT_WIDTH)
    _nothing(target)
    hint = (
        "Chỉ ghi vào ô nền vàng. Không làm: ghi 0 hoặc “không”. Chưa có số liệu: để trống. "
        f"Cách ghi: xem trang “{layout.GUIDE}”."
    )
    sheet.title(target, 6, hint, _RESULT_LAST, width=_RESULT_WIDTH)


def _nothing(target: Worksheet) -> None:
    """The statement "không phát sinh": a label over four columns and, beside it, the answer."""
    row, span = layout.NOTHING_ROW, 4
    sheet.title(target, row, layout.NOTHING_LABEL, span, bold=True)
    target.cell(row, 1).alignment = Alignment(horizontal="right", vertical="center", indent=1)
    answer = target.cell(row, span + 1)
    answer.font = Font(name=sheet.FONT, size=sheet.SIZE, bold=True)
    answer.fill = PatternFill("solid", fgColor=sheet.TINT)
    answer.border = sheet.BOX
    answer.alignment = Alignment(horizontal="center", vertical="center")
    answer.protection = Protection(locked=False)
    target.row_dimensions[row].height = sheet.LINE + 8
    sheet.dropdown(
        target,
        answer.coordinate,
        f'"{layout.NOTHING_YES}"',
        "Không phát sinh",
        f"Chọn “{layout.NOTHING_YES}” nếu cả kỳ không có hoạt động nào; nếu có thì để trống.",
        strict=True,
    )


def _result_row(target: Worksheet, row: int, owed: Obligation, task_title: str) -> None:
    """One line of the form."""
    said = content.text(owed, task_title)
    target_value, target_format = content.target_cell(owed)
    values: dict[str, str | float | None] = {
        "indicator": owed.line.indicator,
        "content": said,
        "target": target_value,
        "unit": owed.line.unit,
    }
    for n, column in enumerate(layout.RESULT_COLUMNS, start=1):
        cell = target.cell(row, n)
        sheet.body(cell, column, target_format if column.name == "target" else "")
        if column.name in values and values[column.name] is not None:
            sheet.write(cell, values[column.name])
    widths = {column.name: column.width for column in layout.RESULT_COLUMNS}
    lines = max(
        sheet.lines_needed(said, widths["content"]),
        sheet.lines_needed(owed.line.unit, widths["unit"] - 1),
        2,
    )
    target.row_dimensions[row].height = lines * sheet.LINE + 6


def _result_rules(target: Worksheet, first: int, last: int, blank: _Blank) -> None:
    """What the input cells of the results offer and warn of."""
    prompts = {
        "value": (
            f"Số đã làm {guide.window(blank.month)}. Không làm: ghi 0. Chưa có số liệu: để trống."
        ),
        "reach": "Số người dự, lượt nghe hoặc lượt xem. Không có số đo: để trống.",
        "budget_vnd": "Số tiền đã chi, tính bằng đồng, ví dụ: 5000000. Không chi: ghi 0.",
    }
    for n, column in enumerate(layout.RESULT_COLUMNS, start=1):
        if column.name in prompts:
            letter = get_column_letter(n)
            cells = f"{letter}{first}:{letter}{last}"
            sheet.not_negative(target, cells, column.header, prompts[column.name])


# --- Hoạt động --------------------------------------------------------------------------------


def _fill_activities(target: Worksheet, blank: _Blank, sources: dict[str, str]) -> None:
    """The sheet of single activities: prepared blank rows."""
    first = layout.ACTIVITY_HEADER_ROW + 1
    last = layout.ACTIVITY_HEADER_ROW + layout.ACTIVITY_ROWS
    _banner(target, 1, blank, _ACTIVITY_LAST)
    heading = f"CÁC HOẠT ĐỘNG TRONG KỲ – {blank.agency.name} – {blank.month.title}"
    sheet.title(target, 2, heading, _ACTIVITY_LAST, bold=True, centre=True, width=_ACTIVITY_WIDTH)
    hint = (
        f"Không bắt buộc. Mỗi hoạt động một dòng, {guide.window(blank.month)}; đã kê thì tổng số "
        f"lượng của mỗi mã phải khớp với trang “{layout.RESULTS}”."
    )
    sheet.title(target, 3, hint, _ACTIVITY_LAST, width=_ACTIVITY_WIDTH)
    sheet.header(target, layout.ACTIVITY_HEADER_ROW, layout.ACTIVITY_COLUMNS)
    for row in range(first, last + 1):
        for n, column in enumerate(layout.ACTIVITY_COLUMNS, start=1):
            sheet.body(target.cell(row, n), column)
        target.row_dimensions[row].height = 2 * sheet.LINE + 2
    _activity_rules(target, first, last, blank, sources)
    sheet.protect(target)
    sheet.view(target, freeze=f"A{first}", first_input=f"A{first}", shown=False)
    end = f"{get_column_letter(_ACTIVITY_LAST)}{last}"
    sheet.page(target, end, blank.footer, header_row=layout.ACTIVITY_HEADER_ROW)


def _activity_rules(
    target: Worksheet, first: int, last: int, blank: _Blank, sources: dict[str, str]
) -> None:
    """What the input cells of the activities offer and warn of."""
    lists = {
        "indicator": f"Chọn mã của dòng ở trang “{layout.RESULTS}” mà hoạt động này thuộc về.",
        "form": "Chọn hình thức trong danh sách; không có thì ghi bằng lời.",
        "topic": "Chọn nội dung truyền thông của kế hoạch mà hoạt động này nói về.",
        "channel": "Chọn kênh đã dùng; không có thì ghi bằng lời.",
    }
    numbers = {
        "quantity": "Số lượng theo đơn vị tính của mã chỉ tiêu, ví dụ: 1.",
        "minutes": "Thời lượng phát, tính bằng phút.",
        "reach": "Số người dự, lượt nghe hoặc lượt xem. Không có số đo: để trống.",
    }
    days = (float(to_excel(blank.month.start)), float(to_excel(blank.month.end)))
    for n, column in enumerate(layout.ACTIVITY_COLUMNS, start=1):
        letter = get_column_letter(n)
        cells = f"{letter}{first}:{letter}{last}"
        if column.name in lists and column.name in sources:
            source = sources[column.name]
            sheet.dropdown(target, cells, source, column.header, lists[column.name])
        elif column.name in numbers:
            sheet.not_negative(target, cells, column.header, numbers[column.name])
        elif column.kind == "date":
            prompt = f"Ngày/tháng/năm, {guide.window(blank.month)}."
            sheet.between_days(target, cells, days, column.header, prompt)

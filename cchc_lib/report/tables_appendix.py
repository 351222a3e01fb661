"""The appendix: every figure by task and by agency with its cell, then its sources.

The figures' cells carry the anchors that every number in the report leads to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from cchc_lib import lexicon
from cchc_lib.report import narrative_words as words
from cchc_lib.report import tables_cells as cells
from cchc_lib.report import tables_sources as sources
from cchc_lib.report.blocks import Appendix, Blocks, Cell, Heading, Row, Table
from cchc_lib.vietnamese import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_lib.model import TaskIndicator
    from cchc_lib.report.blocks import Block
    from cchc_lib.report.data import ReportData


RECORD_COLUMNS = cells.columns(
    ("Đơn vị", "left", 2.6),
    ("Kỳ", "left", 0.6),
    ("Kết quả", "right", 1.0),
    ("Lượt tiếp cận", "right", 1.0),
    ("Kinh phí (đồng)", "right", 1.1),
    ("Mã tệp", "left", 1.2),
    ("Ô nguồn", "left", 1.8),
)


def everything(data: ReportData) -> Blocks:
    """The whole appendix."""
    items: tuple[Block, ...] = (
        Appendix(title="Phụ lục. Số liệu, nguồn và định nghĩa", wide=True),
        Heading(level=2, text="A. Số liệu theo chỉ tiêu", anchor=words.TASKS_ANCHOR),
        by_task(data),
        reach_and_budget(data),
        Heading(level=2, text="B. Số liệu theo đơn vị, kèm ô nguồn", anchor="pl-o-nguon"),
        by_cell(data),
        Heading(level=2, text="C. Tình hình gửi báo cáo", anchor=words.STATUS_ANCHOR),
        sources.status(data),
        Heading(level=2, text="D. Điểm cần xem lại trong báo cáo của các đơn vị", anchor="pl-loi"),
        sources.findings(data),
        Heading(level=2, text="Đ. Miễn, rút, dời hạn, nhập thay, chốt số liệu", anchor="pl-mien"),
        sources.exemptions(data),
        *sources.amendments(data),
        Heading(level=2, text="E. Kế hoạch và văn bản viện dẫn", anchor="pl-van-ban"),
        sources.plan_findings(data),
        sources.documents(data),
        Heading(level=2, text="G. Định nghĩa và cách đọc", anchor="pl-dinh-nghia"),
        *sources.definitions(data),
        Heading(level=2, text="H. Tệp nguồn", anchor="pl-nguon"),
        sources.inputs(data),
    )
    return Blocks(items=items)


# --- figures --------------------------------------------------------------------------------


def by_task(data: ReportData) -> Table:
    """Every line: period, to date, year as the plan says and as it can still be."""
    sources = {task.task_id: task.source for task in data.plan.tasks}
    rows: list[Row] = []
    for task in data.indicators.tasks:
        ref = sources.get(task.task)
        place = f"{ref.line_start}–{ref.line_end}" if ref and ref.line_start else ""
        rows.append(Row(cells=_task_cells(task, place), anchor=f"pl-{words.slug(task.indicator)}"))
    return Table(
        name="phu-luc-chi-tieu",
        caption="Mọi chỉ tiêu: trong kỳ, luỹ kế và năm",
        columns=cells.columns(
            ("Chỉ tiêu", "left", 8.0),
            ("Đơn vị tính", "left", 1.1),
            ("Kế hoạch kỳ", "right", 0.9),
            ("Thực hiện", "right", 1.1),
            ("Tỷ lệ kỳ (%)", "right", 0.9),
            ("Kế hoạch đến nay", "right", 0.9),
            ("Luỹ kế", "right", 0.9),
            ("Tỷ lệ đến nay (%)", "right", 0.9),
            ("Kế hoạch năm", "right", 0.9),
            ("Có thể đạt trong năm", "right", 0.9),
            ("Tỷ lệ năm (%)", "right", 0.9),
            ("Báo cáo/phải báo cáo", "right", 1.0),
            ("Trạng thái", "left", 1.4),
            ("Dòng trong kế hoạch", "left", 1.1),
        ),
        rows=tuple(rows),
        wide=True,
        sortable=True,
    )


def _task_cells(task: TaskIndicator, place: str) -> tuple[Cell, ...]:
    """One line's figures."""
    source = words.task_anchor(task.indicator)
    return (
        cells.text_cell(f"{task.indicator} {task.content}", source),
        cells.text_cell(task.unit),
        cells.number_cell(task.target),
        cells.figure_cell(task.actual, source),
        cells.rate_cell(task.rate),
        cells.number_cell(task.target_to_date),
        cells.number_cell(task.actual_to_date, source),
        cells.rate_cell(task.rate_to_date),
        cells.number_cell(task.target_year),
        cells.number_cell(task.target_year_possible),
        cells.rate_cell(task.rate_year),
        Cell(text=f"{task.reported}/{task.owing}", value=float(task.reported)),
        cells.state_cell(task),
        cells.text_cell(place),
    )


def reach_and_budget(data: ReportData) -> Table:
    """People reached by kind and money, the period and to date."""
    p = data.indicators
    rows = [
        Row(
            cells=(
                cells.text_cell(lexicon.reach_label(one.kind)),
                cells.text_cell("lượt"),
                cells.figure_cell(one.value),
                cells.figure_cell(one.value_to_date),
                cells.number_cell(len(one.record_ids)),
            ),
            anchor=words.REACH_ANCHOR if n == 0 else "",
        )
        for n, one in enumerate(p.reach)
    ]
    rows.append(
        Row(
            cells=(
                cells.text_cell("Kinh phí đã chi"),
                cells.text_cell("đồng"),
                cells.figure_cell(p.budget_vnd),
                cells.figure_cell(p.budget_vnd_to_date),
                Cell(),
            ),
            anchor=words.BUDGET_ANCHOR,
        )
    )
    return Table(
        name="phu-luc-tiep-can-kinh-phi",
        caption="Lượt tiếp cận theo loại và kinh phí",
        columns=cells.columns(
            ("Nội dung", "left", 4.0),
            ("Đơn vị tính", "left", 1.0),
            ("Trong kỳ", "right", 1.3),
            ("Luỹ kế", "right", 1.3),
            ("Số dòng số liệu", "right", 1.1),
        ),
        rows=tuple(rows),
        note="Các loại lượt tiếp cận không được cộng với nhau.",
    )


def by_cell(data: ReportData) -> Table:
    """Every reported figure with its file, sheet and cell, by line."""
    rows: list[Row] = []
    seen: set[str] = set()
    records = list(records_of(data))
    for task in data.indicators.tasks:
        head = f"{cells.task_text(task)} (đơn vị tính: {task.unit})"
        rows.append(cells.group_row(head, words.task_anchor(task.indicator)))
        mine = [record for record in records if record["indicator"] == task.indicator]
        for record in mine:
            anchor = words.cell_anchor(data, record["agency"], task.indicator)
            rows.append(record_row(data, record, "" if anchor in seen else anchor))
            seen.add(anchor)
        if not mine:
            blank = (
                Cell(text="Chưa có đơn vị nào báo cáo."),
                *(Cell() for _ in RECORD_COLUMNS[1:]),
            )
            rows.append(Row(cells=blank))
    return Table(
        name="phu-luc-o-nguon",
        caption="Từng số liệu và ô nguồn trong báo cáo đã nhận",
        columns=RECORD_COLUMNS,
        rows=tuple(rows),
        note="Mã tệp là phần đầu của tên tệp đã lưu; tên đầy đủ ở bảng tệp nguồn cuối phụ lục. "
        "Ô đầu là kết quả, các ô sau là lượt tiếp cận, kinh phí.",
        wide=True,
    )


def records_of(data: ReportData) -> Iterator[dict[str, Any]]:
    """The period's records as rows, blanks as None."""
    for row in data.records.to_dict("records"):
        yield {str(name): None if pd.isna(value) else value for name, value in row.items()}


def place(record: dict[str, Any]) -> str:
    """Sheet and cells of a record: of its result, and of what else it states."""
    stated = (
        ("cell", True),
        ("reach_cell", record["reach"]),
        ("budget_cell", record["budget_vnd"]),
    )
    found = [record[name] for name, value in stated if value is not None and record[name]]
    where = ", ".join(dict.fromkeys(found))
    return f"{record['sheet']}!{where}" if where else record["sheet"] or ""


def record_row(data: ReportData, record: dict[str, Any], anchor: str) -> Row:
    """One record: who, how much, where."""
    by_proxy = f" (nhập thay: {clean(record['on_behalf'])})" if record["on_behalf"] else ""
    return Row(
        cells=(
            cells.text_cell(words.name(data, record["agency"]) + by_proxy),
            cells.text_cell(words.month_title(record["period"])),
            cells.figure_cell(record["value"], unread=bool(record["unread"])),
            cells.number_cell(record["reach"]),
            cells.number_cell(record["budget_vnd"]),
            cells.text_cell(record["submission"] or ""),
            cells.text_cell(place(record)),
        ),
        anchor=anchor,
    )

"""Tables of the body: quotas, results by task, people and money, topics, next period.

Every number is a field of the indicators, printed by `cchc_lib.vietnamese`; a figure's cell
leads to the appendix row that lists its cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_lib import lexicon
from cchc_lib.report import narrative_words as words
from cchc_lib.report.blocks import Cell, Row, Table
from cchc_lib.report.tables_cells import (
    columns,
    figure_cell,
    group_row,
    number_cell,
    rate_cell,
    state_cell,
    task_text,
    text_cell,
)
from cchc_lib.vietnamese import format_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.model import Line, TaskIndicator
    from cchc_lib.report.data import ReportData


# --- quotas and results ---------------------------------------------------------------------


def quota_table(
    data: ReportData, name: str = "chi-tieu-trong-ky", *, folded: bool = False
) -> Table:
    """The tasks with a quota: asked, done, rate, to date, state; the one table of page 1."""
    tasks = [task for task in data.indicators.tasks if words.has_target(task)]
    return Table(
        name=name,
        caption="Chỉ tiêu có định mức trong kỳ và luỹ kế",
        columns=columns(
            ("Chỉ tiêu (đơn vị tính)", "left", 5.6),
            ("Kế hoạch", "right", 0.9),
            ("Thực hiện", "right", 0.9),
            ("Tỷ lệ (%)", "right", 0.9),
            ("Luỹ kế", "right", 0.9),
            ("Trạng thái", "left", 2.2),
        ),
        rows=tuple(_quota_row(task) for task in tasks),
        folded=folded,
        empty=words.no_quota(data),
    )


def quotas(data: ReportData) -> Table:
    """The table of page 1."""
    return quota_table(data)


def _quota_row(task: TaskIndicator) -> Row:
    """One quota in a row."""
    source = words.task_anchor(task.indicator)
    return Row(
        cells=(
            text_cell(f"{task.indicator} {words.short(task, 4)} ({task.unit})", source),
            number_cell(task.target),
            number_cell(task.actual, source if task.actual is not None else ""),
            rate_cell(task.rate),
            number_cell(task.actual_to_date, source),
            state_cell(task),
        )
    )


def progress_table(
    data: ReportData, tasks: Sequence[TaskIndicator], name: str, *, folded: bool = False
) -> Table:
    """Quotas in the period, to date and in the year, as the chart of progress shows them."""
    del data
    return Table(
        name=name,
        caption="Tiến độ các chỉ tiêu trong kỳ, đến nay và so với năm",
        columns=columns(
            ("Chỉ tiêu", "left", 4.0),
            ("Đơn vị tính", "left", 1.2),
            ("Kế hoạch kỳ", "right", 1.0),
            ("Thực hiện", "right", 1.2),
            ("Tỷ lệ kỳ (%)", "right", 1.1),
            ("Kế hoạch đến nay", "right", 1.1),
            ("Luỹ kế", "right", 1.0),
            ("Kế hoạch năm", "right", 1.0),
            ("Tỷ lệ năm (%)", "right", 1.1),
        ),
        rows=tuple(
            Row(
                cells=(
                    text_cell(task_text(task), words.task_anchor(task.indicator)),
                    text_cell(task.unit),
                    number_cell(task.target),
                    figure_cell(task.actual, words.task_anchor(task.indicator)),
                    rate_cell(task.rate),
                    number_cell(task.target_to_date),
                    number_cell(task.actual_to_date),
                    number_cell(task.target_year),
                    rate_cell(task.rate_year),
                )
            )
            for task in tasks
        ),
        folded=folded,
    )


# --- money, topics, next period -------------------------------------------------------------


def reach(data: ReportData, name: str = "luot-tiep-can", *, folded: bool = False) -> Table:
    """People reached by kind, period and to date; kinds are never added."""
    return Table(
        name=name,
        caption="Lượt tiếp cận theo loại (không cộng các loại với nhau)",
        columns=columns(
            ("Loại", "left", 4.0),
            ("Trong kỳ (lượt)", "right", 1.4),
            ("Luỹ kế (lượt)", "right", 1.4),
        ),
        rows=tuple(
            Row(
                cells=(
                    text_cell(lexicon.reach_label(one.kind), words.REACH_ANCHOR),
                    figure_cell(one.value, words.REACH_ANCHOR),
                    figure_cell(one.value_to_date),
                )
            )
            for one in data.indicators.reach
        ),
        folded=folded,
        empty="Chưa có đơn vị nào nêu lượt tiếp cận.",
    )


def budget(data: ReportData, name: str = "kinh-phi", *, folded: bool = False) -> Table:
    """Spent in the period by line; the total of the period and to date."""
    tasks = [task for task in data.indicators.tasks if task.budget_vnd is not None]
    total = data.indicators.budget_vnd
    return Table(
        name=name,
        caption="Kinh phí đã chi trong kỳ",
        columns=columns(("Nhiệm vụ", "left", 5.0), ("Kinh phí (đồng)", "right", 1.6)),
        rows=(
            *(
                Row(
                    cells=(
                        text_cell(task_text(task), words.BUDGET_ANCHOR),
                        number_cell(task.budget_vnd, words.BUDGET_ANCHOR),
                    )
                )
                for task in tasks
            ),
            Row(
                cells=(text_cell("Tổng trong kỳ"), figure_cell(total, words.BUDGET_ANCHOR)),
                kind="total",
            ),
            Row(
                cells=(text_cell("Luỹ kế"), figure_cell(data.indicators.budget_vnd_to_date)),
                kind="total",
            ),
        ),
        folded=folded,
    )


def topics(data: ReportData, name: str = "chu-de", *, folded: bool = False) -> Table:
    """Topics by field: declared activities and agencies; none is "chưa kê khai"."""
    rows: list[Row] = []
    for field in dict.fromkeys(topic.field for topic in data.indicators.topics):
        rows.append(group_row(f"Nội dung {field}"))
        rows.extend(
            Row(
                cells=(
                    text_cell(f"{topic.n}. {topic.text}"),
                    Cell(text="chưa kê khai", value=0.0)
                    if not topic.activities
                    else number_cell(topic.activities),
                    number_cell(topic.agencies),
                )
            )
            for topic in data.indicators.topics
            if topic.field == field
        )
    return Table(
        name=name,
        caption="Nội dung truyền thông theo số hoạt động đã kê khai",
        columns=columns(
            ("Nội dung", "left", 8.0), ("Hoạt động", "right", 1.2), ("Đơn vị", "right", 0.9)
        ),
        rows=tuple(rows),
        folded=folded,
        empty="Kế hoạch không liệt kê nội dung truyền thông.",
    )


def next_lines(data: ReportData) -> Table:
    """What falls due in the month after the period: line, quota, who leads."""
    leads = {
        task.task_id: "; ".join(one.text for one in task.named("lead")) for task in data.plan.tasks
    }
    return Table(
        name="nhiem-vu-ky-toi",
        caption="Nhiệm vụ phải thực hiện trong kỳ tới",
        columns=columns(
            ("Nhiệm vụ", "left", 4.4),
            ("Định mức", "left", 1.6),
            ("Chủ trì, thực hiện", "left", 2.6),
        ),
        rows=tuple(
            Row(
                cells=(
                    text_cell(f"{line.indicator} {line.content}"),
                    text_cell(quota_text(line)),
                    text_cell(leads.get(line.task_id, "")),
                )
            )
            for line in data.next_lines
        ),
        empty="Kỳ tới không có đơn vị nào phải thực hiện nhiệm vụ theo kế hoạch này.",
    )


def quota_text(line: Line) -> str:
    """A line's quota as a plan prints it: "khoảng 5 tin, bài/tháng"."""
    if line.quota is None:
        return words.NOTHING
    quota = line.quota
    about = "khoảng " if quota.approximate else ""
    least = "ít nhất " if quota.bound == "min" else ""
    per = lexicon.per_label(quota.per)
    return f"{about}{least}{format_number(quota.count)} {quota.unit}{f'/{per}' if per else ''}"

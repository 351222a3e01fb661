"""Tables that rest on the activities that agencies declared: weeks, channels, topics by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_lib import lexicon
from cchc_lib.report import narrative_words as words
from cchc_lib.report.blocks import Cell, Row, Table
from cchc_lib.report.tables_cells import columns, number_cell, text_cell
from cchc_lib.report.tables_change import NOT_DECLARED, month_cell
from cchc_lib.vietnamese import format_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.model import PeriodIndicators, TaskIndicator, WeekPoint
    from cchc_lib.report.blocks import StateWord
    from cchc_lib.report.data import ReportData


def weeks_by_line(data: ReportData) -> dict[TaskIndicator, list[WeekPoint]]:
    """The weeks of each line with a quota for which something was declared, in plan order."""
    found: dict[TaskIndicator, list[WeekPoint]] = {}
    for task in data.indicators.tasks:
        points = [point for point in data.indicators.weeks if point.indicator == task.indicator]
        if task.target and points and any(point.activities for point in points):
            found[task] = points
    return found


def weeks(data: ReportData, tasks: Sequence[TaskIndicator], name: str) -> Table:
    """The numbers behind the weekly charts."""
    wanted = {task.indicator for task in tasks}
    return Table(
        name=name,
        caption="Số lượng đã kê khai theo tuần",
        columns=columns(
            ("Chỉ tiêu", "left", 1.2),
            ("Từ ngày", "left", 1.2),
            ("Đến ngày", "left", 1.2),
            ("Hoạt động", "right", 1.0),
            ("Số lượng", "right", 1.0),
            ("Cộng dồn", "right", 1.0),
            ("Mức yêu cầu", "right", 1.1),
        ),
        rows=tuple(
            Row(
                cells=(
                    text_cell(point.indicator),
                    text_cell(format_date(point.start)),
                    text_cell(format_date(point.end)),
                    number_cell(point.activities),
                    number_cell(point.quantity),
                    number_cell(point.cumulative),
                    number_cell(point.required),
                )
            )
            for point in data.indicators.weeks
            if point.indicator in wanted
        ),
        note=f"{words.declared(data)} hoạt động theo ngày.",
        folded=True,
    )


def channel_value(
    month: PeriodIndicators, channel: str
) -> tuple[float | None, float | None, StateWord]:
    """Declared activities of a channel in a month; "" where none was declared."""
    one = next((c for c in month.channels if c.channel == channel), None)
    return (float(one.activities), None, "met") if one and one.activities else (None, None, "")


def channels(data: ReportData, name: str, keys: Sequence[str], *, folded: bool = False) -> Table:
    """Channels by month."""
    return Table(
        name=name,
        caption="Hoạt động đã kê khai theo kênh và tháng",
        columns=columns(
            ("Kênh", "left", 4.0),
            *(
                (words.month_column(month.period, len(data.months)), "right", 1.0)
                for month in data.months
            ),
        ),
        rows=tuple(
            Row(
                cells=(
                    text_cell(lexicon.channel_label(key)),
                    *(month_cell(channel_value(month, key)) for month in data.months),
                )
            )
            for key in keys
        ),
        folded=folded,
    )


def topics(data: ReportData) -> Table:
    """Topics by month: declared activities."""
    return Table(
        name="chu-de-theo-thang",
        caption="Nội dung truyền thông theo tháng (hoạt động đã kê khai)",
        columns=columns(
            ("Nội dung", "left", 5.0),
            *(
                (words.month_column(month.period, len(data.months)), "right", 0.9)
                for month in data.months
            ),
            ("Cả kỳ", "right", 1.5),
        ),
        rows=tuple(
            Row(
                cells=(
                    text_cell(f"{topic.field} {topic.n}. {words.cut(topic.text, words.ROW)}"),
                    *(_topic_cell(month, topic.n) for month in data.months),
                    number_cell(topic.activities)
                    if topic.activities
                    else Cell(text=NOT_DECLARED, value=0.0),
                )
            )
            for topic in data.indicators.topics
        ),
        note=f"{words.declared(data)} trong kỳ. Nội dung đầy đủ ở số liệu của hình mục 7.",
    )


def _topic_cell(month: PeriodIndicators, n: int) -> Cell:
    """A topic's declared activities in a month."""
    count = next((topic.activities for topic in month.topics if topic.n == n), 0)
    return number_cell(count) if count else Cell(text=words.NOTHING, value=0.0)

"""Tables over time: months side by side, change against the period before, pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_lib.report import narrative_words as words
from cchc_lib.report.blocks import Cell, Row, Table
from cchc_lib.report.tables_cells import (
    columns,
    figure_cell,
    number_cell,
    rate_cell,
    task_text,
    text_cell,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.model import PeriodIndicators, TaskIndicator
    from cchc_lib.report.blocks import StateWord
    from cchc_lib.report.data import ReportData


NOT_DECLARED = "chưa kê khai"


# --- months side by side --------------------------------------------------------------------


def line_of(period: PeriodIndicators, indicator: str) -> TaskIndicator | None:
    """A line in a period; None where nobody owes it."""
    return next((task for task in period.tasks if task.indicator == indicator), None)


def month_value(
    month: PeriodIndicators, indicator: str
) -> tuple[float | None, float | None, StateWord]:
    """What was done, what was asked, and the state of a line in a month."""
    task = line_of(month, indicator)
    if task is None or not task.agencies:
        return None, None, "idle"
    return task.actual, task.target, words.state_mark(task.state)


def agency_month_value(
    month: PeriodIndicators, indicator: str, agency: str
) -> tuple[float | None, float | None, StateWord]:
    """The same of one agency."""
    task = line_of(month, indicator)
    one = next((a for a in task.agencies if a.agency == agency), None) if task else None
    return (one.actual, one.target, words.state_mark(one.state)) if one else (None, None, "idle")


def month_cell(value: tuple[float | None, float | None, StateWord]) -> Cell:
    """A month's figure as a cell."""
    done, _, state = value
    if done is None and not state:
        return Cell(text=NOT_DECLARED)
    if done is None:
        return Cell(text=words.NOTHING) if state == "idle" else figure_cell(None)
    return number_cell(done)


def months(
    data: ReportData, name: str, tasks: Sequence[TaskIndicator], *, folded: bool = False
) -> Table:
    """Each line's result month by month, and the period's."""
    return Table(
        name=name,
        caption="Kết quả các tháng trong kỳ",
        columns=columns(
            ("Chỉ tiêu", "left", 4.0),
            ("Đơn vị tính", "left", 1.2),
            *(
                (words.month_column(month.period, len(data.months)), "right", 1.1)
                for month in data.months
            ),
            ("Cả kỳ", "right", 1.1),
            ("Kế hoạch kỳ", "right", 1.1),
        ),
        rows=tuple(
            Row(
                cells=(
                    text_cell(task_text(task), words.task_anchor(task.indicator)),
                    text_cell(task.unit),
                    *(month_cell(month_value(month, task.indicator)) for month in data.months),
                    figure_cell(task.actual, words.task_anchor(task.indicator)),
                    number_cell(task.target),
                )
            )
            for task in tasks
        ),
        folded=folded,
        wide=len(data.months) > 6,  # noqa: PLR2004 - more columns need a landscape page
    )


def said_months(data: ReportData, task: TaskIndicator) -> str:
    """One line's months in words."""
    said = [
        f"{words.month_title(month.period).lower()} "
        f"{words.number(month_value(month, task.indicator)[0])}"
        for month in data.months
    ]
    return f"{task.indicator}: {', '.join(said)} {task.unit}"


# --- change and pace ------------------------------------------------------------------------


def change(data: ReportData) -> Table:
    """Each line against the period before."""
    before = words.former(data.period)
    return Table(
        name="so-voi-ky-truoc",
        caption=f"So với {before}",
        columns=columns(
            ("Chỉ tiêu", "left", 4.0),
            ("Đơn vị tính", "left", 1.2),
            (before[0].upper() + before[1:], "right", 1.1),
            ("Kỳ này", "right", 1.1),
            ("Tăng (+), giảm (-)", "right", 1.1),
        ),
        rows=tuple(
            Row(
                cells=(
                    text_cell(task_text(task), words.task_anchor(task.indicator)),
                    text_cell(task.unit),
                    number_cell(task.previous),
                    figure_cell(task.actual, words.task_anchor(task.indicator)),
                    _signed(task.change),
                )
            )
            for task in data.indicators.tasks
        ),
    )


def rates(data: ReportData, pairs: Sequence[tuple[TaskIndicator, float, float]]) -> Table:
    """The numbers behind the slopes: each line's rate before and now."""
    before = words.former(data.period)
    return Table(
        name="so-lieu-so-sanh",
        caption=f"Tỷ lệ đạt định mức so với {before}",
        columns=columns(
            ("Chỉ tiêu", "left", 4.0),
            (f"{before[0].upper()}{before[1:]} (%)", "right", 1.2),
            ("Kỳ này (%)", "right", 1.2),
        ),
        rows=tuple(
            Row(cells=(text_cell(task_text(task)), rate_cell(old), rate_cell(new)))
            for task, old, new in pairs
        ),
        folded=True,
    )


def _signed(value: float | None) -> Cell:
    """A difference with its sign."""
    text = words.number(value)
    return Cell(text=f"+{text}" if value and value > 0 else text, value=value)


def at_this_pace(data: ReportData) -> Table:
    """What the year will come to if each line goes on as it has so far."""
    tasks = [task for task in data.indicators.tasks if task.target_year]
    return Table(
        name="du-kien-ca-nam",
        caption="Dự kiến cả năm theo tiến độ hiện nay",
        columns=columns(
            ("Chỉ tiêu", "left", 4.0),
            ("Đơn vị tính", "left", 1.2),
            ("Luỹ kế", "right", 1.0),
            ("Kế hoạch đến nay", "right", 1.1),
            ("Dự kiến cả năm", "right", 1.1),
            ("Có thể đạt từ kỳ đầu", "right", 1.2),
            ("Kế hoạch năm", "right", 1.0),
            ("Tỷ lệ dự kiến (%)", "right", 1.1),
        ),
        rows=tuple(
            Row(
                cells=(
                    text_cell(task_text(task), words.task_anchor(task.indicator)),
                    text_cell(task.unit),
                    number_cell(task.actual_to_date),
                    number_cell(task.target_to_date),
                    number_cell(task.projected_year),
                    number_cell(task.target_year_possible),
                    number_cell(task.target_year),
                    rate_cell(task.projected_rate),
                )
            )
            for task in tasks
        ),
        note=(
            "Dự kiến = luỹ kế × mức có thể đạt từ kỳ đầu ÷ kế hoạch đến nay; "
            "là phép ngoại suy, không phải cam kết."
        ),
        empty="Kế hoạch không có định mức cho cả năm.",
    )

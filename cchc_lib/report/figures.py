"""Charts of quotas: bullet bars of the period, and of the period beside the year."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from cchc_lib.report import narrative_words as words
from cchc_lib.report import style, tables
from cchc_lib.report.blocks import Blocks, Chart, Heading, Text
from cchc_lib.vietnamese import format_date, format_number, format_percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_lib.model import TaskIndicator
    from cchc_lib.report.data import ReportData
    from cchc_lib.report.style import Canvas

T = TypeVar("T")

WIDTH = 160.0
CAP = 1.6
"""Bars end at 160 % of the quota, with an arrow; the figure beside them says how much it was."""

FIELD_NAMES = {"CĐS": "Chuyển đổi số", "CCHC": "Cải cách hành chính"}
_MOST_ROWS = 16


def source_line(data: ReportData, unit: str) -> str:
    """Unit, period and source, as they stand under every chart."""
    p = data.indicators
    kind = "số liệu mô phỏng" if data.simulated else "báo cáo của các đơn vị"
    window = f"từ {format_date(p.start)} đến {format_date(p.end)}"
    return f"Đơn vị tính: {unit}. Kỳ {window}. Nguồn: {kind}, tính đến {format_date(data.as_of)}."


def chunks(items: Sequence[T], most: int) -> Iterator[tuple[str, Sequence[T]]]:
    """Parts of a long list, of even size, each with what tells it apart in a title and a name."""
    count = max(1, -(-len(items) // most))
    size = max(1, -(-len(items) // count))
    for n in range(count):
        yield ("" if count == 1 else f" ({n + 1}/{count})"), items[n * size : (n + 1) * size]


def pace(data: ReportData) -> float:
    """Share of the period's days that had passed on the day of judgement, 0-1."""
    p = data.indicators
    passed = (min(data.as_of, p.end) - p.start).days + 1
    return max(0.0, min(1.0, passed / ((p.end - p.start).days + 1)))


# --- page 1: each quota in the period -------------------------------------------------------


def quota_bars(data: ReportData) -> Chart | Text:
    """How far is each quota in this period: the one chart of page 1."""
    rows = [task for task in data.indicators.tasks if task.target]
    if not rows:
        return Text(text="Trong kỳ không có chỉ tiêu nào có định mức.", style="note")
    pitch = max(4.2, min(7.0, 34 / len(rows)))  # page 1 has room for some 40 mm
    height = 6.0 + pitch * len(rows)
    with style.house("quota"):
        drawn = style.canvas(WIDTH, height)
        _bars_axis(drawn, 70.0, 41.0, height)
        for n, task in enumerate(rows):
            _bar_row(drawn, task, 6.0 + pitch * (n + 0.5), pitch, pace(data))
        text = style.svg(drawn)
    return Chart(
        name="bieu-do-chi-tieu",
        title=_met_title(data),
        svg=text,
        alt=_met_title(data) + ". " + "; ".join(_said(task) for task in rows) + ".",
        source=source_line(data, "% định mức"),
        table=tables.quota_table(data, name="so-lieu-chi-tieu", folded=True),
        width_mm=WIDTH,
        height_mm=height,
    )


def _met_title(data: ReportData) -> str:
    """The answer: how many quotas were met."""
    s = data.indicators.summary
    if not s.rated:
        return f"Chưa có báo cáo cho {s.with_target} chỉ tiêu có định mức"
    behind = f", {s.behind} chậm" if s.behind else ""
    return f"{s.met}/{s.with_target} chỉ tiêu đạt định mức kỳ{behind}"


def _said(task: TaskIndicator) -> str:
    """One bar in words."""
    done = words.out_of(task.actual, task.target, task.unit)
    share = f" ({words.percent(task.rate)})" if task.rate is not None else ""
    state = words.state_word(task).lower()
    tail = "" if task.actual is None else f", {state}"
    return f"{task.indicator} {words.short(task)}: {done}{share}{tail}"


def _bars_axis(drawn: Canvas, x: float, width: float, height: float) -> None:
    """The scale of the bars: 0, 100 % of the quota, and beyond."""
    for ratio in (0.0, 0.5, 1.0):
        at = x + width * ratio / CAP
        colour = style.ASKED if ratio == 1 else style.ASKED_TINT
        drawn.line(at, 5.0, at, height, colour, under=True)
        drawn.text(at, 2.6, format_percent(ratio, 0), 6.5, style.QUIET, "center")


def _bar_row(drawn: Canvas, task: TaskIndicator, y: float, pitch: float, passed: float) -> None:
    """One quota: label, bullet, figure, state."""
    label = style.wrap(f"{task.indicator} {words.short(task, 9)}", 66, 7.0, 2 if pitch > 6 else 1)  # noqa: PLR2004 - two lines need 6 mm
    drawn.lines(1.0, y, label, 7.0)
    bullet(drawn, 70.0, y, 41.0, pitch * 0.55, task, passed)
    said = words.out_of(task.actual, task.target, task.unit)
    if task.actual is None:
        said = f"{words.NOTHING}/{words.number(task.target)} {task.unit}"
    size = 7.0 if style.width_mm(said, 7.0, bold=True) < 23 else 5.6  # noqa: PLR2004 - the column
    drawn.text(115.0, y, style.wrap(said, 24.0, size, 1, bold=True)[0], size, bold=True)
    mark = words.state_mark(task.state)
    drawn.mark(140.5, y, mark, 4.4)
    drawn.text(142.7, y, words.state_word(task), 6.2, style.STATE_COLOURS[mark])


def bullet(
    drawn: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    task: TaskIndicator,
    passed: float,
) -> None:
    """What was asked (grey to 100 %), what was done (dark), where it should stand (tick)."""
    unit = width / CAP
    drawn.bar(x, y - height / 2, unit, height, style.ASKED_TINT, style.ASKED)
    rate = task.rate
    if rate is None:
        drawn.bar(x, y - height / 2, unit, height, style.PAPER, style.ASKED, "////", layer=3)
        return
    colour = style.BEHIND if task.state == "behind" else style.DONE
    end = min(rate * unit, width)
    layer = 2 if colour == style.BEHIND else 1
    drawn.bar(x, y - height * 0.28, end, height * 0.56, colour, layer=layer)
    if rate * unit > width:
        drawn.axes.plot([x + end], [y], marker=">", color=colour, markersize=4, clip_on=False)
    if passed < 1:
        tick = x + unit * passed
        drawn.line(tick, y - height * 0.62, tick, y + height * 0.62, style.INK, 1.1)


# --- the body: period and year --------------------------------------------------------------


def progress(data: ReportData) -> Blocks:
    """How far is each quota: in the period, and to date against the year."""
    rows = [task for task in data.indicators.tasks if words.has_target(task)]
    head = Heading(level=2, text="4. Tiến độ theo chỉ tiêu", anchor="phan-2-4")
    if not rows:
        return Blocks(items=(head, Text(text=words.no_quota(data), style="note")))
    charts = (_progress_chart(data, part, suffix) for suffix, part in chunks(rows, _MOST_ROWS))
    return Blocks(items=(head, *charts))


def _progress_chart(data: ReportData, rows: Sequence[TaskIndicator], suffix: str) -> Chart:
    """One page of bullets."""
    pitch = 10.5
    groups = list(dict.fromkeys(task.field for task in rows))
    height = 7.0 + pitch * len(rows) + 6.0 * len(groups)
    name = f"bieu-do-tien-do{words.part_name(suffix)}"
    with style.house(name):
        drawn = style.canvas(WIDTH, height)
        drawn.text(60.0, 3.0, "Trong kỳ, so với định mức", 7.0, style.QUIET, bold=True)
        drawn.text(112.0, 3.0, "Luỹ kế, so với kế hoạch năm", 7.0, style.QUIET, bold=True)
        y = 7.0
        for field in groups:
            drawn.text(1.0, y + 3.0, FIELD_NAMES[field], 7.5, bold=True)
            drawn.line(0.0, y + 5.6, WIDTH, y + 5.6, style.ASKED_TINT)
            y += 6.0
            for task in (task for task in rows if task.field == field):
                _progress_row(drawn, task, y, pitch, pace(data))
                y += pitch
        text = style.svg(drawn)
    return Chart(
        name=name,
        title=_year_title(data) + suffix,
        svg=text,
        alt=_year_title(data) + ". " + "; ".join(_said_year(task) for task in rows) + ".",
        source=source_line(data, "% định mức; vạch đen: mức cần đạt đến nay"),
        table=tables.progress_table(data, rows, name=f"so-lieu-{name}", folded=True),
        width_mm=WIDTH,
        height_mm=height,
    )


def _year_title(data: ReportData) -> str:
    """The answer: the mean share of what the period, and the plan to date, asked."""
    s = data.indicators.summary
    if s.share_to_date is None:
        return "Chưa có số liệu luỹ kế của chỉ tiêu định mức"
    return f"Luỹ kế đạt bình quân {words.percent(s.share_to_date)} kế hoạch đến nay"


def _said_year(task: TaskIndicator) -> str:
    """One row in words."""
    done = words.out_of(task.actual, task.target, task.unit)
    year = words.out_of(task.actual_to_date, task.target_year, task.unit)
    return f"{task.indicator} {words.short(task)}: trong kỳ {done}; luỹ kế {year}"


def _progress_row(
    drawn: Canvas, task: TaskIndicator, y: float, pitch: float, passed: float
) -> None:
    """One quota: label, the period's bullet, the year's bullet."""
    middle = y + pitch / 2
    drawn.lines(
        1.0, middle, style.wrap(f"{task.indicator} {words.short(task, 16)}", 55, 6.8, 3), 6.8
    )
    bar_y, text_y = y + pitch * 0.68, y + pitch * 0.28
    if task.target:
        share = f" · {words.percent(task.rate)}" if task.rate is not None else ""
        said = words.out_of(task.actual, task.target, task.unit) + share
        drawn.text(60.0, text_y, said, 6.8, bold=True)
        bullet(drawn, 60.0, bar_y, 44.0, 3.4, task, passed)
    else:
        drawn.text(60.0, text_y, "Chưa đến hạn trong kỳ", 6.8, style.QUIET)
    if task.target_year:
        _year_bullet(drawn, task, bar_y, text_y)


def _year_bullet(drawn: Canvas, task: TaskIndicator, bar_y: float, text_y: float) -> None:
    """To date against the plan's year, a tick where it should stand now."""
    year = task.target_year or 1.0
    share = f" · {words.percent(task.rate_year)}" if task.rate_year is not None else ""
    said = words.out_of(task.actual_to_date, task.target_year, task.unit) + share
    drawn.text(112.0, text_y, said, 6.8, bold=True)
    x, unit = 112.0, 40.0
    drawn.bar(x, bar_y - 1.7, unit, 3.4, style.ASKED_TINT, style.ASKED)
    due = (task.target_to_date or 0.0) / year
    if task.actual_to_date is not None:
        behind = task.target_to_date is not None and task.actual_to_date < task.target_to_date
        colour = style.BEHIND if behind else style.DONE
        end = min(unit * task.actual_to_date / year, WIDTH - x - 3)
        drawn.bar(x, bar_y - 0.95, end, 1.9, colour, layer=2 if behind else 1)
        if end < unit * task.actual_to_date / year:
            drawn.axes.plot([x + end], [bar_y], marker=">", color=colour, markersize=4)
    else:
        drawn.bar(x, bar_y - 1.7, unit, 3.4, style.PAPER, style.ASKED, "////", layer=3)
    if 0 < due <= 1.15:  # noqa: PLR2004 - a tick beyond the drawing would mislead
        drawn.line(x + unit * due, bar_y - 2.1, x + unit * due, bar_y + 2.1, style.INK, 1.1)


def whole(value: float | None) -> str:
    """A figure within a small cell; "" where there is none."""
    return "" if value is None else format_number(value)

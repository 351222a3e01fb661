"""Charts of time: activities by week against the pace required, months side by side, change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_lib import lexicon
from cchc_lib.report import narrative_words as words
from cchc_lib.report import style, tables_change, tables_declared
from cchc_lib.report.blocks import Blocks, Chart, Heading, Text
from cchc_lib.report.figures import WIDTH, chunks, source_line, whole
from cchc_lib.vietnamese import format_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.model import TaskIndicator, WeekPoint
    from cchc_lib.report.blocks import StateWord
    from cchc_lib.report.data import ReportData
    from cchc_lib.report.style import Canvas

# --- weeks ----------------------------------------------------------------------------------

_MOST_PANELS = 8
_PANEL_MM = 44.0
_MOST_WEEKS = 8
"""Beyond so many weeks a panel takes the whole width."""


def weeks(data: ReportData) -> Blocks:
    """Are we keeping pace: declared quantities by week, their sum, and the line required."""
    head = Heading(level=2, text="6. Tiến độ theo tuần", anchor="phan-2-6")
    by_line = tables_declared.weeks_by_line(data)
    if not by_line:
        text = (
            "Trong kỳ không có đơn vị nào phải báo cáo."
            if not data.status.expected
            else "Chưa có đơn vị nào kê khai hoạt động theo ngày cho chỉ tiêu có định mức, "
            "nên chưa vẽ được tiến độ theo tuần."
        )
        return Blocks(items=(head, Text(text=text, style="note")))
    parts = chunks(list(by_line.items()), _MOST_PANELS)
    return Blocks(items=(head, *(_weeks_chart(data, part, suffix) for suffix, part in parts)))


def _weeks_chart(
    data: ReportData, lines: Sequence[tuple[TaskIndicator, list[WeekPoint]]], suffix: str
) -> Chart:
    """Small multiples, two beside each other."""
    name = f"tien-do-tuan{words.part_name(suffix)}"
    side = 1 if len(lines) == 1 or max(len(p) for _, p in lines) > _MOST_WEEKS else 2
    rows = -(-len(lines) // side)
    height = _PANEL_MM * rows
    with style.house(name):
        drawn = style.canvas(WIDTH, height)
        for n, (task, points) in enumerate(lines):
            x, y = (n % side) * (WIDTH / side + 1), (n // side) * _PANEL_MM
            _week_panel(drawn, task, points, (x, y, WIDTH / side - 2))
        text = style.svg(drawn)
    return Chart(
        name=name,
        title=_weeks_title(lines) + suffix,
        svg=text,
        alt=_weeks_title(lines) + ". " + "; ".join(_said(t, p) for t, p in lines) + ".",
        source=source_line(data, "theo từng chỉ tiêu")
        + f" {words.declared(data)}; cột: từng tuần, bậc: cộng dồn, nét đứt: mức kế hoạch yêu cầu.",
        table=tables_declared.weeks(data, [task for task, _ in lines], name=f"so-lieu-{name}"),
        width_mm=WIDTH,
        height_mm=height,
    )


def _weeks_title(lines: Sequence[tuple[TaskIndicator, list[WeekPoint]]]) -> str:
    """The answer: how many lines keep the pace, by what was declared."""
    kept = sum(_keeps(points) for _, points in lines)
    return f"Theo kê khai, {kept}/{len(lines)} chỉ tiêu kịp mức yêu cầu cuối kỳ"


def _keeps(points: Sequence[WeekPoint]) -> bool:
    """Whether the declared sum reached what was required at the end."""
    last = points[-1]
    return last.required is not None and last.cumulative >= last.required


def _said(task: TaskIndicator, points: Sequence[WeekPoint]) -> str:
    """One panel in words."""
    last = points[-1]
    return (
        f"{task.indicator}: kê khai {format_number(last.cumulative)} {task.unit}, "
        f"kế hoạch yêu cầu {words.number(last.required)}"
    )


def _week_panel(
    drawn: Canvas,
    task: TaskIndicator,
    points: Sequence[WeekPoint],
    place: tuple[float, float, float],
) -> None:
    """One line: columns by week, cumulative steps, the required line; `place` is x, y, width."""
    x, y, width = place
    title = f"{task.indicator} ({task.unit}) {words.short(task, 14)}"
    drawn.text(x + 1, y + 3.2, style.wrap(title, width - 2, 7.0, 1, bold=True)[0], 7.0, bold=True)
    left, right, top, bottom = x + 2.0, x + width - 18, y + 9.0, y + _PANEL_MM - 9.0
    largest = max(max(p.cumulative, p.required or 0.0, p.quantity) for p in points) or 1.0
    step = (right - left) / len(points)
    scale = (bottom - top) / largest
    every = max(1, round(8.0 / step + 0.49))
    for n, point in enumerate(points):
        at, high = left + step * n, scale * point.quantity
        drawn.bar(at + step * 0.2, bottom - high, step * 0.6, high, style.DONE_TINT)
        if point.quantity and style.width_mm(whole(point.quantity), 5.8) < step:
            label = whole(point.quantity)
            drawn.text(at + step / 2, bottom + 2.2, label, 5.8, style.DONE, "center")
        if n % every == 0:
            day = f"{point.start.day}/{point.start.month}"
            drawn.text(at + step / 2, bottom + 5.0, day, 5.8, style.QUIET, "center")
    drawn.line(left, bottom, right, bottom, style.ASKED)
    _steps(drawn, [bottom - scale * p.cumulative for p in points], left, step)
    required = [
        (left + step * (n + 1), bottom - scale * p.required)
        for n, p in enumerate(points)
        if p.required is not None
    ]
    if required:
        xs, ys = zip((left, bottom), *required, strict=True)
        drawn.axes.plot(xs, ys, color=style.QUIET, linewidth=0.9, linestyle=(0, (3, 2)))
    _end_labels(drawn, points[-1], right + 1.2, bottom, scale)


def _steps(drawn: Canvas, heights: Sequence[float], left: float, step: float) -> None:
    """The running sum as steps."""
    xs = [left + step * n for n in range(len(heights) + 1)]
    drawn.axes.plot(
        xs, [heights[0], *heights], color=style.DONE, linewidth=1.5, drawstyle="steps-pre"
    )


def _end_labels(drawn: Canvas, last: WeekPoint, x: float, bottom: float, scale: float) -> None:
    """Direct labels at the end of both lines, kept apart."""
    declared = bottom - scale * last.cumulative
    if last.required is not None:
        required = bottom - scale * last.required
        lacking = 3.0 - abs(required - declared)  # one line of text
        if lacking > 0:
            shift = lacking / 2 if required >= declared else -lacking / 2
            declared, required = declared - shift, required + shift
        drawn.text(x, required, f"yêu cầu {whole(last.required)}", 6.0, style.QUIET)
    drawn.text(x, declared, f"kê khai {whole(last.cumulative)}", 6.0, style.DONE, bold=True)


# --- months side by side --------------------------------------------------------------------

_MOST_ROWS = 22


def months(data: ReportData) -> Blocks:
    """The months side by side: each line's result against its quota, on its own scale."""
    tasks = [task for task in data.indicators.tasks if task.agencies]
    if not tasks or len(data.months) < 2:  # noqa: PLR2004 - one month compares with nothing
        text = "Mới có một tháng số liệu nên chưa so sánh được giữa các tháng."
        return Blocks(items=(Text(text=text, style="note"),))
    return Blocks(
        items=tuple(_months_chart(data, part, s) for s, part in chunks(tasks, _MOST_ROWS))
    )


def _months_chart(data: ReportData, tasks: Sequence[TaskIndicator], suffix: str) -> Chart:
    """Rows of lines, a bar a month."""
    name = f"cac-thang{words.part_name(suffix)}"
    labels = [month.period for month in data.months]
    cells = [
        [tables_change.month_value(month, task.indicator) for month in data.months]
        for task in tasks
    ]
    heads = [f"{task.indicator} {words.short(task, 9)} ({task.unit})" for task in tasks]
    drawn_text, height = matrix(name, heads, labels, cells)
    return Chart(
        name=name,
        title=_months_title(data) + suffix,
        svg=drawn_text,
        alt=_months_title(data)
        + ". "
        + "; ".join(tables_change.said_months(data, t) for t in tasks)
        + ".",
        source=source_line(data, "theo từng chỉ tiêu, mỗi dòng một thang; vạch: định mức tháng"),
        table=tables_change.months(data, name=f"so-lieu-{name}", tasks=tasks, folded=True),
        width_mm=WIDTH,
        height_mm=height,
    )


def _months_title(data: ReportData) -> str:
    """The answer: quotas met, month by month."""
    said = [
        f"{words.month_title(m.period).lower()}: {m.summary.met}/{m.summary.with_target}"
        for m in [m for m in data.months if m.summary.with_target][-3:]
    ]
    if not said:
        return "Các tháng trong kỳ không có chỉ tiêu có định mức"
    return f"Chỉ tiêu đạt: {'; '.join(said)}"


_NARROW_MM = 14.0
MonthCell = tuple[float | None, float | None, "StateWord"]
"""What was done, what was asked, and the state of one line in one month."""


def matrix(
    name: str,
    heads: Sequence[str],
    labels: Sequence[str],
    cells: Sequence[Sequence[MonthCell]],
    *,
    one_scale: bool = False,
) -> tuple[str, float]:
    """Small bars, a row a line and a column a month.

    Each row has its own scale, since lines have different units; rows of one unit share
    `one_scale`.
    """
    most = [max((max(done or 0, asked or 0) for done, asked, _ in v), default=0) for v in cells]
    head_mm, pitch = 70.0, 6.4
    step = (WIDTH - head_mm) / len(labels)
    height = 7.0 + pitch * len(heads)
    with style.house(name):
        drawn = style.canvas(WIDTH, height)
        for n, label in enumerate(labels):
            name = words.month_name(label) if step < _NARROW_MM else words.month_title(label)
            drawn.text(head_mm + step * n, 3.4, name, 6.8, style.QUIET)
        for row, (head, values) in enumerate(zip(heads, cells, strict=True)):
            y = 7.0 + pitch * (row + 0.5)
            drawn.lines(1.0, y, style.wrap(head, head_mm - 4, 6.4, 2), 6.4)
            largest = max(most) if one_scale else most[row]
            for n, cell in enumerate(values):
                _matrix_cell(drawn, cell, head_mm + step * n, y, step, largest or 1.0)
        return style.svg(drawn), height


def _matrix_cell(
    drawn: Canvas, cell: MonthCell, x: float, y: float, step: float, largest: float
) -> None:
    """One month of one line: bar, quota tick, number."""
    done, asked, state = cell
    bar_mm = step * 0.52
    if done is None:
        word = {"not_reported": "chưa báo cáo", "idle": words.NOTHING}.get(
            state, tables_change.NOT_DECLARED
        )
        if step < 16:  # noqa: PLR2004 - the word needs so much
            word = "○" if state == "not_reported" else words.NOTHING
        if word == "○":
            drawn.mark(x + 1.2, y, "not_reported", 3.6)
        else:
            drawn.text(x, y, word, 6.0, style.QUIET)
        return
    colour = style.BEHIND if state == "behind" else style.DONE
    if step < _NARROW_MM:
        _narrow_cell(drawn, done, x, y, (step - 1.2, largest), colour)
        return
    layer = 2 if colour == style.BEHIND else 1
    drawn.bar(x, y - 1.1, max(bar_mm * done / largest, 0.3), 2.2, colour, layer=layer)
    if asked:
        at = x + bar_mm * asked / largest
        drawn.line(at, y - 1.8, at, y + 1.8, style.INK, 1.0)
    text = whole(done) if asked is None else f"{whole(done)}/{whole(asked)}"
    end = bar_mm * max(done, asked or 0) / largest
    size = 6.2 if style.width_mm(text, 6.2, bold=True) < step - end - 1.5 else 5.0
    drawn.text(x + end + 1.0, y, text, size, colour, bold=True)


def _narrow_cell(
    drawn: Canvas, done: float, x: float, y: float, room: tuple[float, float], colour: str
) -> None:
    """A month in a narrow column: the number over its bar; `room` is width and largest value."""
    width, largest = room
    text = whole(done)
    size = next((n for n in (6.0, 5.0) if style.width_mm(text, n, bold=True) < width), 4.0)
    drawn.text(x, y - 0.9, text, size, colour, bold=True)
    drawn.bar(x, y + 1.0, max(width * done / largest, 0.3), 1.1, colour)


def channels(data: ReportData) -> Blocks:
    """Where and how: declared activities by channel and month."""
    keys = list(dict.fromkeys(one.channel for month in data.months for one in month.channels))
    declared = [one for one in data.indicators.channels if one.activities]
    if not data.status.expected:
        none = "Trong kỳ không có đơn vị nào phải báo cáo nên không có hoạt động được kê khai."
        return Blocks(items=(Text(text=none, style="note"),))
    if not any(one.activities for month in data.months for one in month.channels):
        return Blocks(items=(Text(text="Chưa có đơn vị nào kê khai hoạt động.", style="note"),))
    labels = [month.period for month in data.months]
    cells = [[tables_declared.channel_value(month, key) for month in data.months] for key in keys]
    heads = [lexicon.channel_label(key) for key in keys]
    text, height = matrix("kenh", heads, labels, cells, one_scale=True)
    title = f"{len(declared)}/{len(keys)} kênh có hoạt động được kê khai trong kỳ"
    table = tables_declared.channels(data, name="so-lieu-kenh", keys=keys, folded=True)
    said = [
        f"{h}: {', '.join(words.number(c[0]) for c in row)}"
        for h, row in zip(heads, cells, strict=True)
    ]
    return Blocks(
        items=(
            Chart(
                name="bieu-do-kenh",
                title=title,
                svg=text,
                alt=f"{title}. {'; '.join(said)}.",
                source=source_line(data, "hoạt động") + f" {words.declared(data)}.",
                table=table,
                width_mm=WIDTH,
                height_mm=height,
            ),
        )
    )

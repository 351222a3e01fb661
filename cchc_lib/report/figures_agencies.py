"""Charts of agencies: who reported when, and which agency does which task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_lib.report import narrative_words as words
from cchc_lib.report import style, tables_agencies
from cchc_lib.report.blocks import Blocks, Chart, Heading, Text
from cchc_lib.report.figures import WIDTH, chunks, source_line, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.model import AgencyIndicator, Standing, TaskIndicator
    from cchc_lib.report.blocks import StateWord
    from cchc_lib.report.data import ReportData
    from cchc_lib.report.style import Canvas

# --- agencies × lines -----------------------------------------------------------------------

_NAME_MM = 38.0
_HEAD_MM = 40.0
_ROW_MM = 4.6
_MOST_AGENCIES = 40
_MOST_LINES = 24
_SMALL = 5.0  # points of a number that is wide for its cell


def agency_grid(data: ReportData) -> Blocks:
    """Which agency does which task: a heat grid with the number in each cell."""
    head = Heading(level=2, text="5. Kết quả theo đơn vị", anchor="phan-2-5")
    lines = tables_agencies.agency_lines(data)
    owed = [task for task in data.indicators.tasks if task.agencies]
    if not lines or not owed:
        none = Text(text="Trong kỳ không có đơn vị nào phải báo cáo.", style="note")
        return Blocks(items=(head, none))
    charts = []
    parts = [
        (agencies, tasks)
        for _, agencies in chunks(list(lines), _MOST_AGENCIES)
        for _, tasks in chunks(owed, _lines_beside_each_other(owed))
    ]
    for n, (agencies, tasks) in enumerate(parts, start=1):
        suffix = "" if len(parts) == 1 else f" ({n}/{len(parts)})"
        charts.append(_grid_chart(data, agencies, tasks, suffix))
    return Blocks(items=(head, *charts))


def _lines_beside_each_other(tasks: Sequence[TaskIndicator]) -> int:
    """How many columns leave room for the widest number."""
    shown = {whole(one.actual) for task in tasks for one in task.agencies}
    widest = max((style.width_mm(text, _SMALL) for text in shown), default=0.0)
    return min(_MOST_LINES, int((WIDTH - _NAME_MM) / (widest + 1.0)))


def _grid_chart(
    data: ReportData, agencies: Sequence[str], tasks: Sequence[TaskIndicator], suffix: str
) -> Chart:
    """One page of the grid."""
    lines = tables_agencies.agency_lines(data)
    name = f"luoi-don-vi{words.part_name(suffix)}"
    pitch = min(10.0, (WIDTH - _NAME_MM) / len(tasks))
    height = _HEAD_MM + _ROW_MM * len(agencies) + 9.0
    with style.house(name):
        drawn = style.canvas(WIDTH, height)
        for n, task in enumerate(tasks):
            _grid_head(drawn, task, _NAME_MM + pitch * (n + 0.5), pitch)
        for row, agency in enumerate(agencies):
            label = style.middle(words.short_name(data, agency), _NAME_MM - 2, 6.8)
            y = _HEAD_MM + _ROW_MM * (row + 0.5)
            drawn.text(_NAME_MM - 1.2, y, label, 6.8, align="right")
        cells = [[lines[a].get(t.indicator) for t in tasks] for a in agencies]
        most = [max((one.actual or 0.0 for one in t.agencies), default=0.0) for t in tasks]
        _grid_cells(drawn, cells, most, pitch)
        _grid_key(drawn, height - 4.0)
        text = style.svg(drawn)
    table = tables_agencies.grid_table(data, agencies, tasks, name=f"so-lieu-{name}")
    return Chart(
        name=name,
        title=_grid_title(data) + suffix,
        svg=text,
        alt=_grid_alt(data, agencies, tasks),
        source=source_line(data, "theo từng chỉ tiêu"),
        table=table,
        width_mm=WIDTH,
        height_mm=height,
    )


def _grid_title(data: ReportData) -> str:
    """The answer: how many agencies have figures."""
    r = data.indicators.reporting
    return f"{r.reported}/{r.expected} {_unit(data)} có số liệu trong kỳ"


def _unit(data: ReportData) -> str:
    """What is counted: agencies in a month, agency-months in a longer period."""
    return "đơn vị" if data.period.kind == "month" else "báo cáo tháng"


def _grid_alt(data: ReportData, agencies: Sequence[str], tasks: Sequence[TaskIndicator]) -> str:
    """The grid in words: line by line, how many reported of how many owe."""
    said = [f"{t.indicator}: {t.reported}/{t.owing} đơn vị báo cáo" for t in tasks]
    return (
        f"Lưới {len(agencies)} đơn vị × {len(tasks)} chỉ tiêu. {_grid_title(data)}. "
        + "; ".join(said)
        + "."
    )


def _grid_head(drawn: Canvas, task: TaskIndicator, x: float, pitch: float) -> None:
    """A column's heading, upright: id and label in at most two lines."""
    most = 2 if pitch >= 4.6 else 1  # noqa: PLR2004 - two lines of 6 points
    text = f"{task.indicator} {words.short(task, 9)}"
    lines = style.wrap(text, _HEAD_MM - 3, 6.0, most)
    step = 2.5
    for n, line in enumerate(lines):
        at = x + step * (n - (len(lines) - 1) / 2) + 0.75
        drawn.text(at, _HEAD_MM - 1.2, line, 6.0, rotation=90, vertical="bottom")


def _grid_cells(
    drawn: Canvas,
    rows: Sequence[Sequence[AgencyIndicator | None]],
    most: Sequence[float],
    pitch: float,
) -> None:
    """All cells: those that look the same one after the other (one path in the SVG), numbers.

    `most` is the largest figure of each column over all agencies: what the heat is measured by.
    """
    cells = [(row, n, one) for row, line in enumerate(rows) for n, one in enumerate(line) if one]
    inset = 0.25
    _nothing_owed(drawn, len(rows), len(most), pitch, 2 * inset / style.POINT_MM)
    for row, n, one in sorted(cells, key=lambda cell: _look(cell[2], most[cell[1]])):
        x, y = _NAME_MM + pitch * n + inset, _HEAD_MM + _ROW_MM * row + inset
        fill, edge, hatch, _ = _look(one, most[n])
        drawn.bar(x, y, pitch - 2 * inset, _ROW_MM - 2 * inset, fill, edge, hatch)
    for row, n, one in sorted(cells, key=lambda cell: _look(cell[2], most[cell[1]])[3]):
        x, y = _NAME_MM + pitch * (n + 0.5), _HEAD_MM + _ROW_MM * (row + 0.5)
        _grid_number(drawn, one, (x, y + 0.1), _look(one, most[n])[3], pitch)


def _nothing_owed(drawn: Canvas, rows: int, columns: int, pitch: float, gap: float) -> None:
    """The grey ground of the grid, ruled into cells: what is not owed; `gap` is in points."""
    width, height = pitch * columns, _ROW_MM * rows
    drawn.bar(_NAME_MM, _HEAD_MM, width, height, style.ASKED_TINT)
    for n in range(rows + 1):
        y = _HEAD_MM + _ROW_MM * n
        drawn.line(_NAME_MM, y, _NAME_MM + width, y, style.PAPER, gap)
    for n in range(columns + 1):
        x = _NAME_MM + pitch * n
        drawn.line(x, _HEAD_MM, x, _HEAD_MM + height, style.PAPER, gap)


def _grid_number(
    drawn: Canvas, one: AgencyIndicator, place: tuple[float, float], ink: str, pitch: float
) -> None:
    """The figure of one cell."""
    text = "?" if one.unread else whole(one.actual)
    if one.state in ("exempt", "not_due") and one.actual is None:
        text = words.NOTHING
    size = 6.4 if style.width_mm(text, 6.4) < pitch - 1 else _SMALL
    drawn.text(*place, text, size, ink, "center", bold=one.state == "behind")


def _look(one: AgencyIndicator, most: float) -> tuple[str, str, str, str]:
    """Fill, edge, hatch and ink of an owed cell.

    The fill is darker the nearer the figure comes to the column's largest, by thirds.
    """
    if one.actual is None and one.state in ("exempt", "not_due"):
        return style.PAPER, style.ASKED_TINT, "", style.QUIET
    if one.actual is None:
        return style.PAPER, style.ASKED, "" if one.unread else "/////", style.INK
    if one.state == "behind":
        return style.PAPER, style.BEHIND, "", style.BEHIND
    if one.actual == 0:
        return style.PAPER, style.ASKED, "", style.INK
    third = min(int(3 * one.actual / most), 2)
    return style.HEAT[third], "none", "", style.INK


def _grid_key(drawn: Canvas, y: float) -> None:
    """What the cells mean, in words."""
    x = 2.0
    for n, fill in enumerate(style.HEAT):
        drawn.bar(x + 5.0 * n, y - 1.6, 5.0, 3.2, fill)
    text = "ít đến nhiều nhất trong cột"
    drawn.text(x + 16.0, y, text, 6.4, style.QUIET)
    x += 20.0 + style.width_mm(text, 6.4)
    entries = (
        (style.PAPER, style.BEHIND, "", "chậm"),
        (style.PAPER, style.ASKED, "", "không phát sinh"),
        (style.PAPER, style.ASKED, "/////", "chưa báo cáo"),
        (style.ASKED_TINT, "none", "", "không có nhiệm vụ"),
    )
    for fill, edge, hatch, text in entries:
        drawn.bar(x, y - 1.6, 5.0, 3.2, fill, edge, hatch)
        drawn.text(x + 6.0, y, text, 6.4, style.QUIET)
        x += 10.0 + style.width_mm(text, 6.4)


# --- agencies × months ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Block:
    """One of the side-by-side parts of the grid of months: where it stands."""

    x: float
    name: float
    month: float


def reporting_grid(data: ReportData) -> Blocks:
    """Who reported when: agencies × months, shape and colour by state."""
    rows = list(tables_agencies.standings_of(data).items())
    if not rows:
        return Blocks(items=(Text(text="Chưa có đơn vị nào phải báo cáo.", style="note"),))
    side = 1 if len(data.month_statuses) > 4 else 2 if len(data.month_statuses) > 2 else 3  # noqa: PLR2004 - months that fit beside names
    return Blocks(
        items=tuple(
            _reporting_chart(data, part, side, suffix) for suffix, part in chunks(rows, 45 * side)
        )
    )


def _reporting_chart(
    data: ReportData,
    rows: Sequence[tuple[str, list[Standing | None]]],
    side: int,
    suffix: str,
) -> Chart:
    """One page of the grid of months."""
    name = f"luoi-bao-cao{words.part_name(suffix)}"
    months = [status.period for status in data.month_statuses]
    per = -(-len(rows) // side)
    height = 7.0 + 4.6 * per + 8.0
    block_width = WIDTH / side
    month_mm = min(10.0, (block_width - 40.0) / len(months))
    with style.house(name):
        drawn = style.canvas(WIDTH, height)
        for n in range(side):
            block = _Block(block_width * n, block_width - 3.0 - month_mm * len(months), month_mm)
            _reporting_block(drawn, data, block, rows[n * per : (n + 1) * per], months)
        _standing_key(drawn, height - 3.5)
        text = style.svg(drawn)
    return Chart(
        name=name,
        title=_reporting_title(data) + suffix,
        svg=text,
        alt=_reporting_alt(data),
        source=source_line(data, "báo cáo"),
        table=tables_agencies.standings_by_month(data, name=f"so-lieu-{name}", folded=True),
        width_mm=WIDTH,
        height_mm=height,
    )


def _reporting_block(
    drawn: Canvas,
    data: ReportData,
    block: _Block,
    rows: Sequence[tuple[str, list[Standing | None]]],
    months: Sequence[str],
) -> None:
    """One part: heads of months, then a row an agency."""
    if not rows:
        return
    first = block.x + block.name
    for n, month in enumerate(months):
        x = first + block.month * (n + 0.5)
        drawn.text(x, 3.4, words.month_name(month), 6.6, style.QUIET, "center")
    places: dict[StateWord, list[tuple[float, float]]] = {}
    for row, (agency, standings) in enumerate(rows):
        y = 7.0 + 4.6 * (row + 0.5)
        label = style.middle(words.short_name(data, agency), block.name - 2, 6.8)
        drawn.text(block.x + block.name - 1, y, label, 6.8, align="right")
        for n, standing in enumerate(standings):
            if standing:
                place = (first + block.month * (n + 0.5), y)
                places.setdefault(words.standing_mark(standing.state), []).append(place)
    for mark, same in places.items():
        drawn.marks(same, mark, 5.0)


def _standing_key(drawn: Canvas, y: float) -> None:
    """Shapes of the standings, in words."""
    entries: tuple[tuple[StateWord, str], ...] = (
        ("met", "đúng hạn"),
        ("behind", "muộn"),
        ("not_reported", "chưa báo cáo"),
        ("idle", "chưa đến hạn gửi"),
    )
    x = 3.0
    for mark, text in entries:
        drawn.mark(x, y, mark, 5.0)
        drawn.text(x + 2.5, y, text, 6.6, style.QUIET)
        x += 9.0 + style.width_mm(text, 6.6)


def _reporting_title(data: ReportData) -> str:
    """The answer: on time of all, and how many are missing."""
    s = data.status
    missing = f", {s.missing} chưa báo cáo" if s.missing else ""
    return f"{s.on_time}/{s.expected} {_unit(data)} gửi đúng hạn{missing}"


def _reporting_alt(data: ReportData) -> str:
    """The grid in words: month by month."""
    said = [
        f"{words.month_title(s.period)}: {s.on_time} đúng hạn, {s.late} muộn, "
        f"{s.missing} chưa báo cáo trên {s.expected} đơn vị"
        for s in data.month_statuses
    ]
    return f"{_reporting_title(data)}. {'; '.join(said)}."

"""Tables of agencies: who reported when, and each agency's figure for each line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_lib.report import narrative_words as words
from cchc_lib.report.blocks import Cell, Row, Table
from cchc_lib.report.tables_cells import (
    columns,
    figure_cell,
    number_cell,
    standing_cell,
    state_cell,
    text_cell,
)
from cchc_lib.vietnamese import format_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cchc_lib.model import AgencyIndicator, Standing, TaskIndicator
    from cchc_lib.report.data import ReportData


# --- who reported ---------------------------------------------------------------------------


def late_or_missing(data: ReportData) -> Table:
    """Who is late or has not reported, with the day of arrival; the month where there are more."""
    several = data.period.kind != "month"
    month = columns(("Kỳ", "left", 0.8)) if several else ()
    first, *rest = columns(
        ("Đơn vị", "left", 4.0), ("Tình trạng", "left", 2.0), ("Nhận lần đầu", "right", 1.2)
    )
    return Table(
        name="cham-hoac-chua-bao-cao",
        caption="Đơn vị báo cáo muộn hoặc chưa báo cáo",
        columns=(first, *month, *rest),
        rows=tuple(
            Row(
                cells=(
                    text_cell(words.name(data, s.agency)),
                    *((text_cell(words.month_title(s.period)),) if several else ()),
                    standing_cell(s),
                    text_cell(_day(s)),
                )
            )
            for s in data.status.agencies
            if s.state != "on_time"
        ),
        empty="Tất cả các đơn vị đã báo cáo đúng hạn.",
    )


def _day(standing: Standing) -> str:
    """The day a report first arrived."""
    return format_date(standing.first_received.date()) if standing.first_received else words.NOTHING


def standings_by_month(data: ReportData, name: str, *, folded: bool = False) -> Table:
    """Agencies × months: the standing of each report."""
    months = [status.period for status in data.month_statuses]
    return Table(
        name=name,
        caption="Tình hình gửi báo cáo theo tháng",
        columns=columns(
            ("Đơn vị", "left", 4.0),
            *((words.month_column(m, len(months)), "left", 1.6) for m in months),
        ),
        rows=tuple(
            Row(
                cells=(
                    text_cell(words.name(data, agency)),
                    *(standing_cell(s) if s else Cell(text=words.NOTHING) for s in standings),
                )
            )
            for agency, standings in standings_of(data).items()
        ),
        folded=folded,
        empty="Chưa có đơn vị nào phải báo cáo.",
    )


def standings_of(data: ReportData) -> dict[str, list[Standing | None]]:
    """Each agency's standing in each month shown, in the registry's order."""
    by_month = [{s.agency: s for s in status.agencies} for status in data.month_statuses]
    known = [agency for agency in data.names if any(agency in month for month in by_month)]
    others = [a for month in by_month for a in month if a not in data.names]
    agencies = dict.fromkeys([*known, *others])
    return {agency: [month.get(agency) for month in by_month] for agency in agencies}


# --- agencies by line -----------------------------------------------------------------------


def agency_lines(data: ReportData) -> dict[str, dict[str, AgencyIndicator]]:
    """Agency → line → figure, agencies in the registry's order."""
    found: dict[str, dict[str, AgencyIndicator]] = {agency: {} for agency in data.names}
    for task in data.indicators.tasks:
        for one in task.agencies:
            found.setdefault(one.agency, {})[task.indicator] = one
    return {agency: lines for agency, lines in found.items() if lines}


def grid_table(
    data: ReportData,
    agencies: Iterable[str],
    tasks: Sequence[TaskIndicator],
    name: str,
) -> Table:
    """Agencies × lines: the number behind each cell of the grid."""
    lines = agency_lines(data)
    return Table(
        name=name,
        caption="Kết quả của từng đơn vị theo chỉ tiêu",
        columns=columns(
            ("Đơn vị", "left", 3.0), *((task.indicator, "right", 1.0) for task in tasks)
        ),
        rows=tuple(
            Row(
                cells=(
                    text_cell(words.short_name(data, agency)),
                    *(_grid_cell(data, agency, task, lines[agency]) for task in tasks),
                )
            )
            for agency in agencies
        ),
        note="Ô trống: không có nhiệm vụ.",
        wide=True,
        folded=True,
    )


def _grid_cell(
    data: ReportData, agency: str, task: TaskIndicator, lines: dict[str, AgencyIndicator]
) -> Cell:
    """One agency's figure for one line; blank where it is not owed."""
    one = lines.get(task.indicator)
    if one is None:
        return Cell()
    if one.state in ("exempt", "not_due") and one.actual is None:
        return state_cell(one)
    return figure_cell(
        one.actual, words.cell_anchor(data, agency, task.indicator), unread=one.unread
    )


def agency_record(data: ReportData) -> Table:
    """Each agency's reports over the period's months: on time, late, missing."""
    rows = []
    for agency, standings in standings_of(data).items():
        states = [s.state for s in standings if s]
        on_time, late = states.count("on_time"), states.count("late")
        rows.append(
            Row(
                cells=(
                    text_cell(words.name(data, agency)),
                    number_cell(len(states)),
                    number_cell(on_time),
                    number_cell(late),
                    number_cell(len(states) - on_time - late),
                )
            )
        )
    return Table(
        name="ky-luat-bao-cao",
        caption="Việc gửi báo cáo của từng đơn vị trong kỳ (số tháng)",
        columns=columns(
            ("Đơn vị", "left", 4.0),
            ("Phải báo cáo", "right", 1.1),
            ("Đúng hạn", "right", 1.0),
            ("Muộn", "right", 1.0),
            ("Chưa báo cáo", "right", 1.1),
        ),
        rows=tuple(rows),
        sortable=True,
        empty="Chưa có đơn vị nào phải báo cáo.",
    )

"""One page for the leader of one agency: what it owed, sent, what counts, beside its peers."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from cchc_lib.report import figures_time, tables_appendix, tables_change
from cchc_lib.report import narrative_head as heads
from cchc_lib.report import narrative_voices as voices
from cchc_lib.report import narrative_words as words
from cchc_lib.report import tables_cells as cells
from cchc_lib.report.blocks import (
    Blocks,
    Cell,
    Chart,
    Head,
    Heading,
    Row,
    Table,
    Text,
    Tile,
    Tiles,
)
from cchc_lib.report.figures import WIDTH, source_line
from cchc_lib.vietnamese import clean, format_date

if TYPE_CHECKING:
    from cchc_lib.model import AgencyIndicator, PeriodIndicators, Standing, TaskIndicator
    from cchc_lib.report.data import ReportData


def chosen(data: ReportData) -> str:
    """The agency of the report."""
    return data.agency or ""


def own_lines(data: ReportData) -> list[tuple[TaskIndicator, AgencyIndicator]]:
    """The lines that the agency owes, in the plan's order."""
    return [
        (task, one)
        for task in data.indicators.tasks
        for one in task.agencies
        if one.agency == chosen(data)
    ]


def standings(data: ReportData) -> list[Standing]:
    """The agency's standings in the months of the period."""
    return [s for s in data.status.agencies if s.agency == chosen(data)]


def head(data: ReportData) -> Head:
    """The head, with the agency's name in its title."""
    whole = heads.head(data)
    name = words.name(data, chosen(data))
    facts = (whole.facts[0], whole.facts[1])
    return dataclasses.replace(
        whole,
        title=f"{whole.title} của {name}",
        letterhead=dataclasses.replace(whole.letterhead, addressee=name),
        facts=facts,
        provenance=heads.own_inputs(data, chosen(data)),
        description=lead(data),
    )


def lead(data: ReportData) -> str:
    """The one sentence: sent or not, how many of its quotas are met."""
    name, mine = words.name(data, chosen(data)), standings(data)
    if not mine:
        return f"{name} không có nghĩa vụ báo cáo trong kỳ."
    sent = [s for s in mine if s.state in ("on_time", "late")]
    if not sent:
        return f"{name} chưa gửi báo cáo tính đến ngày {format_date(data.as_of)}."
    asked = [one for _, one in own_lines(data) if one.target]
    met = sum(one.state == "met" for one in asked)
    quotas = f"; {met}/{len(asked)} chỉ tiêu đạt định mức" if asked else ""
    if data.period.kind == "month":
        return f"{name} đã báo cáo {words.standing_word(mine[0].state).lower()}{quotas}."
    return f"{name} đã gửi {len(sent)}/{len(mine)} báo cáo tháng{quotas}."


def page(data: ReportData) -> Blocks:
    """The sentence, the figures, what it sent, what counts, what to mend."""
    mine = own_lines(data)
    reported = [one for _, one in mine if one.actual is not None]
    asked = [one for _, one in mine if one.target]
    met = sum(one.state == "met" for one in asked)
    errors = sum(s.errors for s in standings(data))
    warnings = sum(s.warnings for s in standings(data))
    tiles = (
        Tile(label="Phải báo cáo", value=str(len(mine)), note="chỉ tiêu, việc"),
        Tile(label="Đã có số liệu", value=f"{len(reported)}/{len(mine)}"),
        Tile(label="Đạt định mức", value=f"{met}/{len(asked)}"),
        Tile(label="Điểm cần xem lại", value=str(errors + warnings), note=f"{errors} lỗi"),
    )
    return Blocks(
        items=(
            Text(text=lead(data), style="lead"),
            Tiles(tiles=tiles),
            *(Text(text=_sent(s)) for s in standings(data)),
        )
    )


def _sent(standing: Standing) -> str:
    """One month's submission in words."""
    month = words.month_title(standing.period)
    word = words.standing_word(standing.state).lower()
    if standing.first_received is None:
        return f"{month}: {word}. {words.NOT_DONE_NOTE}"
    day = format_date(standing.first_received.date())
    said = f"{month}: {word}, nhận lần đầu ngày {day}"
    if standing.received and standing.received != standing.first_received:
        said += f", bản được tính nhận ngày {format_date(standing.received.date())}"
    return f"{said}."


_PEERS = "Trung vị của số đơn vị cùng loại đã báo cáo."


def lines(data: ReportData) -> Table:
    """Every line of the agency: owed, done, state, the median of its peers.

    A month's table also has the month before and the cell of each figure, so that all stands on
    one page; a longer period has its months in a chart and its cells in a table of their own.
    """
    month = data.period.kind == "month"
    before = data.months[-2] if month and len(data.months) > 1 else None
    places = _places(data) if month else {}
    former = (("Tháng trước", "right", 0.9),) if before else ()
    where = (("Ô nguồn", "left", 1.8),) if month else ()
    return Table(
        name="chi-tieu-cua-don-vi",
        caption="Chỉ tiêu, việc của đơn vị và trung vị các đơn vị cùng loại",
        columns=cells.columns(
            ("Chỉ tiêu, việc (đơn vị tính)", "left", 5.0),
            ("Kế hoạch", "right", 0.9),
            *former,
            ("Thực hiện", "right", 0.9),
            ("Trạng thái", "left", 2.0),
            ("Trung vị", "right", 0.8),
            ("Số đơn vị", "right", 0.9),
            *where,
        ),
        rows=tuple(
            Row(
                cells=(
                    cells.text_cell(f"{task.indicator} {words.short(task)} ({task.unit})"),
                    cells.number_cell(one.target),
                    *((_former(before, task, one),) if before else ()),
                    cells.figure_cell(one.actual, _source(data, task, one), unread=one.unread),
                    cells.state_cell(one),
                    cells.number_cell(one.peer_median),
                    cells.number_cell(one.peers),
                    *((cells.text_cell(places.get(task.indicator, "")),) if month else ()),
                )
            )
            for task, one in own_lines(data)
        ),
        note=f"{_PEERS} {_files(data) if month else ''}".strip(),
        empty="Đơn vị không có chỉ tiêu, việc nào trong kỳ.",
    )


def _former(before: PeriodIndicators, task: TaskIndicator, one: AgencyIndicator) -> Cell:
    """The agency's figure in the month before."""
    return tables_change.month_cell(
        tables_change.agency_month_value(before, task.indicator, one.agency)
    )


def _source(data: ReportData, task: TaskIndicator, one: AgencyIndicator) -> str:
    """Where a longer period's page lists the cells of a figure."""
    if data.period.kind == "month":
        return ""
    return words.cell_anchor(data, one.agency, task.indicator)


def _own_records(data: ReportData) -> list[dict[str, Any]]:
    """The records of the agency's counting submissions."""
    found = tables_appendix.records_of(data)
    return [record for record in found if record["agency"] == chosen(data)]


def _places(data: ReportData) -> dict[str, str]:
    """Sheet and cells of each line."""
    return {r["indicator"]: tables_appendix.place(r) for r in _own_records(data)}


def _files(data: ReportData) -> str:
    """Which file the cells are in."""
    named = list(dict.fromkeys(record["submission"] for record in _own_records(data)))
    return f"Ô nguồn trong tệp {', '.join(named)}." if named else ""


def trend(data: ReportData) -> Chart | Text | Blocks:
    """The agency's lines month by month; a month's one page has them in its table."""
    mine = own_lines(data)
    if data.period.kind == "month":
        return Blocks()
    if not mine or len(data.months) < 2:  # noqa: PLR2004 - one month compares with nothing
        return Text(text="Mới có một tháng số liệu nên chưa có diễn biến theo tháng.", style="note")
    labels_of = [f"{task.indicator} {words.short(task, 9)} ({task.unit})" for task, _ in mine]
    labels = [month.period for month in data.months]
    values = [
        [
            tables_change.agency_month_value(month, task.indicator, one.agency)
            for month in data.months
        ]
        for task, one in mine
    ]
    svg, height = figures_time.matrix("xu-huong", labels_of, labels, values)
    stated = sum(one.actual is not None for _, one in mine)
    title = f"{stated}/{len(mine)} chỉ tiêu, việc có số liệu trong kỳ"
    said = [
        f"{task.indicator}: {', '.join(words.number(cell[0]) for cell in row)}"
        for (task, _), row in zip(mine, values, strict=True)
    ]
    table = Table(
        name="so-lieu-xu-huong",
        caption="Kết quả của đơn vị theo tháng",
        columns=cells.columns(
            ("Chỉ tiêu", "left", 4.0), *((words.month_title(m), "right", 1.0) for m in labels)
        ),
        rows=tuple(
            Row(
                cells=(
                    cells.text_cell(cells.task_text(task)),
                    *(tables_change.month_cell(cell) for cell in row),
                )
            )
            for (task, _), row in zip(mine, values, strict=True)
        ),
        folded=True,
    )
    return Chart(
        name="bieu-do-xu-huong",
        title=title,
        svg=svg,
        alt=f"{title}. {'; '.join(said)}.",
        source=source_line(data, "theo từng chỉ tiêu, mỗi dòng một thang; vạch: định mức tháng"),
        table=table,
        width_mm=WIDTH,
        height_mm=height,
    )


def findings(data: ReportData) -> Blocks:
    """What to look at again in the agency's submissions, cell by cell; what it wrote."""
    mine = [f for f in data.indicators.findings if f.agency == chosen(data)]
    table = Table(
        name="diem-can-xem-lai",
        caption="Trong báo cáo đã gửi",
        columns=cells.columns(("Vị trí", "left", 1.6), ("Nội dung", "left", 5.0)),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=clean(f"{f.sheet}!{f.cell}" if f.cell else f.sheet or f.file)),
                    cells.text_cell(f.message),
                )
            )
            for f in mine
        ),
        empty="Không có điểm nào cần xem lại.",
    )
    said = voices.grouped(data, voices.voices(data, chosen(data)))
    quotes = [Text(text=f"Đơn vị nêu: {'; '.join(texts)}.") for _, texts in said]
    head = Heading(level=1, text="Điểm cần xem lại", anchor="can-xem-lai")
    return Blocks(items=(head, table, *quotes))


def sources(data: ReportData) -> Table | Blocks:
    """The cell of each of the agency's figures, month by month; a month's page has them above."""
    if data.period.kind == "month":
        return Blocks()
    rows: list[Row] = []
    seen: set[str] = set()
    for record in _own_records(data):
        anchor = words.cell_anchor(data, chosen(data), record["indicator"])
        row = tables_appendix.record_row(data, record, "" if anchor in seen else anchor)
        seen.add(anchor)
        rows.append(dataclasses.replace(row, cells=(_line(record), *row.cells[1:])))
    return Table(
        name="o-nguon-cua-don-vi",
        caption="Ô nguồn của từng số liệu",
        columns=(
            cells.columns(("Chỉ tiêu (đơn vị tính)", "left", 2.4))[0],
            *tables_appendix.RECORD_COLUMNS[1:],
        ),
        rows=tuple(rows),
        empty="Chưa có số liệu nào được tính.",
    )


def _line(record: dict[str, Any]) -> Cell:
    """The line that a record belongs to, with its unit."""
    return cells.text_cell(f"{record['indicator']} ({record['unit'] or words.NOTHING})")

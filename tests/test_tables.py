"""Tables of the report: every number is a field of the indicators, every figure has an address."""

import dataclasses

import pytest
from report_sample import agencies, indicators, report_data

from cchc_lib import periods
from cchc_lib.report import (
    figures,
    figures_agencies,
    figures_time,
    figures_topics,
    narrative,
    narrative_agency,
    tables,
    tables_agencies,
    tables_appendix,
    tables_change,
    tables_sources,
)
from cchc_lib.report.blocks import Chart, Table, flat
from cchc_lib.vietnamese import format_number, format_percent

CELLS = (
    figures.quota_bars,
    tables.quotas,
    narrative.results,
    narrative.by_channel,
    figures.progress,
    figures_agencies.agency_grid,
    figures_time.weeks,
    figures_topics.topics,
    figures_topics.reach_and_budget,
    narrative.comparison,
    narrative.reporting,
    narrative.next_period,
    tables_appendix.everything,
)


def all_blocks(data):
    return [block for make in CELLS for block in flat(make(data))]


def all_tables(data):
    found = all_blocks(data)
    return [b for b in found if isinstance(b, Table)] + [
        b.table for b in found if isinstance(b, Chart)
    ]


def numbers_in(value):
    """Every number in a tree of dataclasses: what `--format json` can print."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from numbers_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        yield float(len(value))
        for item in value:
            yield from numbers_in(item)
    elif isinstance(value, int | float):
        yield float(value)


def known_numbers(data):
    found = {0.0}
    sources = (data.indicators, data.months, data.previous, data.status, data.month_statuses)
    for source in sources:
        found.update(numbers_in(source))
    for name in ("value", "reach", "budget_vnd"):
        found.update(float(v) for v in data.records[name].dropna())
    return found


@pytest.fixture(params=["2025-06", "2025-Q2"])
def data(request):
    before = indicators(periods.parse("2025-Q1"), agencies(8)) if "Q" in request.param else None
    return report_data(request.param, count=8, previous=before, earlier=2 if before else None)


def test_every_number_in_every_table_is_a_figure_of_the_indicators(data):
    known = known_numbers(data)
    states = [
        [s.state for s in data.status.agencies if s.agency == agency] for agency in data.names
    ]
    known.update(float(row.count(state)) for row in states for state in set(row))
    known.update(float(len(row)) for row in states)
    for table in all_tables(data):
        for row in table.rows:
            for cell in row.cells:
                if cell.value is not None:
                    assert cell.value in known, (table.name, cell)


def test_the_printed_text_of_a_number_is_its_value(data):
    for table in all_tables(data):
        for cell in (cell for row in table.rows for cell in row.cells):
            if cell.value is None or cell.text in ("chưa kê khai", "–"):
                continue
            if cell.percent:
                assert f"{cell.text}\u00a0%" == format_percent(cell.value)
            elif "/" not in cell.text:
                assert cell.text.lstrip("+") == format_number(cell.value)


def test_every_row_has_a_cell_for_each_column(data):
    for table in all_tables(data):
        for row in table.rows:
            assert len(row.cells) == (1 if row.kind == "group" else len(table.columns)), table.name


def test_every_link_leads_to_an_anchor_and_no_anchor_stands_twice(data):
    made = all_blocks(data)
    anchors = [getattr(b, "anchor", "") for b in made]
    listed = [b for b in made if isinstance(b, Table)]
    anchors += [row.anchor for table in listed for row in table.rows]
    anchors = [a for a in anchors if a]
    assert len(set(anchors)) == len(anchors)
    for table in all_tables(data):
        for row in table.rows:
            for cell in row.cells:
                assert not cell.source or cell.source in anchors, (table.name, cell)


def test_names_of_tables_are_unique_and_plain(data):
    names = [table.name for table in all_tables(data)]
    assert len(set(names)) == len(names)
    assert all(name.isascii() and " " not in name for name in names)


def test_a_figure_leads_to_the_cell_that_it_was_read_from():
    data = report_data(count=6)
    grid = figures_agencies.agency_grid(data).items[1].table
    cell = grid.rows[2].cells[1]
    listed = {row.anchor: row for row in tables_appendix.by_cell(data).rows if row.anchor}
    row = listed[cell.source]
    assert row.cells[0].text == "UBND xã Số 01"
    assert row.cells[2].value == cell.value
    assert row.cells[-1].text == "Kết quả!E11"


def test_not_reported_is_never_a_number():
    data = report_data(count=6, result=lambda *_: None)
    for row in tables_appendix.by_task(data).rows:
        actual = row.cells[3]
        assert (actual.text, actual.value) == ("chưa báo cáo", None)
        assert actual.state == "not_reported"
    for row in tables.quotas(data).rows:
        assert (row.cells[2].text, row.cells[2].value) == ("–", None)
        assert row.cells[-1].text == "Chưa báo cáo"
    assert tables_appendix.by_cell(data).rows[1].cells[0].text == "Chưa có đơn vị nào báo cáo."


def test_nought_reported_is_nought():
    data = report_data(count=6, result=lambda *_: 0)
    assert {row.cells[2].text for row in tables.quotas(data).rows} == {"0"}


def test_an_unread_value_is_to_be_asked_again():
    data = report_data(count=3)
    task = data.indicators.tasks[0]
    one = dataclasses.replace(task.agencies[0], actual=None, unread=True, state="not_reported")
    task = dataclasses.replace(task, agencies=(one, *task.agencies[1:]))
    p = dataclasses.replace(data.indicators, tasks=(task, *data.indicators.tasks[1:]))
    grid = figures_agencies.agency_grid(dataclasses.replace(data, indicators=p)).items[1]
    assert grid.table.rows[0].cells[1].text == "cần hỏi lại"
    assert ">?</text>" in grid.svg


def test_late_and_missing_add_up_to_what_is_not_on_time(data):
    table = tables_agencies.late_or_missing(data)
    assert len(table.rows) == data.status.late + data.status.missing


def test_the_record_of_an_agency_counts_its_months():
    table = tables_change_record("2025-Q2")
    assert [c.text for c in table.rows[4].cells] == ["UBND xã Số 03", "3", "0", "0", "3"]
    for row in table.rows:
        owed, on_time, late, missing = (cell.value for cell in row.cells[1:])
        assert owed == on_time + late + missing


def tables_change_record(label):
    return tables_agencies.agency_record(report_data(label, count=8))


def test_change_has_a_sign():
    data = report_data("2025-Q2", count=8, earlier=2)
    texts = {row.cells[0].text[:4]: row.cells[-1].text for row in tables_change.change(data).rows}
    assert texts["2b-1"] == "+3"
    assert texts["2a-1"] == "-1"


def test_the_appendix_prints_the_nominal_and_the_possible_year():
    row = tables_appendix.by_task(report_data(count=6)).rows[1]
    assert [c.text for c in row.cells[8:10]] == ["12", "8"]
    assert row.cells[-1].text == "20–24"


def test_exemptions_and_withdrawals_are_listed_with_their_reasons():
    rows = tables_sources.exemptions(report_data(count=6)).rows
    assert [row.cells[2].text for row in rows] == ["Đang sửa máy phát", "Gửi nhầm tháng"]


def test_checksums_of_the_inputs_are_printed():
    rows = tables_sources.inputs(report_data(count=3)).rows
    assert rows[0].cells[1].text == "a" * 64


def test_received_text_stays_literal():
    hostile = "=HYPERLINK(1)<b>\u202e$x$"
    data = report_data(count=3, said={("trung-tam", "1-0"): hostile})
    quoted = " ".join(getattr(b, "text", "") for b in narrative.difficulties(data).items)
    assert "=HYPERLINK(1)<b>$x$" in quoted


def test_an_agency_reads_its_own_lines_beside_its_peers():
    table = narrative_agency.lines(report_data(count=6, agency="xa-01"))
    assert [row.cells[0].text.split(" ")[0] for row in table.rows] == ["1-0", "3-1"]
    assert [row.cells[5].text for row in table.rows] == ["2", "2"]
    assert [row.cells[-1].text for row in table.rows] == ["Kết quả!E11", "Kết quả!E11"]
    assert "abc123abc123" in table.note
    assert narrative_agency.lines(report_data(count=6, agency="ai-do")).rows == ()


def test_a_longer_period_lists_the_cells_of_an_agency_apart():
    quarter = report_data("2025-Q2", count=6, agency="xa-01")
    found = narrative_agency.sources(quarter)
    assert len(found.rows) == 2 * 3
    named = {row.anchor for row in found.rows}
    linked = {row.cells[2].source for row in narrative_agency.lines(quarter).rows}
    assert linked <= named
    assert narrative_agency.sources(report_data(count=6, agency="xa-01")).items == ()


def test_ninety_six_agencies_are_all_listed():
    data = report_data(count=96)
    charts = figures_agencies.agency_grid(data).items[1:]
    listed = [row.cells[0].text for chart in charts for row in chart.table.rows]
    assert listed == list(data.short_names.values())

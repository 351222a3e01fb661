"""Charts of the report: statements as titles, text as text, nothing outside, nothing cut."""

import dataclasses
import re
import xml.etree.ElementTree as ET

import pytest
from drawn_labels import all_faults, recorded
from report_sample import agencies, indicators, report_data

from cchc_lib import periods
from cchc_lib.report import (
    blocks,
    figures,
    figures_agencies,
    figures_time,
    figures_topics,
    narrative_agency,
    style,
)
from cchc_lib.report.blocks import Chart, flat

LONG = "Ủy ban nhân dân thị trấn nông trường có cái tên rất dài ở vùng sâu, vùng xa"
MAKERS = (
    figures.quota_bars,
    figures.progress,
    figures_agencies.agency_grid,
    figures_agencies.reporting_grid,
    figures_time.weeks,
    figures_time.months,
    figures_time.channels,
    figures_topics.topics,
    figures_topics.reach_and_budget,
    figures_topics.change,
    narrative_agency.trend,
)


def nothing(_agency, _indicator, _target, _n):
    return None


def everything_over(_agency, _indicator, target, n):
    return (target or 1) * 37 if n % 3 else 0


def charts(data):
    return [b for make in MAKERS for b in flat(make(data)) if isinstance(b, Chart)]


def hard(name):
    match name:
        case "month":
            return report_data(count=34, agency="trung-tam")
        case "quarter":
            before = indicators(periods.parse("2025-Q1"), agencies(8))
            return report_data("2025-Q2", count=8, previous=before, agency="trung-tam")
        case "nothing":
            return report_data(count=6, result=nothing, agency="trung-tam")
        case "over":
            return report_data(count=9, result=everything_over, agency="trung-tam")
        case "many":
            data = report_data("2025-Q2", count=96, name=LONG)
            return dataclasses.replace(data, short_names=data.names, agency="xa-01")
        case "one":
            return report_data(count=1, agency="trung-tam")
        case "year":
            return report_data("2025", count=4, agency="trung-tam")
    raise ValueError(name)


CASES = ("month", "quarter", "nothing", "over", "many", "one", "year")


@pytest.fixture(scope="module")
def canvases():
    """Canvases of each case, for the renderer to measure."""
    return {}


@pytest.fixture(scope="module")
def drawn(canvases):
    found = {}
    for name in CASES:
        with recorded() as kept:
            found[name] = charts(hard(name))
        canvases[name] = kept
    return found


def numbers_of(table):
    return {cell.text for row in table.rows for cell in row.cells if cell.value is not None}


@pytest.mark.parametrize("name", CASES)
def test_each_chart_is_a_statement_with_its_numbers_behind_it(drawn, name):
    for chart in drawn[name]:
        words = [w for w in re.sub(r"\(\d+/\d+\)$", "", chart.title).split() if w != "%"]
        assert len(words) <= 12, chart.title
        assert chart.alt.startswith(chart.title.split(" (")[0]) or chart.title[:5] in chart.alt
        assert len(chart.alt) > len(chart.title)
        assert chart.table.rows
        assert "Đơn vị tính:" in chart.source
        assert "Kỳ từ" in chart.source


@pytest.mark.parametrize("name", CASES)
def test_svg_is_text_without_ids_that_could_collide_or_a_clock(drawn, name):
    for chart in drawn[name]:
        assert chart.svg.startswith("<svg")
        assert "<text" in chart.svg
        assert "<g id=" not in chart.svg
        assert "<metadata" not in chart.svg
        ET.fromstring(chart.svg)
    ids = [re.findall(r'(?<![-\w])id="([^"]+)"', chart.svg) for chart in drawn[name]]
    for n, own in enumerate(ids):
        assert len(set(own)) == len(own)
        for other in ids[n + 1 :]:
            assert not set(own) & set(other)


@pytest.mark.parametrize("name", CASES)
def test_no_label_is_cut_or_lies_on_another_label_a_bar_or_a_mark(drawn, canvases, name):
    assert len(canvases[name]) == len(drawn[name])
    assert all_faults(canvases[name]) == []


def test_charts_fit_a_portrait_page(drawn):
    for name in CASES:
        for chart in drawn[name]:
            assert chart.width_mm <= 165
            assert chart.height_mm <= 245, (name, chart.name)


def test_the_same_data_give_the_same_bytes():
    first, second = (charts(report_data(count=5, agency="trung-tam")) for _ in range(2))
    assert [c.svg for c in first] == [c.svg for c in second]


def test_names_of_charts_and_their_tables_are_unique(drawn):
    for name in CASES:
        names = [c.name for c in drawn[name]] + [c.table.name for c in drawn[name]]
        assert len(set(names)) == len(names)
        assert all(n.isascii() for n in names)


def test_bars_count_what_the_indicators_say():
    data = hard("month")
    chart = figures.quota_bars(data)
    for task in data.indicators.tasks:
        if task.target:
            assert f"{task.actual:g}/{task.target:g} {task.unit}" in chart.svg
    assert chart.title == "4/5 chỉ tiêu đạt định mức kỳ, 1 chậm"


def test_a_grid_has_each_number_and_hatches_what_was_not_reported():
    data = report_data(count=6)
    grid = figures_agencies.agency_grid(data).items[1]
    values = [
        one.actual
        for task in data.indicators.tasks
        for one in task.agencies
        if one.actual is not None
    ]
    shown = re.findall(r">(\d+)</text>", grid.svg)
    assert sorted(map(float, shown)) == sorted(map(float, values))
    assert "url(#h" in grid.svg


def test_a_topic_that_nobody_declared_is_not_a_zero():
    chart = figures_topics.topics(report_data(count=6)).items[1]
    assert "chưa kê khai" in chart.svg
    assert "3/6 đơn vị có kê khai" in chart.source


def test_the_period_before_without_obligations_is_said_so():
    said = figures_topics.change(report_data("2025-Q2", count=4))
    assert said == blocks.Text(text="Quý trước chưa có nghĩa vụ báo cáo.", style="note")


def test_hostile_names_stay_text():
    data = report_data(count=3)
    names = dict.fromkeys(data.names, "<script>$x^2$</script>\u202e 🙂")
    data = dataclasses.replace(data, names=names, short_names=names)
    for chart in charts(dataclasses.replace(data, agency="trung-tam")):
        ET.fromstring(chart.svg)
        assert "<script" not in chart.svg
        assert "\u202e" not in chart.svg
    assert "$x^2$" in figures_agencies.agency_grid(data).items[1].svg


def test_states_differ_in_grey_print():
    def luminance(colour):
        r, g, b = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (r, g, b)]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one, other):
        high, low = sorted((luminance(one), luminance(other)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    for colour in (style.DONE, style.BEHIND, style.INK, style.QUIET):
        assert contrast(colour, style.PAPER) >= 4.5
    assert contrast(style.ASKED, style.PAPER) >= 3
    assert all(contrast(style.INK, tint) >= 4.5 for tint in style.HEAT)
    assert [luminance(tint) for tint in style.HEAT] == sorted(map(luminance, style.HEAT))[::-1]
    assert contrast(style.DONE, style.BEHIND) >= 2


def test_a_long_name_is_shortened_in_its_middle():
    short = style.middle(LONG, 40, 6.8)
    assert short.endswith("… vùng xa")
    assert short.startswith("Ủy ban")
    assert style.width_mm(short, 6.8) <= 40


def test_wrapped_text_fits_and_says_that_it_is_cut():
    lines = style.wrap(LONG, 30, 7, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(style.width_mm(line, 7) <= 30 for line in lines)
    assert style.wrap("ngắn", 30, 7) == ["ngắn"]


def test_channels_are_compared_on_one_scale():
    """Channels have one unit: half the activities, half the bar."""
    labels, heads = ["2025-05", "2025-06"], ["Hội nghị", "Mạng xã hội"]
    cells = [[(40.0, None, "met"), (20.0, None, "met")], [(10.0, None, "met"), (4.0, None, "met")]]

    def lengths(*, one_scale):
        with recorded() as kept:
            figures_time.matrix("x", heads, labels, cells, one_scale=one_scale)
        return [patch.get_width() for patch in kept[0].axes.patches]

    first, *others = lengths(one_scale=True)
    assert [length / first for length in others] == pytest.approx([0.5, 0.25, 0.1])
    own = lengths(one_scale=False)
    assert own[0] == own[2]


def test_the_grid_is_darker_the_more_was_done():
    def figure(_agency, _indicator, _target, n):
        return n

    chart = figures_agencies.agency_grid(report_data(count=6, result=figure)).items[1]
    assert [chart.svg.count(tint.lower()) for tint in style.HEAT] == [2, 2, 2]  # and in the key


def test_money_is_on_a_logarithmic_scale_only_where_the_range_demands_it_and_says_so():
    data = report_data(count=6)

    def spent(amount):
        tasks = tuple(
            dataclasses.replace(task, budget_vnd=amount if task.budget_vnd else None)
            if n == 1
            else task
            for n, task in enumerate(data.indicators.tasks)
        )
        changed = dataclasses.replace(data.indicators, tasks=tasks)
        made = figures_topics.reach_and_budget(dataclasses.replace(data, indicators=changed))
        return made.items[-1].source

    assert "logarit" not in spent(2_500_000.0)
    assert "logarit" in spent(900_000_000.0)

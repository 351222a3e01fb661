"""Charts of the report: statements as titles, text as text, nothing outside, nothing cut."""

import dataclasses
import re
import xml.etree.ElementTree as ET

import pytest
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
def drawn():
    return {name: charts(hard(name)) for name in CASES}


def numbers_of(table):
    return {cell.text for row in table.rows for cell in row.cells if cell.value is not None}


def placed_texts(svg):
    """Text, left edge, right edge, baseline and size of each upright text, in points."""
    root = ET.fromstring(svg)
    found = []
    for node in root.iter("{http://www.w3.org/2000/svg}text"):
        if "rotate(-90" in node.get("transform", ""):
            continue
        x, y, css = float(node.get("x")), float(node.get("y")), node.get("style")
        size = float(re.search(r"font-size:([\d.]+)px", css)[1])
        width = style.width_mm(node.text, size, bold="font-weight" in css) / style.POINT_MM
        anchor = (re.search(r"text-anchor:(\w+)", css) or ["", "start"])[1]
        left = {"middle": x - width / 2, "end": x - width, "start": x}[anchor]
        found.append((node.text, left, left + width, y, size))
    assert found, "a chart without a readable label"
    return found


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
def test_no_label_leaves_the_drawing(drawn, name):
    for chart in drawn[name]:
        width, height = chart.width_mm / style.POINT_MM, chart.height_mm / style.POINT_MM
        for text, left, right, y, _ in placed_texts(chart.svg):
            assert left >= -1, (chart.name, text)
            assert right <= width + 1, (chart.name, text)
            assert 0 <= y <= height + 1, (chart.name, text)


@pytest.mark.parametrize("name", CASES)
def test_no_two_labels_lie_on_each_other(drawn, name):
    for chart in drawn[name]:
        texts = sorted(placed_texts(chart.svg), key=lambda t: t[3])
        for n, (text, left, right, y, size) in enumerate(texts):
            for other, left2, right2, y2, _ in texts[n + 1 :]:
                if y2 - y > size * 0.75:
                    break
                overlap = min(right, right2) - max(left, left2)
                assert overlap < 1.0, (chart.name, text, other)


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
    assert contrast(style.INK, style.DONE_TINT) >= 4.5
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

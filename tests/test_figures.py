import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_lib.vietnamese import format_date, format_number
from cchc_lib.vietnamese.figures import read_date, read_figure

START, END = dt.date(2024, 12, 15), dt.date(2025, 1, 14)


@pytest.mark.parametrize(
    "text", ["không", "Không có", "KHÔNG PHÁT SINH", "chưa phát sinh", " không. ", "kho\u0302ng"]
)
def test_words_for_none_are_zero_without_a_doubt(text):
    figure = read_figure(text)
    assert (figure.state, figure.value, figure.doubt) == ("none", 0.0, "")


@pytest.mark.parametrize("text", ["-", "–", "—", "--", "K", "k", "ko", "Ko", "khong", "khong co"])
def test_a_dash_and_short_words_are_zero_with_a_doubt(text):
    figure = read_figure(text)
    assert (figure.state, figure.value, figure.doubt) == ("none", 0.0, "short_none")


@pytest.mark.parametrize("text", ["", "  ", "\u00a0", "...", "…", ". . .", "____", "\u200b"])
def test_nothing_and_dots_are_blank(text):
    assert read_figure(text).state == "blank"


@pytest.mark.parametrize(
    "text",
    ["chưa có số liệu", "Chưa báo cáo", "đang tổng hợp", "đang tổng hợp...", "n/a", "N/A", "NA"],
)
def test_words_for_not_reported_are_not_zero(text):
    figure = read_figure(text)
    assert (figure.state, figure.value) == ("not_reported", None)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0", 0, ""),
        ("5", 5, ""),
        ("05", 5, ""),
        ("5.", 5, ""),
        ("05 tin", 5, "tin"),
        ("05tin", 5, "tin"),
        ("05 tin, bài", 5, "tin, bài"),
        ("1.200", 1200, ""),
        ("1.200 lượt", 1200, "lượt"),
        ("1.234.567,5", 1234567.5, ""),
        ("1,5", 1.5, ""),
        ("0,125", 0.125, ""),
        ("500.000đ", 500000, "đ"),
        ("５", 5, ""),
    ],
)
def test_numbers_with_one_meaning_are_taken(text, value, unit):
    figure = read_figure(text)
    assert (figure.state, figure.value, figure.unit, figure.doubt) == ("number", value, unit, "")


@pytest.mark.parametrize(
    ("text", "value", "doubt"),
    [
        ("1,5 triệu", 1_500_000, "multiplied"),
        ("2 tr đồng", 2_000_000, "multiplied"),
        ("500 nghìn", 500_000, "multiplied"),
        ("500k", 500_000, "multiplied"),
        ("1,2 tỷ", 1_200_000_000, "multiplied"),
        ("1,234,567", 1_234_567, "unusual"),
        ("1,234.5", 1234.5, "unusual"),
        ("1 200", 1200, "unusual"),
        ("1.5", 1.5, "unusual"),
        ("2 lần (03/5; 17/5)", 2, "remark"),
        ("05 (năm) tin", 5, "remark"),
    ],
)
def test_unusual_writing_with_one_meaning_is_taken_with_a_doubt(text, value, doubt):
    figure = read_figure(text)
    assert (figure.state, figure.value, figure.doubt) == ("number", value, doubt)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("1,200", "two_meanings"),
        ("12,500", "two_meanings"),
        ("3-5", "two_meanings"),
        ("3 – 5", "two_meanings"),
        ("12/20", "two_meanings"),
        ("01 số/tuần", "two_meanings"),
        ("12.00.000", "two_meanings"),
        ("5 k", "two_meanings"),
        ("3x5", "two_meanings"),
        ("trên 100", "qualified"),
        ("khoảng 50", "qualified"),
        (">100", "qualified"),
        ("ít nhất 3", "qualified"),
        ("02 buổi/120 lượt", "several"),
        ("05 tin, 03 bài", "several"),
        ("1 triệu 500", "several"),
        ("5 (10)", "several"),
        ("x", "mark"),
        ("X", "mark"),
        ("có", "mark"),
        ("✓", "mark"),
        ("50%", "percent"),
        ("50 %", "percent"),
        ("-5", "negative"),
        ("−5", "negative"),
        ("năm bài", "words"),
        ("nhiều", "words"),
        ("(5)", "words"),
        ("9" * 40, "too_long"),
        ("=HYPERLINK(1)", "words"),
        ("<b>5</b>", "qualified"),
    ],
)
def test_what_has_two_meanings_or_none_gives_no_figure(text, doubt):
    figure = read_figure(text)
    assert (figure.state, figure.value, figure.doubt) == ("unread", None, doubt)


@given(st.integers(min_value=0, max_value=10**12))
def test_a_printed_whole_number_reads_back(n):
    assert read_figure(format_number(n)).value == n


@given(st.integers(min_value=0, max_value=10**9))
def test_a_printed_decimal_number_reads_back(hundredths):
    value = hundredths / 100
    assert read_figure(format_number(value)).value == pytest.approx(value, abs=1e-9)


@given(st.integers(min_value=0, max_value=10**10), st.sampled_from(["đồng", "đ", "lượt", "tin"]))
def test_a_printed_number_with_its_unit_reads_back(n, unit):
    figure = read_figure(f"{format_number(n)} {unit}")
    assert (figure.value, figure.unit) == (n, unit)


@given(
    st.text(max_size=40)
    | st.text(alphabet="0123456789.,-–/%() xkKtriệuđồnglầnkhông\u00a0", max_size=20)
)
def test_any_text_has_exactly_one_outcome(text):
    figure = read_figure(text)
    has_value = figure.state in ("number", "none")
    assert has_value == (figure.value is not None)
    if has_value:
        assert figure.value >= 0
    if figure.state == "unread":
        assert figure.doubt


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3/1/2025", dt.date(2025, 1, 3)),
        ("03.01.25", dt.date(2025, 1, 3)),
        ("ngày 3 tháng 1 năm 2025", dt.date(2025, 1, 3)),
        ("Ngày 3 tháng 1", dt.date(2025, 1, 3)),
        ("3-1", dt.date(2025, 1, 3)),
        ("2025-01-03", dt.date(2025, 1, 3)),
        ("20/12", dt.date(2024, 12, 20)),  # the year in which it falls into the window
        ("20/6", dt.date(2025, 6, 20)),  # in neither year: the later one, for a finding
    ],
)
def test_dates_are_read_day_first(text, day):
    assert read_date(text, START, END) == day


@pytest.mark.parametrize("text", ["", "31/2", "13/13/2025", "tháng 1", "3/1/20255", "hôm qua", "5"])
def test_what_is_no_day_is_none(text):
    assert read_date(text, START, END) is None


@given(st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_a_printed_date_reads_back(day):
    assert read_date(format_date(day), START, END) == day


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader_of_dates(text):
    day = read_date(text, START, END)
    assert day is None or isinstance(day, dt.date)

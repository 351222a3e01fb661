"""Periods: labels, windows of the decree, tiling, weeks, due dates."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_lib import periods
from cchc_lib.errors import ParameterError

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2090, 12, 31))
RULES = st.sampled_from(["nd09", "calendar"])
YEARS = st.integers(2000, 2090)


@pytest.mark.parametrize(
    ("label", "kind", "start", "end", "title"),
    [
        ("2025-06", "month", "2025-05-15", "2025-06-14", "Tháng 6 năm 2025"),
        ("2025-01", "month", "2024-12-15", "2025-01-14", "Tháng 1 năm 2025"),
        ("2025-Q2", "quarter", "2025-03-15", "2025-06-14", "Quý II năm 2025"),
        ("2025-H1", "half-year", "2024-12-15", "2025-06-14", "6 tháng đầu năm 2025"),
        ("2025-H2", "half-year", "2025-06-15", "2025-12-14", "6 tháng cuối năm 2025"),
        ("2025-9M", "nine-months", "2024-12-15", "2025-09-14", "9 tháng đầu năm 2025"),
        ("2025", "year", "2024-12-15", "2025-12-14", "Năm 2025"),
    ],
)
def test_windows_of_the_decree(label, kind, start, end, title):
    period = periods.parse(label)
    assert (period.kind, period.title) == (kind, title)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)


def test_calendar_months_end_with_the_month():
    period = periods.parse("2024-02", "calendar")
    assert (period.start, period.end) == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))


@pytest.mark.parametrize(
    "label",
    ["", "2025-13", "2025-00", "2025-6", "2025-Q5", "2025-H3", "juin", "2025-06-01", "20256"],
)
def test_what_names_no_period_is_said_with_examples(label):
    with pytest.raises(ParameterError, match="2025-Q2"):
        periods.parse(label)


@given(YEARS, RULES)
def test_months_tile_the_reporting_year_and_longer_periods_are_their_months(year, rule):
    for label in (f"{year}", *(f"{year}-Q{n}" for n in range(1, 5)), f"{year}-H1", f"{year}-9M"):
        period = periods.parse(label, rule)
        months = period.months()
        assert (months[0].start, months[-1].end) == (period.start, period.end)
        for before, after in itertools.pairwise(months):
            assert after.start - before.end == dt.timedelta(days=1)


@given(DAYS, RULES)
def test_a_day_lies_in_the_window_of_its_month_only(day, rule):
    month = periods.month_containing(day, rule)
    assert month.start <= day <= month.end
    assert month.next().start == month.end + dt.timedelta(days=1)
    assert month.next().previous() == month


@given(DAYS, st.integers(0, 400))
def test_each_week_begins_in_exactly_one_window(start, length):
    end = start + dt.timedelta(days=length)
    split = start + dt.timedelta(days=length // 2)
    after = split + dt.timedelta(days=1)
    assert periods.mondays(start, split) + periods.mondays(after, end) == periods.mondays(
        start, end
    )


@given(DAYS, st.integers(0, 400))
def test_weeks_tile_their_window(start, length):
    end = start + dt.timedelta(days=length)
    pieces = periods.weeks(start, end)
    assert (pieces[0][0], pieces[-1][1]) == (start, end)
    for (_, before), (after, _) in itertools.pairwise(pieces):
        assert (after - before, after.weekday()) == (dt.timedelta(days=1), 0)


def test_june_2025_has_four_weeks_that_begin_and_the_year_from_may_has_34():
    june = periods.parse("2025-06")
    assert len(periods.mondays(june.start, june.end)) == 4
    year = periods.parse("2025")
    assert len(periods.mondays(year.start, year.end)) == 52
    assert len(periods.mondays(periods.parse("2025-05").start, year.end)) == 35 - 1


@pytest.mark.parametrize(
    ("label", "after", "before"),
    [
        ("2025-12", "2026-01", "2025-11"),
        ("2025-Q4", "2026-Q1", "2025-Q3"),
        ("2025-H2", "2026-H1", "2025-H1"),
        ("2025-9M", "2026-9M", "2024-9M"),
        ("2025", "2026", "2024"),
    ],
)
def test_neighbours(label, after, before):
    period = periods.parse(label)
    assert (period.next().label, period.previous().label) == (after, before)


def test_months_between_counts_both_ends_and_is_empty_backwards():
    may, july = periods.parse("2025-05"), periods.parse("2025-07")
    assert [m.label for m in periods.months_between(may, july)] == ["2025-05", "2025-06", "2025-07"]
    assert periods.months_between(july, may) == ()


def test_due_date_skips_days_off():
    friday_off = {dt.date(2025, 6, 16)}
    day = periods.due_date(
        periods.parse("2025-06"), lambda d: d.weekday() < 5 and d not in friday_off, 2
    )
    assert day == dt.date(2025, 6, 18)

"""Lines, months, members and targets: who owes what."""

import dataclasses
import datetime as dt

import pytest
import sample

from cchc_lib import obligations
from cchc_lib.model import Event, Schedule

SETTINGS, PLAN, REGISTRY = sample.SETTINGS, sample.PLAN, sample.REGISTRY


def period(label):
    return SETTINGS.period(label)


def line(indicator):
    return next(one for one in obligations.lines(PLAN) if one.indicator == indicator)


def nominal(indicator):
    return obligations.nominal_months(obligations.task_of(PLAN, line(indicator)), SETTINGS)


def owed(label, exemptions=()):
    return obligations.month_obligations(PLAN, REGISTRY, SETTINGS, period(label), exemptions)


def scheduled(schedule):
    task = dataclasses.replace(PLAN.tasks[0], schedule=schedule)
    return [m.label for m in obligations.nominal_months(task, SETTINGS)]


def test_quotas_that_differ_in_span_alone_share_a_line():
    ids = [one.indicator for one in obligations.lines(PLAN)]
    assert ids == ["1-0", "2a-1", "2a-2", "2b-1", "3-1", "4-1", "4-2", "5-0"]
    assert [q.quota_id for q in line("2b-1").also] == ["2b-2"]
    assert [q.quota_id for q in line("3-1").also] == ["3-2"]


def test_a_task_without_a_quota_is_counted_in_activities():
    assert (line("1-0").unit, line("1-0").quota) == ("hoạt động", None)


def test_the_kind_of_reach_follows_from_unit_and_channel():
    kinds = {one.indicator: (one.channel, one.reach_kind) for one in obligations.lines(PLAN)}
    assert kinds["1-0"] == ("hoi-nghi", "attendance")
    assert kinds["2a-1"] == ("phat-thanh-truyen-hinh", "audience")
    assert kinds["3-1"] == ("cong-thong-tin", "online")


def test_a_group_binds_its_members_valid_on_the_last_day_of_the_window():
    owing = {o.agency_id for o in owed("2025-05") if o.line.indicator == "3-1"}
    assert owing == {"ubnd-xa-a", "ubnd-xa-b", "ubnd-xa-c"}
    owing = {o.agency_id for o in owed("2025-06") if o.line.indicator == "3-1"}
    assert owing == {"ubnd-xa-a", "ubnd-xa-b"}


def test_successors_owe_only_where_the_settings_say_so():
    plan = SETTINGS.plan.model_copy(update={"successors": {"ubnd-xa-c": ("hoi-nong-dan",)}})
    settings = SETTINGS.model_copy(update={"plan": plan})
    found = obligations.month_obligations(PLAN, REGISTRY, settings, period("2025-06"))
    assert "hoi-nong-dan" in {o.agency_id for o in found if o.line.indicator == "3-1"}
    assert "hoi-nong-dan" not in {o.agency_id for o in owed("2025-06")}


def test_nothing_is_owed_before_the_first_period_or_after_the_year():
    assert owed("2025-03") == ()
    assert owed("2026-01") == ()


def test_a_window_of_a_quarter_names_its_reporting_months():
    assert [m.label for m in nominal("5-0")] == ["2025-04", "2025-05", "2025-06"]
    assert "5-0" not in {o.line.indicator for o in owed("2025-07")}


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        (None, "2025-09-30", "2025-01", "2025-09"),
        (None, "2025-09-20", "2025-01", "2025-10"),
        ("2025-05-10", "2025-05-20", "2025-05", "2025-06"),
        ("2025-03-01", "2025-11-30", "2025-03", "2025-11"),
        ("2025-01-01", "2025-12-31", "2025-01", "2025-12"),
    ],
)
def test_deadlines_and_spans_name_their_months(start, end, first, last):
    schedule = Schedule(
        kind="window", start=start and dt.date.fromisoformat(start), end=dt.date.fromisoformat(end)
    )
    months = scheduled(schedule)
    assert (months[0], months[-1]) == (first, last)


@pytest.mark.parametrize(
    ("indicator", "label", "expected"),
    [
        ("2b-1", "2025-06", 5),
        ("2b-1", "2025-Q2", 15),
        ("4-1", "2025-06", 4),
        ("4-1", "2025-Q2", 13),
        ("4-2", "2025-06", None),
        ("4-2", "2025-Q2", 1),
        ("1-0", "2025-06", None),
        ("2a-2", "2025-Q2", 9),
    ],
)
def test_targets_count_the_spans_that_end_in_the_period(indicator, label, expected):
    months = SETTINGS.months_to_date(period(label))
    found = obligations.target(line(indicator).quota, nominal(indicator), months, period(label))
    assert found == expected


def test_to_date_counts_from_the_first_month_owed_and_a_running_span_by_its_share():
    months = SETTINGS.months_to_date(period("2025-05"))
    assert (
        obligations.target_to_date(line("2b-1").quota, nominal("2b-1"), months, period("2025-05"))
        == 10
    )
    share = obligations.target_to_date(line("4-2").quota, nominal("4-2"), months, period("2025-05"))
    assert share == pytest.approx(61 / 92)


def test_the_year_says_what_the_plan_says_and_what_can_still_be_reached():
    first = SETTINGS.first_month
    pairs = {
        i: (
            obligations.target_year(line(i), nominal(i)),
            obligations.target_year_possible(line(i), nominal(i), first),
        )
        for i in ("2b-1", "3-1", "4-1", "4-2", "1-0")
    }
    assert pairs == {
        "2b-1": (50, 45),
        "3-1": (12, 9),
        "4-1": (52, 39),
        "4-2": (4, 3),
        "1-0": (None, None),
    }


def test_an_exempted_line_is_kept_with_its_reason_and_leaves_no_debt():
    event = Event(
        kind="exempted",
        at=dt.datetime(2025, 6, 1, tzinfo=dt.UTC),
        order=1,
        agency="phong-noi-vu",
        indicator="5-0",
        period="2025-05",
        period_to="2025-06",
        reason="chuyển nhiệm vụ",
    )
    found = owed("2025-06", [event])
    exempt = [o for o in found if o.exempt]
    assert [(o.agency_id, o.line.indicator, o.exempt) for o in exempt] == [
        ("phong-noi-vu", "5-0", "chuyển nhiệm vụ")
    ]
    assert "phong-noi-vu" in obligations.owing(found)
    assert not any(o.exempt for o in owed("2025-07", [event]))

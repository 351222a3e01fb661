"""Figures computed by hand on a small plan, and what must hold for any submissions."""

import dataclasses
import datetime as dt
import json
import statistics

import pytest
import sample
from hypothesis import given, settings
from hypothesis import strategies as st
from sent import activity, at, record, submission

from cchc_lib import indicators, records
from cchc_lib.errors import ParameterError
from cchc_lib.findings import Finding
from cchc_lib.indicators import INDICATORS, Indicator, amounts
from cchc_lib.indicators.topics import channel_key
from cchc_lib.model import Event, PeriodIndicators, SourceRef

LATER = dt.date(2025, 6, 30)
A, B, C = "ubnd-xa-a", "ubnd-xa-b", "ubnd-xa-c"
CENTRE, CULTURE, HOME = "trung-tam", "phong-van-hoa", "phong-noi-vu"


@dataclasses.dataclass
class Inbox:
    """Submissions with their rows, as a workspace's processed data have them."""

    submissions: list = dataclasses.field(default_factory=list)
    records: list = dataclasses.field(default_factory=list)
    activities: list = dataclasses.field(default_factory=list)
    findings: list = dataclasses.field(default_factory=list)
    exemptions: list = dataclasses.field(default_factory=list)

    def send(self, agency, values, month="2025-06", received="", activities=(), **more):
        """One submission: indicator → value, or a dict of the record's fields."""
        day = received or {
            "2025-04": "2025-04-15T08:00",
            "2025-05": "2025-05-15T08:00",
            "2025-06": "2025-06-16T08:00",
        }.get(month, f"{month}-16T08:00")
        one = submission(f"s{len(self.submissions)}", agency, month, day, **more)
        self.submissions.append(one)
        for n, (indicator, value) in enumerate(values.items()):
            fields = value if isinstance(value, dict) else {"value": value}
            self.records.append(record(one, indicator, row=8 + n, **fields))
        self.activities += [activity(one, 5 + n, **row) for n, row in enumerate(activities)]
        return one

    def exempt(self, agency, indicator, first="2025-06", last="2025-06"):
        event = Event(
            kind="exempted",
            at=at("2025-06-01T08:00"),
            order=1,
            agency=agency,
            indicator=indicator,
            period=first,
            period_to=last,
            reason="không áp dụng",
        )
        self.exemptions.append(event)

    def scope(self, label="2025-06", as_of=LATER, **more):
        values = {
            "plan": sample.PLAN,
            "registry": sample.REGISTRY,
            "settings": sample.SETTINGS,
            "period": sample.SETTINGS.period(label),
            "as_of": as_of,
            "submissions": tuple(self.submissions),
            "all_records": tuple(self.records),
            "all_activities": tuple(self.activities),
            "all_findings": tuple(self.findings),
            "exemptions": tuple(self.exemptions),
        }
        return indicators.Scope(**{**values, **more})

    def compute(self, label="2025-06", as_of=LATER, asked=INDICATORS, **more):
        return indicators.compute(self.scope(label, as_of, **more), asked)

    def line(self, indicator, label="2025-06", as_of=LATER, **more):
        found = self.compute(label, as_of, **more)
        return next(t for t in found.tasks if t.indicator == indicator)

    def trace(self, indicator, label="2025-06", agency=None, **more):
        return indicators.trace(self.scope(label, **more), indicator, agency)


@pytest.fixture
def inbox():
    return Inbox()


def of(line, agency):
    return next(a for a in line.agencies if a.agency == agency)


# --- targets and results ----------------------------------------------------------------------


def test_a_group_owes_the_full_count_for_each_member(inbox):
    inbox.send(A, {"3-1": 1.0})
    line = inbox.line("3-1")
    assert (line.target, line.actual, line.rate, line.state) == (2, 1, 0.5, "behind")
    assert (line.owing, line.reported, line.shortfall) == (2, 1, 1)
    assert [(a.agency, a.target, a.actual, a.rate, a.state) for a in line.agencies] == [
        (A, 1, 1, 1.0, "met"),
        (B, 1, None, None, "not_reported"),
    ]


def test_only_lines_owed_in_the_period_are_listed_in_the_plans_order(inbox):
    ids = [t.indicator for t in inbox.compute().tasks]
    assert ids == ["1-0", "2a-1", "2a-2", "2b-1", "3-1", "4-1", "4-2", "5-0"]
    assert "5-0" not in [t.indicator for t in inbox.compute("2025-07").tasks]
    assert inbox.compute("2025-03").tasks == ()


def test_a_rate_is_of_the_full_target_and_not_capped(inbox):
    inbox.send(CULTURE, {"2b-1": 7.0})
    line = inbox.line("2b-1")
    assert (line.target, line.rate, line.state, line.shortfall) == (5, 1.4, "met", None)


def test_missing_is_not_zero(inbox):
    silent = inbox.line("2b-1")
    assert (silent.actual, silent.rate, silent.state, silent.reported) == (
        None,
        None,
        "not_reported",
        0,
    )
    assert (silent.shortfall, silent.actual_to_date, silent.rate_to_date) == (None, None, None)
    inbox.send(CULTURE, {"2b-1": 0.0})
    none = inbox.line("2b-1")
    assert (none.actual, none.rate, none.state, none.reported) == (0, 0.0, "behind", 1)
    assert none.shortfall == 5


def test_a_blank_line_of_a_report_is_not_reported(inbox):
    inbox.send(CENTRE, {"2a-1": 1.0, "2a-2": None})
    line = inbox.line("2a-2")
    assert (line.actual, line.state, line.reported) == (None, "not_reported", 0)


def test_weeks_are_counted_by_their_mondays(inbox):
    inbox.send(CENTRE, {"4-1": 4.0})
    assert (inbox.line("4-1").target, inbox.line("4-1").state) == (4, "met")
    assert inbox.line("4-1", "2025-Q2").target == 13


def test_a_quota_of_a_longer_span_has_a_share_to_date_and_no_target_in_a_month(inbox):
    inbox.send(CENTRE, {"4-2": 1.0}, "2025-05")
    line = inbox.line("4-2", "2025-05")
    assert (line.target, line.rate, line.actual, line.state) == (None, None, 1, "active")
    assert line.target_to_date == pytest.approx(61 / 92)
    assert line.rate_to_date == pytest.approx(92 / 61)
    quarter = inbox.line("4-2", "2025-Q2")
    assert (quarter.target, quarter.rate, quarter.state) == (1, 1.0, "met")


def test_to_date_and_the_year_are_sums_from_the_first_month(inbox):
    inbox.send(CULTURE, {"2b-1": 3.0}, "2025-04")
    inbox.send(CULTURE, {"2b-1": 4.0}, "2025-06")
    line = inbox.line("2b-1")
    assert (line.target_to_date, line.actual_to_date) == (15, 7)
    assert line.rate_to_date == pytest.approx(7 / 15)
    assert line.shortfall_to_date == 8
    assert (line.target_year, line.target_year_possible) == (50, 45)
    assert line.rate_year == pytest.approx(7 / 50)
    assert line.projected_year == pytest.approx(7 * 45 / 15)
    assert line.projected_rate == pytest.approx(21 / 50)


def test_a_member_that_left_keeps_its_months_to_date(inbox):
    inbox.send(C, {"3-1": 1.0}, "2025-05")
    line = inbox.line("3-1")
    assert (line.owing, line.target, line.actual) == (2, 2, None)
    assert (line.target_to_date, line.actual_to_date) == (3 + 3 + 2, 1)
    assert (line.target_year, line.target_year_possible) == (24, 18)


def test_a_longer_period_sums_its_months(inbox):
    for month, value in (("2025-04", 1.0), ("2025-05", 2.0), ("2025-06", 3.0)):
        inbox.send(CULTURE, {"2b-1": value}, month)
    line = inbox.line("2b-1", "2025-Q2")
    assert (line.target, line.actual, line.rate) == (15, 6, 0.4)
    assert (line.owing, line.reported, len(line.agencies)) == (1, 1, 1)
    year = inbox.line("2b-1", "2025")
    assert (year.target, year.actual) == (45, 6)


def test_a_longer_period_asks_whoever_owed_in_any_of_its_months(inbox):
    inbox.send(C, {"3-1": 1.0}, "2025-04")
    line = inbox.line("3-1", "2025-Q2")
    assert (line.owing, line.target) == (3, 3 + 3 + 2)
    assert (of(line, C).target, of(line, C).actual, of(line, C).rate) == (2, 1, 0.5)


def test_the_change_is_against_the_period_before(inbox):
    inbox.send(CULTURE, {"2b-1": 3.0}, "2025-05")
    inbox.send(CULTURE, {"2b-1": 5.0}, "2025-06")
    assert (inbox.line("2b-1").previous, inbox.line("2b-1").change) == (3, 2)
    assert inbox.line("2b-1", "2025-05").previous is None
    assert inbox.line("2b-1", "2025-04").change is None


def test_money_of_a_line_is_what_was_stated(inbox):
    inbox.send(A, {"3-1": {"value": 1.0, "budget_vnd": 2e6}, "1-0": 1.0})
    inbox.send(B, {"3-1": 1.0, "1-0": 0.0})
    assert inbox.line("3-1").budget_vnd == 2_000_000
    assert inbox.line("1-0").budget_vnd is None


def test_peers_are_the_other_agencies_of_the_kind_that_reported(inbox):
    for agency, value in ((A, 4.0), (B, 2.0), (CULTURE, 9.0), (CENTRE, 7.0)):
        inbox.send(agency, {"1-0": value})
    line = inbox.line("1-0")
    assert (of(line, A).peer_median, of(line, A).peers) == (2, 1)
    assert (of(line, HOME).peer_median, of(line, HOME).peers) == (9, 1)
    assert (of(line, CENTRE).peer_median, of(line, CENTRE).peers) == (None, 0)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=9))
def test_the_median_of_the_others_leaves_one_out(values):
    ordered = sorted(map(float, values))
    for n, own in enumerate(ordered):
        others = ordered[:n] + ordered[n + 1 :]
        expected = (statistics.median(others), len(others)) if others else (None, 0)
        assert amounts.peer_median(ordered, own) == expected
    assert amounts.peer_median(ordered, None) == (statistics.median(ordered), len(ordered))


# --- states ------------------------------------------------------------------------------------


def test_a_line_without_target_is_active_none_or_not_reported(inbox):
    assert inbox.line("1-0").state == "not_reported"
    inbox.send(A, {"1-0": 0.0})
    assert inbox.line("1-0").state == "none"
    inbox.send(B, {"1-0": 2.0})
    line = inbox.line("1-0")
    assert (line.state, line.target, line.rate, line.target_year) == ("active", None, None, None)
    assert (of(line, A).state, of(line, B).state) == ("none", "active")


def test_what_could_not_be_read_is_neither_none_nor_a_figure(inbox):
    inbox.send(HOME, {"5-0": {"value": None, "unread": True}})
    line = inbox.line("5-0")
    assert (line.actual, line.reported, line.unread_agencies) == (None, 0, 1)
    assert line.state != "none"
    assert of(line, HOME).unread


@pytest.mark.parametrize(
    ("day", "value", "state"),
    [
        ("2025-05-29", 3.0, "on_track"),  # 15 of 31 days: 5 × 15/31 = 2,42
        ("2025-05-29", 2.0, "behind"),
        ("2025-05-29", 5.0, "met"),
        ("2025-06-14", 4.0, "behind"),  # the last day asks for all of it
        ("2025-06-15", 4.0, "behind"),
        ("2025-06-15", 5.0, "met"),
    ],
)
def test_inside_the_window_the_share_of_days_elapsed_is_asked(inbox, day, value, state):
    inbox.send(CULTURE, {"2b-1": value}, received="2025-05-29T08:00")
    assert inbox.line("2b-1", as_of=dt.date.fromisoformat(day)).state == state


def test_before_the_due_date_silence_is_not_due(inbox):
    assert inbox.line("2b-1", as_of=dt.date(2025, 6, 16)).state == "not_due"
    assert inbox.line("2b-1", as_of=dt.date(2025, 6, 17)).state == "not_reported"
    assert inbox.line("2b-1", "2025-Q2", as_of=dt.date(2025, 5, 1)).state == "not_reported"


def test_an_exempted_line_is_out_of_targets_and_rates(inbox):
    inbox.send(A, {"3-1": 1.0})
    inbox.send(B, {"3-1": 3.0})
    inbox.exempt(B, "3-1")
    line = inbox.line("3-1")
    assert (line.target, line.actual, line.rate, line.owing) == (1, 1, 1.0, 1)
    assert (of(line, B).state, of(line, B).target, of(line, B).actual) == ("exempt", None, None)
    assert line.target_to_date == 3 + 2 + 2  # A; B until May; C, which left after May
    inbox.exempt(A, "3-1")
    gone = inbox.line("3-1")
    assert (gone.state, gone.owing, gone.target, gone.rate, gone.target_year) == (
        "exempt",
        0,
        None,
        None,
        None,
    )


def test_an_exemption_of_one_month_leaves_the_others_of_the_quarter(inbox):
    inbox.send(A, {"3-1": 1.0}, "2025-05")
    inbox.exempt(A, "3-1")
    line = inbox.line("3-1", "2025-Q2")
    assert (of(line, A).target, of(line, A).actual, of(line, A).state) == (2, 1, "behind")


# --- what counts -------------------------------------------------------------------------------


def test_a_resubmission_replaces_as_a_whole(inbox):
    inbox.send(CENTRE, {"2a-1": 1.0, "2a-2": 3.0})
    inbox.send(CENTRE, {"2a-1": 2.0}, received="2025-06-17T08:00")
    assert inbox.line("2a-1").actual == 2
    assert inbox.line("2a-2").actual is None


def test_figures_of_files_that_do_not_count_do_not_count(inbox):
    inbox.send(CULTURE, {"2b-1": 9.0}, verdict="quarantined")
    inbox.send(CULTURE, {"2b-1": 8.0}, withdrawn="nhầm")
    inbox.send(CULTURE, {"2b-1": 7.0}, received="2025-07-01T08:00")
    assert inbox.line("2b-1").actual is None


def test_figures_of_lines_that_are_not_owed_are_not_added_but_named(inbox):
    inbox.send(A, {"2b-1": 9.0, "3-1": 1.0, "khong-co": 4.0})
    inbox.send("hoi-nong-dan", {"1-0": 6.0})
    found = inbox.compute()
    assert inbox.line("2b-1").actual is None
    assert inbox.line("1-0").actual is None
    assert [f.code for f in found.findings if f.agency == A] == ["R002", "R002"]


def test_the_same_rows_twice_change_nothing(inbox):
    inbox.send(A, {"3-1": {"value": 1.0, "reach": 9.0}}, activities=[{"indicator": "3-1"}])
    once = inbox.compute()
    inbox.submissions *= 2
    inbox.records *= 2
    inbox.activities *= 2
    assert inbox.compute() == once


# --- reporting, reach, budget, topics, channels, weeks -----------------------------------------


def test_completeness_and_timeliness_are_shares_of_those_who_owe(inbox):
    inbox.send(A, {"3-1": 1.0})
    inbox.send(B, {"3-1": 1.0}, received="2025-06-18T08:00")
    inbox.send(CENTRE, {}, reports=False)
    found = inbox.compute().reporting
    assert (found.expected, found.reported, found.on_time, found.late, found.missing) == (
        5,
        2,
        1,
        1,
        3,
    )
    assert (found.completeness, found.timeliness) == (0.4, 0.2)
    nobody = inbox.compute("2025-03").reporting
    assert (nobody.expected, nobody.completeness, nobody.timeliness) == (0, None, None)


def test_reach_is_kept_apart_by_kind(inbox):
    inbox.send(A, {"1-0": {"value": 1.0, "reach": 40.0}, "3-1": {"value": 1.0, "reach": 500.0}})
    inbox.send(B, {"1-0": {"value": 1.0, "reach": 0.0}})
    inbox.send(A, {"1-0": {"value": 1.0, "reach": 30.0}}, "2025-05")
    found = {r.kind: r for r in inbox.compute().reach}
    assert {kind: r.value for kind, r in found.items()} == {
        "attendance": 40,
        "audience": None,
        "online": 500,
        "unknown": None,
    }
    assert (found["attendance"].value_to_date, found["audience"].value_to_date) == (70, None)
    assert found["attendance"].record_ids == ("s0/1-0", "s1/1-0")


def test_money_is_the_sum_of_what_was_stated(inbox):
    assert inbox.compute().budget_vnd is None
    inbox.send(A, {"1-0": {"value": 1.0, "budget_vnd": 1.5e6}, "3-1": 1.0})
    inbox.send(A, {"1-0": {"value": 1.0, "budget_vnd": 2e6}}, "2025-05")
    found = inbox.compute()
    assert (found.budget_vnd, found.budget_vnd_to_date) == (1_500_000, 3_500_000)


def test_topics_count_declared_activities_and_their_agencies(inbox):
    rows = [{"indicator": "3-1", "topic": n} for n in (1, 1, 3, None)]
    inbox.send(A, {"3-1": 1.0}, activities=rows)
    inbox.send(B, {"3-1": 1.0}, activities=rows[:1])
    inbox.send(C, {"3-1": 1.0}, activities=rows)  # owes nothing in June
    found = [(t.n, t.field, t.activities, t.agencies) for t in inbox.compute().topics]
    assert found == [(1, "CĐS", 3, 2), (2, "CĐS", 0, 0), (3, "CCHC", 1, 1)]


def test_activities_of_a_replaced_submission_do_not_count(inbox):
    inbox.send(A, {"3-1": 1.0}, activities=[{"indicator": "3-1", "topic": 1}])
    inbox.send(A, {"3-1": 1.0}, received="2025-06-17T08:00")
    found = inbox.compute()
    assert found.topics[0].activities == 0
    assert (found.summary.activities, found.summary.activity_agencies) == (0, 0)


def test_channels_go_by_label_key_or_words(inbox):
    rows = [
        {"indicator": "3-1", "channel": c}
        for c in ("Mạng xã hội", "mang-xa-hoi", "Fanpage xã", "Truyền miệng", "")
    ]
    inbox.send(A, {"3-1": 1.0}, activities=rows)
    found = {c.channel: (c.activities, c.agencies) for c in inbox.compute().channels}
    assert found["mang-xa-hoi"] == (3, 1)
    assert found["khac"] == (1, 1)
    assert sum(n for n, _ in found.values()) == 4
    assert channel_key("HỘI NGHỊ, TẬP HUẤN") == "hoi-nghi"


def test_weeks_tile_the_window_and_follow_the_required_line(inbox):
    rows = [
        {"indicator": "2b-1", "date": dt.date(2025, 5, 15), "quantity": 2.0},
        {"indicator": "2b-1", "date": dt.date(2025, 6, 2), "quantity": 1.0},
        {"indicator": "2b-2", "date": dt.date(2025, 6, 3), "quantity": 1.0},
        {"indicator": "2b-1", "date": dt.date(2025, 6, 4), "quantity": None},
        {"indicator": "2b-1", "date": dt.date(2025, 7, 1), "quantity": 9.0},
        {"indicator": "2b-1", "date": None, "quantity": 9.0},
    ]
    inbox.send(CULTURE, {"2b-1": 4.0}, activities=rows)
    points = [w for w in inbox.compute().weeks if w.indicator == "2b-1"]
    assert [(w.start.isoformat(), w.end.isoformat()) for w in points] == [
        ("2025-05-15", "2025-05-18"),
        ("2025-05-19", "2025-05-25"),
        ("2025-05-26", "2025-06-01"),
        ("2025-06-02", "2025-06-08"),
        ("2025-06-09", "2025-06-14"),
    ]
    assert [w.quantity for w in points] == [2, 0, 0, 3, 0]
    assert [w.cumulative for w in points] == [2, 2, 2, 5, 5]
    assert [w.activities for w in points] == [1, 0, 0, 3, 0]
    assert points[0].required == pytest.approx(5 * 4 / 31)
    assert points[-1].required == pytest.approx(5)


def test_weeks_end_with_the_day_of_judgement_and_need_a_target(inbox):
    found = inbox.compute(as_of=dt.date(2025, 5, 20)).weeks
    assert {w.indicator for w in found} == {"2a-1", "2a-2", "2b-1", "3-1", "4-1"}
    assert max(w.start for w in found) == dt.date(2025, 5, 19)


def test_the_summary_counts_lines_with_a_target(inbox):
    inbox.send(CULTURE, {"2b-1": 10.0})  # 200 %, capped at 1 in the share
    inbox.send(A, {"3-1": 1.0, "1-0": 1.0})  # 1 of 2
    inbox.send(CENTRE, {"2a-1": 1.0, "2a-2": None, "4-1": 1.0})  # 1/1, –, 1/4
    found = inbox.compute().summary
    assert (found.with_target, found.met, found.behind, found.not_reported) == (5, 2, 2, 1)
    assert (found.rated, found.share) == (4, pytest.approx((1 + 0.5 + 1 + 0.25) / 4))
    # to date: 10/15, 1/8, 1/3, 1/13
    assert found.share_to_date == pytest.approx((10 / 15 + 1 / 8 + 1 / 3 + 1 / 13) / 4)
    assert (found.without_target, found.active) == (3, 1)


# --- findings ------------------------------------------------------------------------------------


def finding(submission_id, cell="E8", code="V100", agency=A):
    return Finding(
        code=code,
        severity="warning",
        message=f"{cell} sai",
        sheet="Kết quả",
        cell=cell,
        agency=agency,
        period="2025-06",
        submission=submission_id,
    )


def test_findings_are_those_of_what_counts_and_of_what_still_waits(inbox):
    replaced = inbox.send(A, {"3-1": 1.0}, received="2025-06-15T08:00", verdict="quarantined")
    counts = inbox.send(A, {"3-1": 1.0}, verdict="accepted_with_findings")
    waiting = inbox.send(B, {}, verdict="quarantined")
    nameless = inbox.send(None, {}, verdict="quarantined")
    other = inbox.send(A, {"3-1": 1.0}, "2025-05")
    files = (counts, replaced, waiting, nameless, other)
    inbox.findings = [finding(s.submission_id, agency=s.agency_id or "") for s in files]
    found = [f.submission for f in inbox.compute().findings]
    assert found == [s.submission_id for s in (nameless, counts, waiting)]


def test_findings_are_in_the_order_of_cells(inbox):
    one = inbox.send(A, {"3-1": 1.0})
    inbox.findings = [finding(one.submission_id, cell) for cell in ("E10", "E9", "F9")]
    assert [f.cell for f in inbox.compute().findings] == ["E9", "F9", "E10"]


def test_what_is_wrong_with_a_blank_form_is_among_the_findings(inbox):
    one = inbox.send(A, {}, reports=False)
    inbox.findings = [finding(one.submission_id, code="F100")]
    assert [f.code for f in inbox.compute().findings] == ["F100"]
    inbox.send(A, {"3-1": 1.0}, received="2025-06-17T08:00")
    assert inbox.compute().findings == ()
    inbox.send(A, {}, reports=False, received="2025-06-18T08:00")
    assert [f.code for f in inbox.compute().findings] == ["R003"]


# --- the catalogue and JSON ----------------------------------------------------------------------


def test_adding_an_indicator_is_a_function_and_a_line(inbox):
    inbox.send(A, {"3-1": 1.0})
    toy = Indicator(
        id="ky_luc",
        label="Số dòng có số liệu",
        unit="dòng",
        compute=lambda scope: len(scope.records),
        source="ví dụ",
    )
    found = inbox.compute(asked=(*INDICATORS, toy))
    assert indicators.to_json(found)["more"] == {"ky_luc": 1}
    assert "more" not in indicators.to_json(inbox.compute())


def test_every_computed_field_is_in_the_visible_list_with_label_and_unit():
    given_by_the_period = {"period", "start", "end", "due", "as_of", "simulated", "more"}
    fields = {f.name for f in dataclasses.fields(PeriodIndicators)} - given_by_the_period
    assert {one.id for one in INDICATORS} == fields
    assert all(one.label and one.unit and one.source for one in INDICATORS)


def test_json_has_the_contracts_fields(inbox):
    inbox.send(A, {"3-1": {"value": 1.0, "reach": 12.0}})
    data = indicators.to_json(inbox.compute())
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    top = "period start end as_of reporting tasks topics reach budget_vnd findings"
    assert set(top.split()) <= set(data)
    reporting = "expected reported on_time completeness timeliness"
    assert set(reporting.split()) <= set(data["reporting"])
    line = (
        "task indicator item unit target actual rate target_to_date actual_to_date rate_to_date "
        "target_year target_year_possible state owing reported agencies"
    )
    assert all(set(line.split()) <= set(t) for t in data["tasks"])
    three = next(t for t in data["tasks"] if t["indicator"] == "3-1")
    assert {"agency", "target", "actual", "rate", "state"} <= set(three["agencies"][0])
    assert repr(three["target"]) == "2"
    assert three["rate"] == 0.5
    assert {"field", "n", "text", "activities", "agencies"} <= set(data["topics"][0])
    assert {"kind", "value", "record_ids"} <= set(data["reach"][0])
    assert (data["start"], data["end"], data["as_of"]) == ("2025-05-15", "2025-06-14", "2025-06-30")


def test_a_simulated_submission_marks_a_workspace_of_any_kind(inbox):
    real = type(sample.SETTINGS).model_validate(
        sample.SETTINGS.model_dump() | {"workspace": {"simulated": False}}
    )
    assert not inbox.compute(settings=real).simulated
    inbox.send(A, {"3-1": 1.0}, simulated=True)
    assert inbox.compute(settings=real).simulated


# --- traces --------------------------------------------------------------------------------------


def test_a_sums_cells_add_up_and_lead_to_the_plan(inbox):
    inbox.send(A, {"3-1": 1.0})
    inbox.send(B, {"3-1": 0.0})
    found = inbox.trace("3-1")
    assert [(c.agency, c.submission, c.sheet, c.cell, c.value) for c in found.cells] == [
        (A, "s0", "Kết quả", "E8", 1),
        (B, "s1", "Kết quả", "E8", 0),
    ]
    assert found.value == inbox.line("3-1").actual == 1
    assert found.formula == "1 + 0 = 1; chỉ tiêu 2; tỷ lệ 1/2 = 0,5"
    assert found.plan == (
        SourceRef(file=sample.FILE, line_start=30, line_end=30),
        SourceRef(file=sample.FILE, line_start=30, line_end=34),
    )


def test_a_trace_to_date_and_of_one_agency(inbox):
    inbox.send(A, {"3-1": 1.0}, "2025-05")
    inbox.send(A, {"3-1": 2.0})
    inbox.send(B, {"3-1": 1.0})
    assert inbox.trace("3-1.to_date").value == inbox.line("3-1").actual_to_date == 4
    assert (inbox.trace("3-1", agency=A).value, len(inbox.trace("3-1", agency=A).cells)) == (2, 1)
    assert inbox.trace("3-1", "2025-Q2").value == 4


def test_an_unread_or_blank_cell_is_not_part_of_a_sum(inbox):
    inbox.send(A, {"3-1": {"value": None, "unread": True}})
    found = inbox.trace("3-1")
    assert (found.value, found.cells) == (None, ())
    assert found.formula.startswith("chưa có số liệu")


def test_a_rates_parts_reproduce_it(inbox):
    inbox.send(A, {"3-1": 1.0})
    inbox.send(B, {"3-1": 1.0}, received="2025-06-19T08:00")
    for name, done in (("completeness", 2), ("timeliness", 1)):
        found = inbox.trace(f"reporting.{name}")
        assert found.value == getattr(inbox.compute().reporting, name) == done / 5
        assert (sum(c.value for c in found.cells), len(found.cells)) == (done, 5)
        assert found.formula == f"{done}/5 = 0,{done * 2}"
    late = next(c for c in found.cells if c.agency == B)
    assert (late.submission, late.value) == ("s1", 0)
    assert late.file.endswith("s1-bao-cao.xlsx")


def test_topics_reach_and_money_lead_to_their_cells(inbox):
    inbox.send(
        A,
        {"3-1": {"value": 1.0, "reach": 50.0, "budget_vnd": 1e6}},
        activities=[{"indicator": "3-1", "topic": 3}, {"indicator": "3-1", "topic": 3}],
    )
    topic = inbox.trace("topics.3")
    assert (topic.value, [c.cell for c in topic.cells]) == (2, ["5:5", "6:6"])
    assert topic.plan == (SourceRef(file=sample.FILE, line_start=7, line_end=7),)
    assert inbox.trace("topics.1").value == 0
    reach = inbox.trace("reach.online")
    assert [(c.cell, c.value) for c in reach.cells] == [("F8", 50)]
    assert [(c.cell, c.value) for c in inbox.trace("budget_vnd").cells] == [("G8", 1e6)]
    assert inbox.trace("reach.audience").value is None


@pytest.mark.parametrize("name", ["9.9z-1", "reporting.x", "topics.4", "reach.people", "3-1.x", ""])
def test_an_unknown_figure_is_refused_with_the_list(inbox, name):
    with pytest.raises(
        ParameterError, match=r"3-1.*reporting\.completeness.*topics\.3.*budget_vnd"
    ):
        inbox.trace(name)


def test_an_unknown_agency_is_refused(inbox):
    with pytest.raises(ParameterError, match="xa-khong-co"):
        inbox.trace("3-1", agency="xa-khong-co")


def test_a_trace_is_the_contracts_json(inbox):
    inbox.send(A, {"3-1": 1.0})
    data = indicators.trace_to_json(inbox.trace("3-1", agency=A))
    assert json.loads(json.dumps(data)) == data
    assert (data["period"], data["indicator"], data["agency"]) == ("2025-06", "3-1", A)
    assert data["cells"] == [
        {
            "agency": A,
            "submission": "s0",
            "file": "data/raw/submissions/2025-06/s0-bao-cao.xlsx",
            "sheet": "Kết quả",
            "cell": "E8",
            "value": 1,
        }
    ]
    assert [(p["file"], p["lines"]) for p in data["plan"]] == [
        (sample.FILE, [30, 30]),
        (sample.FILE, [30, 34]),
    ]


# --- what must hold for anything -----------------------------------------------------------------


VALUES = st.one_of(st.none(), st.integers(0, 20).map(float), st.just(0.1))
LINES = ("1-0", "2a-1", "2b-1", "3-1", "4-1", "4-2", "5-0")


@st.composite
def inboxes(draw):
    """Any mix of submissions, values, findings and exemptions."""
    made = Inbox()
    for _ in range(draw(st.integers(0, 6))):
        month = draw(st.sampled_from(["2025-04", "2025-05", "2025-06"]))
        made.send(
            draw(st.sampled_from([A, B, C, CENTRE, CULTURE, HOME])),
            {
                line: {"value": draw(VALUES), "reach": draw(VALUES), "budget_vnd": draw(VALUES)}
                for line in draw(st.lists(st.sampled_from(LINES), unique=True))
            },
            month,
            f"2025-{draw(st.integers(4, 7)):02d}-{draw(st.integers(1, 28)):02d}T08:00",
            [
                {
                    "indicator": draw(st.sampled_from(LINES)),
                    "topic": draw(st.sampled_from([None, 1, 2, 3])),
                    "date": draw(st.dates(dt.date(2025, 3, 1), dt.date(2025, 7, 1))),
                    "quantity": draw(VALUES),
                }
                for _ in range(draw(st.integers(0, 2)))
            ],
            verdict=draw(st.sampled_from(["accepted", "accepted_with_findings", "quarantined"])),
            reports=draw(st.booleans()),
        )
    if draw(st.booleans()):
        made.exempt(draw(st.sampled_from([A, B])), draw(st.sampled_from(["1-0", "3-1"])))
    made.findings = [finding(s.submission_id) for s in made.submissions]
    return made


PERIODS = st.sampled_from(["2025-04", "2025-05", "2025-06", "2025-Q2", "2025-H1"])
DAYS = st.dates(dt.date(2025, 4, 1), dt.date(2025, 7, 31))


@settings(max_examples=40, deadline=None)
@given(inboxes(), PERIODS, DAYS, st.randoms())
def test_indicators_do_not_depend_on_the_order_of_inputs(made, label, as_of, random):
    before = made.compute(label, as_of)
    for rows in (made.submissions, made.records, made.activities, made.findings):
        random.shuffle(rows)
    assert made.compute(label, as_of) == before


@settings(max_examples=40, deadline=None)
@given(inboxes(), PERIODS, DAYS)
def test_figures_agree_with_each_other_and_with_the_records(made, label, as_of):
    found = made.compute(label, as_of)
    reporting = found.reporting
    assert reporting.on_time + reporting.late + reporting.missing == reporting.expected
    assert reporting.completeness is None or 0 <= reporting.completeness <= 1
    for line in found.tasks:
        actuals = [a.actual for a in line.agencies if a.actual is not None]
        assert line.reported == len(actuals) <= line.owing
        assert (line.actual is None) == (not actuals)
        assert line.actual is None or line.actual == pytest.approx(sum(actuals))
        assert (line.rate is None) or line.rate == line.actual / line.target
        trace = made.trace(line.indicator, label, as_of=as_of)
        assert trace.value == line.actual
        assert sum(c.value for c in trace.cells) == pytest.approx(line.actual or 0)
        assert len({(c.file, c.sheet, c.cell) for c in trace.cells}) == len(trace.cells)
    summary = found.summary
    parts = (summary.met, summary.on_track, summary.behind, summary.not_reported, summary.not_due)
    assert sum(parts) == summary.with_target


@settings(max_examples=40, deadline=None)
@given(inboxes())
def test_a_quarter_is_the_sum_of_its_months(made):
    quarter = made.compute("2025-Q2")
    months = [made.compute(label) for label in ("2025-04", "2025-05", "2025-06")]
    for line in quarter.tasks:
        of_months = [t for m in months for t in m.tasks if t.indicator == line.indicator]
        actuals = [t.actual for t in of_months if t.actual is not None]
        assert (line.actual or 0) == pytest.approx(sum(actuals))
        if line.indicator != "4-2":
            targets = [t.target for t in of_months if t.target is not None]
            assert (line.target or 0) == sum(targets)
    assert quarter.reporting.expected == sum(m.reporting.expected for m in months)
    assert quarter.reporting.on_time == sum(m.reporting.on_time for m in months)
    table = records.build(
        made.records, made.submissions, sample.SETTINGS, sample.SETTINGS.period("2025-Q2"), LATER
    )
    assert table["record_id"].is_unique

"""Which submission counts, who is on time, late or missing, and the table of what counts."""

import csv
import dataclasses
import datetime as dt
import io
import json

import pandas as pd
import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st
from sent import at, record, submission

from cchc_lib import columns, findings, obligations, records
from cchc_lib.model import Event

DUE = dt.date(2025, 6, 17)
LATER = dt.date(2025, 6, 30)
A, B, C = "ubnd-xa-a", "ubnd-xa-b", "ubnd-xa-c"


def status(label, submissions, as_of=LATER, found=(), exemptions=()):
    return records.status(
        plan=sample.PLAN,
        registry=sample.REGISTRY,
        settings=sample.SETTINGS,
        period=sample.SETTINGS.period(label),
        submissions=submissions,
        findings=found,
        exemptions=exemptions,
        as_of=as_of,
    )


def standing(submissions, agency=A, as_of=LATER, **more):
    return next(
        s for s in status("2025-06", submissions, as_of, **more).agencies if s.agency == agency
    )


def build(rows, submissions, label="2025-06", as_of=LATER):
    return records.build(rows, submissions, sample.SETTINGS, sample.SETTINGS.period(label), as_of)


def counting_id(submissions, as_of=LATER):
    found = records.counting(submissions, "2025-06", as_of).get(A)
    return found and found.submission_id


# --- which one counts -----------------------------------------------------------------------


def test_the_latest_by_arrival_counts_whatever_the_order_of_the_log():
    late = submission("s2", A, received="2025-06-18T09:00", order=1)
    early = submission("s1", A, received="2025-06-16T09:00", order=2)
    assert counting_id([late, early]) == counting_id([early, late]) == "s2"


def test_of_two_that_arrived_together_the_one_taken_in_last_counts():
    pair = [submission("s9", A, order=1), submission("s1", A, order=2)]
    assert counting_id(pair) == counting_id(pair[::-1]) == "s1"


@pytest.mark.parametrize(
    "later",
    [
        {"verdict": "quarantined"},
        {"withdrawn": "gửi nhầm"},
        {"reports": False},
        {"verdict": "duplicate"},
    ],
)
def test_what_is_quarantined_withdrawn_blank_or_a_copy_never_replaces_a_report(later):
    files = [submission("s1", A), submission("s2", A, received="2025-06-20T09:00", **later)]
    assert counting_id(files) == "s1"
    assert counting_id(files[1:]) is None


def test_an_accepted_file_with_findings_counts_like_any_other():
    files = [
        submission("s1", A),
        submission("s2", A, received="2025-06-20T09:00", verdict="accepted_with_findings"),
    ]
    assert counting_id(files) == "s2"


def test_what_arrived_after_the_day_of_judgement_does_not_exist():
    files = [submission("s1", A), submission("s2", A, received="2025-06-18T00:00")]
    assert counting_id(files, dt.date(2025, 6, 17)) == "s1"
    assert counting_id(files, dt.date(2025, 6, 18)) == "s2"
    assert counting_id(files, dt.date(2025, 6, 15)) is None


def test_the_day_of_an_arrival_is_that_of_viet_nam():
    evening = dt.datetime(2025, 6, 17, 17, 30, tzinfo=dt.UTC)  # half past midnight there
    files = [dataclasses.replace(submission("s1", A), received=evening)]
    assert standing(files).state == "late"
    assert counting_id(files, dt.date(2025, 6, 17)) is None


def test_other_months_and_unknown_agencies_do_not_count():
    files = [submission("s1", A, period="2025-05"), submission("s2", None)]
    assert records.counting(files, "2025-06", LATER) == {}


# --- on time, late, missing -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "state"),
    [
        ("2025-06-17T23:59", "on_time"),
        ("2025-06-18T00:00", "late"),
        ("2025-05-20T08:00", "on_time"),
    ],
)
def test_on_time_ends_with_the_due_day(received, state):
    assert standing([submission("s1", A, received=received)]).state == state


def test_a_late_correction_of_a_punctual_report_stays_on_time():
    one = standing(
        [submission("s1", A), submission("s2", A, received="2025-06-25T10:00")],
    )
    assert (one.state, one.submission) == ("on_time", "s2")
    assert (one.first_received, one.received) == (at("2025-06-16T09:00"), at("2025-06-25T10:00"))


@pytest.mark.parametrize(
    "first", [{"reports": False}, {"verdict": "quarantined"}, {"withdrawn": "sai kỳ"}]
)
def test_what_does_not_report_does_not_make_a_report_punctual(first):
    files = [submission("s1", A, **first), submission("s2", A, received="2025-06-20T09:00")]
    assert standing(files).state == "late"


def test_nothing_sent_is_missing_from_the_due_day_on_and_not_due_before():
    assert standing([], as_of=dt.date(2025, 6, 16)).state == "not_due"
    assert standing([], as_of=DUE).state == "missing"


def test_a_blank_form_is_received_and_counts_as_missing():
    found = status("2025-06", [submission("s1", A, reports=False)])
    one = next(s for s in found.agencies if s.agency == A)
    assert (one.state, one.submission, one.received) == ("missing", None, None)
    assert (found.received, found.on_time, found.missing) == (1, 0, found.expected)


def test_a_quarantined_file_waits_and_counts_as_missing():
    found = status("2025-06", [submission("s1", A, verdict="quarantined")])
    assert next(s for s in found.agencies if s.agency == A).state == "quarantined"
    assert (found.received, found.missing) == (0, found.expected)
    withdrawn = [submission("s1", A, verdict="quarantined", withdrawn="gửi nhầm")]
    assert standing(withdrawn).state == "missing"


def test_an_agency_owes_a_report_exactly_when_its_form_has_a_line():
    assert [s.agency for s in status("2025-06", []).agencies] == [
        "phong-van-hoa",
        "phong-noi-vu",
        "trung-tam",
        A,
        B,
    ]
    exemptions = [
        Event(
            kind="exempted",
            at=at("2025-06-01T08:00"),
            order=n,
            agency=A,
            indicator=indicator,
            period="2025-06",
            period_to="2025-06",
            reason="không có trang",
        )
        for n, indicator in enumerate(("1-0", "3-1"))
    ]
    assert A in {s.agency for s in status("2025-06", [], exemptions=exemptions[:1]).agencies}
    assert A not in {s.agency for s in status("2025-06", [], exemptions=exemptions).agencies}


def test_a_report_of_an_agency_that_owes_none_is_not_counted():
    found = status("2025-06", [submission("s1", C), submission("s2", "hoi-nong-dan")])
    assert (found.expected, found.received, found.on_time) == (5, 0, 0)


def test_a_longer_period_counts_agencies_times_months():
    files = [
        submission("s4", C, period="2025-04", received="2025-04-15T08:00"),
        submission("s5", A, period="2025-05", received="2025-05-19T08:00"),
        submission("s6", A),
    ]
    found = status("2025-Q2", files, as_of=DUE)
    assert (found.expected, found.on_time, found.late, found.missing) == (6 + 6 + 5, 2, 1, 14)
    assert [(s.period, s.state) for s in found.agencies if s.agency == A] == [
        ("2025-04", "missing"),
        ("2025-05", "late"),
        ("2025-06", "on_time"),
    ]
    assert (found.start, found.end, found.due) == (dt.date(2025, 3, 15), dt.date(2025, 6, 14), DUE)


def test_each_month_of_a_longer_period_has_its_own_due_date():
    found = status("2025-Q2", [], as_of=dt.date(2025, 5, 1))
    assert [s.state for s in found.agencies if s.agency == A] == ["missing", "not_due", "not_due"]


def test_nobody_owes_before_the_first_period():
    found = status("2025-03", [submission("s1", A, period="2025-03")])
    assert (found.expected, found.received, found.agencies) == (0, 0, ())


def test_findings_are_counted_for_the_submission_that_counts():
    def found(submission_id, severity):
        return findings.Finding(
            code="V001", severity=severity, message="…", submission=submission_id
        )

    listed = [found("s1", "error"), found("s2", "warning"), found("s2", "warning")]
    files = [submission("s1", A), submission("s2", A, received="2025-06-17T08:00")]
    assert (standing(files, found=listed).errors, standing(files, found=listed).warnings) == (0, 2)
    blank = [submission("s1", A, reports=False)]
    assert standing(blank, found=listed).errors == 1


def test_the_status_is_the_contracts_json():
    data = records.status_to_json(status("2025-06", [submission("s1", A)]))
    assert json.loads(json.dumps(data)) == data
    assert (data["period"], data["start"], data["end"], data["due"], data["as_of"]) == (
        "2025-06",
        "2025-05-15",
        "2025-06-14",
        "2025-06-17",
        "2025-06-30",
    )
    assert data["agencies"][3] == {
        "agency": A,
        "name": "UBND xã An Bình",
        "period": "2025-06",
        "state": "on_time",
        "submission": "s1",
        "received": "2025-06-16T09:00:00+07:00",
        "first_received": "2025-06-16T09:00:00+07:00",
        "errors": 0,
        "warnings": 0,
        "history": [],
    }
    assert data["agencies"][4]["submission"] is None


MOMENTS = st.datetimes(min_value=dt.datetime(2025, 6, 1), max_value=dt.datetime(2025, 7, 10))  # noqa: DTZ001


@st.composite
def inboxes(draw):
    """Any mix of files of the month's agencies."""
    count = draw(st.integers(0, 12))
    return [
        submission(
            f"s{n}",
            draw(st.sampled_from([A, B, C, "trung-tam", None])),
            received=draw(MOMENTS).isoformat(timespec="seconds"),
            verdict=draw(
                st.sampled_from(["accepted", "accepted_with_findings", "quarantined"]),
            ),
            reports=draw(st.booleans()),
            withdrawn=draw(st.sampled_from(["", "nhầm"])),
            order=n,
        )
        for n in range(count)
    ]


@given(inboxes(), st.dates(dt.date(2025, 6, 1), dt.date(2025, 7, 10)), st.randoms())
def test_standings_add_up_and_do_not_depend_on_order(files, as_of, random):
    found = status("2025-06", files, as_of)
    assert found.on_time + found.late + found.missing == found.expected == len(found.agencies)
    assert found.on_time + found.late <= found.received <= found.expected
    shuffled = list(files)
    random.shuffle(shuffled)
    assert status("2025-06", shuffled, as_of) == found
    assert status("2025-06", [*files, *files], as_of) == found


# --- the day of judgement -------------------------------------------------------------------


def default(label, files):
    return records.default_as_of(sample.SETTINGS.period(label), files, sample.SETTINGS)


def test_the_default_day_is_the_later_of_the_due_date_and_the_last_arrival():
    assert default("2025-06", []) == DUE
    assert default("2025-06", [submission("s1", A)]) == DUE
    assert default("2025-06", [submission("s1", A, received="2025-06-21T00:30")]) == dt.date(
        2025, 6, 21
    )


def test_the_default_day_sees_earlier_months_but_not_later_ones_or_withdrawn_files():
    correction = submission("s5", A, period="2025-05", received="2025-06-23T08:00")
    assert default("2025-06", [correction]) == default("2025-Q2", [correction])
    assert default("2025-06", [correction]) == dt.date(2025, 6, 23)
    july = submission("s7", A, period="2025-07", received="2025-07-16T08:00")
    mistyped = submission("s8", A, received="2026-06-16T08:00", withdrawn="sai ngày nhận")
    nowhere = submission("s9", A, period=None, received="2025-08-01T08:00")
    assert default("2025-06", [july, mistyped, nowhere]) == DUE


# --- the table --------------------------------------------------------------------------------


def test_the_table_holds_the_lines_of_counting_submissions_only():
    old, new = submission("s1", A), submission("s2", A, received="2025-06-17T08:00")
    other = submission("s3", B, verdict="quarantined")
    rows = [
        record(old, "3-1", 5.0),
        record(old, "1-0", 2.0),
        record(new, "3-1", 1.0, reach=120.0),
        record(other, "3-1", 9.0),
    ]
    table = build(rows, [old, new, other])
    assert table[["submission", "indicator", "value"]].to_numpy().tolist() == [["s2", "3-1", 1.0]]
    assert list(table.columns) == columns.names(columns.RECORDS)
    assert {c: str(t) for c, t in table.dtypes.items()} == columns.dtypes(columns.RECORDS)


def test_a_record_counts_once_however_often_it_is_given():
    one = submission("s1", A)
    rows = [record(one, "3-1", 1.0)] * 3
    assert len(build(rows, [one, one])) == 1


def test_lines_are_in_the_plans_kind_of_order():
    one = submission("s1", A)
    ids = ["1.10-1", "1.2đ-1", "1.2d-1", "1.2a-1", "1.9-10", "1.9-2"]
    table = build([record(one, i, 1.0) for i in ids], [one])
    assert list(table["indicator"]) == ["1.2a-1", "1.2d-1", "1.2đ-1", "1.9-2", "1.9-10", "1.10-1"]


def test_a_longer_period_holds_its_months():
    may, june = submission("s5", A, period="2025-05"), submission("s6", A)
    rows = [record(june, "3-1", 1.0), record(may, "3-1", 2.0)]
    assert list(build(rows, [may, june], "2025-Q2")["period"]) == ["2025-05", "2025-06"]
    assert list(build(rows, [may, june], "2025-05")["value"]) == [2.0]


def test_json_keeps_missing_and_zero_apart():
    one = submission("s1", A)
    rows = [
        record(one, "1-0", None),
        record(one, "3-1", 0.0, budget_vnd=1_500_000.0, reach=2.5),
    ]
    first, second = records.to_json(build(rows, [one]))
    assert list(first) == [
        "record_id", "period", "agency", "indicator", "task", "value", "unit", "unread", "reach",
        "budget_vnd", "evidence", "note", "submission", "file", "sheet", "cell", "reach_cell",
        "budget_cell", "received", "on_behalf", "simulated",
    ]  # fmt: skip
    assert (first["value"], first["reach"], first["budget_vnd"]) == (None, None, None)
    assert (second["value"], second["reach"], second["budget_vnd"]) == (0, 2.5, 1_500_000)
    assert (second["unread"], second["simulated"]) == (False, True)
    assert json.loads(json.dumps([first, second], allow_nan=False)) == [first, second]


def test_an_empty_table_is_an_empty_answer():
    table = build([], [])
    assert records.to_json(table) == []
    assert records.to_csv(table).splitlines() == [",".join(columns.names(columns.RECORDS))]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_is_guarded_in_csv(start):
    one = submission("s1", A)
    text = f'{start}HYPERLINK("http://x","a, b")'
    table = build([record(one, "3-1", 1.0, evidence=text, note="bình thường")], [one])
    (row,) = csv.DictReader(io.StringIO(records.to_csv(table), newline=""))
    assert (row["evidence"], row["note"], row["value"]) == (f"'{text}", "bình thường", "1")
    assert records.to_json(table)[0]["evidence"] == text


def test_csv_leaves_missing_empty_and_reads_back_with_the_contracts_types():
    one = submission("s1", A)
    table = build([record(one, "1-0", None), record(one, "3-1", 0.0)], [one])
    text = records.to_csv(table)
    again = pd.read_csv(
        io.StringIO(text),
        dtype=columns.dtypes(columns.RECORDS),
        keep_default_na=False,
        na_values={"value": [""], "reach": [""], "budget_vnd": [""]},
    )
    pd.testing.assert_frame_equal(again, table)


# --- findings ---------------------------------------------------------------------------------


def month_findings(files, rows=(), exemptions=()):
    month = sample.SETTINGS.period("2025-06")
    owed = obligations.month_obligations(
        sample.PLAN, sample.REGISTRY, sample.SETTINGS, month, exemptions
    )
    return records.month_findings(files, rows, owed, "2025-06", LATER)


def test_a_blank_form_after_a_report_is_only_noted():
    files = [submission("s1", A), submission("s2", A, reports=False, received="2025-06-19T09:00")]
    assert [(f.code, f.submission) for f in month_findings(files)] == [("R003", "s2")]
    assert month_findings(files[1:]) == []


def test_a_resubmission_names_the_figures_that_it_changes():
    old, new = submission("s1", A), submission("s2", A, received="2025-06-18T14:05")
    rows = [
        record(old, "3-1", 3.0),
        record(old, "1-0", 2.0),
        record(new, "3-1", 1.5),
        record(new, "1-0", None, unread=True),
    ]
    (one,) = month_findings([new, old], rows)
    assert (one.code, one.submission) == ("R001", "s2")
    assert "14:05 ngày 18/6/2025" in one.message
    assert "2 kết quả khác trước (1-0: 2 → cần hỏi lại; 3-1: 3 → 1,5)" in one.message
    (same,) = month_findings([old, new], [record(old, "3-1", 1.0), record(new, "3-1", 1.0)])
    assert "kết quả không đổi" in same.message


def test_a_figure_of_a_line_that_is_not_owed_is_named_with_its_cell():
    one = submission("s1", A)
    rows = [record(one, "2b-1", 4.0, row=9), record(one, "3-1", 1.0), record(one, "4-1", 0.0)]
    (found,) = month_findings([one], rows)
    assert (found.code, found.sheet, found.cell, found.value) == ("R002", "Kết quả", "E9", "4")
    assert "2b-1" in found.message


def test_an_agency_that_sent_one_full_report_has_no_finding():
    one = submission("s1", A)
    assert month_findings([one], [record(one, "3-1", 1.0), record(one, "1-0", 0.0)]) == []

"""What other submissions tell: who corrected what when."""

import contextlib
import dataclasses
import datetime as dt
import io
import json

import pytest
import sample
from sent import record, submission

from cchc_lib import history, records
from cchc_lib.cli.main import run

A, MONTH = "ubnd-xa-a", "2025-06"


def told(submissions, rows=(), as_of=dt.date(2025, 6, 30)):
    found = records.status(
        plan=sample.PLAN, registry=sample.REGISTRY, settings=sample.SETTINGS,
        period=sample.SETTINGS.period(MONTH), submissions=submissions, findings=(), exemptions=(),
        as_of=as_of,
    )  # fmt: skip
    after = history.told(found, submissions, rows)
    assert dataclasses.replace(after, agencies=()) == dataclasses.replace(found, agencies=())
    return next(one.history for one in after.agencies if one.agency == A)


def test_a_correction_names_each_figure_that_it_changed():
    old = submission("s1", A, received="2025-06-16T09:00")
    new = submission("s2", A, received="2025-06-17T10:00", on_behalf="điện thoại")
    rows = [
        record(old, "1-0", 2.0, budget_vnd=5e6),
        record(old, "3-1", 1.0),
        record(new, "1-0", 2.0, budget_vnd=6e6),
        record(new, "3-1", None, unread=True),
    ]
    first, second = told([new, old], rows)
    assert (first.submission, first.replaces, first.counts, first.changes) == (
        "s1",
        None,
        False,
        (),
    )
    assert (second.submission, second.replaces, second.counts) == ("s2", "s1", True)
    assert second.on_behalf == "điện thoại"
    assert [(c.indicator, c.field, c.before, c.after) for c in second.changes] == [
        ("1-0", "budget_vnd", 5e6, 6e6),
        ("3-1", "value", 1.0, "unread"),
    ]


def test_what_reports_nothing_replaces_nothing():
    files = [
        submission("s1", A, received="2025-06-15T09:00", verdict="quarantined", reports=False),
        submission("s2", A, received="2025-06-16T09:00"),
        submission("s3", A, received="2025-06-17T09:00", withdrawn="gửi nhầm"),
        submission("s4", A, received="2025-06-18T09:00", reports=False),
        submission("s5", A, received="2025-06-19T09:00"),
    ]
    found = told(files)
    assert [one.submission for one in found] == ["s1", "s2", "s3", "s4", "s5"]
    assert [one.replaces for one in found] == [None, None, None, None, "s2"]
    assert [one.counts for one in found] == [False, False, False, False, True]
    assert found[2].withdrawn == "gửi nhầm"


def test_what_arrived_after_the_day_of_judgement_is_not_told():
    files = [submission("s1", A), submission("s2", A, received="2025-07-01T00:00")]
    assert [one.submission for one in told(files)] == ["s1"]


@pytest.fixture(scope="module")
def answers(shared_example):
    """The status of the example's first month, as JSON and as text."""

    def call(*more):
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            assert run(["--workspace", str(shared_example), "status", "2025-05", *more]) == 0
        return out.getvalue()

    return json.loads(call("--format", "json")), call()


def test_the_status_shows_who_corrected_what_and_when(answers):
    data, text = answers
    again = [one for one in data["agencies"] if len(one["history"]) > 1]
    assert again
    for one in again:
        counting = [sent for sent in one["history"] if sent["counts"]]
        assert [sent["submission"] for sent in counting] == [one["submission"]]
        arrivals = [sent["received"] for sent in one["history"]]
        assert arrivals == sorted(arrivals)
        assert f"{one['name']} gửi {len(one['history'])} lần" in text
        for sent in one["history"]:
            assert sent["submission"] in text
    changed = [c for one in again for sent in one["history"] for c in sent["changes"]]
    assert changed
    assert all(c["before"] != c["after"] for c in changed)
    assert text.count("đang được tính") == len(again)

"""What was sent: submissions, records, activities, and the events of the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt


Verdict = Literal["accepted", "accepted_with_findings", "quarantined", "duplicate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A file taken in, as judged. `submission_id` is the hash of its bytes (12 hex digits).

    `file` is relative to the workspace. `reports` is true where at least one figure (0 included)
    or the statement "không phát sinh" stands in it. `on_behalf` says who filled it from what.
    """

    submission_id: str
    agency_id: str | None
    period: str | None
    received: dt.datetime
    file: str
    name: str
    verdict: Verdict
    reports: bool
    form_version: str = ""
    simulated: bool = False
    on_behalf: str = ""
    withdrawn: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A figure of a line that a report changed of the one that it replaced.

    `field` is value (in the line's unit), reach or budget_vnd; None is "not reported", "unread"
    a result that could not be taken.
    """

    indicator: str
    field: str
    before: float | str | None
    after: float | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One submission in the history of an agency and month.

    `replaces` is the report before, where this one is a report; `counts` tells the one whose
    figures stand.
    """

    submission: str
    received: dt.datetime
    name: str
    verdict: Verdict
    counts: bool
    on_behalf: str
    withdrawn: str
    replaces: str | None
    changes: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line of one submission, with the address of each figure.

    `value` None is "not reported" unless `unread`: then something was written that could not be
    taken. `cell` is the address of the value (or of the "không phát sinh" statement that made a
    blank line 0).
    """

    record_id: str
    period: str
    agency: str
    indicator: str
    task: str
    value: float | None
    unit: str
    unread: bool
    reach: float | None
    budget_vnd: float | None
    evidence: str
    note: str
    submission: str
    file: str
    sheet: str
    cell: str
    reach_cell: str
    budget_cell: str
    received: str
    on_behalf: str
    simulated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One row of the sheet `Hoạt động`; `row` is its 1-based row there, `topic` the plan's n."""

    period: str
    agency: str
    submission: str
    file: str
    sheet: str
    row: int
    date: dt.date | None
    indicator: str
    form: str
    title: str
    topic: int | None
    channel: str
    quantity: float | None
    minutes: float | None
    reach: float | None
    evidence: str
    evidence_cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One issue of a report: the last line of the log that it knew, the day it was judged on."""

    period: str
    line: int
    judged_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A line of `log.jsonl`: something that happened to a submission or an obligation.

    kinds: received, archive, withdrawn, exempted, due_moved, closed, reopened. `at` is when it
    took effect (for received: arrival); `due` the new due date, an ISO date; `issued` the reports
    that stood then and that no earlier line names.
    """

    kind: str
    at: dt.datetime
    order: int
    submission: str = ""
    name: str = ""
    file: str = ""
    agency: str = ""
    indicator: str = ""
    period: str = ""
    period_to: str = ""
    on_behalf: str = ""
    reason: str = ""
    due: str = ""
    issued: tuple[Issue, ...] = ()

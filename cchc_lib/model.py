"""Frozen dataclasses of the field: plans, agencies, obligations, submissions, indicators.

No I/O and no third-party import. Units: counts are plain numbers in the line's own `unit`,
`*_vnd` are đồng, `*_minutes` minutes, rates are fractions (0.85), dates are `datetime.date`,
times are aware datetimes in Asia/Ho_Chi_Minh. `None` is "not reported" or "not stated", never 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

    from cchc_lib.findings import Finding

Per = Literal["day", "week", "month", "quarter", "half-year", "year", "once"]
Every = Literal["week", "month", "quarter", "half-year", "year"]
ScheduleKind = Literal["continuous", "periodic", "window", "deadline", "other", "none"]
Role = Literal["lead", "coordinate", "direct"]
ReachKind = Literal["attendance", "audience", "online", "unknown"]
State = Literal["met", "on_track", "behind", "active", "none", "not_reported", "not_due", "exempt"]
StandingState = Literal["on_time", "late", "missing", "quarantined", "not_due"]
Verdict = Literal["accepted", "accepted_with_findings", "quarantined", "duplicate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRef:
    """Where in a plan file something stands; lines are 1-based, both ends inclusive."""

    file: str
    line_start: int | None = None
    line_end: int | None = None
    page: int | None = None
    section: str = ""
    text: str = ""


# --- the plan ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A legal document cited by number, e.g. Nghị quyết 57-NQ/TW of 22/12/2024."""

    kind: str
    number: str
    date: dt.date | None
    issuer: str
    source: SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One agency or group named by a task, as printed (restored), with the registry's ids.

    `ids` are ids of registry rows (agencies or groups, not yet expanded to members); empty when
    no registry row matches.
    """

    text: str
    role: Role
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a task is due; `start` and `end` both inclusive."""

    kind: ScheduleKind
    text: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    every: Every | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """So many `unit` per `per`; `item` tells one task's series apart ("phát lại")."""

    quota_id: str
    item: str
    count: float
    unit: str
    per: Per
    minutes: float | None = None
    approximate: bool = False
    bound: Literal["min"] | None = None
    source: SourceRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A numbered heading that holds tasks ("1.2 Truyền thông trên …")."""

    group_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A leaf task of the plan."""

    task_id: str
    field: Literal["CĐS", "CCHC"]
    group: str | None
    title: str
    assignments: tuple[Assignment, ...]
    schedule: Schedule
    quotas: tuple[Quota, ...]
    product: str | None
    confidence: float
    source: SourceRef

    def named(self, role: Role) -> tuple[Assignment, ...]:
        """The assignments of one role, in printed order."""
        return tuple(a for a in self.assignments if a.role == role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A communication topic; `n` counts through the plan's topics from 1, over all fields."""

    n: int
    field: Literal["CĐS", "CCHC"]
    text: str
    source: SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What one unit is told to do in the section on organisation."""

    unit: str
    text: str
    source: SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingDuty:
    """Who reports what to whom, through whom, how often."""

    who: str
    to: str
    via: tuple[str, ...]
    per: Literal["month", "quarter"] | None
    text: str
    source: SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetRule:
    """One paragraph of the section on funding."""

    text: str
    source: SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan as data. `date` is `2025-05-12` or, where the day can't be read, `2025-05`."""

    number: str
    kind: str
    issuer: str
    date: str
    year: int
    title: str
    groups: tuple[Group, ...]
    tasks: tuple[Task, ...]
    topics: tuple[Topic, ...]
    documents: tuple[Document, ...]
    duties: tuple[Duty, ...]
    reports: tuple[ReportingDuty, ...]
    budget: tuple[BudgetRule, ...]
    recipients: tuple[str, ...]
    findings: tuple[Finding, ...]


# --- agencies and obligations -----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A row of the registry: an agency (owes reports if it is in a group) or a group.

    `kind` is "group" for groups. `valid_from`/`valid_to` are inclusive, `None` is open.
    """

    agency_id: str
    name: str
    short_name: str
    kind: str
    groups: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    code: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    successors: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the form: one indicator that agencies report.

    `indicator` is the shorter-span quota's id, or `<task>-0` for a task without a quota (then
    `quota` is None and `unit` is "hoạt động"). `also` are the longer-span quotas that share the
    line. `content` is what the form prints. `channel` is a key of the lexicon's channel table.
    """

    indicator: str
    task_id: str
    field: Literal["CĐS", "CCHC"]
    item: str
    content: str
    unit: str
    quota: Quota | None
    also: tuple[Quota, ...] = ()
    channel: str = ""
    reach_kind: ReachKind = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One agency owes one line in one month.

    `target` counts the line's unit; None where the line has no quota or its quota is judged in
    longer periods only. `exempt` is the reason of an exemption, else "".
    """

    agency_id: str
    line: Line
    period: str
    target: float | None
    exempt: str = ""


# --- submissions and records ------------------------------------------------------------


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A line of `log.jsonl`: something that happened to a submission or an obligation.

    kinds: received, withdrawn, exempted. `at` is when it took effect (for received: arrival).
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


# --- standing and indicators ------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether one agency has sent its report for one month, and which submission counts."""

    agency: str
    name: str
    period: str
    state: StandingState
    submission: str | None
    received: dt.datetime | None
    first_received: dt.datetime | None
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Who owes a report for a period and who has sent it (contracts: Status)."""

    period: str
    start: dt.date
    end: dt.date
    due: dt.date
    as_of: dt.date
    expected: int
    received: int
    on_time: int
    late: int
    missing: int
    agencies: tuple[Standing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyIndicator:
    """One line of one agency; `shortfall` = target - actual where positive and reported.

    `peer_median` is the median `actual` of the `peers` other agencies of the same registry kind
    that owe the line and reported it; None where there is none.
    """

    agency: str
    target: float | None
    actual: float | None
    rate: float | None
    state: State
    unread: bool = False
    shortfall: float | None = None
    peer_median: float | None = None
    peers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskIndicator:
    """One line over all agencies that owe it; rates are fractions, not capped.

    `previous` is `actual` in the period before, `change` = actual - previous; both None where
    nothing was owed then or nobody reported. `projected_year` = actual_to_date ×
    target_year_possible ÷ target_to_date: what the year comes to at this pace;
    `projected_rate` = projected_year ÷ target_year. `unread_agencies` counts those whose result
    was written but could not be read (and has no other figure): "cần hỏi lại", not "chưa báo cáo".
    """

    task: str
    indicator: str
    field: Literal["CĐS", "CCHC"]
    item: str
    content: str
    unit: str
    channel: str
    target: float | None
    actual: float | None
    rate: float | None
    target_to_date: float | None
    actual_to_date: float | None
    rate_to_date: float | None
    target_year: float | None
    target_year_possible: float | None
    rate_year: float | None
    state: State
    owing: int
    reported: int
    shortfall: float | None
    shortfall_to_date: float | None
    budget_vnd: float | None
    agencies: tuple[AgencyIndicator, ...]
    previous: float | None = None
    change: float | None = None
    projected_year: float | None = None
    projected_rate: float | None = None
    unread_agencies: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicIndicator:
    """How many declared activities were about one topic, by how many agencies."""

    field: Literal["CĐS", "CCHC"]
    n: int
    text: str
    activities: int
    agencies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachIndicator:
    """People reached, by kind; kinds are never added together. None: nobody stated it."""

    kind: ReachKind
    value: float | None
    value_to_date: float | None
    record_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """Completeness and timeliness, fractions in 0-1, None where nobody owes."""

    expected: int
    reported: int
    on_time: int
    late: int
    missing: int
    completeness: float | None
    timeliness: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPoint:
    """Declared activities of one line in one Monday-to-Sunday week cut to the window.

    `cumulative` and `required` run from the window's start, in the line's unit.
    """

    indicator: str
    start: dt.date
    end: dt.date
    activities: int
    quantity: float
    cumulative: float
    required: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelIndicator:
    """Declared activities by channel, and their stated quantity per unit is not added up."""

    channel: str
    activities: int
    agencies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The counts of page 1.

    `share` and `share_to_date` are the mean of min(rate, 1) over the lines with a target that
    somebody reported (`rated` of `with_target` lines).
    """

    with_target: int
    met: int
    on_track: int
    behind: int
    not_reported: int
    rated: int
    share: float | None
    share_to_date: float | None
    without_target: int
    active: int
    activities: int
    activity_agencies: int
    not_due: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodIndicators:
    """All computed indicators of one period (contracts: Indicators, with more fields).

    `more` holds, by id, the indicators of `indicators.INDICATORS` that have no field here.
    """

    period: str
    start: dt.date
    end: dt.date
    due: dt.date
    as_of: dt.date
    simulated: bool
    reporting: Reporting
    summary: Summary
    tasks: tuple[TaskIndicator, ...]
    topics: tuple[TopicIndicator, ...]
    reach: tuple[ReachIndicator, ...]
    channels: tuple[ChannelIndicator, ...]
    weeks: tuple[WeekPoint, ...]
    budget_vnd: float | None
    budget_vnd_to_date: float | None
    findings: tuple[Finding, ...] = field(default=())
    more: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceCell:
    """One cell that takes part in a figure."""

    agency: str
    submission: str
    file: str
    sheet: str
    cell: str
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The way from a printed figure to its cells and to the plan's lines."""

    period: str
    indicator: str
    agency: str | None
    value: float | None
    formula: str
    cells: tuple[TraceCell, ...]
    plan: tuple[SourceRef, ...]

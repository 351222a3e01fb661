"""What is computed: status, indicators, traces."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

    from cchc_lib.findings import Finding
    from cchc_lib.model.owing import ReachKind
    from cchc_lib.model.plan import SourceRef
    from cchc_lib.model.sending import Sent

State = Literal["met", "on_track", "behind", "active", "none", "not_reported", "not_due", "exempt"]
StandingState = Literal["on_time", "late", "missing", "quarantined", "not_due"]


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
    history: tuple[Sent, ...] = ()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A figure as it was closed and as it would be; both in `unit`, None: nobody reported.

    `indicator` is a line's id, `reporting.reported`, `reach.<kind>` or `budget_vnd`.
    """

    indicator: str
    unit: str
    closed: float | None
    would_be: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A submission that came after its month was closed; `changes` are its agency's results."""

    submission: str
    agency: str
    period: str
    received: dt.datetime
    verdict: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendments:
    """What came after a period's months were closed; `changes` are those of all together."""

    files: tuple[Amendment, ...] = ()
    changes: tuple[Change, ...] = ()

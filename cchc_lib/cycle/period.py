"""Opening a period: everything that its reports and commands show, from processed data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_lib import history, indicators, obligations, periods, records, workspace
from cchc_lib.cycle import closing, earlier
from cchc_lib.cycle.events import parse_day
from cchc_lib.cycle.processed import Processed, refresh, version
from cchc_lib.errors import ParameterError
from cchc_lib.model import Amendments
from cchc_lib.report.data import ReportData
from cchc_lib.submissions.context import closings

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from cchc_lib.model import Event, Line, PeriodIndicators, Status, Submission, Trace
    from cchc_lib.periods import Period


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A period of a workspace, judged as of a day.

    `processed` is what the period's figures follow from, `live` everything taken in: they differ
    where a month was closed.
    """

    processed: Processed
    live: Processed
    period: Period
    as_of: dt.date

    @property
    def closing(self) -> Event | None:
        """The event that closed the period; None while it is open."""
        return closing.closing(self.processed, self.period)

    def amendments(self) -> Amendments:
        """What came after the period's months were closed, and the difference it would make."""
        p, live = self.period, self.live
        if not any(True for _ in closing.late(live.submissions, closings(live.events))):
            return Amendments()
        day = max(self.as_of, records.default_as_of(p, live.submissions, live.settings))
        would = Opened(processed=live, live=live, period=p, as_of=day)
        return closing.amendments(live, p, self.indicators(), would.indicators())

    @property
    def inputs(self) -> tuple[tuple[str, str], ...]:
        """Name and hash of every file that its reports are made from, the notes included."""
        space = self.processed.workspace
        notes = space.notes_path(self.period.label)
        return tuple(sorted((*self.processed.inputs, *workspace.checksums(space, [notes]))))

    def scope(self, period: Period | None = None) -> indicators.Scope:
        """What was owed and sent in this period, or in another one seen from the same day."""
        p = self.processed
        return indicators.Scope(
            plan=p.plan,
            registry=p.registry,
            settings=p.settings,
            period=period or self.period,
            submissions=p.submissions,
            all_records=p.records,
            all_activities=p.activities,
            all_findings=p.findings,
            exemptions=p.exemptions,
            as_of=self.as_of,
        )

    def status(self, period: Period | None = None) -> Status:
        """Who owes a report and who has sent it."""
        p = self.processed
        return history.told(self.scope(period).status, p.submissions, p.records)

    def indicators(self, period: Period | None = None) -> PeriodIndicators:
        """All indicators of this period, or of another one seen from the same day."""
        return indicators.compute(self.scope(period))

    def records(self) -> pd.DataFrame:
        """The figures that count, a row for each line of each counting submission."""
        p = self.processed
        return records.build(
            records=p.records,
            submissions=p.submissions,
            settings=p.settings,
            period=self.period,
            as_of=self.as_of,
        )

    def trace(self, indicator: str, agency: str | None = None) -> Trace:
        """The cells that make up one figure."""
        return indicators.trace(self.scope(), indicator, agency)


def open_workspace(named: str = "") -> Processed:
    """A workspace with its processed data up to date; "" is the one of the current folder."""
    return refresh(workspace.find(named=named))


def at(processed: Processed, label: str, as_of: str = "") -> Opened:
    """A period by its label, judged as of a day.

    Args:
        processed: an up-to-date workspace.
        label: `2025-06`, `2025-Q2`, …
        as_of: ISO date; "" is the later of the last submission's arrival and the due date.

    Raises:
        ParameterError: no such period, or no such day.
    """
    live, period = processed, processed.settings.period(label)
    processed = closing.seen(live, period)
    settings = processed.settings
    day = (
        parse_day(as_of)
        if as_of
        else records.default_as_of(period, processed.submissions, settings)
    )
    return Opened(processed=processed, live=live, period=period, as_of=day)


def open_period(period: str, workspace: str = "", as_of: str = "", agency: str = "") -> ReportData:
    """Everything that a report of one period shows: a notebook's first call.

    Args:
        period: `2025-06`, `2025-Q2`, …
        workspace: its folder; "" is the one that the current folder lies in.
        as_of: ISO date from which things are judged; "" is the default of `at`.
        agency: registry id for the report of one agency; "" for all.

    Raises:
        CchcError: anything that the operator must act on.
    """
    return report_data(at(open_workspace(workspace), period, as_of), agency)


def report_data(opened: Opened, agency: str = "") -> ReportData:
    """The data of one report."""
    p, settings = opened.processed, opened.processed.settings
    names = {a.agency_id: a.name for a in p.registry.agencies}
    if agency and agency not in names:
        raise ParameterError(
            f'Không có đơn vị "{agency}" trong data/raw/agencies.csv. Xem mã đơn vị bằng: '
            f"cchc status {opened.period.label}"
        )
    months = _months_shown(opened)
    previous = _previous(opened)
    return ReportData(
        organisation=settings.organisation,
        simulated=settings.workspace.simulated,
        closed=opened.closing is not None,
        plan=p.plan,
        period=opened.period,
        first_period=settings.first_month.label,
        as_of=opened.as_of,
        names=names,
        short_names={a.agency_id: a.short_name for a in p.registry.agencies},
        agency=agency or None,
        indicators=opened.indicators(),
        months=tuple(opened.indicators(month) for month in months),
        previous=opened.indicators(previous) if previous else None,
        status=opened.status(),
        month_statuses=tuple(opened.status(month) for month in months),
        records=opened.records(),
        activities=p.activities,
        submissions=_submissions(opened),
        findings=p.plan.findings,
        events=p.events,
        amendments=Amendments() if opened.closing else opened.amendments(),
        notes=p.workspace.notes(opened.period.label),
        next_lines=_next_lines(opened),
        inputs=opened.inputs,
        version=version(),
        furthest_behind=settings.indicators.furthest_behind,
        earlier=None if agency else earlier.before(opened),
    )


def _months_shown(opened: Opened) -> tuple[Period, ...]:
    """A month's report shows every month so far; a longer period's shows its months."""
    settings = opened.processed.settings
    if opened.period.kind == "month":
        return settings.months_to_date(opened.period)
    return settings.reporting_months(opened.period)


def _previous(opened: Opened) -> Period | None:
    """The period before, where anything was owed in it."""
    previous = opened.period.previous()
    return previous if opened.processed.settings.reporting_months(previous) else None


def _next_lines(opened: Opened) -> tuple[Line, ...]:
    """The lines owed in the first month after the period, each once, in the plan's order."""
    p = opened.processed
    following: Period = opened.period.months()[-1].next()
    owed = {
        o.line.indicator
        for o in obligations.month_obligations(
            p.plan, p.registry, p.settings, following, p.exemptions
        )
        if not o.exempt
    }
    return tuple(line for line in obligations.lines(p.plan) if line.indicator in owed)


def _submissions(opened: Opened) -> tuple[Submission, ...]:
    """The submissions of the period's months, as received up to the day of judgement."""
    labels = {month.label for month in opened.period.months()}
    return tuple(
        s
        for s in opened.processed.submissions
        if s.period in labels and s.received.date() <= opened.as_of
    )


__all__ = ["Opened", "at", "open_period", "open_workspace", "periods", "report_data"]

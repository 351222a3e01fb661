"""Closing a period: what was reported by then stays; what comes later is listed as amendments.

A closed period is seen as the workspace stood at the line of the log that closed it, so its
figures and its report follow from that part of the log alone. In a period that is still open, a
closed month's rows are those of its closing.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from cchc_lib import records
from cchc_lib.cycle.processed import refresh
from cchc_lib.model import Amendment, Amendments, Change
from cchc_lib.submissions.context import closings
from cchc_lib.workspace import Workspace

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from cchc_lib.cycle.processed import Processed
    from cchc_lib.model import Event, PeriodIndicators, Record, Submission
    from cchc_lib.periods import Period


def closing(processed: Processed, period: Period) -> Event | None:
    """The event by which the last of a period's months was closed; None while one is open."""
    closed = closings(processed.events)
    months = processed.settings.reporting_months(period)
    found = [closed.get(month.label) for month in months]
    events = [event for event in found if event]
    return max(events, key=lambda e: e.order) if events and len(events) == len(found) else None


def seen(processed: Processed, period: Period) -> Processed:
    """The data that a period's figures follow from."""
    event = closing(processed, period)
    if event:
        processed = as_of_line(processed, event.order)
    closed = closings(processed.events)
    for month in sorted({s.period for s in late(processed.submissions, closed) if s.period}):
        processed = _with_month(processed, as_of_line(processed, closed[month].order), month)
    return processed


def late(submissions: Iterable[Submission], closed: Mapping[str, Event]) -> Iterator[Submission]:
    """The submissions that were taken in after their month was closed."""
    for one in submissions:
        event = closed.get(one.period or "")
        if event and one.order > event.order:
            yield one


def as_of_line(processed: Processed, order: int) -> Processed:
    """The data as they were when the log had so many lines."""
    return refresh(Workspace(processed.workspace.root, until=order))


def _with_month(processed: Processed, then: Processed, month: str) -> Processed:
    """The data, but one month's rows as they were."""

    def mixed(name: str) -> Any:
        rows = [one for one in getattr(processed, name) if one.period != month]
        return (*rows, *(one for one in getattr(then, name) if one.period == month))

    names = ("submissions", "records", "activities", "findings")
    return dataclasses.replace(processed, **{name: mixed(name) for name in names})


# --- what later arrivals would change --------------------------------------------------------


def amendments(
    live: Processed, period: Period, figures: PeriodIndicators, would: PeriodIndicators
) -> Amendments:
    """What came for a period's months after they were closed, and the difference it would make.

    Args:
        live: everything taken in.
        period: any kind.
        figures: the period's, as they are.
        would: the period's, if everything taken in counted.
    """
    closed = closings(live.events)
    labels = {month.label for month in period.months()}
    found = [
        s
        for s in late(live.submissions, closed)
        if s.period in labels and s.agency_id and not s.withdrawn
    ]
    if not found:
        return Amendments()
    before, after = _figures(figures), _figures(would)
    return Amendments(
        files=tuple(_amendment(live, closed, one, figures.as_of) for one in found),
        changes=_changes(before, after),
    )


def _amendment(
    live: Processed, closed: Mapping[str, Event], one: Submission, as_of: dt.date
) -> Amendment:
    """One later arrival, beside what counts of its agency."""
    month = one.period or ""
    kept = [s for s in live.submissions if s.order < closed[month].order]
    counted = records.counting(kept, month, as_of).get(one.agency_id or "")
    reports = records.reports(one)
    return Amendment(
        submission=one.submission_id,
        agency=one.agency_id or "",
        period=month,
        received=one.received,
        verdict=one.verdict,
        changes=_changes(_results(live, counted), _results(live, one)) if reports else (),
    )


def _results(live: Processed, one: Submission | None) -> dict[str, tuple[str, float | None]]:
    """A submission's results by line."""
    rows: Iterable[Record] = live.records if one else ()
    return {
        r.indicator: (r.unit, r.value) for r in rows if one and r.submission == one.submission_id
    }


def _figures(found: PeriodIndicators) -> dict[str, tuple[str, float | None]]:
    """A period's figures by id, each with its unit."""
    return {
        "reporting.reported": ("báo cáo", float(found.reporting.reported)),
        **{task.indicator: (task.unit, task.actual) for task in found.tasks},
        **{f"reach.{one.kind}": ("lượt", one.value) for one in found.reach},
        "budget_vnd": ("đồng", found.budget_vnd),
    }


def _changes(
    before: Mapping[str, tuple[str, float | None]], after: Mapping[str, tuple[str, float | None]]
) -> tuple[Change, ...]:
    """The figures that differ."""
    found = (
        Change(
            indicator=name,
            unit=(after.get(name) or before[name])[0],
            closed=before[name][1] if name in before else None,
            would_be=after[name][1] if name in after else None,
        )
        for name in dict.fromkeys((*before, *after))
    )
    return tuple(one for one in found if one.closed != one.would_be)


def to_json(found: Amendments) -> dict[str, Any]:
    """What `cchc status` answers beside the standing."""

    def listed(changes: Iterable[Change]) -> list[dict[str, Any]]:
        return [dataclasses.asdict(one) for one in changes]

    return {
        "amendments": [
            {
                "submission": one.submission,
                "agency": one.agency,
                "period": one.period,
                "received": one.received.isoformat(),
                "status": one.verdict,
                "changes": listed(one.changes),
            }
            for one in found.files
        ],
        "changes": listed(found.changes),
    }

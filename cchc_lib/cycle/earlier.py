"""The report that stood before, as the one a new report is compared with.

The log notes which reports stood when a line was written, and up to which line each was made. What
such a report showed then follows from raw alone: the log up to that line. So the comparison is
recomputed, never remembered, and the same raw gives the same bytes (docs/decisions/0008).
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from cchc_lib.cycle import closing
from cchc_lib.model import Issue
from cchc_lib.report.data import Earlier

if TYPE_CHECKING:
    from cchc_lib.cycle.period import Opened


def current(opened: Opened) -> Issue:
    """The issue that a report made now is."""
    return Issue(period=opened.period.label, line=_last_line(opened), judged_on=opened.as_of)


def replaced(opened: Opened) -> Issue | None:
    """The last issue of the period's report before the one that is made now; None for a first."""
    now = _last_line(opened)
    issues = [
        issue
        for event in opened.processed.events
        for issue in event.issued
        if issue.period == opened.period.label and issue.line < now
    ]
    return max(issues, key=lambda issue: issue.line, default=None)


def _last_line(opened: Opened) -> int:
    """The last line of the log that a period's figures can depend on, 0 without one.

    Withdrawals, exemptions and moved due dates hold whatever the day of judgement; arrivals from
    their day on.
    """
    p = opened.processed
    labels = {month.label for month in p.settings.months_to_date(opened.period)}
    known = {s.submission_id for s in p.submissions if s.period in labels}
    last = max(labels, default="")
    lines = [
        event.order
        for event in p.events
        if (event.kind != "received" or event.at.date() <= opened.as_of)
        and (
            event.submission in known
            or (event.kind == "exempted" and bool(labels) and event.period <= last)
            or (event.kind == "due_moved" and event.period in labels)
        )
    ]
    return max(lines, default=0)


def before(opened: Opened) -> Earlier | None:
    """What the replaced issue showed; None where a report is the first of its period."""
    issue = replaced(opened)
    if issue is None:
        return None
    old = dataclasses.replace(
        opened, processed=closing.as_of_line(opened.processed, issue.line), as_of=issue.judged_on
    )
    return Earlier(
        as_of=issue.judged_on,
        indicators=old.indicators(),
        status=old.status(),
        submissions=old.processed.submissions,
        events=old.processed.events,
    )

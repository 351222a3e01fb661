"""Declared activities by week against the even pace that the plan requires."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cchc_lib import periods
from cchc_lib.indicators.quotas import tasks
from cchc_lib.model import WeekPoint

if TYPE_CHECKING:
    import datetime as dt

    from cchc_lib.indicators.scope import Scope
    from cchc_lib.model import Activity, TaskIndicator


def weeks(scope: Scope) -> tuple[WeekPoint, ...]:
    """Declared activities of each line with a target, by week, in the line's unit.

    Weeks run from the first month owed in the period to its end, or to the day of judgement where
    that comes first; `required` is the target's even share at each week's end. An activity
    without a quantity counts as one, as it does when activities are compared with results.
    """
    lines = [t for t in tasks(scope) if t.target is not None]
    if not lines:
        return ()
    start, end = scope.months[0].start, scope.period.end
    spans = [week for week in periods.weeks(start, end) if week[0] <= scope.as_of]
    dated: dict[str, list[Activity]] = {}
    for one in scope.activities:
        line = scope.line_of.get(one.indicator)
        if line and one.date and start <= one.date <= end:
            dated.setdefault(line.indicator, []).append(one)
    return tuple(
        point for t in lines for point in _points(t, dated.get(t.indicator, []), spans, start, end)
    )


def _points(
    task: TaskIndicator,
    activities: list[Activity],
    spans: list[tuple[dt.date, dt.date]],
    start: dt.date,
    end: dt.date,
) -> list[WeekPoint]:
    """The weeks of one line."""
    days = (end - start).days + 1
    points, done = [], 0.0
    for first, last in spans:
        rows = [a for a in activities if a.date and first <= a.date <= last]
        quantity = math.fsum(1.0 if a.quantity is None else a.quantity for a in rows)
        done += quantity
        points.append(
            WeekPoint(
                indicator=task.indicator,
                start=first,
                end=last,
                activities=len(rows),
                quantity=quantity,
                cumulative=done,
                required=(task.target or 0) * ((last - start).days + 1) / days,
            )
        )
    return points

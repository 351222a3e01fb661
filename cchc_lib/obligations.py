"""Plan, agencies, period → who owes what, with targets and shared lines.

Units: targets count the line's own unit, for one agency. Months are reporting periods.
Source of all rules: contracts, parts 5 and 6.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from cchc_lib import lexicon, periods
from cchc_lib.model import Line, Obligation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from cchc_lib.agencies import Registry
    from cchc_lib.config import Settings
    from cchc_lib.model import Event, Plan, Quota, Schedule, Task
    from cchc_lib.periods import Period

_SPANS = ("day", "week", "month", "quarter", "half-year", "year", "once")
_SPAN_MONTHS = {"day": 1, "week": 1, "month": 1, "quarter": 3, "half-year": 6, "year": 12}


# --- lines --------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def lines(plan: Plan) -> tuple[Line, ...]:
    """The lines that a plan asks for, in its order; each is reported by whoever owes it."""
    return tuple(line for task in plan.tasks for line in _task_lines(task))


def task_of(plan: Plan, line: Line) -> Task:
    """The task that a line belongs to."""
    return next(task for task in plan.tasks if task.task_id == line.task_id)


def _task_lines(task: Task) -> list[Line]:
    """One line for each series of a task; quotas that differ in their span alone share it."""
    if not task.quotas:
        return [_line(task, None, ())]
    series: dict[tuple[str, str], list[Quota]] = {}
    for quota in task.quotas:
        series.setdefault((quota.item, lexicon.unit_key(quota.unit)), []).append(quota)
    made = []
    for quotas in series.values():
        by_span: dict[str, Quota] = {}
        for quota in quotas:
            if quota.per in by_span:  # two figures for one span are two lines
                made.append(_line(task, quota, ()))
            else:
                by_span[quota.per] = quota
        shortest, *longer = sorted(by_span.values(), key=lambda q: _SPANS.index(q.per))
        made.append(_line(task, shortest, tuple(longer)))
    order = [quota.quota_id for quota in task.quotas]
    return sorted(made, key=lambda line: order.index(line.indicator))


def _line(task: Task, quota: Quota | None, also: tuple[Quota, ...]) -> Line:
    """A line of a task, with its channel and kind of reach by the lexicon."""
    item = quota.item if quota else ""
    unit = quota.unit if quota else lexicon.activity_unit()
    channel = lexicon.channel_of(f"{item} {task.title} {task.product or ''}")
    return Line(
        indicator=quota.quota_id if quota else f"{task.task_id}-0",
        task_id=task.task_id,
        field=task.field,
        item=item,
        content=f"{task.title} – {item}" if item else task.title,
        unit=unit,
        quota=quota,
        also=also,
        channel=channel.key,
        reach_kind=lexicon.reach_kind(unit, channel),
    )


# --- months in which a task is owed ---------------------------------------------------------


def nominal_months(task: Task, settings: Settings) -> tuple[Period, ...]:
    """The months of the plan's year that a task's schedule names, owed or not.

    Schedules in months, quarters or years name the reporting periods of that name; those in
    days, the periods whose windows they overlap; a deadline, every period up to its own.
    """
    year = settings.period(str(settings.plan_year)).months()
    return tuple(month for month in year if _names(task.schedule, month))


def _names(schedule: Schedule, month: Period) -> bool:
    """Whether a schedule names a month."""
    first, last = schedule.start, schedule.end
    if first and last and first > last:
        return True  # a span that can't be is no reason to ask for nothing
    if last and _ends_month(last) and (first is None or first.day == 1):
        after = first is None or (first.year, first.month) <= (month.year, month.first)
        return after and (month.year, month.first) <= (last.year, last.month)
    return (first is None or first <= month.end) and (last is None or month.start <= last)


def _ends_month(day: dt.date) -> bool:
    """Whether a day is its month's last."""
    return day.day == calendar.monthrange(day.year, day.month)[1]


# --- who owes -------------------------------------------------------------------------------


def bound(task: Task, registry: Registry, settings: Settings, month: Period) -> tuple[str, ...]:
    """Ids of the agencies that lead a task in a month: named, or members of a named group.

    A group means its members valid on the window's last day; successors only as
    `[plan.successors]` says.
    """
    named = [one for a in task.named("lead") for one in a.ids]
    found = dict.fromkeys(registry.expand(named, month.end))
    for old, new in settings.plan.successors.items():
        row = registry.by_id.get(old)
        was_bound = row is not None and (old in named or set(row.groups) & set(named))
        if was_bound and old not in found:
            found.update(dict.fromkeys(registry.expand(new, month.end)))
    return tuple(found)


def month_obligations(
    plan: Plan,
    registry: Registry,
    settings: Settings,
    month: Period,
    exemptions: Iterable[Event] = (),
) -> tuple[Obligation, ...]:
    """What every agency owes in one month: agencies in the registry's order, lines in the plan's.

    Exempted ones are included, with their reason; nothing is owed outside the reporting months.
    """
    if not settings.reporting_months(month):
        return ()
    exempted = list(exemptions)
    owed = []
    for task in plan.tasks:
        nominal = nominal_months(task, settings)
        if month not in nominal:
            continue
        agencies = bound(task, registry, settings, month)
        for line in (line for line in lines(plan) if line.task_id == task.task_id):
            value = target(line.quota, nominal, [month], month)
            for agency in agencies:
                reason = _exempt(exempted, agency, line.indicator, month.label)
                owed.append(
                    Obligation(
                        agency_id=agency,
                        line=line,
                        period=month.label,
                        target=value,
                        exempt=reason,
                    )
                )
    place = {row.agency_id: n for n, row in enumerate(registry.rows)}
    return tuple(sorted(owed, key=lambda o: place[o.agency_id]))


def _exempt(exemptions: Iterable[Event], agency: str, indicator: str, month: str) -> str:
    """The reason of the exemption that covers a line in a month, else ""."""
    for event in exemptions:
        same = (event.agency, event.indicator) == (agency, indicator)
        if same and event.period <= month <= event.period_to:
            return event.reason or "Không áp dụng"
    return ""


def owing(obligations: Iterable[Obligation]) -> tuple[str, ...]:
    """Ids of the agencies whose form has a line: those that owe a report, in order."""
    return tuple(dict.fromkeys(o.agency_id for o in obligations if not o.exempt))


# --- targets of one agency ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Span:
    """One span of a quota: its window, both ends inclusive, and the month that it ends in."""

    start: dt.date
    end: dt.date
    month: str


def _spans(quota: Quota, nominal: Sequence[Period]) -> list[_Span]:
    """The spans of a quota in the months that its task's schedule names."""
    match quota.per:
        case "day" | "week":
            return [
                _Span(day, day, month.label) for month in nominal for day in _days(quota, month)
            ]
        case "once":
            if not nominal:
                return []
            return [_Span(nominal[0].start, nominal[-1].end, nominal[-1].label)]
        case per:
            return _longer_spans(_SPAN_MONTHS[per], nominal)


def _days(quota: Quota, month: Period) -> Sequence[dt.date]:
    """The days that begin a span: each day, or the Mondays of the window."""
    if quota.per == "week":
        return periods.mondays(month.start, month.end)
    return [month.start + dt.timedelta(days=n) for n in range(month.days)]


def _longer_spans(length: int, nominal: Sequence[Period]) -> list[_Span]:
    """Spans of so many months of the year, whose last month the schedule names."""
    found = []
    for month in nominal:
        if month.last % length == 0:
            first = month
            for _ in range(length - 1):
                first = first.previous()
            found.append(_Span(first.start, month.end, month.label))
    return found


def target(
    quota: Quota | None, nominal: Sequence[Period], owed: Collection[Period], period: Period
) -> float | None:
    """What one agency should do in a period; None without a quota or in too short a period.

    Args:
        quota: the line's quota.
        nominal: the months that the task's schedule names.
        owed: the months in which the agency owes the line (exempted ones left out).
        period: judged where it is at least as long as the quota's span.
    """
    if quota is None or _length(quota, nominal) > len(period.months()):
        return None
    inside = {month.label for month in period.months()} & {month.label for month in owed}
    spans = [span for span in _spans(quota, nominal) if span.month in inside]
    return quota.count * len(spans) if inside else None


def _length(quota: Quota, nominal: Sequence[Period]) -> int:
    """The months of a quota's span."""
    return len(nominal) if quota.per == "once" else _SPAN_MONTHS[quota.per]


def target_to_date(
    quota: Quota | None, nominal: Sequence[Period], owed: Collection[Period], period: Period
) -> float | None:
    """What one agency should have done from its first month owed to a period's end.

    A span that is still running counts by the share of its days elapsed.
    """
    if quota is None or not owed:
        return None
    labels = {month.label for month in owed}
    first = min(month.start for month in owed)
    total = 0.0
    for span in _spans(quota, nominal):
        counts = span.month in labels or (_length(quota, nominal) > 1 and span.end >= first)
        if counts and span.start <= period.end:
            done = (min(span.end, period.end) - span.start).days + 1
            total += quota.count * done / ((span.end - span.start).days + 1)
    return total


def target_year(line: Line, nominal: Sequence[Period]) -> float | None:
    """What one agency should do in the plan's year: the plan's own figure, else all spans."""
    if line.quota is None:
        return None
    for quota in (line.quota, *line.also):
        if quota.per == "year":
            return quota.count
    return line.quota.count * len(_spans(line.quota, nominal))


def target_year_possible(
    line: Line, nominal: Sequence[Period], first_month: Period
) -> float | None:
    """What the year can still reach: the spans that end from the first month owed on."""
    if line.quota is None:
        return None
    spans = [span for span in _spans(line.quota, nominal) if span.end >= first_month.start]
    return line.quota.count * len(spans)

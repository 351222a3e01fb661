"""Completion of each line of the plan: in the period, to date, in the year, by agency.

Source of all rules: contracts, part 4 (Indicators) and part 6.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cchc_lib import obligations
from cchc_lib.indicators.amounts import change, peer_median, ratio, shortfall, total
from cchc_lib.model import AgencyIndicator, TaskIndicator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.indicators.scope import Scope
    from cchc_lib.model import Line, Record, State
    from cchc_lib.periods import Period


@lru_cache(maxsize=1)
def tasks(scope: Scope) -> tuple[TaskIndicator, ...]:
    """Every line that is owed in the period, in the plan's order; amounts in the line's unit."""
    return tuple(_task(scope, line) for line in scope.lines if line.indicator in scope.asked)


def _task(scope: Scope, line: Line) -> TaskIndicator:
    """One line over all agencies that owe it."""
    indicator = line.indicator
    agencies = _agencies(scope, line)
    owing = [a for a in agencies if a.state != "exempt"]
    records = scope.of_line(indicator, scope.months)
    target = total(a.target for a in owing)
    actual = total(r.value for r in records)
    target_to_date = _target_to_date(scope, line)
    actual_to_date = total(r.value for r in scope.of_line(indicator, scope.to_date))
    year, possible = _year(scope, line, len(owing))
    previous = total(r.value for r in scope.of_line(indicator, scope.previous))
    projected = _projected(actual_to_date, target_to_date, possible)
    return TaskIndicator(
        task=line.task_id,
        indicator=indicator,
        field=line.field,
        item=line.item,
        content=line.content,
        unit=line.unit,
        channel=line.channel,
        target=target,
        actual=actual,
        rate=ratio(actual, target),
        target_to_date=target_to_date,
        actual_to_date=actual_to_date,
        rate_to_date=ratio(actual_to_date, target_to_date),
        target_year=year,
        target_year_possible=possible,
        rate_year=ratio(actual_to_date, year),
        state=state(scope, target, actual, _owed_in(scope, line)),
        owing=len(owing),
        reported=sum(a.actual is not None for a in owing),
        shortfall=shortfall(target, actual),
        shortfall_to_date=shortfall(target_to_date, actual_to_date),
        budget_vnd=total(r.budget_vnd for r in records),
        agencies=agencies,
        previous=previous,
        change=change(actual, previous),
        projected_year=projected,
        projected_rate=ratio(projected, year),
        unread_agencies=sum(a.unread and a.actual is None for a in owing),
    )


# --- by agency --------------------------------------------------------------------------------


def _agencies(scope: Scope, line: Line) -> tuple[AgencyIndicator, ...]:
    """The line for each agency that it binds, exempted ones included, with its peers' median."""
    rows: dict[str, list[Record]] = {}
    for record in scope.of_line(line.indicator, scope.months):
        rows.setdefault(record.agency, []).append(record)
    actuals = {a: total(r.value for r in found) for a, found in rows.items()}
    by_kind: dict[str, list[float]] = {}
    for agency, actual in actuals.items():
        if actual is not None:
            by_kind.setdefault(scope.registry.by_id[agency].kind, []).append(actual)
    for results in by_kind.values():
        results.sort()
    return tuple(
        _agency(scope, line, agency, rows.get(agency, []), actuals.get(agency), by_kind)
        for agency in scope.asked[line.indicator]
    )


def _agency(
    scope: Scope,
    line: Line,
    agency: str,
    rows: Sequence[Record],
    actual: float | None,
    by_kind: dict[str, list[float]],
) -> AgencyIndicator:
    """The line for one agency."""
    owed = _months_owed(scope, line, agency)
    if not owed:
        return AgencyIndicator(agency=agency, target=None, actual=None, rate=None, state="exempt")
    target = obligations.target(line.quota, scope.nominal[line.indicator], owed, scope.period)
    median, peers = peer_median(by_kind.get(scope.registry.by_id[agency].kind, []), actual)
    return AgencyIndicator(
        agency=agency,
        target=target,
        actual=actual,
        rate=ratio(actual, target),
        state=state(scope, target, actual, owed),
        unread=any(r.unread for r in rows),
        shortfall=shortfall(target, actual),
        peer_median=median,
        peers=peers,
    )


def _months_owed(scope: Scope, line: Line, agency: str) -> list[Period]:
    """The period's months in which an agency owes a line, not exempted."""
    labels = {month.label for month in scope.months}
    months = scope.owed_months.get((line.indicator, agency), ())
    return [month for month in months if month.label in labels]


def _owed_in(scope: Scope, line: Line) -> list[Period]:
    """The period's months in which anybody owes a line, not exempted."""
    agencies = scope.asked[line.indicator]
    owed = {m.label for agency in agencies for m in _months_owed(scope, line, agency)}
    return [month for month in scope.months if month.label in owed]


# --- targets of all, and the state ------------------------------------------------------------


def _target_to_date(scope: Scope, line: Line) -> float | None:
    """What everybody should have done from the first month owed to the period's end."""
    nominal = scope.nominal[line.indicator]
    return total(
        obligations.target_to_date(
            line.quota, nominal, scope.owed_months[line.indicator, agency], scope.period
        )
        for agency in scope.owed_to_date.get(line.indicator, ())
    )


def _year(scope: Scope, line: Line, owing: int) -> tuple[float | None, float | None]:
    """The year's target and what the year can still reach, for all who owe in the period."""
    nominal = scope.nominal[line.indicator]
    year = obligations.target_year(line, nominal)
    possible = obligations.target_year_possible(line, nominal, scope.settings.first_month)
    if not owing or year is None or possible is None:
        return None, None
    return year * owing, possible * owing


def _projected(actual: float | None, target: float | None, possible: float | None) -> float | None:
    """What the year comes to at the pace so far, in the line's unit."""
    if possible is None:
        return None
    rate = ratio(actual, target)
    return None if rate is None else rate * possible


def state(
    scope: Scope, target: float | None, actual: float | None, owed: Sequence[Period]
) -> State:
    """The state of a line in the period.

    Args:
        scope: the period and the day of judgement.
        target: in the line's unit; None without one.
        actual: in the line's unit; None where nobody reported.
        owed: the period's months in which the line is owed; none: everybody is exempted.
    """
    if not owed:
        return "exempt"
    if actual is None:
        due = scope.settings.due_date(owed[0])
        return "not_due" if scope.as_of < due else "not_reported"
    if target is None:
        return "active" if actual > 0 else "none"
    if actual >= target:
        return "met"
    return "on_track" if _keeps_pace(scope, target, actual) else "behind"


def _keeps_pace(scope: Scope, target: float, actual: float) -> bool:
    """Whether, inside the window, at least the share of the days elapsed was done."""
    period = scope.period
    if scope.as_of > period.end:
        return False
    elapsed = max(0, (scope.as_of - period.start).days + 1)
    return actual * period.days >= target * elapsed

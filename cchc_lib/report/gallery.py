"""A period's data pulled to extremes, so that charts can be looked at before a hard month comes.

Nothing here gets into a report: the gallery notebook alone shows these figures, and says so.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_lib.report.blocks import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cchc_lib.model import (
        AgencyIndicator,
        PeriodIndicators,
        Standing,
        State,
        Status,
        TaskIndicator,
    )
    from cchc_lib.report.data import ReportData

_COMMUNES = 96
_OVER = 2.5
_LONG = "ở thị trấn nông trường có cái tên rất dài ở vùng sâu, vùng xa, vùng biên giới"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """How the data are changed: each agency's figure, how many communes, how long the names."""

    figure: Callable[[AgencyIndicator], AgencyIndicator] = dataclasses.replace
    communes: int = 0
    long: bool = False


def _nothing(one: AgencyIndicator) -> AgencyIndicator:
    """A figure that has not come."""
    state: State = "exempt" if one.state == "exempt" else "not_reported"
    return dataclasses.replace(one, actual=None, rate=None, state=state, unread=False)


def _more(one: AgencyIndicator) -> AgencyIndicator:
    """A figure over 200 % of what was asked."""
    rate = _OVER if one.target else None
    state: State = "met" if one.target else "active"
    actual = (one.target or 4_000.0) * _OVER
    return dataclasses.replace(one, actual=actual, rate=rate, state=state, unread=False)


CASES = {
    "thuong": Case(),
    "96-xa": Case(communes=_COMMUNES),
    "chua-bao-cao": Case(figure=_nothing),
    "vuot-200": Case(figure=_more),
    "ten-dai": Case(long=True),
}
"""The period as it is; 96 communes, copies of its own; nobody has reported; every figure at
250 % of its quota; long names of agencies, tasks and topics."""


def stretched(data: ReportData, case: str) -> ReportData:
    """The data of a period as one of `CASES` has them."""
    chosen = CASES[case]
    if chosen == CASES["thuong"]:
        return data
    copies = _copies(data, chosen.communes)
    names = _names(data.names, copies, long=chosen.long)
    statuses = [_status(status, chosen, copies) for status in (data.status, *data.month_statuses)]
    periods = [
        _period(period, status, chosen, copies)
        for period, status in zip((data.indicators, *data.months), statuses, strict=True)
    ]
    return dataclasses.replace(
        data,
        names=names,
        short_names=names if chosen.long else _names(data.short_names, copies, long=False),
        indicators=periods[0],
        months=tuple(periods[1:]),
        status=statuses[0],
        month_statuses=tuple(statuses[1:]),
    )


def said(data: ReportData) -> Text:
    """What the reader of the gallery is told first."""
    text = f"Dữ liệu thử từ {data.period.title.lower()}. Chỉ để xem hình, không phải số liệu."
    return Text(text=text, style="note")


def _copies(data: ReportData, communes: int) -> dict[str, list[str]]:
    """The ids that each agency stands for: copies of those that owe the same, the most of them."""
    owed: dict[str, list[str]] = {}
    for task in data.indicators.tasks:
        for one in task.agencies:
            owed.setdefault(one.agency, []).append(task.indicator)
    alike = max(Counter(map(tuple, owed.values())).items(), key=lambda one: one[1], default=((), 0))
    same = [agency for agency in owed if tuple(owed[agency]) == alike[0]]
    each = -(-communes // len(same)) if same else 0
    return {agency: [agency, *(f"{agency}-{n}" for n in range(2, each + 1))] for agency in same}


def _names(
    names: Mapping[str, str], copies: Mapping[str, list[str]], *, long: bool
) -> dict[str, str]:
    """Names of all, copies told apart by a number."""
    return {
        copy: f"{name} {_LONG} Số {n}" if long else f"{name} {k}" if k > 1 else name
        for n, (agency, name) in enumerate(names.items(), start=1)
        for k, copy in enumerate(copies.get(agency, [agency]), start=1)
    }


def _status(status: Status, case: Case, copies: Mapping[str, list[str]]) -> Status:
    """The standings of all, counted again."""
    standings = [
        dataclasses.replace(_silent(one) if case.figure is _nothing else one, agency=copy)
        for one in status.agencies
        for copy in copies.get(one.agency, [one.agency])
    ]
    states = Counter(standing.state for standing in standings)
    return dataclasses.replace(
        status,
        expected=len(standings),
        received=states["on_time"] + states["late"],
        on_time=states["on_time"],
        late=states["late"],
        missing=len(standings) - states["on_time"] - states["late"],
        agencies=tuple(standings),
    )


def _silent(standing: Standing) -> Standing:
    """A standing before the first submission."""
    return dataclasses.replace(
        standing, state="missing", submission=None, received=None, first_received=None
    )


def _period(
    period: PeriodIndicators, status: Status, case: Case, copies: Mapping[str, list[str]]
) -> PeriodIndicators:
    """A period's indicators, counted again."""
    tasks = tuple(_task(task, case, copies) for task in period.tasks)
    asked = [task for task in tasks if task.target]
    rates = [min(task.rate, 1.0) for task in asked if task.rate is not None]
    share = sum(rates) / len(rates) if rates else None
    states = Counter(task.state for task in asked)
    counted = dataclasses.replace(
        period,
        tasks=tasks,
        reporting=dataclasses.replace(
            period.reporting,
            expected=status.expected,
            reported=status.received,
            on_time=status.on_time,
            late=status.late,
            missing=status.missing,
        ),
        summary=dataclasses.replace(
            period.summary,
            met=states["met"],
            on_track=states["on_track"],
            behind=states["behind"],
            not_reported=states["not_reported"],
            rated=len(rates),
            share=share,
            share_to_date=share,
        ),
        topics=tuple(
            dataclasses.replace(t, text=f"{t.text} {_LONG}" if case.long else t.text)
            for t in period.topics
        ),
    )
    return _undeclared(counted) if case.figure is _nothing else counted


def _undeclared(period: PeriodIndicators) -> PeriodIndicators:
    """A period in which no activity, person or money was declared."""
    return dataclasses.replace(
        period,
        summary=dataclasses.replace(period.summary, activities=0, activity_agencies=0),
        topics=tuple(dataclasses.replace(t, activities=0, agencies=0) for t in period.topics),
        reach=tuple(
            dataclasses.replace(r, value=None, value_to_date=None, record_ids=())
            for r in period.reach
        ),
        channels=(),
        weeks=(),
        budget_vnd=None,
        budget_vnd_to_date=None,
    )


def _task(task: TaskIndicator, case: Case, copies: Mapping[str, list[str]]) -> TaskIndicator:
    """A line over all its agencies, added up again."""
    agencies = tuple(
        dataclasses.replace(case.figure(one), agency=copy)
        for one in task.agencies
        for copy in copies.get(one.agency, [one.agency])
    )
    times = len(agencies) / len(task.agencies) if task.agencies else 1.0
    target = None if task.target is None else task.target * times
    actual = _total(one.actual for one in agencies)
    year = None if task.target_year is None else task.target_year * times
    due = None if task.target_to_date is None else task.target_to_date * times
    rate = actual / target if target and actual is not None else None
    return dataclasses.replace(
        task,
        content=f"{task.content} {_LONG}" if case.long else task.content,
        item=f"{task.item} {_LONG}" if case.long and task.item else task.item,
        target=target,
        actual=actual,
        rate=rate,
        target_to_date=due,
        actual_to_date=actual,
        target_year=year,
        rate_year=actual / year if year and actual is not None else None,
        state=_state(task, rate, actual),
        owing=len(agencies),
        reported=sum(one.actual is not None for one in agencies),
        budget_vnd=None if actual is None else task.budget_vnd,
        agencies=agencies,
        unread_agencies=sum(one.unread and one.actual is None for one in agencies),
    )


def _state(task: TaskIndicator, rate: float | None, actual: float | None) -> State:
    """A line's state after its period's end."""
    if task.state in ("exempt", "not_due"):
        return task.state
    if actual is None:
        return "not_reported"
    if rate is None:
        return "active" if actual else "none"
    return "met" if rate >= 1 else "behind"


def _total(values: Iterable[float | None]) -> float | None:
    """The sum of what is there; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None

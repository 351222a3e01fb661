"""From one figure back to its cells and to the plan's lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_lib.errors import ParameterError
from cchc_lib.indicators.amounts import ratio, total
from cchc_lib.indicators.quotas import tasks
from cchc_lib.indicators.reach import KINDS, of_kind
from cchc_lib.indicators.scope import within
from cchc_lib.model import Trace, TraceCell
from cchc_lib.vietnamese import format_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_lib.indicators.scope import Scope
    from cchc_lib.model import (
        Activity,
        Line,
        Record,
        SourceRef,
        StandingState,
    )

TO_DATE = ".to_date"
RATES: dict[str, tuple[StandingState, ...]] = {
    "reporting.completeness": ("on_time", "late"),
    "reporting.timeliness": ("on_time",),
}
_TERMS_SHOWN = 12
_RATE_DECIMALS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a figure is made of; `extra` goes behind the sum in its formula."""

    cells: tuple[TraceCell, ...]
    plan: tuple[SourceRef, ...] = ()
    extra: str = ""


def trace(scope: Scope, indicator: str, agency: str | None = None) -> Trace:
    """The cells that make up one figure, its formula, and the plan's lines behind it.

    `agency` leaves only this agency's part. `indicator` is a
    line's id, `reporting.completeness`, `reporting.timeliness`, `topics.<n>`, `reach.<kind>` or
    `budget_vnd`; `.to_date` behind a line, a reach or the budget means the sum from the first
    month owed.

    Raises:
        ParameterError: no such figure or agency.
    """
    if agency:
        scope.registry.get(agency)
    if indicator in RATES:
        return _reporting(scope, indicator, agency)
    found = _sum(scope, indicator, agency)
    value = total(cell.value for cell in found.cells)
    if indicator.startswith("topics."):
        value = value or 0.0
    return Trace(
        period=scope.period.label,
        indicator=indicator,
        agency=agency,
        value=value,
        formula=_formula(found.cells, value) + found.extra,
        cells=found.cells,
        plan=found.plan,
    )


def ids(scope: Scope) -> tuple[str, ...]:
    """The ids of all figures that can be traced."""
    return (
        *(line.indicator for line in scope.lines),
        *RATES,
        *(f"topics.{topic.n}" for topic in scope.plan.topics),
        *(f"reach.{kind}" for kind in KINDS),
        "budget_vnd",
    )


# --- sums ---------------------------------------------------------------------------------------


def _sum(scope: Scope, indicator: str, agency: str | None) -> _Found:
    """The parts of a figure that is a sum of cells."""
    name = indicator.removesuffix(TO_DATE)
    if line := scope.line_of.get(name):
        return _line(scope, line, agency, to_date=name != indicator)
    months = scope.to_date if name != indicator else scope.months
    kind, _, which = name.partition(".")
    if name == "budget_vnd":
        rows = [r for r in within(scope.records, months) if r.budget_vnd is not None]
        cells = [_cell(r, r.budget_cell, r.budget_vnd) for r in rows]
        return _Found(cells=_of(cells, agency), plan=tuple(b.source for b in scope.plan.budget))
    if kind == "reach" and which in KINDS:
        cells = [_cell(r, r.reach_cell, r.reach) for r in of_kind(scope, which, months)]
        return _Found(cells=_of(cells, agency))
    topics = {f"topics.{topic.n}": topic for topic in scope.plan.topics}
    if topic := topics.get(indicator):
        rows_of_topic = [a for a in scope.activities if a.topic == topic.n]
        return _Found(cells=_of(map(_row, rows_of_topic), agency), plan=(topic.source,))
    raise ParameterError(
        f'Không có chỉ tiêu "{indicator}" để truy nguồn. Các mã dùng được: '
        f"{', '.join(ids(scope))}. Thêm {TO_DATE} vào sau mã chỉ tiêu, reach.… hoặc budget_vnd "
        "để xem số luỹ kế."
    )


def _line(scope: Scope, line: Line, agency: str | None, *, to_date: bool) -> _Found:
    """The parts of a line's result, with the plan's lines that give its target."""
    rows = scope.of_line(line.indicator, scope.to_date if to_date else scope.months)
    cells = [_cell(r, r.cell, r.value) for r in rows if r.value is not None]
    task = next(t for t in scope.plan.tasks if t.task_id == line.task_id)
    quotas = [q for q in (line.quota, *line.also) if q]
    sources = (*(q.source for q in quotas if q.source), task.source)
    target = _target(scope, line, agency, to_date=to_date)
    part = _of(cells, agency)
    extra = ""
    if target is not None:
        extra = f"; chỉ tiêu {format_number(target)}"
        actual = total(cell.value for cell in part)
        if actual is not None and target:
            extra += f"; tỷ lệ {_quotient(actual, target)}"
    return _Found(cells=part, plan=tuple(dict.fromkeys(sources)), extra=extra)


def _target(scope: Scope, line: Line, agency: str | None, *, to_date: bool) -> float | None:
    """The target that a line's result is measured by; None where there is none."""
    found = next((t for t in tasks(scope) if t.indicator == line.indicator), None)
    if found is None:
        return None
    if agency:
        part = next((a for a in found.agencies if a.agency == agency), None)
        return part.target if part and not to_date else None
    return found.target_to_date if to_date else found.target


def _cell(record: Record, cell: str, value: float | None) -> TraceCell:
    """One figure of a record with its address."""
    return TraceCell(
        agency=record.agency,
        submission=record.submission,
        file=record.file,
        sheet=record.sheet,
        cell=cell,
        value=value,
    )


def _row(activity: Activity) -> TraceCell:
    """One declared activity: a row of its sheet, counted as 1."""
    return TraceCell(
        agency=activity.agency,
        submission=activity.submission,
        file=activity.file,
        sheet=activity.sheet,
        cell=f"{activity.row}:{activity.row}",
        value=1.0,
    )


def _of(cells: Iterable[TraceCell], agency: str | None) -> tuple[TraceCell, ...]:
    """The cells of one agency, or all."""
    return tuple(cell for cell in cells if agency in (None, "", cell.agency))


def _formula(cells: tuple[TraceCell, ...], value: float | None) -> str:
    """How the cells give the value: "1 + 0 + 1 = 2"."""
    if value is None:
        return "chưa có số liệu nào được báo cáo"
    if not cells:
        return "không có dòng nào = 0"
    if len(cells) > _TERMS_SHOWN:
        return f"tổng {len(cells)} ô = {format_number(value)}"
    terms = " + ".join(format_number(cell.value or 0) for cell in cells)
    return f"{terms} = {format_number(value)}" if len(cells) > 1 else terms


# --- rates ----------------------------------------------------------------------------------------


def _reporting(scope: Scope, indicator: str, agency: str | None) -> Trace:
    """Completeness or timeliness: a cell of 1 or 0 for each agency (and month) that owes."""
    files = {s.submission_id: s.file for s in scope.submissions}
    cells = _of(
        (
            TraceCell(
                agency=s.agency,
                submission=s.submission or "",
                file=files.get(s.submission or "", ""),
                sheet="",
                cell="",
                value=1.0 if s.state in RATES[indicator] else 0.0,
            )
            for s in scope.status.agencies
        ),
        agency,
    )
    done = sum(cell.value or 0 for cell in cells)
    return Trace(
        period=scope.period.label,
        indicator=indicator,
        agency=agency,
        value=ratio(done, len(cells)),
        formula=_quotient(done, len(cells)) if cells else "không có đơn vị nào phải báo cáo",
        cells=cells,
        plan=tuple(duty.source for duty in scope.plan.reports),
    )


def _quotient(part: float, whole: float) -> str:
    """A rate with its parts: "31/34 = 0,9118"."""
    rate = format_number(part / whole, _RATE_DECIMALS).rstrip("0").rstrip(",")
    return f"{format_number(part)}/{format_number(whole)} = {rate}"

"""Raw cells → records, activities and findings: one workbook, one agency, one month.

A bad cell blanks its figure, not the workbook. `CHECKS` are the rules over the whole form;
those of single cells are `values.VALUE_CHECKS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_lib.model import Activity, Record
from cchc_lib.submissions import tables
from cchc_lib.submissions.activities import read_activities, sums
from cchc_lib.submissions.book import address
from cchc_lib.submissions.results import Results, code_key, read_results
from cchc_lib.submissions.values import MOST_RESULT
from cchc_lib.vietnamese import format_number, join_names, key
from cchc_lib.vietnamese.links import page_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cchc_lib.submissions.activities import ActivityReading
    from cchc_lib.submissions.book import RawBook
    from cchc_lib.submissions.context import Context
    from cchc_lib.submissions.remarks import Remarks
    from cchc_lib.submissions.results import LineReading
    from cchc_lib.submissions.tables import Table

LEAST_ODD = 20  # a result below that is never doubted, however small the target


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What every record of one submission shares."""

    agency: str
    period: str
    submission: str
    file: str
    received: str
    on_behalf: str
    simulated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one workbook says, before the checks of the whole form."""

    results: Results
    activities: tuple[ActivityReading, ...]
    activity_table: Table | None
    targets: Mapping[str, float]  # of the month, in the line's unit
    doubt_times: int  # times the target beyond which a result is doubted


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """The rows of one workbook; `reports`: a figure (0 included) or "không phát sinh" is there."""

    records: tuple[Record, ...]
    activities: tuple[Activity, ...]
    reports: bool


def results_table(book: RawBook, remarks: Remarks) -> Table | None:
    """The one table of results; none, or more than one, is a finding."""
    found = tables.find(book, tables.RESULTS)
    if not found:
        remarks.add("F007")
        return None
    if len(found) > 1:
        where = [f"{t.sheet.name}!{address(*t.at(t.header_row, 'indicator'))}" for t in found]
        remarks.add("F008", where=join_names(where[:4]))
        return None
    table = found[0]
    if table.sheet.hidden:
        remarks.add("F041", sheet=table.sheet.name)
    doubled = [name for name in tables.RESULTS.required if name in table.doubled]
    for name in doubled:
        cells = [address(table.header_row, column) for column in table.doubled[name]]
        header = tables.RESULTS.header(name)
        remarks.add("F009", sheet=table.sheet.name, column=header, where=join_names(cells[:4]))
    return None if doubled else table


def validate(
    book: RawBook, table: Table, stamp: Stamp, context: Context, remarks: Remarks
) -> Validated:
    """Read the results and activities of a workbook whose agency and month are settled."""
    every = context.obligations(stamp.agency, stamp.period)
    owed = tuple(one.line for one in every if not one.exempt)
    exempt = [one.line.indicator for one in every if one.exempt]
    known = [line.indicator for line in context.lines()]
    results = read_results(table, owed, known, remarks, exempt)
    listed = _activity_table(book, remarks)
    activities: tuple[ActivityReading, ...] = ()
    if listed is not None:
        activities = read_activities(
            listed,
            {code_key(line.indicator): line for line in owed},
            context.plan.topics,
            context.settings.period(stamp.period),
            remarks,
            epoch_1904=book.epoch_1904,
        )
    targets = {one.line.indicator: one.target for one in every if one.target}
    reading = Reading(
        results=results,
        activities=activities,
        activity_table=listed,
        targets=targets,
        doubt_times=context.settings.submissions.doubt_times,
    )
    for check in CHECKS:
        check(reading, remarks)
    return Validated(
        records=tuple(_record(line, results, stamp) for line in results.lines),
        activities=tuple(_activity(one, listed, stamp) for one in activities if listed),
        reports=_reports(results),
    )


def _activity_table(book: RawBook, remarks: Remarks) -> Table | None:
    """The table of activities; two that may both be meant are not taken."""
    found = tables.find(book, tables.ACTIVITIES)
    if not found:
        return None
    table, name = found[0], found[0].sheet.name
    if len(found) > 1:
        sheets = join_names([f"“{t.sheet.name}”" for t in found[:4]])
        remarks.add("V028", sheet=name, why=f"có hơn một bảng: {sheets}")
        return None
    if table.doubled:
        headers = join_names([tables.ACTIVITIES.header(one) for one in table.doubled])
        remarks.add("V028", sheet=name, why=f"có hơn một cột cùng tên: {headers}")
        return None
    return table


def _blank(line: LineReading) -> bool:
    """Whether a line is there and nothing stands in its result."""
    return line.row is not None and not line.value.filled and not line.value.unread


def _reports(results: Results) -> bool:
    """Whether at least one figure, 0 included, or the statement is there."""
    figures = (taken.value for one in results.lines for taken in (one.value, one.reach, one.budget))
    return results.nothing is not None or any(figure is not None for figure in figures)


# --- rows -------------------------------------------------------------------------------------


def _record(line: LineReading, results: Results, stamp: Stamp) -> Record:
    """One line as a record; under "không phát sinh" a blank line is 0, at the statement's cell."""
    value, cell = line.value.value, line.cell
    if (
        results.nothing is not None
        and _blank(line)
        and line.line.indicator not in results.duplicated
    ):
        value, cell = 0.0, address(*results.nothing)
    return Record(
        record_id=f"{stamp.submission}/{line.line.indicator}",
        period=stamp.period,
        agency=stamp.agency,
        indicator=line.line.indicator,
        task=line.line.task_id,
        value=value,
        unit=line.line.unit,
        unread=line.value.unread,
        reach=line.reach.value,
        budget_vnd=line.budget.value,
        evidence=line.evidence,
        note=line.note,
        submission=stamp.submission,
        file=stamp.file,
        sheet=results.table.sheet.name,
        cell=cell,
        reach_cell=line.reach_cell,
        budget_cell=line.budget_cell,
        received=stamp.received,
        on_behalf=stamp.on_behalf,
        simulated=stamp.simulated,
    )


def _activity(one: ActivityReading, table: Table, stamp: Stamp) -> Activity:
    """One activity with its place."""
    return Activity(
        period=stamp.period,
        agency=stamp.agency,
        submission=stamp.submission,
        file=stamp.file,
        sheet=table.sheet.name,
        row=one.row,
        date=one.date,
        indicator=one.indicator,
        form=one.form,
        title=one.title,
        topic=one.topic,
        channel=one.channel,
        quantity=one.quantity.value,
        minutes=one.minutes.value,
        reach=one.reach.value,
        evidence=one.evidence,
        evidence_cell=address(one.row, table.columns["evidence"]) if one.evidence else "",
    )


# --- checks of the whole form -----------------------------------------------------------------


def _no_line_missing(reading: Reading, remarks: Remarks) -> None:
    """Every line that the agency owes is there."""
    for indicator in reading.results.missing:
        remarks.add("V022", sheet=reading.results.table.sheet.name, indicator=indicator)


def _nothing_means_nothing(reading: Reading, remarks: Remarks) -> None:
    """Who states that nothing happened reports no figure above 0."""
    results = reading.results
    above = [one.cell for one in results.lines if (one.value.value or 0) > 0]
    if results.nothing is not None and above:
        at, sheet = results.nothing, results.table.sheet.name
        value = results.table.sheet.text(*at)
        remarks.add("V026", sheet=sheet, at=at, value=value, where=join_names(above[:5]))


def _activities_add_up(reading: Reading, remarks: Remarks) -> None:
    """Where activities of a line are listed, their sum is its result."""
    if reading.activity_table is None:
        return
    table, totals = reading.results.table, sums(reading.activities)
    for line in reading.results.lines:
        total = totals.get(line.line.indicator)
        value = line.value.value
        if reading.results.nothing is not None and _blank(line):
            value = 0.0
        if total is None or line.row is None or line.value.unread or value == total:
            continue
        remarks.add(
            "V036",
            sheet=table.sheet.name,
            at=table.at(line.row, "value"),
            value=table.text(line.row, "value"),
            indicator=line.line.indicator,
            theirs="để trống" if value is None else format_number(value),
            other=reading.activity_table.sheet.name,
            number=format_number(total),
        )


def _near_the_quota(reading: Reading, remarks: Remarks) -> None:
    """Nobody does many times what the plan asks for: then a digit too many was typed."""
    table = reading.results.table
    for line in reading.results.lines:
        target, value = reading.targets.get(line.line.indicator), line.value.value
        if line.row is None or target is None or value is None:
            continue
        if MOST_RESULT >= value >= LEAST_ODD and value > reading.doubt_times * target:
            remarks.add(
                "V050",
                sheet=table.sheet.name,
                at=table.at(line.row, "value"),
                value=table.text(line.row, "value"),
                number=format_number(value),
                times=reading.doubt_times,
                target=format_number(target),
                unit=line.line.unit,
            )


def _result_beside_reach(reading: Reading, remarks: Remarks) -> None:
    """Who reached people or spent money did something: the result is not blank."""
    results = reading.results
    for line in results.lines:
        told = line.reach.value or line.budget.value
        if told and line.row is not None and _blank(line) and results.nothing is None:
            at = results.table.at(line.row, "value")
            indicator = line.line.indicator
            remarks.add("V052", sheet=results.table.sheet.name, at=at, indicator=indicator)


def _listed_once(reading: Reading, remarks: Remarks) -> None:
    """An activity is listed once: day, line, and title or link tell it."""
    if reading.activity_table is None:
        return
    table, seen = reading.activity_table, dict[tuple[object, ...], int]()
    for one in reading.activities:
        told = {"title": key(one.title), "evidence": page_of(one.evidence)}
        for name, what in told.items():
            if not what:
                continue
            first = seen.setdefault((name, what, one.date, one.indicator), one.row)
            if first != one.row:
                words = {"title": "tiêu đề", "evidence": "đường dẫn"}[name]
                at, value = table.at(one.row, name), getattr(one, name)
                sheet = table.sheet.name
                remarks.add("V053", sheet=sheet, at=at, value=value, what=words, other=first)
                break


def _not_blank(reading: Reading, remarks: Remarks) -> None:
    """Something is reported, and some of it can be read."""
    if not _reports(reading.results):
        unread = any(one.value.unread for one in reading.results.lines)
        code = "F028" if unread else "F023"
        remarks.add(code, sheet=reading.results.table.sheet.name)


CHECKS: tuple[Callable[[Reading, Remarks], None], ...] = (
    _no_line_missing,
    _nothing_means_nothing,
    _activities_add_up,
    _near_the_quota,
    _result_beside_reach,
    _listed_once,
    _not_blank,
)

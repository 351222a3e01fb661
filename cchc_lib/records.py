"""Rows of all submissions → those that count: resubmission, late, blank, withdrawn.

All rules about which submission counts live here. A month's submissions of one agency are
ordered by arrival (ties: the order of the log). The latest accepted one that reports counts, as
a whole; a quarantined, withdrawn or blank one never replaces it. What arrived after the day of
judgement doesn't exist. Source: contracts, part 6.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import itertools
import re
from typing import TYPE_CHECKING, Any

from cchc_lib import columns, obligations
from cchc_lib.findings import finding
from cchc_lib.model import Standing, Status
from cchc_lib.vietnamese import format_date, format_number, sort_key
from cchc_lib.workspace import ZONE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from cchc_lib.agencies import Registry
    from cchc_lib.config import Settings
    from cchc_lib.findings import Finding
    from cchc_lib.model import (
        Activity,
        Event,
        Obligation,
        Plan,
        Record,
        Sent,
        StandingState,
        Submission,
    )
    from cchc_lib.periods import Period

ACCEPTED = ("accepted", "accepted_with_findings")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_CHANGES_SHOWN = 5
_RECORD_SAID = ("value", "unread", "reach", "budget_vnd", "evidence", "note")
_ACTIVITY_SAID = (
    *("date", "indicator", "form", "title", "topic", "channel"),
    *("quantity", "minutes", "reach", "evidence"),
)


# --- which submission counts ----------------------------------------------------------------


def sent(submissions: Iterable[Submission], month: str, as_of: dt.date) -> list[Submission]:
    """What an agency sent for a month and did not take back, by arrival, up to a day."""
    found = [
        s
        for s in submissions
        if s.period == month and not s.withdrawn and _day(s.received) <= as_of
    ]
    return sorted(found, key=lambda s: (s.received, s.order, s.submission_id))


def accepted(submission: Submission) -> bool:
    """Whether a submission was accepted, with findings or without."""
    return submission.verdict in ACCEPTED


def reports(submission: Submission) -> bool:
    """Whether a submission is a report: accepted, and at least one figure stands in it."""
    return accepted(submission) and submission.reports


def counting(
    submissions: Iterable[Submission], month: str, as_of: dt.date
) -> dict[str, Submission]:
    """The submission that counts for each agency that reported a month.

    Args:
        submissions: all, in any order.
        month: label of a month, `2025-06`.
        as_of: what arrived after this day doesn't exist.
    """
    return {s.agency_id: s for s in sent(submissions, month, as_of) if s.agency_id and reports(s)}


def default_as_of(period: Period, submissions: Iterable[Submission], settings: Settings) -> dt.date:
    """The later of the due date and the arrival of the last submission that enters the figures.

    Those are the submissions of the months from the first one owed to the period's last (sums to
    date need them), withdrawn ones left out.
    """
    labels = {m.label for m in (*settings.months_to_date(period), *period.months())}
    days = [_day(s.received) for s in submissions if s.period in labels and not s.withdrawn]
    return max([settings.due_date(period), *days])


def _day(moment: dt.datetime) -> dt.date:
    """The day of an arrival in Viet Nam."""
    return moment.astimezone(ZONE).date()


# --- status -----------------------------------------------------------------------------------


def status(
    plan: Plan,
    registry: Registry,
    settings: Settings,
    period: Period,
    submissions: Sequence[Submission],
    findings: Iterable[Finding],
    exemptions: Iterable[Event],
    as_of: dt.date,
) -> Status:
    """Who owes a report for a period and who has sent it; the unit is agency × month.

    Source: contracts, part 4 (Status) and part 6.
    """
    counts = _severities(findings)
    exempted = tuple(exemptions)
    standings: list[Standing] = []
    received = 0
    for month in settings.reporting_months(period):
        owed = obligations.month_obligations(plan, registry, settings, month, exempted)
        by_agency = _by_agency(sent(submissions, month.label, as_of))
        due = settings.due_date(month)
        for agency in obligations.owing(owed):
            files = by_agency.get(agency, [])
            received += any(accepted(s) for s in files)
            name = registry.name(agency)
            standings.append(_standing(agency, name, month.label, files, due, as_of, counts))
    place = {row.agency_id: n for n, row in enumerate(registry.rows)}
    standings.sort(key=lambda s: (place[s.agency], s.period))
    states = [standing.state for standing in standings]
    return Status(
        period=period.label,
        start=period.start,
        end=period.end,
        due=settings.due_date(period),
        as_of=as_of,
        expected=len(states),
        received=received,
        on_time=states.count("on_time"),
        late=states.count("late"),
        missing=len(states) - states.count("on_time") - states.count("late"),
        agencies=tuple(standings),
    )


def _standing(
    agency: str,
    name: str,
    month: str,
    files: Sequence[Submission],
    due: dt.date,
    as_of: dt.date,
    counts: dict[str, dict[str, int]],
) -> Standing:
    """One agency's standing for one month, from what it sent, by arrival."""
    reporting = [s for s in files if reports(s)]
    counted = reporting[-1] if reporting else None
    shown = counted or (files[-1] if files else None)
    severities = counts.get(shown.submission_id, {}) if shown else {}
    return Standing(
        agency=agency,
        name=name,
        period=month,
        state=_state(files, reporting, due, as_of),
        submission=counted.submission_id if counted else None,
        received=counted.received if counted else None,
        first_received=reporting[0].received if reporting else None,
        errors=severities.get("error", 0),
        warnings=severities.get("warning", 0),
    )


def _state(
    files: Sequence[Submission], reporting: Sequence[Submission], due: dt.date, as_of: dt.date
) -> StandingState:
    """On time or late by the first report; without one, why there is none."""
    if reporting:
        return "on_time" if _day(reporting[0].received) <= due else "late"
    if any(s.verdict == "quarantined" for s in files):
        return "quarantined"
    return "not_due" if as_of < due else "missing"


def _by_agency(submissions: Iterable[Submission]) -> dict[str, list[Submission]]:
    """Submissions of known agencies, by agency, in the order given."""
    found: dict[str, list[Submission]] = {}
    for one in submissions:
        if one.agency_id:
            found.setdefault(one.agency_id, []).append(one)
    return found


def _severities(findings: Iterable[Finding]) -> dict[str, dict[str, int]]:
    """How many findings of each severity each submission has."""
    counts: dict[str, dict[str, int]] = {}
    for one in findings:
        of = counts.setdefault(one.submission, {})
        of[one.severity] = of.get(one.severity, 0) + 1
    return counts


def status_to_json(found: Status) -> dict[str, Any]:
    """A status as contracts, part 4 has it."""
    return {
        "period": found.period,
        "start": found.start.isoformat(),
        "end": found.end.isoformat(),
        "due": found.due.isoformat(),
        "as_of": found.as_of.isoformat(),
        "expected": found.expected,
        "received": found.received,
        "on_time": found.on_time,
        "late": found.late,
        "missing": found.missing,
        "agencies": [
            {
                "agency": s.agency,
                "name": s.name,
                "period": s.period,
                "state": s.state,
                "submission": s.submission,
                "received": s.received.isoformat() if s.received else None,
                "first_received": s.first_received.isoformat() if s.first_received else None,
                "errors": s.errors,
                "warnings": s.warnings,
                "history": [_sent_to_json(one) for one in s.history],
            }
            for s in found.agencies
        ],
    }


def _sent_to_json(one: Sent) -> dict[str, Any]:
    """One element of an agency's history."""
    return dataclasses.asdict(one) | {"received": one.received.isoformat()}


# --- the table of records ----------------------------------------------------------------------


def select(
    records: Iterable[Record], counted: dict[str, dict[str, Submission]]
) -> tuple[Record, ...]:
    """The records of the submissions that count, each once, by month, agency and line.

    Args:
        records: those of all submissions, in any order.
        counted: for each month the submission that counts for each agency.
    """
    found = {
        r.record_id: r
        for r in records
        if (one := counted.get(r.period, {}).get(r.agency)) and one.submission_id == r.submission
    }
    return tuple(sorted(found.values(), key=_place))


def build(
    records: Iterable[Record],
    submissions: Sequence[Submission],
    settings: Settings,
    period: Period,
    as_of: dt.date,
) -> pd.DataFrame:
    """The rows that count in a period: a row for each line of each counting submission.

    Returns:
        Table `columns.RECORDS`; `value` counts the line's unit, NA = not reported, 0 = none.
    """
    import pandas as pd  # noqa: PLC0415 - half a second that `--help` need not pay

    labels = [month.label for month in settings.reporting_months(period)]
    rows = select(records, {label: counting(submissions, label, as_of) for label in labels})
    names = columns.names(columns.RECORDS)
    table = pd.DataFrame([[getattr(r, n) for n in names] for r in rows], columns=names)
    return table.astype(columns.dtypes(columns.RECORDS))


def to_json(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The table as contracts, part 4 has it: null for NA, whole numbers without a point."""
    names = columns.names(columns.RECORDS)
    missing = table[names].isna().to_numpy()
    rows = table[names].astype(object).to_numpy()
    return [
        {
            name: None if gone else _plain(value)
            for name, value, gone in zip(names, row, gone_row, strict=True)
        }
        for row, gone_row in zip(rows, missing, strict=True)
    ]


def to_csv(table: pd.DataFrame) -> str:
    """The table as CSV; text that a spreadsheet would take for a formula is guarded."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns.names(columns.RECORDS))
    writer.writerows([_csv_cell(value) for value in row.values()] for row in to_json(table))
    return out.getvalue()


def _plain(value: Any) -> Any:
    """A value of the table as JSON has it."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _csv_cell(value: Any) -> str:
    """A value as the CSV holds it; empty = missing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text


def _place(record: Record) -> tuple[Any, ...]:
    """Order of the table: month, agency, line."""
    return record.period, record.agency, _line_order(record.indicator), record.record_id


def _line_order(indicator: str) -> tuple[Any, ...]:
    """Order of lines: numbers by value ("1.10" after "1.9"), letters as the alphabet has them."""
    parts = re.findall(r"\d+|\D+", indicator)
    return tuple((0, int(p), ()) if p.isdecimal() else (1, 0, sort_key(p)) for p in parts)


# --- findings about what counts ----------------------------------------------------------------


def month_findings(
    submissions: Iterable[Submission],
    records: Sequence[Record],
    owed: Iterable[Obligation],
    month: str,
    as_of: dt.date,
    activities: Iterable[Activity] = (),
) -> list[Finding]:
    """What a person should know about which submissions and figures of a month count.

    Those of `resubmissions`, and R002: a figure for a line that is not owed.
    """
    submissions = list(submissions)
    due = {(o.agency_id, o.line.indicator) for o in owed if not o.exempt}
    found = resubmissions(submissions, records, month, as_of, activities)
    for one in counting(submissions, month, as_of).values():
        rows = (r for r in records if r.submission == one.submission_id)
        found += _not_owed({r.indicator: r for r in rows}, due)
    return found


def resubmissions(
    submissions: Iterable[Submission],
    records: Iterable[Record],
    month: str,
    as_of: dt.date,
    activities: Iterable[Activity] = (),
) -> list[Finding]:
    """Where an agency sent more than one file for a month: which one counts, what it changed.

    R001 a resubmission and what it changes, R003 a blank form after a report, R004 the same
    content in another file, R005 two different files on one day. (A blank form that stays the
    last word is a finding of its file.)
    """
    results: dict[str, dict[str, Record]] = {}
    for record in records:
        results.setdefault(record.submission, {})[record.indicator] = record
    listed: dict[str, list[tuple[object, ...]]] = {}
    for row in activities:
        listed.setdefault(row.submission, []).append(_said(row, _ACTIVITY_SAID))
    found: list[Finding] = []
    for files in _by_agency(sent(submissions, month, as_of)).values():
        reporting = [s for s in files if reports(s)]
        if not reporting:
            continue
        later = files[files.index(reporting[0]) + 1 :]
        found += [_blank(s) for s in later if accepted(s) and not s.reports]
        for old, new in itertools.pairwise(reporting):
            if old.submission_id == new.submission_id:
                continue
            before, after = (_content(s.submission_id, results, listed) for s in (old, new))
            rows = results.get(old.submission_id, {}), results.get(new.submission_id, {})
            found.append(_replaced(old, new, *rows, same=before == after))
    return found


def _said(row: Record | Activity, names: Sequence[str]) -> tuple[object, ...]:
    """What an agency wrote in a row, wherever it stands."""
    return tuple(getattr(row, name) for name in names)


def _content(
    submission: str,
    results: dict[str, dict[str, Record]],
    listed: dict[str, list[tuple[object, ...]]],
) -> object:
    """What stands in a submission, whatever its bytes and its layout."""
    rows = {i: _said(r, _RECORD_SAID) for i, r in results.get(submission, {}).items()}
    said = {i: row for i, row in rows.items() if any(v not in (None, "", False) for v in row)}
    return said, sorted(map(repr, listed.get(submission, ())))


def _blank(submission: Submission) -> Finding:
    """A form that was sent back blank beside a report."""
    return finding(
        "R003",
        file=submission.file,
        agency=submission.agency_id or "",
        period=submission.period or "",
        submission=submission.submission_id,
        received=_moment(submission.received),
    )


def _replaced(
    old: Submission,
    new: Submission,
    before: dict[str, Record],
    after: dict[str, Record],
    *,
    same: bool,
) -> Finding:
    """A report that replaced another, and the figures that it changed."""
    changes = [
        f"{indicator}: {_amount(before.get(indicator))} → {_amount(after.get(indicator))}"
        for indicator in sorted({*before, *after}, key=_line_order)
        if _amount(before.get(indicator)) != _amount(after.get(indicator))
    ]
    more = "; …" if len(changes) > _CHANGES_SHOWN else ""
    listed = f" ({'; '.join(changes[:_CHANGES_SHOWN])}{more})" if changes else ""
    one_day = _day(old.received) == _day(new.received)
    return finding(
        "R004" if same else "R005" if one_day else "R001",
        file=new.file,
        agency=new.agency_id or "",
        period=new.period or "",
        submission=new.submission_id,
        received=_moment(new.received),
        earlier=_moment(old.received),
        known=old.submission_id,
        changes=f"{len(changes)} kết quả khác trước{listed}" if changes else "kết quả không đổi",
    )


def _not_owed(rows: dict[str, Record], due: set[tuple[str, str]]) -> list[Finding]:
    """Figures above 0 of lines that the agency does not owe or is exempted from."""
    return [
        finding(
            "R002",
            file=r.file,
            sheet=r.sheet,
            cell=r.cell,
            value=_amount(r),
            agency=r.agency,
            period=r.period,
            submission=r.submission,
            indicator=r.indicator,
        )
        for r in rows.values()
        if (r.agency, r.indicator) not in due and (r.value or r.reach or r.budget_vnd)
    ]


def _amount(record: Record | None) -> str:
    """A result in words."""
    if record is None or (record.value is None and not record.unread):
        return "chưa báo cáo"
    return "cần hỏi lại" if record.value is None else format_number(record.value)


def _moment(moment: dt.datetime) -> str:
    """An arrival in print: "9:05 ngày 15/6/2025"."""
    local = moment.astimezone(ZONE)
    return f"{local.hour}:{local.minute:02d} ngày {format_date(local.date())}"

"""What only a look at other submissions tells: odd figures, pages claimed twice, corrections.

Ten times one's own usual figure is a suspicion of typing, not a fact: the figure counts, and a
person is asked.
"""

from __future__ import annotations

import dataclasses
import statistics
from typing import TYPE_CHECKING, Any

from cchc_lib import records
from cchc_lib.findings import finding
from cchc_lib.model import Correction, Sent
from cchc_lib.vietnamese import format_number, join_names
from cchc_lib.vietnamese.links import page_of
from cchc_lib.workspace import ZONE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from cchc_lib.findings import Finding
    from cchc_lib.model import Activity, Record, Status, Submission

FEWEST_MONTHS = 2  # of one's own, before anything is usual
LEAST = 20  # of results or people; what is below is never doubted
LEAST_VND = 10_000_000  # a smaller difference of spending is never doubted
_WHAT = {"value": "kết quả", "reach": "lượt tiếp cận"}
_FIELDS = ("value", "reach", "budget_vnd")


# --- against the agency's own months, and the others' pages -------------------------------------


def doubts(
    submissions: Sequence[Submission],
    rows: Iterable[Record],
    activities: Iterable[Activity],
    month: str,
    as_of: dt.date,
    name: Callable[[str], str],
    times: int,
) -> list[Finding]:
    """What is odd about a month's counting figures beside other submissions.

    R010 a result or reach, R011 a budget far from the agency's own earlier months, R012 a page
    that two agencies claim.

    Args:
        submissions: all, in any order.
        rows: the records of all submissions.
        activities: those of all submissions.
        month: label of the month that is looked at.
        as_of: what arrived after this day doesn't exist.
        name: an agency's name by its id.
        times: from how many times the usual figure on one is doubted.
    """
    months = sorted({s.period for s in submissions if s.period and s.period <= month})
    counted = {label: records.counting(submissions, label, as_of) for label in months}
    usual: dict[tuple[str, str], list[Record]] = {}
    found: list[Finding] = []
    for row in records.select(rows, counted):
        if row.period < month:
            usual.setdefault((row.agency, row.indicator), []).append(row)
        else:
            found += _far_from(row, usual.get((row.agency, row.indicator), []), times)
    here = {one.submission_id for one in counted.get(month, {}).values()}
    return found + _claimed_twice([a for a in activities if a.submission in here], name)


def _far_from(row: Record, before: Sequence[Record], times: int) -> list[Finding]:
    """A record's figures that are far from those of earlier months."""
    found = []
    for field, cell in (("value", row.cell), ("reach", row.reach_cell)):
        value, usual, n = _beside(row, before, field)
        if n >= FEWEST_MONTHS and value >= LEAST and value > times * usual:
            told = {"what": _WHAT[field], "times": times, "usual": format_number(usual), "n": n}
            found.append(_about(row, "R010", cell, value, told))
    value, usual, n = _beside(row, before, "budget_vnd")
    if n >= FEWEST_MONTHS and (how := _jump(value, usual, times)):
        told = {"how": how, "usual": format_number(usual), "n": n}
        found.append(_about(row, "R011", row.budget_cell, value, told))
    return found


def _jump(value: float, usual: float, times: int) -> str:
    """How an amount of money stands to the usual one, where that is a jump."""
    if not value or abs(value - usual) < LEAST_VND:
        return ""
    if value > times * usual:
        return f"gấp hơn {times} lần"
    return f"chưa bằng 1/{times**2}" if value * times**2 < usual else ""


def _beside(row: Record, before: Sequence[Record], field: str) -> tuple[float, float, int]:
    """A figure, the median of the earlier ones that are more than 0, and how many these are."""
    earlier = [value for one in before if (value := getattr(one, field))]
    usual = statistics.median(earlier) if earlier else 0.0
    return getattr(row, field) or 0.0, usual, len(earlier)


def _about(row: Record, code: str, cell: str, value: float, told: dict[str, Any]) -> Finding:
    """A finding about one figure of a record."""
    return finding(
        code,
        file=row.file,
        sheet=row.sheet,
        cell=cell,
        value=format_number(value),
        agency=row.agency,
        period=row.period,
        submission=row.submission,
        indicator=row.indicator,
        **told,
    )


def _claimed_twice(activities: Sequence[Activity], name: Callable[[str], str]) -> list[Finding]:
    """Activities whose page another agency declares too."""
    claims: dict[str, dict[str, None]] = {}
    for one in activities:
        if page := page_of(one.evidence):
            claims.setdefault(page, {})[one.agency] = None
    return [
        finding(
            "R012",
            file=one.file,
            sheet=one.sheet,
            cell=one.evidence_cell,
            value=page[:80],
            agency=one.agency,
            period=one.period,
            submission=one.submission,
            others=join_names([name(agency) for agency in others][:5]),
        )
        for one in activities
        if (page := page_of(one.evidence))
        and (others := [agency for agency in claims[page] if agency != one.agency])
    ]


# --- who corrected what, when ------------------------------------------------------------------


def told(status: Status, submissions: Iterable[Submission], rows: Iterable[Record]) -> Status:
    """A status with everything that each agency sent for each month, and what it changed."""
    by_place: dict[tuple[str, str], list[Submission]] = {}
    for one in submissions:
        if one.agency_id and one.period and one.received.astimezone(ZONE).date() <= status.as_of:
            by_place.setdefault((one.agency_id, one.period), []).append(one)
    by_submission: dict[str, dict[str, Record]] = {}
    for row in rows:
        by_submission.setdefault(row.submission, {})[row.indicator] = row
    return dataclasses.replace(
        status,
        agencies=tuple(
            dataclasses.replace(
                standing,
                history=_history(
                    by_place.get((standing.agency, standing.period), []),
                    standing.submission,
                    by_submission,
                ),
            )
            for standing in status.agencies
        ),
    )


def _history(
    sent: Sequence[Submission],
    counts: str | None,
    rows: Mapping[str, Mapping[str, Record]],
) -> tuple[Sent, ...]:
    """What was sent, by arrival; each report with what it changed of the one that it replaced."""
    made: list[Sent] = []
    before: Submission | None = None
    for one in sorted(sent, key=lambda s: (s.received, s.order, s.submission_id)):
        reports = records.reports(one) and not one.withdrawn
        made.append(
            Sent(
                submission=one.submission_id,
                received=one.received,
                name=one.name,
                verdict=one.verdict,
                counts=one.submission_id == counts,
                on_behalf=one.on_behalf,
                withdrawn=one.withdrawn,
                replaces=before.submission_id if before and reports else None,
                changes=_changes(before, one, rows) if before and reports else (),
            )
        )
        before = one if reports else before
    return tuple(made)


def _changes(
    old: Submission, new: Submission, rows: Mapping[str, Mapping[str, Record]]
) -> tuple[Correction, ...]:
    """The figures that one report changed of another, in the order of the lines."""
    before, after = rows.get(old.submission_id, {}), rows.get(new.submission_id, {})
    return tuple(
        Correction(indicator=line, field=field, before=was, after=now)
        for line in dict.fromkeys([*before, *after])
        for field in _FIELDS
        if (was := _said(before.get(line), field)) != (now := _said(after.get(line), field))
    )


def _said(row: Record | None, field: str) -> float | str | None:
    """A figure; "unread" where the result could not be read."""
    if row is None:
        return None
    return "unread" if field == "value" and row.unread else getattr(row, field)

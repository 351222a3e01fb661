"""How completely and how punctually agencies reported, and what a person should look at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_lib.history import doubts
from cchc_lib.indicators.amounts import ratio
from cchc_lib.model import Reporting
from cchc_lib.records import month_findings, sent

if TYPE_CHECKING:
    from cchc_lib.findings import Finding
    from cchc_lib.indicators.scope import Scope
    from cchc_lib.model import Status


def reporting(scope: Scope) -> Reporting:
    """Completeness and timeliness: fractions in 0-1, None where nobody owes.

    The counts are agencies; in longer periods agencies × months. Source: contracts, part 6.
    """
    found: Status = scope.status
    reported = found.on_time + found.late
    return Reporting(
        expected=found.expected,
        reported=reported,
        on_time=found.on_time,
        late=found.late,
        missing=found.missing,
        completeness=ratio(reported, found.expected),
        timeliness=ratio(found.on_time, found.expected),
    )


def findings(scope: Scope) -> tuple[Finding, ...]:
    """What is wrong with what counts in the period, with quarantined files, and with records.

    Findings of the submission that counts, else of all that was sent; of quarantined files that
    arrived after it; and those about which figures count. Each once, by agency, month and place.
    """
    found: list[Finding] = []
    for month in scope.months:
        shown = _shown(scope, month.label)
        found += [f for f in scope.all_findings if f.submission in shown]
        found += month_findings(
            scope.submissions,
            scope.all_records,
            scope.owed[month.label],
            month.label,
            scope.as_of,
            scope.all_activities,
        )
        found += doubts(
            scope.submissions,
            scope.all_records,
            scope.all_activities,
            month.label,
            scope.as_of,
            scope.registry.name,
            scope.settings.submissions.doubt_times,
        )
    return tuple(sorted(dict.fromkeys(found), key=_place))


def _shown(scope: Scope, month: str) -> set[str]:
    """The submissions of a month whose findings still matter."""
    counted = {agency: s.submission_id for agency, s in scope.counted[month].items()}
    waiting: dict[str, set[str]] = {}
    for one in sent(scope.submissions, month, scope.as_of):
        agency = one.agency_id or ""
        if one.submission_id == counted.get(agency):
            waiting.pop(agency, None)
        elif one.verdict == "quarantined" or agency not in counted:
            waiting.setdefault(agency, set()).add(one.submission_id)
    return set(counted.values()).union(*waiting.values())


def _place(finding: Finding) -> tuple[object, ...]:
    """By agency, month, file, sheet and cell ("E9" before "E10")."""
    column, row = re.sub(r"\d", "", finding.cell), re.sub(r"\D", "", finding.cell)
    place = (finding.file, finding.sheet, int(row or 0), column)
    what = (finding.code, finding.message, finding.value, finding.submission)
    return finding.agency, finding.period, *place, *what

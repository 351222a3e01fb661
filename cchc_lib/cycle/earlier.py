"""The report that stands, as the one a new report is compared with.

A report's manifest says up to which line of the log it was made. What it showed then follows
from raw alone: the log up to that line. So the comparison is recomputed, never remembered, and a
report made again from the same raw and the same manifest is the same to the byte
(docs/decisions/0008).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cchc_lib.cycle import closing
from cchc_lib.report.data import Earlier

if TYPE_CHECKING:
    from cchc_lib.cycle.period import Opened
    from cchc_lib.workspace import Workspace

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One issue of a report: the last line of the log that it knew, the day it was judged on."""

    line: int
    judged_on: dt.date

    def to_json(self) -> dict[str, object]:
        """As the manifest has it."""
        return {"line": self.line, "judged_on": self.judged_on.isoformat()}


def current(opened: Opened) -> Issue:
    """The issue that a report made now is."""
    return Issue(line=_last_line(opened), judged_on=opened.as_of)


def replaced(opened: Opened) -> Issue | None:
    """The issue that a report made now is compared with.

    It is the one that stands, if something has come since; else the one that that replaced.
    """
    standing = manifest(opened.processed.workspace, opened.period.label)
    issue = _issue(standing.get("issue"))
    now = _last_line(opened)
    if issue is None or issue.line > now:
        return None
    return issue if issue.line < now else _issue(standing.get("replaces"))


def manifest(workspace: Workspace, label: str) -> dict[str, Any]:
    """The manifest of a period's report that stands; empty where none can be read."""
    try:
        found = json.loads((workspace.outputs / label / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _issue(found: object) -> Issue | None:
    """An issue of a manifest; None where there is none or it can't be read."""
    if not isinstance(found, dict):
        return None
    try:
        return Issue(line=int(found["line"]), judged_on=dt.date.fromisoformat(found["judged_on"]))
    except (KeyError, TypeError, ValueError):
        return None


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

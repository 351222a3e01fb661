"""A stored file and its line of the log → a verdict, records, activities, findings.

Pure and repeatable: new files are judged by the same code as all stored ones are when the
processed data are made again.
"""

from __future__ import annotations

import dataclasses
import hashlib
import logging
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from cchc_lib.errors import UnsafeFileError
from cchc_lib.model import Submission
from cchc_lib.submissions import identity, read
from cchc_lib.submissions.context import Context, closings
from cchc_lib.submissions.package import BROKEN
from cchc_lib.submissions.remarks import Remarks
from cchc_lib.submissions.validate import Stamp, results_table, validate
from cchc_lib.vietnamese import format_date, format_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cchc_lib.agencies import Registry
    from cchc_lib.findings import Finding
    from cchc_lib.model import Activity, Event, Plan, Record, Verdict
    from cchc_lib.submissions.book import RawBook
    from cchc_lib.workspace import Workspace

logger = logging.getLogger(__name__)

Row = TypeVar("Row", "Record", "Activity", "Finding")

ID_LENGTH = 12
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """All submissions of a workspace with what stands in them, in the log's order."""

    submissions: tuple[Submission, ...] = ()
    records: tuple[Record, ...] = ()
    activities: tuple[Activity, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A submission as the log has it: the latest time that it was taken in.

    `event.at` is the arrival that counts; `withdrawn` the reason, where it no longer does.
    """

    event: Event
    withdrawn: str = ""

    @property
    def submission(self) -> str:
        """Its id."""
        return self.event.submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What became of one file."""

    submission: Submission
    records: tuple[Record, ...] = ()
    activities: tuple[Activity, ...] = ()
    findings: tuple[Finding, ...] = ()


def submission_id(data: bytes) -> str:
    """The id of a file: the hash of its bytes."""
    return hashlib.sha256(data).hexdigest()[:ID_LENGTH]


def context_of(
    workspace: Workspace, plan: Plan, registry: Registry, events: Iterable[Event]
) -> Context:
    """What a workspace's files are judged against."""
    events = tuple(events)
    return Context(
        plan=plan,
        registry=registry,
        settings=workspace.settings,
        exemptions=tuple(event for event in events if event.kind == "exempted"),
        closed=closings(events),
    )


def arrivals(events: tuple[Event, ...]) -> dict[str, Arrival]:
    """Submission id → how it stands in the log, in order of the first arrival.

    A file that was quarantined and sent again keeps its first arrival: its bytes are the same,
    only what the operator says about them is new. One sent again after it was withdrawn is a
    new arrival.
    """
    found: dict[str, Arrival] = {}
    for event in events:
        before = found.get(event.submission)
        if event.kind == "received":
            if before is not None and not before.withdrawn:
                event = dataclasses.replace(event, at=min(event.at, before.event.at))  # noqa: PLW2901
            found[event.submission] = Arrival(event=event)
        elif event.kind == "withdrawn" and before is not None:
            reason = event.reason or "Đã rút"
            found[event.submission] = dataclasses.replace(before, withdrawn=reason)
    return found


def rebuild(
    workspace: Workspace,
    plan: Plan,
    registry: Registry,
    events: tuple[Event, ...] | None = None,
    known: Iterable[Judgement] = (),
) -> Judged:
    """Judge every submission of the log, from the stored files alone.

    Args:
        workspace: settings completed by the plan.
        plan: what is reported on.
        registry: who may report.
        events: the log's; None reads it.
        known: judgements made before in the same context, which are not made again.
    """
    events = workspace.events() if events is None else events
    context = context_of(workspace, plan, registry, events)
    before = {_mark(one.submission): one for one in known}
    made = [_stored(workspace, one, context, before) for one in arrivals(events).values()]
    made.sort(key=lambda one: one.submission.order)
    return Judged(
        submissions=tuple(one.submission for one in made),
        records=tuple(record for one in made for record in one.records),
        activities=tuple(activity for one in made for activity in one.activities),
        findings=tuple(finding for one in made for finding in one.findings),
    )


def apart(judged: Judged) -> list[Judgement]:
    """The judgements of single submissions."""
    records = _by_submission(judged.records)
    activities = _by_submission(judged.activities)
    findings = _by_submission(judged.findings)
    return [
        Judgement(
            submission=one,
            records=tuple(records.get(one.submission_id, ())),
            activities=tuple(activities.get(one.submission_id, ())),
            findings=tuple(findings.get(one.submission_id, ())),
        )
        for one in judged.submissions
    ]


def _by_submission(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by the submission that they are of."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.submission, []).append(row)
    return found


def _mark(submission: Submission) -> tuple[object, ...]:
    """What tells an arrival from any other: the bytes and the line of the log."""
    return submission.submission_id, submission.order, submission.received, submission.file


def _stored(
    workspace: Workspace,
    arrival: Arrival,
    context: Context,
    before: Mapping[tuple[object, ...], Judgement],
) -> Judgement:
    """Judge one stored file; one that was lost or changed no longer counts."""
    event = arrival.event
    path = workspace.root / event.file
    data = path.read_bytes() if path.is_file() else None
    if data is None or submission_id(data) != arrival.submission:
        remarks = Remarks()
        how = "không còn" if data is None else "đã bị sửa"
        remarks.add("F024", file=event.file, how=how)
        return _made(arrival, _hinted(arrival, context), remarks)
    known = before.get((event.submission, event.order, event.at, event.file))
    if known is None or any(one.code == "F024" for one in known.findings):
        return judge(data, arrival, context)
    submission = dataclasses.replace(known.submission, withdrawn=arrival.withdrawn)
    return dataclasses.replace(known, submission=submission)


def judge(data: bytes, arrival: Arrival, context: Context) -> Judgement:
    """Judge the bytes of one file.

    This is the one place where anything may go wrong with a single file: it is quarantined and
    the others go on.
    """
    remarks = Remarks()
    try:
        return _judge(data, arrival, context, remarks)
    except UnsafeFileError as error:
        remarks.add("F002", reason=str(error))
    except Exception as error:  # one file must not stop the others
        logger.exception("could not read submission %s", arrival.submission)
        remarks.add("F006", reason=type(error).__name__)
    return _made(arrival, _hinted(arrival, context), remarks)


def _judge(data: bytes, arrival: Arrival, context: Context, remarks: Remarks) -> Judgement:
    """Read, settle whose it is, validate."""
    book = open_book(data, arrival.event.name, context, remarks)
    if book is None:
        return _made(arrival, _hinted(arrival, context), remarks)
    table = results_table(book, remarks)
    event = arrival.event
    found = identity.identify(
        book, table, context, remarks, agency=event.agency, period=event.period
    )
    _closed(found, event, context, remarks)
    if table is None or remarks.worst == "error" or not (found.agency and found.period):
        return _made(arrival, found, remarks)
    stamp = Stamp(
        agency=found.agency,
        period=found.period,
        submission=arrival.submission,
        file=event.file,
        received=event.at.isoformat(timespec="seconds"),
        on_behalf=event.on_behalf,
        simulated=found.simulated,
    )
    valid = validate(book, table, stamp, context, remarks)
    verdict: Verdict = "accepted" if remarks.worst in ("", "info") else "accepted_with_findings"
    made = _made(arrival, found, remarks, verdict, reports=valid.reports)
    return dataclasses.replace(made, records=valid.records, activities=valid.activities)


def _closed(found: identity.Identity, event: Event, context: Context, remarks: Remarks) -> None:
    """A file for a month that was closed before it came is kept and listed, but doesn't count."""
    closing = context.closed.get(found.period or "")
    if closing and event.order > closing.order:
        day = format_date(closing.at.date())
        remarks.add("F029", month=found.period, day=day)


def placed(made: Judgement, file: str) -> Judgement:
    """A judgement of a file that was stored after it was judged: everything names the place."""
    return Judgement(
        submission=dataclasses.replace(made.submission, file=file),
        records=tuple(dataclasses.replace(one, file=file) for one in made.records),
        activities=tuple(dataclasses.replace(one, file=file) for one in made.activities),
        findings=tuple(dataclasses.replace(one, file=file) for one in made.findings),
    )


def open_book(data: bytes, name: str, context: Context, remarks: Remarks) -> RawBook | None:
    """The workbook in a file; None, with the reason, where it holds none that can be read."""
    limits = context.settings.limits
    if len(data) > limits.max_bytes:
        size, most = (format_number(n / MEGABYTE, 1) for n in (len(data), limits.max_bytes))
        remarks.add("F026", kept="", size=size, most=most)
        return None
    kind = read.sniff(data, PurePath(name).suffix)
    if kind in read.READERS:
        book = read.read(kind, data, limits)
        if book.encoding:
            remarks.add("F040", encoding=book.encoding)
        return book
    if kind == read.EMPTY:
        remarks.add("F001")
    elif kind == read.LOCKED:
        remarks.add("F004")
    elif kind == read.BROKEN:
        remarks.add("F002", reason=BROKEN)
    else:
        remarks.add("F003", what=read.KIND_NAMES.get(kind, read.KIND_NAMES[""]))
    return None


def _hinted(arrival: Arrival, context: Context) -> identity.Identity:
    """What the options say about a file that can't be read."""
    agency = context.agency(arrival.event.agency)
    return identity.Identity(
        agency=agency.agency_id if agency else None,
        period=identity.month_label(arrival.event.period, context),
        simulated=context.settings.workspace.simulated,
    )


def _made(
    arrival: Arrival,
    found: identity.Identity,
    remarks: Remarks,
    verdict: Verdict = "quarantined",
    *,
    reports: bool = False,
) -> Judgement:
    """The judgement, every finding carrying where it belongs."""
    event = arrival.event
    findings = tuple(
        dataclasses.replace(
            one,
            file=event.file,
            agency=found.agency or "",
            period=found.period or "",
            submission=event.submission,
        )
        for one in remarks.found
    )
    submission = Submission(
        submission_id=event.submission,
        agency_id=found.agency,
        period=found.period,
        received=event.at,
        file=event.file,
        name=event.name,
        verdict=verdict,
        reports=reports,
        form_version=found.version,
        simulated=found.simulated,
        on_behalf=event.on_behalf,
        withdrawn=arrival.withdrawn,
        order=event.order,
    )
    return Judgement(submission=submission, findings=findings)

"""Files as they arrive → stored unchanged, logged, judged; nothing is refused, only set aside.

Order of writing: the files first, then the lines of the log, all at once. A crash in between
leaves files that were not taken in; taking them in again works.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from cchc_lib.errors import ParameterError, UnsafeFileError
from cchc_lib.model import Event
from cchc_lib.submissions import archive, judge, read
from cchc_lib.submissions.judge import MEGABYTE, Arrival, Judged, Judgement
from cchc_lib.submissions.package import BROKEN
from cchc_lib.submissions.remarks import Remarks
from cchc_lib.vietnamese import clean, format_number, visible
from cchc_lib.workspace import ZONE, disk, patiently, write_atomic

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from cchc_lib.agencies import Registry
    from cchc_lib.findings import Finding
    from cchc_lib.model import Plan, Verdict
    from cchc_lib.submissions.context import Context
    from cchc_lib.workspace import Workspace

UNPLACED = "_unplaced"
KEPT_FACTOR = 10  # files beyond so many times the limit are not even copied
_PASSED_OVER = ("~$", ".")
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_NAME_BYTES = 120  # of UTF-8, so that name and hash fit any file system


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file; `file` is the path as given.

    `judgement` is there where the file was judged, so that it need not be judged again.
    """

    file: str
    status: Verdict
    agency: str | None = None
    period: str | None = None
    submission: str | None = None
    findings: tuple[Finding, ...] = ()
    judgement: Judgement | None = field(default=None, repr=False, compare=False)

    def to_json(self) -> dict[str, Any]:
        """An element of the answer of `cchc ingest`; see contracts, part 3."""
        keys = ("code", "severity", "sheet", "cell", "value", "message")
        return {
            "file": self.file,
            "status": self.status,
            "agency": self.agency,
            "period": self.period,
            "submission": self.submission,
            "findings": [{key: getattr(one, key) for key in keys} for one in self.findings],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The files behind the paths given, each with the path to show; what was passed over."""

    files: tuple[tuple[str, Path], ...]
    passed_over: tuple[str, ...] = ()


def gather(paths: Sequence[Path]) -> Gathered:
    """The files to take in: those named, and those in folders, with subfolders, sorted.

    Raises:
        ParameterError: a path isn't there.
    """
    files: dict[Path, str] = {}
    skipped = []
    for given in paths:
        if given.is_file():
            files.setdefault(given, _printable(str(given)))
        elif given.is_dir():
            for path in sorted(p for p in given.rglob("*") if p.is_file()):
                shown = _printable(str(path))
                if any(part.startswith(_PASSED_OVER) for part in path.relative_to(given).parts):
                    skipped.append(shown)
                else:
                    files.setdefault(path, shown)
        else:
            raise ParameterError(
                f"Không thấy tệp hay thư mục {_printable(str(given))}. Kiểm tra đường dẫn (đặt "
                "trong ngoặc kép nếu có dấu cách) rồi chạy lại; chưa tệp nào được nhận."
            )
    return Gathered(
        files=tuple((shown, path) for path, shown in files.items()), passed_over=tuple(skipped)
    )


def receive(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    plan: Plan,
    registry: Registry,
    now: dt.datetime,
    received: dt.datetime | None = None,
    agency: str = "",
    period: str = "",
    on_behalf: str = "",
    standing: Judged | None = None,
    passing_over: Callable[[str], None] = lambda _: None,
) -> list[Outcome]:
    """Take files or folders in; the caller holds the workspace.

    An archive is kept as it came, and each of its members is taken in as a file of its own.
    The same bytes again are a duplicate and change nothing, but: a quarantined file is judged
    again (with what the options add), and one that was withdrawn is a new arrival.

    Args:
        workspace: settings completed by the plan.
        paths: files or folders.
        plan: what is reported on.
        registry: who may report.
        now: the arrival, where `received` is None.
        received: when the files arrived, as the operator knows.
        agency: id of the sender, for files that don't say.
        period: month, for files that don't say.
        on_behalf: filled by the compiling office, from what.
        standing: how the log's submissions are judged, where that is known.
        passing_over: told of each temporary or hidden file in a folder or an archive.

    Raises:
        ParameterError: a path isn't there (nothing was taken in).
    """
    files = _files(workspace, paths, passing_over)
    disk.sweep(workspace.submissions_dir)
    events = workspace.events()
    desk = _Desk(
        workspace=workspace,
        context=judge.context_of(workspace, plan, registry, events),
        now=now,
        received=received,
        agency=agency,
        period=period,
        on_behalf=clean(visible(on_behalf)),
        known=judge.arrivals(events),
        archives={event.submission for event in events if event.kind == "archive"},
        judged={one.submission.submission_id: one for one in judge.apart(standing or Judged())},
        passing_over=passing_over,
        first=workspace.next_order(),
    )
    outcomes = [outcome for shown, path in files for outcome in desk.take(shown, path)]
    desk.log()
    return outcomes


def _files(
    workspace: Workspace, paths: Sequence[Path], passing_over: Callable[[str], None]
) -> list[tuple[str, Path]]:
    """The files to take in, each with the path to show; never the log itself."""
    gathered = gather(paths)
    for name in gathered.passed_over:
        passing_over(name)
    own = workspace.log_path.resolve()
    return [(shown, path) for shown, path in gathered.files if path.resolve() != own]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """Takes in one file after the other under the same options; logs them all at the end."""

    workspace: Workspace
    context: Context
    now: dt.datetime
    received: dt.datetime | None
    agency: str
    period: str
    on_behalf: str
    known: dict[str, Arrival]
    archives: set[str]
    judged: dict[str, Judgement]
    passing_over: Callable[[str], None]
    first: int
    pending: list[Event] = field(default_factory=list)

    def take(self, shown: str, path: Path) -> list[Outcome]:
        """One file, or the members of one archive."""
        remarks = Remarks()
        data = self._bytes(path, remarks)
        if data is None:
            return [Outcome(file=shown, status="quarantined", findings=tuple(remarks.found))]
        if read.sniff(data, path.suffix) != archive.KIND:
            return [self._file(shown, path.name, data)]
        most = KEPT_FACTOR * self.context.settings.limits.max_bytes
        try:
            return [
                outcome
                for n, member in enumerate(archive.members(data, most))
                for outcome in self._member(shown, path.name, data, member, first=n == 0)
            ]
        except UnsafeFileError as error:  # then it is a file like any other that can't be read
            outcome = self._file(shown, path.name, data)
            remarks.add("F002", reason=str(error))
            return [dataclasses.replace(outcome, findings=tuple(remarks.found))]

    def _member(
        self, shown: str, name: str, data: bytes, member: archive.Member, *, first: bool
    ) -> Iterator[Outcome]:
        """One member of an archive; with the first one the archive itself is kept."""
        if first:
            self._keep(name, data)
        inside = f"{shown}/{_printable(member.name)}"
        if archive.passed_over(member.name):
            self.passing_over(inside)
        elif member.data is None:
            remarks = Remarks()
            remarks.add("F002", reason=BROKEN)
            yield Outcome(file=inside, status="quarantined", findings=tuple(remarks.found))
        else:
            yield self._file(inside, PurePath(member.name).name, member.data)

    def _keep(self, name: str, data: bytes) -> None:
        """Store an archive and log it, once; it is no submission, its members are."""
        known = judge.submission_id(data)
        if known in self.archives:
            return
        self._store(self._event("archive", known, name), data, UNPLACED)
        self.archives.add(known)

    def _file(self, shown: str, name: str, data: bytes) -> Outcome:
        """One file's bytes: new, or known already."""
        before = self.known.get(judge.submission_id(data))
        if before is None or before.withdrawn:
            return self._new(shown, data, self._event("received", judge.submission_id(data), name))
        restored = self._restore(before, data)
        return self._again(shown, before, data, restored=restored)

    def _bytes(self, path: Path, remarks: Remarks) -> bytes | None:
        """The file's bytes; None, with the reason, where they can't be had."""
        most = self.context.settings.limits.max_bytes
        try:
            size = path.stat().st_size
            if size <= KEPT_FACTOR * most:
                return patiently(path.read_bytes)
        except OSError as error:
            remarks.add("F005", reason=error.strerror or type(error).__name__)
            return None
        sizes = [format_number(n / MEGABYTE, 1) for n in (size, most)]
        remarks.add("F026", size=sizes[0], most=sizes[1], kept=", cũng không được chép vào")
        return None

    def _event(self, kind: str, submission: str, name: str) -> Event:
        """What the log says about an arrival."""
        return Event(
            kind=kind,
            at=(self.received or self.now).astimezone(ZONE).replace(microsecond=0),
            order=0,
            submission=submission,
            name=clean(visible(_printable(name))),
            agency=self.agency,
            period=self.period,
            on_behalf=self.on_behalf,
        )

    def _again(self, shown: str, before: Arrival, data: bytes, *, restored: bool) -> Outcome:
        """A file whose bytes are known already."""
        known = None if restored else self.judged.get(before.submission)
        old = known or judge.judge(data, before, self.context)
        if old.submission.verdict != "quarantined":
            return self._duplicate(shown, old)
        event = dataclasses.replace(
            before.event,
            at=self._arrival(before.event.at),
            agency=self.agency or before.event.agency,
            period=self.period or before.event.period,
            on_behalf=self.on_behalf or before.event.on_behalf,
        )
        return _outcome(shown, old) if event == before.event else self._new(shown, data, event)

    def _arrival(self, before: dt.datetime) -> dt.datetime:
        """The first arrival, unless the operator knows of an earlier one."""
        if self.received is None:
            return before
        return min(before, self.received.astimezone(ZONE).replace(microsecond=0))

    def _duplicate(self, shown: str, old: Judgement) -> Outcome:
        """An accepted file sent again: nothing changes; for another place it can't count too."""
        known = old.submission
        asked = self.agency or known.agency_id, self.period or known.period
        if asked == (known.agency_id, known.period):
            return dataclasses.replace(_outcome(shown, old), status="duplicate", findings=())
        remarks = Remarks()
        theirs = f"{self.context.registry.name(known.agency_id or '')}, kỳ {known.period}"
        remarks.add("F025", theirs=theirs, known=known.submission_id)
        return Outcome(
            file=shown,
            status="quarantined",
            agency=self.agency or None,
            period=self.period or None,
            submission=known.submission_id,
            findings=tuple(remarks.found),
        )

    def _new(self, shown: str, data: bytes, event: Event) -> Outcome:
        """Judge, store, keep for the log."""
        event = dataclasses.replace(event, order=self.first + len(self.pending))
        made = judge.judge(data, Arrival(event=event), self.context)
        event = self._store(event, data, made.submission.period or UNPLACED)
        made = judge.placed(made, event.file)
        self.known[event.submission] = Arrival(event=event)
        self.judged[event.submission] = made
        return dataclasses.replace(_outcome(shown, made), judgement=made)

    def _store(self, event: Event, data: bytes, folder: str) -> Event:
        """Keep a file's bytes; its event, for the log."""
        path = self.workspace.submissions_dir / folder / stored_name(event.submission, event.name)
        if not path.is_file() or path.read_bytes() != data:
            write_atomic(path, data)
        event = dataclasses.replace(event, file=self.workspace.relative(path))
        self.pending.append(event)
        return event

    def log(self) -> None:
        """Write the arrivals into the log, after their files are sure to be there."""
        if not self.pending:
            return
        folders = {(self.workspace.root / event.file).parent for event in self.pending}
        disk.settle(sorted({self.workspace.submissions_dir, *folders}))
        self.workspace.append_log(*map(_entry, self.pending))

    def _restore(self, before: Arrival, data: bytes) -> bool:
        """Put back a stored file that was lost or changed, now that its bytes are here again."""
        path = self.workspace.root / before.event.file
        if path.is_file() and path.read_bytes() == data:
            return False
        write_atomic(path, data)
        return True


def _entry(event: Event) -> dict[str, str]:
    """An arrival as a line of the log."""
    names = ("kind", "submission", "name", "file", "agency", "period", "on_behalf")
    return {
        "at": event.at.isoformat(timespec="seconds"),
        **{name: getattr(event, name) for name in names},
    }


def _outcome(shown: str, made: Judgement) -> Outcome:
    """A judgement as the answer about one file."""
    return Outcome(
        file=shown,
        status=made.submission.verdict,
        agency=made.submission.agency_id,
        period=made.submission.period,
        submission=made.submission.submission_id,
        findings=made.findings,
    )


def _printable(text: str) -> str:
    """A path that can be printed and logged: bytes that are no text are shown as "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")


def stored_name(submission: str, name: str) -> str:
    """`<hash12>-<cleaned name>`: a name that is safe on any system, whatever was received."""
    plain = clean(_UNSAFE.sub("_", visible(_printable(name)).replace("\n", " ")))
    stem, dot, suffix = plain.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,8}", suffix):
        stem, suffix = plain, ""
    stem = "".join(_fitting(stem.strip(" ."), _NAME_BYTES)).strip(" .") or "tep"
    return f"{submission}-{stem}.{suffix}" if suffix else f"{submission}-{stem}"


def _fitting(text: str, most: int) -> Iterator[str]:
    """The characters of a text that fit into so many bytes of UTF-8."""
    for character in text:
        most -= len(character.encode("utf-8"))
        if most < 0:
            return
        yield character

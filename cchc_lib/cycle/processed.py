"""Bringing `data/processed` up to date: raw files in, tables out, only what has changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.metadata
import importlib.resources
import json
import logging
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_lib import agencies
from cchc_lib.cycle import tables
from cchc_lib.errors import WorkspaceError
from cchc_lib.plan import reading, review, store
from cchc_lib.submissions import judge
from cchc_lib.workspace import Workspace, checksums, disk, events_of, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_lib.agencies import Registry
    from cchc_lib.config import Settings
    from cchc_lib.findings import Finding
    from cchc_lib.model import Activity, Event, Plan, Record, Submission
    from cchc_lib.submissions.judge import Judgement

logger = logging.getLogger(__name__)

PLAN_STATE = "plan-state.json"
RULING = ("exempted", "due_moved", "reopened")  # events that change what files are judged by
READERS_FILES = (".py", ".toml", ".tsv", ".txt")  # what can change a reading


@dataclass(frozen=True, kw_only=True)
class Processed:
    """Everything that was made from a workspace's raw files."""

    workspace: Workspace
    plan: Plan
    registry: Registry
    submissions: tuple[Submission, ...]
    records: tuple[Record, ...]
    activities: tuple[Activity, ...]
    findings: tuple[Finding, ...]
    events: tuple[Event, ...]
    inputs: tuple[tuple[str, str], ...]

    @property
    def settings(self) -> Settings:
        """What `cchc.toml` says."""
        return self.workspace.settings

    @property
    def judged(self) -> judge.Judged:
        """The submissions with what stands in them."""
        return judge.Judged(
            submissions=self.submissions,
            records=self.records,
            activities=self.activities,
            findings=self.findings,
        )

    @property
    def exemptions(self) -> tuple[Event, ...]:
        """The exemptions of the log."""
        return tuple(event for event in self.events if event.kind == "exempted")


def version() -> str:
    """The installed version of the library."""
    return importlib.metadata.version("cchc")


def registry_of(workspace: Workspace) -> Registry:
    """The workspace's registry.

    Raises:
        WorkspaceError: there is none, or it names no agency.
    """
    if not workspace.registry_path.is_file():
        raise WorkspaceError(
            "Không thấy danh mục đơn vị data/raw/agencies.csv. Chép danh mục vào đó hoặc tạo "
            "không gian làm việc mới bằng: cchc init THƯ_MỤC --agencies TỆP"
        )
    registry = agencies.load(workspace.registry_path)
    if not registry.agencies:
        raise WorkspaceError(
            "Danh mục đơn vị data/raw/agencies.csv chưa có đơn vị nào. Điền mỗi đơn vị một dòng "
            "(id, name, kind, groups, source) rồi chạy lại."
        )
    return registry


def refresh(workspace: Workspace, fresh: Iterable[Judgement] = ()) -> Processed:
    """Processed data that agree with raw; made again only where raw, code or settings changed.

    Args:
        workspace: as it is now, or as it was at a line of its log.
        fresh: judgements just made of files just taken in, which need not be made again.

    Raises:
        CchcError: the plan, the registry, the settings or the log can't be used.
    """
    log = workspace.log()
    source = _Source(
        registry=registry_of(workspace),
        events=events_of(log),
        inputs=_inputs(workspace, log),
        folder=workspace.submissions_dir.relative_to(workspace.root).as_posix() + "/",
    )
    made = _standing(workspace, source)
    if made is not None:
        return made
    with workspace.lock("processed"):  # another run may have made them while this one waited
        return _standing(workspace, source) or _make(workspace, source, fresh)


@dataclass(frozen=True, kw_only=True)
class _Source:
    """The raw files of one moment: the registry, the log's events, names and hashes."""

    registry: Registry
    events: tuple[Event, ...]
    inputs: tuple[tuple[str, str], ...]
    folder: str

    @cached_property
    def key(self) -> str:
        """One hash for everything: raw files, code."""
        return _key(self.inputs)

    @cached_property
    def plan_key(self) -> str:
        """One hash for what a plan's reading follows from: everything but submissions."""
        return _key([pair for pair in self.inputs if not pair[0].startswith(self.folder)])

    @cached_property
    def context_key(self) -> str:
        """One hash for what the judgement of a file follows from, beside the file."""
        ruling = [repr(event) for event in self.events if event.kind in RULING]
        return _key([self.plan_key, ruling])


def _standing(workspace: Workspace, source: _Source) -> Processed | None:
    """What stands in `data/processed`, if it was made from that source and is whole."""
    judged = tables.read(workspace.tables, "key", source.key)
    plan = _stored_plan(workspace, source.plan_key) if judged else None
    return _processed(workspace, source, plan, judged) if plan and judged else None


def _processed(
    workspace: Workspace, source: _Source, plan: Plan, judged: judge.Judged
) -> Processed:
    """Everything that was made, as one value."""
    return Processed(
        workspace=_for_plan(workspace, plan, source.events),
        plan=plan,
        registry=source.registry,
        submissions=judged.submissions,
        records=judged.records,
        activities=judged.activities,
        findings=judged.findings,
        events=source.events,
        inputs=source.inputs,
    )


def _inputs(workspace: Workspace, log: bytes) -> tuple[tuple[str, str], ...]:
    """Name and hash of every raw file that figures depend on, the log as given."""
    plan = workspace.plan_path
    stored = {workspace.root / event.file for event in events_of(log) if event.file}
    found = checksums(
        workspace,
        [
            workspace.root / "cchc.toml",
            workspace.registry_path,
            plan,
            review.reading_path(plan),
            *stored,
        ],
    )
    own = workspace.relative(workspace.log_path), hashlib.sha256(log).hexdigest()
    return tuple(sorted((*found, own))) if log else found


def _key(parts: object) -> str:
    """One hash for some inputs and the code that reads them."""
    text = json.dumps([version(), _code(), parts], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    """One hash for the program's own files."""
    digest = hashlib.sha256()
    root = Path(str(importlib.resources.files("cchc_lib")))
    for path in sorted(p for p in root.rglob("*") if p.suffix in READERS_FILES):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _make(workspace: Workspace, source: _Source, fresh: Iterable[Judgement]) -> Processed:
    """Read the plan and judge what is new; write the tables.

    A judgement follows from the file, its line of the log and the context alone, so those that
    stand, of now or of a moment before, are taken over where these are the same.
    """
    disk.sweep(workspace.tables)
    plan = _plan(workspace, source)
    known = [
        judgement
        for folder in dict.fromkeys((workspace.processed, workspace.tables))
        if (before := tables.read(folder, "context", source.context_key))
        for judgement in judge.apart(before)
    ]
    settled = _for_plan(workspace, plan, source.events)
    judged = judge.rebuild(settled, plan, source.registry, source.events, known=(*known, *fresh))
    tables.write(workspace.tables, judged, {"key": source.key, "context": source.context_key})
    logger.info(
        "rebuilt processed data: %d submissions, %d records",
        len(judged.submissions),
        len(judged.records),
    )
    return _processed(workspace, source, plan, judged)


def _plan(workspace: Workspace, source: _Source) -> Plan:
    """The plan, read only where it, the registry or the code changed: that takes seconds."""
    if (stored := _stored_plan(workspace, source.plan_key)) is not None:
        return stored
    plan, lines = reading.read_plan(workspace.plan_path, source.registry)
    data = store.dumps(plan).encode("utf-8")
    write_atomic(workspace.processed / "plan.json", data, durable=False)
    text = "".join(f"{line.text}\n" for line in lines)
    write_atomic(workspace.processed / "plan.txt", text.encode("utf-8"), durable=False)
    state = {"key": source.plan_key, "sha256": hashlib.sha256(data).hexdigest()}
    mark = json.dumps(state, sort_keys=True).encode()
    write_atomic(workspace.processed / PLAN_STATE, mark, durable=False)
    return plan


def _stored_plan(workspace: Workspace, key: str) -> Plan | None:
    """The plan as it was read under that key; None where it wasn't, or was changed since."""
    try:
        state = json.loads((workspace.processed / PLAN_STATE).read_text(encoding="utf-8"))
        data = (workspace.processed / "plan.json").read_bytes()
        if state != {"key": key, "sha256": hashlib.sha256(data).hexdigest()}:
            return None
        return store.loads(data.decode("utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _for_plan(workspace: Workspace, plan: Plan, events: Iterable[Event]) -> Workspace:
    """The workspace, with what its settings leave open taken from the plan and the log."""
    settings = workspace.settings.for_plan(plan.date, plan.year)
    moved = {e.period: dt.date.fromisoformat(e.due) for e in events if e.kind == "due_moved"}
    settings = settings.model_copy(update={"due": {**settings.due, **moved}})
    return Workspace(workspace.root, settings, workspace.until)

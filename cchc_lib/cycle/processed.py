"""Bringing `data/processed` up to date: raw files in, tables out, only when raw has changed."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import hashlib
import importlib.metadata
import importlib.resources
import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_lib import agencies, columns
from cchc_lib.errors import WorkspaceError
from cchc_lib.findings import Finding
from cchc_lib.model import Activity, Event, Plan, Record, Submission
from cchc_lib.plan import reading, review, store
from cchc_lib.submissions import judge
from cchc_lib.workspace import ZONE, Workspace, checksums, write_atomic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

    from cchc_lib.agencies import Registry
    from cchc_lib.config import Settings

logger = logging.getLogger(__name__)

STATE, PLAN_STATE = "state.json", "plan-state.json"
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


def refresh(workspace: Workspace) -> Processed:
    """Processed data that agree with raw; made again only where raw, code or settings changed.

    Raises:
        CchcError: the plan, the registry, the settings or the log can't be used.
    """
    registry = registry_of(workspace)
    inputs = _inputs(workspace)
    key = _key(inputs)
    made = _up_to_date(workspace, registry, inputs, key)
    if made is not None:
        return made
    with workspace.lock("processed"):  # another run may have made them while this one waited
        made = _up_to_date(workspace, registry, inputs, key)
        return made or _make(workspace, registry, inputs, key)


def _up_to_date(
    workspace: Workspace, registry: Registry, inputs: tuple[tuple[str, str], ...], key: str
) -> Processed | None:
    """What stands in `data/processed`, if it is of that key, whole, and stays so while read."""
    if _stored_key(workspace) != key:
        return None
    try:
        made = _load(workspace, registry, inputs)
    except (OSError, ValueError, KeyError, TypeError) as error:  # partly deleted, or changed
        logger.info("processed data can't be used: %s", error)
        return None
    return made if _stored_key(workspace) == key else None


def _inputs(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """Name and hash of every raw file that figures depend on."""
    plan = workspace.plan_path
    stored = (path for path in workspace.submissions_dir.rglob("*") if path.is_file())
    return checksums(
        workspace,
        [
            workspace.root / "cchc.toml",
            workspace.registry_path,
            plan,
            review.reading_path(plan),
            *stored,
        ],
    )


def _key(inputs: tuple[tuple[str, str], ...]) -> str:
    """One hash for the inputs and the code that reads them."""
    digest = hashlib.sha256(json.dumps([version(), inputs], ensure_ascii=False).encode("utf-8"))
    root = Path(str(importlib.resources.files("cchc_lib")))
    for path in sorted(p for p in root.rglob("*") if p.suffix in READERS_FILES):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _stored_key(workspace: Workspace) -> str:
    """The key of what stands in `data/processed`, "" where nothing usable does."""
    path = workspace.processed / STATE
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["key"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _make(
    workspace: Workspace, registry: Registry, inputs: tuple[tuple[str, str], ...], key: str
) -> Processed:
    """Read the plan and judge every submission again; write the tables, the key last."""
    (workspace.processed / STATE).unlink(missing_ok=True)
    plan = _plan(workspace, registry, inputs)
    workspace = _for_plan(workspace, plan)
    judged = judge.rebuild(workspace, plan, registry)
    made = Processed(
        workspace=workspace,
        plan=plan,
        registry=registry,
        submissions=judged.submissions,
        records=judged.records,
        activities=judged.activities,
        findings=judged.findings,
        events=workspace.events(),
        inputs=inputs,
    )
    for name, rows in _rows(made).items():
        workspace.write_table(name, _table(name, rows))
    state = json.dumps({"key": key, "version": version()}, sort_keys=True) + "\n"
    write_atomic(workspace.processed / STATE, state.encode("utf-8"))
    logger.info(
        "rebuilt processed data: %d submissions, %d records",
        len(made.submissions),
        len(made.records),
    )
    return made


def _plan(workspace: Workspace, registry: Registry, inputs: tuple[tuple[str, str], ...]) -> Plan:
    """The plan, read only where it, the registry or the code changed: that takes seconds."""
    folder = workspace.submissions_dir.relative_to(workspace.root).as_posix()
    key = _key(tuple(pair for pair in inputs if not pair[0].startswith(f"{folder}/")))
    if (stored := _stored_plan(workspace, key)) is not None:
        return stored
    plan, lines = reading.read_plan(workspace.plan_path, registry)
    data = store.dumps(plan).encode("utf-8")
    write_atomic(workspace.processed / "plan.json", data)
    text = "".join(f"{line.text}\n" for line in lines)
    write_atomic(workspace.processed / "plan.txt", text.encode("utf-8"))
    state = {"key": key, "sha256": hashlib.sha256(data).hexdigest()}
    write_atomic(workspace.processed / PLAN_STATE, json.dumps(state, sort_keys=True).encode())
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


def _for_plan(workspace: Workspace, plan: Plan) -> Workspace:
    """The workspace, with what its settings leave open taken from the plan."""
    settings = workspace.settings.for_plan(plan.date, plan.year)
    return Workspace(workspace.root, settings)


def _load(
    workspace: Workspace, registry: Registry, inputs: tuple[tuple[str, str], ...]
) -> Processed:
    """What stands in `data/processed`, as values."""
    plan = store.loads((workspace.processed / "plan.json").read_text(encoding="utf-8"))
    return Processed(
        workspace=_for_plan(workspace, plan),
        plan=plan,
        registry=registry,
        submissions=tuple(_submission(row) for row in _read(workspace, "submissions")),
        records=tuple(Record(**row) for row in _read(workspace, "records")),
        activities=tuple(_activity(row) for row in _read(workspace, "activities")),
        findings=tuple(Finding(**row) for row in _read(workspace, "findings")),
        events=workspace.events(),
        inputs=inputs,
    )


# --- values ↔ rows -------------------------------------------------------------------------


def _rows(made: Processed) -> dict[str, Iterable[dict[str, Any]]]:
    """The four tables as rows."""
    return {
        "submissions": map(_submission_row, made.submissions),
        "records": map(dataclasses.asdict, made.records),
        "activities": map(dataclasses.asdict, made.activities),
        "findings": map(dataclasses.asdict, made.findings),
    }


def _table(name: str, rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Rows as a table of the contract's columns and dtypes."""
    import pandas as pd  # noqa: PLC0415 - half a second that `--help` need not pay

    contract = columns.TABLES[name]
    table = pd.DataFrame(list(rows), columns=columns.names(contract))
    return table.astype(columns.dtypes(contract))


def _read(workspace: Workspace, name: str) -> list[dict[str, Any]]:
    """Rows of a processed table; an empty text column is "", an empty number None.

    Read without pandas: loading it takes longer than all that `cchc status` does.
    """
    contract = columns.TABLES[name]
    with (workspace.processed / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows, None)
        return [
            {c.name: _VALUE[c.dtype](text) for c, text in zip(contract, row, strict=True)}
            for row in rows
        ]


def _number(text: str) -> float | None:
    """A number of a processed table; None where it is missing."""
    return float(text) if text else None


# How a processed table's texts become values, by dtype.
_VALUE: dict[str, Callable[[str], Any]] = {
    "string": str,
    "Float64": _number,
    "Int64": _number,
    "boolean": lambda text: text == "True",
}


def _submission_row(submission: Submission) -> dict[str, Any]:
    """A submission as a row of its table."""
    row = dataclasses.asdict(submission)
    row["submission"] = row.pop("submission_id")
    row["agency"] = row.pop("agency_id")
    row["received"] = submission.received.isoformat()
    return row


def _submission(row: dict[str, Any]) -> Submission:
    """A row of the table as a submission."""
    row = dict(row)
    row["submission_id"] = row.pop("submission")
    row["agency_id"] = row.pop("agency") or None
    row["period"] = row["period"] or None
    row["received"] = dt.datetime.fromisoformat(row["received"]).astimezone(ZONE)
    row["order"] = int(row["order"])
    return Submission(**row)


def _activity(row: dict[str, Any]) -> Activity:
    """A row of the table as an activity."""
    row = dict(row)
    row["date"] = dt.date.fromisoformat(row["date"]) if row["date"] else None
    row["row"] = int(row["row"])
    row["topic"] = None if row["topic"] is None else int(row["topic"])
    return Activity(**row)

"""From an open period to files: reports, what a scheduler calls, and verification."""

from __future__ import annotations

import filecmp
import json
import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_lib import site
from cchc_lib.cycle import closing, earlier
from cchc_lib.cycle.period import at
from cchc_lib.cycle.processed import Processed, refresh, version
from cchc_lib.errors import CchcError, ParameterError
from cchc_lib.report import notebooks

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from cchc_lib.cycle.period import Opened
    from cchc_lib.model import Issue
    from cchc_lib.periods import Period
    from cchc_lib.workspace import Workspace

logger = logging.getLogger(__name__)

FORMATS = ("html", "pdf", "docx", "xlsx")
STEM = "bao-cao"


@dataclass(frozen=True, kw_only=True)
class Made:
    """One report that was asked for: its files, or why there are none."""

    label: str
    paths: tuple[Path, ...] = ()
    trouble: str = ""


def make_reports(
    workspace: Workspace,
    label: str,
    *,
    formats: Sequence[str] = ("html", "pdf"),
    agency: str = "",
    out_dir: Path | None = None,
    as_of: str = "",
    progress: Callable[[str], None] = lambda _: None,
) -> list[Made]:
    """Make the report of a period, or of one agency (`agency`), or of `all` that owe something.

    Raises:
        CchcError: nothing could be made; with `all`, a report that failed is in the answer.
    """
    opened = at(refresh(workspace), label, as_of)
    if agency == "all":
        chosen = [standing.agency for standing in opened.status().agencies]
        chosen = list(dict.fromkeys(chosen))
    elif agency:
        chosen = [opened.processed.registry.get(agency).agency_id]
    else:
        chosen = [""]
    made = []
    for n, agency_id in enumerate(chosen, start=1):
        if agency_id:
            progress(f"{n}/{len(chosen)} {opened.processed.registry.name(agency_id)}")
        try:
            paths = _make_one(opened, formats, agency_id, out_dir, as_of)
            made.append(Made(label=label, paths=tuple(paths)))
        except CchcError as error:
            if len(chosen) == 1:
                raise
            logger.warning("report of %s failed", agency_id)
            made.append(Made(label=label, trouble=str(error)))
    if out_dir is None:
        site.build(workspace)
    return made


def _make_one(
    opened: Opened, formats: Sequence[str], agency: str, out_dir: Path | None, as_of: str
) -> list[Path]:
    """One report in the formats asked for."""
    workspace, label = opened.processed.workspace, opened.period.label
    folder, stem = workspace.outputs / label, f"{STEM}-{label}"
    if agency:
        folder, stem = folder / "don-vi", f"{stem}-{agency}"
    return notebooks.make(
        opened.period.kind,
        parameters={"period": label, "as_of": as_of, "agency": agency},
        workspace_root=workspace.root,
        out_dir=out_dir or folder,
        stem=stem,
        formats=formats,
        manifest_extra=_manifest(opened),
    )


def _manifest(opened: Opened) -> dict[str, object]:
    """What a report was made from: window, standing, inputs, version; no clock, no path."""
    status, replaces = opened.status(), earlier.replaced(opened)
    figures = opened.indicators()
    summary = ("with_target", "met", "share", "share_to_date")
    silent = [s.name for s in status.agencies if s.state not in ("on_time", "late")]
    counts = ("expected", "received", "on_time", "late", "missing")
    return {
        "title": opened.period.title,
        "start": status.start.isoformat(),
        "end": status.end.isoformat(),
        "due": status.due.isoformat(),
        "judged_on": status.as_of.isoformat(),
        "simulated": opened.processed.settings.workspace.simulated,
        "status": {name: getattr(status, name) for name in counts},
        "figures": {name: getattr(figures.summary, name) for name in summary},
        "missing": list(dict.fromkeys(silent)),
        "issue": _issue(earlier.current(opened)),
        "replaces": _issue(replaces) if replaces else None,
        "inputs": [list(pair) for pair in opened.inputs],
        "version": version(),
    }


def _issue(issue: Issue) -> dict[str, object]:
    """An issue as the manifest has it."""
    return {"line": issue.line, "judged_on": issue.judged_on.isoformat()}


# --- what a scheduler calls ----------------------------------------------------------------


def run_due(
    workspace: Workspace,
    today: dt.date,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Made]:
    """Make whatever is due by `today` and not up to date.

    A report is due on the day after its submissions' due date. One that fails doesn't stop
    the others; nothing to do is an empty answer.
    """
    processed = refresh(workspace)
    made = []
    for period, formats in due_reports(processed, today):
        if up_to_date(workspace, closing.seen(processed, period), period, formats):
            continue
        progress(f"Đang lập báo cáo {period.title.lower()}")
        try:
            made.extend(make_reports(workspace, period.label, formats=formats))
        except CchcError as error:
            made.append(Made(label=period.label, trouble=str(error)))
    return made


def due_reports(processed: Processed, today: dt.date) -> list[tuple[Period, tuple[str, ...]]]:
    """The periods, by `[[report]]`, whose due date lies before `today`, oldest first."""
    settings = processed.settings
    first, last = settings.first_month, settings.last_month
    due = []
    for section in settings.report:
        for period in _periods_of_kind(section.kind, settings.plan_year, settings.period):
            inside = period.end >= first.start and period.start <= last.end
            if inside and settings.due_date(period) < today:
                due.append((period, tuple(section.to)))
    return sorted(due, key=lambda one: (one[0].end, len(one[0].months())))


def _periods_of_kind(kind: str, year: int, period: Callable[[str], Period]) -> list[Period]:
    """The periods of one kind in a reporting year."""
    labels = {
        "month": [f"{year}-{n:02d}" for n in range(1, 13)],
        "quarter": [f"{year}-Q{n}" for n in range(1, 5)],
        "half-year": [f"{year}-H1", f"{year}-H2"],
        "nine-months": [f"{year}-9M"],
        "year": [f"{year}"],
    }
    return [period(label) for label in labels[kind]]


def up_to_date(
    workspace: Workspace, processed: Processed, period: Period, formats: Sequence[str]
) -> bool:
    """Whether a period's reports stand and were made from the inputs as they are now."""
    folder = workspace.outputs / period.label
    inputs = at(processed, period.label).inputs
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    files = [folder / f"{STEM}-{period.label}.{suffix}" for suffix in formats]
    return (
        manifest.get("version") == version()
        and [tuple(pair) for pair in manifest.get("inputs", [])] == list(inputs)
        and not manifest.get("parameters", {}).get("as_of")
        and all(path.is_file() for path in files)
    )


# --- verification --------------------------------------------------------------------------


def verify(
    workspace: Workspace,
    label: str = "",
    as_of: str = "",
    progress: Callable[[str], None] = lambda _: None,
) -> list[str]:
    """Make reports again from raw and compare with what stands; the files that differ.

    Raises:
        ParameterError: no report of that period stands.
    """
    standing = sorted(p.parent.name for p in workspace.outputs.glob("*/manifest.json"))
    labels = [label] if label else standing
    if not labels or (label and label not in standing):
        raise ParameterError(
            f"Chưa có báo cáo nào để đối chiếu{f' cho kỳ {label}' if label else ''}. "
            f"Lập báo cáo trước: cchc report {label or 'KỲ'}"
        )
    differing = []
    for one in labels:
        progress(f"Đang lập lại báo cáo {one} để đối chiếu")
        differing += _differing(workspace, one, as_of)
    return differing


def _differing(workspace: Workspace, label: str, as_of: str) -> list[str]:
    """The files of one period that are not what raw gives."""
    folder = workspace.outputs / label
    stem = f"{STEM}-{label}"
    formats = [suffix for suffix in FORMATS if (folder / f"{stem}.{suffix}").is_file()]
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    day = as_of or manifest.get("parameters", {}).get("as_of", "")
    with tempfile.TemporaryDirectory() as scratch:
        make_reports(workspace, label, formats=formats, out_dir=Path(scratch), as_of=day)
        names = [f"{stem}.{suffix}" for suffix in formats]
        _, different, missing = filecmp.cmpfiles(scratch, folder, names, shallow=False)
    return [f"outputs/{label}/{name}" for name in sorted((*different, *missing))]


__all__ = ["Made", "due_reports", "make_reports", "run_due", "verify"]

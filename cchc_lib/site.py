"""The index of what was published: `outputs/index.html`, made from the reports' manifests."""

from __future__ import annotations

import datetime as dt
import importlib.resources
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cchc_lib.errors import ParameterError
from cchc_lib.vietnamese import format_date, format_number
from cchc_lib.workspace import write_atomic

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_lib import periods
    from cchc_lib.workspace import Workspace

FORMATS = {"html": "Trang web", "pdf": "PDF", "docx": "Word", "xlsx": "Excel"}


@dataclass(frozen=True, kw_only=True)
class Download:
    """One file of a report, linked relative to the index."""

    href: str
    label: str
    size: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One published report."""

    label: str
    title: str
    window: str
    judged_on: str
    simulated: bool
    status: dict[str, int]
    downloads: tuple[Download, ...]
    agencies: tuple[Download, ...]
    order: tuple[int, int]


def build(workspace: Workspace) -> Path:
    """Write the index of every report that stands, newest first; its path."""
    entries = sorted(_entries(workspace), key=lambda entry: entry.order, reverse=True)
    page = _template().render(
        title=workspace.settings.site.title,
        organisation=workspace.settings.organisation.name,
        simulated=workspace.settings.workspace.simulated,
        entries=entries,
    )
    path = workspace.outputs / "index.html"
    write_atomic(path, page.encode("utf-8"))
    return path


def _template() -> Any:
    """The page's template; every value is escaped."""
    import jinja2  # noqa: PLC0415 - only the site needs it

    folder = importlib.resources.files("cchc_lib") / "assets" / "site"
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((folder / "index.html.j2").read_text(encoding="utf-8"))


def _entries(workspace: Workspace) -> list[Entry]:
    """The reports whose manifest can be read."""
    entries = []
    for path in sorted(workspace.outputs.glob("*/manifest.json")):
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
            period = workspace.settings.period(path.parent.name)
        except (OSError, ValueError, ParameterError):
            continue
        entries.append(_entry(workspace, period, manifest))
    return entries


def _entry(workspace: Workspace, period: periods.Period, manifest: dict[str, Any]) -> Entry:
    """One report as the index shows it."""
    folder = workspace.outputs / period.label
    stem = f"bao-cao-{period.label}"
    names = {suffix: folder / f"{stem}.{suffix}" for suffix in FORMATS}
    return Entry(
        label=period.label,
        title=period.title,
        window=f"từ {format_date(period.start)} đến {format_date(period.end)}",
        judged_on=_date(manifest.get("judged_on", "")),
        simulated=bool(manifest.get("simulated")),
        status=manifest.get("status", {}),
        downloads=tuple(
            _download(workspace, path, FORMATS[suffix])
            for suffix, path in names.items()
            if path.is_file()
        ),
        agencies=tuple(
            _download(workspace, path, path.stem.removeprefix(f"{stem}-"))
            for path in sorted((folder / "don-vi").glob(f"{stem}-*.html"))
        ),
        order=(period.end.toordinal(), len(period.months())),
    )


def _download(workspace: Workspace, path: Path, label: str) -> Download:
    """A link to a file, with its size in whole kilobytes as people read it."""
    href = path.relative_to(workspace.outputs).as_posix()
    size = f"{format_number(-(-path.stat().st_size // 1000))} kB"
    return Download(href=href, label=label, size=size)


def _date(text: str) -> str:
    """An ISO date of a manifest as people read it."""
    try:
        return format_date(dt.date.fromisoformat(text))
    except ValueError:
        return ""

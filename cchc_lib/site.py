"""The index of what was published: `outputs/index.html`, made from the reports' manifests."""

from __future__ import annotations

import datetime as dt
import importlib.resources
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cchc_lib.errors import ParameterError
from cchc_lib.vietnamese import format_date, format_number, format_percent, join_names
from cchc_lib.workspace import write_atomic

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cchc_lib import periods
    from cchc_lib.workspace import Workspace

MOST_NAMES = 8
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
    kind: str
    status: dict[str, int]
    figures: dict[str, float | None]
    missing: str
    downloads: tuple[Download, ...]
    agencies: tuple[Download, ...]
    order: tuple[int, int]


def build(workspace: Workspace) -> Path:
    """Write the index of every report that stands, newest first; its path."""
    entries = sorted(_entries(workspace), key=lambda entry: entry.order, reverse=True)
    months = [entry for entry in reversed(entries) if entry.kind == "month" and entry.figures]
    page = _template().render(
        title=workspace.settings.site.title,
        organisation=workspace.settings.organisation.name,
        simulated=workspace.settings.workspace.simulated,
        entries=entries,
        trend=_trend(months),
        missing=_missing(workspace, entries),
    )
    path = workspace.outputs / "index.html"
    write_atomic(path, page.encode("utf-8"))
    return path


# --- the months together, and what is not there ---------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Trend:
    """The chart over the months, what it says, and its table."""

    title: str
    svg: str
    rows: tuple[tuple[str, ...], ...]


def _trend(months: Sequence[Entry]) -> Trend | None:
    """The trend over the published months; None where there is nothing to compare."""
    if len(months) < 2:  # noqa: PLR2004 - one month compares with nothing
        return None
    from cchc_lib.report import drawing, figures_trend  # noqa: PLC0415 - matplotlib is heavy

    points = [_point(entry) for entry in months]
    rows = tuple(_row(entry) for entry in months)
    last = rows[-1]
    title = f"{last[0]}: {last[2]} báo cáo đúng hạn, bình quân đạt {last[4]} định mức"
    said = "; ".join(f"{row[0]}: đã báo cáo {row[1]}, đúng hạn {row[2]}" for row in rows)
    attributes = {"role": "img", "aria-label": f"{title}. {said}."}
    drawn = figures_trend.trend(points)
    return Trend(title=title, svg=drawing.inline(drawn, "xh-", attributes), rows=rows)


def _point(entry: Entry) -> Any:
    """One month of the chart."""
    from cchc_lib.report import figures_trend  # noqa: PLC0415 - matplotlib is heavy

    status, expected = entry.status, entry.status.get("expected", 0)
    reported = status.get("on_time", 0) + status.get("late", 0)
    return figures_trend.Month(
        label=entry.label,
        reported=reported / expected if expected else None,
        on_time=status.get("on_time", 0) / expected if expected else None,
        share=entry.figures.get("share"),
    )


def _row(entry: Entry) -> tuple[str, ...]:
    """One month of the table: reported, on time, quotas met, share."""
    status, figures = entry.status, entry.figures
    expected = status.get("expected", 0)
    share = figures.get("share")
    return (
        entry.title,
        f"{status.get('on_time', 0) + status.get('late', 0)}/{expected}",
        f"{status.get('on_time', 0)}/{expected}",
        f"{figures.get('met', 0):g}/{figures.get('with_target', 0):g}",
        "–" if share is None else format_percent(share),
    )


def _missing(workspace: Workspace, entries: Sequence[Entry]) -> tuple[str, ...]:
    """The months up to the newest that have no report, and formats that were asked for."""
    wanted: dict[str, Sequence[str]] = {s.kind: s.to for s in workspace.settings.report}
    found = [
        f"{entry.title}: chưa có {', '.join(lacking)}"
        for entry in entries
        if (
            lacking := [
                FORMATS[suffix]
                for suffix in wanted.get(entry.kind, ())
                if FORMATS[suffix] not in {file.label for file in entry.downloads}
            ]
        )
    ]
    if not (entries and workspace.settings.plan.first_period):
        return tuple(found)
    newest = workspace.settings.period(entries[0].label)
    made = {entry.label for entry in entries}
    absent = [
        month.title
        for month in workspace.settings.months_to_date(newest)
        if month.label not in made
    ]
    return (*(f"{title}: chưa lập báo cáo" for title in absent), *found)


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
        kind=period.kind,
        status=manifest.get("status", {}),
        figures=manifest.get("figures", {}),
        missing=join_names(manifest.get("missing", []), MOST_NAMES, "đơn vị khác"),
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

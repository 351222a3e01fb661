"""A plan file → its lines as read, and the plan: source, restoration, review, structure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cchc_lib.plan import (
    layout,
    letterhead,
    parse,
    restore,
    source,
    source_language,
    tables,
)
from cchc_lib.plan import review as reviewing
from cchc_lib.plan.source import ReadLine

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_lib.agencies import Registry
    from cchc_lib.findings import Finding
    from cchc_lib.model import Plan
    from cchc_lib.plan.source import SourceDocument, SourceLine


def read_lines(
    path: Path, registry: Registry | None = None, review: bool = True, unit: str = ""
) -> tuple[ReadLine, ...]:
    """The lines of a plan file, restored and, unless told otherwise, as reviewed.

    Raises:
        PlanError: the file is missing, or Tesseract is.
        NotAPlanError: it can't be opened, or isn't Vietnamese.
    """
    lines = _opened(path).lines
    return _read(path, lines, helpful(lines, registry, unit), review=review)[0]


def read_plan(
    path: Path, registry: Registry | None = None, review: bool = True, unit: str = ""
) -> tuple[Plan, tuple[ReadLine, ...]]:
    """The plan of a file, and its lines as read.

    Args:
        path: the plan file.
        registry: used only where the plan's issuer stands in it.
        review: whether corrections that a person made are taken in.
        unit: the unit of the registry's workspace; "" takes any issuer that stands in it.

    Raises:
        PlanError: the file is missing, or Tesseract is.
        NotAPlanError: it can't be opened, or isn't Vietnamese.
    """
    opened = _opened(path)
    known = helpful(opened.lines, registry, unit)
    read, notes = _read(path, opened.lines, known, review=review)
    plan = parse.parse(read, path.name, known)
    return replace(plan, findings=(*opened.notes, *notes, *plan.findings)), read


def _opened(path: Path) -> SourceDocument:
    """A file's lines, where they may be a plan's."""
    opened = source.open_source(path)
    source_language.check((line.text for line in opened.lines), path.name)
    return opened


def is_plan(plan: Plan) -> bool:
    """Whether a document is a plan that tasks were found in."""
    return not any(one.code in parse.NOT_A_PLAN for one in plan.findings)


def helpful(
    lines: tuple[SourceLine, ...], registry: Registry | None, unit: str = ""
) -> Registry | None:
    """The registry, where its unit (if told, else any of its rows) is the plan's issuer.

    Source: contracts, part 3: a registry helps only where its unit is the plan's issuer.
    """
    if registry is None or not registry.agencies:
        return None
    raw = tuple(
        ReadLine(
            number=line.number,
            raw=line.text,
            text=line.text,
            confidence=1.0,
            cells=line.cells,
            table=line.table,
        )
        for line in lines
    )
    name = letterhead.issuer(layout.divide(tables.opened(raw)).head, None)
    if unit and not letterhead.same_unit(name, unit):
        return None
    return registry if letterhead.is_of(name, registry) else None


def _read(
    path: Path, lines: tuple[SourceLine, ...], registry: Registry | None, *, review: bool
) -> tuple[tuple[ReadLine, ...], tuple[Finding, ...]]:
    """The lines restored and reviewed, with what the review has to say."""
    restored = restore.restore(lines, registry)
    return reviewing.apply_reading(restored, path) if review else (restored, ())

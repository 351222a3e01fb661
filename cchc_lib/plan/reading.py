"""A plan file → its lines as read, and the plan: source, restoration, review, structure."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    from cchc_lib.plan.source import SourceLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A file's lines, restored but not reviewed; the registry that helps, and what to say."""

    path: Path
    lines: tuple[ReadLine, ...]
    registry: Registry | None
    notes: tuple[Finding, ...]

    def reviewed(self) -> tuple[tuple[ReadLine, ...], tuple[Finding, ...]]:
        """The lines with what a person has corrected, and what the review has to say."""
        return reviewing.apply_reading(self.lines, self.path)

    def plan(self, *, review: bool = True) -> tuple[Plan, tuple[ReadLine, ...]]:
        """The plan, and the lines that it was read from."""
        lines, notes = self.reviewed() if review else (self.lines, ())
        plan = parse.parse(lines, self.path.name, self.registry)
        return replace(plan, findings=(*self.notes, *notes, *plan.findings)), lines


def restored(path: Path, registry: Registry | None = None, unit: str = "") -> Restored:
    """The lines of a plan file with their Vietnamese put back.

    Args:
        path: the plan file.
        registry: used only where the plan's issuer stands in it.
        unit: the unit of the registry's workspace; "" takes any issuer that stands in it.

    Raises:
        PlanError: the file is missing, or Tesseract is.
        NotAPlanError: it can't be opened, or isn't Vietnamese.
    """
    opened = source.open_source(path)
    source_language.check((line.text for line in opened.lines), path.name)
    known = helpful(opened.lines, registry, unit)
    lines = restore.restore(opened.lines, known)
    return Restored(path=path, lines=lines, registry=known, notes=opened.notes)


def read_lines(
    path: Path, registry: Registry | None = None, review: bool = True, unit: str = ""
) -> tuple[ReadLine, ...]:
    """The lines of a plan file, restored and, unless told otherwise, as reviewed.

    Raises:
        CchcError: as `restored` does.
    """
    found = restored(path, registry, unit)
    return found.reviewed()[0] if review else found.lines


def read_plan(
    path: Path, registry: Registry | None = None, review: bool = True, unit: str = ""
) -> tuple[Plan, tuple[ReadLine, ...]]:
    """The plan of a file, and its lines as read; arguments as those of `restored`.

    Args:
        path: the plan file.
        registry: names of agencies.
        review: whether corrections that a person made are taken in.
        unit: the unit of the registry's workspace.

    Raises:
        CchcError: as `restored` does.
    """
    return restored(path, registry, unit).plan(review=review)


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

"""A task's quotas: the figures of its title, labels and sub-items, numbered, and their doubts.

Source: contracts, part 4 (quotas): ids count all quotas of a task in printed order; a plan that
states two figures has two quotas.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from cchc_lib import lexicon
from cchc_lib.findings import Finding, finding
from cchc_lib.plan import figures
from cchc_lib.vietnamese import format_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.model import Quota
    from cchc_lib.plan.figures import Found
    from cchc_lib.plan.labels import Clause
    from cchc_lib.plan.passage import Passage

PER_YEAR: dict[str, float] = {
    "day": 365, "week": 52, "month": 12, "quarter": 4, "half-year": 2, "year": 1,
}  # fmt: skip


def of_clauses(
    clauses: Sequence[Clause], task_id: str, file: str
) -> tuple[tuple[Quota, ...], tuple[Finding, ...]]:
    """All quotas of a task in printed order, numbered, and what is doubtful about them."""
    found: list[Found] = []
    series = ""
    expecting = False
    for clause in clauses:
        counted = clause.kind == "label" and clause.role in {"frequency", "schedule", "product"}
        if clause.kind == "label" and not counted:
            series, expecting = "", False
            continue
        damaged = not clause.passage.settled
        if clause.role == "frequency":
            expecting = True
        inside = clause.kind == "sub" and expecting and clause.sign == "+"
        here = figures.read(
            clause.passage,
            name=series if clause.role == "frequency" else "",
            counted=clause.role in {"frequency", "product"} or inside,
            damaged=damaged,
        )
        if clause.role in {"schedule", "product"}:
            rated = tuple(one for one in here if one.quota.per != "once")
            if clause.role == "schedule":
                rated = tuple(one for one in rated if not _is_cycle(one.quota))
            begins = clause.role == "product" and here and not here[0].start
            here = () if found else (rated or (here if begins else ()))
        if clause.kind == "sub" and not inside:
            series, expecting = _name(clause.passage), False
            if here:
                here = _under(here, clause.passage)
        found += here
    numbered = tuple(
        replace(one.quota, quota_id=f"{task_id}-{n}", source=one.passage.ref(file))
        for n, one in enumerate(found, start=1)
    )
    doubts = [
        finding(code, lines=one.passage.lines, file=file, value=value, task=task_id)
        for one in found
        for code, value in one.doubts
    ]
    return numbered, (*doubts, *_contradictions(numbered, found, task_id, file))


def _is_cycle(quota: Quota) -> bool:
    """Whether a figure only says how often: one time each span."""
    return quota.count == 1 and lexicon.unit_key(quota.unit) == lexicon.unit_key("lần")


def _name(passage: Passage) -> str:
    """The name of a series, as the sub-item that holds its figures prints it."""
    name = re.sub(r"\s*\([^)]*\)\s*$", "", passage.plain).strip()
    return name if len(name) <= 160 else ""  # noqa: PLR2004 - prose is no name


def _under(found: tuple[Found, ...], passage: Passage) -> tuple[Found, ...]:
    """Figures inside a sub-item carry its name where it stands before a colon."""
    name, _ = figures.series(passage.text)
    if not name:
        return found
    first = replace(found[0], quota=replace(found[0].quota, item=name))
    return (first, *found[1:])


def _contradictions(
    quotas: Sequence[Quota], found_: Sequence[Found], task_id: str, file: str
) -> list[Finding]:
    """Figures of one series that do not agree: 5 a month is not 50 a year."""
    found = []
    rough = {q.quota_id for q, f in zip(quotas, found_, strict=True) if "P033" in dict(f.doubts)}
    for one, other in pairwise(quotas):
        if rough & {one.quota_id, other.quota_id}:
            continue
        same = one.item == other.item and _same_unit(one.unit, other.unit)
        if not same or one.per == other.per or "once" in {one.per, other.per}:
            continue
        yearly, other_yearly = (q.count * PER_YEAR[q.per] for q in (one, other))
        if not math.isclose(yearly, other_yearly) and one.source and other.source:
            lines = (one.source.line_start or 0, other.source.line_end or 0)
            found.append(
                finding(
                    "P030",
                    lines=lines,
                    file=file,
                    task=task_id,
                    first=_printed(one),
                    second=_printed(other),
                    first_yearly=format_number(yearly),
                    second_yearly=format_number(other_yearly),
                    unit=one.unit,
                )
            )
    return found


def _same_unit(one: str, other: str) -> bool:
    """Whether two units count the same thing."""
    return lexicon.unit_key(one) == lexicon.unit_key(other)


def _printed(quota: Quota) -> str:
    """A quota in a sentence: "khoảng 50 tin, bài/năm"."""
    about = "khoảng " if quota.approximate else ""
    return f"{about}{format_number(quota.count)} {quota.unit}/{lexicon.per_label(quota.per)}"

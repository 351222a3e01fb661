"""Leaf items of the section on tasks → tasks; what a group states holds for those inside it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from cchc_lib.findings import Finding, finding
from cchc_lib.model import Assignment, Group, Schedule, Task
from cchc_lib.plan import assignments, labels, quotas, schedules, spans, words
from cchc_lib.plan.folding import fold_same
from cchc_lib.plan.items import Item, identifier
from cchc_lib.plan.passage import Passage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from cchc_lib.model import Role
    from cchc_lib.plan.labels import Clause
    from cchc_lib.plan.names import Names
    from cchc_lib.plan.words import Field

ROLES: tuple[Role, ...] = ("lead", "coordinate", "direct")
GROUP_KINDS = frozenset({"number", "dotted", "deep", "letter", "paren"})
REPAIRED = 0.9  # confidence left by a number that was put right
UNSTATED = 0.9  # by a task that names nobody
UNCLEAR = 0.85  # by a schedule that was not understood
_TIME_WORDS = 4  # of a heading that is a time
LOW = 0.8  # a task below is to be looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What holds for all tasks of a plan."""

    file: str
    year: int
    on: dt.date | None
    names: Names
    default_field: Field
    within_parts: int = 0
    roman: bool = False

    def identify(self, around: tuple[Item, ...], item: Item) -> str:
        """The id of an item among those around it."""
        return identifier(around, item, within_parts=self.within_parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """What the items around a task state for it: field, roles, schedule, group."""

    field: Field | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(slots=True)
class Collected:
    """Tasks, groups and findings, in the plan's order."""

    tasks: list[Task] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def has_labels(item: Item) -> bool:
    """Whether an item, or one inside it, has a label such as tasks have."""
    wanted = {"lead", "coordinate", "schedule", "frequency", "direct"}
    return any(clause.role in wanted for one in item.walk() for clause in labels.clauses(one))


def read(
    item: Item,
    around: tuple[Item, ...],
    context: Context,
    made: Collected,
    above: Inherited,
) -> None:
    """Read an item of the section on tasks, and the items inside it, into `made`."""
    _walk(item, around, context, made, above)


def _walk(
    item: Item,
    around: tuple[Item, ...],
    context: Context,
    made: Collected,
    above: Inherited,
) -> None:
    """Read one item below others."""
    clauses = labels.clauses(item)
    title = clauses[0].passage.plain
    here = _stated_field(item) or above.field or words.only_field_of(title)
    here = here or words.field_of(title)
    if item.children and (len(around) <= 1 or item.kind in {"part", "roman", "upper"}):
        here = words.only_field_of(title) or here
    if not item.children:
        made.tasks.append(_task(item, around, clauses, context, made, replace(above, field=here)))
        return
    inherited = Inherited(field=here, clauses=stated(_with_time(clauses, context.year), above))
    if _is_group(item):
        made.groups.append(Group(group_id=context.identify(around, item), title=title))
    note_gaps(item, around, context, made)
    for child in item.children:
        _walk(child, (*around, item), context, made, inherited)


def _with_time(clauses: Sequence[Clause], year: int) -> Sequence[Clause]:
    """A group's clauses, with its heading as its time where it is one ("Tháng 01/2026")."""
    first = clauses[0]
    timed = schedules.read(first.passage.plain, year).schedule.kind in {"window", "deadline"}
    if not timed or len(first.passage.plain.split()) > _TIME_WORDS:
        return clauses
    return (*clauses, replace(first, kind="label", role="schedule"))


def _stated_field(item: Item) -> Field | None:
    """The field that a table names in a column of its own."""
    texts = (row.text for role, rows in item.cells if role == "field" for row in rows)
    return words.only_field_of(" ".join(texts))


def stated(clauses: Sequence[Clause], above: Inherited) -> tuple[Clause, ...]:
    """What an item states for those inside it: its own labels, and for other roles those above."""
    own = tuple(c for c in clauses if c.kind == "label" and c.role != "note")
    roles = {clause.role for clause in own}
    return (*own, *(clause for clause in above.clauses if clause.role not in roles))


def _is_group(item: Item) -> bool:
    """Whether an item is a numbered heading that holds tasks, and says more than their field."""
    numbered = item.kind in GROUP_KINDS or (item.tabular and item.kind in {"roman", "upper"})
    if not numbered or not item.children:
        return False
    return not words.is_field_alone(labels.part(item.rows)[0].passage.plain)


def note_gaps(item: Item, around: tuple[Item, ...], context: Context, made: Collected) -> None:
    """Say which items carry a number that was put right."""
    for child in item.children:
        if child.repaired:
            where = Passage.of(child.rows).lines
            made.findings.append(
                finding(
                    "P006",
                    file=context.file,
                    lines=where,
                    value=child.printed,
                    number=context.identify((*around, item), child),
                )
            )


def _task(
    item: Item,
    around: tuple[Item, ...],
    clauses: Sequence[Clause],
    context: Context,
    made: Collected,
    above: Inherited,
) -> Task:
    """One leaf item as a task."""
    task_id = context.identify(around, item)
    whole = Passage.of(item.own_rows)
    given, notes, alike = _assigned(clauses, above, task_id, context, made)
    schedule, time_notes, sure = _schedule(clauses, above, task_id, context, whole)
    figures, figure_notes = quotas.of_clauses(clauses, task_id, context.file)
    made.findings += [*notes, *time_notes, *figure_notes]
    group = next((one for one in reversed(around[1:]) if _is_group(one)), None)
    named = any(one.role == "lead" for one in given)
    score = _confidence(item, whole, alike * sure, named=named)
    if above.field is None:
        note = partial(finding, file=context.file, lines=whole.lines, task=task_id)
        made.findings.append(note("P052", field=context.default_field))
    made.findings += _doubts(task_id, score, whole, context.file, named=named)
    return Task(
        task_id=task_id,
        field=above.field or context.default_field,
        group=context.identify(_before(around, group), group) if group else None,
        title=_title(assignments.without_bracket(clauses[0].passage.plain)),
        assignments=given,
        schedule=schedule,
        quotas=figures,
        product=next((c.passage.plain for c in clauses if c.role == "product"), None),
        confidence=score,
        source=whole.ref(context.file, section=task_id),
    )


def _title(text: str) -> str:
    """A title without a quotation mark that a speck was taken for."""
    return text if text.count("‘") == text.count("’") else text.replace("‘", "")


def _before(around: tuple[Item, ...], one: Item) -> tuple[Item, ...]:
    """The items around one of them."""
    return around[: around.index(one)]


def _assigned(
    clauses: Sequence[Clause],
    above: Inherited,
    task_id: str,
    context: Context,
    made: Collected,
) -> tuple[tuple[Assignment, ...], list[Finding], float]:
    """Who does a task: its own labels, for each role it lacks those around it."""
    found: list[Assignment] = []
    notes: list[Finding] = []
    alike = [1.0]
    own = {clause.role for clause in clauses if clause.passage.text}
    every = [*clauses, *(c for c in above.clauses if c.role not in own)]
    for clause in every:
        if clause.kind != "label" or clause.role not in ROLES:
            continue
        role = clause.role
        if assignments.is_same_as_above(clause.passage.text) and made.tasks:
            found += made.tasks[-1].named(role)
            continue
        one = assignments.read(
            clause.passage, role, context.names, file=context.file, task=task_id, on=context.on
        )
        found += one.assignments
        notes += one.findings
        alike.append(one.alike * clause.alike)
    if not any(one.role == "lead" for one in found):
        for passage in (assignments.in_prose(c.passage) for c in clauses if c.kind != "label"):
            if passage is not None:
                one = assignments.read(
                    passage, "lead", context.names, file=context.file, task=task_id, on=context.on
                )
                found += one.assignments
                notes += one.findings
    ordered = sorted(found, key=lambda a: ROLES.index(a.role))
    return tuple(dict.fromkeys(ordered)), notes, sum(alike) / len(alike)


def _schedule(
    clauses: Sequence[Clause],
    above: Inherited,
    task_id: str,
    context: Context,
    whole: Passage,
) -> tuple[Schedule, list[Finding], float]:
    """When a task is due, what should be known about it, how sure that is."""
    found = [c for c in clauses if c.role == "schedule"]
    found = found or [c for c in above.clauses if c.role == "schedule"]
    stated = next((c for c in found if c.passage.plain), None)
    note = partial(finding, file=context.file, task=task_id)
    if stated is None:
        prose = (schedules.in_prose(c.passage.text, context.year) for c in clauses)
        told = next(filter(None, prose), None)
        return (
            (told, [], UNCLEAR)
            if told
            else (schedules.NONE, [note("P011", lines=whole.lines)], 1.0)
        )
    text = stated.passage.plain
    reading = schedules.read(
        text, context.year, settled=stated.passage.settled, roman=context.roman
    )
    if reading.unclear:
        return (
            reading.schedule,
            [note("P012", lines=stated.passage.lines, value=text)],
            UNCLEAR,
        )
    if reading.repaired:
        right = reading.schedule.text
        repaired = note("P013", lines=stated.passage.lines, value=text, read=right)
        return reading.schedule, [repaired], REPAIRED
    if printed := _other_quarter(stated.passage):
        restored = note("P013", lines=stated.passage.lines, value=printed, read=text)
        return reading.schedule, [restored], stated.alike
    return reading.schedule, [], stated.alike


def _other_quarter(passage: Passage) -> str:
    """A quarter as it stands in the file, where restoration read it as another; else ""."""
    if passage.settled:
        return ""
    read = {one[1] for one in spans.QUARTER.finditer(fold_same(passage.text))}
    for row in passage.rows:
        for one in spans.QUARTER.finditer(fold_same(row.raw)):
            if not row.reviewed and read and one[1] not in read:
                return row.raw[one.start() :].strip(" .,;:")
    return ""


def _confidence(item: Item, whole: Passage, factor: float, *, named: bool) -> float:
    """How sure a task's reading is, 0..1."""
    score = whole.confidence * factor * (REPAIRED if item.repaired else 1.0)
    if not named:
        score *= UNSTATED
    return round(max(0.0, min(1.0, score)), 2)


def _doubts(task_id: str, score: float, whole: Passage, file: str, *, named: bool) -> list[Finding]:
    """What is missing or doubtful in a task as a whole."""
    found = []
    if not named:
        found.append(finding("P010", file=file, lines=whole.lines, task=task_id))
    if score < LOW:
        found.append(finding("P060", file=file, lines=whole.lines, task=task_id))
    return found

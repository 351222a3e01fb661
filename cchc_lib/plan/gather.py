"""All tasks of a plan: of its sections, its appendices and its tables, each once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cchc_lib.plan import items, labels, sections, tables, tasks, unite, unnumbered, words
from cchc_lib.plan.sections import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.findings import Finding
    from cchc_lib.model import Group, Task
    from cchc_lib.plan.source import ReadLine
    from cchc_lib.plan.tables import TaskTable

_PARTS = 2  # how many numbers of parts may stand in front of an id


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Tasks and groups in the plan's order, and what should be known about them."""

    tasks: tuple[Task, ...]
    groups: tuple[Group, ...]
    findings: tuple[Finding, ...]


def gather(
    parts: Sequence[Section],
    appendix: Sequence[Section],
    tables_: Sequence[TaskTable],
    context: tasks.Context,
) -> Gathered:
    """The tasks of sections, of an appendix's sections and of tables."""
    prose = _numbered([*parts, *appendix], context)
    trees, notes = tables.sections(tables_, context.file)
    stated = _distinct(prose)
    shown = [
        Section(item=tree, kind="tasks", heading=table.heading)
        for tree, table in zip(trees, tables_, strict=True)
        if tree is not None
    ]
    tabular = _numbered(shown, context)
    united = unite.unite(stated, _distinct(tabular), context.file)
    if united.clash:
        tabular = _collected(shown, replace(context, within_parts=_PARTS))
        united = unite.unite(stated, _distinct(tabular), context.file)
    repeated = {(task.source.line_start, task.source.line_end) for task in united.repeated}
    tabular.findings = [one for one in tabular.findings if one.lines not in repeated]
    filled = _gaps_filled(stated, united.tasks)
    prose.findings = [one for one in prose.findings if (one.code, one.lines) not in filled]
    kept = [tabular] if united.prose_dropped else [prose, tabular]
    return Gathered(
        tasks=united.tasks,
        groups=tuple(dict.fromkeys(group for made in kept for group in made.groups)),
        findings=(*(one for made in kept for one in made.findings), *notes, *united.findings),
    )


def _gaps_filled(
    before: Sequence[Task], after: Sequence[Task]
) -> set[tuple[str, tuple[int | None, int | None]]]:
    """Gaps that were said of the prose's tasks and that a table filled, by code and lines."""
    found = set()
    for one, other in zip(before, after, strict=False):
        where = (one.source.line_start, one.source.line_end)
        if other.schedule != one.schedule:
            found.add(("P011", where))
        if other.named("lead") != one.named("lead"):
            found.add(("P010", where))
    return found


def appended(rows: Sequence[ReadLine]) -> list[Section]:
    """The sections of an appendix: those of its items that are tasks, as one section."""
    tree = items.build(rows)
    if not any(row.text.strip() for row in rows) or not tasks.has_labels(tree):
        return []
    if any(child.kind in {"part", "roman", "upper"} for child in tree.children):
        return [one for one in sections.of_tree(tree) if one.kind == "tasks"]
    heading = sections.heading_of(tree)
    whole = replace(tree, kind="part", number="PL")
    return [Section(item=whole, kind="tasks", heading=heading)]


def _numbered(parts: Sequence[Section], context: tasks.Context) -> tasks.Collected:
    """The tasks of some sections.

    Where numbers begin anew in another part, the part's own number goes in front; where that is
    not enough, those of the parts around it too.
    """
    made = _collected(parts, context)
    for depth in range(1, _PARTS + 1):
        if len({task.task_id for task in made.tasks}) == len(made.tasks):
            break
        made = _collected(parts, replace(context, within_parts=depth))
    return made


def _collected(parts: Sequence[Section], context: tasks.Context) -> tasks.Collected:
    """The tasks of all sections on tasks."""
    made = tasks.Collected()
    for part in parts:
        if part.kind == "tasks":
            _section(part, context, made)
    return made


def _section(part: Section, context: tasks.Context, made: tasks.Collected) -> None:
    """The tasks of one section; a section that is one task by itself counts as such."""
    item = part.item if part.item.tabular else unnumbered.itemised(part.item)
    field = words.only_field_of(part.heading)
    if not item.children:
        if item.kind not in {None, "part", "roman", "upper"} and tasks.has_labels(item):
            tasks.read(item, (_ROOT,), context, made, tasks.Inherited(field=field))
        return
    above = tasks.Inherited(
        field=field, clauses=tasks.stated(labels.part(item.rows), tasks.Inherited())
    )
    lists_topics = any(
        sections.meaning(sections.heading_of(child)) == "topics" for child in item.children
    )
    tasks.note_gaps(item, (), context, made)
    for child in item.children:
        if not lists_topics or tasks.has_labels(child):
            tasks.read(child, (item,), context, made, above)


_ROOT = items.Item(kind=None, number="", printed="", repaired=False, path=(), rows=())


def _distinct(made: tasks.Collected) -> tuple[Task, ...]:
    """The tasks; one whose number stands twice even so gets a running number behind it."""
    taken = {task.task_id for task in made.tasks}
    seen: set[str] = set()
    found = []
    for task in made.tasks:
        name, count = task.task_id, 1
        while name in seen:
            count += 1
            name = f"{task.task_id}.{count}"
            name = name if name in seen or name not in taken else task.task_id
        seen.add(name)
        found.append(task if name == task.task_id else unite.renamed(task, name))
    return tuple(found)

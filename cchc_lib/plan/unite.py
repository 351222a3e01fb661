"""Tasks of prose and of tables as one list: a task that both state counts once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cchc_lib.findings import Finding, finding
from cchc_lib.plan.folding import key_similarity
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.model import Role, Task

SAME_TITLE = 0.85
SAME_ID = 0.6  # likeness of titles that is enough where the ids are equal
_ROLES: tuple[tuple[Role, str], ...] = (
    ("lead", "cơ quan chủ trì"), ("coordinate", "cơ quan phối hợp"), ("direct", "cơ quan chỉ đạo"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class United:
    """The tasks of both, prose first, and what should be known about them.

    `repeated` are the table's tasks that the prose has too; `prose_dropped` says that the prose
    only announces what the table assigns; `clash`, that two different tasks bear one id.
    """

    tasks: tuple[Task, ...]
    findings: tuple[Finding, ...]
    repeated: tuple[Task, ...] = ()
    prose_dropped: bool = False
    clash: bool = False


def unite(prose: Sequence[Task], tabular: Sequence[Task], file: str) -> United:
    """The tasks of prose and tables, each once; the prose's facts win, the table's fill gaps."""
    if not prose or not tabular:
        return United(tasks=(*prose, *tabular), findings=())
    if not any(_assigns(task) for task in prose):
        lines = _lines(prose[0])
        note = finding("P075", file=file, lines=lines)
        return United(tasks=tuple(tabular), findings=(note,), prose_dropped=True)
    kept: dict[int, Task] = dict(enumerate(prose))
    more: list[Task] = []
    repeated: list[str] = []
    again: list[Task] = []
    notes: list[Finding] = []
    for task in tabular:
        at = _same(task, prose)
        if at is None:
            more.append(task)
            continue
        repeated.append(prose[at].task_id)
        again.append(task)
        notes += _differences(kept[at], task, file)
        kept[at] = _filled(kept[at], task)
    if repeated:
        lines = _lines(tabular[0])
        told = ", ".join(dict.fromkeys(repeated))
        notes.append(finding("P073", file=file, lines=lines, n=len(repeated), tasks=told))
    taken = {task.task_id for task in kept.values()}
    return United(
        tasks=(*kept.values(), *(_apart(task, taken) for task in more)),
        findings=tuple(notes),
        repeated=tuple(again),
        clash=any(task.task_id in taken for task in more),
    )


def _assigns(task: Task) -> bool:
    """Whether a task says who, when or how much."""
    return bool(task.assignments or task.quotas or task.schedule.text)


def _lines(task: Task) -> tuple[int, int] | None:
    """Where a task stands."""
    first, last = task.source.line_start, task.source.line_end
    return (first, last or first) if first else None


def likeness(one: str, other: str) -> float:
    """How alike two titles are; a title that begins with the other whole is nearly the same."""
    left, right = fold_key(one), fold_key(other)
    if not left or not right:
        return 0.0
    short, long = sorted((left, right), key=len)
    if long.startswith(f"{short} ") and short.count(" ") >= 5:  # noqa: PLR2004 - not by chance
        return max(SAME_TITLE, key_similarity(left, right))
    return key_similarity(left, right)


def _same(task: Task, others: Sequence[Task]) -> int | None:
    """Which of some tasks a task repeats: the most alike, if alike enough."""
    best: tuple[float, int] | None = None
    for at, other in enumerate(others):
        alike = likeness(task.title, other.title)
        least = SAME_ID if task.task_id == other.task_id else SAME_TITLE
        if alike >= least and (best is None or alike > best[0]):
            best = (alike, at)
    return best[1] if best else None


def _named(task: Task, role: Role) -> str:
    """A role's agencies as one text."""
    return "; ".join(one.text for one in task.named(role))


def _differences(prose: Task, table: Task, file: str) -> list[Finding]:
    """Facts that prose and table state differently."""
    pairs = [(what, _named(prose, role), _named(table, role)) for role, what in _ROLES]
    pairs.append(("thời gian", prose.schedule.text or "", table.schedule.text or ""))
    return [
        finding(
            "P074", file=file, lines=_lines(table), task=prose.task_id,
            what=what, value=one, other=other,
        )
        for what, one, other in pairs
        if one and other and fold_key(one) != fold_key(other)
    ]  # fmt: skip


def _filled(prose: Task, table: Task) -> Task:
    """The prose's task with what only the table states."""
    roles = {a.role for a in prose.assignments}
    added = tuple(a for a in table.assignments if a.role not in roles)
    figures = prose.quotas or tuple(
        replace(quota, quota_id=f"{prose.task_id}-{n}")
        for n, quota in enumerate(table.quotas, start=1)
    )
    order = [role for role, _ in _ROLES]
    return replace(
        prose,
        assignments=tuple(sorted((*prose.assignments, *added), key=lambda a: order.index(a.role))),
        schedule=prose.schedule if prose.schedule.text else table.schedule,
        quotas=figures,
        product=prose.product or table.product,
    )


def _apart(task: Task, taken: set[str]) -> Task:
    """A table's task under an id that no task of the prose bears."""
    if task.task_id not in taken:
        return task
    return renamed(task, f"PL.{task.task_id}")


def renamed(task: Task, task_id: str) -> Task:
    """The task under another id."""
    figures = tuple(
        replace(quota, quota_id=f"{task_id}-{n}") for n, quota in enumerate(task.quotas, start=1)
    )
    return replace(task, task_id=task_id, quotas=figures)

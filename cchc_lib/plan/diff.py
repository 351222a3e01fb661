"""What changed from one plan to another: tasks added, dropped, changed, and in what.

Tasks are matched by id where their titles are alike too, then by title alone. Between plans of
different years a year that moved with the plan is no change. Source: contracts, part 4 (Plan).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cchc_lib import lexicon
from cchc_lib.plan.unite import SAME_ID, likeness
from cchc_lib.vietnamese import fold_key, format_date, format_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_lib.model import Plan, Quota, Role, Task

SAME_TITLE = 0.8
LABELS = {
    "id": "số",
    "field": "lĩnh vực",
    "title": "nội dung",
    "lead": "cơ quan chủ trì",
    "coordinate": "cơ quan phối hợp",
    "direct": "cơ quan chỉ đạo",
    "schedule": "thời gian",
    "quotas": "chỉ tiêu",
    "product": "sản phẩm",
}
_ROLES: tuple[Role, ...] = ("lead", "coordinate", "direct")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing of a task that is not as it was; "" stands for nothing stated."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A task of both plans that is not the same in both."""

    old: Task
    new: Task
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What became of the tasks; dropped ones in the old plan's order, others in the new one's."""

    added: tuple[Task, ...]
    dropped: tuple[Task, ...]
    changed: tuple[Changed, ...]
    unchanged: int


def compare(old: Plan, new: Plan) -> Difference:
    """The difference from one plan to another."""
    pairs = _pairs(old, new)
    matched = {id(task) for task in pairs.values()}
    changed, unchanged = [], 0
    for task in new.tasks:
        before = pairs.get(task.task_id)
        if before is None:
            continue
        changes = tuple(_changes(before, task, (old.year, new.year)))
        if changes:
            changed.append(Changed(old=before, new=task, changes=changes))
        else:
            unchanged += 1
    return Difference(
        added=tuple(task for task in new.tasks if task.task_id not in pairs),
        dropped=tuple(task for task in old.tasks if id(task) not in matched),
        changed=tuple(changed),
        unchanged=unchanged,
    )


def _pairs(old: Plan, new: Plan) -> dict[str, Task]:
    """The old plan's task that each of the new plan's is, by the new id."""
    years = (old.year, new.year)
    ranked = sorted(
        (
            (one.task_id == other.task_id, _alike(one, other, years), -n, -m)
            for n, one in enumerate(old.tasks)
            for m, other in enumerate(new.tasks)
        ),
        key=lambda entry: (entry[0] + entry[1], entry),
        reverse=True,
    )
    found: dict[str, Task] = {}
    taken: set[int] = set()
    for same_id, alike, minus_n, minus_m in ranked:
        one, other = old.tasks[-minus_n], new.tasks[-minus_m]
        enough = alike >= (SAME_ID if same_id else SAME_TITLE)
        if enough and -minus_n not in taken and other.task_id not in found:
            found[other.task_id] = one
            taken.add(-minus_n)
    return found


def _alike(one: Task, other: Task, years: tuple[int, int]) -> float:
    """How alike two tasks' titles are, the plans' years aside."""
    return likeness(_of_year(one.title, years), other.title)


def _of_year(text: str, years: tuple[int, int]) -> str:
    """The old plan's text as it would stand in a plan of the new one's year."""
    before, after = years
    return text.replace(str(before), str(after)) if before and after else text


def _changes(one: Task, other: Task, years: tuple[int, int]) -> Iterator[Change]:
    """What differs between two tasks, field by field."""
    left, right = _facts(one), _facts(other)
    for name in LABELS:
        was, now = left[name], right[name]
        if fold_key(_of_year(was, years)) != fold_key(now):
            yield Change(field=name, old=was, new=now)


def _facts(task: Task) -> dict[str, str]:
    """A task's facts as text."""
    return {
        "id": task.task_id,
        "field": task.field,
        "title": task.title,
        **{role: "; ".join(a.text for a in task.named(role)) for role in _ROLES},
        "schedule": task.schedule.text or "",
        "quotas": "; ".join(_quota(quota) for quota in task.quotas),
        "product": task.product or "",
    }


def _quota(quota: Quota) -> str:
    """A quota as it would be said: "khoảng 5 tin, bài/tháng"."""
    about = "khoảng " if quota.approximate else "ít nhất " if quota.bound else ""
    per = "" if quota.per == "once" else f"/{lexicon.per_label(quota.per)}"
    long = f", {format_number(quota.minutes)} phút" if quota.minutes else ""
    item = f"{quota.item}: " if quota.item else ""
    return f"{item}{about}{format_number(quota.count)} {quota.unit}{per}{long}"


# --- as data and for people ------------------------------------------------------------------


def to_json(found: Difference, old: Plan, new: Plan) -> dict[str, Any]:
    """The difference as JSON data."""
    return {
        "old": _head(old),
        "new": _head(new),
        "added": [_brief(task) for task in found.added],
        "dropped": [_brief(task) for task in found.dropped],
        "changed": [
            {
                "id": one.new.task_id,
                "old_id": one.old.task_id,
                "title": one.new.title,
                "changes": [
                    {"field": c.field, "old": c.old or None, "new": c.new or None}
                    for c in one.changes
                ],
            }
            for one in found.changed
        ],
        "unchanged": found.unchanged,
    }


def _head(plan: Plan) -> dict[str, Any]:
    """What tells a plan apart."""
    return {"number": plan.number, "issuer": plan.issuer, "date": plan.date, "year": plan.year}


def _brief(task: Task) -> dict[str, Any]:
    """A task that stands in one plan alone."""
    facts = _facts(task)
    return {name: facts[name] or None for name in LABELS}


def rows(found: Difference) -> list[list[str]]:
    """The difference as rows: what became of a task, its number, title, and what changed."""
    made = [["thêm", task.task_id, task.title, _told(task)] for task in found.added]
    made += [["bỏ", task.task_id, task.title, _told(task)] for task in found.dropped]
    for one in found.changed:
        parts = [
            f"{LABELS[c.field]}: {c.old or 'không ghi'} → {c.new or 'không ghi'}"
            for c in one.changes
        ]
        made.append(["đổi", one.new.task_id, one.new.title, "; ".join(parts)])
    return made


def _told(task: Task) -> str:
    """Who does a task and when, on one line."""
    facts = _facts(task)
    return "; ".join(facts[name] for name in ("lead", "schedule", "quotas") if facts[name])


def summary(found: Difference, old: Plan, new: Plan) -> str:
    """The difference in a sentence."""
    return (
        f"{_named(old)} → {_named(new)}: thêm {len(found.added)}, bỏ {len(found.dropped)}, "
        f"đổi {len(found.changed)}, giữ nguyên {found.unchanged} nhiệm vụ."
    )


def _named(plan: Plan) -> str:
    """A plan's number and day of issue."""
    date = plan.date
    if len(date) == len("2025-05-12"):
        date = format_date(dt.date.fromisoformat(date))
    return f"{plan.kind} {plan.number or 'không số'} ({date or 'không rõ ngày'})"

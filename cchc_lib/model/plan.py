"""A plan as data: tasks with who, when and how often; topics, documents, duties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

    from cchc_lib.findings import Finding

Per = Literal["day", "week", "month", "quarter", "half-year", "year", "once"]
Every = Literal["week", "month", "quarter", "half-year", "year"]
ScheduleKind = Literal["continuous", "periodic", "window", "deadline", "other", "none"]
Role = Literal["lead", "coordinate", "direct"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRef:
    """Where in a plan file something stands; lines are 1-based, both ends inclusive."""

    file: str
    line_start: int | None = None
    line_end: int | None = None
    page: int | None = None
    section: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A legal document cited by number, e.g. Nghị quyết 57-NQ/TW of 22/12/2024."""

    kind: str
    number: str
    date: dt.date | None
    issuer: str
    source: SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One agency or group named by a task, as printed (restored), with the registry's ids.

    `ids` are ids of registry rows (agencies or groups, not yet expanded to members); empty when
    no registry row matches.
    """

    text: str
    role: Role
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a task is due; `start` and `end` both inclusive."""

    kind: ScheduleKind
    text: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    every: Every | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """So many `unit` per `per`; `item` tells one task's series apart ("phát lại")."""

    quota_id: str
    item: str
    count: float
    unit: str
    per: Per
    minutes: float | None = None
    approximate: bool = False
    bound: Literal["min"] | None = None
    source: SourceRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A numbered heading that holds tasks ("1.2 Truyền thông trên …")."""

    group_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A leaf task of the plan."""

    task_id: str
    field: Literal["CĐS", "CCHC"]
    group: str | None
    title: str
    assignments: tuple[Assignment, ...]
    schedule: Schedule
    quotas: tuple[Quota, ...]
    product: str | None
    confidence: float
    source: SourceRef

    def named(self, role: Role) -> tuple[Assignment, ...]:
        """The assignments of one role, in printed order."""
        return tuple(a for a in self.assignments if a.role == role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A communication topic; `n` counts through the plan's topics from 1, over all fields."""

    n: int
    field: Literal["CĐS", "CCHC"]
    text: str
    source: SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What one unit is told to do in the section on organisation."""

    unit: str
    text: str
    source: SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingDuty:
    """Who reports what to whom, through whom, how often."""

    who: str
    to: str
    via: tuple[str, ...]
    per: Literal["month", "quarter"] | None
    text: str
    source: SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetRule:
    """One paragraph of the section on funding."""

    text: str
    source: SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan as data. `date` is `2025-05-12` or, where the day can't be read, `2025-05`."""

    number: str
    kind: str
    issuer: str
    date: str
    year: int
    title: str
    groups: tuple[Group, ...]
    tasks: tuple[Task, ...]
    topics: tuple[Topic, ...]
    documents: tuple[Document, ...]
    duties: tuple[Duty, ...]
    reports: tuple[ReportingDuty, ...]
    budget: tuple[BudgetRule, ...]
    recipients: tuple[str, ...]
    findings: tuple[Finding, ...]

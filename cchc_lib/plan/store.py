"""A plan as JSON and back, without loss. Source of the form: contracts, part 4 (Plan)."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from cchc_lib.findings import Finding, finding
from cchc_lib.model import (
    Assignment,
    BudgetRule,
    Document,
    Duty,
    Group,
    Plan,
    Quota,
    ReportingDuty,
    Schedule,
    SourceRef,
    Task,
    Topic,
)

if TYPE_CHECKING:
    from cchc_lib.model import Role

ROLES: tuple[Role, ...] = ("lead", "coordinate", "direct")


def dumps(plan: Plan) -> str:
    """The plan as JSON text; `loads` gives the same plan."""
    return json.dumps(to_json(plan), ensure_ascii=False, indent=1) + "\n"


def loads(text: str) -> Plan:
    """The plan of a JSON text written by `dumps`."""
    return from_json(json.loads(text))


def refused(file: str, reason: str) -> Plan:
    """What is known of a document that is no plan or can't be opened: why."""
    return Plan(
        number="",
        kind="",
        issuer="",
        date="",
        year=0,
        title="",
        groups=(),
        tasks=(),
        topics=(),
        documents=(),
        duties=(),
        reports=(),
        budget=(),
        recipients=(),
        findings=(finding("P009", file=file, reason=reason),),
    )


def to_json(plan: Plan) -> dict[str, Any]:
    """The plan as JSON data."""
    return {
        "number": plan.number,
        "kind": plan.kind,
        "issuer": plan.issuer,
        "date": plan.date,
        "year": plan.year,
        "title": plan.title,
        "groups": [{"id": g.group_id, "title": g.title} for g in plan.groups],
        "tasks": [_task(task) for task in plan.tasks],
        "topics": [
            {"n": t.n, "field": t.field, "text": t.text, "source": _ref(t.source)}
            for t in plan.topics
        ],
        "documents": [
            {
                "kind": d.kind,
                "number": d.number,
                "date": _iso(d.date),
                "issuer": d.issuer,
                "source": _ref(d.source),
            }
            for d in plan.documents
        ],
        "duties": [{"unit": d.unit, "text": d.text, "source": _ref(d.source)} for d in plan.duties],
        "reports": [
            {
                "who": r.who,
                "to": r.to,
                "via": list(r.via),
                "per": r.per,
                "text": r.text,
                "source": _ref(r.source),
            }
            for r in plan.reports
        ],
        "budget": [{"text": b.text, "source": _ref(b.source)} for b in plan.budget],
        "recipients": list(plan.recipients),
        "findings": [_finding(f) for f in plan.findings],
    }


def _task(task: Task) -> dict[str, Any]:
    """A task as JSON data; `agencies` holds the registry's ids of each name."""
    return {
        "id": task.task_id,
        "field": task.field,
        "group": task.group,
        "title": task.title,
        **{role: [a.text for a in task.named(role)] for role in ROLES},
        "agencies": {role: [list(a.ids) for a in task.named(role)] for role in ROLES},
        "schedule": {
            "text": task.schedule.text,
            "kind": task.schedule.kind,
            "start": _iso(task.schedule.start),
            "end": _iso(task.schedule.end),
            "every": task.schedule.every,
        },
        "quotas": [_quota(quota) for quota in task.quotas],
        "product": task.product,
        "confidence": task.confidence,
        "source": _ref(task.source),
    }


def _quota(quota: Quota) -> dict[str, Any]:
    """A quota as JSON data; whole counts are integers."""
    return {
        "id": quota.quota_id,
        "item": quota.item,
        "count": _whole(quota.count),
        "unit": quota.unit,
        "per": quota.per,
        "minutes": _whole(quota.minutes),
        "approximate": quota.approximate,
        "bound": quota.bound,
        "source": _ref(quota.source) if quota.source else None,
    }


def _finding(one: Finding) -> dict[str, Any]:
    """A finding as JSON data."""
    return {
        "severity": one.severity,
        "code": one.code,
        "message": one.message,
        "value": one.value,
        "source": {"file": one.file, "lines": list(one.lines) if one.lines else None, "page": None},
    }


def _ref(source: SourceRef) -> dict[str, Any]:
    """A place as JSON data."""
    lines = None
    if source.line_start is not None:
        lines = [source.line_start, source.line_end]
    return {
        "file": source.file,
        "lines": lines,
        "page": source.page,
        "section": source.section,
        "text": source.text,
    }


def _iso(day: dt.date | None) -> str | None:
    """A day as JSON holds it."""
    return day.isoformat() if day else None


def _whole(value: float | None) -> float | None:
    """A number, without decimals where it has none."""
    return int(value) if value is not None and value == int(value) else value


# --- and back --------------------------------------------------------------------------------


def from_json(data: dict[str, Any]) -> Plan:
    """The plan of JSON data."""
    return Plan(
        number=data["number"],
        kind=data["kind"],
        issuer=data["issuer"],
        date=data["date"],
        year=data["year"],
        title=data["title"],
        groups=tuple(Group(group_id=g["id"], title=g["title"]) for g in data["groups"]),
        tasks=tuple(_task_of(task) for task in data["tasks"]),
        topics=tuple(
            Topic(n=t["n"], field=t["field"], text=t["text"], source=_ref_of(t["source"]))
            for t in data["topics"]
        ),
        documents=tuple(
            Document(**{**d, "date": _day(d["date"]), "source": _ref_of(d["source"])})
            for d in data["documents"]
        ),
        duties=tuple(Duty(**{**d, "source": _ref_of(d["source"])}) for d in data["duties"]),
        reports=tuple(
            ReportingDuty(**{**r, "via": tuple(r["via"]), "source": _ref_of(r["source"])})
            for r in data["reports"]
        ),
        budget=tuple(BudgetRule(**{**b, "source": _ref_of(b["source"])}) for b in data["budget"]),
        recipients=tuple(data["recipients"]),
        findings=tuple(_finding_of(f) for f in data["findings"]),
    )


def _task_of(data: dict[str, Any]) -> Task:
    """A task of JSON data."""
    assigned = tuple(
        Assignment(text=text, role=role, ids=tuple(ids))
        for role in ROLES
        for text, ids in zip(data[role], data["agencies"][role], strict=True)
    )
    time = data["schedule"]
    return Task(
        task_id=data["id"],
        field=data["field"],
        group=data["group"],
        title=data["title"],
        assignments=assigned,
        schedule=Schedule(**{**time, "start": _day(time["start"]), "end": _day(time["end"])}),
        quotas=tuple(_quota_of(quota) for quota in data["quotas"]),
        product=data["product"],
        confidence=data["confidence"],
        source=_ref_of(data["source"]),
    )


def _quota_of(data: dict[str, Any]) -> Quota:
    """A quota of JSON data."""
    values = dict(data)
    values["quota_id"] = values.pop("id")
    values["count"] = float(values["count"])
    values["minutes"] = None if values["minutes"] is None else float(values["minutes"])
    values["source"] = _ref_of(values["source"]) if values["source"] else None
    return Quota(**values)


def _finding_of(data: dict[str, Any]) -> Finding:
    """A finding of JSON data."""
    lines = data["source"]["lines"]
    return Finding(
        code=data["code"],
        severity=data["severity"],
        message=data["message"],
        value=data["value"],
        file=data["source"]["file"],
        lines=(lines[0], lines[1]) if lines else None,
    )


def _ref_of(data: dict[str, Any]) -> SourceRef:
    """A place of JSON data."""
    first, last = data["lines"] or (None, None)
    return SourceRef(
        file=data["file"],
        line_start=first,
        line_end=last,
        page=data["page"],
        section=data["section"],
        text=data["text"],
    )


def _day(text: str | None) -> dt.date | None:
    """A day of JSON data."""
    return dt.date.fromisoformat(text) if text else None

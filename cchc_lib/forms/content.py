"""What a line of the form asks for: its words, and its target in the month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_lib import lexicon
from cchc_lib.vietnamese import format_number

if TYPE_CHECKING:
    from cchc_lib.model import Obligation, Quota

LONGEST = 300  # characters of a title; what is longer is cut where a clause ends


def text(owed: Obligation, task_title: str) -> str:
    """What a line asks for: the task, its series, and the quotas that share the line."""
    line = owed.line
    parts = [shorten(task_title, line.task_id)]
    if line.item:
        parts[0] += f" – {line.item}"
    beside = [
        f"{_span_name(quota)}: {_prefix(quota)}{_count(quota.count)} {quota.unit}"
        for quota in line.also
    ]
    if line.quota and line.quota.minutes:
        beside.append(f"thời lượng {_count(line.quota.minutes)} phút")
    if beside:
        parts.append(f"({'; '.join(beside)})")
    return "\n".join(parts)


def shorten(title: str, task_id: str) -> str:
    """A long title up to the end of a clause, with where the rest can be read."""
    if len(title) <= LONGEST:
        return title
    head = title[:LONGEST]
    end = max(head.rfind(mark) for mark in (": ", "; ", ". "))
    if end < LONGEST // 3:
        end = max(head.rfind(", "), head.rfind(" "))
    return f"{head[:end].rstrip(' ,;:.')}… (xem mục {task_id} của kế hoạch)"


def target_cell(owed: Obligation) -> tuple[str | float | None, str]:
    """Value and number format of `Chỉ tiêu trong kỳ`.

    A number in a month that the quota is judged in, "1/quý" as text for longer spans, nothing
    without a quota.
    """
    quota = owed.line.quota
    if quota is None:
        return None, "@"
    if owed.target is None:
        span = lexicon.per_label(quota.per)
        return f"{_prefix(quota)}{_count(quota.count)}/{span or 'cả kế hoạch'}", "@"
    shown = "#,##0" if float(owed.target).is_integer() else "#,##0.0#"
    prefix = f'"{_prefix(quota)}"' if _prefix(quota) else ""
    value = int(owed.target) if float(owed.target).is_integer() else owed.target
    return value, f"{prefix}{shown}"


def _prefix(quota: Quota) -> str:
    """The word before a figure that is not exact."""
    if quota.bound == "min":
        return "ít nhất "
    return "khoảng " if quota.approximate else ""


def _span_name(quota: Quota) -> str:
    """The span of a longer quota in words."""
    return f"kế hoạch {lexicon.per_label(quota.per)}".rstrip()


def _count(count: float) -> str:
    """A figure in print."""
    return format_number(count)

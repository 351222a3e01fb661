"""Agencies, the lines that they report, and what each of them owes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

    from cchc_lib.model.plan import Quota

ReachKind = Literal["attendance", "audience", "online", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A row of the registry: an agency (owes reports if it is in a group) or a group.

    `kind` is "group" for groups. `valid_from`/`valid_to` are inclusive, `None` is open.
    """

    agency_id: str
    name: str
    short_name: str
    kind: str
    groups: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    code: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    successors: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the form: one indicator that agencies report.

    `indicator` is the shorter-span quota's id, or `<task>-0` for a task without a quota (then
    `quota` is None and `unit` is "hoạt động"). `also` are the longer-span quotas that share the
    line. `content` is what the form prints. `channel` is a key of the lexicon's channel table.
    """

    indicator: str
    task_id: str
    field: Literal["CĐS", "CCHC"]
    item: str
    content: str
    unit: str
    quota: Quota | None
    also: tuple[Quota, ...] = ()
    channel: str = ""
    reach_kind: ReachKind = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One agency owes one line in one month.

    `target` counts the line's unit; None where the line has no quota or its quota is judged in
    longer periods only. `exempt` is the reason of an exemption, else "".
    """

    agency_id: str
    line: Line
    period: str
    target: float | None
    exempt: str = ""

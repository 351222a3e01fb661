"""What files are judged against: plan, registry, settings, the log; obligations made once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cchc_lib import agencies, obligations, periods

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cchc_lib.agencies import Registry
    from cchc_lib.config import Settings
    from cchc_lib.model import Agency, Event, Line, Obligation, Plan


def closings(events: Iterable[Event]) -> dict[str, Event]:
    """For each month that is closed, the event that closed it."""
    found: dict[str, Event] = {}
    for event in events:
        if event.kind == "closed":
            for month in periods.parse(event.period).months():
                found.setdefault(month.label, event)
        elif event.kind == "reopened":
            for month in periods.parse(event.period).months():
                found.pop(month.label, None)
    return found


@dataclass(frozen=True, kw_only=True)
class Context:
    """Everything that a judgement follows from, beside the file itself."""

    plan: Plan
    registry: Registry
    settings: Settings
    exemptions: tuple[Event, ...] = ()
    closed: Mapping[str, Event] = field(default_factory=dict)
    _months: dict[str, dict[str, list[Obligation]]] = field(default_factory=dict, repr=False)

    def agency(self, agency_id: str) -> Agency | None:
        """The agency of an id; None where there is none."""
        row = self.registry.by_id.get(agency_id)
        return None if row is None or row.kind == agencies.GROUP else row

    def obligations(self, agency_id: str, label: str) -> tuple[Obligation, ...]:
        """What an agency owes in a month, exempted lines included."""
        if label not in self._months:
            by_agency: dict[str, list[Obligation]] = {}
            month = self.settings.period(label)
            for one in obligations.month_obligations(
                self.plan, self.registry, self.settings, month, self.exemptions
            ):
                by_agency.setdefault(one.agency_id, []).append(one)
            self._months[label] = by_agency
        return tuple(self._months[label].get(agency_id, ()))

    def may_owe(self, agency_id: str, label: str | None) -> bool:
        """Whether an agency owes anything in a month, or in the first one where none is owed."""
        if not label or not self.settings.reporting_months(self.settings.period(label)):
            label = self.settings.first_month.label
        return bool(self.obligations(agency_id, label))

    def lines(self) -> tuple[Line, ...]:
        """Every line of the plan."""
        return obligations.lines(self.plan)

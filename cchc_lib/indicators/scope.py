"""What one period's indicators are computed from: who owed what, and what counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cchc_lib import obligations
from cchc_lib.records import counting, select, status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from cchc_lib.agencies import Registry
    from cchc_lib.config import Settings
    from cchc_lib.findings import Finding
    from cchc_lib.model import (
        Activity,
        Event,
        Line,
        Obligation,
        Plan,
        Record,
        Status,
        Submission,
    )
    from cchc_lib.periods import Period


@dataclass(frozen=True, eq=False, kw_only=True)
class Scope:
    """The inputs of one period, judged as of a day, with what follows from them.

    `months` are the period's months in which anything can be owed, `to_date` those from the first
    one owed to the period's last.
    """

    plan: Plan
    registry: Registry
    settings: Settings
    period: Period
    submissions: tuple[Submission, ...]
    all_records: tuple[Record, ...]
    all_activities: tuple[Activity, ...]
    all_findings: tuple[Finding, ...]
    exemptions: tuple[Event, ...]
    as_of: dt.date

    @cached_property
    def months(self) -> tuple[Period, ...]:
        """The period's months in which anything can be owed."""
        return self.settings.reporting_months(self.period)

    @cached_property
    def to_date(self) -> tuple[Period, ...]:
        """The months from the first one owed to the period's last."""
        return self.settings.months_to_date(self.period)

    @cached_property
    def previous(self) -> tuple[Period, ...]:
        """The months of the period before in which anything could be owed."""
        return self.settings.reporting_months(self.period.previous())

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The plan's lines, in its order."""
        return obligations.lines(self.plan)

    @cached_property
    def line_of(self) -> dict[str, Line]:
        """Lines by their id, and by the ids of the longer-span quotas that share them."""
        shared = {quota.quota_id: line for line in self.lines for quota in line.also}
        return shared | {line.indicator: line for line in self.lines}

    @cached_property
    def nominal(self) -> dict[str, tuple[Period, ...]]:
        """For each line, the months that its task's schedule names."""
        months = {
            task.task_id: obligations.nominal_months(task, self.settings)
            for task in self.plan.tasks
        }
        return {line.indicator: months[line.task_id] for line in self.lines}

    # --- who owed what ----------------------------------------------------------------------

    @cached_property
    def owed(self) -> dict[str, tuple[Obligation, ...]]:
        """What everybody owed in each month to date, exempted lines included."""
        return {
            month.label: obligations.month_obligations(
                self.plan, self.registry, self.settings, month, self.exemptions
            )
            for month in self.to_date
        }

    @cached_property
    def owed_months(self) -> dict[tuple[str, str], tuple[Period, ...]]:
        """For each line and agency, the months to date in which it is owed, not exempted."""
        found: dict[tuple[str, str], list[Period]] = {}
        for month in self.to_date:
            for one in self.owed[month.label]:
                if not one.exempt:
                    found.setdefault((one.line.indicator, one.agency_id), []).append(month)
        return {pair: tuple(months) for pair, months in found.items()}

    @cached_property
    def owed_to_date(self) -> dict[str, tuple[str, ...]]:
        """For each line, the agencies that owed it in any month to date."""
        found: dict[str, list[str]] = {}
        for indicator, agency in self.owed_months:
            found.setdefault(indicator, []).append(agency)
        return {indicator: tuple(agencies) for indicator, agencies in found.items()}

    @cached_property
    def asked(self) -> dict[str, tuple[str, ...]]:
        """For each line, the agencies that it binds in the period, exempted ones included.

        Agencies are in the registry's order.
        """
        found: dict[str, dict[str, None]] = {}
        for month in self.months:
            for one in self.owed[month.label]:
                found.setdefault(one.line.indicator, {})[one.agency_id] = None
        place = {row.agency_id: n for n, row in enumerate(self.registry.rows)}
        return {i: tuple(sorted(a, key=place.__getitem__)) for i, a in found.items()}

    # --- what counts ------------------------------------------------------------------------

    @cached_property
    def counted(self) -> dict[str, dict[str, Submission]]:
        """For each month to date, the submission that counts for each agency that owes one."""
        found = {}
        for month in self.to_date:
            owing = set(obligations.owing(self.owed[month.label]))
            sent = counting(self.submissions, month.label, self.as_of)
            found[month.label] = {a: s for a, s in sent.items() if a in owing}
        return found

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """The records that count, to date: of lines that are owed and not exempted."""
        owed = {
            (pair, month.label) for pair, months in self.owed_months.items() for month in months
        }
        return tuple(
            r
            for r in select(self.all_records, self.counted)
            if ((r.indicator, r.agency), r.period) in owed
        )

    @cached_property
    def _by_line(self) -> dict[str, list[Record]]:
        """The records that count, by line."""
        found: dict[str, list[Record]] = {}
        for record in self.records:
            found.setdefault(record.indicator, []).append(record)
        return found

    def of_line(self, indicator: str, months: Iterable[Period]) -> tuple[Record, ...]:
        """The records of a line that count in some months."""
        return within(self._by_line.get(indicator, ()), months)

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """The declared activities of the period's counting submissions, each row once."""
        counts = {
            (month.label, s.submission_id)
            for month in self.months
            for s in self.counted[month.label].values()
        }
        rows = {
            (a.submission, a.sheet, a.row): a
            for a in self.all_activities
            if (a.period, a.submission) in counts
        }
        return tuple(sorted(rows.values(), key=lambda a: (a.period, a.agency, a.sheet, a.row)))

    @cached_property
    def status(self) -> Status:
        """Who owes a report for the period and who has sent it."""
        return status(
            plan=self.plan,
            registry=self.registry,
            settings=self.settings,
            period=self.period,
            submissions=self.submissions,
            findings=self.all_findings,
            exemptions=self.exemptions,
            as_of=self.as_of,
        )


def within(records: Iterable[Record], months: Iterable[Period]) -> tuple[Record, ...]:
    """The records of some months."""
    labels: Collection[str] = {month.label for month in months}
    return tuple(r for r in records if r.period in labels)

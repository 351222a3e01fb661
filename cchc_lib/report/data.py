"""Everything that one report shows, as one value: what `cycle.open_period` gives a notebook."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from cchc_lib.model import Amendments

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from cchc_lib.config import Organisation
    from cchc_lib.findings import Finding
    from cchc_lib.model import (
        Activity,
        Event,
        Line,
        PeriodIndicators,
        Plan,
        Status,
        Submission,
    )
    from cchc_lib.periods import Period


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What the issue of a report that this one replaces was made of, and showed.

    `submissions` and `events` are those of the log at that time.
    """

    as_of: dt.date
    indicators: PeriodIndicators
    status: Status
    submissions: tuple[Submission, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, kw_only=True)
class ReportData:
    """A period of a workspace, computed and judged as of `as_of`.

    `agency` is set for the report of one agency. `months` are the indicators of the months
    shown, oldest first (a month's report: every month so far; a longer period's: its months),
    `month_statuses` their statuses. `previous` is the period before, None where nothing was
    owed in it. `names`/`short_names` go from agency id to what is printed. `records` is the
    table `records` of `columns`. `submissions` are those of the period received up to `as_of`.
    `findings` are the plan's; those of submissions are in `indicators.findings`. `next_lines`
    are the lines owed in the first month after the period. `inputs` are file names and hashes.
    `furthest_behind` is how many lines page 1 names as furthest behind. `amendments` came after
    a month was closed; the report of a closed period has none, so that it stays as it was.
    `earlier` is the issue that this report replaces, None where it is the first.
    """

    organisation: Organisation
    simulated: bool
    closed: bool
    plan: Plan
    period: Period
    first_period: str
    as_of: dt.date
    names: dict[str, str]
    short_names: dict[str, str]
    agency: str | None
    indicators: PeriodIndicators
    months: tuple[PeriodIndicators, ...]
    previous: PeriodIndicators | None
    status: Status
    month_statuses: tuple[Status, ...]
    records: pd.DataFrame
    activities: tuple[Activity, ...]
    submissions: tuple[Submission, ...]
    findings: tuple[Finding, ...]
    events: tuple[Event, ...]
    notes: str
    next_lines: tuple[Line, ...]
    inputs: tuple[tuple[str, str], ...]
    version: str
    furthest_behind: int = 3
    amendments: Amendments = field(default_factory=Amendments)
    earlier: Earlier | None = None

    @cached_property
    def places(self) -> dict[str, int]:
        """Each agency's place in the registry, from 1."""
        return {agency: n for n, agency in enumerate(self.names, start=1)}

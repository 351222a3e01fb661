"""The counts of page 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_lib.indicators.amounts import ratio, total
from cchc_lib.indicators.quotas import tasks
from cchc_lib.model import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_lib.indicators.scope import Scope


def summary(scope: Scope) -> Summary:
    """How many lines are in each state (a count of lines), and the shares (fractions in 0-1).

    A line with a target is one that has a target in this period.
    """
    lines = tasks(scope)
    owed = [t for t in lines if t.state != "exempt"]
    targeted = [t for t in owed if t.target is not None]
    states = [t.state for t in targeted]
    others = [t for t in owed if t.target is None]
    return Summary(
        with_target=len(targeted),
        met=states.count("met"),
        on_track=states.count("on_track"),
        behind=states.count("behind"),
        not_reported=states.count("not_reported"),
        rated=sum(t.rate is not None for t in targeted),
        share=_share(t.rate for t in targeted),
        share_to_date=_share(t.rate_to_date for t in targeted),
        without_target=len(others),
        active=sum(t.state == "active" for t in others),
        activities=len(scope.activities),
        activity_agencies=len({a.agency for a in scope.activities}),
        not_due=states.count("not_due"),
    )


def _share(rates: Iterable[float | None]) -> float | None:
    """The mean of the rates, each capped at 1, over the lines that have one."""
    capped = [min(rate, 1.0) for rate in rates if rate is not None]
    return ratio(total(capped), len(capped))

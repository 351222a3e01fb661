"""Money spent, in đồng, as the agencies state it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_lib.indicators.amounts import total
from cchc_lib.indicators.scope import within

if TYPE_CHECKING:
    from cchc_lib.indicators.scope import Scope


def spent(scope: Scope) -> float | None:
    """Spent in the period, in đồng; None where nobody stated it."""
    return total(r.budget_vnd for r in within(scope.records, scope.months))


def spent_to_date(scope: Scope) -> float | None:
    """Spent from the first month owed to the period's end, in đồng; None: nobody stated it."""
    return total(r.budget_vnd for r in within(scope.records, scope.to_date))

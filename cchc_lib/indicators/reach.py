"""People reached, by kind. Kinds are counted by different people in different ways: never added."""

from __future__ import annotations

import typing
from typing import TYPE_CHECKING

from cchc_lib.indicators.amounts import total
from cchc_lib.indicators.scope import within
from cchc_lib.model import ReachIndicator, ReachKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_lib.indicators.scope import Scope
    from cchc_lib.model import Record
    from cchc_lib.periods import Period

KINDS: tuple[ReachKind, ...] = typing.get_args(ReachKind)


def reach(scope: Scope) -> tuple[ReachIndicator, ...]:
    """Each kind of reach, in people or views; None where nobody stated it.

    Source: contracts, part 4: the kind follows from the line's unit and channel.
    """
    return tuple(_kind(scope, kind) for kind in KINDS)


def _kind(scope: Scope, kind: ReachKind) -> ReachIndicator:
    """One kind, in the period and to date."""
    records = of_kind(scope, kind, scope.months)
    return ReachIndicator(
        kind=kind,
        value=total(r.reach for r in records),
        value_to_date=total(r.reach for r in of_kind(scope, kind, scope.to_date)),
        record_ids=tuple(r.record_id for r in records),
    )


def of_kind(scope: Scope, kind: str, months: Iterable[Period]) -> tuple[Record, ...]:
    """The records that state a reach of a kind in some months."""
    return tuple(
        r
        for r in within(scope.records, months)
        if r.reach is not None and scope.line_of[r.indicator].reach_kind == kind
    )

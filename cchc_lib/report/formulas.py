"""The figures of a table that follow from others of it, as a checker finds them in the workbook.

A total is the sum of its column, a rate the ratio of two columns on its left; both are found by
the figures themselves: a formula is written only where it gives what stands in every row.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.report.blocks import Cell

    Rows = Sequence[Sequence[Cell]]

_PROOFS = 3  # different rates that a pair of columns has to give


def sums(body: Rows, totals: Rows) -> list[int]:
    """The columns whose first total is the sum of the rows above it."""
    if not totals or len(body) < 2:  # noqa: PLR2004 - one row has no sum
        return []
    return [
        column
        for column, total in enumerate(totals[0])
        if total.value is not None and not total.percent and _adds_up(body, column, total.value)
    ]


def rates(body: Rows) -> dict[int, tuple[int, int]]:
    """The columns of rates, each with the columns of its numerator and its denominator."""
    width = len(body[0]) if body else 0
    found: dict[int, tuple[int, int]] = {}
    for column in range(width):
        rows = [row for row in body if row[column].percent and row[column].value is not None]
        if len({row[column].value for row in rows}) < _PROOFS:
            continue
        left = range(column - 1, -1, -1)
        pairs = ((above, below) for above in left for below in left)
        fits = (pair for pair in pairs if all(_divides(row, column, *pair) for row in rows))
        if pair := next(fits, None):
            found[column] = pair
    return found


def _adds_up(body: Rows, column: int, total: float) -> bool:
    """Whether the figures of a column add up to a total."""
    values = [row[column].value for row in body]
    return math.isclose(math.fsum(v for v in values if v is not None), total, abs_tol=1e-9)


def _divides(row: Sequence[Cell], column: int, above: int, below: int) -> bool:
    """Whether a rate is the ratio of two other figures of its row."""
    rate, one, other = row[column].value, row[above], row[below]
    if rate is None or one.value is None or not other.value or one.percent or other.percent:
        return False
    return math.isclose(one.value / other.value, rate, rel_tol=1e-9, abs_tol=1e-12)

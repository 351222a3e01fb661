"""Gathering findings while a form is read: a place, a code, and what stands there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from cchc_lib import findings
from cchc_lib.submissions.book import address
from cchc_lib.vietnamese import clean, visible
from cchc_lib.vietnamese.personal import without_personal

if TYPE_CHECKING:
    from cchc_lib.findings import Finding

LONGEST = 80  # characters of a cell that a finding quotes
MOST_PER_CODE = 500  # of one file; a hostile one could give a finding a cell


def quoted(text: str) -> str:
    """Text of a cell as a message quotes it: visible, one line, cut, no personal number."""
    shown = without_personal(clean(visible(text)), prose=False)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


class Remarks:
    """Findings in the order in which they were made."""

    def __init__(self) -> None:
        """None so far."""
        self.found: list[Finding] = []
        self._count: Counter[str] = Counter()

    def add(
        self,
        code: str,
        *,
        sheet: str = "",
        at: tuple[int, int] | None = None,
        value: str = "",
        **fields: Any,
    ) -> None:
        """One finding; `at` is row and column."""
        self._count[code] += 1
        if self._count[code] > MOST_PER_CODE:
            return
        self.found.append(
            findings.finding(
                code,
                sheet=quoted(sheet),
                cell=address(*at) if at else "",
                value=quoted(value),
                **fields,
            )
        )

    @property
    def worst(self) -> str:
        """The gravest severity among them, "" where there is none."""
        severities = {one.severity for one in self.found}
        return next((s for s in ("error", "warning", "info") if s in severities), "")

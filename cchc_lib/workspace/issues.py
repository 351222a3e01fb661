"""Which reports stood when something was written into the log.

A report that replaces another one says what changed. That it had been there is a fact that only
`outputs/` knows, and that can be deleted: so the next line of the log notes it, and every report
follows from raw alone (docs/decisions/0008).
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from cchc_lib.model import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MANIFEST = "manifest.json"


def unnoted(outputs: Path, noted: Iterable[Issue]) -> list[list[object]]:
    """The reports that stand and are in no line of the log yet, as a line has them."""
    known: dict[str, int] = {}
    for one in noted:
        known[one.period] = max(one.line, known.get(one.period, 0))
    found = (_standing(path) for path in sorted(outputs.glob(f"*/{MANIFEST}")))
    return [
        [one.period, one.line, one.judged_on.isoformat()]
        for one in found
        if one and one.line > known.get(one.period, 0)
    ]


def parse(listed: Iterable[tuple[str, int, str]]) -> tuple[Issue, ...]:
    """The reports that a line of the log names.

    Raises:
        ValueError, TypeError: they aren't named as `unnoted` names them.
    """
    return tuple(
        Issue(period=str(period), line=int(line), judged_on=dt.date.fromisoformat(day))
        for period, line, day in listed
    )


def _standing(path: Path) -> Issue | None:
    """What a manifest says about its report; None where it can't be read."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))["issue"]
        (issue,) = parse([(path.parent.name, said["line"], said["judged_on"])])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return issue

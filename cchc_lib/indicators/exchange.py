"""Indicators and traces as JSON (contracts, part 4)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cchc_lib.model import PeriodIndicators, Trace

_PLACE_OF_MORE = "more"
_FINDING_FIELDS = (
    "code", "severity", "message", "file", "sheet", "cell", "value", "agency", "period",
    "submission",
)  # fmt: skip


def to_json(found: PeriodIndicators) -> dict[str, Any]:
    """A period's indicators; null is "not reported", whole numbers have no point."""
    data = {
        field.name: plain(getattr(found, field.name))
        for field in dataclasses.fields(found)
        if field.name != _PLACE_OF_MORE
    }
    data["findings"] = [
        {name: getattr(one, name) for name in _FINDING_FIELDS} for one in found.findings
    ]
    if found.more:
        data[_PLACE_OF_MORE] = {name: plain(value) for name, value in found.more}
    return data


def trace_to_json(found: Trace) -> dict[str, Any]:
    """A trace; the plan's places as file and lines, both ends inclusive."""
    return {
        "period": found.period,
        "indicator": found.indicator,
        "agency": found.agency,
        "value": plain(found.value),
        "formula": found.formula,
        "cells": [plain(cell) for cell in found.cells],
        "plan": [
            {
                "file": source.file,
                "lines": None
                if source.line_start is None
                else [source.line_start, source.line_end or source.line_start],
                "page": source.page,
            }
            for source in found.plan
        ],
    }


def plain(value: Any) -> Any:
    """A value of the model as JSON has it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value

"""What is wrong with somebody's input, as data: codes, severities, places, messages.

A finding is returned, never raised. The catalogue is the only place where a code and its
Vietnamese message are written; `docs/rules.md` is made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]
Scope = Literal["plan", "file", "sheet", "cell", "agency", "workspace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a person should know about one place.

    `lines` are plan lines (1-based, inclusive); `sheet` and `cell` an address in a workbook.
    """

    code: str
    severity: Severity
    message: str
    file: str = ""
    sheet: str = ""
    cell: str = ""
    value: str = ""
    lines: tuple[int, int] | None = None
    agency: str = ""
    period: str = ""
    submission: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An entry of the catalogue; `template` takes keyword fields, `help` says what to do."""

    code: str
    severity: Severity
    scope: Scope
    template: str
    help: str = ""


# Codes: P = reading a plan, F = a received file, V = a value or a row in it, R = the records.
# A code is never reused; a template never changes its meaning.

PLAN_RULES: tuple[Rule, ...] = ()

FILE_RULES: tuple[Rule, ...] = ()

VALUE_RULES: tuple[Rule, ...] = ()

RECORD_RULES: tuple[Rule, ...] = ()


def catalogue() -> dict[str, Rule]:
    """Every rule by its code."""
    rules = (*PLAN_RULES, *FILE_RULES, *VALUE_RULES, *RECORD_RULES)
    return {rule.code: rule for rule in rules}


def finding(
    code: str,
    *,
    file: str = "",
    sheet: str = "",
    cell: str = "",
    value: str = "",
    lines: tuple[int, int] | None = None,
    agency: str = "",
    period: str = "",
    submission: str = "",
    **fields: object,
) -> Finding:
    """A finding of the catalogue; `fields` fill its template, beside the address fields.

    Raises:
        KeyError: the code or a field of its template is unknown (a bug, not an input fault).
    """
    rule = catalogue()[code]
    message = rule.template.format(file=file, sheet=sheet, cell=cell, value=value, **fields)
    return Finding(
        code=code,
        severity=rule.severity,
        message=message,
        file=file,
        sheet=sheet,
        cell=cell,
        value=value,
        lines=lines,
        agency=agency,
        period=period,
        submission=submission,
    )

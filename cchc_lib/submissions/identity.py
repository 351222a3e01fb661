"""Whose form a workbook is, and for which month; what can't be settled is a quarantine.

The hidden sheet decides; the words above the table must not contradict it. Without the hidden
sheet the options given decide, else words that match exactly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_lib.errors import ParameterError
from cchc_lib.forms import layout
from cchc_lib.vietnamese import clean, fold, fold_key, join_names, key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_lib.forms.layout import FormId
    from cchc_lib.model import Agency
    from cchc_lib.submissions.book import RawBook
    from cchc_lib.submissions.context import Context
    from cchc_lib.submissions.remarks import Remarks
    from cchc_lib.submissions.tables import Table

_MONTH = re.compile(r"\b(?:thang|t)\s*([0-9]{1,2})\s*(?:nam\s*|[/.-]\s*)([0-9]{4})\b")
_SIGNED = re.compile(r"(?:\bngay\s*[0-9]{1,2}\s*|[0-9]\s*[/.-]\s*)$")  # "ngày 15 tháng 6 năm 2025"
_ISO = re.compile(r"\b([0-9]{4})-(0[1-9]|1[0-2])\b(?!-)")
_LONG_NAME = re.compile(r"[uủ][yỷ] ban nhân dân", re.IGNORECASE)
_LONGEST = 300  # characters of a cell that may name an agency or a month
_MOST = 300  # cells above a table that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What was settled; None is unknown."""

    agency: str | None = None
    period: str | None = None
    version: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A word above the table that names an agency or a month, and where."""

    what: str
    text: str
    sheet: str
    at: tuple[int, int]
    labelled: bool = False


def identify(
    book: RawBook,
    table: Table | None,
    context: Context,
    remarks: Remarks,
    *,
    agency: str = "",
    period: str = "",
) -> Identity:
    """Agency and month of a workbook; every error added to `remarks` is a quarantine.

    Args:
        book: the workbook.
        table: its table of results, if there is exactly one.
        context: plan, registry and settings.
        remarks: where findings go.
        agency: registry id given by option, "" without.
        period: label given by option, "" without.
    """
    form = form_id(book)
    if form is not None:
        found = _by_form(form, table, context, remarks, agency, period)
    else:
        found = _by_words(book, table, context, remarks, agency, period)
    _kind(found, context, remarks)
    _owed(found, context, remarks)
    return found


def form_id(book: RawBook) -> FormId | None:
    """What the hidden sheet says; None where there is none, or it is damaged."""
    for sheet in book.sheets:
        if key(sheet.name) == key(layout.IDENTITY):
            rows = {row for row, column in sheet.cells if column == 1}
            pairs = {clean(sheet.text(r, 1)): clean(sheet.text(r, 2)) for r in sorted(rows)}
            return layout.FormId.from_rows(pairs)
    return None


# --- a form of ours ---------------------------------------------------------------------------


def _by_form(
    form: FormId, table: Table | None, context: Context, remarks: Remarks, agency: str, period: str
) -> Identity:
    """The hidden sheet's own agency and month, unless something contradicts them."""
    if key(form.plan) != key(layout.plan_key(context.plan)):
        ours = layout.plan_key(context.plan)
        remarks.add("F010", theirs=form.plan[:120], ours=ours)
    row = context.agency(form.agency)
    month = _month(form.period, context, remarks)
    if row is None:
        remarks.add("F012", value=form.agency)
    elif agency and agency != form.agency:
        remarks.add("F016", theirs=row.name, given=agency)
        row = None
    if month and period and period != month:
        remarks.add("F017", theirs=month, given=period)
        month = None
    if table is not None and row is not None and month:
        _contradictions(table, row, month, context, remarks)
    return Identity(
        agency=row.agency_id if row else None,
        period=month,
        version=form.version[:20],
        simulated=form.simulated,
    )


def _contradictions(
    table: Table, agency: Agency, month: str, context: Context, remarks: Remarks
) -> None:
    """A form of another agency or month that was used again and only its heading changed."""
    named = [said for said in _agencies_said(table, context) if said.labelled]
    if named and all(said.what != agency.agency_id for said in named):
        said = named[0]
        remarks.add("F020", sheet=said.sheet, at=said.at, value=said.text, theirs=agency.name)
    months = list(_months_said(table))
    if months and all(said.what != month for said in months):
        said = months[0]
        remarks.add("F021", sheet=said.sheet, at=said.at, value=said.text, theirs=month)


# --- a file without the hidden sheet ----------------------------------------------------------


def _by_words(
    book: RawBook,
    table: Table | None,
    context: Context,
    remarks: Remarks,
    agency: str,
    period: str,
) -> Identity:
    """Agency and month as given, else from words above the table."""
    if table is None:
        return Identity(
            agency=agency if context.agency(agency) else None,
            period=_month(period, context, remarks),
            simulated=_says_simulated(book, context),
        )
    month = _given_or_said(period, list(_months_said(table)), "F019", "tháng báo cáo", remarks)
    month = _month(month or "", context, remarks)
    said = [s for s in _agencies_said(table, context) if context.may_owe(s.what, month)]
    who = _given_or_said(agency, said, "F018", "tên đơn vị", remarks)
    if agency and context.agency(agency) is None:
        remarks.add("F012", value=agency)
        who = None
    if who and month:
        given = bool(agency), bool(period)
        where = {
            (True, True): "--agency và --period",
            (True, False): "--agency và chữ ghi trên tệp",
            (False, True): "chữ ghi trên tệp và --period",
        }.get(given, "chữ ghi trên tệp")
        remarks.add("F022", where=where)
    return Identity(agency=who, period=month, simulated=_says_simulated(book, context))


def _given_or_said(
    given: str, said: list[Said], code: str, what: str, remarks: Remarks
) -> str | None:
    """What the option gives, else the one thing that the words name."""
    names = list(dict.fromkeys(one.what for one in said))
    if given:
        if names and given not in names:
            first = said[0]
            remarks.add("F027", sheet=first.sheet, at=first.at, value=first.text, given=given)
        return given
    if len(names) == 1:
        return names[0]
    why = (
        f"tệp không có trang ẩn của biểu mẫu và không ghi rõ {what}"
        if not names
        else f"tệp ghi nhiều {what}: {join_names([one.text for one in said][:4])}"
    )
    remarks.add(code, why=why)
    return None


def _says_simulated(book: RawBook, context: Context) -> bool:
    """Whether a visible sheet bears the mark of simulated figures; else as the workspace."""
    mark = key(layout.SIMULATED_MARK)
    shown = (
        cell.value
        for sheet in book.sheets
        if not sheet.hidden
        for cell in sheet.cells.values()
        if isinstance(cell.value, str) and len(cell.value) <= _LONGEST
    )
    return context.settings.workspace.simulated or any(mark in key(text) for text in shown)


# --- what holds for both ----------------------------------------------------------------------


def month_label(label: str, context: Context) -> str | None:
    """A label that is a month's; None where it isn't."""
    try:
        period = context.settings.period(label)
    except ParameterError:
        return None
    return period.label if period.kind == "month" else None


def _month(label: str, context: Context, remarks: Remarks) -> str | None:
    """A label that is a month's; None, with a finding, where it isn't."""
    month = month_label(label, context)
    if label and month is None:
        remarks.add("F013", value=label)
    return month


def _kind(found: Identity, context: Context, remarks: Remarks) -> None:
    """Simulated and real never mix."""
    names = {True: "số liệu mô phỏng", False: "số liệu thật"}
    own = context.settings.workspace.simulated
    if found.simulated != own:
        remarks.add("F011", theirs=names[found.simulated], ours=names[own])


def _owed(found: Identity, context: Context, remarks: Remarks) -> None:
    """The agency owes something in that month."""
    if not found.period:
        return
    settings = context.settings
    month = settings.period(found.period)
    if not settings.reporting_months(month):
        first, last = settings.first_month.label, settings.last_month.label
        remarks.add("F014", month=found.period, first=first, last=last)
    elif found.agency and not context.obligations(found.agency, found.period):
        name = context.registry.name(found.agency)
        remarks.add("F015", name=name, month=found.period)


def _above(table: Table) -> Iterator[tuple[tuple[int, int], str]]:
    """The texts above the table's header, in order of place."""
    above = sorted(place for place in table.sheet.cells if place[0] < table.header_row)
    for place in above[-_MOST:]:
        value = table.sheet.cells[place].value
        if isinstance(value, str) and len(value) <= _LONGEST:
            yield place, value


def _agencies_said(table: Table, context: Context) -> Iterator[Said]:
    """Agencies named above the table: a whole cell, line, or what follows a colon."""
    for place, text in _above(table):
        for line in text.splitlines():
            label, colon, after = line.partition(":")
            labelled = bool(colon) and fold_key(label).startswith("don vi")
            beside = table.sheet.text(place[0], table.sheet.right_of(*place))
            names = [line, after, beside if labelled and not after.strip() else ""]
            for name in names:
                for row in _matches(name, context):
                    yield Said(row, clean(name), table.sheet.name, place, labelled)


def _matches(name: str, context: Context) -> list[str]:
    """Ids of the one agency that a text names exactly; an ambiguous name gives them all."""
    text = _LONG_NAME.sub("UBND", clean(name))
    if not text:
        return []
    return [row.agency_id for row in context.registry.match(text) if row.kind != "group"]


def _months_said(table: Table) -> Iterator[Said]:
    """Months named above the table; the day of signing is not one."""
    for place, text in _above(table):
        folded = fold(clean(text))
        for found in _MONTH.finditer(folded):
            signed = _SIGNED.search(folded[: found.start()])
            if not signed and 1 <= int(found[1]) <= 12:  # noqa: PLR2004
                label = f"{found[2]}-{int(found[1]):02d}"
                yield Said(label, found[0], table.sheet.name, place)
        for found in _ISO.finditer(folded):
            yield Said(found[0], found[0], table.sheet.name, place)

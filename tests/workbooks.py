"""Filled forms for tests: the real blank form, changed the way that people change it."""

import datetime as dt
import io
import zipfile
from functools import cache

import openpyxl
import sample

from cchc_lib.forms import layout, write
from cchc_lib.workspace import ZONE, Workspace

MAY = "2025-05"
NOW = dt.datetime(2025, 5, 16, 9, 0, tzinfo=ZONE)
RESULT = {c.name: n for n, c in enumerate(layout.RESULT_COLUMNS, start=1)}
ACTIVITY = {c.name: n for n, c in enumerate(layout.ACTIVITY_COLUMNS, start=1)}
FIRST = layout.RESULT_HEADER_ROW + 1


@cache
def blank(agency, period=MAY):
    """The blank form of an agency, as bytes."""
    month = sample.SETTINGS.period(period)
    forms = write.write_forms(sample.PLAN, sample.REGISTRY, sample.SETTINGS, month, agency)
    return forms[agency]


def row_of(sheet, indicator):
    """The row of a line."""
    rows = range(1, sheet.max_row + 1)
    return next(r for r in rows if sheet.cell(r, RESULT["indicator"]).value == indicator)


def form(agency="ubnd-xa-a", values=None, activities=(), nothing=None, edit=None, period=MAY):
    """A form filled in.

    `values`: indicator → a result, or column name → value. `edit` gets the workbook last.
    """
    book = openpyxl.load_workbook(io.BytesIO(blank(agency, period)))
    results = book[layout.RESULTS]
    for indicator, said in (values or {}).items():
        row = row_of(results, indicator)
        cells = said if isinstance(said, dict) else {"value": said}
        for name, value in cells.items():
            results.cell(row, RESULT[name]).value = value
    if nothing is not None:
        results.cell(layout.NOTHING_ROW, 5).value = nothing
    listed = book[layout.ACTIVITIES]
    for row, said in enumerate(activities, start=layout.ACTIVITY_HEADER_ROW + 1):
        for name, value in said.items():
            listed.cell(row, ACTIVITY[name]).value = value
    if edit:
        edit(book)
    return saved(book)


def saved(book):
    """A workbook as bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parts(data):
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(found):
    """A package of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in found.items():
            package.writestr(name, data)
    return out.getvalue()


def stripped(book):
    """Take the hidden sheets away, as copying a sheet into a new workbook does."""
    del book[layout.IDENTITY]
    del book[layout.LISTS]


def workspace(root, settings=sample.SETTINGS):
    """A workspace with the sample's settings."""
    return Workspace(root, settings)

"""Submissions, records and activities built by hand, for tests of what counts and adds up."""

import datetime as dt

from cchc_lib.model import Activity, Record, Submission
from cchc_lib.workspace import ZONE


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def submission(name, agency, period="2025-06", received="2025-06-16T09:00", **more):
    values = {"verdict": "accepted", "reports": True, "simulated": True} | more
    return Submission(
        submission_id=name,
        agency_id=agency,
        period=period,
        received=at(received),
        file=f"data/raw/submissions/{period}/{name}-bao-cao.xlsx",
        name="bao-cao.xlsx",
        **values,
    )


def record(one, indicator, value=None, row=8, **more):
    """A line of a submission; its cells are in the columns of a form as written."""
    values = {"unread": False, "reach": None, "budget_vnd": None, "unit": "", "evidence": ""} | more
    return Record(
        record_id=f"{one.submission_id}/{indicator}",
        period=one.period,
        agency=one.agency_id,
        indicator=indicator,
        task=indicator.rpartition("-")[0],
        value=value,
        note=values.pop("note", ""),
        submission=one.submission_id,
        file=one.file,
        sheet="Kết quả",
        cell=f"E{row}",
        reach_cell=f"F{row}",
        budget_cell=f"G{row}",
        received=one.received.isoformat(),
        on_behalf="",
        simulated=True,
        **values,
    )


def activity(one, row, indicator, **more):
    values = {
        "date": dt.date(2025, 6, 2),
        "form": "Tin, bài",
        "topic": None,
        "channel": "",
        "quantity": 1.0,
        "minutes": None,
        "reach": None,
    } | more
    return Activity(
        period=one.period,
        agency=one.agency_id,
        submission=one.submission_id,
        file=one.file,
        sheet="Hoạt động",
        row=row,
        indicator=indicator,
        title=f"Hoạt động {row}",
        evidence="",
        **values,
    )

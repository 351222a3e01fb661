"""The processed tables: judged submissions ↔ CSV, with the checksums that tell them whole.

Written and read without pandas: loading it takes longer than all that `cchc status` does.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import hashlib
import io
import json
from typing import TYPE_CHECKING, Any

from cchc_lib import columns
from cchc_lib.findings import Finding
from cchc_lib.model import Activity, Record, Submission
from cchc_lib.submissions.judge import Judged
from cchc_lib.workspace import ZONE, write_atomic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

STATE = "state.json"


def write(folder: Path, judged: Judged, marks: dict[str, str]) -> None:
    """Write the tables, then what they were made from (`marks`) and their checksums.

    They can be made again, so nothing waits for the disk: a part that didn't get there has
    another checksum.
    """
    sums = {}
    for name, rows in _rows(judged).items():
        data = _csv(name, rows)
        sums[name] = hashlib.sha256(data).hexdigest()
        write_atomic(folder / f"{name}.csv", data, durable=False)
    state = json.dumps({**marks, "tables": sums}, sort_keys=True) + "\n"
    write_atomic(folder / STATE, state.encode("utf-8"), durable=False)


def read(folder: Path, name: str, value: str) -> Judged | None:
    """The tables, if they are whole and the mark `name` has that value; None otherwise."""
    try:
        state = json.loads((folder / STATE).read_text(encoding="utf-8"))
        if state[name] != value:
            return None
        found = {table: _table(folder, table, state["tables"][table]) for table in columns.TABLES}
        return Judged(
            submissions=tuple(map(_submission, found["submissions"])),
            records=tuple(Record(**row) for row in found["records"]),
            activities=tuple(map(_activity, found["activities"])),
            findings=tuple(Finding(**row) for row in found["findings"]),
        )
    except (OSError, ValueError, KeyError, TypeError):  # partly deleted, or changed
        return None


def _rows(judged: Judged) -> dict[str, Iterable[dict[str, Any]]]:
    """The four tables as rows."""
    return {
        "submissions": map(_submission_row, judged.submissions),
        "records": map(_fields, judged.records),
        "activities": map(_fields, judged.activities),
        "findings": map(_fields, judged.findings),
    }


def _fields(one: Record | Activity | Finding) -> dict[str, Any]:
    """A value's fields by name."""
    return {field.name: getattr(one, field.name) for field in dataclasses.fields(one)}


def _csv(name: str, rows: Iterable[dict[str, Any]]) -> bytes:
    """Rows as a table of the contract's columns and types; empty = missing."""
    contract = columns.TABLES[name]
    out = io.StringIO()
    writer = csv.writer(out)  # its \r\n makes it quote a text that holds either
    writer.writerow(columns.names(contract))
    writer.writerows([_TEXT[c.dtype](row[c.name]) for c in contract] for row in rows)
    return out.getvalue().encode("utf-8")


def _table(folder: Path, name: str, checksum: str) -> list[dict[str, Any]]:
    """Rows of a table; an empty text column is "", an empty number None.

    Raises:
        ValueError: it is not the table that was written.
    """
    data = (folder / f"{name}.csv").read_bytes()
    if hashlib.sha256(data).hexdigest() != checksum:
        raise ValueError(name)
    contract = columns.TABLES[name]
    rows = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
    next(rows, None)
    return [
        {c.name: _VALUE[c.dtype](text) for c, text in zip(contract, row, strict=True)}
        for row in rows
    ]


def _number(text: str) -> float | None:
    """A number of a processed table; None where it is missing."""
    return float(text) if text else None


# How values become a processed table's texts, and back, by dtype.
_TEXT: dict[str, Callable[[Any], str]] = {
    "string": lambda value: "" if value is None else str(value),
    "Float64": lambda value: "" if value is None else repr(float(value)),
    "Int64": lambda value: "" if value is None else str(int(value)),
    "boolean": str,
}
_VALUE: dict[str, Callable[[str], Any]] = {
    "string": str,
    "Float64": _number,
    "Int64": _number,
    "boolean": lambda text: text == "True",
}


def _submission_row(submission: Submission) -> dict[str, Any]:
    """A submission as a row of its table."""
    row = {f.name: getattr(submission, f.name) for f in dataclasses.fields(submission)}
    row["submission"] = row.pop("submission_id")
    row["agency"] = row.pop("agency_id")
    row["received"] = submission.received.isoformat()
    return row


def _submission(row: dict[str, Any]) -> Submission:
    """A row of the table as a submission."""
    row = dict(row)
    row["submission_id"] = row.pop("submission")
    row["agency_id"] = row.pop("agency") or None
    row["period"] = row["period"] or None
    row["received"] = dt.datetime.fromisoformat(row["received"]).astimezone(ZONE)
    row["order"] = int(row["order"])
    return Submission(**row)


def _activity(row: dict[str, Any]) -> Activity:
    """A row of the table as an activity."""
    row = dict(row)
    row["date"] = dt.date.fromisoformat(row["date"]) if row["date"] else None
    row["row"] = int(row["row"])
    row["topic"] = None if row["topic"] is None else int(row["topic"])
    return Activity(**row)

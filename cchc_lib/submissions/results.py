"""The table `Kết quả` of one workbook → a reading of each line that the agency owes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cchc_lib.forms import layout
from cchc_lib.submissions import texts
from cchc_lib.submissions.book import address
from cchc_lib.submissions.values import BLANK, BUDGET, REACH, UNREAD, Spot, Taken, counted, take
from cchc_lib.vietnamese import clean, fold_key, join_names, key
from cchc_lib.vietnamese.figures import read_figure

if TYPE_CHECKING:
    from collections.abc import Collection

    from cchc_lib.model import Line
    from cchc_lib.submissions.book import RawCell
    from cchc_lib.submissions.remarks import Remarks
    from cchc_lib.submissions.tables import Table

TOTALS = {fold_key(word) for word in ("Tổng cộng", "Tổng số", "Tổng", "Cộng")}
OPTIONAL = ("reach", "budget_vnd", "evidence", "note")
STRAY_ROWS = 3  # below the last line, in which a line added by hand is looked for
MOST_LABELS = 20
_CODE = re.compile(r"[0-9]+(?:\.[0-9]+)*[a-zđ]?-[0-9]+")  # as the form prints them: 2.8b-1
LONGEST_NOTE = 2_000  # characters of evidence or of a note that are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class LineReading:
    """What a form says in one line; `cell` is "" where the line or its column is missing."""

    line: Line
    row: int | None = None
    value: Taken = BLANK
    reach: Taken = BLANK
    budget: Taken = BLANK
    evidence: str = ""
    note: str = ""
    cell: str = ""
    reach_cell: str = ""
    budget_cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The whole table: `nothing` is the cell that says "không phát sinh", where one does."""

    table: Table
    lines: tuple[LineReading, ...]
    nothing: tuple[int, int] | None = None
    missing: tuple[str, ...] = ()
    duplicated: frozenset[str] = field(default=frozenset())


def code_key(text: str) -> str:
    """An indicator's code under which spellings agree: case, spaces, kinds of dash."""
    return (
        re.sub(r"\s", "", clean(text)).casefold().translate(dict.fromkeys(map(ord, "–—−‐‑"), "-"))
    )


def read_results(
    table: Table,
    owed: tuple[Line, ...],
    known: Collection[str],
    remarks: Remarks,
    exempt: Collection[str] = (),
) -> Results:
    """Read the table for the lines that the agency owes, in their order.

    Args:
        table: the one table of results.
        owed: the lines of this agency and month.
        known: the codes of all lines of the plan.
        remarks: where findings go.
        exempt: codes of lines that the agency need not fill in; they are passed over.
    """
    _columns(table, remarks)
    places = _places(table, {code_key(line.indicator) for line in owed}, known, exempt, remarks)
    nothing = _statement(table, remarks)
    joined = _joined_rows(table, [rows[0] for rows in places.values() if len(rows) == 1])
    readings, missing, doubled = [], [], set()
    for line in owed:
        rows = places.get(code_key(line.indicator), [])
        if not rows:
            missing.append(line.indicator)
            readings.append(LineReading(line=line))
        elif len(rows) > 1:
            doubled.add(line.indicator)
            readings.append(_doubled(table, line, rows, remarks))
        else:
            readings.append(_line(table, line, rows[0], rows[0] in joined, remarks))
    return Results(
        table=table,
        lines=tuple(readings),
        nothing=nothing,
        missing=tuple(missing),
        duplicated=frozenset(doubled),
    )


def _columns(table: Table, remarks: Remarks) -> None:
    """Say which optional columns can't be taken."""
    headers = {column.name: column.header for column in layout.RESULT_COLUMNS}
    for name in OPTIONAL:
        if name in table.doubled:
            where = ", ".join(address(table.header_row, c) for c in table.doubled[name])
            why = f"có hơn một cột mang tên đó ({where})"
        elif name not in table.columns:
            why = "không thấy cột mang tên đó"
        else:
            continue
        remarks.add("V027", sheet=table.sheet.name, column=headers[name], why=why)


def _places(
    table: Table,
    owed: Collection[str],
    known: Collection[str],
    exempt: Collection[str],
    remarks: Remarks,
) -> dict[str, list[int]]:
    """Code → rows; rows of lines not owed, unknown codes and stray figures become findings."""
    places: dict[str, list[int]] = {}
    every, passed = ({code_key(code) for code in codes} for codes in (known, exempt))
    for row in table.rows():
        text = clean(table.text(row, "indicator"))
        code = code_key(text)
        if code in owed:
            places.setdefault(code, []).append(row)
        elif not code:
            _stray(table, row, max((r[-1] for r in places.values()), default=0), remarks)
        elif code in passed:
            _exempted(table, row, text, remarks)
        elif fold_key(text) in TOTALS or _is_header(text):
            continue
        elif code in every or _CODE.fullmatch(code) or _is_figure(table.cell(row, "value")):
            rule = "V020" if code in every else "V021"
            remarks.add(rule, sheet=table.sheet.name, at=table.at(row, "indicator"), value=text)
    return places


def _exempted(table: Table, row: int, code: str, remarks: Remarks) -> None:
    """A line that does not apply may stay as it is; what is written in it doesn't count."""
    for name in ("value", "reach", "budget_vnd"):
        written = clean(table.text(row, name))
        if written.strip(" .…_-"):
            at, sheet = table.at(row, name), table.sheet.name
            remarks.add("V058", sheet=sheet, at=at, value=written, indicator=code)


def _is_header(text: str) -> bool:
    """Whether a cell repeats the header of its column (printed again on each page)."""
    return fold_key(text) == fold_key(layout.RESULT_COLUMNS[0].header)


def _says_something(table: Table, row: int) -> bool:
    """Whether a row holds anything in a column that agencies fill in."""
    return any(table.text(row, n).strip() for n in ("value", "reach", "budget_vnd"))


def _is_figure(cell: RawCell | None) -> bool:
    """Whether a cell holds a figure rather than words (a heading, a signature)."""
    if cell is None or not isinstance(cell.value, str):
        return cell is not None
    return read_figure(cell.value).state in ("number", "none")


def _stray(table: Table, row: int, last: int, remarks: Remarks) -> None:
    """A figure without a code between the lines or right below them, unless it is a total.

    What stands further below are signatures and telephone numbers.
    """
    cell = table.cell(row, "value")
    if row > last + STRAY_ROWS or not last or cell is None or not _is_figure(cell):
        return
    columns = {*table.columns.values(), 1, 2, 3}
    words = {fold_key(table.sheet.text(row, column)) for column in columns}
    if words & TOTALS or any(word.startswith(("tong ", "cong ")) for word in words):
        return
    at = table.at(row, "value")
    remarks.add("V024", sheet=table.sheet.name, at=at, value=cell.shown, example=last)


def _line(table: Table, line: Line, row: int, joined: bool, remarks: Remarks) -> LineReading:
    """One line from its one row."""
    return LineReading(
        line=line,
        row=row,
        value=_value(table, line, row, joined, remarks),
        reach=_figure(table, row, "reach", remarks),
        budget=_figure(table, row, "budget_vnd", remarks),
        evidence=_text(table, row, "evidence", remarks),
        note=_text(table, row, "note", remarks),
        cell=address(*table.at(row, "value")),
        reach_cell=_address(table, row, "reach"),
        budget_cell=_address(table, row, "budget_vnd"),
    )


def _value(table: Table, line: Line, row: int, joined: bool, remarks: Remarks) -> Taken:
    """The result of a line; one in a cell merged over several lines is nobody's."""
    spot = Spot(remarks, table.sheet.name, table.at(row, "value"))
    if joined:
        spot.say("V029", table.text(row, "value"))
        return UNREAD
    return take(table.cell(row, "value"), counted(line.unit), spot)


def _figure(table: Table, row: int, name: str, remarks: Remarks) -> Taken:
    """Reach or budget of a row; not reported where the column can't be taken."""
    if name not in table.columns:
        return BLANK
    measure = REACH if name == "reach" else BUDGET
    return take(
        table.cell(row, name), measure, Spot(remarks, table.sheet.name, table.at(row, name))
    )


def _text(table: Table, row: int, name: str, remarks: Remarks) -> str:
    """Evidence or note of a row, as written."""
    if name not in table.columns:
        return ""
    read = texts.evidence if name == "evidence" else texts.kept
    spot = Spot(remarks, table.sheet.name, table.at(row, name))
    return read(table.text(row, name), LONGEST_NOTE, spot)


def _address(table: Table, row: int, name: str) -> str:
    """The address of a cell; "" where the column can't be taken."""
    return address(*table.at(row, name)) if name in table.columns else ""


def _doubled(table: Table, line: Line, rows: list[int], remarks: Remarks) -> LineReading:
    """A line that stands twice: neither is taken."""
    where = join_names([address(*table.at(row, "indicator")) for row in rows], 5, "dòng khác")
    at = table.at(rows[0], "indicator")
    remarks.add("V023", sheet=table.sheet.name, at=at, value=line.indicator, where=where)
    written = any(_says_something(table, row) for row in rows)
    cell = address(*table.at(rows[0], "value"))
    return LineReading(line=line, row=rows[0], value=UNREAD if written else BLANK, cell=cell)


def _joined_rows(table: Table, rows: Collection[int]) -> set[int]:
    """Those of some rows whose result lies in a filled cell merged over more than one of them."""
    column = table.columns["value"]
    joined: set[int] = set()
    for merge in table.sheet.merges:
        if merge.left <= column <= merge.right and merge.top > table.header_row:
            covered = {row for row in rows if merge.top <= row <= merge.bottom}
            if len(covered) > 1 and table.sheet.text(merge.top, merge.left).strip():
                joined |= covered
    return joined


# --- "Trong kỳ không phát sinh hoạt động" ------------------------------------------------------


def _statement(table: Table, remarks: Remarks) -> tuple[int, int] | None:
    """The cell that says that nothing happened; None where none does, or it isn't clear."""
    sheet, label = table.sheet, key(layout.NOTHING_LABEL)
    labels = [
        place
        for place, cell in sheet.cells.items()
        if isinstance(cell.value, str)
        and len(cell.value) < 3 * len(label)
        and key(cell.value).startswith(label)
    ]
    said = []
    for row, column in sorted(labels)[:MOST_LABELS]:
        at = row, sheet.right_of(row, column)
        answer = clean(sheet.text(*at))
        if key(answer) == key(layout.NOTHING_YES):
            said.append(at)
        elif answer.strip(" .…_"):
            remarks.add("V025", sheet=sheet.name, at=at, value=answer)
    if len(labels) > 1 and said and len(said) < len(labels):
        remarks.add("V025", sheet=sheet.name, at=said[0], value=layout.NOTHING_YES)
        return None
    return said[0] if said else None

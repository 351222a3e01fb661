"""The table `Hoạt động` of one workbook → single activities, with findings.

An activity without a quantity counts as one when sums are compared with the results.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_lib import lexicon
from cchc_lib.forms import layout
from cchc_lib.submissions import tables, texts
from cchc_lib.submissions.book import from_serial
from cchc_lib.submissions.results import TOTALS, code_key
from cchc_lib.submissions.values import MINUTES, REACH, Measure, Spot, Taken, counted, take
from cchc_lib.vietnamese import clean, fold_key, format_date, key
from cchc_lib.vietnamese.figures import read_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cchc_lib.model import Line, Topic
    from cchc_lib.periods import Period
    from cchc_lib.submissions.book import RawCell
    from cchc_lib.submissions.remarks import Remarks
    from cchc_lib.submissions.tables import Table

LONGEST = 500  # characters of a title or of evidence that are kept
_TELLING = ("date", "form", "title", "topic", "channel", "quantity", "minutes", "reach", "evidence")
_SERIALS = (36_526, 73_050)  # 2000 to 2099: a date whose format was lost
_LEADING = re.compile(r"([0-9]{1,3})\s*(?:$|[·.:;)\-–])")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityReading:
    """One row; `quantity` None may be unread, `counts` is what it adds to its line's sum."""

    row: int
    date: dt.date | None
    indicator: str
    form: str
    title: str
    topic: int | None
    channel: str
    quantity: Taken
    minutes: Taken
    reach: Taken
    evidence: str

    @property
    def counts(self) -> float | None:
        """What the row adds to its line's sum: its quantity, one without; None if unread."""
        if self.quantity.unread:
            return None
        return 1.0 if self.quantity.value is None else self.quantity.value


def read_activities(
    table: Table,
    owed: Mapping[str, Line],
    topics: Sequence[Topic],
    period: Period,
    remarks: Remarks,
    *,
    epoch_1904: bool = False,
) -> tuple[ActivityReading, ...]:
    """Every row in which something is written.

    Args:
        table: the one table of activities.
        owed: the agency's lines by the key of their code.
        topics: the plan's.
        period: whose window the dates are compared with.
        remarks: where findings go.
        epoch_1904: how dates that lost their format count.
    """
    reader = _Rows(table, owed, topics, period, remarks, epoch_1904)
    rows = [row for row in table.rows() if reader.filled(row) and not reader.total(row)]
    return tuple(reader.read(row) for row in rows)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Reads rows of one table."""

    table: Table
    owed: Mapping[str, Line]
    topics: Sequence[Topic]
    period: Period
    remarks: Remarks
    epoch_1904: bool

    def filled(self, row: int) -> bool:
        """Whether a row tells of an activity: it is not blank, nor a repeated header."""
        columns = [
            column for column in layout.ACTIVITY_COLUMNS if column.name in self.table.columns
        ]
        repeated = sum(
            fold_key(self.table.text(row, column.name)) == fold_key(column.header)
            for column in columns
        )
        if repeated > 1:
            return False
        return any(clean(self.table.text(row, name)).strip(" .…_-") for name in _TELLING)

    def total(self, row: int) -> bool:
        """Whether a row adds others up: it says so, and names neither a line nor a day."""
        if code_key(self.table.text(row, "indicator")) in self.owed:
            return False
        cell = self.table.cell(row, "date")
        if cell and _day(cell, self.period, epoch_1904=self.epoch_1904):
            return False
        for name in self.table.columns:
            written = self.table.text(row, name)
            if fold_key(written) in TOTALS:
                self._say("V057", row, name, clean(written))
                return True
        return False

    def read(self, row: int) -> ActivityReading:
        """One row."""
        line = self._line(row)
        return ActivityReading(
            row=row,
            date=self._date(row),
            indicator=line.indicator if line else "",
            form=self._form(row),
            title=self._text(row, "title", texts.kept),
            topic=self._topic(row),
            channel=self._channel(row),
            quantity=self._figure(row, "quantity", counted(line.unit if line else "")),
            minutes=self._figure(row, "minutes", MINUTES),
            reach=self._figure(row, "reach", REACH),
            evidence=self._text(row, "evidence", texts.evidence),
        )

    def _say(self, code: str, row: int, name: str, value: str, **fields: object) -> None:
        """A finding about one cell."""
        at = self.table.at(row, name)
        self.remarks.add(code, sheet=self.table.sheet.name, at=at, value=value, **fields)

    def _spot(self, row: int, name: str) -> Spot:
        """Where findings about a cell go."""
        return Spot(self.remarks, self.table.sheet.name, self.table.at(row, name))

    def _text(self, row: int, name: str, read: Callable[[str, int, Spot], str]) -> str:
        """A text as written; "" where the column can't be taken."""
        if name not in self.table.columns:
            return ""
        return read(self.table.text(row, name), LONGEST, self._spot(row, name))

    def _missing(self, row: int, name: str, effect: str) -> None:
        """A cell that every activity needs is blank."""
        if name in self.table.columns:
            column = tables.ACTIVITIES.header(name)
            self._say("V051", row, name, "", column=f"“{column}”", effect=effect)

    def _figure(self, row: int, name: str, measure: Measure) -> Taken:
        """A number of a row; a row of no known line may name any unit."""
        if name not in self.table.columns:
            return Taken()
        cell = self.table.cell(row, name)
        return take(cell, measure, self._spot(row, name))

    def _line(self, row: int) -> Line | None:
        """The line that a row counts for."""
        written = clean(self.table.text(row, "indicator"))
        line = self.owed.get(code_key(written))
        if not written:
            self._missing(row, "indicator", "không gắn với chỉ tiêu nào")
        elif line is None:
            self._say("V032", row, "indicator", written)
        return line

    def _date(self, row: int) -> dt.date | None:
        """The day of an activity; one outside the window is kept, with a finding."""
        cell = self.table.cell(row, "date")
        if cell is None or not clean(cell.shown).strip(" .…_-"):
            self._missing(row, "date", "không tính vào tuần nào")
            return None
        day = _day(cell, self.period, epoch_1904=self.epoch_1904)
        start, end = self.period.start, self.period.end
        if day is None:
            self._say("V031", row, "date", cell.shown, example=format_date(end))
        elif not start <= day <= end:
            window = {"start": format_date(start), "end": format_date(end)}
            self._say("V030", row, "date", format_date(day), example=format_date(end), **window)
        return day

    def _topic(self, row: int) -> int | None:
        """The plan's topic that a row names by its number or its words."""
        written = clean(self._text(row, "topic", texts.kept)).strip(" .…_")
        if not written:
            return None
        found = _LEADING.match(written)
        if found and any(topic.n == int(found[1]) for topic in self.topics):
            return int(found[1])
        same = [topic.n for topic in self.topics if key(topic.text) == key(written)]
        if len(same) == 1:
            return same[0]
        self._say("V033", row, "topic", written)
        return None

    def _channel(self, row: int) -> str:
        """The lexicon's key of a channel; other words are the last channel, with a finding."""
        written = clean(self._text(row, "channel", texts.kept)).strip(" .…_")
        if not written:
            return ""
        channel = lexicon.channel_named(written)
        if channel is None:
            channel = lexicon.channels()[-1]
            self._say("V034", row, "channel", written, label=channel.label)
        return channel.key

    def _form(self, row: int) -> str:
        """The form of an activity: the lexicon's spelling, other words as written."""
        written = self._text(row, "form", texts.kept)[:80]
        known = {key(form): form for form in lexicon.activity_forms()}
        if written and key(written) not in known:
            self._say("V035", row, "form", written)
        return known.get(key(written), written)


def _day(cell: RawCell, period: Period, *, epoch_1904: bool) -> dt.date | None:
    """The day that a cell names."""
    match cell.value:
        case dt.datetime():
            return cell.value.date()
        case dt.date():
            return cell.value
        case str():
            return read_date(cell.value, period.start, period.end)
        case bool() | None:
            return None
        case number if cell.kind == "number" and _SERIALS[0] <= number <= _SERIALS[1]:
            moment = from_serial(number, epoch_1904=epoch_1904)
            return moment.date() if isinstance(moment, dt.datetime) else moment
    return None


def sums(activities: Sequence[ActivityReading]) -> dict[str, float | None]:
    """Line → what its activities add up to; None where one of them could not be read."""
    totals: dict[str, float | None] = {}
    for activity in activities:
        if activity.indicator:
            before = totals.get(activity.indicator, 0.0)
            counts = activity.counts
            totals[activity.indicator] = (
                None if before is None or counts is None else before + counts
            )
    return totals

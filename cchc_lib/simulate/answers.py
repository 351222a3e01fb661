"""What one agency writes into its form: plausible figures, texts and activities.

Everything follows from the random source that is passed in. Units: values count the line's own
unit, reach is persons or views, budget đồng.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from cchc_lib import lexicon
from cchc_lib.forms import layout
from cchc_lib.simulate import words
from cchc_lib.vietnamese import format_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from cchc_lib.model import Line, Obligation, Topic
    from cchc_lib.periods import Period

Value = str | int | float | dt.date
Row = dict[str, Value]
Slip = Literal["words", "negative", "sums"]
SLIPS: tuple[Slip, ...] = ("words", "negative", "sums")
BUDGET_STEP = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is typed into a form: cells by column name, per line, and rows of activities."""

    nothing: bool = False
    lines: Mapping[str, Row]
    activities: tuple[Row, ...] = ()


def answer(
    owed: Sequence[Obligation],
    month: Period,
    topics: Sequence[Topic],
    rng: Random,
    *,
    size: float,
    first: bool,
    declares: bool = False,
) -> Answer:
    """A sender's whole answer, without slips.

    Args:
        owed: the agency's lines.
        month: the month reported on.
        topics: the plan's topics.
        rng: the sender's random source for this month.
        size: how much the agency does of what has no target; 1 is usual.
        first: whether this is the first month of all, when less is done.
        declares: whether it lists its activities in any case; else some do.
    """
    lines = {one.line.indicator: _line(one, month, rng, size, first=first) for one in owed}
    if rng.random() < words.share("has_note"):
        noted = rng.choice([one.line.indicator for one in owed])
        lines[noted]["note"] = _note(rng)
    activities: tuple[Row, ...] = ()
    if rng.random() < words.share("declares_activities") or declares:
        activities = _activities(owed, lines, month, topics, rng)
    return Answer(lines=lines, activities=activities)


def nothing_happened() -> Answer:
    """The statement that nothing happened: all lines blank."""
    return Answer(nothing=True, lines={})


def _line(owed: Obligation, month: Period, rng: Random, size: float, *, first: bool) -> Row:
    """The cells of one line; a blank line is an empty row."""
    value = _value(owed, rng, size, first=first)
    if value is None:
        return {}
    row: Row = {"value": value}
    looks = words.channel(owed.line.channel)
    reach = words.table("reach")[owed.line.reach_kind]
    if value and rng.random() < reach["share"]:
        row["reach"] = value * words.between(rng, reach["per_item"])
    if value and rng.random() < looks["budget_share"]:
        spent = value * words.between(rng, looks["budget"])
        row["budget_vnd"] = max(BUDGET_STEP, round(spent / BUDGET_STEP) * BUDGET_STEP)
    elif rng.random() < 0.5:  # noqa: PLR2004 - half of those who spent nothing say so
        row["budget_vnd"] = 0
    if value:
        text = rng.choice(looks["evidence"])
        row["evidence"] = text.format(id=owed.agency_id, year=month.year, n=month.first)
    return row


def _value(owed: Obligation, rng: Random, size: float, *, first: bool) -> int | None:
    """How much was done; None where the line is left blank."""
    if owed.target is None:
        if rng.random() < words.share("blank_line"):
            return None
        if owed.line.quota is not None:  # judged over a longer span
            return rng.choice((0, 0, 1))
        return round(words.between(rng, words.channel(owed.line.channel)["items"]) * size)
    target = math.ceil(owed.target)
    if rng.random() < words.share("first_met" if first else "met"):
        beyond = rng.choice((0, 0, 0, 1)) if target > 1 else 0
        return target + beyond
    return math.floor(target * rng.uniform(0.4, 0.85))


def _note(rng: Random) -> str:
    """Difficulties and what is asked for."""
    notes = words.table("notes")
    proposal = rng.choice(notes["proposals"])
    return "\n".join(part for part in (rng.choice(notes["difficulties"]), proposal) if part)


# --- activities -----------------------------------------------------------------------------


def _activities(
    owed: Sequence[Obligation],
    lines: Mapping[str, Row],
    month: Period,
    topics: Sequence[Topic],
    rng: Random,
) -> tuple[Row, ...]:
    """Rows whose quantities and reach add up to the lines; by day."""
    rows: list[Row] = []
    for one in owed:
        row = lines[one.line.indicator]
        value = row.get("value")
        pieces = min(value, 6) if isinstance(value, int) else 0
        if not pieces or len(rows) + pieces > layout.ACTIVITY_ROWS:
            if not value:
                continue
            pieces = 1
        if len(rows) < layout.ACTIVITY_ROWS:
            rows += _pieces(one.line, row, pieces, month, topics, rng)
    return tuple(sorted(rows, key=lambda row: str(row["date"])))


def _pieces(
    line: Line, row: Row, pieces: int, month: Period, topics: Sequence[Topic], rng: Random
) -> list[Row]:
    """One line's activities."""
    looks = words.channel(line.channel)
    own = [topic for topic in topics if topic.field == line.field]
    # The same few topics are taken up again and again; some are taken up by nobody.
    liked = own[: max(1, len(own) * 2 // 3)]
    reach = row.get("reach")
    found: list[Row] = []
    for n in range(pieces):
        piece: Row = {
            "date": _day(month, rng),
            "indicator": line.indicator,
            "form": looks["form"],
            "title": rng.choice(looks["titles"]),
            "channel": lexicon.channel_label(line.channel),
            "quantity": _part(row["value"], pieces, n),
        }
        if liked and rng.random() < 0.85:  # noqa: PLR2004 - some leave the topic open
            topic = rng.choice(liked)
            piece["topic"] = layout.topic_word(topic.n, topic.field, topic.text)
        if line.quota and line.quota.minutes:
            piece["minutes"] = int(line.quota.minutes)
        if reach is not None:
            piece["reach"] = _part(reach, pieces, n)
        if "evidence" in row:
            piece["evidence"] = row["evidence"]
        found.append(piece)
    return found


def _part(total: Value, pieces: int, n: int) -> int:
    """The n-th of so many parts of a whole number."""
    whole, rest = divmod(_whole(total), pieces)
    return whole + (n < rest)


def _whole(value: Value) -> int:
    """A figure of an answer before slips and habits: a whole number."""
    if not isinstance(value, int):
        raise TypeError(f"not a whole number: {value!r}")
    return value


def _day(month: Period, rng: Random) -> dt.date:
    """A working day of the window."""
    days = [month.start + dt.timedelta(days=n) for n in range(month.days)]
    return rng.choice([day for day in days if day.weekday() < 5] or days)  # noqa: PLR2004


# --- slips and habits -----------------------------------------------------------------------


def mistaken(given: Answer, owed: Sequence[Obligation], slip: Slip) -> Answer:
    """The answer with a slip in one line: with a target where possible; for sums, a declared one.

    Args:
        given: the answer without slips.
        owed: the agency's lines.
        slip: a number in words, a negative one, or a total other than its activities give.
    """
    sums: dict[str, int] = {}
    for piece in given.activities:
        indicator = str(piece["indicator"])
        sums[indicator] = sums.get(indicator, 0) + _whole(piece["quantity"])

    def rank(one: Obligation) -> tuple[bool, bool, bool]:
        indicator = one.line.indicator
        undeclared = slip == "sums" and indicator not in sums
        return undeclared, one.target is None, not given.lines.get(indicator)

    line = min(owed, key=rank).line.indicator
    wrong: dict[Slip, Value] = {
        "words": "năm bài",
        "negative": -2,
        "sums": sums.get(line, 0) + 1,
    }
    row = {**given.lines.get(line, {}), "value": wrong[slip]}
    return replace(given, lines={**given.lines, line: row})


def hasty(given: Answer, rng: Random) -> Answer:
    """A first version that is corrected later: one figure with a nought too many."""
    done = [i for i, row in given.lines.items() if row.get("value")]
    if not done:
        return replace(given, lines={i: {**row, "value": 1} for i, row in given.lines.items()})
    slip = rng.choice(done)
    row = given.lines[slip]
    wrong = {**row, "value": _whole(row["value"]) * 10}
    return replace(given, lines={**given.lines, slip: wrong})


def worded(given: Answer, owed: Sequence[Obligation]) -> Answer:
    """The same figures as many people type them: "05 tin", "không", "1.200"."""
    units = {one.line.indicator: one.line.unit for one in owed}
    return replace(given, lines={i: _in_words(row, units[i]) for i, row in given.lines.items()})


def _in_words(row: Row, unit: str) -> Row:
    """One line as typed by hand."""
    typed = dict(row)
    for name in ("reach", "budget_vnd"):
        if name in row:
            typed[name] = format_number(_whole(row[name]))
    value = row.get("value")
    if isinstance(value, int):
        typed["value"] = f"{value:02d} {unit.partition(',')[0]}" if value else "không"
    return typed

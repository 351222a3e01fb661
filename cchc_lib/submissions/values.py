"""One cell → a figure, none, not reported or unread, with findings in a clerk's words.

Source of the rules: contracts, part 5. Units are the line's own; minutes and đồng where said.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_lib import lexicon
from cchc_lib.vietnamese import clean, fold, format_number, join_names, key
from cchc_lib.vietnamese.figures import Figure, read_figure
from cchc_lib.vietnamese.personal import personal, without_personal

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_lib.submissions.book import RawCell
    from cchc_lib.submissions.remarks import Remarks

MOST_RESULT = 10_000  # in one line of one agency in one month
MOST_MINUTES = 1_440  # a day
MOST_REACH = 5_000_000
MOST_VND = 10_000_000_000
LEAST_VND = 1_000
NO_FIGURE = 1e15  # more than anything that is counted, in any unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a column counts; `unit` "" is anything.

    `units` are the words that may follow a number without a doubt; `factors` turn another
    unit's word into this one ("giờ" into minutes).
    """

    unit: str
    most: float
    least: float = 0
    whole: bool = True
    units: tuple[str, ...] = ()
    factors: tuple[tuple[str, float], ...] = ()


REACH = Measure(unit="lượt", most=MOST_REACH, units=("lượt", "người", "view", "views"))
BUDGET = Measure(
    unit="đồng", most=MOST_VND, least=LEAST_VND, units=("đồng", "đ", "d", "vnd", "vnđ", "₫")
)
MINUTES = Measure(
    unit="phút",
    most=MOST_MINUTES,
    whole=False,
    units=("phút", "p", "ph"),
    factors=(("giờ", 60), ("tiếng", 60), ("h", 60), ("giây", 1 / 60)),
)


def counted(unit: str) -> Measure:
    """The measure of a line that counts a unit."""
    return Measure(unit=unit, most=MOST_RESULT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was taken from a cell: `value` None is "not reported", or unread if `unread`.

    `filled` tells an empty cell (dots are as good as empty) from one that says so in words.
    """

    value: float | None = None
    unread: bool = False
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a cell stands, and where findings about it go."""

    remarks: Remarks
    sheet: str
    at: tuple[int, int]

    def say(self, code: str, value: str, **fields: object) -> None:
        """A finding about this cell."""
        self.remarks.add(code, sheet=self.sheet, at=self.at, value=value, **fields)


BLANK = Taken()
UNREAD = Taken(unread=True, filled=True)

# Why a text gives no figure → the finding's code.
_REFUSED = {
    "words": "V001",
    "too_long": "V037",
    "two_meanings": "V002",
    "qualified": "V003",
    "several": "V004",
    "mark": "V005",
    "percent": "V006",
    "negative": "V007",
}
_UNUSUAL = {"multiplied": "V014", "unusual": "V015", "remark": "V015"}
# Kinds of cells that hold no count → the finding's code.
_WRONG_KIND = {
    "unset": "V008",
    "error": "V009",
    "date": "V010",
    "time": "V010",
    "bool": "V011",
    "percent": "V006",
}


def take(cell: RawCell | None, measure: Measure, spot: Spot) -> Taken:
    """What a cell says, as a figure of a measure."""
    if cell is None:
        return BLANK
    if cell.kind in _WRONG_KIND:
        spot.say(_WRONG_KIND[cell.kind], _shown(cell))
        return UNREAD
    if isinstance(cell.value, str):
        taken = _from_text(cell.value, measure, spot)
    else:
        taken = _checked(cell.number, measure, spot, cell.shown)
    if cell.formula is not None and taken.value is not None:
        spot.say("V019", cell.shown, formula=cell.formula[:40], number=_printed(taken.value))
    return taken


def _shown(cell: RawCell) -> str:
    """A cell of the wrong kind as a person sees it."""
    if isinstance(cell.value, float):
        if cell.kind == "percent":
            return f"{format_number(cell.value * 100)} %"
        minutes = round(cell.value * 1440)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(cell.value, dt.date):
        return f"{cell.value.day}/{cell.value.month}/{cell.value.year}"
    return cell.shown


def _printed(number: float) -> str:
    """A number as messages print it."""
    return format_number(number) if number < NO_FIGURE else f"{number:.3g}"


def _from_text(text: str, measure: Measure, spot: Spot) -> Taken:
    """A text as a figure."""
    if kinds := personal(clean(text), prose=False):
        spot.say("V055", "", kinds=join_names(kinds))
        return UNREAD
    figure = read_figure(text)
    match figure.state:
        case "blank":
            return BLANK
        case "not_reported":
            return Taken(filled=True)
        case "unread":
            spot.say(_REFUSED[figure.doubt], without_personal(text))
            return UNREAD
    if (figure.value or 0.0) >= NO_FIGURE:
        spot.say("V037", text)
        return UNREAD
    if figure.doubt == "short_none":
        spot.say("V012", text)
    value = _in_unit(figure, measure, spot, text)
    if figure.doubt in _UNUSUAL:
        spot.say(_UNUSUAL[figure.doubt], text, number=_printed(value))
    return _checked(value, measure, spot, text)


def _in_unit(figure: Figure, measure: Measure, spot: Spot, text: str) -> float:
    """The figure's number in the measure's unit; another unit's word is a finding."""
    value = figure.value or 0.0
    if not figure.unit or not measure.unit or same_unit(figure.unit, measure):
        return value
    factor = {key(word): by for word, by in measure.factors}.get(key(figure.unit))
    if factor is not None:
        value = round(value * factor, 6)
        spot.say("V014", text, number=f"{_printed(value)} {measure.unit}")
    else:
        number = _printed(value)
        spot.say("V013", text, theirs=figure.unit[:40], unit=measure.unit, number=number)
    return value


def same_unit(written: str, measure: Measure) -> bool:
    """Whether a unit as written is the measure's, a synonym, or one of those it names.

    "bài" is part of "tin, bài"; "lượt người" begins with a word for reach.
    """
    if lexicon.unit_key(written) == lexicon.unit_key(measure.unit):
        return True
    words, own = key(written).split(), key(measure.unit).split()
    if measure.units:
        return (bool(words) and words[0] in {key(unit) for unit in measure.units}) or (
            fold(written) in measure.units
        )
    return bool(words) and set(words) <= set(own) and _joins(words, measure.unit)


def _joins(words: list[str], unit: str) -> bool:
    """Whether the words are one or more of the units that a unit lists ("tin, bài")."""
    listed = [key(part) for part in unit.replace("/", ",").split(",")]
    return all(any(word == part for part in listed) for word in words)


# --- checks of a number that was read ---------------------------------------------------------


def _not_absurd(value: float, measure: Measure) -> tuple[str, dict[str, object]] | None:
    """More than one agency can have done."""
    return ("V016", {"most": _printed(measure.most)}) if value > measure.most else None


def _whole(value: float, measure: Measure) -> tuple[str, dict[str, object]] | None:
    """What is counted in pieces has no fraction."""
    if measure.whole and not value.is_integer():
        return "V017", {"unit": measure.unit}
    return None


def _full_amount(value: float, measure: Measure) -> tuple[str, dict[str, object]] | None:
    """An amount so small that it was probably written in thousands or millions."""
    return ("V018", {}) if 0 < value < measure.least else None


VALUE_CHECKS: tuple[Callable[[float, Measure], tuple[str, dict[str, object]] | None], ...] = (
    _not_absurd,
    _whole,
    _full_amount,
)


def _checked(value: float, measure: Measure, spot: Spot, text: str) -> Taken:
    """A number, refused where it is negative, with the findings of every check."""
    if value < 0:
        spot.say("V007", text)
        return UNREAD
    if value >= NO_FIGURE:
        spot.say("V037", text)
        return UNREAD
    for check in VALUE_CHECKS:
        if said := check(value, measure):
            code, fields = said
            spot.say(code, text, number=_printed(value), **fields)
    return Taken(value=value + 0.0, filled=True)

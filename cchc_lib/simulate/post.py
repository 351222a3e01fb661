"""Who sends what and when: one month's simulated submissions as files with an arrival.

The same seed, month and agencies give the same letters on any machine.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import PurePath
from random import Random
from typing import TYPE_CHECKING, Literal

from cchc_lib import obligations
from cchc_lib.forms import write
from cchc_lib.simulate import answers, filling, words
from cchc_lib.vietnamese import fold
from cchc_lib.workspace import ZONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cchc_lib.agencies import Registry
    from cchc_lib.config import Settings
    from cchc_lib.model import Agency, Event, Obligation, Plan
    from cchc_lib.periods import Period

Part = Literal[
    "usual",
    "worded",
    "late",
    "missing",
    "own_table",
    "renumbered",
    "corrected",
    "mistaken",
    "nothing",
]
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
_FEW, _MANY = 5, 12  # with fewer agencies, nobody plays the rare, the rarest parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A file that arrives."""

    agency: str
    name: str
    at: dt.datetime
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sender:
    """One agency in one month, with its own random source; `slip` is which slip it would make."""

    agency: Agency
    owed: tuple[Obligation, ...]
    form: bytes
    month: Period
    due: dt.date
    plan: Plan
    first: bool
    size: float
    slip: answers.Slip
    rng: Random


def letters(
    plan: Plan,
    registry: Registry,
    settings: Settings,
    month: Period,
    exemptions: Iterable[Event],
    seed: int,
) -> tuple[Letter, ...]:
    """The files that arrive for one month, by arrival."""
    exempted = tuple(exemptions)
    owed = [
        one
        for one in obligations.month_obligations(plan, registry, settings, month, exempted)
        if not one.exempt
    ]
    first = month == settings.first_month
    cast = parts(owed, Random(f"{seed}/{month.label}"), first=first)  # noqa: S311 - no secret
    forms = write.write_forms(plan, registry, settings, month, None, exempted)
    mistaken = {a: n for n, a in enumerate(a for a in forms if cast[a] == "mistaken")}
    sent: list[Letter] = []
    for agency_id, form in forms.items():
        sender = _Sender(
            agency=registry.get(agency_id),
            owed=tuple(one for one in owed if one.agency_id == agency_id),
            form=form,
            month=month,
            due=settings.due_date(month),
            plan=plan,
            first=first,
            size=Random(f"{seed}/{agency_id}").uniform(0.6, 1.4),  # noqa: S311
            slip=answers.SLIPS[(month.first + mistaken.get(agency_id, 0)) % len(answers.SLIPS)],
            rng=Random(f"{seed}/{month.label}/{agency_id}"),  # noqa: S311
        )
        sent += _sent(sender, cast[agency_id])
    return tuple(sorted(sent, key=lambda letter: (letter.at, letter.agency, letter.name)))


def parts(owed: Sequence[Obligation], rng: Random, *, first: bool) -> dict[str, Part]:
    """Which part each agency plays this month."""
    agencies = sorted(obligations.owing(owed))
    rng.shuffle(agencies)
    targeted = {one.agency_id for one in owed if one.target}
    alone = _alone(owed)
    spared = [agency for agency in agencies if agency not in alone]
    cast: dict[str, Part] = {}
    if len(agencies) >= _FEW:
        # To say that nothing happened befits those who have no target.
        _take(cast, sorted(agencies, key=lambda a: a in targeted), "nothing", 1)
        _take(cast, spared, "own_table", 1)
        _take(cast, agencies, "corrected", 1)
    if len(agencies) >= _MANY:
        _take(cast, spared, "renumbered", 1)
    for part in ("mistaken", "missing", "late", "worded"):
        share = words.share(part) + (words.share(f"first_{part}") if first and part in _LESS else 0)
        who = spared if part == "missing" else agencies
        _take(cast, who, part, round(share * len(agencies)))
    return {agency: cast.get(agency, "usual") for agency in agencies}


def _alone(owed: Sequence[Obligation]) -> set[str]:
    """Agencies without which a target has no figure at all: those that alone owe a line."""
    owing: dict[str, set[str]] = {}
    for one in owed:
        if one.target:
            owing.setdefault(one.line.indicator, set()).add(one.agency_id)
    return {agency for agencies in owing.values() if len(agencies) == 1 for agency in agencies}


_LESS = ("missing", "late")  # what there is more of in the first month


def _take(cast: dict[str, Part], agencies: Sequence[str], part: Part, how_many: int) -> None:
    """Give a part to the next agencies that have none."""
    free = [agency for agency in agencies if agency not in cast]
    cast.update(dict.fromkeys(free[:how_many], part))


# --- one sender -----------------------------------------------------------------------------


def _sent(sender: _Sender, part: Part) -> list[Letter]:
    """The files that one agency sends."""
    if part == "missing":
        return []
    name = _name(sender)
    at = _moment(sender, late=part == "late")
    if part == "own_table":
        data = filling.own_table(sender.agency, sender.month, at.date())
        stem = words.table("names")["own_table"].format(**_fields(sender))
        return [_letter(sender, stem, at, data)]
    given = answers.answer(
        sender.owed,
        sender.month,
        sender.plan.topics,
        sender.rng,
        size=sender.size,
        first=sender.first,
        declares=part == "mistaken",
    )
    match part:
        case "nothing":
            given = answers.nothing_happened()
        case "worded":
            given = answers.worded(given, sender.owed)
        case "mistaken":
            given = answers.mistaken(given, sender.owed, sender.slip)
        case "renumbered":
            data = filling.renumbered(sender.form, given, at.date())
            return [_letter(sender, name, at, data)]
        case "corrected":
            return _corrected(sender, name, given)
        case _:
            pass
    return [_letter(sender, name, at, filling.fill(sender.form, given, at.date()))]


def _corrected(sender: _Sender, name: str, given: answers.Answer) -> list[Letter]:
    """A file and, on the last day, its correction."""
    first, *_ = days_to_send(sender.month, sender.due)
    early = dt.datetime.combine(first, dt.time(8, sender.rng.randrange(60)), ZONE)
    later = dt.datetime.combine(sender.due, dt.time(15, sender.rng.randrange(60)), ZONE)
    wrong = answers.hasty(given, sender.rng)
    stem = words.table("names")["corrected"].format(stem=name)
    return [
        _letter(sender, name, early, filling.fill(sender.form, wrong, early.date())),
        _letter(sender, stem, later, filling.fill(sender.form, given, later.date())),
    ]


def _letter(sender: _Sender, stem: str, at: dt.datetime, data: bytes) -> Letter:
    """A file with its name and arrival."""
    name = _FORBIDDEN.sub("-", f"{stem}.xlsx")
    return Letter(agency=sender.agency.agency_id, name=PurePath(name).name, at=at, data=data)


def days_to_send(month: Period, due: dt.date) -> list[dt.date]:
    """The days from the cut-off on which a report is on time; at least the due day itself."""
    first = month.end + dt.timedelta(days=1)
    days = [first + dt.timedelta(days=n) for n in range((due - first).days + 1)]
    return [day for day in days if day.weekday() < 5] or [due]  # noqa: PLR2004 - Saturday


def _moment(sender: _Sender, *, late: bool) -> dt.datetime:
    """When the file arrives, to the minute."""
    day = sender.rng.choice(days_to_send(sender.month, sender.due))
    if late:
        after = words.between(sender.rng, words.table("days")["late"])
        day = sender.due + dt.timedelta(days=after)
    first, last = words.table("days")["hours"]
    time = dt.time(sender.rng.randrange(first, last), sender.rng.randrange(60))
    return dt.datetime.combine(day, time, ZONE)


def _name(sender: _Sender) -> str:
    """How the sender names the file, without suffix."""
    template: str = sender.rng.choice(words.table("names")["as_sent"])
    return template.format(**_fields(sender))


def _fields(sender: _Sender) -> dict[str, str | int]:
    """What file names are made of."""
    name = sender.agency.name
    for prefix in words.table("names")["drop"]:
        name = name.removeprefix(prefix)
    plain = fold(name)
    return {
        "n": sender.month.first,
        "year": sender.month.year,
        "id": sender.agency.agency_id,
        "name": sender.agency.name,
        "UPPER": plain.upper(),
        "plain": plain.title(),
        "under": re.sub(r"\W+", "_", plain),
    }

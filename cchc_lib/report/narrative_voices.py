"""What the agencies wrote, literally, attributed and grouped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_lib.report import narrative_words as words
from cchc_lib.vietnamese import clean, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_lib.report.data import ReportData

_ASKING = ("de nghi", "kien nghi", "de xuat", "mong ", "xin ")
"""Words (folded) by which a text asks for something; other texts tell of difficulties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One text of one agency, with the lines it was written beside."""

    agency: str
    period: str
    text: str
    indicators: tuple[str, ...]

    @property
    def asks(self) -> bool:
        """Whether the text asks for something."""
        folded = f"{fold(self.text)} "
        return any(word in folded for word in _ASKING)


def voices(data: ReportData, agency: str | None = None) -> tuple[Voice, ...]:
    """Every text of the period's counting submissions, equal ones of an agency merged."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for row in data.records.itertuples():
        text = clean(str(row.note)) if isinstance(row.note, str) else ""
        if text and (agency is None or row.agency == agency):
            found.setdefault((str(row.agency), str(row.period), text), []).append(
                str(row.indicator)
            )
    return tuple(
        Voice(agency=who, period=period, text=text, indicators=tuple(lines))
        for (who, period, text), lines in found.items()
    )


def proposals(data: ReportData) -> tuple[Voice, ...]:
    """The texts that ask for something."""
    return tuple(voice for voice in voices(data) if voice.asks)


def difficulties(data: ReportData) -> tuple[Voice, ...]:
    """The other texts."""
    return tuple(voice for voice in voices(data) if not voice.asks)


def grouped(data: ReportData, chosen: Iterable[Voice]) -> list[tuple[str, list[str]]]:
    """Texts by agency, in the registry's order, each with the lines it belongs to."""
    order = list(data.names)
    by_agency: dict[str, list[str]] = {}
    for voice in chosen:
        month = (
            "" if data.period.kind == "month" else f"{words.month_title(voice.period).lower()}, "
        )
        beside = f"{month}{', '.join(voice.indicators)}"
        by_agency.setdefault(voice.agency, []).append(f"“{voice.text}” ({beside})")
    places = {agency: n for n, agency in enumerate(order)}
    found = sorted(by_agency, key=lambda agency: places.get(agency, len(order)))
    return [(words.name(data, agency), by_agency[agency]) for agency in found]

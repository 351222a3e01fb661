"""Words of the field that hold for any plan: channels, kinds of reach, units, forms of activity.

The words are data, in `assets/lexicon.toml`.
"""

from __future__ import annotations

import importlib.resources
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from cchc_lib.vietnamese import fold, key

if TYPE_CHECKING:
    from cchc_lib.model import Per, ReachKind


@dataclass(frozen=True, slots=True)
class Channel:
    """A way in which people are reached."""

    key: str
    label: str
    reach: ReachKind
    words: tuple[str, ...]


@cache
def _data() -> dict[str, Any]:
    """The lexicon file."""
    path = importlib.resources.files("cchc_lib") / "assets" / "lexicon.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def channels() -> tuple[Channel, ...]:
    """All channels, in the order of recognition; the last is "other"."""
    return tuple(
        Channel(c["key"], c["label"], c["reach"], tuple(fold(w) for w in c["words"]))
        for c in _data()["channel"]
    )


def channel_label(channel_key: str) -> str:
    """A channel's name in print."""
    return next((c.label for c in channels() if c.key == channel_key), channel_key)


def channel_named(text: str) -> Channel | None:
    """The channel whose label or key a text is; None where it is none."""
    wanted = key(text)
    return next((c for c in channels() if wanted in (key(c.label), key(c.key))), None)


def channel_of(text: str) -> Channel:
    """The channel that a text speaks of: the first whose word stands in it, else "other"."""
    folded = fold(text)
    return next((c for c in channels() if any(w in folded for w in c.words)), channels()[-1])


def headers(table: str) -> dict[str, tuple[str, ...]]:
    """Column name → its headers as people rewrite them, in a table of the form."""
    return {name: tuple(words) for name, words in _data()["header"][table].items()}


@cache
def header_words() -> dict[str, str]:
    """Words of headers, folded → what they stand for, folded."""
    return {fold(word): fold(meant) for word, meant in _data()["header"]["words"].items()}


@cache
def header_remarks() -> tuple[str, ...]:
    """Folded words that change what a header means where they stand in brackets."""
    return tuple(fold(word) for word in _data()["header"]["remarks"]["words"])


def reach_kind(unit: str, channel: Channel) -> ReachKind:
    """The kind of people reached by a line: by its unit where that settles it, else by channel.

    Source: contracts, part 4: the kind follows from the line's unit and channel; kinds are
    never added.
    """
    found: ReachKind = _data()["reach_by_unit"].get(unit, channel.reach)
    return found


def reach_label(kind: ReachKind) -> str:
    """A kind of reach in print."""
    return str(_data()["reach"][kind])


def unit_key(unit: str) -> str:
    """A unit under which synonyms agree (số = kỳ)."""
    synonyms: dict[str, str] = {key(a): key(b) for a, b in _data()["unit_synonyms"].items()}
    found = key(unit)
    return synonyms.get(found, found)


def activity_unit() -> str:
    """The unit of a task without a quota."""
    return str(_data()["activity"]["unit"])


def activity_forms() -> tuple[str, ...]:
    """Forms of activity that the form offers."""
    return tuple(_data()["activity"]["forms"])


def per_label(per: Per) -> str:
    """A span in print: "tháng"; "" for once."""
    return str(_data()["per"][per])

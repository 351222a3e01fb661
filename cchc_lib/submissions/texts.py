"""One cell → a text that is kept: no personal number, no broken link unsaid, no silent cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_lib.vietnamese import join_names, visible
from cchc_lib.vietnamese.links import broken_link
from cchc_lib.vietnamese.personal import personal, without_personal

if TYPE_CHECKING:
    from cchc_lib.submissions.values import Spot


def paragraphs(text: str) -> str:
    """Text of a cell: visible characters, one kind of line break."""
    return visible(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def kept(text: str, most: int, spot: Spot) -> str:
    """A text as written, with findings where it is not kept whole.

    Args:
        text: what stands in the cell.
        most: characters that are kept.
        spot: where findings go.
    """
    whole = paragraphs(text)
    kinds = personal(whole)
    if kinds:
        spot.say("V055", "", kinds=join_names(kinds))
        whole = without_personal(whole)
    if len(whole) > most:
        spot.say("V056", whole, most=most)
    return whole[:most].strip()


def evidence(text: str, most: int, spot: Spot) -> str:
    """A link or words that say where the evidence is; a link that leads nowhere is a finding."""
    found = kept(text, most, spot)
    if wrong := broken_link(found):
        spot.say("V054", wrong)
    return found

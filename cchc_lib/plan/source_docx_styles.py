"""Styles of a Word file: what a paragraph or a run has by its style and those it is based on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cchc_lib.plan.source_docx_xml import attribute, child, local, switched, value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_DEEPEST = 20  # styles based on styles


@dataclass(slots=True)
class Styles:
    """The style sheet; styles by their id."""

    by_id: dict[str, Element] = field(default_factory=dict)
    default: str = ""

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        """The styles of `styles.xml`."""
        found = cls()
        for one in [] if root is None else root:
            if local(one) != "style":
                continue
            found.by_id[attribute(one, "styleId")] = one
            if attribute(one, "type") == "paragraph" and attribute(one, "default") in {"1", "true"}:
                found.default = attribute(one, "styleId")
        return found

    def chain(self, style: str) -> Iterator[tuple[str, Element]]:
        """A style and those it is based on, nearest first."""
        for _ in range(_DEEPEST):
            found = self.by_id.get(style)
            if found is None:
                return
            yield style, found
            style = value(found, "basedOn")

    def of_paragraph(self, properties: Element | None) -> str:
        """The id of a paragraph's style."""
        return value(properties, "pStyle") or self.default

    def name(self, style: str) -> str:
        """A style's name, small letters."""
        return value(self.by_id.get(style), "name").casefold()

    def alignment(self, properties: Element | None) -> str:
        """A paragraph's alignment; "" where nothing sets it."""
        own = value(properties, "jc")
        if own:
            return own
        found = (value(s, "pPr", "jc") for _, s in self.chain(self.of_paragraph(properties)))
        return next((one for one in found if one), "")

    def numbering(self, properties: Element | None) -> tuple[str, str, str]:
        """A paragraph's list: its number's id, its level ("" by the style), and the style it is by.

        The id is "" for a paragraph outside lists.
        """
        own = child(properties, "numPr")
        number, level = value(own, "numId"), value(own, "ilvl")
        if number:
            return number, level or "0", ""
        for style, found in self.chain(self.of_paragraph(properties)):
            listed = child(found, "pPr", "numPr")
            if listed is not None and value(listed, "numId"):
                return value(listed, "numId"), level or value(listed, "ilvl"), style
        return "", "", ""

    def run(self, run: Element | None, paragraph: str, name: str) -> bool:
        """Whether a switch is on for a run, by itself, its own style, or the paragraph's."""
        own = switched(run, name)
        if own is not None:
            return own
        for start in (value(run, "rStyle"), paragraph):
            for _, style in self.chain(start):
                found = switched(child(style, "rPr"), name)
                if found is not None:
                    return found
        return False

    def font(self, run: Element | None, paragraph: str) -> str:
        """A run's font; "" where nothing sets it."""
        own = _font(run)
        for start in (value(run, "rStyle"), paragraph):
            for _, style in self.chain(start):
                own = own or _font(child(style, "rPr"))
        return own

    def borders(self, style: str) -> bool:
        """Whether a table's style draws lines."""
        return any(
            drawn(child(found, "tblPr", "tblBorders"))
            or any(drawn(child(part, "tcPr", "tcBorders")) for part in found)
            for _, found in self.chain(style)
        )


def _font(properties: Element | None) -> str:
    """The font that some run properties name."""
    fonts = child(properties, "rFonts")
    if fonts is None:
        return ""
    return attribute(fonts, "ascii") or attribute(fonts, "hAnsi")


def drawn(borders: Element | None) -> bool:
    """Whether any of some borders is a line."""
    if borders is None:
        return False
    return any(
        value_ not in {"", "nil", "none"} for value_ in (attribute(b, "val") for b in borders)
    )

"""A paragraph of a Word file → its text as a reader sees it: number, insertions, capitals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cchc_lib.plan.source import printed
from cchc_lib.plan.source_docx_xml import attribute, child, down, local, switched, value
from cchc_lib.vietnamese import legacy, nfc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from cchc_lib.plan.source_docx_numbers import Numbers
    from cchc_lib.plan.source_docx_styles import Styles

# Deleted text, formulas' and fields' inner parts, and properties are no text.
_LEFT_OUT = frozenset({
    "del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "ruby",
    "delInstrText", "tbl", "sectPr", "annotationRef", "commentReference",
})  # fmt: skip
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TOC = re.compile(r"toc \d|table of figures|mục lục \d")
_GAP = "    "  # where a tab stands inside a line
_PRINTED_DASH = {"\uf02d": "-", "\uf0a7": "-", "\uf0b7": "-", "\uf0fc": "-"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph: its lines, whether it is centred, its boxes' paragraphs, pages begun in it.

    `joined` says that its end was deleted: the next paragraph goes on with it.
    """

    lines: tuple[str, ...]
    centred: bool = False
    boxes: tuple[Element, ...] = ()
    pages: int = 0
    joined: bool = False


@dataclass(slots=True)
class _Found:
    """What is gathered on the way through a paragraph's runs: text by the way it is encoded."""

    parts: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    pages: int = 0

    def add(self, text: str, way: str) -> None:
        """Text of one run; pieces in one old encoding are converted together."""
        if self.parts and self.parts[-1][0] == way:
            self.parts[-1] = (way, self.parts[-1][1] + text)
        elif text:
            self.parts.append((way, text))

    def text(self) -> str:
        """All of it in composed Unicode."""
        return nfc("".join(_converted(text, way) for way, text in self.parts))


@dataclass(slots=True)
class Reader:
    """Reads paragraphs of one document; footnotes are numbered as they are met."""

    styles: Styles
    numbers: Numbers
    notes: list[tuple[str, str]] = field(default_factory=list)

    def paragraph(self, element: Element) -> Paragraph | None:
        """A paragraph; None where a reader sees none (a line of a table of contents, deleted)."""
        properties = child(element, "pPr")
        style = self.styles.of_paragraph(properties)
        if _TOC.match(self.styles.name(style)):
            return None
        found = _Found()
        self._gather(element, style, found)
        text = found.text()
        mark = child(properties, "rPr")
        gone = child(mark, "del") is not None or child(mark, "moveFrom") is not None
        if gone and not text.strip():
            return None
        if not text.strip() and switched(mark, "vanish"):
            return None
        label = self.numbers.label(properties)
        lines = [_spaced(line) for line in text.split("\n")]
        lines[0] = f"{label} {lines[0]}".strip() if label else lines[0]
        return Paragraph(
            lines=tuple(lines),
            centred=self.styles.alignment(properties) == "center",
            boxes=tuple(found.boxes),
            pages=found.pages,
            joined=gone,
        )

    def _gather(self, element: Element, style: str, found: _Found) -> None:
        """The text of the runs below an element, in order."""
        for one in element:
            name = local(one)
            if name == "r":
                self._run(one, style, found)
            elif name == "AlternateContent":
                found.boxes += _boxes(one)
            elif name not in _LEFT_OUT:
                self._gather(one, style, found)

    def _run(self, run: Element, style: str, found: _Found) -> None:
        """The text of one run, unless it is hidden."""
        properties = child(run, "rPr")
        if self.styles.run(properties, style, "vanish"):
            return
        way = _way(self.styles.font(properties, style))
        loud = self.styles.run(properties, style, "caps")
        for one in run:
            match local(one):
                case "t":
                    found.add((one.text or "").upper() if loud else one.text or "", way)
                case "sym":
                    found.add(_symbol(attribute(one, "char")), way)
                case "footnoteReference" | "endnoteReference" as kind:
                    self._note(one, kind)
                case "lastRenderedPageBreak":
                    found.pages += 1
                case "br" if attribute(one, "type") in {"page", "column"}:
                    pass
                case "tab" | "ptab" | "br" | "cr" | "noBreakHyphen" as sign:
                    found.add(_SIGNS[sign], way)
                case "AlternateContent" | "pict" | "drawing" | "object":
                    found.boxes += _boxes(one)

    def _note(self, reference: Element, kind: str) -> None:
        """Remember a footnote where it is cited."""
        if attribute(reference, "customMarkFollows") not in {"1", "true"}:
            self.notes.append((kind.removesuffix("Reference"), attribute(reference, "id")))


def _boxes(element: Element) -> list[Element]:
    """The text boxes of a drawing; of two ways of drawing one box, the first."""
    if local(element) == "AlternateContent":
        for choice in element:
            found = list(_outer(choice))
            if found:
                return found
        return []
    return list(_outer(element))


def _outer(element: Element) -> Iterator[Element]:
    """The text boxes below an element, not those inside other boxes."""
    for one in element:
        if local(one) == "txbxContent":
            yield one
        elif local(one) == "AlternateContent":
            yield from _boxes(one)
        else:
            yield from _outer(one)


def _way(font: str) -> str:
    """The old encoding that a font shows; "" for Unicode."""
    low = font.casefold()
    if low.startswith(".vn"):
        return "TCVN3 capitals" if low.endswith("h") else "TCVN3"
    return "VNI" if low.startswith("vni-") else ""


def _converted(text: str, way: str) -> str:
    """Text of an old font in Unicode; other text without what isn't seen."""
    match way:
        case "TCVN3":
            return legacy.from_tcvn3(text)
        case "TCVN3 capitals":
            return legacy.from_tcvn3(text).upper()
        case "VNI":
            return legacy.from_vni(text)
        case _:
            return printed(text)


def _symbol(code: str) -> str:
    """A sign of a symbol font: bullets as dashes, others left out."""
    try:
        sign = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return _PRINTED_DASH.get(sign, sign if sign.isprintable() and sign < "\ue000" else "")


def _spaced(line: str) -> str:
    """A line with its inner tabs as wide gaps."""
    return re.sub(r" *\t[ \t]*", _GAP, line.strip()).rstrip()


def has_borders(table: Element, styles: Styles) -> bool:
    """Whether a table draws any lines."""
    from cchc_lib.plan.source_docx_styles import drawn  # noqa: PLC0415

    own = child(table, "tblPr", "tblBorders")
    by_cell = any(drawn(one) for one in down(table, "tcBorders"))
    if own is not None:
        return drawn(own) or by_cell
    return by_cell or styles.borders(value(table, "tblPr", "tblStyle"))

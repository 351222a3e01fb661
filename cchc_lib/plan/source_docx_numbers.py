"""The numbers that Word computes: levels, restarts, overrides, lists tied to styles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cchc_lib.plan.source_docx_xml import attribute, child, local, value, whole

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from cchc_lib.plan.source_docx_styles import Styles

_LEVELS = 9
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_DASHES = "-–—‐‑−"
_GREATEST = 32_767


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a list; `restart` is the level (from 1) whose use restarts it, 0 for never."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str = ""


@dataclass(slots=True)
class _List:
    """A list as `num` defines it: which abstract list, and what it overrides."""

    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


@dataclass(slots=True)
class Numbers:
    """All lists of a document and how far each has counted."""

    styles: Styles
    abstracts: dict[str, dict[int, Level]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    lists: dict[str, _List] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: Element | None, styles: Styles) -> Numbers:
        """The lists of `numbering.xml`."""
        found = cls(styles=styles)
        for one in [] if root is None else root:
            match local(one):
                case "abstractNum":
                    name = attribute(one, "abstractNumId")
                    found.abstracts[name] = _levels(one)
                    found.links[name] = value(one, "numStyleLink")
                case "num":
                    found.lists[attribute(one, "numId")] = _list(one)
        return found

    def label(self, properties: Element | None) -> str:
        """The number that stands before a paragraph, which is counted; "" outside lists."""
        number, level, style = self.styles.numbering(properties)
        known = self.lists.get(number)
        if known is None:
            return ""
        abstract = self._abstract(known)
        levels = self.abstracts.get(abstract, {}) | known.levels
        at = whole(level, -1)
        if not level and style:
            at = next((n for n, one in levels.items() if one.style == style), 0)
        if not 0 <= at < _LEVELS:
            return ""
        counts = self._count(abstract, number, known, levels, at)
        return _printed(levels, counts, at)

    def _abstract(self, known: _List) -> str:
        """The abstract list of a list, through a list style where it names one."""
        abstract = known.abstract
        link = self.links.get(abstract, "")
        if link and not self.abstracts.get(abstract):
            style = self.styles.by_id.get(link)
            linked = self.lists.get(value(style, "pPr", "numPr", "numId"))
            abstract = linked.abstract if linked else abstract
        return abstract

    def _count(
        self, abstract: str, number: str, known: _List, levels: dict[int, Level], at: int
    ) -> list[int | None]:
        """Count one paragraph on a level; lists of the same abstract list count together."""
        counts = self.counts.setdefault(abstract, [None] * _LEVELS)
        start = known.starts.get(at)
        before = counts[at]
        if start is not None and (number, at) not in self.begun:
            counts[at] = start
        elif before is None:
            counts[at] = levels.get(at, Level()).start
        else:
            counts[at] = before + 1
        self.begun.add((number, at))
        for deeper in range(at + 1, _LEVELS):
            restart = levels.get(deeper, Level()).restart
            if restart is None or at < restart:
                counts[deeper] = None
        return counts


def _levels(one: Element) -> dict[int, Level]:
    """The levels of an abstract list."""
    return {
        whole(attribute(level, "ilvl"), 0): _level(level) for level in one if local(level) == "lvl"
    }


def _level(one: Element) -> Level:
    """One level's definition."""
    restart = value(one, "lvlRestart")
    legal = child(one, "isLgl")
    return Level(
        start=whole(value(one, "start"), 1),
        form=value(one, "numFmt") or "decimal",
        text=value(one, "lvlText"),
        legal=legal is not None and attribute(legal, "val") not in {"0", "false"},
        restart=whole(restart, 0) if restart else None,
        style=value(one, "pStyle"),
    )


def _list(one: Element) -> _List:
    """A `num` with its overrides."""
    found = _List(abstract=value(one, "abstractNumId"))
    for override in one:
        if local(override) != "lvlOverride":
            continue
        at = whole(attribute(override, "ilvl"), 0)
        start = value(override, "startOverride")
        if start:
            found.starts[at] = whole(start, 1)
        level = child(override, "lvl")
        if level is not None:
            found.levels[at] = _level(level)
    return found


# --- printing --------------------------------------------------------------------------------


def _printed(levels: dict[int, Level], counts: list[int | None], at: int) -> str:
    """A level's text with its numbers put in."""
    level = levels.get(at, Level(text=f"%{at + 1}."))
    if level.form == "bullet":
        return _bullet(level.text, at)
    if level.form == "none":
        return re.sub(r"%\d", "", level.text).strip()

    def number(found: re.Match[str]) -> str:
        """The number of the level that a placeholder names."""
        which = int(found[1]) - 1
        other = levels.get(which, Level())
        form = "decimal" if level.legal else other.form
        return formatted(counts[which] if counts[which] is not None else other.start, form)

    return re.sub(r"%([1-9])", number, level.text).strip()


def _bullet(text: str, at: int) -> str:
    """A bullet as offices type it: dash and plus as they are, other signs by their level."""
    sign = text.strip()
    if sign[:1] in _DASHES and sign:
        return "-"
    if sign in {"+", "*"}:
        return sign
    return "-" if at == 0 else "+"


def formatted(number: int | None, form: str) -> str:
    """A number as a list prints it.

    Word's letters are the English alphabet: its lists know no đ.
    """
    if number is None or not 0 <= number <= _GREATEST:
        return ""
    match form:
        case "lowerLetter" | "upperLetter" if number:
            letter = _ALPHABET[(number - 1) % 26] * ((number - 1) // 26 + 1)
            return letter if form == "lowerLetter" else letter.upper()
        case "lowerRoman" | "upperRoman" if number:
            return roman(number) if form == "lowerRoman" else roman(number).upper()
        case "decimalZero":
            return f"{number:02d}"
        case _:
            return str(number)


def roman(number: int) -> str:
    """A roman number in small letters."""
    found = ""
    for amount, letters in _ROMAN:
        found += letters * (number // amount)
        number %= amount
    return found

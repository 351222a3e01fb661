"""A table row's cells by what their columns hold: number, title, and each role's lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cchc_lib.plan import headers, names, words
from cchc_lib.plan.folding import fold_same
from cchc_lib.plan.markers import bullet
from cchc_lib.vietnamese import fold_key, key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.plan.headers import ColumnRole, Header
    from cchc_lib.plan.markers import MarkerKind
    from cchc_lib.plan.source import ReadLine
    from cchc_lib.plan.words import CellRole

ORDER: tuple[CellRole, ...] = (
    "detail", "lead", "coordinate", "direct", "frequency", "schedule", "product", "field",
)  # fmt: skip
_NUMBERS: tuple[tuple[MarkerKind, re.Pattern[str]], ...] = (
    ("roman", re.compile(r"([IVX]{1,5})\s?[.)]?")),
    ("upper", re.compile(r"([A-HĐ])\s?[.)]?")),
    ("number", re.compile(r"(\d{1,3})\s?[.)]?")),
    ("dotted", re.compile(r"((?:\d{1,3}|[IVX]{1,5})[.,]\d{1,3})\s?[.)]?")),
    ("deep", re.compile(r"((?:\d{1,3}|[IVX]{1,5})[.,]\d{1,3}[.,]\d{1,3})\s?[.)]?")),
    ("letter", re.compile(r"([a-zđ])\s?[.)]?")),
    ("paren", re.compile(r"\((\d{1,2}|[a-zđ])\)")),
    ("dotted", re.compile(r"((?:[A-ZĐ]{1,5}[-.]?)?[A-ZĐ]{1,5}[-.]?\d{1,3})")),  # a code
)
_IN_TITLE: tuple[tuple[MarkerKind, re.Pattern[str]], ...] = (
    ("roman", re.compile(r"^([IVX]{1,5})\s?[.)]\s+")),
    ("deep", re.compile(r"^(\d{1,2}\.\d{1,2}\.\d{1,2})[.)]?\s+")),
    ("dotted", re.compile(r"^(\d{1,2}\.\d{1,2})[.)]?\s+")),
    ("number", re.compile(r"^(\d{1,2})[.)]\s+")),
    ("letter", re.compile(r"^([a-zđ])\)\s+")),
)
_OPEN = (",", "-", "–", "/", "và", "&", "của", "với", "các", "cho", "về", "trên", "tại")
_DITTO = "\"/″〃'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row's cells by what their columns hold, each as lines."""

    line: ReadLine
    number: str
    title: list[ReadLine]
    cells: dict[CellRole, list[ReadLine]]
    alone: list[ReadLine]

    @property
    def text(self) -> str:
        """The title on one line."""
        return " ".join(row.text for row in self.title)


def cells_of(line: ReadLine) -> tuple[str, ...]:
    """A row's cells; where the line was reviewed, as the review parts it."""
    cells = line.cells or ()
    if not line.reviewed:
        return cells
    parts = [part.strip() for part in line.text.split(" | ")]
    filled = [at for at, cell in enumerate(cells) if cell.strip()]
    if len(parts) != len(filled):
        return cells
    read = dict(zip(filled, parts, strict=True))
    return tuple(
        cell if " ".join(cell.split()) == read.get(at, "") else read.get(at, "")
        for at, cell in enumerate(cells)
    )


def lines_of(line: ReadLine, cell: str) -> list[ReadLine]:
    """A cell's lines, each as a line of text at the row's place."""
    settled = line.text.strip() == line.raw.strip()
    return [
        replace(line, text=text.strip(), raw=text if settled else line.raw, cells=None, table=None)
        for text in cell.split("\n")
        if text.strip()
    ]


def row_of(line: ReadLine, header: Header) -> Row | None:
    """A row with its cells by role; None for a repeated header, a total or an empty row."""
    cells = cells_of(line)
    if headers.repeats(cells, header) or not any(cell.strip() for cell in cells):
        return None
    by_role: dict[ColumnRole, list[str]] = {}
    for role, at in header.columns:
        if at < len(cells) and cells[at].strip():
            by_role.setdefault(role, []).append(cells[at])
    _with_units(by_role)
    filled = list(dict.fromkeys(cell for cell in cells if cell.strip()))
    title = "\n".join(by_role.get("task", ()))
    if _is_total(title or filled[0]) and not by_role.get("lead"):
        return None
    return Row(
        line=line,
        number=" ".join(by_role.get("number", [""])[0].split()),
        title=lines_of(line, title),
        cells={
            role: made
            for role in ORDER
            if (made := _value(line, role, list(dict.fromkeys(by_role.get(role, ())))))
        },
        alone=lines_of(line, filled[0]) if len(filled) == 1 else [],
    )


def _with_units(by_role: dict[ColumnRole, list[str]]) -> None:
    """A number in a column of its own takes the unit that stands in another."""
    units, counts = by_role.pop("unit", []), by_role.get("frequency", [])
    for at, count in enumerate(counts):
        if units and re.fullmatch(r"\s*\d[\d.]*\s*", count):
            counts[at] = f"{count.strip()} {units[0].strip()}"


def _value(line: ReadLine, role: CellRole, cells: Sequence[str]) -> list[ReadLine]:
    """The lines of a role's cells; names on lines of their own parted by semicolons."""
    if role == "schedule" and len(cells) > 1:
        cells = (" - ".join(" ".join(cell.split()) for cell in cells),)
    lines = [one for cell in cells for one in lines_of(line, cell)]
    if not any(c.isalnum() or c in _DITTO for one in lines for c in one.text):
        return []
    if role in {"lead", "coordinate", "direct", "schedule"}:
        return _parted(lines, named=role != "schedule")
    return lines


def _parted(lines: Sequence[ReadLine], *, named: bool) -> list[ReadLine]:
    """Lines of a list with a semicolon where one entry ends and the next begins."""
    found: list[ReadLine] = []
    for line in lines:
        sign, text = bullet(line.text)
        before = found[-1].text if found else ""
        begins = bool(sign) or (named and _begins_entry(before, text))
        if before and begins and not before.endswith((";", ",", ":", ".")):
            found[-1] = replace(found[-1], text=f"{before};")
        found.append(replace(line, text=text))
    return found


def _begins_entry(before: str, text: str) -> bool:
    """Whether a line begins another name: the one before is whole, and this begins as names do."""
    heads = words.words("agencies", "heads")
    if not before or before.endswith(_OPEN) or _last_name(before) in heads:
        return False
    return names.begins_name(text) and text[:1].isupper()


def _last_name(text: str) -> str:
    """The last name of a list, folded."""
    return fold_same(text.rpartition(";")[2].strip())


def _is_total(title: str) -> bool:
    """Whether a row adds up others."""
    plain = fold_key(title) if title.isascii() else key(title)  # "Cổng …" is no "Cộng"
    for word in words.data()["tables"]["totals"]:
        total = fold_key(word) if title.isascii() else key(word)
        if plain == total or plain.startswith(f"{total} "):
            return True
    return False


# --- numbers ---------------------------------------------------------------------------------


def number_of(text: str) -> tuple[MarkerKind, str] | None:
    """The kind and number that a cell of numbers holds."""
    plain = text.strip()
    if plain in {"-", "–", "+", "*", "•"}:
        return "paren", ""
    for kind, pattern in _NUMBERS:
        if found := pattern.fullmatch(plain):
            return kind, _plain_number(found[1])
    return None


def _plain_number(printed: str) -> str:
    """A number without zeros in front."""
    return str(int(printed)) if printed.isdigit() else printed.replace(",", ".")


def title_number(row: Row) -> tuple[MarkerKind, str, int] | None:
    """The number in front of a title, and where the title begins."""
    text = row.title[0].text if row.title else ""
    for kind, pattern in _IN_TITLE:
        if found := pattern.match(text):
            return kind, _plain_number(found[1]), found.end()
    sign, rest = bullet(text)
    return ("paren", "", len(text) - len(rest)) if sign else None

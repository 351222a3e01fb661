"""Tables of a plan: those of tasks become items like numbered prose, others text or a finding.

A table of tasks is known by its header's words; one without a header that goes on with the table
before (a page's end between them) belongs to that one. Tables that only lay out the letterhead
and the signature become lines. What lost its columns is said, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from cchc_lib.findings import Finding, finding
from cchc_lib.plan import cells, entries, headers, matrix, text_tables, words
from cchc_lib.plan.items import Item
from cchc_lib.plan.markers import is_capitals
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.plan.entries import Entry
    from cchc_lib.plan.headers import Header
    from cchc_lib.plan.markers import MarkerKind
    from cchc_lib.plan.source import ReadLine

_RANK: dict[MarkerKind | None, int] = {
    "roman": 0, "upper": 0, "part": 1, "number": 2, "dotted": 3, "deep": 4, "letter": 5, "paren": 6,
}  # fmt: skip
_ROMANS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_APPENDIX = re.compile(r"^\s*phu luc(?:\s+(?:so\s+)?([ivx]+|\d+))?\b")
_HEADING_LINES = 8
_PAGE_NUMBER = re.compile(r"\W*(?:[Tt]rang\s*)?\d{0,3}(?:\s*/\s*\d{1,3})?\W*")
_RUNNING = 10  # words that the line repeated on each page may have
_HEADED = re.compile(r"^\s*(?:[IVX]+|\d+(?:\.\d+)*|[A-ZĐ])\s?[.)/]|^\s*(?:Phụ lục|Biểu|Bảng|Mẫu)\b")


@dataclass(slots=True, kw_only=True)
class TaskTable:
    """A table of tasks: its header, the rows of all its pages, the lines that head it."""

    header: Header
    rows: list[ReadLine]
    heading: str = ""
    appendix: str = ""


@dataclass(slots=True, kw_only=True)
class Sifted:
    """A document's lines with its tables taken out or laid open, and the tables of tasks."""

    lines: list[ReadLine] = field(default_factory=list)
    tables: list[TaskTable] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def sift(lines: Sequence[ReadLine], file: str) -> Sifted:
    """Part the tables of a document from its text."""
    made = Sifted()
    for number, run in groupby(
        text_tables.with_columns(lines), key=lambda line: line.table if line.cells else None
    ):
        rows = list(run)
        if number is None:
            made.lines += rows
        else:
            _take(rows, made, file)
    return made


def opened(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """All lines with every cell's lines as lines of text."""
    return [one for line in lines for one in (_cell_lines(line) if line.cells else [line])]


def _cell_lines(line: ReadLine) -> list[ReadLine]:
    """A row's cells as lines, from left to right, merged ones once."""
    return [one for cell in dict.fromkeys(line.cells or ()) for one in cells.lines_of(line, cell)]


def _take(rows: list[ReadLine], made: Sifted, file: str) -> None:
    """Take in one table."""
    texts = matrix.plain([cells.cells_of(row) for row in rows])
    if any(len(text) != len(row.cells or ()) for text, row in zip(texts, rows, strict=True)):
        rows = [replace(row, cells=text) for row, text in zip(rows, texts, strict=True)]
    header = headers.find(texts)
    last = made.tables[-1] if made.tables else None
    if header is not None:
        heading, appendix = _heading(made.lines)
        if last and _same_columns(header, last.header) and _only_a_page(rows, last, made.lines):
            last.rows += rows[header.end :]
        else:
            table = TaskTable(
                header=header, rows=rows[header.end :], heading=heading, appendix=appendix
            )
            made.tables.append(table)
    elif last and _goes_on(rows, texts, last, made.lines):
        last.rows += rows
    elif _lays_out(texts):
        made.lines += opened(rows)
        return
    else:
        first, end = rows[0].number, rows[-1].number
        made.findings.append(finding("P070", file=file, lines=(first, end), first=first, last=end))
    made.lines.append(replace(rows[0], text="", cells=None, table=None))


def _same_columns(one: Header, other: Header) -> bool:
    """Whether two headers name the same columns."""
    return one.columns == other.columns


def _only_a_page(rows: Sequence[ReadLine], last: TaskTable, before: list[ReadLine]) -> bool:
    """Whether nothing but a page's end stands between a table and the one before it."""
    between = [row for row in before if row.number > last.rows[-1].number] if last.rows else []
    told = [row.text.strip() for row in between if not _PAGE_NUMBER.fullmatch(row.text)]
    if rows[0].page is None or (last.rows and rows[0].page == last.rows[-1].page):
        return not told
    repeated = [text for text in told if len(text.split()) <= _RUNNING and not is_capitals(text)]
    return len(told) <= 1 and repeated == told and not any(map(_HEADED.match, told))


def _goes_on(
    rows: Sequence[ReadLine],
    texts: Sequence[tuple[str, ...]],
    last: TaskTable,
    before: list[ReadLine],
) -> bool:
    """Whether a table without header goes on with the one before: as wide, nothing between."""
    if not _only_a_page(rows, last, before):
        return False
    if any(headers.is_headed(row) for row in texts[:2]):
        return False
    return all(len(row) == last.header.width for row in texts)


def _lays_out(texts: Sequence[tuple[str, ...]]) -> bool:
    """Whether a table only places text: one column, a letterhead, a signature."""
    if all(len({cell for cell in row if cell.strip()}) <= 1 for row in texts):
        return True
    whole = f" {fold_key(' '.join(cell for row in texts for cell in row))} "
    return any(f" {fold_key(word)} " in whole for word in words.data()["tables"]["layout"])


def _heading(before: Sequence[ReadLine]) -> tuple[str, str]:
    """The lines that head a table, back to its appendix's name, and the appendix's number."""
    found: list[str] = []
    for row in reversed(before[-3 * _HEADING_LINES :]):
        if row.text.strip():
            found.insert(0, row.text.strip())
        if named := _APPENDIX.match(fold_key(row.text)):
            return " ".join(found), named[1].upper() if named[1] else "1"
        if len(found) == _HEADING_LINES:
            break
    return (found[-1] if found else ""), ""


# --- tables to items -------------------------------------------------------------------------


def sections(tables: Sequence[TaskTable], file: str) -> tuple[list[Item | None], list[Finding]]:
    """The tables of tasks, each as an item that holds its rows' items; None where it has none."""
    made: list[Item | None] = []
    notes: list[Finding] = []
    for n, table in enumerate(tables, start=1):
        found = entries.read(table.rows, table.header)
        if not found:
            made.append(None)
            continue
        if not any(entry.number for entry in found):
            where = (table.rows[0].number, table.rows[-1].number)
            notes.append(finding("P072", file=file, lines=where, first=where[0]))
        number = f"PL{table.appendix}" if table.appendix else f"B{n}"
        made.append(_tree(found, number))
    return made, notes


@dataclass(slots=True)
class _Node:
    """An item while its children are still to come."""

    entry: Entry | None
    kind: MarkerKind | None
    number: str
    children: list[_Node] = field(default_factory=list)

    def item(self) -> Item:
        """The item."""
        cells_ = self.entry.cells if self.entry else {}
        return Item(
            kind=self.kind,
            number=self.number,
            printed=self.number,
            repaired=False,
            path=(),
            rows=tuple(self.entry.title) if self.entry else (),
            children=tuple(child.item() for child in self.children),
            cells=tuple((role, tuple(cells_[role])) for role in cells.ORDER if role in cells_),
            tabular=True,
        )


def _tree(found: Sequence[Entry], number: str) -> Item:
    """The entries of a table as a tree under one item."""
    root = _Node(None, "part", number)
    stack = [root]
    unnumbered = 0
    for entry in found:
        kind = _pop(stack, entry.marker)
        parent = stack[-1]
        number = entry.number
        if not number and kind == "number":
            unnumbered += 1
            number = str(unnumbered)
        node = _Node(entry, kind, number or _running(parent, kind))
        parent.children.append(node)
        stack.append(node)
    return root.item()


def _pop(stack: list[_Node], kind: MarkerKind | None) -> MarkerKind | None:
    """Leave the items that one of a kind does not belong into; the root stays."""
    kinds = [node.kind for node in stack[1:]]
    if kind in kinds:
        del stack[1 + len(kinds) - 1 - kinds[::-1].index(kind) :]
        return kind
    rank = _RANK[kind]
    while len(stack) > 1 and _RANK[stack[-1].kind] >= max(rank, 1):
        stack.pop()
    return kind


def _running(parent: _Node, kind: MarkerKind | None) -> str:
    """The number of an item that has none: how many of its kind stand there."""
    n = 1 + sum(child.kind == kind for child in parent.children)
    return _ROMANS[n] if kind == "part" and n < len(_ROMANS) else str(n)

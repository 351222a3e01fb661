"""Own reader of tables in .docx: each table is a sheet (“Bảng 1”, “Bảng 2”) with cells A1, B1.

The lines of the document above a table stand in rows below 1 of its sheet, so that a name or a
month written there is found. What was deleted with changes tracked is not there.
Source: ECMA-376, part 1, 17.4 (tables), 17.13.5 (revisions).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cchc_lib.submissions.book import (
    MAX_COLUMNS,
    MAX_MERGES,
    Merge,
    RawBook,
    RawCell,
    RawSheet,
)
from cchc_lib.submissions.package import MAX_TEXT, Package, local, opened, whole

if TYPE_CHECKING:
    from cchc_lib.config import Limits
    from cchc_lib.submissions.package import Attributes, Budget

TABLE = "Bảng {}"
MAX_TABLES = 100
LINES_ABOVE = 40  # of a document, that are kept with each table
_MOST_PARTS = 50  # of a line
_GONE = frozenset(("del", "moveFrom", "Fallback"))
_PARTS = re.compile(r"(?<=:)\s+")  # of a line above a table: label and what it says


def read(data: bytes, limits: Limits) -> RawBook:
    """The tables of a document.

    Raises:
        UnsafeFileError: beyond the limits, encrypted, or not a sound package.
    """
    return opened(data, limits, _book)


def _book(package: Package) -> RawBook:
    """All tables of the document, in its order."""
    _, data = package.main("word/document.xml")
    body = _Body(package.budget)
    package.parse(data, body.start, body.end, body.text)
    found = sorted(body.tables, key=lambda one: one.number)
    return RawBook(sheets=tuple(one.sheet() for one in found))


@dataclass(slots=True)
class _Table:
    """A table that is being gathered; `started` has the open vertical merge of each column."""

    number: int
    cells: dict[tuple[int, int], RawCell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    started: dict[int, Merge] = field(default_factory=dict)
    row: int = 0
    column: int = 0  # the last one that is taken
    span: int = 1
    follows: str | None = None  # the cell's word about a vertical merge
    words: list[str] = field(default_factory=list)

    def begin_row(self) -> None:
        """A row begins."""
        self.row, self.column = self.row + 1, 0

    def begin_cell(self) -> None:
        """A cell begins."""
        self.span, self.follows, self.words = 1, None, []

    def end_cell(self, budget: Budget) -> None:
        """A cell ends: keep it if anything stands in it."""
        left, right = self.column + 1, self.column + self.span
        self.column = right
        if right > MAX_COLUMNS:
            return
        text = "".join(self.words).strip("\n")[:MAX_TEXT]
        if text:
            budget.spend_cells(1, len(text))
            self.cells[self.row, left] = RawCell(text)
        before = self.started.pop(left, None)
        if self.follows == "continue" and before is not None:
            self.started[left] = Merge(before.top, left, self.row, before.right)
            return
        self._keep(before)
        if self.follows == "restart" or right > left:
            self.started[left] = Merge(self.row, left, self.row, right)

    def _keep(self, merge: Merge | None) -> None:
        """A merged range that is complete."""
        if merge is not None and (merge.bottom > merge.top or merge.right > merge.left):
            self.merges.append(merge)

    def sheet(self) -> RawSheet:
        """The table as a sheet."""
        for merge in self.started.values():
            self._keep(merge)
        self.started.clear()
        merges = sorted(self.merges, key=lambda one: (one.top, one.left))[:MAX_MERGES]
        return RawSheet(name=TABLE.format(self.number), cells=self.cells, merges=tuple(merges))


class _Body:
    """Handlers that gather the tables of a document, and the lines above each."""

    def __init__(self, budget: Budget) -> None:
        """None yet."""
        self.tables: list[_Table] = []
        self._budget = budget
        self._open: list[_Table] = []
        self._begun = 0
        self._gone = 0  # elements inside something that is no longer there
        self._line: list[str] = []
        self._above: list[str] = []
        self._inside = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        name = local(tag)
        if self._gone or name in _GONE:
            self._gone += 1
            return
        match name:
            case "t":
                self._inside = True
            case "tab":
                self._words.append("\t")
            case "br" | "cr":
                self._words.append("\n")
            case "noBreakHyphen":
                self._words.append("-")
            case "tbl":
                self._begin_table()
            case _ if self._open:
                self._in_table(name, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._gone:
            self._gone -= 1
            return
        match local(tag):
            case "t":
                self._inside = False
            case "p":
                self._end_paragraph()
            case "tc" if self._open:
                self._open[-1].end_cell(self._budget)
            case "tbl" if self._open:
                table = self._open.pop()
                if table.number <= MAX_TABLES:
                    self.tables.append(table)

    def text(self, data: str) -> None:
        """Characters of a run."""
        if self._inside and not self._gone:
            self._words.append(data)

    @property
    def _words(self) -> list[str]:
        """Where text goes: the innermost open cell, else the line."""
        return self._open[-1].words if self._open else self._line

    def _begin_table(self) -> None:
        """A table begins, with the lines above it; those of the outer one for one in a cell."""
        self._begun += 1
        table = _Table(number=self._begun)
        if self._begun <= MAX_TABLES and not self._open:
            for n, line in enumerate(reversed(self._above)):
                for column, part in enumerate(_parts(line), start=1):
                    self._budget.spend_cells(1, len(part))
                    table.cells[-n, column] = RawCell(part)
        self._open.append(table)

    def _in_table(self, name: str, attributes: Attributes) -> None:
        """An element that tells of rows, cells and merges."""
        table = self._open[-1]
        value = next((v for k, v in attributes.items() if local(k) == "val"), "")
        match name:
            case "tr":
                table.begin_row()
            case "gridBefore":
                table.column += whole(value, 0, MAX_COLUMNS)
            case "tc":
                table.begin_cell()
            case "gridSpan":
                table.span = max(1, whole(value, 1, MAX_COLUMNS))
            case "vMerge":
                table.follows = value or "continue"

    def _end_paragraph(self) -> None:
        """A paragraph ends: a line break in a cell, a line of its own outside."""
        if self._open:
            self._open[-1].words.append("\n")
            return
        lines = "".join(self._line)[:MAX_TEXT].split("\n")
        self._above = [*self._above, *(one for one in lines if one.strip())][-LINES_ABOVE:]
        self._line = []


def _parts(line: str) -> list[str]:
    """The cells of a line: what tabs part, and what follows a label."""
    parts = [part for piece in line.split("\t") for part in _PARTS.split(piece, maxsplit=1)]
    return [part.strip() for part in parts if part.strip()][:_MOST_PARTS]

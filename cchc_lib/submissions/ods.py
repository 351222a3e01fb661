"""Own sparse reader of .ods: what stands in cells, without their comments and drawings.

Repeated rows and columns are counted, not laid out, so that a far cell costs nothing.
Source: OpenDocument 1.3, part 3 (table:table, office:value-type), and what LibreOffice writes.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from cchc_lib.errors import UnsafeFileError
from cchc_lib.submissions.book import (
    MAX_COLUMNS,
    MAX_MERGES,
    MAX_ROWS,
    Merge,
    RawBook,
    RawCell,
    RawSheet,
)
from cchc_lib.submissions.number_formats import number_cell
from cchc_lib.submissions.package import BROKEN, MAX_TEXT, Package, local, opened, whole

if TYPE_CHECKING:
    from cchc_lib.config import Limits
    from cchc_lib.submissions.package import Attributes, Budget

# Inside these nothing is a cell's own text: comments, drawings, tracked changes, hints.
_APART = frozenset(
    ("annotation", "shapes", "frame", "custom-shape", "tracked-changes", "ruby-text", "forms")
)
# How LibreOffice stores a truth value in a cell with the format of a number.
_TRUTHS = {"of:=TRUE()": True, "of:=FALSE()": False}
_DURATION = re.compile(
    r"(-?)PT(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})(?:[.,][0-9]+)?S)?"
)


def read(data: bytes, limits: Limits) -> RawBook:
    """The cells of a workbook.

    Raises:
        UnsafeFileError: beyond the limits, encrypted, or not a sound package.
    """
    return opened(data, limits, _book)


def _book(package: Package) -> RawBook:
    """All tables of the document."""
    data = package.part("content.xml")
    if data is None:
        raise UnsafeFileError(BROKEN)
    content = _Content(package.budget)
    package.parse(data, content.start, content.end, content.text)
    return RawBook(sheets=tuple(content.sheets))


class _Content:
    """Handlers that gather the tables of content.xml."""

    def __init__(self, budget: Budget) -> None:
        """None yet."""
        self.sheets: list[RawSheet] = []
        self._budget = budget
        self._hidden: set[str] = set()  # styles of tables that aren't shown
        self._style = ""
        self._apart = self._depth = 0  # elements inside one that is passed over; tables open
        self._name = self._table_style = ""
        self._cells: dict[tuple[int, int], RawCell] = {}
        self._merges: list[Merge] = []
        self._row = self._rows = self._column = self._columns = 0
        self._cell: Attributes | None = None
        self._words: list[str] = []
        self._length = self._paragraphs = 0
        self._inside = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        name = local(tag)
        if self._apart or name in _APART:
            self._apart += 1
            return
        plain = {local(key): value for key, value in attributes.items()} if attributes else {}
        match name:
            case "style":
                self._style = plain.get("name", "")
            case "table-properties" if plain.get("display") == "false":
                self._hidden.add(self._style)
            case "table":
                self._begin_table(plain)
            case "table-row" if self._depth == 1:
                self._row += self._rows
                self._rows = max(1, whole(plain.get("number-rows-repeated", ""), 1, MAX_ROWS))
                self._column = self._columns = 0
            case "table-cell" | "covered-table-cell" if self._depth == 1:
                self._begin_cell(attributes, plain)
            case _ if self._cell is not None and self._depth == 1:
                self._begin_words(name, plain)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._apart:
            self._apart -= 1
            return
        match local(tag):
            case "table":
                self._depth -= 1
                if self._depth == 0:
                    self._end_table()
            case "table-cell" | "covered-table-cell" if self._depth == 1:
                self._end_cell()
            case "p" if self._depth == 1:
                self._inside = False

    def text(self, data: str) -> None:
        """Characters of a paragraph."""
        if self._inside and not self._apart:
            self._add(data)

    def _add(self, words: str) -> None:
        """More of a cell's text, as far as a cell can hold it."""
        if self._length < MAX_TEXT:
            self._words.append(words)
            self._length += len(words)

    def _begin_table(self, plain: Attributes) -> None:
        """A table begins; one inside a cell is passed over."""
        self._depth += 1
        if self._depth == 1:
            self._name = " ".join(plain.get("name", "")[:255].split())
            self._table_style = plain.get("style-name", "")
            self._cells, self._merges = {}, []
            self._row, self._rows = 1, 0

    def _end_table(self) -> None:
        """A table ends."""
        self.sheets.append(
            RawSheet(
                name=self._name,
                hidden=self._table_style in self._hidden,
                cells=self._cells,
                merges=tuple(self._merges),
            )
        )

    def _begin_cell(self, attributes: Attributes, plain: Attributes) -> None:
        """A cell begins, after the one before and its repetitions."""
        self._column += self._columns or 1
        self._columns = max(1, whole(plain.get("number-columns-repeated", ""), 1, MAX_COLUMNS))
        # LibreOffice says twice what a cell holds; its own word knows errors.
        self._cell = plain
        if attributes.get("calcext:value-type") == "error":
            self._cell = plain | {"kind": "error"}
        self._words, self._length, self._paragraphs, self._inside = [], 0, 0, False

    def _begin_words(self, name: str, plain: Attributes) -> None:
        """Something in a cell's text begins."""
        match name:
            case "p":
                if self._paragraphs:
                    self._add("\n")
                self._paragraphs += 1
                self._inside = True
            case "s":
                self._add(" " * max(1, whole(plain.get("c", ""), 1, MAX_TEXT)))
            case "tab":
                self._add("\t")
            case "line-break":
                self._add("\n")

    def _end_cell(self) -> None:
        """A cell ends: keep it, as often as it is repeated, if anything stands in it."""
        if self._cell is None:
            return
        told, self._cell = self._cell, None
        if not told and not self._words:
            return
        cell = _cell(told, "".join(self._words)[:MAX_TEXT])
        if cell is not None and self._row <= MAX_ROWS and self._column <= MAX_COLUMNS:
            count = self._rows * self._columns
            self._budget.spend_cells(count, count * cell.characters)
            for row in range(self._row, self._row + self._rows):
                for column in range(self._column, self._column + self._columns):
                    self._cells[row, column] = cell
        self._merge(told)

    def _merge(self, told: Attributes) -> None:
        """The merged range that begins in a cell."""
        down = whole(told.get("number-rows-spanned", ""), 1, MAX_ROWS)
        across = whole(told.get("number-columns-spanned", ""), 1, MAX_COLUMNS)
        if (down > 1 or across > 1) and len(self._merges) < MAX_MERGES:
            bottom, right = self._row + max(down, 1) - 1, self._column + max(across, 1) - 1
            self._merges.append(Merge(self._row, self._column, bottom, right))


def _cell(told: Attributes, text: str) -> RawCell | None:
    """What a cell holds; None where it is empty."""
    written = told.get("formula")
    formula = None if written is None else "=" + written.partition("=")[2][:MAX_TEXT]
    if written in _TRUTHS:
        return RawCell(_TRUTHS[written], kind="bool")
    if told.get("kind") == "error":
        return RawCell(None, formula, text[:20] or "#N/A", "error")
    try:
        typed = _typed(told, formula)
    except (KeyError, ValueError):
        return RawCell(text, formula)
    if typed is not None:
        return typed
    words = text or told.get("string-value", "")[:MAX_TEXT]
    if words:
        return RawCell(words, formula)
    if formula is None:
        return None
    return RawCell("", formula) if told.get("value-type") else RawCell(None, formula, kind="unset")


def _typed(told: Attributes, formula: str | None) -> RawCell | None:
    """A cell that holds no text; None where it does.

    Raises:
        KeyError, ValueError: it isn't what it says it is.
    """
    match told.get("value-type", ""):
        case "float" | "currency":
            return number_cell(float(told["value"]), "number", formula=formula)
        case "percentage":
            return number_cell(float(told["value"]), "percent", formula=formula)
        case "boolean":
            return RawCell(told["boolean-value"] == "true", formula, kind="bool")
        case "date":
            return RawCell(_day(told["date-value"]), formula, kind="date")
        case "time":
            return RawCell(_share_of_day(told["time-value"]), formula, kind="time")
    return None


def _day(text: str) -> dt.date | dt.datetime:
    """A day (and time, where it has one) as the format writes it."""
    moment = dt.datetime.fromisoformat(text[:26]).replace(tzinfo=None)
    return moment.date() if moment.time() == dt.time() else moment


def _share_of_day(text: str) -> float:
    """A duration as a share of a day."""
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError(text)
    hours, minutes, seconds = (int(found[n] or 0) for n in (2, 3, 4))
    share = (hours * 3600 + minutes * 60 + seconds) / 86400
    return -share if found[1] else share

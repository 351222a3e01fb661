"""Raw cells with addresses, whatever the format that they were read from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # of the largest sheet that any program has
MAX_MERGES = 10_000
MAX_SHEETS = 500
# What a spreadsheet's own codes of failed formulas are shown as.
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}

CellKind = Literal["text", "number", "percent", "date", "time", "bool", "error", "unset"]
Value = str | float | bool | dt.date | dt.datetime | None


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell that isn't empty.

    `kind` "unset" is a formula without a stored result; "error" has its text (`#REF!`) in
    `error`; "percent" and "time" are numbers by value. `formula` is None where there is none.
    """

    value: Value
    formula: str | None = None
    error: str = ""
    kind: CellKind = "text"

    @property
    def number(self) -> float:
        """The value of a number cell.

        Raises:
            TypeError: the cell holds no number (a bug: look at `kind` first).
        """
        if not isinstance(self.value, float):
            raise TypeError(f"not a number: {self.kind}")
        return self.value

    @property
    def characters(self) -> int:
        """How many characters of text the cell holds, formula included."""
        text = len(self.value) if isinstance(self.value, str) else 0
        return text + len(self.formula or "")

    @property
    def shown(self) -> str:
        """The cell as a person sees it, roughly: for messages, and for comparing words."""
        if self.kind == "error":
            return self.error
        if self.kind == "unset" or self.value is None:
            return self.formula or ""
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        if isinstance(self.value, float):
            return f"{self.value:.15g}"
        return self.value if isinstance(self.value, str) else self.value.isoformat()


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, 1-based, all ends inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """A sheet: cells by (row, column), 1-based, empty ones left out.

    Rows below 1 are the lines of a document above its table, 0 the nearest one.
    """

    name: str
    hidden: bool = False
    cells: dict[tuple[int, int], RawCell] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()

    def text(self, row: int, column: int) -> str:
        """What is shown in a cell; "" where it is empty."""
        cell = self.cells.get((row, column))
        return "" if cell is None else cell.shown

    def right_of(self, row: int, column: int) -> int:
        """The column after a cell, or after the merged range that begins in it."""
        for merge in self.merges:
            if (merge.top, merge.left) == (row, column):
                return merge.right + 1
        return column + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RawBook:
    """The sheets of a workbook, in its order.

    `epoch_1904`: its serial dates count from 1904. `encoding` names the encoding from before
    Unicode that its text was in, "" where there was none.
    """

    sheets: tuple[RawSheet, ...]
    epoch_1904: bool = False
    encoding: str = ""


def address(row: int, column: int) -> str:
    """A cell's address as a person writes it: (7, 28) → AB7; a line above a table in words."""
    if row < 1:
        return f"dòng {1 - row} trên bảng"
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def from_serial(serial: float, *, epoch_1904: bool = False) -> dt.date | dt.datetime | None:
    """The day (and time, where it has one) of a spreadsheet's serial number.

    In the 1900 system serials below 61 are a day off because of 29/2/1900, which never was.
    """
    epoch = dt.datetime(1904, 1, 1) if epoch_1904 else dt.datetime(1899, 12, 30)  # noqa: DTZ001
    if not epoch_1904 and serial < 61:  # noqa: PLR2004
        serial += 1
    try:
        moment = epoch + dt.timedelta(seconds=round(serial * 86400))
    except OverflowError:
        return None
    if not 1900 <= moment.year <= 9999:  # noqa: PLR2004
        return None
    return moment.date() if moment.time() == dt.time() else moment

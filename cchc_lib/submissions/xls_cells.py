"""The child that reads an old Excel workbook: bytes on stdin, its cells as JSON on stdout.

Run by `confined.answer` alone; see there for its limits.
"""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

from cchc_lib.submissions.book import MAX_MERGES, MAX_SHEETS
from cchc_lib.submissions.confined import confine
from cchc_lib.submissions.package import BROKEN, MAX_TEXT, TOO_GREEDY, TOO_MANY_CELLS, TOO_MUCH_TEXT

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

_LOCKED = "Tệp đặt mật khẩu nên không mở được. Bỏ mật khẩu (File, Info) rồi gửi lại."
_TEXT = 1  # a kind of cell in xlrd


class _Refused(Exception):  # noqa: N818 - an answer, not a fault
    """The workbook isn't read, and why."""


def cells(data: bytes, limits: dict[str, Any]) -> dict[str, Any]:
    """The cells of a workbook, as `xls.read` takes them."""
    import xlrd  # noqa: PLC0415 - only in the child

    said = io.StringIO()  # xlrd's remarks, which nobody reads
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=said
        )
    except xlrd.XLRDError as error:
        raise _Refused(_LOCKED if "encrypted" in str(error) else BROKEN) from error
    left = [limits["max_cells"], limits["max_characters"]]
    sheets = [_sheet(book, sheet, left) for sheet in book.sheets()[:MAX_SHEETS]]
    return {"epoch_1904": book.datemode == 1, "sheets": sheets}


def _sheet(book: Book, sheet: Sheet, left: list[int]) -> dict[str, Any]:
    """One sheet; what its cells cost is taken from `left`."""
    found = []
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            value = _value(book, sheet, row, column, kind)
            if value is not None:
                left[0] -= 1
                left[1] -= len(value[1]) if kind == _TEXT else 0
                if min(left) < 0:
                    raise _Refused(TOO_MANY_CELLS if left[0] < 0 else TOO_MUCH_TEXT)
                found.append((row + 1, column + 1, *value))
    merges = [
        (top + 1, left_ + 1, bottom, right)
        for top, bottom, left_, right in sheet.merged_cells[:MAX_MERGES]
    ]
    return {
        "name": sheet.name[:255],
        "hidden": sheet.visibility != 0,
        "cells": found,
        "merges": merges,
    }


def _value(book: Book, sheet: Sheet, row: int, column: int, kind: int) -> tuple[str, Any] | None:
    """Kind and value of a cell; a number with its format; None where it is empty."""
    value = sheet.cell_value(row, column)
    match kind:
        case 1:
            return ("text", value[:MAX_TEXT]) if value else None
        case 2 | 3:
            style = book.xf_list[sheet.cell_xf_index(row, column)]
            code = book.format_map.get(style.format_key)
            return "number", (value, code.format_str if code else "General")
        case 4:
            return "bool", bool(value)
        case 5:
            return "error", value
    return None


def main() -> None:
    """Read stdin, answer on stdout; whatever goes wrong is an answer as well."""
    limits = json.loads(sys.argv[1])
    confine(limits)
    try:
        said = cells(sys.stdin.buffer.read(), limits)
    except _Refused as reason:
        said = {"refused": str(reason)}
    except MemoryError:
        said = {"refused": TOO_GREEDY}
    except Exception:  # noqa: BLE001 - the parser's own faults, of many kinds
        said = {"refused": BROKEN}
    sys.stdout.buffer.write(json.dumps(said).encode("utf-8"))


if __name__ == "__main__":
    main()

"""Own reader of text with separators (.csv): encoding and separator are found out, not asked.

UTF-8 and UTF-16, with or without their mark, Windows-1258, TCVN3 and VNI; comma, semicolon, tab
or bar. Every cell is text as written.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from cchc_lib.errors import UnsafeFileError
from cchc_lib.submissions.book import MAX_COLUMNS, MAX_ROWS, RawBook, RawCell, RawSheet
from cchc_lib.submissions.package import MAX_TEXT, TOO_MANY_CELLS, TOO_MUCH_TEXT, Budget
from cchc_lib.vietnamese import legacy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_lib.config import Limits

SHEET = "CSV"
SEPARATORS = ",;\t|"
_WIDEST = 4  # bytes of a character in any encoding
_SAMPLE = 100  # lines by which the separator is found
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNKNOWN = (
    "Không nhận ra bảng mã chữ của tệp. Mở tệp bằng Excel, chọn Save As dạng “CSV UTF-8” hoặc "
    "“Excel Workbook (*.xlsx)” rồi gửi lại."
)


def read(data: bytes, limits: Limits) -> RawBook:
    """The cells of a text with separators, as one sheet.

    Raises:
        UnsafeFileError: beyond the limits, or in an unknown encoding.
    """
    if len(data) > _WIDEST * limits.max_characters:
        raise UnsafeFileError(TOO_MUCH_TEXT)
    text = decoded(data, limits.max_characters)
    if text is None:
        raise UnsafeFileError(_UNKNOWN)
    if len(text.text) > limits.max_characters:  # separators and quotes included
        raise UnsafeFileError(TOO_MUCH_TEXT)
    budget = Budget(limits)
    cells: dict[tuple[int, int], RawCell] = {}
    try:
        for row, parts in enumerate(_rows(text.text), start=1):
            if row > MAX_ROWS or len(parts) > MAX_COLUMNS:
                raise UnsafeFileError(TOO_MANY_CELLS)
            budget.spend_elements(len(parts))
            for column, part in enumerate(parts, start=1):
                if part:
                    budget.spend_cells(1, len(part))
                    cells[row, column] = RawCell(part[:MAX_TEXT])
    except csv.Error as error:
        raise UnsafeFileError(TOO_MUCH_TEXT) from error
    return RawBook(sheets=(RawSheet(name=SHEET, cells=cells),), encoding=text.encoding)


def decoded(data: bytes, most: int) -> legacy.Converted | None:
    """The text of bytes, and the encoding from before Unicode it was in; None where unknown.

    One from before Unicode, a byte a character, is looked for in `most` bytes only.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, name)
    found = _strictly(data, "utf-8")
    if found is not None and "\x00" not in found.text:
        return found
    if b"\x00" in data:
        order = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
        return _strictly(data, order)
    return legacy.from_bytes(data) if len(data) <= most else None


def _strictly(data: bytes, name: str) -> legacy.Converted | None:
    """The text of bytes in one encoding; None where they aren't in it."""
    try:
        return legacy.Converted(text=data.decode(name), encoding="")
    except UnicodeDecodeError:
        return None


def separator(text: str) -> str | None:
    """The separator by which the first lines fall into the same number of cells most often.

    None where no line falls apart.
    """
    sample = "".join(text[: _SAMPLE * 1_000].splitlines(keepends=True)[:_SAMPLE])
    scores = {one: _score(sample, one) for one in SEPARATORS}
    best = max(SEPARATORS, key=lambda one: scores[one])
    return best if scores[best] else None


def _score(sample: str, mark: str) -> int:
    """How well a separator fits: cells beyond the first in rows of the most usual width."""
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=mark))
    except csv.Error:
        return 0
    return max((n * (width - 1) for width, n in widths.items() if width > 1), default=0)


def _rows(text: str) -> Iterator[list[str]]:
    """The rows of a text; Excel's line that names the separator is not one of them."""
    first, _, rest = text.partition("\n")
    named = first.strip().strip('"')
    if named.startswith("sep=") and named[4:] in SEPARATORS and named[4:]:
        return csv.reader(io.StringIO(rest, newline=""), delimiter=named[4:])
    if named == "sep=":  # a tab that was stripped with the line's end
        return csv.reader(io.StringIO(rest, newline=""), delimiter="\t")
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator(text) or ",")

"""Reading → a workbook for a clerk → corrections as data → reading."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cchc_lib.errors import ConfigError
from cchc_lib.plan.corrections import (
    Correction,
    Corrections,
    apply_reading,
    checksum,
    load_reading,
    reading_path,
    save_reading,
    unneeded,
)
from cchc_lib.plan.review_sheets import (
    CORRECTED,
    HIDDEN,
    LINES,
    MARK,
    NUMBER,
    READ,
    REVIEWER,
    TASKS,
    write_workbook,
)
from cchc_lib.vietnamese import clean

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "HIDDEN",
    "LINES",
    "TASKS",
    "Correction",
    "Corrections",
    "apply_reading",
    "checksum",
    "load_reading",
    "read_workbook",
    "reading_path",
    "save_reading",
    "unneeded",
    "write_workbook",
]

LARGEST = 50_000_000  # bytes that a workbook may unpack to
MOST_LINES = 100_000
DROPPED = "(bỏ)"  # what stands for a line that says nothing
# What openpyxl raises on a file that only looks like a workbook.
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, SyntaxError, LookupError, ValueError,
    TypeError, AttributeError, OSError, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip


def read_workbook(path: Path) -> Corrections:
    """The corrections that a clerk wrote into a review workbook.

    A line counts where "Cách đọc" was changed or "Sửa thành" is filled, or where "Người soát"
    is: then the reading as shown is confirmed. Which line is meant follows from the column "Dòng"
    alone. "(bỏ)" says that a line holds nothing.

    Raises:
        ConfigError: the file isn't a review workbook, or a row of it can't be placed.
    """
    book = _open(path)
    try:
        source = _source(book, path)
        rows = list(book[LINES].iter_rows(values_only=True, max_row=MOST_LINES))
    finally:
        book.close()
    columns = _header(rows, path)
    found = {}
    for number, values in enumerate(rows[1:], 2):
        row = _correction(values, columns, source.lines, f"{path.name}, {LINES}!{number}")
        if row is not None:
            found[row.line] = row
    return Corrections(
        file=source.file,
        rows=tuple(found[line] for line in sorted(found)),
        plan_sha256=source.sha256,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """The hidden sheet: the plan's file, and checksum, raw text and reading of each line."""

    file: str
    sha256: str
    lines: dict[int, tuple[str, str, str]]


def _open(path: Path) -> Any:
    """The workbook, opened for reading values only."""
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"Không mở được {path.name}: {error.strerror}. Kiểm tra tệp.") from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(member.file_size for member in package.infolist())
        if size > LARGEST:
            raise _not_a_review(path)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except _BROKEN as error:
        raise _not_a_review(path) from error
    if LINES not in book.sheetnames or HIDDEN not in book.sheetnames:
        book.close()
        raise _not_a_review(path)
    return book


def _not_a_review(path: Path) -> ConfigError:
    """The error for a file that isn't a review workbook."""
    return ConfigError(
        f"{path.name} không phải bảng soát do cchc viết (thiếu trang {LINES} hoặc trang ẩn, hoặc "
        "không phải tệp .xlsx). Viết bảng soát mới: cchc plan review TỆP -o SOAT.xlsx"
    )


def _source(book: Any, path: Path) -> _Source:
    """The hidden sheet, checked: the file's name must be a bare name."""
    rows = list(book[HIDDEN].iter_rows(values_only=True, max_row=MOST_LINES, max_col=4))
    top = [str(value or "") for value in (*(rows[0] if rows else ()), "", "", "")][:3]
    if top[0] != MARK:
        raise _not_a_review(path)
    name = top[1]
    if not name or name in {".", ".."} or re.search(r"[/\\:\x00]", name):
        raise ConfigError(
            f"{path.name}: trang ẩn nêu tên kế hoạch “{clean(name)}” không hợp lệ. "
            "Viết bảng soát mới: cchc plan review TỆP -o SOAT.xlsx"
        )
    lines = {}
    for values in rows[1:]:
        number, *rest = (*values, None, None, None, None)[:4]
        if isinstance(number, int) and rest[0]:
            lines[number] = (str(rest[0]), str(rest[1] or ""), str(rest[2] or ""))
    return _Source(file=name, sha256=top[2], lines=lines)


def _header(rows: list[tuple[object, ...]], path: Path) -> dict[str, int]:
    """Where the columns are that are read; a clerk may have moved or added some."""
    titles = [clean(str(value or "")) for value in rows[0]] if rows else []
    needed = (NUMBER, READ, CORRECTED, REVIEWER)
    missing = [name for name in needed if name not in titles]
    if missing:
        raise ConfigError(
            f"{path.name}, trang {LINES}: thiếu cột {', '.join(missing)}. Giữ nguyên dòng tiêu đề "
            "của bảng soát rồi chạy lại."
        )
    return {name: titles.index(name) for name in needed}


def _correction(
    values: tuple[object, ...],
    columns: dict[str, int],
    lines: dict[int, tuple[str, str, str]],
    place: str,
) -> Correction | None:
    """What one row says, or nothing where the clerk wrote nothing."""
    cells = {name: values[at] if at < len(values) else None for name, at in columns.items()}
    text, shown, reviewer = (_text(cells[name]) for name in (CORRECTED, READ, REVIEWER))
    number = _whole(cells[NUMBER])
    if number not in lines:
        if not text and not reviewer and (not shown or not _text(cells[NUMBER])):
            return None
        raise ConfigError(
            f"{place}: số dòng “{_text(cells[NUMBER])}” không có trong kế hoạch của bảng soát. "
            "Không đổi cột Dòng; sửa lại rồi chạy lại."
        )
    sha256, raw, reading = lines[number]
    lost = not shown and reading.startswith("=")  # a program took the text for a formula
    changed = shown != clean(reading) and not lost
    if not text and not reviewer and not changed:
        return None
    if not (text or shown or lost):
        raise ConfigError(
            f"{place}: ô {READ} của dòng {number} bị xóa trống. Ghi lại cách đọc, hoặc ghi "
            f"{DROPPED} nếu dòng này không thuộc kế hoạch, rồi chạy lại."
        )
    said = text or (shown if changed else reading)
    said = "" if said == DROPPED else said
    return Correction(line=number, sha256=sha256, raw=raw, text=said, reviewed_by=reviewer)


def _text(value: object) -> str:
    """What stands in a cell, as clean text."""
    return clean("" if value is None else str(value))


def _whole(value: object) -> int:
    """A line number as Excel or a person stores it; 0 where it is none."""
    text = clean(str(value)).removesuffix(".0")
    return int(text) if text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004 - enough digits

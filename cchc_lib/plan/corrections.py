"""Reviewed readings of a plan, as data: a CSV beside the plan, keyed by line and checksum.

A correction holds the whole text of one line and the checksum of the raw line that the
reviewer saw. It is applied only where that raw line still stands, wherever it has moved to.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import re
from collections import defaultdict
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from cchc_lib import workspace
from cchc_lib.errors import ConfigError
from cchc_lib.findings import Finding, finding
from cchc_lib.plan.source import row_text
from cchc_lib.vietnamese import clean, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cchc_lib.plan.source import ReadLine

SUFFIX = ".reading.csv"
DIGITS = 16  # hex digits of a checksum
LIKE = 0.6  # how alike two raw lines are when one is taken for a change of the other
SURE = 0.97  # confidence from which a line needs no review
BETWEEN = " | "  # between the cells of a row as a reviewer sees it
# A number over a period with nothing counted: "05/tháng", "02 / quý".
_UNITLESS = re.compile(r"(?<![\w/.,-])\d+ ?/ ?(?:ngày|tuần|tháng|quý|năm)\b(?! *\d)", re.IGNORECASE)
SHOWN = 60  # characters of a line in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What one line says; an empty `text` empties the line."""

    line: int
    sha256: str
    raw: str
    text: str
    reviewed_by: str = ""


COLUMNS = tuple(column.name for column in fields(Correction))


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """The corrections of one plan file; `plan_sha256` is the hash of what was reviewed."""

    file: str
    rows: tuple[Correction, ...]
    plan_sha256: str = ""


def reading_path(plan: Path) -> Path:
    """Where a plan's reviewed reading lies: the same name, `.txt` or `.ocr.txt` replaced."""
    stem = plan.stem.removesuffix(".ocr") or plan.stem
    return plan.with_name(stem + SUFFIX)


def shown_text(line: ReadLine) -> str:
    """A line as a reviewer sees and corrects it: all cells of a row, also empty ones."""
    if line.cells is None:
        return line.text
    return BETWEEN.join(" ".join(cell.split()).replace("|", "¦") for cell in line.cells).strip()


def checksum(raw: str) -> str:
    """Checksum of a raw line in NFC, without white space around it (line ends, form feeds)."""
    return hashlib.sha256(nfc(raw).strip().encode("utf-8")).hexdigest()[:DIGITS]


def load_reading(path: Path) -> tuple[Correction, ...]:
    """The rows of a reviewed reading; none where there is no file.

    Raises:
        ConfigError: the file isn't such a table, or a row of it can't be used.
    """
    if not path.is_file():
        return ()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{path.name}: tệp không phải UTF-8. Lưu lại dạng “CSV UTF-8” rồi chạy lại."
        ) from error
    delimiter = ";" if text.split("\n", 1)[0].count(";") > 1 else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    missing = [name for name in COLUMNS[:-1] if name not in (reader.fieldnames or ())]
    if missing:
        raise ConfigError(
            f"{path.name}: thiếu cột {', '.join(missing)}. Dòng đầu phải là "
            f"{','.join(COLUMNS)}; hoặc ghi lại bằng: cchc plan apply SOAT.xlsx"
        )
    return tuple(_row(values, f"{path.name}, dòng {reader.line_num}") for values in reader)


def apply_reading(
    lines: tuple[ReadLine, ...], plan: Path
) -> tuple[tuple[ReadLine, ...], tuple[Finding, ...]]:
    """The lines with the reviewed ones replaced, and what of the review no longer fits.

    A correction whose raw line moved is applied where the line stands now; lines that occur
    several times are taken by the nearest correction.
    """
    path = reading_path(plan)
    rows = load_reading(path)
    if not rows:
        return lines, ()
    places, lost = _places(lines, rows)
    if not places:
        return lines, (finding("P103", file=plan.name, reading=path.name, n=len(rows)),)
    found = list(lines)
    notes = [_lost(row, lines, places, plan.name) for row in lost]
    for at, row in places.items():
        one = _corrected(lines[at], row)
        found[at] = one or lines[at]
        notes += _doubts(row, lines[at], plan.name, fits=one is not None)
    return tuple(found), tuple(notes)


def unneeded(lines: tuple[ReadLine, ...], plan: Path) -> tuple[Finding, ...]:
    """That corrections say what the program now reads by itself, and is sure of.

    Args:
        lines: the lines as they are read without the review.
        plan: the plan's own file.
    """
    places, _ = _places(lines, load_reading(reading_path(plan)))
    same = sorted(
        row.line
        for at, row in places.items()
        if lines[at].confidence >= SURE and clean(shown_text(lines[at])) == clean(row.text)
    )
    if not same:
        return ()
    return (finding("P104", file=plan.name, n=len(same), first=same[0]),)


def _corrected(line: ReadLine, row: Correction) -> ReadLine | None:
    """A line as a correction has it; None where it hasn't a row's number of cells."""
    text = clean(row.text)
    if line.cells is None:
        return replace(line, text=text, confidence=1.0, reviewed=True)
    cells = tuple(cell.strip() for cell in text.split("|")) if text else ("",) * len(line.cells)
    if len(cells) != len(line.cells):
        return None
    return replace(line, text=row_text(cells), cells=cells, confidence=1.0, reviewed=True)


def _doubts(row: Correction, line: ReadLine, file: str, *, fits: bool) -> list[Finding]:
    """What is wrong with a correction itself."""
    span = (line.number, line.number)
    found = []
    if not fits:
        wanted, got = len(line.cells or ()), row.text.count("|") + 1
        found.append(
            finding("P105", file=file, line=line.number, cells=wanted, got=got, lines=span)
        )
    if without := _UNITLESS.search(row.text):
        value = without[0].strip()
        found.append(finding("P106", file=file, line=line.number, value=value, lines=span))
    return found


def save_reading(target: Path, corrections: Corrections) -> int:
    """Merge corrections into the reading of the plan `target`; the number of lines taken in.

    Args:
        target: the plan's own file; its reading is written beside it.
        corrections: newer ones replace older ones of the same line.

    Raises:
        ConfigError: there is no such plan, or the reading that stands can't be read.
    """
    if not target.is_file():
        raise ConfigError(
            f"Không thấy tệp kế hoạch {target.name} để ghi chỗ sửa. Chép tệp vào "
            "data/raw/plan/ hoặc nêu bằng --plan TỆP rồi chạy lại."
        )
    if not corrections.rows:
        return 0
    path = reading_path(target)
    merged = {(row.line, row.sha256): row for row in load_reading(path)}
    merged |= {(row.line, row.sha256): row for row in corrections.rows}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for key in sorted(merged):
        writer.writerow([getattr(merged[key], name) for name in COLUMNS])
    workspace.write_atomic(path, out.getvalue().encode("utf-8-sig"))
    return len(corrections.rows)


def _row(values: dict[str, str | None], place: str) -> Correction:
    """One row, checked."""
    line = (values["line"] or "").strip()
    sha256 = (values["sha256"] or "").strip().lower()
    if not line.isdecimal() or int(line) < 1:
        raise ConfigError(f"{place}: cột line = “{line}” phải là số dòng từ 1 trở lên. Sửa lại.")
    if len(sha256) != DIGITS or any(c not in "0123456789abcdef" for c in sha256):
        raise ConfigError(
            f"{place}: cột sha256 = “{sha256}” phải gồm {DIGITS} chữ số hệ 16. Khôi phục giá trị "
            "cũ, hoặc ghi lại bằng: cchc plan apply SOAT.xlsx"
        )
    return Correction(
        line=int(line),
        sha256=sha256,
        raw=values["raw"] or "",
        text=values["text"] or "",
        reviewed_by=values.get("reviewed_by") or "",
    )


def _places(
    lines: tuple[ReadLine, ...], rows: Iterable[Correction]
) -> tuple[dict[int, Correction], list[Correction]]:
    """Which correction each line takes, by its index; and the corrections left over."""
    free: dict[str, dict[int, int]] = defaultdict(dict)
    for at, line in enumerate(lines):
        free[checksum(line.raw)][line.number] = at
    places: dict[int, Correction] = {}
    moved: list[Correction] = []
    for row in rows:
        if row.line in free[row.sha256]:
            places[free[row.sha256].pop(row.line)] = row
        else:
            moved.append(row)
    lost: list[Correction] = []
    for row in moved:
        open_lines = free[row.sha256]
        if open_lines:
            nearest = min(open_lines, key=lambda number: (abs(number - row.line), number))
            places[open_lines.pop(nearest)] = row
        else:
            lost.append(row)
    return places, lost


def _lost(
    row: Correction, lines: tuple[ReadLine, ...], places: dict[int, Correction], file: str
) -> Finding:
    """A finding for a correction whose raw line is gone or changed."""
    there = next(
        (line for at, line in enumerate(lines) if line.number == row.line and at not in places),
        None,
    )
    span = (row.line, row.line)
    old = _short(row.raw)
    if there is None or not _alike(there.raw, row.raw):
        return finding("P101", file=file, line=row.line, old=old, lines=span)
    return finding("P102", file=file, line=row.line, old=old, new=_short(there.raw), lines=span)


def _alike(one: str, other: str) -> bool:
    """Whether two raw lines are likely the same line, changed."""
    return difflib.SequenceMatcher(None, one.strip(), other.strip()).ratio() >= LIKE


def _short(text: str) -> str:
    """A line as a message shows it."""
    shown = clean(text)
    return shown if len(shown) <= SHOWN else shown[: SHOWN - 1] + "…"

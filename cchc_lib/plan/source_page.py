"""A page as words in places → lines in reading order; the same for PDF and for scans.

Places are in points from the page's upper left corner.
"""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cchc_lib.vietnamese import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SAME_LINE = 0.5  # share of the lower height by which two words of a line overlap
WIDE = 1.8  # gap, in heights of the line, that sets text apart
RAISED = 0.12  # share of its line's height by which a footnote's mark is raised
SMALL = 0.8  # and how much smaller it is
COLUMN_ROWS = 8  # rows that make a page one of two columns
COLUMN_SHARE = 0.4  # and share of them that have text on both sides
GUTTER = (0.35, 0.65)  # where the gap between columns lies, as shares of the width
_GAP = "    "
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SHORT_MARKER = re.compile(r"[\w\-+*•.)(]{1,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word in its place; `glued` where no space parts it from the word before."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    glued: bool = False
    sure: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text in its place; raised digits are superscripts."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    sure: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table in its place: edges of its columns, its rows' cells, each row's top and bottom."""

    top: float
    bottom: float
    columns: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    places: tuple[tuple[float, float], ...]
    sure: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page's lines and tables in reading order.

    `sized` where sizes of letters are known; not `placed` where it was turned to be read, so that
    places are not those on the page as it lies.
    """

    number: int
    width: float
    height: float
    items: tuple[Line | Table, ...]
    sized: bool = True
    placed: bool = True


def arrange(words: Sequence[Word], tables: Iterable[Table], width: float) -> list[Line | Table]:
    """Words and tables of a page in reading order."""
    rows = rows_of(words)
    lines: list[Line | Table] = []
    at = 0
    for start, end, edge in _columns(rows, width):
        lines += [_line(row) for row in rows[at:start]]
        both = rows[start:end]
        lines += [_line(left) for row in both if (left := [w for w in row if w.x1 <= edge])]
        lines += [_line(right) for row in both if (right := [w for w in row if w.x1 > edge])]
        at = end
    lines += [_line(row) for row in rows[at:]]
    for table in sorted(tables, key=lambda one: one.top):
        place = next((n for n, one in enumerate(lines) if one.top >= table.top), len(lines))
        lines.insert(place, table)
    return lines


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words gathered to rows from top to bottom, each from left to right."""
    rows: list[list[Word]] = []
    spans: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda w: (-round(w.size), w.top)):
        best, most = -1, SAME_LINE
        for n, (top, bottom) in enumerate(spans):
            shared = min(bottom, word.bottom) - max(top, word.top)
            share = shared / max(min(bottom - top, word.bottom - word.top), 0.1)
            if share >= most:
                best, most = n, share
        if best < 0:
            rows.append([word])
            spans.append((word.top, word.bottom))
        else:
            rows[best].append(word)
    order = sorted(range(len(rows)), key=lambda n: spans[n])
    return [sorted(rows[n], key=lambda w: w.x0) for n in order]


def text_of(words: Iterable[Word]) -> str:
    """The text of a cell, its lines parted by line breaks."""
    return "\n".join(_line(row).text for row in rows_of(words))


def _line(row: Sequence[Word]) -> Line:
    """A row of words as a line."""
    size = max(word.size for word in row)
    bottom = statistics.median(word.bottom for word in row if word.size >= SMALL * size)
    text = ""
    before: Word | None = None
    for word in row:
        piece = word.text
        raised = bottom - word.bottom >= RAISED * size and word.size <= SMALL * size
        if raised and piece.isdigit():
            piece = piece.translate(_SUPERSCRIPTS)
        text += _between(text, before, word, size) + piece
        before = word
    sures = [word.sure for word in row if word.sure is not None]
    return Line(
        text=nfc(text).strip(),
        x0=row[0].x0,
        top=min(word.top for word in row),
        x1=max(word.x1 for word in row),
        bottom=max(word.bottom for word in row),
        size=statistics.median(word.size for word in row),
        sure=round(statistics.fmean(sures), 3) if sures else None,
    )


def _between(text: str, before: Word | None, word: Word, size: float) -> str:
    """What stands between two words of a row: nothing, a space, or a wide gap."""
    if before is None:
        return ""
    gap = word.x0 - before.x1
    if gap > WIDE * size and not _SHORT_MARKER.fullmatch(text):
        return _GAP
    return "" if word.glued and gap < size / 4 else " "


def _columns(rows: Sequence[Sequence[Word]], width: float) -> list[tuple[int, int, float]]:
    """Stretches of rows that are set in two columns, and the edge between the two."""
    found: list[tuple[int, int, float]] = []
    at = 0
    while at + COLUMN_ROWS <= len(rows):
        end, edge = _stretch(rows, at, width)
        if edge:
            found.append((at, end, edge))
            at = end
        else:
            at += 1
    return found


def _stretch(rows: Sequence[Sequence[Word]], at: int, width: float) -> tuple[int, float]:
    """The rows from one on that leave a common gap near the page's middle; 0.0 for none."""
    low, high = width * GUTTER[0], width * GUTTER[1]
    free: list[tuple[float, float]] = [(low, high)]
    end = at
    while end < len(rows):
        left = _without(free, rows[end])
        if not left:
            break
        free, end = left, end + 1
    if end - at < COLUMN_ROWS:
        return end, 0.0
    edge = max(free, key=lambda gap: gap[1] - gap[0])
    middle = (edge[0] + edge[1]) / 2
    both = [
        n
        for n, row in enumerate(rows[at:end], start=1)
        if any(w.x1 <= middle for w in row) and any(w.x0 >= middle for w in row)
    ]  # the last column of a text may end early
    enough = len(both) >= COLUMN_ROWS and len(both) >= COLUMN_SHARE * both[-1]
    full = _fullness(rows[at:end], middle, width)
    return (end, middle) if enough and full else (end, 0.0)


def _without(free: list[tuple[float, float]], row: Sequence[Word]) -> list[tuple[float, float]]:
    """The gaps that a row's words leave open, at least about one letter wide."""
    for word in row:
        cut: list[tuple[float, float]] = []
        for a, b in free:
            cut += [(a, min(b, word.x0)), (max(a, word.x1), b)]
        free = [(a, b) for a, b in cut if b - a > word.size * 0.7]
    return free


def _fullness(rows: Sequence[Sequence[Word]], edge: float, width: float) -> bool:
    """Whether both sides are running text: rows fill most of their column."""
    for side in (0, 1):
        spans = [
            max(w.x1 for w in part) - min(w.x0 for w in part)
            for row in rows
            if (part := [w for w in row if (w.x0 >= edge) == bool(side)])
        ]
        if not spans or statistics.median(spans) < 0.3 * width:
            return False
    return True


def moved(word: Word, x: float, y: float) -> Word:
    """A word in another place."""
    return replace(word, x0=word.x0 + x, x1=word.x1 + x, top=word.top + y, bottom=word.bottom + y)

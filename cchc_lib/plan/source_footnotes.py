"""Footnotes at the foot of a page: found by the size of their letters, told from the text."""

from __future__ import annotations

import re
import statistics
from dataclasses import replace
from typing import TYPE_CHECKING

from cchc_lib.plan.source_page import Line, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.plan.source_page import Page

SMALLER = 0.87  # a footnote's letters are smaller than this share of the text's
WIDE = 0.6  # share of the page that the first line fills where its mark was lost
_NOTE = re.compile(r"^\W{0,2}([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|\d{1,2}(?=[\s.)]))[\s.)]*(?=\S)")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LIST = re.compile(r"[-–+*•]|nơi nhận|n[oơ]i nh", re.IGNORECASE)
# What an OCR makes of a raised mark between two clauses.
_MISREAD = re.compile(r"(?<=[;,.:”\"])\s?[!'’ˆ^*°¹²³1lI|](?=\s[A-ZĐÀ-Ỹ])")


def start(items: Sequence[Line | Table], page: Page, size: float) -> int:
    """Where a page's footnotes begin; the number of items where there are none.

    Where sizes are exact (PDF) the mark must stand in the text as well; a scan's mark may be lost,
    and its first line is then a full one.
    """
    first = len(items)
    found = len(items)
    while first > 0:
        item = items[first - 1]
        if isinstance(item, Table) or item.size > SMALLER * size:
            break
        first -= 1
        if _NOTE.match(item.text):
            found = first
    rest = [item for item in items[:found] if isinstance(item, Line)]
    if not page.sized:
        return _of_scan(items, first, page, size) if rest else len(items)
    cited = "".join(item.text for item in rest)
    marks = [_mark(item) for item in items[found:] if isinstance(item, Line)]
    known = any(mark and mark.translate(_RAISED) in cited for mark in marks)
    return found if known else len(items)


def _of_scan(items: Sequence[Line | Table], first: int, page: Page, size: float) -> int:
    """Where a scan's footnotes begin: a block of small letters, apart from the text."""
    block = [item for item in items[first:] if isinstance(item, Line)]
    if not block or first == 0:
        return len(items)
    small = statistics.median(line.size for line in block) <= SMALLER * size
    apart = block[0].top - items[first - 1].bottom > size / 2
    full = block[0].x1 - block[0].x0 >= WIDE * page.width
    marked = bool(_NOTE.match(block[0].text))
    listed = bool(_LIST.match(block[0].text))
    return first if small and apart and (full or marked) and not listed else len(items)


def _mark(line: Line) -> str:
    """The number that a footnote begins with; "" for a line that goes on."""
    found = _NOTE.match(line.text)
    return found[1].translate(_DIGITS) if found else ""


def texts(rows: Sequence[Line], before: int) -> tuple[list[str], list[str]]:
    """The footnotes' lines, each note with its number in front, and the numbers as printed.

    Args:
        rows: the lines of a page's footnotes.
        before: how many footnotes stand on the pages before, for a mark that was lost.
    """
    found, marks = [], []
    for at, row in enumerate(rows):
        mark = _NOTE.match(row.text)
        if mark:
            marks.append(_mark(row))
            found.append(f"{marks[-1]} {row.text[mark.end() :]}")
        else:
            found.append(f"{before + 1} {row.text}" if at == 0 else row.text)
    return found, marks


def unmarked(items: Sequence[Line | Table], marks: Sequence[str]) -> list[Line | Table]:
    """The text's lines without the raised numbers of footnotes, misread ones included."""
    found = [_without(item, marks) for item in items]
    if any(a is not b for a, b in zip(found, items, strict=True)):
        return found
    misread = [n for n, x in enumerate(found) if isinstance(x, Line) and _MISREAD.search(x.text)]
    if len(misread) == 1:
        line = found[misread[0]]
        if isinstance(line, Line):
            found[misread[0]] = replace(line, text=_MISREAD.sub("", line.text, count=1))
    return found


def _without(item: Line | Table, marks: Sequence[str]) -> Line | Table:
    """A line without the raised numbers of some footnotes; the same one where it has none."""
    if isinstance(item, Table):
        return item
    text = item.text
    for mark in marks:
        raised = mark.translate(_RAISED)
        text = re.sub(rf"\s?(?<![⁰¹²³⁴⁵⁶⁷⁸⁹]){raised}(?![⁰¹²³⁴⁵⁶⁷⁸⁹])", "", text)
    return item if text == item.text else replace(item, text=text)

"""Tables in text files, whose columns are parted by tabs or strokes → rows with cells."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cchc_lib.plan import headers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.plan.source import ReadLine

_MARKS = ("\t", "|")
_BOLD = re.compile(r"^\*\*\s*(.*?)\s*\*\*$", re.DOTALL)
_HEADING = re.compile(
    r"^\s*(?:[IVX]+|\d{1,2}(?:\.\d+)*)\s?[.)/]\s|^\s*(?:Nơi nhận|Trên đây là|TM\.|KT\.)"
)
_LEAST_MARKS = 2  # in a header's line


def with_columns(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """The lines, with cells where a text file parts a table's columns by tabs or strokes."""
    found: list[ReadLine] = []
    at, number = 0, 1 + max((line.table or 0 for line in lines), default=0)
    while at < len(lines):
        mark = next((m for m in _MARKS if lines[at].text.count(m) >= _LEAST_MARKS), "")
        plain = lines[at].cells is None and mark
        if not plain or headers.find([_columns(lines[at], mark)]) is None:
            found.append(lines[at])
            at += 1
            continue
        end = at
        while end < len(lines) and _goes_on(lines[end], mark):
            end += 1
        found += _rows(lines[at:end], mark, number)
        at, number = end, number + 1
    return found


def _goes_on(line: ReadLine, mark: str) -> bool:
    """Whether a line belongs to a table above it: a row, or the rest of a cell; no new heading."""
    if not line.text.strip() or line.cells is not None:
        return False
    return mark in line.text or (mark != "|" and not _HEADING.match(line.text))


def _columns(line: ReadLine, mark: str) -> tuple[str, ...]:
    """The cells of a line, parted at a mark."""
    text = line.text.strip() if mark == "|" else line.text.strip("\r\n")
    if mark == "|":
        text = text.removeprefix(mark).removesuffix(mark)
    return tuple(_BOLD.sub(r"\1", cell.strip()) for cell in text.split(mark))


def _rows(lines: Sequence[ReadLine], mark: str, number: int) -> list[ReadLine]:
    """The rows of a table in a text file, all as wide as its header."""
    width = len(_columns(lines[0], mark))
    found: list[ReadLine] = []
    for line in lines:
        texts = _columns(line, mark)
        if all(not any(c.isalnum() for c in text) for text in texts):
            continue
        if mark not in line.text and found:
            last = list(found[-1].cells or ())
            filled = max((n for n, text in enumerate(last) if text), default=0)
            last[filled] = f"{last[filled]}\n{line.text.strip()}"
            found[-1] = replace(found[-1], cells=tuple(last))
            continue
        padded = (*texts, *[""] * (width - len(texts)))[:width]
        found.append(replace(line, cells=padded, table=number))
    return found

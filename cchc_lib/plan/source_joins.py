"""What a line's end has parted, put together again: words, document numbers, spans of years."""

from __future__ import annotations

import re
import statistics
from dataclasses import replace
from typing import TYPE_CHECKING

from cchc_lib.plan.source_page import Line, Table
from cchc_lib.vietnamese.legacy import is_syllable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.plan.source import SourceLine

_DASH = re.compile(r"([-–+])\s+(?=\S)")
_CODE_START = re.compile(r"[0-9A-ZĐ][-/]$")
_CODE_END = re.compile(r"(?:\d{4}\b|[A-ZĐ]{2,})\S*\s*")
_ENDS = (".", ";", ":", "!", "?")


def dashes_back(items: Sequence[Line | Table]) -> list[Line | Table]:
    """Lines that begin with a dash because the line before ended there: the dash goes back.

    Such a line stands where running text stands, under a line that is full and doesn't end a
    sentence; or the dash is that of a span of years.
    """
    lines = [item for item in items if isinstance(item, Line)]
    if not lines:
        return list(items)
    left = statistics.mode(round(line.x0) for line in lines)
    right = max(line.x1 for line in lines)
    dashed = [line.x0 for line in lines if _DASH.match(line.text)]
    indented = bool(dashed) and statistics.median(dashed) > left + lines[0].size / 2
    found: list[Line | Table] = []
    for item in items:
        before = found[-1] if found else None
        if (
            isinstance(item, Line)
            and isinstance(before, Line)
            and (dash := _DASH.match(item.text))
            and before.x1 > right - 3 * before.size
            and not before.text.endswith(_ENDS)
        ):
            years = before.text[-1:].isdigit() and item.text[dash.end()].isdigit()
            if years or (indented and item.x0 < left + item.size / 2):
                found[-1] = replace(before, text=f"{before.text} {dash[1]}")
                found.append(replace(item, text=item.text[dash.end() :]))
                continue
        found.append(item)
    return found


def glued(lines: list[SourceLine]) -> list[SourceLine]:
    """Lines with words put together that were parted at a line's end, over pages too."""
    found: list[SourceLine] = []
    for line in lines:
        at = next((n for n in range(len(found) - 1, -1, -1) if found[n].text), None)
        if at is not None and line.text and line.cells is None and found[at].cells is None:
            first, second = _put_together(found[at].text, line.text)
            found[at] = replace(found[at], text=first)
            line = replace(line, text=second)  # noqa: PLW2901 - the line as it is kept
        found.append(line)
    return [replace(line, text=line.text.replace("\u00ad", "")) for line in found]


def _put_together(before: str, after: str) -> tuple[str, str]:
    """Two lines, the word that a hyphen parts moved whole to the first.

    A soft hyphen always parts; a plain one where the halves are no syllables but small letters.
    A document's number (57-|NQ/TW, NQ/|TW) is one word as well.
    """
    if _CODE_START.search(before) and (code := _CODE_END.match(after)):
        return f"{before}{code[0].strip()}", after[code.end() :]
    start = re.search(r"([^\W\d_]+)(-|\u00ad)$", before)
    end = re.match(r"([^\W\d_]+)(\S*)\s*", after)
    if start is None or end is None:
        return before, after
    halves = is_syllable(start[1]) and is_syllable(end[1])
    if start[2] == "-" and (halves or not end[1].islower() or not start[1][-1:].islower()):
        return before, after
    return f"{before[:-1]}{end[0].strip()}", after[end.end() :]

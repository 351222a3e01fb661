"""Tables whose cells were run together, as OCR does: said and left out, never read as tasks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cchc_lib.findings import Finding, finding
from cchc_lib.plan import headers, words
from cchc_lib.plan.markers import bullet
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.plan.source import ReadLine

_FIRST = re.compile(r"^\W*(?:s?tt|so tt)\b")
_NEAR = 5  # lines over which a header may be broken
_WORDS = (
    "noi dung", "nhiem vu", "chu tri", "co quan", "don vi", "phoi hop", "thoi gian", "san pham",
    "ket qua", "tien do", "ghi chu", "thuc hien", "hoan thanh",
)  # fmt: skip
_LEAST_WORDS = 4
_LEAST_COLUMNS = 3
_COLUMN = re.compile(r"[\s_]*\|[\s_]*|\s+(?=[A-ZĐÀ-ỸƠƯ])")
_LONGEST_LINE = 16  # words


def without(lines: Sequence[ReadLine], file: str) -> tuple[list[ReadLine], list[Finding]]:
    """The lines without tables whose cells were run together, and that they were left out."""
    kept, notes = list(lines), []
    at = 0
    while at < len(kept):
        if _is_flat_header(kept, at):
            end = _flat_end(kept, at)
            first, last = kept[at].number, kept[end - 1].number
            notes.append(finding("P071", file=file, lines=(first, last), first=first, last=last))
            kept[at:end] = [replace(row, text="") for row in kept[at:end]]
            at = end
        at += 1
    return kept, notes


def _is_flat_header(lines: Sequence[ReadLine], at: int) -> bool:
    """Whether a header's words stand in a line and those around it, no cells told."""
    text = lines[at].text
    if _names_columns(text):
        return True
    if not _FIRST.match(fold_key(text)):
        return False
    around = [row.text for row in lines[max(at - _NEAR, 0) : at + _NEAR + 1] if row.text.strip()]
    short = [text for text in around if len(text.split()) <= _LONGEST_LINE and ":" not in text]
    text = " ".join(fold_key(one) for one in short)
    return sum(word in text for word in _WORDS) >= _LEAST_WORDS


def _names_columns(text: str) -> bool:
    """Whether a line runs names of columns together, each with its capital, and holds no more."""
    plain = text.strip()
    if bullet(plain)[0] or plain.endswith((".", ";", ",")) or ":" in plain:
        return False
    names = tuple(part for part in _COLUMN.split(plain) if any(c.isalpha() for c in part))
    return len(names) >= _LEAST_COLUMNS and headers.find([names]) is not None


def _flat_end(lines: Sequence[ReadLine], at: int) -> int:
    """Where a flattened table ends: at words that belong to no table, else at the end."""
    stops = words.data()["sections"]
    for end in range(at + 1, len(lines)):
        key = fold_key(lines[end].text)
        if any(key.startswith(fold_key(w)) for w in (*stops["recipients"], *stops["closing"])):
            return end
        section = re.match(r"^(?:[ivx]+|\d)\s+(.*)", key)
        known = (*stops["budget"], *stops["organisation"])
        if section and lines[end].text.isupper() and any(fold_key(w) in section[1] for w in known):
            return end
    return len(lines)

"""Plain text → source lines, in whichever encoding it was written."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from cchc_lib.errors import NotAPlanError
from cchc_lib.findings import finding
from cchc_lib.plan.source import NEXT, SourceDocument, SourceLine
from cchc_lib.vietnamese import fold_key, legacy, nfc

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_lib.findings import Finding

MAX_BYTES = 5_000_000
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE = 4_000
_MANY = 0.25  # share of zero bytes at one parity that only UTF-16 has
_FEW = 0.02
_OFTEN = 0.3  # share of the pages on which a running header stands
_LONGEST = 80  # letters of one
_NUMBERS = re.compile(r"[0-9]+")
_PAGE_BREAK = "\f"
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1a")
_FIRST_PRINTED = " "


def read(path: Path, data: bytes) -> SourceDocument:
    """The lines of a text file, numbered as an editor numbers them.

    A form feed begins a new page and is no line of its own.

    Raises:
        NotAPlanError: the bytes are no text, or too many.
    """
    if len(data) > MAX_BYTES:
        raise NotAPlanError(
            f"{path.name}: tệp văn bản quá lớn ({len(data) // 1_000_000} MB). Tách riêng phần kế "
            "hoạch rồi chạy lại."
        )
    converted = _decode(data, path.name)
    notes: tuple[Finding, ...] = ()
    if converted.encoding:
        notes = (finding("P080", file=path.name, encoding=converted.encoding),)
    return SourceDocument(lines=lines_of(converted.text), notes=notes, kind="text")


def _decode(data: bytes, name: str) -> legacy.Converted:
    """The bytes as text in composed letters, and the old encoding they were in, if any."""
    encoding = next((e for bom, e in _BOMS if data.startswith(bom)), _without_bom(data))
    try:
        found = legacy.from_text(nfc(data.decode(encoding)))
    except UnicodeDecodeError as error:
        old = None if b"\x00" in data else legacy.from_bytes(data)
        if old is None:
            raise NotAPlanError(
                f"{name}: không nhận ra bảng mã của văn bản (không phải UTF-8, UTF-16, "
                f"Windows-1258, TCVN3 hay VNI; byte thứ {error.start + 1}). Mở bằng Word hoặc "
                f"Notepad, lưu lại với mã UTF-8 rồi chạy lại. {NEXT}"
            ) from error
        found = old
    if any(c < _FIRST_PRINTED and c not in _TEXT_CONTROLS for c in found.text):
        raise NotAPlanError(f"{name}: nội dung là dữ liệu nhị phân, không phải văn bản. {NEXT}")
    return found


def _without_bom(data: bytes) -> str:
    """UTF-16 shows itself by zero bytes at every other place; else UTF-8."""
    sample = data[:_SAMPLE]
    pairs = max(len(sample) // 2, 1)
    even, odd = sample[::2].count(0) / pairs, sample[1::2].count(0) / pairs
    if odd > _MANY and even < _FEW:
        return "utf-16-le"
    return "utf-16-be" if even > _MANY and odd < _FEW else "utf-8"


def lines_of(text: str) -> tuple[SourceLine, ...]:
    """Text parted at line ends; pages are counted where the text has page breaks at all."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a").split("\n")
    if not rows[-1].replace(_PAGE_BREAK, ""):
        rows.pop()
    paged = _PAGE_BREAK in text
    page = 1
    found: list[SourceLine] = []
    for number, row in enumerate(rows, start=1):
        before, *after = row.split(_PAGE_BREAK)
        if after and not before.strip():
            page += len(after)
        stands_on = page
        if after and before.strip():
            page += len(after)
        found.append(
            SourceLine(
                number=number,
                text=row.replace(_PAGE_BREAK, ""),
                page=stands_on if paged else None,
            )
        )
    return _without_running(found) if paged else tuple(found)


def _without_running(lines: list[SourceLine]) -> tuple[SourceLine, ...]:
    """The lines with running headers and lone page numbers at the pages' edges made blank.

    Only what stands first or last on pages from the second on, and on many of them, goes.
    """
    edges: dict[int, str] = {}
    for _, page in itertools.groupby(enumerate(lines), key=lambda pair: pair[1].page):
        printed = [(at, line) for at, line in page if line.text.strip()]
        for at, line in printed[:1] + printed[-1:]:
            if (line.page or 1) > 1:
                edges[at] = _NUMBERS.sub("#", fold_key(line.text))
    count = Counter(edges.values())
    pages = max(line.page or 1 for line in lines)
    often = max(2.0, _OFTEN * pages)
    gone = {
        at
        for at, key in edges.items()
        if "#" in key and len(key) < _LONGEST and count[key] >= often
    }
    return tuple(replace(one, text="") if at in gone else one for at, one in enumerate(lines))

"""What Decree 30/2020 asks to be written around a report, as both formats of paper set it.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II và III.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_lib.report.literal import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cchc_lib.report.blocks import Letterhead

MOTTO = "Độc lập - Tự do - Hạnh phúc"
_APPENDIX = re.compile(r"(Phụ lục(?: [IVX]+| \d+)?)\.\s+(.+)")
_BLANK, _SHORT_BLANK = " " * 7, " " * 6  # left open for a pen or the registry
_ENDS = " ,;."


def kind(marks: Sequence[str]) -> str:
    """The name of the kind of document, after what has to be said of its figures."""
    return " – ".join((*(one_line(mark) for mark in marks), "BÁO CÁO"))


def made_from(provenance: Sequence[str]) -> str:
    """By which version and from which inputs a report was made."""
    return f"Báo cáo này được lập từ: {'; '.join(map(one_line, provenance))}"


def abstract(title: str) -> str:
    """What stands under the words BÁO CÁO: the title without them, with a capital."""
    text = one_line(title)
    if text.casefold().startswith("báo cáo "):
        text = text[len("báo cáo ") :].lstrip()
    return text[:1].upper() + text[1:]


def organisation_lines(name: str) -> tuple[str, ...]:
    """The issuing body as a letterhead breaks it: the kind of body, then whose it is."""
    text = one_line(name)
    kind = "ủy ban nhân dân "
    if text.casefold().startswith(kind) and len(text) > len(kind):
        return text[: len(kind)].rstrip(), text[len(kind) :]
    return (text,)


def number(letter: Letterhead) -> str:
    """The number and symbol, the number left open."""
    return f"Số:{_BLANK}/{one_line(letter.symbol) or 'BC'}"


def day(letter: Letterhead) -> str:
    """The day, left open in a draft."""
    return f"ngày{_SHORT_BLANK}tháng{_SHORT_BLANK}năm {letter.year or '……'}"


def place_and_day(letter: Letterhead) -> str:
    """Where and when the report is signed."""
    return f"{one_line(letter.place)}, {day(letter)}" if letter.place else day(letter)


def grounds(lines: Sequence[str]) -> tuple[str, ...]:
    """Legal grounds, one a line, semicolons between them and a full stop at the end."""
    return _closed(one_line(line) for line in lines)


def recipients(letter: Letterhead) -> tuple[str, ...]:
    """Places of receipt; who is addressed above ("Kính gửi") is named there alone."""
    lines = [one_line(line) for line in letter.recipients]
    if letter.addressee and not any(line.casefold().startswith("như trên") for line in lines):
        lines.insert(0, "Như trên")
    return _closed(lines) if letter.recipients else ()


def appendix_lines(title: str) -> tuple[str, str]:
    """The word Phụ lục with its number, and the name; "" for a title of another form."""
    found = _APPENDIX.fullmatch(one_line(title))
    return (found[1], found[2]) if found else ("", one_line(title))


def enclosed(letter: Letterhead) -> str:
    """Which report an appendix belongs to."""
    of = f" của {one_line(letter.organisation)}" if letter.organisation else ""
    return f"(Kèm theo Báo cáo số{_BLANK}/{one_line(letter.symbol) or 'BC'} {day(letter)}{of})"


def _closed(lines: Iterable[str]) -> tuple[str, ...]:
    """Lines that end with semicolons, the last with a full stop."""
    bare = [line.rstrip(_ENDS) for line in lines]
    return (*(f"{line};" for line in bare[:-1]), *(f"{line}." for line in bare[-1:]))

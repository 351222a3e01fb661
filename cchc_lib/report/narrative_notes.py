"""The analyst's own paragraphs, from a Markdown file a period, each in the part that it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from cchc_lib.report.blocks import Heading, Text
from cchc_lib.vietnamese import clean, fold, visible

if TYPE_CHECKING:
    from cchc_lib.report.blocks import Block
    from cchc_lib.report.data import ReportData

Place = Literal["I", "II", "II.1", "II.2", "II.3", "III", "IV", "IV.1", "IV.2", "V"]

# What else a heading may call a place: the beginning of its name in the report, folded.
_NAMES: dict[str, Place] = {
    "cong tac chi dao": "I",
    "ket qua thuc hien": "II",
    "ve chuyen doi so": "II.1",
    "ve cai cach hanh chinh": "II.2",
    "theo kenh truyen thong": "II.3",
    "tinh hinh bao cao": "III",
    "kho khan, vuong mac; kien nghi": "IV",
    "kho khan": "IV.1",
    "kien nghi": "IV.2",
    "nhiem vu trong tam": "V",
}
_PLACES = frozenset(_NAMES.values())
_HEADING = re.compile(r"#{1,6}(?:\s+(.*?))?(?:\s+#+)?\s*")
_NUMBERED = re.compile(r"(?:muc|phan)?\s*([ivx]+(?:\.\d+)?)(?:[.):\s].*)?")
_ITEM = re.compile(r"[-*+]\s+(.*)")


def written(data: ReportData, place: Place) -> list[Block]:
    """What the analyst wrote for one place of the report, literally."""
    return [block for where, block in _read(data.notes) if where == place]


def remaining(data: ReportData) -> list[Block]:
    """What names no place, under a heading of its own; headings are kept as sentences."""
    rest = [block for where, block in _read(data.notes) if where is None]
    if not rest:
        return []
    return [Heading(level=2, text="Ghi chú của đơn vị tổng hợp", anchor="ghi-chu"), *rest]


def place_of(heading: str) -> Place | None:
    """The place that a heading names, by its number ("IV.1", "Mục III") or by its words."""
    said = fold(clean(heading))
    numbered = _NUMBERED.fullmatch(said)
    number = numbered[1].upper() if numbered else ""
    for place in _PLACES:
        if place == number:
            return place
    bare = re.sub(r"^\d+\.\s*", "", said)
    return next((place for name, place in _NAMES.items() if bare.startswith(name)), None)


def _read(notes: str) -> list[tuple[Place | None, Block]]:
    """Paragraphs and list items, each with the place under whose heading it stands."""
    place: Place | None = None
    found: list[tuple[Place | None, Block]] = []
    paragraph: list[str] = []

    def end() -> None:
        """Close the paragraph."""
        if text := clean(" ".join(paragraph)):
            found.append((place, Text(text=text)))
        paragraph.clear()

    for line in visible(notes).splitlines():
        bare = line.strip()
        if heading := _HEADING.fullmatch(bare):
            end()
            title = clean(heading[1] or "")
            place = place_of(title)
            if title and place is None:
                found.append((None, Text(text=title)))
        elif item := _ITEM.fullmatch(bare):
            end()
            found.append((place, Text(text=clean(item[1]), style="bullet")))
        elif bare:
            paragraph.append(bare)
        else:
            end()
    end()
    return found


__all__ = ["Place", "place_of", "remaining", "written"]

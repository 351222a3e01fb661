"""A plan file → numbered source lines. Text files are read; other formats are named and refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_lib.errors import PlanError
from cchc_lib.vietnamese import nfc

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = (".txt",)
NEXT = (
    "Hiện đọc được tệp văn bản thuần (.txt, mã UTF-8 hoặc UTF-16); tệp .docx, .pdf và bản chụp "
    "chưa đọc được: lưu thành .txt rồi chạy lại."
)
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_PAGE_BREAK = "\f"
_TEXT_CONTROLS = frozenset("\t\n\r\f\v")
_FIRST_PRINTED = " "


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A line as it stands in the file; `number` is 1-based, `page` None where no page is told."""

    number: int
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """A line as it is read: `raw` as it stands, `text` restored or reviewed, confidence 0..1.

    `reviewed` says that a person has set the reading; its text may be empty (moved elsewhere).
    """

    number: int
    raw: str
    text: str
    confidence: float
    page: int | None = None
    reviewed: bool = False


def read(path: Path) -> tuple[SourceLine, ...]:
    """The lines of a plan file, NFC, numbered as an editor numbers them.

    A form feed begins a new page and is no line of its own.

    Raises:
        PlanError: the file is missing, empty, or of a kind that can't be read as text.
    """
    if not path.is_file():
        raise PlanError(f"Không thấy tệp kế hoạch {path}. Kiểm tra lại tên và thư mục. {NEXT}")
    if path.suffix.casefold() not in SUFFIXES:
        kind = path.suffix or "không có đuôi"
        raise PlanError(f"{path.name}: chưa đọc được loại tệp này ({kind}). {NEXT}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PlanError(f"Không mở được tệp kế hoạch {path.name}: {error.strerror}.") from error
    text = _decode(data, path.name)
    if not text.strip():
        raise PlanError(f"{path.name}: tệp không có chữ nào. {NEXT}")
    return _lines(text)


def _decode(data: bytes, name: str) -> str:
    """The bytes as text in composed letters."""
    encoding = next((e for bom, e in _BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise PlanError(
            f"{name}: không phải văn bản UTF-8 hay UTF-16 (byte thứ {error.start + 1}). {NEXT}"
        ) from error
    if any(c < _FIRST_PRINTED and c not in _TEXT_CONTROLS for c in text):
        raise PlanError(f"{name}: nội dung là dữ liệu nhị phân, không phải văn bản. {NEXT}")
    return nfc(text)


def _lines(text: str) -> tuple[SourceLine, ...]:
    """Text parted at line ends; pages are counted where the text has page breaks at all."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
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
    return tuple(found)

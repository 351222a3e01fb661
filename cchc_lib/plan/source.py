"""A plan file of any kind (text, Word, PDF, scan) → numbered source lines and rows of tables.

What kind a file is follows from its first bytes, not from its name. `OPENERS` is the table of
kinds; each reader stands in a module of its own beside this one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

from cchc_lib.errors import NotAPlanError, PlanError
from cchc_lib.findings import Finding, finding
from cchc_lib.vietnamese import format_number, legacy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

Kind = Literal["text", "docx", "pdf", "image"]
Box: TypeAlias = tuple[float, float, float, float]
Tick: TypeAlias = "Callable[[int, int], None]"

MAX_BYTES = 200_000_000
MAX_LETTERS = 1_200_000  # of a document; some 500 pages
NEXT = "Đọc được: .txt, .docx, .pdf và ảnh chụp .png, .jpg, .tif."
_AS_PDF = "Nếu kế hoạch nằm trong đó, xuất bảng ra PDF"
_LINE_COUNTS = 20  # letters that a line counts at least
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_PDF_WITHIN = 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")) | {0xA0: " ", 0x202F: " "}
# Kind → module with `read(path, data, tick) -> SourceDocument`; all but text in a child process.
OPENERS: dict[Kind, str] = {
    "text": "cchc_lib.plan.source_text",
    "docx": "cchc_lib.plan.source_docx",
    "pdf": "cchc_lib.plan.source_pdf",
    "image": "cchc_lib.plan.source_scan",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    r"""A line as it stands in the file; `number` is 1-based, `page` None where no page is told.

    A row of a table is one line: `table` is the table's number from 1, `cells` the cells' raw
    texts in column order, and `text` the cells that are not empty, joined by " | ". A cell merged
    over columns stands in its first column and the others are ""; one merged over rows is
    repeated in each. A line break inside a cell is "\\n".

    `note` is a footnote's line ("1 text"), moved to the document's end; its mark is out of the
    text. Of scans, `box` is the line's place (left, top, right, bottom as shares of the page) and
    `sure` how sure the OCR was of it (0..1).
    """

    number: int
    text: str
    page: int | None = None
    cells: tuple[str, ...] | None = None
    table: int | None = None
    note: bool = False
    box: Box | None = None
    sure: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """A line as it is read: `raw` as it stands, `text` restored or reviewed, confidence 0..1.

    `reviewed` says that a person has set the reading; its text may be empty (moved elsewhere).
    `cells`, `table`, `note` and `box` are those of the source line, the cells restored.
    """

    number: int
    raw: str
    text: str
    confidence: float
    page: int | None = None
    reviewed: bool = False
    cells: tuple[str, ...] | None = None
    table: int | None = None
    note: bool = False
    box: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """A file's lines, what there is to say about how they were got, and its kind."""

    lines: tuple[SourceLine, ...]
    notes: tuple[Finding, ...] = ()
    kind: Kind = "text"


def printed(text: str) -> str:
    """A text without what isn't seen in print: soft hyphens, marks of no width; plain spaces."""
    return text.translate(_UNSEEN)


def row_text(cells: Iterable[str]) -> str:
    """A row of a table as one line of text."""
    return " | ".join(" ".join(cell.split()) for cell in cells if cell.strip())


def numbered(lines: Iterable[SourceLine]) -> tuple[SourceLine, ...]:
    """The lines with running numbers from 1."""
    return tuple(replace(line, number=number) for number, line in enumerate(lines, start=1))


def modern(lines: tuple[SourceLine, ...], name: str) -> SourceDocument:
    """The lines, turned into Unicode where they hold the characters of an old encoding."""
    text = "\n".join(line.text for line in lines)
    encoding = legacy.from_text(text).encoding
    if not encoding:
        return SourceDocument(lines=lines)
    turned = tuple(
        replace(
            line,
            text=legacy.convert(line.text, encoding),
            cells=line.cells and tuple(legacy.convert(cell, encoding) for cell in line.cells),
        )
        for line in lines
    )
    return SourceDocument(lines=turned, notes=(finding("P080", file=name, encoding=encoding),))


def read(path: Path) -> tuple[SourceLine, ...]:
    """The lines of a plan file, in composed letters.

    Text files are numbered as an editor numbers their lines, Word files by paragraph and row of a
    table, PDF and scans over all pages.

    Raises:
        PlanError: the file is missing or can't be opened, or Tesseract is missing.
        NotAPlanError: it is empty, damaged, locked, too large, or of a kind that isn't read.
    """
    return open_source(path).lines


def open_source(path: Path) -> SourceDocument:
    """A plan file's lines, and findings about how they were got.

    Raises:
        PlanError: the file is missing or can't be opened, or Tesseract is missing.
        NotAPlanError: it is empty, damaged, locked, too large, or of a kind that isn't read.
    """
    found = _read(path)
    if not any(line.text.strip() for line in found.lines):
        raise NotAPlanError(f"{path.name}: tệp không có chữ nào. Kiểm tra lại tệp. {NEXT}")
    bounded(len(found.lines), sum(len(line.text) for line in found.lines), path.name)
    return found


def _read(path: Path) -> SourceDocument:
    """A file's lines by its kind."""
    from cchc_lib.plan import source_box, source_text  # noqa: PLC0415 - they stand above this one

    data = _bytes(path)
    kind = kind_of(data, path.name)
    if kind == "text":
        return source_text.read(path, data)
    del data  # the child holds it once more
    return source_box.read(path, kind)


def untold(page: int, of: int) -> None:
    """A `Tick` that tells nobody: page `page` is done; `of` how many are read by OCR, else 0."""


def bounded(lines: int, letters: int, name: str) -> None:
    """Refuse a document beyond the limits of length.

    Raises:
        NotAPlanError: it is too long.
    """
    if max(letters, lines * _LINE_COUNTS) > MAX_LETTERS:
        raise NotAPlanError(
            f"{name}: tài liệu quá dài ({format_number(lines)} dòng, {format_number(letters)} ký "
            f"tự; giới hạn {format_number(MAX_LETTERS)} ký tự), không giống một kế hoạch. Tách "
            "riêng phần kế hoạch rồi chạy lại."
        )


def _bytes(path: Path) -> bytes:
    """The file's bytes, within the limit."""
    if path.is_dir():
        raise PlanError(f"{path} là thư mục, không phải tệp kế hoạch. Nêu tên tệp. {NEXT}")
    if not path.is_file():
        raise PlanError(f"Không thấy tệp kế hoạch {path}. Kiểm tra lại tên và thư mục. {NEXT}")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise NotAPlanError(
                f"{path.name}: tệp quá lớn ({size // 1_000_000} MB, giới hạn "
                f"{MAX_BYTES // 1_000_000} MB). Tách riêng phần kế hoạch hoặc quét lại ở 200 dpi."
            )
        data = path.read_bytes()
    except PermissionError as error:
        raise PlanError(
            f"Không mở được tệp kế hoạch {path.name}: không có quyền đọc. Kiểm tra quyền của tệp, "
            "đóng tệp nếu đang mở rồi chạy lại."
        ) from error
    except OSError as error:
        raise PlanError(
            f"Không mở được tệp kế hoạch {path.name}: {error.strerror}. Kiểm tra ổ đĩa hoặc "
            "đường mạng rồi chạy lại."
        ) from error
    if not data:
        raise NotAPlanError(f"{path.name}: tệp rỗng (0 byte). Xin lại tệp từ nơi gửi. {NEXT}")
    return data


def kind_of(data: bytes, name: str) -> Kind:
    """What kind of file some bytes are.

    Raises:
        NotAPlanError: a kind that isn't read, or a document locked by a password.
    """
    refuse = partial(_refusal, name)
    suffix = name.rpartition(".")[2].casefold() if "." in name else ""
    if data.startswith(_IMAGES):
        return "image"
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(b"PK"):
        return "docx"
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED_PACKAGE in data:
            raise refuse("tệp đặt mật khẩu nên không mở được", "Bỏ mật khẩu trong Word, lưu lại")
        if suffix == "xls":
            raise refuse("tệp Excel đời cũ (.xls), không phải kế hoạch dạng văn bản", _AS_PDF)
        raise refuse("tệp Word đời cũ (.doc)", "Mở bằng Word, lưu thành .docx")
    if data.startswith(b"{\\rtf"):
        raise refuse("tệp .rtf chưa đọc được", "Mở bằng Word, lưu thành .docx")
    if suffix in {"docx", "pdf", "png", "jpg", "jpeg", "tif", "tiff"}:
        raise refuse(f"tệp không phải .{suffix} hoặc đã hỏng", "Xin lại tệp từ nơi gửi")
    return "text"


def _refusal(name: str, what: str, then: str) -> NotAPlanError:
    """A refusal that says what to do."""
    return NotAPlanError(f"{name}: {what}. {then} rồi chạy lại. {NEXT}")

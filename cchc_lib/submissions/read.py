"""Received bytes → raw cells with addresses, by a table of readers; what is not one is named.

A file is known by what is in it; its suffix only helps where the content says nothing.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from cchc_lib.submissions import xlsx

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_lib.config import Limits
    from cchc_lib.submissions.book import RawBook

READERS: dict[str, Callable[[bytes, Limits], RawBook]] = {
    ".xlsx": xlsx.read,
    ".xlsm": xlsx.read,  # macros are never looked at, let alone run
}

EMPTY, LOCKED, BROKEN = "empty", "locked", "broken"

# What a file is called in a message, by the suffix of its kind.
KIND_NAMES = {
    ".xls": "bảng tính Excel đời cũ (.xls)",
    ".xlsb": "bảng tính Excel nhị phân (.xlsb)",
    ".ods": "bảng tính OpenDocument (.ods)",
    ".csv": "tệp CSV",
    ".txt": "tệp văn bản thuần",
    ".docx": "văn bản Word (.docx)",
    ".doc": "văn bản Word đời cũ (.doc)",
    ".odt": "văn bản OpenDocument (.odt)",
    ".pptx": "tệp trình chiếu (.pptx)",
    ".pdf": "tệp PDF",
    ".rtf": "văn bản RTF",
    ".html": "trang web (HTML)",
    ".zip": "tệp nén ZIP",
    ".rar": "tệp nén RAR",
    ".7z": "tệp nén 7z",
    ".png": "tệp ảnh",
    ".jpg": "tệp ảnh",
    ".gif": "tệp ảnh",
    ".bmp": "tệp ảnh",
    ".tiff": "tệp ảnh",
    ".heic": "tệp ảnh",
    ".xml": "tệp XML",
    ".json": "tệp dữ liệu JSON",
    "": "tệp không rõ loại",
}

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", ".pdf"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"BM", ".bmp"),
    (b"II*\x00", ".tiff"),
    (b"MM\x00*", ".tiff"),
    (b"Rar!", ".rar"),
    (b"7z\xbc\xaf", ".7z"),
    (b"{\\rtf", ".rtf"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MIMETYPES = {b"spreadsheet": ".ods", b"text": ".odt"}
_ALIASES = {".jpeg": ".jpg", ".tif": ".tiff", ".htm": ".html", ".tsv": ".csv"}
_HEAD = 4096  # bytes that tell text from the rest


def sniff(data: bytes, suffix: str) -> str:
    """The kind of a file: a suffix such as ".xlsx", or EMPTY, LOCKED or BROKEN."""
    if not data:
        return EMPTY
    if data.startswith(b"PK"):
        return _package_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data, suffix.lower())
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    return _text_kind(data, _ALIASES.get(suffix.lower(), suffix.lower()))


def _package_kind(data: bytes) -> str:
    """The kind of a zip file, by the parts in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = {name.lower().lstrip("/") for name in package.namelist()}
            mime = package.read("mimetype") if _small(package, "mimetype") else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError, EOFError):
        return BROKEN
    for kind, found in _MIMETYPES.items():
        if b"opendocument." + kind in mime:
            return found
    parts = {"xl/workbook.bin": ".xlsb", "xl/workbook.xml": ".xlsx", "word/document.xml": ".docx"}
    for part, found in parts.items():
        if part in names:
            return found
    if any(name.startswith("ppt/") for name in names):
        return ".pptx"
    return ".xlsx" if "[content_types].xml" in names and _sheets(names) else ".zip"


def _small(package: zipfile.ZipFile, name: str) -> bool:
    """Whether a part is there and too short to do harm."""
    return name in package.namelist() and package.getinfo(name).file_size <= _HEAD


def _sheets(names: set[str]) -> bool:
    """Whether a package of another layout holds worksheets all the same."""
    return any("worksheets/" in name for name in names)


def _ole_kind(data: bytes, suffix: str) -> str:
    """The kind of an OLE file: an encrypted package, an old workbook, an old document."""
    if _ENCRYPTED in data:
        return LOCKED
    return ".doc" if suffix in (".doc", ".dot") else ".xls"


def _text_kind(data: bytes, suffix: str) -> str:
    """The kind of a file without a signature."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return ".html"
    if head.startswith(b"<?xml"):
        return ".xml"
    if b"\x00" in data[:_HEAD]:
        return ""
    if suffix in (*READERS, ".xls"):
        return ".txt"
    return suffix if suffix in KIND_NAMES else ".txt"

"""Received bytes → raw cells with addresses, by a table of readers; what is not one is named.

A file is known by what is in it; its suffix only helps where the content says nothing.
"""

from __future__ import annotations

import codecs
import io
import zipfile
from typing import TYPE_CHECKING

from cchc_lib.submissions import archive, delimited, docx, ods, xls, xlsb, xlsx
from cchc_lib.submissions.old_text import in_unicode
from cchc_lib.submissions.package import ENTRY, FAULTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_lib.config import Limits
    from cchc_lib.submissions.book import RawBook

READERS: dict[str, Callable[[bytes, Limits], RawBook]] = {
    ".xlsx": xlsx.read,
    ".xlsm": xlsx.read,  # macros are never looked at, let alone run
    ".xlsb": xlsb.read,
    ".xls": xls.read,
    ".ods": ods.read,
    ".docx": docx.read,
    ".csv": delimited.read,
}
REWRITABLE = (".xlsx", ".xlsm")  # that openpyxl can write again

EMPTY, LOCKED, BROKEN = "empty", "locked", "broken"


def read(kind: str, data: bytes, limits: Limits) -> RawBook:
    """The cells of a file of a kind that has a reader, in Unicode whatever it was typed in.

    Raises:
        UnsafeFileError: beyond the limits, or not sound.
    """
    return in_unicode(READERS[kind](data, limits))


# What a file is called in a message, by the suffix of its kind.
KIND_NAMES = {
    ".txt": "tệp văn bản thuần",
    ".doc": "văn bản Word đời cũ (.doc)",
    ".odt": "văn bản OpenDocument (.odt)",
    ".pptx": "tệp trình chiếu (.pptx)",
    ".ppt": "tệp trình chiếu đời cũ (.ppt)",
    ".msg": "thư điện tử Outlook (.msg)",
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
    (b"\x09\x08\x08\x00", ".xls"),  # Excel 5 and 7 without its container
    (b"\x09\x08\x10\x00", ".xls"),  # Excel 97 likewise
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
_BOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_MIMETYPES = {b"spreadsheet": ".ods", b"text": ".odt"}
_ALIASES = {".jpeg": ".jpg", ".tif": ".tiff", ".htm": ".html", ".tsv": ".csv"}
_HEAD = 4096  # bytes that tell text from the rest
_FEW = 8  # bytes, too few to tell anything by
_MANIFEST = 200_000  # bytes of the list of an OpenDocument's parts, at most
_DELIMITED = (".csv", ".txt", ".xls", "")  # suffixes under which programs save cells as text


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
    if data.count(ENTRY) > archive.MAX_ENTRIES:  # before each entry becomes an object
        return archive.KIND
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = {name.lower().lstrip("/") for name in package.namelist()}
            mime = package.read("mimetype") if _small(package, "mimetype") else b""
            manifest = "META-INF/manifest.xml"
            said = package.read(manifest) if _small(package, manifest, _MANIFEST) else b""
    except FAULTS:
        return BROKEN
    if b"encryption-data" in said:
        return LOCKED
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


def _small(package: zipfile.ZipFile, name: str, most: int = _HEAD) -> bool:
    """Whether a part is there and too short to do harm."""
    return name in package.namelist() and package.getinfo(name).file_size <= most


def _sheets(names: set[str]) -> bool:
    """Whether a package of another layout holds worksheets all the same."""
    return any("worksheets/" in name for name in names)


def _ole_kind(data: bytes, suffix: str) -> str:
    """The kind of an OLE file, by the streams that it names, else by its suffix."""
    if _ENCRYPTED in data:
        return LOCKED
    if _WORD in data:
        return ".doc"
    if any(name in data for name in _BOOKS):
        return ".xls"
    return suffix if suffix in (".doc", ".ppt", ".msg", ".xls") else ""


def _text_kind(data: bytes, suffix: str) -> str:
    """The kind of a file without a signature."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return ".html"
    if head.startswith(b"<?xml"):
        return ".xml"
    text = _beginning(data)
    if text is None:
        return ""
    if suffix == ".csv" or (suffix in _DELIMITED and delimited.separator(text)):
        return ".csv"
    return suffix if suffix in KIND_NAMES else ".txt"


def _beginning(data: bytes) -> str | None:
    """The first lines of a text, enough to see its separators; None where it is none."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data[:_HEAD].decode("utf-16", "ignore")
    head = (
        data[:_HEAD].replace(b"\x00", b"") if _every_other_is_zero(data[:_HEAD]) else data[:_HEAD]
    )
    return None if b"\x00" in head else head.decode("latin-1")


def _every_other_is_zero(head: bytes) -> bool:
    """Whether bytes look like text in UTF-16 without its mark."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    return len(head) >= _FEW and min(even, odd) == 0 and max(even, odd) > len(head) // 4

"""A Word file as a package of XML parts, within limits; names are taken without namespace."""

from __future__ import annotations

import io
import lzma
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from cchc_lib.errors import NotAPlanError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

MAX_PARTS = 5_000
MAX_PART_BYTES = 40_000_000  # unpacked, of a part that is read
MAX_RATIO = 200  # unpacked ÷ packed; Word's own XML packs 10 to 30 times
RATIO_FROM = 5_000_000
MAX_ELEMENTS = 2_000_000
# What a package is by the folder of its parts, and what to do.
_KINDS = {
    "xl/": (
        "tệp Excel (.xlsx), không phải tài liệu Word, PDF hay văn bản",
        "Nếu kế hoạch nằm trong bảng tính, xuất ra PDF hoặc chép bảng vào Word",
    ),
    "ppt/": ("tệp trình chiếu (.pptx), không phải tài liệu Word", "Xuất ra PDF"),
    "": (
        "tệp nén hoặc tệp lạ, không phải tài liệu Word (.docx)",
        "Nếu là tệp nén, giải nén rồi nêu tệp kế hoạch bên trong; nếu không, xin lại tệp",
    ),
}
FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    ParseError,
    DefusedXmlException,
    EOFError,
    KeyError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,  # a password, or elements nested beyond all bounds
    OSError,
)


class Package:
    """The parts of a Word file that are read, each parsed once."""

    def __init__(self, data: bytes, name: str) -> None:
        """Look into the package; nothing is unpacked yet.

        Raises:
            NotAPlanError: too many parts, a password, or another kind of package.
        """
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._name = name
        parts = self._zip.infolist()
        if len(parts) > MAX_PARTS:
            raise self._refusal(f"có quá nhiều phần bên trong ({len(parts)})")
        if any(part.flag_bits & 1 for part in parts):
            raise self._refusal("đặt mật khẩu nên không mở được")
        self._parts = {part.filename.lower().lstrip("/"): part for part in parts}
        self.main = self._main()

    def _refusal(self, what: str) -> NotAPlanError:
        """Why the file is not read, and what to do."""
        return NotAPlanError(
            f"{self._name}: tệp {what}. Mở tệp gốc bằng Word, lưu thành .docx rồi chạy lại."
        )

    def _other_kind(self) -> NotAPlanError:
        """Why another kind of package is not read, and what to do."""
        kind, then = next(
            (
                said
                for folder, said in _KINDS.items()
                if any(p.startswith(folder) for p in self._parts)
            ),
            _KINDS[""],
        )
        return NotAPlanError(f"{self._name}: {kind}. {then} rồi chạy lại.")

    def _main(self) -> str:
        """The name of the part that holds the text."""
        targets = [
            posixpath.normpath(attribute(one, "Target").lstrip("/"))
            for one in self._elements("_rels/.rels")
            if attribute(one, "Type").endswith("/officeDocument")
        ]
        found = targets[0] if targets else "word/document.xml"
        if found.lower() not in self._parts or not found.lower().startswith("word/"):
            raise self._other_kind()
        return found

    def _elements(self, name: str) -> list[Element]:
        """The elements right under a part's root; none where the part is missing."""
        root = self.part(name)
        return [] if root is None else list(root)

    def part(self, name: str) -> Element | None:
        """The root of a part; None where it is missing.

        Raises:
            NotAPlanError: it unpacks beyond the limits.
        """
        stored = self._parts.get(name.lower())
        if stored is None:
            return None
        ratio = stored.file_size / max(stored.compress_size, 1)
        if stored.file_size > MAX_PART_BYTES or (
            stored.file_size > RATIO_FROM and ratio > MAX_RATIO
        ):
            raise self._refusal(
                f"giải nén ra quá lớn ({stored.file_size // 1_000_000} MB) nên không an toàn để mở"
            )
        data = self._zip.read(stored)
        if data.count(b"<") > MAX_ELEMENTS:
            raise self._refusal("có quá nhiều phần tử bên trong nên không an toàn để mở")
        root: Element = fromstring(data, forbid_dtd=True)
        return root

    def beside(self, name: str) -> Element | None:
        """The root of a part in the main part's folder."""
        return self.part(posixpath.join(posixpath.dirname(self.main), name))


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without namespace; "" where it is missing."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of a name, and on down a path of names; None where one is missing."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def value(element: Element | None, *names: str) -> str:
    """The `val` of a child down a path; "" where it is missing."""
    found = child(element, *names)
    return "" if found is None else attribute(found, "val")


def whole(text: str, default: int) -> int:
    """A whole number of an attribute; the default where it is none."""
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 10 else default  # noqa: PLR2004


def switched(element: Element | None, name: str) -> bool | None:
    """Whether a switch such as `caps` is on; None where it isn't set."""
    found = child(element, name)
    if found is None:
        return None
    return attribute(found, "val") not in {"0", "false", "off", "none"}


def down(element: Element, name: str) -> Iterator[Element]:
    """All elements of a name below another."""
    return (one for one in element.iter() if local(one) == name)

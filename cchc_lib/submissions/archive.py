"""A received ZIP file → its members, one after the other, within the limits."""

from __future__ import annotations

import contextlib
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_lib.errors import UnsafeFileError
from cchc_lib.submissions.package import ENTRY, FAULTS
from cchc_lib.vietnamese import format_number

if TYPE_CHECKING:
    from collections.abc import Iterator

KIND = ".zip"
MAX_MEMBERS = 2_000
MAX_ENTRIES = 50_000  # of directories, those of workbooks that were stored whole included
PASSED_OVER = ("~$", ".", "__MACOSX")
_MEGABYTE = 1_000_000
_ENCRYPTED, _UTF8 = 0x1, 0x800  # flags of a member

_BROKEN = "Tệp nén bị hỏng hoặc tải về chưa hết nên không mở được. Gửi lại từng tệp trong đó."


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive; `data` None where its bytes are damaged."""

    name: str
    data: bytes | None


def members(data: bytes, most: int) -> Iterator[Member]:
    """The files in an archive by name, those that are passed over included, read one by one.

    Args:
        data: the archive.
        most: bytes to which all members together may unpack.

    Raises:
        UnsafeFileError: not sound, encrypted, empty or beyond the limits; before any member.
    """
    if data.count(ENTRY) > MAX_ENTRIES:
        raise UnsafeFileError(_too_large(0, data.count(ENTRY)))
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except FAULTS as error:
        raise UnsafeFileError(_BROKEN) from error
    with package:
        infos = [info for info in package.infolist() if not info.is_dir()]
        _check(infos, most)
        for info in sorted(infos, key=_name):
            yield Member(_name(info), None if passed_over(_name(info)) else _bytes(package, info))


def passed_over(name: str) -> bool:
    """Whether a member is a temporary or hidden file rather than somebody's report."""
    parts = [part for part in name.split("/") if part not in (".", "..")]
    return any(part.startswith(PASSED_OVER) for part in parts)


def _check(infos: list[zipfile.ZipInfo], most: int) -> None:
    """Refuse before unpacking; a member never unpacks to more than the size that it declares."""
    size = sum(info.file_size for info in infos)
    if not infos:
        raise UnsafeFileError("Tệp nén không có tệp nào bên trong. Nén lại rồi gửi lại.")
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise UnsafeFileError("Tệp nén có mật khẩu. Bỏ mật khẩu, hoặc gửi từng tệp trong đó.")
    if len(infos) > MAX_MEMBERS or size > most:
        raise UnsafeFileError(_too_large(size, len(infos)))


def _too_large(size: int, files: int) -> str:
    """Why an archive is refused before it is unpacked."""
    unpacked = format_number(size / _MEGABYTE, 1)
    return f"Tệp nén giải nén ra quá lớn ({unpacked} MB, {files} tệp). Gửi từng tệp trong đó."


def _name(info: zipfile.ZipInfo) -> str:
    """A member's path; names without the mark of UTF-8 are tried as UTF-8 all the same."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _bytes(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | None:
    """The bytes of one member; None where they are damaged."""
    try:
        return package.read(info)
    except FAULTS:
        return None

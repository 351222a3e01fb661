"""Every change of the disk: whole files or nothing, log lines that are there once said to be.

What is written goes through `step`, one call of the system at a time, so that a test can stop
the program at each of them. A reader finds old bytes or new ones, never a part: a file is written
beside its place, brought to the disk, then renamed over it. What a stop leaves behind are files
that end in `LEFTOVER`; `sweep` takes them away.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from cchc_lib.errors import LockedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

P = ParamSpec("P")
T = TypeVar("T")

LEFTOVER = ".cchc-tmp"
TRIES, PAUSE = 5, 0.2  # a file open in another program on Windows: times, seconds between


def step(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """One change of the disk."""
    return work(*args, **kwargs)


def patiently(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Do what another program may forbid for a moment; try again, then give up."""
    for _ in range(TRIES - 1):
        try:
            return work(*args, **kwargs)
        except PermissionError:
            time.sleep(PAUSE)
    return work(*args, **kwargs)


def make_folder(path: Path) -> None:
    """A folder and those above it, where they aren't there."""
    with explained(path):
        if not path.is_dir():
            step(path.mkdir, parents=True, exist_ok=True)


def write_atomic(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write a file so that a reader finds the old bytes or the new ones, never a part.

    Args:
        path: the file; folders above it are made.
        data: its bytes.
        durable: wait until the bytes are on the disk; what can be made again need not.

    Raises:
        LockedError: the machine refuses (full, read-only, open in another program).
    """
    make_folder(path.parent)
    with explained(path):
        handle, name = step(tempfile.mkstemp, LEFTOVER, f".{path.name[:40]}.", path.parent)
        try:
            try:
                step(write_all, handle, data)
                if durable:
                    step(os.fsync, handle)
            finally:
                os.close(handle)
            Path(name).chmod(0o644)
            patiently(step, os.replace, name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def append(path: Path, keep: int, data: bytes) -> None:
    """Append bytes to a file whose first `keep` bytes are sound, on disk before this returns.

    Raises:
        LockedError: the machine refuses; the file's first `keep` bytes are untouched.
    """
    make_folder(path.parent)
    with explained(path), step(path.open, "ab") as file:
        if file.tell() != keep:
            step(file.truncate, keep)
        step(write_all, file.fileno(), data)
        step(os.fsync, file.fileno())


def write_all(handle: int, data: bytes) -> None:
    """Write bytes to an open file, however many the system takes at once."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def remove(path: Path) -> None:
    """Take a file away, where it is there."""
    if path.exists():
        with explained(path):
            step(path.unlink, missing_ok=True)


def settle(folders: Iterable[Path]) -> None:
    """Bring the names in folders to the disk, so that files renamed into them stay there."""
    if os.name == "nt":  # pragma: no cover - no such thing there
        return
    for folder in folders:
        with explained(folder):
            handle = os.open(folder, os.O_RDONLY)
            try:
                step(os.fsync, handle)
            finally:
                os.close(handle)


def sweep(folder: Path) -> None:
    """Take away what a run that was stopped left behind; only who holds the workspace may."""
    for path in folder.rglob(f".*{LEFTOVER}"):
        remove(path)


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the machine's refusals into words."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LockedError(
            f"Không ghi được {path.name} trong {path.parent.name}: {reason}. Kiểm tra dung lượng "
            "đĩa, quyền ghi và đóng tệp nếu đang mở trong Excel hay Word rồi chạy lại."
        ) from error

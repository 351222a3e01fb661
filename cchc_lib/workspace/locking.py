"""One run at a time: an exclusive lock on a file, which the system frees when the run ends."""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING

from cchc_lib.errors import LockedError
from cchc_lib.workspace import disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 60.0


@contextlib.contextmanager
def held(path: Path, wait: float | None = None) -> Iterator[None]:
    """Hold a lock; wait for another holder, then give up.

    Raises:
        LockedError: another run still holds it after `wait` seconds (`SECONDS` by default).
    """
    disk.make_folder(path.parent)
    with disk.explained(path):
        handle = disk.step(path.open, "a+b")
    with handle:
        _acquire(handle.fileno(), SECONDS if wait is None else wait)
        try:
            yield
        finally:
            _release(handle.fileno())


def _acquire(handle: int, wait: float) -> None:
    """Take an exclusive lock on an open file, trying for `wait` seconds."""
    deadline = time.monotonic() + wait
    while not _try_lock(handle):
        if time.monotonic() >= deadline:
            raise LockedError(
                "Một lệnh cchc khác đang làm việc trong không gian này và chưa xong sau "
                f"{wait:.0f} giây. Đợi lệnh đó xong rồi chạy lại."
            )
        time.sleep(0.1)


if os.name == "nt":  # pragma: no cover - the tests run elsewhere
    import msvcrt

    def _try_lock(handle: int) -> bool:
        """Whether the lock was free."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True

    def _release(handle: int) -> None:
        """Give the lock back."""
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined]

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        """Whether the lock was free."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(handle: int) -> None:
        """Give the lock back."""
        fcntl.flock(handle, fcntl.LOCK_UN)

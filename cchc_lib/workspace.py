"""Where files are: append-only raw, rebuildable processed, atomic writes, one lock.

A workspace is a folder with `cchc.toml` at its root. Nothing else in the library knows a path.
"""

from __future__ import annotations

import codecs
import contextlib
import datetime as dt
import hashlib
import json
import os
import tempfile
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from cchc_lib import columns, config
from cchc_lib.errors import LockedError, WorkspaceError
from cchc_lib.model import Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

VARIABLE = "CCHC_WORKSPACE"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LOCK_SECONDS = 60.0


@dataclass(frozen=True)
class Workspace:
    """The folders and files of one workspace; see contracts, part 2."""

    root: Path
    given: config.Settings | None = None

    @cached_property
    def settings(self) -> config.Settings:
        """What `cchc.toml` says, read once; or the settings that this workspace was given."""
        return self.given or config.load(self.root / config.FILE_NAME)

    @property
    def raw(self) -> Path:
        """What was received and what people maintain."""
        return self.root / "data" / "raw"

    @property
    def processed(self) -> Path:
        """What can be deleted and made again."""
        return self.root / "data" / "processed"

    @property
    def outputs(self) -> Path:
        """Reports, forms, the site."""
        return self.root / "outputs"

    @property
    def registry_path(self) -> Path:
        """The registry of agencies."""
        return self.raw / "agencies.csv"

    @property
    def submissions_dir(self) -> Path:
        """Submissions as received, a folder per period."""
        return self.raw / "submissions"

    @property
    def log_path(self) -> Path:
        """The append-only log of what happened to submissions."""
        return self.submissions_dir / "log.jsonl"

    @property
    def plan_path(self) -> Path:
        """The plan's file, as `[plan] file` names it.

        Raises:
            WorkspaceError: none is named, or it isn't there.
        """
        name = self.settings.plan.file
        folder = self.raw / "plan"
        if not name:
            raise WorkspaceError(
                f"{config.FILE_NAME}, [plan] file: chưa có kế hoạch. Chép tệp kế hoạch vào "
                'data/raw/plan/ rồi ghi tên tệp, ví dụ: file = "ke-hoach-2025.txt".'
            )
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise WorkspaceError(
                f'{config.FILE_NAME}, [plan] file = "{name}": tệp kế hoạch phải nằm trong '
                "data/raw/plan/. Chép tệp vào đó và chỉ ghi tên tệp."
            )
        if not path.is_file():
            raise WorkspaceError(
                f"Không thấy kế hoạch data/raw/plan/{name} mà {config.FILE_NAME} [plan] file "
                "nêu tên. Chép tệp vào đúng chỗ hoặc sửa tên trong cchc.toml rồi chạy lại."
            )
        return path

    def notes(self, period: str) -> str:
        """The analyst's own paragraphs for a period, Markdown; "" where there are none.

        Raises:
            WorkspaceError: the file isn't Unicode text.
        """
        path = self.notes_path(period)
        if not path.is_file():
            return ""
        data = path.read_bytes()
        wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        try:
            return data.decode("utf-16" if wide else "utf-8-sig")
        except UnicodeDecodeError as error:
            raise WorkspaceError(
                f"Không đọc được data/raw/notes/{path.name}: tệp không phải chữ Unicode. Mở bằng "
                "Notepad, lưu lại với mã hoá UTF-8 rồi chạy lại."
            ) from error

    def notes_path(self, period: str) -> Path:
        """Where the analyst's paragraphs for a period stand."""
        return self.raw / "notes" / f"{period}.md"

    def relative(self, path: Path) -> str:
        """A path as records and manifests name it: from the root, with slashes."""
        return path.resolve().relative_to(self.root.resolve()).as_posix()

    # --- tables ---------------------------------------------------------------------------

    def write_table(self, name: str, table: pd.DataFrame) -> None:
        """Write a processed table with exactly the columns of its contract."""
        expected = columns.names(columns.TABLES[name])
        text = table[expected].to_csv(index=False, lineterminator="\n")
        write_atomic(self.processed / f"{name}.csv", text.encode("utf-8"))

    def read_table(self, name: str) -> pd.DataFrame:
        """Read a processed table with the dtypes of its contract."""
        import pandas as pd  # noqa: PLC0415 - half a second that `--help` need not pay

        dtypes = columns.dtypes(columns.TABLES[name])
        path = self.processed / f"{name}.csv"
        return pd.read_csv(path, dtype=dtypes, keep_default_na=False, na_values=[""])

    # --- the log --------------------------------------------------------------------------

    def append_log(self, entry: dict[str, Any]) -> None:
        """Append one event to the log, on disk before this returns.

        A last line that a crash cut off is taken away first: it was no event, and what is
        appended would be lost in it.
        """
        line = json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n"
        with _explained(self.log_path):
            self.log_path.parent.mkdir(parents=True, exist_ok=True)
            log = self.log_path.open("ab")
        with _explained(self.log_path), log:
            end, missing = self._whole_lines()
            log.truncate(end)
            log.write(missing + line.encode("utf-8"))
            log.flush()
            os.fsync(log.fileno())

    def _whole_lines(self) -> tuple[int, bytes]:
        """Where the log's last whole event ends, and the line break that it lacks."""
        data = self.log_path.read_bytes()
        end = data.rfind(b"\n") + 1
        if rest := data[end:].strip():
            with contextlib.suppress(WorkspaceError):
                self._event(0, rest)
                return len(data), b"\n"
        return end, b""

    def events(self) -> tuple[Event, ...]:
        """All events of the log, oldest line first.

        A last line that was cut off by a crash is passed over; any other broken line fails.

        Raises:
            WorkspaceError: a line in the middle isn't an event.
        """
        if not self.log_path.is_file():
            return ()
        lines = self.log_path.read_bytes().split(b"\n")
        whole, rest = lines[:-1], lines[-1]
        events = [self._event(n, line) for n, line in enumerate(whole, start=1) if line.strip()]
        if rest.strip():
            with contextlib.suppress(WorkspaceError):
                events.append(self._event(len(lines), rest))
        return tuple(events)

    def _event(self, number: int, line: bytes) -> Event:
        """One line of the log as an event."""
        try:
            data = json.loads(line)
            moment = dt.datetime.fromisoformat(data.pop("at"))
            return Event(at=moment.astimezone(ZONE), order=number, **data)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise WorkspaceError(
                f"data/raw/submissions/log.jsonl, dòng {number}: không đọc được. Nhật ký chỉ được "
                "ghi thêm, không sửa tay; khôi phục tệp từ bản sao lưu rồi chạy lại."
            ) from error

    # --- one at a time --------------------------------------------------------------------

    @contextlib.contextmanager
    def lock(self, name: str = "workspace", wait: float = LOCK_SECONDS) -> Iterator[None]:
        """Hold the workspace for writing; wait for another holder, then give up.

        Raises:
            LockedError: another run still holds it after `wait` seconds.
        """
        path = self.root / "data" / f".{name}.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        with _explained(path):
            handle = path.open("a+b")
        with handle:
            _acquire(handle.fileno(), wait)
            try:
                yield
            finally:
                _release(handle.fileno())


def find(start: Path | None = None, named: str = "") -> Workspace:
    """The workspace that a command works in.

    Args:
        start: folder to look from, upwards; the current one by default.
        named: a folder given by the user; else the variable `CCHC_WORKSPACE` counts.

    Raises:
        WorkspaceError: there is none.
    """
    named = named or os.environ.get(VARIABLE, "")
    if named:
        root = Path(named)
        if not (root / config.FILE_NAME).is_file():
            raise WorkspaceError(
                f"Thư mục {named} không phải là không gian làm việc vì không có tệp "
                f"{config.FILE_NAME}. Tạo mới bằng: cchc init {named}"
            )
        return Workspace(root.resolve())
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / config.FILE_NAME).is_file():
            return Workspace(folder)
    raise WorkspaceError(
        f"Không thấy tệp {config.FILE_NAME} ở thư mục này hay các thư mục trên nó. Chuyển vào "
        "không gian làm việc, nêu bằng --workspace THƯ_MỤC, hoặc tạo mới: cchc init THƯ_MỤC"
    )


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file so that a reader finds the old bytes or the new ones, never a part.

    Raises:
        LockedError: the machine refuses (full, read-only, open in another program).
    """
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            _replace(Path(temporary), path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def sha256(path: Path) -> str:
    """Hash of a file's bytes, 64 hex digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def checksums(workspace: Workspace, paths: Sequence[Path]) -> tuple[tuple[str, str], ...]:
    """Relative name and hash of each file that exists, sorted by name."""
    return tuple(sorted((workspace.relative(p), sha256(p)) for p in paths if p.is_file()))


def _replace(source: Path, target: Path, tries: int = 5) -> None:
    """Rename over the target; a file open in another program on Windows is tried again."""
    for left in reversed(range(tries)):
        try:
            source.replace(target)
        except PermissionError:
            if not left:
                raise
            time.sleep(0.2)
        else:
            return


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn the machine's refusals into words."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LockedError(
            f"Không ghi được {path.name} trong {path.parent.name}: {reason}. Kiểm tra dung lượng "
            "đĩa, quyền ghi và đóng tệp nếu đang mở trong Excel hay Word rồi chạy lại."
        ) from error


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

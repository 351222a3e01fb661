"""A workspace's folders and files, its log of events, its lock."""

from __future__ import annotations

import codecs
import contextlib
import datetime as dt
import hashlib
import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from cchc_lib import config
from cchc_lib.errors import WorkspaceError
from cchc_lib.model import Event
from cchc_lib.workspace import disk, issues, locking

if TYPE_CHECKING:
    from collections.abc import Sequence


VARIABLE = "CCHC_WORKSPACE"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Workspace:
    """The folders and files of one workspace; see contracts, part 2.

    `until` is a line of the log: the workspace is seen as it stood when that line was written,
    which is how a closed period stays as it was. None is now.
    """

    root: Path
    given: config.Settings | None = None
    until: int | None = None

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
    def tables(self) -> Path:
        """The processed tables of the log's events, or of those up to a line."""
        return self.processed if self.until is None else self.processed / f"log-{self.until}"

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

    # --- the log --------------------------------------------------------------------------

    def log(self) -> bytes:
        """The log's bytes, up to the line that this workspace is seen at."""
        data = self.log_path.read_bytes() if self.log_path.is_file() else b""
        if self.until is None:
            return data
        return b"".join(line + b"\n" for line in data.split(b"\n")[: self.until])

    def append_log(self, *entries: dict[str, Any]) -> None:
        """Append events to the log, all on disk before this returns.

        A last line that a crash cut off is taken away first: it was no event, and what is
        appended would be lost in it.
        """
        keep, missing = self._whole_lines()
        noted = (issue for event in self.events() for issue in event.issued)
        if entries and (issued := issues.unnoted(self.outputs, noted)):
            entries = ({**entries[0], "issued": issued}, *entries[1:])
        lines = (json.dumps(one, ensure_ascii=False, sort_keys=True) + "\n" for one in entries)
        disk.append(self.log_path, keep, missing + "".join(lines).encode("utf-8"))

    def next_order(self) -> int:
        """The line of the log that the next event will be."""
        keep, missing = self._whole_lines()
        return self.log()[:keep].count(b"\n") + len(missing) + 1

    def _whole_lines(self) -> tuple[int, bytes]:
        """Where the log's last whole event ends, and the line break that it lacks."""
        data = self.log()
        end = data.rfind(b"\n") + 1
        if rest := data[end:].strip():
            with contextlib.suppress(WorkspaceError):
                _event(0, rest)
                return len(data), b"\n"
        return end, b""

    def events(self) -> tuple[Event, ...]:
        """All events of the log, oldest line first; see `events_of`."""
        return events_of(self.log())

    def lock(
        self, name: str = "workspace", wait: float | None = None
    ) -> contextlib.AbstractContextManager[None]:
        """Hold the workspace for writing; wait for another holder, then give up.

        Raises:
            LockedError: another run still holds it after `wait` seconds.
        """
        return locking.held(self.root / "data" / f".{name}.lock", wait)


def events_of(log: bytes) -> tuple[Event, ...]:
    """All events of a log, oldest line first.

    A last line that was cut off by a crash is passed over; any other broken line fails.

    Raises:
        WorkspaceError: a line in the middle isn't an event.
    """
    lines = log.split(b"\n")
    whole, rest = lines[:-1], lines[-1]
    events = [_event(n, line) for n, line in enumerate(whole, start=1) if line.strip()]
    if rest.strip():
        with contextlib.suppress(WorkspaceError):
            events.append(_event(len(lines), rest))
    return tuple(events)


def _event(number: int, line: bytes) -> Event:
    """One line of the log as an event."""
    try:
        data = json.loads(line)
        moment = dt.datetime.fromisoformat(data.pop("at"))
        issued = issues.parse(data.pop("issued", ()))
        return Event(at=moment.astimezone(ZONE), order=number, issued=issued, **data)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise WorkspaceError(
            f"data/raw/submissions/log.jsonl, dòng {number}: không đọc được. Nhật ký chỉ được "
            "ghi thêm, không sửa tay; khôi phục tệp từ bản sao lưu rồi chạy lại."
        ) from error


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


def sha256(path: Path) -> str:
    """Hash of a file's bytes, 64 hex digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def checksums(workspace: Workspace, paths: Sequence[Path]) -> tuple[tuple[str, str], ...]:
    """Relative name and hash of each file that exists, sorted by name."""
    return tuple(sorted((workspace.relative(p), sha256(p)) for p in paths if p.is_file()))

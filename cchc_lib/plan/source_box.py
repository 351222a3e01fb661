"""Files that C libraries open (PDF, pictures, Word's XML) are opened in a process of their own.

A hostile or damaged file can make such a library run for hours, take gigabytes or fall over. So
the reader runs in a child process that may take so much processor time for each page and so much
memory. Where it goes beyond, the child dies and the parent says why; nothing else is touched. The
two speak JSON: one request in, lines of progress and one answer out.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from threading import Timer
from typing import IO, TYPE_CHECKING, Any

from cchc_lib.errors import CchcError, NotAPlanError, PlanError
from cchc_lib.findings import Finding
from cchc_lib.plan.source import OPENERS, Kind, SourceDocument, SourceLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cchc_lib.plan.source import Box

PAGE_SECONDS = 60  # of processor time for one page, or for a whole Word file
MEMORY_BYTES = 400_000_000  # that the child may allocate, its libraries aside
SILENT_SECONDS = 600  # on the clock, after which a child that says nothing is given up
_NO_MEMORY = 86  # exit status of a child that ran out of memory
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
_REFUSALS: dict[str, type[CchcError]] = {
    one.__name__: one for one in (NotAPlanError, PlanError)
}  # what a child may answer with
_progress = logging.getLogger("cchc_lib.progress")


# --- the parent ------------------------------------------------------------------------------


def read(path: Path, kind: Kind) -> SourceDocument:
    """A file's lines, read in a child process.

    Raises:
        NotAPlanError: damaged, locked, without text, or beyond the limits.
        PlanError: a scan, and Tesseract is missing.
    """
    answer = _ask({"job": "read", "path": str(path), "kind": kind}, path.name)
    return SourceDocument(
        lines=tuple(_line(one) for one in answer["lines"]),
        notes=tuple(_finding(one) for one in answer["notes"]),
        kind=kind,
    )


def cuttings(path: Path, wanted: Sequence[tuple[int, Box]]) -> list[bytes]:
    """Pictures (PNG) of places on a file's pages, cut out in a child process.

    Args:
        path: a PDF or a picture.
        wanted: page, and place on it as `SourceLine.box` tells it.

    Raises:
        NotAPlanError: the file can't be opened within the limits.
    """
    if not wanted:
        return []
    answer = _ask({"job": "cut", "path": str(path), "wanted": list(wanted)}, path.name)
    return [base64.b64decode(one) for one in answer["pictures"]]


def _line(stored: dict[str, Any]) -> SourceLine:
    """A line as the child tells it."""
    for name in ("cells", "box"):
        stored[name] = stored[name] and tuple(stored[name])
    return SourceLine(**stored)


def _finding(stored: dict[str, Any]) -> Finding:
    """A finding as the child tells it."""
    return Finding(**{**stored, "lines": stored["lines"] and tuple(stored["lines"])})


def _ask(request: dict[str, Any], name: str) -> dict[str, Any]:
    """The answer of a child process to one request."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, **_ENVIRONMENT, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,
        ) as child,
    ):
        try:
            answer = _listen(child, json.dumps(request).encode(), name)
            child.wait()
        finally:
            _end(child)
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace")
    if "refused" in answer:
        raise _REFUSALS[answer["refused"]](answer["text"])
    if child.returncode == 1 and "Traceback" in said:
        raise RuntimeError(said)  # a bug of the reader stays one
    if not answer or child.returncode:
        raise NotAPlanError(
            f"{name}: mở tệp tốn quá {PAGE_SECONDS} giây một trang hoặc quá "
            f"{MEMORY_BYTES // 1_000_000} MB bộ nhớ nên đã dừng lại; tệp bị hỏng hoặc chứa nội "
            "dung bất thường. Mở tệp gốc, in lại thành PDF (hoặc lưu lại thành .docx, quét lại ở "
            "200 dpi) rồi chạy lại."
        )
    return answer


def _listen(child: subprocess.Popen[bytes], request: bytes, name: str) -> dict[str, Any]:
    """What a child answers in the end; {} where it died first. Progress is passed on."""
    stdin, stdout = child.stdin, child.stdout
    if stdin is None or stdout is None:
        raise AssertionError
    try:
        with stdin:
            stdin.write(request)
    except BrokenPipeError:
        return {}
    while True:
        watch = Timer(SILENT_SECONDS, _end, (child,))
        watch.daemon = True
        watch.start()
        try:
            line = stdout.readline()
        finally:
            watch.cancel()
        if not line.endswith(b"\n"):
            return {}
        told: dict[str, Any] = json.loads(line)
        if "page" not in told:
            return told
        if told["page"] and told["of"]:
            _progress.info("%s: đã nhận dạng %d/%d trang ảnh", name, told["page"], told["of"])
        elif told["of"]:
            _progress.info("%s: nhận dạng %d trang ảnh, mỗi trang vài giây…", name, told["of"])


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill a child, and the programs that it has started."""
    if child.poll() is not None:
        return
    if sys.platform == "win32":
        child.kill()
    else:
        os.killpg(child.pid, signal.SIGKILL)


# --- the child -------------------------------------------------------------------------------


def main() -> None:
    """Answer the one request on stdin, within the limits."""
    told, sys.stdout = sys.stdout, sys.stderr  # a library that prints doesn't disturb the answer
    request = json.load(sys.stdin)
    _bound()
    try:
        answer = _JOBS[request["job"]](request, lambda page, of: _tick(told, page, of))
    except tuple(_REFUSALS.values()) as error:
        answer = {"refused": type(error).__name__, "text": str(error)}
    except MemoryError:
        os._exit(_NO_MEMORY)
    _tell(told, answer)


def _tell(out: IO[str], message: dict[str, Any]) -> None:
    """One line to the parent."""
    out.write(json.dumps(message, ensure_ascii=False) + "\n")
    out.flush()


def _tick(out: IO[str], page: int, of: int) -> None:
    """Tell that a page is done; the next one has its own time."""
    _allow()
    _tell(out, {"page": page, "of": of})


def _bound() -> None:
    """Set the limits, where the system has such; elsewhere the parent's clock must do."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for limit in (resource.RLIMIT_DATA, resource.RLIMIT_AS):
        room = MEMORY_BYTES * (1 if limit == resource.RLIMIT_DATA else 3)
        _, hard = resource.getrlimit(limit)
        most = room if hard == resource.RLIM_INFINITY else min(room, hard)
        resource.setrlimit(limit, (most, hard))
    _allow()


def _allow() -> None:
    """Grant the time of one page from now on."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + PAGE_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = until if hard == resource.RLIM_INFINITY else min(until, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def _read(request: dict[str, Any], tick: Callable[[int, int], None]) -> dict[str, Any]:
    """The job `read`."""
    path = Path(request["path"])
    module = import_module(OPENERS[request["kind"]])
    found: SourceDocument = module.read(path, path.read_bytes(), tick)
    return {
        "lines": [asdict(one) for one in found.lines],
        "notes": [asdict(one) for one in found.notes],
    }


def _cut(request: dict[str, Any], tick: Callable[[int, int], None]) -> dict[str, Any]:
    """The job `cut`."""
    from cchc_lib.plan import source_scan  # noqa: PLC0415 - loads large libraries

    wanted = [(page, tuple(box)) for page, box in request["wanted"]]
    cut = source_scan.cuttings(Path(request["path"]), wanted, tick)
    return {"pictures": [base64.b64encode(one).decode("ascii") for one in cut]}


_JOBS = {"read": _read, "cut": _cut}

if __name__ == "__main__":
    main()

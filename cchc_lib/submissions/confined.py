"""A library's parser, run on received bytes in a process of its own that can be killed.

The child gets the bytes on stdin and answers in JSON on stdout, so that nothing of it is
unpickled here. It may use `[submissions.limits] seconds` of processor time and `memory_mb` of
memory, which the system enforces where it can (Linux; macOS only the time). Where it can't
(Windows), the child is killed when `WALL_FACTOR` times those seconds have passed on the clock,
and its memory is not limited.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from cchc_lib.errors import UnsafeFileError
from cchc_lib.submissions.package import BROKEN, TOO_SLOW

if TYPE_CHECKING:
    from cchc_lib.config import Limits

WALL_FACTOR = 10  # a busy machine, or one that looks for viruses, is slow to start a process
MEGABYTE = 1 << 20


def answer(module: str, data: bytes, limits: Limits) -> dict[str, Any]:
    """What a module's `main` says about some bytes.

    Raises:
        UnsafeFileError: beyond the limits, or the parser gave up; with what to do.
    """
    allowed = {name: getattr(limits, name) for name in type(limits).model_fields}
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, json.dumps(allowed)],
            input=data,
            capture_output=True,
            timeout=WALL_FACTOR * limits.seconds,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise UnsafeFileError(TOO_SLOW) from error
    if done.returncode < 0:  # killed by the system, for the time that it took
        raise UnsafeFileError(TOO_SLOW)
    try:
        said: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise UnsafeFileError(BROKEN) from error
    if "refused" in said:
        raise UnsafeFileError(said["refused"])
    return said


def confine(limits: dict[str, Any]) -> None:
    """Limit this process, as far as the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on Windows

        seconds, memory = math.ceil(limits["seconds"]), limits["memory_mb"] * MEGABYTE
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

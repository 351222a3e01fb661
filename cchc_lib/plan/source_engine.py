"""Tesseract on this machine: where it is, what it reads, how it is run; how to install it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LANGUAGES = ("script/Vietnamese", "Vietnamese", "vie")
_PLACES = (
    r"%LOCALAPPDATA%\Programs\Tesseract-OCR\tesseract.exe",
    r"%PROGRAMFILES%\Tesseract-OCR\tesseract.exe",
    r"%LOCALAPPDATA%\Tesseract-OCR\tesseract.exe",
)
MISSING = (
    "Cần Tesseract với dữ liệu tiếng Việt để đọc bản chụp. Linux: sudo apt install tesseract-ocr "
    "tesseract-ocr-vie. Windows: chạy bộ cài Tesseract của UB Mannheim "
    "(https://github.com/UB-Mannheim/tesseract/wiki), chọn “Install just for me” (không cần quyền "
    "quản trị) và đánh dấu Vietnamese trong “Additional language data”. Sau đó chạy lại lệnh này."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Tesseract on this machine: its program, the language it reads, its version."""

    program: str
    language: str
    version: str

    @property
    def name(self) -> str:
        """Its name for people."""
        return f"Tesseract {self.version}".strip()


@lru_cache(maxsize=1)
def engine() -> Engine | None:
    """Tesseract with Vietnamese; None where either is missing."""
    places = [os.path.expandvars(place) for place in _PLACES] if sys.platform == "win32" else []
    program = next(
        (p for p in (shutil.which("tesseract"), *places) if p and Path(p).is_file()), None
    )
    if program is None:
        return None
    try:
        listed = run([program, "--list-langs"], 30).split()
        version = run([program, "--version"], 30).split("\n")[0].removeprefix("tesseract").strip()
    except (OSError, subprocess.SubprocessError):
        return None
    language = next((one for one in _LANGUAGES if one in listed), None)
    return Engine(program=program, language=language, version=version) if language else None


def run(arguments: Sequence[str], seconds: float) -> str:
    """What a program prints; one thread, so that pages can be read side by side."""
    done = subprocess.run(
        list(arguments),
        capture_output=True,
        check=True,
        timeout=seconds,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return done.stdout.decode("utf-8", "replace")

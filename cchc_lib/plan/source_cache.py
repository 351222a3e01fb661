"""Readings of page images that are kept, so that a file is read by OCR once."""

from __future__ import annotations

import json
import logging
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_lib import workspace
from cchc_lib.errors import CchcError
from cchc_lib.plan.source_page import Line, Page, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

_log = logging.getLogger(__name__)


def place(path: Path, key: str) -> Path:
    """Where a reading is kept: in the file's workspace, else in the user's cache."""
    try:
        folder = workspace.find(start=path.resolve().parent).processed
    except CchcError:
        folder = _user_cache()
    return folder / "ocr" / f"{key}.json"


def _user_cache() -> Path:
    """The platform's folder for what can be made again."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "cchc"


def load(path: Path) -> tuple[Page, ...] | None:
    """The pages of a kept reading; None where there is none that can be read."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_page(one) for one in stored)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _page(stored: dict[str, Any]) -> Page:
    """A page as it was kept."""
    items: list[Line | Table] = []
    for one in stored.pop("items"):
        if "rows" in one:
            one["rows"] = tuple(tuple(row) for row in one["rows"])
            one["places"] = tuple((top, bottom) for top, bottom in one["places"])
            one["columns"] = tuple(one["columns"])
            items.append(Table(**one))
        else:
            items.append(Line(**one))
    return Page(items=tuple(items), **stored)


def save(path: Path, pages: Sequence[Page]) -> None:
    """Keep a reading; a folder that can't be written to only costs time."""
    text = json.dumps([asdict(page) for page in pages], ensure_ascii=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        workspace.write_atomic(path, text.encode("utf-8"))
    except (OSError, CchcError) as error:
        _log.debug("not kept: %s", error)

"""Workbook → bytes that depend on its content alone: no clock, no machine."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CORE = "docProps/core.xml"
_FIRST = (1980, 1, 1, 0, 0, 0)


def pack(workbook: Workbook, day: dt.date) -> bytes:
    """A workbook as xlsx; its own dates are `day`, those inside the archive are fixed.

    The library stamps the hour of saving into the properties, so they are written over.
    """
    moment = dt.datetime.combine(day, dt.time())
    workbook.properties.created = workbook.properties.modified = moment
    saved = io.BytesIO()
    workbook.save(saved)
    packed = io.BytesIO()
    stamp = f"{day.isoformat()}T00:00:00Z".encode()
    with (
        zipfile.ZipFile(saved) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == _CORE:
                data = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", data)
            target.writestr(_entry(name), data)
    return packed.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """An archive entry without time and system."""
    entry = zipfile.ZipInfo(name, _FIRST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry

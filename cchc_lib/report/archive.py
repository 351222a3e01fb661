"""Office files made reproducible: no clock in the archive, none in its properties."""

from __future__ import annotations

import io
import re
import zipfile

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = "docProps/core.xml"
_CLOCKS = re.compile(
    rb"<(dcterms:created|dcterms:modified|cp:lastModifiedBy|cp:lastPrinted)\b[^>]*"
    rb"(?:/>|>.*?</\1>)",
    re.DOTALL,
)


def timeless(data: bytes) -> bytes:
    """The same archive with fixed times and without times and names in its properties."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == _PROPERTIES:
                content = _CLOCKS.sub(b"", content)
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            copy.writestr(entry, content, compresslevel=6)
    return target.getvalue()

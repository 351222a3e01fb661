"""Office files made reproducible: no clock in the archive, none in its properties."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = "docProps/core.xml"
_CLOCKS = re.compile(
    rb"<(dcterms:created|dcterms:modified|cp:lastModifiedBy|cp:lastPrinted)\b[^>]*"
    rb"(?:/>|>.*?</\1>)",
    re.DOTALL,
)


def timeless(data: bytes, results: Sequence[Mapping[str, float]] = ()) -> bytes:
    """The same archive with fixed times and without times and names in its properties.

    Args:
        data: an office file.
        results: of each sheet of a workbook, what its formulas give, by their cells: programs that
            don't calculate (previews, phones) show these.
    """
    sheets = {f"xl/worksheets/sheet{n}.xml": one for n, one in enumerate(results, start=1)}
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == _PROPERTIES:
                content = _CLOCKS.sub(b"", content)
            for cell, value in sheets.get(name, {}).items():
                content = _with_result(content, cell, value)
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            copy.writestr(entry, content, compresslevel=6)
    return target.getvalue()


def _with_result(sheet: bytes, cell: str, value: float) -> bytes:
    """A sheet whose formula in a cell has its result beside it."""
    formula = re.compile(rb'(<c r="%s"[^>]*><f>[^<]*</f>)<v ?(?:/>|></v>)' % cell.encode())
    return formula.sub(rb"\g<1><v>%s</v>" % repr(value).encode(), sheet)

"""Old Excel workbooks (.xls): their cells by xlrd, in a process of its own.

Source of the choice: docs/decisions/0009-formats.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cchc_lib.submissions import confined
from cchc_lib.submissions.book import ERRORS, Merge, RawBook, RawCell, RawSheet
from cchc_lib.submissions.number_formats import format_kind, number_cell

if TYPE_CHECKING:
    from cchc_lib.config import Limits

CHILD = "cchc_lib.submissions.xls_cells"


def read(data: bytes, limits: Limits) -> RawBook:
    """The cells of a workbook.

    Raises:
        UnsafeFileError: beyond the limits, encrypted, or not a sound workbook.
    """
    said = confined.answer(CHILD, data, limits)
    epoch_1904 = bool(said["epoch_1904"])
    sheets = tuple(
        RawSheet(
            name=" ".join(sheet["name"].split()),
            hidden=bool(sheet["hidden"]),
            cells={(r, c): _cell(kind, value, epoch_1904) for r, c, kind, value in sheet["cells"]},
            merges=tuple(Merge(*ends) for ends in sheet["merges"]),
        )
        for sheet in said["sheets"]
    )
    return RawBook(sheets=sheets, epoch_1904=epoch_1904)


def _cell(kind: str, value: Any, epoch_1904: bool) -> RawCell:
    """A cell as the child tells of it: a number comes with its format."""
    match kind:
        case "error":
            return RawCell(None, None, ERRORS.get(value, "#N/A"), "error")
        case "bool":
            return RawCell(bool(value), kind="bool")
        case "text":
            return RawCell(str(value))
    number, code = value
    return number_cell(float(number), format_kind(code), epoch_1904=epoch_1904)

"""What a report notebook may be given; checked before a kernel starts and again inside."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError

from cchc_lib import periods
from cchc_lib.errors import ParameterError
from cchc_lib.report import gallery

_KINDS = {
    "month": "tháng",
    "quarter": "quý",
    "half-year": "6 tháng",
    "nine-months": "9 tháng",
    "year": "năm",
}


class _Parameters(BaseModel):
    """The parameters of every report; "" means "not given".

    Attributes:
        period: `2025-06`, `2025-Q2`, …
        as_of: ISO date from which things are judged.
        agency: registry id, for the report of one agency.
        workspace: its folder; "" is the one of the current folder or of `CCHC_WORKSPACE`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    kinds: ClassVar[tuple[str, ...]] = tuple(_KINDS)
    agency_required: ClassVar[bool] = False

    period: str
    as_of: str = ""
    agency: str = ""
    workspace: str = ""

    def __init__(self, **values: Any) -> None:
        """Check the values.

        Raises:
            ParameterError: a value is of the wrong type or means nothing.
        """
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise ParameterError(_explained(error)) from error
        self._check()

    def _check(self) -> None:
        """What a type can't say."""
        kind = periods.parse(self.period).kind
        if kind not in self.kinds:
            wanted = ", ".join(_KINDS[one] for one in self.kinds)
            raise ParameterError(
                f'Kỳ "{self.period}" là kỳ {_KINDS[kind]}, còn mẫu báo cáo này dành cho kỳ '
                f"{wanted}. Chọn mẫu khác hoặc sửa tham số period."
            )
        if self.agency_required and not self.agency:
            raise ParameterError(
                "Báo cáo của một đơn vị cần mã đơn vị. Ghi tham số agency, xem mã bằng: "
                f"cchc status {self.period}"
            )
        if self.as_of:
            try:
                dt.date.fromisoformat(self.as_of)
            except ValueError as error:
                raise ParameterError(
                    f'Tham số as_of: ngày "{self.as_of}" không đúng. Ghi năm-tháng-ngày, '
                    "ví dụ: 2025-06-17"
                ) from error


class MonthParameters(_Parameters):
    """A month's report."""

    kinds = ("month",)


class PeriodParameters(_Parameters):
    """The report of a quarter or longer."""

    kinds = ("quarter", "half-year", "nine-months", "year")


class AgencyParameters(_Parameters):
    """The report of one agency, for a period of any kind."""

    agency_required = True


class GalleryParameters(_Parameters):
    """The gallery of charts, on data of a kind that `gallery.CASES` names."""

    case: str = "thuong"

    def _check(self) -> None:
        """A case that there is."""
        super()._check()
        if self.case not in gallery.CASES:
            raise ParameterError(
                f'Tham số case: không có loại dữ liệu "{self.case}". Các loại: '
                f"{', '.join(gallery.CASES)}."
            )


def _explained(error: ValidationError) -> str:
    """The faults, each with its parameter and what to do."""
    faults = []
    for fault in error.errors():
        name = ".".join(str(part) for part in fault["loc"])
        match fault["type"]:
            case "extra_forbidden":
                known = ", ".join(_Parameters.model_fields)
                faults.append(f"Tham số {name} không có. Các tham số: {known}.")
            case "missing":
                faults.append(f"Thiếu tham số {name}.")
            case _:
                faults.append(f'Tham số {name} phải là chữ trong dấu nháy, ví dụ: "2025-06".')
    return " ".join(faults) + " Sửa rồi chạy lại."


__all__ = ["AgencyParameters", "GalleryParameters", "MonthParameters", "PeriodParameters"]

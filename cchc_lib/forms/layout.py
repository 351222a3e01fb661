"""The one definition of sheets, columns, header cells and form id, for writer and reader.

Source: contracts, part 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from cchc_lib.model import Plan

FORM_VERSION = "1"
MARK = "cchc-form"

GUIDE = "Hướng dẫn"
RESULTS = "Kết quả"
ACTIVITIES = "Hoạt động"
IDENTITY = "_cchc"  # hidden: keys in column A, values in column B
LISTS = "_danh_muc"  # hidden: the words of the dropdowns, a column each

NOTHING_LABEL = "Trong kỳ không phát sinh hoạt động"
NOTHING_YES = "Có"
SIMULATED_MARK = "SỐ LIỆU MÔ PHỎNG"

Kind = Literal["text", "number", "whole", "money", "date"]


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column of a visible sheet; `name` is what code calls it, `width` in characters."""

    name: str
    header: str
    kind: Kind
    width: int
    locked: bool = False


RESULT_COLUMNS: tuple[FormColumn, ...] = (
    FormColumn("indicator", "Mã chỉ tiêu", "text", 11, locked=True),
    FormColumn("content", "Nội dung", "text", 46, locked=True),
    FormColumn("target", "Chỉ tiêu trong kỳ", "number", 11, locked=True),
    FormColumn("unit", "Đơn vị tính", "text", 11, locked=True),
    FormColumn("value", "Kết quả trong kỳ", "number", 11),
    FormColumn("reach", "Lượt tiếp cận", "whole", 11),
    FormColumn("budget_vnd", "Kinh phí (đồng)", "money", 14),
    FormColumn("evidence", "Minh chứng", "text", 26),
    FormColumn("note", "Khó khăn, kiến nghị", "text", 30),
)

ACTIVITY_COLUMNS: tuple[FormColumn, ...] = (
    FormColumn("date", "Ngày", "date", 11),
    FormColumn("indicator", "Mã chỉ tiêu", "text", 11),
    FormColumn("form", "Hình thức", "text", 20),
    FormColumn("title", "Tiêu đề", "text", 38),
    FormColumn("topic", "Chủ đề", "text", 30),
    FormColumn("channel", "Kênh", "text", 22),
    FormColumn("quantity", "Số lượng", "number", 9),
    FormColumn("minutes", "Thời lượng (phút)", "number", 10),
    FormColumn("reach", "Lượt tiếp cận", "whole", 10),
    FormColumn("evidence", "Đường dẫn, minh chứng", "text", 30),
)

RESULT_HEADER_ROW = 7  # in a form as written; people move it, so the reader looks for it
ACTIVITY_HEADER_ROW = 4
ACTIVITY_ROWS = 40  # blank rows prepared below the header
NOTHING_ROW = 5  # "Trong kỳ không phát sinh hoạt động" and, to its right, Có or blank


@dataclass(frozen=True, slots=True, kw_only=True)
class FormId:
    """What the hidden sheet says; a form is taken for its own plan, agency and period only."""

    plan: str
    agency: str
    period: str
    simulated: bool
    version: str = FORM_VERSION

    def to_rows(self) -> tuple[tuple[str, str], ...]:
        """Keys and values as the hidden sheet holds them."""
        return (
            ("form", MARK),
            ("version", self.version),
            ("plan", self.plan),
            ("agency", self.agency),
            ("period", self.period),
            ("kind", "simulated" if self.simulated else "real"),
        )

    @staticmethod
    def from_rows(rows: dict[str, str]) -> FormId | None:
        """The form id of a hidden sheet's keys and values; None where it isn't one."""
        keys = ("version", "plan", "agency", "period", "kind")
        if rows.get("form") != MARK or any(not rows.get(key) for key in keys):
            return None
        return FormId(
            plan=rows["plan"],
            agency=rows["agency"],
            period=rows["period"],
            simulated=rows["kind"] != "real",
            version=rows["version"],
        )


def plan_key(plan: Plan) -> str:
    """What tells one plan from another on a form: number, year and issuer."""
    return f"{plan.number} | {plan.year} | {plan.issuer}"


def topic_word(n: int, field: str, text: str, most: int = 80) -> str:
    """A topic as the dropdown offers it: "3 · CĐS · …"; the number leads back to the plan."""
    cut = text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"
    return f"{n} · {field} · {cut}"

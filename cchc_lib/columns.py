"""The only dictionary of tables and columns: name, dtype, unit, label, meaning.

Tables in `data/processed` are UTF-8 CSV files with exactly these columns, in this order.
`docs/data-dictionary.md` is made from this module.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `dtype` is a nullable pandas dtype name."""

    name: str
    dtype: str
    meaning: str
    label: str = ""
    unit: str = ""


RECORDS: tuple[Column, ...] = (
    Column("record_id", "string", "Submission, line and cell: `<submission>/<indicator>`.", "Mã"),
    Column("period", "string", "Month, `YYYY-MM`.", "Kỳ"),
    Column("agency", "string", "Registry id of the agency.", "Đơn vị"),
    Column("indicator", "string", "Line of the form.", "Mã chỉ tiêu"),
    Column("task", "string", "Task of the plan.", "Nhiệm vụ"),
    Column("value", "Float64", "Result in `unit`; NA = not reported, 0 = none.", "Kết quả"),
    Column("unit", "string", "Unit that `value` counts.", "Đơn vị tính"),
    Column("unread", "boolean", "Something was written that could not be taken.", "Cần hỏi lại"),
    Column(
        "reach", "Float64", "People or views reached; NA = not stated.", "Lượt tiếp cận", "lượt"
    ),
    Column("budget_vnd", "Float64", "Spent; NA = not stated.", "Kinh phí (đồng)", "VND"),
    Column("evidence", "string", "As written.", "Minh chứng"),
    Column("note", "string", "Difficulties and proposals, as written.", "Khó khăn, kiến nghị"),
    Column("submission", "string", "Hash of the file's bytes, 12 hex digits.", "Báo cáo nộp"),
    Column("file", "string", "Stored file, relative to the workspace.", "Tệp"),
    Column("sheet", "string", "Sheet of `cell`.", "Trang tính"),
    Column("cell", "string", "Address of `value`.", "Ô"),
    Column("reach_cell", "string", "Address of `reach`; empty = no such cell.", "Ô lượt tiếp cận"),
    Column("budget_cell", "string", "Address of `budget_vnd`.", "Ô kinh phí"),
    Column("received", "string", "Arrival, ISO 8601 with offset.", "Nhận lúc"),
    Column("on_behalf", "string", "Filled by the compiling office: from what.", "Nhập thay"),
    Column("simulated", "boolean", "Simulated figure.", "Mô phỏng"),
)

ACTIVITIES: tuple[Column, ...] = (
    Column("period", "string", "Month of the submission.", "Kỳ"),
    Column("agency", "string", "Registry id of the agency.", "Đơn vị"),
    Column("submission", "string", "Hash of the file's bytes.", "Báo cáo nộp"),
    Column("file", "string", "Stored file.", "Tệp"),
    Column("sheet", "string", "Sheet.", "Trang tính"),
    Column("row", "Int64", "1-based row of the sheet.", "Dòng"),
    Column("date", "string", "Day of the activity, ISO; NA = not stated.", "Ngày"),
    Column("indicator", "string", "Line it counts for.", "Mã chỉ tiêu"),
    Column("form", "string", "Form of the activity, as written.", "Hình thức"),
    Column("title", "string", "Title, as written.", "Tiêu đề"),
    Column("topic", "Int64", "Number of the plan's topic; NA = none.", "Chủ đề"),
    Column("channel", "string", "Channel, as in the lexicon.", "Kênh"),
    Column("quantity", "Float64", "How many, in the line's unit.", "Số lượng"),
    Column("minutes", "Float64", "Duration.", "Thời lượng (phút)", "phút"),
    Column("reach", "Float64", "People or views reached.", "Lượt tiếp cận", "lượt"),
    Column("evidence", "string", "Link or other evidence.", "Đường dẫn, minh chứng"),
    Column("evidence_cell", "string", "Address of `evidence`.", "Ô minh chứng"),
)

SUBMISSIONS: tuple[Column, ...] = (
    Column("submission", "string", "Hash of the file's bytes, 12 hex digits.", "Báo cáo nộp"),
    Column("agency", "string", "Registry id; NA = unknown.", "Đơn vị"),
    Column("period", "string", "Month; NA = unknown.", "Kỳ"),
    Column("received", "string", "Arrival, ISO 8601 with offset.", "Nhận lúc"),
    Column("order", "Int64", "Line of the log, for ties.", "Thứ tự"),
    Column("file", "string", "Stored file, relative to the workspace.", "Tệp"),
    Column("name", "string", "Name as received.", "Tên tệp nhận"),
    Column(
        "verdict", "string", "accepted, accepted_with_findings, quarantined.", "Kết quả kiểm tra"
    ),
    Column("reports", "boolean", "At least one figure, or 'không phát sinh'.", "Có số liệu"),
    Column("form_version", "string", "Version of the form it was filled on.", "Phiên bản biểu mẫu"),
    Column("simulated", "boolean", "Simulated submission.", "Mô phỏng"),
    Column("on_behalf", "string", "Filled by the compiling office: from what.", "Nhập thay"),
    Column("withdrawn", "string", "Reason, where withdrawn.", "Lý do rút"),
)

FINDINGS: tuple[Column, ...] = (
    Column("code", "string", "Stable code of the rule.", "Mã"),
    Column("severity", "string", "error, warning or info.", "Mức"),
    Column("message", "string", "What is wrong and what to do, Vietnamese.", "Nội dung"),
    Column("file", "string", "Stored file or plan file.", "Tệp"),
    Column("sheet", "string", "Sheet.", "Trang tính"),
    Column("cell", "string", "Cell.", "Ô"),
    Column("value", "string", "What stands there.", "Giá trị"),
    Column("agency", "string", "Registry id.", "Đơn vị"),
    Column("period", "string", "Month.", "Kỳ"),
    Column("submission", "string", "Hash of the file's bytes.", "Báo cáo nộp"),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "records": RECORDS,
    "activities": ACTIVITIES,
    "submissions": SUBMISSIONS,
    "findings": FINDINGS,
}


def names(table: tuple[Column, ...]) -> list[str]:
    """Column names of a table, in order."""
    return [column.name for column in table]


def dtypes(table: tuple[Column, ...]) -> dict[str, str]:
    """Column name to pandas dtype."""
    return {column.name: column.dtype for column in table}

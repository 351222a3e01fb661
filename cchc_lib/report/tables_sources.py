"""The appendix behind the figures: standing, findings, events, documents, definitions, files."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from cchc_lib import periods
from cchc_lib.report import narrative_words as words
from cchc_lib.report import tables_cells as cells
from cchc_lib.report.blocks import Row, Table, Text
from cchc_lib.vietnamese import format_date

if TYPE_CHECKING:
    from cchc_lib.model import Event, Submission
    from cchc_lib.report.blocks import Block
    from cchc_lib.report.data import ReportData

_DID = {
    "due_moved": "Dời hạn gửi đến {due},",
    "closed": "Chốt số liệu",
    "reopened": "Mở lại",
}
_SEVERITIES = {"error": "Lỗi", "warning": "Cần xem lại", "info": "Lưu ý"}


# --- status, findings, events ---------------------------------------------------------------


def status(data: ReportData) -> Table:
    """Every report owed: standing, arrivals, findings."""
    return Table(
        name="phu-luc-tinh-hinh",
        caption="Tình hình gửi báo cáo của từng đơn vị",
        columns=cells.columns(
            ("Đơn vị", "left", 3.4),
            ("Kỳ", "left", 0.7),
            ("Tình trạng", "left", 1.8),
            ("Nhận lần đầu", "left", 1.3),
            ("Bản được tính", "left", 1.3),
            ("Lỗi", "right", 0.6),
            ("Cần xem lại", "right", 0.8),
            ("Mã tệp", "left", 1.3),
        ),
        rows=tuple(
            Row(
                cells=(
                    cells.text_cell(words.name(data, s.agency)),
                    cells.text_cell(words.month_title(s.period)),
                    cells.standing_cell(s),
                    cells.text_cell(_day(s.first_received)),
                    cells.text_cell(_day(s.received)),
                    cells.number_cell(s.errors),
                    cells.number_cell(s.warnings),
                    cells.text_cell(s.submission or words.NOTHING),
                )
            )
            for s in data.status.agencies
        ),
        wide=True,
        sortable=True,
        empty="Trong kỳ không có đơn vị nào phải báo cáo.",
    )


def _day(moment: Any) -> str:
    """The day of an arrival."""
    return format_date(moment.date()) if moment else words.NOTHING


def findings(data: ReportData) -> Table:
    """What the checks found in the submissions, cell by cell."""
    return Table(
        name="phu-luc-kiem-tra",
        caption="Kết quả kiểm tra báo cáo đã nhận",
        columns=cells.columns(
            ("Đơn vị", "left", 2.4),
            ("Kỳ", "left", 0.6),
            ("Mức", "left", 0.9),
            ("Mã", "left", 0.7),
            ("Vị trí", "left", 1.2),
            ("Nội dung", "left", 5.0),
        ),
        rows=tuple(
            Row(
                cells=(
                    cells.text_cell(words.name(data, f.agency) if f.agency else words.NOTHING),
                    cells.text_cell(words.month_title(f.period) if f.period else words.NOTHING),
                    cells.text_cell(_SEVERITIES[f.severity]),
                    cells.text_cell(f.code),
                    cells.text_cell(f"{f.sheet}!{f.cell}" if f.cell else f.sheet),
                    cells.text_cell(f.message),
                )
            )
            for f in data.indicators.findings
        ),
        wide=True,
        sortable=True,
        empty="Không có điểm nào cần xem lại.",
    )


def exemptions(data: ReportData) -> Table:
    """What people decided about the period and its submissions, each with its reason."""
    months = {month.label for month in data.period.months()}
    sent = {one.submission_id: one for one in data.submissions}
    rows = [
        _event_row(data, _agency_of(event, sent), said, event.reason)
        for event in data.events
        if (said := _event_said(event, months, sent))
    ]
    for one in data.submissions:
        if one.withdrawn:
            said = f"Rút báo cáo {one.submission_id}"
            rows.append(_event_row(data, one.agency_id or "", said, one.withdrawn))
        if one.on_behalf:
            said = f"Nhập thay báo cáo {one.submission_id}, nhận ngày {_day(one.received)}"
            rows.append(_event_row(data, one.agency_id or "", said, one.on_behalf))
    return Table(
        name="phu-luc-mien",
        caption="Nghĩa vụ không áp dụng, báo cáo rút hoặc nhập thay, dời hạn gửi, chốt số liệu",
        columns=cells.columns(
            ("Đơn vị", "left", 2.6), ("Việc", "left", 3.0), ("Lý do", "left", 4.0)
        ),
        rows=tuple(rows),
        empty="Không có.",
    )


def _agency_of(event: Event, sent: dict[str, Submission]) -> str:
    """The agency that an event concerns, "" where it concerns all."""
    one = sent.get(event.submission)
    return event.agency or (one.agency_id or "" if one else "")


def _event_said(event: Event, months: set[str], sent: dict[str, Submission]) -> str:
    """What an event did to the period; "" where it has nothing to do with it."""
    day = _day(event.at)
    match event.kind:
        case "exempted":
            if any(event.period <= month <= event.period_to for month in months):
                return f"Không áp dụng {event.indicator}, {event.period} đến {event.period_to}"
        case "withdrawn":  # one that still is withdrawn is listed with its reason already
            one = sent.get(event.submission)
            if one and not one.withdrawn:
                return f"Rút báo cáo {event.submission} ngày {day}; sau đó nhận lại"
        case "due_moved" | "closed" | "reopened":
            if months & {month.label for month in periods.parse(event.period).months()}:
                return f"{_DID[event.kind].format(due=_due(event))} kỳ {event.period} ngày {day}"
    return ""


def _due(event: Event) -> str:
    """The due date that an event set."""
    return format_date(dt.date.fromisoformat(event.due)) if event.due else ""


def amendments(data: ReportData) -> tuple[Table, ...]:
    """What came for closed months later, and the difference that it would make; () without."""
    found = data.amendments
    if not found.files:
        return ()
    files = [
        (
            words.name(data, one.agency),
            one.period,
            f"{one.submission}, {_day(one.received)}",
            change,
        )
        for one in found.files
        for change in one.changes or (None,)
    ]
    everyone = [("Tất cả", data.period.label, "", change) for change in found.changes]
    rows = [
        Row(
            cells=(
                *map(cells.text_cell, said),
                cells.text_cell(f"{change.indicator} ({change.unit})" if change else words.NOTHING),
                cells.number_cell(change.closed if change else None),
                cells.number_cell(change.would_be if change else None),
            )
        )
        for *said, change in (*files, *everyone)
    ]
    return (
        Table(
            name="phu-luc-bo-sung",
            caption="Báo cáo nhận sau khi chốt số liệu, chưa được tính",
            columns=cells.columns(
                ("Đơn vị", "left", 2.6),
                ("Kỳ", "left", 0.8),
                ("Mã tệp, ngày nhận", "left", 2.0),
                ("Chỉ tiêu", "left", 1.6),
                ("Đã chốt", "right", 0.9),
                ("Nếu được tính", "right", 0.9),
            ),
            rows=tuple(rows),
        ),
    )


def _event_row(data: ReportData, agency: str, what: str, reason: str) -> Row:
    """One event."""
    name = words.name(data, agency) if agency else words.NOTHING
    return Row(cells=(cells.text_cell(name), cells.text_cell(what), cells.text_cell(reason)))


# --- sources and definitions ----------------------------------------------------------------


def plan_findings(data: ReportData) -> Table:
    """What the reading of the plan found."""
    return Table(
        name="phu-luc-ke-hoach",
        caption="Điểm cần lưu ý khi đọc kế hoạch",
        columns=cells.columns(("Dòng", "left", 0.8), ("Mã", "left", 0.7), ("Nội dung", "left", 6)),
        rows=tuple(
            Row(
                cells=(
                    cells.text_cell("–".join(dict.fromkeys(str(n) for n in f.lines or ()))),
                    cells.text_cell(f.code),
                    cells.text_cell(f.message),
                )
            )
            for f in data.findings
        ),
        folded=True,
        empty="Không có.",
    )


def documents(data: ReportData) -> Table:
    """The documents that the plan cites."""
    return Table(
        name="phu-luc-van-ban",
        caption="Văn bản được kế hoạch viện dẫn",
        columns=cells.columns(
            ("Văn bản", "left", 3.0), ("Ngày", "right", 1.0), ("Cơ quan ban hành", "left", 3.0)
        ),
        rows=tuple(
            Row(
                cells=(
                    cells.text_cell(f"{d.kind} {d.number}"),
                    cells.text_cell(format_date(d.date) if d.date else words.NOTHING),
                    cells.text_cell(d.issuer),
                )
            )
            for d in data.plan.documents
        ),
    )


def definitions(data: ReportData) -> list[Block]:
    """What the words of the report mean, and how to read it."""
    p = data.indicators
    window = f"từ {format_date(p.start)} đến {format_date(p.end)}"
    said = (
        f"Kỳ số liệu {window}; số liệu được xem xét đến ngày {format_date(data.as_of)}.",
        "Chưa báo cáo không có nghĩa là chưa làm. Số 0 là đơn vị đã báo cáo không phát sinh.",
        (
            "Tỷ lệ = thực hiện ÷ kế hoạch của mọi đơn vị phải thực hiện, không giới hạn ở 100 %. "
            "Bình quân trên trang 1 lấy mỗi chỉ tiêu tối đa 100 %, chỉ tính chỉ tiêu có báo cáo. "
            "T5, T6 trong hình là tháng 5, tháng 6."
        ),
        (
            f"Luỹ kế tính từ {words.month_title(data.first_period).lower()}/"
            f"{data.first_period[:4]} đến hết kỳ này. “Có thể đạt trong năm” "
            "chỉ tính từ kỳ đầu tiên phải báo cáo."
        ),
        (
            "Đúng hạn: báo cáo đầu tiên có số liệu đến trước hết ngày hạn gửi. Bản nhận sau cùng "
            "được dùng để tính số liệu."
        ),
        (
            "Hình đi kèm chữ: chấm đặc là đạt, vượt, đúng hạn; chấm nửa là đang thực hiện, đúng "
            "tiến độ; tam giác là chậm hoặc muộn; vòng rỗng là chưa báo cáo; gạch ngang là không "
            "phát sinh, chưa đến hạn."
        ),
        "Mỗi số liệu dẫn đến dòng của nó trong mục B phụ lục, nơi ghi tệp, trang tính và ô nguồn.",
    )
    return [Text(text=text, style="bullet") for text in said]


def inputs(data: ReportData) -> Table:
    """The files that the figures were made from, with their checksums."""
    return Table(
        name="phu-luc-tep-nguon",
        caption=f"Tệp nguồn và mã kiểm (SHA-256); cchc {data.version}",
        columns=cells.columns(("Tệp", "left", 4.0), ("SHA-256", "left", 4.0)),
        rows=tuple(
            Row(cells=(cells.text_cell(file), cells.text_cell(digest)))
            for file, digest in data.inputs
        ),
        folded=True,
        wide=True,
    )

"""The body of a report in the order that such reports have; each function is a notebook's cell.

Sentences are templates filled from fields of the indicators; none praises or explains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_lib import lexicon
from cchc_lib.report import (
    figures_agencies,
    figures_time,
    figures_topics,
    revision,
    tables,
    tables_agencies,
    tables_change,
    tables_declared,
)
from cchc_lib.report import narrative_first as first
from cchc_lib.report import narrative_head as heads
from cchc_lib.report import narrative_notes as notes
from cchc_lib.report import narrative_voices as voices
from cchc_lib.report import narrative_words as words
from cchc_lib.report.blocks import Blocks, Heading, Signature, Text
from cchc_lib.report.narrative_first import first_page
from cchc_lib.report.narrative_head import head
from cchc_lib.vietnamese import clean, format_date, join_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_lib.model import TaskIndicator
    from cchc_lib.report.blocks import Block
    from cchc_lib.report.data import ReportData

FIELDS = (("CĐS", "1. Về chuyển đổi số"), ("CCHC", "2. Về cải cách hành chính"))


def part(text: str, anchor: str) -> Heading:
    """The heading of a part."""
    return Heading(level=1, text=text, anchor=anchor)


# --- I ---------------------------------------------------------------------------------------


def direction(data: ReportData) -> Blocks:
    """I. What the plan asks, and what the agencies were told to do; short."""
    plan = data.plan
    of = f" của {clean(plan.issuer)}" if plan.issuer else ""
    cited = " Văn bản được kế hoạch viện dẫn: mục E phụ lục."
    texts = [
        f"Thực hiện {clean(plan.kind)} số {clean(plan.number)}{of}, {_owed(data)}."
        + (cited if plan.documents else "")
    ]
    if data.status.expected:
        texts.append(f"Hạn gửi báo cáo: hết ngày {format_date(data.status.due)}.")
    return Blocks(
        items=(
            part("I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI", "phan-1"),
            *(Text(text=text) for text in texts),
            *notes.written(data, "I"),
        )
    )


def _owed(data: ReportData) -> str:
    """What is owed in the period, and by how many."""
    s = data.indicators.summary
    owing = len(tables_agencies.agency_lines(data))
    if not owing:
        return "trong kỳ không có đơn vị nào phải thực hiện nhiệm vụ"
    return (
        f"trong kỳ có {owing} đơn vị phải thực hiện {len(data.indicators.tasks)} chỉ tiêu, "
        f"nhiệm vụ: {s.with_target} chỉ tiêu có định mức, "
        f"{s.without_target} nhiệm vụ không có định mức"
    )


# --- II --------------------------------------------------------------------------------------


def results(data: ReportData) -> Blocks:
    """II. For each task of each field a line; the appendix has them as a table."""
    items: list[Block] = [part("II. KẾT QUẢ THỰC HIỆN", "phan-2")]
    if data.indicators.reporting.missing:
        r = data.indicators.reporting
        few = f"Số liệu mới có từ {r.reported}/{r.expected} {heads.reports_unit(data)}. "
        items.append(Text(text=few + words.NOT_DONE_NOTE, style="note"))
    items += notes.written(data, "II")
    for field, title in FIELDS:
        tasks = [task for task in data.indicators.tasks if task.field == field]
        items.append(Heading(level=2, text=title, anchor=f"phan-2-{title[0]}"))
        if not tasks:
            items.append(Text(text="Trong kỳ không có nhiệm vụ."))
        items += [Text(text=task_sentence(data, task), style="bullet") for task in tasks]
        items += notes.written(data, "II.1" if field == "CĐS" else "II.2")
    return Blocks(items=tuple(items))


def task_sentence(data: ReportData, task: TaskIndicator) -> str:
    """One line: owed, done, to date, state, who."""
    name = f"{task.indicator} {words.short(task, words.SENTENCE)}"
    if task.state == "exempt":
        return f"{name}: không áp dụng trong kỳ."
    if task.actual is None:
        return f"{name}: {_nobody(data, task)}."
    done = words.out_of(task.actual, task.target, task.unit)
    said = f"{name}: {done}"
    if task.rate is not None:
        said += f", đạt {words.percent(task.rate)} kế hoạch kỳ"
    said += f"; luỹ kế {words.out_of(task.actual_to_date, task.target_year, task.unit)}"
    if task.rate_year is not None:
        said += f", đạt {words.percent(task.rate_year)} kế hoạch năm"
    return f"{said} ({words.state_word(task).lower()}). {_who(data, task)}"


def _nobody(data: ReportData, task: TaskIndicator) -> str:
    """A line that nobody has reported."""
    if task.state == "not_due":
        return f"chưa đến hạn ({words.owners(data, task)} thực hiện)"
    if not task.owing:
        return "không đơn vị nào phải thực hiện trong kỳ"
    if task.owing == 1:
        unread = any(one.unread for one in task.agencies)
        verb = "có số liệu cần hỏi lại" if unread else "chưa báo cáo"
        return f"{words.name(data, task.agencies[0].agency)} {verb}"
    return f"chưa có đơn vị nào báo cáo (0/{task.owing})"


def _who(data: ReportData, task: TaskIndicator) -> str:
    """Whose figures they are, and how many are still missing."""
    if task.owing == 1:
        return f"Đơn vị thực hiện: {words.name(data, task.agencies[0].agency)}."
    if task.reported < task.owing:
        return f"Mới có {task.reported}/{task.owing} đơn vị báo cáo."
    return f"{task.reported}/{task.owing} đơn vị đã báo cáo."


def by_channel(data: ReportData) -> Blocks:
    """II.3. Declared activities by channel, in words, as a chart and as a table."""
    items: list[Block] = [Heading(level=2, text="3. Theo kênh truyền thông", anchor="phan-2-3")]
    if data.indicators.summary.activity_agencies:
        counted = "; ".join(
            f"{_uncapitalised(lexicon.channel_label(one.channel))} {words.number(one.activities)} "
            f"({one.agencies} đơn vị)"
            for one in sorted(data.indicators.channels, key=lambda one: -one.activities)
            if one.activities
        )
        said = f"{words.declared(data)} từng hoạt động. Số hoạt động theo kênh: {counted}."
        items.append(Text(text=said))
    items += figures_time.channels(data).items
    items += notes.written(data, "II.3")
    return Blocks(items=tuple(items))


def _uncapitalised(label: str) -> str:
    """A label within a sentence."""
    return label[:1].lower() + label[1:]


# --- III -------------------------------------------------------------------------------------


def reporting(data: ReportData) -> Blocks:
    """III. Who reported when: sentences, the grid of months, late and missing, what changed."""
    s, r = data.status, data.indicators.reporting
    items: list[Block] = [part("III. TÌNH HÌNH BÁO CÁO CỦA CÁC ĐƠN VỊ", "phan-3")]
    if not s.expected:
        items.append(Text(text="Trong kỳ không có đơn vị nào phải báo cáo."))
        return Blocks(items=tuple(items))
    unit = heads.reports_unit(data)
    got = (
        f"Trong kỳ, {r.reported}/{r.expected} {unit} đã báo cáo"
        if data.period.kind == "month"
        else f"Trong kỳ đã nhận {r.reported}/{r.expected} {unit}"
    )
    items.append(Text(text=f"{got}, {r.on_time} đúng hạn, {r.late} muộn."))
    names = first.missing_names(data, with_months=True)
    if names:
        day = format_date(data.as_of)
        named = join_names(names, first.MOST_NAMES, "đơn vị khác (bảng dưới)")
        said = f"{named} chưa gửi báo cáo tính đến ngày {day}."
        if data.period.kind != "month":
            said = f"Còn thiếu, tính đến ngày {day}: {named}."
        items.append(Text(text=said))
    else:
        items.append(Text(text="Không có đơn vị nào chưa báo cáo."))
    items += figures_agencies.reporting_grid(data).items
    items.append(tables_agencies.late_or_missing(data))
    if data.period.kind != "month":
        items.append(tables_agencies.agency_record(data))
    items += notes.written(data, "III")
    items += revision.changes(data).items
    return Blocks(items=tuple(items))


# --- IV --------------------------------------------------------------------------------------


def difficulties(data: ReportData) -> Blocks:
    """IV. Difficulties and proposals as the agencies wrote them."""
    items: list[Block] = [part("IV. KHÓ KHĂN, VƯỚNG MẮC; KIẾN NGHỊ, ĐỀ XUẤT", "phan-4")]
    items += notes.written(data, "IV")
    items.append(Heading(level=2, text="1. Khó khăn, vướng mắc", anchor="phan-4-1"))
    items += _quoted(data, voices.difficulties(data), "Không có đơn vị nào nêu khó khăn.")
    items += notes.written(data, "IV.1")
    items.append(Heading(level=2, text="2. Kiến nghị, đề xuất", anchor="phan-4-2"))
    items += _quoted(data, voices.proposals(data), "Không có đơn vị nào nêu kiến nghị.")
    items += notes.written(data, "IV.2")
    return Blocks(items=tuple(items))


def _quoted(data: ReportData, chosen: Iterable[voices.Voice], none: str) -> list[Block]:
    """Texts by agency, literally."""
    said = voices.grouped(data, chosen)
    if not said:
        return [Text(text=none)]
    return [Text(text=f"{who}: {'; '.join(texts)}.", style="bullet") for who, texts in said]


# --- V ---------------------------------------------------------------------------------------


def next_period(data: ReportData) -> Blocks:
    """V. What is behind, what falls due next; then the analyst's own paragraphs."""
    items: list[Block] = [part("V. NHIỆM VỤ TRỌNG TÂM KỲ TỚI", "phan-5")]
    behind = first.furthest_behind(data)
    items += [Text(text=_catch_up(data, task), style="bullet") for task in behind]
    if not behind:
        items.append(Text(text="Không có chỉ tiêu nào chậm phải bù trong kỳ tới."))
    names = first.missing_names(data)
    if names:
        said = f"Đôn đốc {len(names)} đơn vị còn thiếu báo cáo (mục III)."
        items.append(Text(text=said, style="bullet"))
    items.append(tables.next_lines(data))
    items += notes.written(data, "V")
    items += notes.remaining(data)
    return Blocks(items=tuple(items))


def _catch_up(data: ReportData, task: TaskIndicator) -> str:
    """A line that is behind, with what is missing."""
    name = f"{task.indicator} {words.short(task, words.SENTENCE)}"
    said = f"{name}: còn thiếu {words.number(task.shortfall)} {task.unit} so với kế hoạch kỳ"
    if task.owing == 1:
        return f"{said} ({words.name(data, task.agencies[0].agency)})."
    if task.reported < task.owing:
        return f"{said} (mới có {task.reported}/{task.owing} đơn vị báo cáo)."
    short_of = sum(one.state == "behind" for one in task.agencies)
    return f"{said} ({short_of}/{task.owing} đơn vị chưa đủ)."


def signature(data: ReportData) -> Signature:
    """Places of receipt and signature."""
    return Signature(letterhead=heads.letterhead(data))


# --- the longer period -----------------------------------------------------------------------


def comparison(data: ReportData) -> Blocks:
    """The months side by side, change against the period before, topics by month, pace."""
    before = words.former(data.period)
    items: list[Block] = [
        Heading(level=2, text="9. So sánh giữa các tháng", anchor="phan-2-9"),
        *figures_time.months(data).items,
        Heading(level=2, text=f"10. So với {before}", anchor="phan-2-10"),
        figures_topics.change(data),
        *_changes(data),
        Heading(level=2, text="11. Nội dung truyền thông theo tháng", anchor="phan-2-11"),
        tables_declared.topics(data),
        Heading(level=2, text="12. Dự kiến cả năm theo tiến độ hiện nay", anchor="phan-2-12"),
        tables_change.at_this_pace(data),
    ]
    return Blocks(items=tuple(items))


def _changes(data: ReportData) -> list[Block]:
    """A sentence for each line that changed, and the table."""
    if data.previous is None:
        return []
    said: list[Block] = [
        Text(text=change_sentence(data, task), style="bullet")
        for task in data.indicators.tasks
        if task.change is not None
    ]
    return [*said, tables_change.change(data)]


def change_sentence(data: ReportData, task: TaskIndicator) -> str:
    """A line's change in words: "so với quý trước, tăng 3 tin, bài"."""
    before = words.former(data.period)
    name = f"{task.indicator} {words.short(task)}"
    if not task.change:
        return f"{name}: so với {before}, không đổi."
    verb = "tăng" if task.change > 0 else "giảm"
    return f"{name}: so với {before}, {verb} {words.number(abs(task.change))} {task.unit}."


__all__ = [
    "by_channel",
    "change_sentence",
    "comparison",
    "difficulties",
    "direction",
    "first_page",
    "head",
    "next_period",
    "reporting",
    "results",
    "signature",
    "task_sentence",
]

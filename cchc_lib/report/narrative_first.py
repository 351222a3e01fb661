"""Page 1 below the head: four figures for ten seconds, five answers for a minute."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_lib.report import narrative_voices as voices
from cchc_lib.report import narrative_words as words
from cchc_lib.report.blocks import Blocks, Text, Tile, Tiles
from cchc_lib.report.narrative_head import lead_sentence
from cchc_lib.vietnamese import clean, join_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_lib.model import TaskIndicator
    from cchc_lib.report.data import ReportData

MOST_WORDS = 150
MOST_NAMES = 8


# --- ten seconds ----------------------------------------------------------------------------


def first_page(data: ReportData) -> Blocks:
    """The sentence, four figures, and the five questions answered in at most 150 words."""
    tiles = Tiles(tiles=four_figures(data))
    texts: tuple[Text, ...] = ()
    for most in (6, 5, 4, 3, 2, 0):
        texts = five_answers(data, most)
        if count_words(data, (Text(text=lead_sentence(data)), *texts)) <= MOST_WORDS:
            break
    return Blocks(items=(Text(text=lead_sentence(data), style="lead"), tiles, *texts))


def count_words(data: ReportData, texts: tuple[Text, ...]) -> int:
    """Words of page 1; agencies' names don't count."""
    said = " ".join(text.text for text in texts)
    for name in sorted({*data.names.values(), *data.short_names.values()}, key=len, reverse=True):
        said = said.replace(clean(name), "")
    return len([word for word in said.split() if re.search(r"\w|%", word)])


def four_figures(data: ReportData) -> tuple[Tile, ...]:
    """Reported, on time, quotas met, share of the period's quotas."""
    r, s = data.indicators.reporting, data.indicators.summary
    if not r.expected:
        return _no_figures()
    late = f"{r.late} muộn, {r.missing} chưa báo cáo"
    return (
        Tile(
            label="Đã báo cáo",
            value=f"{r.reported}/{r.expected}",
            note=words.percent(r.completeness),
            anchor=words.STATUS_ANCHOR,
        ),
        Tile(
            label="Đúng hạn",
            value=f"{r.on_time}/{r.expected}",
            note=late,
            anchor=words.STATUS_ANCHOR,
        ),
        Tile(
            label="Chỉ tiêu đạt",
            value=f"{s.met}/{s.with_target}",
            note=f"{s.behind} chậm, {s.not_reported} chưa báo cáo",
            anchor=words.TASKS_ANCHOR,
        ),
        Tile(
            label="Đạt bình quân",
            value=words.percent(s.share),
            note=f"luỹ kế {words.percent(s.share_to_date)}",
            anchor=words.TASKS_ANCHOR,
        ),
    )


def _no_figures() -> tuple[Tile, ...]:
    """The four figures of a period in which nobody owes anything."""
    labels = ("Đã báo cáo", "Đúng hạn", "Chỉ tiêu đạt", "Đạt bình quân")
    note = "không phải báo cáo"
    return tuple(Tile(label=label, value=words.NOTHING, note=note) for label in labels)


# --- one minute -----------------------------------------------------------------------------


def five_answers(data: ReportData, label_words: int) -> tuple[Text, ...]:
    """The five questions, each followed by its answer."""
    asked: tuple[tuple[str, Callable[[], str]], ...] = (
        ("Làm được bao nhiêu?", lambda: how_much(data)),
        ("Ai chưa báo cáo?", lambda: who_is_missing(data)),
        ("Việc nào chậm?", lambda: what_is_behind(data, label_words)),
        ("Tiền, lượt tiếp cận?", lambda: money_and_people(data)),
        ("Cần quyết định gì?", lambda: what_to_decide(data)),
    )
    found: list[Text] = []
    for question, answer in asked:
        found += [Text(text=question, style="question"), Text(text=answer())]
    return tuple(found)


def how_much(data: ReportData) -> str:
    """Quotas by state, the share of the period's quotas and to date."""
    s = data.indicators.summary
    if not data.status.expected:
        return "Trong kỳ không có nhiệm vụ nào phải báo cáo."
    if s.with_target and s.not_reported == s.with_target:
        return f"{s.with_target} chỉ tiêu có định mức, chưa có báo cáo nào."
    if not s.with_target:
        return f"Kỳ này không có chỉ tiêu định mức; {s.active}/{s.without_target} việc có kết quả."
    counts = (
        (s.met, "đạt"),
        (s.on_track, "đúng tiến độ"),
        (s.behind, "chậm"),
        (s.not_reported, "chưa báo cáo"),
    )
    parts = ", ".join(f"{count} {word}" for count, word in counts if count)
    counted = f"{s.with_target} chỉ tiêu: {parts}"
    if s.share is None:
        return f"{counted}."
    rated = "" if s.rated == s.with_target else f" ({s.rated}/{s.with_target} chỉ tiêu)"
    return (
        f"{counted}; bình quân {words.percent(s.share)} kế hoạch kỳ, "
        f"luỹ kế {words.percent(s.share_to_date)}{rated}."
    )


def missing_names(data: ReportData, *, with_months: bool = False) -> list[str]:
    """Agencies that owe a report which has not come, each once; in a longer period its months."""
    states = ("missing", "quarantined", "not_due")
    months: dict[str, list[str]] = {}
    for s in data.status.agencies:
        if s.state in states:
            months.setdefault(s.agency, []).append(words.month_title(s.period).lower())
    if data.period.kind == "month" or not with_months:
        return [words.name(data, agency) for agency in months]
    return [f"{words.name(data, agency)} ({', '.join(m)})" for agency, m in months.items()]


def who_is_missing(data: ReportData) -> str:
    """On time, late, missing; the names of the last."""
    s = data.status
    if not s.expected:
        return "Không đơn vị nào phải báo cáo."
    counted = f"{s.on_time} đúng hạn, {s.late} muộn, {s.missing} chưa báo cáo"
    names = missing_names(data)
    if not names:
        return f"{counted}. Không đơn vị nào thiếu."
    rest = "đơn vị khác (mục III)"
    return f"{counted}: {join_names(names, MOST_NAMES, rest)}."


def furthest_behind(data: ReportData) -> list[TaskIndicator]:
    """The lines behind their pace, the furthest first."""
    behind = [task for task in data.indicators.tasks if task.state == "behind"]
    return sorted(behind, key=lambda task: task.rate if task.rate is not None else 0.0)


def what_is_behind(data: ReportData, label_words: int) -> str:
    """The furthest behind, with what is missing in the task's unit, and whose they are."""
    behind = furthest_behind(data)
    if not behind:
        if not data.status.expected:
            return "Không có việc nào phải thực hiện."
        if not data.indicators.reporting.reported:
            return "Chưa có số liệu để đánh giá."
        return "Không có chỉ tiêu nào chậm."
    said = [_behind(data, task, label_words) for task in behind[: data.furthest_behind]]
    more = len(behind) - len(said)
    return "; ".join(said) + (f"; và {more} chỉ tiêu khác (mục V)." if more else ".")


def _behind(data: ReportData, task: TaskIndicator, label_words: int) -> str:
    """One line that is behind."""
    label = f"{task.indicator} {words.short(task, label_words)}" if label_words else task.indicator
    lacking = f"thiếu {words.number(task.shortfall)} {task.unit}"
    if task.owing == 1:
        return f"{label}: {lacking} ({words.short_name(data, task.agencies[0].agency)})"
    if task.reported < task.owing:
        return f"{label}: {lacking} (mới có {task.reported}/{task.owing} đơn vị báo cáo)"
    short_of = sum(one.state == "behind" for one in task.agencies)
    return f"{label}: {lacking} ({short_of}/{task.owing} đơn vị)"


_REACH = {
    "attendance": "tham dự trực tiếp",
    "audience": "nghe, xem đài",
    "online": "xem trên mạng",
    "unknown": "chưa phân loại",
}


def money_and_people(data: ReportData) -> str:
    """Spent in the period and to date; people reached by kind, never added."""
    p = data.indicators
    spent = "Chưa nêu kinh phí" if data.status.expected else "Không phát sinh trong kỳ"
    if p.budget_vnd is not None:
        spent = f"Chi {words.money(p.budget_vnd)}"
    if p.budget_vnd_to_date is not None:
        spent += f", luỹ kế {words.money(p.budget_vnd_to_date)}"
    reached = [
        f"{words.number(one.value)} {_REACH[one.kind]}" for one in p.reach if one.value is not None
    ]
    if not data.status.expected:
        return f"{spent}."
    return f"{spent}. Lượt tiếp cận: {'; '.join(reached) if reached else 'chưa nêu'}."


def what_to_decide(data: ReportData) -> str:
    """What the agencies asked for, and what follows from the answers above."""
    asked = len({voice.agency for voice in voices.proposals(data)})
    missing, behind = len(missing_names(data)), len(furthest_behind(data))
    said = []
    if asked:
        said.append(f"xem xét kiến nghị của {asked} đơn vị (mục IV)")
    if missing:
        said.append(f"đôn đốc {missing} đơn vị chưa báo cáo")
    if behind:
        said.append(f"chỉ đạo {behind} chỉ tiêu chậm (mục V)")
    text = "; ".join(said) or "không có việc cần quyết định"
    return f"{text[0].upper()}{text[1:]}."

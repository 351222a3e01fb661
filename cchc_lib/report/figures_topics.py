"""Charts of content and means: topics, people reached, money, change against the period before."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cchc_lib import lexicon
from cchc_lib.report import narrative_words as words
from cchc_lib.report import style, tables, tables_change
from cchc_lib.report.blocks import Blocks, Chart, Heading, Text
from cchc_lib.report.figures import FIELD_NAMES, WIDTH, chunks, source_line
from cchc_lib.vietnamese import format_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.model import TaskIndicator, TopicIndicator
    from cchc_lib.report.blocks import Block
    from cchc_lib.report.data import ReportData
    from cchc_lib.report.style import Canvas

# --- topics ---------------------------------------------------------------------------------

_MOST_TOPICS = 26


def topics(data: ReportData) -> Blocks:
    """What was it about: topics by declared activities, gaps at zero visible."""
    head = Heading(level=2, text="7. Nội dung truyền thông", anchor="phan-2-7")
    rows = data.indicators.topics
    if not rows:
        none = Text(text="Kế hoạch không liệt kê nội dung truyền thông.", style="note")
        return Blocks(items=(head, none))
    if not data.status.expected:
        none = Text(text="Trong kỳ không có đơn vị nào phải báo cáo.", style="note")
        return Blocks(items=(head, none))
    charts = (_topics_chart(data, part, s) for s, part in chunks(rows, _MOST_TOPICS))
    return Blocks(items=(head, *charts))


def _topics_chart(data: ReportData, rows: Sequence[TopicIndicator], suffix: str) -> Chart:
    """Bars by topic, grouped by field in the plan's order."""
    name = f"bieu-do-chu-de{words.part_name(suffix)}"
    fields = list(dict.fromkeys(topic.field for topic in rows))
    largest = max((t.activities for t in data.indicators.topics), default=0) or 1
    pitch = 7.2
    height = 6.0 * len(fields) + pitch * len(rows) + 1.0
    with style.house(name):
        drawn = style.canvas(WIDTH, height)
        y = 0.0
        for field in fields:
            part = [topic for topic in rows if topic.field == field]
            declared = sum(topic.activities > 0 for topic in part)
            head = f"{FIELD_NAMES[field]}: {declared}/{len(part)} nội dung có kê khai"
            drawn.text(1.0, y + 3.0, head, 7.4, bold=True)
            y += 6.0
            for topic in part:
                _topic_row(drawn, topic, y + pitch / 2, largest)
                y += pitch
        drawn.line(96.0, 6.0, 96.0, height, style.ASKED)
        text = style.svg(drawn)
    counts = [f"{t.field} {t.n}: {t.activities or 'chưa kê khai'}" for t in rows]
    return Chart(
        name=name,
        title=_topics_title(data) + suffix,
        svg=text,
        alt=f"{_topics_title(data)}. {'; '.join(counts)}.",
        source=source_line(data, "hoạt động") + f" {words.declared(data)}.",
        table=tables.topics(data, name=f"so-lieu-{name}", folded=True),
        width_mm=WIDTH,
        height_mm=height,
    )


def _topics_title(data: ReportData) -> str:
    """The answer: how many topics were declared."""
    rows = data.indicators.topics
    declared = sum(topic.activities > 0 for topic in rows)
    if not declared:
        return f"Chưa đơn vị nào kê khai theo {len(rows)} nội dung"
    return f"{declared}/{len(rows)} nội dung đã có hoạt động được kê khai"


def _topic_row(drawn: Canvas, topic: TopicIndicator, y: float, largest: int) -> None:
    """One topic: text, bar, number."""
    drawn.lines(1.0, y, style.wrap(f"{topic.n}. {topic.text}", 92, 6.6, 2), 6.6)
    end = 46.0 * topic.activities / largest
    if topic.activities:
        drawn.bar(96.0, y - 1.6, end, 3.2, style.DONE)
        drawn.text(97.5 + end, y, format_number(topic.activities), 7.0, bold=True)
    else:
        drawn.text(97.5, y, "chưa kê khai", 6.6, style.QUIET)


# --- people and money -----------------------------------------------------------------------


def reach_and_budget(data: ReportData) -> Blocks:
    """Reach by kind and money by line, each with its numbers."""
    items: list[Block] = [
        Heading(level=2, text="8. Lượt tiếp cận, kinh phí", anchor="phan-2-8"),
    ]
    if not data.status.expected:
        none = "Trong kỳ không có đơn vị nào phải báo cáo; luỹ kế ở mục A phụ lục."
        return Blocks(items=(*items, Text(text=none, style="note")))
    stated = [one for one in data.indicators.reach if one.value or one.value_to_date]
    items.append(_reach_chart(data) if stated else tables.reach(data))
    spent = [task for task in data.indicators.tasks if task.budget_vnd]
    items.append(_budget_chart(data, spent) if spent else _no_budget(data))
    return Blocks(items=tuple(items))


def _no_budget(data: ReportData) -> Text:
    """What to say where no money was spent or stated."""
    if data.indicators.budget_vnd is None:
        return Text(text="Chưa có đơn vị nào nêu kinh phí trong kỳ.", style="note")
    return Text(text="Các đơn vị báo cáo không chi kinh phí trong kỳ.", style="note")


def _reach_chart(data: ReportData) -> Chart:
    """People reached by kind: the period and to date on one scale."""
    rows = [one for one in data.indicators.reach if (one.value, one.value_to_date) != (None, None)]
    largest = max(max(one.value or 0, one.value_to_date or 0) for one in rows) or 1.0
    pitch = 11.0
    height = pitch * len(rows) + 1.0
    with style.house("tiep-can"):
        drawn = style.canvas(WIDTH, height)
        for n, one in enumerate(rows):
            y = pitch * (n + 0.5)
            label = style.wrap(lexicon.reach_label(one.kind), 52, 7.2, 2)
            drawn.lines(1.0, y, label, 7.2, bold=True)
            for shift, value, colour, word in (
                (-2.2, one.value, style.DONE, "trong kỳ"),
                (2.2, one.value_to_date, style.ASKED, "luỹ kế"),
            ):
                end = 66.0 * (value or 0) / largest
                drawn.bar(56.0, y + shift - 1.4, end, 2.8, colour)
                amount = "chưa báo cáo" if value is None else format_number(value)
                drawn.text(57.2 + end, y + shift, f"{amount} {word}", 6.8, style.INK)
        drawn.line(56.0, 0.5, 56.0, height - 0.5, style.ASKED)
        text = style.svg(drawn)
    said = [
        f"{lexicon.reach_label(o.kind)}: trong kỳ {words.number(o.value)}, "
        f"luỹ kế {words.number(o.value_to_date)}"
        for o in rows
    ]
    title = _reach_title(data)
    return Chart(
        name="bieu-do-tiep-can",
        title=title,
        svg=text,
        alt=f"{title}. {'; '.join(said)}.",
        source=source_line(data, "lượt, do đơn vị tự nêu, không cộng các loại"),
        table=tables.reach(data, folded=True),
        width_mm=WIDTH,
        height_mm=height,
    )


def _reach_title(data: ReportData) -> str:
    """The answer: the largest kind of the period."""
    first = max(data.indicators.reach, key=lambda one: one.value or 0)
    if first.value is None:
        return "Trong kỳ chưa có đơn vị nào nêu lượt tiếp cận"
    kind = lexicon.reach_label(first.kind)
    return f"{kind[0].upper()}{kind[1:]}: {words.number(first.value)} lượt trong kỳ"


_WIDE_RANGE = 100.0
_LOGARITHMIC = " (thang logarit: mỗi khoảng cách bằng nhau là một số lần bằng nhau)"


def _needs_logarithm(amounts: Sequence[float]) -> bool:
    """Whether the largest is so many times the smallest that a plain scale hides the small."""
    return min(amounts) * _WIDE_RANGE < max(amounts)


def _budget_chart(data: ReportData, tasks: Sequence[TaskIndicator]) -> Chart:
    """Money by line, in the plan's order: dots, since a bar on a logarithmic scale misleads."""
    amounts = [task.budget_vnd or 0.0 for task in tasks]
    low, high, wide = min(amounts), max(amounts), _needs_logarithm(amounts)
    pitch = 7.6
    height = pitch * len(tasks) + 1.0
    with style.house("kinh-phi"):
        drawn = style.canvas(WIDTH, height)
        dots = []
        for n, (task, amount) in enumerate(zip(tasks, amounts, strict=True)):
            label = style.wrap(f"{task.indicator} {words.short(task, 16)}", 72, 6.8, 2)
            drawn.lines(1.0, pitch * (n + 0.5), label, 6.8)
            share = 0.1 + 0.9 * math.log(amount / low, high / low) if wide else amount / high
            dots.append((76.0 + 54.0 * share, pitch * (n + 0.5)))
        for (x, y), amount in zip(dots, amounts, strict=True):
            drawn.line(76.0, y, x, y, style.ASKED)
            drawn.text(x + 2.0, y, words.number(amount), 7.0, bold=True)
        drawn.marks(dots, "met", 5.0)
        drawn.line(76.0, 0.5, 76.0, height - 0.5, style.ASKED)
        text = style.svg(drawn)
    title = f"Đã chi {words.money(data.indicators.budget_vnd)} trong kỳ"
    said = [f"{t.indicator} {words.short(t)}: {words.money(t.budget_vnd)}" for t in tasks]
    return Chart(
        name="bieu-do-kinh-phi",
        title=title,
        svg=text,
        alt=f"{title}. {'; '.join(said)}.",
        source=source_line(data, f"đồng{_LOGARITHMIC if wide else ''}"),
        table=tables.budget(data, folded=True),
        width_mm=WIDTH,
        height_mm=height,
    )


# --- change ---------------------------------------------------------------------------------


def change(data: ReportData) -> Chart | Text:
    """Slope from the period before to this one: rates of the lines judged in both."""
    before = words.former(data.period)
    if data.previous is None:
        return Text(text=f"{before[0].upper()}{before[1:]} chưa có nghĩa vụ báo cáo.", style="note")
    pairs = []
    for task in data.indicators.tasks:
        old = tables_change.line_of(data.previous, task.indicator)
        if old is not None and old.rate is not None and task.rate is not None:
            pairs.append((task, old.rate, task.rate))
    if not pairs:
        text = f"Không có chỉ tiêu nào có tỷ lệ ở cả {before} và kỳ này để so sánh."
        return Text(text=text, style="note")
    return _slope(data, pairs)


def _slope(data: ReportData, pairs: Sequence[tuple[TaskIndicator, float, float]]) -> Chart:
    """One row a line: from an open to a full dot on the scale of percent of the quota."""
    pitch = 8.0
    height = 7.0 + pitch * len(pairs)
    largest = min(2.0, max(1.0, *(max(old, new) for _, old, new in pairs)))
    with style.house("so-sanh"):
        drawn = style.canvas(WIDTH, height)
        drawn.line(72 + 54 / largest, 5.0, 72 + 54 / largest, height, style.ASKED)
        drawn.text(72 + 54 / largest, 2.6, "định mức", 6.4, style.QUIET, "center")
        for n, (task, old, new) in enumerate(pairs):
            _slope_row(drawn, task, (old, new), 7.0 + pitch * (n + 0.5), largest)
        text = style.svg(drawn)
    up = sum(new > old for _, old, new in pairs)
    before = words.former(data.period)
    title = f"{up}/{len(pairs)} chỉ tiêu có tỷ lệ cao hơn {before}"
    said = [f"{t.indicator}: {words.percent(a)}, nay {words.percent(b)}" for t, a, b in pairs]
    return Chart(
        name="bieu-do-so-sanh",
        title=title,
        svg=text,
        alt=f"{title}. {'; '.join(said)}.",
        source=source_line(data, f"% định mức; vòng rỗng: {before}, chấm đặc: kỳ này"),
        table=tables_change.rates(data, pairs),
        width_mm=WIDTH,
        height_mm=height,
    )


def _slope_row(
    drawn: Canvas, task: TaskIndicator, rates: tuple[float, float], y: float, largest: float
) -> None:
    """One line: label, the two dots, the new rate."""
    label = style.wrap(f"{task.indicator} {words.short(task, 9)}", 66, 6.8, 2)
    drawn.lines(1.0, y, label, 6.8)
    old, new = (72.0 + 54.0 * min(rate, largest) / largest for rate in rates)
    colour = style.BEHIND if task.state == "behind" else style.DONE
    drawn.line(old, y, new, y, colour, 1.2)
    drawn.axes.plot(
        [old], [y], marker="o", markersize=4.6, color=colour, markerfacecolor=style.PAPER
    )
    drawn.axes.plot([new], [y], marker="o", markersize=4.6, color=colour)
    said = f"{words.percent(rates[0])} – {words.percent(rates[1])}"
    size = 6.4 if style.width_mm(said, 6.4, bold=True) < 28 else 5.2  # noqa: PLR2004 - the column
    drawn.text(130.5, y, said, size, colour, bold=True)

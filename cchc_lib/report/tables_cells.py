"""Cells, columns and rows that every table is made of; missing is said, never 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_lib.report import narrative_words as words
from cchc_lib.report.blocks import Cell, Column, Row
from cchc_lib.vietnamese import clean, format_number

if TYPE_CHECKING:
    from cchc_lib.model import AgencyIndicator, Standing, TaskIndicator
    from cchc_lib.report.blocks import Align


def text_cell(text: str, source: str = "") -> Cell:
    """Words."""
    return Cell(text=clean(text), source=source)


def number_cell(value: float | None, source: str = "") -> Cell:
    """A number; a dash where there is none."""
    return Cell(text=words.number(value), value=value, source=source)


def rate_cell(rate: float | None) -> Cell:
    """A fraction printed as percent, the sign in the column's header; a dash where none."""
    return Cell(text=words.percent(rate).removesuffix("\u00a0%"), value=rate, percent=True)


def figure_cell(value: float | None, source: str = "", *, unread: bool = False) -> Cell:
    """A reported figure: "chưa báo cáo" (never 0) where nobody reported."""
    if value is None:
        word = "cần hỏi lại" if unread else "chưa báo cáo"
        return Cell(text=word, state="not_reported")
    return Cell(text=format_number(value), value=value, source=source)


def state_cell(one: TaskIndicator | AgencyIndicator) -> Cell:
    """A line's state: its word, with the key of its shape and colour."""
    return Cell(text=words.state_word(one), state=words.state_mark(one.state))


def columns(*entries: tuple[str, Align, float]) -> tuple[Column, ...]:
    """Columns from (label, alignment, share of the width)."""
    return tuple(Column(label=label, align=align, share=share) for label, align, share in entries)


def group_row(text: str, anchor: str = "") -> Row:
    """A row that heads the rows below it."""
    return Row(cells=(text_cell(text),), kind="group", anchor=anchor)


def task_text(task: TaskIndicator) -> str:
    """A line as tables name it."""
    return f"{task.indicator} {words.short(task, words.ROW)}"


def standing_cell(state_of: Standing) -> Cell:
    """Whether a report has come."""
    return Cell(text=words.standing_word(state_of.state), state=words.standing_mark(state_of.state))

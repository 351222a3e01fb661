"""What changed against the issue of the report that this one replaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_lib import lexicon
from cchc_lib.report import narrative_words as words
from cchc_lib.report import tables_cells as cells
from cchc_lib.report.blocks import Blocks, Heading, Row, Table, Text
from cchc_lib.vietnamese import format_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_lib.model import PeriodIndicators, Submission
    from cchc_lib.report.data import Earlier, ReportData

_Figure = tuple[str, str, float | None, float | None]
"""What it is, its unit, the figure of the period and to date."""


def changes(data: ReportData) -> Blocks:
    """Which submissions came or went since the replaced issue, and which figures changed.

    Nothing where the report is the first of its period.
    """
    old = data.earlier
    if old is None:
        return Blocks()
    day = format_date(old.as_of)
    arrived, figures = submissions(data, old), changed_figures(data, old)
    said = (
        f"Báo cáo này thay bản tính đến ngày {day}: {len(arrived.rows)} thay đổi về báo cáo của "
        f"các đơn vị, {len(figures.rows)} số liệu khác đi."
    )
    head = Heading(level=2, text="Thay đổi so với bản trước", anchor="thay-doi")
    return Blocks(items=(head, Text(text=said), arrived, figures))


# --- what came ------------------------------------------------------------------------------


def submissions(data: ReportData, old: Earlier) -> Table:
    """Submissions that came, were replaced or withdrawn; obligations that no longer apply."""
    return Table(
        name="thay-doi-bao-cao",
        caption="Báo cáo nhận thêm, thay thế, rút từ bản trước",
        columns=cells.columns(
            ("Đơn vị", "left", 3.4),
            ("Kỳ", "left", 0.8),
            ("Việc", "left", 2.6),
            ("Nhận ngày", "left", 1.1),
            ("Mã tệp", "left", 1.4),
        ),
        rows=(*_submission_rows(data, old), *_exemption_rows(data, old)),
        empty="Không có báo cáo nào nhận thêm hay rút.",
    )


def _submission_rows(data: ReportData, old: Earlier) -> Iterator[Row]:
    """A row for each submission of the period that is new or stands otherwise than before."""
    stood = {s.submission_id: s for s in old.submissions}
    reported = {(s.agency_id, s.period) for s in old.submissions if _counts(s)}
    for one in data.submissions:
        before = stood.get(one.submission_id)
        what = _what(one, before, replaces=(one.agency_id, one.period) in reported)
        if what:
            yield Row(
                cells=(
                    cells.text_cell(words.name(data, one.agency_id or "")),
                    cells.text_cell(words.month_title(one.period or "")),
                    cells.text_cell(what),
                    cells.text_cell(format_date(one.received.date())),
                    cells.text_cell(one.submission_id),
                )
            )


def _counts(one: Submission) -> bool:
    """Whether a submission can count."""
    return one.verdict != "quarantined" and not one.withdrawn


def _what(one: Submission, before: Submission | None, *, replaces: bool) -> str:
    """What happened to a submission since; "" where nothing did."""
    if before is not None and before.order == one.order:
        return "Đã rút" if one.withdrawn and not before.withdrawn else ""
    if (
        one.withdrawn
    ):  # of a file that came before it was withdrawn, or was sent again and withdrawn
        return "Nhận rồi rút" if before is None else ""
    if one.verdict == "quarantined":
        return "Tệp bị giữ lại, chưa tính"
    return "Bản thay thế" if replaces else "Báo cáo mới"


def _exemption_rows(data: ReportData, old: Earlier) -> Iterator[Row]:
    """A row for each obligation that no longer applies."""
    known = {event.order for event in old.events}
    last = data.period.months()[-1].label
    for event in data.events:
        if event.kind == "exempted" and event.order not in known and event.period <= last:
            yield Row(
                cells=(
                    cells.text_cell(words.name(data, event.agency)),
                    cells.text_cell(words.month_title(event.period)),
                    cells.text_cell(f"Không áp dụng {event.indicator}"),
                    cells.text_cell(format_date(event.at.date())),
                    cells.text_cell(words.NOTHING),
                )
            )


# --- what it changed ------------------------------------------------------------------------


def changed_figures(data: ReportData, old: Earlier) -> Table:
    """Every figure that differs, before and now."""
    before = {(what, unit): figures for what, unit, *figures in _figures(old.indicators)}
    rows = []
    for what, unit, *now in _figures(data.indicators):
        then = before.get((what, unit), [None, None])
        if then != now:
            both = (then[0], now[0], then[1], now[1])
            row = (cells.text_cell(what), cells.text_cell(unit), *map(cells.number_cell, both))
            rows.append(Row(cells=row))
    return Table(
        name="thay-doi-so-lieu",
        caption="Số liệu khác bản trước",
        columns=cells.columns(
            ("Số liệu", "left", 4.4),
            ("Đơn vị tính", "left", 1.2),
            ("Trong kỳ, bản trước", "right", 1.1),
            ("Trong kỳ, bản này", "right", 1.1),
            ("Luỹ kế, bản trước", "right", 1.1),
            ("Luỹ kế, bản này", "right", 1.1),
        ),
        rows=tuple(rows),
        empty="Không có số liệu nào thay đổi.",
    )


def _figures(p: PeriodIndicators) -> Iterator[_Figure]:
    """The figures that are compared, in the report's order."""
    yield "Đã báo cáo", "báo cáo", float(p.reporting.reported), None
    yield "Đúng hạn", "báo cáo", float(p.reporting.on_time), None
    yield "Chỉ tiêu đạt định mức", "chỉ tiêu", float(p.summary.met), None
    for task in p.tasks:
        yield cells.task_text(task), task.unit, task.actual, task.actual_to_date
    for one in p.reach:
        kind = lexicon.reach_label(one.kind)
        yield f"{kind[0].upper()}{kind[1:]}", "lượt", one.value, one.value_to_date
    yield "Kinh phí", "đồng", p.budget_vnd, p.budget_vnd_to_date


__all__ = ["changes"]

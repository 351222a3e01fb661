"""What agencies sent for a period, told on a terminal: corrections, and what came too late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cchc_lib.model import Amendments, Change, Event, Sent, Status

VERDICTS = {
    "accepted": "● Nhận",
    "accepted_with_findings": "◐ Nhận, có lưu ý",
    "quarantined": "▲ Cách ly",
    "duplicate": "– Đã nhận trước đó",
}


def one_line(name: object) -> str:
    """A name from outside on one line of a terminal."""
    from cchc_lib.vietnamese import clean, visible  # noqa: PLC0415

    return clean(visible(str(name)))


FIELDS = {"value": "", "reach": " lượt tiếp cận", "budget_vnd": " kinh phí"}
MOST_CHANGES = 8


def print_history(found: Status) -> None:
    """Each agency that sent more than once: what came when, and what it changed."""
    for standing in found.agencies:
        if len(standing.history) > 1:
            times = len(standing.history)
            click.echo(f"\n{standing.name} gửi {times} lần cho kỳ {standing.period}:")
            for one in standing.history:
                click.echo(f"    {_sent(one)}")


def _sent(one: Sent) -> str:
    """One line of an agency's history: when, what, who filled it in, what it changed."""
    said = [
        f"{one.received:%d/%m/%Y %H:%M}",
        one.submission,
        f"“{one_line(one.name)}”",
        f"đã rút ({one_line(one.withdrawn)})" if one.withdrawn else VERDICTS[one.verdict],
    ]
    if one.on_behalf:
        said.append(f"nhập thay: {one_line(one.on_behalf)}")
    if one.replaces:
        changes = [
            f"{c.indicator}{FIELDS[c.field]} {_figure(c.before)} → {_figure(c.after)}"
            for c in one.changes[:MOST_CHANGES]
        ]
        more = "; …" if len(one.changes) > MOST_CHANGES else ""
        listed = "; ".join(changes) + more if changes else "số liệu không đổi"
        said.append(f"thay {one.replaces}: {listed}")
    if one.counts:
        said.append("đang được tính")
    return " · ".join(said)


def _figure(value: float | str | None) -> str:
    """A figure of a history in words."""
    from cchc_lib.vietnamese import format_number  # noqa: PLC0415

    if value is None:
        return "chưa báo cáo"
    return "cần hỏi lại" if isinstance(value, str) else format_number(value)


def print_later(closing: Event | None, found: Status, later: Amendments) -> None:
    """That the period is closed; what came after and the difference it would make."""
    if closing:
        said = f" ({one_line(closing.reason)})" if closing.reason else ""
        click.echo(f"\nSố liệu đã chốt lúc {closing.at:%H:%M ngày %d/%m/%Y}{said}.")
    if not later.files:
        return
    names = {s.agency: s.name for s in found.agencies}
    click.echo("\nBáo cáo nhận sau khi chốt, chưa được tính:")
    for file in later.files:
        name = names.get(file.agency, file.agency)
        click.echo(f"- {name} · {file.period} · {file.submission} · {VERDICTS[file.verdict]}")
        for change in file.changes:
            click.echo(f"    {_change(change)}")
    click.echo("Nếu được tính, số liệu của cả kỳ (đã chốt → sẽ là):")
    for change in later.changes:
        click.echo(f"    {_change(change)}")


def _change(change: Change) -> str:
    """A figure as closed and as it would be."""
    from cchc_lib.vietnamese import format_number  # noqa: PLC0415

    before, after = (
        "chưa báo cáo" if value is None else format_number(value)
        for value in (change.closed, change.would_be)
    )
    return f"{change.indicator} ({change.unit}): {before} → {after}"

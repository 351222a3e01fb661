"""The month's work: forms out, submissions in, who is missing, the figures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cchc_lib.cli import sendings
from cchc_lib.cli.sendings import one_line
from cchc_lib.cli.shared import (
    AS_OF,
    PERIOD,
    format_option,
    print_json,
    print_table,
    say,
    workspace_of,
)
from cchc_lib.cli.words import Command

if TYPE_CHECKING:
    from cchc_lib.cycle import Opened

STATES = {
    "on_time": "● Đúng hạn",
    "late": "▲ Muộn",
    "missing": "○ Chưa báo cáo",
    "quarantined": "▲ Chờ gửi lại",
    "not_due": "– Chưa đến hạn",
}


def _open(ctx: click.Context, period: str, as_of: str = "") -> Opened:
    """The period of the workspace that the command works in."""
    from cchc_lib import cycle  # noqa: PLC0415 - `--help` answers without it
    from cchc_lib.cycle.processed import refresh  # noqa: PLC0415

    return cycle.at(refresh(workspace_of(ctx)), period, as_of)


@click.command(cls=Command)
@PERIOD
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="THƯ_MỤC",
    default=None,
    help="Nơi ghi; mặc định outputs/forms/KỲ.",
)
@click.option("--agency", metavar="MÃ_ĐƠN_VỊ", default="", help="Chỉ lập cho một đơn vị.")
@click.pass_context
def forms(ctx: click.Context, period: str, output: Path | None, agency: str) -> int:
    """Lập biểu mẫu trống của một tháng, mỗi đơn vị một tệp Excel.

    Ví dụ: cchc forms 2025-06
    """
    from cchc_lib import cycle  # noqa: PLC0415

    paths = cycle.make_forms(workspace_of(ctx), period, output, agency)
    for path in paths:
        click.echo(path)
    say(f"Đã lập {len(paths)} biểu mẫu cho kỳ {period}.")
    return 0


@click.command(cls=Command)
@click.argument(
    "paths", metavar="TỆP_HOẶC_THƯ_MỤC...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--received",
    metavar="LÚC",
    default=None,
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"]),
    help="Lúc nhận (2025-06-15T09:00, giờ Việt Nam); mặc định là bây giờ.",
)
@click.option(
    "--agency",
    metavar="MÃ_ĐƠN_VỊ",
    default="",
    help="Đơn vị gửi, khi tệp không phải biểu mẫu đã cấp.",
)
@click.option("--period", metavar="KỲ", default="", help="Kỳ báo cáo, khi tệp không ghi.")
@click.option(
    "--on-behalf",
    metavar="NGUỒN",
    default="",
    help="Cơ quan tổng hợp nhập thay, từ đâu: 'điện thoại ngày 15/6'.",
)
@format_option("table", "json")
@click.pass_context
def ingest(
    ctx: click.Context,
    paths: tuple[Path, ...],
    received: dt.datetime | None,
    agency: str,
    period: str,
    on_behalf: str,
    form: str,
) -> int:
    """Nhận tệp báo cáo của đơn vị: chép nguyên vẹn, kiểm tra từng ô, báo kết quả.

    Tệp hợp lệ được tính; tệp chưa dùng được thì cách ly nguyên vẹn kèm lý do. Nhận lại cùng một
    tệp không làm thay đổi gì.

    Ví dụ: cchc ingest hop-thu/2025-06
    """
    from cchc_lib import cycle, workspace  # noqa: PLC0415

    outcomes = cycle.ingest(
        workspace_of(ctx),
        paths,
        now=dt.datetime.now(workspace.ZONE),
        received=received.replace(tzinfo=workspace.ZONE) if received else None,
        agency=agency,
        period=period,
        on_behalf=on_behalf,
        passing_over=_pass_over,
    )
    if form == "json":
        print_json([outcome.to_json() for outcome in outcomes])
    else:
        _print_outcomes([outcome.to_json() for outcome in outcomes])
    return 1 if any(outcome.status == "quarantined" for outcome in outcomes) else 0


def _pass_over(name: str) -> None:
    """Name a file that was not taken in."""
    say(f"Bỏ qua {one_line(name)}: tệp tạm hoặc tệp ẩn, không phải báo cáo.")


def _print_outcomes(outcomes: list[dict[str, object]]) -> None:
    """What became of each file, with its findings below it."""
    for outcome in outcomes:
        who = f" · {outcome['agency']} · {outcome['period']}" if outcome["agency"] else ""
        click.echo(f"{sendings.VERDICTS[str(outcome['status'])]}: {one_line(outcome['file'])}{who}")
        for finding in outcome["findings"]:  # type: ignore[attr-defined]
            click.echo(f"    {finding['code']} {finding['message']}")
    say(f"Đã xử lý {len(outcomes)} tệp.")


@click.command(cls=Command)
@PERIOD
@AS_OF
@format_option("table", "json")
@click.pass_context
def status(ctx: click.Context, period: str, as_of: str, form: str) -> int:
    """Đơn vị nào đã báo cáo, đúng hạn hay muộn, đơn vị nào chưa.

    Ví dụ: cchc status 2025-06
    """
    from cchc_lib import cycle  # noqa: PLC0415
    from cchc_lib import records as table  # noqa: PLC0415
    from cchc_lib.cycle.closing import to_json as amendments_to_json  # noqa: PLC0415
    from cchc_lib.vietnamese import format_date  # noqa: PLC0415

    opened = _open(ctx, period, as_of)
    found = opened.status()
    for name in map(one_line, cycle.not_taken_in(workspace_of(ctx), period)):
        say(f"Chưa nhận: {name}. Tệp chép tay chỉ được tính sau khi chạy: cchc ingest {name}")
    closing, later = opened.closing, opened.amendments()
    if form == "json":
        closed = closing.at.isoformat() if closing else None
        more = {"closed": closed, **amendments_to_json(later)}
        print_json({**table.status_to_json(found), **more})
        return 0
    click.echo(
        f"{opened.period.title}: số liệu từ {format_date(found.start)} đến "
        f"{format_date(found.end)}; hạn gửi {format_date(found.due)}; tính đến "
        f"{format_date(found.as_of)}.\nPhải báo cáo {found.expected}; đúng hạn {found.on_time}; "
        f"muộn {found.late}; chưa có số liệu {found.missing}.\n"
    )
    rows = [
        [
            s.name,
            s.agency,
            s.period,
            STATES[s.state],
            f"{s.received:%d/%m/%Y %H:%M}" if s.received else "",
            s.submission or "",
        ]
        for s in found.agencies
    ]
    print_table(["Đơn vị", "Mã", "Kỳ", "Tình trạng", "Nhận lúc", "Báo cáo nộp"], rows)
    sendings.print_history(found)
    sendings.print_later(opened.closing, found, later)
    return 0


@click.command(cls=Command)
@PERIOD
@format_option("csv", "json")
@click.pass_context
def records(ctx: click.Context, period: str, form: str) -> int:
    """Các số liệu được tính của một kỳ, mỗi dòng một chỉ tiêu của một báo cáo nộp, kèm ô gốc.

    Ví dụ: cchc records 2025-06 > so-lieu.csv
    """
    from cchc_lib import records as table  # noqa: PLC0415

    found = _open(ctx, period).records()
    if form == "json":
        print_json(table.to_json(found))
    else:
        click.echo(table.to_csv(found), nl=False)
    return 0


@click.command(cls=Command)
@PERIOD
@AS_OF
@format_option("table", "json")
@click.pass_context
def indicators(ctx: click.Context, period: str, as_of: str, form: str) -> int:
    """Các chỉ tiêu đã tính của một kỳ.

    Ví dụ: cchc indicators 2025-06 --format json
    """
    from cchc_lib import indicators as computed  # noqa: PLC0415

    found = _open(ctx, period, as_of).indicators()
    if form == "json":
        print_json(computed.to_json(found))
        return 0
    from cchc_lib.vietnamese import format_number, format_percent  # noqa: PLC0415

    def number(value: float | None) -> str:
        return "–" if value is None else format_number(value)

    rows = [
        [
            t.indicator,
            t.unit,
            number(t.target),
            number(t.actual),
            "–" if t.rate is None else format_percent(t.rate),
            number(t.target_to_date),
            number(t.actual_to_date),
            number(t.target_year),
            f"{t.reported}/{t.owing}",
        ]
        for t in found.tasks
    ]
    headers = [
        "Chỉ tiêu",
        "Đơn vị tính",
        "Kế hoạch kỳ",
        "Kết quả",
        "Tỷ lệ",
        "KH luỹ kế",
        "KQ luỹ kế",
        "KH năm",
        "Đã báo cáo",
    ]
    print_table(headers, rows)
    return 0


@click.command(cls=Command)
@PERIOD
@click.argument("indicator", metavar="CHỈ_TIÊU")
@click.option("--agency", metavar="MÃ_ĐƠN_VỊ", default="", help="Chỉ của một đơn vị.")
@AS_OF
@format_option("table", "json")
@click.pass_context
def trace(
    ctx: click.Context, period: str, indicator: str, agency: str, as_of: str, form: str
) -> int:
    """Một con số được cộng từ những ô nào, và căn cứ dòng nào của kế hoạch.

    Ví dụ: cchc trace 2025-06 2.8b-1; cchc trace 2025-06 reporting.timeliness
    """
    from cchc_lib import indicators as computed  # noqa: PLC0415

    found = _open(ctx, period, as_of).trace(indicator, agency or None)
    if form == "json":
        print_json(computed.trace_to_json(found))
        return 0
    click.echo(f"{found.indicator} · {found.period} = {found.value} ({found.formula})")
    rows = [
        [c.agency, c.file, c.sheet, c.cell, "" if c.value is None else f"{c.value:g}"]
        for c in found.cells
    ]
    print_table(["Đơn vị", "Tệp", "Trang tính", "Ô", "Giá trị"], rows)
    for source in found.plan:
        click.echo(f"Kế hoạch: {source.file}, dòng {source.line_start}–{source.line_end}")
    return 0


COMMANDS = (forms, ingest, status, records, indicators, trace)

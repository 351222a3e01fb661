"""Decisions that go into the log with their reason: withdrawn, exempted, due date, closed."""

from __future__ import annotations

import datetime as dt

import click

from cchc_lib.cli.shared import PERIOD, workspace_of
from cchc_lib.cli.words import Command

REASON = click.option("--reason", required=True, metavar="LÝ_DO", help="Lý do, in trong phụ lục.")


@click.command(cls=Command)
@click.argument("submission", metavar="MÃ_BÁO_CÁO_NỘP")
@REASON
@click.pass_context
def withdraw(ctx: click.Context, submission: str, reason: str) -> int:
    """Rút một báo cáo nộp nhầm: tệp vẫn giữ, số liệu không còn được tính.

    Ví dụ: cchc withdraw 3fa91c07d2e8 --reason "Gửi nhầm biểu mẫu tháng trước"
    """
    from cchc_lib import cycle, workspace  # noqa: PLC0415

    cycle.withdraw(workspace_of(ctx), submission, reason, dt.datetime.now(workspace.ZONE))
    click.echo(f"Đã rút báo cáo nộp {submission}.")
    return 0


@click.command(cls=Command)
@click.argument("agency", metavar="MÃ_ĐƠN_VỊ")
@click.argument("indicator", metavar="CHỈ_TIÊU")
@click.argument("first", metavar="TỪ_KỲ")
@click.argument("last", metavar="ĐẾN_KỲ")
@REASON
@click.pass_context
def exempt(
    ctx: click.Context, agency: str, indicator: str, first: str, last: str, reason: str
) -> int:
    """Một chỉ tiêu không áp dụng cho một đơn vị trong một khoảng thời gian.

    Ví dụ: cchc exempt ubnd-xa-tra-xinh 2.8b-1 2025-06 2025-07 --reason "Trang đang nâng cấp"
    """
    from cchc_lib import cycle, workspace  # noqa: PLC0415

    cycle.exempt(
        workspace_of(ctx),
        agency=agency,
        indicator=indicator,
        first=first,
        last=last,
        reason=reason,
        now=dt.datetime.now(workspace.ZONE),
    )
    click.echo(f"Đã ghi: chỉ tiêu {indicator} không áp dụng cho {agency} từ {first} đến {last}.")
    return 0


@click.command(cls=Command)
@PERIOD
@click.argument("day", metavar="NGÀY")
@REASON
@click.pass_context
def due(ctx: click.Context, period: str, day: str, reason: str) -> int:
    """Dời hạn gửi của một kỳ; đúng hạn hay muộn tính theo hạn mới.

    Hạn ghi bằng lệnh này được dùng thay cho hạn ở mục [due] của cchc.toml.

    Ví dụ: cchc due 2025-06 2025-06-20 --reason "Mất điện trên diện rộng"
    """
    from cchc_lib import cycle, workspace  # noqa: PLC0415

    now = dt.datetime.now(workspace.ZONE)
    before = cycle.move_due(workspace_of(ctx), period, day, reason, now)
    click.echo(f"Đã dời hạn gửi kỳ {period} từ {before:%d/%m/%Y} đến {day}.")
    return 0


@click.command(cls=Command)
@PERIOD
@click.option("--reopen", is_flag=True, help="Mở lại một kỳ đã chốt; phải nêu lý do.")
@click.option("--reason", default="", metavar="LÝ_DO", help="Lý do, in trong phụ lục.")
@click.pass_context
def close(ctx: click.Context, period: str, reopen: bool, reason: str) -> int:
    """Chốt số liệu một kỳ: báo cáo đến sau được giữ và liệt kê, không làm đổi số đã chốt.

    Ví dụ: cchc close 2025-06; cchc close 2025-06 --reopen --reason "Sở yêu cầu bổ sung"
    """
    from cchc_lib import cycle, workspace  # noqa: PLC0415

    now = dt.datetime.now(workspace.ZONE)
    if reopen:
        cycle.reopen(workspace_of(ctx), period, reason, now)
        click.echo(f"Đã mở lại kỳ {period}; báo cáo đến sau khi chốt nay được tính.")
    else:
        cycle.close(workspace_of(ctx), period, reason, now)
        click.echo(f"Đã chốt số liệu kỳ {period}. Xem báo cáo đến sau bằng: cchc status {period}")
    return 0


COMMANDS = (withdraw, exempt, due, close)

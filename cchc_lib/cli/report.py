"""Reports, the scheduler's entry, the site, verification."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from cchc_lib.cli.shared import AS_OF, PERIOD, say, workspace_of
from cchc_lib.cli.words import Command
from cchc_lib.errors import ParameterError

FORMATS = ("html", "pdf", "docx", "xlsx")


@click.command(cls=Command)
@PERIOD
@click.option(
    "--to",
    "formats",
    metavar="html,pdf,docx,xlsx",
    default="html,pdf",
    help="Các dạng tệp, cách nhau bằng dấu phẩy; mặc định html,pdf.",
)
@click.option(
    "--agency",
    metavar="MÃ_ĐƠN_VỊ|all",
    default="",
    help="Báo cáo riêng của một đơn vị, hoặc all: của mọi đơn vị phải báo cáo.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="THƯ_MỤC",
    default=None,
    help="Nơi ghi; mặc định outputs/KỲ.",
)
@AS_OF
@click.pass_context
def report(
    ctx: click.Context, period: str, formats: str, agency: str, output: Path | None, as_of: str
) -> int:
    """Lập báo cáo của một kỳ; loại báo cáo theo kỳ (tháng, quý, 6 tháng, 9 tháng, năm).

    Ví dụ: cchc report 2025-06; cchc report 2025-Q2 --to docx,pdf
    """
    from cchc_lib import cycle  # noqa: PLC0415

    made = cycle.make_reports(
        workspace_of(ctx),
        period,
        formats=_formats(formats),
        agency=agency,
        out_dir=output,
        as_of=as_of,
        progress=say,
    )
    for one in made:
        for path in one.paths:
            click.echo(path)
        if one.trouble:
            say(one.trouble)
    return 1 if any(one.trouble for one in made) else 0


def _formats(text: str) -> tuple[str, ...]:
    """The formats asked for, in the order given."""
    chosen = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    unknown = [part for part in chosen if part not in FORMATS]
    if unknown or not chosen:
        raise ParameterError(
            f'--to "{text}": chỉ nhận {", ".join(FORMATS)}, cách nhau bằng dấu phẩy. '
            "Ví dụ: --to html,pdf"
        )
    return tuple(dict.fromkeys(chosen))


@click.command(cls=Command)
@click.option("--due", is_flag=True, required=True, help="Lập mọi báo cáo đã đến hạn.")
@click.option(
    "--today",
    metavar="NGÀY",
    default=None,
    type=click.DateTime(["%Y-%m-%d"]),
    help="Coi hôm nay là ngày này (2025-07-01); mặc định là hôm nay.",
)
@click.pass_context
def run(ctx: click.Context, due: bool, today: dt.datetime | None) -> int:  # noqa: ARG001
    """Việc của bộ lập lịch ban đêm: lập báo cáo nào đã đến hạn mà chưa có hoặc đã cũ.

    Ví dụ: cchc run --due --today 2025-07-01
    """
    from cchc_lib import cycle, workspace  # noqa: PLC0415
    from cchc_lib.errors import LockedError  # noqa: PLC0415

    space = workspace_of(ctx)
    day = today.date() if today else dt.datetime.now(workspace.ZONE).date()
    try:
        with space.lock("run", wait=0):
            made = cycle.run_due(space, day, say)
    except LockedError:
        say("Một lượt chạy khác đang làm việc; không có gì phải làm thêm.")
        return 0
    for one in made:
        for path in one.paths:
            click.echo(path)
        if one.trouble:
            say(f"{one.label}: {one.trouble}")
    if not made:
        say("Không có báo cáo nào đến hạn mà chưa lập.")
    return 1 if any(one.trouble for one in made) else 0


@click.command(cls=Command)
@click.pass_context
def site(ctx: click.Context) -> int:
    """Lập lại trang mục lục outputs/index.html.

    Ví dụ: cchc site
    """
    from cchc_lib import site as index  # noqa: PLC0415

    click.echo(index.build(workspace_of(ctx)))
    return 0


@click.command(cls=Command)
@click.argument("period", metavar="[KỲ]", default="")
@AS_OF
@click.pass_context
def verify(ctx: click.Context, period: str, as_of: str) -> int:
    """Lập lại báo cáo từ số liệu gốc và so với bản đang có, từng byte.

    Ví dụ: cchc verify 2025-06
    """
    from cchc_lib import cycle  # noqa: PLC0415

    differing = cycle.verify(workspace_of(ctx), period, as_of, say)
    for name in differing:
        click.echo(f"Khác: {name}")
    if differing:
        say("Báo cáo đang có không đúng với số liệu gốc hiện tại; lập lại bằng: cchc report KỲ")
        return 1
    say("Báo cáo đang có đúng với số liệu gốc.")
    return 0


COMMANDS = (report, run, site, verify)

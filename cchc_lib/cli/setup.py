"""A new workspace, and simulated submissions to try one."""

from __future__ import annotations

from pathlib import Path

import click

from cchc_lib.cli.shared import say, workspace_of
from cchc_lib.cli.words import Command


@click.command(cls=Command)
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--plan",
    type=click.Path(path_type=Path),
    metavar="TỆP",
    default=None,
    help="Tệp kế hoạch để chép vào.",
)
@click.option(
    "--agencies",
    type=click.Path(path_type=Path),
    metavar="TỆP.csv",
    default=None,
    help="Danh mục đơn vị để chép vào.",
)
def init(folder: Path, plan: Path | None, agencies: Path | None) -> int:
    """Tạo không gian làm việc mới cho số liệu thật.

    Ví dụ: cchc init bao-cao-2026 --plan ke-hoach.txt --agencies don-vi.csv
    """
    from cchc_lib import cycle  # noqa: PLC0415

    steps = cycle.init(folder, plan, agencies)
    click.echo("Đã tạo không gian làm việc. Việc tiếp theo:")
    for n, step in enumerate(steps, start=1):
        click.echo(f"{n}. {step}")
    return 0


@click.command(cls=Command)
@click.argument("periods", metavar="KỲ...", nargs=-1, required=True)
@click.option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    metavar="SỐ",
    help="Cùng một số cho cùng một bộ báo cáo.",
)
@click.pass_context
def simulate(ctx: click.Context, periods: tuple[str, ...], seed: int) -> int:
    """Điền và nhận các báo cáo mô phỏng, chỉ trong không gian làm việc mô phỏng.

    Ví dụ: cchc simulate 2025-05 2025-06
    """
    from cchc_lib import cycle  # noqa: PLC0415

    outcomes = cycle.simulate(workspace_of(ctx), periods, seed, say)
    say(f"Đã điền và nhận {len(outcomes)} báo cáo mô phỏng.")
    return 0


COMMANDS = (init, simulate)

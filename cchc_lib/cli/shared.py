"""Arguments and printing that several commands share."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_lib.workspace import Workspace

PERIOD = click.argument("period", metavar="KỲ")
AS_OF = click.option(
    "--as-of",
    metavar="NGÀY",
    default="",
    help="Tính đến ngày nào (2025-06-17); mặc định là ngày muộn hơn giữa hạn gửi và lần nhận cuối.",
)


def format_option(*choices: str) -> Callable[[Any], Any]:
    """`--format` with the first choice as default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(choices),
        default=choices[0],
        metavar="|".join(choices),
        help=f"Dạng trả lời; mặc định {choices[0]}.",
    )


def workspace_of(ctx: click.Context) -> Workspace:
    """The workspace that the command line names, or the current one."""
    from cchc_lib import workspace  # noqa: PLC0415 - `--help` answers without it

    return workspace.find(named=ctx.find_root().obj.workspace)


def print_json(value: Any) -> None:
    """Exactly one JSON document on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def print_table(headers: list[str], rows: list[list[str]]) -> None:
    """A plain table on stdout, columns aligned."""
    widths = [max(len(row[n]) for row in [headers, *rows]) for n in range(len(headers))]
    for row in [headers, ["-" * width for width in widths], *rows]:
        click.echo("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip())


def say(message: str) -> None:
    """Progress and messages go to stderr."""
    click.echo(message, err=True)


class _ToStderr(logging.Handler):
    """Prints records on the stderr of the moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line a record."""
        say(record.getMessage())


def show_progress() -> None:
    """From now on, what long work logs as progress is seen on stderr."""
    progress = logging.getLogger("cchc_lib.progress")
    if not progress.handlers:
        progress.addHandler(_ToStderr())
        progress.propagate = False

"""Click in Vietnamese: headings of the help pages and messages for wrong use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Headings:
    """Help pages with Vietnamese headings; mixed into click's commands."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line of use."""
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Cách dùng: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and a group's commands."""
        params: Sequence[click.Parameter] = self.get_params(ctx)  # type: ignore[attr-defined]
        records = [record for p in params if (record := p.get_help_record(ctx)) is not None]
        if records:
            with formatter.section("Tuỳ chọn"):
                formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help` explained in Vietnamese."""
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Hiện trợ giúp này rồi thoát."
        return option


class Command(_Headings, click.Command):
    """A command with a Vietnamese help page."""


class Group(_Headings, click.Group):
    """A group of commands with a Vietnamese help page."""

    command_class = Command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in the order of the work, not of the alphabet."""
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                rows.append((name, command.get_short_help_str(limit=90)))
        with formatter.section("Lệnh"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Commands as they were added."""
        return list(self.commands)


Group.group_class = Group


def explain(error: click.UsageError) -> str:
    """What is wrong with a command line, and where its help is."""
    where = error.ctx.command_path if error.ctx else "cchc"
    return f"{_what(error)} Xem cách dùng: {where} --help"


def _what(error: click.UsageError) -> str:
    """The fault in one sentence."""
    match error:
        case click.NoSuchOption():
            return f"Không có tuỳ chọn {error.option_name}."
        case click.MissingParameter():
            return f"Thiếu {_name(error.param)}."
        case click.BadParameter():
            return f"{_name(error.param).capitalize()}: {_bad(error)}"
        case click.BadOptionUsage():
            return f"Tuỳ chọn {error.option_name} thiếu giá trị."
        case _ if "No such command" in error.message:
            return f"Không có lệnh {error.message.split()[-1].strip('.')}."
        case _ if "unexpected extra argument" in error.message:
            return "Thừa tham số trên dòng lệnh."
        case _:
            return "Dòng lệnh không đúng."


def _bad(error: click.BadParameter) -> str:
    """Why a value is not taken."""
    kind: Any = error.param.type if error.param else None
    match kind:
        case click.Choice():
            return "phải là một trong " + ", ".join(kind.choices) + "."
        case click.Path():
            return f"không có tệp hay thư mục này ({_quoted(error.message)})."
        case click.DateTime():
            return "ngày giờ phải có dạng 2025-06-15 hoặc 2025-06-15T09:00."
        case _ if kind is not None and kind.name == "integer":
            return "phải là số nguyên."
        case _:
            return error.message


def _quoted(message: str) -> str:
    """The path that click names between apostrophes."""
    return message.split("'")[1] if message.count("'") > 1 else message


def _name(param: click.Parameter | None) -> str:
    """A parameter as the help page names it."""
    if param is None:
        return "tham số"
    if isinstance(param, click.Option):
        return f"tuỳ chọn {param.opts[0]}"
    return f"tham số {param.human_readable_name}"

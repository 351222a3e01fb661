"""The group `cchc`, its exit statuses and its log."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from cchc_lib.cli import events, month, plan, report, setup, shared, words
from cchc_lib.cli.words import Group
from cchc_lib.errors import CchcError

if TYPE_CHECKING:
    from collections.abc import Sequence

OK, ATTENTION, WRONG_USE, FAILURE = 0, 1, 2, 3


@dataclass
class Options:
    """What stands before the command."""

    workspace: str = ""
    verbose: bool = False


@click.group(
    "cchc",
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Việc của một tháng: cchc forms 2025-06 → gửi biểu mẫu → cchc ingest THƯ_MỤC → "
    "cchc status 2025-06 → cchc report 2025-06. Hướng dẫn đầy đủ: docs/huong-dan.md",
)
@click.option(
    "--workspace",
    metavar="THƯ_MỤC",
    default="",
    help="Không gian làm việc; mặc định là "
    "thư mục hiện tại hoặc thư mục trên nó có cchc.toml, hay biến CCHC_WORKSPACE.",
)
@click.option("-v", "--verbose", is_flag=True, help="Ghi thêm diễn biến ra màn hình.")
@click.version_option(package_name="cchc", message="cchc %(version)s", help="Hiện phiên bản.")
@click.pass_context
def cchc(ctx: click.Context, workspace: str, verbose: bool) -> None:
    """Từ kế hoạch truyền thông CCHC, chuyển đổi số đến báo cáo tháng, quý.

    Đọc kế hoạch, lập biểu mẫu cho từng đơn vị, nhận và kiểm tra báo cáo của đơn vị, tính chỉ
    tiêu, lập báo cáo HTML, PDF, Word, Excel. Kỳ báo cáo viết 2025-06 (tháng), 2025-Q2 (quý),
    2025-H1 (6 tháng), 2025-9M (9 tháng), 2025 (năm).
    """
    ctx.obj = ctx.obj or Options()
    ctx.obj.workspace, ctx.obj.verbose = workspace, verbose
    logging.getLogger("cchc_lib").setLevel(logging.INFO)
    shared.show_progress()
    if verbose:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
        logging.getLogger("cchc_lib").addHandler(handler)


cchc.add_command(plan.plan)
for _command in (*month.COMMANDS, *events.COMMANDS, *report.COMMANDS, *setup.COMMANDS):
    cchc.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with the contract's exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status. Nothing but a bug or the machine gives 3."""
    options = Options()
    try:
        status = cchc.main(args=arguments, prog_name="cchc", standalone_mode=False, obj=options)
    except click.UsageError as error:
        click.echo(words.explain(error), err=True)
        return WRONG_USE
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Đã dừng theo yêu cầu; những gì có trước vẫn nguyên.", err=True)
        return FAILURE
    except CchcError as error:
        click.echo(str(error), err=True)
        return error.exit_status
    except SystemExit:  # so click leaves when whoever read the answer has gone: `… | head -1`
        return OK
    except Exception as error:  # noqa: BLE001 - the one place that turns a bug into status 3
        click.echo(_bug(error, options), err=True)
        return FAILURE
    return status if isinstance(status, int) else OK


def _bug(error: Exception, options: Options) -> str:
    """Keep the traceback in the workspace's log; tell the operator where."""
    from cchc_lib import workspace  # noqa: PLC0415 - only when something broke

    place = "bật --verbose để xem chi tiết"
    try:
        folder = workspace.find(named=options.workspace).root / "logs"
        folder.mkdir(exist_ok=True)
        now = dt.datetime.now(workspace.ZONE).isoformat(timespec="seconds")
        entry = {"at": now, "error": "".join(traceback.format_exception(error))}
        with (folder / "errors.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry, ensure_ascii=False) + "\n")
        place = "chi tiết ở logs/errors.jsonl"
    except (CchcError, OSError):
        logging.getLogger("cchc_lib").info("bug", exc_info=error)
    return (
        f"Chương trình gặp lỗi không lường trước ({type(error).__name__}); {place}. "
        "Dữ liệu có trước vẫn nguyên. Chạy lại; nếu vẫn lỗi, gửi tệp nhật ký cho người phụ trách."
    )

"""`cchc plan …`: reading and reviewing a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cchc_lib.cli.shared import format_option, print_json, print_table, say
from cchc_lib.cli.words import Command, Group

if TYPE_CHECKING:
    from cchc_lib.model import Plan

FILE = click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
REVIEW_CODES = frozenset({"P101", "P102", "P103", "P105", "P106"})  # about corrections
NO_REVIEW = click.option("--no-review", is_flag=True, help="Bỏ qua bản đọc đã được người soát.")


@click.group(cls=Group)
def plan() -> None:
    """Đọc kế hoạch thành nhiệm vụ, đơn vị, chỉ tiêu; soát lại chỗ chưa chắc."""


@plan.command(cls=Command)
@FILE
@NO_REVIEW
@format_option("table", "json")
@click.pass_context
def read(ctx: click.Context, file: Path, no_review: bool, form: str) -> int:
    """Đọc một kế hoạch và in kết quả.

    Ví dụ: cchc plan read data/raw/plan/ke-hoach.txt --format json
    """
    from cchc_lib.errors import NotAPlanError  # noqa: PLC0415
    from cchc_lib.plan import reading, store  # noqa: PLC0415

    try:
        found, _ = reading.read_plan(file, **_known(ctx, file), review=not no_review)
    except NotAPlanError as error:
        if form == "json":  # what asks for JSON gets it, the reason as its one finding
            print_json(store.to_json(store.refused(file.name, str(error))))
        raise
    if form == "json":
        print_json(store.to_json(found))
    else:
        _print(found)
    if reading.is_plan(found):
        return 0
    say("Tài liệu này không giống một kế hoạch: xem các lưu ý ở trên.")
    return 1


@plan.command(cls=Command)
@FILE
@NO_REVIEW
@click.pass_context
def text(ctx: click.Context, file: Path, no_review: bool) -> int:
    """In văn bản kế hoạch đã khôi phục dấu, từng dòng ứng với dòng của tệp.

    Ví dụ: cchc plan text data/raw/plan/ke-hoach.txt > ke-hoach-doc-lai.txt
    """
    from cchc_lib.plan import reading  # noqa: PLC0415

    for line in reading.read_lines(file, **_known(ctx, file), review=not no_review):
        click.echo(line.text)
    return 0


@plan.command(cls=Command)
@FILE
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="TỆP.xlsx")
@click.pass_context
def review(ctx: click.Context, file: Path, output: Path) -> int:
    """Viết bảng soát: chỗ chưa chắc lên đầu, dòng gốc (ảnh, nếu là bản chụp) cạnh cách đọc.

    Ví dụ: cchc plan review data/raw/plan/ke-hoach.txt -o soat.xlsx
    """
    from cchc_lib.plan import reading  # noqa: PLC0415
    from cchc_lib.plan import review as reviewing  # noqa: PLC0415

    found, lines = reading.read_plan(file, **_known(ctx, file))
    reviewing.write_workbook(found, lines, file, output)
    click.echo(output)
    return 0


@plan.command(cls=Command)
@click.argument("workbook", metavar="SOAT.xlsx", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--plan",
    "file",
    type=click.Path(path_type=Path),
    metavar="TỆP",
    default=None,
    help="Tệp kế hoạch; mặc định là tệp mà bảng soát nêu tên trong không gian làm việc.",
)
@click.pass_context
def apply(ctx: click.Context, workbook: Path, file: Path | None) -> int:
    """Lấy các chỗ đã sửa trong bảng soát vào làm dữ liệu.

    Ví dụ: cchc plan apply soat.xlsx
    """
    from cchc_lib.cli.shared import workspace_of  # noqa: PLC0415
    from cchc_lib.plan import reading  # noqa: PLC0415
    from cchc_lib.plan import review as reviewing  # noqa: PLC0415

    corrections = reviewing.read_workbook(workbook)
    target = file or workspace_of(ctx).raw / "plan" / corrections.file
    if not target.is_file():
        reviewing.save_reading(target, corrections)  # says that there is no such plan
    lines = reading.restored(target, **_known(ctx, target))
    before, _ = lines.plan()
    count = reviewing.save_reading(target, corrections)
    click.echo(f"Đã ghi {count} dòng đã soát vào {reviewing.reading_path(target)}")
    if count:
        _tell_effect(before, lines.plan()[0], {row.line for row in corrections.rows})
        for note in reviewing.unneeded(lines.lines, target):
            say(note.message)
    return 0


def _tell_effect(before: Plan, after: Plan, lines: set[int]) -> None:
    """What corrections changed in the tasks, and what is doubtful about the corrected lines."""
    from cchc_lib.plan import diff as comparing  # noqa: PLC0415

    changes = comparing.rows(comparing.compare(before, after))
    if not changes:
        say("Các chỗ sửa không làm đổi nhiệm vụ nào.")
    for row in changes:
        say(" ".join(" · ".join(part for part in row if part).split()))
    for one in after.findings:
        touched = one.lines and any(one.lines[0] <= line <= one.lines[1] for line in lines)
        if one.code in REVIEW_CODES or (touched and one.severity != "info"):
            say(f"{one.code} (dòng {one.lines[0]}): {one.message}" if one.lines else one.message)


@plan.command(cls=Command)
@click.argument("old", metavar="CŨ", type=click.Path(path_type=Path))
@click.argument("new", metavar="MỚI", type=click.Path(path_type=Path))
@NO_REVIEW
@format_option("table", "json")
@click.pass_context
def diff(ctx: click.Context, old: Path, new: Path, no_review: bool, form: str) -> int:
    """So hai kế hoạch: nhiệm vụ thêm, bỏ, đổi, và đổi ở đâu.

    Ví dụ: cchc plan diff ke-hoach-2025.txt ke-hoach-2026.docx
    """
    from cchc_lib.plan import diff as comparing  # noqa: PLC0415
    from cchc_lib.plan import reading  # noqa: PLC0415

    before, after = (
        reading.read_plan(file, **_known(ctx, file), review=not no_review)[0] for file in (old, new)
    )
    for file, found in ((old, before), (new, after)):
        if not reading.is_plan(found):
            say(f"{file.name} không giống một kế hoạch. Xem lại bằng: cchc plan read {file.name}")
            return 1
    difference = comparing.compare(before, after)
    if form == "json":
        print_json(comparing.to_json(difference, before, after))
        return 0
    if rows := comparing.rows(difference):
        print_table(["", "Số", "Nhiệm vụ", "Nội dung thay đổi"], rows)
    click.echo(comparing.summary(difference, before, after))
    return 0


def _known(ctx: click.Context, file: Path) -> dict[str, Any]:
    """What the workspace that the plan belongs to knows: its registry and its own unit."""
    from cchc_lib import agencies, workspace  # noqa: PLC0415
    from cchc_lib.errors import WorkspaceError  # noqa: PLC0415

    named = ctx.find_root().obj.workspace
    start = file.resolve().parent if file.exists() else None
    for where in ({"named": named}, {"start": start}):
        try:
            found = workspace.find(**where)
        except WorkspaceError:
            if named:
                raise
            continue
        if found.registry_path.is_file():
            unit = found.settings.organisation
            registry = agencies.load(found.registry_path)
            return {"registry": registry, "unit": unit.short_name or unit.name}
    return {}


def _print(found: Plan) -> None:
    """The plan as a table for people."""
    click.echo(f"{found.kind} {found.number} · {found.issuer} · {found.date}\n{found.title}\n")
    rows = [
        [
            task.task_id,
            task.field,
            task.title if len(task.title) <= 60 else f"{task.title[:59]}…",  # noqa: PLR2004
            "; ".join(a.text for a in task.named("lead")),
            task.schedule.text or "–",
            "; ".join(f"{q.count:g} {q.unit}/{q.per}" for q in task.quotas),
        ]
        for task in found.tasks
    ]
    print_table(["Số", "Lĩnh vực", "Nhiệm vụ", "Chủ trì, thực hiện", "Thời gian", "Chỉ tiêu"], rows)
    click.echo(
        f"\n{len(found.tasks)} nhiệm vụ, {len(found.topics)} nội dung truyền thông, "
        f"{len(found.documents)} văn bản được dẫn, {len(found.findings)} lưu ý"
    )
    for finding in found.findings:
        where = f" (dòng {finding.lines[0]})" if finding.lines else ""
        click.echo(f"- {finding.code}{where}: {finding.message}")

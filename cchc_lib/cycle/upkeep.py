"""What people do to a workspace besides reporting: forms out, files in, a new one."""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_lib import agencies, config, history, records
from cchc_lib.cycle.processed import refresh, registry_of
from cchc_lib.errors import NotAPlanError, NotReviewedError, ParameterError, WorkspaceError
from cchc_lib.plan import reading, restore, review
from cchc_lib.submissions import feedback, judge, receive
from cchc_lib.submissions.remarks import Remarks
from cchc_lib.vietnamese import format_percent
from cchc_lib.workspace import Workspace, disk, write_atomic

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from cchc_lib.cycle.processed import Processed
    from cchc_lib.findings import Finding
    from cchc_lib.submissions.receive import Outcome


SHOWN = 6  # tasks that a message names


def make_forms(
    workspace: Workspace, label: str, out_dir: Path | None = None, agency: str = ""
) -> list[Path]:
    """Write the blank form of each agency that owes something in a month, or of one.

    Raises:
        ParameterError: the period is not a month, or the agency owes nothing in it.
        NotReviewedError: a task of the plan is below `[plan] review_threshold`.
    """
    from cchc_lib.forms import write  # noqa: PLC0415 - `status` answers without openpyxl

    processed = refresh(workspace)
    month = processed.settings.period(label)
    if month.kind != "month":
        first = month.months()[0].label
        raise ParameterError(
            f"Biểu mẫu chỉ lập cho từng tháng, không lập cho kỳ {label}; số liệu kỳ dài được cộng "
            f"từ các tháng. Chạy lại với một tháng, ví dụ: cchc forms {first}"
        )
    if agency:
        processed.registry.get(agency)
    _require_review(processed)
    forms = write.write_forms(
        processed.plan,
        processed.registry,
        processed.settings,
        month,
        agency or None,
        processed.exemptions,
    )
    if not forms:
        who = processed.registry.name(agency) if agency else "Không đơn vị nào"
        verb = "không có" if agency else "có"
        raise ParameterError(
            f"{who} {verb} nhiệm vụ phải báo cáo trong kỳ {label}, nên không có biểu mẫu. "
            "Kiểm tra kỳ, [plan] first_period trong cchc.toml và danh mục đơn vị."
        )
    folder = out_dir or workspace.outputs / "forms" / label
    paths = []
    for agency_id, data in forms.items():
        path = folder / f"{agency_id}.xlsx"
        write_atomic(path, data)
        paths.append(path)
    return paths


def _require_review(processed: Processed) -> None:
    """No form asks for figures of a task that may have been misread."""
    threshold = processed.settings.plan.review_threshold
    doubtful = restore.doubtful(processed.plan.tasks, threshold)
    if not doubtful:
        return
    shown = [f"{task.task_id} ({format_percent(task.confidence, 0)})" for task in doubtful[:SHOWN]]
    if len(doubtful) > SHOWN:
        shown.append(f"và {len(doubtful) - SHOWN} nhiệm vụ khác")
    plan = processed.workspace.relative(processed.workspace.plan_path)
    raise NotReviewedError(
        f"Chưa lập được biểu mẫu: {len(doubtful)}/{len(processed.plan.tasks)} nhiệm vụ của kế "
        f"hoạch đọc chưa chắc, độ tin cậy dưới {format_percent(threshold, 0)} (review_threshold ở "
        f"mục [plan] của cchc.toml): {', '.join(shown)}. Soát lại bằng: cchc plan review {plan} -o "
        "soat.xlsx, sửa trong tệp đó rồi chạy: cchc plan apply soat.xlsx"
    )


def ingest(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    now: dt.datetime,
    received: dt.datetime | None = None,
    agency: str = "",
    period: str = "",
    on_behalf: str = "",
    passing_over: Callable[[str], None] = lambda _: None,
) -> list[Outcome]:
    """Take files or folders in, one run at a time; see contracts, `cchc ingest`."""
    with workspace.lock():
        processed = refresh(workspace)
        if agency:
            processed.registry.get(agency)
        if period:
            processed.settings.period(period)
        outcomes = receive.receive(
            processed.workspace,
            paths,
            plan=processed.plan,
            registry=processed.registry,
            now=now,
            received=received,
            agency=agency,
            period=period,
            on_behalf=on_behalf,
            standing=processed.judged,
            passing_over=passing_over,
        )
        if fresh := [one.judgement for one in outcomes if one.judgement]:
            processed = refresh(workspace, fresh)
        _feed_back(processed, {outcome.submission for outcome in outcomes})
    return _with_resubmissions(processed, outcomes)


def _with_resubmissions(processed: Processed, outcomes: list[Outcome]) -> list[Outcome]:
    """The answers, with what is to be said where an agency had sent another file before."""
    months = {one.period for one in outcomes if one.judgement and one.period}
    found: dict[str, list[Finding]] = {}
    for month in months:
        for finding in records.resubmissions(
            processed.submissions, processed.records, month, dt.date.max, processed.activities
        ):
            found.setdefault(finding.submission, []).append(finding)
    answers = []
    for one in outcomes:
        said = found.get(one.submission or "", []) if one.judgement else []
        findings = (*one.findings, *said)
        warned = one.status == "accepted" and any(f.severity == "warning" for f in said)
        status = "accepted_with_findings" if warned else one.status
        answers.append(dataclasses.replace(one, status=status, findings=findings))
    return answers


def _feed_back(processed: Processed, taken: Collection[str | None]) -> None:
    """For each submission just taken in that has findings: the marked workbook, the message.

    The message is written last: one that stands as it should be has its workbook beside it.
    """
    workspace = processed.workspace
    context = judge.context_of(workspace, processed.plan, processed.registry, processed.events)
    disk.sweep(workspace.outputs / "feedback")
    found: dict[str, list[Finding]] = {}
    for one in (*processed.findings, *_doubts(processed, taken)):
        if one.submission in taken:
            found.setdefault(one.submission, []).append(one)
    for submission in processed.submissions:
        said = found.get(submission.submission_id)
        if not said:
            continue
        who = processed.registry.name(submission.agency_id) if submission.agency_id else ""
        folder = workspace.outputs / "feedback" / (submission.period or receive.UNPLACED)
        stem = f"{submission.agency_id or 'chua-ro'}-{submission.submission_id}"
        message, workbook = folder / f"{stem}.txt", folder / f"{stem}.xlsx"
        texts = {
            name: feedback.message(submission, who, said, name).encode("utf-8-sig")
            for name in (workbook.name, "")
        }
        if message.is_file() and message.read_bytes() in texts.values():
            continue
        file = workspace.root / submission.file
        data = file.read_bytes() if file.is_file() else b""
        cells = partial(judge.open_book, data, submission.name, context, Remarks())
        book = feedback.marked(data, submission, who, said, cells)
        if book:
            write_atomic(workbook, book)
        write_atomic(message, texts[workbook.name if book else ""])


def _doubts(processed: Processed, taken: Collection[str | None]) -> list[Finding]:
    """What is odd about submissions just taken in beside all that arrived so far."""
    here = [s for s in processed.submissions if s.submission_id in taken and s.period]
    arrived = max((s.received.date() for s in processed.submissions), default=None)
    return [
        one
        for month in sorted({s.period for s in here if s.period})
        if arrived
        for one in history.doubts(
            processed.submissions,
            processed.records,
            processed.activities,
            month,
            arrived,
            processed.registry.name,
            processed.settings.submissions.doubt_times,
        )
    ]


def not_taken_in(workspace: Workspace, label: str) -> list[str]:
    """Files that somebody put into the folders of a period's months: they don't count yet."""
    months = workspace.settings.period(label).months()
    known = {event.submission for event in workspace.events()}
    return [
        workspace.relative(path)
        for month in months
        for path in sorted((workspace.submissions_dir / month.label).glob("*"))
        if path.is_file() and judge.submission_id(path.read_bytes()) not in known
    ]


def simulate(
    workspace: Workspace,
    labels: Sequence[str],
    seed: int,
    progress: Callable[[str], None] | None = None,
) -> list[Outcome]:
    """Fill and take in labelled simulated submissions, in a simulated workspace only."""
    from cchc_lib import simulate as simulation  # noqa: PLC0415 - `status` answers without openpyxl

    processed = refresh(workspace)
    _require_review(processed)
    months = [processed.settings.period(label) for label in labels]
    with workspace.lock():
        outcomes = simulation.simulate(
            processed.workspace, processed.plan, processed.registry, months, seed, progress
        )
    refresh(workspace, [one.judgement for one in outcomes if one.judgement])
    return outcomes


# --- a new workspace -----------------------------------------------------------------------

TEMPLATE = """\
# Không gian làm việc của cchc. Dòng bắt đầu bằng # là ghi chú.

[workspace]
simulated = false      # false: số liệu thật; true: chỉ để tập dượt, không trộn với số liệu thật

[organisation]
name = ""              # tên cơ quan ban hành báo cáo, ví dụ: "Ủy ban nhân dân xã An Bình"
short_name = ""        # ví dụ: "UBND xã An Bình"
superior = ""          # cơ quan chủ quản trực tiếp, UBND để trống
author_unit = ""       # đơn vị soạn thảo, ví dụ: "Phòng Văn hóa - Xã hội"
place = ""             # địa danh ghi trên báo cáo
symbol = "BC-UBND"     # ký hiệu văn bản
addressee = ""         # Kính gửi
authority = "TM. ỦY BAN NHÂN DÂN"
signatory_title = "CHỦ TỊCH"
signatory_name = ""
recipients = []        # nơi nhận, mỗi nơi một dòng trong ngoặc kép

[plan]
file = "{file}"
{first}

[periods]
rule = "nd09"          # ngày 15 tháng trước đến ngày 14 (NĐ 09/2019); hoặc "calendar"
due_working_days = 2   # hạn gửi: số ngày làm việc sau ngày chốt số liệu

# [due]
# "2025-06" = 2025-06-18   # hạn gửi riêng của một kỳ
"""


def init(folder: Path, plan: Path | None = None, registry: Path | None = None) -> list[str]:
    """Make a new, real workspace; the next commands to run.

    Raises:
        WorkspaceError: the folder is a workspace already.
        CchcError: the plan or registry given can't be read (nothing is made then).
    """
    if (folder / config.FILE_NAME).exists():
        raise WorkspaceError(
            f"{folder} đã là không gian làm việc. Chọn thư mục khác hoặc sửa {config.FILE_NAME}."
        )
    known = agencies.load(registry) if registry else agencies.parse("")
    first = '# first_period = "2025-05"   # tháng đầu tiên phải báo cáo'
    if plan:
        read, _ = reading.read_plan(plan, known if known.agencies else None)
        if not reading.is_plan(read):
            raise NotAPlanError(
                f"{plan.name} không giống một kế hoạch nên chưa tạo gì. Xem lý do bằng: "
                f"cchc plan read {plan}"
            )
        label = config.Settings().for_plan(read.date, read.year).plan.first_period
        first = f'year = {read.year}\nfirst_period = "{label}"   # tháng đầu tiên phải báo cáo'
    workspace = Workspace(folder)
    write_atomic(workspace.registry_path, agencies.dump(known))
    disk.make_folder(workspace.raw / "plan")
    for made in (workspace.submissions_dir, workspace.raw / "notes", workspace.outputs):
        disk.make_folder(made)
    if plan:
        for file in filter(Path.is_file, (plan, review.reading_path(plan))):
            write_atomic(workspace.raw / "plan" / file.name, file.read_bytes())
    text = TEMPLATE.format(file=plan.name if plan else "", first=first)
    write_atomic(folder / config.FILE_NAME, text.encode("utf-8"))
    return _next_steps(folder, plan=plan is not None, registry=registry is not None)


def _next_steps(folder: Path, *, plan: bool, registry: bool) -> list[str]:
    """What to do after `init`, in order."""
    steps = [f"Điền tên cơ quan vào {folder / config.FILE_NAME}"]
    if not plan:
        steps.append(f"Chép kế hoạch vào {folder / 'data/raw/plan'} và ghi tên tệp ở [plan] file")
    if not registry:
        steps.append(f"Điền danh mục đơn vị vào {folder / 'data/raw/agencies.csv'}")
    steps += [
        f"cchc --workspace {folder} plan read {folder / 'data/raw/plan'}/TỆP",
        f"cchc --workspace {folder} forms KỲ",
        f"cchc --workspace {folder} ingest THƯ_MỤC_BÁO_CÁO_NHẬN_ĐƯỢC",
        f"cchc --workspace {folder} report KỲ",
    ]
    return steps


__all__ = [
    "ingest",
    "init",
    "make_forms",
    "not_taken_in",
    "registry_of",
    "simulate",
]

"""What people decide about submissions and periods, each an event of the log with its reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cchc_lib import obligations
from cchc_lib.cycle.closing import closing
from cchc_lib.cycle.processed import refresh
from cchc_lib.errors import ParameterError
from cchc_lib.submissions.context import closings
from cchc_lib.vietnamese import clean, format_date, visible
from cchc_lib.workspace import ZONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_lib.cycle.processed import Processed
    from cchc_lib.model import Submission
    from cchc_lib.periods import Period
    from cchc_lib.workspace import Workspace

_SHORTEST = 4  # characters of an id; fewer are a slip


def withdraw(workspace: Workspace, submission: str, reason: str, now: dt.datetime) -> None:
    """Let a submission no longer count, with a reason; its file stays.

    Raises:
        ParameterError: no such submission, it is withdrawn already, its month is closed, or the
            reason is empty.
    """
    said = _reason(reason)
    with workspace.lock():
        processed = refresh(workspace)
        found = _submission(processed, submission)
        closed = closings(processed.events).get(found.period or "")
        if closed and found.order < closed.order:
            raise ParameterError(_closed(found.period or "", closed.at))
        _log(workspace, "withdrawn", now, submission=found.submission_id, reason=said)


def _submission(processed: Processed, given: str) -> Submission:
    """The one submission of an id's first characters."""
    found = [s for s in processed.submissions if s.submission_id.startswith(given)]
    if len(found) != 1 or len(given) < _SHORTEST:
        raise ParameterError(
            f'Không có (hoặc có hơn một) báo cáo nộp mang mã "{given}". Xem mã bằng: cchc status KỲ'
        )
    if found[0].withdrawn:
        raise ParameterError(f"Báo cáo {found[0].submission_id} đã được rút trước đó.")
    return found[0]


def exempt(
    workspace: Workspace,
    *,
    agency: str,
    indicator: str,
    first: str,
    last: str,
    reason: str,
    now: dt.datetime,
) -> None:
    """Let an obligation not apply to an agency from one month to another, with a reason.

    Raises:
        ParameterError: an unknown agency, line or month, the months are the wrong way round, or
            one of them is closed.
    """
    said = _reason(reason)
    with workspace.lock():
        processed = refresh(workspace)
        processed.registry.get(agency)
        lines = [line.indicator for line in obligations.lines(processed.plan)]
        if indicator not in lines:
            raise ParameterError(
                f'Kế hoạch không có chỉ tiêu "{indicator}". Các mã chỉ tiêu: {", ".join(lines)}.'
            )
        start, end = processed.settings.period(first), processed.settings.period(last)
        if start.kind != "month" or end.kind != "month" or start.start > end.start:
            raise ParameterError(
                f"Từ kỳ {first} đến kỳ {last}: phải là hai tháng, tháng đầu không sau tháng cuối. "
                "Ví dụ: cchc exempt MÃ_ĐƠN_VỊ MÃ_CHỈ_TIÊU 2025-05 2025-06 --reason LÝ_DO"
            )
        for label, event in sorted(closings(processed.events).items()):
            if start.label <= label <= end.label:
                raise ParameterError(_closed(label, event.at))
        said_of = {"agency": agency, "indicator": indicator, "period": first, "period_to": last}
        _log(workspace, "exempted", now, **said_of, reason=said)


def move_due(workspace: Workspace, label: str, day: str, reason: str, now: dt.datetime) -> dt.date:
    """Move the due date of one period, with a reason; the day that it was before.

    Raises:
        ParameterError: no such period or day, a day inside the period, or the period is closed.
    """
    said = _reason(reason)
    due = parse_day(day)
    with workspace.lock():
        processed = refresh(workspace)
        period = processed.settings.period(label)
        if event := closing(processed, period):
            raise ParameterError(_closed(label, event.at))
        if due <= period.end:
            raise ParameterError(
                f"Hạn gửi {format_date(due)} không sau ngày cuối của kỳ {label} "
                f"({format_date(period.end)}). Nêu một ngày sau đó, ví dụ: "
                f"cchc due {label} {period.end + dt.timedelta(days=4)} --reason LÝ_DO"
            )
        before = processed.settings.due_date(period)
        if due == before:
            raise ParameterError(f"Hạn gửi của kỳ {label} đã là ngày {format_date(due)}.")
        _log(workspace, "due_moved", now, period=period.label, due=due.isoformat(), reason=said)
    return before


def close(workspace: Workspace, label: str, reason: str, now: dt.datetime) -> None:
    """Close a period: what was taken in so far stays its figures.

    Raises:
        ParameterError: nothing is owed in the period, it hasn't ended, or it is closed already.
    """
    with workspace.lock():
        processed = refresh(workspace)
        period = processed.settings.period(label)
        if not processed.settings.reporting_months(period):
            raise ParameterError(
                f"Không đơn vị nào phải báo cáo trong kỳ {label} nên không có gì để chốt. Kiểm "
                "tra kỳ và [plan] first_period trong cchc.toml."
            )
        if now.astimezone(ZONE).date() <= period.end:
            raise ParameterError(
                f"Kỳ {label} đến hết ngày {format_date(period.end)} mới kết thúc; chốt sau ngày đó."
            )
        if event := closing(processed, period):
            raise ParameterError(_closed(label, event.at))
        _log(workspace, "closed", now, period=period.label, reason=_plain(reason))


def reopen(workspace: Workspace, label: str, reason: str, now: dt.datetime) -> None:
    """Open a closed period again, with a reason: what came since counts.

    Raises:
        ParameterError: no month of the period is closed, or the reason is empty.
    """
    said = _reason(reason)
    with workspace.lock():
        processed = refresh(workspace)
        period = processed.settings.period(label)
        if not _labels(period.months()) & closings(processed.events).keys():
            raise ParameterError(f"Kỳ {label} chưa chốt nên không cần mở lại.")
        _log(workspace, "reopened", now, period=period.label, reason=said)


def _labels(months: Iterable[Period]) -> set[str]:
    """The labels of months."""
    return {month.label for month in months}


def parse_day(text: str) -> dt.date:
    """An ISO date given by the operator.

    Raises:
        ParameterError: it is none.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ParameterError(
            f'Ngày "{text}" không đúng. Ghi năm-tháng-ngày, ví dụ: 2025-06-17'
        ) from error


def _closed(label: str, at: dt.datetime) -> str:
    """What to do about a closed period."""
    return (
        f"Kỳ {label} đã chốt số liệu ngày {format_date(at.date())}. Nếu vẫn cần thay đổi, mở lại "
        f"trước: cchc close {label} --reopen --reason LÝ_DO"
    )


def _reason(reason: str) -> str:
    """A reason is what makes the event defensible."""
    if not (said := _plain(reason)):
        raise ParameterError("Phải nêu lý do, ví dụ: --reason 'Gửi nhầm biểu mẫu của tháng trước'")
    return said


def _plain(text: str) -> str:
    """Words as the log keeps them."""
    return clean(visible(text))


def _log(workspace: Workspace, kind: str, now: dt.datetime, **said: str) -> None:
    """Write an event."""
    at = now.astimezone(ZONE).isoformat(timespec="seconds")
    workspace.append_log({"kind": kind, "at": at, **{k: v for k, v in said.items() if v}})

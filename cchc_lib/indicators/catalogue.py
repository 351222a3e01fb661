"""`INDICATORS`: everything that is computed for a period. Adding one is a function and a line."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cchc_lib.indicators import budget, pace, quotas, reach, reporting, summary, topics
from cchc_lib.indicators.scope import Scope
from cchc_lib.model import PeriodIndicators

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from cchc_lib.agencies import Registry
    from cchc_lib.config import Settings
    from cchc_lib.findings import Finding
    from cchc_lib.model import Activity, Event, Plan, Record, Submission
    from cchc_lib.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """Something that is computed for a period.

    `id` is a field of `PeriodIndicators`; the value of any other id is in its field `more`.
    """

    id: str
    label: str
    unit: str
    compute: Callable[[Scope], Any]
    source: str


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="reporting",
        label="Tỷ lệ báo cáo và báo cáo đúng hạn",
        unit="tỷ lệ 0–1",
        compute=reporting.reporting,
        source="contracts 6; NĐ 09/2019/NĐ-CP",
    ),
    Indicator(
        id="summary",
        label="Số chỉ tiêu theo trạng thái và tỷ lệ hoàn thành chung",
        unit="chỉ tiêu; tỷ lệ 0–1",
        compute=summary.summary,
        source="report-design, page 1",
    ),
    Indicator(
        id="tasks",
        label="Kết quả từng chỉ tiêu: trong kỳ, luỹ kế, năm, theo đơn vị",
        unit="đơn vị tính của chỉ tiêu",
        compute=quotas.tasks,
        source="contracts 4, 6",
    ),
    Indicator(
        id="topics",
        label="Nội dung đã truyền thông",
        unit="hoạt động kê khai",
        compute=topics.topics,
        source="contracts 5",
    ),
    Indicator(
        id="reach",
        label="Lượt tiếp cận theo loại",
        unit="lượt",
        compute=reach.reach,
        source="contracts 4",
    ),
    Indicator(
        id="channels",
        label="Hoạt động theo kênh",
        unit="hoạt động kê khai",
        compute=topics.channels,
        source="contracts 5",
    ),
    Indicator(
        id="weeks",
        label="Hoạt động theo tuần so với tiến độ kế hoạch",
        unit="đơn vị tính của chỉ tiêu",
        compute=pace.weeks,
        source="report-design, charts",
    ),
    Indicator(
        id="budget_vnd",
        label="Kinh phí trong kỳ",
        unit="đồng",
        compute=budget.spent,
        source="contracts 4",
    ),
    Indicator(
        id="budget_vnd_to_date",
        label="Kinh phí luỹ kế",
        unit="đồng",
        compute=budget.spent_to_date,
        source="contracts 4",
    ),
    Indicator(
        id="findings",
        label="Điều cần xem lại trong các báo cáo nộp",
        unit="lưu ý",
        compute=reporting.findings,
        source="contracts 4, 6",
    ),
)


def scope_of(
    plan: Plan,
    registry: Registry,
    settings: Settings,
    period: Period,
    submissions: Iterable[Submission],
    records: Iterable[Record],
    activities: Iterable[Activity],
    findings: Iterable[Finding],
    exemptions: Iterable[Event],
    as_of: dt.date,
) -> Scope:
    """The inputs of a period as one value."""
    return Scope(
        plan=plan,
        registry=registry,
        settings=settings,
        period=period,
        submissions=tuple(submissions),
        all_records=tuple(records),
        all_activities=tuple(activities),
        all_findings=tuple(findings),
        exemptions=tuple(exemptions),
        as_of=as_of,
    )


def compute(
    plan: Plan,
    registry: Registry,
    settings: Settings,
    period: Period,
    submissions: Iterable[Submission],
    records: Iterable[Record],
    activities: Iterable[Activity],
    findings: Iterable[Finding],
    exemptions: Iterable[Event],
    as_of: dt.date,
    indicators: Iterable[Indicator] = INDICATORS,
) -> PeriodIndicators:
    """All indicators of a period, judged as of a day; nothing depends on the inputs' order.

    Args:
        plan: whose lines are reported.
        registry: who may owe them.
        settings: windows, due dates, the first period.
        period: any kind; a longer one sums its months.
        submissions: all that were taken in.
        records: of all submissions, counting or not.
        activities: of all submissions, counting or not.
        findings: of all submissions.
        exemptions: lines that don't apply to an agency for some months.
        as_of: what arrived after this day doesn't exist.
        indicators: what to compute.
    """
    scope = scope_of(
        plan,
        registry,
        settings,
        period,
        submissions,
        records,
        activities,
        findings,
        exemptions,
        as_of,
    )
    values = {one.id: one.compute(scope) for one in indicators}
    known = {field.name for field in dataclasses.fields(PeriodIndicators)}
    return PeriodIndicators(
        period=period.label,
        start=period.start,
        end=period.end,
        due=settings.due_date(period),
        as_of=as_of,
        simulated=_simulated(scope),
        more=tuple((name, value) for name, value in values.items() if name not in known),
        **{name: value for name, value in values.items() if name in known},
    )


def _simulated(scope: Scope) -> bool:
    """Whether any figure is simulated: the workspace is, or a submission that counts."""
    counted = (s for month in scope.counted.values() for s in month.values())
    return scope.settings.workspace.simulated or any(s.simulated for s in counted)

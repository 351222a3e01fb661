"""`INDICATORS`: everything that is computed for a period. Adding one is a function and a line."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cchc_lib.indicators import budget, pace, quotas, reach, reporting, summary, topics
from cchc_lib.model import PeriodIndicators

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cchc_lib.indicators.scope import Scope


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


def compute(scope: Scope, indicators: Iterable[Indicator] = INDICATORS) -> PeriodIndicators:
    """All indicators of a period, judged as of a day; nothing depends on the inputs' order.

    Args:
        scope: what was owed and sent, and the day.
        indicators: what to compute.
    """
    values = {one.id: one.compute(scope) for one in indicators}
    known = {field.name for field in dataclasses.fields(PeriodIndicators)}
    return PeriodIndicators(
        period=scope.period.label,
        start=scope.period.start,
        end=scope.period.end,
        due=scope.settings.due_date(scope.period),
        as_of=scope.as_of,
        simulated=_simulated(scope),
        more=tuple((name, value) for name, value in values.items() if name not in known),
        **{name: value for name, value in values.items() if name in known},
    )


def _simulated(scope: Scope) -> bool:
    """Whether any figure is simulated: the workspace is, or a submission that counts."""
    counted = (s for month in scope.counted.values() for s in month.values())
    return scope.settings.workspace.simulated or any(s.simulated for s in counted)

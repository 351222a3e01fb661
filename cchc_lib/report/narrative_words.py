"""The words that sentences, tables and charts share: states, amounts, anchors, names of periods.

Numbers are printed by `cchc_lib.vietnamese` from fields of the indicators, nothing is computed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_lib.vietnamese import clean, format_number, format_percent

if TYPE_CHECKING:
    from cchc_lib.model import AgencyIndicator, StandingState, State, TaskIndicator
    from cchc_lib.periods import Period
    from cchc_lib.report.blocks import StateWord
    from cchc_lib.report.data import ReportData

_MONTH = re.compile(r"\d{4}-(\d{2})")

NOTHING = "–"
NOT_REPORTED = "Chưa báo cáo"
NOT_DONE_NOTE = "Chưa báo cáo không có nghĩa là chưa làm."

_STATES: dict[State, tuple[StateWord, str]] = {
    "met": ("met", "Đạt"),
    "on_track": ("on_track", "Đúng tiến độ"),
    "behind": ("behind", "Chậm tiến độ"),
    "active": ("on_track", "Đang thực hiện"),
    "none": ("idle", "Không phát sinh"),
    "not_reported": ("not_reported", NOT_REPORTED),
    "not_due": ("idle", "Chưa đến hạn"),
    "exempt": ("idle", "Không áp dụng"),
}
_STANDINGS: dict[StandingState, tuple[StateWord, str]] = {
    "on_time": ("met", "Đúng hạn"),
    "late": ("behind", "Muộn"),
    "missing": ("not_reported", NOT_REPORTED),
    "quarantined": ("not_reported", "Chưa báo cáo (tệp bị giữ lại)"),
    "not_due": ("idle", "Chưa đến hạn gửi"),
}


def state_mark(state: State) -> StateWord:
    """The shape of a line's state."""
    return _STATES[state][0]


def state_word(one: TaskIndicator | AgencyIndicator) -> str:
    """The word of a line's state: "Vượt" beyond the target, "Cần hỏi lại" where unread."""
    unread = getattr(one, "unread", False) or getattr(one, "unread_agencies", 0)
    if unread and one.actual is None:
        return "Cần hỏi lại"
    if one.state == "met" and one.rate is not None and one.rate > 1:
        return "Vượt"
    return _STATES[one.state][1]


def standing_mark(state: StandingState) -> StateWord:
    """The shape of a report's standing."""
    return _STANDINGS[state][0]


def standing_word(state: StandingState) -> str:
    """The word of a report's standing."""
    return _STANDINGS[state][1]


# --- amounts --------------------------------------------------------------------------------


def number(value: float | None) -> str:
    """A number, or a dash where there is none."""
    return NOTHING if value is None else format_number(value)


def percent(rate: float | None) -> str:
    """A fraction as percent, or a dash where there is none."""
    return NOTHING if rate is None else format_percent(rate)


def money(value: float | None) -> str:
    """Đồng with its unit; "chưa báo cáo" where nobody stated it."""
    return "chưa báo cáo" if value is None else f"{format_number(value)} đồng"


def out_of(actual: float | None, target: float | None, unit: str) -> str:
    """What was done of what was asked: "3/4 số", "25 hoạt động", "chưa báo cáo"."""
    if actual is None:
        return "chưa báo cáo"
    if target is None:
        return f"{format_number(actual)} {unit}"
    return f"{format_number(actual)}/{format_number(target)} {unit}"


def has_target(task: TaskIndicator) -> bool:
    """Whether a line has a quota, judged in this period or in a longer one."""
    return bool(task.target) or bool(task.target_to_date) or bool(task.target_year)


# --- names ----------------------------------------------------------------------------------


_ROOM_FOR_TITLE = 10
_TITLE = 11  # words of the title behind an item
_FEWEST = 3
_CLAUSE = 0.6  # of the words, from which a clause may end the text
_JOINING = frozenset(
    ("và", "của", "trên", "trong", "về", "các", "đến", "theo", "cho", "với", "tại", "từ", "qua")
)
"""Words that a cut text doesn't end in."""
SENTENCE = 18  # words of a title in a sentence; the appendix has it whole
ROW = 18  # in a row of a table


def short(task: TaskIndicator, words: int = 8) -> str:
    """A line's short label: its series, else the head of its title; both where there is room."""
    text = clean(task.item or task.content)
    if task.item and words >= _ROOM_FOR_TITLE:
        title = clean(task.content).removesuffix(clean(task.item)).rstrip(" –-")
        text = f"{text} ({cut(title, _TITLE)})" if title else text
    return cut(text[:1].upper() + text[1:], words)


def cut(text: str, words: int) -> str:
    """The first words of a text, ended where it can be: after a clause, not after "của Bộ"."""
    parts = clean(text).split(" ")
    if len(parts) <= words:
        return clean(text)
    kept = parts[:words]
    clause = [n for n, part in enumerate(kept, start=1) if part.endswith((",", ";"))]
    if clause and clause[-1] > max(_FEWEST, words * _CLAUSE):
        kept = kept[: clause[-1]]
    else:
        while len(kept) > _FEWEST and {kept[-1].casefold(), kept[-2].casefold()} & _JOINING:
            kept.pop()
    return _closed(" ".join(kept).rstrip(",;:–-(“ ") + "…")


def _closed(text: str) -> str:
    """A cut text whose open brackets and quotation marks are closed."""
    ends = [
        close for mark, close in (("“", "”"), ("(", ")")) if text.count(mark) > text.count(close)
    ]
    return text + "".join(ends)


def name(data: ReportData, agency: str) -> str:
    """An agency's name, its id where the registry no longer has it."""
    return clean(data.names.get(agency, agency))


def short_name(data: ReportData, agency: str) -> str:
    """An agency's short name."""
    return clean(data.short_names.get(agency) or data.names.get(agency, agency))


def owners(data: ReportData, task: TaskIndicator) -> str:
    """Whose a line is: the one agency, or how many owe it."""
    if len(task.agencies) == 1:
        return name(data, task.agencies[0].agency)
    return f"{task.owing} đơn vị"


_BEFORE = {
    "month": "tháng trước",
    "quarter": "quý trước",
    "half-year": "6 tháng trước",
    "nine-months": "9 tháng năm trước",
    "year": "năm trước",
}


def former(period: Period) -> str:
    """How a sentence names the period before."""
    return _BEFORE[period.kind]


def lower_title(period: Period) -> str:
    """A period within a sentence: "tháng 6 năm 2025"."""
    return period.title[0].lower() + period.title[1:]


_FEW_MONTHS = 4


def month_column(label: str, months: int) -> str:
    """A month over a table's column: in full where there are few."""
    return month_title(label) if months <= _FEW_MONTHS else month_name(label)


def no_quota(data: ReportData) -> str:
    """What to say where no line has a quota: the plan has none, or nobody owes any."""
    if not data.status.expected:
        return "Trong kỳ không có chỉ tiêu nào phải thực hiện."
    return "Kế hoạch không có định mức bằng số."


def month_name(label: str) -> str:
    """A month's label as a column heads it: "2025-06" → "T6"; another label as it is."""
    found = _MONTH.fullmatch(label)
    return f"T{int(found[1])}" if found else label


def month_title(label: str) -> str:
    """A month's label in a sentence's place or a table: "2025-06" → "Tháng 6"."""
    found = _MONTH.fullmatch(label)
    return f"Tháng\u00a0{int(found[1])}" if found else label


def declared(data: ReportData) -> str:
    """On how many agencies a page about single activities rests: "9/34 đơn vị có kê khai"."""
    expected = len({standing.agency for standing in data.status.agencies})
    return f"{data.indicators.summary.activity_agencies}/{expected} đơn vị có kê khai"


# --- anchors --------------------------------------------------------------------------------


def slug(text: str) -> str:
    """ASCII that keeps different ids different (`d` and `đ`)."""
    plain = text.replace("đ", "dd").replace("Đ", "DD")
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")


def part_name(suffix: str) -> str:
    """What tells the parts of a long chart apart in its name: " (1/3)" → "-1-3"."""
    return f"-{slug(suffix)}" if suffix else ""


def task_anchor(indicator: str) -> str:
    """Where the appendix lists the cells of a line."""
    return f"ct-{slug(indicator)}"


def cell_anchor(data: ReportData, agency: str, indicator: str) -> str:
    """Where the appendix lists the first cell of one agency's figure.

    Short, by the agency's place in the registry: a report names hundreds of them twice.
    """
    place = data.places.get(agency)
    return f"o-{slug(agency) if place is None else place}-{slug(indicator)}"


TASKS_ANCHOR = "pl-chi-tieu"
STATUS_ANCHOR = "pl-tinh-hinh"
REACH_ANCHOR = "pl-tiep-can"
BUDGET_ANCHOR = "pl-kinh-phi"

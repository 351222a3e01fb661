"""`cchc.toml` → `Settings`: one file, read once, unknown keys fail with a suggestion.

What practice does differently from one office to the next is a key here, with the default of
the rules that the figures follow.
"""

from __future__ import annotations

import datetime as dt
import difflib
import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from cchc_lib import periods
from cchc_lib.errors import ConfigError, ParameterError

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_lib.periods import Period

FILE_NAME = "cchc.toml"
Format = Literal["html", "pdf", "docx", "xlsx"]
ReportKind = Literal["month", "quarter", "half-year", "nine-months", "year"]


class _Section(BaseModel):
    """A table of the file; keys that nobody reads are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class WorkspaceSection(_Section):
    """`[workspace]`: simulated or real; the two never mix."""

    simulated: bool = False


class Organisation(_Section):
    """`[organisation]`: the compiling office as its reports print it (Decree 30/2020)."""

    name: str = ""
    short_name: str = ""
    superior: str = ""
    author_unit: str = ""
    place: str = ""
    symbol: str = "BC-UBND"
    addressee: str = ""
    authority: str = ""
    signatory_title: str = ""
    signatory_name: str = ""
    recipients: tuple[str, ...] = ()


class PlanSection(_Section):
    """`[plan]`: which plan is reported on, from when."""

    file: str = ""
    year: int | None = None
    first_period: str = ""
    successors: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    review_threshold: Annotated[float, Field(ge=0, le=1)] = 0.8


class PeriodsSection(_Section):
    """`[periods]`: windows of Decree 09/2019 ("nd09") or of the calendar."""

    rule: periods.Rule = "nd09"
    cut_off_day: Annotated[int, Field(ge=1, le=28)] = 14
    due_working_days: Annotated[int, Field(ge=0, le=60)] = 2
    days_off: tuple[dt.date, ...] = ()
    working_days: tuple[dt.date, ...] = ()


class Limits(_Section):
    """`[submissions.limits]`: beyond these a received file is refused.

    Sizes are looked at before anything is unpacked; cells, characters and the process's own
    `seconds` while it is read. `memory_mb` holds for formats that are read by a library, in a
    process of its own that is killed beyond it.
    """

    max_bytes: Annotated[int, Field(gt=0)] = 20_000_000
    max_unpacked_bytes: Annotated[int, Field(gt=0)] = 50_000_000
    max_cells: Annotated[int, Field(gt=0)] = 30_000
    max_characters: Annotated[int, Field(gt=0)] = 1_000_000
    seconds: Annotated[float, Field(gt=0)] = 2
    memory_mb: Annotated[int, Field(ge=64)] = 512


class SubmissionsSection(_Section):
    """`[submissions]`: from how many times the target or the usual figure on one is doubted."""

    doubt_times: Annotated[int, Field(ge=2)] = 10
    limits: Limits = Limits()


class IndicatorsSection(_Section):
    """`[indicators]`: how many lines page 1 names as furthest behind."""

    furthest_behind: Annotated[int, Field(ge=1, le=10)] = 3


class ReportSection(_Section):
    """`[[report]]`: a kind of report that a scheduler makes, and its formats."""

    kind: ReportKind
    to: tuple[Format, ...] = ("html", "pdf")


class SiteSection(_Section):
    """`[site]`."""

    title: str = "Báo cáo truyền thông cải cách hành chính, chuyển đổi số"


def _known_period(label: object) -> object:
    """A key of `[due]` names a month of the calendar rule's spelling."""
    if isinstance(label, str):
        try:
            periods.parse(label)
        except ParameterError as error:
            raise ValueError(str(error)) from error
    return label


class Settings(_Section):
    """Everything that `cchc.toml` says, with defaults; immutable."""

    workspace: WorkspaceSection = WorkspaceSection()
    organisation: Organisation = Organisation()
    plan: PlanSection = PlanSection()
    periods: PeriodsSection = PeriodsSection()
    due: dict[Annotated[str, BeforeValidator(_known_period)], dt.date] = Field(default_factory=dict)
    submissions: SubmissionsSection = SubmissionsSection()
    indicators: IndicatorsSection = IndicatorsSection()
    report: tuple[ReportSection, ...] = (ReportSection(kind="month"), ReportSection(kind="quarter"))
    site: SiteSection = SiteSection()

    @property
    def limits(self) -> Limits:
        """The limits for one received file."""
        return self.submissions.limits

    def period(self, label: str) -> Period:
        """The period of that label under this workspace's rule.

        Raises:
            ParameterError: no such period.
        """
        return periods.parse(label, self.periods.rule, self.periods.cut_off_day)

    @property
    def first_month(self) -> Period:
        """The first month that is owed.

        Raises:
            ConfigError: `[plan] first_period` is missing or not a month.
        """
        label = self.plan.first_period
        if not label:
            raise ConfigError(
                f"{FILE_NAME}, [plan] first_period: chưa có kỳ báo cáo đầu tiên. "
                'Ghi tháng bắt đầu báo cáo, ví dụ: first_period = "2025-05".'
            )
        first = self.period(label)
        if first.kind != "month":
            raise ConfigError(
                f'{FILE_NAME}, [plan] first_period = "{label}": phải là một tháng, '
                'ví dụ: first_period = "2025-05".'
            )
        return first

    def for_plan(self, date: str, year: int) -> Settings:
        """These settings with what they leave open taken from the plan.

        Args:
            date: the plan's day (`2025-05-12`) or, where it can't be read, month (`2025-05`).
            year: the plan's year.

        Source: contracts, part 6: the first period is the one whose window holds the day of
        issue; where the day can't be read, the month of issue.
        """
        first = self.plan.first_period
        if not first and len(date) == len("2025-05-12"):
            first = periods.month_containing(
                dt.date.fromisoformat(date), self.periods.rule, self.periods.cut_off_day
            ).label
        open_values = {"first_period": first or date, "year": self.plan.year or year}
        return self.model_copy(update={"plan": self.plan.model_copy(update=open_values)})

    @property
    def plan_year(self) -> int:
        """The plan's reporting year: as set, else that of the first month."""
        return self.plan.year or self.first_month.year

    @property
    def last_month(self) -> Period:
        """The last month of the plan's reporting year."""
        return self.period(f"{self.plan_year}-12")

    def reporting_months(self, period: Period) -> tuple[Period, ...]:
        """The months of a period in which anything can be owed, first to last."""
        first, last = self.first_month, self.last_month
        return tuple(m for m in period.months() if first.start <= m.start <= last.start)

    def months_to_date(self, period: Period) -> tuple[Period, ...]:
        """The months from the first one owed to the end of a period."""
        last = min(period.months()[-1], self.last_month, key=lambda m: m.start)
        if last.start < self.first_month.start:
            return ()
        return periods.months_between(self.first_month, last)

    def is_working_day(self, day: dt.date) -> bool:
        """Whether offices work: weekdays but public holidays, and compensating days."""
        if day in self.periods.working_days:
            return True
        if day in self.periods.days_off or day.weekday() >= 5:  # noqa: PLR2004 - Saturday
            return False
        return day not in _public_holidays(day.year)

    def due_date(self, period: Period) -> dt.date:
        """The last day on which a period's report is on time.

        Source: `[due]` where set; else so many working days after the last month's cut-off.
        """
        last = period.months()[-1]
        for label in (period.label, last.label):
            if label in self.due:
                return self.due[label]
        return periods.due_date(last, self.is_working_day, self.periods.due_working_days)


@lru_cache(maxsize=32)
def _public_holidays(year: int) -> frozenset[dt.date]:
    """Public days off in Viet Nam, days in lieu included."""
    import holidays  # noqa: PLC0415 - 0.1 s that `--help` need not pay

    return frozenset(holidays.country_holidays("VN", years=year))


def parse(text: str, *, where: str = FILE_NAME) -> Settings:
    """Settings from the file's text.

    Raises:
        ConfigError: not TOML, an unknown key, or a value out of range; names the key and what
            it may be.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"{where}: không đọc được vì sai cú pháp TOML ({_toml_place(error)}). "
            "Kiểm tra dấu ngoặc kép, dấu bằng và tên mục trong ngoặc vuông ở chỗ đó rồi chạy lại."
        ) from error
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        raise ConfigError(_explain(error, where)) from error


def load(path: Path) -> Settings:
    """Settings from `cchc.toml` at `path`.

    Raises:
        ConfigError: as `parse`, or the file is not UTF-8 text.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{path.name}: không phải văn bản UTF-8 (byte thứ {error.start + 1}). "
            "Mở bằng Notepad, chọn Save As với mã UTF-8 rồi chạy lại."
        ) from error
    return parse(text, where=path.name)


def _toml_place(error: tomllib.TOMLDecodeError) -> str:
    """The parser's place in Vietnamese; its English words stay out of the message."""
    text = str(error)
    numbers = [part for part in text.replace(",", " ").replace(")", " ").split() if part.isdigit()]
    match numbers[-2:]:
        case [line, column]:
            return f"dòng {line}, cột {column}"
        case _:
            return "ở cuối tệp"


_TROUBLE = {
    "missing": "thiếu giá trị",
    "bool_parsing": "phải là true hoặc false",
    "bool_type": "phải là true hoặc false",
    "int_type": "phải là số nguyên",
    "int_parsing": "phải là số nguyên",
    "float_type": "phải là số",
    "string_type": "phải là chữ trong ngoặc kép",
    "tuple_type": "phải là danh sách trong ngoặc vuông",
    "dict_type": "phải là một mục",
    "model_type": "phải là một mục",
    "date_type": "phải là ngày dạng 2025-06-17",
    "date_parsing": "phải là ngày dạng 2025-06-17",
    "date_from_datetime_parsing": "phải là ngày dạng 2025-06-17",
}


def _explain(error: ValidationError, where: str) -> str:
    """The first fault of the file, in words, with the key's place."""
    fault = error.errors()[0]
    *section, key = [str(part) for part in fault["loc"] if not str(part).startswith("function-")]
    place = f"{where}, [{'.'.join(section)}] {key}" if section else f"{where}, {key}"
    if fault["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, _keys(section), n=1)
        hint = f' Có phải ý là "{near[0]}"?' if near else ""
        return f"{place}: khoá này không có.{hint} Sửa hoặc xoá dòng đó rồi chạy lại."
    return f"{place} = {fault['input']!r}: {_trouble(fault)}. Sửa rồi chạy lại."


def _trouble(fault: Any) -> str:
    """What is wrong with one value."""
    context = fault.get("ctx", {})
    match fault["type"]:
        case "literal_error":
            return f"phải là một trong các giá trị {context['expected'].replace(' or ', ', ')}"
        case "greater_than" | "greater_than_equal":
            return f"phải từ {context.get('ge', context.get('gt'))} trở lên"
        case "less_than" | "less_than_equal":
            return f"phải không quá {context.get('le', context.get('lt'))}"
        case "value_error":
            return str(context["error"]).rstrip(".")
        case kind:
            return _TROUBLE.get(kind, "giá trị không hợp lệ")


def _keys(section: list[str]) -> list[str]:
    """The keys that may stand in a section."""
    model: type[BaseModel] = Settings
    for name in section:
        annotation = model.model_fields[name].annotation if name in model.model_fields else None
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            model = annotation
        elif name == "report":
            model = ReportSection
    return list(model.model_fields)

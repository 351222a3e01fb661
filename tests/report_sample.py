"""Report data made by hand: any number of agencies, any results, no workspace.

Figures follow from `results` by plain sums here, so that tests compare what is printed with
numbers that no code of the report has touched.
"""

import datetime as dt

import pandas as pd
from sample import PLAN, SETTINGS

from cchc_lib import columns, periods
from cchc_lib.findings import Finding
from cchc_lib.model import (
    AgencyIndicator,
    ChannelIndicator,
    Event,
    PeriodIndicators,
    ReachIndicator,
    Reporting,
    Standing,
    Status,
    Submission,
    Summary,
    TaskIndicator,
    TopicIndicator,
    WeekPoint,
)
from cchc_lib.obligations import lines
from cchc_lib.report.data import ReportData

ZONE = dt.timezone(dt.timedelta(hours=7))
LINES = {line.indicator: line for line in lines(PLAN)}
# (line, target of each agency in the month, who owes it: 0 all, 1 offices, 2 communes)
SCHEME = (
    ("1-0", None, "all"),
    ("2a-1", 1, "centre"),
    ("2a-2", 3, "centre"),
    ("2b-1", 5, "office"),
    ("3-1", 1, "commune"),
    ("4-1", 4, "centre"),
    ("4-2", None, "centre"),
    ("5-0", None, "office"),
)


def agencies(count, name="UBND xã"):
    """Ids, names and kinds: one centre, one office, communes."""
    found = {
        "trung-tam": ("Trung tâm Văn hóa - Thể thao", "Trung tâm VH-TT", "centre"),
        "phong-vh": ("Phòng Văn hóa, Khoa học và Thông tin", "Phòng VH, KH và TT", "office"),
    }
    for n in range(1, count - 1):
        found[f"xa-{n:02d}"] = (f"{name} Số {n:02d}", f"Xã {n:02d}", "commune")
    return dict(list(found.items())[:count])


def state_of(actual, target):
    if actual is None:
        return "not_reported"
    if target:
        return "met" if actual >= target else "behind"
    return "active" if actual else "none"


def total(values):
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def task_indicator(indicator, target, ones, earlier=None):
    """A line over its agencies; `earlier` is what it did before the period."""
    line = LINES[indicator]
    actual = total(one.actual for one in ones)
    asked = target * len(ones) if target else None
    to_date = None if actual is None else actual + (earlier or 0)
    year = asked * 12 if asked else None
    due = asked * 2 if asked else None
    return TaskIndicator(
        task=line.task_id,
        indicator=indicator,
        field=line.field,
        item=line.item,
        content=line.content,
        unit=line.unit,
        channel=line.channel,
        target=asked,
        actual=actual,
        rate=actual / asked if asked and actual is not None else None,
        target_to_date=due,
        actual_to_date=to_date,
        rate_to_date=to_date / due if due and to_date is not None else None,
        target_year=year,
        target_year_possible=asked * 8 if asked else None,
        rate_year=to_date / year if year and to_date is not None else None,
        state=state_of(actual, asked),
        owing=len(ones),
        reported=sum(one.actual is not None for one in ones),
        shortfall=max(asked - actual, 0) if asked and actual is not None else None,
        shortfall_to_date=None,
        budget_vnd=1_250_000.0 if indicator in ("2a-1", "3-1") and actual is not None else None,
        agencies=tuple(ones),
        previous=earlier,
        change=None if earlier is None or actual is None else actual - earlier,
        projected_year=to_date * 4 if due and to_date is not None else None,
        projected_rate=to_date * 4 / year if due and to_date is not None else None,
    )


def default_result(_agency, _indicator, target, n):
    """Most do what was asked; every fifth agency has not reported, every seventh did nothing."""
    if n % 5 == 4:
        return None
    if n % 7 == 6:
        return 0
    return target or (n * 3) % 5


def indicators(period, who, result=default_result, earlier=None):
    """The indicators of a period from `result(agency, indicator, target, n)`."""
    tasks = []
    for indicator, target, kind in SCHEME:
        owing = [a for a, row in who.items() if kind in ("all", row[2])]
        ones = []
        for agency in owing:
            actual = result(agency, indicator, target, list(who).index(agency))
            ones.append(
                AgencyIndicator(
                    agency=agency,
                    target=target,
                    actual=actual,
                    rate=actual / target if target and actual is not None else None,
                    state=state_of(actual, target),
                    shortfall=None,
                    peer_median=2.0,
                    peers=3,
                )
            )
        if ones:
            tasks.append(task_indicator(indicator, target, ones, earlier))
    asked = [t for t in tasks if t.target]
    rated = [t for t in asked if t.rate is not None]
    states = [t.state for t in asked]
    share = sum(min(t.rate, 1) for t in rated) / len(rated) if rated else None
    standings = status_of(period, who, result)
    return PeriodIndicators(
        period=period.label,
        start=period.start,
        end=period.end,
        due=standings.due,
        as_of=standings.as_of,
        simulated=True,
        reporting=Reporting(
            expected=standings.expected,
            reported=standings.on_time + standings.late,
            on_time=standings.on_time,
            late=standings.late,
            missing=standings.missing,
            completeness=(standings.on_time + standings.late) / standings.expected
            if standings.expected
            else None,
            timeliness=standings.on_time / standings.expected if standings.expected else None,
        ),
        summary=Summary(
            with_target=len(asked),
            met=states.count("met"),
            on_track=states.count("on_track"),
            behind=states.count("behind"),
            not_reported=states.count("not_reported"),
            rated=len(rated),
            share=share,
            share_to_date=share,
            without_target=len(tasks) - len(asked),
            active=sum(t.state == "active" for t in tasks),
            activities=9 if rated else 0,
            activity_agencies=3 if rated else 0,
        ),
        tasks=tuple(tasks),
        topics=tuple(
            TopicIndicator(
                field=t.field,
                n=t.n,
                text=t.text,
                activities=(3 * t.n) % 9 if rated and t.n != 2 else 0,
                agencies=1 if rated and t.n != 2 else 0,
            )
            for t in PLAN.topics
        ),
        reach=tuple(
            ReachIndicator(
                kind=kind, value=value if rated else None, value_to_date=value, record_ids=()
            )
            for kind, value in (("attendance", 1234.0), ("audience", 30500.0), ("online", 812.0))
        ),
        channels=(
            ChannelIndicator(channel="hoi-nghi", activities=4, agencies=2),
            ChannelIndicator(channel="phat-thanh-truyen-hinh", activities=5, agencies=1),
        )
        if rated
        else (),
        weeks=weeks(period) if rated else (),
        budget_vnd=2_500_000.0 if rated else None,
        budget_vnd_to_date=4_000_000.0 if rated else None,
        findings=(
            Finding(
                code="V201",
                severity="warning",
                message="Số lượng không khớp với trang Hoạt động.",
                sheet="Kết quả",
                cell="E9",
                agency=next(iter(who), ""),
                period=period.label,
            ),
        ),
    )


def weeks(period):
    points, done = [], 0
    pieces = periods.weeks(period.start, period.end)
    for n, (start, end) in enumerate(pieces, start=1):
        done += n % 2
        points.append(
            WeekPoint(
                indicator="4-1",
                start=start,
                end=end,
                activities=n % 2,
                quantity=float(n % 2),
                cumulative=float(done),
                required=4.0 * n / len(pieces),
            )
        )
    return tuple(points)


def status_of(period, who, result=default_result):
    standings = []
    for month in period.months():
        for n, agency in enumerate(who):
            reported = result(agency, "1-0", None, n) is not None
            state = ("late" if n % 6 == 3 else "on_time") if reported else "missing"
            arrival = dt.datetime(month.year, month.last, 16, 9, tzinfo=ZONE) if reported else None
            standings.append(
                Standing(
                    agency=agency,
                    name=who[agency][0],
                    period=month.label,
                    state=state,
                    submission="abc123abc123" if reported else None,
                    received=arrival,
                    first_received=arrival,
                    errors=0,
                    warnings=n % 2,
                )
            )
    states = [s.state for s in standings]
    return Status(
        period=period.label,
        start=period.start,
        end=period.end,
        due=dt.date(period.year, period.last, 17),
        as_of=dt.date(period.year, period.last, 17),
        expected=len(standings),
        received=len(states) - states.count("missing"),
        on_time=states.count("on_time"),
        late=states.count("late"),
        missing=states.count("missing"),
        agencies=tuple(standings),
    )


def records(period, who, result=default_result, notes=None):
    rows = []
    for month in period.months():
        for indicator, target, kind in SCHEME:
            for n, (agency, row) in enumerate(who.items()):
                value = result(agency, indicator, target, n)
                if kind not in ("all", row[2]) or value is None:
                    continue
                text = (notes or {}).get((agency, indicator), "")
                rows.append(
                    {
                        "record_id": f"abc123abc123/{indicator}",
                        "period": month.label,
                        "agency": agency,
                        "indicator": indicator,
                        "task": LINES[indicator].task_id,
                        "value": float(value),
                        "unit": LINES[indicator].unit,
                        "unread": False,
                        "reach": None,
                        "budget_vnd": None,
                        "evidence": "",
                        "note": text,
                        "submission": "abc123abc123",
                        "file": f"data/raw/submissions/{month.label}/abc123abc123-{agency}.xlsx",
                        "sheet": "Kết quả",
                        "cell": f"E{9 + n}",
                        "reach_cell": "",
                        "budget_cell": "",
                        "received": "2025-06-16T09:00:00+07:00",
                        "on_behalf": "",
                        "simulated": True,
                    }
                )
    frame = pd.DataFrame(rows, columns=columns.names(columns.RECORDS))
    return frame.astype(columns.dtypes(columns.RECORDS))


def report_data(label="2025-06", count=6, result=default_result, **changes):
    """A report's data: `count` agencies whose results are `result`."""
    period = periods.parse(label)
    who = agencies(count, changes.pop("name", "UBND xã"))
    first = periods.parse("2025-05")
    shown = period.months() if period.kind != "month" else periods.months_between(first, period)
    made = {
        "organisation": SETTINGS.organisation,
        "simulated": True,
        "closed": False,
        "plan": PLAN,
        "period": period,
        "first_period": "2025-05",
        "as_of": dt.date(period.year, period.last, 17),
        "names": {agency: row[0] for agency, row in who.items()},
        "short_names": {agency: row[1] for agency, row in who.items()},
        "agency": None,
        "indicators": indicators(period, who, result, changes.pop("earlier", None)),
        "months": tuple(indicators(month, who, result) for month in shown),
        "previous": None,
        "status": status_of(period, who, result),
        "month_statuses": tuple(status_of(month, who, result) for month in shown),
        "records": records(period, who, result, changes.pop("said", None)),
        "activities": (),
        "submissions": (
            Submission(
                submission_id="def456def456",
                agency_id="trung-tam",
                period=label,
                received=dt.datetime(2025, 6, 16, 9, tzinfo=ZONE),
                file="data/raw/submissions/2025-06/def456def456-a.xlsx",
                name="a.xlsx",
                verdict="accepted",
                reports=True,
                withdrawn="Gửi nhầm tháng",
            ),
        ),
        "findings": (
            Finding(
                code="P105",
                severity="warning",
                message="Ngày ban hành không đọc được.",
                lines=(3, 3),
            ),
        ),
        "events": (
            Event(
                kind="exempted",
                at=dt.datetime(2025, 6, 1, tzinfo=ZONE),
                order=1,
                agency="trung-tam",
                indicator="4-2",
                period="2025-06",
                period_to="2025-06",
                reason="Đang sửa máy phát",
            ),
        ),
        "notes": "",
        "next_lines": lines(PLAN),
        "inputs": (("cchc.toml", "a" * 64), ("data/raw/agencies.csv", "b" * 64)),
        "version": "0.1.0",
    }
    return ReportData(**{**made, **changes})

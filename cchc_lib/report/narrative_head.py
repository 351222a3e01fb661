"""The head of page 1: title, marks, window, grounds, letterhead; and the one leading sentence."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from cchc_lib.report import narrative_words as words
from cchc_lib.report.blocks import Head, Letterhead
from cchc_lib.vietnamese import clean, format_date

if TYPE_CHECKING:
    from cchc_lib.report.data import ReportData

SIMULATED = "SỐ LIỆU MÔ PHỎNG"
DRAFT = "DỰ THẢO"


def head(data: ReportData) -> Head:
    """Title, window, as of when, from how many submissions; marks, grounds, provenance."""
    marks = [SIMULATED] if data.simulated else []
    if not data.closed:
        marks.append(DRAFT)
    return Head(
        title=title(data),
        subtitle="",
        letterhead=letterhead(data),
        marks=tuple(marks),
        facts=facts(data),
        grounds=grounds(data),
        provenance=(
            f"cchc {data.version}",
            f"{len(data.inputs)} tệp nguồn, mã kiểm (SHA-256) của từng tệp ở mục H phụ lục",
        ),
        description=lead_sentence(data),
    )


def own_inputs(data: ReportData, agency: str) -> tuple[str, ...]:
    """Version, the agency's own files, one checksum over all inputs; the manifest names each.

    A stored file's name begins with its checksum.
    """
    own = sorted(s.file for s in data.submissions if s.agency_id == agency)
    every = "".join(f"{file} {digest}\n" for file, digest in data.inputs)
    checksum = hashlib.sha256(every.encode("utf-8")).hexdigest()
    return (
        f"cchc {data.version}",
        *own,
        f"mã kiểm chung của {len(data.inputs)} tệp nguồn (SHA-256) {checksum}",
    )


def title(data: ReportData) -> str:
    """What the report is about: the plan's subject, the period in the place of its year."""
    subject = re.sub(r"^(?:Kế hoạch|Về việc|V/v)\s+", "", clean(data.plan.title))
    subject = subject[:1].lower() + subject[1:]
    period = words.lower_title(data.period)
    said, found = re.subn(rf"\bnăm {data.plan.year}\b", period, subject, count=1)
    said = said if found else f"{subject} {period}"
    return f"Báo cáo kết quả {said}"


def letterhead(data: ReportData) -> Letterhead:
    """What Decree 30/2020 asks for, from the settings."""
    o = data.organisation
    return Letterhead(
        superior=o.superior,
        organisation=o.name,
        symbol=o.symbol,
        place=o.place,
        year=data.period.year,
        addressee=o.addressee,
        authority=o.authority,
        signatory_title=o.signatory_title,
        signatory_name=o.signatory_name,
        recipients=o.recipients,
    )


def facts(data: ReportData) -> tuple[str, ...]:
    """Short lines under the title."""
    p, s = data.indicators, data.status
    counted = f"{data.indicators.reporting.reported}/{s.expected} {reports_unit(data)}"
    total = f"Tổng hợp từ {counted}" if s.expected else "Không có đơn vị phải báo cáo"
    replaces = (
        (f"Thay bản tính đến {format_date(data.earlier.as_of)} (thay đổi: cuối mục III)",)
        if data.earlier
        else ()
    )
    return (
        f"Kỳ số liệu: từ {format_date(p.start)} đến {format_date(p.end)}",
        f"Tính đến {format_date(data.as_of)}",
        f"{total}{'; số liệu đã chốt' if data.closed else ''}",
        *replaces,
    )


def reports_unit(data: ReportData) -> str:
    """What reporting is counted in: agencies in a month, reports in a longer period."""
    return "đơn vị" if data.period.kind == "month" else "báo cáo tháng"


def grounds(data: ReportData) -> tuple[str, ...]:
    """The plan that is reported on, as a legal ground."""
    plan = data.plan
    of = f" của {clean(plan.issuer)}" if plan.issuer else ""
    return (f"Căn cứ {clean(plan.kind)} số {clean(plan.number)}{_dated(plan.date)}{of}.",)


def _dated(date: str) -> str:
    """What follows a number: " ngày 2/4/2025", or " tháng 5/2025" where the day can't be read."""
    match date.split("-"):
        case [year, month, day]:
            return f" ngày {int(day)}/{int(month)}/{year}"
        case [year, month]:
            return f" tháng {int(month)}/{year}"
        case _:
            return ""


def lead_sentence(data: ReportData) -> str:
    """The one sentence: who reported, how many quotas were met."""
    r, s = data.indicators.reporting, data.indicators.summary
    if not r.expected:
        return "Trong kỳ không có đơn vị nào phải báo cáo."
    unit = reports_unit(data)
    if not r.reported:
        return f"Chưa có đơn vị nào báo cáo (0/{r.expected} {unit})."
    who = (
        f"Trong kỳ, {r.reported}/{r.expected} {unit} đã báo cáo, {r.on_time} đúng hạn"
        if data.period.kind == "month"
        else f"Trong kỳ đã nhận {r.reported}/{r.expected} {unit}, {r.on_time} đúng hạn"
    )
    if not s.with_target:
        return f"{who}; kỳ này không có chỉ tiêu định mức."
    return f"{who}; {s.met}/{s.with_target} chỉ tiêu đạt định mức."

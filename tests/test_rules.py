"""Every rule about submissions: a real file that triggers it, and a near miss that does not."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
import sample
import workbooks
from test_receive import Desk
from test_validate import REAL, ROW, copied, heading, identity, judged
from workbooks import FIRST, MAY, RESULT, form, parts

from cchc_lib import findings, history, obligations, records
from cchc_lib.config import Limits
from cchc_lib.forms import layout
from cchc_lib.model import Event
from cchc_lib.submissions import judge, read

A, B, OFFICE = "ubnd-xa-a", "ubnd-xa-b", "phong-van-hoa"
GOOD = {"1-0": 2, "3-1": 1}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RULES = {
    code: rule for code, rule in findings.catalogue().items() if code[0] in "FVR"
}  # P rules are about the plan


# --- one file, judged ---------------------------------------------------------------------------


def file(data, **hints):
    return lambda _: judged(data, **hints).findings


def cell(value, column="value", indicator="3-1", agency=A):
    return lambda _: judged(form(agency, {indicator: {"value": 1} | {column: value}})).findings


def results(edit=None, values=GOOD, **more):
    return lambda _: judged(form(A, values, edit=edit, **more)).findings


def listed(*changes, values=None, edit=None):
    rows = [{**ROW, "minutes": 5, **change} for change in changes]
    said = values or {"1-0": 1, "3-1": len(rows)}
    return lambda _: judged(form(A, said, activities=rows, edit=edit)).findings


def other(title, **change):
    return {"title": title, "evidence": "", **change}


def put(row, column, value, sheet=layout.RESULTS):
    return lambda book: book[sheet].cell(row, column, value)


def both(*edits):
    def edit(book):
        for one in edits:
            one(book)

    return edit


def duplicated(state):
    def edit(book):
        book.copy_worksheet(book[layout.RESULTS]).sheet_state = state

    return edit


def hidden(book):
    book[layout.RESULTS].sheet_state = "hidden"


def formula(stored):
    def made(_):
        found = parts(form(A, {"3-1": "=1+2", "1-0": 1}))
        name = "xl/worksheets/sheet2.xml"
        found[name] = found[name].replace(b"<f>1+2</f><v></v>", b"<f>1+2</f><v>%s</v>" % stored)
        return judged(workbooks.packed(found)).findings

    return made


def exempted(values):
    event = Event(
        kind="exempted", at=workbooks.NOW, order=1, agency=A, indicator="3-1",
        period=MAY, period_to=MAY, reason="thử",
    )  # fmt: skip
    return lambda _: judged(form(A, values), exemptions=(event,)).findings


def closed(month):
    """A form for May, taken in after a month was closed."""
    event = Event(kind="closed", at=workbooks.NOW, order=0, period=month)
    return lambda _: judged(form(A, GOOD), closings={month: event}).findings


def merged(rows):
    return lambda book: book[layout.RESULTS].merge_cells(f"E{FIRST}:E{FIRST + rows - 1}")


def legacy(book):
    """Words in TCVN3: "Bài viết cải cách hành chính, tuyên truyền, hội nghị" with its own bytes."""
    book[layout.RESULTS].cell(
        FIRST, RESULT["note"]
    ).value = "Bµi viÕt c¶i c¸ch hµnh chÝnh, tuyªn truyÒn, héi nghÞ tËp huÊn"


# --- files on their way in ----------------------------------------------------------------------


def taken(data, limits=None, spoil=None, **again):
    """Take a file in, spoil the machine or the stored copy, take it in again; all findings."""

    def run(context):
        tmp_path, monkeypatch = context
        desk = Desk(tmp_path)
        if limits:
            settings = sample.SETTINGS.model_copy(update={"submissions": _limited(limits)})
            desk.workspace = workbooks.workspace(tmp_path / "ws", settings)
        path = desk.put(data)
        if spoil:
            spoil(desk, path, monkeypatch)
        found = [one for outcome in desk.take(path, **again) for one in outcome.findings]
        return [*found, *desk.judged().findings]

    return run


def _limited(most):
    section = sample.SETTINGS.submissions
    return section.model_copy(update={"limits": Limits(max_bytes=most)})


def unreadable(_desk, path, monkeypatch):
    before = Path.read_bytes

    def refuse(self):
        if self.name == path.name:
            raise PermissionError(13, "Permission denied")
        return before(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)


def broken_reader(_desk, _path, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setitem(read.READERS, ".xlsx", fail)


def changed(desk, path, _monkeypatch):
    desk.take(path)
    stored = desk.workspace.root / desk.stored()[0]
    stored.write_bytes(form(A, {"1-0": 999}))
    path.write_bytes(form(A, {"1-0": 3}))


def taken_before(desk, path, _monkeypatch):
    desk.take(path)


# --- several files, what counts among them ------------------------------------------------------


def sent(*files, exempt=None):
    """Judge (agency, month, day of arrival, values, activities) and look at the last month."""

    def run(_):
        made = []
        for n, (agency, period, received, values, activities) in enumerate(files):
            data = form(agency, values, activities=activities, period=period)
            one = judged(data, agency=agency, period=period)
            at = dt.datetime.fromisoformat(received).replace(tzinfo=workbooks.NOW.tzinfo)
            submission = dataclasses.replace(one.submission, received=at, order=n)
            made.append(dataclasses.replace(one, submission=submission))
        month = sample.SETTINGS.period(max(f[1] for f in files))
        events = (
            [dataclasses.replace(exempt, period=month.label, period_to=month.label)]
            if exempt
            else []
        )
        owed = obligations.month_obligations(
            sample.PLAN, sample.REGISTRY, sample.SETTINGS, month, events
        )
        found = [one.submission for one in made]
        rows = [row for one in made for row in one.records]
        activities = [row for one in made for row in one.activities]
        day = dt.date(2025, 12, 31)
        name = sample.REGISTRY.name
        return [
            *records.month_findings(found, rows, owed, month.label, day),
            *history.doubts(found, rows, activities, month.label, day, name, 10),
        ]

    return run


def months(column, *values):
    """The same line of one agency in April, May, June."""
    return sent(
        *(
            (A, f"2025-{n:02d}", f"2025-{n:02d}-16T09:00", {"1-0": {"value": 3} | {column: v}}, ())
            for n, v in enumerate(values, start=4)
        )
    )


def one_page(agency, link):
    row = {"date": dt.date(2025, 5, 3), "indicator": "3-1", "title": agency, "evidence": link}
    return (agency, MAY, "2025-05-16T09:00", {"1-0": 1, "3-1": 1}, (row,))


def twice(first, second, days=("16", "17")):
    """Two files of one agency for May."""
    return sent(
        *(
            (A, MAY, f"2025-05-{day}T09:00", values, ())
            for day, values in zip(days, (first, second), strict=True)
        )
    )


WAIVED = Event(kind="exempted", at=workbooks.NOW, order=1, agency=A, indicator="3-1", reason="thử")
PHONE, CARD = "0912 345 678", "212345678"
PDF = b"%PDF-1.7\n1 0 obj\n"
XLSX = form(A, GOOD)

# code → (a file that triggers it, a near miss)
CASES = {
    "F001": (file(b""), file(b" ")),
    "F002": (file(XLSX[: len(XLSX) // 2]), file(XLSX)),
    "F003": (file(PDF), file(XLSX)),
    "F004": (file(OLE + "EncryptedPackage".encode("utf-16-le")), file(OLE + b"\0" * 99)),
    "F005": (taken(XLSX, spoil=unreadable), taken(XLSX)),
    "F006": (taken(XLSX, spoil=broken_reader), taken(XLSX)),
    "F007": (results(put(layout.RESULT_HEADER_ROW, 5, "Số")), results()),
    "F008": (results(duplicated("visible")), results(duplicated("hidden"))),
    "F009": (
        results(put(layout.RESULT_HEADER_ROW, 10, "Kết quả trong kỳ")),
        results(put(layout.RESULT_HEADER_ROW, 10, "Kết quả kỳ trước")),
    ),
    "F010": (
        results(identity(plan="99/KH-UBND | 2024 | UBND khác")),
        results(identity(version="9")),
    ),
    "F011": (results(identity(kind="real")), results(identity(kind="simulated"))),
    "F012": (results(identity(agency="ubnd-xa-z")), results(identity(agency=A))),
    "F013": (results(identity(period="2025-Q2")), results(identity(period=MAY))),
    "F014": (
        results(both(identity(period="2025-03"), lambda b: heading(b, period="Kỳ: 2025-03"))),
        results(both(identity(period="2025-04"), lambda b: heading(b, period="Kỳ: 2025-04"))),
    ),
    "F015": (
        results(both(identity(agency="hoi-nong-dan"), lambda b: heading(b, agency="…"))),
        results(both(identity(agency=B), lambda b: heading(b, agency="…"))),
    ),
    "F016": (file(XLSX, agency=B), file(XLSX, agency=A)),
    "F017": (file(XLSX, period="2025-06"), file(XLSX, period=MAY)),
    "F018": (file(copied(agency="UBND xã An Binhh")), file(copied())),
    "F019": (file(copied(period="T5")), file(copied(period="T5/2025"))),
    "F020": (
        results(lambda b: heading(b, agency="Đơn vị: UBND xã Bình Minh")),
        results(lambda b: heading(b, agency="Đơn vị: xã An Bình")),
    ),
    "F021": (
        results(lambda b: heading(b, period="Tháng 6/2025")),
        results(lambda b: heading(b, period="Mẫu, ngày 2 tháng 6 năm 2025")),
    ),
    "F022": (file(copied()), file(XLSX)),
    "F023": (results(values={}), results(values={}, nothing="Có")),
    "F024": (taken(XLSX, spoil=changed), taken(XLSX)),
    "F025": (
        taken(XLSX, spoil=taken_before, agency=B),
        taken(XLSX, spoil=taken_before, agency=A),
    ),
    "F026": (taken(XLSX, limits=len(XLSX) - 1), taken(XLSX, limits=len(XLSX))),
    "F027": (file(copied(), agency=B, period=MAY), file(copied(), agency=A, period=MAY)),
    "F028": (results(values={"1-0": "x"}), results(values={"1-0": "0"})),
    "F029": (closed(MAY), closed("2025-06")),
    "F040": (results(legacy), results(put(FIRST, RESULT["note"], "Bài viết cải cách"))),
    "F041": (results(hidden), results()),
    "V001": (cell("một số"), cell("1 số")),
    "V002": (cell("1,200"), cell("1,2")),
    "V003": (cell("trên 100"), cell("100")),
    "V004": (cell("02 buổi/120 lượt"), cell("02 buổi")),
    "V005": (cell("x"), cell("0")),
    "V006": (cell("50%"), cell("50")),
    "V007": (cell(-5), cell(0)),
    "V008": (cell("=1+2"), formula(b"3")),
    "V009": (cell("#REF!"), cell("REF")),
    "V010": (cell(dt.date(2025, 5, 3)), cell(3)),
    "V011": (cell(True), cell(1)),
    "V012": (cell("-"), cell("không")),
    "V013": (cell("2 buổi"), cell("2 kỳ")),
    "V014": (cell("1,5 triệu", "budget_vnd"), cell("1.500.000", "budget_vnd")),
    "V015": (cell("2 lần (03/5; 17/5)"), cell("2 số")),
    "V016": (listed({"minutes": 1441}), listed({"minutes": 1440})),
    "V017": (cell(1.5), cell(2)),
    "V018": (cell(999, "budget_vnd"), cell(1000, "budget_vnd")),
    "V019": (formula(b"3"), cell(3)),
    "V020": (
        results(both(put(FIRST + 2, 1, "2a-1"), put(FIRST + 2, 5, 7))),
        results(both(put(FIRST + 2, 1, "Cộng"), put(FIRST + 2, 5, 7))),
    ),
    "V021": (
        results(both(put(FIRST + 2, 1, "9.9-1"), put(FIRST + 2, 5, "nhiều"))),
        results(both(put(FIRST + 2, 1, "Người lập"), put(FIRST + 2, 5, "Thủ trưởng"))),
    ),
    "V022": (results(lambda b: b[layout.RESULTS].delete_rows(FIRST + 1)), results()),
    "V023": (
        results(both(put(FIRST + 2, 1, "3-1"), put(FIRST + 2, 5, 9))),
        results(both(put(FIRST + 2, 1, "3-2"), put(FIRST + 2, 5, 9))),
    ),
    "V024": (results(put(FIRST + 2, 5, 6)), results(put(FIRST + 7, 5, 6))),
    "V025": (results(nothing="x"), results(nothing="…")),
    "V026": (results(nothing="Có"), results(values={"1-0": 0}, nothing="Có")),
    "V027": (
        results(put(layout.RESULT_HEADER_ROW, 10, "Lượt tiếp cận")),
        results(put(layout.RESULT_HEADER_ROW, 10, "Lượt chia sẻ")),
    ),
    "V028": (
        listed({}, edit=put(layout.ACTIVITY_HEADER_ROW, 11, "Chủ đề", layout.ACTIVITIES)),
        listed({}, edit=put(layout.ACTIVITY_HEADER_ROW, 11, "Ghi thêm", layout.ACTIVITIES)),
    ),
    "V029": (results(merged(2), {"1-0": 2}), results(merged(1), {"1-0": 2})),
    "V030": (
        listed({"date": dt.date(2025, 5, 15)}),
        listed({"date": dt.date(2025, 5, 14)}),
    ),
    "V031": (listed({"date": "3/15/2025"}), listed({"date": "3.5.25"})),
    "V032": (listed({"indicator": "2a-1"}), listed({"indicator": " 3 – 1"})),
    "V033": (listed({"topic": "77"}), listed({"topic": "2"})),
    "V034": (listed({"channel": "Loa kéo"}), listed({"channel": "mạng xã hội"})),
    "V035": (listed({"form": "Múa lân"}), listed({"form": "tin, bài"})),
    "V036": (listed({}, values={"3-1": 2}), listed({}, values={"3-1": 1})),
    "V037": (cell("9" * 16), cell("9" * 9)),
    "V050": (cell(20), cell(19)),
    "V051": (listed({"date": None}), listed({"date": 45780})),
    "V052": (results(values={"3-1": {"reach": 40}}), cell(40, "reach")),
    "V053": (
        listed({}, other("bài  MỘT")),
        listed({}, other("Bài một", date=dt.date(2025, 5, 4))),
    ),
    "V054": (cell("https:/xa.vn/tin", "evidence"), cell("https://xa.vn/tin", "evidence")),
    "V055": (cell(f"gọi {PHONE}", "note"), cell("kinh phí 212345678 đồng", "note")),
    "V056": (cell("dài " * 501, "note"), cell("dài " * 499, "note")),
    "V057": (
        listed({}, dict.fromkeys(ROW) | {"title": "Tổng cộng", "quantity": 1}, values={"3-1": 1}),
        listed({}, {"title": "Tổng cộng", "evidence": ""}),
    ),
    "V058": (exempted(GOOD), exempted({"1-0": 2})),
    "R001": (twice({"1-0": 2}, {"1-0": 3}), sent((A, MAY, "2025-05-16T09:00", GOOD, ()))),
    "R002": (
        sent((A, MAY, "2025-05-16T09:00", GOOD, ()), exempt=WAIVED),
        sent((A, MAY, "2025-05-16T09:00", {"1-0": 2, "3-1": 0}, ()), exempt=WAIVED),
    ),
    "R003": (twice({"1-0": 2}, {}), twice({}, {})),
    "R004": (twice({"1-0": 2}, {"1-0": "2"}), twice({"1-0": 2}, {"1-0": 3})),
    "R005": (
        twice({"1-0": 2}, {"1-0": 3}, days=("16", "16")),
        twice({"1-0": 2}, {"1-0": 3}),
    ),
    "R010": (months("value", 3, 2, 26), months("value", 3, 2, 25)),
    "R011": (
        months("budget_vnd", 10**6, 10**6, 11_000_001),
        months("budget_vnd", 10**6, 10**6, 10_000_000),
    ),
    "R012": (
        sent(one_page(A, "https://bao.vn/tin-1"), one_page(B, "http://www.bao.vn/tin-1/")),
        sent(one_page(A, "https://bao.vn/"), one_page(B, "https://bao.vn")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", RULES)
def test_each_rule_has_a_file_that_triggers_it_and_a_near_miss(code, tmp_path, monkeypatch):
    assert code in CASES, f"{code} needs a file that triggers it and a near miss, in CASES"
    wrong, near = CASES[code]
    for folder in ("wrong", "near"):
        (tmp_path / folder).mkdir()
    with monkeypatch.context() as patched:
        found = [one for one in wrong((tmp_path / "wrong", patched)) if one.code == code]
    assert found
    for one in found:
        assert (one.severity, bool(one.message)) == (RULES[code].severity, True)
        if RULES[code].scope == "cell":
            assert f"{one.sheet}!{one.cell}" in one.message
    with monkeypatch.context() as patched:
        assert code not in [one.code for one in near((tmp_path / "near", patched))]


def test_a_form_as_it_should_be_breaks_no_rule():
    assert judged(form(A, GOOD, activities=[{**ROW, "minutes": 5}])).findings == ()


# --- more about single rules --------------------------------------------------------------------


@pytest.mark.parametrize("number", [PHONE, "0912.345.678", "+84912345678", "051204012345", CARD])
@pytest.mark.parametrize("where", ["note", "evidence", "title", "value", "quantity", "channel"])
def test_a_personal_number_is_never_repeated(number, where):
    text = f"liên hệ {number} để biết"
    row = {**ROW, "minutes": 5}
    values = {"1-0": 2, "3-1": {"value": 1}}
    if where in ("title", "quantity", "channel"):
        row[where] = text
    else:
        values["3-1"][where] = text
    made = judged(form(A, values, activities=[row]))
    said = repr((made.findings, made.records, made.activities))
    assert number not in said
    assert number.replace(" ", "") not in said
    an_amount = where in ("value", "quantity") and number == CARD
    assert an_amount or "V055" in [one.code for one in made.findings]


def test_a_telephone_number_in_a_column_of_figures_is_no_figure():
    made = judged(form(A, {"1-0": 2, "3-1": {"value": 1, "reach": "0912345678"}}))
    assert [r.reach for r in made.records] == [None, None]
    assert [one.code for one in made.findings] == ["V055"]


def test_a_result_far_from_the_quota_counts_and_is_asked_about_at_its_cell():
    made = judged(form(A, {"1-0": 500, "3-1": 20}))
    (one,) = made.findings
    assert (one.code, one.cell) == ("V050", f"E{FIRST + 1}")  # 1-0 has no quota
    assert [r.value for r in made.records] == [500.0, 20.0]


def test_what_stands_in_the_cells_above_is_not_lost_where_one_cell_is_bad():
    rows = [{**ROW, "minutes": 5}, {**ROW, "minutes": "x", "date": "hôm qua", "title": "Bài hai"}]
    values = {"1-0": {"value": "x", "reach": 7}, "3-1": {"value": 2, "reach": "1,200"}}
    made = judged(form(A, values, activities=rows))
    assert made.submission.verdict == "accepted_with_findings"
    assert [(r.value, r.reach, r.unread) for r in made.records] == [
        (None, 7.0, True), (2.0, None, False),
    ]  # fmt: skip
    assert [(a.date, a.minutes, a.quantity) for a in made.activities] == [
        (ROW["date"], 5.0, 1.0), (None, None, 1.0),
    ]  # fmt: skip


def test_a_jump_downwards_of_spending_is_asked_about_from_a_hundredth_on():
    codes = [one.code for one in months("budget_vnd", 2 * 10**9, 2 * 10**9, 10**7)(None)]
    assert codes == ["R011"]
    assert months("budget_vnd", 2 * 10**9, 2 * 10**9, 3 * 10**7)(None) == []


def test_two_months_make_nothing_usual():
    assert months("value", 1, 500)(None) == []


def test_both_agencies_that_claim_a_page_are_told_who_the_other_is():
    found = CASES["R012"][0](None)
    assert [one.agency for one in found] == [A, B]
    assert "UBND xã Bình Minh" in found[0].message
    assert "UBND xã An Bình" in found[1].message


def test_the_kind_of_the_workspace_is_the_files_too():
    made = judged(XLSX, given=REAL)
    assert [one.code for one in made.findings] == ["F011"]
    assert judge.submission_id(XLSX) == made.submission.submission_id

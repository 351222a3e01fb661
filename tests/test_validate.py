import datetime as dt

import openpyxl
import pytest
import sample
import workbooks
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import ACTIVITY, FIRST, MAY, NOW, RESULT, form, saved

from cchc_lib import config
from cchc_lib.findings import VALUE_RULES
from cchc_lib.forms import layout
from cchc_lib.model import Event
from cchc_lib.submissions import judge as judging
from cchc_lib.submissions.context import Context
from cchc_lib.submissions.judge import Arrival, judge

REAL = sample.SETTINGS.model_copy(update={"workspace": config.WorkspaceSection(simulated=False)})


def judged(
    data, name="bieu-mau.xlsx", given=sample.SETTINGS, exemptions=(), closings=None, **hints
):
    """The judgement of a file's bytes."""
    context = Context(
        plan=sample.PLAN,
        registry=sample.REGISTRY,
        settings=given,
        exemptions=exemptions,
        closed=closings or {},
    )
    event = Event(
        kind="received",
        at=NOW,
        order=1,
        submission=judging.submission_id(data),
        name=name,
        file=f"data/raw/submissions/x/{name}",
        **hints,
    )
    return judge(data, Arrival(event=event), context)


def codes(made, severity=("error", "warning")):
    """The codes of the findings that are more than information."""
    return [one.code for one in made.findings if one.severity in severity]


def record(made, indicator):
    return next(r for r in made.records if r.indicator == indicator)


def said(value, agency="ubnd-xa-a", indicator="3-1", column="value"):
    """The record and the codes after one cell was filled in."""
    made = judged(form(agency, {indicator: {"value": 1} | {column: value}}))
    return record(made, indicator), [c for c in codes(made) if c not in ("F023", "F028")]


# --- a form as it should be -------------------------------------------------------------------


def test_a_form_filled_in_properly_is_accepted_with_the_address_of_every_figure():
    made = judged(form("ubnd-xa-a", {"1-0": 2, "3-1": {"value": 1, "reach": 350, "budget_vnd": 0}}))
    assert (made.submission.verdict, codes(made)) == ("accepted", [])
    assert (made.submission.agency_id, made.submission.period) == ("ubnd-xa-a", MAY)
    assert (made.submission.reports, made.submission.simulated) == (True, True)
    line = record(made, "3-1")
    assert (line.value, line.reach, line.budget_vnd, line.unread) == (1.0, 350.0, 0.0, False)
    assert (line.sheet, line.cell, line.reach_cell, line.budget_cell) == (
        "Kết quả", f"E{FIRST + 1}", f"F{FIRST + 1}", f"G{FIRST + 1}",
    )  # fmt: skip
    assert line.record_id == f"{made.submission.submission_id}/3-1"
    assert line.received == "2025-05-16T09:00:00+07:00"


def test_a_blank_line_is_not_reported_and_not_zero():
    made = judged(form("ubnd-xa-a", {"1-0": 2}))
    assert record(made, "3-1").value is None
    assert not record(made, "3-1").unread


def test_each_owed_line_gives_exactly_one_record():
    made = judged(form("trung-tam", {"2a-1": 1}))
    assert [r.indicator for r in made.records] == ["1-0", "2a-1", "2a-2", "4-1", "4-2"]


def test_evidence_and_notes_are_kept_as_written_but_for_hidden_characters():
    text = '=HYPERLINK("http://a")\u202e <b>x</b>\r\nhai'
    made = judged(form("ubnd-xa-a", {"1-0": {"value": 1, "note": "'" + text, "evidence": "a, b"}}))
    assert record(made, "1-0").note == '\'=HYPERLINK("http://a") <b>x</b>\nhai'
    assert record(made, "1-0").evidence == "a, b"


# --- values -----------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [0, "0", "không", "Không có", "không phát sinh", "0 số"])
def test_none_is_zero_without_a_finding(value):
    line, found = said(value)
    assert (line.value, line.unread, found) == (0.0, False, [])


@pytest.mark.parametrize("value", ["-", "–", "K", "ko"])
def test_a_dash_or_a_short_word_is_zero_with_a_finding(value):
    line, found = said(value)
    assert (line.value, found) == (0.0, ["V012"])


@pytest.mark.parametrize("value", ["...", "chưa có số liệu", "đang tổng hợp", "n/a", "  "])
def test_words_for_not_reported_are_neither_zero_nor_unread(value):
    line, found = said(value)
    assert (line.value, line.unread, found) == (None, False, [])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("một số", "V001"),
        ("1,200", "V002"),
        ("3-5", "V002"),
        ("12/20", "V002"),
        ("trên 100", "V003"),
        ("02 buổi/120 lượt", "V004"),
        ("x", "V005"),
        ("50%", "V006"),
        (-5, "V007"),
        ("-5", "V007"),
        (1e30, "V037"),
        ("9" * 16, "V037"),
        ("999999999 tỷ", "V037"),
        ("=1+2", "V008"),
        ("#REF!", "V009"),
        (dt.date(2025, 5, 3), "V010"),
        (dt.time(3, 5), "V010"),
        (True, "V011"),
    ],
)
def test_what_cannot_be_taken_is_unread_and_never_missing(value, code):
    line, found = said(value)
    assert (line.value, line.unread, found) == (None, True, [code])


@pytest.mark.parametrize("column", ["reach", "budget_vnd"])
@pytest.mark.parametrize(
    ("value", "expected", "code"),
    [("không", 0.0, None), ("1,200", None, "V002"), (-1, None, "V007"), ("...", None, None)],
)
def test_reach_and_budget_follow_the_same_rules(column, value, expected, code):
    line, found = said(value, column=column)
    assert getattr(line, column) == expected
    assert found == ([code] if code else [])
    assert not line.unread  # that is said of the result alone


def test_a_bad_cell_blanks_its_figure_and_not_the_workbook():
    made = judged(form("ubnd-xa-a", {"1-0": "x", "3-1": {"value": 2, "reach": "nhiều"}}))
    assert made.submission.verdict == "accepted_with_findings"
    assert (record(made, "3-1").value, record(made, "3-1").reach) == (2.0, None)
    assert record(made, "1-0").unread


@pytest.mark.parametrize(
    ("agency", "indicator", "value", "expected", "found"),
    [
        ("ubnd-xa-a", "3-1", "2 số", 2, []),
        ("ubnd-xa-a", "3-1", "2 kỳ", 2, []),  # a synonym
        ("phong-van-hoa", "2b-1", "05 bài", 5, []),  # a part of "tin, bài"
        ("phong-van-hoa", "2b-1", "05 tin, bài", 5, []),
        ("phong-van-hoa", "2b-1", "05 video", 5, ["V013"]),
        ("ubnd-xa-a", "3-1", "2 buổi", 2, ["V013"]),
        ("ubnd-xa-a", "3-1", 1.5, 1.5, ["V017"]),
        ("ubnd-xa-a", "3-1", 10_001, 10_001, ["V016"]),
        ("ubnd-xa-a", "3-1", 10_000, 10_000, ["V050"]),
        ("ubnd-xa-a", "3-1", "2 lần (03/5; 17/5)", 2, ["V013", "V015"]),
    ],
)
def test_a_doubtful_number_is_taken_with_a_finding(agency, indicator, value, expected, found):
    line, codes_found = said(value, agency, indicator)
    assert (line.value, codes_found) == (expected, found)


@pytest.mark.parametrize(
    ("value", "expected", "found"),
    [
        (5_000_000, 5_000_000, []),
        ("500.000đ", 500_000, []),
        ("2.000.000 VNĐ", 2_000_000, []),
        ("1,5 triệu", 1_500_000, ["V014"]),
        ("1,5 triệu đồng", 1_500_000, ["V014"]),
        (5, 5, ["V018"]),
        (20_000_000_000, 20_000_000_000, ["V016"]),
    ],
)
def test_amounts_of_money_are_full_amounts(value, expected, found):
    line, codes_found = said(value, column="budget_vnd")
    assert (line.budget_vnd, codes_found) == (expected, found)


def test_a_formula_with_a_stored_result_counts():
    line, found = said("=1+2")
    assert (line.value, found) == (None, ["V008"])
    data = form("ubnd-xa-a", {"3-1": "=1+2", "1-0": 1})
    parts = workbooks.parts(data)
    name = "xl/worksheets/sheet2.xml"
    parts[name] = parts[name].replace(b"<f>1+2</f><v></v>", b"<f>1+2</f><v>3</v>")
    made = judged(workbooks.packed(parts))
    assert (record(made, "3-1").value, made.submission.verdict) == (3.0, "accepted")
    assert [f.code for f in made.findings] == ["V019"]


def test_a_finding_quotes_the_cell_safely_and_gives_an_example():
    made = judged(form("ubnd-xa-a", {"3-1": "năm \u202e" + "dài " * 60, "1-0": 1}))
    (one,) = [f for f in made.findings if f.code == "V001"]
    assert (one.sheet, one.cell) == ("Kết quả", f"E{FIRST + 1}")
    assert len(one.value) <= 80
    assert "\u202e" not in one.message
    assert "ví dụ" in one.message
    assert (one.agency, one.period) == ("ubnd-xa-a", MAY)


# --- "Trong kỳ không phát sinh hoạt động" -------------------------------------------------------


def test_the_statement_makes_every_blank_line_zero_and_is_their_cell():
    made = judged(form("ubnd-xa-a", nothing="Có"))
    assert made.submission.verdict == "accepted"
    assert {(r.value, r.cell) for r in made.records} == {(0.0, f"E{layout.NOTHING_ROW}")}
    assert made.submission.reports


def test_the_statement_leaves_what_is_written_alone():
    made = judged(form("ubnd-xa-a", {"1-0": 2, "3-1": "đang tổng hợp"}, nothing="có"))
    assert record(made, "1-0").value == 2.0
    assert record(made, "3-1").value is None  # says that it is not known yet
    assert codes(made) == ["V026"]


@pytest.mark.parametrize("word", ["Không", "x", "Có hoạt động"])
def test_another_word_beside_the_statement_is_not_taken(word):
    made = judged(form("ubnd-xa-a", {"1-0": 2}, nothing=word))
    assert record(made, "3-1").value is None
    assert codes(made) == ["V025"]


def test_the_answer_may_also_stand_beside_an_unmerged_label():
    def edit(book):
        sheet = book[layout.RESULTS]
        sheet.unmerge_cells(f"A{layout.NOTHING_ROW}:D{layout.NOTHING_ROW}")
        sheet.cell(layout.NOTHING_ROW, 2).value = "Có"

    made = judged(form("ubnd-xa-a", edit=edit))
    assert record(made, "3-1").cell == f"B{layout.NOTHING_ROW}"


def test_a_wholly_blank_form_is_received_and_does_not_report():
    made = judged(form("ubnd-xa-a"))
    assert (made.submission.verdict, made.submission.reports) == ("accepted_with_findings", False)
    assert codes(made) == ["F023"]


def test_a_form_of_which_nothing_can_be_read_does_not_report_but_is_not_blank():
    made = judged(form("ubnd-xa-a", {"1-0": "x"}))
    assert (codes(made), made.submission.reports) == (["V005", "F028"], False)
    assert record(made, "1-0").unread


# --- tables that people moved -------------------------------------------------------------------


def moved(book):
    """Rows above, columns to the left, columns in another order, another name."""
    sheet = book[layout.RESULTS]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(1, 3)
    sheet.insert_cols(1, 2)
    sheet.title = "Báo cáo T5"
    sheet.cell(layout.RESULT_HEADER_ROW + 3, 1).value = "STT"


def test_a_table_is_found_by_its_words_wherever_it_was_moved():
    made = judged(form("ubnd-xa-a", {"1-0": 2, "3-1": 1}, edit=moved))
    line = record(made, "3-1")
    assert (line.value, line.sheet, line.cell) == (1.0, "Báo cáo T5", f"G{FIRST + 4}")
    assert codes(made) == []


def test_columns_in_another_order_are_read_by_their_headers():
    def swap(book):
        sheet = book[layout.RESULTS]
        for row in range(layout.RESULT_HEADER_ROW, FIRST + 2):
            a, b = sheet.cell(row, RESULT["value"]), sheet.cell(row, RESULT["budget_vnd"])
            a.value, b.value = b.value, a.value

    made = judged(form("ubnd-xa-a", {"3-1": {"value": 4, "budget_vnd": 90_000}}, edit=swap))
    line = record(made, "3-1")
    assert (line.value, line.budget_vnd) == (4.0, 90_000.0)
    assert (line.cell, line.budget_cell) == (f"G{FIRST + 1}", f"E{FIRST + 1}")


def test_a_header_over_two_merged_rows_is_found():
    def merge(book):
        sheet = book[layout.RESULTS]
        sheet.insert_rows(FIRST, 1)
        top = layout.RESULT_HEADER_ROW
        for column in (1, 2, 3, 4):
            sheet.merge_cells(
                start_row=top, end_row=top + 1, start_column=column, end_column=column
            )
        for column in range(5, 10):
            header = sheet.cell(top, column)
            sheet.cell(top + 1, column).value = header.value
            header.value = "Trong tháng"

    made = judged(form("ubnd-xa-a", {"3-1": 4}, edit=merge))
    assert (record(made, "3-1").value, record(made, "3-1").cell) == (4.0, f"E{FIRST + 2}")


def test_totals_and_words_below_the_table_are_passed_over():
    def total(book):
        sheet = book[layout.RESULTS]
        sheet.cell(FIRST + 2, 2).value = "Tổng cộng"
        sheet.cell(FIRST + 2, 5).value = 6
        sheet.cell(FIRST + 3, 1).value = "Tổng cộng"
        sheet.cell(FIRST + 3, 5).value = 6
        sheet.cell(FIRST + 5, 5).value = "NGƯỜI LẬP BIỂU"

    made = judged(form("ubnd-xa-a", {"1-0": 2, "3-1": 4}, edit=total))
    assert [r.value for r in made.records] == [2.0, 4.0]
    assert codes(made) == []


def test_a_figure_in_a_row_without_a_code_is_a_finding():
    def stray(book):
        book[layout.RESULTS].cell(FIRST + 2, 5).value = 6

    made = judged(form("ubnd-xa-a", {"1-0": 2, "3-1": 4}, edit=stray))
    assert codes(made) == ["V024"]


def test_signatures_and_telephone_numbers_below_the_table_are_not_quoted():
    def sign(book):
        sheet = book[layout.RESULTS]
        for row, words in ((FIRST + 4, ("NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG")), (FIRST + 8, ("A", "B"))):
            sheet.cell(row, 1).value, sheet.cell(row, 5).value = words
        sheet.cell(FIRST + 9, 5).value = "0900000000"

    made = judged(form("ubnd-xa-a", {"1-0": 2, "3-1": 4}, edit=sign))
    assert made.findings == ()


def test_lines_not_owed_or_unknown_are_findings_and_do_not_count():
    def more(book):
        sheet = book[layout.RESULTS]
        for row, code in ((FIRST + 2, "2a-1"), (FIRST + 3, "9.9-1")):
            sheet.cell(row, 1).value = code
            sheet.cell(row, 5).value = 7

    made = judged(form("ubnd-xa-a", {"1-0": 2, "3-1": 4}, edit=more))
    assert codes(made) == ["V020", "V021"]
    assert [r.indicator for r in made.records] == ["1-0", "3-1"]


def test_a_missing_line_is_not_reported_with_a_finding():
    def drop(book):
        book[layout.RESULTS].delete_rows(FIRST + 1)

    made = judged(form("ubnd-xa-a", {"1-0": 2}, edit=drop))
    assert codes(made) == ["V022"]
    assert (record(made, "3-1").value, record(made, "3-1").cell) == (None, "")


def test_of_a_line_that_stands_twice_neither_is_taken():
    def twice(book):
        sheet = book[layout.RESULTS]
        sheet.cell(FIRST + 2, 1).value = "3-1"
        sheet.cell(FIRST + 2, 5).value = 9

    made = judged(form("ubnd-xa-a", {"1-0": 2, "3-1": 4}, edit=twice))
    assert codes(made) == ["V023"]
    assert (record(made, "3-1").value, record(made, "3-1").unread) == (None, True)


def test_a_cell_merged_over_two_lines_belongs_to_neither():
    def merge(book):
        book[layout.RESULTS].merge_cells(f"E{FIRST}:E{FIRST + 1}")

    made = judged(form("ubnd-xa-a", {"1-0": 2}, edit=merge))
    assert [(r.value, r.unread) for r in made.records] == [(None, True)] * 2
    assert codes(made) == ["V029", "V029", "F028"]


def test_codes_typed_with_other_dashes_spaces_and_capitals_are_the_same_line():
    def head(book):
        sheet = book[layout.RESULTS]
        sheet.cell(workbooks.row_of(sheet, "2a-1"), 1).value = " 2A – 1 "

    made = judged(form("trung-tam", {"2a-1": 3}, edit=head))
    assert record(made, "2a-1").value == 3.0


def test_two_columns_of_results_are_not_chosen_between():
    def double(book):
        book[layout.RESULTS].cell(layout.RESULT_HEADER_ROW, 10).value = "Kết quả trong kỳ"

    made = judged(form("ubnd-xa-a", {"1-0": 2}, edit=double))
    assert (made.submission.verdict, codes(made)) == ("quarantined", ["F009"])
    assert made.records == ()


def test_two_columns_of_reach_cost_the_reach_alone():
    def double(book):
        book[layout.RESULTS].cell(layout.RESULT_HEADER_ROW, 10).value = "Lượt tiếp cận"

    made = judged(form("ubnd-xa-a", {"1-0": {"value": 2, "reach": 5}}, edit=double))
    assert codes(made) == ["V027"]
    line = record(made, "1-0")
    assert (line.value, line.reach, line.reach_cell) == (2.0, None, "")


def test_two_sheets_of_results_are_not_chosen_between():
    def double(book):
        book.copy_worksheet(book[layout.RESULTS])

    made = judged(form("ubnd-xa-a", {"1-0": 2}, edit=double))
    assert (made.submission.verdict, codes(made)) == ("quarantined", ["F008"])


def test_a_hidden_copy_of_the_sheet_is_not_meant():
    def double(book):
        book.copy_worksheet(book[layout.RESULTS]).sheet_state = "hidden"

    assert judged(form("ubnd-xa-a", {"1-0": 2}, edit=double)).submission.verdict == "accepted"


def test_a_workbook_without_the_table_is_quarantined_with_what_is_looked_for():
    book = openpyxl.Workbook()
    book.active.append(["Họ tên", "Số"])
    made = judged(saved(book), agency="ubnd-xa-a", period=MAY)
    assert (made.submission.verdict, codes(made)) == ("quarantined", ["F007"])
    assert "Mã chỉ tiêu" in made.findings[0].message


# --- whose form, which month --------------------------------------------------------------------


def identity(**changes):
    """An edit of the hidden sheet."""

    def edit(book):
        for row in book[layout.IDENTITY].iter_rows():
            if row[0].value in changes:
                row[1].value = changes[row[0].value]

    return edit


@pytest.mark.parametrize(
    ("changes", "code", "word"),
    [
        ({"plan": "99/KH-UBND | 2024 | UBND khác"}, "F010", "99/KH-UBND"),
        ({"kind": "real"}, "F011", "cchc init DIR"),
        ({"agency": "ubnd-xa-z"}, "F012", "ubnd-xa-z"),
        ({"agency": "cac-xa"}, "F012", "cac-xa"),
        ({"period": "2025-Q2"}, "F013", "một tháng"),
        ({"period": "khong"}, "F013", "một tháng"),
    ],
)
def test_a_form_of_another_plan_kind_agency_or_period_is_quarantined(changes, code, word):
    made = judged(form("ubnd-xa-a", {"1-0": 2}, edit=identity(**changes)))
    assert made.submission.verdict == "quarantined"
    assert made.records == ()
    assert word in next(f.message for f in made.findings if f.code == code)


def heading(book, agency=None, period=None):
    """Change the words above the table."""
    sheet = book[layout.RESULTS]
    if agency:
        sheet["A3"].value = agency
    if period:
        sheet["A4"].value = period


def test_a_month_before_the_first_one_or_an_agency_that_owes_nothing_is_quarantined():
    def early(book):
        identity(period="2025-03")(book)
        heading(book, period="Kỳ báo cáo: Tháng 3 năm 2025")

    def other(book):
        identity(agency="hoi-nong-dan")(book)
        heading(book, agency="Đơn vị: Hội Nông dân huyện")

    assert codes(judged(form(values={"1-0": 2}, edit=early))) == ["F014"]
    assert codes(judged(form(values={"1-0": 2}, edit=other))) == ["F015"]


def test_an_option_that_contradicts_the_form_is_a_quarantine():
    data = form("ubnd-xa-a", {"1-0": 2})
    assert codes(judged(data, agency="ubnd-xa-b")) == ["F016"]
    assert codes(judged(data, period="2025-06")) == ["F017"]
    assert judged(data, agency="ubnd-xa-a", period=MAY).submission.verdict == "accepted"


def test_a_form_used_again_under_another_name_or_month_is_a_quarantine():
    renamed = form(values={"1-0": 2}, edit=lambda b: heading(b, agency="Đơn vị: UBND xã Bình Minh"))
    later = form(values={"1-0": 2}, edit=lambda b: heading(b, period="Tháng 6/2025"))
    assert codes(judged(renamed)) == ["F020"]
    assert codes(judged(later)) == ["F021"]


def test_the_recipient_and_the_day_of_signing_are_not_the_sender_and_the_month():
    def edit(book):
        heading(book, period="Kính gửi: Phòng Nội vụ")
        book[layout.RESULTS]["A6"].value = "Mẫu, ngày 15 tháng 6 năm 2025"

    assert judged(form(values={"1-0": 2}, edit=edit)).submission.verdict == "accepted"


def copied(agency="ỦY BAN NHÂN DÂN XÃ AN BÌNH", period="Tháng 5/2025", more=None):
    """A table copied into a new workbook, without the hidden sheet."""

    def edit(book):
        workbooks.stripped(book)
        heading(book, agency=agency or "…", period=period or "…")
        for sheet in (layout.GUIDE, layout.ACTIVITIES):
            del book[sheet]
        if more:
            book[layout.RESULTS]["A6"].value = more

    return form("ubnd-xa-a", {"1-0": 2, "3-1": 1}, edit=edit)


@pytest.mark.parametrize(
    "agency", ["UBND xã An Bình", "Đơn vị báo cáo: xã An Bình", "ỦY BAN NHÂN DÂN XÃ AN BÌNH"]
)
@pytest.mark.parametrize(
    "period", ["Tháng 5/2025", "BÁO CÁO THÁNG 5 NĂM 2025", "Kỳ: 2025-05", "T5/2025"]
)
def test_without_the_hidden_sheet_exact_words_say_whose_it_is(agency, period):
    made = judged(copied(agency, period))
    assert (made.submission.agency_id, made.submission.period) == ("ubnd-xa-a", MAY)
    assert made.submission.verdict == "accepted"
    assert [f.code for f in made.findings] == ["F022"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (copied(agency="UBND xã An Binhh"), "F018"),
        (copied(agency=None), "F018"),
        (copied(more="UBND xã Bình Minh"), "F018"),
        (copied(period=None), "F019"),
        (copied(more="So với tháng 4/2025"), "F019"),
        (copied(period="Mẫu, ngày 15 tháng 5 năm 2025"), "F019"),
    ],
)
def test_without_the_hidden_sheet_doubtful_words_are_a_quarantine(data, code):
    made = judged(data)
    assert (made.submission.verdict, codes(made)) == ("quarantined", [code])


def test_options_say_whose_a_file_without_the_hidden_sheet_is():
    made = judged(copied(agency=None, period=None), agency="ubnd-xa-b", period=MAY)
    assert (made.submission.agency_id, made.submission.verdict) == ("ubnd-xa-b", "accepted")
    doubted = judged(copied(), agency="ubnd-xa-b", period=MAY)
    assert (doubted.submission.agency_id, codes(doubted)) == ("ubnd-xa-b", ["F027"])


def test_a_copy_that_bears_the_mark_of_simulation_never_enters_a_real_workspace():
    assert "F011" in codes(judged(copied(), given=REAL))


def test_an_exempted_line_is_neither_asked_for_nor_counted():
    exempted = Event(
        kind="exempted", at=NOW, order=1, agency="ubnd-xa-a", indicator="3-1",
        period=MAY, period_to=MAY, reason="thử",
    )  # fmt: skip
    made = judged(form("ubnd-xa-a", {"1-0": 2}), exemptions=(exempted,))
    assert [r.indicator for r in made.records] == ["1-0"]
    assert made.submission.verdict == "accepted"


# --- activities ---------------------------------------------------------------------------------

ROW = {
    "date": dt.date(2025, 5, 3),
    "indicator": "3-1",
    "form": "Tin, bài",
    "title": "Bài một",
    "topic": layout.topic_word(3, "CCHC", "Tuyên truyền về thủ tục hành chính"),
    "channel": "Mạng xã hội",
    "quantity": 1,
    "minutes": "1,5 giờ",
    "reach": "1.200 lượt",
    "evidence": "http://a.vn",
}


def test_an_activity_is_read_with_its_topic_channel_and_figures():
    made = judged(form(values={"1-0": 1, "3-1": 1}, activities=[ROW]))
    (one,) = made.activities
    assert (one.date, one.indicator, one.topic) == (dt.date(2025, 5, 3), "3-1", 3)
    assert (one.channel, one.form) == ("mang-xa-hoi", "Tin, bài")
    assert (one.quantity, one.minutes, one.reach) == (1.0, 90.0, 1200.0)
    assert (one.row, one.sheet) == (layout.ACTIVITY_HEADER_ROW + 1, layout.ACTIVITIES)
    assert codes(made) == ["V014"]  # hours in a column of minutes


@pytest.mark.parametrize(
    ("change", "code", "field", "value"),
    [
        ({"date": dt.date(2025, 6, 3)}, "V030", "date", dt.date(2025, 6, 3)),
        ({"date": "3/15/2025"}, "V031", "date", None),
        ({"date": 45780}, None, "date", dt.date(2025, 5, 3)),  # a date that lost its format
        ({"date": "03.05.25"}, None, "date", dt.date(2025, 5, 3)),
        ({"indicator": "2a-1"}, "V032", "indicator", ""),
        ({"topic": "Tuyên truyền về thủ tục hành chính"}, None, "topic", 3),
        ({"topic": "2"}, None, "topic", 2),
        ({"topic": "77"}, "V033", "topic", None),
        ({"topic": "Chuyện khác"}, "V033", "topic", None),
        ({"channel": "Loa kéo"}, "V034", "channel", "khac"),
        ({"form": "Múa lân"}, "V035", "form", "Múa lân"),
        ({"minutes": 1441}, "V016", "minutes", 1441.0),
        ({"quantity": "x"}, "V005", "quantity", None),
        ({"quantity": None}, None, "quantity", None),  # counts as one
    ],
)
def test_what_is_odd_in_an_activity_is_a_finding(change, code, field, value):
    row = {**ROW, "minutes": 5, **change}
    made = judged(form(values={"1-0": 1, "3-1": 1}, activities=[row]))
    assert getattr(made.activities[0], field) == value
    assert [f.code for f in made.findings] == ([code] if code else [])


def test_activities_that_do_not_add_up_to_the_result_are_a_finding_at_the_result():
    second = {"title": "Bài hai", "evidence": "", "minutes": 5, "quantity": None}
    rows = [{**ROW, "minutes": 5, "quantity": 2}, {**ROW, **second}]
    made = judged(form(values={"1-0": 1, "3-1": 2}, activities=rows))
    (one,) = made.findings
    assert (one.code, one.cell, one.severity) == ("V036", f"E{FIRST + 1}", "warning")
    assert record(made, "3-1").value == 2.0
    agreed = judged(form(values={"1-0": 1, "3-1": 3}, activities=rows))
    assert codes(agreed) == []


def test_activities_beside_a_blank_result_are_a_finding_and_fill_nothing():
    made = judged(form(values={"1-0": 1}, activities=[{**ROW, "minutes": 5}]))
    assert (codes(made), record(made, "3-1").value) == (["V036"], None)


def test_a_topic_column_that_stands_twice_costs_the_activities_alone():
    def double(book):
        sheet = book[layout.ACTIVITIES]
        sheet.cell(layout.ACTIVITY_HEADER_ROW, ACTIVITY["evidence"] + 1).value = "Chủ đề"

    made = judged(form(values={"1-0": 1, "3-1": 1}, activities=[ROW], edit=double))
    assert (codes(made), made.activities) == (["V028"], ())
    assert record(made, "3-1").value == 1.0


# --- anything -----------------------------------------------------------------------------------

ANYTHING = (
    st.none()
    | st.integers(-(10**6), 10**9)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.text(st.characters(min_codepoint=32, exclude_categories=("Cs",)), max_size=30)
    | st.booleans()
    | st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))
)


@settings(max_examples=25, deadline=None)
@given(st.lists(ANYTHING, min_size=20, max_size=20))
def test_whatever_stands_in_the_cells_the_form_is_judged_and_no_figure_is_invented(cells):
    def fill(book):
        results, listed = book[layout.RESULTS], book[layout.ACTIVITIES]
        for n, value in enumerate(cells[:10]):
            _set(results.cell(FIRST + n % 2, 5 + n // 2), value)
            _set(listed.cell(layout.ACTIVITY_HEADER_ROW + 1, 1 + n), cells[10 + n])

    made = judged(form("ubnd-xa-a", edit=fill))
    assert "F006" not in codes(made)
    assert made.submission.verdict != "quarantined"
    for line in made.records:
        assert line.value is None or (line.value >= 0 and not line.unread)
        assert line.reach is None or line.reach >= 0


def _set(cell, value):
    """A value as it is: text that begins with "=" stays text."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def test_every_rule_about_values_has_a_message_that_names_the_cell():
    assert all("{sheet}" in rule.template for rule in VALUE_RULES)
    assert len({rule.code for rule in VALUE_RULES}) == len(VALUE_RULES)

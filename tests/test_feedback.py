"""What goes back to the sender: their workbook with comments, a list, a message."""

import io
import subprocess
import zipfile

import openpyxl
import pytest
import sample
import workbooks
from openpyxl.comments import Comment
from test_receive import LATER, Desk
from test_validate import ROW, judged
from workbooks import FIRST, NOW, form, saved

from cchc_lib import history, records
from cchc_lib.forms import layout
from cchc_lib.submissions import feedback, judge, read
from cchc_lib.submissions.book import Merge, RawBook, RawCell, RawSheet
from cchc_lib.submissions.context import Context
from cchc_lib.submissions.remarks import Remarks

WHO = "UBND xã An Bình"
BAD = {"1-0": "năm bài", "3-1": {"value": 50, "reach": "1,200", "note": "gọi 0912345678"}}
ROWS = [{**ROW, "minutes": 5}, {**ROW, "minutes": 5, "date": "3/15/2025", "title": "=1+2"}]


def returned(data, made=None, cells=None):
    """The marked workbook as bytes, and the judgement that it speaks of."""
    made = made or judged(data)
    context = Context(plan=sample.PLAN, registry=sample.REGISTRY, settings=sample.SETTINGS)
    own = lambda: judge.open_book(data, "a.xlsx", context, Remarks())  # noqa: E731
    return feedback.marked(data, made.submission, WHO, made.findings, cells or own), made


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def comments(book):
    """(sheet, cell) → the text of its comment."""
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


@pytest.fixture(scope="module")
def marked():
    return returned(form("ubnd-xa-a", BAD, activities=ROWS))


def test_every_finding_is_a_comment_at_its_cell_that_says_what_was_understood(marked):
    book, made = opened(marked[0]), marked[1]
    assert set(comments(book)) == {(f.sheet, f.cell) for f in made.findings if f.cell}
    assert comments(book)["Kết quả", f"E{FIRST}"] == (
        "Lỗi: “năm bài” không phải là số nên chưa được tính. Ghi số bằng chữ số, ví dụ: 5; "
        "không làm thì ghi 0."
    )
    asked = comments(book)["Kết quả", f"E{FIRST + 1}"]
    assert "kê tổng cộng 2" in asked
    assert "50 gấp hơn 10 lần chỉ tiêu" in asked  # two findings share a comment


def test_the_senders_formatting_and_cells_stay(marked):
    before = opened(form("ubnd-xa-a", BAD, activities=ROWS))
    after = opened(marked[0])
    for sheet in before.worksheets:
        kept = after[sheet.title]
        assert kept.sheet_state == sheet.sheet_state
        for row in sheet.iter_rows():
            for cell in row:
                same = kept[cell.coordinate]
                assert (same.value, same.data_type) == (cell.value, cell.data_type)
                for style in ("fill", "font", "border", "number_format", "protection"):
                    assert repr(getattr(same, style)) == repr(getattr(cell, style))
        assert kept.data_validations.count == sheet.data_validations.count


def test_the_list_names_every_finding_and_leads_to_its_cell(marked):
    book, made = opened(marked[0]), marked[1]
    sheet = book[feedback.LIST]
    assert book.active is sheet
    rows = [row for row in sheet.iter_rows(min_row=7) if row[0].value]
    assert len(rows) == len(made.findings)
    order = [row[1].value for row in rows]
    assert order == sorted(order, key=["Lỗi", "Cần xem lại", "Lưu ý"].index)
    places = {(row[2].value, row[3].value): row[3].hyperlink.location for row in rows}
    assert places["Kết quả", f"E{FIRST}"] == f"'Kết quả'!E{FIRST}"


def test_a_personal_number_is_in_no_comment_list_or_message(marked):
    book, made = opened(marked[0]), marked[1]
    listed = [str(c.value) for row in book[feedback.LIST].iter_rows() for c in row]
    text = feedback.message(made.submission, WHO, made.findings)
    assert "0912345678" not in " ".join([*listed, *comments(book).values(), text])
    assert "V055" in text


def test_the_marked_workbook_sent_back_as_it_is_says_the_same_again(marked):
    again = judged(marked[0])
    assert [(f.code, f.cell) for f in again.findings] == [
        (f.code, f.cell) for f in marked[1].findings
    ]
    assert [r.value for r in again.records] == [r.value for r in marked[1].records]


def test_corrected_and_sent_back_it_is_a_form_without_findings_and_without_marks(marked):
    book = opened(marked[0])
    results, listed = book[layout.RESULTS], book[layout.ACTIVITIES]
    for address, value in (("E8", 5), ("E9", 2), ("F9", 1200), ("I9", None)):
        results[address].value = value
    listed["A6"].value, listed["D6"].value = ROW["date"], "Bài hai"
    listed["J6"].value = None
    corrected = judged(saved(book))
    assert corrected.findings == ()
    assert [r.value for r in corrected.records] == [5.0, 2.0]
    results["E8"].value = "x"
    second, _ = returned(saved(book))
    assert set(comments(opened(second))) == {("Kết quả", "E8")}
    assert opened(second).sheetnames.count(feedback.LIST) == 1
    marks = opened(second)[layout.RESULTS].conditional_formatting
    assert [str(one.sqref) for one in marks if one.rules[0].formula == [feedback._ALWAYS]] == ["E8"]


def test_a_corrected_file_replaces_the_earlier_one_from_its_arrival_on(tmp_path):
    desk = Desk(tmp_path)
    sent = form("ubnd-xa-a", {"1-0": "năm bài", "3-1": 1})
    desk.take(desk.put(sent))
    book = opened(returned(sent)[0])
    book[layout.RESULTS]["E8"].value = 5
    desk.take(desk.put(saved(book), "da-sua.xlsx"), now=LATER)
    judged = desk.judged()
    first, second = judged.submissions
    days = {
        day: records.counting(judged.submissions, workbooks.MAY, day.date()) for day in (NOW, LATER)
    }
    assert days[NOW]["ubnd-xa-a"] == first
    assert days[LATER]["ubnd-xa-a"] == second
    status = records.status(
        plan=sample.PLAN, registry=sample.REGISTRY, settings=sample.SETTINGS,
        period=sample.SETTINGS.period(workbooks.MAY), submissions=judged.submissions,
        findings=judged.findings, exemptions=(), as_of=LATER.date(),
    )  # fmt: skip
    told = history.told(status, judged.submissions, judged.records).agencies
    (before, after) = next(one.history for one in told if one.agency == "ubnd-xa-a")
    assert (before.counts, after.counts, after.replaces) == (False, True, before.submission)
    assert [(c.indicator, c.before, c.after) for c in after.changes] == [("1-0", "unread", 5.0)]


def test_the_senders_own_comment_stays_below_ours_and_comes_back():
    def note(book):
        book[layout.RESULTS]["E8"].comment = Comment("số của anh Nam", "Nam")

    data, _ = returned(form("ubnd-xa-a", {"1-0": "x"}, edit=note))
    assert comments(opened(data))["Kết quả", "E8"].endswith("Ghi chú của đơn vị: số của anh Nam")
    book = opened(data)
    book[layout.RESULTS]["E8"].value, book[layout.RESULTS]["E9"].value = 1, "x"
    again, _ = returned(saved(book))
    assert comments(opened(again))["Kết quả", "E8"] == "số của anh Nam"


def test_a_format_that_cannot_be_written_again_comes_back_as_a_workbook_of_the_same_cells():
    data = form("ubnd-xa-a", BAD, activities=ROWS)
    context = Context(plan=sample.PLAN, registry=sample.REGISTRY, settings=sample.SETTINGS)
    cells = judge.open_book(data, "a.xlsx", context, Remarks())
    made = judged(data)
    back, _ = returned(b"not a package", made, lambda: cells)
    assert set(comments(opened(back))) == {(f.sheet, f.cell) for f in made.findings if f.cell}
    again = judged(back)
    assert [(r.value, r.reach, r.cell) for r in again.records] == [
        (r.value, r.reach, r.cell) for r in made.records
    ]
    assert [f.code for f in again.findings] == [f.code for f in made.findings]
    assert (again.submission.agency_id, again.submission.period) == ("ubnd-xa-a", workbooks.MAY)


def test_text_of_any_kind_comes_back_as_text_and_no_name_of_a_sheet_stops_it():
    hostile = {(1, 1): "=1+2", (2, 1): "+cmd|' /C calc'!A1", (3, 1): "a\x07b"}
    sheet = RawSheet(
        name="Bảng: [1]/2" + "x" * 40,
        cells={at: RawCell(text) for at, text in hostile.items()},
        merges=(Merge(4, 1, 4, 3),),
    )
    made = judged(b"%PDF")
    data, _ = returned(b"%PDF", made, lambda: RawBook(sheets=(sheet,)))
    (listed, back) = opened(data).worksheets
    assert [back.cell(row, 1).value for row in (1, 2, 3)] == ["=1+2", "+cmd|' /C calc'!A1", "ab"]
    assert {back.cell(row, 1).data_type for row in (1, 2, 3)} == {"s"}
    assert listed.cell(7, 6).value.endswith("(F003)")


def test_what_holds_no_cells_comes_back_as_a_message_alone():
    assert returned(b"%PDF", judged(b"%PDF"))[0] is None


def test_the_message_is_short_and_says_where_the_rest_is():
    rows = [{**ROW, "minutes": "x", "title": f"Bài {n}"} for n in range(30)]
    made = judged(form("ubnd-xa-a", {"1-0": 1, "3-1": 30}, activities=rows))
    text = feedback.message(made.submission, WHO, made.findings, "a.xlsx")
    assert text.startswith(f"Kính gửi: {WHO}\n")
    assert text.count("\n") < feedback.MOST_SAID + 10
    assert "xem trang “Góp ý” của tệp kèm theo" in text
    assert "gửi lại cả tệp" in text


def test_a_marked_workbook_depends_on_its_content_alone():
    data = form("ubnd-xa-a", {"1-0": "x"})
    assert returned(data)[0] == returned(data)[0]


@pytest.mark.office
def test_libreoffice_opens_it_with_the_comment_at_that_cell(marked, tmp_path, require_tool):
    program = require_tool("soffice")
    path = tmp_path / "gop-y.xlsx"
    path.write_bytes(marked[0])
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for source, kind in ((path, "ods"), (tmp_path / "gop-y.ods", "xlsx:Calc MS Excel 2007 XML")):
        subprocess.run(
            [program, profile, "--headless", "--convert-to", kind, "--outdir", tmp_path, source],
            check=True,
            capture_output=True,
            timeout=180,
        )
    with zipfile.ZipFile(tmp_path / "gop-y.ods") as package:
        assert "không phải là số nên chưa được tính" in package.read("content.xml").decode()
    back = comments(opened(path.read_bytes()))
    assert set(back) == {(f.sheet, f.cell) for f in marked[1].findings if f.cell}
    assert "chưa được tính" in back["Kết quả", f"E{FIRST}"]


def test_a_workbook_beyond_the_library_comes_back_from_its_cells(monkeypatch, caplog):
    def fail(*_args, **_more):
        raise KeyError("a part is missing")

    sent = form("ubnd-xa-a", {"1-0": "x"})
    monkeypatch.setattr(openpyxl, "load_workbook", fail)
    data, made = returned(sent)
    monkeypatch.undo()
    assert set(comments(opened(data))) == {(f.sheet, f.cell) for f in made.findings if f.cell}
    assert "could not mark" in caplog.text
    assert read.sniff(data, ".xlsx") == ".xlsx"

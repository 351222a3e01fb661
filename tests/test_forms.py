"""Blank forms: whose lines, what stands in them, how they behave in Excel and on paper."""

import dataclasses
import datetime as dt
import io
import re
import subprocess
import zipfile

import openpyxl
import pypdfium2
import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st

from cchc_lib.forms import content, guide, layout, sheet, write
from cchc_lib.model import Event, Line, Obligation

SETTINGS, PLAN, REGISTRY = sample.SETTINGS, sample.PLAN, sample.REGISTRY
VISIBLE = [layout.GUIDE, layout.RESULTS, layout.ACTIVITIES]
FIRST = layout.RESULT_HEADER_ROW + 1
COLUMN = {c.name: n for n, c in enumerate(layout.RESULT_COLUMNS, start=1)}


def forms(label="2025-05", plan=PLAN, settings=SETTINGS, **more):
    return write.write_forms(plan, REGISTRY, settings, settings.period(label), **more)


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture(scope="module")
def books():
    return {agency: opened(data) for agency, data in forms().items()}


def rows(book):
    """The lines of a form: indicator → cells by column name."""
    results = book[layout.RESULTS]
    return {
        results.cell(row, 1).value: {name: results.cell(row, n) for name, n in COLUMN.items()}
        for row in range(FIRST, results.max_row + 1)
    }


def rules(target):
    """Validation by the first cell that it applies to."""
    return {
        str(r.sqref).split(":", maxsplit=1)[0]: r for r in target.data_validations.dataValidation
    }


def real():
    section = SETTINGS.workspace.model_copy(update={"simulated": False})
    return SETTINGS.model_copy(update={"workspace": section})


# --- whose lines ----------------------------------------------------------------------------


def test_each_agency_that_owes_gets_a_form_with_its_own_lines_only(books):
    assert {a: list(rows(b)) for a, b in books.items()} == {
        "phong-van-hoa": ["1-0", "2b-1"],
        "phong-noi-vu": ["1-0", "5-0"],
        "trung-tam": ["1-0", "2a-1", "2a-2", "4-1", "4-2"],
        "ubnd-xa-a": ["1-0", "3-1"],
        "ubnd-xa-b": ["1-0", "3-1"],
        "ubnd-xa-c": ["1-0", "3-1"],
    }


def test_one_agency_can_be_asked_for_and_nobody_owes_before_the_first_period():
    assert list(forms(agency="trung-tam")) == ["trung-tam"]
    assert forms(agency="hoi-nong-dan") == {}
    assert forms("2025-03") == {}


def test_an_exempted_line_is_left_out():
    event = Event(
        kind="exempted",
        at=dt.datetime(2025, 5, 1, tzinfo=dt.UTC),
        order=1,
        agency="ubnd-xa-a",
        indicator="3-1",
        period="2025-05",
        period_to="2025-05",
    )
    made = forms(exemptions=[event])
    assert list(rows(opened(made["ubnd-xa-a"]))) == ["1-0"]
    assert list(rows(opened(made["ubnd-xa-b"]))) == ["1-0", "3-1"]


# --- what stands in it ----------------------------------------------------------------------


def test_a_form_says_everything_that_it_should(golden, books):
    lines = [
        f"{target.title}!{cell.coordinate}\t{str(cell.value)!r}"
        for target in books["trung-tam"]
        for row in target.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    golden("form-trung-tam.txt", "\n".join(lines) + "\n")


def test_the_header_row_holds_each_column_exactly_once(books):
    results = books["trung-tam"][layout.RESULTS]
    everywhere = [cell.value for row in results.iter_rows() for cell in row]
    for column in layout.RESULT_COLUMNS:
        assert everywhere.count(column.header) == 1
        assert results.cell(layout.RESULT_HEADER_ROW, COLUMN[column.name]).value == column.header


def test_a_target_is_a_number_and_a_longer_span_is_text(books):
    found = {i: row["target"].value for i, row in rows(books["trung-tam"]).items()}
    assert found == {"1-0": None, "2a-1": 1, "2a-2": 3, "4-1": 4, "4-2": "1/quý"}


@pytest.mark.parametrize(
    ("change", "target", "expected"),
    [
        ({"approximate": True}, 5.0, (5, '"khoảng "#,##0')),
        ({"bound": "min"}, 5.0, (5, '"ít nhất "#,##0')),
        ({}, 2.5, (2.5, "#,##0.0#")),
        ({"bound": "min", "per": "year"}, None, ("ít nhất 5/năm", "@")),
        ({"per": "once"}, None, ("5/cả kế hoạch", "@")),
    ],
)
def test_about_and_at_least_stand_before_the_figure(change, target, expected):
    owed = obligation(
        quota=sample.quota("9-1", 5, "tin", **{"per": "month", **change}), target=target
    )
    assert content.target_cell(owed) == expected


def test_a_quota_that_shares_the_line_is_named_beside_it(books):
    row = rows(books["phong-van-hoa"])["2b-1"]
    assert row["target"].value == 5
    assert row["content"].value.endswith("\n(kế hoạch năm: khoảng 50 tin, bài)")


def test_the_minutes_of_a_quota_are_named(books):
    assert "thời lượng 5 phút" in rows(books["trung-tam"])["4-1"]["content"].value


def test_the_statement_stands_above_the_table_with_its_answer_right_of_the_merged_label(books):
    results = books["ubnd-xa-a"][layout.RESULTS]
    row = layout.NOTHING_ROW
    assert results.cell(row, 1).value == layout.NOTHING_LABEL
    assert f"A{row}:D{row}" in {str(r) for r in results.merged_cells.ranges}
    answer = results.cell(row, 5)
    assert (answer.value, answer.protection.locked) == (None, False)
    assert rules(results)[answer.coordinate].formula1 == f'"{layout.NOTHING_YES}"'


def test_the_hidden_sheet_leads_back_to_plan_agency_and_period(books):
    identity = books["ubnd-xa-b"][layout.IDENTITY]
    assert identity.sheet_state == "veryHidden"
    found = layout.FormId.from_rows(dict(identity.iter_rows(values_only=True)))
    assert found == layout.FormId(
        plan=layout.plan_key(PLAN), agency="ubnd-xa-b", period="2025-05", simulated=True
    )
    assert books["ubnd-xa-b"][layout.LISTS].sheet_state == "hidden"


def test_a_simulated_form_says_so_on_each_visible_sheet_and_a_real_one_nowhere():
    def marked(book):
        return [
            target.title
            for target in book
            if any(c.value == layout.SIMULATED_MARK for row in target.iter_rows() for c in row)
        ]

    assert marked(opened(forms()["ubnd-xa-a"])) == VISIBLE
    book = opened(forms(settings=real())["ubnd-xa-a"])
    assert marked(book) == []
    assert dict(book[layout.IDENTITY].iter_rows(values_only=True))["kind"] == "real"
    assert book[layout.RESULTS]["A1"].value == "ỦY BAN NHÂN DÂN HUYỆN MẪU"


def test_the_form_names_its_window_due_date_and_receiver(books):
    line = books["ubnd-xa-a"][layout.RESULTS]["A4"].value
    assert "từ 15/4/2025 đến 14/5/2025" in line
    assert "Hạn gửi: 16/5/2025" in line
    assert "Phòng Văn hóa và Thông tin, UBND huyện Mẫu" in line


def test_the_guide_says_what_blank_and_nought_mean_and_when_to_send():
    month = SETTINGS.period("2025-05")
    steps = guide.steps(month, SETTINGS.due_date(month), SETTINGS.organisation)
    text = " ".join(step.text for step in steps)
    assert "Ô trống được hiểu là “chưa báo cáo”" in text
    assert "chậm nhất hết ngày 16/5/2025" in text
    assert guide.receiver(type(SETTINGS.organisation)()) == "cơ quan tổng hợp"


def test_text_that_looks_like_a_formula_stays_text():
    task = dataclasses.replace(PLAN.tasks[0], title='=HYPERLINK("x")\u202e')
    plan = dataclasses.replace(PLAN, tasks=(task, *PLAN.tasks[1:]))
    cell = rows(opened(forms(plan=plan)["ubnd-xa-a"]))["1-0"]["content"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("x")', "s")


@given(st.text("ab ,;.:", min_size=0, max_size=900))
def test_a_long_title_is_cut_where_a_clause_or_word_ends_and_says_where_the_rest_is(text):
    short = content.shorten(text, "1.2a")
    if len(text) <= content.LONGEST:
        assert short == text
    else:
        head, _, rest = short.partition("…")
        assert text.startswith(head)
        assert rest == " (xem mục 1.2a của kế hoạch)"
        assert len(head) <= content.LONGEST


# --- how it behaves -------------------------------------------------------------------------


def test_labels_are_locked_and_inputs_open_without_a_password(books):
    for target in (books["trung-tam"][name] for name in VISIBLE):
        assert target.protection.sheet
        assert target.protection.password is None
    for row in rows(books["trung-tam"]).values():
        locked = {name: cell.protection.locked for name, cell in row.items()}
        assert locked == {c.name: c.locked for c in layout.RESULT_COLUMNS}
    activities = books["trung-tam"][layout.ACTIVITIES]
    last = layout.ACTIVITY_HEADER_ROW + layout.ACTIVITY_ROWS
    assert not any(cell.protection.locked for cell in activities[last])


def test_dropdowns_offer_the_words_of_plan_and_lexicon_and_only_warn(books):
    book = books["trung-tam"]
    found = rules(book[layout.ACTIVITIES])
    columns = {c.header: n for n, c in enumerate(layout.ACTIVITY_COLUMNS, start=1)}
    offered = {}
    for header in ("Mã chỉ tiêu", "Hình thức", "Chủ đề", "Kênh"):
        letter = openpyxl.utils.get_column_letter(columns[header])
        rule = found[f"{letter}{layout.ACTIVITY_HEADER_ROW + 1}"]
        assert (rule.type, rule.errorStyle, rule.showErrorMessage) == ("list", "warning", True)
        name, cells = rule.formula1.split("!")
        assert name == f"'{layout.LISTS}'"
        offered[header] = [c.value for (c,) in book[layout.LISTS][cells.replace("$", "")]]
    assert offered["Mã chỉ tiêu"] == ["1-0", "2a-1", "2a-2", "4-1", "4-2"]
    assert offered["Chủ đề"][2] == "3 · CCHC · Tuyên truyền về thủ tục hành chính"
    assert "Hội nghị, tập huấn" in offered["Hình thức"]
    assert "Mạng xã hội" in offered["Kênh"]


def test_figures_below_nought_and_days_outside_the_window_only_warn(books):
    rule = rules(books["trung-tam"][layout.RESULTS])[f"E{FIRST}"]
    assert (rule.type, rule.operator, rule.formula1) == ("decimal", "greaterThanOrEqual", "0")
    assert rule.errorStyle == "warning"
    days = rules(books["trung-tam"][layout.ACTIVITIES])[f"A{layout.ACTIVITY_HEADER_ROW + 1}"]
    serials = [
        openpyxl.utils.datetime.from_excel(int(v)).date() for v in (days.formula1, days.formula2)
    ]
    assert serials == [dt.date(2025, 4, 15), dt.date(2025, 5, 14)]
    assert days.errorStyle == "warning"


def test_no_prompt_is_longer_than_excel_allows(books):
    for book in books.values():
        for target in book:
            for rule in target.data_validations.dataValidation:
                assert 0 < len(rule.promptTitle) <= 32
                assert 0 < len(rule.prompt) <= 255
                assert rule.prompt.endswith(".")
                assert rule.error.endswith(".")


def test_codes_and_notes_are_text_cells_so_that_excel_makes_no_dates_of_them(books):
    row = rows(books["trung-tam"])["4-2"]
    assert row["indicator"].number_format == row["note"].number_format == "@"
    assert (row["budget_vnd"].number_format, row["reach"].number_format) == ("#,##0", "#,##0")
    day = books["trung-tam"][layout.ACTIVITIES].cell(layout.ACTIVITY_HEADER_ROW + 1, 1)
    assert day.number_format == "dd/mm/yyyy"


def test_the_form_opens_at_the_first_cell_to_fill(books):
    book = books["ubnd-xa-a"]
    assert book.active.title == layout.RESULTS
    assert [s.title for s in book if s.sheet_view.tabSelected] == [layout.RESULTS]
    results = book[layout.RESULTS]
    assert results.freeze_panes == f"C{FIRST}"
    chosen = {s.pane: s.activeCell for s in results.sheet_view.selection}
    assert chosen["bottomRight"] == f"E{FIRST}"


def test_each_row_is_high_enough_for_its_text(books):
    for book in books.values():
        for row in rows(book).values():
            cell = row["content"]
            height = book[layout.RESULTS].row_dimensions[cell.row].height
            width = layout.RESULT_COLUMNS[COLUMN["content"] - 1].width
            assert height >= sheet.lines_needed(cell.value, width) * sheet.LINE


def test_lines_needed_counts_breaks_and_never_too_few():
    assert sheet.lines_needed("", 10) == 1
    assert sheet.lines_needed("a" * 10, 10) == 1
    assert sheet.lines_needed("a" * 11, 10) == 2
    assert sheet.lines_needed("một\nhai", 10) == 2


# --- paper and bytes ------------------------------------------------------------------------


@pytest.mark.parametrize("name", VISIBLE)
def test_it_prints_on_a4_one_page_wide_with_page_number_and_form_id(books, name):
    target = books["trung-tam"][name]
    assert target.page_setup.paperSize == 9
    assert target.sheet_properties.pageSetUpPr.fitToPage
    assert (target.page_setup.fitToWidth, target.page_setup.fitToHeight) == (1, 0)
    assert "2025-05 · trung-tam" in target.oddFooter.left.text
    assert "&P" in target.oddFooter.right.text
    assert target.print_area
    landscape = name != layout.GUIDE
    assert (target.page_setup.orientation == "landscape") == landscape
    assert bool(target.print_title_rows) == landscape


def test_a_form_is_the_same_to_the_byte_and_holds_no_clock():
    data = forms()["trung-tam"]
    assert data == forms()["trung-tam"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2025-04-15T00:00:00Z"}
    assert "UBND huyện Mẫu" in core
    assert "openpyxl" not in core


@pytest.mark.office
def test_a_form_opens_in_an_office_program_and_prints_its_columns_on_one_page(
    require_tool, tmp_path
):
    path = tmp_path / "form.xlsx"
    path.write_bytes(forms()["trung-tam"])
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [require_tool("soffice"), profile, "--headless", "--convert-to", "pdf", path.name]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    with pypdfium2.PdfDocument(path.with_suffix(".pdf")) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    # The sheet's first and last columns stand on the same page, which is the second of all.
    assert "1/quý" in pages[1]
    assert "Khó khăn, kiến nghị" in pages[1]
    assert "Biểu mẫu 2025-05 · trung-tam" in pages[1]


def obligation(quota, target):
    line = Line(
        indicator="9-1", task_id="9", field="CĐS", item="", content="", unit="tin", quota=quota
    )
    return Obligation(agency_id="a", line=line, period="2025-05", target=target)

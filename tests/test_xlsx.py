"""The workbook: numbers as numbers, text as text, filters, A4, the same bytes each time."""

import io
import time
import zipfile

import openpyxl
from block_sample import HOSTILE, hostile_blocks, report_blocks
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_lib.report import bundle, xlsx
from cchc_lib.report.blocks import Cell, Column, Row, Table


def book(*items):
    return openpyxl.load_workbook(io.BytesIO(xlsx.workbook(bundle.of(items))))


def values(sheet):
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def one_cell(**cell):
    columns = (Column(label="A"),)
    return Table(name="a", caption="b", columns=columns, rows=(Row(cells=(Cell(**cell),)),))


def test_there_is_a_sheet_for_each_table_and_each_charts_numbers():
    assert book(*report_blocks()).sheetnames == [
        "Báo cáo",
        "hinh-1-so-lieu",
        "hinh-2-so-lieu",
        "ket-qua",
        "gap-lai",
        "trong",
        "chi-tiet",
        "nguon",
    ]


def test_numbers_are_numbers_with_their_formats_and_states_are_words():
    sheet = book(*report_blocks())["ket-qua"]
    assert [cell.value for cell in sheet[5]] == [
        "I. Chuyển đổi số",
        1,
        "Chuyên mục số 1 trên sóng phát thanh",
        1234.5,
        0.853,
        "Chậm tiến độ",
    ]
    assert sheet["D5"].number_format == "#,##0.0#"
    assert sheet["E5"].number_format == "0.0%"


def test_rows_can_be_filtered_and_totals_stay_out():
    sheet = book(*report_blocks())["ket-qua"]
    (table,) = sheet.tables.values()
    assert table.ref == "A4:F7"
    assert [cell.value for cell in sheet[8]][1:4] == [None, "Cộng", 9]
    assert sheet.freeze_panes == "A5"


def test_a_figure_that_says_more_than_its_number_keeps_its_words():
    sheet = book(one_cell(text="2 (thiếu 3)", value=2.0))["a"]
    assert sheet["A5"].value == "2 (thiếu 3)"


def test_not_reported_is_no_zero():
    sheet = book(one_cell(state="not_reported"))["a"]
    assert sheet["A5"].value == "Chưa báo cáo"


def test_text_is_never_a_formula_or_a_link():
    made = book(*hostile_blocks())
    cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell for cell in cells if cell.value == HOSTILE and cell.quotePrefix]
    assert all(cell.hyperlink.target is None for cell in cells if cell.hyperlink)


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_written_as_itself(words, label):
    row = Row(cells=(Cell(text=words),))
    table = Table(name=words, caption=label, columns=(Column(label=label),), rows=(row,))
    sheet = book(table).worksheets[1]
    assert (sheet["A5"].value or "") == xlsx.literal(words)


def test_names_of_sheets_are_short_and_given_once():
    names = xlsx.sheet_names(["a" * 40, "a" * 41, "x:/y", "báo cáo", "", "A" * 31])
    assert all(0 < len(name) <= 31 for name in names)
    assert len({name.casefold() for name in (*names, "Báo cáo")}) == 7


def test_headings_of_columns_are_given_once_and_never_empty():
    assert xlsx.column_names(["A", "a", "", "x\ny"]) == ["A", "a (2)", "Cột 3", "x y"]


def test_every_sheet_prints_on_a4_with_the_marks():
    for sheet in book(*report_blocks()):
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.oddHeader.center.text == "SỐ LIỆU MÔ PHỎNG · DỰ THẢO"
    assert book(*report_blocks())["chi-tiet"].page_setup.orientation == "landscape"
    assert book(*report_blocks())["chi-tiet"].print_title_rows == "$4:$4"


def test_the_first_sheet_says_what_page_one_says():
    said = [cell for row in values(book(*report_blocks())["Báo cáo"]) for cell in row]
    assert said[:2] == ["SỐ LIỆU MÔ PHỎNG", "DỰ THẢO"]
    assert "Trong kỳ, 3/5 đơn vị đã báo cáo, 2 đúng hạn." in said
    assert "1.234.000 đồng" in said


def test_properties_name_the_unit_and_no_clock():
    data = xlsx.workbook(bundle.of(report_blocks()))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        core = file.read("docProps/core.xml").decode()
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "Ủy ban nhân dân huyện Mẫu</dc:creator>" in core
    assert "vi-VN" in core
    assert "dcterms" not in core.replace("xmlns:dcterms", "")


def test_the_same_report_gives_the_same_bytes(monkeypatch):
    first = xlsx.workbook(bundle.of(report_blocks()))
    later = time.time() + 100_000
    monkeypatch.setattr(time, "time", lambda: later)
    assert xlsx.workbook(bundle.of(report_blocks())) == first


def plans(*rows):
    """A table of plan, done, rate, and its total."""
    columns = tuple(Column(label=name) for name in ("Việc", "Kế hoạch", "Thực hiện", "Tỷ lệ"))
    body = tuple(
        Row(
            cells=(
                Cell(text="a"),
                Cell(text=str(plan), value=plan),
                Cell(text=str(done), value=done),
                Cell(text="x %" if said is None else f"{said:.0f}", value=said, percent=True),
            )
        )
        for plan, done, said in rows
    )
    whole = sum(done for _, done, _ in rows)
    total = (Cell(text="Cộng"), Cell(), Cell(text=str(whole), value=whole), Cell())
    last = (Cell(text="Luỹ kế"), Cell(), Cell(text=str(whole), value=whole), Cell())
    rows = (*body, Row(cells=total, kind="total"), Row(cells=last, kind="total"))
    return Table(name="a", caption="b", columns=columns, rows=rows)


def test_rates_and_totals_are_formulas_with_their_results():
    table = plans((4, 1, 0.25), (5, 5, 1.0), (2, 3, 1.5), (0, 3, None))
    data = xlsx.workbook(bundle.of([table]))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["a"]
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["a"]
    assert [sheet[f"D{n}"].value for n in range(5, 9)] == ["=C5/B5", "=C6/B6", "=C7/B7", "x %"]
    assert [shown[f"D{n}"].value for n in range(5, 8)] == [0.25, 1, 1.5]
    assert [sheet[f"C{n}"].value for n in (9, 10)] == ["=SUM(C5:C8)", 12]
    assert shown["C9"].value == 12


def test_a_rate_that_the_columns_do_not_give_stays_a_figure():
    sheet = book(plans((4, 1, 0.25), (5, 5, 1.0), (2, 3, 1.4)))["a"]
    assert [sheet[f"D{n}"].value for n in range(5, 8)] == [0.25, 1, 1.4]

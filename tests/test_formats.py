"""Each format and each habit, by a real file: read to the same figures as the form filled in."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from formats import as_xlsb, by_csv, by_libreoffice, by_pandas, by_python_docx
from habits import HABITS, computed, filled, put, relaid, workbook
from test_validate import codes, judged
from workbooks import saved

from cchc_lib.config import Limits
from cchc_lib.forms import layout
from cchc_lib.submissions import read

OLE_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
DATA = Path(__file__).parent / "data"
# In CSV and Word there are no hidden rows, no serial days, no sheets but one.
ALIKE = ("indicator", "value", "reach", "budget_vnd", "unread", "evidence", "note", "unit")
SAME = ("date", "indicator", "title", "quantity")
NOT_IN_TEXT = {"sheet hidden", "days as serial numbers", "days that count from 1904"}


def figures(made):
    """What counts in a judgement, without addresses."""
    return [tuple(getattr(one, name) for name in ALIKE) for one in made.records]


def listed(made):
    return [tuple(getattr(one, name) for name in SAME) for one in made.activities]


@pytest.fixture(scope="module")
def clean():
    made = judged(filled())
    assert (made.submission.verdict, codes(made)) == ("accepted", [])
    assert len(made.records) == 5
    assert len(made.activities) == 2
    return made


def check(data, name, clean, *, activities=True):
    """The same figures, and each at the cell that holds it."""
    made = judged(data, name)
    assert made.submission.verdict.startswith("accepted"), [one.message for one in made.findings]
    assert figures(made) == figures(clean)
    if activities:
        assert listed(made) == listed(clean)
    assert all(one.cell and one.sheet for one in made.records)
    return made


@pytest.mark.parametrize("habit", HABITS)
def test_xlsx(habit, clean):
    check(workbook(habit), "a.xlsx", clean)


@pytest.mark.parametrize("habit", HABITS)
def test_xlsb(habit, clean):
    data = as_xlsb(workbook(habit), epoch_1904="1904" in habit)
    made = check(data, "a.xlsb", clean)
    assert [r.cell for r in made.records] == [r.cell for r in judged(workbook(habit)).records]


@pytest.mark.parametrize(
    ("name", "habit"),
    [
        ("form", "as filled in"),
        ("form-moved", "header moved down and right"),
        ("form-typed", "figures typed as text"),
        ("form-hidden", "sheet hidden"),
        ("form-tcvn3", "text in TCVN3 (ABC)"),
        ("form-added", "lines added, totals, notes"),
    ],
)
def test_xlsb_of_another_program(name, habit, clean):
    made = check((DATA / f"{name}.xlsb").read_bytes(), f"{name}.xlsb", clean)
    assert [r.cell for r in made.records] == [r.cell for r in judged(workbook(habit)).records]


@pytest.mark.parametrize("habit", [h for h in HABITS if h not in NOT_IN_TEXT])
def test_word_tables(habit, clean):
    made = check(by_python_docx(workbook(habit)), "a.docx", clean)
    assert {r.sheet for r in made.records} == {"Bảng 1"}


@pytest.mark.parametrize("habit", [h for h in HABITS if h not in NOT_IN_TEXT])
@pytest.mark.parametrize("write", [by_pandas, by_csv])
def test_csv(habit, write, clean):
    check(write(workbook(habit)), "a.csv", clean, activities=False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_in_every_encoding_with_every_separator(encoding, separator, clean):
    made = check(by_csv(filled(), separator, encoding), "a.csv", clean, activities=False)
    assert [r.cell for r in made.records] == [r.cell for r in clean.records]
    assert ("F040" in codes(made, ("info",))) == (encoding == "cp1258")


# --- as LibreOffice saves it --------------------------------------------------------------------

BY_LIBREOFFICE = {
    ".xls": "xls",
    ".ods": "ods",
    ".xlsx": "xlsx:Calc MS Excel 2007 XML",
    # commas, quotes, UTF-8, as shown, the second sheet alone
    ".csv": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2",
}


@pytest.fixture(scope="module")
def saved_by_libreoffice(require_tool, tmp_path_factory):
    """Suffix → habit → bytes; one run of the program for each suffix."""
    folder, program = tmp_path_factory.mktemp("saved"), require_tool("soffice")
    books = {habit: workbook(habit) for habit in HABITS} | {"computed": computed()}
    found = {}
    for suffix, to in BY_LIBREOFFICE.items():
        out = by_libreoffice(program, books, folder, to)
        files = (next(iter(out.glob(f"{n}[-.]*"))) for n in range(len(books)))
        found[suffix] = {habit: path.read_bytes() for habit, path in zip(books, files, strict=True)}
    return found


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.xdist_group("saved")  # one worker converts them all
@pytest.mark.parametrize(
    ("habit", "suffix"),
    [
        (habit, suffix)
        for habit in (*HABITS, "computed")
        for suffix in BY_LIBREOFFICE
        if suffix != ".csv" or habit not in NOT_IN_TEXT
    ],
)
def test_as_saved_by_libreoffice(saved_by_libreoffice, suffix, habit, clean):
    data = saved_by_libreoffice[suffix][habit]
    made = check(data, f"a{suffix}", clean, activities=suffix != ".csv")
    if suffix != ".csv":  # the hidden sheet has come through
        assert "F022" not in codes(made, ("info",))
        assert made.submission.form_version == "1"
    formulas = "V019" in codes(made, ("info",))
    assert formulas == (habit == "computed" and suffix in (".ods", ".xlsx"))


# --- what is wrong in a cell is wrong in every format --------------------------------------------


@pytest.fixture(scope="module")
def with_faults(require_tool, tmp_path_factory):
    """Suffix → a form with a failed formula, a percentage, a truth value, a time."""

    def edit(book):
        sheet = book[layout.RESULTS]
        sheet["E8"].value, sheet["E9"].value = "=1/0", 0.5
        sheet["E9"].number_format = "0%"
        sheet["E10"].value = True
        sheet["E11"].value = dt.time(6, 30)
        sheet["E12"].value = "1,200"

    folder, program = tmp_path_factory.mktemp("faults"), require_tool("soffice")
    found = {}
    for suffix in (".xls", ".ods", ".xlsx"):
        out = by_libreoffice(program, {"": filled(edit)}, folder, BY_LIBREOFFICE[suffix])
        found[suffix] = next(iter(out.iterdir())).read_bytes()
    found[".xlsb"] = as_xlsb(found[".xlsx"])
    return found


@pytest.mark.office
@pytest.mark.xdist_group("saved")
@pytest.mark.parametrize("suffix", [".xls", ".ods", ".xlsx", ".xlsb"])
def test_what_is_no_count_is_a_finding_at_its_cell_and_never_blank(with_faults, suffix):
    made = judged(with_faults[suffix], f"a{suffix}")
    found = {one.cell: one.code for one in made.findings if one.sheet == layout.RESULTS}
    expected = {"E8": "V009", "E9": "V006", "E10": "V011", "E11": "V010", "E12": "V002"}
    assert {cell: found.get(cell) for cell in expected} == expected
    assert [(r.value, r.unread) for r in made.records] == [(None, True)] * 5


@pytest.mark.office
@pytest.mark.xdist_group("saved")
@pytest.mark.parametrize(
    ("suffix", "place"), [(".xls", (65_536, 256)), (".ods", (1_048_576, 1_024)), (".csv", None)]
)
def test_a_far_cell_saved_by_libreoffice_costs_nothing(require_tool, tmp_path, suffix, place):
    book = openpyxl.Workbook()
    book.active["A1"].value = "gần"
    book.active.cell(*(place or (20_000, 3))).value = "xa"
    to = BY_LIBREOFFICE[suffix].removesuffix(",2") + (",1" if suffix == ".csv" else "")
    out = by_libreoffice(require_tool("soffice"), {"": saved(book)}, tmp_path, to)
    data = next(iter(out.iterdir())).read_bytes()
    (sheet, *_) = read.read(suffix, data, Limits()).sheets
    assert sorted(sheet.cells) == [(1, 1), place or (20_000, 3)]


# --- where another meaning is possible, nothing is taken for granted ------------------------------


def header(words, **more):
    """The judgement of a form with one header in other words."""
    return judged(filled(put({"E7": words} | more)))


@pytest.mark.parametrize(
    "words",
    [
        "Kết quả luỹ kế",
        "Kết quả năm 2024",
        "Kế hoạch trong kỳ",
        "Kết quả trong kỳ (luỹ kế)",
        "Tỷ lệ",
    ],
)
def test_a_header_of_another_meaning_is_not_the_result(words):
    assert codes(header(words)) == ["F007"]


@pytest.mark.parametrize(
    "words",
    ["KQ trong kì", "5. Kết quả trong kỳ", "KẾT QUẢ TRONG KỲ (*)", "Kết quả\nthực hiện (số)"],
)
def test_a_header_of_the_same_meaning_is(words, clean):
    assert figures(header(words)) == figures(clean)


def test_money_in_millions_is_not_money_in_dong():
    made = judged(filled(put({"G7": "Kinh phí (triệu đồng)"})))
    assert codes(made) == ["V027"]
    assert {record.budget_vnd for record in made.records} == {None}


def test_the_forms_own_header_is_meant_where_another_stands_beside_it(clean):
    made = judged(
        filled(
            relaid(lambda rows: [[*row, "Kết quả" if n == 6 else n] for n, row in enumerate(rows)])
        )
    )
    assert figures(made) == figures(clean)


def test_two_headers_that_are_not_the_forms_own_are_not_chosen_between():
    made = judged(filled(put({"E7": "Kết quả thực hiện", "F7": "Kết quả tháng này"})))
    assert codes(made) == ["F009"]


def test_a_heading_over_columns_that_say_something_else_heads_none():
    def edit(book):
        relaid(lambda rows: [*rows[:7], [None] * 4 + ["Tin", "Bài"], *rows[7:]])(book)
        book[layout.RESULTS].merge_cells("E7:F7")

    assert codes(judged(filled(edit))) == ["F007"]


def test_a_heading_without_merged_cells_is_taken_no_more_than_a_merged_one():
    def edit(book):
        rows = ["Kết quả", None], ["Luỹ kế", "Tháng trước"]
        relaid(
            lambda grid: [
                *grid[:6],
                [*grid[6][:4], *rows[0], *grid[6][5:]],
                [None] * 4 + rows[1],
                *([*row[:5], 9, *row[5:]] for row in grid[7:]),
            ]
        )(book)
        book[layout.RESULTS].merge_cells("A1:I1")

    assert codes(judged(filled(edit))) == ["F007"]


def test_a_column_without_a_heading_beside_the_forms_own_changes_nothing(clean):
    made = judged(filled(put({"J8": "xem thêm", "J9": "đã xong"})))
    assert figures(made) == figures(clean)


def test_a_hidden_sheet_is_read_with_a_note_where_no_other_has_the_table(clean):
    made = judged(workbook("sheet hidden"))
    assert "F041" in codes(made, ("info",))
    assert "F041" not in codes(clean, ("info",))


def test_a_formula_without_a_result_is_unread_and_says_so():
    made = judged(computed())
    assert sorted(codes(made))[:1] == ["V008"]
    assert [r.unread for r in made.records] == [True, False, True, True, False]


@pytest.mark.parametrize("name", ["a.pdf", "a.png", "a.rar", "a.doc"])
def test_any_other_file_is_set_aside_and_called_by_its_name(name):
    starts = {"pdf": b"%PDF-1.7", "png": b"\x89PNG", "rar": b"Rar!", "doc": OLE_WORD}
    made = judged(starts[name[2:]], name)
    assert codes(made) == ["F003"]
    assert read.KIND_NAMES[f".{name[2:]}"] in made.findings[0].message

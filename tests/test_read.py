import datetime as dt
import io
import zipfile
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import workbooks
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_lib.config import Limits
from cchc_lib.errors import UnsafeFileError
from cchc_lib.forms import layout
from cchc_lib.submissions import old_text, read, xlsx
from cchc_lib.submissions.book import Merge, RawBook, RawCell, RawSheet, address, from_serial

DATA = Path(__file__).parent / "data"
LIMITS = Limits()


@cache
def every_kind():
    return xlsx.read((DATA / "every-kind.xlsx").read_bytes(), LIMITS).sheets[0]


def cell(place):
    return every_kind().cells[place]


def test_rich_text_is_joined_and_phonetic_hints_are_left_out():
    assert cell((1, 1)).value == "Trà đậm"


def test_text_that_looks_like_a_number_stays_text_with_its_spaces():
    assert cell((1, 2)).value == " 007 "


def test_inline_text_booleans_and_errors_are_told_apart():
    assert cell((1, 3)).value == "nội tuyến"
    assert (cell((1, 4)).kind, cell((1, 4)).value) == ("bool", True)
    assert (cell((1, 5)).kind, cell((1, 5)).error, cell((1, 5)).value) == ("error", "#REF!", None)


def test_a_formula_keeps_its_text_and_its_stored_result():
    assert (cell((2, 1)).formula, cell((2, 1)).value) == ("=1+2", 3.0)
    assert (cell((2, 3)).formula, cell((2, 3)).value) == ('="a"&"b"', "ab")
    assert (cell((2, 5)).formula, cell((2, 5)).value) == ("=", 4.0)


def test_a_formula_without_a_stored_result_is_not_zero():
    assert (cell((2, 2)).kind, cell((2, 2)).value) == ("unset", None)


def test_a_formula_that_failed_keeps_its_error():
    assert (cell((2, 4)).kind, cell((2, 4)).error) == ("error", "#DIV/0!")


def test_dates_follow_from_the_number_format():
    assert cell((3, 1)).value == dt.date(2025, 5, 15)
    assert cell((3, 5)).value == dt.datetime(2025, 5, 15, 12)  # noqa: DTZ001
    assert cell((3, 6)).value == dt.date(2025, 5, 15)
    assert (cell((3, 2)).kind, cell((3, 2)).value) == ("number", 5.0)  # "ngày " is only quoted
    assert [cell((3, 3)).kind, cell((3, 4)).kind] == ["percent", "time"]


def test_days_that_count_from_1904_are_the_same_days():
    sheet = xlsx.read((DATA / "epoch-1904.xlsx").read_bytes(), LIMITS).sheets[0]
    assert sheet.cells[1, 1].value == dt.date(2025, 5, 15)


def test_cells_without_an_address_follow_each_other():
    assert cell((4, 1)).value == 41.0
    assert (4, 2) not in every_kind().cells  # a text that the table doesn't have
    assert cell((4, 3)).value == "nan"  # no number that can be counted
    assert cell((4, 4)).value == 7.0  # an unknown style


def test_merged_ranges_are_kept():
    assert every_kind().merges == (Merge(5, 1, 6, 3),)
    assert every_kind().right_of(5, 1) == 4


def test_our_own_form_is_read_as_openpyxl_reads_it():
    data = workbooks.form(values={"1-0": 3}, activities=[{"date": dt.date(2025, 5, 3)}])
    book = xlsx.read(data, LIMITS)
    theirs = openpyxl.load_workbook(io.BytesIO(data))
    assert [s.name for s in book.sheets] == theirs.sheetnames
    for sheet in book.sheets:
        expected = {
            (c.row, c.column): c.value.date() if isinstance(c.value, dt.datetime) else c.value
            for row in theirs[sheet.name].iter_rows()
            for c in row
            if c.value is not None
        }
        assert {place: one.value for place, one in sheet.cells.items()} == expected
        assert sheet.hidden == (theirs[sheet.name].sheet_state != "visible")
        assert len(sheet.merges) == len(theirs[sheet.name].merged_cells.ranges)


def test_a_far_cell_costs_nothing():
    sheet = xlsx.read((DATA / "far-cell.xlsx").read_bytes(), LIMITS).sheets[0]
    assert sorted(sheet.cells) == [(1, 1), (1048576, 16384)]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("entities.xlsx", "khai báo XML"),
        ("outside-entity.xlsx", "khai báo XML"),
        ("spaces-60mb.xlsx", "giải nén ra quá lớn"),
        ("cut-off.xlsx", "bị hỏng"),
    ],
)
def test_a_harmful_or_broken_workbook_is_refused_in_words(name, word):
    with pytest.raises(UnsafeFileError, match=word):
        xlsx.read((DATA / name).read_bytes(), LIMITS)


def test_more_cells_than_the_limit_are_refused():
    with pytest.raises(UnsafeFileError, match="quá nhiều ô"):
        xlsx.read(workbooks.blank("ubnd-xa-a"), Limits(max_cells=20))


def test_a_package_without_a_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("a.txt", "a")
    with pytest.raises(UnsafeFileError, match="bị hỏng"):
        xlsx.read(out.getvalue(), LIMITS)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("dd/mm/yyyy", "date"),
        ("mmm-yy", "date"),
        ("[$-42A]d mmmm yyyy", "date"),
        ("hh:mm", "time"),
        ("[h]:mm", "time"),
        ("0.0%", "percent"),
        ("#,##0", "number"),
        ('"khoảng "#,##0', "number"),
        ('0 "đồng"', "number"),
        ("General", "number"),
        ("@", "number"),
        ("[Red]0", "number"),
        ("#,##0\\ \\đ", "number"),
    ],
)
def test_a_number_format_tells_dates_from_numbers(code, kind):
    assert xlsx.format_kind(code) == kind


def test_addresses_are_written_as_people_write_them():
    assert [address(7, 1), address(7, 26), address(7, 28), address(1, 16384)] == [
        "A7", "Z7", "AB7", "XFD1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("serial", "day"),
    [(1, dt.date(1900, 1, 1)), (59, dt.date(1900, 2, 28)), (61, dt.date(1900, 3, 1))],
)
def test_serials_pass_over_the_day_that_never_was(serial, day):
    assert from_serial(serial) == day


def test_a_serial_beyond_the_calendar_is_no_day():
    assert from_serial(1e12) is None


def office(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "suffix", "kind"),
    [
        (b"", ".xlsx", read.EMPTY),
        (b"PK\x03\x04 and then nothing", ".xlsx", read.BROKEN),
        ((DATA / "password.xlsx").read_bytes(), ".xlsx", read.LOCKED),
        ((DATA / "old-excel.xls").read_bytes(), ".xls", ".xls"),
        ((DATA / "page.xls").read_bytes(), ".xls", ".html"),
        ((DATA / "every-kind.xlsx").read_bytes(), ".xls", ".xlsx"),  # by what is in it
        (office(word__document_dot_xml="<a/>"), ".xlsx", ".docx"),
        (office(xl__workbook_dot_bin="x"), ".xlsx", ".xlsb"),
        (office(mimetype="application/vnd.oasis.opendocument.spreadsheet"), ".ods", ".ods"),
        (office(a_dot_xlsx="x"), ".zip", ".zip"),
        (b"%PDF-1.7", ".xlsx", ".pdf"),
        (b"\x89PNG\r\n", ".png", ".png"),
        (b"\xff\xd8\xff\xe0", ".xlsx", ".jpg"),
        (b"Rar!\x1a", ".rar", ".rar"),
        ("Mã;Kết quả\n1;2\n".encode(), ".csv", ".csv"),
        (b"hello", ".xlsx", ".txt"),
        (b"hello", ".txt", ".txt"),
        ("Mã\tKết quả\n1\t2\n".encode("utf-16"), ".txt", ".csv"),  # "Unicode Text" of Excel
        ("Mã;Kết quả\n1;2\n".encode("utf-16-le"), ".csv", ".csv"),
        ("Mã\tKết quả\n1\t2\n".encode(), ".xls", ".csv"),  # cells as text under Excel's name
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), ".xls", ".doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), ".doc", ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".dat", ""),
        (workbooks.packed({"META-INF/manifest.xml": b"encryption-data"}), ".ods", read.LOCKED),
        (b"\x00\x01\x02", ".xlsx", ""),
    ],
)
def test_a_file_is_known_by_what_is_in_it(data, suffix, kind):
    assert read.sniff(data, suffix) == kind


def read_or_refuse(data):
    try:
        return xlsx.read(data, LIMITS)
    except UnsafeFileError:
        return None


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=20_000))
def test_a_truncated_workbook_is_refused_and_nothing_else_is_raised(length):
    data = workbooks.blank("ubnd-xa-a")
    if length < len(data):
        assert read_or_refuse(data[:length]) is None


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), min_size=1, max_size=8))
def test_flipped_bits_raise_nothing_but_the_refusal(flips):
    data = bytearray(workbooks.blank("ubnd-xa-a"))
    for place, mask in flips:
        data[place % len(data)] ^= mask
    read_or_refuse(bytes(data))


@cache
def sheet_xml():
    with zipfile.ZipFile(io.BytesIO(workbooks.form(values={"1-0": 3}))) as package:
        return {name: package.read(name) for name in package.namelist()}


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml"]),
    st.integers(0, 10**6),
    st.binary(min_size=0, max_size=12),
)
def test_damaged_parts_in_a_sound_package_raise_nothing_but_the_refusal(name, place, junk):
    parts = dict(sheet_xml())
    at = place % len(parts[name])
    parts[name] = parts[name][:at] + junk + parts[name][at + len(junk) :]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part, data in parts.items():
            package.writestr(part, data)
    read_or_refuse(out.getvalue())


def test_the_marks_of_our_form_survive_reading():
    book = xlsx.read(workbooks.blank("ubnd-xa-a"), LIMITS)
    identity = next(s for s in book.sheets if s.name == layout.IDENTITY)
    assert identity.hidden
    assert identity.text(1, 2) == layout.MARK


def test_macros_are_never_looked_at():
    data = workbooks.form(values={"1-0": 3})
    with_macros = workbooks.packed(workbooks.parts(data) | {"xl/vbaProject.bin": b"\xff" * 99})
    assert read.sniff(with_macros, ".xlsm") == ".xlsx"
    assert read.read(".xlsm", with_macros, LIMITS) == read.read(".xlsx", data, LIMITS)


# --- text from before Unicode -------------------------------------------------------------------


def book_of(*texts):
    cells = {(n, 1): RawCell(text) for n, text in enumerate(texts, start=1)}
    return RawBook(sheets=(RawSheet(name="a", cells=cells),))


def texts(book):
    return [cell.value for cell in book.sheets[0].cells.values()]


def test_one_cell_in_an_old_font_is_turned_and_the_others_stay():
    form = ("Mã chỉ tiêu", "Kênh", "Đã đăng", "Ngày 3")
    turned = old_text.in_unicode(book_of(*form, "kh«ng cã", "Héi nghÞ tËp huÊn"))
    assert texts(turned) == [*form, "không có", "Hội nghị tập huấn"]
    assert turned.encoding == "TCVN3 (ABC)"


def test_a_word_of_both_readings_is_turned_only_where_no_text_is_unicode():
    assert texts(old_text.in_unicode(book_of("kh«ng", "cã"))) == ["không", "có"]
    assert texts(old_text.in_unicode(book_of("kh«ng", "cã", "Kênh"))) == ["không", "cã", "Kênh"]


@pytest.mark.parametrize("text", ["Có", "à", "Đà Nẵng", "café", "5 tin", "×", "10°", "“”", "naïve"])
def test_text_in_unicode_is_left_alone(text):
    book = book_of(text)
    assert old_text.in_unicode(book) is book

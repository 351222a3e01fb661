"""Text made comparable, and printing as offices do it."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_lib import vietnamese as vi

TEXT = st.text(alphabet="aăâeêioôơuưyđbctngh ÀẢÃÁẠ-;,.0123456789\u200b\u00a0", max_size=40)


@given(TEXT)
def test_folding_and_cleaning_are_idempotent(text):
    for function in (vi.clean, vi.fold, vi.fold_key, vi.nfc, vi.visible):
        once = function(text)
        assert function(once) == once


@given(TEXT)
def test_a_key_does_not_depend_on_the_form_of_unicode(text):
    assert vi.key(unicodedata.normalize("NFD", text)) == vi.key(text)
    assert vi.fold(unicodedata.normalize("NFD", text)) == vi.fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trà Thủy", "TRÀ THUỶ"),
        ("văn hóa", "văn hoá"),
        ("Truyền thông – Văn hóa", "Truyền thông - Văn hoá"),
        ("Ủy ban", "Uỷ ban"),
    ],
)
def test_spellings_of_one_name_share_a_key(one, other):
    assert vi.key(one) == vi.key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Trà Tân", "Trà Tấn"), ("Trà Sơn", "Sơn Trà"), ("Trà Bình", "Trà Xinh")]
)
def test_different_names_have_different_keys(one, other):
    assert vi.key(one) != vi.key(other)


def test_folding_drops_every_vietnamese_accent():
    assert (
        vi.fold("Đẩy mạnh cải cách, chuyển đổi số: ỹ ự ở ẵ")
        == "day manh cai cach, chuyen doi so: y u o a"
    )


def test_the_alphabet_sorts_by_letter_before_tone():
    names = ["Đông", "Dân", "Ân", "Ăn", "An", "Trà Bùi", "Trà Bình"]
    assert sorted(names, key=vi.sort_key) == [
        "An",
        "Ăn",
        "Ân",
        "Dân",
        "Đông",
        "Trà Bình",
        "Trà Bùi",
    ]


def test_direction_characters_do_not_get_into_print():
    assert vi.visible("a\u202eb\u2066c\x07\nd") == "abc\nd"
    assert vi.clean("a\u00a0\u200b b") == "a b"
    assert vi.clean("１２ tin") == "12 tin"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, None, "1.234,5"),
        (0, None, "0"),
        (-0.001, None, "0"),
        (1234567, None, "1.234.567"),
        (0.5, 0, "1"),
        (2.0, 1, "2,0"),
        (100, None, "100"),
        (1e6, None, "1.000.000"),
        (-12.345, None, "-12,35"),
    ],
)
def test_numbers_are_printed_with_dots_and_a_comma(value, decimals, text):
    assert vi.format_number(value, decimals) == text


@given(st.integers(-(10**12), 10**12))
def test_a_printed_number_reads_back(number):
    assert int(vi.format_number(number).replace(".", "")) == number


def test_percent_has_one_decimal_and_rounds_half_up():
    assert vi.format_percent(0.8525) == "85,3\u00a0%"
    assert vi.format_percent(1.0) == "100,0\u00a0%"


def test_dates_and_lists():
    assert vi.format_date(dt.date(2025, 6, 14)) == "14/6/2025"
    assert vi.join_names([]) == ""
    assert vi.join_names(["A"]) == "A"
    assert vi.join_names(["A", "B", "C"]) == "A, B và C"
    assert vi.join_names(["A", "B", "C"], most=2) == "A, B và 1 đơn vị khác"
    assert (
        vi.join_names(["Phòng Văn hóa, Khoa học và Thông tin", "B"])
        == "Phòng Văn hóa, Khoa học và Thông tin và B"
    )
    assert vi.join_names(["A, B", "C", "D"]) == "A, B; C và D"

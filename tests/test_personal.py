"""Personal numbers are found and hidden, links judged: each with what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_lib.vietnamese.links import broken_link, page_of
from cchc_lib.vietnamese.personal import IDENTITY, PHONE, personal, without_personal


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Liên hệ anh Nam 0912345678", (PHONE,)),
        ("0912.345.678.", (PHONE,)),
        ("+84 912 345 678", (PHONE,)),
        ("0912345678-0987654321", (PHONE,)),
        ("0255 3865 123", (PHONE,)),
        ("CCCD 051204012345", (IDENTITY,)),
        ("001 204 012 345", (IDENTITY,)),
        ("CMND 212345678 cấp 2010, đt 0912345678", (IDENTITY, PHONE)),
        ("150000000 đồng", ()),
        ("150.000.000 đồng", ()),
        ("100000000 lượt", ()),
        ("https://a.vn/tin/212345678.html", ()),
        ("zalo.me/0912345678", ()),
        ("054/2025/QĐ-UBND ngày 15/06/2025", ()),
        ("0912345678901", ()),
        ("03/5; 17/5; 20/05; 21/05", ()),
        ("gọi 0912345678,https://a.vn/212345678", (PHONE,)),
    ],
)
def test_personal_numbers_are_told_from_amounts_dates_and_links(text, kinds):
    assert personal(text) == kinds
    assert personal(without_personal(text)) == ()
    assert (without_personal(text) == text) == (not kinds)


def test_nine_digits_are_an_amount_where_figures_stand():
    assert personal("212345678", prose=False) == ()
    assert personal("0912345678", prose=False) == (PHONE,)


@given(st.text(max_size=60), st.sampled_from(["0912345678", "051204012345", "0912 345 678"]))
def test_whatever_stands_around_it_a_personal_number_between_spaces_is_hidden(text, number):
    hidden = without_personal(f"{text} {number} {text}")
    assert number not in hidden or number in text


@pytest.mark.parametrize("piece", ["a-", "a.", "-.w", "0912.", "0 ", "http://", "https://a.", "/"])
def test_a_long_text_is_searched_in_one_pass(piece):
    """What took a minute with a pattern that goes back must not come back: 30 times the length."""
    text = piece * 200_000
    assert without_personal(text) == text
    assert broken_link(text[:60_000]) in text


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("https:/a.vn", "https:/a.vn"),
        ("htp://a.vn", "htp://a.vn"),
        ("https//a.vn", "https//a.vn"),
        ("https://", "https://"),
        ("http://trangtin", "http://trangtin"),
        ("https://a. vn/bai", "https://a"),
        ("www,a.vn", "www,a.vn"),
        ("C:\\anh\\1.jpg", "C:\\anh\\1.jpg"),
        ("file:///C:/x.jpg", "file:///C:/x.jpg"),
        ("https://a.vn/b", ""),
        ("www.a.vn", ""),
        ("https://a.vn:8080/x?id=1#y", ""),
        ("https://xã-trà.vn/á", ""),
        ("xem https://a.gov.vn/x, và (https://b.vn).", ""),
        ("https://a.vn/x;https://b.vn/y", ""),
        ("Đường dẫn:https://a.vn/x", ""),
        ("Ảnh lưu: tại đơn vị", ""),
        ("httpd là gì", ""),
        ("zalo.me/1", ""),
    ],
)
def test_a_link_that_cannot_be_opened_is_told_from_words(text, broken):
    assert broken_link(text) == broken


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("Xem https://www.A.vn/Tin-1/#cuoi.", "a.vn/tin-1"),
        ("http://a.vn/tin-1", "a.vn/tin-1"),
        ("https://a.vn/?p=1", "a.vn/?p=1"),
        ("https://a.vn/", ""),
        ("ảnh lưu tại đơn vị", ""),
    ],
)
def test_a_page_is_the_same_however_its_address_is_written(text, page):
    assert page_of(text) == page


@given(st.text(max_size=80))
def test_no_text_breaks_the_search_for_links(text):
    assert broken_link(text) in text
    assert isinstance(page_of(text), str)

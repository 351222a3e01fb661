"""Words of a clean text that are none: put right where one reading fits, else left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import render

from cchc_lib.plan import language
from cchc_lib.plan.mend import mend
from cchc_lib.plan.restore import restore
from cchc_lib.plan.source import SourceLine
from cchc_lib.vietnamese import nfc


def mended(text):
    texts = text.split("\n")
    found = mend(texts)
    return "\n".join(found[at].text if at in found else one for at, one in enumerate(texts))


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("hệ thống thông tỉn cơ sở", "hệ thống thông tin cơ sở"),
        ("Vai trò của đữ liệu, nền tảng số", "Vai trò của dữ liệu, nền tảng số"),
        ("trên hệ thống thông\ntỉn cơ sở", "trên hệ thống thông\ntin cơ sở"),
        ("thời lượng 05 phútchuyên mục", "thời lượng 05 phút/chuyên mục"),
        ("Tần suất: 02 đợưnăm", "Tần suất: 02 đợt/năm"),
        ("Tần suất: 02 bàitháng", "Tần suất: 02 bài/tháng"),
        ("thực hiện cải cáchhành chính", "thực hiện cải cách hành chính"),
    ],
)  # fmt: skip
def test_a_word_that_is_none_is_put_right(read, right):
    assert mended(read) == right


@pytest.mark.parametrize(
    "text",
    [
        "Đắk Lắk, Êđê, Hrê, Ngọk Réo",
        "café, résumé, fanpage, wifi, video clip",
        "hoà giải, thuỷ lợi, quí, kĩ thuật, lí do",
        "PHÒNG THÔNG TỈN",
        "đợưnăm",
        "kẻng, phướn, loa",
        "https://vi.example/trang-thông-tin-đợư",
    ],
)
def test_names_foreign_words_and_rare_ones_stay(text):
    assert mended(text) == text


@pytest.mark.parametrize("name", render.names())
def test_a_plan_as_it_was_typed_stays_as_it_is(name):
    text = nfc(render.to_text(render.load(name)))
    assert mended(text) == text


@given(st.lists(st.sampled_from(sorted(language.syllables())), min_size=1, max_size=12))
def test_syllables_are_never_touched(words):
    assert mend([" ".join(words)]) == {}


def test_a_text_full_of_words_that_are_none_is_not_clean():
    text = "hệ thống thông tỉn cơ sở " * 20
    assert mend([text]) == {}


@given(st.lists(st.none() | st.text(max_size=40), max_size=6))
def test_whatever_a_text_holds_a_mended_one_says_how_sure_it_is(texts):
    found = mend(texts)
    assert all(texts[at] != one.text and 0 < one.confidence <= 1 for at, one in found.items())


def test_a_mended_line_keeps_its_raw_text_and_is_less_sure():
    lines = [SourceLine(number=1, text="Truyền thông trên hệ thống thông tỉn cơ sở", sure=0.9)]
    (line,) = restore(lines, None)
    assert line.text == "Truyền thông trên hệ thống thông tin cơ sở"
    assert line.raw == lines[0].text
    assert 0.8 < line.confidence < 0.9


def test_a_cell_is_mended_by_itself():
    cells = ("1", "Hệ thống thông tỉn cơ sở", "Phòng Văn hóa")
    (line,) = restore([SourceLine(number=1, text=" | ".join(cells), cells=cells, table=1)], None)
    assert line.cells == ("1", "Hệ thống thông tin cơ sở", "Phòng Văn hóa")
    assert line.text == " | ".join(line.cells)


def test_a_text_of_another_language_is_not_mended():
    text = "Le président a présenté le rapport détaillé à la réunion des députés élus à Montréal"
    lines = [SourceLine(number=n, text=text) for n in range(1, 6)]
    assert [line.text for line in restore(lines, None)] == [text] * 5

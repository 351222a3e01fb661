import pytest
from hypothesis import given
from hypothesis import strategies as st
from legacy_text import in_1258, in_tcvn3, in_vni

from cchc_lib.vietnamese import legacy

TEXT = (
    "ỦY BAN NHÂN DÂN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "Kế hoạch truyền thông về cải cách hành chính ở Đồng Nai, ý nghĩa được giữ, sử dụng quỹ. "
    "Bộ Nội vụ, hằng tuần, rẽ ngã tư, kỳ nghỉ, chữ ký, ỷ lại, nghỉ mỹ mãn."
)


@pytest.mark.parametrize(
    ("encoded", "name"),
    [
        (in_tcvn3(TEXT).encode("latin-1"), "TCVN3 (ABC)"),
        (in_vni(TEXT).encode("cp1252"), "VNI"),
        (in_1258(TEXT), "Windows-1258"),
    ],
)
def test_bytes_of_each_old_encoding_are_recognised_and_read_whole(encoded, name):
    found = legacy.from_bytes(encoded)
    assert (found.encoding, found.text) == (name, TEXT)


@pytest.mark.parametrize(
    ("stored", "name"),
    [
        (in_tcvn3(TEXT), "TCVN3 (ABC)"),
        (in_vni(TEXT), "VNI"),
        (TEXT.encode().decode("latin-1"), "UTF-8 bị đọc nhầm mã"),
    ],
)
def test_old_characters_stored_as_unicode_are_turned_back(stored, name):
    found = legacy.from_text(stored)
    assert (found.encoding, found.text) == (name, TEXT)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "It was the best of times, it was the worst of times.",
        "Truyén thong vé cai cach hanh chinh va Chuyén déi sé, giá trị",
        "Le café où l'élève a été reçu",
    ],
)
def test_what_is_no_old_encoding_stays_as_it_is(text):
    assert legacy.from_text(text) == legacy.Converted(text=text, encoding="")


def test_bytes_that_make_no_sense_are_not_guessed():
    assert legacy.from_bytes(b"\xff\xfa\xc3\x90\x81 abc \xd0\xd1") is None


def test_capitals_of_tcvn3_follow_from_the_letters_around_them():
    assert legacy.from_tcvn3("CéNG HßA X· HéI") == "CỘNG HÒA XÃ HỘI"
    assert legacy.from_tcvn3("Bé Néi vô") == "Bộ Nội vụ"


def test_a_long_text_is_judged_by_its_beginning_and_turned_whole():
    text = TEXT * 400
    assert len(text) > legacy.SAMPLE
    assert legacy.from_bytes(in_vni(text).encode("cp1252")).text == text
    assert legacy.from_text(text.encode().decode("latin-1")).text == text


@pytest.mark.parametrize(
    "word", ["nghiệp", "giếng", "gìn", "quyết", "Uỷ", "khuỷu", "ngoằn", "tuýp", "yên", "rượu"]
)
def test_syllables_are_known_by_their_spelling(word):
    assert legacy.is_syllable(word)


@pytest.mark.parametrize("word", ["hoach", "truyèn1", "wifi", "strong", "cáć", "đổii", "ptach"])
def test_what_breaks_the_spelling_is_no_syllable(word):
    assert not legacy.is_syllable(word)


@given(st.text(max_size=60))
def test_any_text_has_an_outcome(text):
    assert legacy.from_text(text).text is not None
    assert 0.0 <= legacy.soundness(text) <= 1.0
    legacy.from_bytes(text.encode("utf-8"))

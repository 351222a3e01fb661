"""The PDF: the source's text in NFC, embedded fonts, tags, the decree's frame, the same bytes."""

import dataclasses
import re
import unicodedata

import pypdfium2
import pytest
from block_sample import CONTROL, HOSTILE, LETTER, chart, head, hostile_blocks, report_blocks, table
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_lib.report import bundle, pdf
from cchc_lib.report.blocks import Letterhead, Signature, Text


def document(*items):
    return pdf.document(bundle.of(items))


def pages(data):
    file = pypdfium2.PdfDocument(data)
    texts = []
    for number in range(len(file)):
        page = file[number]
        reader = page.get_textpage()
        texts.append(reader.get_text_bounded())
        reader.close()
        page.close()
    file.close()
    return texts


def squeezed(text):
    """Without any space and line break, which a PDF sets as it likes."""
    return re.sub(r"\s+", "", text.replace("\x02", ""))


@pytest.fixture(scope="module")
def plain():
    data = document(*report_blocks())
    return data, pages(data)


def test_text_comes_out_as_it_went_in_nfc(plain):
    text = "\n".join(plain[1])
    assert unicodedata.normalize("NFC", text) == text
    for words in (
        "Nội dung chỉ đạo; ủy ban, ế ộ ữ ỹ Đ ơ ư ằ.",
        "Chuyên mục số 60 trên sóng phát thanh",
        "Xã Nghĩa Hữu: 8 số",
        "Đang thực hiện, đúng tiến độ",
        "12.500",
    ):
        assert squeezed(words) in squeezed(text)


def test_the_frame_is_the_decrees(plain):
    first, text = plain[1][0], squeezed("".join(plain[1]))
    for words in (
        "ỦY BAN NHÂN DÂN\r\nHUYỆN MẪU",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "/BC-UBND",
        "BÁO CÁO",
        "Kết quả truyền thông cải cách hành chính, chuyển đổi số tháng 6 năm 2025",
        "Kính gửi: Ủy ban nhân dân tỉnh Mẫu",
    ):
        assert squeezed(words) in squeezed(first)
    assert squeezed("- Sở Nội vụ (b/c);- Các xã;- Lưu: VT.") in text
    assert text.index("CHỦTỊCH") < text.index("PhụlụcISỐLIỆUCHITIẾT")


def test_marks_are_on_every_page_and_numbers_from_the_second_on(plain):
    lines = [page.splitlines() for page in plain[1]]
    assert all("SỐ LIỆU MÔ PHỎNG · DỰ THẢO" in page for page in lines)
    assert [("2" in page[:3]) for page in lines[:2]] == [False, True]


def test_an_appendix_counts_its_own_pages_and_lies_on_its_side_where_it_is_wide(plain):
    file = pypdfium2.PdfDocument(plain[0])
    wide = [file.get_page_size(n)[0] > file.get_page_size(n)[1] for n in range(len(file))]
    appendix = next(n for n, text in enumerate(plain[1]) if text.count("SỐ LIỆU CHI TIẾT"))
    assert wide[appendix : appendix + 2] == [True, True]
    assert not any(wide[:appendix])
    assert "2" in plain[1][appendix + 1].splitlines()
    assert "Tỷ lệ" in plain[1][appendix + 1]
    file.close()


def test_the_charts_numbers_and_folded_tables_stand_in_the_last_appendix(plain):
    text = squeezed("".join(plain[1]))
    last = text[text.index(squeezed("Phụ lục III SỐ LIỆU CỦA CÁC HÌNH")) :]
    assert squeezed("Kết quả theo nhiệm vụ (gap-lai)") in last
    assert squeezed("Số liệu hinh-1") in last


def test_the_file_is_tagged_titled_vietnamese_and_has_its_fonts_inside(plain):
    data = plain[0]
    assert b"pdfuaid:part>1<" in data or b"<pdfuaid:part>1" in data
    assert b"/MarkInfo" in data
    assert re.search(rb"/Lang\s*\(vi", data)
    assert data.count(b"/FontFile") >= len(set(re.findall(rb"/BaseFont\s*/(\S+)", data))) / 2
    file = pypdfium2.PdfDocument(data)
    assert file.get_metadata_value("Title").startswith("SỐ LIỆU MÔ PHỎNG – DỰ THẢO – Báo cáo")
    assert file.get_metadata_value("Author") == "Ủy ban nhân dân huyện Mẫu"
    assert file.get_metadata_value("CreationDate") == ""
    outline = [item.get_title() for item in file.get_toc()]
    assert outline[:2] == ["I. CÔNG TÁC CHỈ ĐẠO", "II. KẾT QUẢ THỰC HIỆN"]
    file.close()


def test_the_same_report_gives_the_same_bytes(plain):
    assert document(*report_blocks()) == plain[0]


def test_hostile_text_is_literal():
    data = document(*hostile_blocks())
    text = squeezed("".join(pages(data)))
    assert text.count(squeezed(HOSTILE)) > 10
    assert b"/URI" not in data
    assert b"/JavaScript" not in data
    assert squeezed("trướcgiữa\N{REPLACEMENT CHARACTER}sau") in text


def test_letters_that_no_font_has_are_shown_as_codes():
    text = squeezed("".join(pages(document(Text(text="mặt 😀 汉 cười")))))
    assert "mặt[U+1F600][U+6C49]cười" in text
    assert pdf.printable(CONTROL) == "trướcgiữa\N{REPLACEMENT CHARACTER}sau"


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_set(words):
    data = document(Text(text=words), table(rows=1, caption=words, note=words))
    assert data.startswith(b"%PDF")


@pytest.mark.parametrize(
    "items",
    [
        (),
        (head(),),
        (head(letterhead=Letterhead(), marks=(), subtitle="", facts=(), grounds=()),),
        (Signature(letterhead=Letterhead()),),
        (Signature(letterhead=LETTER),),
    ],
)
def test_what_is_left_out_leaves_no_gap_that_breaks(items):
    assert pages(document(*items))


def test_a_question_stands_at_the_beginning_of_its_answer():
    items = (Text(text="Ai chậm?", style="question"), Text(text="Không có đơn vị nào chậm."))
    (page,) = pages(document(*items))
    assert "Ai chậm? Không có đơn vị nào chậm." in page


def test_a_charts_numbers_are_not_repeated_where_a_table_says_the_same():
    once = chart()
    same = dataclasses.replace(once.table, name="khac")
    assert "Phụ lục" in "".join(pages(document(once)))
    assert "Phụ lục" not in "".join(pages(document(once, same)))


def test_what_an_analyst_shows_beside_blocks_is_set_as_its_text():
    shown = bundle.Foreign(forms=(("text/html", "<b>5</b>"), ("text/plain", "năm #a")))
    assert "năm #a" in "".join(pages(document(head(), shown)))

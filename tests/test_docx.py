"""The Word file: the decree's measures, real styles, literal text, the same bytes each time."""

import io
import re
import subprocess
import zipfile

import docx as python_docx
import pypdfium2
import pytest
from block_sample import HOSTILE, head, hostile_blocks, report_blocks, table
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_lib.report import bundle, docx
from cchc_lib.report.blocks import Text


def document(*items):
    return docx.document(bundle.of(items))


@pytest.fixture(scope="module")
def made():
    return document(*report_blocks())


@pytest.fixture(scope="module")
def file(made):
    return python_docx.Document(io.BytesIO(made))


def texts(file):
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in file.element.iter(qn("w:p"))]


def test_pages_are_a4_with_the_decrees_margins(file):
    section = file.sections[0]
    sizes = (section.page_width, section.page_height)
    margins = (section.top_margin, section.right_margin, section.bottom_margin)
    assert [round(size.mm) for size in sizes] == [210, 297]
    assert [round(size.mm) for size in (*margins, section.left_margin)] == [20, 15, 20, 30]
    assert round(file.sections[1].page_width.mm) == 297
    assert round(file.sections[2].page_width.mm) == 210


def test_the_page_number_stands_in_the_top_margin_from_page_two_on(file):
    for section in file.sections:
        assert section.different_first_page_header_footer
    section = file.sections[0]
    assert " PAGE " in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml
    numbers = [s._sectPr.find(qn("w:pgNumType")) for s in file.sections]
    assert [n is not None and n.get(qn("w:start")) for n in numbers][1:] == ["1", "1", "1"]


def test_marks_are_said_on_every_page_and_before_the_title(file):
    for header in (file.sections[0].header, file.sections[0].first_page_header):
        assert "SỐ LIỆU MÔ PHỎNG · DỰ THẢO" in header._element.xml
    assert "SỐ LIỆU MÔ PHỎNG – DỰ THẢO – BÁO CÁO" in texts(file)


def test_styles_are_times_new_roman_black_and_vietnamese(file):
    for name in ("Normal", "Heading 1", "Heading 2", "Caption", "Khung"):
        style = file.styles[name]
        assert style.font.name == "Times New Roman"
        assert str(style.font.color.rgb) == "000000"
    assert file.styles["Normal"].font.size.pt == 13
    assert file.styles["Normal"].paragraph_format.first_line_indent.mm == pytest.approx(10, abs=0.1)
    assert 'w:val="vi-VN"' in file.styles.element.xml
    assert "w:asciiTheme" not in file.styles["Heading 1"].element.xml


def test_headings_are_real(file):
    found = [(p.style.name, p.text) for p in file.paragraphs if p.style.name.startswith("Heading")]
    assert found[:3] == [
        ("Heading 1", "I. CÔNG TÁC CHỈ ĐẠO"),
        ("Heading 1", "II. KẾT QUẢ THỰC HIỆN"),
        ("Heading 2", "1. Về chuyển đổi số"),
    ]


def test_tables_repeat_their_header_and_keep_their_rows_whole(file):
    long = max(file.tables, key=lambda one: len(one.rows))
    assert long.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in long.rows)
    assert [cell.text for cell in long.rows[2].cells] == [
        "1",
        "Chuyên mục số 1 trên sóng phát thanh",
        "1.234,5",
        "85,3 %",
        "Chậm tiến độ",
    ]


def test_states_are_words_alone(file):
    text = "".join(texts(file))
    assert "Đang thực hiện, đúng tiến độ" in text
    assert not set("●◐▲○") & set(text)


def test_charts_have_alternative_text_and_their_numbers(file):
    described = [p.get("descr") for p in file.element.iter(qn("wp:docPr"))]
    assert described == ["Xã Nghĩa Hữu 8 số"] * 2
    assert "Số liệu hinh-1" in texts(file)


def test_links_lead_to_places_that_exist(file):
    body = file.element
    places = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    links = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    assert links
    assert links <= places


def test_the_letterhead_and_the_signature_stand_in_their_order(file):
    words = texts(file)
    order = [
        "HUYỆN MẪU",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số:       /BC-UBND",
        "Kính gửi: Ủy ban nhân dân tỉnh Mẫu",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "Nguyễn Văn Mẫu",
        "Phụ lục ISỐ LIỆU CHI TIẾT",
    ]
    assert [word for word in words if word in order] == order


def test_properties_name_the_unit_and_no_clock(made):
    core = python_docx.Document(io.BytesIO(made)).core_properties
    assert core.author == "Ủy ban nhân dân huyện Mẫu"
    assert core.language == "vi-VN"
    assert core.title.startswith("SỐ LIỆU MÔ PHỎNG")
    assert core.created is None
    assert core.last_modified_by == ""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_nobody_is_named_where_no_unit_is_known():
    made = document(Text(text="x"))
    assert python_docx.Document(io.BytesIO(made)).core_properties.author == ""


def test_the_same_report_gives_the_same_bytes(made):
    assert document(*report_blocks()) == made


def test_hostile_text_is_literal():
    made = document(*hostile_blocks())
    file = python_docx.Document(io.BytesIO(made))
    assert "\n".join(texts(file)).count(HOSTILE) > 10
    fields = [f.get(qn("w:instr")) for f in file.element.iter(qn("w:fldSimple"))]
    assert fields == []
    assert list(file.element.iter(qn("w:instrText"))) == []
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        links = [name for name in archive.namelist() if name.endswith(".rels")]
        assert not any(b'TargetMode="External"' in archive.read(name) for name in links)


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_written(words):
    made = document(head(title=words, subtitle=words), Text(text=words), table(note=words, rows=1))
    assert python_docx.Document(io.BytesIO(made)).paragraphs


def test_a_question_stands_at_the_beginning_of_its_answer():
    items = (Text(text="Ai chậm?", style="question"), Text(text="Không ai."), Text(text="Hết."))
    file = python_docx.Document(io.BytesIO(document(*items)))
    assert [p.text for p in file.paragraphs] == ["Ai chậm? Không ai.", "Hết."]


@pytest.mark.office
def test_libreoffice_opens_it_and_shows_every_word(require_tool, made, tmp_path):
    (tmp_path / "a.docx").write_bytes(made)
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            require_tool("soffice"),
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            tmp_path,
            tmp_path / "a.docx",
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    file = pypdfium2.PdfDocument((tmp_path / "a.pdf").read_bytes())
    pages = [file[n].get_textpage().get_text_bounded() for n in range(len(file))]
    file.close()
    assert "CỘNG HÒA XÃ HỘI" in pages[0]
    assert all("SỐ LIỆU MÔ PHỎNG" in page for page in pages)
    assert re.search(r"Chuyên mục số 60 trên sóng phát\s+thanh", "\n".join(pages))

import io
import zipfile

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from cchc_lib.errors import NotAPlanError
from cchc_lib.plan import source, source_docx_numbers

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def package(body, **parts):
    """A Word file of raw XML: `numbering`, `styles`, `footnotes` beside the body."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}" xmlns:mc="mc" xmlns:wps="wps"><w:body>{body}</w:body>'
            "</w:document>",
        )
        for name, xml in parts.items():
            z.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{W}">{xml}</w:{name}>')
    return data.getvalue()


def lines(tmp_path, data):
    path = tmp_path / "plan.docx"
    path.write_bytes(data)
    return source.open_source(path).lines


def texts(tmp_path, body, **parts):
    return [line.text for line in lines(tmp_path, package(body, **parts))]


def p(text, level=None, number=1, style="", run=""):
    listed = ""
    if level is not None:
        listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{listed}</w:pPr>"
    return f"<w:p>{properties}<w:r>{run}<w:t>{text}</w:t></w:r></w:p>"


def level(n, form, text, more=""):
    return (
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def numbering(levels, nums='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'):
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{nums}'


PLAN = numbering(
    level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "decimal", "%2.%3.")
    + level(3, "lowerLetter", "%4)")
    + level(4, "bullet", "\uf0b7")
)


# --- numbers ----------------------------------------------------------------------------------


def test_numbers_that_word_computes_stand_before_the_text(tmp_path):
    body = (
        p("MỤC ĐÍCH", 0)
        + p("NHIỆM VỤ", 0)
        + p("Chuyển đổi số", 1)
        + p("Tổ chức", 2)
        + p("Truyền thông", 2)
        + p("Báo", 3)
        + p("Đài", 3)
        + p("gạch", 4)
        + p("Cải cách", 1)
        + p("Cập nhật", 2)
        + p("Xã", 3)
        + p("lời thường")
    )
    assert texts(tmp_path, body, numbering=PLAN) == [
        "I. MỤC ĐÍCH",
        "II. NHIỆM VỤ",
        "1. Chuyển đổi số",
        "1.1. Tổ chức",
        "1.2. Truyền thông",
        "a) Báo",
        "b) Đài",
        "+ gạch",
        "2. Cải cách",
        "2.1. Cập nhật",
        "a) Xã",
        "lời thường",
    ]


def test_a_list_may_start_anew_or_go_on(tmp_path):
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        '<w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        + level(0, "lowerRoman", "(%1)")
        + "</w:lvlOverride></w:num>"
    )
    body = p("a", 0, 1) + p("b", 0, 1) + p("c", 0, 2) + p("d", 0, 3) + p("e", 0, 3) + p("f", 0, 4)
    found = texts(tmp_path, body, numbering=numbering(level(0, "decimal", "%1."), nums))
    assert found == ["1. a", "2. b", "3. c", "1. d", "2. e", "(iii) f"]


def test_a_level_that_never_restarts_counts_on(tmp_path):
    more = '<w:lvlRestart w:val="0"/>'
    xml = numbering(level(0, "decimal", "%1.") + level(1, "decimal", "Việc %2:", more))
    body = p("a", 0) + p("b", 1) + p("c", 0) + p("d", 1)
    assert texts(tmp_path, body, numbering=xml) == ["1. a", "Việc 1: b", "2. c", "Việc 2: d"]


def test_numbers_come_with_the_style_and_legal_levels_print_arabic(tmp_path):
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    xml = numbering(
        level(0, "upperRoman", "%1.", '<w:pStyle w:val="H1"/>')
        + level(1, "decimal", "%1.%2", '<w:isLgl/><w:pStyle w:val="H2"/>')
    )
    off = '<w:p><w:pPr><w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
    body = p("x", style="H1") + p("y", style="H2") + off + "<w:r><w:t>z</w:t></w:r></w:p>"
    assert texts(tmp_path, body, numbering=xml, styles=styles) == ["I. x", "1.1 y", "z"]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (4, "lowerLetter", "d"),
        (27, "lowerLetter", "aa"),
        (14, "upperRoman", "XIV"),
        (9, "decimalZero", "09"),
        (0, "lowerLetter", "0"),
        (-1, "decimal", ""),
    ],
)
def test_numbers_are_printed_as_word_does(number, form, printed):
    assert source_docx_numbers.formatted(number, form) == printed


# --- what a reader sees ------------------------------------------------------------------------


def test_insertions_are_read_and_deletions_hidden_text_and_fields_codes_are_not(tmp_path):
    body = (
        "<w:p><w:r><w:t>Báo cáo </w:t></w:r><w:del><w:r><w:delText>năm</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>quý</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> ẩn</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>'
        "<w:hyperlink><w:r><w:t> I</w:t></w:r></w:hyperlink></w:p>"
        '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del></w:p>"
    )
    assert texts(tmp_path, body) == ["Báo cáo quý I"]


def test_a_deleted_end_joins_two_paragraphs(tmp_path):
    body = (
        '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>một</w:t></w:r></w:p>'
        + p("hai")
    )
    assert texts(tmp_path, body) == ["một hai"]


def test_capitals_and_old_fonts_are_read_as_they_look(tmp_path):
    caps = "<w:rPr><w:caps/></w:rPr>"
    old = '<w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr>'
    old_caps = '<w:rPr><w:rFonts w:ascii=".VnTimeH"/></w:rPr>'
    vni = '<w:rPr><w:rFonts w:ascii="VNI-Times"/></w:rPr>'
    body = (
        p("Kế hoạch", run=caps)
        + p("KÕ ho¹ch", run=old)
        + p("kÕ ho¹ch", run=old_caps)
        + p("Keá hoaïch", run=vni)
    )
    assert texts(tmp_path, body) == ["KẾ HOẠCH", "Kế hoạch", "KẾ HOẠCH", "Kế hoạch"]


def test_a_letter_cut_in_two_by_runs_is_still_one(tmp_path):
    vni = '<w:rPr><w:rFonts w:ascii="VNI-Times"/></w:rPr>'
    body = f"<w:p><w:r>{vni}<w:t>Ke</w:t></w:r><w:r>{vni}<w:t>á</w:t></w:r></w:p>"
    assert texts(tmp_path, body) == ["Kế"]


def test_a_text_box_is_read_once_and_line_breaks_part_lines(tmp_path):
    box = f"<w:txbxContent>{p('trong hộp')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>một</w:t><w:br/><w:t>hai</w:t><w:tab/><w:t>ba</w:t></w:r>"
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert texts(tmp_path, body) == ["một", "hai    ba", "trong hộp"]


def test_footnotes_stand_at_the_end_and_leave_no_number_in_the_text(tmp_path):
    body = (
        '<w:p><w:r><w:t>Nghị quyết 57;</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r>'
        "<w:r><w:t> Chỉ thị 07</w:t></w:r></w:p>" + p("Đoạn sau")
    )
    notes = (
        '<w:footnote w:id="0"><w:p/></w:footnote><w:footnote w:id="7"><w:p><w:r><w:footnoteRef/>'
        "</w:r><w:r><w:t> Kế hoạch 336</w:t></w:r></w:p></w:footnote>"
    )
    found = lines(tmp_path, package(body, footnotes=notes))
    assert [(x.text, x.note) for x in found] == [
        ("Nghị quyết 57; Chỉ thị 07", False),
        ("Đoạn sau", False),
        ("1 Kế hoạch 336", True),
    ]


def test_pages_are_those_that_word_noted(tmp_path):
    body = p("một") + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>hai</w:t></w:r></w:p>" + p("ba")
    assert [x.page for x in lines(tmp_path, package(body))][-1] == 2
    assert [x.page for x in lines(tmp_path, package(p("một")))] == [None]


def test_a_table_of_contents_is_left_out(tmp_path):
    styles = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    found = texts(tmp_path, p("I. MỤC ĐÍCH 3", style="T1") + p("I. MỤC ĐÍCH"), styles=styles)
    assert found == ["I. MỤC ĐÍCH"]


def r(text):
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_content_controls_and_links_are_read_as_their_text(tmp_path):
    sdt = "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    link = f'<w:hyperlink w:anchor="a">{r("Trang thông tin")}</w:hyperlink>'
    body = (
        sdt.format(p("Khối một") + sdt.format(p("Khối hai")))
        + f"<w:p>{r('Đăng trên ')}{link}{r(' điện tử xã, ')}{sdt.format(r('hằng tháng'))}</w:p>"
        + f"<w:p><w:smartTag>{r('UBND ')}</w:smartTag><w:customXml>{r('xã')}</w:customXml></w:p>"
    )
    assert texts(tmp_path, body) == [
        "Khối một", "Khối hai", "Đăng trên Trang thông tin điện tử xã, hằng tháng", "UBND xã",
    ]  # fmt: skip


def test_a_field_is_read_by_its_result(tmp_path):
    def char(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = '<w:r><w:instrText> DATE \\@ "dd/MM" </w:instrText></w:r>'
    body = (
        f"<w:p>{r('Ngày ')}{char('begin')}{code}{char('separate')}{r('15/6')}{char('end')}</w:p>"
        f'<w:p>{r("Trang ")}<w:fldSimple w:instr="PAGE">{r("3")}</w:fldSimple></w:p>'
    )
    assert texts(tmp_path, body) == ["Ngày 15/6", "Trang 3"]


def test_tracked_changes_are_read_as_accepted(tmp_path):
    gone = "<w:r><w:delText>Quý I</w:delText></w:r>"
    moved = f'<w:moveFrom w:id="3">{r("cũ ")}</w:moveFrom><w:moveTo w:id="4">{r("mới ")}</w:moveTo>'
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>".format
    table = (
        row("", *map(p, ("TT", "Nội dung", "Chủ trì", "Thời gian")))
        + row("<w:trPr><w:del w:id='5'/></w:trPr>", *map(p, "1abc"))
        + row("<w:trPr><w:ins w:id='6'/></w:trPr>", *map(p, "2def"))
    )
    body = (
        f"<w:p>{r('Thời gian: ')}<w:del w:id='1'>{gone}</w:del><w:ins w:id='2'>{r('Quý II')}"
        f"</w:ins></w:p><w:p>{moved}{r('chỗ')}</w:p><w:tbl>{table}</w:tbl>"
    )
    found = lines(tmp_path, package(body))
    assert [x.text for x in found] == [
        "Thời gian: Quý II",
        "mới chỗ",
        "TT | Nội dung | Chủ trì | Thời gian",
        "2 | d | e | f",
    ]


def test_endnotes_follow_footnotes_in_the_order_in_which_they_are_cited(tmp_path):
    body = (
        f"<w:p>{r('một')}<w:r><w:endnoteReference w:id='2'/></w:r>{r(' hai')}"
        "<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    )
    notes = "<w:{0} w:id='2'><w:p>{1}</w:p></w:{0}>"
    found = lines(
        tmp_path,
        package(
            body,
            footnotes=notes.format("footnote", r("chân trang")),
            endnotes=notes.format("endnote", r("cuối bài")),
        ),
    )
    assert [(x.text, x.note) for x in found] == [
        ("một hai", False),
        ("1 cuối bài", True),
        ("2 chân trang", True),
    ]


def test_hyphens_that_word_may_set_are_no_letters_and_others_are(tmp_path):
    body = (
        f"<w:p>{r('tuyên')}<w:r><w:softHyphen/></w:r>{r('&#xAD; truyền&#x200B; số 57')}"
        f"<w:r><w:noBreakHyphen/></w:r>{r('NQ/TW,&#xA0;ngày')}<w:r><w:ptab/></w:r>{r('15')}</w:p>"
    )
    assert texts(tmp_path, body) == ["tuyên truyền số 57-NQ/TW, ngày    15"]


# --- tables -----------------------------------------------------------------------------------


def saved(document):
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def test_a_row_is_one_line_and_merged_cells_are_filled(tmp_path):
    document = docx.Document()
    table = document.add_table(4, 4)
    table.style = "Table Grid"
    for row, cells in enumerate(
        [
            ["TT", "Nội dung", "Thực hiện", ""],
            ["", "", "Chủ trì", "Phối hợp"],
            ["I", "Nhóm", "", ""],
            ["1", "Họp", "Phòng\nNội vụ", ""],
        ]
    ):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(1, 0)).text = "TT"
    table.cell(0, 1).merge(table.cell(1, 1)).text = "Nội dung"
    table.cell(0, 2).merge(table.cell(0, 3)).text = "Thực hiện"
    table.cell(2, 1).merge(table.cell(2, 3)).text = "Nhóm"
    document.add_paragraph("Sau bảng")
    found = lines(tmp_path, saved(document))
    assert [x.cells for x in found] == [
        ("TT", "Nội dung", "Thực hiện", ""),
        ("TT", "Nội dung", "Chủ trì", "Phối hợp"),
        ("I", "Nhóm", "", ""),
        ("1", "Họp", "Phòng\nNội vụ", ""),
        None,
    ]
    assert [(x.number, x.table) for x in found] == [(1, 1), (2, 1), (3, 1), (4, 1), (5, None)]
    assert found[3].text == "1 | Họp | Phòng Nội vụ"


def test_numbers_of_rows_that_word_computes_are_in_their_cells(tmp_path):
    xml = numbering(level(0, "decimal", "%1"))
    cell = "<w:tc>{}</w:tc>".format
    row = "<w:tr>{}</w:tr>".format
    rows = "".join(
        row(cell(p("", 0)) + "".join(cell(p(f"{name}{n}")) for n in "xyz")) for name in "ab"
    )
    found = lines(tmp_path, package(f"<w:tbl>{rows}</w:tbl>", numbering=xml))
    assert [x.cells for x in found] == [("1", "ax", "ay", "az"), ("2", "bx", "by", "bz")]


def test_a_table_in_a_cell_is_set_out_as_lines(tmp_path):
    document = docx.Document()
    table = document.add_table(1, 4)
    inner = table.cell(0, 1).add_table(2, 2)
    for n in range(4):
        inner.cell(n // 2, n % 2).text = str(n)
    table.cell(0, 0).text = "x"
    assert lines(tmp_path, saved(document))[0].cells == ("x", "0 | 1\n2 | 3", "", "")


def test_a_letterhead_and_the_recipients_give_text_side_by_side(tmp_path):
    document = docx.Document()
    head = document.add_table(1, 2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nXÃ A"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    title = document.add_paragraph("KẾ HOẠCH")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("Thực hiện công văn, UBND xã xây dựng kế hoạch.")
    foot = document.add_table(1, 2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Đảng ủy;"
    foot.cell(0, 1).text = "CHỦ TỊCH"
    found = lines(tmp_path, saved(document))
    assert [x.text for x in found] == [
        "ỦY BAN NHÂN DÂN    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "XÃ A    Độc lập - Tự do - Hạnh phúc",
        "",
        "KẾ HOẠCH",
        "",
        "Thực hiện công văn, UBND xã xây dựng kế hoạch.",
        "Nơi nhận:    CHỦ TỊCH",
        "- Đảng ủy;",
        "",
    ]
    assert all(x.cells is None for x in found)


def test_headers_and_footers_are_left_out(tmp_path):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "tiêu đề trang"
    document.sections[0].footer.paragraphs[0].text = "chân trang"
    document.add_paragraph("thân bài")
    assert [x.text for x in lines(tmp_path, saved(document))] == ["thân bài"]


# --- hostile ----------------------------------------------------------------------------------


def bomb(part):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("word/document.xml", part)
    return data.getvalue()


BODY = f'<w:document xmlns:w="{W}"><w:body>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (bomb(BODY + " " * 50_000_000), "giải nén"),
        (bomb(BODY + "<w:p/>" * 1_000_000), "giải nén"),
        (
            bomb(BODY + "<w:sdt>" * 100_000 + "</w:sdt>" * 100_000 + "</w:body></w:document>"),
            "hỏng",
        ),
        (bomb(f'<!DOCTYPE a [<!ENTITY x "y">]>{BODY}&x;</w:body></w:document>'), "hỏng"),
        (bomb(BODY), "hỏng"),
        (package("<w:p/>"), "không có chữ"),
        (saved(docx.Document())[:3000], "hỏng"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_in_clear_words(tmp_path, data, says):
    with pytest.raises(NotAPlanError, match=says):
        lines(tmp_path, data)


def test_another_kind_of_package_is_named_as_such(tmp_path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as z:
        z.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(NotAPlanError, match="không phải tài liệu Word"):
        lines(tmp_path, data.getvalue())

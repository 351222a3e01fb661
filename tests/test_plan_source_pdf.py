import re

import pypdfium2 as pdfium
import pytest
import typeset

from cchc_lib.errors import NotAPlanError, PlanError
from cchc_lib.plan import source, source_pdf, source_scan

PROSE = (
    "Tổ chức tuyên truyền về cải cách hành chính và chuyển đổi số trên hệ thống truyền thanh cơ "
    "sở, trang thông tin điện tử, mạng xã hội; bảo đảm thường xuyên, thiết thực, hiệu quả. "
)


def opened(tmp_path, data, name="plan.pdf"):
    path = tmp_path / name
    path.write_bytes(data)
    return source.open_source(path)


def lines(tmp_path, text):
    return opened(tmp_path, typeset.pdf(text)).lines


def words(found):
    return " ".join(" ".join(line.text for line in found).split())


def cells(found):
    return [tuple(c.replace("\n", " ") for c in x.cells) for x in found if x.cells]


# --- text --------------------------------------------------------------------------------------


def test_a_letterhead_is_read_across_and_a_title_stands_apart(tmp_path):
    found = lines(
        tmp_path,
        "#grid(columns: (1fr, 1.5fr), align: center, row-gutter: 6pt, [UBND HUYỆN A], "
        "[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM], [Số: 1/KH], [Độc lập])\n#v(8pt)\n"
        f"#align(center)[*KẾ HOẠCH* \\ *Năm 2025*]\n{PROSE * 2}",
    )
    assert [x.text for x in found[:7]] == [
        "UBND HUYỆN A    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 1/KH    Độc lập",
        "",
        "KẾ HOẠCH",
        "Năm 2025",
        "",
        found[6].text,
    ]
    assert words(found[6:]) == (PROSE * 2).strip()
    assert {x.page for x in found} == {1}


def test_running_headers_and_page_numbers_are_left_out(tmp_path):
    found = lines(
        tmp_path,
        "#set page(header: [Kế hoạch năm 2025], footer: context align(center)"
        f"[Trang #counter(page).display()])\n{PROSE * 40}",
    )
    assert words(found).count("Trang ") == 0
    assert words(found).count("Kế hoạch năm 2025") == 1  # the first page may be its title
    assert words(found).replace("Kế hoạch năm 2025 ", "") == (PROSE * 40).strip()
    assert {x.page for x in found} == {1, 2, 3}


def test_text_in_two_columns_is_read_column_by_column(tmp_path):
    found = lines(tmp_path, f"#set page(columns: 2)\n#set text(size: 11pt)\n{PROSE * 22}")
    assert words(found) == (PROSE * 22).strip()
    assert len({x.page for x in found}) == 1


def test_a_footnote_goes_to_the_end_and_its_mark_out_of_the_text(tmp_path):
    found = lines(
        tmp_path,
        "#show footnote.entry: set text(size: 10pt)\n"
        "Nghị quyết số 57-NQ/TW;#footnote[Kế hoạch số 336-KH/TU của Tỉnh ủy.] Chỉ thị số 07. "
        f"{PROSE * 30}",
    )
    assert found[-1].text == "1 Kế hoạch số 336-KH/TU của Tỉnh ủy."
    assert (found[-1].note, found[-1].page) == (True, 1)
    assert "57-NQ/TW; Chỉ thị số 07." in words(found)
    assert [x.note for x in found].count(True) == 1


def test_what_a_line_end_parts_is_put_together(tmp_path):
    found = lines(
        tmp_path,
        "theo tele- \\ vision và Nghị quyết số 57- \\ NQ/TW giai đoạn 2023 \\ - 2025, Văn hóa - \\ "
        "Thể thao của xã",
    )
    assert [x.text for x in found] == [
        "theo television",
        "và Nghị quyết số 57-NQ/TW",
        "giai đoạn 2023 -",
        "2025, Văn hóa -",
        "Thể thao của xã",
    ]


def test_hyphenation_within_words_and_over_pages_is_undone(tmp_path):
    """Typst breaks English words with hyphens; the running header stands between the halves."""
    english = "Administrative communication responsibilities notwithstanding organisational "
    found = lines(
        tmp_path,
        "#set page(width: 9cm, height: 12cm, margin: 1.6cm, header: [Kế hoạch năm 2025])\n"
        f'#set text(lang: "en", hyphenate: true)\n{english * 30}',
    )
    assert words(found).replace("Kế hoạch năm 2025 ", "") == (english * 30).strip()
    assert len({x.page for x in found}) > 2


def test_page_numbers_of_any_form_are_left_out(tmp_path):
    for form in ("[#n]", "[- #n -]", "[Trang #n/9]", "[#n / 9]"):
        found = lines(
            tmp_path,
            "#set page(footer: context { let n = counter(page).display()\nalign(center)"
            f"{form} }})\n{PROSE * 26}",
        )
        assert words(found) == (PROSE * 26).strip(), form


def test_a_letterhead_over_two_columns_is_read_first(tmp_path):
    found = lines(
        tmp_path,
        "#grid(columns: (1fr, 1.5fr), align: center, [UBND XÃ A], [CỘNG HÒA XÃ HỘI CHỦ NGHĨA])\n"
        f"#align(center)[*KẾ HOẠCH*]\n#columns(2)[#set text(size: 11pt)\n{PROSE * 16}]",
    )
    assert [x.text for x in found if x.text][:2] == [
        "UBND XÃ A    CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
        "KẾ HOẠCH",
    ]
    assert words(found).endswith((PROSE * 16).strip())


def test_a_turned_page_reads_as_it_is_seen(tmp_path):
    document = pdfium.PdfDocument(typeset.pdf(f"*KẾ HOẠCH* \\ {PROSE}"))
    for turn in (90, 180, 270):
        document[0].set_rotation(turn)
        path = tmp_path / f"{turn}.pdf"
        document.save(path)
        page = pdfium.PdfDocument(path)[0]
        first = source_pdf.words_of(page)[0]
        width, height = page.get_size()
        assert 0 <= first.x0 < width
        assert 0 <= first.top < height
    document.close()


# --- tables ------------------------------------------------------------------------------------

HEAD = (
    "#table(columns: (1.2cm, 1fr, 3.5cm, 3.5cm, 3cm),\n"
    "table.cell(rowspan: 2)[TT], table.cell(rowspan: 2)[Nội dung], table.cell(colspan: 2)"
    "[Thực hiện], table.cell(rowspan: 2)[Thời gian], [Chủ trì], [Phối hợp],\n"
)


def test_a_drawn_table_gives_its_cells_with_merged_ones_filled(tmp_path):
    found = lines(
        tmp_path,
        f"Phụ lục\n{HEAD}[I], table.cell(colspan: 4)[Nhóm một],\n"
        "[1], [Họp], table.cell(rowspan: 2)[Phòng Nội vụ], [UBND xã], [Quý II],\n"
        "[2], [Tập huấn], [], [Quý III])\nSau bảng",
    )
    assert cells(found) == [
        ("TT", "Nội dung", "Thực hiện", "", "Thời gian"),
        ("TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"),
        ("I", "Nhóm một", "", "", ""),
        ("1", "Họp", "Phòng Nội vụ", "UBND xã", "Quý II"),
        ("2", "Tập huấn", "Phòng Nội vụ", "", "Quý III"),
    ]
    assert (found[0].text, found[-1].text) == ("Phụ lục", "Sau bảng")
    assert {x.table for x in found if x.cells} == {1}


def test_a_table_over_pages_is_one_and_a_row_broken_by_the_page_is_whole(tmp_path):
    rows = "".join(
        f"[{n}], [{PROSE if n % 2 else 'Họp'}], [Phòng Nội vụ], [UBND xã], [Quý {n}],\n"
        for n in range(1, 31)
    )
    head = HEAD.replace("table.cell(rowspan: 2)[TT]", "table.header(table.cell(rowspan: 2)[TT]")
    found = lines(tmp_path, head.rstrip(",\n") + f"),\n{rows})")
    table = cells(found)
    assert [row[0] for row in table] == ["TT", "TT", *(str(n) for n in range(1, 31))]
    assert {row[1] for row in table[2:]} == {"Họp", PROSE.strip()}
    assert len({x.page for x in found}) > 1
    assert {x.table for x in found if x.cells} == {1}


def test_a_shaded_header_keeps_its_columns(tmp_path):
    found = lines(
        tmp_path,
        '#table(columns: 3, fill: (_, y) => if y == 0 { rgb("#4472c4") },\n'
        "[TT], [Nội dung công việc], [Chủ trì], [1], [Họp], [Phòng Nội vụ])",
    )
    assert cells(found) == [("TT", "Nội dung công việc", "Chủ trì"), ("1", "Họp", "Phòng Nội vụ")]


def test_a_frame_and_an_underline_are_no_table(tmp_path):
    found = lines(tmp_path, f"#underline[*KẾ HOẠCH NĂM 2025*]\n\n#rect[{PROSE}]")
    assert cells(found) == []
    assert words(found) == f"KẾ HOẠCH NĂM 2025 {PROSE}".strip()


# --- limits ------------------------------------------------------------------------------------


def test_too_many_pages_are_refused_before_any_is_read(tmp_path):
    document, one = pdfium.PdfDocument.new(), pdfium.PdfDocument(typeset.pdf(PROSE))
    for _ in range(source_pdf.MAX_PAGES + 1):
        document.import_pages(one)
    document.save(tmp_path / "long.pdf")
    document.close()
    with pytest.raises(NotAPlanError, match=r"có 301 trang"):
        source.read(tmp_path / "long.pdf")


def locked() -> bytes:
    """A PDF that asks for a password."""
    data = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n3 0 obj<</Filter/Standard/V 1/R 2/P -4"
        b"/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>endobj\n"
    )
    places = [data.index(b"%d 0 obj" % n) for n in (1, 2, 3)]
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    end = b"trailer<</Size 4/Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF"
    return data + table + end % len(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [(locked(), "mật khẩu"), (typeset.pdf(PROSE)[:4000], "hỏng"), (b"%PDF-1.7\n%%EOF", "hỏng")],
)
def test_what_cannot_be_opened_is_said_in_clear_words(tmp_path, data, says):
    with pytest.raises(NotAPlanError, match=says):
        opened(tmp_path, data)


def test_an_empty_page_has_no_text(tmp_path):
    with pytest.raises(NotAPlanError, match="không có chữ"):
        lines(tmp_path, "#pagebreak()")


# --- scans and bad layers without Tesseract -----------------------------------------------------


@pytest.fixture
def _no_tesseract(tmp_path, monkeypatch):
    """A machine without Tesseract; the child process sees it too."""
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("_no_tesseract")
@pytest.mark.parametrize("name", ["plan.pdf", "plan.png", "plan.tif"])
def test_a_scan_without_tesseract_is_answered_with_how_to_install_it(tmp_path, name):
    path = typeset.save(typeset.pages(typeset.pdf(PROSE), 60), tmp_path / name)
    with pytest.raises(PlanError, match="sudo apt install tesseract-ocr tesseract-ocr-vie") as said:
        source.read(path)
    assert re.search("UB Mannheim.*không cần quyền", str(said.value))


@pytest.mark.usefixtures("_no_tesseract")
def test_scanned_pages_among_others_are_named(tmp_path):
    scan = typeset.save(typeset.pages(typeset.pdf(PROSE), 60), tmp_path / "scan.pdf")
    document = pdfium.PdfDocument(typeset.pdf(PROSE * 3))
    document.import_pages(pdfium.PdfDocument(scan))
    document.save(tmp_path / "both.pdf")
    document.close()
    found = source.open_source(tmp_path / "both.pdf")
    assert words(found.lines) == (PROSE * 3).strip()
    assert [note.code for note in found.notes] == ["P084"]
    assert "Trang 2 " in found.notes[0].message


def test_a_layer_is_sound_where_words_are_vietnamese_as_printed():
    assert source_pdf.is_sound(PROSE)
    assert source_pdf.is_sound("KÕ ho¹ch truyÒn th«ng vÒ c¶i c¸ch hµnh chÝnh")
    assert not source_pdf.is_sound("Té chire tuyén truyén vé cai cach hanh chinh va chuyén déi sé")
    assert not source_pdf.is_sound("To chuc tuyen truyen ve cai cach hanh chinh")


def test_the_picture_of_a_page_shows_where_a_line_stands(tmp_path):
    path = tmp_path / "plan.pdf"
    path.write_bytes(typeset.pdf(f"#v(10cm)\n{PROSE}"))
    line = source.read(path)[0]
    image = source_scan.page_image(path, 1)
    left, top, right, bottom = line.box
    box = (left * image.width, top * image.height, right * image.width, bottom * image.height)
    assert image.crop(tuple(map(round, box))).getextrema()[0] < 100
    assert image.crop((0, 0, image.width, round(box[1]) - 3)).getextrema()[0] > 200

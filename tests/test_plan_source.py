import unicodedata

import pytest

from cchc_lib.errors import NotAPlanError, PlanError
from cchc_lib.plan import reading, source, source_text

TEXT = "KẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2025 của Ủy ban nhân dân xã\n"


def read(tmp_path, data, name="plan.txt"):
    path = tmp_path / name
    path.write_bytes(data)
    return source.read(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_any_unicode_encoding(tmp_path, encoding):
    lines = read(tmp_path, "KẾ HOẠCH\nSố: 1/KH-UBND\n".encode(encoding))
    assert [(x.number, x.text) for x in lines] == [(1, "KẾ HOẠCH"), (2, "Số: 1/KH-UBND")]


def test_decomposed_letters_are_composed(tmp_path):
    lines = read(tmp_path, unicodedata.normalize("NFD", "Phòng Nội vụ").encode())
    assert lines[0].text == "Phòng Nội vụ"


def test_an_old_encoding_is_read_and_said(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_bytes("KÕ ho¹ch truyÒn th«ng vÒ c¶i c¸ch hµnh chÝnh\n".encode("latin-1") * 3)
    opened = source.open_source(path)
    assert opened.lines[0].text == "Kế hoạch truyền thông về cải cách hành chính"
    assert [note.code for note in opened.notes] == ["P080"]
    plan, _ = reading.read_plan(path)
    assert "P080" in [one.code for one in plan.findings]


def test_a_form_feed_begins_a_page_and_is_no_line(tmp_path):
    lines = read(tmp_path, b"a\nb\n\x0cc\r\nd\n\x0c")
    assert [(x.number, x.text, x.page) for x in lines] == [
        (1, "a", 1),
        (2, "b", 1),
        (3, "c", 2),
        (4, "d", 2),
    ]


def test_running_headers_of_paged_text_are_blank_and_lines_keep_their_numbers(tmp_path):
    page = "\n".join(f"Dòng {n} của trang" for n in "abcd")
    pages = [f"{page}\n- Thời gian: Quý I"] + [
        f"Kế hoạch số 5 trang {n}\n{page}\n- Thời gian: Quý {n}\n{n}" for n in range(2, 6)
    ]
    lines = read(tmp_path, "\n\f".join(pages).encode())
    kept = [x.text for x in lines if x.text]
    assert [x.number for x in lines] == list(range(1, len(lines) + 1))
    assert len(kept) == 5 * 5
    assert "- Thời gian: Quý 3" in kept
    assert not [x for x in kept if x.startswith("Kế hoạch") or x.isdigit()]


def test_text_without_page_breaks_names_no_page(tmp_path):
    assert read(tmp_path, b"a\nb\n")[0].page is None


def test_lines_are_numbered_as_editors_do(tmp_path):
    lines = read(tmp_path, "a\u2028b\x0bc\n\nd\n ".encode())
    assert [x.number for x in lines] == [1, 2, 3, 4]
    assert lines[2].text == "d"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("plan.docx", b"PK\x03\x04", "Word bị hỏng"),
        ("plan.pdf", b"%PDF-1.7", "PDF bị hỏng"),
        ("plan.pdf", b"not one", "không phải .pdf"),
        ("plan.png", b"\x89PNG\r\n\x1a\n", "ảnh bị hỏng"),
        ("plan.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "đời cũ"),
        (
            "plan.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "mật khẩu",
        ),
        ("plan.rtf", b"{\\rtf1 x}", ".rtf"),
        ("plan.txt", b"", "rỗng"),
        ("plan.txt", b"\x00\x01\x02binary", "nhị phân"),
        ("plan.txt", b"\xff\xfa\xc3", "UTF-8"),
        ("plan.txt", b" \n\n", "không có chữ"),
    ],
)
def test_what_cannot_be_read_is_refused_in_clear_words(tmp_path, name, data, says):
    with pytest.raises(NotAPlanError, match=says):
        read(tmp_path, data, name)


def test_the_kind_follows_from_the_bytes_and_not_from_the_name(tmp_path):
    assert source.kind_of(b"%PDF-1.7 ...", "plan.txt") == "pdf"
    assert read(tmp_path, TEXT.encode(), "plan")[0].text == "KẾ HOẠCH"


def test_a_missing_plan_is_said_to_be_missing(tmp_path):
    with pytest.raises(PlanError, match="Không thấy tệp kế hoạch"):
        source.read(tmp_path / "none.txt")


def test_a_document_of_any_length_is_answered(tmp_path):
    with pytest.raises(NotAPlanError, match="quá lớn"):
        read(tmp_path, b"a b c\n" * (source_text.MAX_BYTES // 6 + 1))
    with pytest.raises(NotAPlanError, match="quá dài"):
        read(tmp_path, b"\n".join([b"a"] * 100_000))

"""Files that were never plans, or were made to do harm: one answer in words, bounded."""

import io
import json
import os
import random
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import numpy as np
import openpyxl
import pypdfium2 as pdfium
import pytest
import typeset
from PIL import Image
from test_plan_source_pdf import locked

from cchc_lib.cli.main import run
from cchc_lib.errors import CchcError
from cchc_lib.plan import source, source_box, source_language

ROOT = Path(__file__).resolve().parent.parent
PROSE = (
    "Tổ chức tuyên truyền về cải cách hành chính và chuyển đổi số trên hệ thống truyền thanh cơ "
    "sở, trang thông tin điện tử, mạng xã hội; bảo đảm thường xuyên, thiết thực, hiệu quả. "
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY, END = f'<w:document xmlns:w="{W}"><w:body>', "</w:body></w:document>"
MEGABYTE = 1_000_000
# Runs the command in a grandchild, so that the memory of the tests themselves isn't counted.
MEASURED = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "cchc_lib", *sys.argv[1:]], capture_output=True)
print(json.dumps([done.returncode, done.stdout.decode(), done.stderr.decode(),
    resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024]))
"""


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache of the test's own."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "cache"))


def measured(path, *options):
    """Status, stdout, stderr and the most memory in bytes of `cchc plan read`."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "plan", "read", str(path), *options],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=300,
    )
    return json.loads(done.stdout)


def said(capsys, path, *options):
    """Status, stdout and stderr of `cchc plan read` in this process."""
    status = run(["plan", "read", str(path), *options])
    return (status, *capsys.readouterr())


def one_paragraph(text):
    return text.strip() and "\n" not in text.strip() and "Traceback" not in text


# --- PDF --------------------------------------------------------------------------------------


def raw_pdf(*objects):
    """A PDF of some objects; the first is its catalogue."""
    out = io.BytesIO()
    out.write(b"%PDF-1.5\n")
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj%sendobj\n" % (number, one))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n" % (len(objects) + 1))
    out.write(b"%d\n%%%%EOF" % start)
    return out.getvalue()


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>"


def stream(data, entries=b""):
    return b"<<%s/Length %d>>stream\n%s\nendstream\n" % (entries, len(data), data)


def packed(unit, times):
    """A stream that unpacks to a unit many times over."""
    press = zlib.compressobj(9)
    block = unit * 10_000
    parts = [press.compress(block) for _ in range(times // 10_000)]
    return stream(b"".join(parts) + press.flush(), b"/Filter/FlateDecode")


def pages_over_pages():
    kids = b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 100>>"
    return raw_pdf(CATALOGUE, kids, b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 50>>")


def a_million_objects():
    return raw_pdf(CATALOGUE, ONE_PAGE, PAGE % b"", stream(b""), *[b"<</A 1>>"] * 1_000_000)


def forms_in_forms(depth=24):
    """A drawing that holds three others, each of which holds three others, and so on."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
    forms = [
        stream(b"/F Do " * 3, head + b"/Resources<</XObject<</F %d 0 R>>>>" % (number + 1))
        for number in range(5, 5 + depth)
    ]
    page = PAGE % b"/XObject<</F 5 0 R>>"
    return raw_pdf(
        CATALOGUE, ONE_PAGE, page, stream(b"/F Do"), *forms, stream(b"0 0 5 5 re f", head)
    )


def an_image_of_900_million_pixels():
    entries = (
        b"/Type/XObject/Subtype/Image/Width 30000/Height 30000/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8/Filter/FlateDecode"
    )
    press = zlib.compressobj(9)
    data = b"".join([press.compress(bytes(9_000_000)) for _ in range(100)]) + press.flush()
    page = PAGE % b"/XObject<</I 5 0 R>>"
    draw = stream(b"q 595 0 0 842 0 0 cm /I Do Q")
    return raw_pdf(CATALOGUE, ONE_PAGE, page, draw, stream(data, entries))


def contents_of(unit, times):
    return raw_pdf(CATALOGUE, ONE_PAGE, PAGE % b"", packed(unit, times))


def many_pages(page, count):
    document, one = pdfium.PdfDocument.new(), pdfium.PdfDocument(page)
    for _ in range(count):
        document.import_pages(one)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def scanned_pages(count):
    out = io.BytesIO()
    image = Image.new("1", (400, 560), 1)
    image.save(out, "PDF", save_all=True, append_images=[image] * (count - 1))
    return out.getvalue()


# --- Word, pictures, text ---------------------------------------------------------------------


def word(*parts):
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("word/document.xml", "w") as document,
    ):
        for part in parts:
            document.write(part if isinstance(part, bytes) else part.encode())
    return out.getvalue()


def a_million_paragraphs():
    rows = (
        f"<w:p><w:r><w:t>Đoạn văn số {n} {n * 7919 % 10_007}</w:t></w:r></w:p>"
        for n in range(1_000_000)
    )
    return word(BODY, *rows, END)


def a_png_of_900_million_pixels():
    def chunk(kind, data):
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    data = zlib.compress(bytes(3_751 * 30_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def novel(words, size=1_200_000):
    chance = random.Random(7)
    rows, length = [], 0
    while length < size:
        row = " ".join(chance.choice(words) for _ in range(chance.randrange(30, 120)))
        rows.append(f"{row.capitalize()}.")
        length += len(rows[-1].encode()) + 1
    return "\n".join(rows).encode()


ENGLISH = (
    "the old man sat by the window and looked at the grey sea in the morning light while his wife "
    "called from the kitchen that breakfast was ready and the children ran down to the harbour"
)
VIETNAMESE = (
    "anh ngồi bên cửa sổ nhìn ra con đường làng mưa rơi trên mái nhà cô gái nói khẽ rằng mùa thu "
    "đã về lá vàng rơi đầy sân mẹ gọi vào ăn cơm trời tối dần ngoài hiên tiếng dế kêu"
)
UNMARKED = (
    "anh ngoi ben cua so nhin ra con duong lang mua roi tren mai nha co gai noi khe rang mua thu "
    "da ve la vang roi day san me goi vao an com troi toi dan ngoai hien tieng de keu"
)


HARMFUL = {
    "2000-trang.pdf": (lambda: many_pages(typeset.pdf(PROSE), 2000), "2000 trang, quá giới hạn"),
    "2000-anh.pdf": (lambda: scanned_pages(2000), "2000 trang, quá giới hạn 300"),
    "vong.pdf": (pages_over_pages, "PDF bị hỏng"),
    "trieu-doi-tuong.pdf": (a_million_objects, "không có chữ"),
    "hinh-long-nhau.pdf": (forms_in_forms, "đã dừng lại"),
    "anh-khong-lo.pdf": (an_image_of_900_million_pixels, "không có chữ"),
    "bom-nen.pdf": (lambda: contents_of(b" ", 2_000 * MEGABYTE), "đã dừng lại"),
    "nhieu-net-ve.pdf": (lambda: contents_of(b"0 0 9 9 re f\n", 3 * MEGABYTE), "đã dừng lại"),
    "trang-khong-lo.pdf": (
        lambda: raw_pdf(CATALOGUE, ONE_PAGE, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e9 1e9]>>"),
        "không có chữ",
    ),
    "bom.docx": (lambda: word(BODY, *[" " * MEGABYTE] * 500, END), "giải nén ra quá lớn"),
    "trieu-doan.docx": (a_million_paragraphs, "giải nén ra quá lớn"),
    "nhieu-doan.docx": (
        lambda: word(BODY, "<w:p><w:r><w:t>Đoạn văn này</w:t></w:r></w:p>" * 70_000, END),
        "quá dài",
    ),
    "cuoi-ty-lan.docx": (
        lambda: word(
            '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
            f"{BODY}<w:p><w:r><w:t>&b;</w:t></w:r></w:p>{END}",
        ),
        "Word bị hỏng",
    ),
    "doc-tep-khac.docx": (
        lambda: word(
            '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
            f"{BODY}<w:p><w:r><w:t>&a;</w:t></w:r></w:p>{END}",
        ),
        "Word bị hỏng",
    ),
    "khong-lo.png": (a_png_of_900_million_pixels, "ảnh quá lớn"),
    "truyen-tieng-anh.txt": (lambda: novel(ENGLISH.split()), "không phải tiếng Việt"),
    "truyen-mat-dau.txt": (lambda: novel(UNMARKED.split()), "quá giới hạn 400.000 ký tự"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_file_is_answered_in_words_within_500_mb(tmp_path, name, require_tool):
    if name == "anh-khong-lo.pdf":
        require_tool("tesseract")
    made, words = HARMFUL[name]
    path = tmp_path / name
    path.write_bytes(made())
    status, out, err, memory = measured(path)
    assert (status, out) == (1, "")
    *progress, answer = err.splitlines()
    assert all("trang ảnh" in line for line in progress)
    assert words in answer
    assert path.name in answer
    assert memory < 500 * MEGABYTE


@pytest.mark.slow
def test_a_novel_is_said_to_be_no_plan(tmp_path):
    path = tmp_path / "truyen.txt"
    path.write_bytes(novel(VIETNAMESE.split()))
    status, out, err, memory = measured(path, "--format", "json")
    assert status == 1
    assert "P001" in [one["code"] for one in json.loads(out)["findings"]]
    assert json.loads(out)["tasks"] == []
    assert "không giống một kế hoạch" in err
    assert memory < 500 * MEGABYTE


def test_a_photo_without_text_is_said_to_have_none(tmp_path, require_tool):
    require_tool("tesseract")
    tone = np.random.default_rng(0).normal(128, 40, (60, 80, 3)).clip(0, 255).astype(np.uint8)
    image = Image.fromarray(tone).resize((4000, 3000), Image.Resampling.BICUBIC)
    status, out, err, memory = measured(typeset.save([image], tmp_path / "anh.jpg"))
    assert (status, out) == (1, "")
    assert err.splitlines()[-1].startswith("anh.jpg: không thấy chữ nào đọc được trong ảnh")
    assert "1/1 trang" in err
    assert memory < 500 * MEGABYTE


def test_a_long_scan_tells_how_far_it_is(tmp_path, require_tool, capsys):
    require_tool("tesseract")
    images = typeset.pages(typeset.pdf(f"*KẾ HOẠCH* {PROSE}#pagebreak(){PROSE}"), 100)
    status, _, err = said(capsys, typeset.save(images, tmp_path / "quet.pdf"))
    assert status == 1
    assert "quet.pdf: nhận dạng 2 trang ảnh" in err
    assert "quet.pdf: đã nhận dạng 2/2 trang ảnh" in err


# --- wrong use ---------------------------------------------------------------------------------


def workbook():
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("rong.txt", b"", "tệp rỗng"),
        ("rong.pdf", b"", "tệp rỗng"),
        ("cu.doc", OLD_OFFICE, "Word đời cũ"),
        ("cu.xls", OLD_OFFICE, "Excel đời cũ"),
        ("so-lieu.xlsx", workbook(), "tệp Excel"),
        ("kho.zip", word(BODY).replace(b"word/", b"tour/"), "tệp nén"),
        ("mat-khau.pdf", locked(), "đặt mật khẩu"),
        ("cut.pdf", typeset.pdf(PROSE)[:3000], "PDF bị hỏng"),
    ],
)
def test_what_is_no_plan_is_status_1_and_one_json_document(tmp_path, capsys, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    status, out, err = said(capsys, path)
    assert (status, out) == (1, "")
    assert words in err
    assert one_paragraph(err)
    status, out, _ = said(capsys, path, "--format", "json")
    found = json.loads(out)
    assert (status, found["tasks"]) == (1, [])
    assert [(one["code"], one["severity"]) for one in found["findings"]] == [("P009", "error")]
    assert f"{found['findings'][0]['message']}\n" == err


def test_a_folder_and_a_file_that_is_not_there_are_wrong_use(tmp_path, capsys):
    for path, words in ((tmp_path, "là thư mục"), (tmp_path / "khong-co.pdf", "Không thấy")):
        status, out, err = said(capsys, path, "--format", "json")
        assert (status, out) == (2, "")
        assert words in err
        assert one_paragraph(err)


def test_a_file_that_may_not_be_read_is_wrong_use(tmp_path, capsys, monkeypatch):
    path = tmp_path / "khoa.txt"
    path.write_text(PROSE, encoding="utf-8")

    def refuse(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    status, out, err = said(capsys, path)
    assert (status, out) == (2, "")
    assert "không có quyền đọc" in err
    assert one_paragraph(err)


def test_a_plan_heading_without_tasks_is_status_1(tmp_path, capsys):
    path = tmp_path / "ke-hoach.txt"
    path.write_text(f"UBND XÃ A\nSố: 1/KH-UBND\nKẾ HOẠCH\nNăm 2026\n\n{PROSE * 3}\n", "utf-8")
    status, out, err = said(capsys, path, "--format", "json")
    assert status == 1
    assert "P002" in [one["code"] for one in json.loads(out)["findings"]]
    assert "không giống một kế hoạch" in err


# --- damage -----------------------------------------------------------------------------------


def damaged(data, chance):
    """The data cut short, or with some bits turned, bytes lost or parts moved."""
    out = bytearray(data)
    match chance.randrange(4):
        case 0:
            del out[chance.randrange(len(out)) :]
        case 1:
            for _ in range(chance.choice((1, 5, 50, 500))):
                out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
        case 2:
            at = chance.randrange(len(out))
            del out[at : at + chance.randrange(1, 2000)]
        case _:
            at, to = chance.randrange(len(out)), chance.randrange(len(out))
            out[to:to] = out[at : at + chance.randrange(1, 2000)]
    return bytes(out)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "count"), [("pdf", 60), ("docx", 40)])
def test_a_damaged_file_is_read_or_refused_in_words(tmp_path, kind, count):
    rows = "".join(f"<w:p><w:r><w:t>{n}. {PROSE}</w:t></w:r></w:p>" for n in range(60))
    table = "#table(columns: 3, [TT], [Nội dung], [Chủ trì], [1], [Họp], [Phòng Nội vụ])"
    whole = typeset.pdf(f"{PROSE * 3}{table}") if kind == "pdf" else f"{BODY}{rows}{END}".encode()
    chance = random.Random(20260119)
    read, refused = [], []
    for number in range(count):
        path = tmp_path / f"{number}.{kind}"
        data = damaged(whole, chance)
        path.write_bytes(data if kind == "pdf" else word(data))
        try:
            read.append(source.read(path))
        except CchcError as error:
            refused.append((path.name, str(error)))
    assert len(read) + len(refused) == count
    assert all(read)
    assert min(len(read), len(refused)) > count / 20
    assert [said for name, said in refused if not (one_paragraph(said) and name in said)] == []


# --- the child process --------------------------------------------------------------------------


def test_a_bug_of_the_reader_stays_one(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(typeset.pdf(PROSE))
    with pytest.raises(RuntimeError, match="KeyError"):
        source_box.read(path, "nothing")


def test_a_file_that_takes_all_the_time_is_given_up(tmp_path, monkeypatch):
    path = tmp_path / "cham.pdf"
    path.write_bytes(typeset.pdf(PROSE))
    monkeypatch.setattr(source_box, "SILENT_SECONDS", 0.01)
    with pytest.raises(CchcError, match="đã dừng lại"):
        source_box.read(path, "pdf")


def test_what_a_child_tells_is_what_the_reader_read(tmp_path):
    from cchc_lib.plan import source_pdf

    path = tmp_path / "a.pdf"
    table = "#table(columns: 3, [TT], [Nội dung], [Chủ trì], [1], [Họp], [Phòng Nội vụ])"
    path.write_bytes(typeset.pdf(f"KÕ ho¹ch truyÒn th«ng vÒ c¶i c¸ch hµnh chÝnh. {table}"))
    assert source_box.read(path, "pdf") == source_pdf.read(path, path.read_bytes())


@pytest.mark.parametrize(
    "file", sorted((ROOT / "tests/plans/ocr").glob("*.txt")), ids=lambda p: p.stem
)
def test_the_worst_ocr_is_still_taken_for_vietnamese(file):
    assert source_language.is_vietnamese(file.read_text(encoding="utf-8"))


def test_english_is_not_taken_for_vietnamese():
    assert not source_language.is_vietnamese(f"{ENGLISH} {ENGLISH}")
    assert source_language.is_vietnamese("Report")  # too little to tell

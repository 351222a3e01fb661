import json
import subprocess

import numpy as np
import pypdfium2 as pdfium
import pytest
import typeset
from PIL import Image, ImageDraw

from cchc_lib.errors import NotAPlanError
from cchc_lib.plan import (
    source,
    source_cache,
    source_image,
    source_ocr,
    source_rules,
    source_scan,
)
from cchc_lib.plan.source_page import Line, Page, Table

PROSE = (
    "Tổ chức tuyên truyền về cải cách hành chính và chuyển đổi số trên hệ thống truyền thanh cơ "
    "sở, trang thông tin điện tử; bảo đảm thường xuyên, thiết thực, hiệu quả. "
)
HEAD = (
    "#grid(columns: (1fr, 1.5fr), align: center, row-gutter: 6pt, [UBND HUYỆN A], "
    "[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM], [Số: 12/KH-UBND], [Độc lập - Tự do - Hạnh phúc])\n"
)
TABLE = (
    "#table(columns: (1.3cm, 1fr, 4cm, 3cm), [TT], [Nội dung], [Chủ trì], [Thời gian],\n"
    "[1], [Tổ chức hội nghị tuyên truyền về cải cách hành chính cho cán bộ, công chức], "
    "[Phòng Nội vụ], [Tháng 6/2025],\n"
    "[2], [Phát thanh chuyên mục], [Ủy ban nhân dân các xã], [Hằng tuần])\n"
)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache of the test's own."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "cache"))


def scan(tmp_path, text, name="plan.png", angle=0.8):
    images = [typeset.scanned(one, angle) for one in typeset.pages(typeset.pdf(text))]
    return typeset.save(images, tmp_path / name)


def words(text):
    return text.split()


def share_right(found, wanted):
    got = " ".join(line.text for line in found).split()
    return sum(min(got.count(w), wanted.split().count(w)) for w in set(wanted.split())) / len(
        wanted.split()
    )


# --- reading ------------------------------------------------------------------------------------


def test_a_scanned_page_at_an_angle_is_read_with_its_letterhead_across(tmp_path, require_tool):
    require_tool("tesseract")
    opened = source.open_source(scan(tmp_path, f"{HEAD}#v(1cm)\n{PROSE * 3}", angle=2.4))
    assert opened.lines[0].text == "UBND HUYỆN A    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert share_right(opened.lines, PROSE * 3) >= 0.98
    assert opened.kind == "image"
    assert [note.code for note in opened.notes] == ["P081"]
    assert all(line.page == 1 and line.sure > 0.8 for line in opened.lines if line.text)


def test_the_cells_of_a_scanned_table_are_read_one_by_one(tmp_path, require_tool):
    require_tool("tesseract")
    found = source.read(scan(tmp_path, f"*PHỤ LỤC* \\ {TABLE}", "plan.pdf"))
    assert found[0].text == "PHỤ LỤC"
    rows = [tuple(" ".join(c.split()) for c in x.cells) for x in found if x.cells]
    assert rows == [
        ("TT", "Nội dung", "Chủ trì", "Thời gian"),
        (
            "1",
            "Tổ chức hội nghị tuyên truyền về cải cách hành chính cho cán bộ, công chức",
            "Phòng Nội vụ",
            "Tháng 6/2025",
        ),
        ("2", "Phát thanh chuyên mục", "Ủy ban nhân dân các xã", "Hằng tuần"),
    ]


def test_pages_keep_their_order_and_a_reading_is_kept(tmp_path, require_tool, monkeypatch):
    require_tool("tesseract")
    text = f"Trang một. {PROSE}#pagebreak()\nTrang hai. {PROSE}#pagebreak()\nTrang ba. {PROSE}"
    path = scan(tmp_path, text, "plan.tif")
    first = source_scan.read(path, path.read_bytes()).lines
    assert [x.text[:9] for x in first if x.text.startswith("Trang")] == [
        "Trang một",
        "Trang hai",
        "Trang ba.",
    ]
    monkeypatch.setattr(source_ocr, "_read_page", None)
    assert source_scan.read(path, path.read_bytes()).lines == first
    assert source.read(path) == first


def test_a_reading_is_kept_in_the_workspace_that_the_file_lies_in(example, require_tool):
    require_tool("tesseract")
    source.read(scan(example / "data" / "raw" / "plan", PROSE))
    kept = list((example / "data" / "processed" / "ocr").glob("*.json"))
    assert len(kept) == 1
    assert str(example) not in kept[0].read_text(encoding="utf-8")


def test_a_text_layer_of_a_bad_ocr_is_read_again_from_the_picture(tmp_path, require_tool):
    tesseract = require_tool("tesseract")
    picture = scan(tmp_path, PROSE * 4)
    subprocess.run(
        [tesseract, str(picture), str(tmp_path / "bad"), "-l", "eng", "--dpi", "200", "pdf"],
        check=True,
        capture_output=True,
    )
    opened = source.open_source(tmp_path / "bad.pdf")
    assert share_right(opened.lines, PROSE * 4) >= 0.98
    assert [note.code for note in opened.notes] == ["P082"]


def test_a_bad_layer_is_used_and_said_where_tesseract_is_missing(
    tmp_path, require_tool, monkeypatch
):
    tesseract = require_tool("tesseract")
    picture = scan(tmp_path, PROSE * 4)
    subprocess.run(
        [tesseract, str(picture), str(tmp_path / "bad"), "-l", "eng", "--dpi", "200", "pdf"],
        check=True,
        capture_output=True,
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    opened = source.open_source(tmp_path / "bad.pdf")
    assert [note.code for note in opened.notes] == ["P083"]
    assert "sudo apt install tesseract-ocr" in opened.notes[0].message
    assert len(opened.lines) > 3


@pytest.mark.parametrize("kind", ["white", "black", "photo"])
def test_a_picture_without_text_is_said_to_have_none(tmp_path, require_tool, kind):
    require_tool("tesseract")
    tone = np.random.default_rng(0).normal(128, 40, (30, 40)).clip(0, 255).astype(np.uint8)
    image = {
        "white": Image.new("L", (800, 1100), 255),
        "black": Image.new("L", (800, 1100), 0),
        "photo": Image.fromarray(tone).resize((1200, 900), Image.Resampling.BICUBIC),
    }[kind]
    with pytest.raises(NotAPlanError, match="không thấy chữ nào"):
        source.read(typeset.save([image], tmp_path / "plan.png"))


def test_a_page_that_takes_too_long_is_tried_in_black_and_white(monkeypatch):
    tried = []

    def read(_engine, images, _dpi, _mode):
        tried.append(images[0].getcolors(10) is not None)
        if len(tried) == 1:
            raise subprocess.TimeoutExpired("tesseract", 1)
        return [[]]

    monkeypatch.setattr(source_ocr, "_read", read)
    grey = Image.fromarray(np.arange(10_000, dtype=np.uint8).reshape(100, 100))
    assert source_ocr._words(None, [grey], 200, "3") == [[]]
    assert tried == [False, True]


@pytest.mark.parametrize("turn", [90, 180])
def test_a_page_that_lies_on_its_side_or_head_is_turned(tmp_path, require_tool, turn):
    require_tool("tesseract")
    image = typeset.pages(typeset.pdf(PROSE * 8))[0].rotate(turn, expand=True)
    found = source.read(typeset.save([image], tmp_path / "plan.png"))
    assert share_right(found, PROSE * 8) >= 0.98
    assert {line.box for line in found} == {None}


# --- pictures -----------------------------------------------------------------------------------


@pytest.mark.parametrize("angle", [-5.0, -0.7, 0.0, 1.3, 6.0])
def test_the_angle_of_a_page_is_found(angle):
    page = typeset.pages(typeset.pdf(PROSE * 8), 100)[0]
    turned = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert abs(source_image.skew(turned) + angle) <= 0.15


def test_shadows_and_grain_are_evened_out():
    page = np.asarray(typeset.pages(typeset.pdf(PROSE * 8), 100)[0], dtype=float)
    shade = np.linspace(1.0, 0.55, page.shape[1])[None, :]
    level = source_image.levelled(Image.fromarray((page * shade).astype(np.uint8)))
    dark = page < 100
    assert np.median(level[~dark]) == 255
    assert level[dark].mean() < 90


@pytest.mark.parametrize(
    ("image", "says"),
    [
        (Image.new("1", (9_500, 9_500)), "ảnh quá lớn"),
        (Image.new("1", (20_000, 20_000)), "quá lớn"),
    ],
)
def test_a_picture_that_unpacks_to_gigabytes_is_refused(tmp_path, image, says):
    Image.MAX_IMAGE_PIXELS, kept = None, Image.MAX_IMAGE_PIXELS
    path = typeset.save([image], tmp_path / "plan.png")
    Image.MAX_IMAGE_PIXELS = kept
    with pytest.raises(NotAPlanError, match=says):
        source.read(path)


def test_a_picture_cut_short_is_said_to_be_broken(tmp_path, require_tool):
    require_tool("tesseract")
    path = scan(tmp_path, PROSE)
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(NotAPlanError, match="hỏng"):
        source.read(path)


def test_the_picture_that_a_reviewer_sees_is_straight(tmp_path):
    path = scan(tmp_path, PROSE * 8, angle=3.0)
    assert abs(source_image.skew(source_scan.page_image(path, 1))) <= 0.2
    again = scan(tmp_path, PROSE * 8, "plan.pdf", angle=3.0)
    assert abs(source_image.skew(source_scan.page_image(again, 1))) <= 0.2
    plain = tmp_path / "plan.txt"
    plain.write_text("a", encoding="utf-8")
    with pytest.raises(NotAPlanError, match="không có ảnh trang"):
        source_scan.page_image(plain, 1)


# --- rules --------------------------------------------------------------------------------------


def drawn(rules, size=(800, 600), angle=0.0):
    image = Image.new("L", size, 255)
    pen = ImageDraw.Draw(image)
    for rule in rules:
        pen.line(rule, fill=0, width=3)
    pixels = np.asarray(image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255))
    return source_rules.grids(pixels < 160, 150)


BOX = [(50, y, 750, y) for y in (50, 150, 250)] + [(x, 50, x, 250) for x in (50, 300, 750)]


def spans(grid):
    return [(cell.rows, cell.columns) for cell in grid.cells]


@pytest.mark.parametrize("angle", [0.0, 0.1, -0.1])
def test_cells_between_rules_are_found(angle):
    (grid,) = drawn(BOX, angle=angle)
    assert spans(grid) == [
        ((0, 1), (0, 1)),
        ((0, 1), (1, 2)),
        ((1, 2), (0, 1)),
        ((1, 2), (1, 2)),
    ]


def test_cells_without_a_rule_between_them_are_one():
    rules = [r for r in BOX if r != (300, 50, 300, 250)] + [(300, 150, 300, 250)]
    (grid,) = drawn(rules)
    assert spans(grid)[0] == ((0, 1), (0, 2))
    assert source_rules.filled(grid, ["a", "b", "c"]) == (("a", ""), ("b", "c"))


def test_a_cell_over_rows_is_repeated():
    rules = [r for r in BOX if r != (50, 150, 750, 150)] + [(300, 150, 750, 150)]
    (grid,) = drawn(rules)
    assert source_rules.filled(grid, ["a", "b", "c"]) == (("a", "b"), ("a", "c"))


def test_a_table_open_at_its_sides_and_foot_has_its_outer_cells():
    rules = [(50, y, 750, y) for y in (50, 150)] + [(x, 50, x, 250) for x in (200, 500)]
    (grid,) = drawn(rules)
    assert (len(grid.xs), len(grid.ys)) == (4, 3)


@pytest.mark.parametrize("rules", [[], [(50, 50, 750, 50)], BOX[:1] + BOX[2:4] + BOX[5:]])
def test_a_lone_rule_and_a_frame_are_no_table(rules):
    assert drawn(rules) == []


def test_noise_is_answered_at_once():
    pixels = np.random.default_rng(0).random((2400, 1700)) < 0.5
    assert source_rules.grids(pixels, 200) == []
    assert source_rules.grids(np.ones((600, 500), dtype=bool), 200) == []
    assert source_rules.grids(np.zeros((3, 3), dtype=bool), 200) == []


# --- what is kept -------------------------------------------------------------------------------

PAGES = (
    Page(
        number=1,
        width=595.0,
        height=842.0,
        items=(
            Line(text="x", x0=1.0, top=2.0, x1=3.0, bottom=4.0, size=5.0, sure=0.9),
            Table(
                top=1.0,
                bottom=2.0,
                columns=(1.0, 2.0, 3.0),
                rows=(("a", "b"),),
                places=((1.0, 2.0),),
            ),
        ),
        sized=False,
    ),
)


def test_a_kept_reading_comes_back_as_it_was(tmp_path):
    source_cache.save(tmp_path / "a" / "b.json", PAGES)
    assert source_cache.load(tmp_path / "a" / "b.json") == PAGES


@pytest.mark.parametrize("text", ["", "[", "{}", "[1]", '[{"items": [{}]}]', json.dumps([{}])])
def test_a_damaged_reading_is_as_none(tmp_path, text):
    path = tmp_path / "b.json"
    path.write_text(text, encoding="utf-8")
    assert not source_cache.load(path)


def test_pages_of_a_pdf_that_are_scans_are_read_beside_its_text(tmp_path, require_tool):
    require_tool("tesseract")
    path = scan(tmp_path, f"Trang hai. {PROSE}", "scan.pdf")
    document = pdfium.PdfDocument(typeset.pdf(f"Trang một. {PROSE * 3}"))
    document.import_pages(pdfium.PdfDocument(path))
    document.save(tmp_path / "both.pdf")
    document.close()
    opened = source.open_source(tmp_path / "both.pdf")
    text = " ".join(" ".join(line.text for line in opened.lines).split())
    assert text == f"Trang một. {PROSE * 3}Trang hai. {PROSE}".strip()
    assert [note.code for note in opened.notes] == ["P081"]
    assert {line.page for line in opened.lines} == {1, 2}

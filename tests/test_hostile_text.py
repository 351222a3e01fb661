"""What an agency writes, however hostile, comes out of every format as plain text."""

import re
import zipfile

import docx
import openpyxl
import pikepdf
import pytest
from docx.oxml.ns import qn
from office import AGENCIES, GIANG, MONTH, PLAN, Office
from reading import html_page, lines, said, squeezed

from cchc_lib.submissions.results import LONGEST_NOTE

pytestmark = [pytest.mark.notebook, pytest.mark.slow, pytest.mark.xdist_group("hostile")]

LONG = "dài" * 1000
NOTES = {
    "script": "Khó <script>alert('x')</script><img src=x onerror=alert(1)> khăn",
    "formula": "=cmd|' /C calc'!A0",
    "link": '=HYPERLINK("http://x.example";"bấm") @SUM(1) +1 -1',
    "field": '{TOC \\o "1-3"} {{ 7*7 }} {% raw %} #link("a")[b] $x^2$',
    "long": f"Từ {LONG} hết",
    "emoji": "Cảm ơn 😀👍🏽 rất nhiều 汉",
    "direction": "trái\u202ephải\u2066giữa\u200f cuối",
}
CONTROL = "chuông\x7f_x0007_\u0085 hết"
SHOWN = {
    **NOTES,
    "direction": "tráiphảigiữa cuối",
    "long": NOTES["long"][:LONGEST_NOTE],  # what is kept of a note
}
SUFFIXES = ("html", "pdf", "docx", "xlsx")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The month's report and the agency's, of a workspace with one hostile submission."""
    office = Office(tmp_path_factory.mktemp("hostile"))
    assert office.plain("init", office.root, "--plan", PLAN, "--agencies", AGENCIES)[0] == 0
    office.call("forms", MONTH, "--agency", GIANG)
    book = openpyxl.load_workbook(office.blank(GIANG))
    results, activities = book["Kết quả"], book["Hoạt động"]
    place = {c.value: c for row in results.iter_rows() for c in row if c.value}
    rows = [c.row for c in place.values() if re.fullmatch(r"\d\.\d\w*-\d", str(c.value))]
    told = [*NOTES.values(), CONTROL]
    for n, (row, words) in enumerate(zip(rows, told, strict=False)):
        write(results.cell(row, place["Kết quả trong kỳ"].column), words if n == 0 else n)
        write(results.cell(row, place["Minh chứng"].column), words)
        write(results.cell(row, place["Khó khăn, kiến nghị"].column), words)
    heads = {c.value: c for row in activities.iter_rows() for c in row if c.value}
    for n, words in enumerate(told, start=1):
        row = heads["Tiêu đề"].row + n
        for name in ("Ngày", "Mã chỉ tiêu", "Tiêu đề", "Chủ đề", "Kênh", "Đường dẫn, minh chứng"):
            write(activities.cell(row, heads[name].column), words)
    path = office.inbox / "gửi <b>=1+1.xlsx"
    book.save(path)
    assert office.ingest(path, "--received", "2025-06-16")[1][0][0] == "accepted_with_findings"
    every = ("--to", ",".join(SUFFIXES))
    for more in ((), ("--agency", GIANG)):
        assert office.call("report", MONTH, *every, *more)[0] == 0
    folder = office.root / "outputs" / MONTH
    return {
        (name, suffix): folder / f"{stem}.{suffix}"
        for name, stem in (
            ("month", f"bao-cao-{MONTH}"),
            ("agency", f"don-vi/bao-cao-{MONTH}-{GIANG}"),
        )
        for suffix in SUFFIXES
    }


def write(cell, words):
    """Text as a person types it into a text cell."""
    cell.value = words
    if isinstance(words, str):
        cell.data_type = "s"


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", SHOWN)
def test_the_words_stand_as_they_were_written(files, name, suffix):
    text = squeezed("".join(lines(files["month", suffix])))
    words = SHOWN[name]
    if suffix == "pdf":  # letters that no font has are shown as codes
        words = re.sub("[\U0001f000-\U0001ffff汉]", lambda c: f"[U+{ord(c[0]):04X}]", words)
    assert squeezed(said(words)) in text


@pytest.mark.parametrize("report", ["month", "agency"])
def test_no_control_or_direction_character_comes_out(files, report):
    for suffix in SUFFIXES:
        text = "".join(lines(files[report, suffix]))
        assert (
            re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)
            == []
        )


@pytest.mark.parametrize("report", ["month", "agency"])
def test_nothing_becomes_an_element_a_formula_a_link_or_a_field(files, report):
    page = html_page(files[report, "html"])
    assert (
        page.xpath("//img | //iframe | //form | //*[@onerror] | //a[not(starts-with(@href, '#'))]")
        == []
    )
    assert files[report, "html"].read_text(encoding="utf-8").count("<script") == 1

    cells = [
        c for s in openpyxl.load_workbook(files[report, "xlsx"]) for r in s.iter_rows() for c in r
    ]
    ours = re.compile(r"=(SUM\([A-Z]+\d+:[A-Z]+\d+\)|[A-Z]+\d+/[A-Z]+\d+)")
    active = [c for c in cells if str(c.value).startswith(("=", "+", "-", "@"))]
    theirs = [c for c in active if not (c.data_type == "f" and ours.fullmatch(c.value))]
    assert all(c.data_type == "s" and c.quotePrefix for c in theirs)
    assert all(c.hyperlink.target is None for c in cells if c.hyperlink)

    body = docx.Document(files[report, "docx"]).element.body
    assert list(body.iter(qn("w:instrText"), qn("w:fldSimple"), qn("w:object"))) == []
    with zipfile.ZipFile(files[report, "docx"]) as parts:
        assert not [n for n in parts.namelist() if b'TargetMode="External"' in parts.read(n)]

    with pikepdf.open(files[report, "pdf"]) as file:
        kinds = {
            str(one.get("/S", "")) for one in file.objects if isinstance(one, pikepdf.Dictionary)
        }
        assert kinds.isdisjoint({"/URI", "/Launch", "/JavaScript", "/GoToR"})


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("report", ["month", "agency"])
def test_the_page_does_not_scroll_sideways_or_run_anything(browser, files, report, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    noted = []
    page.on("dialog", lambda dialog: (noted.append("dialog"), dialog.dismiss()))
    page.on("pageerror", lambda error: noted.append(str(error)))
    page.on("request", lambda request: noted.append(request.url))
    page.goto(files[report, "html"].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [note for note in noted if not note.startswith(("file:", "data:"))] == []

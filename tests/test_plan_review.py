"""Reviewed readings: the CSV beside the plan, the workbook for a clerk, and what is refused."""

import csv
import datetime as dt
import hashlib
import io
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import typeset
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from sample import PLAN

from cchc_lib.cli.main import run
from cchc_lib.errors import ConfigError
from cchc_lib.model import Task
from cchc_lib.plan import reading, review, source
from cchc_lib.plan.review import Correction, Corrections, checksum
from cchc_lib.plan.source import ReadLine

EXAMPLE = Path(__file__).parents[1] / "data/raw/plan/ke-hoach-54-KH-UBND-2025.ocr.txt"


def lines(*raw: str, text: str = "", confidence: float = 0.5) -> tuple[ReadLine, ...]:
    return tuple(
        ReadLine(number=n, raw=row, text=text or row, confidence=confidence)
        for n, row in enumerate(raw, 1)
    )


def row(line: int, raw: str, text: str, by: str = "") -> Correction:
    return Correction(line=line, sha256=checksum(raw), raw=raw, text=text, reviewed_by=by)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach-9.ocr.txt"
    path.write_text("mot\nhai\nba\n", encoding="utf-8")
    return path


def keep(plan: Path, *rows: Correction) -> None:
    review.save_reading(plan, Corrections(file=plan.name, rows=rows))


def read_cells(path: Path, sheet: str = review.LINES) -> list[list[object]]:
    return [list(values) for values in openpyxl.load_workbook(path)[sheet].values]


def fill(path: Path, line: int, *, text: object = None, by: str | None = None) -> None:
    """What a clerk does: writes into the row of a line and saves."""
    book = openpyxl.load_workbook(path)
    for cells in book[review.LINES].iter_rows(min_row=2):
        if cells[0].value == line:
            cells[7].value, cells[8].value = text, by
    book.save(path)


# --- the CSV ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ke-hoach-9.ocr.txt", "ke-hoach-9.txt", "ke-hoach-9.pdf"])
def test_a_reading_has_the_name_of_its_plan(name: str) -> None:
    assert review.reading_path(Path("a") / name) == Path("a/ke-hoach-9.reading.csv")


def test_a_checksum_is_of_the_raw_line_without_the_space_around_it() -> None:
    assert checksum("\f hai\r\n") == hashlib.sha256(b"hai").hexdigest()[:16]


def test_without_a_reading_lines_stay_as_they_are(plan: Path) -> None:
    assert review.apply_reading(lines("mot", "hai"), plan) == (lines("mot", "hai"), ())


def test_a_correction_replaces_the_text_and_marks_the_line(plan: Path) -> None:
    keep(plan, row(2, "hai", "hài"))
    found, findings = review.apply_reading(lines("mot", "hai", "ba"), plan)
    assert findings == ()
    assert [(line.text, line.reviewed, line.confidence) for line in found] == [
        ("mot", False, 0.5),
        ("hài", True, 1.0),
        ("ba", False, 0.5),
    ]
    assert found[1].raw == "hai"


def test_a_correction_equal_to_the_reading_marks_the_line_too(plan: Path) -> None:
    keep(plan, row(1, "mot", "mot"))
    found, findings = review.apply_reading(lines("mot"), plan)
    assert (found[0].text, found[0].reviewed, findings) == ("mot", True, ())


def test_a_line_that_moved_is_found_by_its_checksum(plan: Path) -> None:
    keep(plan, row(2, "hai", "hài"))
    found, findings = review.apply_reading(lines("mới", "mot", "hai", "ba"), plan)
    assert [line.text for line in found] == ["mới", "mot", "hài", "ba"]
    assert findings == ()


def test_equal_lines_that_moved_take_their_corrections_in_order(plan: Path) -> None:
    keep(plan, row(1, "hai", "hài"), row(2, "hai", "hái"))
    found, _ = review.apply_reading(lines("x", "y", "hai", "hai"), plan)
    assert [line.text for line in found] == ["x", "y", "hài", "hái"]


def test_a_correction_of_a_line_that_is_gone_is_reported_and_not_applied(plan: Path) -> None:
    keep(plan, row(1, "mot", "một"), row(2, "co quan chu tri", "cơ quan chủ trì"))
    found, findings = review.apply_reading(lines("mot"), plan)
    assert [line.text for line in found] == ["một"]
    assert [(f.code, f.lines, f.file) for f in findings] == [("P101", (2, 2), plan.name)]
    assert "co quan chu tri" in findings[0].message


def test_a_correction_of_a_line_that_changed_is_reported_and_not_applied(plan: Path) -> None:
    keep(plan, row(1, "mot", "một"), row(2, "co quan chu tri", "cơ quan chủ trì"))
    found, findings = review.apply_reading(lines("mot", "co quan chu tri:"), plan)
    assert found[1].text == "co quan chu tri:"
    assert not found[1].reviewed
    assert [f.code for f in findings] == ["P102"]


def test_a_reading_of_another_plan_is_one_finding(plan: Path) -> None:
    keep(plan, row(1, "mot", "một"), row(2, "hai", "hài"))
    given_lines = lines("khac han", "khong giong")
    found, findings = review.apply_reading(given_lines, plan)
    assert found == given_lines
    assert [f.code for f in findings] == ["P103"]


def test_corrections_are_merged_and_newer_ones_win(plan: Path) -> None:
    keep(plan, row(1, "mot", "một"), row(3, "ba", "bà"))
    newer = (row(2, "hai", "hài"), row(3, "ba", "bá", by="An"))
    assert review.save_reading(plan, Corrections(file=plan.name, rows=newer)) == 2
    rows = review.load_reading(review.reading_path(plan))
    assert [(r.line, r.text, r.reviewed_by) for r in rows] == [
        (1, "một", ""),
        (2, "hài", ""),
        (3, "bá", "An"),
    ]


def test_a_reading_is_a_csv_that_excel_shows_right(plan: Path) -> None:
    keep(plan, row(1, "mot", "một, hai"))
    data = review.reading_path(plan).read_bytes()
    assert data.startswith(b"\xef\xbb\xbfline,sha256,raw,text,reviewed_by\r\n")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1][3] == "một, hai"


def test_nothing_to_save_writes_no_file(plan: Path) -> None:
    assert review.save_reading(plan, Corrections(file=plan.name, rows=())) == 0
    assert not review.reading_path(plan).exists()


def test_a_reading_is_not_written_beside_a_plan_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"thieu\.txt"):
        keep(tmp_path / "thieu.txt", row(1, "mot", "một"))


def test_a_reading_saved_with_semicolons_is_read(plan: Path) -> None:
    keep(plan, row(1, "mot", "một"))
    path = review.reading_path(plan)
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    assert [r.text for r in review.load_reading(path)] == ["một"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "thiếu cột line"),
        ("line,sha256,raw,text\nhai,0123456789abcdef,x,y\n", "cột line"),
        ("line,sha256,raw,text\n1,0123,x,y\n", "cột sha256"),
        ("line,sha256,raw,text\n1\n", "cột sha256"),
    ],
)
def test_a_table_that_is_no_reading_says_what_is_wrong(plan: Path, text: str, said: str) -> None:
    review.reading_path(plan).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        review.apply_reading(lines("mot"), plan)


def test_the_reading_of_the_example_fits_every_line_of_its_plan() -> None:
    raw = source.read(EXAMPLE)
    given_lines = tuple(
        ReadLine(number=line.number, raw=line.text, text=line.text, confidence=0.5) for line in raw
    )
    found, findings = review.apply_reading(given_lines, EXAMPLE)
    assert findings == ()
    rows = {r.line: r for r in review.load_reading(review.reading_path(EXAMPLE))}
    assert all((line.text == rows[line.number].text) for line in found if line.number in rows)
    left = [line.raw for line in found if line.raw.strip() and not line.reviewed]
    assert all(text.isascii() and len(text.split()) == 1 for text in left)


# --- the workbook -----------------------------------------------------------------------


@pytest.fixture
def workbook(plan: Path, tmp_path: Path) -> Path:
    read = (
        ReadLine(number=1, raw="mot", text="một", confidence=0.99),
        ReadLine(number=2, raw="hai", text="hài", confidence=0.4, page=2),
        ReadLine(number=3, raw="ba", text="bà", confidence=1.0, reviewed=True),
        ReadLine(number=4, raw=" ", text="", confidence=1.0),
        ReadLine(number=5, raw="=cmd|'/c calc'!A1", text="=1+1", confidence=0.9),
        ReadLine(number=6, raw="- Co quan\x07", text="- Cơ quan", confidence=0.95),
    )
    output = tmp_path / "soat.xlsx"
    review.write_workbook(PLAN, read, plan, output)
    return output


def test_doubtful_lines_come_first_reviewed_ones_last_blank_ones_not(workbook: Path) -> None:
    rows = read_cells(workbook)
    assert rows[0] == [
        "Dòng", "Trang", "Nhiệm vụ", "Dòng gốc", "Ảnh bản gốc", "Cách đọc", "Độ tin cậy",
        "Sửa thành", "Người soát",
    ]  # fmt: skip
    assert [values[0] for values in rows[1:]] == [2, 5, 6, 1, 3]
    assert rows[1][:2] == [2, 2]
    assert rows[1][3:7] == ["hai", None, "hài", 0.4]
    assert rows[-1][6] == "Đã soát"


def test_confidence_is_shown_by_colour_and_number(workbook: Path) -> None:
    sheet = openpyxl.load_workbook(workbook)[review.LINES]
    colours = [sheet.cell(row=n, column=7).fill.start_color.rgb for n in range(2, 7)]
    assert len(set(colours)) == 4
    assert sheet.cell(row=2, column=7).number_format == "0%"


def test_hostile_text_is_stored_as_text(workbook: Path) -> None:
    sheet = openpyxl.load_workbook(workbook)[review.LINES]
    cells = [cell for cells in sheet.iter_rows(min_row=2) for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=cmd|'/c calc'!A1" in [cell.value for cell in cells]
    assert "- Co quan" in [cell.value for cell in cells]
    guarded = [cell for cell in cells if str(cell.value or "")[:1] in set("=-")]
    assert all(cell.quotePrefix and cell.number_format == "@" for cell in guarded)


def test_sheets_are_frozen_and_print_on_one_page_across(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    assert book.sheetnames[:2] == [review.LINES, review.TASKS]
    assert book[review.HIDDEN].sheet_state == "hidden"
    for name in (review.LINES, review.TASKS):
        assert book[name].freeze_panes == "A2"
        assert book[name].page_setup.orientation == "landscape"
        assert book[name].page_setup.fitToHeight == 0
        assert book[name].print_title_rows == "$1:$1"


def test_tasks_are_shown_as_they_were_understood(workbook: Path) -> None:
    rows = read_cells(workbook, review.TASKS)
    assert [values[0] for values in rows[1:]] == [task.task_id for task in PLAN.tasks]
    task = next(task for task in PLAN.tasks if task.quotas)
    shown = next(values for values in rows if values[0] == task.task_id)
    assert shown[2] == task.title
    assert shown[3] == "\n".join(a.text for a in task.named("lead"))
    assert task.quotas[0].unit in str(shown[7])


def test_the_same_reading_gives_the_same_bytes(plan: Path, workbook: Path, tmp_path: Path) -> None:
    again = tmp_path / "b" / "soat.xlsx"
    read = tuple(ReadLine(number=1, raw=raw, text=raw, confidence=0.5) for raw in ("mot", "hai"))
    review.write_workbook(PLAN, read, plan, workbook)
    review.write_workbook(PLAN, read, plan, again)
    assert workbook.read_bytes() == again.read_bytes()
    properties = openpyxl.load_workbook(again).properties
    assert properties.modified.isoformat() == "2000-01-01T00:00:00"
    assert properties.creator == PLAN.issuer


def test_an_untouched_workbook_corrects_nothing(plan: Path, workbook: Path) -> None:
    found = review.read_workbook(workbook)
    assert (found.file, found.rows) == (plan.name, ())
    assert found.plan_sha256 == hashlib.sha256(plan.read_bytes()).hexdigest()


def test_a_correction_comes_back_with_the_line_it_belongs_to(workbook: Path) -> None:
    fill(workbook, 2, text="  hái  lộc ", by="An")
    assert review.read_workbook(workbook).rows == (row(2, "hai", "hái lộc", by="An"),)


def test_a_name_alone_confirms_the_reading(workbook: Path) -> None:
    fill(workbook, 1, by="An")
    assert review.read_workbook(workbook).rows == (row(1, "mot", "một", by="An"),)


def test_a_clerks_sorting_and_new_columns_do_not_matter(workbook: Path) -> None:
    fill(workbook, 1, text="mốt")
    fill(workbook, 6, text="- Cơ quan:")
    book = openpyxl.load_workbook(workbook)
    sheet = book[review.LINES]
    sheet.insert_cols(1)
    sheet.cell(row=1, column=1, value="Ghi chú")
    values = [[cell.value for cell in cells] for cells in sheet.iter_rows(min_row=2)]
    for at, cells in enumerate(reversed(values), 2):
        for column, value in enumerate(cells, 1):
            sheet.cell(row=at, column=column).value = value
    book.save(workbook)
    assert [(r.line, r.text) for r in review.read_workbook(workbook).rows] == [
        (1, "mốt"),
        (6, "- Cơ quan:"),
    ]


def test_corrections_go_from_the_workbook_into_the_reading(plan: Path, workbook: Path) -> None:
    fill(workbook, 2, text="hái", by="An")
    assert review.save_reading(plan, review.read_workbook(workbook)) == 1
    found, findings = review.apply_reading(lines("mot", "hai", "ba"), plan)
    assert (found[1].text, found[1].reviewed, findings) == ("hái", True, ())


@settings(max_examples=8, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30))
def test_any_correction_survives_the_csv(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    plan = tmp_path_factory.mktemp("p") / "k.txt"
    plan.write_text("mot\n", encoding="utf-8")
    keep(plan, row(1, "mot", text))
    assert review.load_reading(review.reading_path(plan)) == (row(1, "mot", text),)


@pytest.mark.parametrize("content", [b"", b"xin chao", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_workbook_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "soat.xlsx"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="không phải bảng soát"):
        review.read_workbook(path)


def test_another_workbook_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "khac.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(ConfigError, match="cchc plan review"):
        review.read_workbook(path)


def change(path: Path, sheet: str, cell: str, value: object) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet][cell].value = value
    book.save(path)


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "said"),
    [
        (review.HIDDEN, "B1", "../../etc/passwd", "không hợp lệ"),
        (review.HIDDEN, "B1", "..\\x.txt", "không hợp lệ"),
        (review.HIDDEN, "A1", "khác", "không phải bảng soát"),
        (review.LINES, "H1", "Chữ khác", "thiếu cột Sửa thành"),
    ],
)
def test_a_workbook_that_was_tampered_with_is_refused(
    workbook: Path, sheet: str, cell: str, value: str, said: str
) -> None:
    change(workbook, sheet, cell, value)
    with pytest.raises(ConfigError, match=said):
        review.read_workbook(workbook)


def test_a_line_number_that_is_not_in_the_plan_is_refused(workbook: Path) -> None:
    fill(workbook, 2, text="hái")
    change(workbook, review.LINES, "A2", 99)
    with pytest.raises(ConfigError, match="số dòng “99”"):
        review.read_workbook(workbook)


def test_a_plan_without_tasks_or_lines_still_gives_a_workbook(plan: Path, tmp_path: Path) -> None:
    output = tmp_path / "trong.xlsx"
    review.write_workbook(replace(PLAN, tasks=(), issuer=""), (), plan, output)
    assert review.read_workbook(output).rows == ()


# --- what a clerk does with it ----------------------------------------------------------------

PLAN_TEXT = """UBND XÃ SƠN MAI
Số: 12/KH-UBND
Sơn Mai, ngày 15 tháng 01 năm 2026

KẾ HOẠCH
Truyền thông về cải cách hành chính năm 2026

II. NHIỆM VỤ

1. Về cải cách hành chính

1.1. Đăng tin, bài về cải cách hành chính trên Trang thông tin điện tử xã
- Tần suất: 05 tin, bài/tháng.
- Cơ quan chủ trì: Văn phòng HĐND và UBND xã.
- Cơ quan phối hợp: Các thôn.
- Thời gian thực hiện: Thường xuyên.

1.2. Tổ chức hội nghị tuyên truyền về chuyển đổi số
- Cơ quan chủ trì: Phòng Văn hóa - Xã hội.
- Thời gian thực hiện: Quý II năm 2026.

Nơi nhận:
- Lưu: VT.
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A plan outside any workspace."""
    path = tmp_path / "ke-hoach-12.txt"
    path.write_text(PLAN_TEXT, encoding="utf-8")
    return path


def edit(path: Path, changes: dict[str, str], by: str = "Lan") -> None:
    """Change words in the column "Cách đọc" itself, as a clerk would."""
    book = openpyxl.load_workbook(path)
    sheet = book[review.LINES]
    done = set()
    for cells in sheet.iter_rows(min_row=2):
        for old, new in changes.items():
            if old in str(cells[5].value):
                cells[5].value = str(cells[5].value).replace(old, new)
                cells[8].value = by
                done.add(old)
    assert done == set(changes)
    book.save(path)


def reviewed(capsys: pytest.CaptureFixture[str], plan: Path, changes: dict[str, str]) -> str:
    """review → edit → apply; what apply says on stderr."""
    sheet = plan.with_name("soat.xlsx")
    assert run(["plan", "review", str(plan), "-o", str(sheet)]) == 0
    edit(sheet, changes)
    capsys.readouterr()
    assert run(["plan", "apply", str(sheet), "--plan", str(plan)]) == 0
    return capsys.readouterr().err


def tasks_of(plan: Path) -> dict[str, Task]:
    return {task.task_id: task for task in reading.read_plan(plan)[0].tasks}


def test_an_edit_in_place_corrects_the_fields_and_is_told(office, capsys) -> None:
    err = reviewed(
        capsys, office, {"05 tin": "08 tin", "Các thôn": "Công an xã", "Quý II": "Quý III"}
    )
    tasks = tasks_of(office)
    assert [(q.count, q.unit, q.per) for q in tasks["1.1"].quotas] == [(8, "tin, bài", "month")]
    assert [a.text for a in tasks["1.1"].named("coordinate")] == ["Công an xã"]
    assert tasks["1.2"].schedule.start == dt.date(2026, 7, 1)
    assert [a.text for a in tasks["1.1"].named("lead")] == ["Văn phòng HĐND và UBND xã"]
    assert "1.1" in err
    assert "Công an xã" in err
    assert "Traceback" not in err


def test_a_quota_without_unit_is_explained(office, capsys) -> None:
    err = reviewed(capsys, office, {"05 tin, bài/tháng": "05/tháng"})
    assert "P106 (dòng 13): Dòng 13: “05/tháng” có số mà không có đơn vị tính" in err
    assert "chỉ tiêu" in err


def test_an_agency_that_does_not_exist_is_explained(example, capsys) -> None:
    plan = example / "data/raw/plan/ke-hoach-12.txt"
    text = PLAN_TEXT.replace("UBND XÃ SƠN MAI", "UBND HUYỆN TRÀ BỒNG")
    plan.write_text(text.replace("Văn hóa - Xã hội", "Nội vụ"), encoding="utf-8")
    err = reviewed(capsys, plan, {"Phòng Nội vụ.": "Phòng Hành tinh và Vũ trụ."})
    assert "“Phòng Hành tinh và Vũ trụ” không có trong danh mục đơn vị" in err


def test_a_line_that_changed_since_is_explained(office, capsys) -> None:
    sheet = office.with_name("soat.xlsx")
    run(["plan", "review", str(office), "-o", str(sheet)])
    edit(sheet, {"Các thôn": "Công an xã"})
    office.write_text(PLAN_TEXT.replace("Các thôn", "Các tổ dân phố"), encoding="utf-8")
    capsys.readouterr()
    assert run(["plan", "apply", str(sheet), "--plan", str(office)]) == 0
    assert "không dòng nào khớp" in capsys.readouterr().err


def test_corrections_that_the_reader_no_longer_needs_are_told(office, capsys) -> None:
    reviewed(capsys, office, {"Các thôn": "Công an xã"})
    office.write_text(PLAN_TEXT, encoding="utf-8")
    keep(office, row(15, "- Cơ quan phối hợp: Các thôn.", "- Cơ quan phối hợp: Các thôn."))
    found = review.unneeded(reading.read_lines(office, review=False), office)
    assert [one.code for one in found] == ["P104"]
    assert "1 dòng đã soát (đầu tiên là dòng 15)" in found[0].message


def test_a_line_that_holds_nothing_is_dropped_by_a_word(office, capsys) -> None:
    reviewed(capsys, office, {"- Cơ quan phối hợp: Các thôn.": "(bỏ)"})
    assert tasks_of(office)["1.1"].named("coordinate") == ()


def test_an_emptied_reading_is_asked_about(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book[review.LINES]["F2"].value = None
    book.save(workbook)
    with pytest.raises(ConfigError, match=r"dòng 2 bị xóa trống.*\(bỏ\)"):
        review.read_workbook(workbook)


def test_a_row_of_a_table_is_corrected_by_its_cells(plan: Path, tmp_path: Path) -> None:
    cells = ("1", "Hop bao", "", "Quy II")
    line = ReadLine(number=1, raw="1 | Hop bao | Quy II", text="1 | Họp bao | Quý II",
                    confidence=0.5, cells=("1", "Họp bao", "", "Quý II"), table=1)  # fmt: skip
    output = tmp_path / "soat.xlsx"
    review.write_workbook(replace(PLAN, tasks=()), (line,), plan, output)
    assert read_cells(output)[1][5] == "1 | Họp bao |  | Quý II"
    edit(output, {"bao |  |": "báo | UBND xã |"})
    keep(plan, *review.read_workbook(output).rows)
    found, notes = review.apply_reading((line,), plan)
    assert (found[0].cells, notes) == (("1", "Họp báo", "UBND xã", "Quý II"), ())
    assert found[0].text == "1 | Họp báo | UBND xã | Quý II"
    assert len(cells) == len(found[0].cells or ())
    keep(plan, row(1, line.raw, "1 | Họp báo | Quý II"))
    found, notes = review.apply_reading((line,), plan)
    assert [one.code for one in notes] == ["P105"]
    assert found == (line,)


def test_few_likely_readings_are_offered_as_a_list(plan: Path, tmp_path: Path) -> None:
    raw = "linh hoat, tan dung uu the cua cong nghé sé dé cac ndi dung tuyen truyén"
    read = "linh hoạt, tận dụng ưu thế của công nghệ số đề các nội dung tuyên truyền"
    line = ReadLine(number=1, raw=raw, text=read, confidence=0.5)
    output = tmp_path / "soat.xlsx"
    review.write_workbook(replace(PLAN, tasks=()), (line,), plan, output)
    book = openpyxl.load_workbook(output)
    checks = book[review.LINES].data_validations.dataValidation
    (listed,) = [one for one in checks if one.type == "list"]
    assert str(listed.sqref) == "H2"
    assert not listed.showErrorMessage
    sheet, cells = listed.formula1.split("!")
    offered = [c.value for c in book[sheet.strip("'")][cells.replace("$", "")][0]]
    assert read.replace("đề các", "để các") in offered
    assert 1 <= len(offered) <= 3


def test_lines_of_tasks_come_before_others_of_their_colour(plan: Path, tmp_path: Path) -> None:
    task = next(task for task in PLAN.tasks if task.source.line_start)
    first = task.source.line_start or 0
    read = tuple(
        ReadLine(number=n, raw="mot", text="một", confidence=0.5) for n in (1, first, first + 900)
    )
    output = tmp_path / "soat.xlsx"
    review.write_workbook(replace(PLAN, tasks=(task,)), read, plan, output)
    rows = read_cells(output)[1:]
    assert rows[0][:3] == [first, None, task.task_id]


def test_doubtful_lines_of_a_scan_show_what_stands_on_the_page(
    tmp_path: Path, require_tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    require_tool("tesseract")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    image = typeset.scanned(
        typeset.pages(typeset.pdf(PLAN_TEXT.replace("\n", " \\ ")), 150)[0], 1.2
    )
    scan = typeset.save([image], tmp_path / "quet.pdf")
    found, read = reading.read_plan(scan)
    read = tuple(replace(line, confidence=0.4) for line in read)
    output = tmp_path / "soat.xlsx"
    review.write_workbook(found, read, scan, output)
    sheet = openpyxl.load_workbook(output)[review.LINES]
    shown = [line for line in read if line.text.strip()]
    assert len(sheet._images) == len(shown)
    assert not sheet.column_dimensions["E"].hidden
    assert output.stat().st_size < 400_000
    pictures = {image.anchor._from.row + 1: image for image in sheet._images}
    for at in range(2, len(shown) + 2):
        picture = Image.open(io.BytesIO(pictures[at]._data())).convert("L")
        assert picture.getextrema()[0] < 120  # print
        assert picture.width > 3 * picture.height or len(str(sheet.cell(at, 6).value)) < 12


@pytest.mark.office
def test_a_copy_that_libreoffice_saved_says_the_same(office, tmp_path: Path, require_tool) -> None:
    soffice = require_tool("soffice")
    sheet = tmp_path / "soat.xlsx"
    run(["plan", "review", str(office), "-o", str(sheet)])
    edit(sheet, {"05 tin": "08 tin"})
    fill(sheet, 14, text="- Cơ quan chủ trì: Công an xã.", by="Lan")
    kept = review.read_workbook(sheet)
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(tmp_path / "saved"), str(sheet)],
        check=True, capture_output=True,
    )  # fmt: skip
    assert review.read_workbook(tmp_path / "saved" / "soat.xlsx") == kept
    assert [one.line for one in kept.rows] == [13, 14]
    assert run(["plan", "apply", str(tmp_path / "saved/soat.xlsx"), "--plan", str(office)]) == 0
    assert [a.text for a in tasks_of(office)["1.1"].named("lead")] == ["Công an xã"]

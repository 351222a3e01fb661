"""Restoring damaged lines: what is repaired, what is left alone, and how sure it is."""

import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import REGISTRY

from cchc_lib.plan import language, parse, source, spelling
from cchc_lib.plan.confusions import Speller, emission
from cchc_lib.plan.corrections import load_reading, reading_path
from cchc_lib.plan.pieces import cut
from cchc_lib.plan.restore import doubtful, restore
from cchc_lib.plan.source import ReadLine, SourceLine

EXAMPLE = Path(__file__).parents[1] / "data/raw/plan/ke-hoach-54-KH-UBND-2025.ocr.txt"

CLEAN = """KẾ HOẠCH
Truyền thông về cải cách hành chính năm 2026 trên địa bàn xã An Bình
1.1. Tổ chức tập huấn kỹ năng số cho Tổ công nghệ số cộng đồng
- Cơ quan chủ trì: Phòng Văn hóa - Xã hội; UBND xã Cẩm Tú.
- Thời gian: Quý II/2026, 05 tin, bài/tháng (khoảng 50 tin, bài/năm)
Kon Plông, Đắk Lắk, fanpage, video clip, QĐ 12/QĐ-UBND ngày 05/01/2026
Email: hotro@example.vn
Microsoft Teams and other tools are used for online meetings."""

# Written for this test and damaged by hand the way readers without Vietnamese letters do it.
DAMAGED = """KE HOACH
Tuyén truyén cai cach hanh chinh va chuyén d6i s6 trén dia ban huyén

- Co quan cht tri: Phong Ni vu.
- Thoi gian thyc hién: Thuong xuyén trong nam.
1. Nang cao nhén thire, trach nhiém cua cén b), c6ng chirc, vién chirc va nguoi
lao dong trong viéc cung cdp dich vu céng tryc tuyén.
2. Ban hanh Quyét dinh s6 1234/QD-UBND ngay 05/3/2024; 12 tin, bai/thang."""


def lines(text: str) -> tuple[SourceLine, ...]:
    return tuple(SourceLine(number=n, text=t) for n, t in enumerate(text.split("\n"), 1))


def texts(found: tuple[ReadLine, ...]) -> list[str]:
    return [line.text for line in found]


def test_clean_vietnamese_comes_out_unchanged_and_certain() -> None:
    found = restore(lines(CLEAN), None)
    assert texts(found) == CLEAN.split("\n")
    assert {line.confidence for line in found} == {1.0}


def test_decomposed_letters_are_composed_and_nothing_else() -> None:
    found = restore(lines(unicodedata.normalize("NFD", CLEAN)), None)
    assert texts(found) == CLEAN.split("\n")


def test_damaged_lines_become_vietnamese() -> None:
    found = texts(restore(lines(DAMAGED), None))
    assert found[0] == "KẾ HOẠCH"
    assert found[1] == "Tuyên truyền cải cách hành chính và chuyển đổi số trên địa bàn huyện"
    assert found[3] == "- Cơ quan chủ trì: Phòng Nội vụ."
    assert found[4] == "- Thời gian thực hiện: Thường xuyên trong năm."
    assert found[6] == "lao động trong việc cung cấp dịch vụ công trực tuyến."


def test_each_line_keeps_its_number_its_raw_text_and_its_page() -> None:
    given_lines = [SourceLine(number=7, text="  Tuyén truyén vé cai cach ", page=3)]
    (found,) = restore(given_lines, None)
    assert (found.number, found.raw, found.page) == (7, "  Tuyén truyén vé cai cach ", 3)
    assert not found.reviewed


def test_a_blank_line_stays_blank() -> None:
    assert texts(restore(lines(DAMAGED), None))[2] == ""


def test_numbers_dates_and_codes_are_kept() -> None:
    found = texts(restore(lines(DAMAGED), None))[7]
    assert found == "2. Ban hành Quyết định số 1234/QĐ-UBND ngày 05/3/2024; 12 tin, bài/tháng."


def test_a_line_that_lost_its_marks_in_a_clean_text_is_restored() -> None:
    bare = "Phong Noi vu chu tri, phoi hop voi cac co quan, don vi lien quan"
    found = restore(lines(f"{CLEAN}\n{bare}"), None)[-1]
    assert found.text == "Phòng Nội vụ chủ trì, phối hợp với các cơ quan, đơn vị liên quan"
    assert found.confidence < 1


def test_an_unreadable_word_stays_and_lowers_the_confidence() -> None:
    found = restore(lines("Tuyén truyén vé xqzwkj cai cach hanh chinh"), None)[0]
    assert "xqzwkj" in found.text
    assert found.confidence < 0.95


def test_a_name_of_the_registry_is_read_where_it_is_known() -> None:
    damaged = lines("Phong Ni vu, UBND xi Cam Ti va cac co quan, don vi lién quan")
    assert "Cẩm Tú" in texts(restore(damaged, REGISTRY))[0]
    assert "Cẩm Tú" not in texts(restore(damaged, None))[0]


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("vé CPS va CBS cla huyén", "CĐS"),
        ("Van phong HDND va UBND huyén", "HĐND"),
        ("nang cao chi s6 PAPL, PCL cia tinh", "PAPI, PCI"),
    ],
)
def test_known_abbreviations_are_set_right(raw: str, read: str) -> None:
    assert read in texts(restore(lines(raw), None))[0]


def test_an_abbreviation_that_the_document_explains_is_set_right_everywhere() -> None:
    before, explained, after = texts(
        restore(
            lines(
                "Giao TTPHM theo d6i viéc thyc hién\n"
                "Trung tam diéu hanh mdi (sau day goi tat la TTBHM) cua huyén dat tai xa\n"
                "cac co quan, don vi phdi hop voi TTDHM trong qua trinh thyc hién"
            ),
            None,
        )
    )
    assert "Giao TTĐHM" in before
    assert "là TTĐHM)" in explained
    assert "TTĐHM" in after


def test_an_unknown_abbreviation_is_left_alone() -> None:
    assert "XYZT" in texts(restore(lines("Phong XYZT chu tri thyc hién viéc nay"), None))[0]


@pytest.mark.parametrize(
    ("raw", "read"),
    [("|. MUC PICH, YEU CAU", "I. MỤC ĐÍCH, YÊU CẦU"), ("I11. NHIEM VU", "III. NHIỆM VỤ")],
)
def test_headings_keep_their_capitals_and_get_their_roman_number(raw: str, read: str) -> None:
    assert texts(restore(lines(raw), None)) == [read]


def test_glued_words_are_parted() -> None:
    assert texts(restore(lines("UY BAN NHANDAN HUYEN"), None)) == ["ỦY BAN NHÂN DÂN HUYỆN"]


def test_a_word_damaged_into_another_word_is_told_by_its_neighbours() -> None:
    damaged = lines("Uy ban Mit tran To quoc huyén va cac to chac chinh tri - xa hoi")
    assert texts(restore(damaged, None))[0].endswith("các tổ chức chính trị - xã hội")


def test_pieces_lose_nothing_of_a_line_without_codes() -> None:
    line = "- Co quan phdi hop: Céc co quan, don vi (n€u c6)… bai/thang; “hét”./."
    assert "".join(piece.text for piece in cut(line)) == line


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_text_gives_one_line_for_each_line(rows: list[str]) -> None:
    found = restore([SourceLine(number=n, text=row) for n, row in enumerate(rows, 1)], None)
    assert [line.raw for line in found] == rows
    assert all(0 <= line.confidence <= 1 for line in found)


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("Thoi gian thuc hién: Quy 11/2025.", "Quý II/2025."),
        ("Thoi gian thuc hién: Quy H nam 2025", "Quý II năm 2025"),
        ("Thoi gian thuc hién: Quy IIT/2025", "Quý III/2025"),
        ("Thoi gian thuc hién: Quy 1/2025", "Quý 1/2025"),
        ("Ban Chap hanh Trung wong Dang khoa XI1 vé d6i mdi", "khóa XII"),
        ("doi mdi 18 16i lam viéc, phuong thtrc", "lề lối làm việc"),
        ("thuc hién Nghi quyét 30 35/2023 cua Quéc hoi", "Nghị quyết số 35/2023"),
        ("Ké hoach sé 1 44-KH/HU ngay 25/10/2023", "144-KH/HU"),
        ("S6: 54 /KH-UBND", "54/KH-UBND"),
        ("thuc hién Ngh; quyét cua Chinh phu", "Nghị quyết của"),
        ("can ct? vao tinh hinh thuc té cua don vi", "căn cứ vào"),
    ],
)
def test_numbers_stops_and_strokes_that_were_letters_are_letters_again(raw: str, read: str) -> None:
    assert read in texts(restore(lines(raw), None))[0]


@pytest.mark.parametrize(
    "raw", ["trong thang 6 nam 2025", "05 tin, bai/thang (khoang 50 tin, bai/nam)", "30 hoi nghi"]
)
def test_numbers_that_are_numbers_stay(raw: str) -> None:
    numbers = list(re.findall(r"\d+", raw))
    assert re.findall(r"\d+", texts(restore(lines(raw), None))[0]) == numbers


def test_headings_are_roman_where_others_are() -> None:
    found = texts(restore(lines("1. MUC DICH, YEU CAU\n\nII. NHIEM VU CU THE"), None))
    assert found[0] == "I. MỤC ĐÍCH, YÊU CẦU"
    assert texts(restore(lines("1. MUC DICH, YEU CAU"), None))[0].startswith("1.")


@pytest.mark.parametrize(
    ("numbers", "right"),
    [
        (("I", "II", "II", "IV"), ("I", "II", "III", "IV")),
        (("I", "11", "111"), ("I", "II", "III")),
        (("1", "II", "II"), ("I", "II", "III")),
        (("I", "II", "III", "I", "II"), ("I", "II", "III", "I", "II")),
        (("I", "II", "IV", "V"), ("I", "II", "IV", "V")),
    ],
)
def test_roman_numbers_of_headings_stand_in_their_order(numbers, right):
    headings = ("MUC DICH, YEU CAU", "NOI DUNG", "NHIEM VU", "KINH PHI", "TO CHUC THUC HIEN")
    pairs = zip(numbers, headings, strict=False)
    found = restore(lines("\n\n".join(f"{n}. {text}" for n, text in pairs)), None)[::2]
    assert tuple(line.text.split(".")[0] for line in found) == right


def test_a_number_that_was_put_right_makes_its_line_less_sure():
    text = "I. MUC DICH\n\nII. NOI DUNG\n\nII. KINH PHI"
    _, _, second, _, third = restore(lines(text), None)
    assert third.text == "III. KINH PHÍ"
    assert third.confidence <= 0.9 < second.confidence


@pytest.mark.parametrize(
    ("raw", "read"),
    [("cac xa, thi tran;;", "thị trấn;"), ("dia phuong..", "địa phương."), ("vv...", "...")],
)
def test_a_stop_that_a_speck_doubled_stands_once(raw, read):
    assert restore(lines(raw), None)[0].text.endswith(read)
    assert not restore(lines(raw), None)[0].text.endswith(f"{read[-1]}{read}")


def test_a_row_of_a_table_is_restored_cell_by_cell() -> None:
    cells = ("1", "Tuyén truyén cai cach\nhanh chinh", "", "Phong Noi vu")
    row = SourceLine(number=3, text=" | ".join(c for c in cells if c), cells=cells, table=2)
    (found,) = restore([row], None)
    assert found.cells == ("1", "Tuyên truyền cải cách\nhành chính", "", "Phòng Nội vụ")
    assert found.text == "1 | Tuyên truyền cải cách\nhành chính | Phòng Nội vụ"
    assert found.table == 2


def test_a_clean_row_keeps_its_cells() -> None:
    row = SourceLine(number=1, text="Nội vụ | Quý II", cells=("Nội vụ", "", "Quý II"), table=1)
    (found,) = restore([row], None)
    assert (found.cells, found.text, found.confidence) == (row.cells, row.text, 1.0)


def test_how_sure_the_ocr_was_of_a_line_is_kept() -> None:
    (found,) = restore([SourceLine(number=1, text="Ủy ban nhân dân xã", sure=0.71)], None)
    assert found.confidence == 0.71


def test_a_restored_line_is_less_sure_where_the_ocr_was_not() -> None:
    text = "Tuyén truyén vé cai cach hanh chinh"
    (plain,), (unsure,) = (
        restore([SourceLine(number=1, text=text, sure=sure)], None) for sure in (None, 0.5)
    )
    assert unsure.text == plain.text
    assert unsure.confidence == pytest.approx(plain.confidence / 2, abs=0.001)


FOREIGN = """The committee reviews the weekly reports of all departments and publishes the results.
Every submission is checked against the plan, and figures that cannot be read are returned.
Questions about this document should be sent to the secretary before the end of the month."""


def test_a_text_of_another_language_stays_as_it_is() -> None:
    found = restore(lines(FOREIGN), None)
    assert texts(found) == FOREIGN.split("\n")


def test_a_long_foreign_text_is_not_searched_for_syllables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Speller, "near", lambda *_: pytest.fail("a word was looked for"))
    restore(lines(FOREIGN * 50), None)


def test_a_line_is_as_sure_as_all_of_its_words_together() -> None:
    (line,) = spelling.reader().read(["Tuyén truyén vé xqzwkj cai cach hanh chinh"])
    assert line is not None
    assert line.confidence <= min(word.confidence for word in line.words) < 0.5


def test_likelier_words_are_never_less_sure() -> None:
    sure = [spelling.surety("word", odds / 100) for odds in range(101)]
    assert sure == sorted(sure)
    assert sure[-1] > 0.95 > sure[0]


def test_tasks_below_the_threshold_are_doubtful() -> None:
    tasks = parse.parse(restore(lines(DAMAGED), None), "plan.txt", None).tasks
    assert doubtful(tasks, 0.0) == ()
    assert doubtful(tasks, 1.1) == tasks


def test_a_right_letter_costs_nothing_and_an_unrelated_one_is_dear() -> None:
    assert emission("ế", "ế") == 0
    assert emission("ế", "é") < emission("ế", "e") < emission("ế", "x")
    assert emission("đ", "P") < emission("d", "P")
    assert emission("ố", "6") < emission("ố", "n")


def test_the_speller_gives_the_nearest_words_first() -> None:
    near = Speller(["số", "sở", "chức", "một"]).near("s6")
    assert [word for word, _ in near] == ["số", "sở"]


def test_what_follows_often_is_likelier() -> None:
    model = language.model()
    assert model.log("cải", "cách", "hành") > model.log("cải", "cách", "hạnh")


def test_the_example_is_read_well_and_quickly_without_its_review() -> None:
    """Words right against the reviewed reading, marks and capitals counted."""
    raw = source.read(EXAMPLE)
    begin = time.process_time()
    found = {line.number: line.text for line in restore(raw, None)}
    assert time.process_time() - begin < 15
    right = total = 0
    for row in load_reading(reading_path(EXAMPLE)):
        expected, got = row.text.split(), found[row.line].split()
        total += len(expected)
        right += sum(a == b for a, b in zip(expected, got, strict=False))
    assert total > 5000
    assert right / total > 0.975

"""Numbers of items: kept as printed, repaired only where they repeat, go back or are damaged."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from plan_samples import rows

from cchc_lib.plan import items, sequence
from cchc_lib.plan.sequence import Candidate


def ids(text):
    found = []

    def walk(item, around):
        for child in item.children:
            found.append(items.identifier((*around, item), child))
            walk(child, (*around, item))

    walk(items.build(rows(text)), ())
    return found


def leaves(text):
    return [one.number for one in items.build(rows(text)).walk() if not one.children]


def test_numbers_stand_as_printed():
    text = "1. Về A\n1.1. Việc\n1.2. Nhóm\na) Một\nb) Hai\n2. Về B\n2.1. Việc"
    assert ids(text) == ["1", "1.1", "1.2", "1.2a", "1.2b", "2", "2.1"]


def test_a_number_that_lost_its_stop_is_fitted_between_its_neighbours():
    text = "2. Về A\n2.1. Một\n2.2. Hai\n- 23. Ba\n20 Bốn\n2.5. Năm"
    assert ids(text)[1:] == ["2.1", "2.2", "2.3", "2.4", "2.5"]


def test_one_wrong_start_does_not_shift_the_numbers_after_it():
    text = "2. Về A\n2.1. Một\n2.8. Hai đọc sai\n2.3. Ba\n2.4. Bốn\n2.5. Năm"
    assert ids(text)[1:] == ["2.1", "2.2", "2.3", "2.4", "2.5"]


WHOLE = (
    "1. Về A\n1.1. Một\n1.2. Hai\n1.3. Ba\n2. Về B\n2.1. Một\n2.2. Hai\na) Nhỏ\nb) Khác\n"
    "3. Về C\n3.1. Một"
)


@pytest.mark.parametrize(
    ("printed", "wrong"),
    [
        ("1.1.", "1.I."), ("1.1.", "I.1."), ("1.1.", "1.."), ("1.1.", "|.1."),
        ("1.2.", ".2."), ("1.2.", "1.Z."), ("1.2.", "1.2"), ("1.2.", "12."), ("1.3.", ".3."),
        ("1.3.", "1.."), ("2.", "7."), ("2.", "."), ("2.", "Z."), ("2.1.", "2.I."), ("2.1.", ".1."),
        ("2.2.", "2.Z."), ("2.2.", "2.."), ("3.", "8."), ("3.", "."), ("3.1.", "3.l."),
        ("a)", "a"), ("b)", "b"), ("b)", "6)"), ("a)", ")"),
        ("b)", ")"),
    ],
)  # fmt: skip
def test_a_damaged_number_is_told_by_those_around_it(printed, wrong):
    damaged = re.sub(rf"^{re.escape(printed)}(?= )", wrong, WHOLE, flags=re.MULTILINE)
    assert damaged != WHOLE
    assert ids(damaged) == ids(WHOLE)


def test_a_heading_is_not_made_of_a_bullet_or_a_sentence_before_the_first_item():
    text = "1. Về A\n1.1. Một\n- Cơ quan chủ trì: Phòng Nội vụ.\n2.1. Hai\n3. Về C\n3.1. Ba"
    assert "2" not in ids(text)


def test_a_number_that_the_plan_left_out_stays_left_out():
    assert ids("1. A\n1.1. B\n1.2. C\n1.4. D\n1.5. E")[1:] == ["1.1", "1.2", "1.4", "1.5"]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("abcd", "abcd"),
        ("abcde", "abcde"),
        ("abcdđe", "abcdđe"),
        ("ab¢d", "abcd"),
        ("abCd", "abcd"),
        ("abbd", "abcd"),
        ("abbc", "abcd"),
        ("abcdde", "abcdđe"),
        ("abceg", "abceg"),
        ("abedđ", "abcdđ"),
    ],
)
def test_letters_are_repaired_only_where_they_repeat_or_go_back(printed, read):
    text = "\n".join(f"{letter}) Việc" for letter in printed)
    assert list(read) == ids(text)


@pytest.mark.parametrize(
    "line",
    ["2025, định hướng đến năm 2030", "24/4/2023 của Ban Thường vụ", "13-NQ/TU ngày 06/9/2023",
     "05 phút/chuyên mục", "57-NQ/TW", "2025 Kế hoạch này", "12/2025 Các cơ quan"],
)  # fmt: skip
def test_a_number_inside_a_sentence_that_begins_a_line_is_no_item(line):
    assert ids(f"1. Về A\n1.1. Việc theo\n{line}\nvà tiếp\n1.2. Việc") == ["1", "1.1", "1.2"]


def test_roman_numbers_read_as_strokes_are_roman_numbers():
    text = "|. MỤC ĐÍCH\nI1. NỘI DUNG\n1. Một\n2. Hai\nI11. NHIỆM VỤ\nIV. KINH PHÍ\nV. TỔ CHỨC"
    assert ids(text) == ["I", "II", "1", "2", "III", "IV", "V"]


@pytest.mark.parametrize("wrong", ["II. NHIỆM VỤ", "HI. NHIỆM VỤ", "NHIỆM VỤ", "TII. NHIỆM VỤ"])
def test_a_section_that_lost_its_number_is_the_next_one(wrong):
    text = f"I. MỤC ĐÍCH\nII. NỘI DUNG\n1. Một\n{wrong}\n1. Một\nIV. KINH PHÍ\nV. TỔ CHỨC"
    assert ids(text) == ["I", "II", "1", "III", "1", "IV", "V"]


@pytest.mark.parametrize("number", ["TV. ", ""])
def test_the_last_section_is_known_by_its_name_alone(number):
    text = f"I. MỤC ĐÍCH\nII. NỘI DUNG\nIII. NHIỆM VỤ\n1. A\n{number}TỔ CHỨC THỰC HIỆN\n1. B"
    assert ids(text) == ["I", "II", "III", "1", "IV", "1"]


def test_sections_may_have_arabic_numbers():
    assert ids("1. MỤC ĐÍCH\n2. NHIỆM VỤ\n2.1. A\na) B\n3. KINH PHÍ") == [
        "1",
        "2",
        "2.1",
        "2.1a",
        "3",
    ]


def test_the_part_goes_in_front_where_numbers_begin_anew():
    tree = items.build(rows("A. CẢI CÁCH HÀNH CHÍNH\n1. Một\nB. CHUYỂN ĐỔI SỐ\n1. Hai"))
    found = [
        items.identifier((part,), part.children[0], within_parts=True) for part in tree.children
    ]
    assert found == ["A.1", "B.1"]


def test_parts_in_letters_hold_those_in_roman_numbers():
    text = "A. MỤC ĐÍCH\n1. Một\nB. NHIỆM VỤ\nI. Trên đài\n1. Hai\n2. Ba\nII. Trên mạng\n1. Bốn"
    assert leaves(text) == ["1", "1", "2", "1"]


@pytest.mark.parametrize("mark", [")", ".", "/"])
def test_letters_may_stand_with_a_bracket_a_stop_or_a_stroke(mark):
    text = f"1. Nhóm\na{mark} Lập trang\nb{mark} Đăng tin\n2. Việc"
    assert ids(text) == ["1", "1a", "1b", "2"]


@given(st.integers(1, 30), st.sets(st.integers(2, 29), max_size=4))
def test_numbers_are_found_whatever_a_few_of_them_were_read_as(count, wrong):
    """Well-formed numbers that were misread go back or jump; the row still comes out right."""
    wrong = {n for n in wrong if n < count and n + 1 not in wrong}
    row = [Candidate(n, ((1 if n in wrong else n, 0.0),)) for n in range(1, count + 1)]
    assert sequence.read(row) == tuple((n, n) for n in range(1, count + 1))


@example("1.1A")
@given(st.text(alphabet="12.)( abcIVX-+\nđA", max_size=80))
def test_no_line_is_lost_or_doubled(text):
    lines = rows(text)
    built = items.build(lines)
    assert [row.number for row in built.all_rows] == [row.number for row in lines]

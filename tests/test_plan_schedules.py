import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_lib.plan import schedules

D = dt.date


@pytest.mark.parametrize(
    ("text", "kind", "start", "end", "every"),
    [
        ("", "none", None, None, None),
        ("Thường xuyên.", "continuous", None, None, None),
        ("Thường xuyên trong năm", "continuous", D(2025, 1, 1), D(2025, 12, 31), None),
        ("Trong năm 2026", "window", D(2026, 1, 1), D(2026, 12, 31), None),
        ("trong năm", "window", D(2025, 1, 1), D(2025, 12, 31), None),
        ("2025", "window", D(2025, 1, 1), D(2025, 12, 31), None),
        ("Hằng năm", "periodic", None, None, "year"),
        ("Hàng tuần / Hàng tháng", "periodic", None, None, "week"),
        ("trước ngày 22 hằng tháng", "periodic", None, None, "month"),
        ("Quý II/2025", "window", D(2025, 4, 1), D(2025, 6, 30), None),
        ("Quý I, II", "window", D(2025, 1, 1), D(2025, 6, 30), None),
        ("Quý II - Quý IV", "window", D(2025, 4, 1), D(2025, 12, 31), None),
        ("Quý II-III/2026", "window", D(2026, 4, 1), D(2026, 9, 30), None),
        ("Từ tháng 3 đến tháng 11", "window", D(2025, 3, 1), D(2025, 11, 30), None),
        ("Tháng 4 - tháng 10", "window", D(2025, 4, 1), D(2025, 10, 31), None),
        ("06/2025", "window", D(2025, 6, 1), D(2025, 6, 30), None),
        ("Tháng 2/2024", "window", D(2024, 2, 1), D(2024, 2, 29), None),
        ("6 tháng cuối năm", "window", D(2025, 7, 1), D(2025, 12, 31), None),
        ("giai đoạn 2025 - 2026", "window", D(2025, 1, 1), D(2026, 12, 31), None),
        ("2025 và những năm tiếp theo", "window", D(2025, 1, 1), None, None),
        ("01/3 - 31/5/2025", "window", D(2025, 3, 1), D(2025, 5, 31), None),
        ("Hoàn thành trước 30/9/2026 và duy trì liên tục", "deadline", None, D(2026, 9, 30), None),
        ("trước ngày 15 tháng 6", "deadline", None, D(2025, 6, 15), None),
        ("hoàn thành trước 30/6", "deadline", None, D(2025, 6, 30), None),
        ("xong trong quý II", "deadline", None, D(2025, 6, 30), None),
        ("30/11/2026", "deadline", None, D(2026, 11, 30), None),
        ("6 tháng một lần", "periodic", None, None, "half-year"),
        ("03 tháng/lần", "periodic", None, None, "quarter"),
        ("Chậm nhất ngày 06 (sáu) của tháng cuối quý", "periodic", None, None, "quarter"),
        ("ngày làm việc cuối tháng", "periodic", None, None, "month"),
        ("01/2026 - 12/2026", "window", D(2026, 1, 1), D(2026, 12, 31), None),
        ("Tháng 10/2025 đến tháng 5/2026", "window", D(2025, 10, 1), D(2026, 5, 31), None),
        ("Quý IV/2025 - Quý II/2026", "window", D(2025, 10, 1), D(2026, 6, 30), None),
        ("Trong tháng 5 và tháng 10", "window", D(2025, 5, 1), D(2025, 10, 31), None),
        ("Tuần 2 tháng 10", "window", D(2025, 10, 1), D(2025, 10, 31), None),
        ("II/2026", "window", D(2026, 4, 1), D(2026, 6, 30), None),
        ("Nửa cuối năm", "window", D(2025, 7, 1), D(2025, 12, 31), None),
        ("Năm học 2025-2026", "window", D(2025, 9, 1), D(2026, 5, 31), None),
        ("Từ ngày 01 đến ngày 15/10", "window", D(2025, 10, 1), D(2025, 10, 15), None),
        ("Từ tháng 3 đến hết năm", "window", D(2025, 3, 1), D(2025, 12, 31), None),
        ("Từ tháng 3/2026", "window", D(2026, 3, 1), None, None),
        ("trước tháng 10/2026", "deadline", None, D(2026, 9, 30), None),
        ("Trước quý III", "deadline", None, D(2025, 6, 30), None),
        ("Đến năm 2030", "deadline", None, D(2030, 12, 31), None),
        ("Từ khi ban hành đến hết năm 2026", "deadline", None, D(2026, 12, 31), None),
        ("đột xuất", "other", None, None, None),
        ("Theo đề nghị của cơ quan cấp trên", "other", None, None, None),
        ("Sau khi có kế hoạch của tỉnh", "other", None, None, None),
        ("Cuối năm", "other", None, None, None),
        ("chậm nhất ngày 20 của tháng cuối kỳ báo cáo", "other", None, None, None),
        ("không quá 30 ngày kể từ ngày ban hành", "other", None, None, None),
        ("theo hướng dẫn của tỉnh", "other", None, None, None),
        ("30 ngày sau khi Trung ương ban hành", "other", None, None, None),
    ],
)  # fmt: skip
def test_the_words_of_plans_are_read(text, kind, start, end, every):
    found = schedules.read(text, 2025).schedule
    assert (kind, start, end, every) == (found.kind, found.start, found.end, found.every)


@pytest.mark.parametrize(
    ("printed", "right", "first_month"),
    [("Quý 11/2025", "Quý II/2025", 4), ("Quý 1V/2025", "Quý IV/2025", 10), ("Quý l", "Quý I", 1)],
)
def test_a_quarter_read_as_figures_is_put_right_and_said(printed, right, first_month):
    found = schedules.read(printed, 2025)
    assert found.schedule.text == right
    assert found.repaired
    assert found.schedule.start == D(2025, first_month, 1)


def test_a_quarter_in_arabic_figures_stays_as_printed():
    found = schedules.read("Quý 3/2025", 2025)
    assert found.schedule.text == "Quý 3/2025"
    assert not found.repaired


def test_only_restored_text_gives_way_to_a_known_phrase():
    restored = schedules.read("Thường xuyến trong nằm", 2025, settled=False).schedule
    printed = schedules.read("Thường xuyến trong nằm", 2025).schedule
    assert (restored.text, restored.kind) == ("Thường xuyên trong năm", "continuous")
    assert printed.text == "Thường xuyến trong nằm"


def test_a_month_that_does_not_exist_is_no_window():
    assert schedules.read("Tháng 13", 2025).schedule.kind == "other"


def test_a_stroke_lost_from_the_second_of_two_quarters_is_put_back():
    found = schedules.read("Quý II, II", 2025)
    assert found.schedule.text == "Quý II, III"
    assert found.schedule.end == D(2025, 9, 30)
    assert found.repaired


def test_a_one_is_a_roman_one_where_the_plan_prints_roman_quarters():
    assert schedules.prints_roman("Quý 1/2025 … Quý II/2025")
    assert not schedules.prints_roman("Quý 1/2025 … Quý 2/2025")
    assert schedules.read("Quý 1/2025", 2025, roman=True).schedule.text == "Quý I/2025"
    assert schedules.read("Quý 1/2025", 2025).schedule.text == "Quý 1/2025"


@given(st.text(alphabet="quytháng namđến từ 0123/-IVX,.", max_size=30), st.sampled_from([0, 2025]))
def test_no_text_breaks_the_reader(text, year):
    found = schedules.read(text, year).schedule
    assert found.start is None or found.end is None or found.start <= found.end

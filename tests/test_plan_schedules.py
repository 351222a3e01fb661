import datetime as dt

import pytest

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

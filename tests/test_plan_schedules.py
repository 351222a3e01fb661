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


@pytest.mark.parametrize("text", ["Quý IY", "Quý TII", "Quý Ix/2025"])
def test_a_quarter_that_is_no_number_is_said_to_be_unclear(text):
    reading = schedules.read(text, 2025)
    assert reading.unclear
    assert reading.schedule.start is None


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


# What a text means in a plan of 2025: "text = kind start end cycle".
WORDINGS = """
Từ tháng 3 đến hết năm 2025 = window 2025-03-01 2025-12-31 -
Quý I/2025 và duy trì thường xuyên = continuous 2025-01-01 - -
Quý I, II, III, IV năm 2025 = window 2025-01-01 2025-12-31 -
Quý I và Quý III/2025 = window 2025-01-01 2025-09-30 -
Từ Quý II đến Quý IV năm 2025 = window 2025-04-01 2025-12-31 -
Hằng quý = periodic - - quarter
Định kỳ hàng tháng = periodic - - month
Định kỳ hằng tháng, quý, 6 tháng, năm = periodic - - month
Định kỳ hoặc đột xuất = other - - -
Hằng năm hoặc đột xuất theo yêu cầu = periodic - - year
Tháng 3, 6, 9, 12 = window 2025-03-01 2025-12-31 -
Tháng 5 - 6/2025 = window 2025-05-01 2025-06-30 -
T5/2025 = window 2025-05-01 2025-05-31 -
T3-T11/2025 = window 2025-03-01 2025-11-30 -
Trước 15/11 = deadline - 2025-11-15 -
Trước ngày 05 tháng 12 năm 2025 = deadline - 2025-12-05 -
Chậm nhất 31/5/2025 = deadline - 2025-05-31 -
Xong trước tháng 10 = deadline - 2025-09-30 -
Hoàn thành trong tháng 6/2025 = deadline - 2025-06-30 -
Hoàn thành trong năm 2025 = deadline - 2025-12-31 -
Đến hết ngày 31/12/2025 = deadline - 2025-12-31 -
Đến 30/11/2025 = deadline - 2025-11-30 -
Năm 2025 = window 2025-01-01 2025-12-31 -
Cả năm = window 2025-01-01 2025-12-31 -
Cả năm 2025 = window 2025-01-01 2025-12-31 -
Thường xuyên, cả năm = continuous 2025-01-01 2025-12-31 -
Thường xuyên năm 2025 = continuous 2025-01-01 2025-12-31 -
Thường xuyên, hằng tháng = continuous - - -
Thực hiện thường xuyên = continuous - - -
Liên tục trong năm 2025 = continuous 2025-01-01 2025-12-31 -
6 tháng đầu năm 2025 = window 2025-01-01 2025-06-30 -
06 tháng cuối năm = window 2025-07-01 2025-12-31 -
9 tháng đầu năm = window 2025-01-01 2025-09-30 -
Quý 2/2025 = window 2025-04-01 2025-06-30 -
Quý II+III/2025 = window 2025-04-01 2025-09-30 -
QII/2025 = window 2025-04-01 2025-06-30 -
Giai đoạn 2025 – 2030 = window 2025-01-01 2030-12-31 -
2025-2026 = window 2025-01-01 2026-12-31 -
Từ năm 2025 đến năm 2030 = window 2025-01-01 2030-12-31 -
Từ ngày 01/5/2025 đến ngày 30/11/2025 = window 2025-05-01 2025-11-30 -
Từ 15/5 đến 30/9/2025 = window 2025-05-15 2025-09-30 -
15/5 - 30/9 = window 2025-05-15 2025-09-30 -
Ngày 10/10/2025 = deadline - 2025-10-10 -
Ngày 10 tháng 10 hằng năm = periodic - - year
Trước ngày 15 hằng tháng = periodic - - month
Trước ngày 20 của tháng cuối quý = periodic - - quarter
Ngày 25 hàng tháng = periodic - - month
Hàng tuần = periodic - - week
Thứ Sáu hằng tuần = periodic - - week
02 lần/năm = periodic - - year
01 lần/quý = periodic - - quarter
Mỗi quý 01 lần = periodic - - quarter
Ít nhất 01 lần/6 tháng = periodic - - half-year
06 tháng/lần = periodic - - half-year
Sau khi được phê duyệt = other - - -
Theo chương trình của cấp trên = other - - -
Khi có yêu cầu = other - - -
Ngay sau khi Kế hoạch được ban hành = other - - -
Năm học 2025 - 2026 = window 2025-09-01 2026-05-31 -
Học kỳ I năm học 2025-2026 = other - - -
Tháng 12 hằng năm = periodic - - year
Kể từ ngày 01/7/2025 = window 2025-07-01 - -
Từ tháng 7/2025 trở đi = window 2025-07-01 - -
31/12/2025 = deadline - 2025-12-31 -
Tháng Năm = other - - -
Tháng 01 = window 2025-01-01 2025-01-31 -
Trước 17 giờ 00 ngày 25/5/2025 = deadline - 2025-05-25 -
trước 20h00 ngày 25 tháng 5 năm 2025 = deadline - 2025-05-25 -
Hoàn thành chậm nhất trong Quý III/2025 = deadline - 2025-09-30 -
Hoàn thành Quý II/2025 = deadline - 2025-06-30 -
Năm 2025 và các năm tiếp theo = window 2025-01-01 - -
Từ quý III/2025 = window 2025-07-01 - -
Thời gian: theo Kế hoạch của UBND tỉnh = other - - -
Trong Quý II = window 2025-04-01 2025-06-30 -
Trong tháng 10/2025 = window 2025-10-01 2025-10-31 -
Tuần cuối tháng 11/2025 = window 2025-11-01 2025-11-30 -
Từ 01/01/2025 đến 31/12/2025 = window 2025-01-01 2025-12-31 -
Từ tháng 02 đến tháng 12 năm 2025 = window 2025-02-01 2025-12-31 -
Đến tháng 11/2025 = deadline - 2025-11-30 -
Trước quý IV năm 2025 = deadline - 2025-09-30 -
Hoàn thành 100% trước 31/12 = deadline - 2025-12-31 -
Theo tuần = periodic - - week
Mỗi năm một lần = periodic - - year
Hai tháng một lần = periodic - - quarter
2 tháng/lần = periodic - - quarter
Nửa năm một lần = periodic - - half-year
2 lần/tháng = periodic - - month
02 đợt/năm = periodic - - year
Định kỳ vào cuối quý = periodic - - quarter
Vào ngày 15 hằng tháng = periodic - - month
Cuối mỗi quý = periodic - - quarter
Mỗi 6 tháng = periodic - - half-year
Định kỳ 6 tháng, năm = periodic - - half-year
Định kỳ 06 tháng, 01 năm = periodic - - half-year
Quý, 6 tháng, năm = periodic - - quarter
6 tháng, năm = periodic - - half-year
Hàng tháng/quý/năm = periodic - - month
Thứ Hai hàng tuần = periodic - - week
1 tháng 1 lần = periodic - - month
Mỗi học kỳ = periodic - - half-year
Ngày 20 tháng cuối mỗi quý = periodic - - quarter
Tuần đầu hằng tháng = periodic - - month
Định kỳ hằng năm = periodic - - year
Hằng tháng, hằng quý = periodic - - month
Định kỳ (tháng, quý, năm) = periodic - - month
Một năm 02 lần = periodic - - year
Mỗi tháng 1 lần, trước ngày 25 = periodic - - month
Tháng 3-5 = window 2025-03-01 2025-05-31 -
Tháng 3, 4/2025 = window 2025-03-01 2025-04-30 -
Từ tháng 3 - 5/2025 = window 2025-03-01 2025-05-31 -
Quý I-II = window 2025-01-01 2025-06-30 -
Q2/2025 = window 2025-04-01 2025-06-30 -
Quý 1, 2 = window 2025-01-01 2025-06-30 -
Trong 6 tháng đầu năm = window 2025-01-01 2025-06-30 -
Trước 30.6.2025 = deadline - 2025-06-30 -
trước ngày 30-6-2025 = deadline - 2025-06-30 -
Hết tháng 6 = deadline - 2025-06-30 -
Hết quý II/2025 = deadline - 2025-06-30 -
Năm 2025-2026 = window 2025-01-01 2026-12-31 -
Từ nay đến hết năm 2025 = deadline - 2025-12-31 -
Trong vòng 15 ngày kể từ ngày ký = other - - -
10 ngày sau khi ban hành = other - - -
Theo yêu cầu thực tế = other - - -
Năm 2025, 2026 = window 2025-01-01 2026-12-31 -
Các năm 2025, 2026, 2027 = window 2025-01-01 2027-12-31 -
Từ 2025 đến 2030 = window 2025-01-01 2030-12-31 -
Từ năm 2025 = window 2025-01-01 - -
Quý III năm 2025 = window 2025-07-01 2025-09-30 -
Quý III - 2025 = window 2025-07-01 2025-09-30 -
Tháng 6 năm 2025 = window 2025-06-01 2025-06-30 -
Tháng 6-2025 = window 2025-06-01 2025-06-30 -
Tháng 10/2025 (Ngày Chuyển đổi số quốc gia 10/10) = window 2025-10-01 2025-10-31 -
Quý II và Quý IV = window 2025-04-01 2025-12-31 -
Từ ngày 15/3 đến hết ngày 15/6/2025 = window 2025-03-15 2025-06-15 -
Từ 01 - 31/10/2025 = window 2025-10-01 2025-10-31 -
Trước ngày 10 tháng 12 hằng năm = periodic - - year
Chậm nhất 15 ngày làm việc = other - - -
Xong trong quý I/2026 = deadline - 2026-03-31 -
Đến 2030 = deadline - 2030-12-31 -
Thường xuyên; báo cáo trước ngày 20 hằng tháng = continuous - - -
Thường xuyên theo quy định = continuous - - -
Duy trì thường xuyên, liên tục = continuous - - -
Nhiệm vụ thường xuyên = continuous - - -
"""


@pytest.mark.parametrize("line", WORDINGS.strip().split("\n"))
def test_wordings_of_schedules(line):
    text, _, wanted = line.rpartition(" = ")
    found = schedules.read(text, 2025).schedule
    means = (found.kind, found.start, found.end, found.every)
    assert wanted == " ".join(str(part or "-") for part in means)


@pytest.mark.parametrize(
    ("printed", "right"), [("Quý IH/2026", "Quý III/2026"), ("Quý H/2026", "Quý II/2026")]
)
def test_strokes_read_as_one_letter_are_a_quarters_strokes(printed, right):
    assert schedules.read(printed, 2026).schedule.text == right


def test_a_day_that_a_space_parted_is_printed_whole():
    assert schedules.read("trước 31/ 10/2025", 2025).schedule.text == "trước 31/10/2025"


@pytest.mark.parametrize(
    ("text", "printed", "end"),
    [
        ("Mở hội nghị. Hoàn thành trước 30/6.", "Hoàn thành trước 30/6", D(2025, 6, 30)),
        ("Lập tổ (trong tháng 3/2025)", "trong tháng 3/2025", D(2025, 3, 31)),
        ("Giao A chủ trì thực hiện trong quý II", "trong quý II", D(2025, 6, 30)),
    ],
)  # fmt: skip
def test_a_sentence_or_a_bracket_may_set_the_time(text, printed, end):
    found = schedules.in_prose(text, 2025)
    assert (found.text, found.end) == (printed, end)


def test_times_inside_a_sentence_about_something_else_set_none():
    assert schedules.in_prose("Tuyên truyền kết quả năm 2024 và nhiệm vụ từ năm 2025", 2025) is None

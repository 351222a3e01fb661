import pytest
from plan_samples import passage, rows

from cchc_lib.plan import figures, labels, quotas


def read(text, **options):
    options.setdefault("counted", True)
    return [
        (q.item, q.count, q.unit, q.per, q.minutes, q.approximate, q.bound)
        for q in (found.quota for found in figures.read(passage(text), **options))
    ]


@pytest.mark.parametrize(
    ("text", "quota"),
    [
        ("05 tin, bài/tháng", ("", 5, "tin, bài", "month", None, False, None)),
        ("01 số/tháng", ("", 1, "số", "month", None, False, None)),
        ("ít nhất 02 tin/bài mỗi tháng", ("", 2, "tin/bài", "month", None, False, "min")),
        ("tối thiểu 20 tin bài/năm", ("", 20, "tin bài", "year", None, False, "min")),
        ("mỗi tuần 01 tin", ("", 1, "tin", "week", None, False, None)),
        ("hằng tháng có 02 tin, bài", ("", 2, "tin, bài", "month", None, False, None)),
        ("khoảng 50 tin, bài/năm", ("", 50, "tin, bài", "year", None, True, None)),
        ("05 (năm) tin, bài/tháng", ("", 5, "tin, bài", "month", None, False, None)),
        ("mười tin, bài một tháng", ("", 10, "tin, bài", "month", None, False, None)),
        ("1.200 lượt người/năm", ("", 1200, "lượt người", "year", None, False, None)),
        ("3-5 tin, bài/tháng", ("", 3, "tin, bài", "month", None, False, "min")),
        ("02 lần/ngày vào 5h00 và 17h00", ("", 2, "lần", "day", None, False, None)),
        ("01 lần/6 tháng", ("", 1, "lần", "half-year", None, False, None)),
        ("6 tháng/lần", ("", 1, "lần", "half-year", None, False, None)),
        ("6 tháng 01 lần", ("", 1, "lần", "half-year", None, False, None)),
        ("hằng ngày 02 lần", ("", 2, "lần", "day", None, False, None)),
        ("Mỗi năm 02 đợt", ("", 2, "đợt", "year", None, False, None)),
        ("từ 3 đến 5 tin, bài/tháng", ("", 3, "tin, bài", "month", None, False, "min")),
        ("06 (sáu) tin, bài/tháng", ("", 6, "tin, bài", "month", None, False, None)),
        ("mỗi xã, thị trấn 01 hội nghị", ("", 1, "hội nghị", "once", None, False, None)),
        ("mỗi cơ quan ít nhất 01 bài/quý", ("", 1, "bài", "quarter", None, False, "min")),
        ("01 hội nghị/xã", ("", 1, "hội nghị", "once", None, False, None)),
        ("01 tin, bài/xã/tháng", ("", 1, "tin, bài", "month", None, False, None)),
        ("02 hội nghị", ("", 2, "hội nghị", "once", None, False, None)),
        (
            "1 số (chuyên mục)/tuần, thời lượng 05 phút/chuyên mục",
            ("", 1, "số", "week", 5, False, None),
        ),
        ("01 số/tháng, thời lượng 05 phú", ("", 1, "số", "month", 5, False, None)),
        ("01 số/tháng, thời lượng 05 phútchuyên mục", ("", 1, "số", "month", 5, False, None)),
        ("01 số/tháng, thời lượng 05 giờ", ("", 1, "số", "month", None, False, None)),
        ("01 số/tháng, 05 phú", ("", 1, "số", "month", None, False, None)),
    ],
)
def test_a_figure_is_read_with_its_unit_and_span(text, quota):
    assert [quota] == read(text)


@pytest.mark.parametrize(
    "text",
    ["100% xã/năm", "Tối thiểu 95% đối tượng hoàn thành", "đạt 85% trước ngày 15/12/2026",
     "Quyết định số 12/QĐ-UBND", "Đề án 06 về dân cư", "từ 7 giờ/ngày",
     "trước ngày 15 tháng 6 năm 2025", "50.000.000 đồng/năm", "số 57-NQ/TW", "30 phút/tuần"],
)  # fmt: skip
def test_percentages_hours_money_and_references_are_no_quotas(text):
    assert read(text) == []


def test_two_figures_are_two_quotas_and_the_second_is_told_apart_by_its_verb():
    found = read("Định kỳ phát sóng 01 chương trình/tháng, phát lại 03 lần/tháng.", counted=False)
    assert [one[:3] for one in found] == [("", 1, "chương trình"), ("phát lại", 3, "lần")]


def test_a_figure_without_a_span_in_a_title_counts_only_where_it_is_asked_for():
    assert read("Tổ chức 02 hội nghị tập huấn", counted=False)[0][1:4] == (2, "hội nghị", "once")
    assert read("Tổng kết 02 hội nghị đã qua", counted=False) == []


def of(text, task="2.8a"):
    return quotas.of_clauses(labels.part(rows(text)), task, "plan.txt")


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("phát sóng 01 chương trình/tháng, phát lại 03 Tân/tháng", ["chương trình", "lần"]),
        ("phát 03 Tân/tháng", ["Tân"]),
        ("phát lại 03 tin/tháng", ["tin"]),
    ],
)
def test_what_is_done_again_is_counted_in_times(text, units):
    assert [unit for _, _, unit, *_ in read(text, damaged=True)] == units


def test_figures_that_disagree_are_both_kept_and_said_to_disagree():
    found, notes = of("Chuyên mục\n- Tần suất: 05 tin, bài/tháng (khoảng 50 tin, bài/năm).")
    assert [quota.quota_id for quota in found] == ["2.8a-1", "2.8a-2"]
    assert [note.code for note in notes] == ["P030"]
    assert "60 tin, bài một năm" in notes[0].message
    assert notes[0].lines == (2, 2)


def test_figures_that_agree_are_not_said_to_disagree():
    _, notes = of("Chuyên trang\n- Tần suất: 01 số/tháng (12 kỳ/năm).")
    assert notes == ()


def test_series_carry_the_name_that_stands_above_or_before_them():
    found, _ = of(
        "Sản xuất chuyên mục\n- Chuyên mục “Một”\nTần suất: Trên kênh: 1 số/tuần.\n"
        "- Chuyên mục các chỉ số:\nTần suất:\n + Bản tin A: 1 số/tháng.\n+ Bản tin B: 2 số/tháng.\n"
        "- Cơ quan chủ trì: Phòng Nội vụ."
    )
    assert [(quota.item, quota.per) for quota in found] == [
        ("Chuyên mục “Một”", "week"),
        ("Bản tin A", "month"),
        ("Bản tin B", "month"),
    ]


def test_a_doubtful_word_for_about_is_taken_as_about_and_said():
    found, notes = of("Chuyên mục\n- Tần suất: khoán 50 tin, bài/năm.")
    assert found[0].approximate
    assert "P031" in [note.code for note in notes]


def test_a_cycle_that_has_no_name_takes_the_nearest_and_is_said():
    found, notes = of("Phóng sự\n- Tần suất: 01 phóng sự/02 tháng.")
    assert found[0].per == "quarter"
    assert [note.code for note in notes] == ["P033"]


def test_a_quota_of_each_unit_is_not_multiplied_and_that_is_said():
    found, notes = of("Tập huấn\n- Số lượng: mỗi xã 01 lớp")
    assert (found[0].count, found[0].unit) == (1, "lớp")
    assert [note.code for note in notes] == ["P035"]


def test_a_figure_behind_a_titles_colon_counts():
    found, _ = of("Tập huấn cho công chức cấp xã: 02 lớp\n- Đơn vị thực hiện: Phòng Nội vụ")
    assert [(quota.count, quota.unit, quota.per) for quota in found] == [(2, "lớp", "once")]


def test_two_measures_of_one_sentence_are_two_quotas():
    found = read("Đạt ≥100 lượt người tham gia và ≥100 tin, bài")
    assert [one[1:4] for one in found] == [(100, "lượt người", "once"), (100, "tin, bài", "once")]


def test_a_product_counts_where_nothing_else_does_and_it_begins_with_a_figure():
    found, _ = of("Tập huấn\n- Sản phẩm: 02 hội nghị")
    assert [(quota.count, quota.unit) for quota in found] == [(2, "hội nghị")]
    assert of("Tập huấn\n- Sản phẩm: Báo cáo về 02 hội nghị")[0] == ()
    assert len(of("Viết tin\n- Tần suất: 01 tin/tuần\n- Sản phẩm: 52 tin")[0]) == 1


@pytest.mark.parametrize(
    ("text", "quotas"),
    [
        ("Treo 50 băng rôn, 20 pano tại các xã", [("", 50, "băng rôn"), ("", 20, "pano")]),
        ("Sản xuất 01 phóng sự; 10 tin, bài", [("", 1, "phóng sự"), ("", 10, "tin, bài")]),
    ],
)
def test_a_list_goes_on_with_what_was_asked_for_first(text, quotas):
    assert [one[:3] for one in read(text, counted=False)] == quotas


@pytest.mark.parametrize(
    ("text", "quota"),
    [
        ("tuần 02 tin", (2, "tin", "week", None)),
        ("02 kỳ trên tháng", (2, "kỳ", "month", None)),
        ("01 chương trình trong 01 tháng", (1, "chương trình", "month", None)),
        ("một (01) chuyên đề/quý", (1, "chuyên đề", "quarter", None)),
        ("1.000 - 1.500 tờ rơi", (1000, "tờ rơi", "once", "min")),
        ("tối thiểu mỗi đơn vị 02 tin, bài/quý", (2, "tin, bài", "quarter", "min")),
    ],
)
def test_other_orders_and_spans_of_a_figure_are_read(text, quota):
    (_, count, unit, per, _, _, bound), *more = read(text)
    assert ((count, unit, per, bound), more) == (quota, [])


def test_a_cycle_in_the_schedule_is_no_quota():
    assert of("Khảo sát\n- Thời hạn hoàn thành: 6 tháng một lần")[0] == ()
    assert [q.count for q in of("Phát thanh\n- Thời gian: 02 lần/tuần")[0]] == [2]


# What a text states: "text = count unit / span + …"; nothing behind "=" where it states no quota.
FREQUENCIES = """
02 tin, bài/tuần = 2 tin, bài / week
tối thiểu 05 clip và 10 poster/năm = 5 clip / year, at least + 10 poster / year, at least
khoảng 10 băng rôn, 05 pano = 10 băng rôn / once, about + 5 pano / once, about
3-5 tin và 02 ảnh/tuần = 3 tin / week, at least + 2 ảnh / week
Mỗi tháng ít nhất 04 tin, bài = 4 tin, bài / month, at least
Tối thiểu 01 bài viết/tháng/đơn vị = 1 bài viết / month, at least
01 bản tin/tuần, thời lượng 10-15 phút = 1 bản tin / week, 10 minutes
02 chương trình/tháng; thời lượng 15 phút/chương trình = 2 chương trình / month, 15 minutes
03 lần/ngày = 3 lần / day
Phát 02 buổi/ngày (sáng 5 giờ, chiều 17 giờ) = 2 buổi / day
04 hội nghị/năm (mỗi quý 01 hội nghị) = 4 hội nghị / year + 1 hội nghị / quarter
Khoảng 100 tin, bài trong năm = 100 tin, bài / year, about
trên 50 tin, bài/năm = 50 tin, bài / year, at least
Không dưới 12 chuyên mục/năm = 12 chuyên mục / year, at least
từ 02 tin, bài/tháng trở lên = 2 tin, bài / month, at least
02 tin, bài trở lên/tháng = 2 tin, bài / month, at least
1.500 tờ gấp = 1500 tờ gấp / once
10.000 tờ rơi/năm = 10000 tờ rơi / year
01 video clip/quý; 02 infographic/tháng = 1 video clip / quarter + 2 infographic / month
mỗi xã 02 pano, 05 băng rôn = 2 pano / once + 5 băng rôn / once
mỗi đơn vị ít nhất 01 tin, bài/tháng = 1 tin, bài / month, at least
01 lớp/thôn/năm = 1 lớp / year
ít nhất 01 cuộc/tổ dân phố/quý = 1 cuộc / quarter, at least
Hằng tuần đăng tải 03 tin, bài = 3 tin, bài / week
Đăng tải hằng tháng từ 5 đến 7 tin, bài = 5 tin, bài / month, at least
2 kỳ/tháng (kỳ 1: ngày 15; kỳ 2: ngày 30) = 2 kỳ / month
01 (một) cuộc thi = 1 cuộc thi / once
hai hội nghị mỗi năm = 2 hội nghị / year
mỗi tuần một bản tin = 1 bản tin / week
01 chuyên trang/02 tháng = 1 chuyên trang / quarter
1 số/tháng; phát lại 2 lần/tuần = 1 số / month + 2 lần / week
Số lượng tin, bài: 20/tháng = 20 tin, bài / month
≥ 10 tin, bài/tháng = 10 tin, bài / month, at least
05-07 tin/tháng = 5 tin / month, at least
tối thiểu 1 lần/6 tháng = 1 lần / half-year, at least
01 buổi/học kỳ = 1 buổi / half-year
30 phút/chương trình, 01 chương trình/tuần = 1 chương trình / week, 30 minutes
08 tiết mục/hội thi =
Đạt 100% kế hoạch =
trên 90% người dân được tiếp cận =
Tỷ lệ hồ sơ trực tuyến đạt từ 70% trở lên/năm =
Vào 05 giờ 30 và 17 giờ hằng ngày =
lúc 6h00 các ngày thứ Hai, thứ Sáu =
Thực hiện theo Kế hoạch số 54/KH-UBND ngày 12/5/2025 =
Mức 3, mức 4 =
Tại số 12 đường Hùng Vương, tổ 3 =
Điện thoại 0255.3865.123 =
Kinh phí 15 triệu đồng/năm =
cho 50 học viên/lớp =
giai đoạn 2025 - 2030 =
Đề án 06, Nghị quyết 57 =
theo Thông tư 26/2020/TT-BTTTT =
tại 16 xã, thị trấn =
trước ngày 20/11 =
"""
TITLES = """
Tổ chức 02 hội nghị tập huấn; 04 lớp bồi dưỡng = 2 hội nghị / once + 4 lớp / once
Tổ chức 01 hội nghị tập huấn kỹ năng số cho 100 cán bộ, công chức = 1 hội nghị / once
Xây dựng ít nhất 02 phóng sự về chuyển đổi số = 2 phóng sự / once, at least
Đăng tải tối thiểu 05 tin, bài/tháng trên Trang thông tin điện tử = 5 tin, bài / month, at least
Triển khai Kế hoạch 38/KH-UBND trên địa bàn 16 xã =
Phấn đấu 80% hồ sơ nộp trực tuyến =
In và phát 5.000 tờ rơi đến hộ gia đình = 5000 tờ rơi / once
Hưởng ứng Ngày Chuyển đổi số quốc gia 10/10 =
Thực hiện mô hình 3 không, 5 có =
Tiếp nhận phản ánh qua số điện thoại 1022 =
Phát thanh chuyên đề 2 lần/tuần, mỗi lần 15 phút = 2 lần / week, 15 minutes
Cấp chữ ký số cho 100% cán bộ, công chức cấp xã =
Treo 20 băng rôn, 05 pano tại trụ sở = 20 băng rôn / once + 5 pano / once
"""


def shown(text, *, counted):
    """The quotas of a text in short."""
    return " + ".join(
        f"{count:g} {unit} / {per}"
        + (f", {minutes:g} minutes" if minutes else "")
        + (", about" if approximate else "")
        + (", at least" if bound else "")
        for _, count, unit, per, minutes, approximate, bound in read(text, counted=counted)
    )


@pytest.mark.parametrize("line", FREQUENCIES.strip().split("\n"))
def test_wordings_of_frequencies(line):
    text, _, wanted = line.rpartition(" =")
    assert wanted.strip() == shown(text, counted=True)


@pytest.mark.parametrize("line", TITLES.strip().split("\n"))
def test_wordings_of_titles(line):
    text, _, wanted = line.rpartition(" =")
    assert wanted.strip() == shown(text, counted=False)

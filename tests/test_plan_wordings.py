"""Wordings and damage met in plans that were written after the reader: each in several variants."""

import pytest
from plan_samples import passage, registry, rows

from cchc_lib.plan import assignments, figures, labels
from cchc_lib.plan.names import Names

# What a label that asks for the lead holds = who leads / who coordinates.
SHARES = """
Các sở, ban ngành; UBND các xã, phường. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh phối hợp. = \
Các sở, ban ngành; UBND các xã, phường / Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh
Các sở, ban ngành chủ trì. Tỉnh đoàn phối hợp. = Các sở, ban ngành / Tỉnh đoàn
Sở Nội vụ. Đề nghị Hội Nông dân tỉnh, Tỉnh đoàn phối hợp thực hiện. = \
Sở Nội vụ / Hội Nông dân tỉnh; Tỉnh đoàn
Phòng Nội vụ; Văn phòng HĐND và UBND. Đề nghị Công an huyện tham gia. = \
Phòng Nội vụ; Văn phòng HĐND và UBND / Công an huyện
Trung tâm Y tế. Phối hợp với Phòng Y tế, Hội Chữ thập đỏ. = \
Trung tâm Y tế / Phòng Y tế; Hội Chữ thập đỏ
Công an TP. Kon Tum; UBND các phường. = Công an TP. Kon Tum; UBND các phường /
Các phòng (16 phòng). Yêu cầu UBND các xã phối hợp. = Các phòng (16 phòng) / UBND các xã
Phòng Tư pháp chủ trì. Phòng Nội vụ chủ trì, phối hợp với Công an huyện. = \
Phòng Tư pháp; Phòng Nội vụ / Công an huyện
UBND các xã, phường thực hiện; Trung tâm Văn hóa phối hợp. = UBND các xã, phường / Trung tâm Văn hóa
UBND các xã tổ chức thực hiện; Sở Nội vụ phối hợp. = UBND các xã / Sở Nội vụ
UBND các xã triển khai thực hiện. = UBND các xã /
Phòng Nội vụ thực hiện, Phòng Tư pháp, Phòng Tài chính phối hợp = \
Phòng Nội vụ / Phòng Tư pháp; Phòng Tài chính
Phòng Nội vụ, Phòng Tư pháp chủ trì; Công an xã, Hội Phụ nữ phối hợp thực hiện. = \
Phòng Nội vụ; Phòng Tư pháp / Công an xã; Hội Phụ nữ
Sở Nội vụ; Sở Tư pháp; UBND các xã thực hiện; Tỉnh đoàn cùng phối hợp = \
Sở Nội vụ; Sở Tư pháp; UBND các xã / Tỉnh đoàn
Công an tỉnh chủ trì; đề nghị Hội Nông dân phối hợp; các huyện thực hiện. = \
Công an tỉnh; các huyện / Hội Nông dân
Văn phòng (theo dõi; tổng hợp) chủ trì; Công an xã phối hợp = \
Văn phòng (theo dõi; tổng hợp) / Công an xã
Phòng Nội vụ thực hiện, phối hợp với Công an huyện. = Phòng Nội vụ / Công an huyện
"""


def by_role(text, role="lead", known=Names(None)):
    found = assignments.read(passage(text), role, known, file="plan.txt", task="7", on=None)
    return tuple(
        "; ".join(one.text for one in found.assignments if one.role == role)
        for role in ("lead", "coordinate")
    )


@pytest.mark.parametrize("line", SHARES.strip().split("\n"))
def test_a_value_says_who_leads_and_who_helps(line):
    text, _, wanted = line.rpartition(" = ")
    assert by_role(text) == tuple(part.strip() for part in f"{wanted} ".split("/ "))[:2]


def test_a_name_in_front_of_its_role_is_found_in_the_registry():
    found = assignments.read(
        passage("Phòng Nội vụ thực hiện; UBND các xã, thị trấn phối hợp."),
        "lead", Names(registry()), file="plan.txt", task="7", on=None,
    )  # fmt: skip
    assert [(one.role, bool(one.ids)) for one in found.assignments] == [
        ("lead", True),
        ("coordinate", True),
    ]


def test_a_sentence_that_tells_what_is_done_names_nobody_more():
    lead, helps = by_role("Phòng Nội vụ. Các cơ quan gửi báo cáo, tổng hợp trước ngày 10.")
    assert "Các cơ quan" not in [one.strip() for one in lead.split(";")]
    assert helps == ""


# A text = its quotas in short.
COUNTS = """
Tập huấn nghiệp vụ cho công chức cấp xã, số lượng 03 lớp, mỗi lớp 02 ngày. = 3 lớp once
Hội nghị đối thoại với doanh nghiệp, số lượng 02 hội nghị. = 2 hội nghị once
Bồi dưỡng kỹ năng số, với số lượng 04 lớp = 4 lớp once
Treo băng rôn (số lượng 20 băng rôn) = 20 băng rôn once
Làm video hướng dẫn; số lượng khoảng 05 video = 5 video once
Nộp hồ sơ số lượng lớn, tổng kết 02 hội nghị đã qua =
Mỗi khoa 01 cuộc/tuần = 1 cuộc week
Mỗi khoa 01 buổi/quý = 1 buổi quarter
mỗi phòng, khoa 02 tin, bài/tháng = 2 tin, bài month
từng khoa 01 hội nghị = 1 hội nghị once
Họp hội đồng 01 cuộc/khoa/tháng = 1 cuộc month
Khóa 01 về chuyển đổi số =
Kỳ họp Khóa 12 hội nghị toàn thể =
"""


@pytest.mark.parametrize("line", COUNTS.strip().split("\n"))
def test_counts_without_a_colon_and_for_each_ward(line):
    text, _, wanted = line.rpartition(" =")
    found = [one.quota for one in figures.read(passage(text), counted=False)]
    assert "; ".join(f"{q.count:g} {q.unit} {q.per}" for q in found) == wanted.strip()


# A label cut by the line's end: lines = roles and values behind the title.
CUT = [
    ("Niêm yết thủ tục. Chủ trì: Trung tâm A. Thời\ngian hoàn thành: Trước 28/02.",
     [("lead", "Trung tâm A"), ("schedule", "Trước 28/02")]),
    ("Niêm yết thủ tục. Chủ trì: Phòng A. Phối\nhợp: Phòng B.",
     [("lead", "Phòng A"), ("coordinate", "Phòng B")]),
    ("Niêm yết. Chủ trì: Phòng A; đơn vị phối\nhợp: Phòng B; thời gian: quý I.",
     [("lead", "Phòng A"), ("coordinate", "Phòng B"), ("schedule", "quý I")]),
    ("Niêm yết. Cơ quan\nchủ trì: Phòng A. Thời gian thực\nhiện: Quý I.",
     [("lead", "Phòng A"), ("schedule", "Quý I")]),
    ("Niêm yết\n- Chủ trì: Phòng A. Thời gian\n\nhoàn thành: Quý I.",
     [("lead", "Phòng A"), ("schedule", "Quý I")]),
    ("Niêm yết\n- Chủ trì: Phòng A.\n- Thời\ngian: Quý I.",
     [("lead", "Phòng A"), ("schedule", "Quý I")]),
    ("Niêm yết. Đơn\nvị thực hiện: Phòng A. Sản\nphẩm: Bảng niêm yết.",
     [("lead", "Phòng A"), ("product", "Bảng niêm yết")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CUT)
def test_a_label_cut_by_a_line_break_is_one_label(text, wanted):
    title, *found = labels.part(rows(text))
    assert title.passage.plain in {"Niêm yết", "Niêm yết thủ tục"}
    assert [(one.role, one.passage.plain) for one in found] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Chia sẻ kinh nghiệm về thời\ngian giải quyết: rút ngắn 30%",
        "Tuyên truyền đúng lúc. Thời\ntiết: nắng ráo",
    ],
)
def test_words_that_make_no_label_are_not_joined(text):
    assert [one.kind for one in labels.part(rows(text))] == ["title"]

"""Wordings and damage met in plans that were written after the reader: each in several variants."""

import pytest
from plan_samples import passage, registry, rows
from test_plan_tables import HEAD, lines, plan

from cchc_lib.plan import assignments, figures, items, labels, parse
from cchc_lib.plan.names import Names

NOBODY = Names(None)
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
Phòng Nội vụ là cơ quan chủ trì; các phòng cùng phối hợp thực hiện = Phòng Nội vụ / các phòng
Công an xã (chủ trì, phối hợp với Đoàn Thanh niên) = Công an xã / Đoàn Thanh niên
Phòng Văn hóa và Phòng Kinh tế cùng thực hiện = Phòng Văn hóa; Phòng Kinh tế /
Phòng Nội vụ. Đề nghị các hội, đoàn thể tham gia phối hợp. = Phòng Nội vụ / các hội, đoàn thể
Sở Nội vụ chủ trì, các sở phối hợp, UBND các xã triển khai thực hiện = \
Sở Nội vụ; UBND các xã / các sở
Công an xã, Đoàn Thanh niên phối hợp = Công an xã / Đoàn Thanh niên
Phòng Nội vụ thực hiện, phối hợp với Công an huyện. = Phòng Nội vụ / Công an huyện
"""


def by_role(text, role="lead", known=NOBODY):
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


# An item whose number is gone, between the others: text = numbers of the leaves.
LOST = [
    (("4. Hội thi\n- Chủ trì: A.\n- Thời gian: Quý I.\n\n. Treo pano\n- Chủ trì: B.\n\n"
     "6. In tờ rơi\n- Chủ trì: C."), ["4", "5", "6"]),
    (("4. Hội thi\n- Chủ trì: A.\nTreo pano tại trụ sở, mỗi\nxã 02 cái.\n- Chủ trì: B.\n"
     "6. In tờ rơi\n- Chủ trì: C."), ["4", "5", "6"]),
    (("4. Hội thi\n- Thời gian: Quý I.\nS. Treo pano\n- Thời gian: Quý II.\n"
     "6. In tờ rơi\n- Thời gian: Quý III."), ["4", "5", "6"]),
    (("4. Hội thi. Chủ trì: A. Thời gian: Quý I.\n§ Treo pano. Chủ trì: B.\n"
     "6. In tờ rơi. Chủ trì: C."), ["4", "5", "6"]),
    (("1. Tin\na) Viết\n- Thời gian: Quý I.\n\nĐăng tin\n- Thời gian: Quý II.\n\n"
     "c) Gửi\n- Thời gian: Quý III.\n2. Ảnh\n- Thời gian: Quý I."), ["a", "b", "c", "2"]),
    ("2. Nhóm\n2.1. Viết\n- Chủ trì: A.\n\nĐăng tin\n- Chủ trì: B.\n2.3. Gửi\n- Chủ trì: C.",
     ["2.1", "2.2", "2.3"]),
    # Nothing shows that it is an item: no labels of its own, a label's value, two paragraphs.
    ("4. Hội thi\n- Chủ trì: A.\n\nNgoài ra có thể mời khách.\n6. In tờ rơi\n- Chủ trì: C.",
     ["4", "6"]),
    (("4. Hội thi\n- Chủ trì: A.\n\nNgoài ra mời khách.\n- Thời gian: Quý I.\n"
     "6. In\n- Chủ trì: C."), ["4", "6"]),
    (("4. Hội thi\n- Chủ trì: A.\n\nTreo pano\n- Chủ trì: B.\n\nPhát tờ rơi\n- Chủ trì: C.\n"
     "6. In\n- Chủ trì: D."), ["4", "6"]),
    ("4. Hội thi\n- Chủ trì: A.\n\nTreo pano\n- Chủ trì: B.\n5. In\n- Chủ trì: D.", ["4", "5"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), LOST)
def test_an_item_whose_number_is_gone_is_found_by_its_labels(text, wanted):
    root = items.build(rows(text))
    assert [one.number for one in root.walk() if not one.children] == wanted
    kept = sorted(row.number for row in root.all_rows)
    assert kept == [row.number for row in rows(text)]


def test_a_number_that_was_lost_is_a_finding():
    body = """II. NHIỆM VỤ
4. Hội thi
- Chủ trì: Phòng Nội vụ.

. Treo pano
- Chủ trì: Công an xã.

6. In tờ rơi
- Chủ trì: Văn phòng."""
    found = parse.parse(
        lines(HEAD.replace("II. NỘI DUNG, NHIỆM VỤ\n(Chi tiết tại Phụ lục kèm theo)", body)),
        "plan.txt",
        None,
    )
    assert [(one.task_id, one.named("lead")[0].text) for one in found.tasks] == [
        ("4", "Phòng Nội vụ"),
        ("5", "Công an xã"),
        ("6", "Văn phòng"),
    ]
    (note,) = [one for one in found.findings if one.code == "P006"]
    assert "Treo pano" in note.message
    assert " 5 " in note.message


@pytest.mark.parametrize("page", ["K;", "2:", "Zu", "z.", "3"])
def test_the_plans_name_over_a_page_is_no_part_of_a_task_whatever_its_page_number(page):
    body = f"""II. NHIỆM VỤ
1. Hội thi

Kế hoạch số 12/KH-UBND 2

- Chủ trì: Phòng Nội vụ.
2. In tờ rơi tại xã

Kế hoạch số 12/KH-UBND {page}

- Chủ trì: Công an xã.
- Thời gian: Quý I."""
    head = HEAD.replace("II. NỘI DUNG, NHIỆM VỤ\n(Chi tiết tại Phụ lục kèm theo)", body)
    found = parse.parse(lines(head), "plan.txt", None)
    assert [one.title for one in found.tasks] == ["Hội thi", "In tờ rơi tại xã"]


@pytest.mark.parametrize(
    ("number", "cited"),
    [
        ("12/KH-UBND", []),
        ("12/KH-UBNDX", []),
        ("12/KH-UBN", []),
        ("12/KH-HĐND", ["12/KH-HĐND"]),
        ("112/KH-UBND", ["112/KH-UBND"]),
        ("12/KH-SNV", ["12/KH-SNV"]),
    ],
)
def test_the_plans_own_number_is_none_that_it_cites_even_where_its_end_is_damaged(number, cited):
    head = HEAD.replace("DANH MỤC NHIỆM VỤ", f"(Kèm theo Kế hoạch số {number} của UBND xã)")
    found = parse.parse(lines(head), "plan.txt", None)
    assert [one.number for one in found.documents] == cited


HEADER = "| TT | Nội dung | Chủ trì | Thời gian |"
GROUPS = [
    # The first two numbers read as 1 and H; tasks go on through the groups.
    ("1 TUYÊN TRUYỀN MIỆNG;1 Tập huấn*;2 Đăng tin*;H TRUYỀN THÔNG SỐ;3 Lắp pano*;4 Làm clip*",
     ["1", "2", "3", "4"], ["I", "I", "II", "II"]),
    ("1 Tuyên truyền miệng;1 Tập huấn*;2 Đăng tin*;11 Truyền thông số;3 Lắp pano*",
     ["1", "2", "3"], ["I", "I", "II"]),
    ("L TUYÊN TRUYỀN;1 Tập huấn*;11 TRUYỀN THÔNG;2 Đăng tin*;HI HỖ TRỢ;3 Lắp pano*;TV KHÁC;4 Thi*",
     ["1", "2", "3", "4"], ["I", "II", "III", "IV"]),
    # Numbers begin anew: the group's number stands in front.
    ("1 TUYÊN TRUYỀN;1 Tập huấn*;2 Đăng tin*;H TRUYỀN THÔNG;1 Lắp pano*;2 Làm clip*",
     ["I.1", "I.2", "II.1", "II.2"], None),
    ("1 Tuyên truyền;1 Tập huấn*;2 Đăng tin*;2 Truyền thông;1 Lắp pano*;3 Hỗ trợ;1 Làm clip*",
     ["1.1", "1.2", "2.1", "3.1"], None),
    # The group's number is that of the task above or below it.
    ("I TUYÊN TRUYỀN;1 Tập huấn*;2 TRUYỀN THÔNG;2 Đăng tin*", ["1", "2"], None),
    ("1 TUYÊN TRUYỀN;1 Tập huấn*;1 TRUYỀN THÔNG;2 Đăng tin*", ["1", "2"], ["I", "II"]),
    # Tasks that name nobody and no time are no groups.
    ("1 Tập huấn*;2 Đăng tin;3 Lắp pano*", ["1", "2", "3"], [None, None, None]),
    ("1 Tập huấn;2 Đăng tin*;3 Lắp pano*", ["1", "2", "3"], [None, None, None]),
    ("1 TẬP HUẤN;2 ĐĂNG TIN;3 LẮP PANO*", ["1", "2", "3"], [None, None, None]),
]  # fmt: skip


def tabled(table):
    made = [HEADER]
    for row in table.split(";"):
        number, _, title = row.partition(" ")
        rest = "Văn phòng | Quý I" if title.endswith("*") else " | "
        made.append(f"| {number} | {title.strip('*')} | {rest} |")
    return plan("\n".join(made))


@pytest.mark.parametrize(
    "table",
    ["{0} Tin;1 Viết*;2 Đăng*;{1} Ảnh;3 Chụp*", "{0} TIN;1 Viết*;2 Đăng*;{1} ẢNH;1 Chụp*"],
)
@pytest.mark.parametrize(
    "misread", [("1", "H"), ("1", "11"), ("l", "ll"), ("L", "Il"), ("!", "II")]
)
def test_groups_whose_numbers_are_misread_are_as_if_they_were_not(table, misread):
    right, found = tabled(table.format("I", "II")), tabled(table.format(*misread))
    assert (found.tasks, found.groups) == (right.tasks, right.groups)


@pytest.mark.parametrize(("table", "ids", "groups"), GROUPS)
def test_groups_are_known_by_their_place_among_the_numbers(table, ids, groups):
    found = tabled(table)
    assert [one.task_id for one in found.tasks] == ids
    if groups:
        assert [one.group for one in found.tasks] == groups


@pytest.mark.parametrize(
    "table",
    [
        "1 Viết*;2 Tổ chức các hội;1 Hội thi*;2 Hội nghị*;3 Đăng*;4 Gửi*",
        "1 Tổ chức các hội;1 Hội thi*;2 Hội nghị*;2 Viết*;3 Đăng*;4 Gửi*",
    ],
)
def test_a_row_whose_own_number_goes_on_below_its_parts_is_no_group(table):
    found = tabled(table)
    assert [one.task_id.rpartition(".")[2] for one in found.tasks][-2:] == ["3", "4"]
    assert [one.title for one in found.tasks][-2:] == ["Đăng", "Gửi"]
    assert found.groups == ()


FLAT = [
    (
        "Nội dung công việc Chỉ tiêu, sản phẩm | Thời gian Phân công thực hiện Ghi chú\n"
        "thực hiện Chủ trì Phối hợp"
    ),
    (
        "TT | Nội dung công việc Chỉ tiêu, sản phẩm | Thời gian Phân công thực hiện Ghi chú\n"
        "thực hiện | Chủ trì | Phối hợp"
    ),
    "Nội dung nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời gian Sản phẩm",
    "Nhiệm vụ Đơn vị chủ trì | Đơn vị phối hợp Thời gian hoàn thành",
    "STT Nội dung Chủ trì Phối hợp Thời gian Kết quả",
    "Nội dung thực hiện _| Cơ quan thực hiện Thời gian hoàn thành Ghi chú",
]


@pytest.mark.parametrize("header", FLAT)
def test_a_table_that_lost_its_columns_is_said_whatever_its_first_column(header):
    flat = f"{header}\nTẬP HUẤN\nTập huấn kỹ năng số Văn phòng Công an xã Quý I Lớp\n"
    found = plan(flat)
    assert not found.tasks
    (note,) = [one for one in found.findings if one.code == "P071"]
    assert "bản Word" in note.message


@pytest.mark.parametrize(
    "prose",
    [
        "Nội dung, cơ quan chủ trì, cơ quan phối hợp, thời gian và sản phẩm tại Phụ lục",
        "Chi tiết nhiệm vụ, đơn vị chủ trì, thời gian hoàn thành kèm theo Kế hoạch này.",
        "Phòng Nội vụ Văn phòng UBND Công an xã phối hợp Thời gian Quý I",
    ],
)
def test_prose_that_names_columns_is_no_table(prose):
    assert "P071" not in {one.code for one in plan(f"{prose}\n\n{prose}").findings}

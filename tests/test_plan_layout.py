"""Heads, titles, ends and headings of plans as bodies of every level write them."""

import pytest
from plan_samples import rows

from cchc_lib.plan import parse

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
BODY = """
I. MỤC ĐÍCH
- Nâng cao nhận thức.
II. NHIỆM VỤ
1. Viết tin
- Cơ quan chủ trì: Phòng Nội vụ.
- Thời gian: Quý I.
III. TỔ CHỨC THỰC HIỆN
1. Phòng Nội vụ: theo dõi, báo cáo.

Trên đây là Kế hoạch, yêu cầu các đơn vị thực hiện./.

"""
HEAD = f"""ỦY BAN NHÂN DÂN
XÃ TÂY TRÀ BỒNG
Số: 45/KH-UBND
{STATE}Tây Trà Bồng, ngày 20 tháng 8 năm 2025

KẾ HOẠCH
Truyền thông năm 2025
"""


def read(text):
    return parse.parse(rows(text), "ke-hoach.txt", None)


# Head (the state's lines stand at "~") → number, issuer, date, title.
HEADS = [
    (
        """BỘ NỘI VỤ
-------
~---------------
Số: 1234/KH-BNV
Hà Nội, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Tuyên truyền cải cách hành chính nhà nước năm 2026""",
        "1234/KH-BNV", "Bộ Nội vụ", "2026-01-05",
        "Tuyên truyền cải cách hành chính nhà nước năm 2026",
    ),
    (
        """ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH QUẢNG NGÃI                Độc lập - Tự do - Hạnh phúc

Số: 05/KH-UBND               Quảng Ngãi, ngày 08 tháng 01 năm 2026

KẾ HOẠCH
Cải cách hành chính nhà nước tỉnh Quảng Ngãi năm 2026""",
        "05/KH-UBND", "UBND tỉnh Quảng Ngãi", "2026-01-08",
        "Cải cách hành chính nhà nước tỉnh Quảng Ngãi năm 2026",
    ),
    (
        """ỦY BAN NHÂN DÂN
THÀNH PHỐ ĐÀ NẴNG
Số: 77/KH-UBND
~Đà Nẵng, ngày 3 tháng 3 năm 2025

KẾ HOẠCH
Truyền thông chuyển đổi số năm 2025""",
        "77/KH-UBND", "UBND thành phố Đà Nẵng", "2025-03-03",
        "Truyền thông chuyển đổi số năm 2025",
    ),
    (
        """UBND TỈNH QUẢNG NGÃI
SỞ NỘI VỤ
Số: 88/KH-SNV
~Quảng Ngãi, ngày 15 tháng 01 năm 2025

KẾ HOẠCH
Thông tin, tuyên truyền cải cách hành chính năm 2025
của Sở Nội vụ""",
        "88/KH-SNV", "Sở Nội vụ", "2025-01-15",
        "Thông tin, tuyên truyền cải cách hành chính năm 2025 của Sở Nội vụ",
    ),
    (
        """ỦY BAN NHÂN DÂN
XÃ TÂY TRÀ BỒNG
Số: 45/KH-UBND
~Tây Trà Bồng, ngày 20 tháng 8 năm 2025

KẾ HOẠCH
Truyền thông chuyển đổi số và cải cách hành chính 6 tháng cuối năm 2025""",
        "45/KH-UBND", "UBND xã Tây Trà Bồng", "2025-08-20",
        "Truyền thông chuyển đổi số và cải cách hành chính 6 tháng cuối năm 2025",
    ),
    (
        """UBND ĐẶC KHU LÝ SƠN
Số: 12/KH-UBND
~Lý Sơn, ngày 12 tháng 01 năm 2026

KẾ HOẠCH
Tuyên truyền cải cách hành chính năm 2026""",
        "12/KH-UBND", "UBND đặc khu Lý Sơn", "2026-01-12",
        "Tuyên truyền cải cách hành chính năm 2026",
    ),
    (
        """ĐẢNG BỘ TỈNH QUẢNG NGÃI
ĐẢNG ỦY XÃ TRÀ BỒNG
*
Số 15-KH/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Trà Bồng, ngày 02 tháng 10 năm 2025

KẾ HOẠCH
tuyên truyền về chuyển đổi số năm 2025
-----""",
        "15-KH/ĐU", "Đảng ủy xã Trà Bồng", "2025-10-02",
        "tuyên truyền về chuyển đổi số năm 2025",
    ),
    (
        """PHÒNG GD&ĐT HUYỆN BÌNH SƠN
TRƯỜNG THCS BÌNH CHÁNH
Số: 31/KH-THCSBC
~Bình Chánh, ngày 12 tháng 9 năm 2025

KẾ HOẠCH
Chuyển đổi số năm học 2025 - 2026""",
        "31/KH-THCSBC", "Trường THCS Bình Chánh", "2025-09-12",
        "Chuyển đổi số năm học 2025 - 2026",
    ),
    (
        """SỞ Y TẾ QUẢNG NGÃI
BỆNH VIỆN ĐA KHOA TỈNH
Số: 400/KH-BVĐK
~Quảng Ngãi, ngày 17 tháng 02 năm 2025

KẾ HOẠCH
Truyền thông cải cách hành chính năm 2025""",
        "400/KH-BVĐK", "Bệnh viện Đa khoa tỉnh", "2025-02-17",
        "Truyền thông cải cách hành chính năm 2025",
    ),
    (
        """ỦY BAN NHÂN DÂN
XÃ ĐÔNG TRÀ BỒNG
Số:       /KH-UBND
~Đông Trà Bồng, ngày     tháng 01 năm 2026

KẾ HOẠCH
Tuyên truyền cải cách hành chính năm 2026""",
        "", "UBND xã Đông Trà Bồng", "2026-01",
        "Tuyên truyền cải cách hành chính năm 2026",
    ),
    (
        """UBND HUYỆN MỘ ĐỨC
PHÒNG NỘI VỤ
Số: 03/CTr-PNV
~Mộ Đức, ngày 09 tháng 02 năm 2025

CHƯƠNG TRÌNH
Công tác tuyên truyền cải cách hành chính năm 2025""",
        "03/CTr-PNV", "Phòng Nội vụ", "2025-02-09",
        "Công tác tuyên truyền cải cách hành chính năm 2025",
    ),
    (
        """ỦY BAN NHÂN DÂN
HUYỆN SƠN TỊNH
Số: 66/KH-UBND
~Sơn Tịnh, ngày 11 tháng 02 năm 2025

KẾ HOẠCH TRUYỀN THÔNG VỀ CẢI CÁCH HÀNH CHÍNH NĂM 2025""",
        "66/KH-UBND", "UBND huyện Sơn Tịnh", "2025-02-11",
        "TRUYỀN THÔNG VỀ CẢI CÁCH HÀNH CHÍNH NĂM 2025",
    ),
    (
        """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT

TỈNH QUẢNG NAM NAM
Số: 12/KH-UBND Độc lập - Tự do - Hạnh phúc
Quảng Nam, ngày 10 tháng Snam 2025

KẾ HOẠCH
Tuyên truyền cải cách hành chính""",
        "12/KH-UBND", "UBND tỉnh Quảng Nam", "2025-05-10",
        "Tuyên truyền cải cách hành chính",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("head", "number", "issuer", "date", "title"), HEADS)
def test_heads_of_every_level_are_read(head, number, issuer, date, title):
    plan = read(f"{head.replace('~', STATE)}\n\nCăn cứ Kế hoạch của tỉnh;\n{BODY}")
    assert (plan.number, plan.issuer, plan.date, plan.title) == (number, issuer, date, title)
    assert [task.task_id for task in plan.tasks] == ["1"]


@pytest.mark.parametrize(
    ("end", "recipients"),
    [
        (
            (
                "Nơi nhận:\n"
                "- Như trên;\n"
                "- Thường trực Đảng ủy (b/c);\n"
                "- CT, các PCT UBND xã;\n"
                "- Lưu: VT, VHXH.\n"
                "\n"
                "TM. ỦY BAN NHÂN DÂN\n"
                "KT. CHỦ TỊCH\n"
                "PHÓ CHỦ TỊCH\n"
                "\n"
                "\n"
                "Nguyễn Văn A\n"
            ),
            ["Như trên", "Thường trực Đảng ủy (b/c)", "CT, các PCT UBND xã", "Lưu: VT, VHXH"],
        ),
        (
            (
                "Nơi nhận:\n"
                "- Thường trực Tỉnh ủy,\n"
                "- Các ban xây dựng Đảng,\n"
                "- Lưu Văn phòng Đảng ủy.\n"
                "\n"
                "T/M BAN THƯỜNG VỤ\n"
                "BÍ THƯ\n"
                "Nguyễn Văn B\n"
            ),
            ["Thường trực Tỉnh ủy", "Các ban xây dựng Đảng", "Lưu Văn phòng Đảng ủy"],
        ),
        (
            (
                "Nơi nhận:                                   TM. ỦY BAN NHÂN DÂN\n"
                "- UBND tỉnh;                                         CHỦ TỊCH\n"
                "- Các phòng, ban, ngành;\n"
                "- Lưu: VT.\n"
                "                                              Trần Văn C\n"
            ),
            ["UBND tỉnh", "Các phòng, ban, ngành", "Lưu: VT"],
        ),
        (
            (
                "Nơi nhận:\n"
                "- Sở Nội vụ;\n"
                "- Ủy ban MTTQ Việt Nam và các tổ chức chính\n"
                "trị - xã hội huyện;\n"
                "- Lưu: VT, NV (02).\n"
                "GIÁM ĐỐC\n"
            ),
            [
                "Sở Nội vụ",
                "Ủy ban MTTQ Việt Nam và các tổ chức chính trị - xã hội huyện",
                "Lưu: VT, NV (02)",
            ],
        ),
        (
            (
                "Nơi nhận:\n"
                "- Phòng GD&ĐT (để b/c);\n"
                "- Các tổ chuyên môn (để t/h);\n"
                "- Lưu: VT.\n"
                "HIỆU TRƯỞNG\n"
                "Lê Thị D\n"
            ),
            ["Phòng GD&ĐT (để b/c)", "Các tổ chuyên môn (để t/h)", "Lưu: VT"],
        ),
        ("Nơi nhận:\n+ UBND tỉnh;\n+ Lưu: VT.\n", ["UBND tỉnh", "Lưu: VT"]),
        (
            "Nơi nhận:\nUBND tỉnh;\nCác phòng, ban;\nLưu: VT.\n",
            ["UBND tỉnh", "Các phòng, ban", "Lưu: VT"],
        ),
    ],
)
def test_recipients_are_told_apart_from_the_signature(end, recipients):
    plan = read(HEAD + BODY + end)
    assert list(plan.recipients) == recipients
    assert [task.task_id for task in plan.tasks] == ["1"]


@pytest.mark.parametrize(
    "heading",
    [
        "NỘI DUNG TRIỂN KHAI",
        "CÁC HOẠT ĐỘNG TRỌNG TÂM",
        "KẾ HOẠCH CỤ THỂ",
        "HÌNH THỨC, BIỆN PHÁP TUYÊN TRUYỀN",
        "PHÂN CÔNG NHIỆM VỤ VÀ THỜI GIAN THỰC HIỆN",
        "CHƯƠNG TRÌNH HÀNH ĐỘNG",
        "TIẾN ĐỘ THỰC HIỆN",
        "LỘ TRÌNH",
        "TỔ CHỨC TUYÊN TRUYỀN",
        "NỘI DUNG, HÌNH THỨC VÀ THỜI GIAN TUYÊN TRUYỀN",
    ],
)
def test_sections_of_tasks_are_known_by_meaning(heading):
    plan = read(HEAD + BODY.replace("NHIỆM VỤ", heading))
    assert [task.task_id for task in plan.tasks] == ["1"]
    assert [duty.unit for duty in plan.duties] == ["Phòng Nội vụ"]


def test_contents_beside_a_section_that_assigns_are_topics():
    contents = "II. NỘI DUNG\n1. Về chuyển đổi số\n- Kỹ năng số.\n- Dữ liệu mở.\n"
    plan = read(HEAD + BODY.replace("II. NHIỆM VỤ", f"{contents}III. NHIỆM VỤ"))
    assert [task.task_id for task in plan.tasks] == ["1"]
    assert [topic.text for topic in plan.topics] == ["Kỹ năng số", "Dữ liệu mở"]


def test_contents_alone_are_the_tasks():
    plan = read(HEAD + "I. NỘI DUNG\n1. Viết tin.\n2. Mở lớp.\nII. KINH PHÍ\nTừ ngân sách.\n")
    assert [task.title for task in plan.tasks] == ["Viết tin", "Mở lớp"]


def test_a_running_head_leaves_title_and_list_whole():
    running = "1. Viết tin\n\nKế hoạch số 45/KH-UBND 2\n\nvề chuyển đổi số"
    filler = "- Nâng cao nhận thức.\n" * 12
    plan = read(
        HEAD + BODY.replace("- Nâng cao nhận thức.\n", filler).replace("1. Viết tin", running)
    )
    assert plan.tasks[0].title == "Viết tin về chuyển đổi số"


def test_a_plan_enclosed_with_a_decision_is_read_as_the_plan():
    decision = HEAD.replace("45/KH-UBND", "393/QĐ-UBND").replace("KẾ HOẠCH", "QUYẾT ĐỊNH")
    plan = read(
        decision
        + "\nCăn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;\n\nQUYẾT ĐỊNH:\n\n"
        + "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch truyền thông.\n"
        + "Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.\nCHỦ TỊCH\n\n"
        + "KẾ HOẠCH\nTruyền thông của xã năm 2025\n"
        + "(Ban hành kèm theo Quyết định số 393/QĐ-UBND ngày 20/8/2025)\n"
        + BODY
    )
    assert (plan.kind, plan.number, plan.title) == (
        "Kế hoạch",
        "393/QĐ-UBND",
        "Truyền thông của xã năm 2025",
    )
    assert [task.task_id for task in plan.tasks] == ["1"]
    assert [document.number for document in plan.documents] == ["76/NQ-CP"]
    assert plan.recipients == ("Như Điều 3", "Lưu: VT")

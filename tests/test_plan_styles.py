"""Plans in the styles of many bodies: how they number, label and lay out what is to be done."""

import pytest
from plan_samples import rows

from cchc_lib.plan import parse

HEAD = """ỦY BAN NHÂN DÂN
XÃ TÂY TRÀ BỒNG
Số: 45/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Tây Trà Bồng, ngày 20 tháng 8 năm 2025

KẾ HOẠCH
Truyền thông năm 2025

"""
# Style → text, and of each task: id, who leads, who coordinates, when.
STYLES = {
    "party": (
        """
I- MỤC ĐÍCH, YÊU CẦU
1- Mục đích
- Nâng cao nhận thức.
II- NHIỆM VỤ
1- Công tác lãnh đạo, chỉ đạo
1.1- Ban hành nghị quyết chuyên đề về chuyển đổi số.
- Cơ quan chủ trì: Văn phòng Đảng ủy.
- Thời gian hoàn thành: Quý III/2025.
1.2- Quán triệt Nghị quyết số 57-NQ/TW.
- Cơ quan chủ trì: Ban Xây dựng Đảng.
- Thời gian hoàn thành: Tháng 10/2025.
2- Công tác tuyên truyền
2.1- Mở chuyên mục trên Trang thông tin điện tử, ít nhất 01 bài/tuần.
- Cơ quan chủ trì: Ban Xây dựng Đảng.
- Cơ quan phối hợp: UBMTTQ Việt Nam xã và các tổ chức chính trị - xã hội.
- Thời gian hoàn thành: Thường xuyên.
III- TỔ CHỨC THỰC HIỆN
1- Ban Xây dựng Đảng tham mưu.
""",
        [
            ("1.1", "Văn phòng Đảng ủy", "", "Quý III/2025"),
            ("1.2", "Ban Xây dựng Đảng", "", "Tháng 10/2025"),
            (
                "2.1",
                "Ban Xây dựng Đảng",
                "UBMTTQ Việt Nam xã; các tổ chức chính trị - xã hội",
                "Thường xuyên",
            ),
        ],
    ),
    "named tasks": (
        """
I. MỤC TIÊU
- A.
II. NỘI DUNG THỰC HIỆN
Nhiệm vụ 1: Đẩy mạnh truyền thông trên mạng xã hội
- Đơn vị chủ trì: Văn phòng.
- Thời gian thực hiện: Cả năm.
Nhiệm vụ 2: Tổ chức hội thi
- Đơn vị chủ trì: Đoàn xã.
- Thời gian thực hiện: Tháng 10.
Nhiệm vụ 3. Tập huấn
- Đơn vị chủ trì: Phòng Kinh tế.
- Thời gian thực hiện: Quý IV.
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng: theo dõi.
""",
        [
            ("1", "Văn phòng", "", "Cả năm"),
            ("2", "Đoàn xã", "", "Tháng 10"),
            ("3", "Phòng Kinh tế", "", "Quý IV"),
        ],
    ),
    "months": (
        """
I. MỤC TIÊU
- A.
II. NỘI DUNG THỰC HIỆN
1. Tháng 01/2025
- Ban hành Kế hoạch tuyên truyền (Phòng Nội vụ thực hiện).
- Cập nhật thủ tục hành chính (Văn phòng thực hiện).
2. Tháng 02/2025
- Tổ chức hội nghị (Phòng Nội vụ thực hiện).
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng: theo dõi.
""",
        [
            ("1.1", "Phòng Nội vụ", "", "Tháng 01/2025"),
            ("1.2", "Văn phòng", "", "Tháng 01/2025"),
            ("2.1", "Phòng Nội vụ", "", "Tháng 02/2025"),
        ],
    ),
    "brackets": (
        """
I. MỤC ĐÍCH
- A.
II. NHIỆM VỤ VÀ GIẢI PHÁP
1. Tăng cường chỉ đạo điều hành. (Đơn vị thực hiện: Văn phòng; thời gian: thường xuyên)
2. Đối thoại ít nhất 02 lần/năm (Chủ trì: UBND xã; Phối hợp: các thôn; Hoàn thành: Quý II, Quý IV).
3. Đổi mới hình thức tuyên truyền. Thời gian: cả năm. Đơn vị thực hiện: Phòng Văn hóa - Xã hội.
III. TỔ CHỨC THỰC HIỆN
""",
        [
            ("1", "Văn phòng", "", "thường xuyên"),
            ("2", "UBND xã", "các thôn", "Quý II, Quý IV"),
            ("3", "Phòng Văn hóa - Xã hội", "", "cả năm"),
        ],
    ),
    "arabic sections": (
        """
1. MỤC ĐÍCH
- A.
2. NỘI DUNG
2.1. Tuyên truyền cải cách hành chính
2.1.1. Trên báo chí
a) Viết bài: 04 bài/năm
Thực hiện: Phòng Nội vụ
Thời gian: Hằng quý
b) Phóng sự: 01 phóng sự
Thực hiện: Đài Truyền thanh
Thời gian: Quý III
2.1.2. Trên mạng xã hội
Thực hiện: Đoàn Thanh niên
Thời gian: Thường xuyên
2.2. Tuyên truyền chuyển đổi số
Thực hiện: Phòng Văn hóa và Thông tin
Thời gian: Tháng 10
3. TỔ CHỨC THỰC HIỆN
3.1. Phòng Nội vụ
- theo dõi
""",
        [
            ("2.1.1a", "Phòng Nội vụ", "", "Hằng quý"),
            ("2.1.1b", "Đài Truyền thanh", "", "Quý III"),
            ("2.1.2", "Đoàn Thanh niên", "", "Thường xuyên"),
            ("2.2", "Phòng Văn hóa và Thông tin", "", "Tháng 10"),
        ],
    ),
    "table in the text": (
        """
I. MỤC ĐÍCH
- A.
II. NHIỆM VỤ
| TT | Nội dung | Chủ trì | Thời gian |
| 1 | Viết tin | Văn phòng | Quý I |
| 2 | Mở lớp | Công an xã | Quý II |
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng: theo dõi.
""",
        [
            ("1", "Văn phòng", "", "Quý I"),
            ("2", "Công an xã", "", "Quý II"),
        ],
    ),
    "parts": (
        """
Phần thứ nhất
MỤC ĐÍCH, YÊU CẦU
I. MỤC ĐÍCH
Nâng cao.
Phần thứ hai
NHIỆM VỤ VÀ GIẢI PHÁP
I. Về cải cách hành chính
1. Rà soát TTHC
Cơ quan chủ trì: Văn phòng
Thời gian: Quý I
II. Về chuyển đổi số
1. Tập huấn kỹ năng số
Cơ quan chủ trì: Phòng Văn hóa - Xã hội
Thời gian: Quý II
Phần thứ ba
TỔ CHỨC THỰC HIỆN
1. Văn phòng theo dõi.
""",
        [
            ("I.1", "Văn phòng", "", "Quý I"),
            ("II.1", "Phòng Văn hóa - Xã hội", "", "Quý II"),
        ],
    ),
    "numbered labels": (
        """
I. MỤC ĐÍCH
- A.
II. NHIỆM VỤ
2. Nhiệm vụ cụ thể
2.1. Viết bài
a) Cơ quan chủ trì: Phòng Nội vụ.
b) Cơ quan phối hợp: Văn phòng.
c) Thời gian thực hiện: Quý I.
2.2. Mở lớp
a) Cơ quan chủ trì: Phòng Tư pháp.
b) Thời gian thực hiện: Quý II.
III. TỔ CHỨC THỰC HIỆN
""",
        [
            ("2.1", "Phòng Nội vụ", "Văn phòng", "Quý I"),
            ("2.2", "Phòng Tư pháp", "", "Quý II"),
        ],
    ),
    "sentences": (
        """
I. MỤC ĐÍCH
- A.
II. NHIỆM VỤ
1. Viết bài:
Phòng Nội vụ chủ trì, phối hợp Phòng Tư pháp và các cơ quan liên quan thực hiện hằng quý, ít nhất
02 bài.
2. Hội thi: giao Đoàn xã chủ trì tổ chức trong tháng 3.
III. TỔ CHỨC THỰC HIỆN
""",
        [
            ("1", "Phòng Nội vụ", "Phòng Tư pháp; các cơ quan liên quan", "hằng quý"),
            ("2", "Đoàn xã", "", "trong tháng 3"),
        ],
    ),
}


def brief(plan):
    """What is read of each task."""
    return [
        (
            task.task_id,
            "; ".join(a.text for a in task.named("lead")),
            "; ".join(a.text for a in task.named("coordinate")),
            task.schedule.text,
        )
        for task in plan.tasks
    ]


@pytest.mark.parametrize("style", STYLES)
def test_plans_of_every_style_are_read(style):
    text, wanted = STYLES[style]
    assert brief(parse.parse(rows(HEAD + text), "ke-hoach.txt", None)) == wanted


def test_a_sentence_names_who_is_given_a_task():
    text = """I. MỤC ĐÍCH
II. NHIỆM VỤ
1. Tuyên truyền
- Phòng Nội vụ chủ trì, phối hợp với các thôn tuyên truyền trên loa 02 lần/tuần.
2. Niêm yết
- Giao Trung tâm Phục vụ hành chính công niêm yết công khai TTHC, hoàn thành trước 30/6.
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng theo dõi.
"""
    plan = parse.parse(rows(HEAD + text), "ke-hoach.txt", None)
    assert [one[:3] for one in brief(plan)] == [
        ("1", "Phòng Nội vụ", "các thôn"),
        ("2", "Trung tâm Phục vụ hành chính công", ""),
    ]
    assert [duty.unit for duty in plan.duties] == ["Văn phòng"]


def test_headings_whose_numbers_were_misread_part_the_sections():
    text = STYLES["party"][0].replace("II-", "Il-").replace("III-", "Ill-")
    plan = parse.parse(rows(HEAD + text), "ke-hoach.txt", None)
    assert [task.task_id for task in plan.tasks] == ["1.1", "1.2", "2.1"]

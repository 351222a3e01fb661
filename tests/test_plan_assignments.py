import datetime as dt
import re

import pytest
from plan_samples import passage, registry

from cchc_lib.plan import assignments, labels
from cchc_lib.plan.names import Names

KNOWN = Names(registry(), dt.date(2025, 5, 1))
NOBODY = Names(None)


def texts(text, known=NOBODY):
    return [one.text for one in assignments.split(text, known)]


@pytest.mark.parametrize("known", [KNOWN, NOBODY], ids=["registry", "no registry"])
@pytest.mark.parametrize(
    "names",
    [
        ["Phòng Văn hóa, Khoa học và Thông tin"],
        ["Văn phòng HĐND và UBND huyện", "UBND các xã, thị trấn"],
        ["Phòng Nội vụ", "chính quyền địa phương"],
        ["Các cơ quan, đơn vị, địa phương"],
        ["Các phòng, ban, ngành, cơ quan đoàn thể trên địa bàn huyện", "UBND các xã, thị trấn"],
        ["Trung tâm Truyền thông - Văn hóa - Thể thao huyện", "UBND các xã, thị trấn"],
        ["Phòng Giáo dục và Đào tạo", "các cơ quan, đơn vị liên quan"],
    ],
)
@pytest.mark.parametrize("mark", ["; ", ", "])
def test_lists_are_parted_between_names_never_inside_them(names, mark, known):
    assert names == texts(mark.join(names) + ".", known)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bộ Nội vụ, Bộ Tài chính", ["Bộ Nội vụ", "Bộ Tài chính"]),
        ("Sở Nội vụ và các địa phương", ["Sở Nội vụ", "các địa phương"]),
        (
            "Văn phòng UBND tỉnh (theo dõi, đôn đốc; tổng hợp)",
            ["Văn phòng UBND tỉnh (theo dõi, đôn đốc; tổng hợp)"],
        ),
        ("Đài Phát thanh và Truyền hình tỉnh", ["Đài Phát thanh và Truyền hình tỉnh"]),
    ],
)
def test_names_of_other_places_are_parted_by_grammar(text, names):
    assert names == texts(text)


def test_a_damaged_name_becomes_the_registrys_where_no_other_is_near():
    (one,) = assignments.split(
        "Trung tdm Truyén thong - Vian hoa - Thé thao huyén", KNOWN, settled=False
    )
    assert one.text == "Trung tâm Truyền thông - Văn hóa - Thể thao huyện"
    assert one.match.ids == ("trung-tam-truyen-thong-van-hoa-the-thao-huyen",)


@pytest.mark.parametrize(
    "name", ["UBND xã Trà Binn", "UBND xã Trà Tan1", "UBND xã Trà Xinn", "UBND xã Trà Sang"]
)
def test_a_damaged_name_near_to_two_communes_is_never_guessed(name):
    (one,) = assignments.split(name, KNOWN, settled=False)
    assert one.match is None
    assert one.text == name


def test_words_in_another_order_are_another_commune():
    (one,) = assignments.split("UBND xã Sơn Trà", KNOWN)
    assert one.match.ids == ("ubnd-xa-son-tra",)


def assigned(text, role="lead", known=KNOWN, on=dt.date(2025, 5, 1)):
    return assignments.read(passage(text), role, known, file="plan.txt", task="2.5", on=on)


def test_an_offices_former_name_stays_as_printed_and_is_said():
    found = assigned("Phòng Văn hóa và Thông tin, Phòng Nội vụ", "coordinate")
    assert [a.text for a in found.assignments] == ["Phòng Văn hóa và Thông tin", "Phòng Nội vụ"]
    assert [f.code for f in found.findings] == ["P023"]


def test_the_same_name_was_right_before_it_was_given_up():
    found = assigned("Phòng Văn hóa và Thông tin", known=NOBODY, on=dt.date(2024, 2, 5))
    assert found.findings == ()


def test_a_name_that_no_row_bears_is_a_finding_with_the_nearest():
    found = assigned("Phòng Nội vụ và Lao động")
    assert found.assignments[0].ids == ()
    assert [f.code for f in found.findings] == ["P020"]


def test_leading_and_coordinating_in_one_sentence_are_told_apart():
    found = assigned(
        "Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp, các cơ quan, đơn vị liên quan"
    )
    assert [(a.role, a.text) for a in found.assignments] == [
        ("lead", "Phòng Nội vụ"),
        ("coordinate", "Phòng Tư pháp"),
        ("coordinate", "các cơ quan, đơn vị liên quan"),
    ]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Cơ quan chủ trì: Phòng Nội vụ", "lead"),
        ("Co quan chil tri: Phòng Nội vụ", "lead"),
        ("T6 chirc thuc hién: Phòng Nội vụ", "lead"),
        ("Đơn vị phối hợp: Phòng Nội vụ", "coordinate"),
        ("Cơ quan chỉ đạo: Phòng Nội vụ", "direct"),
        ("Thot gian thuc hién: Thường xuyên", "schedule"),
        ("Thời hạn hoàn thành: 30/6", "schedule"),
        ("Tan suét: 01 số/tháng", "frequency"),
        ("Kết quả/Sản phẩm: Báo cáo", "product"),
    ],
)
def test_labels_are_known_in_their_many_forms_and_damaged(text, role):
    assert labels.at_start(text).role == role


@pytest.mark.parametrize(
    "text", ["Nội dung tuyên truyền: chính sách", "Bản tin PAPI: 1 số", "Xây dựng chuyên mục"]
)
def test_other_words_are_no_labels(text):
    assert labels.at_start(text) is None


# Lists as printed, with a stroke where a name ends.
LISTS = """
Phòng Kinh tế, Hạ tầng và Đô thị|; Công an phường
Phòng Văn hóa - Xã hội|, Trung tâm Phục vụ hành chính công xã
Sở Văn hóa, Thể thao và Du lịch|, Sở Nông nghiệp và Môi trường
Sở Nội vụ| và Sở Tài chính
Văn phòng HĐND và UBND xã|, Phòng Kinh tế
Văn phòng HĐND&UBND phường
Bộ Tài chính|, bộ, ngành liên quan
Phòng Nội vụ|, các cơ quan, đơn vị có liên quan
Các sở, ban, ngành|; UBND các huyện, thị xã, thành phố
Sở, ban, ngành| và UBND các xã, phường
Đảng ủy|, HĐND|, UBND xã
Hội LHPN xã|, Đoàn TNCS Hồ Chí Minh xã|, Hội CCB xã
Ủy ban MTTQ Việt Nam xã| và các tổ chức chính trị - xã hội xã
Báo và Phát thanh, Truyền hình tỉnh Quảng Ngãi|; Sở KH&CN
Trường THCS Nguyễn Du|, Trường Tiểu học số 1| và Trường Mầm non Hoa Sen
Trạm Y tế xã|, các trường học trên địa bàn
Bí thư Chi bộ|, Trưởng các thôn
Trung tâm Văn hóa, Thể thao và Truyền thanh huyện|, UBND các xã
Ban Tuyên giáo và Dân vận Tỉnh ủy|; Báo Quảng Ngãi
Tòa án nhân dân|, Viện Kiểm sát nhân dân huyện
Khoa Khám bệnh|, Phòng Kế hoạch tổng hợp| và Phòng Công tác xã hội
Thủ trưởng các cơ quan, đơn vị|; Chủ tịch UBND các xã, thị trấn
VNPT Quảng Ngãi|, Viettel Quảng Ngãi|, Bưu điện huyện
Tổ Công nghệ số cộng đồng các thôn|, Đoàn xã
Phòng VH-XH|; TTPVHCC|; Công an xã
Ban Chỉ đạo phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số xã
Liên đoàn Lao động tỉnh|, Tỉnh Đoàn|, Hội Nông dân tỉnh
Công chức Văn hóa - Xã hội|, công chức Văn phòng - Thống kê
Chi cục Thuế khu vực Trà Bồng - Sơn Tây
Sở Tư pháp (qua Phòng Phổ biến, giáo dục pháp luật)|, Công an tỉnh
Ban Quản lý Khu kinh tế Dung Quất và các Khu công nghiệp Quảng Ngãi
Hội đồng nhân dân và Ủy ban nhân dân xã
Các phòng chuyên môn, đơn vị sự nghiệp thuộc UBND phường
Văn phòng Đảng ủy|, Ban Xây dựng Đảng|, UBMTTQVN xã
Phòng Giáo dục và Đào tạo| cùng các trường trên địa bàn
Ngân hàng Chính sách xã hội|, Kho bạc Nhà nước khu vực XV
Tổ trưởng dân phố|; đội ngũ cán bộ, công chức
Sở TT&TT|, Sở VH,TT&DL
Bộ Thông tin và Truyền thông|, VTV|, VOV|, TTXVN|, các địa phương
Bộ Khoa học và Công nghệ| và các bộ, ngành, địa phương
Viện Hàn lâm Khoa học và Công nghệ Việt Nam|, Viện Hàn lâm Khoa học Xã hội Việt Nam
"""


@pytest.mark.parametrize("line", LISTS.strip().split("\n"))
def test_lists_of_every_level_are_parted_by_grammar_and_usual_names(line):
    names = [re.sub(r"^(?:[;,]|\s(?:và|cùng))\s", "", part) for part in line.split("|")]
    assert names == texts(line.replace("|", ""))


@pytest.mark.parametrize(
    ("damaged", "name"),
    [
        ("Trung tâm Phục vụ hành chính công phương", "Trung tâm Phục vụ hành chính công phường"),
        ("Phòng Văn hóa, Khoa học và Thông tỉn", "Phòng Văn hóa, Khoa học và Thông tin"),
        ("Bán tự quản các tổ dân phố, buôn", "Ban tự quản các tổ dân phố, buôn"),
        ("Hội Liên hiệp Phụ nv huyện", "Hội Liên hiệp Phụ nữ huyện"),
        ("Trong các thôn", "Trưởng các thôn"),
    ],
)
def test_a_damaged_usual_name_is_put_right_wherever_the_place_is(damaged, name):
    (one,) = assignments.split(damaged, NOBODY, settled=False)
    assert (one.text, one.repaired) == (name, True)


@pytest.mark.parametrize("name", ["Phòng Kinh tế số", "Trung tâm Phục hồi chức năng", "Địa phương"])
def test_a_name_that_only_resembles_a_usual_one_stays(name):
    (one,) = assignments.split(name, NOBODY)
    assert (one.text, one.repaired) == (name, False)


@pytest.mark.parametrize(
    "text",
    [
        "Phòng Nội vụ chủ trì; Phòng Tư pháp phối hợp",
        "Phòng Nội vụ (chủ trì), Phòng Tư pháp (phối hợp)",
    ],
)
def test_a_name_with_its_role_behind_it_has_that_role(text):
    found = assigned(text, known=NOBODY)
    assert [(a.role, a.text) for a in found.assignments] == [
        ("lead", "Phòng Nội vụ"),
        ("coordinate", "Phòng Tư pháp"),
    ]


@pytest.mark.parametrize(
    ("printed", "read", "codes"),
    [
        ("Phòng Văn hóa, Khoa học và Thông tỉn", "Phòng Văn hóa, Khoa học và Thông tin", ["P022"]),
        ("Phòng Văn hoá, Khoa học và Thông tin", "Phòng Văn hoá, Khoa học và Thông tin", []),
        ("Phong Noi vu", "Phong Noi vu", []),
    ],
)
def test_a_mark_that_the_registry_contradicts_is_put_right_and_said(printed, read, codes):
    found = assignments.read(passage(printed), "lead", KNOWN, file="", task="1", on=None)
    assert [one.text for one in found.assignments] == [read]
    assert [one.code for one in found.findings] == codes

import datetime as dt

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

"""Labels by the words they are made of, and the clauses of items."""

import pytest
from plan_samples import rows

from cchc_lib.plan import labels

LABELS = {
    "lead": [
        "Cơ quan chủ trì tham mưu",
        "Cơ quan thực hiện chính",
        "Đơn vị tổ chức thực hiện",
        "Phân công thực hiện",
        "Cơ quan/đơn vị chủ trì",
        "Đơn vị, cá nhân chủ trì",
        "Cán bộ phụ trách",
        "Người chịu trách nhiệm",
        "Đơn vị chịu trách nhiệm chính",
        "Giao cho",
        "Cơ quan chủ trì triển khai",
        "Các đơn vị thực hiện",
        "Cơ quan, đơn vị, địa phương thực hiện",
        "Lực lượng thực hiện",
        "Chủ thể thực hiện",
        "Đồng chủ trì",
        "Đơn vị triển khai",
        "Bộ phận tham mưu",
    ],
    "coordinate": [
        "Đơn vị phối hợp chính",
        "Các cơ quan phối hợp",
        "Cùng phối hợp",
        "Cơ quan, đơn vị, địa phương phối hợp",
        "Đơn vị tham gia",
        "Thành phần phối hợp",
        "Cơ quan cùng phối hợp thực hiện",
    ],
    "direct": [
        "Chỉ đạo, đôn đốc",
        "Lãnh đạo phụ trách",
        "Người chỉ đạo",
    ],
    "schedule": [
        "Thời gian dự kiến",
        "Dự kiến thời gian",
        "Thời gian, tiến độ",
        "Mốc thời gian",
        "Lộ trình",
        "Lộ trình thực hiện",
        "Kỳ hạn",
        "Ngày hoàn thành",
        "Thời gian triển khai thực hiện",
        "Thời gian thực hiện, hoàn thành",
    ],
    "frequency": [
        "Chỉ tiêu, số lượng",
        "Số lượng, tần suất",
        "Định mức",
        "Số lần",
        "Tần suất, số lượng",
        "Thời lượng, tần suất",
        "Chỉ tiêu thực hiện",
        "Tần suất đăng",
        "Mức phấn đấu",
    ],
    "product": [
        "Sản phẩm/Kết quả",
        "Kết quả dự kiến",
        "Kết quả đạt được",
        "Sản phẩm của nhiệm vụ",
        "Kết quả thực hiện",
        "Yêu cầu sản phẩm",
        "Dự kiến kết quả",
        "Đầu ra",
        "Sản phẩm, kết quả đầu ra",
    ],
    "note": [
        "Dự toán",
        "Kinh phí dự kiến",
        "Đối tượng tham gia",
        "Số lượng người tham dự",
    ],
}


@pytest.mark.parametrize(
    ("label", "role"), [(label, role) for role, every in LABELS.items() for label in every]
)
def test_a_label_says_its_role_by_its_words(label, role):
    assert labels.at_start(f"{label}: 02").role == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Thực hiện: Phòng Nội vụ", "lead"),
        ("Thực hiện: dán mã QR", None),
        ("Trách nhiệm: Văn phòng HĐND và UBND xã", "lead"),
        ("Trách nhiệm: nâng cao nhận thức", None),
        ("Phối hợp với: Công an xã", "coordinate"),
        ("Hoàn thành: Quý II/2026", "schedule"),
        ("Hoàn thành: bộ tài liệu", None),
    ],
)
def test_a_word_like_any_other_is_a_label_only_before_a_name_or_a_time(text, role):
    found = labels.at_start(text)
    assert (found.role if found else None) == role


@pytest.mark.parametrize(
    "text",
    ["Nội dung: A", "Mục tiêu: A", "Yêu cầu: A", "Biện pháp: A", "Cơ quan giám sát: A", "Lưu: VT"],
)
def test_other_headings_are_no_labels(text):
    assert labels.at_start(text) is None


def test_labels_in_small_letters_part_a_line():
    text = "Viết tin\nChủ trì: Phòng Nội vụ; đơn vị phối hợp: Văn phòng; mốc thời gian: quý I."
    found = [(one.role, one.passage.plain) for one in labels.part(rows(text))[1:]]
    assert found == [
        ("lead", "Phòng Nội vụ"),
        ("coordinate", "Văn phòng"),
        ("schedule", "quý I"),
    ]


def test_a_dash_inside_a_sentence_and_a_word_like_a_label_part_no_title():
    title = "Phát triển năng lượng xanh\n– sạch; định danh\nđịa điểm; tàu thuyền"
    (found,) = labels.part(rows(title))
    assert found.passage.text == "Phát triển năng lượng xanh – sạch; định danh địa điểm; tàu thuyền"


def test_bullets_in_small_letters_behind_a_finished_line_are_sub_items():
    found = labels.part(rows("Phát thanh:\n- phát mới 01 lần;\n- phát lại 03 lần"))
    assert [one.kind for one in found] == ["title", "sub", "sub"]

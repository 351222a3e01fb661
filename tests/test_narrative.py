"""Sentences of the report: exact, plain, right in the singular and at zero."""

import dataclasses
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_sample import agencies, indicators, report_data

from cchc_lib import periods
from cchc_lib.report import (
    figures,
    narrative,
    narrative_agency,
    narrative_first,
    narrative_head,
    narrative_notes,
    narrative_voices,
    narrative_words,
    tables,
)
from cchc_lib.report.blocks import Chart, Heading, Table, Text, Tiles
from cchc_lib.vietnamese import clean, visible

LONG = "Ủy ban nhân dân thị trấn nông trường có cái tên rất dài ở vùng sâu, vùng xa"


def nothing(*_):
    return None


def over(_agency, _indicator, target, _n):
    return (target or 1) * 37


def behind(_agency, _indicator, target, n):
    return None if n % 2 else (target or 2) - 1


def texts(block):
    return [b.text for b in block.items if isinstance(b, Text)]


def answers(data):
    """Question → answer."""
    said = texts(narrative.first_page(data))[1:]
    return dict(zip(said[::2], said[1::2], strict=True))


HARD = {
    "usual": lambda: report_data(count=34),
    "quarter": lambda: report_data("2025-Q2", count=34),
    "nothing": lambda: report_data(count=34, result=nothing),
    "over": lambda: report_data(count=34, result=over),
    "behind": lambda: report_data(count=96, result=behind, name=LONG),
    "one": lambda: report_data(count=1),
    "nobody": lambda: report_data(count=0),
    "year": lambda: report_data("2025", count=9, result=behind),
}


@pytest.mark.parametrize("case", HARD)
def test_page_one_has_at_most_150_words_one_chart_and_one_table(case):
    data = HARD[case]()
    page = narrative.first_page(data)
    said = tuple(b for b in page.items if isinstance(b, Text))
    assert narrative_first.count_words(data, said) <= 150
    assert [b.style for b in said] == ["lead", *["question", "body"] * 5]
    assert len(next(b for b in page.items if isinstance(b, Tiles)).tiles) == 4
    assert isinstance(figures.quota_bars(data), Chart | Text)
    assert isinstance(tables.quotas(data), Table)


@pytest.mark.parametrize("case", HARD)
def test_no_sentence_is_left_unfinished(case):
    data = HARD[case]()
    blocks = [
        *narrative.first_page(data).items,
        *narrative.direction(data).items,
        *narrative.results(data).items,
        *narrative.by_channel(data).items,
        *narrative.reporting(data).items,
        *narrative.difficulties(data).items,
        *narrative.next_period(data).items,
        *narrative.comparison(data).items,
    ]
    for block in blocks:
        if isinstance(block, Text) and block.style != "question":
            assert block.text.endswith((".", "lũy kế")), block.text
            assert not re.search(r"None|nan|\{|\}|  |\(\)| ,|\.\.(?!\.)", block.text), block.text
            assert "Hoàn thành" not in block.text


def test_counting_words_leaves_names_out():
    data = report_data(count=4)
    said = (Text(text="Xã 01 và Trung tâm VH-TT thiếu 2 số (mục III) – 81,2\u00a0%"),)
    assert narrative_first.count_words(data, said) == 8


def test_the_five_questions_are_answered_in_order():
    data = report_data(count=8, said={("xa-01", "3-1"): "Đề nghị cấp thêm loa"})
    assert answers(data) == {
        "Làm được bao nhiêu?": "5 chỉ tiêu: 4 đạt, 1 chậm; bình quân 93,3\u00a0% kế hoạch kỳ, "
        "luỹ kế 93,3\u00a0%.",
        "Ai chưa báo cáo?": "6 đúng hạn, 1 muộn, 1 chưa báo cáo: UBND xã Số 03.",
        "Việc nào chậm?": "3-1 Chuyên trang trên Trang thông tin…: thiếu 2 số "
        "(mới có 5/6 đơn vị báo cáo).",
        "Tiền, lượt tiếp cận?": "Chi 2.500.000 đồng, luỹ kế 4.000.000 đồng. Lượt tiếp cận: "
        "1.234 tham dự trực tiếp; 30.500 nghe, xem đài; 812 xem trên mạng.",
        "Cần quyết định gì?": "Xem xét kiến nghị của 1 đơn vị (mục IV); đôn đốc 1 đơn vị chưa "
        "báo cáo; chỉ đạo 1 chỉ tiêu chậm (mục V).",
    }


def test_states_counted_on_page_one_add_up():
    data = report_data(count=34)
    said = answers(data)["Làm được bao nhiêu?"]
    total, *parts = [int(n) for n in re.findall(r"(\d+) (?:chỉ tiêu|đạt|đúng|chậm|chưa)", said)]
    assert total == sum(parts)


def test_many_missing_are_named_to_eight_and_counted():
    data = report_data(count=34, result=nothing)
    said = answers(data)["Ai chưa báo cáo?"]
    assert said.startswith("0 đúng hạn, 0 muộn, 34 chưa báo cáo: Trung tâm Văn hóa")
    assert said.endswith("và 26 đơn vị khác (mục III).")
    assert said.count("UBND xã ") == 6


def test_nobody_missing_and_nothing_behind_read_well():
    data = report_data(count=4, result=over)
    said = answers(data)
    assert said["Ai chưa báo cáo?"].endswith("Không đơn vị nào thiếu.")
    assert said["Việc nào chậm?"] == "Không có chỉ tiêu nào chậm."
    assert said["Cần quyết định gì?"] == "Không có việc cần quyết định."


def test_without_reports_nothing_is_judged():
    data = report_data(count=4, result=nothing)
    said = answers(data)
    assert said["Việc nào chậm?"] == "Chưa có số liệu để đánh giá."
    assert said["Tiền, lượt tiếp cận?"] == "Chưa nêu kinh phí. Lượt tiếp cận: chưa nêu."
    assert narrative_head.lead_sentence(data) == "Chưa có đơn vị nào báo cáo (0/4 đơn vị)."


def test_nobody_owing_reads_well():
    data = report_data(count=0)
    assert narrative_head.lead_sentence(data) == "Trong kỳ không có đơn vị nào phải báo cáo."
    assert "Trong kỳ không có đơn vị nào phải báo cáo." in texts(narrative.reporting(data))


def test_a_line_says_what_was_owed_done_to_date_state_and_who():
    data = report_data(count=8)
    by_id = {task.indicator: task for task in data.indicators.tasks}
    said = narrative.task_sentence(data, by_id["2b-1"])
    assert said == (
        "2b-1 Chuyên mục cải cách hành chính trên Cổng thông tin điện tử: 5/5 tin, bài, đạt "
        "100,0\u00a0% kế hoạch kỳ; luỹ kế 5/60 tin, bài, đạt 8,3\u00a0% kế hoạch năm (đạt). "
        "Đơn vị thực hiện: Phòng Văn hóa, Khoa học và Thông tin."
    )
    said = narrative.task_sentence(data, by_id["1-0"])
    assert said.endswith("(đang thực hiện). Mới có 7/8 đơn vị báo cáo.")


def test_a_line_that_nobody_reported_is_not_called_undone():
    data = report_data(count=8, result=nothing)
    by_id = {task.indicator: task for task in data.indicators.tasks}
    assert narrative.task_sentence(data, by_id["3-1"]).endswith("chưa có đơn vị nào báo cáo (0/6).")
    assert narrative.task_sentence(data, by_id["2a-1"]).endswith(
        "Trung tâm Văn hóa - Thể thao chưa báo cáo."
    )
    note = texts(narrative.results(data))[0]
    assert note == "Số liệu mới có từ 0/8 đơn vị. Chưa báo cáo không có nghĩa là chưa làm."


def test_beyond_the_target_is_said_so():
    data = report_data(count=4, result=over)
    task = next(t for t in data.indicators.tasks if t.indicator == "2a-1")
    assert narrative_words.state_word(task) == "Vượt"
    assert "đạt 3.700,0\u00a0% kế hoạch kỳ" in narrative.task_sentence(data, task)


def test_the_title_carries_the_period_in_the_place_of_the_plans_year():
    head = narrative.head(report_data("2025-Q2", count=3))
    assert head.title == (
        "Báo cáo kết quả truyền thông về cải cách hành chính và chuyển đổi số quý II năm 2025"
    )
    data = report_data(count=3)
    plan = dataclasses.replace(data.plan, title="Truyền thông năm 2025 trên địa bàn huyện Mẫu")
    assert narrative_head.title(dataclasses.replace(data, plan=plan)) == (
        "Báo cáo kết quả truyền thông tháng 6 năm 2025 trên địa bàn huyện Mẫu"
    )
    plan = dataclasses.replace(data.plan, title="Kế hoạch tuyên truyền")
    assert narrative_head.title(dataclasses.replace(data, plan=plan)) == (
        "Báo cáo kết quả tuyên truyền tháng 6 năm 2025"
    )


def test_the_head_says_window_day_count_marks_and_grounds():
    head = narrative.head(report_data(count=8))
    assert head.marks == ("SỐ LIỆU MÔ PHỎNG", "DỰ THẢO")
    assert head.facts == (
        "Kỳ số liệu: từ 15/5/2025 đến 14/6/2025",
        "Tính đến 17/6/2025",
        "Tổng hợp từ 7/8 đơn vị",
    )
    assert head.grounds == ("Căn cứ Kế hoạch số 12/KH-UBND ngày 2/4/2025 của UBND huyện Mẫu.",)
    assert head.letterhead.authority == "TM. ỦY BAN NHÂN DÂN"
    real = narrative.head(report_data(count=8, simulated=False, closed=True))
    assert real.marks == ()


def test_a_plan_whose_day_cannot_be_read_keeps_its_month():
    data = report_data(count=3)
    plan = dataclasses.replace(data.plan, date="2025-05")
    grounds = narrative_head.grounds(dataclasses.replace(data, plan=plan))
    assert grounds == ("Căn cứ Kế hoạch số 12/KH-UBND tháng 5/2025 của UBND huyện Mẫu.",)


def test_the_parts_come_in_the_order_that_such_reports_have():
    data = report_data(count=4)
    cells = (
        narrative.direction,
        narrative.results,
        narrative.by_channel,
        narrative.reporting,
        narrative.difficulties,
        narrative.next_period,
    )
    heads = [b.text for make in cells for b in make(data).items if isinstance(b, Heading)]
    parts = [text.split(".")[0] for text in heads if text.isupper()]
    assert parts == ["I", "II", "III", "IV", "V"]


def test_texts_of_agencies_are_quoted_once_attributed_and_grouped():
    said = {
        ("trung-tam", "1-0"): "Thiếu máy phát",
        ("trung-tam", "2a-1"): "Thiếu máy phát",
        ("xa-01", "3-1"): "Kiến nghị mở lớp tập huấn",
    }
    data = report_data(count=4, said=said)
    assert texts(narrative.difficulties(data)) == [
        "Trung tâm Văn hóa - Thể thao: “Thiếu máy phát” (1-0, 2a-1).",
        "UBND xã Số 01: “Kiến nghị mở lớp tập huấn” (3-1).",
    ]
    assert len(narrative_voices.proposals(data)) == 1


def test_no_texts_are_said_to_be_none():
    assert texts(narrative.difficulties(report_data(count=4))) == [
        "Không có đơn vị nào nêu khó khăn.",
        "Không có đơn vị nào nêu kiến nghị.",
    ]


def test_the_analysts_notes_are_merged_literally():
    data = report_data(count=3, notes="# Nhận xét\n\nĐoạn một,\ndòng hai <b>.\n\n- mục a\n- mục b")
    merged = narrative_notes.remaining(data)
    assert [(type(b).__name__, b.text) for b in merged] == [
        ("Heading", "Ghi chú của đơn vị tổng hợp"),
        ("Text", "Nhận xét"),
        ("Text", "Đoạn một, dòng hai <b>."),
        ("Text", "mục a"),
        ("Text", "mục b"),
    ]
    assert merged[-1].style == "bullet"
    assert narrative_notes.remaining(report_data(count=3)) == []


NOTES = """\ufeffLời mở đầu không thuộc mục nào.

# I
Đoạn của mục một.
## 1. Về chuyển đổi số
- mục gạch đầu dòng
### Mục IV.1. Khó khăn
Đoạn =cmd|' <script>alert(1)</script> **nguyên văn**.
# KIẾN NGHỊ, ĐỀ XUẤT
Xin thêm máy phát \u202e.
# III. TÌNH HÌNH BÁO CÁO
Đã đôn đốc.

# V
Tháng tới tập huấn.
# VII
Mục không có.
"""


def test_the_analysts_paragraphs_are_merged_in_the_part_that_their_heading_names():
    """Each once, at its place; what names no place comes last, nothing is lost."""
    data = report_data(count=3, notes=NOTES)
    shown = {
        "I": narrative.direction(data),
        "II": narrative.results(data),
        "III": narrative.reporting(data),
        "IV": narrative.difficulties(data),
        "V": narrative.next_period(data),
    }
    said = {part: texts(block) for part, block in shown.items()}
    assert said["I"][-1] == "Đoạn của mục một."
    whole = [getattr(block, "text", "") for block in shown["II"].items]
    assert whole.index("mục gạch đầu dòng") == whole.index("2. Về cải cách hành chính") - 1
    assert said["III"][-1] == "Đã đôn đốc."
    literal = "Đoạn =cmd|' <script>alert(1)</script> **nguyên văn**."
    whole = [getattr(block, "text", "") for block in shown["IV"].items]
    assert whole.index(literal) == whole.index("2. Kiến nghị, đề xuất") - 1
    assert whole[-1] == "Xin thêm máy phát ."
    end = [getattr(block, "text", "") for block in shown["V"].items]
    assert end[-5:] == [
        "Tháng tới tập huấn.",
        "Ghi chú của đơn vị tổng hợp",
        "Lời mở đầu không thuộc mục nào.",
        "VII",
        "Mục không có.",
    ]


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("II.2", "II.2"),
        ("ii.2. cải cách", "II.2"),
        ("Phần III", "III"),
        ("Mục iv: vướng mắc", "IV"),
        ("NHIỆM VỤ TRỌNG TÂM KỲ TỚI", "V"),
        ("2. Về cải cách hành chính", "II.2"),
        ("Khó khăn, vướng mắc", "IV.1"),
        ("IV. KHÓ KHĂN, VƯỚNG MẮC; KIẾN NGHỊ, ĐỀ XUẤT", "IV"),
        ("IX", None),
        ("Việc khác", None),
        ("", None),
    ],
)
def test_a_heading_names_its_place_by_number_or_words(heading, place):
    assert narrative_notes.place_of(heading) == place


EMPTY = report_data(count=1)


@given(st.text(max_size=300))
def test_no_word_of_the_notes_is_lost_or_printed_twice(notes):
    """Whatever an analyst writes: every place together says exactly its words, headings aside."""
    data = dataclasses.replace(EMPTY, notes=notes)
    places = ("I", "II", "II.1", "II.2", "II.3", "III", "IV", "IV.1", "IV.2", "V")
    placed = [block for place in places for block in narrative_notes.written(data, place)]
    rest = narrative_notes.remaining(data)[1:]
    words = Counter(word for block in (*placed, *rest) for word in block.text.split())
    lines = [clean(line) for line in visible(notes).splitlines()]
    headings = [line for line in lines if re.match(r"#{1,6}(\s|$)", line)]
    plain = [re.sub(r"^[-*+]\s+", "", line) for line in lines if line not in headings]
    wanted = Counter(word for line in plain for word in line.split())
    assert not wanted - words


def test_change_is_told_in_the_lines_unit():
    data = report_data("2025-Q2", count=8, earlier=2)
    by_id = {task.indicator: task for task in data.indicators.tasks}
    assert narrative.change_sentence(data, by_id["2b-1"]).endswith(
        "so với quý trước, tăng 3 tin, bài."
    )
    assert narrative.change_sentence(data, by_id["4-2"]).endswith(
        "so với quý trước, giảm 2 hội nghị."
    )
    same = dataclasses.replace(by_id["4-2"], change=0.0)
    assert narrative.change_sentence(data, same).endswith("so với quý trước, không đổi.")


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("2025-06", "tháng trước"),
        ("2025-Q2", "quý trước"),
        ("2025-H1", "6 tháng trước"),
        ("2025-9M", "9 tháng năm trước"),
        ("2025", "năm trước"),
    ],
)
def test_the_period_before_is_named_by_its_kind(label, words):
    assert narrative_words.former(periods.parse(label)) == words


def test_a_quarter_compares_with_the_quarter_before():
    before = indicators(periods.parse("2025-Q1"), agencies(8), behind)
    data = report_data("2025-Q2", count=8, previous=before, earlier=2)
    charts = [b for b in narrative.comparison(data).items if isinstance(b, Chart)]
    assert charts[-1].title == "4/4 chỉ tiêu có tỷ lệ cao hơn quý trước"


def test_an_agencys_report_bears_its_name_and_its_standing():
    data = report_data(count=8, agency="xa-02")
    assert narrative_agency.head(data).title.endswith("của UBND xã Số 02")
    assert narrative_agency.lead(data) == (
        "UBND xã Số 02 đã báo cáo muộn; 1/1 chỉ tiêu đạt định mức."
    )
    missing = report_data(count=8, agency="xa-03")
    assert narrative_agency.lead(missing) == (
        "UBND xã Số 03 chưa gửi báo cáo tính đến ngày 17/6/2025."
    )
    quarter = report_data("2025-Q2", count=8, agency="xa-02")
    assert "đã gửi 3/3 báo cáo tháng" in narrative_agency.lead(quarter)


def test_an_agency_sees_its_own_findings_only():
    mine = narrative_agency.findings(report_data(count=8, agency="trung-tam")).items[1]
    others = narrative_agency.findings(report_data(count=8, agency="xa-02")).items[1]
    assert [row.cells[0].text for row in mine.rows] == ["Kết quả!E9"]
    assert others.rows == ()


def test_ids_that_differ_in_a_barred_d_keep_different_anchors():
    anchors = {narrative_words.task_anchor(i) for i in ("1.2d-0", "1.2đ-0", "1.2e-0")}
    assert len(anchors) == 3
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", anchor) for anchor in anchors)

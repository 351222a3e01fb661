"""Whole plans: the example, and others with other words, places and years."""

import datetime as dt
import json

import pytest
from plan_samples import EXAMPLE, PLANS, ROOT, clean_plan, facts, registry, rows

from cchc_lib.plan import layout, parse, reading, source, store


@pytest.fixture(scope="module")
def reviewed():
    return reading.read_plan(EXAMPLE, registry())[0]


@pytest.fixture(scope="module")
def unreviewed():
    return reading.read_plan(EXAMPLE, registry(), review=False)[0]


@pytest.fixture(scope="module")
def expected():
    return json.loads((ROOT / "tests/data/plan-54-expected.json").read_text(encoding="utf-8"))


def test_the_example_is_read_as_it_stands_in_the_golden_file(reviewed, golden):
    golden("plan-54.json", store.dumps(reviewed))


@pytest.mark.parametrize("which", ["reviewed", "unreviewed"])
def test_every_task_of_the_example_is_read_with_and_without_review(which, expected, request):
    """Ids, fields, groups, names, schedules, quotas; titles to the letter with the review."""
    plan = store.to_json(request.getfixturevalue(which))
    for wanted, found in zip(expected["tasks"], plan["tasks"], strict=True):
        keys = set(wanted) - ({"title"} if which == "unreviewed" else set())
        for key in keys - {"quotas"}:
            assert (wanted["id"], key, wanted[key]) == (found["id"], key, found[key])
        for quota, read in zip(wanted["quotas"], found["quotas"], strict=True):
            assert quota == {key: read[key] for key in quota}


@pytest.mark.parametrize("which", ["reviewed", "unreviewed"])
def test_the_rest_of_the_example_is_read_with_and_without_review(which, expected, request):
    plan = request.getfixturevalue(which)
    fields = [topic.field for topic in plan.topics]
    assert {"CĐS": fields.count("CĐS"), "CCHC": fields.count("CCHC")} == expected["topics"]
    cited = [[d.number, d.date.isoformat() if d.date else None] for d in plan.documents]
    assert expected["documents"] == cited
    assert expected["duties"] == [duty.unit for duty in plan.duties]
    assert expected["recipients"] == list(plan.recipients)
    head = {key: getattr(plan, key) for key in ("number", "kind", "issuer", "date", "year")}
    assert {key: expected[key] for key in head} == head


def test_a_footnote_is_taken_out_of_the_sentence_that_it_cuts(reviewed):
    topic = reviewed.topics[2]
    assert "các đơn vị sự nghiệp công lập đối với việc triển khai" in topic.text
    assert "P050" in [f.code for f in reviewed.findings]
    noted = next(d for d in reviewed.documents if d.number == "51/KH-UBND")
    assert noted.source.line_start == 104


def test_who_reports_what_to_whom_is_read(reviewed):
    found = [(r.who, r.to, r.via, r.per) for r in reviewed.reports]
    offices = ("Phòng Văn hóa, Khoa học và Thông tin", "Phòng Nội vụ")
    assert (
        "Các cơ quan, ban, ngành, UBND các xã, thị trấn",
        "UBND huyện",
        offices,
        "month",
    ) in found
    assert (
        "các cơ quan, đơn vị, địa phương",
        "UBND huyện",
        ("Phòng Văn hóa, Khoa học và Thông tin huyện",),
        "quarter",
    ) in found


def test_what_the_example_leaves_open_or_contradicts_is_said(unreviewed):
    found = {(f.code, f.lines[0]) for f in unreviewed.findings if f.lines}
    assert {("P004", 4), ("P023", 347), ("P030", 370), ("P013", 331), ("P006", 352)} <= found
    assert {("P006", 360), ("P011", 276), ("P011", 284), ("P041", 102), ("P031", 370)} <= found


def test_the_registry_of_another_unit_does_not_help():
    plan, _ = reading.read_plan(PLANS / "xa-2026.txt", registry(), review=False)
    assert all(a.ids == () for task in plan.tasks for a in task.assignments)
    assert not [f for f in plan.findings if f.code in {"P020", "P024"}]


def test_the_registry_helps_only_where_its_unit_is_the_issuer():
    lines = source.read(EXAMPLE)
    known = registry()
    assert reading.helpful(lines, known, "Ủy ban nhân dân huyện Trà Bồng") is known
    assert reading.helpful(lines, known, "UBND tỉnh Quảng Ngãi") is None


def test_a_commune_plan_with_other_labels_is_read():
    plan = clean_plan("xa-2026.txt")
    assert (plan.number, plan.issuer, plan.date) == ("07/KH-UBND", "UBND xã Đông Sơn", "2026-01-12")
    assert [task.task_id for task in plan.tasks] == ["1", "2a", "2b", "3", "4"]
    inline = plan.tasks[1]
    assert [a.text for a in inline.named("lead")] == ["Trung tâm Cung ứng dịch vụ công"]
    assert [a.text for a in inline.named("coordinate")] == ["các thôn"]
    assert plan.tasks[3].product == "Báo cáo kết quả tập huấn"
    assert plan.tasks[3].schedule.end == dt.date(2026, 9, 30)
    assert [topic.field for topic in plan.topics] == ["CCHC", "CCHC", "CĐS", "CĐS"]
    assert plan.recipients[0] == "UBND tỉnh"
    assert ("quarter", ("Phòng Văn hóa - Xã hội",)) in [(r.per, r.via) for r in plan.reports]


def test_a_damaged_plan_that_nobody_tuned_for_reads_as_the_clean_one():
    damaged, _ = reading.read_plan(PLANS / "xa-2026.ocr.txt", None, review=False)
    clean = clean_plan("xa-2026.txt")
    for wanted, found in zip(facts(clean), facts(damaged), strict=True):
        assert wanted[:3] == found[:3]
        assert [role for role, _ in wanted[3]] == [role for role, _ in found[3]]
        assert wanted[4] == found[4]
        assert [(q[0], q[2], q[4:]) for q in wanted[5]] == [(q[0], q[2], q[4:]) for q in found[5]]
    assert [d.number for d in clean.documents] == [d.number for d in damaged.documents]
    assert clean.issuer == damaged.issuer


def test_parts_whose_numbers_begin_anew_are_told_apart():
    plan = clean_plan("phong-2024.txt")
    assert [task.task_id for task in plan.tasks] == ["A.1", "A.2.1", "A.2.2", "B.1", "B.2"]
    assert [task.field for task in plan.tasks] == ["CCHC", "CCHC", "CCHC", "CĐS", "CĐS"]
    assert plan.issuer == "Phòng Nội vụ"
    assert [(r.who, r.to, r.per) for r in plan.reports] == [
        ("Phòng Nội vụ", "UBND huyện", "quarter"),
        ("UBND các xã, thị trấn", "Phòng Nội vụ", "month"),
    ]


def test_what_a_group_states_holds_for_the_tasks_inside_it():
    plan = clean_plan("thanh-pho-2026.txt")
    assert [task.task_id for task in plan.tasks] == ["3.1a", "3.1b", "3.1c", "3.1d", "3.2a"]
    first, second, third, *_ = plan.tasks
    assert [a.text for a in first.named("lead")] == ["Phòng Văn hóa và Thông tin"]
    assert "UBND các phường, xã" in [a.text for a in first.named("coordinate")]
    assert first.schedule.text == "Thường xuyên trong năm"
    assert third.named("lead") == second.named("lead")
    assert [a.text for a in plan.tasks[4].named("coordinate")] == [
        "các cơ quan, đơn vị, địa phương liên quan"
    ]
    assert (plan.number, plan.date) == ("", "2026-03")
    assert {"P003", "P004", "P006"} <= {f.code for f in plan.findings}


def test_lines_and_pages_that_cut_labels_and_lists_do_not_matter():
    plan = clean_plan("so-2026.txt")
    assert [task.task_id for task in plan.tasks] == ["1.1", "1.2", "1.3", "1.4", "1.5", "2"]
    second = plan.tasks[1]
    assert [a.text for a in second.named("lead")] == ["Đài Phát thanh và Truyền hình tỉnh"]
    assert [a.text for a in second.named("coordinate")] == [
        "Các sở, ban, ngành",
        "UBND các xã, phường, đặc khu",
    ]
    assert plan.recipients[-1] == "Lưu: VT, CCHC"


def test_a_document_that_is_no_plan_is_said_to_be_none():
    plan = clean_plan("bao-cao.txt")
    assert not reading.is_plan(plan)
    assert "báo cáo" in next(f.message for f in plan.findings if f.code == "P001")


def test_a_plan_without_tasks_needs_a_person():
    plan = parse.parse(rows("KẾ HOẠCH\nTuyên truyền năm 2026\n\nNội dung chung."), "a.txt", None)
    assert not reading.is_plan(plan)
    assert "P002" in [f.code for f in plan.findings]


@pytest.mark.parametrize("text", ["", "\n\n", "abc", "1.", "- ", "I. \n1. \na) ", "KẾ HOẠCH"])
def test_no_text_breaks_the_reader(text):
    plan = parse.parse(rows(text), "a.txt", None)
    assert store.loads(store.dumps(plan)) == plan


def test_page_numbers_are_no_text():
    parts = layout.divide(rows("KẾ HOẠCH\nTên\n\nI. NHIỆM VỤ\n1. Việc dài\n\n- 2 -\n\ntiếp theo"))
    assert "2" not in "".join(row.text for row in parts.body[3:])


@pytest.mark.parametrize(
    "name", ["xa-2026.txt", "phong-2024.txt", "thanh-pho-2026.txt", "so-2026.txt", "bao-cao.txt"]
)
def test_a_plan_is_stored_without_loss(name):
    plan = clean_plan(name)
    assert store.loads(store.dumps(plan)) == plan


def test_the_stored_plan_has_the_fields_of_the_contract(reviewed):
    data = store.to_json(reviewed)
    assert {
        "number",
        "kind",
        "issuer",
        "date",
        "year",
        "title",
        "groups",
        "tasks",
        "topics",
    } <= set(data)
    task = next(t for t in data["tasks"] if t["id"] == "2.8a")
    assert task["source"]["lines"] == [369, 373]
    assert task["quotas"][0]["count"] == 5
    assert data["findings"][0]["source"]["lines"] == [4, 4]


HEAD = """UBND HUYỆN AN PHÚ
Số: 3/KH-UBND
An Phú, ngày 5 tháng 2 năm 2026
KẾ HOẠCH
Tuyên truyền cải cách hành chính năm 2026

I. MỤC ĐÍCH
- Nâng cao nhận thức.
"""


def plan_of(text):
    return parse.parse(rows(HEAD + text), "a.txt", None)


def brief(plan):
    return [
        (t.task_id, t.title, [a.text for a in t.named("lead")], t.schedule.text) for t in plan.tasks
    ]


def test_bare_bullets_that_say_who_does_them_are_tasks():
    plan = plan_of(
        "II. CÁC BIỆN PHÁP TRIỂN KHAI\n"
        "- Đăng tin trên Cổng. Đơn vị thực hiện: Văn phòng. Thời gian: Thường xuyên.\n"
        "- Tổ chức hội nghị (thời gian: Quý II/2026; đơn vị chủ trì: Phòng Nội vụ)\n"
        "- In tờ rơi, thời gian thực hiện: tháng 9/2026, đơn vị chủ trì: Phòng Nội vụ"
    )
    assert brief(plan) == [
        ("1", "Đăng tin trên Cổng", ["Văn phòng"], "Thường xuyên"),
        ("2", "Tổ chức hội nghị", ["Phòng Nội vụ"], "Quý II/2026"),
        ("3", "In tờ rơi", ["Phòng Nội vụ"], "tháng 9/2026"),
    ]


def test_bare_bullets_are_numbered_behind_their_heading():
    plan = plan_of(
        "II. NHIỆM VỤ\n1. Trên mạng\n- Đăng tin. Đơn vị thực hiện: Văn phòng.\n2. Trực tiếp\n"
        "- Tổ chức hội nghị\nĐơn vị chủ trì: Phòng Nội vụ\n"
        "- In tờ rơi\nĐơn vị chủ trì: Phòng Tư pháp"
    )
    assert [one[:3] for one in brief(plan)] == [
        ("1.1", "Đăng tin", ["Văn phòng"]),
        ("2.1", "Tổ chức hội nghị", ["Phòng Nội vụ"]),
        ("2.2", "In tờ rơi", ["Phòng Tư pháp"]),
    ]


def test_bullets_that_share_who_does_them_are_one_task():
    plan = plan_of(
        "II. NHIỆM VỤ\n1. Xây dựng chuyên mục\n- Chuyên mục A\n- Chuyên mục B\n"
        "- Đơn vị chủ trì: Văn phòng\n2. Thi đua\n- Đơn vị chủ trì: Phòng Nội vụ"
    )
    assert [one[0] for one in brief(plan)] == ["1", "2"]


def test_an_appendix_behind_the_recipients_is_read():
    plan = plan_of(
        "II. KINH PHÍ\nTừ ngân sách.\nNơi nhận:\n- UBND tỉnh;\n- Lưu: VT.\nPHỤ LỤC\n"
        "NHIỆM VỤ CỤ THỂ\n1. Mở chuyên mục\n- Đơn vị chủ trì: Văn phòng\n"
        "- Thời gian: Hằng tháng\n2. Thi tìm hiểu\n- Đơn vị chủ trì: Huyện đoàn"
    )
    assert [one[:3] for one in brief(plan)] == [
        ("1", "Mở chuyên mục", ["Văn phòng"]),
        ("2", "Thi tìm hiểu", ["Huyện đoàn"]),
    ]
    assert plan.recipients == ("UBND tỉnh", "Lưu: VT")


def test_letters_with_d_and_dj_name_the_tasks():
    items = "\n".join(
        f"{letter}) Việc thứ {n}\n- Đơn vị chủ trì: Văn phòng"
        for n, letter in enumerate("abcdđe", 1)
    )
    plan = plan_of(f"II. NHIỆM VỤ\n1. Trên mạng\n{items}")
    assert [task.task_id for task in plan.tasks] == ["1a", "1b", "1c", "1d", "1đ", "1e"]

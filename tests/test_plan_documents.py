import datetime as dt

import pytest
from plan_samples import passage

from cchc_lib.plan import documents


def read(text, own=""):
    cited = documents.citations(passage(text), "plan.txt")
    return [(d.kind, d.number, d.date, d.issuer) for d in documents.collect(cited, own)]


@pytest.mark.parametrize(
    ("text", "document"),
    [
        (
            "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá",
            ("Nghị quyết", "57-NQ/TW", dt.date(2024, 12, 22), "Bộ Chính trị"),
        ),
        (
            "Kế hoạch số 82/KH-UBND ngày 17/4/2025 của UBND tỉnh\nAn Bình về việc truyền thông",
            ("Kế hoạch", "82/KH-UBND", dt.date(2025, 4, 17), "UBND tỉnh An Bình"),
        ),
        (
            "Nghị quyết số 13-\nNQ/TU ngày 06 tháng 9 năm 2023 của Ban Thường vụ Tỉnh ủy khóa XX",
            ("Nghị quyết", "13-NQ/TU", dt.date(2023, 9, 6), "Ban Thường vụ Tỉnh ủy"),
        ),
        (
            "Kế hoạch số 1 44-KH/HU ngày 25/10/2023 của Huyện ủy An Bình về việc",
            ("Kế hoạch", "144-KH/HU", dt.date(2023, 10, 25), "Huyện ủy An Bình"),
        ),
        (
            "Nghị quyết 30 35/2023/UBTVQH15 ngày 12/7/2023 của Ủy ban Thường vụ Quốc hội về",
            ("Nghị quyết", "35/2023/UBTVQH15", dt.date(2023, 7, 12), "Ủy ban Thường vụ Quốc hội"),
        ),
        (
            "Quyết định sé6 906/0P-UBND ngày 11/7/2022 của Chủ tịch UBND tỉnh về việc",
            ("Quyết định", "906/QĐ-UBND", dt.date(2022, 7, 11), "Chủ tịch UBND tỉnh"),
        ),
        (
            "Nghị quyết số 19-NQ/TW ngày 25/10/2017 Hội nghị lần thứ sáu Ban Chấp hành Trung ương",
            ("Nghị quyết", "19-NQ/TW", dt.date(2017, 10, 25), "Ban Chấp hành Trung ương"),
        ),
        ("Nghị quyết số 18-NQ/TW về định hướng", ("Nghị quyết", "18-NQ/TW", None, "")),
        ("Nghị quyết số 76/NQ-CP", ("Nghị quyết", "76/NQ-CP", None, "Chính phủ")),
        (
            "Quyết định số 5/QĐ-TTg của Thủ tướng Chính phủ ngày 01/02/2024",
            ("Quyết định", "5/QĐ-TTg", dt.date(2024, 2, 1), "Thủ tướng Chính phủ"),
        ),
    ],
)
def test_a_citation_is_read_with_kind_number_day_and_issuer(text, document):
    assert [document] == read(text)


@pytest.mark.parametrize(
    "text",
    ["ngày 17/4/2025 của UBND", "05 tin, bài/tháng", "giai đoạn 2022-2025", "Đề án 06", "24/7"],
)
def test_dates_and_figures_are_no_documents(text):
    assert read(text) == []


def test_a_document_cited_twice_is_one_with_what_either_says():
    found = read("Nghị quyết số 57-NQ/TW. Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị.")
    assert [("Nghị quyết", "57-NQ/TW", dt.date(2024, 12, 22), "Bộ Chính trị")] == found


def test_one_number_with_two_days_is_two_documents():
    text = "Chỉ thị số 07/CT-TTg ngày 14/3/2025; Chỉ thị số 07/CT-TTg ngày 21/3/2023"
    assert len(read(text)) == 2


def test_the_plans_own_number_is_not_cited():
    assert read("Kế hoạch số 7/KH-UBND này", own="7/KH-UBND") == []


def codes(text, plan_date):
    cited = documents.citations(passage(text), "plan.txt")
    made = documents.collect(cited, "")
    return [f.code for f in documents.judge(made, cited, plan_date, "plan.txt")]


def test_a_day_after_the_plans_is_said():
    text = "Kế hoạch số 33-KH/TU ngày 25/5/2025 của Tỉnh ủy"
    assert codes(text, "2025-05-12") == ["P041"]
    assert codes(text, "2025-05") == ["P041"]
    assert codes(text, "2025-06") == []


def test_a_day_that_is_not_on_the_calendar_is_said():
    assert codes("Quyết định số 1/QĐ-UBND ngày 30/02/2025 của UBND tỉnh", "2025-05") == ["P042"]


def test_a_chair_named_for_what_the_committee_issues_is_said():
    assert codes("Kế hoạch số 1/KH-UBND ngày 02/02/2025 của Chủ tịch UBND tỉnh", "2025-05") == [
        "P043"
    ]
    assert codes("Quyết định số 1/QĐ-UBND ngày 02/02/2025 của Chủ tịch UBND tỉnh", "2025-05") == []


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Quyết định số 411/QĐ-TTG ngày 31/3/2022", "411/QĐ-TTg"),
        ("Nghị quyết số 12/NQ-HDND ngày 08/7/2025", "12/NQ-HĐND"),
        ("Kế hoạch số 17-KH/DU ngày 06/11/2025", "17-KH/ĐU"),
        ("Công điện số 71/CD-TTg ngày 23/5/2024", "71/CĐ-TTg"),
    ],
)
def test_letters_of_numbers_are_those_usually_written(printed, number):
    assert [document[1] for document in read(printed)] == [number]


def test_a_kind_that_is_only_told_by_its_symbol_is_the_usual_one():
    assert read("theo văn bản 31-KH/TU ngày 15/8/2025")[0][0] == "Kế hoạch"

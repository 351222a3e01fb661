"""The example plan against what a careful reader finds in it, with and without the review.

`tests/data/plan-54-expected.json` was written by hand from the document, not by the program.
"""

import json
from pathlib import Path

import pytest

from cchc_lib.cli.main import run

ROOT = Path(__file__).resolve().parent.parent
EXPECTED = json.loads((ROOT / "tests/data/plan-54-expected.json").read_text(encoding="utf-8"))
FILE = ROOT / "data/raw/plan/ke-hoach-54-KH-UBND-2025.ocr.txt"
FIELDS = ("field", "group", "lead", "coordinate", "direct", "schedule")
QUOTA = ("id", "item", "count", "unit", "per", "minutes", "approximate", "bound")


@pytest.fixture(scope="module", params=[(), ("--no-review",)], ids=["reviewed", "automatic"])
def reading(request):
    """The JSON answer of `cchc plan read`, and whether it was reviewed."""
    import contextlib
    import io

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert run(["plan", "read", str(FILE), *request.param, "--format", "json"]) == 0
    return json.loads(out.getvalue()), not request.param


def test_the_head_of_the_plan(reading):
    plan, _ = reading
    for name in ("number", "kind", "issuer", "date", "year"):
        assert plan[name] == EXPECTED[name]
    assert [group["id"] for group in plan["groups"]] == EXPECTED["groups"]


def test_eighteen_tasks_in_order(reading):
    plan, _ = reading
    assert [task["id"] for task in plan["tasks"]] == [task["id"] for task in EXPECTED["tasks"]]
    assert len(plan["tasks"]) == 18


@pytest.mark.parametrize("expected", EXPECTED["tasks"], ids=lambda task: task["id"])
def test_each_task_is_read_right(reading, expected):
    plan, reviewed = reading
    task = next(task for task in plan["tasks"] if task["id"] == expected["id"])
    assert {name: task[name] for name in FIELDS} == {name: expected[name] for name in FIELDS}
    quotas = [{name: quota[name] for name in QUOTA} for quota in task["quotas"]]
    assert quotas == expected["quotas"]
    if reviewed:
        assert task["title"] == expected["title"]


def test_nineteen_topics(reading):
    plan, _ = reading
    fields = [topic["field"] for topic in plan["topics"]]
    assert {name: fields.count(name) for name in set(fields)} == EXPECTED["topics"]


def test_twenty_documents_with_number_and_date(reading):
    plan, _ = reading
    found = {(one["number"], one["date"]) for one in plan["documents"]}
    assert found == {tuple(pair) for pair in EXPECTED["documents"]}
    assert len(plan["documents"]) == 20
    assert all(one["kind"] for one in plan["documents"])


def test_duties_and_recipients(reading):
    plan, _ = reading
    assert [duty["unit"] for duty in plan["duties"]] == EXPECTED["duties"]
    assert plan["recipients"] == EXPECTED["recipients"]


def test_who_reports_to_whom_and_when(reading):
    plan, _ = reading
    found = {(one["to"], tuple(one["via"]), one["per"]) for one in plan["reports"]}
    office = "Phòng Văn hóa, Khoa học và Thông tin"
    assert ("UBND huyện", (office, "Phòng Nội vụ"), "month") in found
    assert any(to == "UBND huyện" and per == "quarter" for to, _, per in found)


def test_what_the_plan_leaves_open_is_said(reading):
    plan, _ = reading
    said = " ".join(finding["message"] for finding in plan["findings"])
    for words in ("ngày ban hành", "Phòng Văn hóa và Thông tin", "50 tin, bài/năm", "1.2d"):
        assert words in said


def test_every_source_stands_in_the_file(reading):
    plan, _ = reading
    count = len(FILE.read_text(encoding="utf-8").split("\n"))
    for kind in ("tasks", "topics", "documents", "duties", "reports"):
        for one in plan[kind]:
            first, last = one["source"]["lines"]
            assert 1 <= first <= last <= count
            assert one["source"]["file"] == FILE.name

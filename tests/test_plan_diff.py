"""What changed between two plans: tasks added, dropped, changed, whatever their numbers."""

import json
from dataclasses import replace

import pytest
from plan_samples import PLANS, clean_plan

from cchc_lib.cli.main import run
from cchc_lib.plan import diff


@pytest.fixture(scope="module")
def plan():
    return clean_plan("xa-2026.txt")


def moved(task, **changes):
    return replace(task, **changes)


def test_a_plan_does_not_differ_from_itself(plan):
    found = diff.compare(plan, plan)
    assert (found.added, found.dropped, found.changed) == ((), (), ())
    assert found.unchanged == len(plan.tasks)


def test_a_task_that_only_one_plan_has_is_added_or_dropped(plan):
    shorter = replace(plan, tasks=plan.tasks[1:])
    assert [t.task_id for t in diff.compare(plan, shorter).dropped] == [plan.tasks[0].task_id]
    assert [t.task_id for t in diff.compare(shorter, plan).added] == [plan.tasks[0].task_id]


def test_a_task_that_moved_to_another_number_is_the_same_task(plan):
    first, second, *rest = plan.tasks
    swapped = (moved(second, task_id="1"), moved(first, task_id="2a"), *rest)
    found = diff.compare(plan, replace(plan, tasks=swapped))
    assert (found.added, found.dropped) == ((), ())
    assert [[c.field for c in one.changes] for one in found.changed] == [["id"], ["id"]]
    assert [one.old.task_id for one in found.changed] == ["2a", "1"]


def test_what_changed_is_told_field_by_field(plan):
    first, *rest = plan.tasks
    other = moved(
        first,
        assignments=rest[0].assignments,
        quotas=(replace(plan.tasks[0].quotas[0], count=9.0),) if first.quotas else rest[0].quotas,
        schedule=replace(first.schedule, text="Quý IV"),
    )
    found = diff.compare(plan, replace(plan, tasks=(other, *rest)))
    (changed,) = found.changed
    assert {"lead", "schedule", "quotas"} <= {change.field for change in changed.changes}
    assert next(c.new for c in changed.changes if c.field == "schedule") == "Quý IV"


def test_a_year_that_moved_with_the_plan_is_no_change(plan):
    dated = tuple(
        moved(t, schedule=replace(t.schedule, text="Quý II/2026"), title=f"{t.title} năm 2026")
        for t in plan.tasks
    )
    later = tuple(
        moved(t, schedule=replace(t.schedule, text="Quý II/2027"), title=f"{t.title} năm 2027")
        for t in plan.tasks
    )
    old, new = replace(plan, tasks=dated), replace(plan, year=2027, tasks=later)
    assert diff.compare(old, new).changed == ()
    assert len(diff.compare(old, replace(new, year=2026)).changed) == len(plan.tasks)


def test_another_task_under_the_same_number_is_another_task(plan):
    first, *rest = plan.tasks
    other = moved(first, title="Mua sắm máy tính cho bộ phận một cửa")
    found = diff.compare(plan, replace(plan, tasks=(other, *rest)))
    assert [task.title for task in found.added] == [other.title]
    assert [task.title for task in found.dropped] == [first.title]


@pytest.fixture(scope="module")
def amended(tmp_path_factory):
    text = (PLANS / "xa-2026.txt").read_text(encoding="utf-8")
    file = tmp_path_factory.mktemp("plans") / "xa-sua-doi.txt"
    assert "Lắp đặt pano" in text
    file.write_text(text.replace("Lắp đặt pano", "Lắp đặt mới pano"), encoding="utf-8")
    return file


def test_the_command_prints_a_table_and_a_sentence(amended, capsys):
    assert run(["plan", "diff", str(PLANS / "xa-2026.txt"), str(amended)]) == 0
    out = capsys.readouterr().out
    assert "Lắp đặt mới pano" in out
    assert "thêm 0, bỏ 0, đổi 1, giữ nguyên 4 nhiệm vụ." in out


def test_the_command_prints_json(amended, capsys):
    assert run(["plan", "diff", str(PLANS / "xa-2026.txt"), str(amended), "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["added"], data["dropped"], data["unchanged"]) == ([], [], 4)
    (changed,) = data["changed"]
    assert changed["id"] == changed["old_id"] == "4"
    assert [one["field"] for one in changed["changes"]] == ["title"]


def test_a_document_that_is_no_plan_is_not_compared(capsys):
    assert run(["plan", "diff", str(PLANS / "xa-2026.txt"), str(PLANS / "bao-cao.txt")]) == 1
    assert "bao-cao.txt" in capsys.readouterr().err

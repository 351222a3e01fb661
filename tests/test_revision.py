"""A report made again says what changed against the one it replaces, from raw alone."""

import dataclasses
import datetime as dt
import json
import re
import shutil

import pytest
from conftest import copy_example
from report_sample import report_data

from cchc_lib import cycle
from cchc_lib.report import narrative_head, revision
from cchc_lib.report.blocks import Table, flat
from cchc_lib.report.data import Earlier
from cchc_lib.workspace import ZONE, Workspace, issues

NOW = dt.datetime(2025, 6, 25, 9, tzinfo=ZONE)
LABEL = "2025-06"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return copy_example(tmp_path_factory.mktemp("revision") / "example")


def made(root):
    """The page and the manifest of the month's report, made now."""
    (one,) = cycle.make_reports(Workspace(root), LABEL, formats=("html",))
    folder = one.paths[0].parent
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return one.paths[0].read_text(encoding="utf-8"), manifest


def part(page):
    """The words of the part about changes; "" without one."""
    found = re.search(r'id="thay-doi".*?id="phan-4"', page, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found[0]) if found else ""


@pytest.mark.notebook
def test_what_came_and_went_since_is_told_and_verify_holds(root):
    """First issue, a withdrawal, nothing new, the file sent again, outputs lost."""
    page, first = made(root)
    assert part(page) == ""
    assert first["replaces"] is None

    opened = cycle.at(cycle.open_workspace(str(root)), LABEL)
    one = next(s for s in opened.status().agencies if s.agency == "ubnd-xa-tra-thuy")
    done = {t.indicator: t.actual for t in opened.indicators().tasks}
    cycle.withdraw(Workspace(root), one.submission, "gửi nhầm", NOW)
    page, second = made(root)
    assert second["replaces"] == first["issue"]
    assert second["issue"]["line"] > first["issue"]["line"]
    assert "Đã rút" in part(page)
    assert one.submission in part(page)
    left = cycle.at(cycle.open_workspace(str(root)), LABEL).indicators()
    changed = [t for t in left.tasks if t.actual != done[t.indicator]]
    assert changed
    assert all(re.search(rf"{re.escape(t.indicator)} ", part(page)) for t in changed)
    assert cycle.verify(Workspace(root), LABEL) == []

    again, third = made(root)
    assert (again, third) == (page, second)

    (stored,) = (root / "data/raw/submissions").rglob(f"{one.submission}-*.xlsx")
    copy = root / "lai.xlsx"
    shutil.copy(stored, copy)
    cycle.ingest(Workspace(root), [copy], received=NOW + dt.timedelta(days=1), now=NOW)
    page, fourth = made(root)
    assert fourth["replaces"] == second["issue"]
    assert "Báo cáo mới" in part(page)
    assert cycle.verify(Workspace(root), LABEL) == []

    shutil.rmtree(root / "outputs")
    shutil.rmtree(root / "data/processed")
    assert made(root) == (page, fourth)


def earlier_of(data, **changes):
    return Earlier(
        **{
            "as_of": data.as_of - dt.timedelta(days=3),
            "indicators": data.indicators,
            "status": data.status,
            "submissions": data.submissions,
            "events": data.events,
            **changes,
        }
    )


def tables(data):
    return [block for block in flat(revision.changes(data)) if isinstance(block, Table)]


def test_nothing_is_said_in_a_first_report():
    assert revision.changes(report_data(count=4)).items == ()


def test_a_report_that_replaces_one_says_so_in_its_head():
    data = report_data(count=4)
    data = dataclasses.replace(data, earlier=earlier_of(data))
    assert narrative_head.facts(data)[-1].startswith("Thay bản tính đến 14/6/2025")
    assert [table.rows for table in tables(data)] == [(), ()]


def test_each_changed_figure_stands_before_and_now_and_no_other():
    data = report_data(count=4)
    first, *rest = data.indicators.tasks
    changed = dataclasses.replace(first, actual=None, actual_to_date=7.0)
    old = dataclasses.replace(data.indicators, tasks=(changed, *rest), budget_vnd=None)
    _, figures = tables(dataclasses.replace(data, earlier=earlier_of(data, indicators=old)))
    line, money = figures.rows
    assert [cell.value for cell in line.cells[2:]] == [
        None,
        first.actual,
        7.0,
        first.actual_to_date,
    ]
    assert money.cells[0].text == "Kinh phí"
    assert money.cells[2].text == "–"


@pytest.mark.parametrize(
    ("changes", "stood", "said"),
    [
        ({}, False, "Báo cáo mới"),
        ({"verdict": "quarantined"}, False, "Tệp bị giữ lại, chưa tính"),
        ({"withdrawn": "nhầm"}, False, "Nhận rồi rút"),
        ({"withdrawn": "nhầm"}, True, "Đã rút"),
        ({}, True, None),
    ],
)
def test_what_happened_to_a_submission_is_said_in_words(changes, stood, said):
    data = report_data(count=4)
    before = dataclasses.replace(data.submissions[0], withdrawn="")
    now = dataclasses.replace(before, **changes)
    old = earlier_of(data, submissions=(before,) if stood else ())
    arrived, _ = tables(dataclasses.replace(data, submissions=(now,), earlier=old))
    assert [row.cells[2].text for row in arrived.rows] == ([said] if said else [])


def test_a_second_submission_of_an_agency_replaces_the_first():
    data = report_data(count=4)
    before = dataclasses.replace(data.submissions[0], withdrawn="")
    second = dataclasses.replace(before, submission_id="fff111fff111")
    data = dataclasses.replace(
        data, submissions=(before, second), earlier=earlier_of(data, submissions=(before,))
    )
    assert [row.cells[2].text for row in tables(data)[0].rows] == ["Bản thay thế"]


@pytest.mark.parametrize("text", ["{", "[]", '{"issue": 3}', '{"issue": {"line": "x"}}'])
def test_a_manifest_that_cannot_be_read_is_no_earlier_report(tmp_path, text):
    (tmp_path / LABEL).mkdir()
    (tmp_path / LABEL / "manifest.json").write_text(text, encoding="utf-8")
    assert issues.unnoted(tmp_path, ()) == []


def test_a_line_of_the_log_notes_the_reports_that_no_earlier_line_notes(tmp_path):
    for label, line in (("2025-06", 7), ("2025-Q2", 9)):
        (tmp_path / label).mkdir()
        said = {"issue": {"line": line, "judged_on": "2025-06-21"}}
        (tmp_path / label / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    noted = issues.parse([("2025-06", 7, "2025-06-21"), ("2025-Q2", 8, "2025-06-20")])
    assert issues.unnoted(tmp_path, noted) == [["2025-Q2", 9, "2025-06-21"]]

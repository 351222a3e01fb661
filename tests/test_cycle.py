"""The whole way: rebuilt to the same bytes, verified, run by a scheduler, traced to cells."""

import datetime as dt
import json
import os
import shutil
import time
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from conftest import copy_example

from cchc_lib import cycle
from cchc_lib.cycle.processed import refresh
from cchc_lib.errors import ParameterError, WorkspaceError
from cchc_lib.workspace import ZONE, Workspace

NOW = dt.datetime(2025, 6, 25, 9, tzinfo=ZONE)


def processed_bytes(root):
    return {
        p.name: p.read_bytes()
        for p in sorted((root / "data" / "processed").iterdir())
        if p.name[0] != "."
    }


def test_processed_data_are_rebuilt_to_the_same_bytes(example):
    first = refresh(Workspace(example))
    before = processed_bytes(example)
    shutil.rmtree(example / "data" / "processed")
    again = refresh(Workspace(example))
    assert processed_bytes(example) == before
    assert (again.plan, again.records, again.submissions) == (
        first.plan,
        first.records,
        first.submissions,
    )
    assert first.records


def test_what_is_loaded_equals_what_was_made(example):
    made = refresh(Workspace(example))
    loaded = refresh(Workspace(example))
    for part in ("plan", "submissions", "records", "activities", "findings", "events", "inputs"):
        assert getattr(loaded, part) == getattr(made, part), part


def test_nothing_is_made_again_while_raw_stays(example):
    refresh(Workspace(example))
    stamp = (example / "data/processed/records.csv").stat().st_mtime_ns
    refresh(Workspace(example))
    assert (example / "data/processed/records.csv").stat().st_mtime_ns == stamp


def test_raw_files_are_never_touched(example):
    def raw():
        return {p: p.read_bytes() for p in (example / "data" / "raw").rglob("*") if p.is_file()}

    before = raw()
    opened = cycle.at(refresh(Workspace(example)), "2025-06")
    opened.status()
    opened.indicators()
    assert raw() == before


def test_a_withdrawn_submission_no_longer_counts_and_keeps_its_file(example):
    space = Workspace(example)
    before = cycle.at(refresh(space), "2025-06")
    one = next(s for s in before.status().agencies if s.state == "on_time")
    cycle.withdraw(space, one.submission, "gửi nhầm", NOW)
    after = cycle.at(refresh(Workspace(example)), "2025-06")
    again = next(s for s in after.status().agencies if s.agency == one.agency)
    assert again.submission != one.submission
    assert any(s.submission_id == one.submission for s in after.processed.submissions)
    assert list((example / "data/raw/submissions").rglob(f"{one.submission}-*"))
    with pytest.raises(ParameterError, match="đã được rút"):
        cycle.withdraw(Workspace(example), one.submission, "lại", NOW)


def test_an_exemption_leaves_targets_and_rates(example):
    def line(label):
        found = cycle.at(refresh(Workspace(example)), label).indicators()
        return next(t for t in found.tasks if t.indicator == "2.8b-1")

    before = line("2025-06")
    agency = before.agencies[0].agency
    cycle.exempt(
        Workspace(example),
        agency=agency,
        indicator="2.8b-1",
        first="2025-06",
        last="2025-06",
        reason="trang đang nâng cấp",
        now=NOW,
    )
    after = line("2025-06")
    assert (before.target, after.target) == (16, 15)
    assert after.owing == before.owing - 1
    assert next(a for a in after.agencies if a.agency == agency).state == "exempt"
    assert line("2025-05").target == 16


def test_an_older_day_of_judgement_sees_less(example):
    processed = refresh(Workspace(example))
    early = cycle.at(processed, "2025-06", "2025-06-15").status()
    late = cycle.at(processed, "2025-06").status()
    assert early.received < late.received
    assert {s.state for s in early.agencies} >= {"not_due"}
    assert early.on_time + early.late + early.missing == early.expected == late.expected


def test_an_update_between_two_calls_is_seen(example):
    space = Workspace(example)
    refresh(space)
    text = (example / "cchc.toml").read_text(encoding="utf-8")
    (example / "cchc.toml").write_text(f'{text}\n[due]\n"2025-06" = 2025-06-30\n', encoding="utf-8")
    assert cycle.at(refresh(Workspace(example)), "2025-06").status().late == 0


# --- reports ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """A copy of the example with the month's and the quarter's report in all formats."""
    root = copy_example(tmp_path_factory.mktemp("reported") / "example")
    for label in ("2025-06", "2025-Q2"):
        cycle.make_reports(Workspace(root), label, formats=("html", "pdf", "docx", "xlsx"))
    return root


def report_files(root):
    return {
        p.relative_to(root).as_posix(): p.read_bytes()
        for p in (root / "outputs").rglob("*")
        if p.is_file() and p.suffix != ".ipynb"
    }


@pytest.mark.notebook
def test_reports_are_the_same_to_the_byte_in_a_copy_elsewhere(reported, tmp_path, monkeypatch):
    """No path, no clock, no zone, no locale, no random id gets in."""
    root = copy_example(tmp_path / "noi khac" / "ban sao")
    monkeypatch.setenv("TZ", "America/New_York")
    monkeypatch.setenv("LC_ALL", "C")
    time.tzset()
    try:
        for label in ("2025-06", "2025-Q2"):
            cycle.make_reports(Workspace(root), label, formats=("html", "pdf", "docx", "xlsx"))
    finally:
        monkeypatch.undo()
        time.tzset()
    ours, theirs = report_files(reported), report_files(root)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


@pytest.mark.notebook
def test_no_path_of_the_machine_gets_into_a_report(reported):
    words = (str(reported).encode(), str(Path.home()).encode() + b"/", b"/tmp/")
    for path in (reported / "outputs").rglob("*"):
        if path.is_file() and path.suffix in (".html", ".json", ".ipynb"):
            data = path.read_bytes()
            assert [w for w in words if w in data] == [], path.name


@pytest.mark.notebook
def test_verify_finds_what_was_changed_by_hand(reported):
    space = Workspace(reported)
    assert cycle.verify(space, "2025-06") == []
    path = reported / "outputs/2025-06/bao-cao-2025-06.html"
    before = path.read_bytes()
    path.write_bytes(before.replace(b"34", b"35"))
    try:
        assert cycle.verify(space, "2025-06") == ["outputs/2025-06/bao-cao-2025-06.html"]
    finally:
        path.write_bytes(before)


@pytest.mark.notebook
def test_the_manifest_says_what_the_report_was_made_from(reported):
    manifest = json.loads((reported / "outputs/2025-06/manifest.json").read_text(encoding="utf-8"))
    names = [name for name, _ in manifest["inputs"]]
    assert "cchc.toml" in names
    assert any(name.startswith("data/raw/submissions/2025-06/") for name in names)
    assert manifest["simulated"] is True
    assert manifest["judged_on"] >= manifest["due"] == "2025-06-17"


@pytest.mark.notebook
def test_the_scheduler_makes_what_is_due_once(example):
    space = Workspace(example)
    assert cycle.run_due(space, dt.date(2025, 5, 16)) == []
    made = cycle.run_due(space, dt.date(2025, 6, 18))
    assert [one.label for one in made] == ["2025-05", "2025-06", "2025-Q2"]
    assert all(path.is_file() for one in made for path in one.paths)
    assert cycle.run_due(Workspace(example), dt.date(2025, 6, 18)) == []


@pytest.mark.notebook
def test_the_analysts_notes_are_in_every_format_and_among_the_inputs(example):
    """A report made before they were written is not up to date; nothing in them is markup."""
    space = Workspace(example)
    cycle.run_due(space, dt.date(2025, 5, 20))
    assert cycle.run_due(Workspace(example), dt.date(2025, 5, 20)) == []
    notes = example / "data/raw/notes/2025-05.md"
    notes.parent.mkdir(exist_ok=True)
    notes.write_text("# III\nĐã đôn đốc <b>bằng điện thoại</b>.\n", encoding="utf-8")
    (made,) = cycle.run_due(Workspace(example), dt.date(2025, 5, 20))
    formats = ("html", "pdf", "docx", "xlsx")
    (made,) = cycle.make_reports(Workspace(example), "2025-05", formats=formats)
    page, paper, word, book = made.paths
    escaped = "Đã đôn đốc &lt;b&gt;bằng điện thoại&lt;/b&gt;."
    assert escaped in page.read_text(encoding="utf-8")
    assert escaped in zipfile.ZipFile(word).read("word/document.xml").decode("utf-8")
    file = pypdfium2.PdfDocument(paper)
    said = " ".join(file[n].get_textpage().get_text_bounded() for n in range(len(file)))
    assert "Đã đôn đốc <b>bằng điện thoại</b>." in " ".join(said.split())
    assert book.is_file()
    manifest = json.loads((page.parent / "manifest.json").read_text(encoding="utf-8"))
    assert "data/raw/notes/2025-05.md" in [name for name, _ in manifest["inputs"]]
    assert cycle.verify(Workspace(example), "2025-05") == []


def test_notes_in_any_unicode_are_read_and_others_are_explained(example):
    notes = example / "data/raw/notes/2025-06.md"
    notes.parent.mkdir(exist_ok=True)
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        notes.write_bytes("Đã đôn đốc.".encode(encoding))
        assert Workspace(example).notes("2025-06") == "Đã đôn đốc."
    notes.write_bytes(b"\xd0\xe3 \xf0\xf4n")
    with pytest.raises(WorkspaceError, match="UTF-8"):
        Workspace(example).notes("2025-06")


@pytest.mark.notebook
def test_a_report_is_made_where_nobody_reported_and_says_so(example):
    shutil.rmtree(example / "data/raw/submissions")
    (made,) = cycle.make_reports(Workspace(example), "2025-06", formats=("html",))
    page = made.paths[0].read_text(encoding="utf-8")
    assert "chưa có đơn vị nào báo cáo" in page.casefold()


@pytest.mark.notebook
def test_an_agencys_report_is_in_a_folder_of_its_own(example):
    (made,) = cycle.make_reports(
        Workspace(example), "2025-06", formats=("html",), agency="ubnd-xa-tra-giang"
    )
    (path,) = made.paths
    assert (
        path.relative_to(example).as_posix()
        == "outputs/2025-06/don-vi/bao-cao-2025-06-ubnd-xa-tra-giang.html"
    )
    page = path.read_text(encoding="utf-8")
    assert "UBND xã Trà Giang" in page.split("</title>")[0]
    assert "UBND xã Trà Giang" in page.split("<h1", 1)[1].split("</h1>")[0]


@pytest.mark.notebook
@pytest.mark.parametrize(
    "agency", ["ubnd-xa-tra-son", "trung-tam-truyen-thong-van-hoa-the-thao-huyen"]
)
def test_an_agencys_month_is_one_page(example, agency):
    """All that its leader asks: owed, done, the month before, peers, cells, findings."""
    (made,) = cycle.make_reports(
        Workspace(example), "2025-06", formats=("html", "pdf"), agency=agency
    )
    page, paper = made.paths
    assert len(pypdfium2.PdfDocument(paper)) == 1
    text = page.read_text(encoding="utf-8")
    for said in ("Kế hoạch", "Tháng trước", "Thực hiện", "Trung vị", "Ô nguồn", "Điểm cần xem lại"):
        assert said in text
    assert "Kết quả!E" in text


def test_environment_is_not_changed_by_opening_a_period(example):
    before = dict(os.environ)
    cycle.open_period("2025-06", str(example))
    assert dict(os.environ) == before


def test_a_file_put_there_by_hand_is_named_and_does_not_count(example):
    before = cycle.at(refresh(Workspace(example)), "2025-06").status()
    stored = next((example / "data/raw/submissions/2025-06").glob("*.xlsx"))
    (stored.parent / "chep-tay.xlsx").write_bytes(stored.read_bytes() + b" ")
    assert cycle.not_taken_in(Workspace(example), "2025-06") == [
        "data/raw/submissions/2025-06/chep-tay.xlsx"
    ]
    assert cycle.not_taken_in(Workspace(example), "2025-05") == []
    after = cycle.at(refresh(Workspace(example)), "2025-06").status()
    assert after.agencies == before.agencies

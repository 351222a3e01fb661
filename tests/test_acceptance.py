"""A real workspace from outside: made by `cchc init`, used through the command line alone."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import openpyxl
import pytest
from conftest import ROOT
from office import GIANG, HEADERS, MONTH, PLAN, SON, THUY, Office

from cchc_lib.config import Limits
from cchc_lib.errors import UnsafeFileError
from cchc_lib.plan import reading
from cchc_lib.submissions import archive, xlsx


@pytest.fixture(scope="module")
def shared(tmp_path_factory, made):
    """A workspace for tests that leave nothing that others notice."""
    return Office(tmp_path_factory.mktemp("real"), made)


def test_a_new_workspace_has_the_reviewed_reading_that_lies_beside_the_plan(shared):
    names = {p.name for p in (shared.root / "data/raw/plan").iterdir()}
    assert names == {PLAN.name, PLAN.name.replace(".ocr.txt", ".reading.csv")}
    there = shared.call("plan", "read", shared.root / "data/raw/plan" / PLAN.name)
    assert there[1] == shared.call("plan", "read", PLAN)[1]


def test_a_workspace_that_was_not_made_is_not_said_to_be(shared):
    readme = ROOT / "README.md"
    wrong = ((2, "--plan", "khong-co.txt"), (2, "--agencies", readme), (1, "--plan", readme))
    for expected, *given in wrong:
        status, out, err = shared.plain("init", shared.inbox / "hong", *given)
        assert (status, out) == (expected, "")
        assert err
        assert not (shared.inbox / "hong").exists()


def test_forms_and_indicators_agree_on_who_owes_what(shared):
    assert shared.call("forms", MONTH)[0] == 0
    forms = sorted((shared.root / "outputs/forms" / MONTH).glob("*.xlsx"))
    assert len(forms) == 34
    asked = set()
    for path in forms:
        book = openpyxl.load_workbook(path)
        shown = [s.title for s in book if s.sheet_state == "visible"]
        assert shown == ["Hướng dẫn", "Kết quả", "Hoạt động"]
        values = [c.value for row in book["Kết quả"].iter_rows() for c in row]
        assert [values.count(header) for header in HEADERS] == [1] * len(HEADERS)
        asked |= {(path.stem, v) for v in values if re.fullmatch(r"\d\.\d\w*-\d", str(v))}
    tasks = shared.json("indicators", MONTH)[1]["tasks"]
    assert asked == {(a["agency"], t["indicator"]) for t in tasks for a in t["agencies"]}


def test_a_month_from_blank_to_withdrawn(office):
    blank = office.blank(GIANG)
    assert office.ingest(blank, "--received", "2025-06-10")[1][0][0] == "accepted_with_findings"
    assert office.standing()["state"] == "missing"
    assert office.json("status", MONTH)[1]["received"] == 1

    late = office.filled(GIANG, "muon.xlsx", {"2.8b-1": 1})
    office.ingest(late, "--received", "2025-06-18T00:00")
    assert office.standing()["state"] == "late"

    nothing = office.filled(GIANG, "khong.xlsx", {}, nothing="Có")
    office.ingest(nothing, "--received", "2025-06-17T23:59:59")
    assert office.standing()["state"] == "on_time"
    assert office.value("2.8b-1") == 1

    counting = office.standing()["submission"]
    assert office.call("withdraw", counting, "--reason", "Gửi nhầm")[0] == 0
    assert office.value("2.8b-1") == 0
    assert office.standing(GIANG, "--as-of", "2025-06-16")["state"] == "not_due"
    assert office.ingest(nothing) == (0, [("duplicate", GIANG, MONTH)])
    assert office.ingest(late, "--received", "2025-06-20") == (0, [("accepted", GIANG, MONTH)])
    assert office.value("2.8b-1") == 1


def test_an_archive_is_kept_and_its_members_are_judged_one_by_one(office):
    first = office.filled(GIANG, "a.xlsx", {"2.8b-1": 1})
    second = office.filled(SON, "b.xlsx", {"2.8b-1": "x", "2.1-0": 2})
    packed = office.inbox / "gui.zip"
    with zipfile.ZipFile(packed, "w") as target:
        target.write(first, "Thư mục/xã Trà Giang.xlsx")
        target.write(second, "../../b.xlsx")
        target.writestr("ghi chú.txt", "abc")
        target.writestr("__MACOSX/._b.xlsx", b"x")
        target.writestr("~$tam.xlsx", b"x")
    status, answer, err = office.json("ingest", packed, "--received", "2025-06-16")
    assert status == 1  # the note is quarantined
    assert {one["file"]: one["status"] for one in answer} == {
        f"{packed}/../../b.xlsx": "accepted_with_findings",
        f"{packed}/Thư mục/xã Trà Giang.xlsx": "accepted",
        f"{packed}/ghi chú.txt": "quarantined",
    }
    assert "~$tam.xlsx" in err
    assert "._b.xlsx" in err
    assert any(name.endswith("-gui.zip") for name in office.stored("_unplaced"))
    assert [name[13:] for name in office.stored(MONTH)] != []
    before = (office.root / "data/raw/submissions/log.jsonl").read_bytes()
    again = office.json("ingest", packed)[1]
    assert {one["status"] for one in again} == {"duplicate", "quarantined"}
    assert (office.root / "data/raw/submissions/log.jsonl").read_bytes() == before
    assert office.json("status", MONTH)[1]["on_time"] == 2


@pytest.mark.parametrize("kind", ["empty", "broken", "encrypted", "bomb"])
def test_an_archive_that_cannot_be_opened_safely_gives_no_member(kind):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as target:
        if kind != "empty":
            target.writestr("a.xlsx", b"0" * 5_000)
    raw = data.getvalue()
    if kind == "broken":
        raw = raw[:-30]
    if kind == "encrypted":
        place = raw.index(b"PK\x01\x02") + 8
        raw = raw[:place] + b"\x01" + raw[place + 1 :]
    most = 1_000 if kind == "bomb" else 1_000_000
    with pytest.raises(UnsafeFileError):
        list(archive.members(raw, most))


def test_a_damaged_member_does_not_stop_the_others(office):
    good = office.filled(GIANG, "a.xlsx", {"2.8b-1": 1})
    packed = office.inbox / "gui.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target:
        target.writestr("a-hong.xlsx", b"0" * 100)
        target.write(good, "b.xlsx")
    raw = packed.read_bytes()
    packed.write_bytes(raw.replace(b"0" * 100, b"0" * 99 + b"1"))
    assert [one[0] for one in office.ingest(packed)[1]] == ["quarantined", "accepted"]


def test_findings_go_back_as_a_message_and_a_marked_workbook(office):
    office.ingest(office.filled(GIANG, "a.xlsx", {"2.8b-1": "x", "2.1-0": 2}))
    folder = office.root / "outputs/feedback" / MONTH
    (message,), (marked,) = list(folder.glob("*.txt")), list(folder.glob("*.xlsx"))
    text = message.read_text(encoding="utf-8-sig")
    assert "UBND xã Trà Giang" in text
    assert "V005" in text
    sheet = openpyxl.load_workbook(marked)["Kết quả"]
    comments = {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment}
    (place,) = comments
    assert sheet[place].value == "x"
    assert place in text
    office.ingest(office.filled(SON, "b.xlsx", {"2.8b-1": 1}))
    assert len(list(folder.iterdir())) == 2  # nothing to say, nothing sent


def test_a_log_whose_last_line_was_cut_off_takes_the_next_event(office):
    office.ingest(office.filled(GIANG, "a.xlsx", {"2.8b-1": 1}), "--received", "2025-06-16")
    log = office.root / "data/raw/submissions/log.jsonl"
    whole = log.read_bytes()
    for cut in (whole + b'{"agency": "", "at": "2025-06', whole.rstrip(b"\n")):
        log.write_bytes(cut)
        office.ingest(office.filled(SON, "b.xlsx", {"2.8b-1": 1}), "--received", "2025-06-16")
        assert office.json("status", MONTH)[1]["on_time"] == 2
        assert log.read_bytes().startswith(whole)
        assert log.read_bytes().count(b"\n") == 2


@pytest.mark.parametrize(
    "name", ["records.csv", "submissions.csv", "plan.json", "state.json", "plan-state.json"]
)
@pytest.mark.parametrize("how", ["deleted", "overwritten"])
def test_processed_data_that_were_damaged_are_made_again(shared, name, how):
    if not shared.stored(MONTH):
        path = shared.filled(THUY, "c.xlsx", {"2.8b-1": 1, "2.1-0": {"Minh chứng": "a\r\nb;c,d"}})
        shared.ingest(path, "--received", "2025-06-16")
    before = shared.call("records", MONTH)
    folder = shared.root / "data/processed"
    path = folder / name
    path.unlink(missing_ok=True)
    if name == "plan-state.json":  # looked at only where the tables are made again
        (folder / "state.json").unlink()
    if how == "overwritten":
        path.write_text("a,b\n1,2,3\n", encoding="utf-8")
    assert shared.call("records", MONTH) == before
    assert before[0] == 0
    assert before[1].count(THUY) > 1


def test_the_plan_is_read_again_only_where_something_it_follows_from_changed(office, monkeypatch):
    read = []
    real = reading.read_plan
    monkeypatch.setattr(reading, "read_plan", lambda *a, **k: read.append(1) or real(*a, **k))
    office.ingest(office.filled(GIANG, "a.xlsx", {"2.8b-1": 1}))
    assert not read
    shutil.rmtree(office.root / "data/processed")
    before = office.json("records", MONTH)
    assert len(read) == 1
    registry = office.root / "data/raw/agencies.csv"
    registry.write_bytes(registry.read_bytes() + b"\r\n")
    assert office.json("records", MONTH) == before
    assert len(read) == 2


def test_simulated_and_real_never_meet(office, example):
    received = min((example / "data/raw/submissions" / MONTH).glob("*.xlsx"))
    status, answer, _ = office.json("ingest", received)
    assert (status, answer[0]["status"]) == (1, "quarantined")
    assert "cchc init" in answer[0]["findings"][0]["message"]
    real = office.filled(GIANG, "a.xlsx", {"2.8b-1": 1})
    status, out, _ = office.plain("--workspace", example, "ingest", real, "--format", "json")
    (answer,) = json.loads(out)
    assert (status, answer["status"]) == (1, "quarantined")
    assert "cchc init" in answer["findings"][0]["message"]
    assert office.call("simulate", MONTH)[0] == 2


def test_hostile_names_and_texts_stay_text(office):
    text = "<script>alert(1)</script> \u202eabc\u2066 =cmd|' /C calc'!A0"
    values = {"2.8b-1": 1, "2.1-0": {"Minh chứng": "=1+1", "Khó khăn, kiến nghị": text}}
    names = ["=cmd_x.xlsx", "a\u202eb.xlsx", "CON.xlsx"]
    if os.name != "nt":
        names += ["<script>|.xlsx", "hai\ndòng.xlsx"]
    for number, name in enumerate(names):
        office.filled(GIANG, f"thu/{name}", {**values, "2.8b-1": number})
    status, out, _ = office.call("ingest", office.inbox / "thu", "--received", "2025-06-16")
    assert status == 0
    assert "\u202e" not in out
    assert sum(line.startswith(("●", "◐")) for line in out.splitlines()) == len(names)
    for name in office.stored(MONTH):
        assert not set(name) & set('<>:"/\\|?*\n\u202e')
        assert re.match(r"[0-9a-f]{12}-", name)
    out = office.call("records", MONTH)[1]
    row = next(r for r in csv.DictReader(io.StringIO(out)) if r["indicator"] == "2.1-0")
    assert row["evidence"] == "'=1+1"
    assert office.call("report", MONTH, "--to", "html")[0] == 0
    page = (office.root / f"outputs/{MONTH}/bao-cao-{MONTH}.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert not set(page) & set("\u202e\u2066")


def test_the_time_zone_of_the_machine_changes_no_standing(office):
    path = office.filled(GIANG, "a.xlsx", {"2.8b-1": 1})
    answers = []
    for zone in ("America/New_York", "Pacific/Kiritimati"):
        environment = {**os.environ, "TZ": zone, "CCHC_WORKSPACE": str(office.root)}
        commands = [
            ["ingest", str(path), "--received", "2025-06-17T23:30"],
            ["status", MONTH, "--format", "json"],
        ]
        for command in commands:
            done = subprocess.run(
                [sys.executable, "-m", "cchc_lib", *command],
                env=environment,
                cwd=office.inbox,
                capture_output=True,
                check=True,
            )
        answers.append(done.stdout)
    assert answers[0] == answers[1]
    found = json.loads(answers[0])
    assert (found["on_time"], found["late"], found["as_of"]) == (1, 0, "2025-06-17")


def test_two_ingests_at_once_both_take_everything_in(office):
    for agency in (GIANG, SON, THUY):
        office.filled(agency, f"mot/{agency}.xlsx", {"2.8b-1": 1})
    shutil.copytree(office.inbox / "mot", office.inbox / "hai")
    command = [sys.executable, "-m", "cchc_lib", "--workspace", str(office.root), "ingest"]
    more = ["--received", "2025-06-16", "--format", "json"]
    both = [
        subprocess.Popen([*command, str(office.inbox / name), *more], stdout=subprocess.PIPE)
        for name in ("mot", "hai")
    ]
    answers = [json.loads(one.communicate()[0]) for one in both]
    assert [one.returncode for one in both] == [0, 0]
    verdicts = sorted(one["status"] for answer in answers for one in answer)
    assert verdicts == ["accepted"] * 3 + ["duplicate"] * 3
    assert office.json("status", MONTH)[1]["on_time"] == 3


def test_status_answers_without_the_heavy_libraries(shared):
    shared.call("status", MONTH)
    heavy = ("pandas", "matplotlib", "papermill", "openpyxl", "nbconvert")
    code = (
        "import sys\nfrom cchc_lib.cli.main import run\n"
        f"run(['--workspace', {str(shared.root)!r}, 'status', {MONTH!r}])\n"
        f"print([m for m in {heavy} if m in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
    assert out.strip().endswith("[]")


def test_a_file_that_takes_too_long_is_refused(shared):
    data = shared.blank(GIANG).read_bytes()
    assert xlsx.read(data, Limits()).sheets
    with pytest.raises(UnsafeFileError, match="quá lâu"):
        xlsx.read(data, Limits(seconds=1e-9))

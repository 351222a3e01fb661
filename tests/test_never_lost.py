"""Nothing is lost: a stop at any instant, a full disk, two at once, a file held by another."""

import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from pathlib import Path

import pytest
from office import GIANG, MONTH, ROOT, SON, THUY, Office

from cchc_lib.errors import LockedError
from cchc_lib.workspace import Workspace, disk, locking, patiently, write_atomic

LINE = "2.8b-1"
CCHC = [sys.executable, "-m", "cchc_lib"]


def mixed(office):
    """A folder of all kinds: accepted, corrected, with findings, not a form, packed."""
    office.filled(GIANG, "thu/a.xlsx", {LINE: 1})
    office.filled(GIANG, "thu/b.xlsx", {LINE: 2})
    packed = office.filled(THUY, "c.xlsx", {LINE: "x", "2.1-0": 1})
    (office.inbox / "thu/d.pdf").write_bytes(b"%PDF-1.7")
    with zipfile.ZipFile(office.inbox / "thu/e.zip", "w") as target:
        target.write(packed, "c.xlsx")
    return office.inbox / "thu"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks at each write point")
def test_a_stop_at_any_write_leaves_each_file_wholly_in_or_wholly_out(office):
    """Stopped in the midst of each change; refused by a full disk from each change on."""
    folder = mixed(office)
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # where waiting costs nothing
    with tempfile.TemporaryDirectory(dir=memory) as scratch:
        done = subprocess.run(
            [sys.executable, ROOT / "tests" / "crashes.py", office.root, folder, scratch],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
    found = json.loads(done.stdout)
    sys.stdout.write(f"{found['points']} write points, {found['attempts']} attempts\n")
    assert found["points"] > 30
    assert found["wrong"] == {}


# --- every write goes through one place -----------------------------------------------------------

WRITERS = {
    *("write_bytes", "write_text", "unlink", "rename", "mkdir", "touch", "rmdir", "truncate"),
    *("copy", "copyfile", "copytree", "move", "rmtree", "mkstemp", "write_table", "symlink_to"),
    *("makedirs", "remove_file", "fsync"),
}


def writes(path):
    """Calls that change the disk: by their name, or `open` with a mode that writes."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        words = [a.value for a in [*node.args, *(k.value for k in node.keywords)]
                 if isinstance(a, ast.Constant)]  # fmt: skip
        modes = [w for w in words if isinstance(w, str) and set(w) <= set("rwaxbt+") and w]
        writing = name in ("open", "fdopen") and any(set(m) & set("wax+") for m in modes)
        if name in WRITERS or writing:
            yield f"{path.relative_to(ROOT)}:{node.lineno} {name}"


def test_whatever_ingest_writes_goes_through_the_one_place_that_the_test_above_stops():
    folders = ("workspace", "submissions", "cycle")
    modules = [p for name in folders for p in sorted((ROOT / "cchc_lib" / name).rglob("*.py"))]
    found = [one for p in modules if p.name != "disk.py" for one in writes(p)]
    assert found == []
    assert list(writes(ROOT / "cchc_lib/workspace/disk.py"))


# --- what stands is what would be made anew ------------------------------------------------------


def tables(office):
    folder = office.root / "data/processed"
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.suffix == ".csv"}


def test_tables_that_grew_file_by_file_are_those_that_are_made_at_once(office):
    """Judgements are taken over from before; nothing may hang on when they were made."""
    office.ingest(office.filled(GIANG, "a.xlsx", {LINE: 1}), "--received", "2025-06-16")
    office.ingest(mixed(office), "--received", "2025-06-17", "--on-behalf", "điện thoại")
    office.call("withdraw", office.standing(THUY)["submission"], "--reason", "nhầm")
    office.ingest(office.filled(SON, "s.xlsx", {LINE: "-"}), "--received", "2025-06-15")
    office.call("close", MONTH)
    office.call("exempt", SON, LINE, "2025-07", "2025-08", "--reason", "sự cố")
    office.ingest(office.filled(SON, "t.xlsx", {LINE: 3}))
    office.call("status", MONTH)
    grown = tables(office)
    shutil.rmtree(office.root / "data/processed")
    office.call("status", MONTH)
    assert tables(office) == grown
    assert grown["submissions.csv"].count(b"\r\n") > 6


def test_a_table_changed_by_hand_is_made_again_not_believed(office):
    office.ingest(office.filled(GIANG, "a.xlsx", {LINE: 1}), "--received", "2025-06-16")
    before = office.json("records", MONTH)
    path = office.root / "data/processed/records.csv"
    path.write_bytes(path.read_bytes().replace(b",1.0,", b",9.0,"))
    assert office.json("records", MONTH) == before


# --- two at once ----------------------------------------------------------------------------------


def records(office):
    """The figures, whatever order the files were taken in."""
    rows = office.json("records", MONTH)[1]
    return sorted(({**row, "file": ""} for row in rows), key=lambda row: row["record_id"])


def test_two_ingests_of_overlapping_folders_end_as_one_after_the_other(office, tmp_path, made):
    for agency in (GIANG, SON):
        office.filled(agency, f"mot/{agency}.xlsx", {LINE: 1})
    shutil.copytree(office.inbox / "mot", office.inbox / "hai")
    office.filled(THUY, f"hai/{THUY}.xlsx", {LINE: "x", "2.1-0": 3})
    (tmp_path / "mot minh").mkdir()
    alone = Office(tmp_path / "mot minh", made)
    for name in ("mot", "hai"):
        alone.call("ingest", office.inbox / name, "--received", "2025-06-16")
    more = ("--received", "2025-06-16", "--format", "json")
    both = [
        subprocess.Popen(
            [*CCHC, "--workspace", office.root, "ingest", office.inbox / name, *more],
            stdout=subprocess.PIPE,
        )
        for name in ("mot", "hai")
    ]
    answers = [json.loads(one.communicate()[0]) for one in both]
    verdicts = sorted(one["status"] for answer in answers for one in answer)
    assert [one.returncode for one in both] == [0, 0]
    assert verdicts == ["accepted"] * 2 + ["accepted_with_findings"] + ["duplicate"] * 2
    assert records(office) == records(alone)
    assert len(office.stored(MONTH)) == 3


def test_an_ingest_during_a_report_changes_neither(office):
    """The report is of what was there before or after, whole; the figures are all there."""
    office.ingest(office.filled(GIANG, "a.xlsx", {LINE: 1}), "--received", "2025-06-16")
    office.filled(SON, "moi/b.xlsx", {LINE: 2})
    report = subprocess.Popen(
        [*CCHC, "--workspace", office.root, "report", MONTH, "--to", "html"],
        stdout=subprocess.PIPE,
    )
    office.ingest(office.inbox / "moi", "--received", "2025-06-16")
    assert report.communicate()[0]
    assert report.returncode == 0
    manifest = json.loads((office.root / f"outputs/{MONTH}/manifest.json").read_text("utf-8"))
    stored = [name for name, _ in manifest["inputs"] if name.endswith(".xlsx")]
    assert manifest["status"]["on_time"] == len(stored)
    assert office.json("status", MONTH)[1]["on_time"] == 2
    assert office.call("report", MONTH, "--to", "html")[0] == 0
    assert office.call("verify", MONTH)[0] == 0


def test_a_run_that_waits_too_long_says_so_and_changes_nothing(office, monkeypatch):
    assert locking.SECONDS == 60
    monkeypatch.setattr(locking, "SECONDS", 0.3)
    path = office.filled(GIANG, "a.xlsx", {LINE: 1})
    with Workspace(office.root).lock():
        for command in (("ingest", path), ("due", MONTH, "2025-06-20", "--reason", "x")):
            status, out, err = office.call(*command)
            assert (status, out) == (3, "")
            assert "Một lệnh cchc khác" in err
    assert not (office.root / "data/raw/submissions/log.jsonl").exists()


# --- a file that another program holds -----------------------------------------------------------


def held(times, real):
    """A call that another program forbids so many times."""
    left = [times]

    def call(*args, **kwargs):
        if left[0]:
            left[0] -= 1
            raise PermissionError(13, "The process cannot access the file")
        return real(*args, **kwargs)

    return call


def test_a_file_held_for_a_moment_is_tried_again_then_it_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "PAUSE", 0)
    path = tmp_path / "a.xlsx"
    monkeypatch.setattr(disk.os, "replace", held(disk.TRIES - 1, os.replace))
    write_atomic(path, b"new")
    assert path.read_bytes() == b"new"
    monkeypatch.setattr(disk.os, "replace", held(disk.TRIES, os.replace))
    with pytest.raises(LockedError, match="Excel"):
        write_atomic(path, b"newer")
    assert path.read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_received_file_open_in_excel_is_read_when_it_is_closed_else_named(office, monkeypatch):
    monkeypatch.setattr(disk, "PAUSE", 0)
    path = office.filled(GIANG, "a.xlsx", {LINE: 1})
    real = Path.read_bytes
    calls = {"held": held(disk.TRIES, real), "moment": held(2, real)}

    def read(self):
        return calls[which](self) if self == path else real(self)

    monkeypatch.setattr(Path, "read_bytes", read)
    which = "held"
    (answer,) = office.json("ingest", path)[1]
    assert (answer["status"], answer["findings"][0]["code"]) == ("quarantined", "F005")
    which = "moment"
    assert office.ingest(path) == (0, [("accepted", GIANG, MONTH)])


def test_what_is_held_forever_is_given_up():
    calls = []

    def never():
        calls.append(1)
        raise PermissionError

    timer = threading.Timer(30, os._exit, [1])
    timer.start()
    with pytest.raises(PermissionError):
        patiently(never)
    timer.cancel()
    assert len(calls) == disk.TRIES


def test_a_pipe_that_closes_early_ends_a_command_quietly(office):
    for command in ("status", "indicators"):
        with subprocess.Popen(
            [*CCHC, "--workspace", office.root, command, MONTH],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as done:
            done.stdout.close()
            assert done.wait() == 0
            assert done.stderr.read() == b""

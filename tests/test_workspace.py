"""Workspaces: found, locked, written whole or not at all; a log that survives a crash."""

import datetime as dt
import json
import threading

import pytest

from cchc_lib import workspace
from cchc_lib.errors import LockedError, WorkspaceError
from cchc_lib.workspace import Workspace, disk, write_atomic

ENTRY = {"kind": "received", "at": "2025-06-15T09:00:00+07:00", "submission": "abc", "file": "f"}


def make(path, text=""):
    (path / "data" / "raw" / "submissions").mkdir(parents=True)
    (path / "cchc.toml").write_text(text, encoding="utf-8")
    return Workspace(path)


def test_a_workspace_is_found_from_a_folder_inside_it(tmp_path):
    make(tmp_path)
    assert workspace.find(tmp_path / "data" / "raw").root == tmp_path.resolve()


def test_a_named_folder_wins_over_the_variable(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    make(tmp_path / "a")
    make(tmp_path / "b")
    monkeypatch.setenv(workspace.VARIABLE, str(tmp_path / "a"))
    assert workspace.find().root == (tmp_path / "a").resolve()
    assert workspace.find(named=str(tmp_path / "b")).root == (tmp_path / "b").resolve()


def test_no_workspace_is_said_with_the_command_that_makes_one(tmp_path, monkeypatch):
    monkeypatch.delenv(workspace.VARIABLE, raising=False)
    with pytest.raises(WorkspaceError, match="cchc init"):
        workspace.find(tmp_path)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "chưa có kế hoạch"),
        ('[plan]\nfile = "x.txt"', "x.txt"),
        ('[plan]\nfile = "../../cchc.toml"', "nằm trong"),
    ],
)
def test_a_missing_plan_is_said_with_what_to_do(tmp_path, text, word):
    with pytest.raises(WorkspaceError, match=word):
        _ = make(tmp_path, text).plan_path


def test_an_atomic_write_leaves_the_old_bytes_when_it_fails(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    write_atomic(path, b"old")

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk.os, "fsync", full)
    with pytest.raises(LockedError, match=r"a\.txt"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_events_come_back_in_order_with_local_time(tmp_path):
    space = make(tmp_path)
    space.append_log(ENTRY)
    space.append_log({**ENTRY, "kind": "withdrawn", "reason": "nhầm"})
    first, second = space.events()
    assert (first.kind, first.order, second.reason) == ("received", 1, "nhầm")
    assert first.at == dt.datetime(2025, 6, 15, 9, tzinfo=workspace.ZONE)


def test_a_line_cut_off_by_a_crash_is_passed_over(tmp_path):
    space = make(tmp_path)
    space.append_log(ENTRY)
    with space.log_path.open("ab") as log:
        log.write(json.dumps(ENTRY).encode()[:20])
    assert len(space.events()) == 1


def test_a_broken_line_in_the_middle_is_named(tmp_path):
    space = make(tmp_path)
    space.log_path.write_text("{}\n" + json.dumps(ENTRY) + "\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="dòng 1"):
        space.events()


def test_a_second_holder_gives_up_and_says_so(tmp_path):
    space = make(tmp_path)
    with space.lock(), pytest.raises(LockedError, match="Một lệnh cchc khác"), space.lock(wait=0.1):
        pass


def test_a_second_holder_waits_for_the_first(tmp_path):
    space = make(tmp_path)
    held, order = threading.Event(), []

    def hold():
        with space.lock():
            held.set()
            order.append("first")

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    with space.lock(wait=5):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]

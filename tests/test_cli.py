"""The command line: help that teaches, statuses of the contract, one-paragraph errors, one JSON."""

import json
import os
import re
import shutil
import subprocess
import sys
import time

import openpyxl
import pytest

from cchc_lib.cli.main import run
from cchc_lib.cycle import Opened

COMMANDS = [
    "plan",
    "forms",
    "ingest",
    "status",
    "records",
    "indicators",
    "trace",
    "report",
    "withdraw",
    "exempt",
    "run",
    "site",
    "verify",
    "init",
    "simulate",
]


@pytest.fixture
def cli(capsys):
    """Run a command; its status, stdout and stderr."""

    def call(*arguments):
        status = run([str(a) for a in arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


def in_words(text):
    """One paragraph of Vietnamese, no traceback."""
    return (
        text.strip()
        and "\n" not in text.strip()
        and "Traceback" not in text
        and "Error" not in text
    )


def test_help_lists_the_commands_in_the_order_of_the_work(cli):
    status, out, _ = cli("--help")
    assert status == 0
    assert "Cách dùng: cchc" in out
    positions = [out.index(f"\n  {name} ") for name in COMMANDS]
    assert min(positions) > 0
    assert "Options" not in out
    assert "Commands" not in out


def test_help_answers_without_the_heavy_libraries():
    heavy = ("pandas", "matplotlib", "papermill", "openpyxl", "nbconvert", "pydantic")
    code = (
        "import sys\nfrom cchc_lib.cli.main import run\nrun(['--help'])\n"
        f"print([m for m in {heavy} if m in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert out.strip().endswith("[]")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["statsu", "2025-06"], "statsu"),
        (["status"], "KỲ"),
        (["status", "2025-06", "--fromat", "json"], "--fromat"),
        (["status", "2025-06", "--format", "xml"], "json"),
        (["status", "2025-13"], "2025-13"),
        (["report", "2025-06", "--to", "odt"], "odt"),
        (["forms", "2025-Q2"], "2025-04"),
        (["trace", "2025-06", "9.9z-1"], "9.9z-1"),
        (["report", "2025-06", "--agency", "ubnd-xa-la"], "ubnd-xa-la"),
        (["indicators", "2025-06", "--as-of", "17/6/2025"], "17/6/2025"),
        (["ingest", "khong-co-tep.xlsx"], "khong-co-tep.xlsx"),
        (["withdraw", "000000000000", "--reason", "x"], "000000000000"),
        (["exempt", "phong-noi-vu", "9.9-1", "2025-05", "2025-06", "--reason", "x"], "9.9-1"),
        (["plan", "read", "khong-co.txt"], "khong-co.txt"),
    ],
)
def test_wrong_use_is_status_2_with_what_to_do(cli, shared_example, arguments, word):
    status, out, err = cli("--workspace", shared_example, *arguments)
    assert (status, out) == (2, "")
    assert word in err
    assert in_words(err)


def test_no_workspace_names_the_command_that_makes_one(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CCHC_WORKSPACE", raising=False)
    status, out, err = cli("status", "2025-06")
    assert (status, out) == (2, "")
    assert "cchc init" in err


def test_a_missing_plan_is_said(cli, example):
    shutil.rmtree(example / "data" / "raw" / "plan")
    status, _, err = cli("--workspace", example, "indicators", "2025-06")
    assert status == 2
    assert "kế hoạch" in err
    assert in_words(err)


def test_a_broken_settings_file_is_said_at_its_line(cli, example):
    (example / "cchc.toml").write_text('[workspace]\nsimulated = "yes', encoding="utf-8")
    status, _, err = cli("--workspace", example, "status", "2025-06")
    assert status == 2
    assert "cchc.toml" in err
    assert in_words(err)


def test_a_new_workspace_says_what_is_missing(cli, tmp_path):
    status, out, _ = cli("init", tmp_path / "moi")
    assert status == 0
    assert "cchc" in out
    for command in (
        ["status", "2026-01"],
        ["forms", "2026-01"],
        ["report", "2026-01"],
        ["ingest", tmp_path],
    ):
        status, _, err = cli("--workspace", tmp_path / "moi", *command)
        assert status == 2, command
        assert in_words(err), err


def test_a_new_workspace_is_never_made_over_an_old_one(cli, example):
    before = (example / "cchc.toml").read_bytes()
    status, _, err = cli("init", example)
    assert status == 2
    assert in_words(err)
    assert (example / "cchc.toml").read_bytes() == before


def test_no_form_is_made_from_a_plan_that_was_read_with_doubts(cli, example):
    for reading in (example / "data/raw/plan").glob("*.reading.csv"):
        reading.unlink()
    status, out, err = cli("--workspace", example, "forms", "2025-06", "-o", example / "bieu")
    assert (status, out) == (1, "")
    assert re.search(r"\d+/18 nhiệm vụ .* dưới 80\s% .*review_threshold.*: \d", err, re.DOTALL)
    assert "cchc plan review data/raw/plan/ke-hoach-54-KH-UBND-2025.ocr.txt -o soat.xlsx" in err
    assert in_words(err)
    assert not (example / "bieu").exists()
    settings = example / "cchc.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[plan]", "[plan]\nreview_threshold = 0"), encoding="utf-8")
    status, out, _ = cli("--workspace", example, "forms", "2025-06", "-o", example / "bieu")
    assert (status, len(out.split())) == (0, 34)


def test_a_workbook_that_is_no_form_is_quarantined_whole_with_its_reason(cli, example, tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "Danh sách họp"
    book.save(tmp_path / "danh sach.xlsx")
    status, out, _ = cli(
        "--workspace", example, "ingest", tmp_path / "danh sach.xlsx", "--format", "json"
    )
    (outcome,) = json.loads(out)
    assert status == 1
    assert outcome["status"] == "quarantined"
    assert outcome["findings"]
    stored = [
        p
        for p in (example / "data/raw/submissions/_unplaced").iterdir()
        if "danh sach" in p.name or "danh-sach" in p.name
    ]
    assert [p.read_bytes() for p in stored] == [(tmp_path / "danh sach.xlsx").read_bytes()]


def test_json_is_one_document_and_progress_goes_to_stderr(cli, shared_example):
    for arguments in (
        ["status", "2025-06"],
        ["records", "2025-06"],
        ["indicators", "2025-Q2"],
        ["trace", "2025-06", "2.8b-1"],
    ):
        status, out, _ = cli("--workspace", shared_example, *arguments, "--format", "json")
        assert status == 0
        json.loads(out)


def test_a_bug_leaves_status_3_and_a_log_not_a_traceback(cli, example, monkeypatch):
    monkeypatch.setattr(Opened, "status", lambda _: 1 / 0)
    monkeypatch.chdir(example)
    status, out, err = cli("status", "2025-06")
    assert (status, out) == (3, "")
    assert "logs/errors.jsonl" in err
    assert "ZeroDivisionError" in (example / "logs" / "errors.jsonl").read_text(encoding="utf-8")


def test_the_program_speaks_vietnamese_in_any_locale(shared_example):
    """A scheduler has no locale; a pipe has no terminal."""
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "cchc_lib", "--workspace", shared_example, "status", "2025-06"]
    done = subprocess.run(command, capture_output=True, env=env, check=False)
    assert done.returncode == 0, done.stderr
    assert "Phải báo cáo" in done.stdout.decode("utf-8")


def test_the_zone_of_the_machine_changes_nothing(cli, shared_example, monkeypatch):
    first = cli("--workspace", shared_example, "status", "2025-06", "--format", "json")
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert cli("--workspace", shared_example, "status", "2025-06", "--format", "json") == first
    finally:
        monkeypatch.undo()
        time.tzset()


def test_temporary_files_are_passed_over_and_named(cli, example, tmp_path):
    (tmp_path / "hop-thu").mkdir()
    for name in ("~$bao cao.xlsx", ".DS_Store"):
        (tmp_path / "hop-thu" / name).write_bytes(b"x")
    status, out, err = cli(
        "--workspace", example, "ingest", tmp_path / "hop-thu", "--format", "json"
    )
    assert (status, json.loads(out)) == (0, [])
    assert "~$bao cao.xlsx" in err
    assert ".DS_Store" in err

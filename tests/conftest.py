"""Shared by all tests: golden files, tools that may be missing, a copy of the example workspace."""

import contextlib
import os
import shutil
from pathlib import Path

import hypothesis
import pytest
from office import Office, made_at

from cchc_lib.cli.main import run

# The same examples in every run; `--hypothesis-profile=wide` looks further, at random.
hypothesis.settings.register_profile(
    "same",
    derandomize=True,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile("wide", max_examples=2_000, deadline=None)
hypothesis.settings.load_profile("same")

ROOT = Path(__file__).resolve().parent.parent

INSTALL = {
    "chromium": "sudo apt install chromium",
    "soffice": "sudo apt install libreoffice-writer-nogui libreoffice-calc-nogui",
    "pdftoppm": "sudo apt install poppler-utils",
    "tesseract": "sudo apt install tesseract-ocr tesseract-ocr-vie",
}


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden")


@pytest.fixture
def golden(request):
    """Compare a text with a golden file, or rewrite it."""

    def compare(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{name} is missing: run pytest --update-golden and review it"
        assert path.read_text(encoding="utf-8") == text

    return compare


@pytest.fixture(scope="session")
def require_tool():
    """The path of a program of the machine; a skip that says how to install it."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            reason = f"{name} is not installed: {INSTALL[name]}"
            if os.environ.get("CCHC_REQUIRE_TOOLS"):
                pytest.fail(reason)
            pytest.skip(reason)
        return path

    return find


def copy_example(target: Path) -> Path:
    """The example workspace's raw files in another folder."""
    shutil.copytree(ROOT / "data" / "raw", target / "data" / "raw")
    shutil.copy(ROOT / "cchc.toml", target / "cchc.toml")
    return target


@pytest.fixture
def example(tmp_path):
    """A private copy of the example workspace, submissions included."""
    return copy_example(tmp_path / "example")


@pytest.fixture(scope="session")
def shared_example(tmp_path_factory):
    """One copy of the example workspace for tests that only read it."""
    return copy_example(tmp_path_factory.mktemp("shared") / "example")


PUBLISHED = {
    "index": "index",
    "month": "2025-06/bao-cao-2025-06",
    "quarter": "2025-Q2/bao-cao-2025-Q2",
    "agency": "2025-06/don-vi/bao-cao-2025-06-ubnd-xa-tra-giang",
}


@pytest.fixture(scope="session")
def published(shared_example):
    """The example's month, quarter and one agency's page in every format, and the site.

    Answers for a name of `PUBLISHED` and a suffix where the file is.
    """
    here = ["--workspace", str(shared_example)]
    every = ["--to", "html,pdf,docx,xlsx"]
    assert run([*here, "report", "2025-06", *every]) == 0
    assert run([*here, "report", "2025-Q2", *every]) == 0
    assert run([*here, "report", "2025-06", *every, "--agency", "ubnd-xa-tra-giang"]) == 0
    assert run([*here, "site"]) == 0
    return lambda name, suffix: shared_example / "outputs" / f"{PUBLISHED[name]}.{suffix}"


@pytest.fixture
def browser(require_tool):
    """The machine's Chromium."""
    from playwright.sync_api import sync_playwright

    program = require_tool("chromium")
    with sync_playwright() as tools, contextlib.ExitStack() as stack:
        started = tools.chromium.launch(executable_path=program, args=["--no-sandbox"])
        stack.callback(started.close)
        yield started


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A new, real workspace, never changed."""
    return made_at(tmp_path_factory.mktemp("made"))


@pytest.fixture
def office(tmp_path, made):
    """A compiling office with a workspace of one test's own."""
    return Office(tmp_path, made)

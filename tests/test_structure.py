"""The shape of the code: layers, sizes, docstrings, class depth; measured, not promised."""

import ast
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "cchc_lib").rglob("*.py"))


def functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def lint_imports(folder):
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"},
    )


@pytest.fixture
def tree(tmp_path):
    shutil.copytree(
        ROOT / "cchc_lib",
        tmp_path / "cchc_lib",
        ignore=shutil.ignore_patterns("assets", "__pycache__"),
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_go_down_the_layers(tree):
    result = lint_imports(tree)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("obligations.py", "from cchc_lib import cycle"),
        ("model.py", "from cchc_lib import workspace"),
        ("vietnamese.py", "import pandas"),
        ("records.py", "from cchc_lib.plan import parse"),
        ("unplaced.py", "X = 1"),
    ],
)
def test_an_import_against_the_layers_is_caught(tree, module, line):
    path = tree / "cchc_lib" / module
    before = path.read_text(encoding="utf-8") if path.exists() else '"""New."""\n'
    path.write_text(f"{before}\n{line}\n", encoding="utf-8")
    assert lint_imports(tree).returncode != 0


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_or_function_outgrows_its_purpose(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500
    long = [f.name for f in functions(path) if f.end_lineno - f.lineno + 1 > 60]
    assert long == []


def test_the_median_function_is_short():
    lengths = [f.end_lineno - f.lineno + 1 for p in MODULES for f in functions(p)]
    assert statistics.median(lengths) <= 15


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "helpers", "common", "core", "base", "manager", "misc"}
    assert [p.name for p in MODULES if p.stem in drawers] == []


def test_nothing_in_code_knows_the_example():
    """What is true of one document, district or year is data."""
    words = ("trà bồng", "tra bong", "54/kh", "quảng ngãi", "ke-hoach-54")
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in MODULES
        for word in words
        if word in path.read_text(encoding="utf-8").lower()
    ]
    assert found == []

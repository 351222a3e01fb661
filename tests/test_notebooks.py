"""The report notebooks as files: thin, clean, with parameters that papermill can replace."""

import ast
import importlib
import re
from pathlib import Path

import nbformat
import pytest

from cchc_lib.report import parameters

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
CLASSES = {
    "bao_cao_thang": parameters.MonthParameters,
    "bao_cao_quy": parameters.PeriodParameters,
    "bao_cao_don_vi": parameters.AgencyParameters,
    "thu_vien_bieu_do": parameters.GalleryParameters,
}
TAGS = {"parameters", "injected-parameters", "remove-input", "figure", "note"}
PARAMETER = re.compile(r'[a-z_]+: str = "[^"=]*"  # [^=]+')


@pytest.fixture(params=sorted(CLASSES))
def name(request):
    return request.param


@pytest.fixture
def notebook(name):
    found = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    nbformat.validate(found)
    return found


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_every_notebook_is_tested():
    assert {path.stem for path in FOLDER.glob("*.ipynb")} == set(CLASSES)


def test_it_is_committed_without_outputs_and_with_fixed_ids(notebook):
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9-]+", one) for one in ids)
    for cell in code(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None
    assert notebook.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }


def test_it_begins_with_what_it_is_for_and_who_edits_it(notebook):
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# Báo cáo")
    assert "Người biên tập" in first.source
    assert "Run All Cells" in first.source


def test_the_parameters_are_those_of_the_class_one_a_line(name, notebook):
    cell = notebook.cells[1]
    assert cell.metadata.tags == ["parameters"]
    lines = cell.source.split("\n")
    assert all(PARAMETER.fullmatch(line) for line in lines)
    values = [line.split("= ")[1].split("  #")[0] for line in lines]
    names = [line.split(":")[0] for line in lines]
    defaults = dict(zip(names, map(ast.literal_eval, values), strict=True))
    assert list(defaults) == list(CLASSES[name].model_fields)
    CLASSES[name](**defaults)


def test_the_third_cell_checks_the_parameters_and_opens_the_period(name, notebook):
    source = notebook.cells[2].source
    given = ", ".join(f"{field}={field}" for field in CLASSES[name].model_fields)
    one_line = re.sub(r"\(\s+", "(", re.sub(r"\s+\)", ")", source))
    assert f"p = parameters.{CLASSES[name].__name__}({given})" in one_line
    opening = "data = cycle.open_period(p.period, p.workspace, p.as_of, p.agency)"
    stretching = "\ndata = gallery.stretched(data, p.case)"
    assert source.endswith(opening + stretching * (name == "thu_vien_bieu_do"))


def test_it_is_a_view_and_nothing_is_computed_there(notebook):
    cells = code(notebook)
    assert len(cells) <= 20
    for cell in cells:
        assert len(cell.source.split("\n")) <= 12
        tree = ast.parse(cell.source)
        banned = (ast.FunctionDef, ast.ClassDef, ast.Try, ast.BinOp, ast.For, ast.Lambda)
        assert not [n for n in ast.walk(tree) if isinstance(n, banned)]
        assert not re.search(r"\bopen\(|read_excel|read_csv|/home|[A-Z]:\\", cell.source)
    for cell in cells[2:]:
        (statement,) = ast.parse(cell.source).body
        assert isinstance(statement, ast.Expr)
        assert isinstance(statement.value, ast.Call)


def test_tags_are_of_the_closed_set(notebook):
    tags = {tag for cell in notebook.cells for tag in cell.metadata.get("tags", [])}
    assert tags <= TAGS
    assert "parameters" in tags
    assert "figure" in tags


def test_every_call_names_a_function_that_takes_the_data(notebook):
    for cell in code(notebook)[2:]:
        module, function = re.fullmatch(r"(\w+)\.(\w+)\(data\)", cell.source).groups()
        found = getattr(importlib.import_module(f"cchc_lib.report.{module}"), function)
        assert callable(found)
        assert f"{module}" in notebook.cells[2].source


def test_each_section_of_code_has_words_before_it(notebook):
    kinds = [cell.cell_type for cell in notebook.cells[3:]]
    assert kinds == ["markdown", "code"] * (len(kinds) // 2)

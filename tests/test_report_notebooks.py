"""From parameters to files: checks before anything runs, whole files or none, nothing volatile."""

import datetime as dt
import hashlib
import json
import os
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from cchc_lib.errors import NotebookError, ParameterError, WorkspaceError
from cchc_lib.report import notebooks
from cchc_lib.report.parameters import AgencyParameters, MonthParameters, PeriodParameters

PARAMETERS = 'period: str = "2025-06"  # kỳ báo cáo = tháng\nas_of: str = ""\nagency: str = ""'
BLOCKS = """
from cchc_lib.report.blocks import Blocks, Head, Heading, Letterhead, Text
Blocks(items=(Head(title=f"Kỳ {period}", subtitle="", letterhead=Letterhead()),
    Heading(level=1, text="I. PHẦN"), Text(text="Một câu.")))
"""
GIVEN = {"period": "2025-06", "as_of": "", "agency": ""}


def write(folder, *cells, parameters=PARAMETERS, name="bao_cao_thang.ipynb"):
    first = v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    notebook = v4.new_notebook(cells=[first, *(v4.new_code_cell(cell) for cell in cells)])
    for n, cell in enumerate(notebook.cells):
        cell.id = f"c{n}"
    path = folder / "notebooks" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def make(folder, formats=("html",), kind="month", extra=None, out="outputs/2025-06", **given):
    return notebooks.make(
        kind,
        parameters={**GIVEN, **given},
        workspace_root=folder,
        out_dir=folder / out,
        stem="bao-cao-2025-06",
        formats=formats,
        manifest_extra=extra or {"title": "Tháng 6 năm 2025"},
    )


@pytest.mark.notebook
def test_the_files_asked_for_are_written_and_named_in_that_order(tmp_path):
    write(tmp_path, BLOCKS)
    paths = make(tmp_path, ("pdf", "html", "xlsx", "docx"))
    assert [path.suffix for path in paths] == [".pdf", ".html", ".xlsx", ".docx"]
    assert sorted(p.name for p in (tmp_path / "outputs/2025-06").iterdir()) == [
        *(f"bao-cao-2025-06.{suffix}" for suffix in ("docx", "html", "ipynb", "pdf", "xlsx")),
        "manifest.json",
    ]


@pytest.mark.notebook
def test_the_manifest_names_parameters_notebook_and_every_file_with_its_hash(tmp_path):
    source = write(tmp_path, BLOCKS)
    (page,) = make(tmp_path, as_of="2025-06-17", extra={"title": "T", "inputs": [["a", "b"]]})
    manifest = json.loads((page.parent / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["parameters"] == {"period": "2025-06", "as_of": "2025-06-17", "agency": ""}
    assert manifest["inputs"] == [["a", "b"]]
    assert manifest["notebook"]["sha256"] == hashlib.sha256(source.read_bytes()).hexdigest()
    assert manifest["files"][page.name] == {
        "sha256": hashlib.sha256(page.read_bytes()).hexdigest(),
        "bytes": page.stat().st_size,
    }


@pytest.mark.notebook
def test_the_same_workspace_elsewhere_gives_the_same_bytes(tmp_path, monkeypatch):
    folders = tmp_path / "một", tmp_path / "hai {khác}"
    for folder, zone in zip(folders, ("UTC", "Asia/Tokyo"), strict=True):
        monkeypatch.setenv("TZ", zone)
        write(folder, BLOCKS, "import os; bool(os.environ['CCHC_WORKSPACE'])")
        make(folder, ("html", "pdf", "docx", "xlsx"))
    files = [sorted((folder / "outputs/2025-06").iterdir()) for folder in folders]
    assert len(files[0]) == 6
    for one, other in zip(*files, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name
        assert str(tmp_path).encode() not in one.read_bytes()


@pytest.mark.notebook
def test_the_executed_notebook_has_no_clock_and_opens_again(tmp_path):
    write(tmp_path, BLOCKS)
    make(tmp_path)
    path = tmp_path / "outputs/2025-06/bao-cao-2025-06.ipynb"
    text = path.read_text(encoding="utf-8")
    assert "start_time" not in text
    assert str(dt.datetime.now(tz=dt.UTC).year) not in text
    nbformat.validate(nbformat.read(path, as_version=4))
    assert 'period = \\"2025-06\\"' in text


@pytest.mark.notebook
def test_formats_that_stand_are_made_again_so_that_all_say_the_same(tmp_path):
    write(tmp_path, BLOCKS)
    (old,) = make(tmp_path, ("xlsx",))
    before = old.read_bytes()
    write(tmp_path, BLOCKS.replace("Một câu", "Câu khác"))
    assert make(tmp_path, ("html",)) == [old.with_suffix(".html")]
    assert old.read_bytes() != before


@pytest.mark.notebook
def test_the_notebook_finds_its_workspace_without_a_path_in_its_parameters(tmp_path, monkeypatch):
    monkeypatch.setenv("CCHC_WORKSPACE", "elsewhere")
    check = "import os, pathlib\nassert pathlib.Path(os.environ['CCHC_WORKSPACE'], 'here').exists()"
    (tmp_path / "here").touch()
    write(tmp_path, check, BLOCKS)
    make(tmp_path)
    assert os.environ["CCHC_WORKSPACE"] == "elsewhere"


# --- failing ---------------------------------------------------------------------------------


@pytest.mark.notebook
def test_a_failure_names_the_cell_and_leaves_the_last_good_report(tmp_path):
    write(tmp_path, BLOCKS)
    (good,) = make(tmp_path)
    before = good.read_bytes()
    write(tmp_path, "2", "1/0")
    with pytest.raises(NotebookError, match=r"ô lệnh số 4: ZeroDivisionError: division by zero"):
        make(tmp_path)
    assert good.read_bytes() == before
    failed = nbformat.read(good.with_name("bao-cao-2025-06.failed.ipynb"), as_version=4)
    assert any(o.output_type == "error" for c in failed.cells for o in c.get("outputs", ()))
    write(tmp_path, BLOCKS)
    make(tmp_path)
    assert not good.with_name("bao-cao-2025-06.failed.ipynb").exists()


@pytest.mark.notebook
def test_what_the_operator_must_act_on_comes_out_in_its_own_words(tmp_path):
    raising = "from cchc_lib.errors import WorkspaceError\nraise WorkspaceError('Thiếu tệp X.')"
    write(tmp_path, raising)
    with pytest.raises(WorkspaceError, match=r"^Thiếu tệp X\.$"):
        make(tmp_path)


def test_an_unknown_format_is_refused_before_anything_is_run(tmp_path):
    write(tmp_path, "raise SystemExit")
    with pytest.raises(ParameterError, match="odt"):
        make(tmp_path, ("odt",))


# --- which notebook --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "agency", "name"),
    [
        ("month", False, "bao_cao_thang.ipynb"),
        ("quarter", False, "bao_cao_quy.ipynb"),
        ("year", False, "bao_cao_quy.ipynb"),
        ("month", True, "bao_cao_don_vi.ipynb"),
    ],
)
def test_the_notebook_follows_from_the_period_and_the_agency(kind, agency, name):
    assert notebooks.choose(kind, agency=agency).notebook == name


def test_the_workspaces_own_notebook_comes_first(tmp_path):
    own = write(tmp_path, "1")
    assert notebooks.find("bao_cao_thang.ipynb", tmp_path) == own
    installed = notebooks.find("bao_cao_thang.ipynb", tmp_path / "other")
    assert installed != own
    assert installed.is_file()


def test_a_missing_notebook_is_said(tmp_path):
    with pytest.raises(NotebookError, match=r"khac\.ipynb"):
        notebooks.find("khac.ipynb", tmp_path)


@pytest.mark.notebook
def test_an_agencys_manifest_does_not_pass_for_the_periods(tmp_path):
    write(tmp_path, BLOCKS, name="bao_cao_don_vi.ipynb")
    make(tmp_path, agency="xa-a", out="outputs/2025-06/don-vi")
    names = {path.name for path in (tmp_path / "outputs/2025-06/don-vi").iterdir()}
    assert "manifest.json" not in names
    assert "bao-cao-2025-06.manifest.json" in names


# --- parameters ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        ('period: str = "2025-06"\nwrong: str = ""', "wrong"),
        ("period = '2025-06'", "period: str"),
        ("period: int = 5", "period: str"),
        ('as_of: str = ""\nagency: str = ""', "thiếu tham số period"),
    ],
)
def test_a_parameters_cell_that_disagrees_is_refused_before_it_runs(tmp_path, cell, complaint):
    write(tmp_path, "raise SystemExit", parameters=cell)
    with pytest.raises(ParameterError, match=complaint):
        make(tmp_path)


@pytest.mark.parametrize("cell", ["", "import os", "period: str = ("])
def test_a_parameters_cell_that_is_no_list_of_parameters_is_refused(tmp_path, cell):
    path = write(tmp_path, parameters=cell)
    if cell:
        with pytest.raises(NotebookError, match="ô parameters"):
            notebooks.parameters_of(path)
    else:
        assert notebooks.parameters_of(path) == {}


def test_a_value_with_an_equals_sign_and_a_comment_are_read(tmp_path):
    path = write(tmp_path, parameters='period: str = "a=b"  # kỳ = tháng\nas_of: str = ""')
    assert notebooks.parameters_of(path) == {"period": "str", "as_of": "str"}


@pytest.mark.parametrize("text", ["{", "[]", "{}"])
def test_a_file_that_is_no_notebook_is_refused(tmp_path, text):
    path = tmp_path / "x.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotebookError, match=r"x\.ipynb"):
        notebooks.parameters_of(path)


def test_the_installations_notebooks_agree_with_their_parameter_classes():
    for kind in notebooks.KINDS:
        path = Path(__file__).parent.parent / "notebooks" / kind.notebook
        period = "2025-Q2" if kind is notebooks.PERIOD else "2025-06"
        agency = "x" if kind is notebooks.AGENCY else ""
        notebooks.check(path, kind, {"period": period, "as_of": "", "agency": agency})


@pytest.mark.parametrize(
    ("cls", "values", "complaint"),
    [
        (MonthParameters, {"period": "2025-Q2"}, "kỳ quý"),
        (PeriodParameters, {"period": "2025-06"}, "kỳ tháng"),
        (MonthParameters, {"period": "tháng 6"}, "tháng 6"),
        (MonthParameters, {"period": "2025-06", "as_of": "17/6/2025"}, "as_of"),
        (MonthParameters, {"period": "2025-06", "khac": "1"}, "khac không có"),
        (MonthParameters, {}, "Thiếu tham số period"),
        (MonthParameters, {"period": 6}, "trong dấu nháy"),
        (AgencyParameters, {"period": "2025-06"}, "mã đơn vị"),
    ],
)
def test_parameters_that_mean_nothing_are_explained(cls, values, complaint):
    with pytest.raises(ParameterError, match=complaint):
        cls(**values)


def test_parameters_are_taken_as_given():
    assert MonthParameters(period="2025-06").as_of == ""
    assert PeriodParameters(period="2025", as_of="2025-12-20").period == "2025"
    assert AgencyParameters(period="2025-Q2", agency="xa-a").agency == "xa-a"

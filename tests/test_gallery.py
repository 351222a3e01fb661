"""The gallery: every chart on easy and hard data, measured by the renderer itself."""

import json
from pathlib import Path

import papermill
import pytest
from conftest import copy_example
from drawn_labels import all_faults, faults, measure, recorded
from report_sample import report_data
from test_figures_report import charts

from cchc_lib import cycle
from cchc_lib.errors import ParameterError
from cchc_lib.report import gallery, parameters, style

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The example's month, as the gallery notebook opens it."""
    root = copy_example(tmp_path_factory.mktemp("gallery") / "example")
    return cycle.open_period("2025-06", str(root), "", "ubnd-xa-tra-thuy")


@pytest.mark.parametrize("case", gallery.CASES)
def test_no_label_of_the_example_is_cut_or_lies_on_another(data, case):
    with recorded() as canvases:
        assert charts(gallery.stretched(data, case))
    assert all_faults(canvases) == []


def test_the_measure_sees_a_label_that_is_cut_or_covered():
    """The test above can fail: each fault is found where it is put."""
    with style.house("probe"):
        drawn = style.canvas(60, 30)
        drawn.text(2, 5, "một nhãn dài")
        drawn.text(4, 5.5, "nhãn khác")
        drawn.text(55, 15, "ra ngoài mép")
        drawn.bar(2, 22, 20, 5, style.DONE)
        drawn.text(4, 24.5, "trên cột")
        found = faults(measure(drawn))
    assert sorted(fault.split(":")[0] for fault in found) == ["on a bar", "outside", "overlap"]


def test_each_case_is_what_it_says(data):
    assert gallery.stretched(data, "thuong") is data
    many = gallery.stretched(data, "96-xa")
    owing = next(t for t in many.indicators.tasks if t.indicator == "2.8b-1")
    assert len({one.agency for one in owing.agencies}) == owing.owing == 96
    assert owing.target == 96
    silent = gallery.stretched(data, "chua-bao-cao")
    assert all(task.actual is None for task in silent.indicators.tasks)
    assert silent.status.missing == silent.status.expected == data.status.expected
    over = gallery.stretched(data, "vuot-200")
    assert all(t.rate > 2 for t in over.indicators.tasks if t.target)
    long = gallery.stretched(data, "ten-dai")
    assert min(map(len, long.names.values())) > 80
    assert len(set(long.names.values())) == len(data.names)


def test_the_gallery_says_that_its_figures_are_for_looking_only(data):
    assert "Chỉ để xem hình, không phải số liệu" in gallery.said(data).text


def test_an_unknown_case_names_those_there_are():
    with pytest.raises(ParameterError, match="thuong, 96-xa"):
        parameters.GalleryParameters(period="2025-06", case="la")


def test_nobody_owes_anything_and_no_chart_breaks():
    with recorded() as canvases:
        assert charts(report_data(count=0)) == []
    assert canvases == []


@pytest.mark.notebook
def test_the_notebook_runs_as_an_analyst_runs_it(tmp_path):
    root = copy_example(tmp_path / "example")
    executed = papermill.execute_notebook(
        str(FOLDER / "thu_vien_bieu_do.ipynb"),
        None,
        parameters={"workspace": str(root), "case": "chua-bao-cao"},
        engine_name="cchc",
        kernel_name="python3",
        progress_bar=False,
    )
    shown = [output for cell in executed.cells for output in cell.get("outputs", ())]
    assert len(shown) == sum(cell.cell_type == "code" for cell in executed.cells) - 2 - 1
    assert not [output for output in shown if output.output_type == "error"]
    assert "Chưa có báo cáo cho 8 chỉ tiêu có định mức" in json.dumps(shown, ensure_ascii=False)

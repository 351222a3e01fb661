"""The engine that runs notebooks in this process: same outputs as a kernel, nothing left behind."""

import builtins
import sys
import warnings

import nbformat
import papermill
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbformat import v4
from papermill.engines import papermill_engines

from cchc_lib.report.engine import InProcessEngine

papermill_engines.register("cchc", InProcessEngine)

CELLS = (
    "print('một'); print('hai')",
    "import sys; print('lỗi nhỏ', file=sys.stderr)",
    "from IPython.display import display, HTML\ndisplay(HTML('<b>x</b>'))\n1 + 1",
    "x = 5;",
    "x",
    (
        "class Đẹp:\n    def _repr_mimebundle_(self, **_):\n"
        "        return {'application/x-a+json': {'a': 1}, 'text/plain': 'i'}\nĐẹp()"
    ),
    "await __import__('asyncio').sleep(0, 'xong')",
)


def run(*cells, engine="cchc", tmp_path=None):
    notebook = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells])
    target = None if tmp_path is None else str(tmp_path / "out.ipynb")
    return papermill.execute_notebook(
        notebook, target, engine_name=engine, kernel_name="python3", progress_bar=False
    )


def outputs(notebook):
    return [[dict(output) for output in cell.outputs] for cell in notebook.cells]


def test_outputs_are_kept_in_order_as_the_notebook_format_has_them():
    shown = outputs(run(*CELLS))
    assert shown[0] == [{"output_type": "stream", "name": "stdout", "text": "một\nhai\n"}]
    assert shown[1] == [{"output_type": "stream", "name": "stderr", "text": "lỗi nhỏ\n"}]
    assert [o["output_type"] for o in shown[2]] == ["display_data", "execute_result"]
    assert shown[2][1]["data"] == {"text/plain": "2"}
    assert shown[2][1]["execution_count"] == 3
    assert shown[3] == []
    assert shown[5][0]["data"]["application/x-a+json"] == {"a": 1}
    assert shown[6][0]["data"] == {"text/plain": "'xong'"}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_standard_kernel_gives_the_same_outputs():
    cells = [cell for cell in CELLS if "stderr" not in cell]
    assert outputs(run(*cells, engine="nbclient")) == outputs(run(*cells))


def test_the_first_error_ends_the_run_and_the_notebook_is_written(tmp_path):
    with pytest.raises(papermill.PapermillExecutionError, match="ZeroDivisionError") as caught:
        run("1", "1/0", "print('không tới')", tmp_path=tmp_path)
    assert caught.value.exec_count == 2
    written = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    kinds = [o.output_type for cell in written.cells for o in cell.get("outputs", ())]
    assert kinds == ["execute_result", "error"]


def test_a_syntax_error_is_an_error_too():
    with pytest.raises(papermill.PapermillExecutionError, match="SyntaxError"):
        run("a b")


def test_an_interrupt_stops_everything():
    with pytest.raises(KeyboardInterrupt):
        run("raise KeyboardInterrupt")


def test_one_notebook_knows_nothing_of_the_one_before():
    run("leftover = 1")
    with pytest.raises(papermill.PapermillExecutionError, match="NameError"):
        run("leftover")


@pytest.mark.parametrize("last", ["1", "1/0"])
def test_nothing_of_a_run_outlives_it(last):
    def state():
        return (
            sys.modules["__main__"],
            sys.displayhook,
            sys.excepthook,
            list(sys.path),
            list(warnings.filters),
            sorted(vars(builtins)),
            sys.stdout,
            sys.stderr,
        )

    before = state()
    try:
        run("import sys, warnings; sys.path.append('x'); warnings.simplefilter('ignore')", last)
    except papermill.PapermillExecutionError:
        assert last == "1/0"
    assert state() == before


def test_the_shell_of_a_caller_that_is_itself_ipython_is_put_back():
    before = InteractiveShell._instance
    InteractiveShell._instance = marker = object()
    try:
        run("1")
        assert InteractiveShell._instance is marker
    finally:
        InteractiveShell._instance = before


@pytest.mark.slow
def test_figures_of_pyplot_are_not_lost_in_the_second_notebook():
    cell = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
    for _ in range(2):
        shown = outputs(run(cell))[0]
        assert sum("image/png" in o.get("data", {}) for o in shown) == 1

"""Papermill engine `cchc`: runs a notebook in this process, without a kernel and its sockets.

A third of the time of a kernel for one report, a tenth in a batch. The standard engine runs the
same notebooks; outputs are the same. Nothing of a run outlives it: modules' `__main__`, hooks,
warnings filters and the shell of a caller that is itself IPython are put back.
"""

from __future__ import annotations

import atexit
import builtins
import contextlib
import io
import sys
import tempfile
import warnings
from typing import TYPE_CHECKING, Any

from nbformat import v4
from papermill.engines import Engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MISSING = object()


def _output(kind: str, **values: Any) -> Any:
    """An output as the notebook format has it."""
    return v4.new_output(kind, **values)  # type: ignore[no-untyped-call]


class InProcessEngine(Engine):  # type: ignore[misc]
    """Runs the cells in an IPython shell of this process; stops at the first error."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **_kwargs: Any) -> None:
        """Run all cells, collecting outputs as a kernel would.

        Args:
            nb_man: papermill's manager of the notebook.
            kernel_name: not used; papermill's contract.
        """
        del kernel_name
        charts = any("pyplot" in cell.source for cell in nb_man.nb.cells)
        with _shell(with_charts=charts) as shell:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                try:
                    failed = cell.cell_type == "code" and not _run(shell, cell)
                    if failed:
                        nb_man.cell_exception(cell, cell_index=index)
                finally:
                    nb_man.cell_complete(cell, cell_index=index)
                if failed:
                    break


class _Stream(io.TextIOBase):
    """A standard stream whose text becomes outputs of the cell."""

    def __init__(self, name: str, outputs: list[Any]) -> None:
        """A stream by its name in the notebook format."""
        self._name, self._outputs = name, outputs

    def writable(self) -> bool:
        """It can be written to."""
        return True

    def write(self, text: str) -> int:
        """Add to the stream's last output, or begin one."""
        last = self._outputs[-1] if self._outputs else None
        if last and last.output_type == "stream" and last.name == self._name:
            last.text += text
        elif text:
            self._outputs.append(_output("stream", name=self._name, text=text))
        return len(text)


def _run(shell: Any, cell: Any) -> bool:
    """Run one code cell; whether it went well.

    Raises:
        KeyboardInterrupt: the operator stops the run.
    """
    outputs: list[Any] = []
    shell.show_in(outputs)
    out, err = _Stream("stdout", outputs), _Stream("stderr", outputs)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        result = shell.run_cell(cell.source, store_history=True)
    cell.execution_count = result.execution_count
    cell.outputs = outputs
    error = result.error_before_exec or result.error_in_exec
    if isinstance(error, KeyboardInterrupt):
        raise error
    return error is None


def _publisher_class() -> Any:
    """What `display(…)` shows is kept instead of printed."""
    from IPython.core.displaypub import DisplayPublisher  # noqa: PLC0415

    class Publisher(DisplayPublisher):
        """Keeps `display_data` for the shell's cell."""

        def publish(self, data: Any, metadata: Any = None, *_more: Any, **_named: Any) -> None:
            """Keep it."""
            self.shell.shown.append(_output("display_data", data=data, metadata=metadata or {}))

        def clear_output(self, wait: bool = False) -> None:
            """Drop what the cell has shown so far."""
            del wait
            self.shell.shown.clear()

    return Publisher


def _hook_class() -> Any:
    """What the last expression of a cell shows is kept instead of printed."""
    from IPython.core.displayhook import DisplayHook  # noqa: PLC0415

    class Hook(DisplayHook):
        """Keeps `execute_result` for the shell's cell."""

        def write_output_prompt(self) -> None:
            """No prompt."""

        def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
            """Keep it."""
            shell: Any = self.shell
            count, metadata = self.prompt_count, md_dict or {}
            shell.shown.append(
                _output(
                    "execute_result", data=format_dict, metadata=metadata, execution_count=count
                )
            )

        def finish_displayhook(self) -> None:
            """Nothing is printed."""
            self._is_active = False

    return Hook


def _shell_class() -> Any:
    """IPython's shell with outputs that are kept instead of printed."""
    from IPython.core.interactiveshell import InteractiveShell  # noqa: PLC0415
    from traitlets import Type  # noqa: PLC0415

    class Shell(InteractiveShell):
        """A shell for one notebook."""

        display_pub_class = Type(_publisher_class())
        displayhook_class = Type(_hook_class())
        shown: list[Any]

        def show_in(self, outputs: list[Any]) -> None:
            """Keep what follows in this list."""
            self.shown = outputs

        def enable_gui(self, gui: Any = None) -> None:
            """There are no windows."""

        def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
            """Keep an error as the notebook format has it."""
            self.shown.append(
                _output("error", ename=etype.__name__, evalue=str(evalue), traceback=stb)
            )

    return Shell


@contextlib.contextmanager
def _shell(*, with_charts: bool) -> Iterator[Any]:
    """A fresh shell; everything that it changes in the process is put back."""
    from IPython.core.profiledir import ProfileDir  # noqa: PLC0415
    from traitlets.config import Config  # noqa: PLC0415

    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor"
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        stack.enter_context(_kept())
        profile = ProfileDir.create_profile_dir(folder, config=config)  # type: ignore[no-untyped-call]
        shell = _shell_class().instance(config=config, ipython_dir=folder, profile_dir=profile)
        stack.callback(_close, shell)
        _prepare_charts(shell, wanted=with_charts)
        yield shell


def _close(shell: Any) -> None:
    """End the shell now, so that no work is left for the end of the process."""
    shell.restore_sys_module_state()
    atexit.unregister(shell.atexit_operations)
    shell._atexit_once()  # noqa: SLF001 - IPython's own end, without its temporary folders
    type(shell).clear_instance()


def _prepare_charts(shell: Any, *, wanted: bool) -> None:
    """Show pyplot's figures in a notebook that makes some.

    The inline backend is one for the whole process and remembers its first shell and that the
    formats were set: without this the second notebook would lose every figure, silently.
    """
    from IPython.core.pylabtools import select_figure_formats  # noqa: PLC0415
    from matplotlib_inline.config import InlineBackend  # noqa: PLC0415

    InlineBackend.clear_instance()
    if wanted:
        shell.run_line_magic("matplotlib", "inline")
        chosen = InlineBackend.instance()
        formats, how = chosen.figure_formats, chosen.print_figure_kwargs
        select_figure_formats(shell, formats, **how)  # type: ignore[no-untyped-call]


@contextlib.contextmanager
def _kept() -> Iterator[None]:
    """Put back what a shell and the code of a notebook change in the process."""
    from IPython.core.interactiveshell import InteractiveShell  # noqa: PLC0415

    with warnings.catch_warnings(), contextlib.ExitStack() as stack:
        for restore in (
            _attribute(sys, "displayhook"),
            _attribute(sys, "excepthook"),
            _attribute(builtins, "display"),
            _attribute(builtins, "get_ipython"),
            _attribute(builtins, "__IPYTHON__"),
            *(_attribute(cls, "_instance") for cls in InteractiveShell._walk_mro()),  # noqa: SLF001
        ):
            stack.callback(restore)
        stack.callback(_restore_main, sys.modules["__main__"])
        stack.callback(_restore_path, list(sys.path))
        for cls in InteractiveShell._walk_mro():  # noqa: SLF001
            cls._instance = None
        yield


def _attribute(owner: Any, name: str) -> Callable[[], None]:
    """A call that puts an attribute back as it is now."""
    before = vars(owner).get(name, _MISSING)

    def restore() -> None:
        """Set it again, or take it away where there was none."""
        if before is not _MISSING:
            setattr(owner, name, before)
        elif name in vars(owner):
            delattr(owner, name)

    return restore


def _restore_main(module: Any) -> None:
    """Put the program's own `__main__` back."""
    sys.modules["__main__"] = module


def _restore_path(path: list[str]) -> None:
    """Put the module search path back, in place."""
    sys.path[:] = path


__all__ = ["InProcessEngine"]

"""From parameters to files: run a report's notebook, export it, write the manifest."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_lib import errors, workspace
from cchc_lib.errors import CchcError, NotebookError, ParameterError
from cchc_lib.report import blocks, bundle
from cchc_lib.report.parameters import AgencyParameters, MonthParameters, PeriodParameters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cchc_lib.report.bundle import Report

ENGINE = "cchc"
PARAMETERS_TAG = "parameters"
_TYPES = {"str": str, "int": int, "float": float, "bool": bool}
_LIBRARIES = ("matplotlib", "openpyxl", "pandas", "papermill", "python-docx", "typst")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of report: its notebook and the class that checks its parameters."""

    notebook: str
    parameters: type[MonthParameters | PeriodParameters | AgencyParameters]


MONTH = Kind(notebook="bao_cao_thang.ipynb", parameters=MonthParameters)
PERIOD = Kind(notebook="bao_cao_quy.ipynb", parameters=PeriodParameters)
AGENCY = Kind(notebook="bao_cao_don_vi.ipynb", parameters=AgencyParameters)
KINDS = (MONTH, PERIOD, AGENCY)


def make(
    kind: str,
    parameters: Mapping[str, Any],
    workspace_root: Path,
    out_dir: Path,
    stem: str,
    formats: Sequence[str],
    manifest_extra: Mapping[str, Any],
) -> list[Path]:
    """Run the report's notebook and write its files, each whole or not at all.

    Formats of this report that stand in `out_dir` from before are made again too, so that all
    files of a report say the same.

    Args:
        kind: of the period: `month`, `quarter`, …
        parameters: `period`, `as_of`, `agency`.
        workspace_root: the workspace whose data are shown.
        out_dir: where the files go.
        stem: their name without suffix.
        formats: suffixes of the formats asked for.
        manifest_extra: what the report was made from.

    Returns:
        The files of the formats asked for, in that order.

    Raises:
        ParameterError: wrong parameters; nothing was run.
        NotebookError: the notebook failed, it stands as `<stem>.failed.ipynb`; the last good
            report stands.
    """
    _check_formats(formats)
    chosen = choose(kind, agency=bool(parameters.get("agency")))
    path = find(chosen.notebook, workspace_root)
    given = check(path, chosen, parameters)
    failed = out_dir / f"{stem}.failed.ipynb"
    notebook = _run(path, given, workspace_root, failed)
    report = bundle.read(notebook)
    standing = [suffix for suffix in EXPORTS if (out_dir / f"{stem}.{suffix}").is_file()]
    wanted = dict.fromkeys((*formats, *standing))
    files = {f"{stem}.{suffix}": EXPORTS[suffix](report) for suffix in wanted}
    files[f"{stem}.ipynb"] = _saved(notebook)
    for name, data in files.items():
        workspace.write_atomic(out_dir / name, data)
    manifest = _manifest(path, parameters, manifest_extra, files)
    name = f"{stem}.manifest.json" if parameters.get("agency") else workspace.MANIFEST
    workspace.write_atomic(out_dir / name, manifest)
    failed.unlink(missing_ok=True)
    return [out_dir / f"{stem}.{suffix}" for suffix in formats]


def choose(kind: str, *, agency: bool) -> Kind:
    """The kind of report for a kind of period, or for one agency."""
    if agency:
        return AGENCY
    return MONTH if kind == "month" else PERIOD


def find(name: str, workspace_root: Path) -> Path:
    """A notebook: the workspace's own, else the installation's.

    Raises:
        NotebookError: there is none.
    """
    package = Path(str(resources.files("cchc_lib")))
    folders = (workspace_root, package, package.parent)
    for folder in folders:
        path = folder / "notebooks" / name
        if path.is_file():
            return path
    raise NotebookError(
        f"Không thấy mẫu báo cáo {name}. Cài lại cchc, hoặc đặt tệp này vào thư mục notebooks "
        "của không gian làm việc rồi chạy lại."
    )


# --- parameters ----------------------------------------------------------------------------


def check(path: Path, kind: Kind, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters to inject, once names and types agree with the notebook and its class.

    A parameter that isn't given ("") needs no place in the notebook.

    Raises:
        ParameterError: they don't agree, or a value means nothing.
    """
    kind.parameters(**parameters)
    declared = parameters_of(path)
    known = kind.parameters.model_fields
    for name, type_name in declared.items():
        if name not in known:
            raise ParameterError(
                f"{path.name}, ô parameters: không có tham số {name}. Các tham số: "
                f"{', '.join(known)}. Sửa mẫu báo cáo rồi chạy lại."
            )
        expected = known[name].annotation
        if _TYPES.get(type_name) is not expected:
            wanted = getattr(expected, "__name__", str(expected))
            raise ParameterError(
                f"{path.name}, ô parameters: tham số {name} phải viết là "
                f'{name}: {wanted} = "…", đang là {type_name or "không có kiểu"}. '
                "Sửa mẫu báo cáo rồi chạy lại."
            )
    missing = [name for name, value in parameters.items() if value and name not in declared]
    if missing:
        raise ParameterError(
            f"{path.name}, ô parameters: thiếu tham số {', '.join(missing)}, nên báo cáo sẽ "
            "không theo giá trị đã nêu. Thêm tham số vào ô đó rồi chạy lại."
        )
    return {name: value for name, value in parameters.items() if name in declared}


def parameters_of(path: Path) -> dict[str, str]:
    """Names and annotations of the cell tagged `parameters`; "" where there is no annotation.

    Read as Python, since papermill passes over lines that it can't take apart.

    Raises:
        NotebookError: no such cell, or it isn't made of assignments.
    """
    cells = [
        cell
        for cell in _loaded(path)["cells"]
        if PARAMETERS_TAG in cell["metadata"].get("tags", ())
    ]
    if len(cells) != 1:
        raise NotebookError(
            f"{path.name}: cần đúng một ô mang thẻ {PARAMETERS_TAG}, đang có {len(cells)}. "
            "Sửa mẫu báo cáo rồi chạy lại."
        )
    source = cells[0]["source"]
    try:
        statements = ast.parse(source if isinstance(source, str) else "".join(source)).body
        return dict(_declared(statement) for statement in statements)
    except (SyntaxError, ValueError) as error:
        raise NotebookError(
            f"{path.name}, ô {PARAMETERS_TAG}: mỗi dòng phải là một tham số, ví dụ: "
            'period: str = "2025-06". Sửa mẫu báo cáo rồi chạy lại.'
        ) from error


def _declared(statement: ast.stmt) -> tuple[str, str]:
    """Name and annotation of one line of the parameters cell."""
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
            return name, ast.unparse(annotation)
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name, ""
    raise ValueError(ast.unparse(statement))


def _loaded(path: Path) -> dict[str, Any]:
    """A notebook file as it is.

    Raises:
        NotebookError: it isn't a notebook.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        cells = data["cells"]
    except (ValueError, KeyError, TypeError) as error:
        raise NotebookError(
            f"{path.name} không phải là tệp notebook đọc được. Khôi phục tệp từ bản cài đặt rồi "
            "chạy lại."
        ) from error
    return {**data, "cells": cells}


# --- running -------------------------------------------------------------------------------


def _run(path: Path, given: Mapping[str, Any], root: Path, failed: Path) -> Any:
    """The executed notebook, without clock times and paths.

    Raises:
        CchcError: what the notebook raised, in its own words, or a NotebookError; the notebook
            as far as it came is at `failed`.
    """
    papermill = _papermill()
    from nbformat import read, reads  # noqa: PLC0415

    source = reads(path.read_text(encoding="utf-8"), as_version=4)  # type: ignore[no-untyped-call]
    with tempfile.TemporaryDirectory() as scratch, _workspace_is(root):
        target = Path(scratch) / "executed.ipynb"
        try:
            notebook = papermill.execute_notebook(
                source,
                str(target),
                parameters=dict(given),
                engine_name=ENGINE,
                kernel_name="python3",
                language="python",
                progress_bar=False,
                request_save_on_cell_execute=False,
            )
        except papermill.PapermillExecutionError as error:
            executed = read(target, as_version=4)  # type: ignore[no-untyped-call]
            workspace.write_atomic(failed, _saved(without_traces(executed)))
            raise _in_words(path, error, failed) from error
    return without_traces(notebook)


def _papermill() -> Any:
    """Papermill with our engine; without a second of grammars that nobody uses.

    With the lab extra, importing `jsonschema` compiles them; it does without where they are
    missing.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    import papermill  # noqa: PLC0415
    from papermill.engines import papermill_engines  # noqa: PLC0415

    from cchc_lib.report.engine import InProcessEngine  # noqa: PLC0415

    papermill_engines.register(ENGINE, InProcessEngine)
    return papermill


@contextlib.contextmanager
def _workspace_is(root: Path) -> Iterator[None]:
    """Let the notebook find this workspace; no path gets into its parameters."""
    before = os.environ.get(workspace.VARIABLE)
    os.environ[workspace.VARIABLE] = str(root)
    try:
        yield
    finally:
        if before is None:
            del os.environ[workspace.VARIABLE]
        else:
            os.environ[workspace.VARIABLE] = before


def without_traces(notebook: Any) -> Any:
    """A notebook without what differs from run to run: times, file names, random cell ids.

    A block's plain form, which nobody is shown, goes too.
    """
    notebook.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells, start=1):
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        for output in cell.get("outputs", ()):
            if blocks.MIME in output.get("data", {}):
                output["data"].pop("text/plain", None)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell.id = "injected-parameters"
        elif "papermill-error-cell-tag" in cell.metadata.get("tags", ()):
            cell.id = f"error-{number}"
    return notebook


def _in_words(path: Path, error: Any, failed: Path) -> CchcError:
    """What the operator is told about a notebook that failed."""
    known = getattr(errors, error.ename, None)
    if isinstance(known, type) and issubclass(known, CchcError):
        return known(error.evalue)
    return NotebookError(
        f"{path.name}, ô lệnh số {error.exec_count}: {error.ename}: {error.evalue}. Phần đã chạy "
        f"nằm trong {failed.parent.name}/{failed.name}; mở tệp đó, sửa mẫu báo cáo hoặc dữ liệu "
        "rồi chạy lại."
    )


def _saved(notebook: Any) -> bytes:
    """A notebook as its file."""
    import nbformat  # noqa: PLC0415

    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return (text.rstrip("\n") + "\n").encode("utf-8", "backslashreplace")


# --- files ---------------------------------------------------------------------------------


def _html(report: Report) -> bytes:
    """The web page."""
    from cchc_lib.report import html  # noqa: PLC0415

    return html.page(report)


def _pdf(report: Report) -> bytes:
    """The PDF."""
    from cchc_lib.report import pdf  # noqa: PLC0415

    return pdf.document(report)


def _docx(report: Report) -> bytes:
    """The Word file."""
    from cchc_lib.report import docx  # noqa: PLC0415

    return docx.document(report)


def _xlsx(report: Report) -> bytes:
    """The workbook."""
    from cchc_lib.report import xlsx  # noqa: PLC0415

    return xlsx.workbook(report)


EXPORTS: dict[str, Callable[[Report], bytes]] = {
    "html": _html,
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _xlsx,
}


def _check_formats(formats: Sequence[str]) -> None:
    """Every format is known.

    Raises:
        ParameterError: one isn't.
    """
    for suffix in formats:
        if suffix not in EXPORTS:
            raise ParameterError(
                f'Không có định dạng "{suffix}". Các định dạng: {", ".join(EXPORTS)}.'
            )


def _manifest(
    path: Path,
    parameters: Mapping[str, Any],
    extra: Mapping[str, Any],
    files: Mapping[str, bytes],
) -> bytes:
    """What the report was made from and what came out; no clock, no path."""
    source = path.read_bytes().replace(b"\r\n", b"\n")
    content = {
        **extra,
        "parameters": {n: v for n, v in parameters.items() if n != "workspace"},
        "notebook": {"name": path.name, "sha256": hashlib.sha256(source).hexdigest()},
        "libraries": {name: metadata.version(name) for name in _LIBRARIES},
        "files": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for name, data in sorted(files.items())
        },
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


__all__ = ["EXPORTS", "KINDS", "check", "choose", "find", "make", "parameters_of"]

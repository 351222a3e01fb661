"""Side-by-side benchmarks: the product's way against the usual one, in one run.

Each pair is run alternately; the table gives the median of each side and the median of the
ratios (ours ÷ the other). It goes to stdout and to `benchmarks/results/`.
"""

from __future__ import annotations

import datetime as dt
import io
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
CCHC = (sys.executable, "-m", "cchc_lib")
MONTH = "2025-06"
ROUNDS = 5
FORMS = 40
MANY_COLUMNS = 6
"""A plain script draws a table of more columns as an image, not as bars."""


@dataclass(frozen=True)
class Pair:
    """Two ways to do one thing."""

    what: str
    ours: tuple[str, Callable[[], object]]
    other: tuple[str, Callable[[], object]]
    rounds: int = ROUNDS


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(pair: Pair) -> str:
    """A row of the table."""
    ours, other = [], []
    for _ in range(pair.rounds):
        ours.append(seconds(pair.ours[1]))
        other.append(seconds(pair.other[1]))
    ratio = statistics.median(a / b for a, b in zip(ours, other, strict=True))
    a, b = statistics.median(ours), statistics.median(other)
    return f"| {pair.what} | {pair.ours[0]}: {a:.3f} s | {pair.other[0]}: {b:.3f} s | {ratio:.3f} |"


def program(*words: object) -> None:
    """Run a command to its end."""
    subprocess.run([str(word) for word in words], check=True, capture_output=True)


def example(folder: Path) -> Path:
    """A private copy of the example workspace."""
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    shutil.copy(ROOT / "cchc.toml", folder)
    program(*CCHC, "--workspace", folder, "status", MONTH)
    return folder


def forms(example: Path) -> list[Path]:
    """The example's submissions that are workbooks, the benchmark's month first."""
    found = sorted((example / "data/raw/submissions").glob("2025-*/*.xlsx"), reverse=True)
    return [path for path in found if zipfile.is_zipfile(path)]


def taking_in(example: Path, scratch: Path) -> list[Pair]:
    """Ingest, every time into a workspace without submissions that has read its plan."""
    import pandas as pd

    from cchc_lib import cycle, workspace

    inbox, empty = scratch / "inbox", scratch / "empty"
    inbox.mkdir()
    for path in forms(example)[:FORMS]:
        shutil.copy(path, inbox)
    shutil.copytree(example, empty, ignore=shutil.ignore_patterns("submissions", "outputs"))
    program(*CCHC, "--workspace", empty, "status", MONTH)
    now = dt.datetime(2025, 6, 16, 9, tzinfo=workspace.ZONE)

    def places(name: str) -> list[Path]:
        return [shutil.copytree(empty, scratch / f"{name}-{n}") for n in range(ROUNDS)]

    full = workspace.Workspace(shutil.copytree(empty, scratch / "full"))
    new, anew, apart = (iter(places(name)) for name in ("new", "anew", "whole"))

    def read() -> None:
        for path in sorted(inbox.iterdir()):
            pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl")

    def ingest(space: workspace.Workspace) -> None:
        cycle.ingest(space, [inbox], now=now)

    read()
    ingest(full)
    cells = "their cells with pandas and openpyxl"
    again = ("again", lambda: ingest(full))
    reading = (
        "import pandas, pathlib\n"
        f"for path in pathlib.Path({str(inbox)!r}).iterdir():\n"
        "    pandas.read_excel(path, sheet_name=None, header=None, engine='openpyxl')"
    )
    return [
        Pair(
            f"{FORMS} forms guarded, read, checked, stored, logged, answered",
            ("ingest", lambda: ingest(workspace.Workspace(next(new)))),
            (cells, read),
        ),
        Pair(f"the same {FORMS} forms again", again, (cells, read)),
        Pair(
            f"the same {FORMS} forms again",
            again,
            ("the first time", lambda: ingest(workspace.Workspace(next(anew)))),
        ),
        Pair(
            f"{FORMS} forms, whole process",
            (
                "cchc ingest",
                lambda: run([*CCHC, "--workspace", next(apart), "ingest", inbox]),
            ),
            (cells, lambda: run([sys.executable, "-c", reading])),
        ),
    ]


def plain_charts(folder: Path) -> list[str]:
    """The month's charts as a plain script draws them: pandas and pyplot, one a table."""
    import matplotlib as mpl

    mpl.use("Agg")
    import pandas as pd
    from matplotlib import pyplot as plt

    from cchc_lib import cycle

    drawn = []
    for table in (chart.table for chart in charts_of(cycle.open_period(MONTH, str(folder)))):
        rows = [row for row in table.rows if row.kind == "body"]
        frame = pd.DataFrame(
            [[cell.value for cell in row.cells[1:]] for row in rows],
            index=[row.cells[0].text for row in rows],
        )
        frame = frame.apply(pd.to_numeric).dropna(axis="columns", how="all")
        if frame.empty:
            frame = pd.DataFrame([[1.0] * max(1, len(rows))]).T
        if frame.shape[1] > MANY_COLUMNS:
            _, axes = plt.subplots(figsize=(6.3, max(1.6, len(frame) * 0.25)))
            axes.imshow(frame.to_numpy(), aspect="auto")
            axes.set_yticks(range(len(frame)), frame.index)
        else:
            axes = frame.plot.barh(figsize=(6.3, max(1.6, len(frame) * 0.25)))
        axes.set_title(table.caption)
        out = io.StringIO()
        axes.figure.savefig(out, format="svg", bbox_inches="tight")
        plt.close(axes.figure)
        drawn.append(out.getvalue())
    return drawn


def charts_of(data: object) -> list[Any]:
    """The charts of a month's report."""
    from cchc_lib.report import figures, figures_agencies, figures_time, figures_topics, narrative
    from cchc_lib.report.blocks import Chart, flat

    makers = (
        figures.quota_bars,
        narrative.by_channel,
        figures.progress,
        figures_agencies.agency_grid,
        figures_time.weeks,
        figures_topics.topics,
        figures_topics.reach_and_budget,
        narrative.reporting,
    )
    return [one for make in makers for one in flat(make(data)) if isinstance(one, Chart)]


def formats(folder: Path) -> list[Pair]:
    """Each format of the month's report, its charts included, beside the same charts alone."""
    from cchc_lib import cycle
    from cchc_lib.workspace import Workspace

    def report(suffix: str) -> None:
        with tempfile.TemporaryDirectory() as out:
            cycle.make_reports(Workspace(folder), MONTH, formats=(suffix,), out_dir=Path(out))

    plain = ("a plain script's charts alone", lambda: plain_charts(folder))
    alone = ("charts alone", lambda: charts_of(cycle.open_period(MONTH, str(folder))))
    return [
        Pair("the month's charts as SVG", alone, plain, 3),
        *(
            Pair(f"month's report, {suffix}", ("cchc", lambda s=suffix: report(s)), plain, 3)
            for suffix in ("html", "pdf", "docx", "xlsx")
        ),
    ]


def run(words: list[object]) -> None:
    """Run a command to its end, whatever its status: a quarantined file gives 1."""
    subprocess.run([str(word) for word in words], check=False, capture_output=True)


def pairs(folder: Path) -> list[Pair]:
    """Everything that is compared."""
    import openpyxl
    import pandas as pd

    from cchc_lib import config
    from cchc_lib.submissions import xlsx

    books = [
        p.read_bytes() for p in sorted((folder / "data/raw/submissions" / MONTH).glob("*.xlsx"))
    ]
    books = [data for data in books if zipfile.is_zipfile(io.BytesIO(data))]
    limits = config.Settings().limits
    notebook = ROOT / "notebooks" / "bao_cao_thang.ipynb"
    executed = folder / "out.ipynb"
    papermill = (
        PROGRAMS / "papermill",
        notebook,
        executed,
        "--no-progress-bar",
        "-p",
        "workspace",
        folder,
        "-p",
        "period",
        MONTH,
    )

    def usual() -> None:
        program(*papermill, "-k", "python3")
        program(PROGRAMS / "jupyter", "nbconvert", "--to", "html", "--no-input", executed)

    return [
        *formats(folder),
        Pair(
            "month's report, HTML, whole process",
            (
                "cchc report",
                lambda: program(*CCHC, "--workspace", folder, "report", MONTH, "--to", "html"),
            ),
            ("papermill + nbconvert", usual),
            3,
        ),
        Pair(
            "one notebook through papermill",
            ("engine cchc", lambda: program(*papermill, "--engine", "cchc")),
            ("a kernel", lambda: program(*papermill, "-k", "python3")),
            3,
        ),
        Pair(
            f"cells of {len(books)} submissions",
            ("own reader", lambda: [xlsx.read(data, limits) for data in books]),
            ("openpyxl", lambda: [openpyxl.load_workbook(io.BytesIO(data)) for data in books]),
        ),
        Pair(
            f"cells of {len(books)} submissions",
            ("own reader", lambda: [xlsx.read(data, limits) for data in books]),
            (
                "pandas",
                lambda: [
                    pd.read_excel(io.BytesIO(data), sheet_name=None, header=None) for data in books
                ],
            ),
            3,
        ),
        Pair(
            "a period's indicators, whole process",
            (
                "cchc indicators",
                lambda: program(*CCHC, "--workspace", folder, "indicators", MONTH),
            ),
            ("import pandas", lambda: program(sys.executable, "-c", "import pandas")),
        ),
    ]


def main() -> None:
    """Measure all pairs and print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = example(Path(scratch) / "example")
        lines = ["| what | ours | the other | ratio |", "|---|---|---|---|"]
        print("\n".join(lines), flush=True)
        for pair in (*taking_in(folder, Path(scratch)), *pairs(folder)):
            lines.append(measure(pair))
            print(lines[-1], flush=True)
    results = ROOT / "benchmarks" / "results"
    results.mkdir(exist_ok=True)
    (results / "latest.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

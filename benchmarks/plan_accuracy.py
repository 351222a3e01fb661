"""How right plans are read: each in six forms, field by field, against truths by hand.

`python -m benchmarks.plan_accuracy [--plans a,b] [--forms txt,docx] [--details FILE]` renders each
plan of `tests/plans` into every form under `benchmarks/results/plans`, reads it with the program
outside any workspace, and prints a table. A field is right when it equals the truth exactly (case
aside). Held-out plans are reported apart, and so are those written after the reader was done.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from plans import render, scoring  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "plans"
PROGRAM = Path(sys.executable).parent / "cchc"
FORMS = ("txt", "docx", "pdf", "scan", "ocr-vie", "ocr-eng")
LABELS = dict(zip(FORMS, ("text", "Word", "PDF", "scan", "OCR vie", "OCR eng"), strict=True))
WANTED = dict(zip(FORMS, (0.98, 0.98, 0.97, 0.92, 0.93, 0.85), strict=True))
WANTED_OF_SCANNED_TABLES = 0.85
WANTED_OF_WORDS = 0.95
HELD_OUT = ("huyen-2025", "phuong-2026", "huyen-2025-scan")
WRITTEN_AFTER = ("benh-vien-2026", "tinh-2024", "xa-mang-den-2026")
APART = (*HELD_OUT, *WRITTEN_AFTER)


@dataclass(frozen=True)
class Job:
    """One plan in one form, and what is to be found in it."""

    plan: render.Plan
    form: str
    path: Path
    truth: dict[str, Any]


def jobs_of(names: list[str], forms: list[str]) -> list[Job]:
    """What is to be read, rendered where it is not yet."""
    jobs = []
    for name in names:
        files = render.render(name, RESULTS)
        truth = json.loads((render.HERE / f"{name}.truth.json").read_text("utf-8"))
        jobs += [Job(render.load(name), form, files[form], truth) for form in forms]
    return jobs


def run(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    """The program, outside any workspace, at low priority."""
    command = ["nice", "-n", "10", str(PROGRAM), *map(str, arguments)]
    with tempfile.TemporaryDirectory() as outside:
        return subprocess.run(command, check=False, capture_output=True, cwd=outside, timeout=600)


def measure(job: Job) -> scoring.Score:
    """Read and judge."""
    score = scoring.Score(job.plan.name, job.form)
    start = time.perf_counter()
    done = run("--verbose", "plan", "read", job.path, "--no-review", "--format", "json")
    score.seconds = time.perf_counter() - start
    if not done.stdout.strip().startswith(b"{"):
        told = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
        score.error = f"exit {done.returncode}: {told[-400:]}"
        score.misses.append(score.error)
        return score
    got = json.loads(done.stdout)
    if job.plan.has_table and job.form.startswith("ocr"):
        scoring.flattened(score, job.truth, got, done.returncode)
    else:
        scoring.judge(score, job.truth, got)
    if job.form.startswith("ocr"):
        text = run("plan", "text", job.path, "--no-review").stdout.decode("utf-8", "replace")
        reference = render.reference_words(job.plan)
        scoring.restored(score, reference, text, job.path.read_text("utf-8"))
    return score


def wanted_of(score: scoring.Score) -> float:
    """What the overall mean must reach."""
    scanned_table = score.form == "scan" and render.load(score.plan).has_table
    return WANTED_OF_SCANNED_TABLES if scanned_table else WANTED[score.form]


def row(cells: list[str]) -> str:
    """A row of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def row_of(score: scoring.Score) -> str:
    """One reading as a row."""
    wanted, empty = wanted_of(score), [""] * (len(scoring.FIELDS) - 1)
    named = "" if score.restored is None else f"{score.restored:.3f} (raw {score.raw:.2f})"
    if score.flattened:
        cells = [score.flattened, *empty, "", "", ""]
    elif score.error:
        cells = [f"not read ({score.error.split(':')[0]})", *empty, "", f"{wanted:.2f}", "NO"]
    else:
        cells = [f"{score.shares[name]:.2f}" for name in scoring.FIELDS]
        verdict = "yes" if score.overall >= wanted else "NO"
        cells += [f"{score.overall:.3f}", f"{wanted:.2f}", verdict]
    return row([score.plan, LABELS[score.form], *cells, named, f"{score.seconds:.1f}"])


def means(scores: list[scoring.Score]) -> list[str]:
    """Each form's mean over the plans that it can be judged by, and that of restored words."""
    lines = []
    for form in FORMS:
        kept = [one for one in scores if one.form == form and not one.flattened]
        kept = [one for one in kept if wanted_of(one) == WANTED[form]]
        if kept:
            mean = sum(one.overall for one in kept) / len(kept)
            lines.append(
                f"- {LABELS[form]}: {mean:.3f}, {len(kept)} plans, want {WANTED[form]:.2f}"
            )
    shares = [one.restored for one in scores if one.form == "ocr-eng" and one.restored is not None]
    if shares:
        mean = sum(shares) / len(shares)
        lines.append(f"- words of the English OCR: {mean:.3f}, want {WANTED_OF_WORDS:.2f}")
    return lines


def report(scores: list[scoring.Score]) -> str:
    """Three tables: the plans, those held out and those written after the reader was done."""
    out = []
    known = {one.plan for one in scores} - set(APART)
    groups = {
        "Plans": known,
        "Held-out plans": HELD_OUT,
        "Plans written after the reader was done, their faults mended since": WRITTEN_AFTER,
    }
    for title, names in groups.items():
        chosen = [one for one in scores if one.plan in names]
        if chosen:
            columns = ["plan", "form", *scoring.FIELDS, "overall", "want", "ok", "words", "s"]
            out += [f"## {title}", "", row(columns), row(["---"] * len(columns))]
            out += [*map(row_of, chosen), "", *means(chosen), ""]
    return "\n".join(out)


def details(scores: list[scoring.Score], *, held_out: bool) -> str:
    """What is wrong, plan by plan."""
    lines = []
    for score in scores:
        if score.misses and (score.plan in APART) is held_out:
            lines.append(f"\n### {score.plan} · {LABELS[score.form]} · {score.overall:.3f}")
            lines += [f"- {miss}" for miss in score.misses]
    return "\n".join(lines) + "\n"


def failures(scores: list[scoring.Score]) -> str:
    """Everything of the known plans, of the others the mean alone."""
    hidden = [
        f"- {one.plan} {LABELS[one.form]}: {one.overall:.3f}{' (not read)' if one.error else ''}"
        for one in scores
        if one.plan in APART
    ]
    known = [one for one in scores if one.plan not in APART]
    parts = [report(known), "## Plans reported apart, overall\n", *hidden, "\n# What is wrong"]
    return "\n".join([*parts, details(scores, held_out=False)])


def main() -> int:
    """Render, read, judge, print; 1 where something falls short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", default=",".join(render.names()))
    parser.add_argument("--forms", default=",".join(FORMS))
    parser.add_argument("--details", type=Path, help="all that is wrong, but of plans apart")
    parser.add_argument("--held-out-details", type=Path, help="all that is wrong in those")
    asked = parser.parse_args()
    scores = list(map(measure, jobs_of(asked.plans.split(","), asked.forms.split(","))))
    text = report(scores)
    print(text)
    (RESULTS / "accuracy.md").write_text(text, encoding="utf-8")
    if asked.details:
        asked.details.write_text(failures(scores), encoding="utf-8")
    if asked.held_out_details:
        asked.held_out_details.write_text(details(scores, held_out=True), encoding="utf-8")
    return int(any(one.overall < wanted_of(one) for one in scores if not one.flattened))


if __name__ == "__main__":
    raise SystemExit(main())

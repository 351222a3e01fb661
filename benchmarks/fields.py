"""Whether a task's confidence says how right its fields are: read by `benchmarks.restoration`.

The plans of `tests/plans` are read in each of their forms, and the example plan without its
review; every field of a task counts as right or wrong as a whole, its title too. An English OCR
of a table has lost the columns and is left out.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from plans import render, scoring  # noqa: E402

from cchc_lib.plan import reading, store  # noqa: E402

EXAMPLE = ROOT / "data/raw/plan/ke-hoach-54-KH-UBND-2025.ocr.txt"
EXPECTED = ROOT / "tests/data/plan-54-expected.json"
FORMS = ("text", "Word", "PDF", "OCR vie", "OCR eng")


@dataclass(frozen=True)
class Fields:
    """The fields of one task: the form it was read from, its confidence, which are right."""

    form: str
    confidence: float
    right: tuple[bool, ...]


def measured() -> list[Fields]:
    """The tasks of every plan in every form."""
    found = of_plan("OCR eng", EXAMPLE, json.loads(EXPECTED.read_text("utf-8")))
    with tempfile.TemporaryDirectory() as folder:
        for name in render.names():
            truth = json.loads((render.HERE / f"{name}.truth.json").read_text("utf-8"))
            for form, path in files(name, Path(folder)).items():
                found += of_plan(form, path, truth)
    return found


def files(name: str, folder: Path) -> dict[str, Path]:
    """A plan in every form; what was read from its scan as it is kept beside it."""
    plan = render.load(name)
    made = {"text": folder / f"{name}.txt", "Word": folder / f"{name}.docx"}
    made["text"].write_text(render.to_text(plan), encoding="utf-8")
    render.to_docx(plan, made["Word"])
    made["PDF"] = folder / f"{name}.pdf"
    render.to_pdf(plan, made["PDF"])
    if not plan.has_table:
        for language in ("vie", "eng"):
            made[f"OCR {language}"] = render.HERE / "ocr" / f"{name}.{language}.txt"
    return made


def of_plan(form: str, path: Path, truth: dict[str, Any]) -> list[Fields]:
    """The fields of the tasks that were read; a task that there is none of has none right."""
    plan, _ = reading.read_plan(path, None, review=False)
    wanted = {task["id"]: task for task in truth["tasks"]}
    return [
        Fields(form, task["confidence"], right_of(wanted.get(task["id"]), task))
        for task in store.to_json(plan)["tasks"]
    ]


def right_of(wanted: dict[str, Any] | None, got: dict[str, Any]) -> tuple[bool, ...]:
    """Which fields of a task are right."""
    if wanted is None:
        return (False,) * len(scoring.FIELDS[1:6])
    title = scoring.words(wanted["title"]) == scoring.words(got["title"])
    return (title, *(fits for _, fits in scoring.fields(wanted, got, scoring.Score())))

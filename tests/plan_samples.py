"""Passages, lines and sample plans for the tests of the plan reader."""

from pathlib import Path

from cchc_lib import agencies
from cchc_lib.plan import parse, source
from cchc_lib.plan.passage import Passage
from cchc_lib.plan.source import ReadLine

ROOT = Path(__file__).resolve().parent.parent
PLANS = ROOT / "tests" / "data" / "plans"
EXAMPLE = ROOT / "data" / "raw" / "plan" / "ke-hoach-54-KH-UBND-2025.ocr.txt"


def registry():
    return agencies.load(ROOT / "data" / "raw" / "agencies.csv")


def rows(text, confidence=1.0):
    return tuple(
        ReadLine(number=n, raw=line, text=line.strip(), confidence=confidence)
        for n, line in enumerate(text.split("\n"), start=1)
    )


def passage(text):
    return Passage.of(rows(text))


def clean_plan(name, known=None):
    lines = tuple(
        ReadLine(number=line.number, raw=line.text, text=line.text.strip(), confidence=1.0)
        for line in source.read(PLANS / name)
    )
    return parse.parse(lines, name, known)


def facts(plan):
    """What a plan asks for, without sources and confidence."""
    return [
        (
            task.task_id,
            task.field,
            task.group,
            [(a.role, a.text) for a in task.assignments],
            (task.schedule.kind, task.schedule.start, task.schedule.end, task.schedule.every),
            [(q.quota_id, q.item, q.count, q.unit, q.per, q.minutes, q.bound) for q in task.quotas],
        )
        for task in plan.tasks
    ]

"""Whether items are still told apart where one number of a plan is damaged on purpose.

Each number in front of an item of the plans of `tests/plans` (tables left out) is damaged once the
way readers of print do it: a figure becomes a letter or another figure, or is lost, or its stop
or bracket is. Read by `benchmarks.restoration`.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks import fields
from cchc_lib.plan import reading, store

SEED = 5
_NUMBER = re.compile(r"(?:\d+\.\d*\.?(?:\d+\.?)?|[a-zđ]\))(?= )")
_OTHERS = {
    "1": "l|7I4", "2": "Z7", "3": "8", "4": "1", "5": "S6", "6": "b8", "7": "1", "8": "3B", "9": "g",
    "0": "oO", "a": "đq", "b": "6h", "c": "e¢", "d": "đo", "đ": "d", "e": "c", "g": "8q",
}  # fmt: skip


@dataclass(frozen=True)
class Damaged:
    """A plan with one damaged number: whether all ids are right, and each task's fields."""

    whole: bool
    tasks: tuple[fields.Fields, ...]


def measured() -> list[Damaged]:
    """Every plan with each of its numbers damaged once."""
    chance = random.Random(SEED)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.txt"
        for name in fields.render.names():
            plan = fields.render.load(name)
            truth = json.loads((fields.render.HERE / f"{name}.truth.json").read_text("utf-8"))
            lines = [] if plan.has_table else fields.render.to_text(plan).split("\n")
            for at, line in enumerate(lines):
                if number := _NUMBER.match(line):
                    wrong = damaged(number[0], chance) + line[number.end() :]
                    path.write_text("\n".join([*lines[:at], wrong, *lines[at + 1 :]]), "utf-8")
                    found.append(_read(path, truth))
    return found


def damaged(number: str, chance: random.Random) -> str:
    """A number as a reader of print may leave it."""
    at = chance.choice([place for place, c in enumerate(number) if c.isalnum()])
    how = chance.random()
    if how < 0.5:
        return number[:at] + chance.choice(_OTHERS[number[at]]) + number[at + 1 :]
    if how < 0.7:
        return number[:at] + number[at + 1 :]
    return number.replace("." if "." in number else ")", "", 1)


def _read(path: Path, truth: dict[str, list[dict[str, str]]]) -> Damaged:
    """A damaged plan beside what it should be."""
    wanted = {task["id"]: task for task in truth["tasks"]}
    got = store.to_json(reading.read_plan(path, None, review=False)[0])["tasks"]
    return Damaged(
        whole=[task["id"] for task in got] == list(wanted),
        tasks=tuple(
            fields.Fields("", task["confidence"], fields.right_of(wanted.get(task["id"]), task))
            for task in got
        ),
    )

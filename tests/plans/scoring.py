"""Judges one reading of a plan against its truth, field by field; knows nothing of the reader."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

FIELDS = (
    "ids",
    "lead",
    "coordinate",
    "time text",
    "time dates",
    "quotas",
    "documents",
    "title words",
)
QUOTA = ("id", "count", "unit", "per", "minutes", "approximate", "bound")


@dataclass
class Score:
    """What one reading of one plan is worth."""

    plan: str = ""
    form: str = ""
    shares: dict[str, float] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)
    restored: float | None = None
    raw: float | None = None
    seconds: float = 0.0
    error: str = ""
    flattened: str = ""

    @property
    def overall(self) -> float:
        """The mean of the fields; 0 where the plan was not read."""
        return sum(self.shares.values()) / len(FIELDS) if self.shares else 0.0


def plain(text: object) -> str:
    """A text for comparison: NFC, one space, no case, no final punctuation, no request."""
    joined = " ".join(unicodedata.normalize("NFC", str(text or "")).split()).casefold()
    return joined.strip(" .;:").removeprefix("đề nghị ").replace("–", "-")


def words(text: str) -> list[str]:
    """The words of a text, without punctuation and case, with their diacritics."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())


def common(wanted: list[str], got: list[str]) -> int:
    """How many words stand in both, in the same order."""
    matcher = difflib.SequenceMatcher(None, wanted, got, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def agencies(names: list[str]) -> list[str]:
    """A list of agencies for comparison."""
    return [plain(name) for name in names]


def dates(schedule: dict[str, Any]) -> tuple[Any, ...]:
    """What a schedule means."""
    return tuple(schedule.get(key) for key in ("kind", "start", "end", "every"))


def same_quotas(wanted: list[dict[str, Any]], got: list[dict[str, Any]]) -> bool:
    """The same figures in the same order."""
    return len(wanted) == len(got) and all(map(same_quota, wanted, got))


def same_quota(wanted: dict[str, Any], got: dict[str, Any]) -> bool:
    """The same figure; the item counts only where the truth has one, whole or in part."""
    if any(plain(wanted[key]) != plain(got.get(key)) for key in QUOTA):
        return False
    item, other = plain(wanted["item"]), plain(got.get("item"))
    return not item or (bool(other) and (item in other or other in item))


def shown(quotas: list[dict[str, Any]]) -> str:
    """Quotas in short."""
    keys = ("count", "unit", "per", "minutes", "bound", "approximate", "item")
    return "; ".join(" ".join(str(one.get(key)) for key in keys) for one in quotas) or "(none)"


def judge(score: Score, truth: dict[str, Any], got: dict[str, Any]) -> None:
    """Fill in the shares and what was wrong."""
    found = {task["id"]: task for task in got["tasks"]}
    ids(score, truth, got)
    rights = [one for task in truth["tasks"] for one in fields(task, found.get(task["id"]), score)]
    for name in FIELDS[1:6]:
        chosen = [fits for field_name, fits in rights if field_name == name]
        score.shares[name] = sum(chosen) / len(chosen) if chosen else 1.0
    documents(score, truth, got)
    titles(score, truth, found)
    others(score, truth, got, found)


def ids(score: Score, truth: dict[str, Any], got: dict[str, Any]) -> None:
    """The tasks' numbers, in order."""
    wanted, read = ([task["id"] for task in plan["tasks"]] for plan in (truth, got))
    score.shares["ids"] = 2 * common(wanted, read) / max(1, len(wanted) + len(read))
    if wanted != read:
        score.misses.append(f"ids: want {wanted} got {read}")


def fields(
    task: dict[str, Any], other: dict[str, Any] | None, score: Score
) -> list[tuple[str, bool]]:
    """Each field of a task and whether it was read right; quotas only where either has one."""
    also = task.get("also", {})
    schedules = [task["schedule"], *also.get("schedule", [])]
    quotas = [task["quotas"], *also.get("quotas", [])]
    if other is None:
        missed = [(name, False) for name in FIELDS[1:5]]
        return [*missed, ("quotas", False)] if task["quotas"] else missed
    checks = [
        (name, agencies(task[name]) == agencies(other[name]), task[name], other[name])
        for name in ("lead", "coordinate")
    ]
    texts, read = [plain(one["text"]) for one in schedules], plain(other["schedule"]["text"])
    checks.append(("time text", read in texts, texts[0], read))
    meant, read_dates = [dates(one) for one in schedules], dates(other["schedule"])
    checks.append(("time dates", read_dates in meant, meant[0], read_dates))
    if task["quotas"] or other["quotas"]:
        fits = any(same_quotas(one, other["quotas"]) for one in quotas)
        checks.append(("quotas", fits, shown(task["quotas"]), shown(other["quotas"])))
    for name, fits, wanted, got in checks:
        if not fits:
            score.misses.append(f"{task['id']} {name}: want {wanted} got {got}")
    return [(name, fits) for name, fits, _, _ in checks]


def documents(score: Score, truth: dict[str, Any], got: dict[str, Any]) -> None:
    """The documents cited, by number and date."""
    wanted, read = (
        {(one["number"], one["date"] or "") for one in plan["documents"]} for plan in (truth, got)
    )
    score.shares["documents"] = 2 * len(wanted & read) / max(1, len(wanted) + len(read))
    if wanted != read:
        missed, extra = sorted(wanted - read), sorted(read - wanted)
        score.misses.append(f"documents: missed {missed} extra {extra}")


def titles(score: Score, truth: dict[str, Any], found: dict[str, Any]) -> None:
    """The words of the tasks' titles, diacritics included."""
    right = counted = 0
    for task in truth["tasks"]:
        wanted = words(task["title"])
        read = words(found[task["id"]]["title"]) if task["id"] in found else []
        right, counted = right + common(wanted, read), counted + max(len(wanted), len(read))
        if read and wanted != read:
            title = found[task["id"]]["title"]
            score.misses.append(f"{task['id']} title: want {task['title']!r} got {title!r}")
    score.shares["title words"] = right / max(1, counted)


def others(score: Score, truth: dict[str, Any], got: dict[str, Any], found: dict[str, Any]) -> None:
    """What the table doesn't hold: number, date, year, the tasks' fields, topics, recipients."""
    pairs = [(name, truth[name], got.get(name)) for name in ("number", "date", "year")]
    known = [task for task in truth["tasks"] if task["id"] in found]
    for name in ("field", "group"):
        wanted = {task["id"]: task[name] for task in known}
        pairs.append((f"{name} of tasks", wanted, {key: found[key].get(name) for key in wanted}))
    if truth["topics"] is not None:
        read = [one["field"] for one in got.get("topics", [])]
        pairs.append(("topics", truth["topics"], {one: read.count(one) for one in truth["topics"]}))
    names = agencies(truth["recipients"]), agencies(got.get("recipients", []))
    pairs.append(("recipients", *names))
    for name, wanted, read in pairs:
        if wanted != read:
            score.misses.append(f"(not scored) {name}: want {wanted} got {read}")


def flattened(score: Score, truth: dict[str, Any], got: dict[str, Any], status: int) -> None:
    """A table whose columns an OCR has lost: wanted are a finding and no wrong task."""
    leads = {task["id"]: agencies(task["lead"]) for task in truth["tasks"]}
    wrong = [one["id"] for one in got["tasks"] if leads.get(one["id"]) != agencies(one["lead"])]
    told = {one["code"] for one in got.get("findings", []) if one["severity"] != "info"}
    score.flattened = (
        f"exit {status}, tasks {len(got['tasks'])}, wrong {len(wrong)}, "
        f"findings {', '.join(sorted(told)) or 'none'}"
    )
    if wrong:
        score.misses.append(f"flattened table gives wrong tasks: {wrong}")


def restored(score: Score, reference: str, text: str, raw: str) -> None:
    """The share of the reference's words that a restored text holds, and the damaged one held."""
    wanted, got = words(reference), words(text)
    score.restored = common(wanted, got) / len(wanted)
    score.raw = common(wanted, words(raw)) / len(wanted)
    matcher = difflib.SequenceMatcher(None, wanted, got, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind in {"replace", "delete"}:
            before, read = wanted[max(0, a - 3) : a], " ".join(got[c:d])[:80]
            score.misses.append(
                f"word: want {' '.join(wanted[a:b])!r} got {read!r} after {' '.join(before)!r}"
            )

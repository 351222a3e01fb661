"""An item's text parted at its labels: title, "Cơ quan chủ trì: …", "Tần suất: …", sub-items."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from cchc_lib.plan import cut_labels, label_words, names, schedules, words
from cchc_lib.plan.folding import fold_same, key_similarity, skeleton
from cchc_lib.plan.markers import bullet
from cchc_lib.plan.passage import Passage
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.plan.items import Item
    from cchc_lib.plan.source import ReadLine
    from cchc_lib.plan.words import CellRole, LabelRole

LEAST = 0.84
SURE = 0.9
SKELETON = 0.02  # what a match of skeletons is worth less
LONGEST = 60
_COLON = re.compile(r"\s?[:：]")
_OTHER_MARK = re.compile(r"\s?[.;,]\s")
_INLINE = re.compile(
    r"(?:(?<=[.;])\s+|(?<=[.;])|[-–+]\s+|\(\s*|(?<=,)\s+)([^\W\d_][^:.;()]{3,50}?)\s?:"
)
_EXACT = 0.97  # likeness of a label that does not begin with a capital
_ANY_YEAR = 2000  # for telling whether a text is a time at all
_ENDED = (".", ";", "./.")

ClauseKind = Literal["title", "label", "sub", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label found at the start of a text; `end` is where its value begins."""

    role: LabelRole
    end: int
    alike: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A part of an item: its title, a label with its value, a sub-item or other text.

    `sign` is the bullet ("-", "+", ""); `alike` how well a label was recognised, 0..1.
    """

    kind: ClauseKind
    passage: Passage
    role: LabelRole | None = None
    sign: str = ""
    alike: float = 1.0


@lru_cache(maxsize=2048)
def _role(key: str) -> tuple[LabelRole | None, float]:
    """The role of the label that a key is most like, and how alike it is."""
    if made := label_words.role_of(key):
        return made, 1.0
    best: tuple[float, LabelRole | None] = (0.0, None)
    bare = skeleton(key)
    for form, role in words.labels():
        alike = max(key_similarity(key, form), key_similarity(bare, form) - SKELETON)
        if alike > best[0]:
            best = (alike, role)
    return best[1], best[0]


def at_start(text: str, *, bulleted: bool = False) -> Label | None:
    """The label that a text begins with: behind it a colon, or what damage made of it."""
    head = text[:LONGEST]
    if found := _COLON.search(head):
        named = re.sub(r"\([^)]*\)", "", head[: found.start()])
        role, alike = _role(fold_key(named))
        if role and alike >= LEAST and _holds(fold_key(named), role, text[found.end() :]):
            return Label(role=role, end=found.end(), alike=alike)
    if (found := _OTHER_MARK.search(head)) and not text[:1].islower():
        role, alike = _role(fold_key(head[: found.start()]))
        if role and alike >= SURE and " " in head[: found.start()].strip():
            return Label(role=role, end=found.end(), alike=alike - 0.1)
    return _without_mark(text) if bulleted else None


def _holds(key: str, role: LabelRole, value: str) -> bool:
    """Whether a label holds: always, but for words that count only before a name or a time."""
    if not label_words.needs_value(key):
        return True
    if role == "schedule":
        return schedules.read(value.strip(" .;()"), _ANY_YEAR).schedule.kind not in {
            "other",
            "none",
        }
    return not value.strip() or names.begins_name(value)


def _without_mark(text: str) -> Label | None:
    """A label of several words whose colon was lost, before a capital."""
    folded = fold_same(text)
    best: Label | None = None
    for form, role in words.labels():
        count = form.count(" ") + 1
        found = re.match(rf"(?:[^\s]+\s+){{{count}}}(?=\S)", text)
        if count >= 3 and found and _may_be_value(text[found.end() :]):  # noqa: PLR2004 - shorter ones are words like any other
            alike = key_similarity(fold_key(folded[: found.end()]), form)
            if alike >= SURE and (best is None or alike > best.alike):
                best = Label(role=role, end=found.end(), alike=alike - 0.1)
    return best


def _may_be_value(text: str) -> bool:
    """Whether a text may stand behind a label that lost its colon."""
    return text[0].isupper() or names.begins_name(text)


def part(rows: Sequence[ReadLine]) -> tuple[Clause, ...]:
    """The clauses of an item; the first is its title (perhaps without lines)."""
    found: list[tuple[Clause, list[ReadLine]]] = [(Clause(kind="title", passage=Passage()), [])]
    blank = False
    for row in cut_labels.joined(rows):
        if not row.text.strip():
            blank = True
            continue
        clause, line = _begins(row, first=not found[0][1] and len(found) == 1)
        if clause is not None and clause.kind == "sub" and _dash_inside(found[-1][1], line):
            clause, line = None, row
        if clause is None and blank and _finished(*found[-1]):
            clause, line = Clause(kind="text", passage=Passage()), row
        if clause is None:
            found[-1][1].append(row)
        else:
            found.append((clause, [line] if line.text.strip() else []))
        blank = False
    clauses = [replace(clause, passage=Passage.of(lines)) for clause, lines in found]
    return tuple(piece for clause in clauses for piece in _inline(clause))


def _dash_inside(before: Sequence[ReadLine], line: ReadLine) -> bool:
    """Whether a dash that begins a line stands inside a sentence ("năng lượng xanh / – sạch")."""
    if not before or not line.text[:1].islower():
        return False
    return not before[-1].text.rstrip().endswith((".", ";", ":", ",", "…"))


def clauses(item: Item) -> tuple[Clause, ...]:
    """The clauses of an item: of its text, and of a table row's cells by their columns."""
    found = list(part(item.rows))
    for role, rows in item.cells:
        found += _of_cell(role, rows)
    return tuple(found)


def _of_cell(role: CellRole, rows: Sequence[ReadLine]) -> list[Clause]:
    """A cell's clauses: its column's role, unless labels inside it say otherwise."""
    if role == "detail":
        return [replace(clause, kind="text") if clause.kind == "title" else clause
                for clause in part(rows) if clause.passage.text]  # fmt: skip
    if role == "field":
        return []
    inside = part(rows)
    if role != "frequency" and not any(clause.kind == "label" for clause in inside):
        return [Clause(kind="label", passage=Passage.of(rows), role=role)]
    found: list[Clause] = []
    for clause in inside:
        if clause.kind == "title" and clause.passage.text:
            found.append(replace(clause, kind="label", role=role))
        elif clause.kind == "sub" and role == "frequency":
            found += [] if found else [Clause(kind="label", passage=Passage(), role=role)]
            found.append(replace(clause, sign="+"))
        elif clause.passage.text:
            found.append(clause)
    return found


def _begins(row: ReadLine, *, first: bool) -> tuple[Clause | None, ReadLine]:
    """The clause that a line begins, with the line behind bullet and label; None for none."""
    sign, text = bullet(row.text)
    if label := at_start(text, bulleted=bool(sign)):
        line = replace(row, text=text[label.end :].strip())
        clause = Clause(
            kind="label", passage=Passage(), role=label.role, sign=sign, alike=label.alike
        )
        return clause, line
    if sign and not first:
        return Clause(kind="sub", passage=Passage(), sign=sign), replace(row, text=text)
    return None, row


def _finished(clause: Clause, lines: Sequence[ReadLine]) -> bool:
    """Whether a label's value is complete, so that text after a blank line is not part of it."""
    return clause.kind == "label" and bool(lines) and lines[-1].text.rstrip().endswith(_ENDED)


def _inline(clause: Clause) -> list[Clause]:
    """The clause, parted where further labels stand inside its text."""
    text = clause.passage.text
    cuts: list[tuple[int, int, LabelRole, float]] = []
    for found in _INLINE.finditer(text):
        role, alike = _role(fold_key(found[1]))
        if role and not _holds(fold_key(found[1]), role, text[found.end() :]):
            continue
        if role and alike >= (SURE if found[1][0].isupper() and found[0][0] != "," else _EXACT):
            cuts.append((found.start(), found.end(), role, alike))
    if not cuts:
        return [clause]
    parts = [replace(clause, passage=clause.passage.cut(0, cuts[0][0]))]
    ends = [start for start, *_ in cuts[1:]] + [len(text)]
    for (_, begin, role, alike), end in zip(cuts, ends, strict=True):
        passage = _balanced(clause.passage.cut(begin, end))
        parts.append(Clause(kind="label", passage=passage, role=role, alike=alike))
    return parts


def _balanced(passage: Passage) -> Passage:
    """The passage without a bracket at its end that was opened in front of the label."""
    text = passage.text.rstrip(" .;,")
    if text.endswith(")") and text.count(")") > text.count("("):
        return passage.cut(0, len(text) - 1)
    return passage

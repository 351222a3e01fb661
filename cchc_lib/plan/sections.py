"""Sections of a plan by the meaning of their headings, and the topics that some of them list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cchc_lib.model import Topic
from cchc_lib.plan import labels, tasks, words
from cchc_lib.plan.folding import key_similarity
from cchc_lib.plan.markers import bullet
from cchc_lib.plan.passage import Passage
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_lib.plan.items import Item
    from cchc_lib.plan.source import ReadLine
    from cchc_lib.plan.words import Field, SectionKind

_HEADING_ALIKE = 0.84
_ORDER: tuple[SectionKind, ...] = ("topics", "organisation", "budget", "tasks", "purpose")
_LONGEST_HEADING = 25  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A top-level item and what its heading means."""

    item: Item
    kind: SectionKind
    heading: str


def of_tree(tree: Item) -> list[Section]:
    """The top-level items with their meaning."""
    found = [_section(item) for item in tree.children or (tree,)]
    if not any(one.kind == "tasks" and tasks.has_labels(one.item) for one in found):
        return found
    return [replace(one, kind="topics") if _only_contents(one) else one for one in found]


def _only_contents(section: Section) -> bool:
    """Whether a section headed by "nội dung" alone assigns nothing: it says what is told."""
    plain = fold_key(section.heading)
    told = any(plain.startswith(fold_key(word)) for word in words.data()["sections"]["contents"])
    more = [p for p in words.data()["sections"]["tasks"] if fold_key(p) != "noi dung"]
    stronger = any(_find(plain, fold_key(phrase)) >= 0 for phrase in more)
    return section.kind == "tasks" and told and not stronger and not tasks.has_labels(section.item)


def _section(item: Item) -> Section:
    """An item as a section."""
    heading = heading_of(item)
    kind = meaning(heading)
    if kind in {"other", "topics", "purpose"} and tasks.has_labels(item):
        kind = "tasks"
    return Section(item=item, kind=kind, heading=heading)


def heading_of(item: Item) -> str:
    """The heading of an item: its text up to the first bullet or label."""
    return labels.part(item.rows)[0].passage.plain


def meaning(heading: str) -> SectionKind:
    """What the heading of a section announces, by the earliest of the known words in it."""
    text = " ".join(fold_key(heading).split()[:_LONGEST_HEADING])
    found: list[tuple[int, int, SectionKind]] = []
    for order, kind in enumerate(_ORDER):
        for phrase in words.data()["sections"][kind]:
            at = _find(text, fold_key(phrase))
            if at >= 0:
                found.append((at, order, kind))
    return min(found)[2] if found else "other"


def _find(text: str, phrase: str) -> int:
    """Where a phrase stands in a text, damage allowed; -1 where it doesn't."""
    exact = f" {text} ".find(f" {phrase} ")
    if exact >= 0:
        return exact
    tokens, many = text.split(), phrase.count(" ") + 1
    if many == 1:
        return -1
    for at in range(len(tokens) - many + 1):
        if key_similarity(" ".join(tokens[at : at + many]), phrase) >= _HEADING_ALIKE:
            return len(" ".join(tokens[:at]))
    return -1


# --- topics ----------------------------------------------------------------------------------


def topics(sections: Sequence[Section], file: str, default: Field) -> Iterator[Topic]:
    """The topics: bullets of the items whose heading announces what is communicated."""
    n = 0
    for heading, field, item in _topic_items(sections):
        for passage in _points(item):
            n += 1
            own = field or words.only_field_of(heading) or words.field_of(passage.text)
            yield Topic(n=n, field=own or default, text=_point(passage), source=passage.ref(file))


def _topic_items(sections: Sequence[Section]) -> Iterator[tuple[str, Field | None, Item]]:
    """The items that hold topics, with their heading and field."""
    for section in sections:
        if section.kind not in {"topics", "tasks", "other"}:
            continue
        for child in section.item.children:
            heading = heading_of(child)
            inside = meaning(heading) == "topics" or section.kind == "topics"
            if inside and not tasks.has_labels(child):
                yield heading, words.only_field_of(heading), child
        if section.kind == "topics" and not section.item.children:
            yield section.heading, words.only_field_of(section.heading), section.item


def _points(item: Item) -> list[Passage]:
    """The points of an item: its bullets, else the items inside it, else itself."""
    points = bullets(item.rows)
    for child in item.children:
        points += bullets(child.rows) or [Passage.of(child.all_rows)]
    return [point for point in points if point.rows] or [Passage.of(item.rows)]


def bullets(rows: Sequence[ReadLine]) -> list[Passage]:
    """The dash bullets of some lines, each with what goes on below it."""
    runs: list[list[ReadLine]] = []
    blank = False
    for row in rows:
        sign, text = bullet(row.text)
        if sign == "-" or (runs and blank and _new_point(runs[-1][-1].text, row.text)):
            runs.append([replace(row, text=text)])
        elif runs and text:
            runs[-1].append(row)
        blank = not text
    return [Passage.of(run) for run in runs]


def _new_point(before: str, text: str) -> bool:
    """Whether a paragraph is a point whose dash was lost: a sentence behind a finished one."""
    return before.rstrip().endswith((".", ";", "…")) and text.strip()[:1].isupper()


def _point(passage: Passage) -> str:
    """A topic's text without final punctuation, dots of an open list kept."""
    text = passage.text.strip()
    return text if text.endswith(("...", "…")) else text.rstrip(" .;:,")

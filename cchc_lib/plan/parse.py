"""Read lines → `Plan`: sections by the meaning of their headings, then each by its own reader."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from cchc_lib.findings import Finding, finding
from cchc_lib.model import BudgetRule, Plan, Topic
from cchc_lib.plan import documents, duties, items, labels, layout, letterhead, tasks, words
from cchc_lib.plan.folding import fold_same, key_similarity
from cchc_lib.plan.markers import bullet
from cchc_lib.plan.names import Names
from cchc_lib.plan.passage import Passage
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_lib.agencies import Registry
    from cchc_lib.plan.items import Item
    from cchc_lib.plan.layout import Layout
    from cchc_lib.plan.source import ReadLine
    from cchc_lib.plan.words import Field, SectionKind

NOT_A_PLAN = ("P001", "P002")
_HEADING_ALIKE = 0.84
_ORDER: tuple[SectionKind, ...] = ("topics", "organisation", "budget", "tasks", "purpose")
_LONGEST_HEADING = 25  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """A top-level item and what its heading means."""

    item: Item
    kind: SectionKind
    heading: str


def parse(lines: Sequence[ReadLine], file: str, registry: Registry | None) -> Plan:
    """The plan of some lines.

    Args:
        lines: restored and reviewed lines, in order.
        file: the file's name, for sources.
        registry: the agencies of the plan's issuer; None where they are not known.
    """
    parts = layout.divide(lines)
    head = letterhead.read(parts, registry, file)
    day = _day(head.date)
    known = Names(registry, day)
    tree = items.build(parts.body)
    sections = _sections(tree)
    context = tasks.Context(
        file=file,
        year=head.year,
        on=day,
        names=known,
        default_field=words.field_of(head.title) or "CCHC",
    )
    made = tasks.Collected()
    _tasks(sections, context, made)
    organised = _organised(sections, parts, known, file)
    cited = _cited(lines, parts, file)
    texts = documents.collect(cited, head.number)
    found = [
        *head.findings,
        *_footnotes(parts, file),
        *made.findings,
        *documents.judge(texts, cited, head.date, file),
    ]
    plan = Plan(
        number=head.number,
        kind=parts.kind,
        issuer=head.issuer,
        date=head.date,
        year=head.year,
        title=head.title,
        groups=tuple(made.groups),
        tasks=_distinct(made),
        topics=tuple(_topics(sections, file, context.default_field)),
        documents=texts,
        duties=organised.duties,
        reports=organised.reports,
        budget=tuple(_budget(sections, file)),
        recipients=_recipients(parts.recipients),
        findings=(),
    )
    return replace(plan, findings=tuple(_in_order([*_judged(plan, lines, file), *found])))


def _day(date: str) -> dt.date | None:
    """A day inside the plan's month of issue, for names that hold for a time."""
    if not date:
        return None
    return dt.date.fromisoformat(date if len(date) > len("2025-05") else f"{date}-01")


# --- sections --------------------------------------------------------------------------------


def _sections(tree: Item) -> list[_Section]:
    """The top-level items with their meaning."""
    top = tree.children or (tree,)
    return [_section(item) for item in top]


def _section(item: Item) -> _Section:
    """An item as a section."""
    heading = _heading(item)
    kind = meaning(heading)
    if kind in {"other", "topics", "purpose"} and tasks.has_labels(item):
        kind = "tasks"
    return _Section(item=item, kind=kind, heading=heading)


def _heading(item: Item) -> str:
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


# --- tasks -----------------------------------------------------------------------------------


def _tasks(sections: Sequence[_Section], context: tasks.Context, made: tasks.Collected) -> None:
    """All tasks: in sections on tasks, and in others where items have labels of tasks."""
    for section in sections:
        if section.kind != "tasks":
            continue
        field = words.only_field_of(section.heading)
        above = tasks.Inherited(field=field)
        children = section.item.children
        labelled = [child for child in children if tasks.has_labels(child)]
        if section.item.repaired:
            pass
        for child in children if _all_are_tasks(section, labelled) else labelled:
            tasks.read(child, context, made, above)


def _all_are_tasks(section: _Section, labelled: Sequence[Item]) -> bool:
    """Whether items without labels are tasks too: not in a section that also lists topics."""
    del labelled
    return not any(meaning(_heading(child)) == "topics" for child in section.item.children)


def _distinct(made: tasks.Collected) -> tuple[tasks.Task, ...]:
    """The tasks; numbers that begin anew in another section get a running prefix."""
    seen: dict[str, int] = {}
    found = []
    for task in made.tasks:
        count = seen[task.task_id] = seen.get(task.task_id, 0) + 1
        if count > 1:
            task = _renamed(task, f"{task.task_id}.{count}")  # noqa: PLW2901
        found.append(task)
    return tuple(found)


def _renamed(task: tasks.Task, task_id: str) -> tasks.Task:
    """The task under another id."""
    figures = tuple(
        replace(quota, quota_id=f"{task_id}-{n}") for n, quota in enumerate(task.quotas, start=1)
    )
    return replace(task, task_id=task_id, quotas=figures)


# --- topics ----------------------------------------------------------------------------------


def _topics(sections: Sequence[_Section], file: str, default: Field) -> Iterator[Topic]:
    """The topics: bullets of the items whose heading announces what is communicated."""
    n = 0
    for heading, field, item in _topic_items(sections):
        for passage in _points(item):
            n += 1
            own = field or words.only_field_of(heading) or words.field_of(passage.text)
            yield Topic(n=n, field=own or default, text=_point(passage), source=passage.ref(file))


def _topic_items(sections: Sequence[_Section]) -> Iterator[tuple[str, Field | None, Item]]:
    """The items that hold topics, with their heading and field."""
    for section in sections:
        if section.kind not in {"topics", "tasks", "other"}:
            continue
        for child in section.item.children:
            heading = _heading(child)
            inside = meaning(heading) == "topics" or (
                section.kind == "topics" and meaning(heading) in {"topics", "other", "purpose"}
            )
            if inside and not tasks.has_labels(child):
                yield heading, words.only_field_of(heading), child
        if section.kind == "topics" and not section.item.children:
            yield section.heading, words.only_field_of(section.heading), section.item


def _points(item: Item) -> list[Passage]:
    """The points of an item: its bullets, else the items inside it, else itself."""
    points = _bullets(item.rows)
    for child in item.children:
        points += _bullets(child.rows) or [Passage.of(child.all_rows)]
    return [point for point in points if point.rows] or [Passage.of(item.rows)]


def _bullets(rows: Sequence[ReadLine]) -> list[Passage]:
    """The dash bullets of some lines, each with what goes on below it."""
    runs: list[list[ReadLine]] = []
    for row in rows:
        sign, text = bullet(row.text)
        if sign == "-":
            runs.append([replace(row, text=text)])
        elif runs:
            runs[-1].append(row)
    return [Passage.of(run) for run in runs]


def _point(passage: Passage) -> str:
    """A topic's text without final punctuation, dots of an open list kept."""
    text = passage.text.strip()
    return text if text.endswith(("...", "…")) else text.rstrip(" .;:,")


# --- the rest --------------------------------------------------------------------------------


def _organised(
    sections: Sequence[_Section], parts: Layout, known: Names, file: str
) -> duties.Organised:
    """Duties and reports, those of the closing words included."""
    found = duties.Organised(duties=(), reports=())
    for section in sections:
        if section.kind == "organisation":
            here = duties.read(section.item, known, file)
            found = duties.Organised(
                duties=(*found.duties, *here.duties), reports=(*found.reports, *here.reports)
            )
    closing = duties.reports_in(Passage.of(parts.closing), "", known, file)
    return replace(found, reports=(*found.reports, *closing))


def _budget(sections: Sequence[_Section], file: str) -> Iterator[BudgetRule]:
    """The paragraphs of the section on funding."""
    for section in sections:
        if section.kind != "budget":
            continue
        parts = [Passage.of(child.all_rows) for child in section.item.children]
        parts = parts or _bullets(section.item.rows) or [Passage.of(section.item.rows[1:])]
        for passage in parts:
            if passage.text:
                yield BudgetRule(text=passage.text, source=passage.ref(file))


def _recipients(rows: Sequence[ReadLine]) -> tuple[str, ...]:
    """The recipients, one a line with its brackets, without dash and final punctuation."""
    found: list[str] = []
    for row in rows[1:] if rows else ():
        sign, text = bullet(row.text)
        plain = text.strip().rstrip(" .,;:")
        if not plain or layout.is_signature(row.text):
            continue
        if sign:
            found.append(plain)
        elif found and plain[:1].islower():
            found[-1] = f"{found[-1]} {plain}"
    return tuple(found)


def _cited(lines: Sequence[ReadLine], parts: Layout, file: str) -> list[documents.Cited]:
    """Every citation, of the running text and of the footnotes, by line."""
    noted = {row.number for note in parts.footnotes for row in note.rows}
    headed = {row.number for row in parts.head}
    running = Passage.of(row for row in lines if row.number not in noted | headed)
    cited = documents.citations(running, file)
    for note in parts.footnotes:
        cited += documents.citations(note, file)
    return sorted(cited, key=lambda one: one.lines[0])


def _footnotes(parts: Layout, file: str) -> list[Finding]:
    """That footnotes were taken out of the text around them."""
    return [finding("P050", file=file, lines=note.lines) for note in parts.footnotes]


def _judged(plan: Plan, lines: Sequence[ReadLine], file: str) -> list[Finding]:
    """Whether the document is a plan, and what it lacks as a whole."""
    first = next((row.number for row in lines if row.text.strip()), 1)
    where = {"file": file, "lines": (first, first)}
    labelled = any(task.assignments or task.quotas for task in plan.tasks)
    plans = words.data()["documents"]["plans"]
    if plan.kind not in plans and (plan.kind or not labelled):
        what = plan.kind.lower() if plan.kind else "văn bản không rõ loại"
        return [finding("P001", **where, what=what)]
    if not plan.tasks:
        return [finding("P002", **where)]
    found = []
    if not plan.topics:
        found.append(finding("P051", **where))
    if not plan.issuer:
        found.append(finding("P007", **where))
    return found


def _in_order(found: Sequence[Finding]) -> list[Finding]:
    """Findings by place, each once."""
    once = dict.fromkeys(found)
    return sorted(once, key=lambda f: (f.lines or (0, 0), f.code))



"""Read lines → `Plan`: sections by the meaning of their headings, then each by its own reader."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from cchc_lib.findings import Finding, finding
from cchc_lib.model import BudgetRule, Plan
from cchc_lib.plan import (
    documents,
    duties,
    flattened,
    gather,
    items,
    layout,
    letterhead,
    offices,
    schedules,
    sections,
    tables,
    tasks,
    words,
)
from cchc_lib.plan.markers import bullet
from cchc_lib.plan.names import Names
from cchc_lib.plan.passage import Passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_lib.agencies import Registry
    from cchc_lib.plan.layout import Layout
    from cchc_lib.plan.sections import Section
    from cchc_lib.plan.source import ReadLine

NOT_A_PLAN = ("P001", "P002")


def parse(lines: Sequence[ReadLine], file: str, registry: Registry | None) -> Plan:
    """The plan of some lines.

    Args:
        lines: restored and reviewed lines, in order.
        file: the file's name, for sources.
        registry: the agencies of the plan's issuer; None where they are not known.
    """
    sifted = tables.sift([row for row in lines if not row.note], file)
    running, run_together = flattened.without(sifted.lines, file)
    parts = layout.divide(running)
    head = letterhead.read(parts, registry, file)
    day = _day(head.date)
    known = Names(registry, day)
    tree = items.build(parts.body)
    parts_of = sections.of_tree(tree)
    context = tasks.Context(
        file=file,
        year=head.year,
        on=day,
        names=known,
        roman=schedules.prints_roman(" ".join(row.text for row in lines)),
        default_field=words.field_of(head.title) or "CCHC",
    )
    made = gather.gather(parts_of, gather.appended(parts.appendix), sifted.tables, context)
    organised = _organised(parts_of, parts, known, file)
    cited = _cited(lines, parts, file)
    texts = documents.collect(cited, head.number)
    found = [
        *head.findings,
        *_footnotes(parts, file),
        *sifted.findings,
        *run_together,
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
        groups=made.groups,
        tasks=made.tasks,
        topics=tuple(sections.topics(parts_of, file, context.default_field)),
        documents=texts,
        duties=organised.duties,
        reports=organised.reports,
        budget=tuple(_budget(parts_of, file)),
        recipients=_recipients(parts.recipients),
        findings=(),
    )
    judged = _judged(plan, lines, file)
    if any(one.code == "P001" for one in judged):
        found = list(head.findings)
    return replace(plan, findings=tuple(_in_order([*judged, *found])))


def _day(date: str) -> dt.date | None:
    """A day inside the plan's month of issue, for names that hold for a time."""
    if not date:
        return None
    return dt.date.fromisoformat(date if len(date) > len("2025-05") else f"{date}-01")


# --- the rest --------------------------------------------------------------------------------


def _organised(
    sections_: Sequence[Section], parts: Layout, known: Names, file: str
) -> duties.Organised:
    """Duties and reports, those of the closing words included."""
    found = duties.Organised(duties=(), reports=())
    for section in sections_:
        if section.kind == "organisation":
            here = duties.read(section.item, known, file)
            found = duties.Organised(
                duties=(*found.duties, *here.duties), reports=(*found.reports, *here.reports)
            )
    closing = duties.reports_in(Passage.of(parts.closing), "", known, file)
    return replace(found, reports=(*found.reports, *closing))


def _budget(sections_: Sequence[Section], file: str) -> Iterator[BudgetRule]:
    """The paragraphs of the section on funding."""
    for section in sections_:
        if section.kind != "budget":
            continue
        parts = [Passage.of(child.all_rows) for child in section.item.children]
        parts = parts or sections.bullets(section.item.rows) or [Passage.of(section.item.rows[1:])]
        for passage in parts:
            if passage.text:
                yield BudgetRule(text=passage.text, source=passage.ref(file))


def _recipients(rows: Sequence[ReadLine]) -> tuple[str, ...]:
    """The recipients, one a line with its brackets, without dash and final punctuation."""
    found: list[str] = []
    open_end = False
    dashed = any(bullet(row.text)[0] for row in rows[1:])
    for row in rows[1:] if rows else ():
        sign, text = bullet(layout.beside_signature(row.text))
        plain = text.strip().rstrip(" .,;:")
        if not Passage((row,)).settled and (office := offices.find(plain, settled=False)):
            plain = office.text
        if not plain or (layout.is_signature(row.text) and not open_end):
            continue
        if sign or not (dashed or open_end or plain[:1].islower() or layout.is_name(plain)):
            found.append(plain)
        elif found and (plain[:1].islower() or open_end):
            found[-1] = f"{found[-1]}, {plain}" if open_end else f"{found[-1]} {plain}"
        open_end = text.rstrip().endswith(",")
    return tuple(found)


def _cited(lines: Sequence[ReadLine], parts: Layout, file: str) -> list[documents.Cited]:
    """Every citation, of the running text and of the footnotes, by line."""
    noted = {row.number for note in parts.footnotes for row in note.rows}
    headed = {row.number for row in parts.head}
    left_out = noted | headed | {row.number for row in lines if row.note}
    open_lines = tables.opened([row for row in lines if row.number not in left_out])
    cited = documents.citations(Passage.of(open_lines), file)
    told = [Passage((row,)) for row in lines if row.note]
    for note in (*parts.footnotes, *told):
        cited += documents.citations(note, file)
    return sorted(cited, key=lambda one: one.lines[0])


def _footnotes(parts: Layout, file: str) -> list[Finding]:
    """That footnotes were taken out of the text around them."""
    return [finding("P050", file=file, lines=note.lines) for note in parts.footnotes]


def _judged(plan: Plan, lines: Sequence[ReadLine], file: str) -> list[Finding]:
    """Whether the document is a plan, and what it lacks as a whole."""
    first = next((row.number for row in lines if row.text.strip()), 1)
    note = partial(finding, file=file, lines=(first, first))
    labelled = any(task.assignments or task.quotas for task in plan.tasks)
    plans = words.data()["documents"]["plans"]
    if plan.kind not in plans and (plan.kind or not labelled):
        what = plan.kind.lower() if plan.kind else "văn bản không rõ loại"
        return [note("P001", what=what)]
    if not plan.tasks:
        return [note("P002")]
    found = []
    if not plan.topics:
        found.append(note("P051"))
    if not plan.issuer:
        found.append(note("P007"))
    return found


def _in_order(found: Sequence[Finding]) -> list[Finding]:
    """Findings by place, each once."""
    once = dict.fromkeys(found)
    return sorted(once, key=lambda f: (f.lines or (0, 0), f.code))

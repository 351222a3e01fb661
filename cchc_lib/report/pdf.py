"""The PDF: A4 in the form of Decree 30/2020, tagged (PDF/UA-1), fonts embedded, vector charts.

Text goes to Typst as data, never as markup.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I và mẫu 1.4 của Phụ lục III.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from cchc_lib.report import blocks, bundle, drawing, letter, packed, widths
from cchc_lib.report.blocks import STATE_MARKS
from cchc_lib.report.bundle import Foreign
from cchc_lib.report.literal import anchor, literal, one_line, slug

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cchc_lib.report.blocks import Block, Cell, Letterhead, Row, Table
    from cchc_lib.report.bundle import Report

_SPACES = "\t\n "
_TEXT_MM, _WIDE_MM = 165.0, 252.0


def document(report: Report) -> bytes:
    """The report as PDF; the same report gives the same bytes."""
    import typst  # noqa: PLC0415 - only the PDF needs it

    data = json.dumps(structure(report), ensure_ascii=False)
    compiled = typst.compile(
        _template(),
        format="pdf",
        font_paths=drawing.typst_fonts(),
        sys_inputs={"data": data},
        pdf_standards="ua-1",
        timestamp=0,
    )
    return packed.packed(bytes(compiled))


def structure(report: Report) -> dict[str, Any]:
    """What the template sets: plain texts, numbers and drawings."""
    paper = bundle.on_paper(report)
    targets = bundle.anchors(report)
    head = paper.head
    return {
        "title": printable(report.title),
        "author": printable(report.creator),
        "description": printable(one_line(head.description)) if head else "",
        "marks": [printable(one_line(mark)) for mark in report.marks],
        "head": _head(head) if head else None,
        "body": _run_in([_item(item, targets) for item in paper.body]),
        "signature": _letter(paper.signature.letterhead) if paper.signature else None,
        "appendices": [
            {
                **_appendix(title),
                "items": [
                    _item(item, targets, _WIDE_MM if title.wide else _TEXT_MM) for item in items
                ],
            }
            for title, items in paper.appendices
        ],
        "made_from": printable(letter.made_from(head.provenance))
        if head and head.provenance
        else "",
        "keywords": [printable(one_line(line)) for line in head.provenance] if head else [],
    }


def printable(text: str) -> str:
    """Text whose every character the fonts have; others are shown as their code."""
    letters = _letters()
    return "".join(
        c if c in _SPACES or ord(c) in letters else f"[U+{ord(c):04X}]" for c in literal(text)
    )


@cache
def _letters() -> frozenset[int]:
    """The characters that the text fonts have."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - only where a PDF is made

    with TTFont(drawing.fonts() / "Tinos-Regular.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())


def _template() -> bytes:
    """The template's source."""
    folder = resources.files("cchc_lib") / "assets" / "report"
    return (folder / "report.typ").read_bytes()


# --- the parts -----------------------------------------------------------------------------


def _head(head: blocks.Head) -> dict[str, Any]:
    """The head of page 1."""
    return {
        "letter": _letter(head.letterhead),
        "kind": printable(letter.kind(head.marks)),
        "abstract": printable(letter.abstract(head.title)),
        "subtitle": printable(one_line(head.subtitle)),
        "rule": widths.part_rule(head.subtitle or letter.abstract(head.title), 13, _TEXT_MM),
        "facts": [printable(one_line(fact)) for fact in head.facts],
        "grounds": [printable(line) for line in letter.grounds(head.grounds)],
    }


def _letter(given: Letterhead) -> dict[str, Any]:
    """The letterhead's texts."""
    return {
        "superior": printable(one_line(given.superior)),
        "organisation": [printable(line) for line in letter.organisation_lines(given.organisation)],
        "number": printable(letter.number(given)),
        "day": printable(letter.place_and_day(given)),
        "addressee": printable(one_line(given.addressee)),
        "authority": printable(one_line(given.authority)),
        "title": printable(one_line(given.signatory_title)),
        "name": printable(one_line(given.signatory_name)),
        "recipients": [printable(line) for line in letter.recipients(given)],
        "enclosed": printable(letter.enclosed(given)),
    }


def _appendix(title: blocks.Appendix) -> dict[str, Any]:
    """An appendix's title as its two lines."""
    label, name = letter.appendix_lines(title.title)
    return {
        "label": printable(label),
        "name": printable(name),
        "wide": title.wide,
        "anchor": slug(title.title),
    }


def _item(
    item: Block | Foreign, targets: frozenset[str], width_mm: float = _TEXT_MM
) -> dict[str, Any]:
    """One item of the report, on so wide a page."""
    if isinstance(item, Foreign):
        return {"kind": "plain", "text": printable(item.plain)}
    if isinstance(item, blocks.Table):
        return {"kind": item.kind, **_table(item, targets, width_mm)}
    return {"kind": item.kind, **_MAKERS[item.kind](item, targets)}


def _run_in(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Items with each question set at the beginning of its answer, which saves page 1 a line."""
    joined: list[dict[str, Any]] = []
    for item in items:
        before = joined[-1] if joined else {}
        if item.get("style") == "body" and before.get("style") == "question":
            joined[-1] = {**item, "question": before["lines"][0]}
        else:
            joined.append(item)
    return joined


def _heading(heading: blocks.Heading, _targets: frozenset[str]) -> dict[str, Any]:
    """A heading."""
    return {
        "level": min(max(heading.level, 1), 4),
        "text": printable(one_line(heading.text)),
        "anchor": anchor(heading.anchor),
    }


def _text(block: blocks.Text, _targets: frozenset[str]) -> dict[str, Any]:
    """A paragraph; its lines apart."""
    return {"style": block.style, "lines": printable(block.text).split("\n")}


def _tiles(block: blocks.Tiles, targets: frozenset[str]) -> dict[str, Any]:
    """Figures with their labels."""
    return {
        "tiles": [
            {
                "label": printable(one_line(tile.label)),
                "value": printable(one_line(tile.value)),
                "note": printable(one_line(tile.note)),
                "state": tile.state,
                "target": _target(tile.anchor, targets),
            }
            for tile in block.tiles
        ]
    }


def _chart(chart: blocks.Chart, _targets: frozenset[str]) -> dict[str, Any]:
    """A chart."""
    return {
        "title": printable(one_line(chart.title)),
        "svg": drawing.standalone(chart.svg),
        "alt": printable(one_line(chart.alt)),
        "source": printable(one_line(chart.source)),
        "width": chart.width_mm,
        "anchor": anchor(chart.name),
    }


def _table(table: Table, targets: frozenset[str], width_mm: float) -> dict[str, Any]:
    """A table."""
    widths_mm = widths.column_widths(table, width_mm)
    return {
        "caption": printable(one_line(table.caption)),
        "anchor": anchor(table.name),
        "points": widths.points(table, width_mm),
        "note": printable(table.note),
        "empty": printable(table.empty),
        "columns": [
            {"label": printable(one_line(c.label)), "align": c.align, "share": share}
            for c, share in zip(table.columns, widths_mm, strict=True)
        ],
        "rows": [_row(row, targets) for row in table.rows],
    }


def _row(row: Row, targets: frozenset[str]) -> dict[str, Any]:
    """A row of a table."""
    cells: Sequence[Cell] = row.cells[:1] if row.kind == "group" else row.cells
    return {
        "kind": row.kind,
        "anchor": anchor(row.anchor),
        "cells": [
            {
                "text": printable(cell.text or (STATE_MARKS[cell.state][1] if cell.state else "")),
                "state": cell.state,
                "target": _target(cell.source, targets),
            }
            for cell in cells
        ],
    }


def _target(name: str, targets: frozenset[str]) -> str:
    """A link's target, where it exists in the report."""
    return anchor(name) if name in targets else ""


_MAKERS: dict[str, Callable[..., dict[str, Any]]] = {
    "heading": _heading,
    "text": _text,
    "tiles": _tiles,
    "chart": _chart,
}

__all__ = ["document", "printable", "structure"]

"""Blocks as semantic HTML: for a notebook's cell and for the page. All text is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from cchc_lib.report import blocks, drawing, foreign, letter
from cchc_lib.report.blocks import STATE_MARKS
from cchc_lib.report.bundle import Foreign
from cchc_lib.report.literal import anchor, literal, slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cchc_lib.report.blocks import Block, Cell, Column, Row, StateWord, Table

_ALIGN = {"left": "", "right": "r", "center": "c"}
_ON_SCREEN = 1.2  # charts are read from further away than paper
_NUMBERING = frozenset({"TT", "STT", "#"})
_LONG_WORD = 30  # characters; longer ones may be broken anywhere
_SHAPES = {
    "met": '<circle cx="6" cy="6" r="5"/>',
    "on_track": '<circle cx="6" cy="6" r="4.4" class="o"/><path d="M6 1a5 5 0 0 0 0 10z"/>',
    "behind": '<path d="M6 1 11.5 11H.5z"/>',
    "not_reported": '<circle cx="6" cy="6" r="4.4" class="o"/>',
    "idle": '<path d="M1 5h10v2H1z"/>',
}


def fragment(items: Iterable[Block | Foreign], targets: frozenset[str] | None = None) -> str:
    """Blocks as HTML, in order.

    Args:
        items: blocks, and what else cells show.
        targets: anchors that links may lead to; None links to all that are named.
    """
    parts: list[str] = []
    bullets: list[str] = []
    inside = False
    for number, item in enumerate(items, start=1):
        if isinstance(item, blocks.Text) and item.style == "bullet":
            bullets.append(f"<li>{text(item.text)}</li>")
            continue
        if bullets:
            parts.append(f"<ul>{''.join(bullets)}</ul>")
            bullets = []
        if isinstance(item, blocks.Appendix):
            parts.append("</section>" * inside + _begins(item))
            inside = True
        if isinstance(item, Foreign):
            parts.append(foreign.markup(item, f"o{number}-"))
        elif isinstance(item, blocks.Blocks):
            parts.append(fragment(item.items, targets))
        else:
            parts.append(_MAKERS[item.kind](item, targets))
    if bullets:
        parts.append(f"<ul>{''.join(bullets)}</ul>")
    return "\n".join(parts) + "</section>" * inside


def _begins(appendix: blocks.Appendix) -> str:
    """Opens an appendix: it is printed on pages of its own, on their side where it is wide."""
    return f'<section class="appendix{" wide" if appendix.wide else ""}">'


def text(words: str) -> str:
    """Literal text."""
    return escape(literal(words), quote=True)


def identity(name: str) -> str:
    """The `id` attribute of an anchor; "" where it has no name."""
    return f' id="{anchor(name)}"' if name else ""


def state_mark(state: StateWord, shown: str) -> str:
    """The state's shape, and its word for those who don't see the shape, unless shown anyway."""
    if not state:
        return ""
    word = STATE_MARKS[state][1]
    shape = (
        f'<svg class="s s-{state}" viewBox="0 0 12 12" aria-hidden="true">{_SHAPES[state]}</svg>'
    )
    said = "" if _says(shown) else f'<span class="vh">{text(word)}: </span>'
    return shape + said


def _says(shown: str) -> bool:
    """Whether a text is a word of state: letters and no figure."""
    return any(c.isalpha() for c in shown) and not any(c.isdigit() for c in shown)


# --- the blocks ----------------------------------------------------------------------------


def _head(head: blocks.Head, _targets: frozenset[str] | None) -> str:
    """The head of page 1."""
    letter = head.letterhead
    parts = [
        *(f'<p class="mark">{text(mark)}</p>' for mark in head.marks),
        f'<p class="unit">{text(letter.organisation)}</p>' if letter.organisation else "",
        f"<h1>{text(head.title)}</h1>",
        f'<p class="subtitle">{text(head.subtitle)}</p>' if head.subtitle else "",
        f'<p class="addressee">Kính gửi: {text(letter.addressee)}</p>' if letter.addressee else "",
        _list(head.facts, "facts"),
        _list(head.grounds, "grounds"),
    ]
    return f'<header class="head">{"".join(parts)}</header>'


def _list(lines: Sequence[str], name: str) -> str:
    """Short lines as a list."""
    inside = "".join(f"<li>{text(line)}</li>" for line in lines)
    return f'<ul class="{name}">{inside}</ul>' if lines else ""


def _heading(heading: blocks.Heading, _targets: frozenset[str] | None) -> str:
    """A heading; the page's title alone is level 1."""
    level = min(max(heading.level, 1), 4) + 1
    return f"<h{level}{identity(heading.anchor)}>{text(heading.text)}</h{level}>"


def _text(block: blocks.Text, _targets: frozenset[str] | None) -> str:
    """A paragraph."""
    words = text(block.text)
    match block.style:
        case "quote":
            return f"<blockquote><p>{words}</p></blockquote>"
        case "body":
            return f"<p>{words}</p>"
        case style:
            return f'<p class="{style}">{words}</p>'


def _tiles(block: blocks.Tiles, targets: frozenset[str] | None) -> str:
    """Figures with their labels."""
    tiles = "".join(_tile(tile, targets) for tile in block.tiles)
    return f'<dl class="tiles">{tiles}</dl>'


def _tile(tile: blocks.Tile, targets: frozenset[str] | None) -> str:
    """One figure; it leads to its sources."""
    value = _linked(text(tile.value), tile.anchor, targets)
    note = f'<dd class="note">{text(tile.note)}</dd>' if tile.note else ""
    mark = state_mark(tile.state, tile.value)
    return f'<div><dt>{text(tile.label)}</dt><dd class="value">{mark}{value}</dd>{note}</div>'


def _linked(html: str, name: str, targets: frozenset[str] | None) -> str:
    """HTML as a link to an anchor, where there is one."""
    if not name or not html or (targets is not None and name not in targets):
        return html
    return f'<a href="#{anchor(name)}">{html}</a>'


def _chart(chart: blocks.Chart, targets: frozenset[str] | None) -> str:
    """A chart under its answer, its numbers behind it."""
    name = anchor(chart.name)
    svg = drawing.inline(
        chart.svg,
        f"{name}-",
        {
            "class": "chart",
            "role": "img",
            "aria-label": literal(chart.alt),
            "style": f"{drawing.JOINS};--wide:{chart.width_mm * _ON_SCREEN:g}mm",
        },
    )
    title = text(chart.title)
    wide = " wide" if chart.table.wide else ""
    return (
        f'<figure id="{name}"><figcaption class="title">{title}</figcaption>'
        f'<div class="scroll paper" role="group" aria-label="Hình: {title}" tabindex="0">'
        f"{svg}</div>"
        f'<p class="source">{text(chart.source)}</p>'
        f'<details class="numbers{wide}"><summary>Số liệu của hình</summary>'
        f"{_table_only(chart.table, targets)}</details></figure>"
    )


def _signature(block: blocks.Signature, _targets: frozenset[str] | None) -> str:
    """Places of receipt and the signature."""
    given = block.letterhead
    recipients = "".join(f"<li>{text(line)}</li>" for line in letter.recipients(given))
    signed = (given.authority, given.signatory_title, given.signatory_name)
    lines = "".join(f"<p>{text(line)}</p>" for line in signed if line)
    left = f"<div><p>Nơi nhận:</p><ul>{recipients}</ul></div>" if recipients else "<div></div>"
    return f'<div class="signature">{left}<div class="signed">{lines}</div></div>'


def _appendix(block: blocks.Appendix, _targets: frozenset[str] | None) -> str:
    """The title of an appendix."""
    return f'<h2 id="{slug(block.title)}">{text(block.title)}</h2>'


# --- tables --------------------------------------------------------------------------------


def _table(table: Table, targets: frozenset[str] | None) -> str:
    """A table with its note, closed where it is folded."""
    inside = _table_only(table, targets)
    name = anchor(table.name)
    wide = " wide" if table.wide else ""
    if table.folded:
        inside = f"<summary>{text(table.caption)}</summary>{inside}"
        return f'<details class="folded{wide}" id="{name}">{inside}</details>'
    return f'<div class="table{wide}" id="{name}">{inside}</div>'


def _table_only(table: Table, targets: frozenset[str] | None) -> str:
    """The table in a container that scrolls by itself, then its note."""
    label = text(table.caption)
    kind = ' class="sortable"' if table.sortable else ""
    note = f'<p class="note">{text(table.note)}</p>' if table.note else ""
    if not table.rows:
        return f'<p class="caption">{label}</p><p class="empty">{text(table.empty)}</p>{note}'
    return (
        f'<div class="scroll" role="region" aria-label="{label}" tabindex="0"><table{kind}>'
        f"<caption>{label}</caption>{_header(table.columns)}{_bodies(table, targets)}"
        f"</table></div>{note}"
    )


def _header(columns: Sequence[Column]) -> str:
    """The header row."""
    cells = "".join(
        f'<th scope="col"{_class(_ALIGN[column.align])}>{text(column.label)}</th>'
        for column in columns
    )
    return f"<thead><tr>{cells}</tr></thead>"


def _bodies(table: Table, targets: frozenset[str] | None) -> str:
    """The rows: a body for each group, the last totals in the foot."""
    rows = list(table.rows)
    last: list[Row] = []
    while rows and rows[-1].kind == "total":
        last.insert(0, rows.pop())
    parts: list[list[str]] = [[]]
    for row in rows:
        if row.kind == "group" and parts[-1]:
            parts.append([])
        parts[-1].append(_row(table, row, targets))
    bodies = "".join(f"<tbody>{''.join(part)}</tbody>" for part in parts if part)
    totals = "".join(_row(table, row, targets) for row in last)
    return bodies + (f"<tfoot>{totals}</tfoot>" if totals else "")


def _row(table: Table, row: Row, targets: frozenset[str] | None) -> str:
    """One row."""
    target = identity(row.anchor)
    if row.kind == "group":
        words = text(row.cells[0].text if row.cells else "")
        span = len(table.columns)
        return f'<tr class="group"{target}><th scope="rowgroup" colspan="{span}">{words}</th></tr>'
    names = 1 if table.columns[0].label.strip() in _NUMBERING and len(table.columns) > 1 else 0
    cells = "".join(
        _cell(cell, column, targets, header=n == names, sorts=table.sortable)
        for n, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True))
    )
    return f"<tr{_class('total' if row.kind == 'total' else '')}{target}>{cells}</tr>"


def _cell(
    cell: Cell, column: Column, targets: frozenset[str] | None, *, header: bool, sorts: bool
) -> str:
    """One cell; `data-v` is what it sorts by."""
    words = cell.text or (STATE_MARKS[cell.state][1] if cell.state else "")
    inside = state_mark(cell.state, words) + _linked(text(words), cell.source, targets)
    value = f' data-v="{cell.value!r}"' if sorts and cell.value is not None else ""
    tag, scope = ("th", ' scope="row"') if header else ("td", "")
    long = any(len(word) > _LONG_WORD for word in words.split())
    names = " ".join(filter(None, (_ALIGN[column.align], "x" if long else "")))
    return f"<{tag}{scope}{_class(names)}{value}>{inside}</{tag}>"


def _class(name: str) -> str:
    """A class attribute; "" where there is none."""
    return f' class="{name}"' if name else ""


_MAKERS: dict[str, Callable[..., str]] = {
    "head": _head,
    "heading": _heading,
    "text": _text,
    "tiles": _tiles,
    "table": _table,
    "chart": _chart,
    "signature": _signature,
    "appendix": _appendix,
}

__all__ = ["fragment", "identity", "state_mark", "text"]

"""An executed notebook as the value that every exporter reads: its head and its blocks in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cchc_lib.report import blocks, letter
from cchc_lib.report.literal import anchor, one_line, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cchc_lib.report.blocks import Block

UNTITLED = "Báo cáo"
SHOWN = ("text/html", "image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/plain")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """What an analyst's cell shows that isn't a block: MIME forms, richest first."""

    forms: tuple[tuple[str, str], ...]

    @property
    def plain(self) -> str:
        """Its text, for the formats that know blocks alone."""
        forms = dict(self.forms)
        return forms.get("text/plain", forms.get("text/markdown", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a notebook shows, in its order; `head` is None in a notebook without one."""

    head: blocks.Head | None
    items: tuple[Block | Foreign, ...]

    @property
    def title(self) -> str:
        """The title with its marks in front, on one line."""
        if self.head is None:
            first = next((one.text for one in self.items if isinstance(one, blocks.Heading)), "")
            return one_line(first) or UNTITLED
        return one_line(" – ".join((*self.head.marks, self.head.title)))

    @property
    def marks(self) -> tuple[str, ...]:
        """What has to be said on every page."""
        return self.head.marks if self.head else ()

    @property
    def creator(self) -> str:
        """The unit that makes the report, or nobody."""
        return one_line(self.head.letterhead.organisation) if self.head else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A report in the order of paper: the signed part, then each appendix with its items."""

    head: blocks.Head | None
    body: tuple[Block | Foreign, ...]
    signature: blocks.Signature | None
    appendices: tuple[tuple[blocks.Appendix, tuple[Block | Foreign, ...]], ...]


def read(notebook: Mapping[str, Any]) -> Report:
    """The report in an executed notebook.

    A notebook without any block gives its Markdown and outputs.
    """
    items = [item for cell in notebook["cells"] for item in _items(cell)]
    if not any(isinstance(item, blocks.Block) for item in items):
        items = [item for cell in notebook["cells"] for item in _with_markdown(cell)]
    return of(items)


def of(items: Iterable[Block | Foreign]) -> Report:
    """A report of blocks; the first head is the report's."""
    flat = _unique(tuple(_flat(items)))
    head = next((item for item in flat if isinstance(item, blocks.Head)), None)
    return Report(head=head, items=tuple(i for i in flat if not isinstance(i, blocks.Head)))


def _unique(items: tuple[Block | Foreign, ...]) -> tuple[Block | Foreign, ...]:
    """Items whose anchors are each given once; later tables of a name get a number."""
    taken = {slug(item.title) for item in items if isinstance(item, blocks.Appendix)}
    unique: list[Block | Foreign] = []
    for item in items:
        if isinstance(item, blocks.Heading):
            unique.append(replace(item, anchor=_free(item.anchor, taken)))
        elif isinstance(item, blocks.Table):
            named = replace(item, name=_numbered(item.name, taken))
            unique.append(_with_free_rows(named, taken))
        elif isinstance(item, blocks.Chart):
            inside = _with_free_rows(item.table, taken)
            unique.append(replace(item, name=_numbered(item.name, taken), table=inside))
        else:
            unique.append(item)
    return tuple(unique)


def _with_free_rows(table: blocks.Table, taken: set[str]) -> blocks.Table:
    """A table whose rows have no anchor that is taken."""
    rows = (replace(row, anchor=_free(row.anchor, taken)) for row in table.rows)
    return replace(table, rows=tuple(rows))


def _free(name: str, taken: set[str]) -> str:
    """An anchor, now taken; "" where it was taken before."""
    if not name or anchor(name) in taken:
        return ""
    taken.add(anchor(name))
    return name


def _numbered(name: str, taken: set[str]) -> str:
    """A name, now taken, with a number where it was taken before."""
    names = (name or "bang", *(f"{name or 'bang'}-{n}" for n in range(2, len(taken) + 3)))
    return next(filter(None, (_free(one, taken) for one in names)))


def on_paper(report: Report) -> Paper:
    """The order of paper: tables closed on screen, and the figures' data, come at the end."""
    body: list[Block | Foreign] = []
    signature: blocks.Signature | None = None
    appendices: list[tuple[blocks.Appendix, list[Block | Foreign]]] = []
    behind: list[blocks.Table] = []
    for item in report.items:
        if isinstance(item, blocks.Signature):
            signature = item
        elif isinstance(item, blocks.Appendix):
            appendices.append((item, []))
        elif appendices:
            appendices[-1][1].append(item)
        elif isinstance(item, blocks.Table) and item.folded:
            behind.append(item)
        else:
            body.append(item)
    behind += _behind_charts(report)
    if behind:
        titles = [title.title for title, _ in appendices]
        wide = any(table.wide for table in behind)
        appendices.append((blocks.Appendix(title=_next_title(titles), wide=wide), list(behind)))
    numbered = _numbered_titles([title for title, _ in appendices])
    return Paper(
        head=report.head,
        body=(*body, *_enclosures(numbered, signed=signature is not None)),
        signature=signature,
        appendices=tuple(
            (title, tuple(inside)) for title, (_, inside) in zip(numbered, appendices, strict=True)
        ),
    )


def _numbered_titles(titles: list[blocks.Appendix]) -> list[blocks.Appendix]:
    """Appendices with Roman numbers where there are several and none has a number of its own."""
    begins = "Phụ lục. "
    if not 1 < len(titles) < len(_ROMAN) or not all(t.title.startswith(begins) for t in titles):
        return titles
    return [
        replace(title, title=f"Phụ lục {_ROMAN[n]}. {title.title.removeprefix(begins)}")
        for n, title in enumerate(titles, start=1)
    ]


def _enclosures(titles: list[blocks.Appendix], *, signed: bool) -> list[blocks.Text]:
    """The sentence of the signed part that names what is enclosed."""
    named = [letter.appendix_lines(title.title) for title in titles]
    if not signed or not named:
        return []
    said = "; ".join(f"{label} ({name})" if label else name for label, name in named)
    return [blocks.Text(text=f"Kèm theo Báo cáo này: {said}.")]


def _next_title(titles: list[str]) -> str:
    """The title of the appendix that holds what is behind charts and folded, numbered on."""
    rest = "Số liệu của các hình và bảng chi tiết"
    number = len(titles) + 1
    if titles and all(re.match(r"phụ lục \d", title.casefold()) for title in titles):
        return f"Phụ lục {number}. {rest}"
    if titles and all(re.match(r"phụ lục [ivx]+\b", title.casefold()) for title in titles):
        return f"Phụ lục {_ROMAN[number]}. {rest}" if number < len(_ROMAN) else f"Phụ lục. {rest}"
    return f"Phụ lục. {rest}"


def tables(report: Report) -> tuple[blocks.Table, ...]:
    """Every table in order, each name once; of those behind charts, what no other table says."""
    standing = {_said(item) for item in report.items if isinstance(item, blocks.Table)}
    found = []
    for item in report.items:
        if isinstance(item, blocks.Table):
            found.append(item)
        elif isinstance(item, blocks.Chart) and _said(item.table) not in standing:
            found.append(item.table)
    return tuple({table.name: table for table in reversed(found)}.values())[::-1]


def anchors(report: Report) -> frozenset[str]:
    """The anchors that a link can lead to."""
    named = {item.anchor for item in report.items if isinstance(item, blocks.Heading)}
    for table in tables(report):
        named |= {table.name} | {row.anchor for row in table.rows}
    named |= {item.name for item in report.items if isinstance(item, blocks.Chart)}
    return frozenset(named - {""})


def _behind_charts(report: Report) -> list[blocks.Table]:
    """The data of the charts, where no table of the report says the same."""
    standing = {_said(item) for item in report.items if isinstance(item, blocks.Table)}
    charts = [item for item in report.items if isinstance(item, blocks.Chart)]
    return [chart.table for chart in charts if _said(chart.table) not in standing]


def _said(table: blocks.Table) -> tuple[object, ...]:
    """What a table says, whatever its name."""
    cells = ((cell.text, cell.state) for row in table.rows for cell in row.cells)
    return (tuple(column.label for column in table.columns), *cells)


def _flat(items: Iterable[Block | Foreign]) -> Iterable[Block | Foreign]:
    """Items with the blocks of one cell taken apart."""
    for item in items:
        if isinstance(item, blocks.Blocks):
            yield from _flat(item.items)
        else:
            yield item


def _items(cell: Mapping[str, Any]) -> list[Block | Foreign]:
    """What a code cell shows; printed text and warnings are not part of a report."""
    shown: list[Block | Foreign] = []
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        if blocks.MIME in data:
            shown.append(blocks.from_json(data[blocks.MIME]))
        elif data:
            forms = tuple((mime, _joined(data[mime])) for mime in SHOWN if mime in data)
            shown.append(Foreign(forms=forms))
    return shown


def _with_markdown(cell: Mapping[str, Any]) -> list[Block | Foreign]:
    """A cell of a notebook without blocks: its Markdown, or its outputs and printed text."""
    if cell["cell_type"] == "markdown":
        text = _joined(cell["source"])
        return [Foreign(forms=(("text/markdown", text), ("text/plain", text)))]
    printed = [
        Foreign(forms=(("text/plain", _ESCAPES.sub("", _joined(output["text"]))),))
        for output in cell.get("outputs", ())
        if output.get("output_type") == "stream" and output.get("name") == "stdout"
    ]
    return [*printed, *_items(cell)]


def _joined(text: str | list[str]) -> str:
    """A multi-line string of the notebook format."""
    return text if isinstance(text, str) else "".join(text)

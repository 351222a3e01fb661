"""Pages of lines and tables → one run of source lines.

Left out: running headers and page numbers. Put in: blank lines where print has space. Footnotes
go to the end, tables that go on over the page are one, hyphenated words are put together.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cchc_lib.plan import source_footnotes as footnotes
from cchc_lib.plan.source import SourceLine, numbered, row_text
from cchc_lib.plan.source_joins import dashes_back, glued
from cchc_lib.plan.source_page import Line, Page, Table
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from collections.abc import Sequence

EDGE = 0.1  # share of the page's height in which running headers and footers stand
OFTEN = 0.3  # share of the pages that one must stand on
SPACED = 1.4  # a step from line to line that leaves a blank, in usual steps
SAME_EDGE = 8.0  # points by which a table's columns may differ from page to page
CENTRED = 0.03  # share of the width by which the margins of a centred line may differ
_PAGE_NUMBER = re.compile(r"\W*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?\W*", re.IGNORECASE)
_ENDS = (".", ";", ":", "!", "?")


def lines_of(pages: Sequence[Page]) -> tuple[SourceLine, ...]:
    """The lines of all pages."""
    found = _Lines(size=_usual_size(pages))
    running = _running(pages)
    for page in pages:
        found.page(page, running)
    return numbered(glued([*found.lines, *found.notes]))


def _usual_size(pages: Sequence[Page]) -> float:
    """The height of the letters that most of the text is set in."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for item in page.items:
            if isinstance(item, Line):
                sizes[round(item.size * 2) / 2] += len(item.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


# --- headers and footers ---------------------------------------------------------------------


def _running(pages: Sequence[Page]) -> set[str]:
    """What stands at the edge of many pages, digits aside."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_edge_key(one, page) for one in page.items if _at_edge(one, page)})
    least = max(2.0, OFTEN * len(pages))
    return {key for key, count in seen.items() if key and count >= least}


def _at_edge(item: Line | Table, page: Page) -> bool:
    """Whether a line stands at a page's upper or lower edge."""
    if isinstance(item, Table):
        return False
    return item.bottom < EDGE * page.height or item.top > (1 - EDGE) * page.height


def _edge_key(item: Line | Table, page: Page) -> str:
    """A line at the edge without its digits, and which edge; "" for a table."""
    if isinstance(item, Table):
        return ""
    upper = item.bottom < EDGE * page.height
    return f"{upper} {re.sub(r'[0-9]+', '#', fold_key(item.text))}"


def _body(page: Page, running: set[str]) -> list[Line | Table]:
    """A page's items without headers, footers and its number.

    Of the first page only a lone number is taken: its letterhead may be repeated in an appendix.
    """
    items = list(page.items)
    kept = []
    for at, item in enumerate(items):
        if isinstance(item, Line) and _at_edge(item, page):
            outer = at in {0, len(items) - 1}
            if outer and _PAGE_NUMBER.fullmatch(item.text):
                continue
            if page.number > 1 and _edge_key(item, page) in running:
                continue
        kept.append(item)
    return kept


# --- the run of lines ------------------------------------------------------------------------


@dataclass(slots=True)
class _Lines:
    """The lines so far, and the table that may go on."""

    size: float
    lines: list[SourceLine] = field(default_factory=list)
    notes: list[SourceLine] = field(default_factory=list)
    cited: int = 0
    tables: int = 0
    open_table: Table | None = None
    first_rows: tuple[tuple[str, ...], ...] = ()

    def page(self, page: Page, running: set[str]) -> None:
        """Add one page."""
        items = _body(page, running)
        items = dashes_back(self._without_notes(page, items))
        step = _step(items)
        before: Line | Table | None = None
        for item in items:
            if _blank_between(before, item, step, page.width):
                self.lines.append(SourceLine(number=0, text="", page=page.number))
            if isinstance(item, Table):
                self._table(item, page)
            else:
                self.open_table = None
                self.lines.append(_source_line(item, page))
            before = item

    def _table(self, table: Table, page: Page) -> None:
        """Add a table's rows; one that goes on from the page before is the same table."""
        rows = list(zip(table.rows, table.places, strict=True))
        if self.open_table is not None and _same_columns(self.open_table, table):
            head = self.first_rows
            while head and rows and _same_row(rows[0][0], head[0]):
                rows, head = rows[1:], head[1:]
            if rows and self._continues(rows[0][0]):
                self._join(rows.pop(0)[0])
        else:
            self.tables += 1
            self.first_rows = table.rows[:2]
        self.open_table = table
        for cells, (top, bottom) in rows:
            if any(map(str.strip, cells)):
                self.lines.append(
                    SourceLine(
                        number=0,
                        text=row_text(cells),
                        page=page.number,
                        cells=cells,
                        table=self.tables,
                        box=_box(table.columns[0], top, table.columns[-1], bottom, page),
                        sure=table.sure,
                    )
                )

    def _continues(self, cells: Sequence[str]) -> bool:
        """Whether a table's first row on a page is the rest of the row before.

        Its first cell is empty, it has text only where that row has, and it goes on within a
        sentence.
        """
        before = self.lines[-1].cells if self.lines else None
        if before is None or not before[0].strip() or cells[0].strip():
            return False
        pairs = [(a.strip(), b.strip()) for a, b in zip(before, cells, strict=True) if b.strip()]
        if not pairs or not all(a for a, _ in pairs):
            return False
        return any(b[0].islower() or not a.endswith(_ENDS) for a, b in pairs)

    def _join(self, cells: Sequence[str]) -> None:
        """Put the rest of a row to its first part."""
        before = self.lines[-1]
        joined = tuple(
            "\n".join(part for part in pair if part.strip())
            for pair in zip(before.cells or (), cells, strict=True)
        )
        self.lines[-1] = replace(before, cells=joined, text=row_text(joined))

    def _without_notes(self, page: Page, items: list[Line | Table]) -> list[Line | Table]:
        """A page's items without the footnotes at its foot, which are kept for the end."""
        start = footnotes.start(items, page, self.size)
        if start == len(items):
            return items
        rows = [item for item in items[start:] if isinstance(item, Line)]
        texts, marks = footnotes.texts(rows, self.cited)
        self.cited += max(len(marks), 1)
        self.notes += [
            replace(_source_line(row, page), text=text, note=True)
            for row, text in zip(rows, texts, strict=True)
        ]
        return footnotes.unmarked(items[:start], marks)


def _source_line(item: Line, page: Page) -> SourceLine:
    """A line of a page as a source line; its place is told for scans."""
    return SourceLine(
        number=0,
        text=item.text,
        page=page.number,
        box=_box(item.x0, item.top, item.x1, item.bottom, page),
        sure=item.sure,
    )


def _box(
    left: float, top: float, right: float, bottom: float, page: Page
) -> tuple[float, float, float, float] | None:
    """A place as shares of the page; None where it isn't that of the page as it lies."""
    if not page.placed:
        return None
    width, height = max(page.width, 1.0), max(page.height, 1.0)
    return (
        round(left / width, 4),
        round(top / height, 4),
        round(right / width, 4),
        round(bottom / height, 4),
    )


# --- blanks ----------------------------------------------------------------------------------


def _step(items: Sequence[Line | Table]) -> float:
    """The usual step from one line to the next."""
    steps = [
        after.bottom - before.bottom
        for before, after in itertools.pairwise(items)
        if isinstance(before, Line) and isinstance(after, Line) and after.bottom > before.bottom
    ]
    return statistics.median_low(steps) if steps else 0.0


def _blank_between(
    before: Line | Table | None, item: Line | Table, step: float, width: float
) -> bool:
    """Whether print leaves space between two items, or a centred heading ends."""
    if before is None or (isinstance(before, Table) and isinstance(item, Table)):
        return False
    if isinstance(before, Table) or isinstance(item, Table):
        return True
    if step and item.bottom - before.bottom > SPACED * step:
        return True
    return _centred(before, width) and not _centred(item, width) and "    " not in item.text


def _centred(line: Line, width: float) -> bool:
    """Whether a line stands in the middle of the page and is short."""
    left, right = line.x0, width - line.x1
    return (
        abs(left - right) < 2 * CENTRED * width and left > 0.18 * width and "    " not in line.text
    )


# --- tables over pages -----------------------------------------------------------------------


def _same_columns(one: Table, other: Table) -> bool:
    """Whether two tables have the same columns."""
    return len(one.columns) == len(other.columns) and all(
        abs(a - b) <= SAME_EDGE for a, b in zip(one.columns, other.columns, strict=True)
    )


def _same_row(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether a row repeats a header."""
    return [fold_key(cell) for cell in one] == [fold_key(cell) for cell in other]

"""A Word file → source lines: paragraphs with their numbers, tables, footnotes at the end.

Headers and footers, deletions, hidden text, comments and the table of contents are left out. A
table that only places text (letterhead, recipients beside the signature) gives lines of text.
Parts of a package are read under limits: a small file may unpack to gigabytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from cchc_lib.errors import NotAPlanError
from cchc_lib.plan.source import (
    SourceDocument,
    SourceLine,
    bounded,
    modern,
    numbered,
    row_text,
    untold,
)
from cchc_lib.plan.source_docx_numbers import Numbers
from cchc_lib.plan.source_docx_styles import Styles
from cchc_lib.plan.source_docx_text import Reader, has_borders
from cchc_lib.plan.source_docx_xml import (
    FAULTS,
    Package,
    attribute,
    child,
    down,
    local,
    value,
    whole,
)
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from cchc_lib.plan.source import Tick

MAX_COLUMNS = 63  # as Word has it
PLACING_COLUMNS = 3  # a table that only places text is no larger
PLACING_ROWS = 8
_GAP = "    "
_PLACED = ("cong hoa xa hoi chu nghia", "noi nhan")
_WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})


def read(path: Path, data: bytes, tick: Tick = untold) -> SourceDocument:  # noqa: ARG001
    """The lines of a Word file, in the order in which they are read.

    Raises:
        NotAPlanError: damaged, locked, another kind of package, or beyond the limits.
    """
    try:
        package = Package(data, path.name)
        root = package.part(package.main)
        if root is None:
            raise KeyError(package.main)
        styles = Styles.of(package.beside("styles.xml"))
        numbers = Numbers.of(package.beside("numbering.xml"), styles)
        body = _Body(reader=Reader(styles=styles, numbers=numbers), name=path.name)
        body.blocks(child(root, "body"))
        body.notes(package)
    except FAULTS as error:
        raise NotAPlanError(
            f"{path.name}: tệp Word bị hỏng hoặc chép chưa hết nên không đọc được. Mở tệp gốc "
            "bằng Word, lưu lại rồi chạy lại."
        ) from error
    found = modern(body.finished(), path.name)
    return replace(found, kind="docx")


@dataclass(slots=True)
class _Body:
    """The lines gathered so far, and where in the document the reading is."""

    reader: Reader
    name: str
    letters: int = 0
    lines: list[SourceLine] = field(default_factory=list)
    tables: int = 0
    page: int = 1
    centred: bool = False
    joins: bool = False

    def finished(self) -> tuple[SourceLine, ...]:
        """All lines with their numbers; pages only where Word has noted them."""
        paged = self.page > 1
        return numbered(line if paged else replace(line, page=None) for line in self.lines)

    def blocks(self, parent: Element | None) -> None:
        """Paragraphs and tables in order."""
        for one in [] if parent is None else parent:
            match local(one):
                case "p":
                    self._paragraph(one)
                case "tbl":
                    self._table(one)
                case name if name in _WRAPPERS:
                    self.blocks(one)

    def _paragraph(self, element: Element) -> None:
        """A paragraph and what stands in its text boxes.

        A blank line parts a centred heading from the text under it, as spacing does in print.
        """
        found = self.reader.paragraph(element)
        if found is None:
            return
        if found.lines[0] and self.centred and not found.centred:
            self._add("")
        if any(found.lines):
            self.centred = found.centred
        for at, line in enumerate(found.lines):
            if at == 0 and self.joins and self.lines:
                last = self.lines[-1]
                self.lines[-1] = replace(last, text=f"{last.text} {line}".strip())
            else:
                self._add(line)
        self.joins = found.joined
        self.page += found.pages
        for box in found.boxes:
            self.blocks(box)

    def _add(self, text: str) -> None:
        """One line of text."""
        self._put(SourceLine(number=0, text=text, page=self.page))

    def _put(self, line: SourceLine) -> None:
        """Keep a line, unless the document has grown too long."""
        self.letters += len(line.text)
        self.lines.append(line)
        bounded(len(self.lines), self.letters, self.name)

    # --- tables -------------------------------------------------------------------------------

    def _table(self, element: Element) -> None:
        """A table's rows, or the lines of a table that only places text."""
        first = not any(line.text for line in self.lines)
        rows = self._rows(element)
        if not any(any(row) for row in rows):
            return
        self.centred = self.joins = False
        if self._places_text(element, rows, first=first):
            for row in rows:
                for line in _side_by_side(row):
                    self._add(line)
            self._add("")
            return
        self.tables += 1
        for row in rows:
            if any(row):
                self._put(
                    SourceLine(
                        number=0,
                        text=row_text(row),
                        page=self.page,
                        cells=tuple(row),
                        table=self.tables,
                    )
                )

    def _places_text(self, element: Element, rows: list[list[str]], *, first: bool) -> bool:
        """Whether a table only sets text side by side."""
        width = max(map(len, rows))
        if width == 1:
            return len(rows) == 1
        if width > PLACING_COLUMNS or len(rows) > PLACING_ROWS:
            return False
        folded = [fold_key(cell) for row in rows for cell in row]
        if any(cell.startswith(_PLACED[1]) or _PLACED[0] in cell for cell in folded):
            return True
        return first and not has_borders(element, self.reader.styles)

    def _rows(self, element: Element) -> list[list[str]]:
        """A table's rows as texts by column; merged cells are filled as `SourceLine` says."""
        rows: list[list[str]] = []
        above: dict[int, str] = {}
        for row in _children(element, "tr"):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                continue
            texts: list[str] = [""] * min(whole(value(properties, "gridBefore"), 0), MAX_COLUMNS)
            for cell in _children(row, "tc"):
                at = len(texts)
                text = self._cell(cell)
                merge = child(cell, "tcPr", "vMerge")
                if merge is not None and attribute(merge, "val") != "restart":
                    text = above.get(at, "") or text
                above[at] = text
                span = whole(value(cell, "tcPr", "gridSpan"), 1)
                texts += [text] + [""] * (min(max(span, 1), MAX_COLUMNS) - 1)
            rows.append(texts[:MAX_COLUMNS])
        width = max(map(len, rows), default=0)
        return [row + [""] * (width - len(row)) for row in rows]

    def _cell(self, cell: Element) -> str:
        """A cell's text; tables inside it are set out as lines."""
        inner = _Body(reader=self.reader, name=self.name)
        for one in cell:
            match local(one):
                case "p":
                    inner._paragraph(one)
                case "tbl":
                    for row in inner._rows(one):
                        inner._add(row_text(row))
                case name if name in _WRAPPERS:
                    inner.blocks(one)
        self.page += inner.page - 1
        lines = [line.text for line in inner.lines]
        return "\n".join(lines).strip("\n")

    # --- footnotes ----------------------------------------------------------------------------

    def notes(self, package: Package) -> None:
        """The footnotes in the order in which they are cited, at the document's end."""
        cited = list(self.reader.notes)
        texts: dict[tuple[str, str], list[str]] = {}
        for kind in ("footnote", "endnote"):
            root = package.beside(f"{kind}s.xml") if cited else None
            for one in [] if root is None else root:
                texts[kind, attribute(one, "id")] = list(self._note_lines(one))
        for number, key in enumerate(cited, start=1):
            lines = [line for line in texts.get(key, []) if line]
            for at, line in enumerate(lines):
                text = f"{number} {line}" if at == 0 else line
                self.lines.append(SourceLine(number=0, text=text, note=True, page=self.page))

    def _note_lines(self, note: Element) -> Iterator[str]:
        """The lines of one footnote."""
        for one in down(note, "p"):
            found = self.reader.paragraph(one)
            yield from found.lines if found else ()


def _children(element: Element, name: str) -> Iterator[Element]:
    """Rows or cells, also those inside content controls and insertions."""
    for one in element:
        if local(one) == name:
            yield one
        elif local(one) in _WRAPPERS:
            yield from _children(one, name)


def _side_by_side(row: list[str]) -> list[str]:
    """The cells of a row set beside each other, line by line."""
    columns = [[line for line in cell.split("\n") if line.strip()] for cell in row]
    return [
        _GAP.join(part for part in parts if part.strip())
        for parts in zip_longest(*columns, fillvalue="")
    ]

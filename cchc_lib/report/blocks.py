"""What a report is made of: head, heading, text, tiles, table, chart, signature.

A block carries two forms in its MIME bundle: `text/html` for JupyterLab, and a structured form
(`MIME`) from which every exporter makes its pages, so that all formats show the same.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

MIME = "application/vnd.cchc.block+json"

Align = Literal["left", "right", "center"]
StateWord = Literal["met", "on_track", "behind", "not_reported", "idle", ""]
"""One word, one shape, one colour (report design, "States"); "" is no state."""

STATE_MARKS: dict[str, tuple[str, str]] = {
    "met": ("●", "Đạt / vượt"),
    "on_track": ("◐", "Đang thực hiện, đúng tiến độ"),
    "behind": ("▲", "Chậm tiến độ"),
    "not_reported": ("○", "Chưa báo cáo"),
    "idle": ("–", "Không phát sinh, chưa đến hạn"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Base of all blocks; shows itself in a notebook."""

    kind: ClassVar[str] = ""

    def _repr_mimebundle_(self, **_options: object) -> dict[str, Any]:
        """Both forms of the block."""
        from cchc_lib.report import markup  # noqa: PLC0415 - markup knows the blocks

        return {MIME: to_json(self), "text/html": markup.fragment((self,))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What Decree 30/2020 asks for around a report; empty parts are left out."""

    superior: str = ""
    organisation: str = ""
    symbol: str = ""
    place: str = ""
    year: int = 0
    addressee: str = ""
    authority: str = ""
    signatory_title: str = ""
    signatory_name: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Head(Block):
    """The head of page 1.

    `marks` are said first in every format ("SỐ LIỆU MÔ PHỎNG", "DỰ THẢO"); `facts` are short
    lines: window, as of when, from how many submissions. `grounds` are the legal grounds.
    `provenance` (version, inputs with checksums) goes to the foot or the properties.
    """

    kind: ClassVar[str] = "head"
    title: str
    subtitle: str
    letterhead: Letterhead
    marks: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    provenance: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading(Block):
    """A heading; `level` 1 is a part ("II. KẾT QUẢ …"), 2 "1.", 3 "a)". `text` has its number."""

    kind: ClassVar[str] = "heading"
    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Block):
    """A paragraph, or a list item; `lead` is the one sentence of the ten-second reading."""

    kind: ClassVar[str] = "text"
    text: str
    style: Literal["body", "lead", "bullet", "note", "quote", "question"] = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One of the head's four figures; `anchor` is where its sources stand in the appendix."""

    label: str
    value: str
    note: str = ""
    state: StateWord = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles(Block):
    """The figures of the ten-second reading."""

    kind: ClassVar[str] = "tiles"
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table; the unit belongs into the label. `share` is its part of the width."""

    label: str
    align: Align = "left"
    share: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell as printed; `value` is the number behind it (for Excel and for tests).

    `percent` says that `value` is a fraction. `source` is an anchor in the appendix.
    """

    text: str = ""
    value: float | None = None
    percent: bool = False
    state: StateWord = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table; a "group" row has one cell that spans the table. `anchor` is a target."""

    cells: tuple[Cell, ...]
    kind: Literal["body", "group", "total"] = "body"
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Block):
    """A table with a caption; `wide` goes on a landscape page, `folded` is closed in HTML.

    `appendix` tables come after the signature on paper. `sortable` ones sort and filter in HTML.
    `name` (ASCII, unique in the report) names the sheet and the anchor.
    """

    kind: ClassVar[str] = "table"
    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    wide: bool = False
    folded: bool = False
    sortable: bool = False
    empty: str = "Không có."


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(Block):
    """A chart: its title is the answer; `svg` with text as text; `table` has its numbers.

    `width_mm`/`height_mm` are its size on paper.
    """

    kind: ClassVar[str] = "chart"
    name: str
    title: str
    svg: str
    alt: str
    source: str
    table: Table
    width_mm: float = 160.0
    height_mm: float = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature(Block):
    """Places of receipt and signature block, from the head's letterhead; ends the signed part."""

    kind: ClassVar[str] = "signature"
    letterhead: Letterhead


@dataclass(frozen=True, slots=True, kw_only=True)
class Appendix(Block):
    """Begins an appendix: on paper a new page with its own title."""

    kind: ClassVar[str] = "appendix"
    title: str
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks(Block):
    """Several blocks that one notebook cell shows, in order; they are not nested."""

    kind: ClassVar[str] = "blocks"
    items: tuple[Block, ...] = ()

    def _repr_mimebundle_(self, **_options: object) -> dict[str, Any]:
        """Both forms of all the blocks."""
        from cchc_lib.report import markup  # noqa: PLC0415 - markup knows the blocks

        return {MIME: to_json(self), "text/html": markup.fragment(self.items)}


def flat(block: Block) -> tuple[Block, ...]:
    """The blocks of a cell: those inside `Blocks`, or the one itself."""
    return block.items if isinstance(block, Blocks) else (block,)


KINDS: dict[str, type[Block]] = {
    one.kind: one for one in (Head, Heading, Text, Tiles, Table, Chart, Signature, Appendix, Blocks)
}


def to_json(block: Block) -> dict[str, Any]:
    """A block as plain JSON; `from_json` gives it back."""
    if isinstance(block, Blocks):
        return {"kind": block.kind, "items": [to_json(item) for item in block.items]}
    return {"kind": block.kind, **dataclasses.asdict(block)}


def from_json(data: dict[str, Any]) -> Block:
    """The block of its JSON form."""
    values = {name: value for name, value in data.items() if name != "kind"}
    match data["kind"]:
        case "blocks":
            return Blocks(items=tuple(from_json(item) for item in values["items"]))
        case "head" | "signature":
            values["letterhead"] = Letterhead(**_tuples(values["letterhead"]))
        case "tiles":
            values["tiles"] = tuple(Tile(**tile) for tile in values["tiles"])
        case "table":
            return _table(values)
        case "chart":
            values["table"] = _table(_without_kind(values["table"]))
    return KINDS[data["kind"]](**_tuples(values))


def _table(values: dict[str, Any]) -> Table:
    """A table of its JSON form."""
    columns = tuple(Column(**column) for column in values["columns"])
    rows = tuple(
        Row(
            cells=tuple(Cell(**cell) for cell in row["cells"]),
            kind=row["kind"],
            anchor=row["anchor"],
        )
        for row in values["rows"]
    )
    return Table(**{**_without_kind(values), "columns": columns, "rows": rows})


def _without_kind(values: dict[str, Any]) -> dict[str, Any]:
    """Values without the name of their kind."""
    return {name: value for name, value in values.items() if name != "kind"}


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    """JSON lists of texts as tuples."""
    return {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}

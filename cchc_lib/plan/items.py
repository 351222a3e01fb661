"""Lines → a tree of numbered items, with the numbers that the plan prints or should print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cchc_lib.plan import lost_numbers, markers, sequence
from cchc_lib.plan.markers import KINDS, MarkerKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_lib.plan.heads import Start
    from cchc_lib.plan.source import ReadLine
    from cchc_lib.plan.words import CellRole

# Kinds whose number is repeated by the numbers of the items inside.
CLEAR = 0.2  # the cost of a number that only lost its stops
_COUNTED = frozenset({"number", "dotted", "deep"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A numbered item: its own lines (marker removed), then the items inside it.

    `number` is its number as it should be ("2.8", "c", "II"), `printed` as it stands; `path` are
    the arabic numbers that items inside repeat. A table's row (`tabular`) holds its title in
    `rows`, and in `cells` what its other columns state.
    """

    kind: MarkerKind | None
    number: str
    printed: str
    repaired: bool
    path: tuple[int, ...]
    rows: tuple[ReadLine, ...]
    children: tuple[Item, ...] = ()
    cells: tuple[tuple[CellRole, tuple[ReadLine, ...]], ...] = ()
    tabular: bool = False

    def walk(self) -> Iterator[Item]:
        """The item and all items inside it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def own_rows(self) -> tuple[ReadLine, ...]:
        """The item's own lines, in order: of a table's row the lines of all its cells."""
        if not self.cells:
            return self.rows
        every = [*self.rows, *(row for _, rows in self.cells for row in rows)]
        return tuple(sorted(every, key=lambda row: row.number))

    @property
    def all_rows(self) -> tuple[ReadLine, ...]:
        """Every line of the item, those of the items inside included."""
        found = list(self.own_rows)
        for child in self.children:
            found += child.all_rows
        return tuple(found)


def build(rows: Sequence[ReadLine]) -> Item:
    """The tree of a text; its root has no number."""
    root = Item(kind=None, number="", printed="", repaired=False, path=(), rows=())
    return _fill(root, tuple(rows), ())


def _fill(item: Item, rows: tuple[ReadLine, ...], above: tuple[MarkerKind, ...]) -> Item:
    """The item with the lines given as its own and its children's."""
    kind, starts = _first_kind(rows, item.path, above)
    if kind is None:
        return replace(item, rows=rows)
    starts = lost_numbers.found_again(kind, rows, starts, item.path)
    places = [start.candidate.index for start, _ in starts] + [len(rows)]
    children = []
    for (start, value), end in zip(starts, places[1:], strict=True):
        begin = start.candidate.index
        child = _item(kind, start, value, item.path)
        inside = (replace(rows[begin], text=start.rest), *rows[begin + 1 : end])
        children.append(_fill(child, inside, (*above, kind)))
    return replace(item, rows=rows[: places[0]], children=tuple(children))


def _first_kind(
    rows: tuple[ReadLine, ...], path: tuple[int, ...], above: tuple[MarkerKind, ...]
) -> tuple[MarkerKind | None, list[tuple[Start, int]]]:
    """The kind of marker that parts a block: the outermost one that stands first in it."""
    found: list[tuple[int, int, MarkerKind, list[tuple[Start, int]]]] = []
    for order, kind in enumerate(KINDS):
        if kind in above or (kind == "deep" and "dotted" not in above):
            continue
        starts = _read(kind, rows, path)
        if starts:
            found.append((starts[0][0].candidate.index, order, kind, starts))
    if not found:
        return None, []
    outer = [
        entry for entry in found if entry[2] in {"part", "roman", "upper"} and len(entry[3]) > 1
    ]
    _, _, kind, starts = min(outer or found)
    return kind, starts


def _read(
    kind: MarkerKind, rows: tuple[ReadLine, ...], path: tuple[int, ...]
) -> list[tuple[Start, int]]:
    """The starts of a kind with their numbers; none where all are doubtful."""
    starts = markers.starts(kind, rows, path)
    if all(start.candidate.weak for start in starts) and not _run(kind, starts):
        return _headings(starts)
    if kind in {"dotted", "deep"} and len(path) != (1 if kind == "dotted" else 2):
        return _as_printed(starts)
    follows = sequence.letters if kind == "letter" else sequence.numbers
    by_index = {start.candidate.index: start for start in starts}
    chosen = sequence.read([start.candidate for start in starts], follows)
    return [(by_index[index], value) for index, value in chosen]


def _run(kind: MarkerKind, starts: list[Start]) -> bool:
    """Whether starts that all lost their stops are yet a row: 11, 12 under 1."""
    values = [value for start in starts for value, cost in start.candidate.options if cost <= CLEAR]
    return kind in {"dotted", "deep"} and values[:2] == [1, 2]


def _headings(starts: list[Start]) -> list[tuple[Start, int]]:
    """Sections without numbers: several headings in capitals, counted as they stand."""
    bare = [start for start in starts if not start.printed]
    return list(zip(bare, range(1, len(bare) + 1), strict=True)) if len(bare) > 1 else []


def _as_printed(starts: list[Start]) -> list[tuple[Start, int]]:
    """Numbers under no known parent (1.1, 1.2, 2.1): each run is read by itself."""
    runs: dict[str, list[Start]] = {}
    for start in starts:
        if not start.candidate.weak:
            runs.setdefault(start.printed.rpartition(".")[0], []).append(start)
    found = []
    for run in runs.values():
        by_index = {start.candidate.index: start for start in run}
        chosen = sequence.read([start.candidate for start in run])
        found += [(by_index[index], value) for index, value in chosen]
    return sorted(found, key=lambda pair: pair[0].candidate.index)


def _item(kind: MarkerKind, start: Start, value: int, path: tuple[int, ...]) -> Item:
    """An item without its lines."""
    match kind:
        case "roman" | "part":
            number = sequence.ROMANS[value] if value < len(sequence.ROMANS) else str(value)
            repaired = bool(start.printed) and start.printed not in {number, str(value)}
        case "letter":
            number = sequence.LETTERS[value - 1]
            repaired = start.printed != number
        case "upper":
            number, repaired = start.printed, False
        case "dotted" | "deep":
            return _dotted_item(kind, start, value, path)
        case _:
            number = str(value)
            repaired = start.printed != number
    counted = (value,) if kind == "number" else path
    return Item(
        kind=kind, number=number, printed=start.printed, repaired=repaired, path=counted, rows=()
    )


def _dotted_item(kind: MarkerKind, start: Start, value: int, path: tuple[int, ...]) -> Item:
    """An item whose number repeats its parents'."""
    wanted = 1 if kind == "dotted" else 2
    before = path
    if len(path) != wanted:
        before = tuple(int(part) for part in start.printed.split(".")[:-1])
    full = (*before, value)
    number = ".".join(map(str, full))
    repaired = start.printed != number
    return Item(
        kind=kind, number=number, printed=start.printed, repaired=repaired, path=full, rows=()
    )


def identifier(ancestors: Sequence[Item], item: Item, *, within_parts: int = 0) -> str:
    """The number that names an item: its own, behind that of the numbered items around it.

    Args:
        ancestors: the items around it, outermost first.
        item: the item.
        within_parts: how many numbers of parts around it (I, A) to put in front too.
    """
    parts = [a for a in ancestors if a.kind in {"part", "roman", "upper"}]
    if parts and within_parts:
        front = [part.number for part in parts[-within_parts:]]
        return ".".join([*front, identifier(ancestors, item)])
    if item.kind in {"dotted", "deep"}:
        return item.number
    around = [a for a in ancestors if a.kind not in {None, "part", "roman", "upper"}]
    inner = []
    for one in (*around, item):
        if one.kind in {"dotted", "deep"}:
            inner = [one.number]
        elif one.kind in {"number", "paren"} and inner:
            inner.append(f".{one.number}")
        else:
            inner.append(one.number)
    return "".join(inner)

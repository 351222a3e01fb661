"""Ruling lines of a page image → tables' cells, merged ones included.

Works on pixels, so that a PDF's drawn lines and a scan's printed ones are found by one mechanism.
A rule is a long run of dark pixels; a table is what rules that cross each other enclose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    Pixels = np.ndarray[Any, np.dtype[Any]]

ACROSS_INCH = 0.4  # shortest rule across, and down
DOWN_INCH = 0.24
THICK_INCH = 0.07  # what is thicker is an area, of which the edges count
NEAR_INCH = 0.04  # rules nearer than this are one
COVERED = 0.5  # share of a cell's side that a rule must cover
SAME = 0.75  # share of two runs beside each other that makes them one rule
THROUGHOUT = 0.9  # share of a short side that must be dark in one row of pixels
MOST_RUNS = 60_000  # of a page; a picture has more
MOST_RULES = 1_500
MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: its rows and columns (first, last + 1) and its place in pixels."""

    rows: tuple[int, int]
    columns: tuple[int, int]
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table's edges in pixels and its cells."""

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule: where it lies, and from where to where it runs."""

    at: int
    start: int
    end: int


def grids(dark: Pixels, dpi: float) -> list[Grid]:
    """The tables of a page, from top to bottom.

    Args:
        dark: True where the page is printed.
        dpi: pixels per inch.
    """
    across = _runs(dark, round(ACROSS_INCH * dpi))
    down = _runs(dark.T, round(DOWN_INCH * dpi)).T
    flat, upright = _rules(across, dpi), _rules(down.T, dpi)
    if not flat or not upright or max(len(flat), len(upright)) > MOST_RULES:
        return []
    near = max(2, round(NEAR_INCH * dpi))
    found = []
    for some_flat, some_upright in _joined(flat, upright, near):
        grid = _grid(some_flat, some_upright, _Drawn(dark, across, down, near))
        if grid is not None:
            found.append(grid)
    outer = [g for g in found if not any(_inside(g, other) for other in found if other is not g)]
    return sorted(outer, key=lambda grid: (grid.ys[0], grid.xs[0]))


def erased(pixels: Pixels, dark: Pixels, dpi: float) -> Pixels:
    """A grey page without its rules, so that none is read as a letter."""
    rules = _runs(dark, round(ACROSS_INCH * dpi)) | _runs(dark.T, round(DOWN_INCH * dpi)).T
    reach = max(2, round(NEAR_INCH * dpi / 3))
    for axis in (0, 1):
        wide = rules.copy()
        for step in range(1, reach + 1):
            wide |= np.roll(rules, step, axis) | np.roll(rules, -step, axis)
        rules = wide
    found: Pixels = np.where(rules, np.uint8(255), pixels)
    return found


def _runs(dark: Pixels, least: int) -> Pixels:
    """True where a pixel belongs to a run of dark pixels, along rows, of some length.

    Rows beside each other count together, so that a rule at a slight angle is one run.
    """
    rows, width = dark.shape
    empty: Pixels = np.zeros((rows, width), dtype=bool)
    if width < least or least < 1:
        return empty
    thick = dark.copy()
    thick[1:] |= dark[:-1]
    sums = np.zeros((rows, width + 1), dtype=np.int16)  # a page is no wider: memory counts
    np.cumsum(thick, axis=1, out=sums[:, 1:])
    starts = (sums[:, least:] - sums[:, :-least]) == least
    del thick
    sums[:] = 0
    sums[:, : starts.shape[1]] += starts
    sums[:, least : least + starts.shape[1]] -= starts
    np.cumsum(sums, axis=1, out=sums)
    found: Pixels = sums[:, :-1] > 0
    return found


def _rules(mask: Pixels, dpi: float) -> list[_Rule]:
    """The rules of a mask along its rows; a printed area gives its two edges."""
    thickest = max(3, round(THICK_INCH * dpi))
    found: list[_Rule] = []
    open_: list[list[int]] = []  # start, end, first row, last row
    runs = 0
    for row in np.flatnonzero(mask.any(axis=1)).tolist():
        edges = np.flatnonzero(np.diff(np.concatenate(([0], mask[row].view(np.int8), [0]))))
        runs += len(edges)
        if runs > MOST_RUNS:
            return []
        fresh: list[list[int]] = []
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            own = next((o for o in open_ if o[3] >= row - 1 and _alike(o, start, end)), None)
            if own is None:
                fresh.append([start, end, row, row])
            else:
                own[0], own[1], own[3] = min(own[0], start), max(own[1], end), row
        closed = [one for one in open_ if one[3] < row - 1]
        found += [rule for one in closed for rule in _closed(one, thickest)]
        open_ = [one for one in open_ if one[3] >= row - 1] + fresh
    found += [rule for one in open_ for rule in _closed(one, thickest)]
    return found


def _alike(one: Sequence[int], start: int, end: int) -> bool:
    """Whether a run goes on with a rule or an area: the same stretch, or nearly so.

    A rule that crosses a shaded area is longer than the area and stays a rule.
    """
    shared = min(one[1], end) - max(one[0], start)
    return shared >= SAME * (max(one[1], end) - min(one[0], start))


def _closed(one: Sequence[int], thickest: int) -> list[_Rule]:
    """A finished rule, or the two edges of an area."""
    start, end, first, last = one
    if last - first <= thickest:
        return [_Rule((first + last) // 2, start, end)]
    return [_Rule(first, start, end), _Rule(last, start, end)]


def _joined(
    flat: Sequence[_Rule], upright: Sequence[_Rule], near: int
) -> list[tuple[list[_Rule], list[_Rule]]]:
    """Rules that cross or touch each other, gathered."""
    at_f, start_f, end_f = (np.array([getattr(r, n) for r in flat]) for n in _Rule.__slots__)
    at_u, start_u, end_u = (np.array([getattr(r, n) for r in upright]) for n in _Rule.__slots__)
    touch = (
        (at_u[None, :] >= start_f[:, None] - near)
        & (at_u[None, :] <= end_f[:, None] + near)
        & (at_f[:, None] >= start_u[None, :] - near)
        & (at_f[:, None] <= end_u[None, :] + near)
    )
    left = set(range(len(flat)))
    groups = []
    while left:
        ours, theirs = {left.pop()}, set[int]()
        todo = list(ours)
        while todo:
            fresh = set(np.flatnonzero(touch[todo].any(axis=0)).tolist()) - theirs
            theirs |= fresh
            if not fresh:
                break
            more = set(np.flatnonzero(touch[:, sorted(fresh)].any(axis=1)).tolist()) - ours
            ours |= more
            todo = sorted(more)
            if not todo:
                break
        left -= ours
        if theirs:
            groups.append(([flat[n] for n in sorted(ours)], [upright[n] for n in sorted(theirs)]))
    return groups


def _edges(places: Sequence[int], near: int) -> list[int]:
    """Places, those near each other as one."""
    found: list[list[int]] = []
    for place in sorted(places):
        if found and place - found[-1][-1] <= near:
            found[-1].append(place)
        else:
            found.append([place])
    return [round(sum(group) / len(group)) for group in found]


def _grid(flat: Sequence[_Rule], upright: Sequence[_Rule], drawn: _Drawn) -> Grid | None:
    """The cells between some rules; None where they enclose no more than one.

    A side that isn't drawn (open tables, a table that goes on over the page) ends where the other
    rules end.
    """
    ys = _edges([r.at for r in flat], drawn.near)
    xs = _edges([r.at for r in upright], drawn.near)
    far = 4 * drawn.near
    for edges, ends in ((xs, flat), (ys, upright)):
        first, last = min(r.start for r in ends), max(r.end for r in ends)
        if first < edges[0] - far:
            edges.insert(0, first)
        if last > edges[-1] + far:
            edges.append(last)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or not 1 < rows * columns <= MOST_CELLS:
        return None
    cells = _cells(xs, ys, drawn)
    if len(cells) < 2:  # noqa: PLR2004 - a frame around text
        return None
    return Grid(xs=tuple(xs), ys=tuple(ys), cells=tuple(cells))


def _cells(xs: Sequence[int], ys: Sequence[int], drawn: _Drawn) -> list[Cell]:
    """The cells of a grid: neighbours without a rule between them are one."""
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = list(range(rows * columns))

    def root(n: int) -> int:
        """The first cell of those that one belongs to."""
        while owner[n] != n:
            owner[n] = owner[owner[n]]
            n = owner[n]
        return n

    for r in range(rows):
        for c in range(columns):
            here = r * columns + c
            if c + 1 < columns and not drawn.down_at(xs[c + 1], ys[r], ys[r + 1]):
                owner[root(here + 1)] = root(here)
            if r + 1 < rows and not drawn.across_at(ys[r + 1], xs[c], xs[c + 1]):
                owner[root(here + columns)] = root(here)
    members: dict[int, list[int]] = {}
    for n in range(rows * columns):
        members.setdefault(root(n), []).append(n)
    return [_cell([divmod(n, columns) for n in group], xs, ys) for group in members.values()]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A page's printed pixels and its rules, to ask whether a side of a cell is drawn."""

    dark: Pixels
    across: Pixels
    down: Pixels
    near: int

    def across_at(self, y: int, start: int, end: int) -> bool:
        """Whether a rule runs along a side of a cell from left to right."""
        return self._side(self.dark, self.across, y, start, end)

    def down_at(self, x: int, start: int, end: int) -> bool:
        """Whether a rule runs along a side of a cell from top to bottom."""
        return self._side(self.dark.T, self.down.T, x, start, end)

    def _side(self, dark: Pixels, rules: Pixels, at: int, start: int, end: int) -> bool:
        """Whether most of a side belongs to a rule; a side too short for one is dark throughout.

        Letters on the side are dark too, but never from end to end.
        """
        inset = min(self.near, max((end - start) // 4, 0))
        place = slice(max(at - self.near, 0), at + self.near + 1), slice(start + inset, end - inset)
        strip = rules[place]
        if strip.shape[1] == 0 or strip.any(axis=0).mean() >= COVERED:
            return True
        whole = dark[place[0], start + 1 : max(end - 1, start + 2)]
        printed = whole.copy()
        printed[1:] |= whole[:-1]
        return bool(printed.mean(axis=1).max(initial=0.0) >= THROUGHOUT)


def _cell(places: Sequence[tuple[int, int]], xs: Sequence[int], ys: Sequence[int]) -> Cell:
    """One cell that covers some places of the grid."""
    top, bottom = min(r for r, _ in places), max(r for r, _ in places) + 1
    left, right = min(c for _, c in places), max(c for _, c in places) + 1
    return Cell(
        rows=(top, bottom),
        columns=(left, right),
        left=xs[left],
        top=ys[top],
        right=xs[right],
        bottom=ys[bottom],
    )


def _inside(grid: Grid, other: Grid) -> bool:
    """Whether a table lies within a cell of another; its text then belongs to that cell."""
    return any(
        cell.left <= grid.xs[0]
        and grid.xs[-1] <= cell.right
        and cell.top <= grid.ys[0]
        and grid.ys[-1] <= cell.bottom
        for cell in other.cells
    )


def filled(grid: Grid, texts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """A table's rows from its cells' texts: across columns in the first, over rows repeated."""
    rows = [[""] * (len(grid.xs) - 1) for _ in range(len(grid.ys) - 1)]
    for cell, text in zip(grid.cells, texts, strict=True):
        for row in range(*cell.rows):
            rows[row][cell.columns[0]] = rows[row][cell.columns[0]] or text
    return tuple(tuple(row) for row in rows)

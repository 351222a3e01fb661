"""Tasks without numbers: bullets under a heading of which each says who carries it out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cchc_lib.plan import assignments, labels
from cchc_lib.plan.items import Item
from cchc_lib.plan.markers import bullet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.plan.source import ReadLine

_LEAST = 2  # tasks that make a list


def itemised(item: Item) -> Item:
    """The item with its bullets as items, wherever several of them have labels of their own."""
    item = _with_labels(item)
    if item.children:
        inside = tuple(itemised(child) for child in item.children)
        if any(one.children and not child.children for one, child in zip(
            inside, item.children, strict=True
        )):  # fmt: skip
            inside = tuple(one if one.children else _parted(one, 1) for one in inside)
        return replace(item, children=inside)
    return _parted(item, _LEAST)


def _with_labels(item: Item) -> Item:
    """The item with its numbered labels ("a) Cơ quan chủ trì: …") as its own lines."""
    labelled = [child for child in item.children if _is_label(child)]
    if not labelled:
        return item
    kept = tuple(child for child in item.children if not _is_label(child))
    own = (*item.rows, *(row for child in labelled for row in child.rows))
    return replace(item, rows=own, children=kept)


def _is_label(item: Item) -> bool:
    """Whether an item is a label with its value, and no more."""
    if item.children or not item.rows:
        return False
    found = labels.at_start(item.rows[0].text)
    return found is not None and found.role != "note"


def _parted(item: Item, least: int) -> Item:
    """A leaf with its bullets as items, where so many of them say who carries them out.

    What stands in front of them must name nobody where there is only one.
    """
    runs = _runs(item.rows)
    assigned = [run for run in runs[1:] if _assigned(run)]
    if (
        len(assigned) < least
        or (least < _LEAST and _assigned(runs[0]))
        or 2 * len(assigned) < len(runs) - 1
    ):
        return item
    inside = tuple(_item(n, run, item.path) for n, run in enumerate(runs[1:], start=1))
    return replace(item, rows=tuple(runs[0]), children=inside)


def _runs(rows: Sequence[ReadLine]) -> list[list[ReadLine]]:
    """The lines in front, then those of each bullet that is no label."""
    runs: list[list[ReadLine]] = [[]]
    sign = ""
    for row in rows:
        here, text = bullet(row.text)
        begins = here and (not sign or here == sign) and not labels.at_start(text, bulleted=True)
        if begins:
            sign = here
            runs.append([replace(row, text=text)])
        else:
            runs[-1].append(row)
    return runs


def _assigned(rows: Sequence[ReadLine]) -> bool:
    """Whether some lines say who carries out what they tell."""
    return any(
        clause.role in {"lead", "direct"} or assignments.in_prose(clause.passage) is not None
        for clause in labels.part(rows)
    )


def _item(number: int, rows: Sequence[ReadLine], path: tuple[int, ...]) -> Item:
    """A bullet as an item, numbered as it stands."""
    return Item(
        kind="paren", number=str(number), printed="", repaired=False, path=path, rows=tuple(rows)
    )

"""Labels that a line's end cuts in two ("Chủ trì: A. Thời / gian hoàn thành: …") put together."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cchc_lib.plan import label_words
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.plan.source import ReadLine

_REST = re.compile(r"\s*(?P<rest>[^\W\d_][^:.;()]{0,50}?)\s?[:：]")
_BEGIN = re.compile(
    r"(?:^|(?<=[.;(])|(?<=^[-–•+*])|(?<=\s[-–+]))\s*(?P<begin>(?:[^\W\d_]+\s+){0,3}[^\W\d_]+)\s*$"
)


def joined(rows: Sequence[ReadLine]) -> list[ReadLine]:
    """The lines, with a label that begins at the end of one wholly on the next."""
    found: list[ReadLine] = []
    for row in rows:
        last = next((at for at in range(len(found) - 1, -1, -1) if found[at].text.strip()), None)
        begin = None if last is None else _begin(found[last].text, row.text)
        if last is None or begin is None:
            found.append(row)
            continue
        front, cut = found[last].text[:begin].rstrip(), found[last].text[begin:].strip()
        whole = f"{cut} {row.text.strip()}"
        if any(c.isalnum() for c in front):
            found[last:] = [replace(found[last], text=front), replace(row, text=whole)]
        else:
            found[last:] = [replace(row, text=f"{front} {whole}".strip())]
    return found


def _begin(before: str, text: str) -> int | None:
    """Where the begin of a label stands whose rest begins the next line; None for none."""
    rest, begin = _REST.match(text), _BEGIN.search(before)
    if rest is None or begin is None or not rest["rest"][0].islower():
        return None
    key = fold_key(f"{begin['begin']} {rest['rest']}")
    whole = label_words.role_of(key) and not label_words.needs_value(key)
    return begin.start("begin") if whole else None

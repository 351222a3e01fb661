"""Damaged lines → Vietnamese, each keeping its raw line and a confidence.

A noisy channel: which syllables a token may be (`confusions`), how likely each is beside its
neighbours (`language`), the best row of all (`decode`). Lines that were read with Vietnamese
letters come out as they are, but for words that are none (`mend`). Numbers, dates, codes and
abbreviations are not guessed.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from cchc_lib.plan.mend import Mended, mend
from cchc_lib.plan.pieces import in_capitals, is_foreign, looks_vietnamese, words_of
from cchc_lib.plan.source import ReadLine
from cchc_lib.plan.spelling import Line, reader
from cchc_lib.vietnamese import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cchc_lib.agencies import Registry
    from cchc_lib.model import Task
    from cchc_lib.plan.source import SourceLine

PLAIN_LINE = 5  # so many unmarked words in a clean text make a line that lost its marks
PLAIN = 0.9  # share of them that are Vietnamese once their marks are put back
BARE = 6.0  # what a word without its marks may cost
SEPARATOR = " | "  # between the cells of a row


def restore(lines: Sequence[SourceLine], registry: Registry | None) -> tuple[ReadLine, ...]:
    """Every line with its restored text; a blank line stays blank.

    Args:
        lines: the plan's lines, in order; a table's cells are restored one by one.
        registry: names of agencies help where it is known whose plan it is.
    """
    names = tuple(a.name for a in registry.rows) if registry else ()
    words = [word for line in lines for word in words_of(nfc(line.text))]
    damaged = _damaged(lines, words)
    found = _read(lines, damaged, names) if any(damaged) else tuple(map(_as_is, lines))
    return _mended(found, damaged, names) if looks_vietnamese(words) else found


def _read(
    lines: Sequence[SourceLine], damaged: Sequence[bool], names: tuple[str, ...]
) -> tuple[ReadLine, ...]:
    """The lines, the damaged ones restored."""
    texts: list[str | None] = []
    for line, bad in zip(lines, damaged, strict=True):
        texts += _rows(line) if bad else [None]
    read = iter(reader(names).read(texts))
    return tuple(
        _restored(line, read) if bad else _skipped(line, read)
        for line, bad in zip(lines, damaged, strict=True)
    )


def _mended(
    lines: Sequence[ReadLine], damaged: Sequence[bool], names: tuple[str, ...]
) -> tuple[ReadLine, ...]:
    """The lines, of the clean ones the words put right that are none."""
    texts: list[str | None] = []
    for line, bad in zip(lines, damaged, strict=True):
        texts += [None] if bad else _cells(line)
    right = mend(texts, names)
    at = 0
    found = []
    for line, bad in zip(lines, damaged, strict=True):
        here = range(at, at + (1 if bad else len(_cells(line))))
        at = here.stop
        found.append(_with(line, [right.get(place) for place in here]))
    return tuple(found)


def _cells(line: ReadLine) -> list[str | None]:
    """The text of a line, of a row of a table those of its cells with a stop after each."""
    if line.cells is None:
        return [line.text]
    return [part for cell in line.cells for part in (cell, None)]


def _with(line: ReadLine, right: Sequence[Mended | None]) -> ReadLine:
    """A line with what was put right in its text or cells."""
    if not any(right):
        return line
    sure = round(line.confidence * math.prod(one.confidence for one in right if one), 3)
    if line.cells is None:
        text = "".join(one.text for one in right if one)
        return replace(line, text=text, confidence=sure)
    cells = tuple(
        one.text if one else cell for one, cell in zip(right[::2], line.cells, strict=True)
    )
    text = SEPARATOR.join(cell for cell in cells if cell.strip())
    return replace(line, text=text, cells=cells, confidence=sure)


def doubtful(tasks: Iterable[Task], threshold: float) -> tuple[Task, ...]:
    """The tasks that a person has to look at before forms can be made from them."""
    return tuple(task for task in tasks if task.confidence < threshold)


def _rows(line: SourceLine) -> list[str | None]:
    """The texts of a line that are read by themselves: each row of each cell, a stop after it."""
    if line.cells is None:
        return [nfc(line.text)]
    return [part for cell in line.cells for row in cell.split("\n") for part in (nfc(row), None)]


def _restored(line: SourceLine, read: Iterator[Line | None]) -> ReadLine:
    """A line put together from its restored texts."""
    if line.cells is None:
        found = [next(read)]
        return replace(_as_is(line), text=_text(found[0]), confidence=_sure(line, found))
    found = []
    cells = []
    for cell in line.cells:
        rows = [next(read) for _ in range(2 * len(cell.split("\n")))][::2]
        cells.append("\n".join(map(_text, rows)))
        found += rows
    text = SEPARATOR.join(cell for cell in cells if cell.strip())
    return replace(_as_is(line), text=text, cells=tuple(cells), confidence=_sure(line, found))


def _skipped(line: SourceLine, read: Iterator[Line | None]) -> ReadLine:
    """A line that was not damaged."""
    next(read)
    return _as_is(line)


def _text(line: Line | None) -> str:
    """The text of a restored line."""
    return line.text if line else ""


def _sure(line: SourceLine, rows: Sequence[Line | None]) -> float:
    """Probability that all of the rows are right, and that the OCR saw them right."""
    seen = 1.0 if line.sure is None else line.sure
    return round(seen * math.prod(row.confidence for row in rows if row), 3)


def _damaged(lines: Sequence[SourceLine], together: list[str]) -> list[bool]:
    """Which lines lost their Vietnamese letters; `together` are the words of all."""
    words = [words_of(nfc(line.text)) for line in lines]
    if not looks_vietnamese(together):
        if is_foreign(together):
            return [False] * len(lines)
        return [bool(line.text.strip()) and not looks_vietnamese(row)
                for line, row in zip(lines, words, strict=True)]  # fmt: skip
    return [_bare(line.text, row) for line, row in zip(lines, words, strict=True)]


def _bare(line: str, words: list[str]) -> bool:
    """Whether a line of a clean text has no mark at all though its words are Vietnamese."""
    small = [word for word in words if word.islower()]
    if len(small) < PLAIN_LINE or not line.isascii() or in_capitals(line):
        return False
    near = [reader().speller.near(word) for word in small]
    return sum(bool(n) and n[0][1] <= BARE for n in near) >= PLAIN * len(small)


def _as_is(line: SourceLine) -> ReadLine:
    """The line unchanged, in composed letters and without outer white space."""
    return ReadLine(
        number=line.number,
        raw=line.text,
        text=nfc(line.text).strip(),
        confidence=1.0 if line.sure is None else line.sure,
        page=line.page,
        cells=line.cells and tuple(map(nfc, line.cells)),
        table=line.table,
        note=line.note,
        box=line.box,
    )

"""A stretch of a plan's text that knows which line each of its characters stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from cchc_lib.model import SourceRef
from cchc_lib.vietnamese import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_lib.plan.source import ReadLine

_GLUED = re.compile(r"(?:\w[-–]|/)$")
_EDGES = " \t\u00a0"
_FINAL = " .,;:"


@dataclass(frozen=True)
class Passage:
    """Lines, or parts of lines, that are read as one text."""

    rows: tuple[ReadLine, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[ReadLine]) -> Passage:
        """The passage of some lines, blank ones left out."""
        return cls(tuple(row for row in rows if row.text.strip()))

    @cached_property
    def _joined(self) -> tuple[str, tuple[int, ...]]:
        """The text, and where each row begins in it."""
        text, starts = "", []
        for row in self.rows:
            part = row.text.strip(_EDGES)
            if text and not (_GLUED.search(text[-2:]) and part[:1].isalnum()):
                text += " "
            starts.append(len(text))
            text += part
        return text, tuple(starts)

    @property
    def text(self) -> str:
        """The lines as one line."""
        return self._joined[0]

    @property
    def plain(self) -> str:
        """The text without final punctuation."""
        return self.text.strip(_FINAL)

    @property
    def confidence(self) -> float:
        """Mean confidence of the lines, 0..1."""
        if not self.rows:
            return 1.0
        return sum(row.confidence for row in self.rows) / len(self.rows)

    @property
    def settled(self) -> bool:
        """Whether the text needs no guessing: reviewed, or read without any restoration."""
        return all(row.reviewed or row.text.strip() in nfc(row.raw) for row in self.rows)

    @property
    def lines(self) -> tuple[int, int]:
        """First and last line; (0, 0) where there is none."""
        return (self.rows[0].number, self.rows[-1].number) if self.rows else (0, 0)

    def cut(self, start: int, end: int | None = None) -> Passage:
        """The part between two places of the text."""
        text, starts = self._joined
        end = len(text) if end is None else end
        found = []
        for row, begin in zip(self.rows, starts, strict=True):
            part = row.text.strip(_EDGES)
            first, last = max(start - begin, 0), min(end - begin, len(part))
            if first < last and part[first:last].strip():
                found.append(replace(row, text=part[first:last]))
        return Passage(tuple(found))

    def ref(self, file: str, section: str = "") -> SourceRef:
        """Where the passage stands."""
        first, last = self.lines
        return SourceRef(
            file=file,
            line_start=first or None,
            line_end=last or None,
            page=self.rows[0].page if self.rows else None,
            section=section,
            text=self.text,
        )

    def __add__(self, other: Passage) -> Passage:
        """Two passages as one."""
        return Passage(self.rows + other.rows)

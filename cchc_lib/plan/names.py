"""A name as printed, perhaps damaged → a row of the registry; never a guess between like names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from cchc_lib.plan import words
from cchc_lib.plan.folding import edits, fold_same
from cchc_lib.vietnamese import fold_key, key, nfc

if TYPE_CHECKING:
    import datetime as dt

    from cchc_lib.agencies import Registry
    from cchc_lib.model import Agency
    from cchc_lib.plan.words import FormerName

SHARE = 0.16  # of a name's letters may be damaged
MARGIN = 3  # and the next nearest other name must be this many letters farther
# "Tổ chức hội thi" is what is done; "Tổ chức Đảng" is somebody.
_ORGANISES = re.compile(r"to chuc (?!chinh tri|dang\b|doan the|xa hoi|can bo|hanh chinh|cong doan)")
SHORTEST = 10  # shorter names are matched exactly or not at all


@dataclass(frozen=True, slots=True)
class Match:
    """What a name was found to be: the rows, the registry's form of the name, how sure."""

    rows: tuple[Agency, ...]
    form: str
    alike: float

    @property
    def ids(self) -> tuple[str, ...]:
        """The row's id; none where several rows bear the name."""
        return (self.rows[0].agency_id,) if len(self.rows) == 1 else ()


@dataclass(frozen=True)
class Names:
    """The names of a registry (None: no registry) as they stood on a day."""

    registry: Registry | None
    on: dt.date | None = None

    @cached_property
    def _forms(self) -> tuple[tuple[str, str, Agency], ...]:
        """Every form of every row's name: its key, as written, the row."""
        rows = self.registry.rows if self.registry else ()
        return tuple(
            (fold_key(form), form, row)
            for row in rows
            for form in dict.fromkeys((row.name, row.short_name, *row.aliases))
        )

    def find(self, text: str) -> Match | None:
        """The row that a name means: exactly, else the one that damage leaves no doubt about."""
        if self.registry is None:
            return None
        exact = self.registry.match(text, self.on) or self.registry.match(text)
        if exact:
            return Match(exact, self._form(text, exact), 1.0)
        return self._near(fold_key(text))

    def _form(self, text: str, rows: tuple[Agency, ...]) -> str:
        """The way in which the registry writes the form that a text has."""
        wanted, folded = key(text), fold_key(text)
        forms = [form for _, form, row in self._forms if row in rows]
        same = [form for form in forms if key(form) == wanted]
        alike = [form for form in forms if fold_key(form) == folded]
        return (same or alike or [text])[0]

    def _near(self, wanted: str) -> Match | None:
        """The row whose name is near, if every other row's is clearly farther."""
        if len(wanted) < SHORTEST:
            return None
        best: dict[str, tuple[int, str, Agency]] = {}
        for form_key, form, row in self._forms:
            distance = edits(wanted, form_key)
            if row.agency_id not in best or distance < best[row.agency_id][0]:
                best[row.agency_id] = (distance, form, row)
        ranked = sorted(best.values(), key=lambda entry: entry[0])
        if not ranked or ranked[0][0] > SHARE * len(wanted):
            return None
        if len(ranked) > 1 and ranked[1][0] - ranked[0][0] < MARGIN:
            return None
        distance, form, row = ranked[0]
        if form.isupper() or not _same_shape(wanted, fold_key(form)):
            return None
        return Match((row,), form, 1 - distance / len(wanted))

    def candidates(self, text: str) -> tuple[str, ...]:
        """Up to two names of the registry that are nearest to a text."""
        wanted = fold_key(text)
        ranked = sorted(self._forms, key=lambda entry: edits(wanted, entry[0]))
        names = dict.fromkeys(
            row.name for form_key, _, row in ranked if _near_enough(wanted, form_key)
        )
        return tuple(names)[:2]

    def fuller(self, text: str) -> tuple[Agency, ...]:
        """Rows whose name holds all words of a text in order, and more: perhaps its new name."""
        wanted = fold_key(text).split()
        if len(wanted) < 3 or self.registry is None:  # noqa: PLR2004 - "Phòng" alone says nothing
            return ()
        return tuple(
            row
            for row in self.registry.agencies
            if _subsequence(wanted, fold_key(row.name).split())
        )


def _near_enough(wanted: str, form: str) -> bool:
    """Whether a name is worth being shown as what may have been meant."""
    return edits(wanted, form) <= 0.4 * max(len(wanted), len(form))


def _same_shape(wanted: str, form: str) -> bool:
    """Whether two keys have about as many words: a lost word makes another name."""
    return abs(wanted.count(" ") - form.count(" ")) <= 1


def _subsequence(wanted: list[str], words_of: list[str]) -> bool:
    """Whether some words stand in others in order, the first in front, some left over."""
    rest = iter(words_of)
    return (
        len(wanted) < len(words_of) and wanted[0] == words_of[0] and all(w in rest for w in wanted)
    )


def former(text: str, on: dt.date | None) -> FormerName | None:
    """The entry of an office's former name, where it had been given up by a day."""
    wanted = fold_key(text)
    for entry in words.former_names():
        plain = fold_key(entry.name)
        if wanted in {plain, f"{plain} huyen"} and (on is None or on >= entry.since):
            return entry
    return None


def begins_group(text: str) -> bool:
    """Whether a text begins with a group's word; "Môi trường" does not begin with "mọi"."""
    agencies = words.data()["agencies"]
    if any(_begins_with(text, word) for word in agencies["no_agencies"]):
        return False
    return any(_begins_with(text, word) for word in agencies["groups"])


def _begins_with(text: str, word: str) -> bool:
    """Whether a text begins with a word, its marks right or all lost."""
    plain, folded = fold_same(word), fold_same(text)
    if not folded.startswith(plain) or folded[len(plain) : len(plain) + 1].isalnum():
        return False
    here = nfc(text)[: len(plain)]
    return key(here) == key(word) or here.lower() == plain


def begins_open(text: str) -> bool:
    """Whether a text begins with words for agencies in general ("đơn vị liên quan")."""
    folded = fold_same(text.strip())
    return any(
        folded == word or re.match(rf"{re.escape(word)}[ ,]", folded)
        for word in words.words("agencies", "in_general")
    )


@lru_cache(maxsize=8192)
def begins_name(text: str) -> bool:
    """Whether a text begins as the name of an agency or group does."""
    if begins_group(text.strip()):
        return True
    if not text.strip()[:1].isupper() or _ORGANISES.match(fold_same(text.strip())):
        return False
    return any(_begins_with(text.strip(), word) for word in words.data()["agencies"]["heads"])

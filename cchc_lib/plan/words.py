"""The plan lexicon: words by which plans are read, as data of `assets/plan_lexicon.toml`."""

from __future__ import annotations

import importlib.resources
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, cast

from cchc_lib.plan.folding import fold_same
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    import datetime as dt

    from cchc_lib.model import Per

LabelRole = Literal["lead", "coordinate", "direct", "schedule", "frequency", "product", "note"]
CellRole = Literal[
    "lead", "coordinate", "direct", "schedule", "frequency", "product", "field", "detail"
]
SectionKind = Literal["purpose", "topics", "tasks", "budget", "organisation", "other"]
Field = Literal["CĐS", "CCHC"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerName:
    """A name that a kind of office gave up on a day; `now` is its present name."""

    name: str
    now: str
    since: dt.date
    source: str


@cache
def data() -> dict[str, Any]:
    """The lexicon file."""
    path = importlib.resources.files("cchc_lib") / "assets" / "plan_lexicon.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def words(table: str, name: str) -> tuple[str, ...]:
    """A list of the lexicon, folded, same length as written, longest first."""
    return tuple(sorted((fold_same(w) for w in data()[table][name]), key=len, reverse=True))


@cache
def alternatives(table: str, name: str) -> str:
    """A list of the lexicon as alternatives of a pattern on folded text."""
    return "|".join(w.replace(" ", r"\s+") for w in words(table, name))


@cache
def labels() -> tuple[tuple[str, LabelRole], ...]:
    """Every label under its key, with its role."""
    return tuple(
        (fold_key(form), cast("LabelRole", role))
        for role, forms in data()["labels"].items()
        for form in forms
    )


@cache
def kinds() -> tuple[tuple[str, str], ...]:
    """Kinds of documents with the symbols of their numbers, longest name first."""
    pairs = [(str(kind), str(symbol)) for kind, symbol in data()["documents"]["kinds"]]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))


@cache
def former_names() -> tuple[FormerName, ...]:
    """The names that kinds of offices gave up."""
    return tuple(FormerName(**row) for row in data()["former_name"])


@cache
def units() -> dict[str, str]:
    """Units of quotas by their key."""
    return {fold_key(unit): str(unit) for unit in reversed(data()["quotas"]["units"])}


def unit_form(printed: str) -> str:
    """The lexicon's form of a known unit: the one with the printed punctuation, else the first."""
    same = [u for u in data()["quotas"]["units"] if fold_same(u) == fold_same(printed)]
    return str(same[0]) if same else units()[fold_key(printed)]


@cache
def spans() -> tuple[tuple[str, Per], ...]:
    """Names of spans of time, folded, longest first, with the span."""
    found = [
        (fold_same(word), cast("Per", per))
        for per, names in data()["periods"].items()
        if per != "every"
        for word in names
    ]
    return tuple(sorted(found, key=lambda pair: len(pair[0]), reverse=True))


def field_of(text: str) -> Field | None:
    """The field that a text speaks of: the only one, else the first named; None without one."""
    folded = fold_same(text)
    places = {
        name: min((at for w in wanted if (at := folded.find(fold_same(w))) >= 0), default=-1)
        for name, wanted in data()["fields"].items()
    }
    named = [(at, name) for name, at in places.items() if at >= 0]
    return cast("Field", min(named)[1]) if named else None


def is_field_alone(title: str) -> bool:
    """Whether a heading names a field and nothing else ("Về chuyển đổi số")."""
    if only_field_of(title) is None:
        return False
    folded = fold_same(title)
    for wanted in data()["fields"].values():
        for phrase in sorted(wanted, key=len, reverse=True):
            folded = folded.replace(fold_same(phrase), " ")
    empty = {fold_same(word) for phrase in data()["sections"]["empty"] for word in phrase.split()}
    return not [word for word in fold_key(folded).split() if word not in empty]


def only_field_of(text: str) -> Field | None:
    """The field of a text that speaks of one alone."""
    folded = fold_same(text)
    named = [
        name
        for name, wanted in data()["fields"].items()
        if any(fold_same(w) in folded for w in wanted)
    ]
    return cast("Field", named[0]) if len(named) == 1 else None

"""Who does a task: lists of agencies parted into names, names matched to the registry.

A name may hold "," and "và" ("Phòng Văn hóa, Khoa học và Thông tin"): the longest run of parts
that the registry knows is one name, else a new name begins where a word stands that begins
names. Source: domain notes 4c, 1-19.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from cchc_lib.findings import Finding, finding
from cchc_lib.model import Assignment
from cchc_lib.plan import names, offices, shares, words
from cchc_lib.plan.folding import fold_same
from cchc_lib.vietnamese import clean, fold_key, key

if TYPE_CHECKING:
    import datetime as dt

    from cchc_lib.model import Role
    from cchc_lib.plan.names import Match, Names
    from cchc_lib.plan.passage import Passage

_SEPARATOR = re.compile(r"\s*,(?!(?<=[A-ZĐ]{2},)[A-ZĐ]{2})\s*|\s+(?:và|va|cùng|&)\s+")
_BRACKETS = re.compile(r"\([^)]*\)")
_GROUP = re.compile(r"\b(?:cac|nhung|tat ca|toan the|moi|(?:bo|so), nganh|(?:so|phong), ban)\b")
_REQUEST = re.compile(r"^(?:đề nghị|yêu cầu|giao)\s+", re.IGNORECASE)
_CLOSED = re.compile(
    r"[.;)](?:\s|$)|\s+(?:tổ chức\s|triển khai\s)?thực hiện\s+(?=trong|trước|từ|xong)"
)
_BRACKETED = re.compile(r"\s*\(([^()]*)\)?\s*$")
_ROLE_BEHIND = re.compile(r"[\s,]+\(?(chủ trì|phối hợp)(?:\s+thực hiện)?\)?$", re.IGNORECASE)
_MEANT = 6  # parts that one name may hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One name of a list: as it is to be printed, its match, and whether it was put right."""

    text: str
    match: Match | None
    repaired: bool = False


def split(text: str, known: Names, *, settled: bool = True) -> tuple[Named, ...]:
    """The agencies of a list, in printed order."""
    found: list[Named] = []
    for part in _outside_brackets(_dashes(clean(text)), ";"):
        found += _names(part.strip(" .,:"), known, settled=settled)
    return tuple(found)


def _dashes(text: str) -> str:
    """The text with dashes between words as offices write them in names."""
    return re.sub(r"\s+[–—]\s+", " - ", text)


def _outside_brackets(text: str, mark: str) -> list[str]:
    """The text parted at a mark, but not inside brackets."""
    parts, depth, begin = [], 0, 0
    for at, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == mark and depth <= 0:
            parts.append(text[begin:at])
            begin = at + 1
    return [part for part in (*parts, text[begin:]) if part.strip(" .,:")]


def _names(text: str, known: Names, *, settled: bool) -> list[Named]:
    """The names of a text without semicolons."""
    masked = _BRACKETS.sub(lambda m: "\x00" * len(m[0]), text)
    bounds = [m.span() for m in _SEPARATOR.finditer(masked)]
    starts = [0, *(end for _, end in bounds)]
    ends = [*(start for start, _ in bounds), len(text)]
    found: list[Named] = []
    at = 0
    while at < len(starts):
        upto, match = _longest(text, starts, ends, at, known)
        if match is None:
            upto = _usual(text, starts, ends, at, settled=settled)
        part = text[starts[at] : ends[upto]].strip(" .,:")
        if part:
            found.append(_named(part, match, settled=settled))
        at = upto + 1
    return found


def _longest(
    text: str, starts: list[int], ends: list[int], at: int, known: Names
) -> tuple[int, Match | None]:
    """The longest run of parts, from one on, that is a name of the registry."""
    for upto in range(min(len(ends) - 1, at + _MEANT), at - 1, -1):
        part = _BRACKETS.sub("", text[starts[at] : ends[upto]]).strip(" .,:")
        follows = text[starts[upto + 1] :] if upto + 1 < len(starts) else ""
        match = known.find(part)
        if match and (not follows or names.begins_name(follows)):
            return upto, match
    return at, None


def _usual(text: str, starts: list[int], ends: list[int], at: int, *, settled: bool) -> int:
    """The last part of a name: of the longest usual one, else where grammar ends it."""
    for upto in range(min(len(ends) - 1, at + _MEANT), at, -1):
        follows = text[starts[upto + 1] :] if upto + 1 < len(starts) else ""
        if offices.find(text[starts[at] : ends[upto]].strip(" .,:"), settled=settled) and (
            not follows or _may_begin(follows, settled=settled)
        ):
            return upto
    return _grammar(text, starts, ends, at, settled=settled)


def _may_begin(text: str, *, settled: bool) -> bool:
    """Whether a name may begin a text: by its first word, or damaged, as a usual one."""
    if names.begins_name(text):
        return True
    first = _SEPARATOR.split(text, maxsplit=1)[0].strip(" .,:")
    return offices.find(first, settled=settled) is not None


def _grammar(text: str, starts: list[int], ends: list[int], at: int, *, settled: bool) -> int:
    """The last part of a name: the next one begins a name, and is not joined to this one."""
    compounds = [fold_same(c) for c in words.data()["agencies"]["compounds"]]
    upto = at
    while upto + 1 < len(starts):
        here = fold_same(text[starts[at] : ends[upto + 1]]).replace("&", "va").replace("  ", " ")
        joined = any(here == c or here.startswith(f"{c} ") for c in compounds)
        joined = joined and not any(
            fold_same(text[starts[at] : ends[upto]]).startswith(c) for c in compounds
        )
        after = text[starts[upto + 1] :]
        proper = not _GROUP.search(here) and text[starts[at]].isupper()
        begins = _may_begin(after, settled=settled) or (proper and names.begins_open(after))
        if begins and not joined:
            break
        upto += 1
    return upto


def _named(part: str, match: Match | None, *, settled: bool) -> Named:
    """A name as it is to be printed: as it stands, or the registry's form where it is damaged."""
    if match is None:
        asked = _REQUEST.match(part)
        begin = asked.end() if asked else 0
        office = offices.find(part[begin:], settled=settled)
        text = part if settled else offices.levels_right(part)
        text = part[:begin] + office.text if office else text
        return Named(text=text, match=None, repaired=bool(office and office.repaired))
    if settled or fold_key(match.form) == fold_key(_BRACKETS.sub("", part)):
        wrong = settled and _misprinted(part, match)
        text = part if settled and not wrong else _cased(part, match.form)
        return Named(text=text, match=match, repaired=wrong)
    return Named(text=_cased(part, match.form), match=match, repaired=True)


def _misprinted(part: str, match: Match) -> bool:
    """Whether a name has its marks, but one of them is not that of the only row it means."""
    name = _BRACKETS.sub("", part)
    return (
        len(match.rows) == 1
        and not name.isascii()
        and fold_key(name) == fold_key(match.form)
        and key(name) != key(match.form)
    )


def _cased(part: str, form: str) -> str:
    """The registry's form with the printed first letter and brackets."""
    first = form[:1].lower() if part[:1].islower() else form[:1].upper()
    bracket = _BRACKETS.search(part)
    return first + form[1:] + (f" {bracket[0]}" if bracket else "")


# --- a task's assignments --------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """The assignments of one label, what should be known about them, and how sure they are."""

    assignments: tuple[Assignment, ...]
    findings: tuple[Finding, ...] = ()
    alike: float = 1.0


def read(
    passage: Passage, role: Role, known: Names, *, file: str, task: str, on: dt.date | None
) -> Assigned:
    """The agencies that a label's value names, each with its role."""
    made: list[Assignment] = []
    found: list[Finding] = []
    alike: list[float] = []
    for part, as_role in shares.parted(passage.text, role):
        for one in split(part, known, settled=passage.settled):
            here, own = _own_role(one, as_role)
            assignment, notes = _assignment(here, own, known, file, task, passage.lines, on)
            made.append(assignment)
            found += notes
            alike.append(one.match.alike if one.match else (1.0 if known.registry is None else 0.7))
    return Assigned(
        assignments=tuple(made),
        findings=tuple(found),
        alike=sum(alike) / len(alike) if alike else 1.0,
    )


def _own_role(one: Named, role: Role) -> tuple[Named, Role]:
    """A name without the role that stands behind it ("Công an xã phối hợp"), and that role."""
    found = _ROLE_BEHIND.search(one.text)
    if found is None or one.match:
        return one, role
    plain = replace(one, text=one.text[: found.start()])
    return plain, "coordinate" if found[1].lower() == "phối hợp" else role


def _assignment(
    one: Named,
    role: Role,
    known: Names,
    file: str,
    task: str,
    lines: tuple[int, int],
    on: dt.date | None,
) -> tuple[Assignment, list[Finding]]:
    """A name as an assignment, with what should be known about it."""
    made = Assignment(text=one.text, role=role, ids=one.match.ids if one.match else ())
    note = partial(finding, file=file, lines=lines, value=one.text)
    if one.match and one.match.ids:
        if one.repaired:
            return made, [note("P022", task=task)]
        return made, []
    if one.match:
        both = " hoặc ".join(row.name for row in one.match.rows)
        return made, [note("P021", task=task, names=both)]
    if gave_up := names.former(one.text, on):
        now = known.find(gave_up.now)
        made = replace(made, ids=now.ids if now else ())
        return made, [note("P023", task=task, now=gave_up.now, source=gave_up.source)]
    if known.registry is None or _is_open(one.text):
        return made, [note("P022", task=task)] if one.repaired else []
    fuller = known.fuller(one.text)
    if len(fuller) == 1:
        return made, [note("P024", task=task, now=fuller[0].name)]
    near = known.candidates(one.text)
    hint = f" Gần nhất: {'; '.join(near)}." if near else ""
    return made, [note("P020", task=task, hint=hint)]


def _is_open(text: str) -> bool:
    """Whether a text is a group that no list can name ("các cơ quan có liên quan")."""
    folded = fold_same(text)
    return any(fold_same(word) in folded for word in words.data()["agencies"]["open_set"])


@cache
def _verbs() -> str:
    """Verbs behind which a sentence tells what is done, no more who does it, as alternatives."""
    return "|".join(words.data()["agencies"]["doing"])


@cache
def _led() -> re.Pattern[str]:
    """A sentence or bracket that says who does something: "Giao A chủ trì …", "(A thực hiện)"."""
    return re.compile(
        r"(?:(?:^|[.;:]\s+|\()(?:[Gg]iao(?:\s+cho)?\s+)?|\b[Gg]iao(?:\s+cho)?\s+)"
        r"(?P<who>[^.;:()]{3,160}?)[\s,]+(?:chủ trì|làm đầu mối|chịu trách nhiệm)\b"
        r"|(?:^|[.;:]\s+)[Gg]iao(?:\s+cho)?\s+(?P<given>[A-ZĐ][^.;:()]{3,120}?)"
        rf"(?=\s(?:{_verbs()})\b)"
        r"|\((?P<doer>[^.;:()]{3,160}?)\s+(?:thực hiện|tổ chức thực hiện|triển khai)\)"
    )


@cache
def _doing() -> re.Pattern[str]:
    """Where a sentence begins to tell what is done."""
    return re.compile(rf"(?<!các)(?<!những)(?<!ban)\s(?:{_verbs()})\b")


def in_prose(passage: Passage) -> Passage | None:
    """The part of a sentence that says who leads ("Giao A chủ trì, phối hợp với B").

    For tasks without labels; None where no sentence says so.
    """
    text = passage.text
    for found in _led().finditer(text):
        for name in ("doer", "given"):
            if found[name] and names.begins_name(found[name]):
                return passage.cut(found.start(name), found.end(name))
        if found["who"] and names.begins_name(found["who"]):
            ends = (pattern.search(text, found.end()) for pattern in (_CLOSED, _doing()))
            upto = min((end.start() for end in ends if end), default=len(text))
            return passage.cut(found.start("who"), upto)
    return None


def without_bracket(title: str) -> str:
    """A title without the bracket at its end that says who leads."""
    found = _BRACKETED.search(title)
    return title[: found.start()] if found and _led().search(f"({found[1]})") else title


def is_same_as_above(text: str) -> bool:
    """Whether a value repeats that of the task before ("Như trên")."""
    plain = fold_same(text.strip(" ."))
    return plain in {fold_same(word) for word in words.data()["agencies"]["same_as_above"]}

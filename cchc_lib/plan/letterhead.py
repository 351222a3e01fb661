"""The head of a plan: who issued it, its number and its day, its title and year."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_lib.findings import Finding, finding
from cchc_lib.plan import documents, offices, words
from cchc_lib.plan.folding import edits, fold_same
from cchc_lib.plan.markers import is_capitals
from cchc_lib.plan.passage import Passage
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.agencies import Registry
    from cchc_lib.plan.layout import Layout
    from cchc_lib.plan.source import ReadLine

_NUMBER = re.compile(
    r"^\s*s\S{0,2}\s*[:.;]?\s*(?P<digits>\d[\d ]{0,4}|[.…_\s]*)\s*(?P<mark>[/-])\s*"
    r"(?P<code>[^\s,;]+)"
)
_DATE = re.compile(
    r"(?:^|[\s,])n[gq]\S{1,2}(?P<day>.{0,12}?)\s*th\S?ng\s*(?P<month>[\dsoli|]{1,2})\s*n\S?m\s*(?P<year>20\d\d)"
)
_DIGITS = str.maketrans("soli|", "50111")  # letters that a reader took digits for
_YEAR = re.compile(r"\bnam\s+(20\d\d)")
_STATE_SHARE = 0.3
_WRAPPED_SHARE = 0.12  # of a phrase's letters may be damaged where its end is looked for below
_LEAST_WRAPPED = 3  # words of a phrase that begin it for sure
_LETTERS_LOST = 3
_NEAR = 2  # letters that may be damaged in an issuer's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the head says; `date` is a day, a month, or "" where neither can be read."""

    number: str
    issuer: str
    date: str
    year: int
    title: str
    findings: tuple[Finding, ...]


def read(layout: Layout, registry: Registry | None, file: str) -> Head:
    """The head of a plan."""
    rows = layout.head
    number, number_row = _number(rows)
    date, date_row = _date(rows)
    title = Passage.of(layout.title)
    year = _year(title.text, date)
    found: list[Finding] = []
    if not number:
        found.append(finding("P003", file=file, lines=_lines(number_row)))
    if len(date) == len("2025-05"):
        found.append(
            finding("P004", file=file, lines=_lines(date_row), month=f"{int(date[5:])}/{date[:4]}")
        )
    elif not date:
        found.append(finding("P005", file=file, lines=_lines(date_row)))
    return Head(
        number=number,
        issuer=issuer(rows, registry),
        date=date,
        year=year,
        title=re.sub(r"(?:\s+[-–—_*=]{2,})+$", "", title.plain).strip(" .,;:"),
        findings=tuple(found),
    )


def _lines(row: ReadLine | None) -> tuple[int, int] | None:
    """A line as a place."""
    return (row.number, row.number) if row else None


def _number(rows: Sequence[ReadLine]) -> tuple[str, ReadLine | None]:
    """The document's number and its line."""
    for row in rows:
        found = _NUMBER.match(fold_same(row.text))
        if found is None:
            continue
        digits = re.sub(r"\s", "", found["digits"])
        code = row.text[found.start("code") : found.end("code")]
        if digits.isdigit() and re.search("[A-ZĐ]{2}", code):
            return f"{digits}{found['mark']}{documents.spelt(code)}", row
        return "", row
    return "", None


def _date(rows: Sequence[ReadLine]) -> tuple[str, ReadLine | None]:
    """The day of issue, or its month where the day can't be read, and its line."""
    for row in rows:
        texts = (row.text,) if row.reviewed else (row.text, row.raw)
        dated = next(filter(None, (_dated(fold_same(text)) for text in texts)), None)
        if dated is None:
            continue
        found, day = dated
        month, year = int(found["month"].translate(_DIGITS)), int(found["year"])
        if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
            return "", row
        try:
            if day:
                return dt.date(year, month, int(day[1])).isoformat(), row
        except ValueError:
            pass
        return f"{year}-{month:02d}", row
    return "", None


def _dated(folded: str) -> tuple[re.Match[str], re.Match[str] | None] | None:
    """The date of a line and its day: of words that look like "ngày" the one before a day."""
    every = [one for at in range(len(folded)) if (one := _DATE.match(folded, at))]
    read_ = [(one, re.fullmatch(r"\s*(\d{1,2})\s*", one["day"])) for one in every]
    return next((pair for pair in read_ if pair[1]), read_[-1] if read_ else None)


def _year(title: str, date: str) -> int:
    """The plan's year: of its title, else of its day; 0 where neither says."""
    found = _YEAR.search(fold_same(title)) or re.search(r"\b(20\d\d)\b", title)
    return int(found[1]) if found else int(date[:4] or 0)


# --- who issued it ---------------------------------------------------------------------------


def issuer(rows: Sequence[ReadLine], registry: Registry | None) -> str:
    """Who issued a document, by the left block of its letterhead; "" where none is read."""
    block = _left_block(rows)
    committee = fold_key(words.data()["letterhead"]["committee"])
    names: list[str] = []
    for text in block:
        plain = fold_key(text)
        joined = plain.replace(" ", "")
        if (
            names
            and _is_level(plain)
            and fold_key(names[-1]).replace(" ", "") == committee.replace(" ", "")
        ):
            names[-1] = f"{names[-1]} {text}"
        elif joined and (edits(joined, committee.replace(" ", "")) <= _LETTERS_LOST):
            names.append(words.data()["letterhead"]["committee"].upper())
        else:
            names.append(text)
    if not names:
        return ""
    name = _short(_usual(_in_case(names[-1])))
    return _registered(name, registry) or name


def _usual(name: str) -> str:
    """The name with the capitals that it usually has, where it is a usual one."""
    office = offices.find(name, settled=False)
    return office.text if office and fold_key(office.text) == fold_key(name) else name


def _left_block(rows: Sequence[ReadLine]) -> list[str]:
    """The lines above the number, without the state's name and motto beside them."""
    found = []
    wrapped: set[str] = set()  # ends of phrases that go on in a line below
    for row in rows:
        folded = fold_same(row.text)
        if _NUMBER.match(folded) or _DATE.search(folded):
            break
        text = _unwrapped(row.text, wrapped)
        for name in ("state", "motto", "party"):
            phrase = words.data()["letterhead"][name]
            text = _without(text, phrase)
            wrapped |= {_rest(row.text, phrase)} - {""}
        text = text.strip(" -–—_*.")
        if len(text) > 2 and is_capitals(text):  # noqa: PLR2004 - a rule or a stray mark
            found.append(text)
    return found


def _without(text: str, phrase: str) -> str:
    """The text in front of a phrase that ends it, damage allowed."""
    tokens = text.split()
    many = len(phrase.split())
    wanted = fold_key(phrase).replace(" ", "")
    best: tuple[int, int] | None = None
    for at in range(len(tokens)):
        for end in range(at + max(many - 2, 1), min(at + many + 2, len(tokens)) + 1):
            distance = edits(fold_key(" ".join(tokens[at:end])).replace(" ", ""), wanted)
            if distance <= _STATE_SHARE * len(wanted) and (best is None or distance < best[0]):
                best = (distance, at)
    return " ".join(tokens[: best[1]]) if best else text


def _rest(text: str, phrase: str) -> str:
    """The last words of a phrase that a line ends without: "Nam" behind "… chủ nghĩa Việt"."""
    tokens, parts = fold_key(text).split(), fold_key(phrase).split()
    near: list[tuple[int, int]] = []
    for many in range(max(_LEAST_WRAPPED, len(parts) // 2), len(parts) + 1):
        begin = "".join(parts[:many])
        ends = ("".join(tokens[-n:]) for n in range(max(many - 1, 1), many + 2))
        distance = min(edits(end, begin) for end in ends)
        if distance <= _WRAPPED_SHARE * len(begin):
            near.append((distance, -many))
    return " ".join(parts[-min(near)[1] :]) if near else ""


def _unwrapped(text: str, wrapped: set[str]) -> str:
    """A line without the end of a phrase that began beside a line above."""
    for rest in wrapped:
        many = rest.count(" ") + 1
        tokens = text.split()
        if len(tokens) > many and fold_key(" ".join(tokens[-many:])) == rest:
            return " ".join(tokens[:-many])
    return text


def _is_level(plain: str) -> bool:
    """Whether a text begins with a level of government ("huyện …")."""
    return plain.startswith(tuple(f"{fold_key(level)} " for level in _levels()))


def _levels() -> list[str]:
    """The levels of government, longest first."""
    return sorted(words.data()["letterhead"]["levels"], key=len, reverse=True)


def _in_case(name: str) -> str:
    """A name in capitals as it is written in a sentence: proper names after their level."""
    if not is_capitals(name):
        return name
    tokens = name.lower().split()
    level_at, many = _level(tokens)
    school = _school_end(tokens)
    for at, word in enumerate(tokens):
        proper = (level_at >= 0 and at >= level_at + many) or 0 < school <= at
        field = at > 0 and (tokens[at - 1].lower() in _heads() or tokens[at - 1] in {"và", "-"})
        after_comma = at > 0 and tokens[at - 1].endswith(",")
        if fold_same(word) in _abbreviations():
            tokens[at] = word.upper()
        elif at == 0 or proper or ((field or after_comma) and not level_at <= at < level_at + many):
            tokens[at] = word[:1].upper() + word[1:]
    if level_at >= 0:
        tokens[level_at : level_at + many] = next(
            level
            for level in _levels()
            if fold_key(level) == fold_key(" ".join(tokens[level_at : level_at + many]))
        ).split()
    return " ".join(tokens)


def _school_end(tokens: Sequence[str]) -> int:
    """Where the kind of a school ends, behind which its own name stands; 0 for no school."""
    joined = f" {' '.join(fold_key(token) for token in tokens)} "
    for kind in words.data()["letterhead"]["schools"]:
        at = joined.find(f" {fold_key(kind)} ")
        if tokens[0] == "trường" and at >= 0:
            return joined[:at].count(" ") + fold_key(kind).count(" ") + 1
    return 0


def _level(tokens: Sequence[str]) -> tuple[int, int]:
    """Where the level of government stands in a name, and its words; (-1, 0) for none."""
    folded = [fold_key(token) for token in tokens]
    for level in _levels():
        parts = fold_key(level).split()
        for at in range(1, len(tokens) - len(parts)):
            if folded[at : at + len(parts)] == parts:
                return at, len(parts)
    return -1, 0


def _heads() -> frozenset[str]:
    """Words behind which the name of an office's field begins with a capital."""
    return frozenset({"phòng", "sở", "ban", "tâm", "bộ", "cục", "hội", "đoàn", "viện", "trường"})


def _abbreviations() -> frozenset[str]:
    """Abbreviations that stay in capitals."""
    return frozenset(
        {"ubnd", "hdnd", "mttq", "ubmttq", "thcs", "thpt", "ptdt", "gdtx", "tncs", "lhpn"}
    )


def _short(name: str) -> str:
    """The name with "UBND" for the committee's long form, and abbreviations in capitals."""
    head = words.data()["letterhead"]
    if fold_key(name).startswith(fold_key(head["committee"])):
        return str(head["committee_short"]) + name[len(head["committee"]) :]
    return name


def _registered(name: str, registry: Registry | None) -> str:
    """The registry's way of writing the name, where it is one of its own."""
    if registry is None:
        return ""
    found = registry.match(name)
    return found[0].name if len(found) == 1 else ""


def is_of(name: str, registry: Registry) -> bool:
    """Whether an issuer stands in a registry, damage allowed where nothing else is near."""
    wanted = fold_key(name)
    if not wanted:
        return False
    if registry.match(name):
        return True
    near = sorted(
        edits(wanted, fold_key(form)) for row in registry.rows for form in (row.name, *row.aliases)
    )
    return bool(near) and near[0] <= _NEAR < len(wanted) / 5


def same_unit(one: str, other: str) -> bool:
    """Whether two names are one unit's, whichever form of the committee's name is used."""
    left, right = (fold_key(_short(name)) for name in (one, other))
    return edits(left, right) <= _NEAR

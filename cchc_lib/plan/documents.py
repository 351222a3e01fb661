"""Documents cited by number: kind, number, day, issuer; each once, with its first place.

Source of the forms: Decree 30/2020/NĐ-CP (numbers and symbols) and Party usage ("57-NQ/TW").
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from cchc_lib.findings import Finding, finding
from cchc_lib.model import Document
from cchc_lib.plan import words
from cchc_lib.plan.folding import fold_same, key_similarity
from cchc_lib.vietnamese import fold_key, format_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_lib.plan.passage import Passage

_SIGN = 3  # letters of an issuer's sign that tell it from others
_CODE = r"[A-ZĐÐ0-9][A-Za-zĐđÐ0-9]*(?:\s?[-–/&]\s?[A-ZĐÐ0-9][A-Za-zĐđÐ0-9]*)*"
_NUMBER = re.compile(
    rf"(?<![\w/.,-])(?P<digits>(?<=[ốóo6éâ] )\d\s\d{{2,3}}|\d{{1,5}}[a-dđ]?)\s?(?P<mark>[-–/])\s?"
    rf"(?P<year>(?:19|20)\d\d\s?/\s?)?(?P<code>{_CODE})"
)
_DAY = r"(\d{1,2})\s*(?:[/.-]|thang)\s*(\d{1,2})\s*(?:[/.-]|nam)\s*((?:19|20)\d\d)"
_DATED = re.compile(rf"^\W{{0,3}}n[gq]\S{{1,3}}\s*{_DAY}")
_DATED_LATER = re.compile(rf"\bngay\s+{_DAY}")
_OF = re.compile(r"^\W{0,3}(?:cua|cia|ctia|caa)\s+")
_NUMBERED = re.compile(r"(?:\s+|^)(?:s\S{0,2}|n\S{0,2}|30)\s*[:.]?$")
_GLUED = re.compile(r"(?<=[A-ZĐ0-9])(?:ng|c|v)[a-z]+$")  # "TUngay": the next word
_KIND_ALIKE = 0.82
_ISSUER_ALIKE = 0.88
_NAME_WORDS = 14
_LOOK_AHEAD = 90
_CUT = re.compile(r"[;.,:()“”\"]|\s[-–]\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One citation, with how its number was put right and what is odd about it."""

    document: Document
    printed: str
    repaired: bool
    bad_date: str = ""
    lines: tuple[int, int] = (0, 0)


def citations(passage: Passage, file: str) -> list[Cited]:
    """Every citation by number in a text, in order."""
    text = passage.text
    folded = fold_same(text)
    found = []
    for match in _NUMBER.finditer(text):
        kind = _kind_before(folded[: match.start()])
        glued = _GLUED.search(match["code"])
        printed_end = match.end() - (len(glued[0]) if glued else 0)
        code, repaired = _code(text[match.start("code") : printed_end], kind)
        if not code:
            continue
        digits = re.sub(r"\s", "", match["digits"])
        year = re.sub(r"\s", "", match["year"] or "")
        mark = "-" if match["mark"] in "-–" else "/"
        number = f"{digits}{mark}{year}{code}"
        date, bad, end = _date(folded, printed_end)
        document = Document(
            kind=kind or _kind_of(code),
            number=number,
            date=date,
            issuer=_issuer(text, folded, end if date or bad else printed_end),
            source=passage.cut(match.start(), max(end, printed_end)).ref(file),
        )
        where = passage.cut(match.start(), max(end, printed_end)).lines
        printed = text[match.start() : printed_end]
        found.append(
            Cited(
                document=document,
                printed=printed,
                repaired=repaired and not passage.settled,
                bad_date=bad,
                lines=where,
            )
        )
    return found


def _kind_before(folded: str) -> str:
    """The kind named in front of a number ("Nghị quyết số"); "" where none is."""
    before = _NUMBERED.sub("", folded[-60:].rstrip())
    tail = fold_key(before).split()
    best = (0.0, "")
    for kind, _ in words.kinds():
        many = kind.count(" ") + 1
        alike = key_similarity(" ".join(tail[-many:]), fold_key(kind))
        if alike > best[0] and (alike >= _KIND_ALIKE or alike == 1):
            best = (alike, kind)
    return best[1]


def _symbol(kind: str) -> str:
    """The symbol of a kind."""
    return next((symbol for name, symbol in words.kinds() if name == kind), "")


def _kind_of(code: str) -> str:
    """The kind that a number's symbol names."""
    for part in re.split(r"[-/]", code):
        for kind, symbol in words.data()["documents"]["kinds"]:
            if part == symbol and len(symbol) > 1:
                return str(kind)
    return ""


def _code(printed: str, kind: str) -> tuple[str, bool]:
    """The letters of a number put right, and whether they had to be; "" where it is none."""
    code = re.sub(r"\s?([-–/&])\s?", lambda m: "-" if m[1] == "–" else m[1], printed)
    code = code.replace("Ð", "Đ")
    parts = re.split(r"([-/&])", spelt(code))
    symbols = {symbol for _, symbol in words.kinds() if len(symbol) > 1}
    wanted = _symbol(kind)
    repaired = False
    if wanted and not symbols & set(parts):
        for at in (0, 2):
            if at < len(parts) and _confused(parts[at], wanted):
                parts[at], repaired = wanted, True
                break
    elif not symbols & set(parts):
        for symbol in ("QĐ", "NĐ", "NQ", "CT"):
            if len(parts) > 1 and _confused(parts[0], symbol):
                parts[0], repaired = symbol, True
                break
    code = "".join(parts)
    organs = (*words.data()["issuers"]["by_symbol"], *words.data()["issuers"]["by_prefix"])
    known = bool(symbols & set(parts)) or any(
        part == organ or re.fullmatch(rf"{organ}\d+", part) for part in parts for organ in organs
    )
    return (code if known else ""), repaired


def spelt(code: str) -> str:
    """A number's letters as they are usually written: "TTG" is "TTg", "QD" is "QĐ"."""
    return "".join(_usual().get(part.upper(), part) for part in re.split(r"([-/&])", code))


@cache
def _usual() -> dict[str, str]:
    """Symbols and organs with small letters or Đ, by how they are misread."""
    listed = words.data()["issuers"]
    known = [*(symbol for _, symbol in words.kinds()), *listed["by_symbol"], *listed["organs"]]
    found = {symbol.upper(): symbol for symbol in known if not symbol.isupper()}
    found |= {symbol.replace("Đ", "D"): symbol for symbol in known if "Đ" in symbol}
    return {misread: symbol for misread, symbol in found.items() if misread not in known}


_LIKE = str.maketrans("0OQDBPÐĐCG1lI|5S", "OOOĐĐĐĐĐOO11115S".replace("5S", "SS"))


def _confused(printed: str, symbol: str) -> bool:
    """Whether letters are a symbol whose letters were confused with like ones."""
    return len(printed) == len(symbol) and printed.translate(_LIKE) == symbol.translate(_LIKE)


def _date(folded: str, at: int) -> tuple[dt.date | None, str, int]:
    """The day of a document, the printed one where it can't be, and where it ends."""
    ahead = folded[at : at + _LOOK_AHEAD]
    found = _DATED.match(ahead)
    if found is None:
        clause = re.split(r"[;“”]|\bso\b", ahead)[0]
        later = _DATED_LATER.search(clause)
        if later is None or re.search(r"\bve\b", clause[: later.start()]):
            return None, "", at
        found = later
    day, month, year = int(found[1]), int(found[2]), int(found[3])
    end = at + found.end()
    try:
        return dt.date(year, month, day), "", end
    except ValueError:
        return None, f"{day}/{month}/{year}", end


def _issuer(text: str, folded: str, at: int) -> str:
    """Who issued a document: behind "của", else a known issuer before the subject begins."""
    of = _OF.match(folded[at:])
    if of:
        return _known_form(_name(text[at + of.end() :], folded[at + of.end() :]))
    clause = re.split(r"[;.]|\bve\b", folded[at : at + _LOOK_AHEAD])[0]
    for name in sorted(words.data()["issuers"]["names"], key=len, reverse=True):
        place = clause.find(fold_same(name))
        if place >= 0 and text[at + place : at + place + 1].isupper():
            return str(name)
    return ""


def _name(text: str, folded: str) -> str:
    """The name in front of the words that end an issuer's name."""
    stops = words.alternatives("issuers", "stops")
    end = len(text)
    for pattern in (_CUT, re.compile(rf"\s(?:{stops})\b")):
        if found := pattern.search(folded[:end]):
            end = min(end, found.start())
    if fold_key(text[:end]) == "ban chi dao":
        rest = re.search(r"[;.,]|\sve\b", folded[end + 3 :])
        end = end + 3 + rest.start() if rest else end
    return " ".join(text[:end].split()[:_NAME_WORDS]).strip(" -–")


def _known_form(name: str) -> str:
    """The known issuer's name where a name is one, damage allowed; else as it stands."""
    wanted = fold_key(name)
    best = (_ISSUER_ALIKE, 0, "")
    for known in words.data()["issuers"]["names"]:
        form = fold_key(known)
        head = " ".join(wanted.split()[: form.count(" ") + 1])
        best = max(best, (key_similarity(head, form), len(form), str(known)))
    rest = " ".join(name.split()[best[2].count(" ") + 1 :])
    return f"{best[2]} {rest}".strip() if best[2] else name


# --- all citations → documents ---------------------------------------------------------------


def collect(cited: Iterable[Cited], own: str) -> tuple[Document, ...]:
    """Each document once, in order of first citation; `own` is the plan's own number."""
    found: dict[tuple[str, str], list[Document]] = {}
    for one in cited:
        document = one.document
        if _is_own(document.number, own):
            continue
        same = found.setdefault((document.kind, document.number), [])
        for at, known in enumerate(same):
            if known.date is None or document.date in {None, known.date}:
                same[at] = replace(
                    known,
                    date=known.date or document.date,
                    issuer=known.issuer or document.issuer,
                )
                break
        else:
            same.append(document)
    every = [document for same in found.values() for document in same]
    every.sort(key=lambda d: d.source.line_start or 0)
    return tuple(_with_issuer(document) for document in every)


def _is_own(number: str, own: str) -> bool:
    """Whether a number is the plan's own, or begins as it and had its end damaged or lost."""
    if number == own:
        return True
    shorter, longer = sorted((number, own), key=len)
    sign = shorter.rpartition("-")[2]
    return len(sign) >= _SIGN and "-" in shorter and "/" in shorter and longer.startswith(shorter)


def _with_issuer(document: Document) -> Document:
    """The document with the issuer that its symbol names, where none is printed."""
    if document.issuer:
        return document
    issuers = words.data()["issuers"]
    for part in reversed(re.split(r"[-/]", document.number)):
        if part in issuers["by_symbol"]:
            return replace(document, issuer=issuers["by_symbol"][part])
        for prefix, name in issuers["by_prefix"].items():
            if re.fullmatch(rf"{prefix}\d*", part):
                return replace(document, issuer=name)
    return document


def judge(
    documents: Iterable[Document], cited: Iterable[Cited], plan_date: str, file: str
) -> list[Finding]:
    """What is odd about the documents cited."""
    found = []
    for one in cited:
        note = partial(finding, file=file, lines=one.lines, value=one.document.number)
        if one.repaired:
            found.append(note("P040", printed=one.printed))
        if one.bad_date:
            found.append(note("P042", date=one.bad_date))
    for document in documents:
        lines = (document.source.line_start or 0, document.source.line_end or 0)
        note = partial(finding, file=file, lines=lines, value=document.number)
        if document.date and plan_date and _late(document.date, plan_date):
            found.append(note("P041", date=format_date(document.date), plan=_month(plan_date)))
        if _wrong_issuer(document):
            found.append(note("P043", issuer=document.issuer))
    return found


def _late(date: dt.date, plan_date: str) -> bool:
    """Whether a document is younger than the plan, or as good as: late in its very month."""
    iso = date.isoformat()
    if len(plan_date) == len("2025-05-12"):
        return iso > plan_date
    return iso[:7] > plan_date or (iso[:7] == plan_date and date.day > 15)  # noqa: PLR2004


def _month(plan_date: str) -> str:
    """The plan's day or month in print."""
    year, month, *day = plan_date.split("-")
    return "/".join([*(str(int(d)) for d in day), str(int(month)), year])


def _wrong_issuer(document: Document) -> bool:
    """Whether a chair is named for a kind that the whole committee issues."""
    documents = words.data()["documents"]
    symbols = set(re.split(r"[-/]", document.number))
    collective = symbols & set(documents["collective"])
    return bool(collective) and document.issuer.startswith(tuple(documents["chair"]))

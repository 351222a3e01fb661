"""The parts of a document: head, body, footnotes, closing words, recipients, appendix."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cchc_lib.plan import markers, words
from cchc_lib.plan.folding import fold_same, key_similarity
from cchc_lib.plan.markers import bullet, is_capitals
from cchc_lib.plan.passage import Passage
from cchc_lib.vietnamese import fold_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.plan.source import ReadLine

ALIKE = 0.84
_PAGE_NUMBER = re.compile(r"^\W*(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?\W*$", re.IGNORECASE)
_NOTE = re.compile(r"^\s*\(?([\dlIiLtfJ|!*¹²³⁴⁵]{1,2})\)?\s+(?=[A-ZĐÀ-ỸƠƯ“\"])")
_MARK = re.compile(r"(?<=[;,.:”\"])\s*\(?[1-9lI|!*¹²³⁴⁵]\)?(?=\s+[A-ZĐÀ-ỸƠƯ])|[¹²³⁴⁵]")
_STOPS = (".", ";", ":", "!", "?", "/.", "”", "…")
_FIRST_LINES = 14
_HEAD_LINES = 40
_ENCLOSING = 10  # lines behind a plan's name in which "kèm theo" may stand
_OWN_NAME = 6  # words of "Kế hoạch số 48/KH-UBND" as a key


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The parts of a plan, each as lines in order; footnotes as passages."""

    head: tuple[ReadLine, ...]
    title: tuple[ReadLine, ...]
    body: tuple[ReadLine, ...]
    footnotes: tuple[Passage, ...]
    closing: tuple[ReadLine, ...]
    recipients: tuple[ReadLine, ...]
    appendix: tuple[ReadLine, ...]
    kind: str


def starts_with(text: str, wanted: Sequence[str], least: float = ALIKE) -> bool:
    """Whether a line begins with one of some words, damage allowed."""
    found = fold_key(text).split()
    for phrase in wanted:
        many = fold_key(phrase).split()
        if key_similarity(" ".join(found[: len(many)]), " ".join(many)) >= least:
            return True
    return False


def divide(lines: Sequence[ReadLine]) -> Layout:
    """The parts of a document."""
    marked = [markers.with_raw_marker(row) for row in lines]
    rows, notes = _without_footnotes(_without_page_numbers(_without_running_heads(marked)))
    kind, at = _kind(rows)
    head_end = max(at, 0)
    if attached := _attached(rows, kind, at):
        kind, at = attached
    title_end = _title_end(rows, at)
    ends = _recipients_start(rows, title_end)
    body = rows[title_end:ends]
    recipients, rest = _recipients(rows[ends:])
    if attached and not recipients:
        recipients, _ = _recipients(rows[_recipients_start(rows[:at], head_end) : at])
    body, closing = _closing(body)
    return Layout(
        head=tuple(rows[:head_end]) if kind else tuple(rows[:_FIRST_LINES]),
        title=_titled(rows[at + 1 : title_end], kind) if kind else (),
        body=tuple(body),
        footnotes=tuple(notes),
        closing=tuple(closing),
        recipients=tuple(recipients),
        appendix=tuple(rest),
        kind=kind,
    )


# --- what pages add --------------------------------------------------------------------------


_TRAILING = re.compile(r"[\W\d_]*\S{0,2}$")
_RUNNING_WORDS = 14
_DAMAGED_PAGE = re.compile(r"/[\w-]{4,}\s+\S{1,2}$")  # "Kế hoạch số 45/KH-UBND K;" over a page


def _without_running_heads(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """The lines without the one that pages repeat: the plan's own name and number, alone."""
    kinds = {fold_key(kind) for kind, _ in words.kinds()}
    alone = [at for at in range(len(lines)) if _stands_alone(lines, at)]
    keys = {at: fold_key(_TRAILING.sub("", lines[at].text)) for at in alone}
    counted = Counter(keys.values())
    found = list(lines)
    for at, plain in keys.items():
        named = re.match(rf"(?:{'|'.join(kinds)}) so \d+ [a-z]+(?: [a-z]+)*$", plain)
        again = counted[plain] > 1 and named
        own = named and at > _HEAD_LINES // 2 and len(plain.split()) <= _OWN_NAME
        if again or own:
            found[at] = replace(lines[at], text="")
    return found


def _stands_alone(lines: Sequence[ReadLine], at: int) -> bool:
    """Whether a short line has nothing before and behind it, as what pages repeat."""
    text = lines[at].text.strip()
    if not text or bullet(text)[0] or len(text.split()) > _RUNNING_WORDS:
        return False
    if text[-1] in ".;:" and not _DAMAGED_PAGE.search(text):
        return False
    if lines[at].page is not None and at and lines[at - 1].page != lines[at].page:
        return True
    before = at == 0 or not lines[at - 1].text.strip() or _new_page(lines, at)
    return before and (at + 1 == len(lines) or not lines[at + 1].text.strip())


def _without_page_numbers(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """The lines with lone page numbers blanked."""
    found = []
    for at, row in enumerate(lines):
        lone = _PAGE_NUMBER.match(row.text) and re.search(r"\d", row.text)
        before = at == 0 or not lines[at - 1].text.strip()
        after = at + 1 == len(lines) or not lines[at + 1].text.strip()
        top = row.page is not None and (at == 0 or lines[at - 1].page != row.page)
        found.append(replace(row, text="") if lone and (top or (before and after)) else row)
    return found


def _new_page(lines: Sequence[ReadLine], at: int) -> bool:
    """Whether a line begins a page: as told, or by the blank that a page break left behind."""
    row = lines[at]
    if row.page is not None:
        return at > 0 and lines[at - 1].page != row.page
    return row.raw[:1] == " " and bool(row.raw.strip())


def _without_footnotes(lines: Sequence[ReadLine]) -> tuple[list[ReadLine], list[Passage]]:
    """The running text without footnotes, and the footnotes.

    A footnote stands at the foot of a page, begins with its mark, and cuts a sentence that the
    next page takes up again.
    """
    rows, notes = list(lines), []
    at = 0
    while at < len(rows):
        end = _footnote_end(rows, at)
        if end:
            notes.append(_note(rows[at:end]))
            rows[at:end] = [replace(row, text="") for row in rows[at:end]]
            _drop_mark(rows, at)
            at = end
        at += 1
    return rows, notes


def _footnote_end(rows: Sequence[ReadLine], at: int) -> int:
    """Where the footnote that a line begins ends; 0 where it begins none."""
    if not _NOTE.match(rows[at].text) or at == 0 or rows[at - 1].text.strip():
        return 0
    before = next((row.text.strip() for row in rows[at - 1 :: -1] if row.text.strip()), "")
    if not before or before.endswith(_STOPS) or is_capitals(before):
        return 0
    end = at + 1
    while end < len(rows) and rows[end].text.strip() and not _new_page(rows, end):
        end += 1
    after = next((row.text.strip() for row in rows[end:] if row.text.strip()), "")
    goes_on = bool(after) and after[0].islower() and not bullet(after)[0]
    return end if goes_on and not re.match(r"^\w\s?\)", after) else 0


def _note(rows: Sequence[ReadLine]) -> Passage:
    """A footnote without its mark."""
    first = replace(rows[0], text=_NOTE.sub("", rows[0].text))
    return Passage.of((first, *rows[1:]))


def _drop_mark(rows: list[ReadLine], at: int) -> None:
    """Take the footnote's mark out of the text before it, where there is just one."""
    first = max((n for n in range(at) if bullet(rows[n].text)[0]), default=0)
    marked = [n for n in range(first, at) if _MARK.search(rows[n].text)]
    if not marked:
        first = max((n for n in range(first) if bullet(rows[n].text)[0]), default=0)
        marked = [n for n in range(max(first, at - _HEAD_LINES), at) if _MARK.search(rows[n].text)]
    if len(marked) == 1:
        row = rows[marked[0]]
        rows[marked[0]] = replace(row, text=_MARK.sub("", row.text, count=1))


# --- head and title --------------------------------------------------------------------------


def _kind(rows: Sequence[ReadLine]) -> tuple[str, int]:
    """The kind of document and its line: a line that holds its name alone, near the top."""
    for at, row in enumerate(rows[:_HEAD_LINES]):
        name = fold_key(row.text)
        for kind, _ in words.kinds():
            if name and key_similarity(name, fold_key(kind)) >= ALIKE and row.text[:1].isupper():
                return kind, at
    for at, row in enumerate(rows[:_HEAD_LINES]):
        for kind, _ in words.kinds():
            if is_capitals(row.text) and starts_with(row.text, [kind]) and len(kind) > 4:  # noqa: PLR2004
                return kind, at - 1
    return "", -1


def _attached(rows: Sequence[ReadLine], kind: str, at: int) -> tuple[str, int] | None:
    """The plan that a decision issues and encloses: its kind and line; None where there is none."""
    plans = words.data()["documents"]["plans"]
    if not kind or kind in plans:
        return None
    enclosed = words.data()["documents"]["enclosed"]
    for n in range(at + 1, len(rows)):
        near = " ".join(fold_key(row.text) for row in rows[n + 1 : n + _ENCLOSING])
        if not is_capitals(rows[n].text) or not any(fold_key(w) in near for w in enclosed):
            continue
        for plan in plans:
            if fold_key(rows[n].text) == fold_key(plan):
                return str(plan), n
    return None


def _titled(rows: Sequence[ReadLine], kind: str) -> tuple[ReadLine, ...]:
    """The title's lines without the kind that stands in front of it on one line."""
    found = list(rows)
    first = next((n for n, row in enumerate(found) if row.text.strip()), None)
    if first is not None:
        words_of = found[first].text.split()
        many = kind.count(" ") + 1
        if is_capitals(found[first].text) and starts_with(found[first].text, [kind]):
            found[first] = replace(found[first], text=" ".join(words_of[many:]))
    return tuple(found)


def _title_end(rows: Sequence[ReadLine], kind_at: int) -> int:
    """Where the title ends: at the blank line behind it, or where the text begins."""
    if kind_at < -1 or (kind_at == -1 and not rows):
        return 0
    at = kind_at + 1
    while at < len(rows) and not rows[at].text.strip():
        at += 1
    first = at
    basis = words.data()["sections"]["basis"]
    while at < len(rows) and rows[at].text.strip():
        if at > first and (
            starts_with(rows[at].text, basis)
            or (rows[at].text.strip().startswith("(") and "kem theo" in fold_key(rows[at].text))
            or re.match(r"^\s*(?:[IVX1]+|\d)\s?[.)]", rows[at].text)
        ):
            break
        at += 1
    return at


# --- foot ------------------------------------------------------------------------------------


def _recipients_start(rows: Sequence[ReadLine], least: int) -> int:
    """The line that begins the list of recipients; the end where there is none."""
    wanted = words.data()["sections"]["recipients"]
    for at in range(len(rows) - 1, least, -1):
        text = rows[at].text
        if len(text) <= 120 and starts_with(text, wanted) and ":" in text + ":":  # noqa: PLR2004
            return at
    return len(rows)


def _recipients(rows: Sequence[ReadLine]) -> tuple[list[ReadLine], list[ReadLine]]:
    """The recipients' lines, and what stands behind them (an appendix)."""
    appendix = words.data()["sections"]["appendix"]
    at = next(
        (
            n
            for n, row in enumerate(rows)
            if is_capitals(row.text) and starts_with(row.text, appendix)
        ),
        len(rows),
    )
    return list(rows[:at]), list(rows[at:])


def beside_signature(text: str) -> str:
    """What stands on a line to the left of a signature."""
    left = re.split(r"\s{3,}|\t", text.strip())[0]
    for found in re.finditer(r"(?<=[;,.:)])\s+(?=[A-ZĐÀ-Ỹ]{2})", left):
        if is_signature(left[found.end() :]):
            return left[: found.start()]
    return left


def is_name(text: str) -> bool:
    """Whether a line is a person's name, as stands below a signature: two to five capitalised."""
    tokens = text.split()
    return 2 <= len(tokens) <= 5 and all(t.isalpha() and t.istitle() for t in tokens)  # noqa: PLR2004


def is_signature(text: str) -> bool:
    """Whether a line belongs to the signature."""
    signs = words.data()["letterhead"]["signatures"]
    folded = fold_same(text.strip())
    return is_capitals(text) and any(folded.startswith(fold_same(sign)) for sign in signs)


def _closing(body: list[ReadLine]) -> tuple[list[ReadLine], list[ReadLine]]:
    """The body, and the closing paragraphs behind it."""
    wanted = words.data()["sections"]["closing"]
    signed = next(
        (n for n in range(max(len(body) - 12, 0), len(body)) if is_signature(body[n].text)),
        len(body),
    )
    body = body[:signed]
    for at in range(len(body) - 1, -1, -1):
        if starts_with(body[at].text, wanted, 0.8) and body[at].text[:1].isupper():
            return body[:at], body[at:]
    return body, []

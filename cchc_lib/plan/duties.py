"""What the section on organisation says: each unit's duties, and who reports what to whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from cchc_lib.model import Duty, ReportingDuty
from cchc_lib.plan import assignments, names
from cchc_lib.plan.folding import fold_same
from cchc_lib.plan.markers import bullet
from cchc_lib.plan.passage import Passage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.plan.items import Item
    from cchc_lib.plan.names import Names
    from cchc_lib.plan.source import ReadLine

_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-ZĐÀ-ỸƠƯ])")
_DIRECTED = re.compile(r"\b(?:gửi(?: về)?|về|báo cáo(?: về)?|cho|trình|lên|tới)\s+(?=[A-ZĐÀ-ỸƠƯ])")
_VIA = re.compile(r"\(?\s*(?:thông qua|qua)\s+([^()]+?)\s*(?:\)|$|;|\.|,?\s+để\b)", re.IGNORECASE)
_ASKED = re.compile(r"^(?:yêu cầu|đề nghị|giao)\s+", re.IGNORECASE)
_ASKS = re.compile(r"(?:^|[,;.]\s*)(?:yêu cầu|đề nghị|giao)\s+", re.IGNORECASE)
_VERB = re.compile(
    r"\s+(?:triển khai|thực hiện|nghiêm túc|tổ chức|định kỳ|báo cáo|gửi|căn cứ|chủ động|"
    r"khẩn trương|có trách nhiệm|phối hợp|chủ trì|theo dõi|hướng dẫn|đôn đốc|tham mưu|"
    r"xây dựng|là)\b",
)
_LONGEST_UNIT = 14  # words
_PER: tuple[tuple[str, Literal["month", "quarter"]], ...] = (
    (r"\b(?:hang|moi|tung)\s+thang\b|/thang\b", "month"),
    (r"\b(?:hang|moi|tung)\s+quy\b|/quy\b", "quarter"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organised:
    """What the section on organisation holds."""

    duties: tuple[Duty, ...]
    reports: tuple[ReportingDuty, ...]


def read(section: Item, known: Names, file: str) -> Organised:
    """Duties and reports of a section: an item for each unit, or a bullet for each."""
    found: list[tuple[str, Passage, Passage]] = []
    parts = section.children or _bulleted(section)
    for item in parts:
        unit, body = _unit(item)
        if unit:
            found.append((unit, body, Passage.of(item.all_rows)))
    duties = tuple(
        Duty(unit=unit, text=_lines(body), source=whole.ref(file)) for unit, body, whole in found
    )
    reports = [report for unit, body, _ in found for report in reports_in(body, unit, known, file)]
    return Organised(duties=duties, reports=tuple(reports))


def _bulleted(section: Item) -> tuple[Item, ...]:
    """The bullets of a section without numbers, each as an item."""
    runs: list[list[ReadLine]] = []
    for row in section.rows:
        sign, text = bullet(row.text)
        if sign == "-":
            runs.append([replace(row, text=text)])
        elif runs:
            runs[-1].append(row)
    return tuple(
        replace(section, kind="number", number=str(n), rows=tuple(run), children=())
        for n, run in enumerate(runs, start=1)
    )


def _unit(item: Item) -> tuple[str, Passage]:
    """The unit that an item's heading names, and the text behind it."""
    heading, rest = _heading(item.rows)
    inside = [row for child in item.children for row in _marked(child)]
    text = heading.text
    body = Passage.of((*rest, *inside))
    if ":" in text:
        at = text.index(":")
        body = heading.cut(at + 1) + body
        text = text[:at]
    elif not names.begins_name(_ASKED.sub("", text)) or not body.rows:
        found = _VERB.search(text)
        named = names.begins_name(_ASKED.sub("", text))
        if not named or (found is None and len(text.split()) > _LONGEST_UNIT):
            return "", body
        if found is not None:
            body = heading.cut(found.start()) + body
            text = text[: found.start()]
    plain = _ASKED.sub("", text.strip(" .,;:"))
    return re.sub(r"\s+[–—]\s+", " - ", plain[:1].upper() + plain[1:]), body


def _marked(item: Item) -> list[ReadLine]:
    """The lines of an item inside, its letter in front again."""
    if not item.rows:
        return list(item.all_rows)
    first = item.rows[0]
    bracket = ")" if item.kind in {"letter", "paren"} else "."
    head = replace(first, text=f"{item.number}{bracket} {first.text}")
    return [head, *item.rows[1:], *(row for child in item.children for row in _marked(child))]


def _heading(rows: Sequence[ReadLine]) -> tuple[Passage, list[ReadLine]]:
    """The heading's lines (up to a blank line or a bullet), and the rest."""
    for at, row in enumerate(rows):
        if at and (not row.text.strip() or bullet(row.text)[0]):
            return Passage.of(rows[:at]), list(rows[at:])
    return Passage.of(rows), []


def _lines(body: Passage) -> str:
    """The duties as text, each bullet or letter on its own line."""
    return "\n".join(run.text for run in _runs(body))


def _runs(body: Passage) -> list[Passage]:
    """The bullets and lettered points of a text, without bullets."""
    runs: list[list[ReadLine]] = []
    for row in body.rows:
        sign, text = bullet(row.text)
        begins = bool(sign) or re.match(r"^\s*(?:[a-zđ]\)|\d{1,2}[.)])\s", row.text)
        if not runs or begins:
            runs.append([replace(row, text=text if sign else row.text)])
        else:
            runs[-1].append(row)
    return [Passage.of(run) for run in runs]


# --- reports ---------------------------------------------------------------------------------


def reports_in(body: Passage, who: str, known: Names, file: str) -> list[ReportingDuty]:
    """The duties to report that a text states; a sentence may name who owes them."""
    found = []
    for run in _runs(body):
        text, at = run.text, 0
        for sentence in _SENTENCE.split(text):
            begin = text.index(sentence, at)
            at = begin + len(sentence)
            report = _report(run.cut(begin, at), who, known, file)
            if report is not None:
                found.append(report)
    return found


def _report(sentence: Passage, who: str, known: Names, file: str) -> ReportingDuty | None:
    """The duty to report of one sentence: it speaks of a report and names who gets it."""
    text = sentence.text
    folded = fold_same(text)
    reporting = re.search(r"\bbao cao\b", folded)
    if reporting is None:
        return None
    begin = reporting.start()
    directed = _DIRECTED.finditer(text, begin)
    to = next((t for t in directed if _addressee(text[t.end() :], known)), None)
    if to is None:
        return None
    via = _VIA.search(text)
    receivers = assignments.split(via[1], known) if via else ()
    owner = _owner(text)
    if not owner and not who:
        return None
    return ReportingDuty(
        who=owner or who,
        to=_addressee(text[to.end() :], known),
        via=tuple(_plain(one.text) for one in receivers),
        per=next((per for pattern, per in _PER if re.search(pattern, folded)), None),
        text=re.sub(r"^\s*[a-zđ]\)\s+", "", text).strip(),
        source=sentence.ref(file),
    )


def _plain(name: str) -> str:
    """A name without final marks."""
    return name.strip(" .,;:()")


def _addressee(text: str, known: Names) -> str:
    """The agency that a text begins with; "" where it begins with none."""
    if not names.begins_name(text):
        return ""
    head = re.split(
        r"[(;:.]|\s(?:để|theo|trước|định kỳ|qua|thông qua|về|kết quả|tình hình|hằng|hàng|mỗi|vào|"
        r"đúng)\b",
        text,
    )[0]
    found = assignments.split(head, known)
    return _plain(found[0].text) if found else ""


def _owner(text: str) -> str:
    """Who a sentence asks ("Yêu cầu các cơ quan … báo cáo"); "" where it asks nobody by name."""
    asked = _ASKS.search(text)
    if asked is None:
        return ""
    rest = text[asked.end() :]
    verb = _VERB.search(rest)
    name = rest[: verb.start()].strip(" ,:") if verb else ""
    if not name or not names.begins_name(name):
        return ""
    return name

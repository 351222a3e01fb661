"""Change one data cell of a real submission: that figure changes, or a finding names the cell.

Nothing else may change, nothing may change unsaid, and no figure may come from nowhere.
"""

import dataclasses
import io
import os
import re
import unicodedata
import zipfile
from functools import cache
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_lib.cycle.processed import refresh
from cchc_lib.submissions import judge, tables
from cchc_lib.submissions.book import address
from cchc_lib.submissions.context import Context
from cchc_lib.submissions.judge import Arrival
from cchc_lib.submissions.remarks import Remarks
from cchc_lib.vietnamese import clean, format_number
from cchc_lib.workspace import find

EXAMPLES = int(os.environ.get("CCHC_MUTATIONS", "150"))
FIGURES = ("value", "quantity", "minutes", "reach", "budget_vnd")
RESULT_FIELDS = ("value", "reach", "budget_vnd", "evidence", "note")
ACTIVITY_FIELDS = (
    *("date", "indicator", "form", "title", "topic", "channel"),
    *("quantity", "minutes", "reach", "evidence"),
)
DATE_STYLE = "17"  # of the forms: a cell into which Excel put a date


# --- submissions and their cells ----------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Sent:
    """A committed submission, and the places in it that an agency fills in."""

    arrival: Arrival
    context: Context
    parts: dict
    places: tuple  # (kind, sheet's part, sheet, cell, key, field)
    figures: dict


@cache
def inbox(root):
    """Every accepted submission of the example."""
    processed = refresh(find(named=str(root)))
    context = judge.context_of(
        processed.workspace, processed.plan, processed.registry, processed.events
    )
    found = []
    for arrival in judge.arrivals(processed.workspace.events()).values():
        data = (root / arrival.event.file).read_bytes()
        made = judge.judge(data, arrival, context)
        if made.submission.verdict != "quarantined":
            found.append(_sent(data, arrival, context, made))
    return tuple(found)


def _sent(data, arrival, context, made):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    book = judge.open_book(data, arrival.event.name, context, Remarks())
    part = {s.name: f"xl/worksheets/sheet{n}.xml" for n, s in enumerate(book.sheets, start=1)}
    places = []
    (results,) = tables.find(book, tables.RESULTS)
    for row in results.rows():
        line = clean(results.text(row, "indicator"))
        if line in {r.indicator for r in made.records}:
            for name in RESULT_FIELDS:
                cell = address(*results.at(row, name))
                places.append(
                    (part[results.sheet.name], results.sheet.name, cell, ("R", line), name)
                )
    for table in tables.find(book, tables.ACTIVITIES):
        rows = [a.row for a in made.activities]
        for row in (*rows, max(rows, default=table.header_row) + 1):
            for name in ACTIVITY_FIELDS:
                if name == "indicator" and row not in rows:
                    continue  # a code alone tells of nothing done
                cell = address(*table.at(row, name))
                places.append((part[table.sheet.name], table.sheet.name, cell, ("A", row), name))
    return Sent(arrival, context, parts, tuple(places), figures(made))


def figures(made):
    """Everything that a submission says, by its place: (line or row, field) → what was taken."""
    found = {}
    for record in made.records:
        for name in RESULT_FIELDS:
            taken = getattr(record, name)
            found["R", record.indicator, name] = (
                (taken, record.unread) if name == "value" else taken
            )
    for one in made.activities:
        for name in ACTIVITY_FIELDS:
            found["A", one.row, name] = getattr(one, name)
    return found


# --- what may be typed --------------------------------------------------------------------------

HOSTILE = (
    *(
        "=1+2",
        "+1",
        "@x",
        "<b>5</b>",
        "]]>",
        "&amp;",
        "\u202e5",
        "5\u200b",
        "\ufeff5",
        "５",
        "٣",
        "²",
    ),
    *("½", "1\u00a0200", "1 200", "1e5", "1E+3", "0x1F", "1/2", "3-5", "12/20", "1,200", "1.200"),
    *("1.200,5", "1,5", "1.5", "05", "5 tin", "05 tin, bài", "12 lượt", "trên 100", "khoảng 5"),
    *("không", "không có", "không phát sinh", "kho\u0302ng", "chưa có số liệu", "đang tổng hợp"),
    *(
        "n/a",
        "-",
        "–",
        "x",
        "K",
        "ko",
        "...",
        "…",
        "_",
        "50%",
        "1,5 triệu",
        "999999999 tỷ",
        "9" * 16,
    ),
    *("năm", "VI", "mười hai", "Ngày", "Tổng cộng", "Cộng", "Mã chỉ tiêu", "Kết quả trong kỳ"),
    *("Trong kỳ không phát sinh hoạt động", "Có", "0912345678", "051204012345", "212345678"),
    *("#REF!", "TRUE", "14/6/2025", "2025-06-01", "ngày 14 tháng 6", "31/2/2025", "1/1/1900"),
    *("https:/a.vn", "https://a.vn/b", "2.8b-1", "1.1-0", "9.9-9", "77", "3 · CĐS", "dài " * 700),
)
TEXTS = st.sampled_from(HOSTILE) | st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=20
)
NUMBERS = (
    st.integers(-5, 50)
    | st.integers(-(10**6), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.floats(0, 100).map(lambda x: round(x, 2))
)
TYPED = (
    st.tuples(st.just("number"), NUMBERS)
    | st.tuples(st.just("text"), TEXTS)
    | st.tuples(st.just("text"), st.integers(0, 10**9).map(format_number))
    | st.tuples(st.sampled_from(["blank", "unset"]), st.just(""))
    | st.tuples(st.just("bool"), st.sampled_from(["0", "1"]))
    | st.tuples(st.just("error"), st.sampled_from(["#REF!", "#N/A"]))
    | st.tuples(st.sampled_from(["date", "formula"]), st.integers(0, 60_000))
)


def mutated(sent, part, cell, kind, typed):
    """The file with one cell typed over."""
    xml = sent.parts[part].decode("utf-8")
    found = re.search(rf'<c r="{cell}"(?: s="(\d+)")?[^>]*?(?:/>|>.*?</c>)', xml, re.DOTALL)
    style = DATE_STYLE if kind == "date" else found[1]
    head, words = f'<c r="{cell}" s="{style}"', escape(str(typed))
    new = {
        "blank": f"{head}/>",
        "unset": f"{head}><f>1+1</f></c>",
        "formula": f"{head}><f>1+1</f><v>{typed}</v></c>",
        "number": f"{head}><v>{typed!r}</v></c>",
        "date": f"{head}><v>{typed}</v></c>",
        "bool": f'{head} t="b"><v>{typed}</v></c>',
        "error": f'{head} t="e"><v>{typed}</v></c>',
        "text": f'{head} t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>',
    }[kind]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in sent.parts.items():
            changed = xml[: found.start()] + new + xml[found.end() :]
            package.writestr(name, changed.encode() if name == part else data)
    return out.getvalue()


# --- the property -------------------------------------------------------------------------------


def means(kind, typed):
    """What is typed, by a plain reading: a number, None for nothing, else the digits in it."""
    if kind == "blank":
        return None
    if kind in ("number", "formula"):
        return float(typed)
    text = unicodedata.normalize("NFKC", clean(str(typed)))
    if not text.strip(" .…_·"):
        return None
    return re.sub(r"\D", "", text)


def agrees(kind, typed, taken):
    """Whether a figure taken without a word is what was typed."""
    said = means(kind, typed)
    if isinstance(said, float) or said is None:
        return taken == said
    if said:
        return taken is not None and re.sub(r"\D", "", f"{taken:.15g}").lstrip("0") == said.lstrip(
            "0"
        )
    nothing = ("không", "chưa phát sinh")
    return taken == 0.0 if clean(str(typed)).casefold().startswith(nothing) else taken is None


def check(sent, place, kind, typed):
    """The property, for one cell and what is typed into it."""
    part, sheet, cell, owner, field = place
    data = mutated(sent, part, cell, kind, typed)
    made = judge.judge(data, sent.arrival, sent.context)
    assert made.submission.verdict != "quarantined"
    here = [one for one in made.findings if (one.sheet, one.cell) == (sheet, cell)]
    before, after = sent.figures, figures(made)
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    appeared = owner[0] == "A" and (*owner, "row") not in before and (*owner, field) not in before
    mine = {key for key in changed if key == (*owner, field) or (appeared and key[:2] == owner)}
    assert here or changed == mine, (changed - mine, made.findings)
    assert changed <= mine | _by_statement(before, kind, typed), (changed - mine, here)
    if here:
        return
    if field in FIGURES:
        taken = after.get((*owner, field))
        taken = taken[0] if field == "value" else taken
        assert agrees(kind, typed, taken) or _stated(kind, typed, taken), (typed, taken)
    elif not changed:  # a text that looks the same, or is nothing
        assert kind in ("blank", "text", "number", "formula", "date")


def _stated(kind, typed, taken):
    """A blank line under "không phát sinh" is 0."""
    return means(kind, typed) is None and taken == 0.0


def _by_statement(before, kind, typed):
    """A second statement "không phát sinh" beside the first leaves neither: all its lines."""
    said = kind == "text" and clean(str(typed)).startswith("Trong kỳ không phát sinh")
    return set(before) if said else set()


@pytest.fixture(scope="module")
def sent(shared_example):
    return inbox(shared_example)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_changed_cell_changes_its_figure_or_is_named(sent, data):
    one = sent[data.draw(st.integers(0, len(sent) - 1))]
    place = one.places[data.draw(st.integers(0, len(one.places) - 1))]
    kind, typed = data.draw(TYPED)
    check(one, place, kind, typed)

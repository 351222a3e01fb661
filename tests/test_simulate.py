"""Simulated submissions: labelled, credible, the same for a seed, in simulated workspaces only."""

import collections
import dataclasses
import datetime as dt
import functools
import hashlib
import io
import os
import random
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import sample
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_lib import config, obligations, simulate
from cchc_lib.errors import ParameterError
from cchc_lib.forms import layout, write
from cchc_lib.model import Event
from cchc_lib.simulate import answers, filling, post, words
from cchc_lib.submissions import judge
from cchc_lib.submissions.context import Context
from cchc_lib.workspace import ZONE, Workspace

SETTINGS, PLAN, REGISTRY = sample.SETTINGS, sample.PLAN, sample.REGISTRY
MONTHS = ("2025-04", "2025-05", "2025-06")
CELLS = {c.name: n for n, c in enumerate(layout.RESULT_COLUMNS, start=1)}
ACTIVITY = {c.name: n for n, c in enumerate(layout.ACTIVITY_COLUMNS, start=1)}


@functools.cache
def letters(label="2025-05", seed=1, exemptions=()):
    return post.letters(PLAN, REGISTRY, SETTINGS, SETTINGS.period(label), exemptions, seed)


def owed(label="2025-05", agency="trung-tam"):
    found = obligations.month_obligations(PLAN, REGISTRY, SETTINGS, SETTINGS.period(label))
    return tuple(one for one in found if one.agency_id == agency)


def answered(seed=1, agency="trung-tam", **more):
    month = SETTINGS.period("2025-05")
    rng = random.Random(seed)
    given = {"size": 1.0, "first": False, **more}
    return answers.answer(owed(agency=agency), month, PLAN.topics, rng, **given)


def declaring(agency="trung-tam"):
    """The first answer that lists activities."""
    return next(a for seed in range(99) if (a := answered(seed, agency)).activities)


def form(agency="trung-tam", label="2025-05"):
    return write.write_forms(PLAN, REGISTRY, SETTINGS, SETTINGS.period(label), agency)[agency]


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def many(n):
    """Obligations of n agencies, half of which have a target."""
    one, other = owed(agency="trung-tam")[0], owed(agency="trung-tam")[1]
    return [
        dataclasses.replace(other if i % 2 else one, agency_id=f"don-vi-{i:02d}") for i in range(n)
    ]


# --- the same again -------------------------------------------------------------------------


def test_a_seed_gives_the_same_letters_and_another_seed_others():
    again = post.letters(PLAN, REGISTRY, SETTINGS, SETTINGS.period("2025-05"), (), 1)
    assert letters(seed=1) == again
    assert letters(seed=1) != letters(seed=2)


def test_letters_do_not_depend_on_the_machine(tmp_path):
    program = (
        "import hashlib, sample; from cchc_lib.simulate.post import letters;"
        "s = sample.SETTINGS;"
        "found = letters(sample.PLAN, sample.REGISTRY, s, s.period('2025-05'), (), 1);"
        "print(hashlib.sha256(repr(found).encode()).hexdigest())"
    )
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "4242",
        "TZ": "America/Lima",
        "PYTHONPATH": os.pathsep.join([str(Path(sample.__file__).parent), *sys.path]),
    }
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == hashlib.sha256(repr(letters()).encode()).hexdigest()


# --- who sends when -------------------------------------------------------------------------


def test_of_34_agencies_most_report_in_time_some_late_some_not_at_all():
    cast = collections.Counter(post.parts(many(34), random.Random(1), first=False).values())
    assert (cast["missing"], cast["own_table"], cast["renumbered"]) == (1, 1, 1)
    assert cast["late"] == 4
    assert cast.total() == 34
    assert {cast["corrected"], cast["nothing"]} == {1}
    assert cast["mistaken"] == 2


def test_the_first_month_is_weaker():
    first = collections.Counter(post.parts(many(34), random.Random(1), first=True).values())
    later = collections.Counter(post.parts(many(34), random.Random(1), first=False).values())
    assert first["missing"] > later["missing"]
    assert first["late"] > later["late"]
    assert words.share("first_met") < words.share("met")


def test_who_says_that_nothing_happened_has_no_target():
    cast = post.parts(many(34), random.Random(3), first=False)
    quiet = [agency for agency, part in cast.items() if part == "nothing"]
    assert [int(agency[-2:]) % 2 for agency in quiet] == [0]


def test_who_alone_answers_for_a_target_always_reports():
    alone = owed(agency="trung-tam")
    crowd = [one for one in many(34) if not one.target]
    for seed in range(20):
        cast = post.parts([*alone, *crowd], random.Random(seed), first=True)
        assert cast["trung-tam"] not in ("missing", "own_table", "renumbered")


@given(n=st.integers(0, 60), seed=st.integers(0, 99), first=st.booleans())
@settings(max_examples=40)
def test_everybody_plays_one_part(n, seed, first):
    cast = post.parts(many(n), random.Random(seed), first=first)
    assert set(cast) == {f"don-vi-{i:02d}" for i in range(n)}


@pytest.mark.parametrize("label", MONTHS)
@pytest.mark.parametrize("seed", [1, 2])
def test_arrivals_are_in_order_after_the_cut_off_and_late_only_where_meant(label, seed):
    month = SETTINGS.period(label)
    due = SETTINGS.due_date(month)
    cast = post.parts(
        obligations.month_obligations(PLAN, REGISTRY, SETTINGS, month),
        random.Random(f"{seed}/{label}"),
        first=label == "2025-04",
    )
    sent = letters(label, seed)
    assert [one.at for one in sent] == sorted(one.at for one in sent)
    for one in sent:
        assert one.at.date() > month.end
        assert (one.at.date() > due) == (cast[one.agency] == "late")
        assert one.at.utcoffset() == dt.timedelta(hours=7)
    assert {one.agency for one in sent} == {a for a, part in cast.items() if part != "missing"}


def test_a_correction_arrives_after_what_it_corrects():
    cast_twice = [
        a for a, n in collections.Counter(one.agency for one in letters()).items() if n > 1
    ]
    assert len(cast_twice) == 1
    first, second = (one for one in letters() if one.agency == cast_twice[0])
    assert first.at < second.at
    assert second.name == first.name.replace(".xlsx", " (sua).xlsx")
    assert first.data != second.data


def test_an_exempted_line_is_not_reported():
    event = Event(
        kind="exempted",
        at=dt.datetime(2025, 5, 1, tzinfo=dt.UTC),
        order=1,
        agency="trung-tam",
        indicator="4-1",
        period="2025-05",
        period_to="2025-05",
    )
    for one in letters(exemptions=(event,)):
        if one.agency == "trung-tam":
            results = opened(one.data)[layout.RESULTS]
            assert "4-1" not in [c.value for c in results["A"]]


def test_files_are_named_as_people_name_them_and_fit_any_disk():
    names = [one.name for label in MONTHS for seed in (1, 2) for one in letters(label, seed)]
    assert any(name.startswith("BC TUYEN TRUYEN T5 ") for name in names)
    assert len({name.split(" ")[0] for name in names}) > 4
    assert not any(set(name) & set('\\/:*?"<>|') for name in names)


# --- what they write ------------------------------------------------------------------------


@pytest.mark.parametrize("label", MONTHS)
def test_every_file_says_that_it_is_simulated(label):
    for one in letters(label):
        book = opened(one.data)
        banner = [c.value for row in book.worksheets[0]["A1:B2"] for c in row]
        assert layout.SIMULATED_MARK in banner
        if layout.IDENTITY in book.sheetnames:
            rows = dict(book[layout.IDENTITY].iter_rows(values_only=True))
            found = layout.FormId.from_rows(rows)
            assert (found.simulated, found.agency, found.period) == (True, one.agency, label)


def test_filling_keeps_everything_else_of_the_form():
    blank, filled = opened(form()), opened(filling.fill(form(), declaring(), dt.date(2025, 5, 15)))
    assert filled.sheetnames == blank.sheetnames
    for name in blank.sheetnames:
        before, after = blank[name], filled[name]
        assert after.sheet_state == before.sheet_state
        assert after.protection.sheet == before.protection.sheet
        assert len(after.data_validations.dataValidation) == len(
            before.data_validations.dataValidation
        )
        for row in before.iter_rows():
            for cell in row:
                if cell.value is not None:
                    assert after[cell.coordinate].value == cell.value
                assert after[cell.coordinate].number_format == cell.number_format


def test_what_is_typed_stands_where_it_belongs():
    row = {"value": "05 tin", "reach": 120, "budget_vnd": 0, "note": "=1+1"}
    typed = answers.Answer(lines={"2a-2": row, "unknown": row})
    results = opened(filling.fill(form(), typed, dt.date(2025, 5, 15)))[layout.RESULTS]
    found = next(r for r in range(1, results.max_row + 1) if results.cell(r, 1).value == "2a-2")
    cells = {name: results.cell(found, CELLS[name]) for name in row}
    assert {name: cell.value for name, cell in cells.items()} == row
    assert cells["note"].data_type == "s"
    assert results.cell(found + 1, CELLS["value"]).value is None


def test_the_statement_that_nothing_happened_is_typed_beside_its_label():
    data = filling.fill(form(), answers.nothing_happened(), dt.date(2025, 5, 15))
    results = opened(data)[layout.RESULTS]
    assert results.cell(layout.NOTHING_ROW, 5).value == layout.NOTHING_YES
    assert not any(c.value for (c,) in results[f"E{layout.RESULT_HEADER_ROW + 1}:E99"])


@given(seed=st.integers(0, 500), size=st.floats(0.6, 1.4), first=st.booleans())
@settings(max_examples=60, deadline=None)
def test_figures_are_plausible_and_activities_agree_with_them(seed, size, first):
    found = answered(seed, size=size, first=first)
    month = SETTINGS.period("2025-05")
    quantities = collections.Counter()
    for piece in found.activities:
        assert month.start <= piece["date"] <= month.end
        quantities[piece["indicator"]] += piece["quantity"]
    for one in owed():
        row = found.lines[one.line.indicator]
        assert 0 <= row.get("value", 0) <= max(14, 2 * (one.target or 0))
        assert row.get("reach", 0) <= 3000
        assert row.get("budget_vnd", 0) % answers.BUDGET_STEP == 0
        if one.line.indicator in quantities:
            assert quantities[one.line.indicator] == row["value"]
    assert len(found.activities) <= layout.ACTIVITY_ROWS


def test_activities_use_the_words_of_the_dropdowns():
    topics = {layout.topic_word(t.n, t.field, t.text) for t in PLAN.topics}
    for agency in ("trung-tam", "ubnd-xa-a", "phong-noi-vu"):
        lists = opened(form(agency))[layout.LISTS]
        offered = {c.value for row in lists.iter_rows() for c in row}
        for piece in declaring(agency).activities:
            assert {piece["indicator"], piece["form"], piece["channel"]} <= offered
            assert piece.get("topic") is None or piece["topic"] in topics


def test_the_words_of_the_file_fit_the_lexicon():
    from cchc_lib import lexicon

    assert set(words.table("channel")) == {channel.key for channel in lexicon.channels()}
    assert {c["form"] for c in words.table("channel").values()} <= set(lexicon.activity_forms())
    assert words.channel("unknown") == words.channel("khac")


@pytest.mark.parametrize(("slip", "expected"), [("words", "năm bài"), ("negative", -2)])
def test_a_slip_changes_one_line_with_a_target(slip, expected):
    before = answered()
    after = answers.mistaken(before, owed(), slip)
    changed = [i for i, row in after.lines.items() if row != before.lines.get(i)]
    assert len(changed) == 1
    assert after.lines[changed[0]]["value"] == expected
    assert next(o for o in owed() if o.line.indicator == changed[0]).target is not None


def test_one_slip_is_a_total_that_disagrees_with_its_activities():
    before = declaring()
    after = answers.mistaken(before, owed(), "sums")
    changed = next(i for i, row in after.lines.items() if row != before.lines.get(i))
    total = sum(p["quantity"] for p in after.activities if p["indicator"] == changed)
    assert total > 0
    assert after.lines[changed]["value"] == total + 1


def test_people_type_units_and_words_into_number_cells():
    given = answers.Answer(
        lines={
            "2a-1": {"value": 5, "reach": 1200, "budget_vnd": 5_000_000},
            "2a-2": {"value": 0},
            "4-1": {},
        }
    )
    typed = answers.worded(given, owed()).lines
    assert typed["2a-1"] == {
        "value": "05 chương trình",
        "reach": "1.200",
        "budget_vnd": "5.000.000",
    }
    assert typed["2a-2"] == {"value": "không"}
    assert typed["4-1"] == {}


def test_a_hasty_first_version_differs_in_one_figure():
    before = answers.Answer(lines={"a": {"value": 3}, "b": {"value": 0}})
    assert answers.hasty(before, random.Random(1)).lines == {"a": {"value": 30}, "b": {"value": 0}}
    nothing = answers.Answer(lines={"a": {"value": 0}, "b": {}})
    assert answers.hasty(nothing, random.Random(1)).lines == {"a": {"value": 1}, "b": {"value": 1}}


def test_a_form_whose_codes_became_running_numbers_still_says_whose_it_is():
    book = opened(filling.renumbered(form(), answered(), dt.date(2025, 5, 15)))
    column = [c.value for c in book[layout.RESULTS]["A"]][layout.RESULT_HEADER_ROW - 1 :]
    assert column == ["STT", 1, 2, 3, 4, 5]
    rows = dict(book[layout.IDENTITY].iter_rows(values_only=True))
    assert layout.FormId.from_rows(rows).agency == "trung-tam"


def test_a_table_of_ones_own_names_agency_and_month_but_holds_no_form():
    agency, month = REGISTRY.get("ubnd-xa-a"), SETTINGS.period("2025-05")
    book = opened(filling.own_table(agency, month, dt.date(2025, 5, 15)))
    texts = [c.value for row in book.active.iter_rows() for c in row if c.value]
    assert {layout.SIMULATED_MARK, "UBND XÃ AN BÌNH", "Tháng 5 năm 2025"} <= set(texts)
    assert not {c.header for c in layout.RESULT_COLUMNS} & set(texts)
    assert book.sheetnames == ["Sheet1"]


def test_two_months_of_files_stay_small():
    sizes = [len(one.data) for one in letters("2025-05")]
    assert max(sizes) < 17_500


# --- taking in ------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path):
    (tmp_path / config.FILE_NAME).write_text("", encoding="utf-8")
    return Workspace(tmp_path, SETTINGS)


def take_in(place, *labels, seed=1, progress=None):
    months = [SETTINGS.period(label) for label in labels]
    return simulate.simulate(place, PLAN, REGISTRY, months, seed, progress)


def test_a_real_workspace_takes_no_simulated_submission(tmp_path):
    section = SETTINGS.workspace.model_copy(update={"simulated": False})
    real = Workspace(tmp_path, SETTINGS.model_copy(update={"workspace": section}))
    with pytest.raises(ParameterError, match="cchc init THƯ_MỤC"):
        take_in(real, "2025-05")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("label", "word"), [("2025-Q2", "2025-04"), ("2025-03", "first_period")])
def test_what_cannot_be_simulated_is_refused_before_anything_is_taken_in(place, label, word):
    with pytest.raises(ParameterError, match=word):
        take_in(place, "2025-05", label)
    assert place.events() == ()


def test_letters_are_taken_in_by_arrival_and_progress_is_told(place):
    told = []
    outcomes = take_in(place, "2025-06", "2025-05", progress=told.append)
    sent = [*letters("2025-05"), *letters("2025-06")]
    received = [event for event in place.events() if event.kind == "received"]
    assert [(e.name, e.at) for e in received] == [(one.name, one.at) for one in sent]
    assert len(outcomes) == len(sent)
    assert [line.split(":")[0] for line in told] == ["Tháng 5 năm 2025", "Tháng 6 năm 2025"]
    by_status = collections.Counter(outcome.status for outcome in outcomes)
    assert by_status["quarantined"] == 2
    assert by_status["accepted"] + by_status["accepted_with_findings"] == len(sent) - 2


def test_a_second_run_takes_nothing_new_in(place):
    take_in(place, "2025-05")
    log = place.log_path.read_bytes()
    files = {p: p.read_bytes() for p in place.submissions_dir.rglob("*.xlsx")}
    outcomes = take_in(place, "2025-05")
    assert {outcome.status for outcome in outcomes} == {"duplicate", "quarantined"}
    assert place.log_path.read_bytes() == log
    assert {p: p.read_bytes() for p in place.submissions_dir.rglob("*.xlsx")} == files


def test_a_letter_packed_otherwise_by_another_machine_is_still_the_same(place, monkeypatch):
    take_in(place, "2025-05")
    log = place.log_path.read_bytes()
    other = tuple(dataclasses.replace(one, data=one.data + b"\0") for one in letters())
    monkeypatch.setattr(simulate, "letters", lambda *_: other)
    take_in(place, "2025-05")
    assert place.log_path.read_bytes() == log


def test_a_withdrawn_letter_does_not_come_back(place):
    take_in(place, "2025-05")
    first = next(event for event in place.events() if event.name == letters()[0].name)
    place.append_log(
        {"kind": "withdrawn", "at": first.at.isoformat(), "submission": first.submission}
    )
    log = place.log_path.read_bytes()
    outcomes = take_in(place, "2025-05")
    assert len(outcomes) == len(letters()) - 1
    assert place.log_path.read_bytes() == log


FIGURE = st.none() | st.integers(0, 10**6)


@given(
    typed=st.fixed_dictionaries(
        {
            one.line.indicator: st.fixed_dictionaries(
                {"value": FIGURE, "reach": FIGURE, "budget_vnd": FIGURE}
            )
            for one in owed()
        }
    )
)
@settings(max_examples=12, deadline=None)
def test_what_was_typed_into_a_form_is_what_is_read_from_it(typed):
    lines = {i: {k: v for k, v in row.items() if v is not None} for i, row in typed.items()}
    data = filling.fill(BLANK, answers.Answer(lines=lines), dt.date(2025, 5, 15))
    at = dt.datetime(2025, 5, 15, 8, tzinfo=ZONE)
    event = Event(kind="received", at=at, order=1, submission="0" * 12, name="a.xlsx", file="a")
    context = Context(plan=PLAN, registry=REGISTRY, settings=SETTINGS)
    read = judge.judge(data, judge.Arrival(event=event), context)
    found = {
        r.indicator: {"value": r.value, "reach": r.reach, "budget_vnd": r.budget_vnd}
        for r in read.records
    }
    assert read.submission.simulated
    assert (read.submission.agency_id, read.submission.period) == ("trung-tam", "2025-05")
    if any(row["value"] is not None for row in typed.values()):
        assert found == typed


BLANK = form()

"""Properties of reading figures: one meaning whatever the spelling, and never a crash."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_lib.submissions.book import RawCell
from cchc_lib.submissions.remarks import Remarks
from cchc_lib.submissions.values import BUDGET, MINUTES, REACH, Spot, counted, take
from cchc_lib.vietnamese import clean, format_number
from cchc_lib.vietnamese.figures import read_figure

MEASURES = st.sampled_from([REACH, BUDGET, MINUTES, counted("tin, bài"), counted("")])
WORDS = st.sampled_from(
    ["không phát sinh", "chưa có số liệu", "5 triệu đồng", "1,5", "05 tin", "trên 100", "ngày"]
)
TEXTS = st.text(max_size=40) | st.text(
    alphabet="0123456789.,-–/%() xkKtriệuđồng\u00a0", max_size=20
)
CELLS = (
    st.builds(RawCell, TEXTS)
    | st.builds(RawCell, st.floats(allow_nan=False, allow_infinity=False), kind=st.just("number"))
    | st.builds(RawCell, st.booleans(), kind=st.just("bool"))
    | st.builds(RawCell, st.dates(), kind=st.just("date"))
    | st.builds(RawCell, st.floats(0, 1), kind=st.sampled_from(["percent", "time"]))
    | st.builds(RawCell, st.none(), formula=st.just("=1/0"), kind=st.just("unset"))
    | st.builds(RawCell, st.none(), error=st.just("#DIV/0!"), kind=st.just("error"))
)


def taken(cell, measure):
    """What is taken from a cell, and the findings."""
    remarks = Remarks()
    return take(cell, measure, Spot(remarks, "Kết quả", (8, 5))), remarks.found


@given(CELLS, MEASURES)
def test_any_cell_is_a_figure_or_nothing_or_a_finding_at_its_address(cell, measure):
    figure, found = taken(cell, measure)
    assert figure.value is None or (figure.value >= 0 and not figure.unread)
    assert not figure.unread or found
    assert {(one.sheet, one.cell) for one in found} <= {("Kết quả", "E8")}


@given(CELLS, MEASURES)
def test_a_figure_that_was_taken_reads_back_as_itself_without_a_doubt_about_its_writing(
    cell, measure
):
    value = taken(cell, measure)[0].value
    if value is None or value >= 10**15 or round(value, 2) != value:
        return
    again, found = taken(RawCell(format_number(value)), measure)
    assert again.value == pytest.approx(value)
    assert {one.code for one in found} <= {"V016", "V017", "V018", "V037"}


@given(st.integers(1000, 999_999))
def test_a_number_has_one_value_in_every_spelling_that_has_one_meaning(n):
    dotted = format_number(n)
    spellings = {
        str(n),
        dotted,
        f"{dotted},0",
        f"0{n}",
        dotted.replace(".", " "),
        dotted.replace(".", "\u00a0"),
        dotted.replace(".", "\u202f"),
        f"\u200b{n}\ufeff",
        "".join(chr(ord(c) + 0xFEE0) for c in str(n)),
        f" {n} tin.",
    }
    assert {read_figure(text).value for text in spellings} == {float(n)}
    assert read_figure(dotted.replace(".", ",")).value is None  # 1,234 may be 1.234 too


@given(TEXTS | WORDS)
def test_what_a_reader_cannot_see_changes_nothing(text):
    figure = read_figure(text)
    assert read_figure(clean(text)) == figure
    decomposed = unicodedata.normalize("NFD", text)
    if unicodedata.normalize("NFC", decomposed) == unicodedata.normalize("NFC", text):
        assert read_figure(decomposed) == figure
    assert read_figure(f" \u200b{text}\ufeff ") == figure


@given(st.integers(0, 10**7), st.sampled_from(["tin", "bài", "tin, bài"]))
def test_a_number_with_the_lines_own_unit_needs_no_word(n, unit):
    figure, found = taken(RawCell(f"{format_number(n)} {unit}"), counted("tin, bài"))
    assert figure.value == n
    assert {one.code for one in found} <= {"V016"}


def test_a_date_is_never_a_count():
    figure, found = taken(RawCell(dt.date(2025, 5, 3), kind="date"), counted("tin"))
    assert (figure.value, figure.unread, [one.code for one in found]) == (None, True, ["V010"])

"""Each format and each habit, by a real file: read to the same figures as the form filled in."""

import pytest
from formats import as_xlsb, by_csv, by_pandas, by_python_docx
from habits import HABITS, filled, workbook
from test_validate import codes, judged

# In CSV and Word there are no hidden rows, no serial days, no sheets but one.
ALIKE = ("indicator", "value", "reach", "budget_vnd", "unread", "evidence", "note", "unit")
SAME = ("date", "indicator", "title", "quantity")
NOT_IN_TEXT = {"sheet hidden", "days as serial numbers", "days that count from 1904"}


def figures(made):
    """What counts in a judgement, without addresses."""
    return [tuple(getattr(one, name) for name in ALIKE) for one in made.records]


def listed(made):
    return [tuple(getattr(one, name) for name in SAME) for one in made.activities]


@pytest.fixture(scope="module")
def clean():
    made = judged(filled())
    assert (made.submission.verdict, codes(made)) == ("accepted", [])
    assert len(made.records) == 5
    assert len(made.activities) == 2
    return made


def check(data, name, clean, *, activities=True):
    """The same figures, and each at the cell that holds it."""
    made = judged(data, name)
    assert made.submission.verdict.startswith("accepted"), [one.message for one in made.findings]
    assert figures(made) == figures(clean)
    if activities:
        assert listed(made) == listed(clean)
    assert all(one.cell and one.sheet for one in made.records)
    return made


@pytest.mark.parametrize("habit", HABITS)
def test_xlsx(habit, clean):
    check(workbook(habit), "a.xlsx", clean)


@pytest.mark.parametrize("habit", HABITS)
def test_xlsb(habit, clean):
    data = as_xlsb(workbook(habit), epoch_1904="1904" in habit)
    made = check(data, "a.xlsb", clean)
    assert [r.cell for r in made.records] == [r.cell for r in judged(workbook(habit)).records]


@pytest.mark.parametrize("habit", [h for h in HABITS if h not in NOT_IN_TEXT])
def test_word_tables(habit, clean):
    made = check(by_python_docx(workbook(habit)), "a.docx", clean)
    assert {r.sheet for r in made.records} == {"Bảng 1"}


@pytest.mark.parametrize("habit", [h for h in HABITS if h not in NOT_IN_TEXT])
@pytest.mark.parametrize("write", [by_pandas, by_csv])
def test_csv(habit, write, clean):
    check(write(workbook(habit)), "a.csv", clean, activities=False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_in_every_encoding_with_every_separator(encoding, separator, clean):
    made = check(by_csv(filled(), separator, encoding), "a.csv", clean, activities=False)
    assert [r.cell for r in made.records] == [r.cell for r in clean.records]
    assert ("F040" in codes(made, ("info",))) == (encoding == "cp1258")

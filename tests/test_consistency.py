"""The four formats of a report hold the same tables, cell by cell."""

import re
from collections import Counter

import pytest
from reading import Read, lines, squeezed, tables

pytestmark = [pytest.mark.notebook, pytest.mark.slow, pytest.mark.xdist_group("published")]


def content(table: Read) -> tuple:
    """Header and cells without the spaces that formats set differently."""
    return (tuple(map(squeezed, table.header)), *(tuple(map(_cell, row)) for row in table.rows))


def _cell(text: str) -> str:
    """A cell; "100,0" and "100" are the same figure, and so are "85,3 %" and "85,3"."""
    words = squeezed(text)
    number = words.removesuffix("%")
    if number.replace(".", "").replace(",", "").isdecimal() and number.count(",") == 1:
        return number.rstrip("0").rstrip(",")
    return number if number.replace(".", "").isdecimal() else words


def both_ways(one: Counter, other: Counter) -> tuple[list, list]:
    """What stands in one alone and in the other alone, by header and first rows."""
    return [t[:3] for t in one - other], [t[:3] for t in other - one]


@pytest.mark.parametrize("suffix", ["docx", "pdf", "xlsx"])
@pytest.mark.parametrize("name", ["month", "quarter", "agency"])
def test_every_format_has_the_pages_tables(published, name, suffix):
    page = Counter({content(one): 1 for one in tables(published(name, "html"))})
    other = Counter(content(one) for one in tables(published(name, suffix)))
    assert page
    assert both_ways(page, other) == ([], [])


@pytest.mark.parametrize("name", ["month", "quarter", "agency"])
def test_both_papers_say_the_same(published, name):
    word, pdf = (list(map(_bare, lines(published(name, one)))) for one in ("docx", "pdf"))
    in_word, in_pdf = "".join(word), "".join(pdf)
    assert [line for line in pdf if line not in in_word] == []
    assert [line for line in word if line not in in_pdf] == []


def _bare(line: str) -> str:
    """A line without spaces, capitals and the marks that lists and labels have."""
    return re.sub("[-–:]", "", squeezed(line)).casefold()


def test_a_changed_cell_would_be_seen(published):
    found = [content(one) for one in tables(published("month", "html"))]
    changed = [(*found[0][:1], (*found[0][1][:-1], "khác"), *found[0][2:]), *found[1:]]
    assert both_ways(Counter(found), Counter(changed)) != ([], [])


KB = 1000


@pytest.mark.parametrize("name", ["month", "quarter", "agency"])
def test_a_page_is_small_with_its_charts_and_smaller_without(published, name):
    page = published(name, "html").read_text(encoding="utf-8")
    frame = re.sub("<tr.*?</tr>|<svg.*?</svg>", "", page, flags=re.DOTALL)
    assert len(page.encode()) <= 400 * KB
    if name == "month":
        assert len(frame.encode()) <= 60 * KB

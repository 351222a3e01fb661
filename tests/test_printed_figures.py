"""Every figure that a report prints is one of the answers, and leads to its cells."""

import contextlib
import io
import json
import re

import pytest
from reading import lines

from cchc_lib.cli.main import run
from cchc_lib.vietnamese import format_number, format_percent

MONTH = "2025-06"
# What has digits and is no figure: dates, times, ids, cells, hashes, document numbers, lines.
NO_FIGURE = re.compile(
    r"\d{1,2}:\d\d|\d{1,2}/\d{1,2}(?:/\d{4})?|\d{1,2}/\d{4}"
    r"|(?:năm|Nghị định|SHA-|cchc|Chương|T|tháng) ?[\d.]+(?:/\d+)?"
    r"|\d+\.\d+[a-zđ]?(?:-\d)?\b|\b[0-9a-f]{12,64}\b|\d+-?\d*(?:/\d{4})?[/-][A-ZĐ]+\d*(?:-[A-ZĐ]+\d*)?\d*|\b[A-Z]{1,2}\d+\b"
    r"|(?:dòng |^)\d+–\d+|^\d+$"
)


pytestmark = [pytest.mark.notebook, pytest.mark.slow, pytest.mark.xdist_group("published")]


@pytest.fixture(scope="module")
def answers(shared_example, published):
    """A workspace in which the reports stand."""
    assert published("month", "html").is_file()
    return shared_example


def question(workspace, capsys, *arguments):
    capsys.readouterr()
    assert run(["--workspace", str(workspace), *arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def leaves(value):
    """All numbers and all texts of a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from leaves(one)
    elif not isinstance(value, bool) and value is not None:
        yield value


@pytest.fixture(scope="module")
def plan(answers):
    """The plan as data."""
    out = io.StringIO()
    path = next((answers / "data/raw/plan").glob("*.txt"))
    with contextlib.redirect_stdout(out):
        assert run(["plan", "read", str(path), "--format", "json"]) == 0
    return json.loads(out.getvalue())


PERIODS = {"month": [MONTH], "quarter": ["2025-Q2", "2025-05", MONTH]}


@pytest.mark.parametrize("suffix", ["html", "docx", "xlsx"])
@pytest.mark.parametrize("name", sorted(PERIODS))
def test_every_printed_figure_is_an_answer(answers, published, plan, capsys, name, suffix):
    asked = [(what, p) for p in PERIODS[name] for what in ("status", "indicators", "records")]
    found = [question(answers, capsys, what, period) for what, period in asked]
    values = [leaf for leaf in leaves(found) if not isinstance(leaf, str)]
    known = {format_number(v) for v in values} | {
        format_percent(v).split("\u00a0")[0] for v in values
    }
    words = {text for text in leaves([plan, *found]) if isinstance(text, str)}
    titles = [one["title"] for one in plan["tasks"]] + [one["text"] for one in plan["topics"]]
    words |= {" ".join(text.split()[:n]) for text in titles for n in range(6, 40)}
    words = {text for text in words if re.search(r"\d", text) and re.search(r"[^\d.,]", text)}
    words = sorted(words, key=len, reverse=True)
    strangers, printed = {}, 0
    for line in lines(published(name, suffix)):
        if "data/raw/" in line or "SHA-256" in line:
            continue
        rest = line
        for text in words:
            rest = rest.replace(text, " ")
        for token in re.findall(r"(?<![\w.,/])\d[\d.,]*", NO_FIGURE.sub(" ", rest)):
            printed += 1
            if token.rstrip(".,") not in known:
                strangers.setdefault(token, line[:120])
    assert strangers == {}
    assert printed > 300


def test_every_sum_is_the_sum_of_its_cells_and_every_target_leads_to_the_plan(answers, capsys):
    found = question(answers, capsys, "indicators", MONTH)
    sums = [(t["indicator"], t["actual"]) for t in found["tasks"]]
    sums += [(f"reach.{r['kind']}", r["value"]) for r in found["reach"]]
    sums += [("budget_vnd", found["budget_vnd"])]
    for indicator, value in sums:
        trace = question(answers, capsys, "trace", MONTH, indicator)
        stated = [cell["value"] for cell in trace["cells"] if cell["value"] is not None]
        assert (sum(stated) if stated else None) == value == trace["value"], indicator
        if indicator[0].isdigit():
            assert trace["plan"], indicator


def test_a_rates_parts_reproduce_it(answers, capsys):
    found = question(answers, capsys, "indicators", MONTH)["reporting"]
    for name in ("completeness", "timeliness"):
        trace = question(answers, capsys, "trace", MONTH, f"reporting.{name}")
        parts = [cell["value"] for cell in trace["cells"]]
        assert len(parts) == found["expected"]
        assert (
            sum(parts) / len(parts) == pytest.approx(found[name]) == pytest.approx(trace["value"])
        )

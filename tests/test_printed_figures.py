"""Every figure that the month's page prints is one of the answers, and leads to its cells."""

import html
import json
import re

import pytest

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


@pytest.fixture(scope="module")
def answers(shared_example):
    """A workspace in which the month's page stands."""
    assert run(["--workspace", str(shared_example), "report", MONTH, "--to", "html"]) == 0
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


def page_lines(workspace):
    page = (workspace / "outputs" / MONTH / f"bao-cao-{MONTH}.html").read_text(encoding="utf-8")
    page = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    text = html.unescape(re.sub(r"<[^>]+>", " \n", page))
    return [line.strip() for line in text.split("\n") if line.strip()]


@pytest.mark.notebook
def test_every_printed_figure_is_an_answer(answers, capsys):
    found = [question(answers, capsys, what, MONTH) for what in ("status", "indicators", "records")]
    plan = question(
        answers, capsys, "plan", "read", str(next((answers / "data/raw/plan").glob("*.txt")))
    )
    values = [leaf for leaf in leaves(found) if not isinstance(leaf, str)]
    known = {format_number(v) for v in values} | {
        format_percent(v).split("\u00a0")[0] for v in values
    }
    words = sorted(
        {
            leaf
            for leaf in leaves([plan, *found])
            if isinstance(leaf, str) and re.search(r"\d", leaf)
        },
        key=len,
        reverse=True,
    )
    strangers = {}
    titles = [one["title"] for one in plan["tasks"]] + [one["text"] for one in plan["topics"]]
    heads = {" ".join(text.split()[:n]) for text in titles for n in range(6, 40)}
    words = sorted({*words, *heads}, key=len, reverse=True)
    for line in page_lines(answers):
        if "data/raw/" in line or "SHA-256" in line:
            continue
        rest = line
        for text in words:
            rest = rest.replace(text, " ")
        for token in re.findall(r"(?<![\w.,/])\d[\d.,]*", NO_FIGURE.sub(" ", rest)):
            if token.rstrip(".,") not in known:
                strangers.setdefault(token, line[:120])
    assert strangers == {}


@pytest.mark.notebook
def test_the_page_prints_figures_at_all(answers):
    text = " ".join(page_lines(answers))
    assert len(re.findall(r"\d[\d.,]*", text)) > 1000
    assert "68,8" in text


@pytest.mark.notebook
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


@pytest.mark.notebook
def test_a_rates_parts_reproduce_it(answers, capsys):
    found = question(answers, capsys, "indicators", MONTH)["reporting"]
    for name in ("completeness", "timeliness"):
        trace = question(answers, capsys, "trace", MONTH, f"reporting.{name}")
        parts = [cell["value"] for cell in trace["cells"]]
        assert len(parts) == found["expected"]
        assert (
            sum(parts) / len(parts) == pytest.approx(found[name]) == pytest.approx(trace["value"])
        )

"""The page: one file, Vietnamese, no network, the same bytes each time."""

import base64
import hashlib
import itertools
import json
import re

import pytest
from block_sample import HOSTILE, head, hostile_blocks, report_blocks
from nbconvert.exporters import get_exporter
from nbformat import v4
from test_markup import Reader

from cchc_lib.report import bundle, html
from cchc_lib.report.blocks import MIME, Heading, Text, from_json, to_json
from cchc_lib.report.exporters import HtmlReportExporter


def page(*items):
    return html.page(bundle.of(items)).decode("utf-8")


def executed(*items):
    cells = [v4.new_markdown_cell("# Sổ")]
    for item in items:
        shown = v4.new_output("execute_result", data={MIME: to_json(item), "text/html": "x"})
        cells.append(v4.new_code_cell("pass", outputs=[shown]))
    return v4.new_notebook(cells=cells)


def test_the_page_is_vietnamese_titled_and_alone():
    text = page(*report_blocks())
    assert '<html lang="vi">' in text
    assert "<title>SỐ LIỆU MÔ PHỎNG – DỰ THẢO – Báo cáo kết quả" in text
    assert re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', text) == []
    assert set(re.findall(r"url\((.{0,20})", text)) <= {
        "data:font/woff2;base64,"[:20],
        "#hinh-1-clip)",
        "#hinh-2-clip)",
    } | {found for found in re.findall(r"url\((.{0,20})", text) if found.startswith("#hinh")}


def test_the_policy_allows_this_script_and_no_other():
    text = page(*report_blocks())
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy.replace("&#39;", "'").replace("&#43;", "+")


def test_the_same_report_gives_the_same_bytes():
    assert page(*report_blocks()) == page(*report_blocks())


def test_there_is_one_h1_and_levels_do_not_skip():
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page(*report_blocks()))]
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_the_list_of_parts_leads_to_each_part_and_appendix():
    text = page(*report_blocks())
    ids = set(re.findall(r' id="([^"]+)"', text))
    nav = re.search(r"<nav.*?</nav>", text, re.DOTALL)[0]
    links = re.findall(r'href="#([^"]+)"', nav)
    assert len(links) == 4
    assert set(links) <= ids


def test_marks_are_said_on_screen_and_in_the_margin_of_every_printed_page():
    text = page(*report_blocks())
    assert re.search('<aside class="banner" [^>]*>SỐ LIỆU MÔ PHỎNG · DỰ THẢO</aside>', text)
    assert '@page{@top-center{content:"SỐ LIỆU MÔ PHỎNG · DỰ THẢO"' in text
    assert "banner" not in page(*report_blocks(marks=())).split("</style>")[1]


def test_a_mark_cannot_leave_its_place_in_the_style():
    text = page(head(marks=('x"}</style><script>alert(1)</script>',)))
    assert "<script>alert(1)" not in text


def test_hostile_text_is_literal():
    text = page(*hostile_blocks())
    body = text[text.index("<body>") : text.index("<script>")] + "</body>"
    read = Reader(re.sub(r"<(/?)(input|img|br)[^>]*>", "", body))
    assert read.text.count(HOSTILE) > 12
    assert text.count("<script") == 1


def test_provenance_stands_at_the_foot():
    assert "<li>data/raw/agencies.csv 0123abcd</li>" in page(*report_blocks()).split("</main>")[1]


@pytest.mark.parametrize("suffix", ["html", "pdf", "docx", "xlsx"])
def test_nbconvert_finds_the_exporters(suffix):
    exporter = get_exporter(f"cchc_{suffix}")()
    assert exporter.file_extension == f".{suffix}"
    assert exporter.export_from_notebook.startswith("Báo cáo (")
    data, _ = exporter.from_notebook_node(executed(head(), Text(text="Một câu.")))
    assert len(data) > 1000


def test_the_exporter_makes_the_same_page_as_a_report_run():
    blocks = report_blocks()
    shown, _ = HtmlReportExporter().from_notebook_node(executed(*blocks))
    assert shown == page(*blocks)


def test_a_notebook_without_blocks_gives_its_words_and_outputs():
    notebook = v4.new_notebook(
        cells=[
            v4.new_markdown_cell("# Ghi chép\n\nMột *ý* <script>x()</script>."),
            v4.new_code_cell(
                "print(1)",
                outputs=[
                    v4.new_output("stream", name="stdout", text="\x1b[31mđỏ\x1b[0m\n"),
                    v4.new_output(
                        "execute_result",
                        data={"text/html": "<table><tr><td>5</td></tr></table>", "text/plain": "5"},
                    ),
                ],
            ),
        ]
    )
    shown, _ = HtmlReportExporter().from_notebook_node(notebook)
    assert "<em>ý</em>" in shown
    assert "&lt;script&gt;" in shown
    assert "<pre>đỏ\n</pre>" in shown
    assert "<td>5</td>" in shown


def test_markdown_of_a_report_notebook_is_for_its_editors_alone():
    shown, _ = HtmlReportExporter().from_notebook_node(executed(Heading(level=1, text="I. A")))
    assert "Sổ" not in shown


def test_blocks_survive_their_json():
    for block in report_blocks():
        again = json.loads(json.dumps(to_json(block)))
        assert from_json(again) == block

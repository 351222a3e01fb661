"""Blocks as HTML: everything literal, states said in words, links only where they lead."""

import dataclasses
from html.parser import HTMLParser

import pytest
from block_sample import CONTROL, HOSTILE, SVG, chart, hostile_blocks, report_blocks, table
from hypothesis import given
from hypothesis import strategies as st

from cchc_lib.report import bundle, drawing, foreign, markup
from cchc_lib.report.blocks import Appendix, Cell, Column, Row, Table, Text, Tile, Tiles
from cchc_lib.report.bundle import Foreign

ALLOWED = frozenset(
    {
        *(
            "a",
            "blockquote",
            "caption",
            "circle",
            "clippath",
            "dd",
            "defs",
            "details",
            "div",
            "dl",
        ),
        *(
            "dt",
            "figcaption",
            "figure",
            "g",
            "h1",
            "h2",
            "h3",
            "h4",
            "header",
            "section",
            "li",
        ),
        *(
            "p",
            "path",
            "rect",
            "span",
            "summary",
            "svg",
            "table",
            "tbody",
            "td",
            "text",
        ),
        *(
            "tfoot",
            "th",
            "thead",
            "tr",
            "ul",
            "use",
        ),
    }
)


class Reader(HTMLParser):
    """Tags, ids, links and text of some HTML; fails where tags don't close in order."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.ids, self.links, self.attributes = [], [], [], []
        self.text, self.stack = "", []
        self.feed(html)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.stack.append(tag)
        self.attributes += attrs
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if "href" in values else []

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.stack.pop()

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_data(self, data):
        self.text += data


def fragment(*items):
    report = bundle.of(items)
    head = (report.head,) if report.head else ()
    return markup.fragment((*head, *report.items), bundle.anchors(report))


def test_hostile_text_stays_text():
    read = Reader(fragment(*hostile_blocks()))
    assert set(read.tags) <= ALLOWED
    assert not [name for name, _ in read.attributes if name.startswith("on")]
    assert all(link.startswith("#") for link in read.links)
    assert read.text.count(HOSTILE) > 12
    assert "alert(1)" not in read.text


def test_control_and_direction_characters_are_gone():
    html = fragment(Text(text=CONTROL))
    assert "trướcgiữa\N{REPLACEMENT CHARACTER}sau" in html
    html.encode("utf-8")


@given(st.text())
def test_any_text_is_escaped_whole(words):
    read = Reader(fragment(Text(text=words), table(caption=words)))
    assert {"script", "img", "iframe"}.isdisjoint(read.tags)


def test_ids_are_given_once_and_links_lead_to_them():
    again = [block for block in report_blocks() if not isinstance(block, Appendix)]
    read = Reader(fragment(*report_blocks(), *again))
    assert len(read.ids) == len(set(read.ids))
    assert {link[1:] for link in read.links} <= set(read.ids)
    assert "#nguon-1" in read.links


def test_a_link_to_nowhere_is_not_made():
    html = fragment(Tiles(tiles=(Tile(label="a", value="5", anchor="khong-co"),)))
    assert "<a" not in html


def test_drawings_of_one_page_do_not_share_ids():
    html = fragment(chart("a"), chart("b"))
    assert 'id="a-clip"' in html
    assert "url(#a-clip)" in html
    assert 'href="#b-m"' in html
    assert 'id="clip"' not in html


def test_a_drawing_has_its_alternative_text_and_its_numbers():
    html = fragment(chart())
    assert 'role="img" aria-label="Xã Nghĩa Hữu 8 số"' in html
    assert "Nghĩa Hữu</th>" in html
    assert "Xã Nghĩa Hữu: 8 số</text>" in html


@pytest.mark.parametrize(
    "attribute",
    [
        'onload="alert(1)"',
        'href="http://x.example"',
        'style="fill:url(http://x.example/a)"',
        'xlink:href="javascript:alert(1)"',
    ],
)
def test_a_drawing_leads_nowhere(attribute):
    svg = SVG.replace("<use ", f"<rect {attribute} x='9'/><use ")
    html = drawing.inline(svg, "p-", {})
    assert '<rect x="9"/>' in html


def test_a_drawing_with_entities_is_refused():
    bomb = '<!DOCTYPE svg [<!ENTITY a "aa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
    with pytest.raises(Exception, match=r"undefined entity|EntitiesForbidden"):
        drawing.inline(bomb, "", {})


def test_a_state_is_a_shape_and_a_word():
    html = fragment(table())
    assert html.count('class="s s-behind"') == 1
    assert "Chậm tiến độ</td>" in html


def test_a_figure_with_a_state_says_the_word_to_those_who_do_not_see_the_shape():
    html = fragment(Tiles(tiles=(Tile(label="Nhiệm vụ", value="7/9", state="behind"),)))
    assert '<span class="vh">Chậm tiến độ: </span>7/9' in html


def test_header_cells_name_rows_columns_and_groups():
    html = fragment(table())
    assert '<th scope="col" class="r">Tỷ lệ</th>' in html
    assert '<th scope="row">Chuyên mục số 1 trên sóng phát thanh</th>' in html
    assert '<th scope="rowgroup" colspan="5">I. Chuyển đổi số</th>' in html
    assert '<tfoot><tr class="total">' in html


def test_a_table_without_rows_says_so():
    html = fragment(Table(name="a", caption="Đơn vị chậm", columns=(Column(label="x"),), rows=()))
    assert "Không có." in html
    assert "<table" not in html


def test_a_number_sorts_by_its_value():
    row = Row(cells=(Cell(text="12.345.678,5", value=12345678.5),))
    table = Table(name="a", caption="b", columns=(Column(label="x"),), rows=(row,), sortable=True)
    assert 'data-v="12345678.5"' in fragment(table)
    assert "data-v" not in fragment(dataclasses.replace(table, sortable=False))


def test_bullets_in_a_row_are_one_list():
    html = fragment(*(Text(text=t, style="bullet") for t in "ab"), Text(text="c"))
    assert html == "<ul><li>a</li><li>b</li></ul>\n<p>c</p>"


def test_an_analysts_own_table_is_shown_without_its_scripts():
    html = "<style>p{}</style><table onclick=x><tr><td colspan=2>5 &lt; 6<script>bad()</script>"
    shown = foreign.markup(Foreign(forms=(("text/html", html),)), "o1-")
    table_html = '<table><tr><td colspan="2">5 &lt; 6</td></tr></table>'
    assert shown == f'<div class="scroll">{table_html}</div>'


def test_markdown_is_shown_with_tags_as_text():
    shown = foreign.markup(Foreign(forms=(("text/markdown", "# A\n<b>x</b> *y*"),)), "")
    assert "<h2>A</h2>" in shown
    assert "&lt;b&gt;x" in shown
    assert "<em>y</em>" in shown

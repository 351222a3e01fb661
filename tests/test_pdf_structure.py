"""The PDF for screen readers and archives: its tree of tags, fonts, bookmarks, as published."""

import itertools

import pikepdf
import pypdfium2
import pytest
from reading import html_page, pdf_structure, said, squeezed, unmarked_words

pytestmark = [pytest.mark.notebook, pytest.mark.slow, pytest.mark.xdist_group("published")]

HEADINGS = [f"H{level}" for level in range(1, 7)]


@pytest.fixture(scope="module", params=["month", "quarter", "agency"])
def report(request, published):
    """The PDF's path, its tree and the page of the same report."""
    path = published(request.param, "pdf")
    return path, pdf_structure(path), html_page(published(request.param, "html"))


def same(text):
    return squeezed(text).casefold()


def test_headings_begin_at_one_and_never_skip_a_level(report):
    levels = [int(tag.kind[1:]) for tag in report[1].find(*HEADINGS)]
    assert all(b - a <= 1 for a, b in itertools.pairwise([0, *levels]))


def test_headings_are_those_of_the_page_and_are_the_bookmarks(report):
    path, tree, page = report
    shown = [said(tag.words()) for tag in tree.find(*HEADINGS)]
    asked = {same(one.text_content()) for one in page.xpath("//h2 | //h3 | //h4")}
    asked = {text for text in asked if not text.startswith("phụlục")}
    assert {same(text) for text in shown if not text.startswith("Phụ lục")} == asked
    file = pypdfium2.PdfDocument(path)
    marks = [same(item.get_title()) for item in file.get_toc()]
    file.close()
    assert marks == [same(text) for text in shown]


def test_every_table_has_its_header_and_rows_of_one_width(report):
    tables = report[1].find("Table")
    assert tables
    for table in tables:
        head, *rows = table.find("TR")
        assert {cell.kind for cell in head.children} == {"TH"}
        assert {cell.scope for cell in head.children} == {"Column"}
        assert {len(row.children) for row in rows} <= {len(head.children), 1}


def test_every_figure_says_in_words_what_it_shows(report):
    page = [said(one.get("aria-label")) for one in report[2].xpath("//svg[@role='img']")]
    figures = report[1].find("Figure")
    assert [said(tag.alt) for tag in figures] == page
    assert all(len(text) > 20 for text in page)


def test_what_is_not_tagged_is_a_mark_a_page_number_or_a_header_said_again(report):
    words = {word for word in unmarked_words(report[0]).split() if not word.isdecimal()}
    heads = {squeezed(one.words()) for one in report[1].find("TH")}
    marks = "SỐ LIỆU MÔ PHỎNG · DỰ THẢO"
    assert {word for word in words if not any(word in text for text in (marks, *heads))} == set()


def test_every_font_is_inside_and_every_letter_has_its_unicode(report):
    with pikepdf.open(report[0]) as file:
        objects = [one for one in file.objects if isinstance(one, pikepdf.Dictionary)]
        fonts = [one for one in objects if one.get("/Type") == "/Font"]
        described = [one for one in objects if one.get("/Type") == "/FontDescriptor"]
        inside = [any(key.startswith("/FontFile") for key in dict(one)) for one in described]
        tops = [one for one in fonts if "/DescendantFonts" in one]
        assert len(described) == len(tops) >= 2
        assert all(inside)
        assert all("/ToUnicode" in one for one in tops)
        assert {str(one.Subtype) for one in fonts} <= {"/Type0", "/CIDFontType2", "/CIDFontType0"}


def test_title_language_and_conformance_are_stated(report):
    with pikepdf.open(report[0]) as file:
        assert str(file.Root.Lang) == "vi-VN"
        assert file.Root.ViewerPreferences.DisplayDocTitle
        assert file.Root.MarkInfo.Marked
        assert file.open_metadata().get("pdfuaid:part") == "1"
        assert str(file.docinfo.Title).startswith("SỐ LIỆU MÔ PHỎNG – ")

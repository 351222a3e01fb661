"""Each page of the site for everybody: WCAG 2.2 AA by axe-core, phone to desk, on paper."""

import re

import pypdfium2
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from conftest import PUBLISHED
from reading import html_tables, squeezed

pytestmark = [
    pytest.mark.browser,
    pytest.mark.notebook,
    pytest.mark.slow,
    pytest.mark.xdist_group("published"),
]

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only these rules look at colours; the others answer the same in the dark.
COLOURS = ["color-contrast", "link-in-text-block"]
REPORTS = sorted(set(PUBLISHED) - {"index"})
MARGINS_MM = 35
PAPER = {"upright": (210, ".wide"), "on its side": (297, "")}
TOO_WIDE = """([width, but]) => [...document.querySelectorAll('table, svg, p, h2, h3, li, th, td')]
    .filter(e => e.checkVisibility() && !e.matches('.skip, .watermark'))
    .filter(e => !but || !e.closest(but))
    .filter(e => e.getBoundingClientRect().right > width + 1
        || (e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1))
    .map(e => `${e.tagName} ${e.getBoundingClientRect().right} ${e.textContent.slice(0, 60)}`)"""


def opened(browser, path, width=1280, **options):
    """The page, and what it asked for and complained about."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    page = context.new_page()
    noted = []
    page.on("console", lambda message: noted.append(message.text))
    page.on("pageerror", lambda error: noted.append(str(error)))
    page.on("request", lambda request: noted.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_load_state()
    return page, [note for note in noted if not note.startswith(("file:", "data:"))]


def faults(page, **options):
    """What axe-core objects to, each with the first element."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        """(options) => axe.run(document, {...options, resultTypes: ['violations']}).then(
            found => [found.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html]),
                      found.passes.map(p => p.id)])""",
        options,
    )
    assert found[1], "axe-core looked at nothing"
    return found[0]


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_axe_finds_nothing_in_the_light(browser, published, name):
    page, _ = opened(browser, published(name, "html"))
    assert faults(page, runOnly=LEVELS) == []


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_axe_finds_nothing_in_the_dark(browser, published, name):
    page, _ = opened(browser, published(name, "html"), color_scheme="dark")
    assert faults(page, runOnly={"type": "rule", "values": COLOURS}) == []


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_no_page_scrolls_sideways_asks_for_anything_or_complains(browser, published, name):
    for width in (360, 768, 1280):
        page, outside = opened(browser, published(name, "html"), width)
        assert outside == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.context.close()


@pytest.mark.parametrize("name", sorted(PUBLISHED))
@pytest.mark.parametrize("side", sorted(PAPER))
def test_on_a4_nothing_is_wider_than_the_page(browser, published, name, side):
    paper, printed_elsewhere = PAPER[side]
    width = round((paper - MARGINS_MM) / 25.4 * 96)
    page, _ = opened(browser, published(name, "html"), width)
    page.emulate_media(media="print")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate(TOO_WIDE, [width, printed_elsewhere]) == []


@pytest.mark.parametrize("name", REPORTS)
def test_paper_has_every_cell_of_every_last_column(browser, published, name, tmp_path):
    path = published(name, "html")
    page, _ = opened(browser, path)
    page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
    file = pypdfium2.PdfDocument((tmp_path / "a.pdf").read_bytes())
    text = squeezed("".join(file[n].get_textpage().get_text_bounded() for n in range(len(file))))
    sides = {
        tuple(round(side / 72 * 25.4) for side in file.get_page_size(n)) for n in range(len(file))
    }
    file.close()
    assert sides <= {(210, 297), (297, 210)}
    cells = {row[-1] for one in html_tables(path) for row in (one.header, *one.rows)}
    words = {word for cell in cells for word in re.split(r"\s+", cell)}
    assert {word for word in words if squeezed(word) not in text} == set()

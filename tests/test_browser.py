"""The page in a browser: no request, no error, no sideways scrolling, sorting, print."""

import pypdfium2
import pytest
from block_sample import hostile_blocks, report_blocks

from cchc_lib.report import bundle, html

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name, items in (("plain", report_blocks()), ("hostile", hostile_blocks())):
        (folder / f"{name}.html").write_bytes(html.page(bundle.of(items)))
    return folder


def opened(browser, files, name="plain", width=1280, **options):
    """The page, and what it asked for and complained about."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    page = context.new_page()
    noted = []
    page.on("console", lambda message: noted.append(message.text))
    page.on("pageerror", lambda error: noted.append(str(error)))
    page.on("dialog", lambda dialog: (noted.append("dialog"), dialog.dismiss()))
    page.on("request", lambda request: noted.append(request.url))
    page.goto((files / f"{name}.html").as_uri())
    page.wait_for_load_state()
    outside = [note for note in noted if not note.startswith(("file:", "data:"))]
    return page, outside


def test_nothing_is_fetched_nothing_fails_nothing_scrolls_sideways(browser, files):
    for name in ("plain", "hostile"):
        for width in (360, 768, 1280):
            page, outside = opened(browser, files, name, width)
            assert outside == [], (name, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            page.context.close()


def test_the_font_inside_the_page_is_the_one_used(browser, files):
    page, _ = opened(browser, files)
    assert page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"', 'ếộữỹĐơư')")
    states = page.evaluate("[...document.fonts].map(face => face.status)")
    assert states == ["loaded", "loaded"]


def test_a_table_sorts_by_value_and_filters_by_words_from_the_keyboard(browser, files):
    page, _ = opened(browser, files)
    table = page.locator("#chi-tiet table")
    button = table.locator("thead button", has_text="Kết quả")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    first = table.locator("tbody tr:not(.group)").first
    assert first.locator("th").inner_text() == "Chuyên mục số 60 trên sóng phát thanh"
    assert table.locator("th[aria-sort=descending]").count() == 1
    page.get_by_label("Lọc bảng").fill("SỐ 59")
    assert table.locator("tbody tr:not(.group):visible").count() == 1
    assert page.get_by_role("status").inner_text() == "1/60 dòng"


def test_a_link_to_a_source_opens_what_is_closed_around_it(browser, files):
    page, _ = opened(browser, files)
    page.evaluate("location.hash = 'gap-lai-dong-2'")
    page.wait_for_function("document.querySelector('#gap-lai').open")


def contrast(page, selector):
    """The contrast of an element's text with the page behind it."""
    return page.evaluate(
        """(selector) => {
      const light = (rgb) => {
        const part = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
        const [r, g, b] = rgb.match(/[0-9.]+/g).map(Number);
        return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
      };
      const element = document.querySelector(selector);
      let behind = element;
      let paper = getComputedStyle(behind).backgroundColor;
      while (paper === "rgba(0, 0, 0, 0)") {
        behind = behind.parentElement;
        paper = getComputedStyle(behind).backgroundColor;
      }
      const [a, b] = [light(getComputedStyle(element).color), light(paper)];
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }""",
        selector,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser, files, scheme):
    page, _ = opened(browser, files, color_scheme=scheme)
    for selector in ("p.lead", ".note", ".facts", "a", ".banner", ".group th", "thead button"):
        assert contrast(page, selector) >= 4.5, selector


def test_everything_that_scrolls_by_itself_can_be_reached_by_keyboard(browser, files):
    page, _ = opened(browser, files, width=360)
    unreachable = page.evaluate(
        "[...document.querySelectorAll('.scroll')]"
        ".filter(e => e.scrollWidth > e.clientWidth && e.tabIndex < 0).length"
    )
    assert unreachable == 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Đến nội dung"


def test_print_is_a4_with_the_mark_on_every_page_and_nothing_closed(browser, files, tmp_path):
    page, _ = opened(browser, files)
    target = tmp_path / "a.pdf"
    page.pdf(path=target, prefer_css_page_size=True)
    file = pypdfium2.PdfDocument(target.read_bytes())
    size = [round(side * 25.4 / 72) for side in file.get_page_size(0)]
    texts = [file[n].get_textpage().get_text_bounded() for n in range(len(file))]
    file.close()
    assert size == [210, 297]
    assert all("SỐ LIỆU MÔ PHỎNG" in text for text in texts)
    assert "Kết quả theo nhiệm vụ (gap-lai)" in "\n".join(texts)
    assert "Chuyên mục số 60" in "\n".join(texts)

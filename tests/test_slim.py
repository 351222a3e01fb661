"""Short SVG shows what the long one showed; columns hold their words; packed PDFs say the same."""

import re
import zlib

import pypdfium2
import pytest
from block_sample import report_blocks
from report_sample import report_data

from cchc_lib.report import bundle, figures_agencies, packed, pdf, slim, style, widths
from cchc_lib.report.blocks import Cell, Column, Row, Table

TINOS_N_AT_10 = 0.5 * 10 * 25.4 / 72  # Times: n is half an em


@pytest.fixture
def drawn():
    """A drawing as matplotlib writes it, and the same made short."""
    with pytest.MonkeyPatch.context() as patch, style.house("probe"):
        canvas = style.canvas(60, 30)
        for n in range(4):
            canvas.bar(2.123456 + 10 * n, 5, 8, 6, style.DONE)
        canvas.line(0, 20, 60, 20)
        canvas.mark(5, 25, "behind")
        canvas.text(1, 3, "7.458 <lượt> trong kỳ")
        patch.setattr(slim, "slim", str)
        long = style.svg(canvas)
    return long, slim.slim(long)


def test_bars_that_look_alike_become_one_path_and_words_stay(drawn):
    long, short = drawn
    assert len(short) < len(long) * 0.6
    assert short.count("fill:#12436d") == 1
    assert ">7.458 &lt;lượt&gt; trong kỳ</text>" in short
    assert short.count("font-family") == 1
    assert "clip-path" not in short


def test_labels_and_marks_that_look_alike_say_their_look_once():
    with style.house("probe"):
        canvas = style.canvas(60, 30)
        for n in range(5):
            canvas.text(1, 3 + 4 * n, f"nhãn {n}", colour=style.QUIET)
        canvas.text(1, 28, "khác", colour=style.BEHIND)
        canvas.marks([(30 + 4 * n, 5) for n in range(6)], "behind")
        short = style.svg(canvas)
    assert short.count("fill:#4a535f") == 1
    assert [f">nhãn {n}</text>" in short for n in range(5)] == [True] * 5
    assert short.count("<use ") == 6
    assert short.count("stroke:#c4501b") == 2  # the shape, and the group of its places
    assert re.search(r'<text style="[^"]*#c4501b[^"]*"[^>]*>khác', short)


def test_coordinates_keep_a_hundredth_of_a_point(drawn):
    bars = re.search(r'd="(M[^"]*)" style="fill:#12436d"', drawn[1])[1]
    for n, left in enumerate(re.findall(r"M(\S+) ", bars)):
        assert float(left) == pytest.approx((2.123456 + 10 * n) / 25.4 * 72, abs=0.006)


def test_the_grid_of_agencies_stays_small():
    grid = figures_agencies.agency_grid(report_data(count=34)).items[1]
    assert len(grid.svg) < 40_000


def table(*texts, label="Kết quả", share=1.0):
    columns = (Column(label="Đơn vị", share=9.0), Column(label=label, share=share))
    rows = tuple(Row(cells=(Cell(text="a"), Cell(text=text))) for text in texts)
    return Table(name="a", caption="b", columns=columns, rows=rows)


def test_no_column_is_narrower_than_its_longest_word():
    first, second = widths.column_widths(table("n" * 20, share=0.1), 165.0)
    assert second > 20 * TINOS_N_AT_10
    assert first + second == pytest.approx(165.0)


def test_columns_with_room_keep_their_shares():
    first, second = widths.column_widths(table("n", label="n", share=9.0), 165.0)
    assert first == pytest.approx(second)


def test_type_gets_smaller_before_a_word_breaks():
    assert widths.points(table("n"), 165.0) == 11.0
    assert widths.points(table("n" * 88), 165.0) < 11.0


def test_words_wider_than_the_page_share_it():
    both = widths.column_widths(table("n" * 500), 165.0)
    assert sum(both) == pytest.approx(165.0)


PLAIN = (
    b"%PDF-1.7\n"
    b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    b"2 0 obj\n<</Type/StructElem/S/P>>\nendobj\n"
)
TRAILER = (
    b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
    b"trailer\n<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
)


def test_a_packed_pdf_reads_as_before(monkeypatch):
    report = bundle.of(report_blocks())
    short = pdf.document(report)
    monkeypatch.setattr(packed, "packed", bytes)
    long = pdf.document(report)
    assert len(short) < len(long) * 0.9
    assert b"/StructElem" in long
    assert b"/StructElem" not in short
    assert texts(short) == texts(long)


def texts(data):
    file = pypdfium2.PdfDocument(data)
    return [file[n].get_textpage().get_text_bounded() for n in range(len(file))]


def test_tags_are_packed_and_all_else_stays_in_the_open():
    short = packed.packed(PLAIN + TRAILER % len(PLAIN))
    tags, places = (
        zlib.decompress(s) for s in re.findall(rb"stream\n(.*?)\nendstream", short, re.DOTALL)
    )
    assert tags == b"2 0\n<</Type/StructElem/S/P>>"
    assert b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj" in short
    assert places[7:21] == bytes((1, 0, 0, 0, 9, 0, 0)) + bytes((2, 0, 0, 0, 3, 0, 0))
    assert b"/Root 1 0 R" in short


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", PLAIN, PLAIN + TRAILER % 7])
def test_a_pdf_built_otherwise_is_left_alone(data):
    assert packed.packed(data) == data

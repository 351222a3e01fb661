"""Decree 30/2020: rule, what it asks for, what the Word file of the month has.

Values are read out of the file's XML as Word works them out: from the run, else its paragraph's
style, else what that style is based on.
Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I (mục and khoản are named at each rule).
"""

import re
import subprocess
from dataclasses import dataclass

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from cchc_lib.report import widths

pytestmark = [pytest.mark.notebook, pytest.mark.slow, pytest.mark.xdist_group("published")]

PORTRAIT_TEXT_MM = 165


@dataclass(frozen=True)
class Line:
    """A paragraph as it is shown."""

    text: str
    sizes: frozenset
    bold: frozenset
    italic: frozenset
    fonts: frozenset
    colours: frozenset
    align: str
    indent_mm: float
    before: float
    after: float
    spacing: float
    style: str


class Word:
    """The file, its lines by what they say."""

    def __init__(self, path):
        self.file = docx.Document(path)
        body = self.file.element.body
        every = list(body.iter(qn("w:p")))
        tables = [t for t in body.iter(qn("w:tbl")) if t.find(".//" + qn("w:tblHeader")) is None]
        inside = {p for table in body.iter(qn("w:tbl")) for p in table.iter(qn("w:p"))}
        framed = {p for table in tables for p in table.iter(qn("w:p"))}
        self.every = [self._line(p) for p in every]
        self.framed = [self._line(p) for p in every if p in framed]
        self.free = [self._line(p) for p in every if p not in inside]
        self.rules = [self._rule(p) for p in every if p.find(".//" + qn("w:pBdr")) is not None]

    def one(self, pattern, lines=None):
        """The one line that says so."""
        (found,) = [x for x in lines or self.every if re.fullmatch(pattern, x.text, re.DOTALL)]
        return found

    def of_style(self, *names):
        return [line for line in self.free if line.style in names and line.text]

    def _line(self, element):
        found = docx.text.paragraph.Paragraph(element, self.file)
        runs = [run for run in element.iter(qn("w:r")) if "".join(run.itertext()).strip()]
        style = found.style
        get = self._inherited
        own = found.paragraph_format
        text = "\n".join("".join(t.text or "" for t in element.iter(qn("w:t"))).split("\n"))
        indent = own.first_line_indent
        if indent is None:
            indent = get(style, lambda s: s.paragraph_format.first_line_indent)
        return Line(
            text=" ".join(text.split()),
            sizes=frozenset(self._of_run(run, "w:sz", style) for run in runs),
            bold=frozenset(self._of_run(run, "w:b", style) for run in runs),
            italic=frozenset(self._of_run(run, "w:i", style) for run in runs),
            fonts=frozenset({get(style, lambda s: s.font.name)}),
            colours=frozenset({str(get(style, lambda s: s.font.color.rgb))}),
            align=str(
                found.alignment
                if found.alignment is not None
                else get(style, lambda s: s.paragraph_format.alignment)
            ).split(" ")[0],
            indent_mm=round((indent or 0) / 36000, 1),
            before=self._points(
                own.space_before, get(style, lambda s: s.paragraph_format.space_before)
            ),
            after=self._points(
                own.space_after, get(style, lambda s: s.paragraph_format.space_after)
            ),
            spacing=get(style, lambda s: s.paragraph_format.line_spacing),
            style=style.name,
        )

    @staticmethod
    def _points(own, inherited):
        value = own if own is not None else inherited
        return value.pt if value else 0.0

    def _of_run(self, run, tag, style):
        look = run.find(qn("w:rPr"))
        own = look.find(qn(tag)) if look is not None else None
        if tag == "w:sz":
            if own is not None:
                return int(own.get(qn("w:val"))) / 2
            return self._inherited(style, lambda s: s.font.size).pt
        if own is not None:
            return own.get(qn("w:val")) not in {"0", "false"}
        read = {"w:b": lambda s: s.font.bold, "w:i": lambda s: s.font.italic}[tag]
        return bool(self._inherited(style, read))

    @staticmethod
    def _inherited(style, read):
        while style is not None:
            if (value := read(style)) is not None:
                return value
            style = style.base_style
        return None

    def _rule(self, element):
        """Length of a drawn line, and what stands above it."""
        indent = element.find(".//" + qn("w:ind"))
        cell = next(element.iterancestors(qn("w:tc")), None)
        width = PORTRAIT_TEXT_MM
        if cell is not None:
            width = int(cell.find(".//" + qn("w:tcW")).get(qn("w:w"))) / 1440 * 25.4 - 2
        sides = int(indent.get(qn("w:left"))) + int(indent.get(qn("w:right")))
        above = element.getprevious()
        return self._line(above).text, round(width - sides / 1440 * 25.4, 1)


@pytest.fixture(scope="module")
def word(published):
    return Word(published("month", "docx"))


@pytest.fixture(scope="module")
def quarter(published):
    return Word(published("quarter", "docx"))


def within(low, high):
    return lambda values: bool(values) and all(low <= value <= high for value in values)


def equal(expected):
    return lambda values: bool(values) and set(values) == {expected}


def margins(side):
    return lambda word: [round(getattr(s, f"{side}_margin").mm, 1) for s in word.file.sections]


def look(pattern, part):
    return lambda word: getattr(word.one(pattern), part)


def body(part):
    return lambda word: [getattr(line, part) for line in word.of_style("Normal")]


def styled(style, part):
    def read(word):
        values = [getattr(line, part) for line in word.of_style(style)]
        return {v for one in values for v in one} if isinstance(values[0], frozenset) else values

    return read


def share(pattern):
    """The part of its line's length that the rule under a line has."""

    def read(word):
        ((text, length),) = [(t, mm) for t, mm in word.rules if re.fullmatch(pattern, t)]
        line = widths.part_rule(text, word_size(word, text), PORTRAIT_TEXT_MM) / widths._PART
        return [round(length / line, 2)]

    return read


def word_size(word, text):
    (size,) = word.one(re.escape(text)).sizes
    return size


def page_number(part):
    """Of the headers that number pages: how the number looks."""

    def read(word):
        headers = [s.header for s in word.file.sections if not s.header.is_linked_to_previous]
        fields = [f for h in headers for f in h._element.iter(qn("w:fldSimple"))]
        assert [f.get(qn("w:instr")).strip() for f in fields] == ["PAGE"] * len(headers)
        return [getattr(word._line(f.getparent()), part) for f in fields]

    return read


NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
BODY_NAME = "HUYỆN TRÀ BỒNG"
NUMBER, PLACE = r"Số: /BC-UBND", r"Trà Bồng, ngày tháng năm 2025"
KIND, ABOUT = r"SỐ LIỆU MÔ PHỎNG – DỰ THẢO – BÁO CÁO", r"Kết quả truyền thông về .*"
GROUND = r"Căn cứ .*"
SIGNED, TO = r"TM\. ỦY BAN NHÂN DÂN", r"Nơi nhận:"
APPENDIX, ENCLOSED = r"Phụ lục I ?SỐ LIỆU, NGUỒN VÀ ĐỊNH NGHĨA", r"\(Kèm theo Báo cáo số .*\)"
TRUE, FALSE = frozenset({True}), frozenset({False})

RULES = {
    "I.1 paper A4, in mm": (
        lambda w: [
            tuple(sorted((round(s.page_width.mm), round(s.page_height.mm))))
            for s in w.file.sections
        ],
        equal((210, 297)),
    ),
    "I.3 margin above 20-25 mm": (margins("top"), within(20, 25)),
    "I.3 margin below 20-25 mm": (margins("bottom"), within(20, 25)),
    "I.3 margin left 30-35 mm": (margins("left"), within(30, 35)),
    "I.3 margin right 15-20 mm": (margins("right"), within(15, 20)),
    "I.4 font Times New Roman": (
        lambda w: {font for line in w.every for font in line.fonts},
        equal("Times New Roman"),
    ),
    "I.4 black": (lambda w: {c for line in w.every for c in line.colours}, equal("000000")),
    "I.7 page number 13-14": (
        lambda w: [size for sizes in page_number("sizes")(w) for size in sizes],
        within(13, 14),
    ),
    "I.7 page number upright": (page_number("italic"), equal(FALSE)),
    "I.7 page number centred": (page_number("align"), equal("CENTER")),
    "I.7 in the margin above": (
        lambda w: [s.header_distance.mm for s in w.file.sections],
        within(1, 20),
    ),
    "I.7 not on the first page": (
        lambda w: ["PAGE" in s.first_page_header._element.xml for s in w.file.sections],
        equal(False),
    ),
    "I.7 first page hidden": (
        lambda w: [s.different_first_page_header_footer for s in w.file.sections],
        equal(True),
    ),
    "II.1a national name 12-13": (look(NATION, "sizes"), within(12, 13)),
    "II.1a national name bold": (look(NATION, "bold"), equal(True)),
    "II.1a national name upright": (look(NATION, "italic"), equal(False)),
    "II.1b motto 13-14": (look(MOTTO, "sizes"), within(13, 14)),
    "II.1b motto bold": (look(MOTTO, "bold"), equal(True)),
    "II.1b motto centred": (lambda w: [w.one(MOTTO).align], equal("CENTER")),
    "II.1b rule as long as the motto": (share(MOTTO), within(0.98, 1.02)),
    "II.2b issuing body 12-13": (look(BODY_NAME, "sizes"), within(12, 13)),
    "II.2b issuing body bold": (look(BODY_NAME, "bold"), equal(True)),
    "II.2b issuing body centred": (lambda w: [w.one(BODY_NAME).align], equal("CENTER")),
    "II.2b rule of 1/3-1/2 below": (share(BODY_NAME), within(0.33, 0.5)),
    "II.3 number and symbol 13": (look(NUMBER, "sizes"), equal(13)),
    "II.3 number and symbol upright": (look(NUMBER, "italic"), equal(False)),
    "II.3 number centred under the body": (lambda w: [w.one(NUMBER).align], equal("CENTER")),
    "II.4 place and day 13-14": (look(PLACE, "sizes"), within(13, 14)),
    "II.4 place and day italic": (look(PLACE, "italic"), equal(True)),
    "II.4 place and day centred": (lambda w: [w.one(PLACE).align], equal("CENTER")),
    "II.5 kind 13-14": (look(KIND, "sizes"), within(13, 14)),
    "II.5 kind bold": (look(KIND, "bold"), equal(True)),
    "II.5 kind centred": (lambda w: [w.one(KIND).align], equal("CENTER")),
    "II.5 abstract 13-14": (look(ABOUT, "sizes"), within(13, 14)),
    "II.5 abstract bold": (look(ABOUT, "bold"), equal(True)),
    "II.5 abstract centred": (lambda w: [w.one(ABOUT).align], equal("CENTER")),
    "II.5 rule of 1/3-1/2 below": (share(ABOUT), within(0.33, 0.5)),
    "II.6c grounds 13-14": (look(GROUND, "sizes"), within(13, 14)),
    "II.6c grounds italic": (look(GROUND, "italic"), equal(True)),
    "II.6c the last ground ends with a full stop": (lambda w: [w.one(GROUND).text[-1]], equal(".")),
    "II.6d body 13-14": (
        lambda w: {size for line in w.of_style("Normal") for size in line.sizes},
        within(13, 14),
    ),
    "II.6d body upright": (
        lambda w: {
            i for x in w.of_style("Normal") if not re.match(GROUND, x.text) for i in x.italic
        },
        equal(False),
    ),
    "II.6d body on both margins": (body("align"), equal("JUSTIFY")),
    "II.6d first line 1 or 1.27 cm in": (body("indent_mm"), within(10, 12.7)),
    "II.6d at least 6 pt between paragraphs": (
        lambda w: [line.before + line.after for line in w.of_style("Normal")],
        within(6, 18),
    ),
    "II.6d lines single to 1.5": (body("spacing"), within(1, 1.5)),
    "II.6đ items I 13-14": (styled("Heading 1", "sizes"), within(13, 14)),
    "II.6đ items I bold": (styled("Heading 1", "bold"), equal(True)),
    "II.6đ items I in capitals": (
        lambda w: [
            line.text for line in w.of_style("Heading 1") if not line.text.startswith("Phụ")
        ],
        lambda texts: len(texts) == 5 and all(text == text.upper() for text in texts),
    ),
    "II.6đ items I numbered in Roman": (
        lambda w: [x.text.split(".")[0] for x in w.of_style("Heading 1") if "Phụ" not in x.text],
        lambda numbers: numbers == ["I", "II", "III", "IV", "V"],
    ),
    "II.6đ items 1 13-14": (styled("Heading 2", "sizes"), within(13, 14)),
    "II.6đ items 1 bold": (styled("Heading 2", "bold"), equal(True)),
    "II.7 authority in capitals 13-14": (look(SIGNED, "sizes"), within(13, 14)),
    "II.7 authority bold": (look(SIGNED, "bold"), equal(True)),
    "II.7 title 13-14": (look("CHỦ TỊCH", "sizes"), within(13, 14)),
    "II.7 title bold": (look("CHỦ TỊCH", "bold"), equal(True)),
    "II.9 'Nơi nhận:' 12": (look(TO, "sizes"), equal(12)),
    "II.9 'Nơi nhận:' bold": (look(TO, "bold"), equal(True)),
    "II.9 'Nơi nhận:' italic": (look(TO, "italic"), equal(True)),
    "II.9 'Kính gửi' 13-14": (look("Kính gửi: .*", "sizes"), within(13, 14)),
    "II.9 list 11": (lambda w: {s for x in recipients(w) for s in x.sizes}, equal(11)),
    "II.9 list upright": (lambda w: {i for x in recipients(w) for i in x.italic}, equal(False)),
    "II.9 first 'Như trên'": (lambda w: [recipients(w)[0].text], equal("- Như trên;")),
    "II.9 each line ends with a semicolon": (
        lambda w: {line.text[-1] for line in recipients(w)[:-1]},
        equal(";"),
    ),
    "II.9 last 'Lưu: VT, ….'": (
        lambda w: [re.sub(r"VT.*\.", "VT.", recipients(w)[-1].text)],
        equal("- Lưu: VT."),
    ),
    "III.1a the text names the appendices": (
        lambda w: [line.text.startswith("Kèm theo Báo cáo này: Phụ lục I (") for line in w.free],
        lambda said: sum(said) == 1,
    ),
    "III.1a numbered in Roman": (
        lambda w: [
            x.text.split("SỐ")[0].strip() for x in w.of_style("Heading 1") if "Phụ" in x.text
        ],
        lambda found: found == [f"Phụ lục {n}" for n in ("I", "II")],
    ),
    "III.1b name 13-14": (look(APPENDIX, "sizes"), within(13, 14)),
    "III.1b name bold": (look(APPENDIX, "bold"), equal(True)),
    "III.1b name centred": (lambda w: [w.one(APPENDIX).align], equal("CENTER")),
    "III.1c says which report it belongs to": (
        lambda w: [line.text for line in w.free if re.fullmatch(ENCLOSED, line.text)],
        lambda found: len(found) == 2 and all("của Ủy ban nhân dân" in text for text in found),
    ),
    "III.1c in italics": (
        lambda w: {i for x in w.free if re.fullmatch(ENCLOSED, x.text) for i in x.italic},
        equal(True),
    ),
    "III.1c 13-14": (
        lambda w: {s for x in w.free if re.fullmatch(ENCLOSED, x.text) for s in x.sizes},
        within(13, 14),
    ),
    "III.1đ each appendix counts its own pages": (
        lambda w: [
            s._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for s in w.file.sections[1:]
        ],
        equal("1"),
    ),
}


def recipients(word):
    """The lines of the list of receipt."""
    return [line for line in word.framed if line.text.startswith("- ")]


@pytest.mark.parametrize("rule", RULES)
def test_the_month_keeps_the_decree(word, rule):
    read, fits = RULES[rule]
    found = read(word)
    assert fits(found), found


def test_the_quarter_keeps_it_too(quarter):
    found = {rule: read(quarter) for rule, (read, _) in RULES.items()}
    assert {rule: value for rule, value in found.items() if not RULES[rule][1](value)} == {}


@pytest.mark.office
@pytest.mark.parametrize("name", ["month", "quarter"])
def test_page_one_is_one_page(require_tool, published, tmp_path, name):
    path = published(name, "docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["--headless", "--convert-to", "pdf", "--outdir", tmp_path, path]
    subprocess.run(
        [require_tool("soffice"), profile, *convert], check=True, capture_output=True, timeout=300
    )
    file = pypdfium2.PdfDocument(tmp_path / f"{path.stem}.pdf")
    second = file[1].get_textpage().get_text_bounded().splitlines()
    file.close()
    assert second[2] == "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI"

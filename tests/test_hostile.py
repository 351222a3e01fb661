"""Files meant to do harm, or damaged on the way: an answer each, soon, within bounds."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import sample
import workbooks
from formats import as_xlsb, by_csv, by_python_docx
from habits import filled, workbook
from mutations import mutated
from workbooks import packed, parts

from cchc_lib.config import Limits
from cchc_lib.errors import UnsafeFileError
from cchc_lib.submissions import confined, read, receive

DATA = Path(__file__).parent / "data"
HEAD = b'<?xml version="1.0"?><worksheet><sheetData>'
TAIL = b"</sheetData></worksheet>"
SECONDS, MEGABYTES = 2, 512


def xlsx(name, content):
    """The form with one part replaced."""
    return packed(parts(workbooks.blank("ubnd-xa-a")) | {name: content})


def sheet(content):
    return xlsx("xl/worksheets/sheet2.xml", HEAD + content + TAIL)


def ods(rows):
    names = b'xmlns:office="o" xmlns:table="t" xmlns:text="x"'
    mime = b"application/vnd.oasis.opendocument.spreadsheet"
    table = b'<table:table table:name="a">' + rows + b"</table:table>"
    return packed(
        {"mimetype": mime, "content.xml": b"<office:d " + names + b">" + table + b"</office:d>"}
    )


def word(body):
    content = b'<w:document xmlns:w="w"><w:body>' + body + b"</w:body></w:document>"
    return packed({"word/document.xml": content})


def many_parts():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for n in range(100_000):
            package.writestr(f"a{n}", "")
    return out.getvalue()


def a_gigabyte(name):
    """The form with one part that unpacks to a gigabyte, written bit by bit."""
    out = io.BytesIO(workbooks.blank("ubnd-xa-a"))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package,
        package.open(name, "w") as part,
    ):
        for _ in range(100):
            part.write(b"<si>" * 2_500_000)
    return out.getvalue()


def cells(count, text="<is><t>Đơn vị {}</t></is>"):
    row = f'<row><c t="inlineStr">{text}</c></row>'
    return "".join(row.format(n) for n in range(count)).encode()


WORDS_OF_32K = "<is><t>" + "tiếng " * 5_400 + "</t></is>"
FAR = b'<table:table-row table:number-rows-repeated="1048575"/><table:table-row>'
FAR_CELL = b'<table:table-cell table:number-columns-repeated="16383"/><table:table-cell '

# name → bytes: what unpacks, repeats or nests beyond any form
BOMBS = {
    "a gigabyte of shared strings.xlsx": lambda: a_gigabyte("xl/sharedStrings.xml"),
    "empty cells.xlsx": lambda: sheet(b"<row>" + b"<c/>" * 8_000_000 + b"</row>"),
    "attributes.xlsx": lambda: sheet(
        b"<row " + b" ".join(b'a%d=""' % n for n in range(3_000_000)) + b"></row>"
    ),
    "one long attribute.xlsx": lambda: sheet(b'<row a="' + b"x" * 45_000_000 + b'"/>'),
    "one long text.xlsx": lambda: sheet(
        b'<row><c t="str"><v>' + b"x" * 45_000_000 + b"</v></c></row>"
    ),
    "references.xlsx": lambda: sheet(
        b'<row><c t="str"><v>' + b"&amp;" * 9_000_000 + b"</v></c></row>"
    ),
    "deep.xlsx": lambda: xlsx("xl/worksheets/sheet2.xml", b"<a>" * 8_000_000),
    "styles.xlsx": lambda: xlsx("xl/styles.xml", b"<s><cellXfs>" + b"<xf/>" * 8_000_000),
    "sheets.xlsx": lambda: xlsx(
        "xl/workbook.xml", b"<workbook>" + b'<sheet name="a" id="b"/>' * 1_500_000
    ),
    "entities.xlsx": (DATA / "entities.xlsx").read_bytes,
    "outside entity.xlsx": (DATA / "outside-entity.xlsx").read_bytes,
    "long cells.xlsx": lambda: sheet(cells(1_000, WORDS_OF_32K)),
    "more cells than a form.xlsx": lambda: sheet(cells(40_000)),
    "a hundred thousand parts.xlsx": many_parts,
    "a value in every cell.ods": lambda: ods(
        b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        b'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
        b"</table:table-row>"
    ),
    "empty cells.ods": lambda: ods(
        b"<table:table-row>" + b"<table:table-cell/>" * 2_400_000 + b"</table:table-row>"
    ),
    "entities.ods": lambda: packed(
        parts(ods(b"")) | {"content.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}
    ),
    "nested tables.docx": lambda: word(b"<w:tbl><w:tr><w:tc>" * 90_000),
    "tables.docx": lambda: word(b"<w:tbl></w:tbl>" * 1_900_000),
    "records.xlsb": lambda: packed({"xl/workbook.bin": bytes(40_000_000)}),
    "separators.csv": lambda: b"," * 900_000,
    "lines.csv": lambda: b"a,b\n" * 240_000,
    "quote.csv": lambda: b'"' + b"a," * 400_000,
    "large.csv": lambda: b"a,b\n" * 4_000_000,
    "bytes.csv": lambda: bytes(range(128, 256)) * 7_000,
}
# what a large but honest file could hold, at the very limits
LARGE = {
    "far cell.xlsx": (DATA / "far-cell.xlsx").read_bytes,
    "far cell.ods": lambda: ods(
        FAR + FAR_CELL + b'office:value-type="float" office:value="1"/></table:table-row>'
    ),
    "spaces.ods": lambda: ods(
        b'<table:table-row><table:table-cell office:value-type="string"><text:p>'
        + b'<text:s text:c="32767"/>' * 100_000
        + b"</text:p></table:table-cell></table:table-row>"
    ),
    "cells.xlsx": lambda: sheet(cells(29_000)),
    "old text.xlsx": lambda: sheet(cells(29_000, "<is><t>KÕt qu¶ {}</t></is>")),
    "lines.xlsx": lambda: sheet(
        "<row><c t='str'><v>Mã chỉ tiêu</v></c><c t='str'><v>Kết quả</v></c></row>".encode()
        + b"".join(
            b"<row><c t='str'><v>x%d</v></c><c><v>1</v></c></row>" % n for n in range(14_500)
        )
    ),
    "merges.xlsx": lambda: xlsx(
        "xl/worksheets/sheet2.xml",
        HEAD + b"</sheetData>" + b'<mergeCell ref="A1:B2"/>' * 100_000 + b"</worksheet>",
    ),
    "activities.xlsx": lambda: xlsx(
        "xl/worksheets/sheet3.xml",
        HEAD
        + b"<row>"
        + "".join(
            f"<c t='str'><v>{word}</v></c>" for word in ("Ngày", "Số lượng", "Tiêu đề", "Chủ đề")
        ).encode()
        + b"</row>"
        + "".join(
            f"<row><c t='str'><v>{n}/5</v></c><c t='str'><v>{n} tin</v></c>"
            f"<c t='str'><v>a{n}</v></c><c t='str'><v>chủ đề {n}</v></c></row>"
            for n in range(7_400)
        ).encode()
        + TAIL,
    ),
    "words.csv": lambda: "\n".join(f"tiếng việt {n},Đơn vị {n}" for n in range(14_500)).encode(),
    "lines.docx": lambda: word(
        b"<w:tbl>"
        + b"<w:tr><w:tc><w:p><w:r><w:t>a b</w:t></w:r></w:p></w:tc></w:tr>" * 29_000
        + b"</w:tbl>"
    ),
}

MEASURE = """
import json, os, sys
from pathlib import Path
from test_validate import judged
def peak():
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.is_file() else []
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
judged(Path(sys.argv[1]).read_bytes())
for name in sys.argv[2:]:
    data = Path(name).read_bytes()
    reset = Path("/proc/self/clear_refs")
    if reset.exists():
        reset.write_text("5")  # the peak of this file alone
    begun = sum(os.times()[:4])
    made = judged(data, Path(name).name)
    took = sum(os.times()[:4]) - begun
    codes = [one.code for one in made.findings]
    print(json.dumps([Path(name).name, made.submission.verdict, codes, took, peak()]))
"""


def measured(folder, files):
    """Name, verdict, codes, seconds of the processor and peak megabytes, in a fresh process."""
    first = folder / "first.xlsx"
    first.write_bytes(filled())
    paths = []
    for name, data in files.items():
        (folder / name).write_bytes(data)
        paths.append(str(folder / name))
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(first), *paths],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent,
        env={"PYTHONPATH": f"{Path(__file__).parent.parent}:{Path(__file__).parent}"},
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Name → what became of a bomb or a large file, and what it took; one process for all."""
    files = {name: make() for name, make in (BOMBS | LARGE).items()}
    return {one[0]: one[1:] for one in measured(tmp_path_factory.mktemp("hostile"), files)}


@pytest.mark.slow
@pytest.mark.xdist_group("hostile")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_costs_anything(name, answers):
    verdict, codes, seconds, peak = answers[name]
    assert (verdict, codes[0] in ("F002", "F003", "F007", "F026")) == ("quarantined", True)
    assert seconds < SECONDS
    assert peak < MEGABYTES


@pytest.mark.slow
@pytest.mark.xdist_group("hostile")
@pytest.mark.parametrize("name", LARGE)
def test_a_file_at_the_limits_is_answered_within_bounds(name, answers):
    _, codes, seconds, peak = answers[name]
    assert "F006" not in codes
    assert seconds < 2 * SECONDS  # a machine that is slower than most
    assert peak < MEGABYTES


# --- the process of its own ----------------------------------------------------------------------


def old_excel():
    """A form that LibreOffice saved as .xls."""
    return (DATA / "form.xls").read_bytes()


def test_an_old_workbook_is_read_in_a_process_of_its_own():
    book = read.read(".xls", old_excel(), Limits())
    assert [sheet.hidden for sheet in book.sheets] == [False, False, False, True, True]


@pytest.mark.parametrize("limits", [{"max_cells": 50}, {"max_characters": 500}])
def test_the_child_keeps_the_limits_of_cells_and_characters(limits):
    with pytest.raises(UnsafeFileError, match="quá nhiều"):
        read.read(".xls", old_excel(), Limits(**limits))


@pytest.mark.skipif(sys.platform != "linux", reason="enforced by Linux")
def test_an_old_workbook_that_needs_more_memory_than_allowed_is_refused_in_words():
    assert read.read(".xls", old_excel(), Limits(memory_mb=64)).sheets
    with pytest.raises(UnsafeFileError, match="bộ nhớ"):
        read.read(".xls", old_excel() + bytes(50_000_000), Limits(memory_mb=64))


def child(tmp_path, monkeypatch, work):
    """Another module in the child's place."""
    (tmp_path / "greedy.py").write_text(
        "import json, sys\nfrom cchc_lib.submissions.confined import confine\n"
        f"sys.stdin.buffer.read()\nconfine(json.loads(sys.argv[1]))\n{work}\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    return "greedy"


@pytest.mark.skipif(sys.platform != "linux", reason="enforced by Linux")
@pytest.mark.parametrize(
    ("work", "word"),
    [
        ("while True: pass", "quá lâu"),
        ("x = [bytearray(10**6) for _ in range(10**6)]", "bị hỏng"),  # that it didn't answer for
        ("raise SystemExit", "bị hỏng"),
    ],
)
def test_a_parser_that_takes_too_much_is_killed_and_the_file_refused(
    tmp_path, monkeypatch, work, word
):
    module = child(tmp_path, monkeypatch, work)
    with pytest.raises(UnsafeFileError, match=word):
        confined.answer(module, b"x" * 100_000, Limits(seconds=1, memory_mb=128))


def test_a_parser_that_sleeps_is_killed_by_the_clock(tmp_path, monkeypatch):
    module = child(tmp_path, monkeypatch, "import time; time.sleep(60)")
    with pytest.raises(UnsafeFileError, match="quá lâu"):
        confined.answer(module, b"", Limits(seconds=0.1))


def test_an_answer_that_is_no_answer_is_a_broken_file(tmp_path, monkeypatch):
    module = child(tmp_path, monkeypatch, "print('{')")
    with pytest.raises(UnsafeFileError, match="bị hỏng"):
        confined.answer(module, b"", Limits())


# --- names and archives --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.xlsx", "C:\\Windows\\a.xlsx", "CON.xlsx", "nul", "a\nb.xlsx",
        "a\x00b.xlsx",
        "\u202egpj.xlsx", ".." , " . ", "LPT1.csv.xlsx", "a" * 500 + ".xlsx", "com\u00b9.xlsx",
    ],
)  # fmt: skip
def test_a_stored_name_is_safe_on_any_system(name):
    stored = receive.stored_name("0" * 12, name)
    assert stored.startswith("0" * 12 + "-")  # so that no reserved word is the whole name
    assert not set(stored) & set('<>:"/\\|?*\n\x00\u202e')
    assert stored == stored.strip(" .")
    assert len(stored.encode()) < 200


def test_members_of_an_archive_stay_inside_the_workspace(tmp_path):
    data = filled()
    inbox = tmp_path / "thang-5.zip"
    inbox.write_bytes(packed({"../../../thoat.xlsx": data, "/goc.xlsx": data + b"0", "CON": b"x"}))
    place = workbooks.workspace(tmp_path / "ws")
    receive.receive(place, [inbox], plan=sample.PLAN, registry=sample.REGISTRY, now=workbooks.NOW)
    written = {p for p in tmp_path.rglob("*") if p.is_file()} - {inbox}
    assert all(place.root in p.parents for p in written)
    assert len({p for p in written if p.suffix == ".xlsx"}) == 2


def test_an_archive_of_every_format_is_judged_member_by_member(tmp_path):
    inbox = tmp_path / "thang-5.zip"
    data = filled()
    members = {
        "a.xlsx": data,
        "b.xls": old_excel(),
        "c.xlsb": as_xlsb(data),
        "d.docx": by_python_docx(data),
        "e.csv": by_csv(data),
        "g.pdf": b"%PDF-1.7",
        "h.zip": packed({"a.xlsx": data}),
    }
    inbox.write_bytes(packed(members))
    place = workbooks.workspace(tmp_path / "ws")
    made = receive.receive(
        place, [inbox], plan=sample.PLAN, registry=sample.REGISTRY, now=workbooks.NOW
    )
    assert [one.status for one in made][:5] == ["accepted"] * 5
    assert [one.findings[0].code for one in made[5:]] == ["F003", "F003"]


# --- damaged on the way --------------------------------------------------------------------------


def sound():
    """Suffix → sound files of that format."""
    books = [filled(), workbook("header moved down and right"), workbook("figures typed as text")]
    return {
        ".xlsx": books,
        ".xls": [old_excel()],
        ".ods": [(DATA / "form.ods").read_bytes()],
        ".xlsb": [as_xlsb(data) for data in books],
        ".docx": [by_python_docx(data) for data in books],
        ".csv": [
            by_csv(books[0]),
            by_csv(books[1], ";", "utf-16"),
            by_csv(books[0], "\t", "cp1258"),
        ],
    }


def outcomes(folder, count):
    """What became of damaged files, and what each took."""
    return measured(folder, dict(mutated(sound(), count)))


def bounded(made, count):
    """Each file has an outcome that is no fault of ours, within bounds."""
    assert len(made) == count
    verdicts = {"accepted", "accepted_with_findings", "quarantined"}
    assert {verdict for _, verdict, *_ in made} <= verdicts
    assert [name for name, _, codes, *_ in made if "F006" in codes] == []
    assert [name for name, *_, seconds, _ in made if seconds > SECONDS] == []
    assert max(peak for *_, peak in made) < MEGABYTES


def test_damaged_files_of_every_format_have_an_outcome_within_bounds(tmp_path):
    bounded(outcomes(tmp_path, 102), 102)


@pytest.mark.slow
def test_a_thousand_damaged_files_have_an_outcome_within_bounds(tmp_path):
    bounded(outcomes(tmp_path, 1_000), 1_000)

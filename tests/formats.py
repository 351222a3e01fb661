"""A workbook written in the other formats, by the programs and libraries that people use."""

import csv
import dataclasses
import io
import struct
import subprocess
import zipfile

import docx
import openpyxl
import pandas as pd
from legacy_text import in_1258

from cchc_lib.config import Limits
from cchc_lib.forms import layout
from cchc_lib.submissions import xlsx

VISIBLE = (layout.RESULTS, layout.ACTIVITIES)


def by_libreoffice(program, books, folder, to):
    """Name → bytes: workbooks by name, each saved by LibreOffice in another format."""
    for n, data in enumerate(books.values()):
        (folder / f"{n}.xlsx").write_bytes(data)
    out = folder / to.partition(":")[0]
    files = [str(folder / f"{n}.xlsx") for n in range(len(books))]
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", to, "--outdir", str(out), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return out


def shown(data):
    """Sheet → rows of words, as a person sees them; results below `Kết quả` and so on."""
    book = xlsx.read(data, Limits())
    found = {}
    for sheet in book.sheets:
        if sheet.name not in (layout.IDENTITY, layout.LISTS, layout.GUIDE):
            down = max(r for r, _ in sheet.cells)
            right = max(c for _, c in sheet.cells)
            found[sheet.name] = [
                [_words(sheet.cells.get((r, c))) for c in range(1, right + 1)]
                for r in range(1, down + 1)
            ]
    return found


def _words(cell):
    if cell is not None and cell.kind == "date":
        return f"{cell.value.day:02d}/{cell.value.month:02d}/{cell.value.year}"
    return "" if cell is None else cell.shown


def by_python_docx(data):
    """A Word file: what stands above each table as lines, the table as a table."""
    document = docx.Document()
    merges = {s.name: s.merges for s in xlsx.read(data, Limits()).sheets}
    for name, rows in shown(data).items():
        top = max(range(len(rows)), key=lambda n: sum(map(bool, rows[n][:12])))
        for row in rows[:top]:
            words = [word for word in row if word]
            if words:
                document.add_paragraph("\t".join(words))
        table = document.add_table(len(rows) - top, len(rows[top]))
        for row, words in zip(table.rows, rows[top:], strict=True):
            for cell, word in zip(row.cells, words, strict=True):
                cell.text = word
        for one in merges[name]:
            if one.top > top:
                first = table.cell(one.top - top - 1, one.left - 1)
                first.merge(table.cell(one.bottom - top - 1, one.right - 1))
                for extra in [p for p in first.paragraphs[1:] if not p.text]:
                    extra._element.getparent().remove(extra._element)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def by_pandas(data):
    """CSV of the results, as an analyst's script writes it."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    name = next(n for n in book.sheetnames if n in shown(data))
    frame = pd.read_excel(io.BytesIO(data), sheet_name=name, header=None, dtype=object)
    return frame.to_csv(index=False, header=False).encode("utf-8")


def by_csv(data, separator=",", encoding="utf-8-sig"):
    """CSV of the results, as a spreadsheet writes it."""
    rows = next(iter(shown(data).values()))
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    text = out.getvalue()
    if encoding == "cp1258":
        return in_1258(text.translate({0x202F: " "}))
    return text.encode(encoding)


# --- .xlsb: the few records that hold cells, by the specification ------------------------------


STYLES = ("number", "date", "percent", "time")


def _record(kind, body=b""):
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(body)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
        length >>= 7
        if not length:
            return head + size + body


def _wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _cell(column, cell, style):
    head, value = struct.pack("<2I", column - 1, style), cell.value
    kinds = {"text": 6, "error": 3, "bool": 4}
    kind = kinds.get(cell.kind, 5)
    body = {6: _wide, 3: lambda _: b"\x07", 4: lambda v: bytes([v])}.get(
        kind, lambda v: struct.pack("<d", v)
    )(value)
    if cell.formula is None:
        return _record(kind, head + body)
    formulas = {6: 8, 5: 9, 4: 10, 3: 11}
    return _record(formulas[kind], head + body + struct.pack("<H2I", 0, 0, 0))


def as_xlsb(data, *, epoch_1904=False):
    """A workbook as xlsb; its numbers are general, days, percent or times."""
    book = xlsx.read(data, Limits())
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    bundles, links, parts = b"", "", {}
    for n, sheet in enumerate(book.sheets, start=1):
        bundles += _record(
            156, struct.pack("<2I", int(sheet.hidden), n) + _wide(f"rId{n}") + _wide(sheet.name)
        )
        links += (
            f'<Relationship Id="rId{n}" Type="{relation}/worksheet" '
            f'Target="worksheets/sheet{n}.bin"/>'
        )
        parts[f"xl/worksheets/sheet{n}.bin"] = _sheet(sheet, epoch_1904)
    links += f'<Relationship Id="rId99" Type="{relation}/styles" Target="styles.bin"/>'
    styles = b"".join(
        _record(47, struct.pack("<2H", 0, number) + bytes(12)) for number in (0, 14, 9, 20)
    )
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    parts |= {
        "xl/workbook.bin": _record(131)
        + _record(153, struct.pack("<2I", int(epoch_1904), 0) + _wide(""))
        + _record(143)
        + bundles
        + _record(144)
        + _record(132),
        "xl/styles.bin": _record(278) + _record(617) + styles + _record(618) + _record(279),
        "xl/_rels/workbook.bin.rels": rels.format(links) + "</Relationships>",
        "_rels/.rels": rels.format(
            f'<Relationship Id="r" Type="{relation}/officeDocument" Target="xl/workbook.bin"/>'
        )
        + "</Relationships>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def _sheet(sheet, epoch_1904):
    rows, first = b"", pd.Timestamp("1904-01-01" if epoch_1904 else "1899-12-30")
    for row in sorted({r for r, _ in sheet.cells}):
        rows += _record(0, struct.pack("<2I", row - 1, 0) + bytes(9))
        for column in sorted(c for r, c in sheet.cells if r == row):
            cell = sheet.cells[row, column]
            style = STYLES.index(cell.kind) if cell.kind in STYLES else 0
            if cell.kind == "date":
                days = float((pd.Timestamp(cell.value) - first).days)
                cell = dataclasses.replace(cell, value=days)
            rows += _cell(column, cell, style)
    merges = b"".join(
        _record(176, struct.pack("<4I", m.top - 1, m.bottom - 1, m.left - 1, m.right - 1))
        for m in sheet.merges
    )
    return _record(129) + _record(145) + rows + _record(146) + merges + _record(130)


__all__ = ["as_xlsb", "by_csv", "by_libreoffice", "by_pandas", "by_python_docx"]

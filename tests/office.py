"""A compiling office: a real workspace used through the command line alone."""

import contextlib
import io
import json
import shutil
from pathlib import Path

import openpyxl

from cchc_lib.cli.main import run

ROOT = Path(__file__).resolve().parent.parent
PLAN = ROOT / "data" / "raw" / "plan" / "ke-hoach-54-KH-UBND-2025.ocr.txt"
AGENCIES = ROOT / "data" / "raw" / "agencies.csv"
MONTH = "2025-06"
GIANG, SON, THUY = "ubnd-xa-tra-giang", "ubnd-xa-tra-son", "ubnd-xa-tra-thuy"
HEADERS = [
    "Mã chỉ tiêu",
    "Nội dung",
    "Chỉ tiêu trong kỳ",
    "Đơn vị tính",
    "Kết quả trong kỳ",
    "Lượt tiếp cận",
    "Kinh phí (đồng)",
    "Minh chứng",
    "Khó khăn, kiến nghị",
]


class Office:
    """Somebody at the compiling office: a workspace, forms to fill, commands to type."""

    def __init__(self, root, made=None):
        self.root, self.inbox = root / "that", root / "hop-thu"
        self.inbox.mkdir()
        if made is not None:  # the same workspace elsewhere, the plan read already
            shutil.copytree(made.root, self.root)

    def plain(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = run([str(a) for a in arguments])
        return status, out.getvalue(), err.getvalue()

    def call(self, *arguments):
        return self.plain("--workspace", self.root, *arguments)

    def json(self, *arguments):
        status, out, err = self.call(*arguments, "--format", "json")
        return status, json.loads(out), err

    def blank(self, agency):
        path = self.root / "outputs" / "forms" / MONTH / f"{agency}.xlsx"
        if not path.is_file():
            self.call("forms", MONTH, "--agency", agency)
        return path

    def filled(self, agency, name, values, nothing=""):
        """A form as an agency fills it in: line → result, or header → value."""
        book = openpyxl.load_workbook(self.blank(agency))
        sheet = book["Kết quả"]
        cells = [c for row in sheet.iter_rows() for c in row]
        place = {c.value: c for c in cells if c.value in HEADERS}
        rows = {c.value: c.row for c in cells if c.column == place["Mã chỉ tiêu"].column}
        for line, said in values.items():
            said = said if isinstance(said, dict) else {"Kết quả trong kỳ": said}  # noqa: PLW2901
            for header, value in said.items():
                sheet.cell(rows[line], place[header].column).value = value
        if nothing:
            label = next(c for c in cells if c.value == "Trong kỳ không phát sinh hoạt động")
            merged = [m for m in sheet.merged_cells.ranges if label.coordinate in m]
            column = merged[0].max_col if merged else label.column
            sheet.cell(label.row, column + 1).value = nothing
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
        return path

    def ingest(self, *arguments):
        status, answer, _ = self.json("ingest", *arguments)
        return status, [(one["status"], one["agency"], one["period"]) for one in answer]

    def standing(self, agency=GIANG, *arguments):
        found = self.json("status", MONTH, *arguments)[1]
        return next(a for a in found["agencies"] if a["agency"] == agency)

    def value(self, indicator, agency=GIANG):
        rows = self.json("records", MONTH)[1]
        (row,) = [r for r in rows if (r["agency"], r["indicator"]) == (agency, indicator)]
        return row["value"]

    def stored(self, folder):
        return sorted(p.name for p in (self.root / "data/raw/submissions" / folder).glob("*"))


def made_at(root):
    """A new workspace with the plan read already."""
    found = Office(root)
    assert found.plain("init", found.root, "--plan", PLAN, "--agencies", AGENCIES)[0] == 0
    assert found.call("status", MONTH)[0] == 0
    return found

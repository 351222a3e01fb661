"""One form filled in, and what people do to it: each habit changes the look, none the meaning."""

import datetime as dt
import unicodedata
from copy import copy

import openpyxl
from legacy_text import in_tcvn3, in_vni
from workbooks import ACTIVITY, form, saved

from cchc_lib.forms import layout

AGENCY = "trung-tam"
HEADER = layout.RESULT_HEADER_ROW
VALUE, REACH, BUDGET = 5, 6, 7
FILLED = {
    "1-0": {"value": 2, "reach": 1250, "budget_vnd": 1_500_000, "note": "Thiếu loa ở thôn 3"},
    "2a-1": {"value": 1, "evidence": "Đăng ngày 3/5"},
    "2a-2": {"value": 3, "reach": 90},
    "4-1": 4,
    "4-2": 0,
}
LISTED = (
    {"date": dt.date(2025, 5, 3), "indicator": "2a-1", "title": "Chuyển đổi số", "quantity": 1},
    {"date": dt.date(2025, 4, 20), "indicator": "4-1", "title": "Một cửa", "quantity": 4},
)


def filled(edit=None):
    """The form as bytes, after an edit of its workbook."""
    return form(AGENCY, FILLED, LISTED, edit=edit)


def grid(sheet):
    """The values of a sheet, row by row."""
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def relaid(change, name=layout.RESULTS):
    """An edit that writes the sheet of results anew from its values, changed."""

    def edit(book):
        old = book[name]
        at, rows = book.index(old), change(grid(old))
        book.remove(old)
        new = book.create_sheet(name, at)
        for row, cells in enumerate(rows, start=1):
            for column, value in enumerate(cells, start=1):
                new.cell(row, column).value = value

    return edit


def results(change):
    """An edit of the sheet of results where it stands."""
    return lambda book: change(book[layout.RESULTS])


def put(cells):
    """An edit that writes some cells of the results."""

    def change(sheet):
        for place, value in cells.items():
            sheet[place].value = value

    return results(change)


def renamed(headers):
    """An edit that gives the headers of both tables other words."""

    def change(book):
        for name, row in ((layout.RESULTS, HEADER), (layout.ACTIVITIES, 4)):
            for cell in book[name][row]:
                cell.value = headers(cell.value)

    return change


OTHER_WORDS = {
    "Mã chỉ tiêu": "Mã CT",
    "Kết quả trong kỳ": "KQ trong kỳ",
    "Lượt tiếp cận": "Số lượt tiếp cận",
    "Kinh phí (đồng)": "Kinh phí (VNĐ)",
    "Minh chứng": "Minh chứng (đường dẫn)",
    "Khó khăn, kiến nghị": "Khó khăn, vướng mắc",
    "Ngày": "Ngày thực hiện",
    "Tiêu đề": "Tên hoạt động",
    "Số lượng": "SL",
}


def plain(text):
    """As typed without accents."""
    folded = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in folded if not unicodedata.combining(c))


def _merged_header(sheet):
    """Each header over two rows."""
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(HEADER + 1)
    for column in range(1, 10):
        sheet.merge_cells(
            start_row=HEADER, end_row=HEADER + 1, start_column=column, end_column=column
        )


def _split_header(rows):
    """ "Kết quả" over "Luỹ kế" and "Trong kỳ"."""
    rows = [[*row[:4], 99 if n > HEADER else None, *row[4:]] for n, row in enumerate(rows, 1)]
    rows[HEADER - 1][4:6] = ["Kết quả", None]
    below = [None] * 4 + ["Luỹ kế", "Trong kỳ"]
    return [*rows[:HEADER], below, *rows[HEADER:]]


def _split(book):
    relaid(_split_header)(book)
    book[layout.RESULTS].merge_cells(f"E{HEADER}:F{HEADER}")


def _filtered(sheet):
    """Rows filtered away, as a saved filter leaves them."""
    sheet.auto_filter.ref = f"A{HEADER}:I{HEADER + 5}"
    for row in (HEADER + 2, HEADER + 3):
        sheet.row_dimensions[row].hidden = True


def _hidden(book):
    book[layout.RESULTS].sheet_state = "hidden"
    book.active = 0


def _named(book):
    book[layout.RESULTS].title = "BC tháng 5"
    book[layout.ACTIVITIES].title = "Sheet3"


def _old_font(turn):
    """An edit that types all text of the visible sheets in a font from before Unicode."""

    def edit(book):
        for sheet in book.worksheets:
            for cell in (c for row in sheet.iter_rows() for c in row):
                if isinstance(cell.value, str) and sheet.sheet_state == "visible":
                    cell.value = turn(cell.value.translate(_TYPED))

    return edit


_TYPED = str.maketrans({"“": '"', "”": '"', "–": "-", "·": "-", "…": "."})


def _dates(texts):
    """An edit that writes the days of the activities otherwise."""

    def edit(book):
        for row, text in enumerate(texts, start=layout.ACTIVITY_HEADER_ROW + 1):
            cell = book[layout.ACTIVITIES].cell(row, ACTIVITY["date"])
            cell.number_format, cell.value = "General", text

    return edit


def _epoch_1904(book):
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904


def _added(rows):
    """Lines added by hand and notes below the table."""
    more = [None] * 9
    return [
        *rows[: HEADER + 5],
        ["9-9", "Việc ngoài kế hoạch", None, "tin", 7, None, None, None, None],
        ["Tổng cộng", None, None, None, 10, None, None, None, None],
        more,
        ["Ghi chú: số liệu tính đến 14/5/2025", *more[1:]],
        [None, None, None, None, "NGƯỜI LẬP BIỂU", *more[5:]],
    ]


def _fonts(sheet):
    """Colours and borders of their own."""
    for cell in sheet[HEADER]:
        cell.font = copy(cell.font)


TYPED = {
    "E8": "02 hoạt động", "F8": "１.２５０ lượt", "G8": "1.500.000 đ",
    "E9": " 01\u00a0", "E10": "3\u200b lần", "F10": "90 người",
    "E11": unicodedata.normalize("NFD", "4 số"), "E12": "không",
}  # fmt: skip
ORDER = (4, 0, 8, 1, 6, 2, 5, 3, 7)

# name → edit of the workbook
HABITS = {
    "as filled in": None,
    "header moved down and right": relaid(
        lambda rows: [[None] * 11] * 3 + [[None, None, *row] for row in rows]
    ),
    "columns in another order": relaid(
        lambda rows: [*rows[: HEADER - 1], *([row[n] for n in ORDER] for row in rows[HEADER - 1 :])]
    ),
    "headers in other words": renamed(lambda text: OTHER_WORDS.get(text, text)),
    "headers in capitals": renamed(str.upper),
    "headers without accents": renamed(plain),
    "headers in NFD": renamed(lambda text: unicodedata.normalize("NFD", text)),
    "extra columns": relaid(
        lambda rows: [[n, *row[:4], "x", *row[4:], "y"] for n, row in enumerate(rows)]
    ),
    "extra rows": relaid(
        lambda rows: [line for row in rows for line in (row, [None] * 9)]
    ),
    "headers over two rows": results(_merged_header),
    "result under a common heading": _split,
    "rows filtered away": results(_filtered),
    "sheet hidden": _hidden,
    "sheets renamed": _named,
    "lines added, totals, notes": relaid(_added),
    "figures typed as text": put(TYPED),
    "days as text": _dates(["3/5/2025", "ngày 20 tháng 4"]),
    "days as short text": _dates(["3-5-25", "20.04.2025"]),
    "days as serial numbers": _dates([45780, 45767]),
    "days that count from 1904": _epoch_1904,
    "text in TCVN3 (ABC)": _old_font(in_tcvn3),
    "text in VNI": _old_font(in_vni),
}  # fmt: skip


def workbook(name):
    """The workbook of a habit, as bytes."""
    return filled(HABITS[name])


def computed():
    """The form with formulas in place of its figures; openpyxl stores no results."""
    return filled(put({"E8": "=1+1", "E10": "=SUM(E8:E9)", "E11": "=2*E8", "G8": "=1.5*10^6"}))


__all__ = ["AGENCY", "HABITS", "computed", "filled", "grid", "saved", "workbook"]

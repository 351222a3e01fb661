"""Hand-made blocks for the tests of the formats, ordinary ones and hostile ones."""

from html import escape

from cchc_lib.report.blocks import (
    Appendix,
    Blocks,
    Cell,
    Chart,
    Column,
    Head,
    Heading,
    Letterhead,
    Row,
    Signature,
    Table,
    Text,
    Tile,
    Tiles,
)

LETTER = Letterhead(
    organisation="Ủy ban nhân dân huyện Mẫu",
    symbol="BC-UBND",
    place="Mẫu",
    year=2025,
    addressee="Ủy ban nhân dân tỉnh Mẫu",
    authority="TM. ỦY BAN NHÂN DÂN",
    signatory_title="CHỦ TỊCH",
    signatory_name="Nguyễn Văn Mẫu",
    recipients=("Sở Nội vụ (b/c)", "Các xã", "Lưu: VT"),
)

SVG = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="320pt" height="100pt" viewBox="0 0 320 100"><defs><style>*{stroke-linejoin:round}</style>
<clipPath id="clip"><rect x="0" y="0" width="300" height="90"/></clipPath>
<path id="m" d="M0 0h4v9"/></defs><g clip-path="url(#clip)">
<rect x="60" y="50" width="200" height="20" style="fill: #12436d"/>
<use xlink:href="#m" x="3" y="3"/></g>
<text x="5" y="35" style="font: 12px 'Be Vietnam Pro'">Xã Nghĩa Hữu: 8 số</text></svg>"""

HOSTILE = (
    '=HYPERLINK("http://x.example","bấm") <script>alert(\'x\')</script> & #link("a")[b] '
    "$x^2$ *đậm* _nghiêng_ \\u{202e} {{ 7*7 }} {% raw %} ]]> ${1} {TOC \\o} @cite <nhãn>"
)
CONTROL = "trước\u202e\u0007\u2066giữa\x00\ud800sau"


def head(marks=("SỐ LIỆU MÔ PHỎNG", "DỰ THẢO"), **more):
    values = {
        "title": "Báo cáo kết quả truyền thông cải cách hành chính, chuyển đổi số tháng 6 năm 2025",
        "subtitle": "Kế hoạch 12/KH-UBND",
        "letterhead": LETTER,
        "marks": marks,
        "facts": ("Số liệu từ 15/5/2025 đến 14/6/2025", "Tính đến 17/6/2025", "3/5 đơn vị báo cáo"),
        "grounds": ("Căn cứ Nghị định số 09/2019/NĐ-CP", "Thực hiện Kế hoạch số 12/KH-UBND"),
        "provenance": ("cchc 0.1.0", "data/raw/agencies.csv 0123abcd"),
        "description": "Kết quả tháng 6",
    }
    return Head(**{**values, **more})


def table(name="ket-qua", rows=3, **more):
    columns = (
        Column(label="TT", align="center", share=0.4),
        Column(label="Nhiệm vụ", share=3.0),
        Column(label="Kết quả (tin, bài)", align="right"),
        Column(label="Tỷ lệ", align="right"),
        Column(label="Trạng thái", share=1.6),
    )
    words = ("met", "behind", "not_reported", "on_track", "idle")
    body = tuple(
        Row(
            cells=(
                Cell(text=str(n), value=float(n)),
                Cell(text=f"Chuyên mục số {n} trên sóng phát thanh"),
                Cell(text=f"{n}.234,5", value=n * 1000 + 234.5, source="nguon-1"),
                Cell(text="85,3 %", value=0.853, percent=True),
                Cell(state=words[n % 5]),
            ),
            anchor=f"{name}-dong-{n}",
        )
        for n in range(1, rows + 1)
    )
    group = Row(cells=(Cell(text="I. Chuyển đổi số"),), kind="group")
    total = Row(
        cells=(Cell(), Cell(text="Cộng"), Cell(text="9", value=9.0), Cell(), Cell()), kind="total"
    )
    values = {
        "name": name,
        "caption": f"Kết quả theo nhiệm vụ ({name})",
        "columns": columns,
        "rows": (group, *body, total),
        "note": "Chưa báo cáo không phải là chưa làm.",
    }
    return Table(**{**values, **more})


def chart(name="hinh-1", title="2/3 xã ra đủ số chuyên trang", svg=SVG, **more):
    data = Table(
        name=f"{name}-so-lieu",
        caption=f"Số liệu {name}",
        columns=(Column(label="Xã"), Column(label="Số", align="right")),
        rows=(Row(cells=(Cell(text="Nghĩa Hữu"), Cell(text="8", value=8.0))),),
    )
    values = {
        "name": name,
        "title": title,
        "svg": svg,
        "alt": "Xã Nghĩa Hữu 8 số",
        "source": "Đơn vị: số; nguồn: biểu mẫu tháng 6",
        "table": data,
        "width_mm": 160,
        "height_mm": 50,
    }
    return Chart(**{**values, **more})


def report_blocks(rows=60, **more):
    return (
        head(**more),
        Tiles(
            tiles=(
                Tile(label="Nhiệm vụ đạt", value="7/9", state="met", anchor="nguon-1"),
                Tile(label="Đơn vị chưa báo cáo", value="2", note="An Bình, Cẩm Tú"),
                Tile(label="Kinh phí", value="1.234.000 đồng"),
                Tile(label="Lượt tiếp cận", value="12.500", anchor="không-có"),
            )
        ),
        Text(text="Trong kỳ, 3/5 đơn vị đã báo cáo, 2 đúng hạn.", style="lead"),
        Heading(level=1, text="I. CÔNG TÁC CHỈ ĐẠO", anchor="phan-i"),
        Text(text="Nội dung chỉ đạo; ủy ban, ế ộ ữ ỹ Đ ơ ư ằ."),
        Heading(level=1, text="II. KẾT QUẢ THỰC HIỆN"),
        Heading(level=2, text="1. Về chuyển đổi số"),
        Text(text="Ai chưa báo cáo?", style="question"),
        Text(text="Một ý.", style="bullet"),
        Text(text="Hai ý.", style="bullet"),
        Text(text="Đề nghị cấp thêm kinh phí.\nXin cảm ơn.", style="quote"),
        Text(text="Ghi chú nhỏ.", style="note"),
        Blocks(items=(chart(), chart("hinh-2", "Hình khác"))),
        table(),
        table("gap-lai", folded=True),
        Table(name="trong", caption="Bảng rỗng", columns=(Column(label="A"),), rows=()),
        Signature(letterhead=LETTER),
        Appendix(title="Phụ lục I. Số liệu chi tiết", wide=True),
        table("chi-tiet", rows=rows, wide=True, sortable=True),
        Appendix(title="Phụ lục II. Nguồn số liệu"),
        Table(
            name="nguon",
            caption="Nguồn",
            columns=(Column(label="Chỉ tiêu"), Column(label="Ô")),
            rows=(Row(cells=(Cell(text="2.8a-1"), Cell(text="Kết quả!E12")), anchor="nguon-1"),),
        ),
    )


def hostile_blocks(words=HOSTILE):
    columns = (Column(label=words), Column(label="Số", align="right"))
    rows = (
        Row(cells=(Cell(text=words),), kind="group"),
        Row(cells=(Cell(text=words), Cell(text="5", value=5.0, source=words)), anchor=words),
        Row(cells=(Cell(text=CONTROL), Cell(text=words))),
    )
    svg = SVG.replace("Xã Nghĩa Hữu: 8 số", escape(words)).replace(
        "<text", '<script>alert(1)</script><a href="javascript:alert(1)"/><text onclick="x()"'
    )
    letter = Letterhead(organisation=words, signatory_name=words, recipients=(words,))
    return (
        head(title=words, subtitle=words, facts=(words,), grounds=(words,), marks=(words,)),
        Heading(level=1, text=words, anchor=words),
        *(Text(text=words, style=s) for s in ("body", "lead", "bullet", "note", "quote")),
        Tiles(tiles=(Tile(label=words, value=words, note=words, anchor=words),)),
        Table(name=words, caption=words, columns=columns, rows=rows, note=words, sortable=True),
        chart(words, words, svg, alt=words, source=words, table=table("du-lieu", caption=words)),
        Signature(letterhead=letter),
        Appendix(title=words),
    )

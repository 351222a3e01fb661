"""Tables of tasks: headers in any order, merged cells, split rows, what is no table of tasks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_lib.plan import headers, parse, store
from cchc_lib.plan.source import ReadLine

HEAD = """
| ỦY BAN NHÂN DÂN/XÃ AN PHÚ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM/Độc lập - Tự do - Hạnh phúc |
| Số: 12//KH-UBND | An Phú, ngày 15 tháng 01 năm 2026 |
KẾ HOẠCH
Truyền thông cải cách hành chính năm 2026

I. MỤC ĐÍCH
- Nâng cao nhận thức.
II. NỘI DUNG, NHIỆM VỤ
(Chi tiết tại Phụ lục kèm theo)
III. KINH PHÍ
Từ ngân sách xã.
| Nơi nhận:/- UBND tỉnh;/- Lưu: VT. | TM. ỦY BAN NHÂN DÂN/CHỦ TỊCH |
PHỤ LỤC
DANH MỤC NHIỆM VỤ
"""


def lines(text):
    """Lines of a document: rows between strokes, "/" breaks a cell's line, "~" a new page."""
    found, table, page, inside = [], 0, 1, False
    for number, line in enumerate(text.strip().split("\n"), start=1):
        if line == "~":
            page += 1
            continue
        cells = None
        if line.startswith("|"):
            table += not inside
            cells = tuple(
                cell.strip().replace("//", "\0").replace("/", "\n").replace("\0", "/")
                for cell in line[1:].removesuffix("|").split("|")
            )
            line = " | ".join(" ".join(cell.split()) for cell in cells if cell)  # noqa: PLW2901
        inside = cells is not None
        found.append(
            ReadLine(
                number=number, raw=line, text=line.strip(), confidence=1.0, page=page,
                cells=cells, table=table if inside else None,
            )
        )  # fmt: skip
    return found


def plan(table, head=HEAD):
    return parse.parse(lines(head + table.strip("\n")), "ke-hoach.docx", None)


def brief(found):
    return [
        (
            t.task_id,
            t.title,
            [a.text for a in t.named("lead")],
            [a.text for a in t.named("coordinate")],
            t.schedule.text,
        )
        for t in found.tasks
    ]


def codes(found):
    return {one.code for one in found.findings}


SIMPLE = """
| TT | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian | Sản phẩm |
| 1 | Đăng tin | Văn phòng | Các thôn | Quý I | Tin |
| 2 | Tập huấn | Công an xã |  | Quý II | Lớp |
"""


def test_rows_become_tasks_with_all_their_columns():
    found = plan(SIMPLE)
    assert brief(found) == [
        ("1", "Đăng tin", ["Văn phòng"], ["Các thôn"], "Quý I"),
        ("2", "Tập huấn", ["Công an xã"], [], "Quý II"),
    ]
    assert [task.product for task in found.tasks] == ["Tin", "Lớp"]
    assert found.tasks[1].source.line_start == found.tasks[1].source.line_end == 17
    assert store.loads(store.dumps(found)) == found


def test_letterhead_and_signature_laid_out_in_tables_are_read_as_text():
    found = plan(SIMPLE)
    assert (found.number, found.issuer, found.date) == (
        "12/KH-UBND",
        "UBND xã An Phú",
        "2026-01-15",
    )
    assert found.recipients == ("UBND tỉnh", "Lưu: VT")
    assert "P070" not in codes(found)


@settings(deadline=None)
@given(st.permutations(range(6)))
def test_columns_may_stand_in_any_order(order):
    rows = [row.strip("|").split("|") for row in SIMPLE.strip().split("\n")]
    moved = "\n".join("|" + "|".join(row[at] for at in order) + "|" for row in rows)
    assert brief(plan(moved)) == brief(plan(SIMPLE))


@pytest.mark.parametrize(
    ("cell", "role"),
    [
        ("Số TT", "number"),
        ("Nội dung, nhiệm vụ", "task"),
        ("Tên nhiệm vụ", "task"),
        ("Cơ quan/Đơn vị chủ trì", "lead"),
        ("Cơ quan chủ trì, tham mưu", "lead"),
        ("Đơn vị\nthực hiện", "lead"),
        ("Cơ quan phối hợp, tham vấn", "coordinate"),
        ("Lãnh đạo UBND phụ trách", "direct"),
        ("Thời gian tổ chức thực hiện", "schedule"),
        ("Hạn hoàn thành", "schedule"),
        ("Kết quả/Sản phẩm", "product"),
        ("Kết quả thực hiện", "status"),
        ("Tần suất (số lượng)", "frequency"),
        ("Ghi chú", "status"),
        ("ĐVT", "unit"),
        ("Phòng Nội vụ", None),
    ],
)
def test_a_columns_role_follows_from_its_header(cell, role):
    assert headers.role_of(cell) == role


def test_a_header_over_two_rows_with_merged_cells_and_counted_columns():
    found = plan("""
| TT | Nội dung nhiệm vụ | Đơn vị thực hiện |  | Thời gian |
| TT | Nội dung nhiệm vụ | Chủ trì | Phối hợp | Thời gian |
| (1) | (2) | (3) | (4) | (5) |
| 1 | Đăng tin | Văn phòng | Công an xã | Hằng tháng |
""")
    assert brief(found) == [("1", "Đăng tin", ["Văn phòng"], ["Công an xã"], "Hằng tháng")]


def test_group_rows_give_field_and_the_number_in_front_where_numbers_begin_anew():
    found = plan("""
| TT | Nội dung | Chủ trì | Thời gian |
| I | CẢI CÁCH HÀNH CHÍNH |  |  |
| 1 | Đăng tin | Văn phòng | Quý I |
| II | CHUYỂN ĐỔI SỐ |  |  |
| 1 | Làm clip | Công an xã | Quý II |
|  | Tổng cộng |  | 2 |
""")
    assert [(t.task_id, t.field) for t in found.tasks] == [("I.1", "CCHC"), ("II.1", "CĐS")]


def test_numbers_that_go_on_through_the_groups_stay_as_printed():
    found = plan("""
| TT | Nội dung | Chủ trì | Thời gian |
| Lĩnh vực cải cách hành chính |  |  |  |
| 1 | Đăng tin | Văn phòng | Quý I |
| Lĩnh vực chuyển đổi số |  |  |  |
| 2 | Làm clip | Công an xã | Quý II |
""")
    assert [(t.task_id, t.field) for t in found.tasks] == [("1", "CCHC"), ("2", "CĐS")]


def test_sub_rows_inherit_what_their_row_states():
    found = plan("""
| TT | Nội dung | Chủ trì | Thời gian |
| 1 | Sản xuất clip | Văn phòng | 06//2026 |
| a) | Về dịch vụ công |  |  |
| b) | Về an toàn thông tin | Công an xã |  |
| 2 | Thi đua | Văn phòng | 2026 |
|  | - Phát động | Công an xã | Quý I |
""")
    assert brief(found) == [
        ("1a", "Về dịch vụ công", ["Văn phòng"], [], "06/2026"),
        ("1b", "Về an toàn thông tin", ["Công an xã"], [], "06/2026"),
        ("2.1", "Phát động", ["Công an xã"], [], "Quý I"),
    ]
    assert [group.group_id for group in found.groups] == ["1", "2"]


@pytest.mark.parametrize("same", ["nt", "Như trên", "-//-", '"', "n.t"])
def test_words_that_repeat_the_cell_above_stand_for_it(same):
    found = plan(f"""
| TT | Nội dung | Chủ trì | Phối hợp | Thời gian |
| 1 | Đăng tin | Văn phòng | Các thôn | Quý I |
| 2 | Tập huấn | {same.replace("/", "//")} |  | {same.replace("/", "//")} |
""")
    assert brief(found)[1] == ("2", "Tập huấn", ["Văn phòng"], [], "Quý I")
    assert found.tasks[1].source.line_start == found.tasks[1].source.line_end


def test_a_row_split_by_a_page_is_put_together_and_a_repeated_header_left_out():
    found = plan("""
| TT | Nội dung | Chủ trì | Thời gian |
| 1 | Tuyên truyền lưu động ở các | Văn phòng HĐND và | Từ tháng 3 |
~
| TT | Nội dung | Chủ trì | Thời gian |
|  | thôn xa trung tâm | UBND | đến tháng 9 |
| 2 | Tập huấn | Công an xã | Quý II |
""")
    assert brief(found)[0] == (
        "1",
        "Tuyên truyền lưu động ở các thôn xa trung tâm",
        ["Văn phòng HĐND và UBND"],
        [],
        "Từ tháng 3 đến tháng 9",
    )
    assert len(found.tasks) == 2


def test_a_table_that_goes_on_without_a_header_is_one_table():
    found = plan("""
| TT | Nội dung | Chủ trì | Thời gian |
| 1 | Đăng tin | Văn phòng | Quý I |

- 2 -
| 2 | Tập huấn | Công an xã | Quý II |
""")
    assert [task.task_id for task in found.tasks] == ["1", "2"]


def test_names_on_lines_of_their_own_are_parted_and_wrapped_names_are_not():
    found = plan(
        """
| TT | Nội dung | Chủ trì | Phối hợp | Thời gian |
| 1 | Đăng tin | - Văn phòng/- Công an xã | {wrapped} | Quý I |
""".replace("{wrapped}", "Phòng Văn hóa -/Xã hội/Hội Phụ nữ/Văn phòng/HĐND và UBND")
    )
    assert brief(found)[0][2:4] == (
        ["Văn phòng", "Công an xã"],
        ["Phòng Văn hóa - Xã hội", "Hội Phụ nữ", "Văn phòng HĐND và UBND"],
    )


def test_labels_inside_one_column_tell_the_roles_apart():
    found = plan("""
| TT | Nội dung | Đơn vị thực hiện | Thời gian |
| 1 | Đăng tin | Chủ trì: Văn phòng/Phối hợp: Công an xã | Quý I |
""")
    assert brief(found)[0][2:4] == (["Văn phòng"], ["Công an xã"])


def test_quotas_stand_in_the_title_the_frequency_or_the_product():
    found = plan("""
| TT | Nội dung | Chủ trì | Thời gian | Số lượng | ĐVT | Sản phẩm |
| 1 | Đăng ít nhất 02 tin, bài//tuần | Văn phòng | Quý I |  |  |  |
| 2 | Tập huấn | Công an xã | Quý II | 3 | lớp |  |
| 3 | Hội nghị | Công an xã | Quý II |  |  | 02 hội nghị |
| 4 | Phát thanh | Văn phòng | Quý II | - Bản tin A: 1 số//tháng/- Bản tin B: 2 số//tháng |  |  |
| 5 | Báo cáo | Văn phòng | Quý II |  |  | Báo cáo số 12//BC-UBND, đạt 95% |
""")
    quotas = [[(q.item, q.count, q.unit, q.per) for q in task.quotas] for task in found.tasks]
    assert quotas == [
        [("", 2, "tin, bài", "week")],
        [("", 3, "lớp", "once")],
        [("", 2, "hội nghị", "once")],
        [("Bản tin A", 1, "số", "month"), ("Bản tin B", 2, "số", "month")],
        [],
    ]


def test_a_merged_column_of_groups_makes_groups():
    found = plan("""
| STT | Nhóm nhiệm vụ | Nhiệm vụ cụ thể | Cơ quan chủ trì | Thời gian |
| 1 | Truyền thông số | Đăng tin | Văn phòng | Quý I |
| 1 | Truyền thông số | Làm clip | Công an xã | Quý II |
| 2 | Tập huấn | Mở lớp | Văn phòng | Quý III |
""")
    assert [task.task_id for task in found.tasks] == ["1.1", "1.2", "2"]
    assert [group.title for group in found.groups if group.group_id == "1"] == ["Truyền thông số"]


def test_a_table_without_numbers_is_numbered_and_that_is_said():
    found = plan("""
| Hoạt động | Đơn vị | Thời gian |
| Đăng tin | Văn phòng | Quý I |
| Tập huấn | Công an xã | Quý II |
""")
    assert [task.task_id for task in found.tasks] == ["1", "2"]
    assert "P072" in codes(found)


def test_two_tables_whose_numbers_meet_are_told_apart():
    second = SIMPLE.replace("Đăng tin", "Lắp pano").replace("Tập huấn", "Thi tìm hiểu")
    found = plan(SIMPLE + "PHỤ LỤC 2" + second)
    assert [task.task_id for task in found.tasks] == ["PL1.1", "PL1.2", "PL2.1", "PL2.2"]


def test_a_budget_is_no_table_of_tasks_and_that_is_said():
    found = plan(
        SIMPLE
        + """
| TT | Nội dung chi | Số lượng | Đơn giá | Thành tiền |
| 1 | In tờ rơi | 500 | 2.000 | 1.000.000 |
"""
    )
    assert len(found.tasks) == 2
    assert "P070" in codes(found)


PROSE = """1. Đăng tin trên Trang thông tin điện tử xã
- Đơn vị chủ trì: Văn phòng
2. Treo băng rôn
- Đơn vị chủ trì: Công an xã
- Thời gian: Quý I"""
REPEATED = """
| TT | Nội dung | Chủ trì | Thời gian |
| 1 | Đăng tin trên Trang thông tin điện tử xã | Văn phòng | Hằng tháng |
| 2 | Treo băng rôn | Phòng Kinh tế | Quý I |
"""


def test_a_table_that_repeats_the_prose_doubles_no_task():
    found = plan(REPEATED, HEAD.replace("(Chi tiết tại Phụ lục kèm theo)", PROSE))
    assert brief(found) == [
        ("1", "Đăng tin trên Trang thông tin điện tử xã", ["Văn phòng"], [], "Hằng tháng"),
        ("2", "Treo băng rôn", ["Công an xã"], [], "Quý I"),
    ]
    assert {"P073", "P074"} <= codes(found)
    assert "P011" not in codes(found)


def test_a_tables_other_tasks_stand_beside_the_proses():
    table = REPEATED.replace("Treo băng rôn", "Tổ chức hội nghị")
    found = plan(table, HEAD.replace("(Chi tiết tại Phụ lục kèm theo)", PROSE))
    assert [task.task_id for task in found.tasks] == ["1", "2", "PL1.2"]


def test_prose_that_assigns_nothing_gives_way_to_the_table():
    text = "1. Công tác tuyên truyền trên mạng\n2. Công tác tuyên truyền trực tiếp"
    found = plan(SIMPLE, HEAD.replace("(Chi tiết tại Phụ lục kèm theo)", text))
    assert [task.title for task in found.tasks] == ["Đăng tin", "Tập huấn"]
    assert "P075" in codes(found)


def test_a_table_run_together_by_ocr_is_said_and_gives_no_task():
    found = plan(
        "TT Nội dung nhiệm vụ Cơ quan chủ Cơ quan Thời gian\ntrì phối hợp\n"
        "1 Đăng tin trên Trang Văn phòng Các thôn Quý I\n2 Tập huấn Công an Quý II"
    )
    assert found.tasks == ()
    assert {"P071", "P002"} <= codes(found)


@pytest.mark.parametrize("mark", ["\t", " | "])
def test_a_text_files_table_with_tabs_or_strokes_is_read(mark):
    rows = [
        row.strip("| ").split(" | ") for row in SIMPLE.replace("|  |", "| - |").strip().split("\n")
    ]
    text = HEAD.replace("|", "") + "\n".join(mark.join(row) for row in rows)
    found = parse.parse(
        [
            ReadLine(number=n, raw=line, text=line, confidence=1.0)
            for n, line in enumerate(text.split("\n"), start=1)
        ],
        "a.txt",
        None,
    )
    assert brief(found) == brief(plan(SIMPLE))


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["", "1", "a)", "I", "nt", "Đăng tin", "Văn phòng", "Quý I", "x"]),
                 min_size=4, max_size=4),
        max_size=8,
    )
)  # fmt: skip
def test_no_rows_break_the_reader(rows):
    table = "| TT | Nội dung | Chủ trì | Thời gian |\n"
    found = plan(table + "\n".join("| " + " | ".join(row) + " |" for row in rows))
    ids = [task.task_id for task in found.tasks]
    assert len(set(ids)) == len(ids)
    assert store.loads(store.dumps(found)) == found


MATRIX_OF_AGENCIES = """
| TT | Nhiệm vụ | Văn phòng xã | Phòng Kinh tế | Công an xã | Thời gian |
| 1 | Đăng tin | {a} | {b} |  | Quý I |
| 2 | Tập huấn | {b} | {a} | {b} | Quý II |
"""


@pytest.mark.parametrize(
    ("lead", "coordinate", "others"),
    [
        ("CT", "PH", [["Phòng Kinh tế"], ["Văn phòng xã", "Công an xã"]]),
        ("x", "", [[], []]),
        ("X", "p", [["Phòng Kinh tế"], ["Văn phòng xã", "Công an xã"]]),
    ],
)
def test_a_mark_in_an_agencys_column_gives_it_the_task(lead, coordinate, others):
    found = plan(MATRIX_OF_AGENCIES.format(a=lead, b=coordinate))
    assert [one[2] for one in brief(found)] == [["Văn phòng xã"], ["Phòng Kinh tế"]]
    assert [one[3] for one in brief(found)] == others
    assert [one[4] for one in brief(found)] == ["Quý I", "Quý II"]


def test_marks_under_quarters_or_months_are_times():
    quarters = plan(
        """
| TT | Nhiệm vụ | Chủ trì | Quý I | Quý II | Quý III |
| 1 | Đăng tin | Văn phòng | x | x | x |
| 2 | Tập huấn | Công an xã |  | x |  |
"""
    )
    assert [task.schedule.text for task in quarters.tasks] == ["Quý I, II, III", "Quý II"]
    assert quarters.tasks[0].schedule.end.isoformat() == "2026-09-30"
    months = plan(
        """
| TT | Nhiệm vụ | Chủ trì | Thời gian thực hiện (tháng) |  |  |
|  |  |  | 1 | 2 | 3 |
| 1 | Đăng tin | Văn phòng | x | x |  |
| 2 | Tập huấn | Công an xã |  |  | x |
"""
    )
    assert [task.schedule.text for task in months.tasks] == ["Tháng 1, 2", "Tháng 3"]


def test_names_that_are_no_marks_stay_in_their_columns():
    found = plan(
        """
| TT | Nhiệm vụ | Chủ trì | Quý I | Quý II | Thời gian |
| 1 | Đăng tin | Văn phòng | 5 tin | 7 tin | Cả năm |
"""
    )
    assert brief(found) == [("1", "Đăng tin", ["Văn phòng"], [], "Cả năm")]


ROWS_OF_MANY_KINDS = [
    (
        """
| STT | Nội dung công việc | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành | Ghi chú |
| I | TUYÊN TRUYỀN TRỰC TIẾP | | | | |
| 1 | Đăng tin | Văn phòng | Các thôn | Quý I |  |
| 3 | Tập huấn | Phòng Văn hóa - Xã hội | nt | Quý II |  |
| II | TUYÊN TRUYỀN QUA BÁO CHÍ | | | | |
| 4 | Phát thanh | Như trên | Như trên | Thường xuyên |  |
""",
        [
            ("1", "Đăng tin", ["Văn phòng"], ["Các thôn"], "Quý I"),
            ("3", "Tập huấn", ["Phòng Văn hóa - Xã hội"], ["Các thôn"], "Quý II"),
            ("4", "Phát thanh", ["Phòng Văn hóa - Xã hội"], ["Các thôn"], "Thường xuyên"),
        ],
    ),
    (
        """
| TT | Nội dung | Cơ quan thực hiện |  | Thời gian |  | Sản phẩm |
|  |  | Chủ trì | Phối hợp | Bắt đầu | Hoàn thành |  |
| (1) | (2) | (3) | (4) | (5) | (6) | (7) |
| 1 | Đăng tin | Văn phòng | Các thôn | 01//3//2026 | 30//6//2026 | Tin |
""",
        [("1", "Đăng tin", ["Văn phòng"], ["Các thôn"], "01/3/2026 - 30/6/2026")],
    ),
    (
        """
| Thời gian | Nội dung | Đơn vị thực hiện | Đơn vị phối hợp |
| Tháng 01 | Đăng tin | Văn phòng | Các thôn |
| Tháng 02 | Tập huấn | Phòng Kinh tế |  |
|  | Hội thi | Hội Nông dân |  |
""",
        [
            ("1", "Đăng tin", ["Văn phòng"], ["Các thôn"], "Tháng 01"),
            ("2", "Tập huấn", ["Phòng Kinh tế"], [], "Tháng 02"),
            ("3", "Hội thi", ["Hội Nông dân"], [], "Tháng 02"),
        ],
    ),
    (
        """
| TT | Nội dung | Phân công thực hiện | Thời gian |
| 1 | Đăng tin | Chủ trì: Văn phòng/Phối hợp: Các thôn | Quý I |
| 2 | Tập huấn | - Phòng Kinh tế chủ trì;/- Công an xã phối hợp | Quý II |
""",
        [
            ("1", "Đăng tin", ["Văn phòng"], ["Các thôn"], "Quý I"),
            ("2", "Tập huấn", ["Phòng Kinh tế"], ["Công an xã"], "Quý II"),
        ],
    ),
    (
        """
| Số TT | Nhiệm vụ//Giải pháp | Cơ quan tham mưu | Cơ quan liên quan | Thời điểm | Kết quả |
| 1 | Đăng tin | Văn phòng | Các thôn | Quý I | Tin |
""",
        [("1", "Đăng tin", ["Văn phòng"], ["Các thôn"], "Quý I")],
    ),
    (
        """
| TT | Nội dung | Đơn vị thực hiện | Thời gian |
| 1 | Tuyên truyền trên truyền thanh | | |
| a | Phát thanh xã | Đài truyền thanh xã | Hằng tuần |
| b | Phát thanh thôn | Các thôn | Hằng ngày |
| 2 | Hội nghị | Văn phòng | Quý I |
""",
        [
            ("1a", "Phát thanh xã", ["Đài truyền thanh xã"], [], "Hằng tuần"),
            ("1b", "Phát thanh thôn", ["Các thôn"], [], "Hằng ngày"),
            ("2", "Hội nghị", ["Văn phòng"], [], "Quý I"),
        ],
    ),
]


@pytest.mark.parametrize(("table", "wanted"), ROWS_OF_MANY_KINDS)
def test_tables_of_many_kinds(table, wanted):
    assert brief(plan(table)) == wanted


def test_a_row_cut_by_a_page_goes_on_below_header_and_running_head():
    found = plan(
        """
| TT | Nội dung | Đơn vị chủ trì | Thời gian |
| 1 | Đăng tải dữ liệu của ngành trên | Văn phòng | Thường xuyên |
~
Kế hoạch số 12/KH-UBND
| TT | Nội dung | Đơn vị chủ trì | Thời gian |
|  | Cổng dịch vụ công quốc gia |  | trong năm |
| 2 | Tập huấn | Công an xã | Quý II |
"""
    )
    assert brief(found) == [
        (
            "1",
            "Đăng tải dữ liệu của ngành trên Cổng dịch vụ công quốc gia",
            ["Văn phòng"],
            [],
            "Thường xuyên trong năm",
        ),
        ("2", "Tập huấn", ["Công an xã"], [], "Quý II"),
    ]


def test_a_page_that_begins_with_the_rest_of_a_title_makes_no_heading_of_it():
    found = plan(
        """
| TT | Nội dung | Đơn vị chủ trì | Thời gian |
| 1 | Sửa quy chế làm việc; | Văn phòng | Quý I |
~
|  | Quy chế văn thư |  |  |
| 2 | Tập huấn | Công an xã | Quý II |
"""
    )
    assert [one[:2] for one in brief(found)] == [
        ("1", "Sửa quy chế làm việc; Quy chế văn thư"),
        ("2", "Tập huấn"),
    ]


def test_a_row_that_begins_with_the_word_for_portal_is_no_total():
    found = plan(
        """
| TT | Nội dung | Đơn vị chủ trì | Thời gian |
| 1 | Cổng thông tin điện tử: đăng tin | Văn phòng | Quý I |
|  | Cộng |  |  |
"""
    )
    assert [one[1] for one in brief(found)] == ["Cổng thông tin điện tử: đăng tin"]


def test_groups_whose_roman_numbers_were_read_as_letters_are_groups():
    found = plan(
        """
| TT | Nội dung | Đơn vị chủ trì | Thời gian |
| L | Tuyên truyền trực tiếp |  |  |
| 1 | Tập huấn | Công an xã | Quý I |
| H. | Tuyên truyền trên báo chí |  |  |
| 2 | Đăng tin | Văn phòng | Quý II |
| Ill | Tuyên truyền trực quan |  |  |
| 3 | Lắp pano | Các thôn | Quý III |
"""
    )
    assert [(task.task_id, task.group) for task in found.tasks] == [
        ("1", "I"),
        ("2", "II"),
        ("3", "III"),
    ]


def test_progress_beside_a_time_tells_how_far_a_task_is_and_not_when():
    found = plan(
        """
| TT | Nhiệm vụ | Đơn vị chủ trì | Thời hạn | Tiến độ |
| 1 | Đăng tin | Văn phòng | Quý I | Đang thực hiện |
"""
    )
    assert brief(found) == [("1", "Đăng tin", ["Văn phòng"], [], "Quý I")]
    alone = plan(
        """
| TT | Nhiệm vụ | Đơn vị chủ trì | Tiến độ |
| 1 | Đăng tin | Văn phòng | Quý I |
"""
    )
    assert brief(alone) == brief(found)


def test_bullets_of_a_calendars_month_are_tasks_of_their_own():
    found = plan(
        """
| Thời gian | Nội dung công việc | Người phụ trách |
| Tháng 9//2025 | - Xây dựng kế hoạch;/- Kiện toàn Ban Chỉ đạo. | Hiệu trưởng |
| Tháng 10//2025 | Tổng kết | Phó Hiệu trưởng |
"""
    )
    assert brief(found) == [
        ("1", "Xây dựng kế hoạch", ["Hiệu trưởng"], [], "Tháng 9/2025"),
        ("2", "Kiện toàn Ban Chỉ đạo", ["Hiệu trưởng"], [], "Tháng 9/2025"),
        ("3", "Tổng kết", ["Phó Hiệu trưởng"], [], "Tháng 10/2025"),
    ]

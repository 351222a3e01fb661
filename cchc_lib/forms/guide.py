"""What the guide sheet of a form says, in the words of the person who fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cchc_lib.forms import layout
from cchc_lib.vietnamese import format_date

if TYPE_CHECKING:
    import datetime as dt

    from cchc_lib.config import Organisation
    from cchc_lib.periods import Period


class Step(NamedTuple):
    """One thing to know or do, under its heading."""

    heading: str
    text: str


def receiver(organisation: Organisation) -> str:
    """Whom the form goes to, as it names them."""
    named = [organisation.author_unit, organisation.short_name or organisation.name]
    return ", ".join(part for part in named if part) or "cơ quan tổng hợp"


def window(month: Period) -> str:
    """The days that figures are counted in."""
    return f"từ {format_date(month.start)} đến {format_date(month.end)}"


RESULTS_SHEET = f"trang “{layout.RESULTS}”"
ACTIVITIES_SHEET = f"trang “{layout.ACTIVITIES}”"


def steps(month: Period, due: dt.date, organisation: Organisation) -> tuple[Step, ...]:
    """Headings and what to do, in order."""
    return (*_results_steps(month), *_last_steps(due, organisation))


def _results_steps(month: Period) -> tuple[Step, ...]:
    """How the sheet of results is filled."""
    return (
        Step(
            "Điền ở đâu",
            f"Mở {RESULTS_SHEET}. Mỗi dòng là một việc mà kế hoạch giao cho đơn vị. Chỉ ghi vào "
            "các ô nền vàng; bấm phím Tab để sang ô kế tiếp.",
        ),
        Step(
            "Ghi gì",
            "Cột “Kết quả trong kỳ”: ghi số đã làm được "
            f"{window(month)}, đếm theo cột “Đơn vị tính”. Chỉ ghi số, ví dụ: 5. "
            "Cột “Chỉ tiêu trong kỳ” là số mà kế hoạch yêu cầu; để trống là kế hoạch không nêu số.",
        ),
        Step(
            "Số 0 hay để trống",
            "Không làm: ghi 0 hoặc “không”. Chưa có số liệu: để trống. Ô trống được hiểu là "
            "“chưa báo cáo”, không được tính là 0.",
        ),
        Step(
            "Cả kỳ không có gì",
            f"Nếu trong kỳ không có hoạt động nào, chọn “{layout.NOTHING_YES}” ở dòng "
            f"“{layout.NOTHING_LABEL}”: mọi ô kết quả còn trống sẽ được tính là 0.",
        ),
        Step(
            "Cách đếm",
            "Đếm việc đã làm xong trong kỳ và có minh chứng. Trong một dòng, một tin, bài đăng ở "
            "nhiều nơi chỉ đếm một lần. Một chương trình phát nhiều lần là một chương trình; các "
            "lần phát lại ghi ở dòng phát lại, nếu có. “Hoạt động” là một việc cụ thể đã làm: một "
            "hội nghị, một lớp, một tin, bài, một lần đăng tải, một đợt treo băng rôn.",
        ),
        Step(
            "Lượt tiếp cận",
            "Số người dự, hoặc số lượt nghe, lượt xem, của riêng dòng đó. Không có số đo thì để "
            "trống, không ước chừng.",
        ),
        Step(
            "Kinh phí",
            "Số tiền đã chi trong kỳ, tính bằng đồng: ghi 5000000, không ghi “5 triệu”. Không chi: "
            "ghi 0.",
        ),
        Step(
            "Minh chứng",
            "Đường dẫn bài đăng, số văn bản, hoặc nơi lưu ảnh. Không ghi họ tên, số điện thoại, "
            "không gửi danh sách người dự.",
        ),
        Step(
            "Khó khăn, kiến nghị",
            "Ghi ngắn, mỗi ý một dòng (Alt + Enter để xuống dòng trong ô). Báo cáo in nguyên văn.",
        ),
    )


def _last_steps(due: dt.date, organisation: Organisation) -> tuple[Step, ...]:
    """Single activities, sending, correcting."""
    return (
        Step(
            "Từng hoạt động",
            f"Nếu có điều kiện, kê từng hoạt động ở {ACTIVITIES_SHEET}; chọn mã, hình "
            "thức, chủ đề, kênh trong danh sách; dòng không ghi số lượng được đếm là 1. Không bắt "
            "buộc; đã kê thì tổng phải khớp với "
            f"{RESULTS_SHEET}.",
        ),
        Step(
            "Lưu và gửi",
            "Lưu dạng Excel (.xlsx), giữ nguyên tên các trang và các cột. Gửi tệp về "
            f"{receiver(organisation)}, chậm nhất hết ngày {format_date(due)}. Tên tệp đặt thế nào "
            "cũng được.",
        ),
        Step(
            "Khi ghi sai",
            "Sửa trong tệp rồi gửi lại cả tệp; bản đến sau thay toàn bộ bản đến trước.",
        ),
    )

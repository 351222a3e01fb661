"""A small plan, registry and settings for tests: three communes, two offices, one centre.

Not the example workspace: other names, another place, so that tests don't lean on one plan.
"""

import datetime as dt

from cchc_lib import agencies, config
from cchc_lib.model import (
    Assignment,
    Document,
    Group,
    Plan,
    Quota,
    Schedule,
    SourceRef,
    Task,
    Topic,
)

FILE = "ke-hoach-12.txt"

REGISTRY = agencies.parse(
    """id,name,short_name,kind,groups,aliases,code,valid_from,valid_to,successors,source
cac-xa,UBND các xã,,group,,Các địa phương,,,,,mẫu
tat-ca,"Các cơ quan, đơn vị, địa phương",,group,,,,,,,mẫu
phong-van-hoa,Phòng Văn hóa và Thông tin,Phòng VHTT,office,tat-ca,,,,,,mẫu
phong-noi-vu,Phòng Nội vụ,,office,tat-ca,PNV,,,,,mẫu
trung-tam,Trung tâm Văn hóa - Thể thao,Trung tâm,centre,tat-ca,,,,,,mẫu
ubnd-xa-a,UBND xã An Bình,An Bình,commune,tat-ca;cac-xa,xã An Bình,,,,,mẫu
ubnd-xa-b,UBND xã Bình Minh,Bình Minh,commune,tat-ca;cac-xa,,,,,,mẫu
ubnd-xa-c,UBND xã Cẩm Tú,Cẩm Tú,commune,tat-ca;cac-xa,,,,2025-05-31,,mẫu
hoi-nong-dan,Hội Nông dân huyện,,association,,,,,,,mẫu
"""
)

SETTINGS = config.parse(
    """
[workspace]
simulated = true
[organisation]
name = "Ủy ban nhân dân huyện Mẫu"
short_name = "UBND huyện Mẫu"
author_unit = "Phòng Văn hóa và Thông tin"
place = "Mẫu"
addressee = "Ủy ban nhân dân tỉnh Mẫu"
authority = "TM. ỦY BAN NHÂN DÂN"
signatory_title = "CHỦ TỊCH"
recipients = ["Sở Nội vụ (b/c)", "Lưu: VT"]
[plan]
file = "ke-hoach-12.txt"
year = 2025
first_period = "2025-04"
"""
)


def source(first: int, last: int | None = None) -> SourceRef:
    return SourceRef(file=FILE, line_start=first, line_end=last or first)


def lead(text: str, *ids: str) -> Assignment:
    return Assignment(text=text, role="lead", ids=ids)


def quota(quota_id, count, unit, per, item="", **more):
    return Quota(
        quota_id=quota_id,
        item=item,
        count=count,
        unit=unit,
        per=per,
        source=source(int(quota_id[0]) * 10),
        **more,
    )


def task(task_id, field, title, assignments, schedule=None, quotas=(), group=None):
    return Task(
        task_id=task_id,
        field=field,
        group=group,
        title=title,
        assignments=tuple(assignments),
        schedule=schedule or Schedule(kind="continuous", text="Thường xuyên"),
        quotas=tuple(quotas),
        product=None,
        confidence=0.95,
        source=source(int(task_id[0]) * 10, int(task_id[0]) * 10 + 4),
    )


PLAN = Plan(
    number="12/KH-UBND",
    kind="Kế hoạch",
    issuer="UBND huyện Mẫu",
    date="2025-04-02",
    year=2025,
    title="Truyền thông về cải cách hành chính và chuyển đổi số năm 2025",
    groups=(Group(group_id="2", title="Tuyên truyền trên phương tiện thông tin"),),
    tasks=(
        task(
            "1",
            "CĐS",
            "Tổ chức hội nghị tập huấn kỹ năng số",
            [lead("Các cơ quan, đơn vị, địa phương", "tat-ca")],
        ),
        task(
            "2a",
            "CĐS",
            "Phát sóng chương trình phát thanh chuyển đổi số",
            [lead("Trung tâm Văn hóa - Thể thao", "trung-tam")],
            quotas=[
                quota("2a-1", 1, "chương trình", "month"),
                quota("2a-2", 3, "lần", "month", "phát lại"),
            ],
            group="2",
        ),
        task(
            "2b",
            "CCHC",
            "Chuyên mục cải cách hành chính trên Cổng thông tin điện tử",
            [lead("Phòng Văn hóa và Thông tin", "phong-van-hoa")],
            quotas=[
                quota("2b-1", 5, "tin, bài", "month"),
                quota("2b-2", 50, "tin, bài", "year", approximate=True),
            ],
            group="2",
        ),
        task(
            "3",
            "CCHC",
            "Chuyên trang trên Trang thông tin điện tử xã",
            [lead("UBND các xã", "cac-xa")],
            quotas=[quota("3-1", 1, "số", "month"), quota("3-2", 12, "kỳ", "year")],
        ),
        task(
            "4",
            "CCHC",
            "Chuyên mục trên sóng phát thanh",
            [lead("Trung tâm Văn hóa - Thể thao", "trung-tam")],
            quotas=[
                quota("4-1", 1, "số", "week", "Chuyên mục “Cải cách hành chính”", minutes=5.0),
                quota("4-2", 1, "hội nghị", "quarter", "Hội nghị"),
            ],
        ),
        task(
            "5",
            "CCHC",
            "Hướng dẫn các đơn vị tuyên truyền",
            [lead("Phòng Nội vụ", "phong-noi-vu")],
            schedule=Schedule(
                kind="window",
                text="Quý II/2025",
                start=dt.date(2025, 4, 1),
                end=dt.date(2025, 6, 30),
            ),
        ),
    ),
    topics=(
        Topic(n=1, field="CĐS", text="Tuyên truyền về kỹ năng số", source=source(5)),
        Topic(n=2, field="CĐS", text="Tuyên truyền về dịch vụ công trực tuyến", source=source(6)),
        Topic(n=3, field="CCHC", text="Tuyên truyền về thủ tục hành chính", source=source(7)),
    ),
    documents=(
        Document(
            kind="Nghị quyết",
            number="57-NQ/TW",
            date=dt.date(2024, 12, 22),
            issuer="Bộ Chính trị",
            source=source(3),
        ),
    ),
    duties=(),
    reports=(),
    budget=(),
    recipients=("Như trên", "Lưu: VT"),
    findings=(),
)

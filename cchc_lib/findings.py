"""What is wrong with somebody's input, as data: codes, severities, places, messages.

A finding is returned, never raised. The catalogue is the only place where a code and its
Vietnamese message are written; `docs/rules.md` is made from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

Severity = Literal["error", "warning", "info"]
Scope = Literal["plan", "file", "sheet", "cell", "agency", "workspace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a person should know about one place.

    `lines` are plan lines (1-based, inclusive); `sheet` and `cell` an address in a workbook.
    """

    code: str
    severity: Severity
    message: str
    file: str = ""
    sheet: str = ""
    cell: str = ""
    value: str = ""
    lines: tuple[int, int] | None = None
    agency: str = ""
    period: str = ""
    submission: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An entry of the catalogue; `template` takes keyword fields, `help` says what to do."""

    code: str
    severity: Severity
    scope: Scope
    template: str
    help: str = ""


def _rules(table: str) -> tuple[Rule, ...]:
    """Rules of a table: "code severity scope", then the template, indented.

    What follows a question mark on its own is the help.
    """
    rules: list[Rule] = []
    for block in re.split(r"\n(?=\S)", table.strip()):
        head, _, body = block.partition("\n")
        code, severity, scope = head.split()
        template, _, help_ = " ".join(body.split()).partition(" ? ")
        rules.append(
            Rule(
                code=code,
                severity=cast("Severity", severity),
                scope=cast("Scope", scope),
                template=template,
                help=help_,
            )
        )
    return tuple(rules)


# Codes: P = reading a plan, F = a received file, V = a value or a row in it, R = the records.
# A code is never reused; a template never changes its meaning.

PLAN_RULES: tuple[Rule, ...] = _rules(
    """
P001 error plan
    Tài liệu này là {what}, không phải kế hoạch: không thấy dòng “KẾ HOẠCH” hoặc nhiệm vụ có cơ
    quan thực hiện. Kiểm tra lại tệp.
P002 error plan
    Không tìm thấy nhiệm vụ nào trong kế hoạch. Nhiệm vụ cần đánh số (1.1., a)) trong phần nhiệm
    vụ, hoặc nằm trong bảng còn đủ cột; xem văn bản đã đọc bằng: cchc plan text TỆP
P003 warning plan
    Không đọc được số, ký hiệu của kế hoạch. Bổ sung trong bảng soát.
P004 warning plan
    Không đọc được ngày ban hành; chỉ biết tháng {month}. Bổ sung ngày trong bảng soát nếu có
    bản gốc.
P005 warning plan
    Không đọc được ngày, tháng ban hành của kế hoạch. Bổ sung trong bảng soát.
P006 info plan
    Mục in là “{value}” được hiểu là {number} theo thứ tự các mục trước và sau.
P007 warning plan
    Không đọc được cơ quan ban hành. Bổ sung trong bảng soát.
P009 error plan
    {reason}
P010 warning plan
    Nhiệm vụ {task} không ghi cơ quan chủ trì hoặc thực hiện, nên không giao báo cáo cho đơn vị
    nào.
P011 info plan
    Nhiệm vụ {task} không ghi thời gian thực hiện; được theo dõi trong tất cả các kỳ.
P012 warning plan
    Nhiệm vụ {task}: thời gian “{value}” không quy được ra ngày; được theo dõi trong tất cả các
    kỳ.
P013 info plan
    Nhiệm vụ {task}: thời gian in là “{value}” được hiểu là “{read}”.
P020 warning plan
    Nhiệm vụ {task}: “{value}” không có trong danh mục đơn vị.{hint} Sửa bản đọc hoặc bổ sung
    danh mục data/raw/agencies.csv.
P021 warning plan
    Nhiệm vụ {task}: “{value}” có thể là {names}; không đơn vị nào được giao. Ghi rõ tên trong
    bảng soát hoặc danh mục.
P022 info plan
    Nhiệm vụ {task}: tên đơn vị bị đọc sai được nhận ra là “{value}”.
P023 warning plan
    Nhiệm vụ {task}: “{value}” là tên cũ; nay là {now} ({source}). Kế hoạch được giữ như đã in.
P024 warning plan
    Nhiệm vụ {task}: “{value}” không có trong danh mục; có thể là tên cũ hoặc viết thiếu của
    {now}. Chưa gắn với đơn vị nào.
P030 warning plan
    Nhiệm vụ {task}: hai chỉ tiêu không khớp nhau: {first} là {first_yearly} {unit} một năm, còn
    {second} là {second_yearly}. Cả hai được giữ.
P031 warning plan
    Nhiệm vụ {task}: “{value}” có thể là “khoảng” hoặc “khoán”; được hiểu là khoảng.
P032 info plan
    Nhiệm vụ {task}: “{value}” là một khoảng; mức thấp được lấy làm chỉ tiêu tối thiểu.
P033 warning plan
    Nhiệm vụ {task}: chu kỳ của “{value}” không có trong bảng kỳ; lấy kỳ gần nhất.
P034 info plan
    Nhiệm vụ {task}: đơn vị tính của “{value}” không có trong bảng từ.
P035 info plan
    Nhiệm vụ {task}: “{value}” là chỉ tiêu của từng đơn vị; con số được giữ như đã in, không nhân lên.
P040 info plan
    Số hiệu in là “{printed}” được hiểu là {value}.
P041 warning plan
    Văn bản {value} ghi ngày {date}, muộn so với thời điểm ban hành kế hoạch ({plan}). Kiểm tra
    lại ngày.
P042 warning plan
    Văn bản {value}: ngày {date} không có trên lịch.
P043 info plan
    Văn bản {value} mang ký hiệu của tập thể UBND nhưng ghi do {issuer} ban hành; giữ như đã in.
P050 info plan
    Chú thích cuối trang được tách khỏi đoạn văn mà nó cắt ngang.
P051 info plan
    Không tìm thấy danh mục nội dung truyền thông; báo cáo sẽ không có phần chủ đề.
P052 info plan
    Nhiệm vụ {task} không nói rõ thuộc CCHC hay CĐS; xếp vào {field} theo tên kế hoạch.
P060 warning plan
    Nhiệm vụ {task} đọc được với độ tin cậy thấp; soát lại bằng: cchc plan review TỆP -o SOAT.xlsx
P080 info plan
    Văn bản dùng bảng mã cũ ({encoding}) và đã được chuyển sang Unicode. Đọc lướt lại tên riêng
    và chữ viết hoa.
P081 info plan
    {pages} trang được đọc từ ảnh bằng {engine}; soát lại bằng: cchc plan review TỆP -o SOAT.xlsx
P082 info plan
    Lớp chữ trong tệp PDF bị nhận dạng sai dấu, nên {pages} trang được đọc lại từ ảnh bằng {engine}.
P083 warning plan
    Lớp chữ trong tệp PDF bị nhận dạng sai dấu; đọc lại từ ảnh sẽ đúng hơn nhiều nhưng máy chưa có
    Tesseract, nên dấu được khôi phục bằng suy đoán. {install}
P084 warning plan
    Trang {numbers} là ảnh chụp và chưa được đọc vì máy chưa có Tesseract. {install}
P070 info plan
    Bảng ở dòng {first}-{last} không phải bảng nhiệm vụ (không có cột nội dung cùng cột cơ quan, thời
    gian hoặc sản phẩm) nên không được đọc thành nhiệm vụ.
P071 warning plan
    Bảng nhiệm vụ từ dòng {first} đến dòng {last} đã mất cột khi chuyển thành chữ, nên không nhiệm vụ nào
    được lấy từ bảng này. Dùng bản Word, bản PDF gốc hoặc bản chụp của kế hoạch.
P072 info plan
    Bảng nhiệm vụ ở dòng {first} không đánh số; các nhiệm vụ được đánh số theo thứ tự hàng.
P073 info plan
    {n} nhiệm vụ của bảng nhắc lại nhiệm vụ đã nêu trong phần lời ({tasks}); mỗi nhiệm vụ chỉ tính một
    lần.
P074 warning plan
    Nhiệm vụ {task}: phần lời ghi {what} là “{value}”, bảng ghi “{other}”. Giữ theo phần lời; kiểm tra lại.
P075 info plan
    Các mục trong phần lời không giao việc cho ai, còn bảng nhiệm vụ có; nhiệm vụ được lấy từ bảng.
P101 warning plan
    Dòng {line} đã được soát (“{old}”) không còn trong tệp kế hoạch, nên chỗ sửa không được
    áp dụng.
    ? Xem lại dòng này trong kế hoạch mới; nếu cần thì soát lại: cchc plan review TỆP -o SOAT.xlsx
P102 warning plan
    Dòng {line} đã đổi từ khi được soát: trước là “{old}”, nay là “{new}”; chỗ sửa không được
    áp dụng.
    ? Soát lại dòng này: cchc plan review TỆP -o SOAT.xlsx
P103 warning plan
    {reading} có {n} dòng đã soát nhưng không dòng nào khớp với {file}, nên không áp dụng dòng nào.
    ? Kiểm tra xem bản soát có phải của kế hoạch này không.
P104 info plan
    {n} dòng đã soát (đầu tiên là dòng {first}) nay chương trình tự đọc đúng như vậy; không cần soát lại,
    bản soát cứ để nguyên.
P105 warning plan
    Dòng {line} là một hàng của bảng có {cells} ô, ngăn bằng dấu |; chỗ sửa có {got} ô nên không được áp
    dụng.
    ? Giữ đủ các dấu | khi sửa, ô trống cũng vậy, rồi chạy lại: cchc plan apply SOAT.xlsx
P106 warning plan
    Dòng {line}: “{value}” có số mà không có đơn vị tính nên không thành chỉ tiêu.
    ? Ghi đủ, ví dụ: 05 tin, bài/tháng.
"""
)

FILE_RULES: tuple[Rule, ...] = _rules(
    """
F001 error file
    Tệp rỗng (0 byte). Đề nghị đơn vị gửi lại tệp có số liệu.
F002 error file
    {reason}
F003 error file
    Đây là {what}, không phải biểu mẫu Excel hay dạng đọc được thay (.xls, .xlsb, .ods, .csv, bảng
    trong .docx). Chép số liệu sang biểu mẫu đã cấp rồi gửi lại, hoặc nhập thay từ nguồn này với
    --on-behalf.
F004 error file
    Tệp đặt mật khẩu nên không mở được. Bỏ mật khẩu (File, Info, Protect Workbook) rồi gửi
    lại.
F005 error file
    Không mở được tệp tại nơi nhận: {reason}. Đóng tệp nếu đang mở, kiểm tra quyền đọc rồi
    nhận lại.
F006 error file
    Đọc tệp bị lỗi ngoài dự kiến ({reason}); tệp được giữ nguyên. Chép số liệu sang biểu mẫu
    trống đã cấp rồi gửi lại.
F007 error file
    Không thấy bảng kết quả: cần một hàng tiêu đề có đủ “Mã chỉ tiêu” và “Kết quả trong kỳ”.
    Chép số liệu sang biểu mẫu đã cấp rồi gửi lại.
F008 error file
    Có hơn một bảng kết quả có thể là bảng cần lấy: {where}. Giữ một bảng, xoá bảng kia rồi
    gửi lại.
F009 error file
    Bảng kết quả có hơn một cột “{column}”: {where}. Giữ một cột rồi gửi lại.
F010 error file
    Biểu mẫu này của kế hoạch khác ({theirs}); kế hoạch đang theo dõi là {ours}. Gửi lại trên
    biểu mẫu lập bằng: cchc forms KỲ
F011 error file
    Tệp mang {theirs}, còn không gian làm việc này chỉ nhận {ours}; hai loại không trộn vào
    nhau. Tạo không gian riêng bằng: cchc init DIR
    ? Không gian mới là không gian số liệu thật; lập biểu mẫu và nhận tệp ở đó.
F012 error file
    Mã đơn vị “{value}” trên biểu mẫu không có trong danh mục data/raw/agencies.csv. Bổ sung
    danh mục, hoặc gửi lại trên biểu mẫu đúng của đơn vị.
F013 error file
    Kỳ “{value}” không phải là một tháng. Số liệu nhận theo tháng, ví dụ: --period 2025-06.
F014 error file
    Kỳ {month} không phải báo cáo: kế hoạch được theo dõi từ {first} đến {last}. Kiểm tra kỳ
    ghi trên biểu mẫu và [plan] first_period trong cchc.toml.
F015 error file
    {name} không có nhiệm vụ phải báo cáo trong kỳ {month}. Kiểm tra đơn vị và kỳ, rồi danh
    mục đơn vị.
F016 error file
    Biểu mẫu này của {theirs}, nhưng được nhận với --agency {given}. Bỏ tuỳ chọn đó, hoặc gửi
    lại trên biểu mẫu của đúng đơn vị.
F017 error file
    Biểu mẫu này của kỳ {theirs}, nhưng được nhận với --period {given}. Bỏ tuỳ chọn đó, hoặc
    gửi lại trên biểu mẫu của đúng kỳ.
F018 error file
    Không rõ tệp của đơn vị nào: {why}. Nhận lại và nêu đơn vị, ví dụ: cchc ingest TỆP
    --agency MÃ_ĐƠN_VỊ
F019 error file
    Không rõ tệp của kỳ nào: {why}. Nhận lại và nêu kỳ, ví dụ: cchc ingest TỆP --period
    2025-06
F020 error cell
    {sheet}!{cell} ghi “{value}”, nhưng biểu mẫu được cấp cho {theirs}. Gửi lại trên biểu mẫu
    của đúng đơn vị, không dùng lại biểu mẫu của đơn vị khác.
F021 error cell
    {sheet}!{cell} ghi “{value}”, nhưng biểu mẫu được cấp cho kỳ {theirs}. Gửi lại trên biểu
    mẫu của đúng kỳ, không dùng lại biểu mẫu tháng khác.
F022 info file
    Tệp không còn trang ẩn của biểu mẫu đã cấp; đơn vị và kỳ lấy từ {where}.
F023 warning file
    Biểu mẫu gửi về để trống: không có số liệu nào và không ghi “Trong kỳ không phát sinh hoạt
    động”. Đơn vị vẫn tính là chưa báo cáo; đề nghị gửi lại.
F024 error file
    Tệp lưu {file} {how} so với lúc nhận nên không được tính. Khôi phục tệp từ bản sao lưu.
F025 error file
    Chính tệp này đã được nhận cho {theirs}; một tệp không tính cho hai nơi. Nếu nhận nhầm,
    rút trước bằng: cchc withdraw {known} --reason LÝ_DO
F026 error file
    Tệp lớn {size} MB, vượt giới hạn {most} MB nên không được đọc{kept}. Chép số liệu sang
    biểu mẫu trống đã cấp rồi gửi lại.
F027 warning cell
    {sheet}!{cell} ghi “{value}”, khác với {given} nêu khi nhận tệp; tệp được tính cho
    {given}. Kiểm tra lại.
F028 warning file
    Không đọc được con số nào trên biểu mẫu (xem các lưu ý khác). Đơn vị vẫn tính là chưa báo
    cáo; đề nghị gửi lại.
F029 warning file
    Kỳ {month} đã chốt số liệu ngày {day}, trước khi nhận tệp này. Tệp được giữ và liệt kê là báo
    cáo bổ sung, số liệu chưa được tính; muốn tính thì mở lại kỳ bằng: cchc close {month} --reopen
    --reason LÝ_DO
F040 info file
    Chữ trong tệp gõ bằng bảng mã cũ ({encoding}) và đã được chuyển sang Unicode; tệp gửi được giữ
    nguyên. Lần sau gõ bằng Unicode (phông Times New Roman).
F041 info sheet
    Trang “{sheet}” bị ẩn trong tệp; bảng kết quả trong đó vẫn được lấy vì không trang nào khác có.
"""
)

VALUE_RULES: tuple[Rule, ...] = _rules(
    """
V001 error cell
    {sheet}!{cell}: “{value}” không phải là số nên chưa được tính. Ghi số bằng chữ số, ví dụ: 5;
    không làm thì ghi 0.
V002 error cell
    {sheet}!{cell}: “{value}” có thể hiểu theo nhiều cách nên chưa được tính. Ghi một con số,
    ví dụ: 1200 hoặc 1,2.
V003 error cell
    {sheet}!{cell}: “{value}” không phải con số chính xác nên chưa được tính. Ghi số đã làm,
    ví dụ: 100.
V004 error cell
    {sheet}!{cell}: “{value}” có nhiều con số trong một ô nên chưa được tính. Ghi một số vào ô
    này, phần còn lại vào đúng cột hoặc dòng của nó.
V005 error cell
    {sheet}!{cell}: “{value}” chỉ là dấu, không cho biết bao nhiêu, nên chưa được tính. Ghi
    số, ví dụ: 1.
V006 error cell
    {sheet}!{cell}: “{value}” là tỷ lệ phần trăm nên chưa được tính. Ghi số lượng đã làm,
    ví dụ: 5.
V007 error cell
    {sheet}!{cell}: “{value}” là số âm nên chưa được tính. Ghi số từ 0 trở lên, ví dụ: 5.
V008 error cell
    {sheet}!{cell}: công thức chưa có kết quả lưu trong tệp nên chưa được tính. Mở tệp bằng
    Excel, lưu lại rồi gửi, hoặc ghi thẳng con số.
V009 error cell
    {sheet}!{cell}: công thức bị lỗi {value} nên chưa được tính. Ghi thẳng con số, ví dụ: 5.
V010 error cell
    {sheet}!{cell}: ô này là ngày hoặc giờ ({value}) nên chưa được tính; có thể do Excel tự
    đổi khi gõ “3-5” hay “12/20”. Ghi một con số, ví dụ: 5.
V011 error cell
    {sheet}!{cell}: “{value}” không phải là số nên chưa được tính. Ghi số, ví dụ: 5.
V012 warning cell
    {sheet}!{cell}: “{value}” được hiểu là 0 (không có). Lần sau ghi 0; nếu chưa có số liệu
    thì để trống.
V013 warning cell
    {sheet}!{cell}: “{value}” ghi đơn vị “{theirs}”, còn dòng này tính bằng “{unit}”; lấy số
    {number}. Đề nghị đơn vị xác nhận.
V014 warning cell
    {sheet}!{cell}: “{value}” được hiểu là {number}. Lần sau ghi thẳng con số đó.
V015 warning cell
    {sheet}!{cell}: “{value}” viết khác thường, được hiểu là {number}. Đề nghị đơn vị xác
    nhận.
V016 warning cell
    {sheet}!{cell}: {number} lớn khác thường (trên {most}); vẫn được tính. Đề nghị đơn vị xác
    nhận, hoặc ghi lại con số.
V017 warning cell
    {sheet}!{cell}: {number} không phải số nguyên, trong khi dòng này đếm “{unit}”; vẫn được
    tính. Đề nghị đơn vị xác nhận, hoặc ghi lại con số.
V018 warning cell
    {sheet}!{cell}: kinh phí được hiểu là {number} đồng, nhỏ khác thường, có thể đã ghi theo
    nghìn hay triệu. Ghi đủ bằng đồng, ví dụ: 5000000.
V019 info cell
    {sheet}!{cell}: kết quả của công thức {formula} được lấy là {number}. Lần sau nên ghi thẳng
    con số.
V020 warning cell
    {sheet}!{cell}: đơn vị không phải báo cáo chỉ tiêu {value} trong kỳ này; dòng này không
    được tính.
V021 warning cell
    {sheet}!{cell}: kế hoạch không có chỉ tiêu “{value}”; dòng này không được tính. Ghi đúng
    mã như trên biểu mẫu đã cấp.
V022 warning sheet
    {sheet}: thiếu dòng của chỉ tiêu {indicator}; chỉ tiêu này tính là chưa báo cáo. Gửi lại
    biểu mẫu đủ các dòng đã cấp.
V023 error cell
    {sheet}!{cell}: chỉ tiêu {value} có hơn một dòng ({where}) nên không dòng nào được tính.
    Gộp vào một dòng rồi gửi lại.
V024 warning cell
    {sheet}!{cell}: có số liệu “{value}” nhưng dòng không ghi mã chỉ tiêu nên không được tính.
    Ghi vào dòng có mã, ví dụ dòng {example}.
V025 warning cell
    {sheet}!{cell}: ở mục “Trong kỳ không phát sinh hoạt động” ghi “{value}” nên chưa rõ ý.
    Chọn “Có” nếu cả kỳ không có hoạt động nào; nếu có hoạt động thì để trống.
V026 warning cell
    {sheet}!{cell}: vừa ghi “Trong kỳ không phát sinh hoạt động” vừa có số liệu lớn hơn 0 ở
    {where}. Số đã ghi được giữ, dòng trống tính là 0; đề nghị đơn vị xác nhận.
V027 warning sheet
    {sheet}: không lấy được cột “{column}” vì {why}. Các số liệu khác vẫn được tính.
V028 warning sheet
    {sheet}: không lấy được danh sách hoạt động vì {why}. Các kết quả vẫn được tính.
V029 error cell
    {sheet}!{cell}: “{value}” nằm trong ô gộp của nhiều dòng nên không rõ của chỉ tiêu nào. Bỏ
    gộp ô và ghi số vào từng dòng.
V030 warning cell
    {sheet}!{cell}: ngày {value} nằm ngoài kỳ báo cáo ({start}–{end}); hoạt động vẫn được ghi
    nhận. Ghi ngày trước, tháng sau, ví dụ: {example}; hoạt động của kỳ khác báo cáo ở kỳ đó.
V031 warning cell
    {sheet}!{cell}: “{value}” không phải là ngày nên hoạt động tính là chưa ghi ngày. Ghi
    ngày/tháng/năm, ví dụ: {example}.
V032 warning cell
    {sheet}!{cell}: đơn vị không có chỉ tiêu “{value}” trong kỳ này; hoạt động được ghi nhận
    nhưng không gắn với chỉ tiêu nào. Chọn mã trong danh sách.
V033 info cell
    {sheet}!{cell}: “{value}” không phải là chủ đề của kế hoạch; hoạt động tính là chưa kê
    khai chủ đề. Chọn trong danh sách của ô.
V034 info cell
    {sheet}!{cell}: kênh “{value}” không có trong danh mục; xếp vào “{label}”. Nên chọn trong danh
    sách của ô.
V035 info cell
    {sheet}!{cell}: hình thức “{value}” không có trong danh mục; giữ như đã ghi. Nên chọn trong
    danh sách của ô.
V036 warning cell
    {sheet}!{cell}: chỉ tiêu {indicator} ghi {theirs}, nhưng trang “{other}” kê tổng cộng
    {number}. Sửa cho khớp, hoặc bổ sung hoạt động còn thiếu.
V037 error cell
    {sheet}!{cell}: “{value}” quá lớn, không thể là số liệu của một dòng, nên chưa được tính. Ghi lại
    con số, ví dụ: 1200.
V050 warning cell
    {sheet}!{cell}: {number} gấp hơn {times} lần chỉ tiêu của kỳ ({target} {unit}); vẫn được tính. Đề
    nghị đơn vị xác nhận, hoặc ghi lại con số.
V051 warning cell
    {sheet}!{cell}: hoạt động này chưa ghi {column} nên {effect}. Bổ sung {column}.
V052 warning cell
    {sheet}!{cell}: dòng {indicator} ghi lượt tiếp cận hoặc kinh phí nhưng để trống kết quả nên tính là
    chưa báo cáo. Ghi kết quả; không làm thì ghi 0.
V053 warning cell
    {sheet}!{cell}: hoạt động này trùng {what}, ngày và chỉ tiêu với dòng {other}; cả hai vẫn được tính.
    Nếu là một hoạt động thì xoá một dòng; nếu là hai thì ghi rõ cho khác nhau.
V054 warning cell
    {sheet}!{cell}: đường dẫn “{value}” không đúng dạng nên không mở được; giữ như đã ghi. Chép lại địa
    chỉ từ trình duyệt, ví dụ: https://trang.gov.vn/bai-viet
V055 warning cell
    {sheet}!{cell}: ô này có {kinds} của cá nhân; số đó không được đưa vào số liệu và báo cáo. Xoá khỏi
    biểu mẫu; đầu mối liên hệ gửi riêng qua thư.
V056 info cell
    {sheet}!{cell}: nội dung dài hơn {most} ký tự nên phần sau không được đưa vào số liệu. Viết ngắn lại,
    chi tiết gửi kèm thành tệp riêng.
V057 info cell
    {sheet}!{cell}: dòng ghi “{value}” được hiểu là dòng cộng, không phải hoạt động, nên không tính. Xoá
    dòng cộng; nếu là hoạt động thì ghi tiêu đề khác.
V058 info cell
    {sheet}!{cell}: chỉ tiêu {indicator} không áp dụng cho đơn vị trong kỳ này nên “{value}” không được
    tính. Để trống ô này.
"""
)

RECORD_RULES: tuple[Rule, ...] = _rules(
    """
R001 info file
    Báo cáo nhận lúc {received} thay toàn bộ báo cáo nhận lúc {earlier}: {changes}.
R002 warning cell
    {sheet}!{cell}: chỉ tiêu {indicator} không thuộc phần đơn vị phải báo cáo trong kỳ (không được
    giao hoặc đã ghi là không áp dụng), nên kết quả {value} không được cộng. Kiểm tra mã chỉ tiêu,
    danh mục đơn vị hoặc việc miễn trừ.
R003 info file
    Biểu mẫu nhận lúc {received} không có số liệu nào nên không thay cho báo cáo đã có của đơn vị.
    Nếu muốn huỷ báo cáo đã gửi, dùng lệnh cchc withdraw.
R004 info file
    Báo cáo nhận lúc {received} có nội dung giống hệt báo cáo {known} nhận lúc {earlier}, chỉ khác
    cách lưu tệp; số liệu được tính một lần và kết quả không đổi.
R005 warning file
    Hai tệp khác nhau cho cùng một kỳ trong một ngày: báo cáo nhận lúc {received} được tính, thay
    toàn bộ báo cáo {known} nhận lúc {earlier}: {changes}. Hỏi lại đơn vị nếu chưa chắc bản nào đúng.
R010 warning cell
    {sheet}!{cell}: {what} {value} gấp hơn {times} lần mức thường thấy của chính đơn vị ở chỉ tiêu
    {indicator} (trung vị {n} kỳ trước: {usual}); vẫn được tính. Đề nghị đơn vị xác nhận, hoặc gửi lại.
R011 warning cell
    {sheet}!{cell}: kinh phí {value} đồng {how} mức thường thấy của chính đơn vị ở chỉ tiêu {indicator}
    (trung vị {n} kỳ trước: {usual} đồng); vẫn được tính. Đề nghị đơn vị xác nhận, hoặc gửi lại.
R012 warning cell
    {sheet}!{cell}: bài đăng {value} cũng được {others} kê khai trong kỳ; cả hai vẫn được tính. Hai đơn
    vị thống nhất một nơi kê khai, nơi kia xoá dòng rồi gửi lại.
"""
)


def catalogue() -> dict[str, Rule]:
    """Every rule by its code."""
    rules = (*PLAN_RULES, *FILE_RULES, *VALUE_RULES, *RECORD_RULES)
    return {rule.code: rule for rule in rules}


def finding(
    code: str,
    *,
    file: str = "",
    sheet: str = "",
    cell: str = "",
    value: str = "",
    lines: tuple[int, int] | None = None,
    agency: str = "",
    period: str = "",
    submission: str = "",
    **fields: object,
) -> Finding:
    """A finding of the catalogue; `fields` fill its template, beside the address fields.

    Raises:
        KeyError: the code or a field of its template is unknown (a bug, not an input fault).
    """
    rule = catalogue()[code]
    message = rule.template.format(file=file, sheet=sheet, cell=cell, value=value, **fields)
    return Finding(
        code=code,
        severity=rule.severity,
        message=message,
        file=file,
        sheet=sheet,
        cell=cell,
        value=value,
        lines=lines,
        agency=agency,
        period=period,
        submission=submission,
    )

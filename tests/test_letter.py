"""The texts that Decree 30/2020 asks for around a report."""

from block_sample import LETTER

from cchc_lib.report import letter
from cchc_lib.report.blocks import Letterhead


def test_an_abstract_does_not_say_the_name_of_the_document_again():
    assert letter.abstract("Báo cáo kết quả tháng 6") == "Kết quả tháng 6"
    assert letter.abstract("Kết quả") == "Kết quả"


def test_grounds_end_with_semicolons_and_the_last_with_a_full_stop():
    assert letter.grounds(("Căn cứ A.", "Căn cứ B;", "Căn cứ C")) == (
        "Căn cứ A;",
        "Căn cứ B;",
        "Căn cứ C.",
    )
    assert letter.grounds(()) == ()


def test_who_is_addressed_is_the_first_place_of_receipt_once():
    lines = ("- Như trên;", "- Lưu: VT.")
    assert letter.recipients(LETTER)[0] == "Như trên;"
    assert letter.recipients(LETTER)[-1] == "Lưu: VT."
    said = Letterhead(addressee="A", recipients=tuple(line[2:] for line in lines))
    assert letter.recipients(said) == ("Như trên;", "Lưu: VT.")
    assert letter.recipients(Letterhead(recipients=("Lưu: VT",))) == ("Lưu: VT.",)
    assert letter.recipients(Letterhead(addressee="A")) == ()


def test_an_appendix_has_its_number_and_its_name_on_lines_of_their_own():
    assert letter.appendix_lines("Phụ lục IV. Số liệu") == ("Phụ lục IV", "Số liệu")
    assert letter.appendix_lines("Phụ lục. Số liệu") == ("Phụ lục", "Số liệu")
    assert letter.appendix_lines("Ghi chép") == ("", "Ghi chép")


def test_an_appendix_says_which_report_it_belongs_to():
    said = letter.enclosed(LETTER)
    assert " ".join(said.split()) == (
        "(Kèm theo Báo cáo số /BC-UBND ngày tháng năm 2025 của Ủy ban nhân dân huyện Mẫu)"
    )
    assert letter.enclosed(Letterhead()).endswith("năm ……)")

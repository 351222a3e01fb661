"""The registry: read, checked, matched exactly, expanded to members in time."""

import datetime as dt
from pathlib import Path

import pytest
import sample

from cchc_lib import agencies
from cchc_lib.errors import ConfigError, ParameterError

ROOT = Path(__file__).resolve().parent.parent
JUNE = dt.date(2025, 6, 14)
HEADER = "id,name,short_name,kind,groups,aliases,code,valid_from,valid_to,successors,source\n"


@pytest.fixture(scope="module")
def example():
    return agencies.load(ROOT / "data" / "raw" / "agencies.csv")


def test_the_example_lists_34_agencies_that_can_owe(example):
    assert {g.name: len(example.members(g.agency_id, JUNE)) for g in example.groups} == {
        "UBND các xã, thị trấn": 16,
        "Các phòng, ban, ngành, cơ quan đoàn thể trên địa bàn huyện": 18,
        "Các cơ quan, đơn vị, địa phương": 28,
        "Các cơ quan, đơn vị liên quan": 0,
    }
    everyone = example.expand([g.agency_id for g in example.groups], JUNE)
    assert len(everyone) == len(set(everyone)) == 34


def test_every_row_of_the_example_has_a_source(example):
    assert [row.agency_id for row in example.rows if not row.source] == []


def test_every_name_of_the_example_means_one_agency_at_a_time(example):
    doubtful = [
        name
        for row in example.rows
        for name in (row.name, row.short_name, *row.aliases)
        if len(example.match(name, row.valid_to or dt.date(2025, 7, 1))) != 1
    ]
    assert doubtful == []


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("UBND xã Trà Thuỷ", "ubnd-xa-tra-thuy"),
        ("ubnd xa tra thuy", "ubnd-xa-tra-thuy"),
        ("Sơn Trà", "ubnd-xa-son-tra"),
        ("xã Trà Sơn", "ubnd-xa-tra-son"),
        ("UBND TT. Trà Xuân", "ubnd-thi-tran-tra-xuan"),
        (
            "Trung tâm Truyền thông – Văn hóa – Thể thao huyện",
            "trung-tam-truyen-thong-van-hoa-the-thao-huyen",
        ),
        ("chính quyền địa phương", "xa-thi-tran"),
    ],
)
def test_names_are_matched_exactly_after_normalisation(example, text, agency):
    assert [row.agency_id for row in example.match(text, JUNE)] == [agency]


@pytest.mark.parametrize("text", ["Trà Xin", "xã Trà", "Trà Binh Xinh", ""])
def test_a_near_miss_matches_nothing(example, text):
    assert example.match(text, JUNE) == ()


def test_a_name_with_accents_is_not_taken_for_another_one():
    registry = agencies.parse(HEADER + "a,Trà Tân,,commune,,,,,,,\nb,Trà Tấn,,commune,,,,,,,\n")
    assert [row.agency_id for row in registry.match("Trà Tấn")] == ["b"]
    assert len(registry.match("tra tan")) == 2


def test_members_are_those_valid_on_the_day():
    ids = [a.agency_id for a in sample.REGISTRY.members("cac-xa", dt.date(2025, 5, 31))]
    assert ids == ["ubnd-xa-a", "ubnd-xa-b", "ubnd-xa-c"]
    assert len(sample.REGISTRY.members("cac-xa", dt.date(2025, 6, 1))) == 2


def test_writing_and_reading_a_registry_changes_nothing(example):
    data = agencies.dump(example)
    assert data.startswith(b"\xef\xbb\xbf")
    assert agencies.parse(data.decode("utf-8-sig")) == example


def test_semicolons_between_columns_are_read_as_excel_writes_them():
    text = 'id;name;kind;aliases\na;UBND xã A;commune;"xã A;A"\n'
    assert agencies.parse(text).rows[0].aliases == ("xã A", "A")


def test_dates_may_be_written_day_first():
    text = HEADER + "a,A,,commune,,,,,30/6/2025,,\n"
    assert agencies.parse(text).rows[0].valid_to == dt.date(2025, 6, 30)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ten,ma\nA,a\n", ["dòng 1", "thiếu cột id"]),
        (HEADER + "a,,,commune,,,,,,,\n", ["dòng 2", "cột name để trống"]),
        (HEADER + "Xã A,A,,commune,,,,,,,\n", ["dòng 2", "Xã A", "ubnd-xa-tra-giang"]),
        (HEADER + "a,A,,x,,,,,,,\na,B,,x,,,,,,,\n", ['"a"', "hai dòng"]),
        (HEADER + "a,A,,x,g,,,,,,\n", ['nhóm "g"', "kind = group"]),
        (HEADER + "a,A,,x,,,,,2025-02-30,,\n", ["dòng 2", "valid_to", "2025-02-30"]),
    ],
)
def test_a_fault_is_explained_at_its_line(text, words):
    with pytest.raises(ConfigError) as caught:
        agencies.parse(text)
    for word in words:
        assert word in str(caught.value)


def test_an_unknown_agency_is_said_with_where_to_look(example):
    with pytest.raises(ParameterError, match="cchc status"):
        example.get("khong-co")
    with pytest.raises(ParameterError, match="ubnd-xa-tra-giang"):
        example.get("UBND xã Trà Giang")

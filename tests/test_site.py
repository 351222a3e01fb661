"""The index: every report that stands, newest first, linked relative, nothing live in names."""

import json
import re

import pytest

from cchc_lib import site
from cchc_lib.workspace import Workspace

MANIFEST = {
    "judged_on": "2025-06-19",
    "simulated": True,
    "status": {"expected": 34, "received": 31, "on_time": 27, "late": 4, "missing": 3},
}


@pytest.fixture
def space(tmp_path):
    (tmp_path / "cchc.toml").write_text(
        '[workspace]\nsimulated = true\n[organisation]\nname = "UBND <b>huyện</b>"\n',
        encoding="utf-8",
    )
    return Workspace(tmp_path)


def publish(space, label, *names, manifest=MANIFEST):
    folder = space.outputs / label
    (folder / "don-vi").mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for name in names:
        (folder / name).write_bytes(b"x" * 1500)


def page(space):
    return site.build(space).read_text(encoding="utf-8")


def test_without_reports_it_names_the_command_that_makes_one(space):
    assert "cchc report" in page(space)


def test_reports_come_newest_first_with_their_downloads_and_sizes(space):
    publish(space, "2025-05", "bao-cao-2025-05.html")
    publish(space, "2025-Q2", "bao-cao-2025-Q2.html", "bao-cao-2025-Q2.pdf")
    publish(space, "2025-06", "bao-cao-2025-06.html", "bao-cao-2025-06.docx")
    text = page(space)
    titles = re.findall(r"<h2>(.*?)</h2>", text)
    assert titles == ["Quý II năm 2025", "Tháng 6 năm 2025", "Tháng 5 năm 2025"]
    links = re.findall(r'href="([^"]+)"', text)
    assert "2025-06/bao-cao-2025-06.docx" in links
    assert all((space.outputs / link).is_file() for link in links)
    assert "2 kB" in text
    assert "31/34 báo cáo" in text


def test_reports_of_agencies_are_listed_below_their_period(space):
    publish(space, "2025-06", "bao-cao-2025-06.html", "don-vi/bao-cao-2025-06-ubnd-xa-a.html")
    assert 'href="2025-06/don-vi/bao-cao-2025-06-ubnd-xa-a.html">ubnd-xa-a</a>' in page(space)


def test_a_broken_manifest_or_a_stranger_folder_is_passed_over(space):
    publish(space, "2025-06", "bao-cao-2025-06.html")
    publish(space, "khac", "a.html")
    publish(space, "2025-05", "bao-cao-2025-05.html")
    (space.outputs / "2025-05" / "manifest.json").write_text("{", encoding="utf-8")
    assert re.findall(r"<h2>(.*?)</h2>", page(space)) == ["Tháng 6 năm 2025"]


def test_names_are_text_and_the_simulated_mark_stands(space):
    text = page(space)
    assert "<b>" not in text
    assert "SỐ LIỆU MÔ PHỎNG" in text


def test_the_page_is_the_same_to_the_byte(space):
    publish(space, "2025-06", "bao-cao-2025-06.html")
    assert site.build(space).read_bytes() == site.build(space).read_bytes()
    assert "http" not in page(space)

"""The index: every report that stands, newest first, linked relative, nothing live in names."""

import json
import re

import pytest
from playwright.sync_api import sync_playwright

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


def month(on_time, share, missing=()):
    status = {"expected": 34, "received": 31, "on_time": on_time, "late": 4, "missing": 3}
    figures = {"with_target": 8, "met": 6, "share": share, "share_to_date": share}
    return {**MANIFEST, "status": status, "figures": figures, "missing": list(missing)}


def test_months_together_are_a_chart_with_its_table(space):
    """One scale, the same numbers in chart, words and table; nothing leads outside the page."""
    publish(space, "2025-05", "a.html", manifest=month(23, None))
    publish(space, "2025-06", "a.html", manifest=month(27, 0.826))
    publish(space, "2025-Q2", "a.html", manifest=month(50, 0.8))
    text = page(space)
    rows = re.findall(r'<th scope="row">(.*?)</th>((?:<td>.*?</td>)+)', text)
    assert [(name, re.findall(r"<td>(.*?)</td>", cells)) for name, cells in rows] == [
        ("Tháng 5 năm 2025", ["27/34", "23/34", "6/8", "–"]),
        ("Tháng 6 năm 2025", ["31/34", "27/34", "6/8", "82,6\u00a0%"]),
    ]
    assert "Tháng 6 năm 2025: 27/34 báo cáo đúng hạn, bình quân đạt 82,6\u00a0% định mức" in text
    drawing = re.search(r"<svg.*?</svg>", text, re.DOTALL)[0]
    assert 'role="img"' in drawing
    assert "đúng hạn 79,4\u00a0%" in drawing
    assert ">T5</text>" in drawing
    assert "<script" not in text
    assert not re.search(r'(?:src|href)="(?:[a-z]+:|/)', text)


def test_one_month_has_no_trend(space):
    publish(space, "2025-06", "a.html", manifest=month(27, 0.826))
    assert "<svg" not in page(space)


def test_who_and_what_is_missing_is_named(space):
    toml = space.root / "cchc.toml"
    more = '[plan]\nfirst_period = "2025-04"\n[[report]]\nkind = "month"\nto = ["html", "pdf"]\n'
    toml.write_text(f"{toml.read_text(encoding='utf-8')}{more}", encoding="utf-8")
    space = Workspace(space.root)
    names = [f"Xã <{n}>" for n in range(10)]
    publish(space, "2025-06", "bao-cao-2025-06.html", manifest=month(27, 0.8, names))
    text = page(space)
    assert "Chưa có báo cáo của: Xã &lt;0&gt;, " in text
    assert "và 2 đơn vị khác" in text
    assert re.findall(r"<li>(.*?)</li>", text)[:3] == [
        "Tháng 4 năm 2025: chưa lập báo cáo",
        "Tháng 5 năm 2025: chưa lập báo cáo",
        "Tháng 6 năm 2025: chưa có PDF",
    ]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_index_opens_from_a_disk_at_any_width(space, require_tool, width):
    """No request but the file's own, no error, no sideways scrolling."""
    for label, share in (("2025-05", 0.7), ("2025-06", 0.826)):
        names = ["Trung tâm Truyền thông - Văn hóa - Thể thao huyện"] * 9
        publish(space, label, f"bao-cao-{label}.html", manifest=month(20, share, names))
    path = site.build(space)
    program = require_tool("chromium")
    asked, wrong = [], []
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=program, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": width, "height": 800})
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: wrong.append(message.text))
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.goto(path.as_uri())
        room = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        links = tab.eval_on_selector_all("a", "all => all.map(one => one.href)")
        browser.close()
    assert asked == [path.as_uri()]
    assert wrong == []
    assert room <= 0
    assert links
    assert all(link.startswith(path.parent.as_uri()) for link in links)


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

"""Time and people through the command line: due dates moved, files sent again, periods closed."""

import json
import re
import shutil

import openpyxl
import pytest
from office import GIANG, MONTH, SON, THUY

ON_TIME = ("--received", "2025-06-16T09:00")
LATER = ("--received", "2025-06-25T09:00")
LINE = "2.8b-1"


def codes(office, *arguments):
    """The codes of the findings about the one file taken in."""
    (answer,) = office.json("ingest", *arguments)[1]
    return [one["code"] for one in answer["findings"]]


def log_of(office):
    path = office.root / "data/raw/submissions/log.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def total(office, label=MONTH, indicator=LINE):
    tasks = office.json("indicators", label)[1]["tasks"]
    return next(t["actual"] for t in tasks if t["indicator"] == indicator)


def page(office, label=MONTH):
    assert office.call("report", label, "--to", "html")[0] == 0
    return (office.root / f"outputs/{label}/bao-cao-{label}.html").read_text(encoding="utf-8")


def words(html):
    """A page's text."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# --- due dates ----------------------------------------------------------------------------------


def test_a_due_date_moved_for_one_period_changes_who_is_late_and_is_in_the_appendix(office):
    office.ingest(office.filled(GIANG, "a.xlsx", {LINE: 1}), "--received", "2025-06-19")
    assert office.standing()["state"] == "late"
    assert office.call("due", MONTH, "2025-06-20", "--reason", "Mất điện")[0] == 0
    assert office.standing()["state"] == "on_time"
    assert office.json("status", MONTH)[1]["due"] == "2025-06-20"
    assert office.json("status", "2025-05")[1]["due"] == "2025-05-16"
    assert log_of(office)[-1] | {"at": ""} == {
        "kind": "due_moved", "at": "", "period": MONTH, "due": "2025-06-20", "reason": "Mất điện",
    }  # fmt: skip
    text = words(page(office))
    assert "Dời hạn gửi đến 20/6/2025, kỳ 2025-06" in text
    assert "Mất điện" in text


def test_the_last_word_about_a_due_date_counts_and_the_setting_stays_for_other_periods(office):
    settings = office.root / "cchc.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}\n[due]\n2025-05 = 2025-05-22\n2025-06 = 2025-06-18\n", "utf-8")
    assert office.json("status", MONTH)[1]["due"] == "2025-06-18"
    for day in ("2025-06-23", "2025-06-24"):
        assert office.call("due", MONTH, day, "--reason", "Bão")[0] == 0
    assert office.json("status", MONTH)[1]["due"] == "2025-06-24"
    assert office.json("status", "2025-05")[1]["due"] == "2025-05-22"
    shutil.rmtree(office.root / "data/processed")
    assert office.json("status", MONTH)[1]["due"] == "2025-06-24"


@pytest.mark.parametrize(
    ("day", "reason", "said"),
    [
        ("2025-06-17", "x", "đã là ngày 17/6/2025"),
        ("2025-06-14", "x", "không sau ngày cuối"),
        ("17/6/2025", "x", "năm-tháng-ngày"),
        ("2025-06-20", " ", "nêu lý do"),
    ],
)
def test_a_due_date_that_cannot_be_meant_is_refused_and_logs_nothing(office, day, reason, said):
    status, _, err = office.call("due", MONTH, day, "--reason", reason)
    assert (status, said in err) == (2, True)
    assert not (office.root / "data/raw/submissions/log.jsonl").exists()


# --- the same agency again ----------------------------------------------------------------------


def test_the_same_bytes_again_are_a_duplicate_whatever_their_name(office):
    first = office.filled(GIANG, "a.xlsx", {LINE: 1})
    office.ingest(first, *ON_TIME)
    shutil.copy(first, office.inbox / "ten khac.xlsx")
    before = log_of(office)
    assert office.ingest(office.inbox / "ten khac.xlsx", *LATER) == (
        0, [("duplicate", GIANG, MONTH)],
    )  # fmt: skip
    assert log_of(office) == before


def test_the_same_content_in_other_bytes_is_said_and_counted_once(office):
    first = office.filled(GIANG, "a.xlsx", {LINE: 1, "2.1-0": {"Minh chứng": "http://a.vn"}})
    office.ingest(first, *ON_TIME)
    book = openpyxl.load_workbook(first)
    book["Kết quả"].column_dimensions["A"].width = 31
    book.save(office.inbox / "luu lai.xlsx")
    assert codes(office, office.inbox / "luu lai.xlsx", *LATER) == ["R004"]
    assert total(office) == 1
    assert office.standing()["state"] == "on_time"
    assert "số liệu không đổi" in office.call("status", MONTH)[1]


def test_another_evidence_alone_is_another_content(office):
    office.ingest(office.filled(GIANG, "a.xlsx", {LINE: 1}), *ON_TIME)
    other = office.filled(
        GIANG, "b.xlsx", {LINE: {"Kết quả trong kỳ": 1, "Minh chứng": "http://b.vn"}}
    )
    assert codes(office, other, *LATER) == ["R001"]


def test_two_different_files_of_one_day_are_said_and_the_later_arrival_counts(office):
    first = office.filled(GIANG, "a.xlsx", {LINE: 1})
    second = office.filled(GIANG, "b.xlsx", {LINE: 2})
    office.ingest(first, "--received", "2025-06-16T15:00")
    (answer,) = office.json("ingest", second, "--received", "2025-06-16T09:00")[1]
    assert answer["status"] == "accepted"
    assert total(office) == 1  # taken in later, but it arrived earlier
    (answer,) = office.json("ingest", office.filled(GIANG, "c.xlsx", {LINE: 5}), "--received",
                            "2025-06-16T16:00")[1]  # fmt: skip
    assert (answer["status"], [f["code"] for f in answer["findings"]]) == (
        "accepted_with_findings", ["R005"],
    )  # fmt: skip
    assert "2.8b-1: 1 → 5" in answer["findings"][0]["message"]
    assert total(office) == 5


def test_of_two_files_that_arrived_together_the_one_taken_in_last_counts(office):
    for name, value in (("a.xlsx", 7), ("b.xlsx", 3)):
        office.filled(GIANG, f"cung/{name}", {LINE: value})
    office.ingest(office.inbox / "cung", *ON_TIME)
    assert total(office) == 3
    shutil.rmtree(office.root / "data/processed")
    assert total(office) == 3


def test_status_says_who_corrected_what_and_when(office):
    office.ingest(office.filled(GIANG, "a.xlsx", {LINE: 1}), *ON_TIME)
    office.ingest(office.filled(GIANG, "b.xlsx", {LINE: 4}), *LATER)
    out = office.call("status", MONTH)[1]
    assert "UBND xã Trà Giang gửi 2 lần cho kỳ 2025-06" in out
    assert re.search(r"25/06/2025 09:00.*2\.8b-1 1 → 4 · đang được tính", out)


# --- closed -------------------------------------------------------------------------------------


@pytest.fixture
def closed(office):
    """A month that two agencies reported, closed."""
    office.ingest(office.filled(GIANG, "a.xlsx", {LINE: 1}), *ON_TIME)
    office.ingest(office.filled(SON, "b.xlsx", {LINE: 2}), *ON_TIME)
    assert office.call("close", MONTH, "--reason", "Trình ký")[0] == 0
    return office


def answers(office, label=MONTH):
    """Everything that a period's commands answer about its figures."""
    found = [office.json(name, label)[1] for name in ("records", "indicators", "status")]
    return [found[0], found[1], {k: v for k, v in found[2].items() if k not in AMENDED}]


AMENDED = ("amendments", "changes")


def test_a_closed_period_says_so_in_status_report_and_log(closed):
    assert log_of(closed)[-1] | {"at": ""} == {
        "kind": "closed", "at": "", "period": MONTH, "reason": "Trình ký",
    }  # fmt: skip
    assert closed.json("status", MONTH)[1]["closed"].startswith("20")
    assert closed.json("status", "2025-05")[1]["closed"] is None
    assert "Số liệu đã chốt" in closed.call("status", MONTH)[1]
    text = words(page(closed))
    assert "số liệu đã chốt" in text
    assert "Chốt số liệu kỳ 2025-06" in text
    assert "DỰ THẢO" not in text


def test_what_comes_after_the_closing_changes_nothing_and_is_listed_with_its_difference(closed):
    before, report = answers(closed), page(closed)
    late = closed.filled(THUY, "c.xlsx", {LINE: 4})
    (answer,) = closed.json("ingest", late, *ON_TIME)[1]
    assert (answer["status"], [f["code"] for f in answer["findings"]]) == (
        "accepted_with_findings", ["F029"],
    )  # fmt: skip
    closed.ingest(closed.filled(GIANG, "d.xlsx", {LINE: 9}), *LATER)
    closed.ingest(closed.filled(SON, "e.xlsx", {LINE: "x"}), *LATER)
    assert answers(closed) == before
    assert page(closed) == report
    assert closed.call("verify", MONTH)[0] == 0
    found = closed.json("status", MONTH)[1]
    assert [(a["agency"], a["changes"]) for a in found["amendments"][:2]] == [
        (THUY, [{"indicator": LINE, "unit": "số", "closed": None, "would_be": 4}]),
        (GIANG, [{"indicator": LINE, "unit": "số", "closed": 1, "would_be": 9}]),
    ]
    changes = {c["indicator"]: (c["closed"], c["would_be"]) for c in found["changes"]}
    assert changes == {LINE: (3, 15), "reporting.reported": (2, 3)}
    out = closed.call("status", MONTH)[1]
    assert "Báo cáo nhận sau khi chốt" in out
    assert "2.8b-1 (số): 3 → 15" in out
    shutil.rmtree(closed.root / "data/processed")
    assert answers(closed) == before
    assert closed.json("status", MONTH)[1] == found


def test_a_quarter_that_is_still_open_has_the_closed_figures_and_lists_the_rest(closed):
    closed.ingest(closed.filled(THUY, "c.xlsx", {LINE: 4}), *ON_TIME)
    assert total(closed, "2025-Q2") == total(closed) == 3
    text = words(page(closed, "2025-Q2"))
    assert "Báo cáo nhận sau khi chốt số liệu, chưa được tính" in text
    assert "số liệu đã chốt" not in text


def test_a_report_of_a_closed_period_does_not_follow_other_months(closed):
    before, report = answers(closed), page(closed)
    closed.call("due", "2025-05", "2025-05-29", "--reason", "Bão")
    closed.call("exempt", GIANG, LINE, "2025-05", "2025-05", "--reason", "Sự cố")
    assert answers(closed) == before
    assert page(closed) == report


def test_a_scheduler_leaves_the_report_of_a_closed_period_alone(closed):
    assert closed.call("run", "--due", "--today", "2025-06-19")[0] == 0
    closed.ingest(closed.filled(THUY, "c.xlsx", {LINE: 4}), *ON_TIME)
    _, out, _ = closed.call("run", "--due", "--today", "2025-06-19")
    assert "bao-cao-2025-06" not in out


def test_a_period_opened_again_counts_what_came_and_can_be_closed_again(closed):
    closed.ingest(closed.filled(THUY, "c.xlsx", {LINE: 4}), *ON_TIME)
    assert closed.call("close", MONTH, "--reopen")[0] == 2  # without a reason
    assert closed.call("close", MONTH, "--reopen", "--reason", "Sở yêu cầu")[0] == 0
    found = closed.json("status", MONTH)[1]
    assert (found["closed"], found["amendments"], total(closed)) == (None, [], 7)
    text = words(page(closed))
    assert "DỰ THẢO" in text
    assert "Sở yêu cầu" in text
    assert closed.call("close", MONTH)[0] == 0
    closed.ingest(closed.filled(SON, "d.xlsx", {LINE: 9}), *LATER)
    assert total(closed) == 7


def test_a_quarantined_file_judged_again_after_the_closing_is_an_amendment(office):
    first = office.filled(GIANG, "a.xlsx", {LINE: 1})
    book = openpyxl.load_workbook(first)
    for name in [s.title for s in book if s.sheet_state != "visible"]:
        del book[name]
    book["Kết quả"]["A3"].value = "…"
    book.save(office.inbox / "khong ro.xlsx")
    office.ingest(office.inbox / "khong ro.xlsx", *ON_TIME, "--period", MONTH)
    office.call("close", MONTH)
    before = answers(office)
    office.ingest(office.inbox / "khong ro.xlsx", "--agency", GIANG, "--period", MONTH)
    assert answers(office) == before
    assert [a["agency"] for a in office.json("status", MONTH)[1]["amendments"]] == [GIANG]


@pytest.mark.parametrize(
    "command",
    [
        ("due", MONTH, "2025-06-20", "--reason", "x"),
        ("exempt", GIANG, LINE, "2025-05", "2025-07", "--reason", "x"),
        ("close", MONTH),
        ("withdraw", "counting", "--reason", "x"),
    ],
    ids=lambda c: c[0],
)
def test_a_closed_period_must_be_opened_before_anything_about_it_is_decided(closed, command):
    counting = closed.standing()["submission"]
    before = log_of(closed)
    status, _, err = closed.call(*(counting if word == "counting" else word for word in command))
    assert (status, "--reopen" in err) == (2, True)
    assert log_of(closed) == before


def test_a_quarter_is_closed_by_its_months_and_opened_month_by_month(office):
    assert office.call("close", "2025-Q2")[0] == 0
    assert office.json("status", MONTH)[1]["closed"]
    assert office.call("close", "2025-05", "--reopen", "--reason", "Thiếu")[0] == 0
    assert office.json("status", "2025-Q2")[1]["closed"] is None
    assert office.json("status", MONTH)[1]["closed"]
    assert office.call("close", "2025-03")[0] == 2  # nothing is owed
    assert office.call("close", "2999-01")[0] == 2  # hasn't ended, and nobody owes anything


def test_every_event_is_in_the_appendix_with_its_reason(office):
    office.ingest(
        office.filled(GIANG, "a.xlsx", {LINE: 1}), *ON_TIME, "--on-behalf", "điện thoại X"
    )
    office.ingest(office.filled(SON, "b.xlsx", {LINE: 1}), *ON_TIME)
    office.call("withdraw", office.standing(SON)["submission"], "--reason", "Gửi nhầm Y")
    office.call("exempt", THUY, LINE, MONTH, MONTH, "--reason", "Nâng cấp Z")
    office.call("due", MONTH, "2025-06-20", "--reason", "Bão W")
    office.call("close", MONTH, "--reason", "Trình ký V")
    office.call("close", MONTH, "--reopen", "--reason", "Bổ sung U")
    text = words(page(office))
    for reason in ("điện thoại X", "Gửi nhầm Y", "Nâng cấp Z", "Bão W", "Trình ký V", "Bổ sung U"):
        assert reason in text

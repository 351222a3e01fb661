import datetime as dt
import json
import re
from pathlib import Path

import pytest
import sample
import workbooks
from hypothesis import given
from hypothesis import strategies as st
from workbooks import MAY, NOW, form

from cchc_lib import config, findings
from cchc_lib.errors import ParameterError
from cchc_lib.submissions import judge, read, receive
from cchc_lib.submissions.receive import gather, stored_name
from cchc_lib.workspace import ZONE

DATA = Path(__file__).parent / "data"
GOOD = form("ubnd-xa-a", {"1-0": 2, "3-1": 1})
LATER = NOW + dt.timedelta(days=3)


@pytest.fixture
def desk(tmp_path):
    """Takes files in, and shows what became of them."""
    return Desk(tmp_path)


class Desk:
    def __init__(self, root):
        self.workspace = workbooks.workspace(root / "ws")
        self.inbox = root / "inbox"
        self.inbox.mkdir()

    def put(self, data, name="bieu-mau.xlsx"):
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def take(self, *paths, now=NOW, **options):
        return receive.receive(
            self.workspace,
            paths,
            plan=sample.PLAN,
            registry=sample.REGISTRY,
            now=now,
            **options,
        )

    def judged(self):
        return judge.rebuild(self.workspace, sample.PLAN, sample.REGISTRY)

    def log(self):
        path = self.workspace.log_path
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        return [json.loads(line) for line in lines]

    def stored(self):
        found = self.workspace.submissions_dir.rglob("*")
        return sorted(self.workspace.relative(p) for p in found if p.is_file())


def copied(**changes):
    """A copy of the table without the hidden sheet, that names nobody."""

    def edit(book):
        workbooks.stripped(book)
        sheet = book["Kết quả"]
        sheet["A3"].value, sheet["A4"].value = "…", "…"

    return form("ubnd-xa-a", {"1-0": 2, "3-1": 1}, edit=edit, **changes)


# --- stored as received -------------------------------------------------------------------------


def test_an_accepted_file_is_stored_unchanged_under_its_month_and_logged(desk):
    (outcome,) = desk.take(desk.put(GOOD, "BC thang 5 (sua).xlsx"))
    assert outcome.status == "accepted"
    path = f"data/raw/submissions/{MAY}/{outcome.submission}-BC thang 5 (sua).xlsx"
    assert desk.stored() == [path, "data/raw/submissions/log.jsonl"]
    assert (desk.workspace.root / path).read_bytes() == GOOD
    assert desk.log() == [
        {
            "kind": "received",
            "at": "2025-05-16T09:00:00+07:00",
            "submission": outcome.submission,
            "name": "BC thang 5 (sua).xlsx",
            "file": path,
            "agency": "",
            "period": "",
            "on_behalf": "",
        }
    ]


def test_the_answer_names_file_status_agency_period_and_findings(desk):
    path = desk.put(form("ubnd-xa-a", {"1-0": "x", "3-1": 1}))
    answer = desk.take(path)[0].to_json()
    assert list(answer) == ["file", "status", "agency", "period", "submission", "findings"]
    assert (answer["file"], answer["agency"], answer["period"]) == (str(path), "ubnd-xa-a", MAY)
    (one,) = answer["findings"]
    assert list(one) == ["code", "severity", "sheet", "cell", "value", "message"]
    assert (one["code"], one["cell"], one["value"]) == ("V005", "E8", "x")


def test_what_is_no_workbook_is_kept_with_what_it_is_and_what_to_do(desk):
    outcomes = desk.take(desk.put(b"%PDF-1.7", "bao cao.pdf"), desk.put(b"", "rong.xlsx"))
    assert [o.status for o in outcomes] == ["quarantined", "quarantined"]
    assert "PDF" in outcomes[0].findings[0].message
    assert outcomes[0].submission in desk.stored()[1] or outcomes[0].submission in desk.stored()[0]
    assert all("_unplaced" in path for path in desk.stored()[:2])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("far-cell.xlsx", "F007"),
        ("entities.xlsx", "F002"),
        ("outside-entity.xlsx", "F002"),
        ("spaces-60mb.xlsx", "F002"),
        ("cut-off.xlsx", "F002"),
        ("password.xlsx", "F004"),
        ("old-excel.xls", "F002"),
        ("page.xls", "F003"),
    ],
)
def test_hostile_and_broken_files_are_set_aside_unchanged_with_their_reason(desk, name, code):
    (outcome,) = desk.take(DATA / name)
    assert (outcome.status, outcome.findings[0].code) == ("quarantined", code)
    assert outcome.period is None
    stored = desk.workspace.root / desk.log()[0]["file"]
    assert stored.read_bytes() == (DATA / name).read_bytes()


def test_a_macro_workbook_is_read_like_any_other(desk):
    parts = workbooks.parts(GOOD)
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0"
    outcome = desk.take(desk.put(workbooks.packed(parts), "bieu-mau.xlsm"))[0]
    assert outcome.status == "accepted"


def test_a_file_beyond_the_limits_is_not_read(tmp_path):
    desk = Desk(tmp_path)
    limits = config.SubmissionsSection(limits=config.Limits(max_bytes=1000))
    settings = sample.SETTINGS.model_copy(update={"submissions": limits})
    desk.workspace = workbooks.workspace(tmp_path / "ws", settings)
    large, huge = desk.put(GOOD[:9000], "lon.xlsx"), desk.put(GOOD * 2, "rat-lon.xlsx")
    outcomes = desk.take(large, huge)
    assert [o.findings[0].code for o in outcomes] == ["F026", "F026"]
    assert len(desk.log()) == 1  # the second is too large even to be kept


def test_a_failure_of_ours_on_one_file_sets_it_aside_and_the_others_go_on(desk, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    first = desk.put(GOOD, "a.xlsx")
    second = desk.put(b"%PDF", "b.pdf")
    monkeypatch.setitem(read.READERS, ".xlsx", fail)
    outcomes = desk.take(first, second)
    assert [o.findings[0].code for o in outcomes] == ["F006", "F003"]


# --- folders ------------------------------------------------------------------------------------


def test_a_folder_is_taken_with_its_subfolders_and_passes_over_lock_and_hidden_files(desk):
    desk.put(GOOD, "xa/a.xlsx")
    desk.put(form("ubnd-xa-b", {"1-0": 1}), "b.xlsx")
    desk.put(b"x", "~$a.xlsx")
    desk.put(b"x", ".DS_Store")
    desk.put(b"x", ".cache/c.xlsx")
    gathered = gather([desk.inbox])
    assert [Path(s).name for s, _ in gathered.files] == ["b.xlsx", "a.xlsx"]
    assert [Path(s).name for s in gathered.passed_over] == [".DS_Store", "c.xlsx", "~$a.xlsx"]
    assert [o.file for o in desk.take(desk.inbox)] == [s for s, _ in gathered.files]


def test_a_path_that_is_not_there_stops_before_anything_is_taken_in(desk):
    with pytest.raises(ParameterError, match=r"khong-co\.xlsx"):
        desk.take(desk.put(GOOD), desk.inbox / "khong-co.xlsx")
    assert desk.stored() == []


def test_the_workspaces_own_folder_may_be_taken_in_again(desk):
    desk.take(desk.put(GOOD))
    before = desk.stored(), desk.log()
    outcomes = desk.take(desk.workspace.submissions_dir)
    assert [o.status for o in outcomes] == ["duplicate"]
    assert (desk.stored(), desk.log()) == before


# --- the same bytes again -----------------------------------------------------------------------


def test_the_same_file_again_is_a_duplicate_and_changes_nothing(desk):
    first = desk.take(desk.put(GOOD))[0]
    before = desk.stored(), desk.log(), desk.judged()
    again = desk.take(desk.put(GOOD, "ten-khac.xlsx"), now=LATER)[0]
    assert (again.status, again.agency, again.submission) == (
        "duplicate", "ubnd-xa-a", first.submission,
    )  # fmt: skip
    assert (desk.stored(), desk.log(), desk.judged()) == before


def test_the_same_file_for_another_agency_needs_a_person_and_changes_nothing(desk):
    path = desk.put(copied())
    assert desk.take(path, agency="ubnd-xa-a", period=MAY)[0].status == "accepted"
    before = desk.log()
    (outcome,) = desk.take(path, agency="ubnd-xa-b", period=MAY)
    assert (outcome.status, outcome.findings[0].code) == ("quarantined", "F025")
    assert desk.log() == before
    assert desk.judged().submissions[0].agency_id == "ubnd-xa-a"


def test_a_quarantined_file_sent_again_with_options_is_judged_again_from_its_first_arrival(desk):
    path = desk.put(copied())
    assert desk.take(path)[0].status == "quarantined"
    assert desk.take(path, now=LATER)[0].status == "quarantined"
    assert len(desk.log()) == 1  # nothing new was said
    outcome = desk.take(path, now=LATER, agency="ubnd-xa-a", period=MAY, on_behalf="điện thoại")[0]
    assert (outcome.status, outcome.agency) == ("accepted", "ubnd-xa-a")
    (submission,) = desk.judged().submissions
    assert (submission.verdict, submission.received, submission.on_behalf) == (
        "accepted", NOW, "điện thoại",
    )  # fmt: skip
    assert submission.file.startswith(f"data/raw/submissions/{MAY}/")
    assert {r.on_behalf for r in desk.judged().records} == {"điện thoại"}


def test_a_withdrawn_file_sent_again_is_a_new_arrival(desk):
    path = desk.put(GOOD)
    outcome = desk.take(path)[0]
    desk.workspace.append_log(
        {
            "kind": "withdrawn",
            "at": LATER.isoformat(),
            "submission": outcome.submission,
            "reason": "nhầm",
        }
    )
    (withdrawn,) = desk.judged().submissions
    assert (withdrawn.withdrawn, withdrawn.received) == ("nhầm", NOW)
    assert desk.take(path, now=LATER)[0].status == "accepted"
    (again,) = desk.judged().submissions
    assert (again.withdrawn, again.received) == ("", LATER)


def test_the_arrival_is_what_the_operator_says_in_vietnamese_time(desk):
    given = dt.datetime(2025, 5, 15, 23, 30, tzinfo=dt.UTC)
    desk.take(desk.put(GOOD), received=given)
    assert desk.log()[0]["at"] == "2025-05-16T06:30:00+07:00"
    assert desk.judged().submissions[0].received == given.astimezone(ZONE)


# --- from the log and the files alone -----------------------------------------------------------


def test_everything_is_judged_again_from_the_log_and_the_files_alone(desk):
    paths = [
        desk.put(GOOD, "a.xlsx"),
        desk.put(form("ubnd-xa-b", {"1-0": "x"}), "b.xlsx"),
        desk.put(b"%PDF", "c.pdf"),
    ]
    outcomes = desk.take(*paths)
    judged = desk.judged()
    assert [(s.submission_id, s.verdict) for s in judged.submissions] == [
        (o.submission, o.status) for o in outcomes
    ]
    assert judged == desk.judged()
    assert [s.order for s in judged.submissions] == [1, 2, 3]
    assert {f.file for f in judged.findings} <= {s.file for s in judged.submissions}
    assert [f.code for f in judged.findings] == [f.code for o in outcomes for f in o.findings]
    assert {r.file for r in judged.records} == {s.file for s in judged.submissions[:2]}


def test_a_file_without_its_line_of_the_log_was_not_taken_in_and_can_be(desk):
    """What a crash between the two writes leaves behind."""
    name = stored_name(judge.submission_id(GOOD), "bieu-mau.xlsx")
    path = desk.workspace.submissions_dir / MAY / name
    path.parent.mkdir(parents=True)
    path.write_bytes(GOOD)
    assert desk.judged().submissions == ()
    assert desk.take(desk.put(GOOD))[0].status == "accepted"
    assert len(desk.stored()) == 2


@pytest.mark.parametrize("damage", ["lost", "changed"])
def test_a_stored_file_that_was_lost_or_changed_no_longer_counts_until_it_comes_again(desk, damage):
    path = desk.put(GOOD)
    outcome = desk.take(path)[0]
    stored = desk.workspace.root / desk.log()[0]["file"]
    if damage == "lost":
        stored.unlink()
    else:
        stored.write_bytes(form("ubnd-xa-a", {"1-0": 999}))
    judged = desk.judged()
    assert (judged.submissions[0].verdict, judged.records) == ("quarantined", ())
    assert [f.code for f in judged.findings] == ["F024"]
    assert desk.take(path)[0].submission == outcome.submission
    assert desk.judged().submissions[0].verdict == "accepted"


def test_personal_names_in_a_form_are_not_logged(desk):
    def sign(book):
        book["Kết quả"]["B30"].value = "Người lập: Nguyễn Văn A, 0900000000"

    desk.take(desk.put(form("ubnd-xa-a", {"1-0": 2}, edit=sign)))
    assert "Nguyễn Văn A" not in desk.workspace.log_path.read_text(encoding="utf-8")


# --- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("a.xlsx", "0123-a.xlsx"),
        ("../../etc/passwd", "0123-_.._etc_passwd"),
        ("a\nb\tc.xlsx", "0123-a b_c.xlsx"),
        ('a<b>:"|?*.xlsx', "0123-a_b______.xlsx"),
        ("C:\\x\\y.xlsx", "0123-C__x_y.xlsx"),
        ("CON", "0123-CON"),
        ("ten.", "0123-ten"),
        ("...", "0123-tep"),
        ("a\u202excod.xlsx", "0123-axcod.xlsx"),
        ("hồ sơ tháng 5.xlsx", "0123-hồ sơ tháng 5.xlsx"),
    ],
)
def test_a_stored_name_is_safe_on_any_system(name, stored):
    assert stored_name("0123", name) == stored


@given(st.text(max_size=400))
def test_any_name_gives_one_that_windows_and_linux_take(name):
    stored = stored_name("0123456789ab", name)
    assert len(stored.encode("utf-8")) <= 200
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', stored)
    assert stored.startswith("0123456789ab-")
    assert stored[-1] not in " ."


def test_every_rule_about_files_can_be_told_apart():
    codes = [rule.code for rule in findings.FILE_RULES]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"F\d{3}", code) for code in codes)

"""Every figure of `cchc indicators` again, from the committed workbooks with openpyxl alone.

Nothing of the library is imported here: its answers come from the command line. Given are the
workbooks, the log of arrivals, the registry, `cchc.toml`, the table of channels, and the plan as
data; what follows from them is worked out anew from the rules (contracts, parts 4 to 6).
"""

import calendar
import csv
import datetime as dt
import json
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections import defaultdict
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parent.parent
RAW = ROOT / "data" / "raw"
LOG = RAW / "submissions" / "log.jsonl"
# Two working days after the cut-off; no public holiday lies between.
DUE = {"2025-05": dt.date(2025, 5, 16), "2025-06": dt.date(2025, 6, 17)}
MONTHS = {"2025-05": ["2025-05"], "2025-06": ["2025-06"], "2025-Q2": ["2025-05", "2025-06"]}
SPAN = {"day": 1, "week": 1, "month": 1, "quarter": 3, "half-year": 6, "year": 12}
ORDER = ["day", "week", "month", "quarter", "half-year", "year", "once"]
ZERO = {"không", "không có", "không phát sinh", "chưa phát sinh", "-", "–", "k", "ko"}
NOT_REPORTED = {"chưa có số liệu", "chưa báo cáo", "đang tổng hợp", "n/a"}
STATEMENT = "Trong kỳ không phát sinh hoạt động"


# --- given data -------------------------------------------------------------------------------


def cchc(workspace, *arguments):
    """The JSON answer of a command."""
    command = [sys.executable, "-m", "cchc_lib", "--workspace", str(workspace), *arguments]
    done = subprocess.run(
        [*command, "--format", "json"], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode("utf-8")
    return json.loads(done.stdout.decode("utf-8"))


def plain(text):
    """Words without accents, as one string."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    kept = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", kept))


def window(label):
    """A month of Decree 09/2019: from the 15th of the month before to its 14th."""
    year, month = map(int, label.split("-"))
    before = (year, month - 1) if month > 1 else (year - 1, 12)
    return dt.date(*before, 15), dt.date(year, month, 14)


@pytest.fixture(scope="module")
def plan(shared_example):
    toml = tomllib.loads((ROOT / "cchc.toml").read_text(encoding="utf-8"))
    return cchc(shared_example, "plan", "read", str(RAW / "plan" / toml["plan"]["file"]))


@pytest.fixture(scope="module")
def registry():
    with (RAW / "agencies.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def lexicon():
    path = ROOT / "cchc_lib" / "assets" / "lexicon.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


# --- who owes what ----------------------------------------------------------------------------


def lines_of(plan):
    """Each line of the forms: its task, its quota or None, and the year's own figure."""
    for task in plan["tasks"]:
        if not task["quotas"]:
            yield {"id": f"{task['id']}-0", "task": task, "quota": None, "unit": "hoạt động"}
        series = defaultdict(list)
        for quota in task["quotas"]:
            unit = "số" if quota["unit"] == "kỳ" else quota["unit"]
            series[quota["item"], unit].append(quota)
        for quotas in series.values():
            short, *more = sorted(quotas, key=lambda q: ORDER.index(q["per"]))
            assert len({q["per"] for q in quotas}) == len(quotas), "two figures for one span"
            year = next((q["count"] for q in (short, *more) if q["per"] == "year"), None)
            yield {
                "id": short["id"],
                "task": task,
                "quota": short,
                "unit": short["unit"],
                "item": short["item"],
                "year": year,
            }


def nominal(task):
    """The months of the plan's year that a task's schedule names."""
    start, end = (
        dt.date.fromisoformat(d) if d else None
        for d in (task["schedule"]["start"], task["schedule"]["end"])
    )

    def named(label):
        first, last = window(label)
        whole = end and end.day == calendar.monthrange(end.year, end.month)[1]
        if whole and (start is None or start.day == 1):
            return (start is None or f"{start:%Y-%m}" <= label) and label <= f"{end:%Y-%m}"
        return (start is None or start <= last) and (end is None or first <= end)

    return [label for label in (f"2025-{n:02d}" for n in range(1, 13)) if named(label)]


def exists(row, day):
    return (not row["valid_from"] or row["valid_from"] <= day.isoformat()) and (
        not row["valid_to"] or day.isoformat() <= row["valid_to"]
    )


def leaders(task, registry, label):
    """Ids of the agencies that a task's lead names, itself or as members of a group."""
    day = window(label)[1]
    found = []
    for name in task["lead"]:
        rows = [
            row
            for row in registry
            if plain(name)
            in {plain(n) for n in (row["name"], row["short_name"], *row["aliases"].split(";"))}
            and exists(row, day)
        ]
        assert len(rows) == 1, f"{task['id']}: {name}"
        if rows[0]["kind"] == "group":
            members = (r for r in registry if rows[0]["id"] in r["groups"].split(";"))
            found += [r["id"] for r in members if exists(r, day)]
        else:
            found.append(rows[0]["id"])
    return list(dict.fromkeys(found))


# --- targets of one agency ------------------------------------------------------------------------


def spans(quota, months):
    """(first day, last day, month it ends in) of every span of a quota in its months."""
    found = []
    for label in months:
        first, last = window(label)
        days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
        match quota["per"]:
            case "day":
                found += [(day, day, label) for day in days]
            case "week":
                found += [(day, day, label) for day in days if day.isoweekday() == 1]
            case "once":
                continue
            case per:
                year, number = map(int, label.split("-"))
                if number % SPAN[per] == 0:
                    start = window(f"{year}-{number - SPAN[per] + 1:02d}")[0]
                    found.append((start, last, label))
    if quota["per"] == "once" and months:
        found = [(window(months[0])[0], window(months[-1])[1], months[-1])]
    return found


def targets(line, owed, months, first, whole):
    """An agency's target in some months, and to the end of the last of them.

    `owed` are its months to date; `whole` how many months the period has.
    """
    quota, named = line["quota"], nominal(line["task"])
    if quota is None:
        return None, None
    length = len(named) if quota["per"] == "once" else SPAN[quota["per"]]
    every = spans(quota, named)
    inside = [label for label in months if label in owed]
    target = None
    if length <= whole and inside:
        target = quota["count"] * sum(label in inside for _, _, label in every)
    end, to_date = window(months[-1])[1], 0.0
    for begin, finish, label in every:
        running = length > 1 and finish >= window(first)[0]
        if (label in owed or running) and begin <= end:
            elapsed = (min(finish, end) - begin).days + 1
            to_date += quota["count"] * elapsed / ((finish - begin).days + 1)
    return target, to_date if owed else None


def of_the_year(line, first):
    """The year's target of one agency, and what the year can reach from the first month on."""
    quota = line["quota"]
    if quota is None:
        return None, None
    every = spans(quota, nominal(line["task"]))
    possible = quota["count"] * sum(finish >= window(first)[0] for _, finish, _ in every)
    return line["year"] or quota["count"] * len(every), possible


# --- the workbooks --------------------------------------------------------------------------------


def figure(value):
    """What a cell says: (number or None, whether something there could not be read)."""
    if value is None:
        return None, False
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (float(value), False) if value >= 0 else (None, True)
    text = str(value).strip().casefold()
    if text in ZERO:
        return 0.0, False
    if not text.strip(".… ") or text in NOT_REPORTED:
        return None, False
    if found := re.fullmatch(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:\s+[^\d]+)?", text):
        return float(found[1].replace(".", "")), False
    return None, True


def header(sheet, word):
    """The row of a sheet that holds a header cell, and its columns by name."""
    for row in sheet.iter_rows():
        names = {str(c.value).strip(): c.column for c in row if isinstance(c.value, str)}
        if word in names:
            return row[0].row, names
    return None


def read(path):
    """A filled form: its lines by code, and the topics of its activities; None if it isn't one."""
    book = openpyxl.load_workbook(path, data_only=True)
    if "_cchc" not in book.sheetnames:
        return None
    said = {row[0]: row[1] for row in book["_cchc"].iter_rows(max_col=2, values_only=True)}
    assert said["kind"] == "simulated"
    top = header(book["Kết quả"], "Mã chỉ tiêu")
    place = (said["period"], said["agency"])
    if top is None:
        return {"place": place, "lines": {}}
    sheet, (row, columns) = book["Kết quả"], top
    nothing = any(
        str(other.value).strip().casefold() == "có"
        for cells in sheet.iter_rows(max_row=row)
        for cell in cells
        if str(cell.value).strip() == STATEMENT
        for other in cells[cell.column :]
    )
    lines = {}
    for n in range(row + 1, sheet.max_row + 1):
        code = str(sheet.cell(n, columns["Mã chỉ tiêu"]).value or "").strip()
        value, unread = figure(sheet.cell(n, columns["Kết quả trong kỳ"]).value)
        if nothing and value is None and not unread:
            value = 0.0
        lines[code] = {
            "value": value,
            "unread": unread,
            "reach": figure(sheet.cell(n, columns["Lượt tiếp cận"]).value)[0],
            "budget": figure(sheet.cell(n, columns["Kinh phí (đồng)"]).value)[0],
        }
    rows = activities(book)
    return {"place": place, "lines": lines, "nothing": nothing, "activities": rows}


def activities(book):
    """The topic number, or None, of every filled row of the sheet of activities."""
    sheet = book["Hoạt động"]
    row, columns = header(sheet, "Tiêu đề")
    found = []
    for n in range(row + 1, sheet.max_row + 1):
        cells = {name: sheet.cell(n, column).value for name, column in columns.items()}
        if cells["Tiêu đề"] or cells["Ngày"] or cells["Số lượng"]:
            topic = re.match(r"(\d+) ·", str(cells["Chủ đề"] or ""))
            found.append(int(topic[1]) if topic else None)
    return found


def inbox(codes):
    """For each month and agency what counts: the last file with a figure, and the first day of one.

    `codes` are the lines of each month and agency.
    """
    events = [json.loads(line) for line in LOG.read_text(encoding="utf-8").splitlines()]
    withdrawn = {e["submission"] for e in events if e["kind"] == "withdrawn"}
    received = [
        (e["at"], n, e)
        for n, e in enumerate(events)
        if e["kind"] == "received" and e["submission"] not in withdrawn
    ]
    counts, first, arrivals = {}, {}, defaultdict(list)
    for moment, _, event in sorted(received, key=lambda one: one[:2]):
        day = dt.date.fromisoformat(moment[:10])
        arrivals[Path(event["file"]).parent.name].append(day)
        form = read(ROOT / event["file"])
        owed = codes.get(form["place"], set()) if form else set()
        if not form or not owed & set(form["lines"]):
            continue  # quarantined: not a form of ours, or no line of it is known
        lines = {code: line for code, line in form["lines"].items() if code in owed}
        stated = (line[name] for line in lines.values() for name in ("value", "reach", "budget"))
        if form["nothing"] or any(value is not None for value in stated):
            counts[form["place"]] = {"lines": lines, "activities": form["activities"]}
            first.setdefault(form["place"], day)
    return counts, first, arrivals


# --- the figures ----------------------------------------------------------------------------------


def add(values):
    stated = [value for value in values if value is not None]
    return sum(stated) if stated else None


def divide(part, whole):
    return part / whole if part is not None and whole else None


def state(target, actual):
    if actual is None:
        return "not_reported"
    if target is None:
        return "active" if actual > 0 else "none"
    return "met" if actual >= target else "behind"


def kind_of_reach(line, lexicon):
    """By the unit where that settles it, else by the first channel whose word stands in it."""
    task = line["task"]
    text = f"{line.get('item', '')} {task['title']} {task['product'] or ''}".casefold()
    fold = str.maketrans({"đ": "d"})

    def bare(words):
        letters = unicodedata.normalize("NFD", words.casefold().translate(fold))
        return "".join(c for c in letters if not unicodedata.combining(c))

    channel = next(
        (c for c in lexicon["channel"] if any(bare(w) in bare(text) for w in c["words"])),
        lexicon["channel"][-1],
    )
    return lexicon["reach_by_unit"].get(line["unit"], channel["reach"])


class Recomputed:
    """All figures of one period."""

    def __init__(self, label, plan, registry, lexicon):
        toml = tomllib.loads((ROOT / "cchc.toml").read_text(encoding="utf-8"))
        self.first = toml["plan"]["first_period"]
        self.months = MONTHS[label]
        self.length = 3 if "Q" in label else 1
        self.to_date = [f"2025-{n:02d}" for n in range(1, 13)]
        self.to_date = [m for m in self.to_date if self.first <= m <= self.months[-1]]
        self.plan, self.lexicon = plan, lexicon
        self.lines = list(lines_of(plan))
        self.owes = {
            (line["id"], month): leaders(line["task"], registry, month)
            for line in self.lines
            for month in self.to_date
            if month in nominal(line["task"])
        }
        codes = defaultdict(set)
        for (code, month), agencies in self.owes.items():
            for agency in agencies:
                codes[month, agency].add(code)
        self.codes = codes
        self.counts, self.reported_on, self.arrivals = inbox(codes)

    def owing(self, line, months):
        return list(
            dict.fromkeys(a for month in months for a in self.owes.get((line["id"], month), ()))
        )

    def values(self, line, months, name="value", agency=None):
        found = []
        for (month, who), form in self.counts.items():
            if month in months and agency in (None, who) and line["id"] in form["lines"]:
                found.append(form["lines"][line["id"]][name])
        return found

    def task(self, line):
        """The figures of one line, as the command names them."""
        agencies = []
        for agency in self.owing(line, self.months):
            owed = [m for m in self.to_date if agency in self.owes.get((line["id"], m), ())]
            target, _ = targets(line, owed, self.months, self.first, self.length)
            actual = add(self.values(line, self.months, agency=agency))
            agencies.append(
                {
                    "agency": agency,
                    "target": target,
                    "actual": actual,
                    "rate": divide(actual, target),
                    "state": state(target, actual),
                    "unread": any(self.values(line, self.months, "unread", agency)),
                }
            )
        due = []
        for agency in self.owing(line, self.to_date):
            owed = [m for m in self.to_date if agency in self.owes.get((line["id"], m), ())]
            due.append(targets(line, owed, self.months, self.first, self.length)[1])
        target, to_date = add(a["target"] for a in agencies), add(due)
        actual = add(self.values(line, self.months))
        so_far = add(self.values(line, self.to_date))
        year, possible = of_the_year(line, self.first)
        count = len(agencies)
        return {
            "indicator": line["id"],
            "task": line["task"]["id"],
            "unit": line["unit"],
            "target": target,
            "actual": actual,
            "rate": divide(actual, target),
            "target_to_date": to_date,
            "actual_to_date": so_far,
            "rate_to_date": divide(so_far, to_date),
            "target_year": None if year is None else year * count,
            "target_year_possible": None if possible is None else possible * count,
            "state": state(target, actual),
            "owing": count,
            "reported": sum(a["actual"] is not None for a in agencies),
            "budget_vnd": add(self.values(line, self.months, "budget")),
            "agencies": sorted(agencies, key=lambda a: a["agency"]),
        }

    def tasks(self):
        return [self.task(line) for line in self.lines if self.owing(line, self.months)]

    def reporting(self):
        owe = [place for place in self.codes if place[0] in self.months]
        reported = [place for place in owe if place in self.reported_on]
        on_time = [place for place in reported if self.reported_on[place] <= DUE[place[0]]]
        return {
            "expected": len(owe),
            "reported": len(reported),
            "on_time": len(on_time),
            "late": len(reported) - len(on_time),
            "missing": len(owe) - len(reported),
            "completeness": len(reported) / len(owe),
            "timeliness": len(on_time) / len(owe),
        }

    def reach(self, months):
        found = dict.fromkeys(("attendance", "audience", "online", "unknown"))
        for line in self.lines:
            kind = kind_of_reach(line, self.lexicon)
            found[kind] = add([found[kind], *self.values(line, months, "reach")])
        return found

    def budget(self, months):
        return add(v for line in self.lines for v in self.values(line, months, "budget"))

    def topics(self):
        """n → (activities, agencies)."""
        rows = [
            (n, place[1])
            for place, form in self.counts.items()
            if place[0] in self.months
            for n in form["activities"]
        ]
        return [
            (n, sum(t == n for t, _ in rows), len({who for t, who in rows if t == n}))
            for n in range(1, len(self.plan["topics"]) + 1)
        ]


@pytest.fixture(scope="module", params=list(MONTHS))
def label(request):
    return request.param


@pytest.fixture(scope="module")
def ours(label, plan, registry, lexicon):
    return Recomputed(label, plan, registry, lexicon)


@pytest.fixture(scope="module")
def theirs(label, shared_example):
    return cchc(shared_example, "indicators", label)


def same(mine, given):
    """Equal, floats as far as floats are."""
    if isinstance(mine, float) and given is not None:
        return given == pytest.approx(mine, rel=1e-9)
    return mine == given


# --- the comparison -------------------------------------------------------------------------------


def test_every_line_is_there_with_the_same_figures(ours, theirs):
    expected, found = ours.tasks(), theirs["tasks"]
    assert [t["indicator"] for t in found] == [t["indicator"] for t in expected]
    different = [
        (mine["indicator"], name, mine[name], given[name])
        for mine, given in zip(expected, found, strict=True)
        for name in mine.keys() - {"agencies"}
        if not same(mine[name], given[name])
    ]
    assert different == []


def test_every_agencys_part_is_the_same(ours, theirs):
    for mine, given in zip(ours.tasks(), theirs["tasks"], strict=True):
        parts = sorted(given["agencies"], key=lambda a: a["agency"])
        assert [a["agency"] for a in parts] == [a["agency"] for a in mine["agencies"]]
        different = [
            (mine["indicator"], a["agency"], name, a[name], b[name])
            for a, b in zip(mine["agencies"], parts, strict=True)
            for name in a
            if not same(a[name], b[name])
        ]
        assert different == []


def test_who_reported_and_when_is_the_same(ours, theirs):
    expected = ours.reporting()
    assert {name: theirs["reporting"][name] for name in expected} == pytest.approx(expected)


def test_the_day_of_judgement_is_the_later_of_due_date_and_last_arrival(ours, theirs):
    days = [day for month in ours.to_date for day in ours.arrivals[month]]
    assert theirs["as_of"] == max([DUE[ours.months[-1]], *days]).isoformat()


def test_reach_by_kind_is_the_same(ours, theirs):
    assert {r["kind"]: r["value"] for r in theirs["reach"]} == ours.reach(ours.months)
    assert {r["kind"]: r["value_to_date"] for r in theirs["reach"]} == ours.reach(ours.to_date)


def test_money_is_the_same(ours, theirs):
    assert theirs["budget_vnd"] == ours.budget(ours.months)
    assert theirs["budget_vnd_to_date"] == ours.budget(ours.to_date)


def test_topics_are_the_same(ours, theirs):
    found = [(t["n"], t["activities"], t["agencies"]) for t in theirs["topics"]]
    assert found == ours.topics()


def test_the_submissions_try_every_state_and_spelling(ours):
    """The comparison says little if the workbooks hold plain figures only."""
    states = {a["state"] for t in ours.tasks() for a in t["agencies"]}
    assert states >= {"met", "behind", "active", "none", "not_reported"}
    reporting = ours.reporting()
    assert reporting["late"] > 0
    assert reporting["missing"] > 0
    assert any(a["unread"] for t in ours.tasks() for a in t["agencies"])


# --- records and traces ---------------------------------------------------------------------------


def test_each_records_figure_stands_in_its_cell(label, shared_example):
    books = {}
    rows = cchc(shared_example, "records", label)
    assert rows
    for row in rows:
        if row["file"] not in books:
            path = shared_example / row["file"]
            books[row["file"]] = openpyxl.load_workbook(path, data_only=True)
        sheet = books[row["file"]][row["sheet"]]
        for name in ("value", "reach", "budget_vnd"):
            address = row["cell"] if name == "value" else row[f"{name.removesuffix('_vnd')}_cell"]
            if row[name] is None:
                continue
            written = sheet[address].value
            if str(written).strip().casefold() == "có":  # the statement that nothing happened
                assert row[name] == 0
            else:
                assert figure(written) == (row[name], False), (row["file"], address)


def test_each_traced_sum_is_made_of_different_cells_that_add_up(label, shared_example, theirs):
    for line in [t for t in theirs["tasks"] if t["target"] is not None][:3]:
        trace = cchc(shared_example, "trace", label, line["indicator"])
        assert trace["value"] == line["actual"] == add(c["value"] for c in trace["cells"])
        assert trace["plan"]

"""Stops an ingest at each change that it makes to the disk, and takes the folder in again.

Run by `test_never_lost.py` in a process of its own: `python crashes.py WORKSPACE INBOX SCRATCH`.
Each attempt is a fork, so that a stop is a real one (`os._exit`, nothing is tidied up), and each
has a fresh copy of the workspace. Answers with one JSON document: the number of write points and
what went wrong at which of them.
"""

import datetime as dt
import errno
import json
import os
import shutil
import sys
from pathlib import Path

from cchc_lib import cycle
from cchc_lib.cycle.processed import refresh
from cchc_lib.errors import LockedError
from cchc_lib.workspace import ZONE, Workspace, disk

RECEIVED = dt.datetime(2025, 6, 16, 9, tzinfo=ZONE)
STOPPED, REFUSED = 9, 3


def ingest(root, inbox):
    return cycle.ingest(Workspace(root), [inbox], now=RECEIVED)


def interrupted(stop):
    """`disk.step` that stops the program at the `stop`-th change; the count so far.

    Of bytes to be written the first half arrives; any other change is made, and what follows
    it is not.
    """
    count = [0]

    def step(work, /, *args, **kwargs):
        count[0] += 1
        if count[0] == stop:
            if work is disk.write_all:
                handle, data = args
                args = handle, data[: len(data) // 2]
            work(*args, **kwargs)
            os._exit(STOPPED)
        return work(*args, **kwargs)

    return step, count


def refused(stop, number):
    """`disk.step` for which the machine refuses the `stop`-th change and all after it."""
    count = [0]

    def step(work, /, *args, **kwargs):
        count[0] += 1
        if count[0] >= stop:
            raise OSError(number, os.strerror(number))
        return work(*args, **kwargs)

    return step


def forked(work):
    """The exit status of some work in a process of its own."""
    child = os.fork()
    if not child:
        try:
            os._exit(work() or 0)
        except LockedError:
            os._exit(REFUSED)
        except BaseException:  # noqa: BLE001 - a fork must never return into the test
            sys.excepthook(*sys.exc_info())
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def seen(root):
    """Everything that must be as if nothing had happened."""
    made = refresh(Workspace(root))
    raw = root / "data" / "raw" / "submissions"
    return {
        "records": [repr(one) for one in made.records],
        "activities": [repr(one) for one in made.activities],
        "submissions": [repr(one) for one in made.submissions],
        "findings": [repr(one) for one in made.findings],
        "raw": {p.relative_to(raw).as_posix(): p.read_bytes() for p in files(raw)},
        "feedback": sorted(p.name for p in files(root / "outputs")),
    }


def files(folder):
    return sorted(p for p in folder.rglob("*") if p.is_file())


def troubles_after(root, originals):
    """What is half-done after a stop: a logged file that isn't there whole, a lost original."""
    found = []
    for event in Workspace(root).events():
        path = root / event.file
        if not path.is_file() or path.read_bytes() not in originals:
            found.append(f"logged but not whole: {event.file}")
    if any(one.code == "F024" for one in refresh(Workspace(root)).findings):
        found.append("a stored file is not what was taken in")
    return found


def attempt(template, inbox, root, step, expected):
    """One stop, then what a user would do: run it again. What is wrong, if anything."""
    shutil.copytree(template, root)
    sent = {p.name: p.read_bytes() for p in files(inbox)}

    def stopped():
        disk.step = step
        ingest(root, inbox)

    status = forked(stopped)
    if status not in (STOPPED, REFUSED):
        return [f"left with {status}"]
    found = []
    if {p.name: p.read_bytes() for p in files(inbox)} != sent:
        found.append("an original was touched")

    def again():
        wrong = troubles_after(root, WHOLE)
        ingest(root, inbox)
        now = seen(root)
        wrong += [f"{part} differ" for part in expected if now[part] != expected[part]]
        if list(root.rglob(f"*{disk.LEFTOVER}")):
            wrong.append("something was left behind")
        (root / "wrong.json").write_text(json.dumps(wrong), encoding="utf-8")

    if forked(again):
        return [*found, "taking in again failed"]
    return found + json.loads((root / "wrong.json").read_text(encoding="utf-8"))


def main(template, inbox, scratch):
    """Every write point, in every way."""
    undisturbed = scratch / "undisturbed"
    shutil.copytree(template, undisturbed)
    real, (counting, count) = disk.step, interrupted(0)
    disk.step = counting
    ingest(undisturbed, inbox)
    points, disk.step = count[0], real
    expected = seen(undisturbed)
    log = undisturbed / "data/raw/submissions/log.jsonl"
    WHOLE.update(data for name, data in expected["raw"].items())
    ingest(undisturbed, inbox)
    wrong = {}
    if seen(undisturbed) != expected or log.read_bytes() != expected["raw"]["log.jsonl"]:
        wrong["again"] = ["taking the folder in again changed something"]
    ways = {
        "stopped": [interrupted(n)[0] for n in range(1, points + 1)],
        "full": [refused(n, errno.ENOSPC) for n in range(1, points + 1)],
        "read-only": [refused(1, errno.EROFS)],
    }
    for name, steps in ways.items():
        for n, step in enumerate(steps, start=1):
            root = scratch / "attempt"
            if found := attempt(template, inbox, root, step, expected):
                wrong[f"{name} {n}"] = found
            shutil.rmtree(root)
    attempts = sum(map(len, ways.values()))
    json.dump({"points": points, "attempts": attempts, "wrong": wrong}, sys.stdout)


WHOLE: set[bytes] = set()

if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

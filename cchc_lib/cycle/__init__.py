"""The story: from files to the site, one period at a time; and opening a period to look at it."""

from cchc_lib.cycle.events import close, exempt, move_due, reopen, withdraw
from cchc_lib.cycle.period import Opened, at, open_period, open_workspace, report_data
from cchc_lib.cycle.publish import Made, make_reports, run_due, verify
from cchc_lib.cycle.upkeep import ingest, init, make_forms, not_taken_in, simulate

__all__ = [
    "Made",
    "Opened",
    "at",
    "close",
    "exempt",
    "ingest",
    "init",
    "make_forms",
    "make_reports",
    "move_due",
    "not_taken_in",
    "open_period",
    "open_workspace",
    "reopen",
    "report_data",
    "run_due",
    "simulate",
    "verify",
    "withdraw",
]

"""The story: from files to the site, one period at a time; and opening a period to look at it."""

from cchc_lib.cycle.period import Opened, at, open_period, open_workspace, report_data
from cchc_lib.cycle.publish import Made, make_reports, run_due, verify
from cchc_lib.cycle.upkeep import exempt, ingest, init, make_forms, not_taken_in, simulate, withdraw

__all__ = [
    "Made",
    "Opened",
    "at",
    "exempt",
    "ingest",
    "init",
    "make_forms",
    "make_reports",
    "not_taken_in",
    "open_period",
    "open_workspace",
    "report_data",
    "run_due",
    "simulate",
    "verify",
    "withdraw",
]

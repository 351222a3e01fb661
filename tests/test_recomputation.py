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


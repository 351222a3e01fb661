"""Vietnamese text, pure: cleaning, comparing, sorting, printing."""

from cchc_lib.vietnamese.printing import (
    format_date,
    format_number,
    format_percent,
    join_names,
)
from cchc_lib.vietnamese.text import clean, fold, fold_key, key, nfc, sort_key, visible

__all__ = [
    "clean",
    "fold",
    "fold_key",
    "format_date",
    "format_number",
    "format_percent",
    "join_names",
    "key",
    "nfc",
    "sort_key",
    "visible",
]

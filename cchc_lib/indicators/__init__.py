"""Everything that is computed for a period: pure functions over the model, and their traces."""

from cchc_lib.indicators.catalogue import INDICATORS, Indicator, compute
from cchc_lib.indicators.exchange import to_json, trace_to_json
from cchc_lib.indicators.scope import Scope
from cchc_lib.indicators.tracing import trace

__all__ = [
    "INDICATORS",
    "Indicator",
    "Scope",
    "compute",
    "to_json",
    "trace",
    "trace_to_json",
]

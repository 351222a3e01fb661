"""What an English reader makes of Vietnamese letters, learnt: `python -m benchmarks.learn_errors`.

Random syllables, dictionary words and lines of the language data are drawn, scanned badly and
read by Tesseract's English model. Each line read is aligned with the line drawn, letter by
letter (a letter may become none to three characters), costs and alignment improving each other
over a few rounds. What each letter became is counted into `assets/language/confusions.tsv`.
"""

from __future__ import annotations

import argparse
import math
import random
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from benchmarks import pages
from cchc_lib.plan import language
from cchc_lib.vietnamese import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TARGET = Path(__file__).resolve().parent.parent / "cchc_lib/assets/language/confusions.tsv"
ROUNDS = 3
LONGEST = 3
BAND = 14  # characters that a line read may run ahead of or behind the line drawn
SAME_LINE = 55.0
LEAST = 2  # rarer confusions are chance
Counts = dict[str, Counter[str]]
Cost = "Callable[[str, str], float]"


def text_of(chance: random.Random, words: int) -> str:
    """One page's text: a paragraph of each kind of material in turn."""
    frequent = language.syllables()
    single = list(frequent)
    weights = [frequency**0.4 for frequency in frequent.values()]
    dictionary = language.dictionary()
    sentences = [
        sentence
        for name in ("administrative.txt", "places.txt")
        for sentence in re.split(r"(?<=[.;])\s+|\n", language.asset(name))
        if sentence
    ]
    found: list[str] = []
    while sum(map(len, map(str.split, found))) < words:
        kind = chance.random()
        if kind < 0.35:
            row = chance.choices(single, weights, k=30)
        elif kind < 0.6:
            row = [chance.choice(dictionary) for _ in range(15)]
        else:
            row = [chance.choice(sentences) for _ in range(4)]
        text = " ".join(row)
        found.append(text.upper() if chance.random() < 0.12 else text)
    return "\n".join(found)


def pairs(count: int, seed: int) -> list[tuple[str, str]]:
    """Lines drawn, each with the line read."""
    chance = random.Random(seed)
    drawn = []
    for _ in range(count):
        scan = pages.chance_scan(chance)
        rows = pages.wrapped(text_of(chance, 400), scan)
        drawn.append((pages.sheets(rows, scan)[0], scan))
    read = pages.damage(drawn)
    return [
        pair for (rows, _), seen in zip(drawn, read, strict=True) for pair in same_lines(rows, seen)
    ]


def same_lines(rows: Sequence[str], seen: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The lines read that are alike to the line drawn at about the same place."""
    start = 0
    for row in rows:
        for at in range(start, min(start + 4, len(seen))):
            if fuzz.ratio(fold(row), fold(seen[at])) >= SAME_LINE:
                start = at + 1
                yield row, " ".join(seen[at].split())
                break


def first_cost(letter: str, seen: str) -> float:
    """A rough cost to begin with: what is alike without marks is cheap."""
    if seen == letter:
        return 0.0
    if len(seen) == 1 and fold(seen) == fold(letter):
        return 0.4
    if " " in (letter, seen):
        return 7.0
    return (5.0, 3.0, 4.5, 6.5)[len(seen)]


def align(row: str, seen: str, cost: Callable[[str, str], float]) -> list[tuple[str, str]]:
    """Which characters each letter of the line became."""
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for at, letter in enumerate(row):
        reached: dict[int, tuple[float, int]] = {}
        middle = (at + 1) * len(seen) / len(row)
        for place, (total, _) in best[-1].items():
            for length in range(min(LONGEST, len(seen) - place) + 1):
                end = place + length
                if abs(end - middle) > BAND:
                    continue
                new = total + cost(letter, seen[place:end])
                if end not in reached or new < reached[end][0]:
                    reached[end] = (new, place)
        best.append(reached)
    place = len(seen)
    found: list[tuple[str, str]] = []
    if place not in best[-1]:
        return found
    for at in range(len(row), 0, -1):
        start = best[at][place][1]
        found.append((row[at - 1], seen[start:place]))
        place = start
    return found[::-1]


def costs(counts: Counts) -> Callable[[str, str], float]:
    """Costs by what was counted, the rough ones still weighing a little."""
    totals = {letter: sum(seen.values()) for letter, seen in counts.items()}
    known: dict[tuple[str, str], float] = {}

    def cost(letter: str, seen: str) -> float:
        """Negative logarithm of the smoothed share."""
        key = (letter, seen)
        if key not in known:
            before = math.exp(-first_cost(letter, seen) - 2)
            share = (counts[letter][seen] + 5 * before) / (totals.get(letter, 0) + 5)
            known[key] = -math.log(share)
        return known[key]

    return cost


def learn(lines: Sequence[tuple[str, str]]) -> Counts:
    """Counts of what each letter became, after a few rounds."""
    cost = first_cost
    for _ in range(ROUNDS):
        counts: Counts = defaultdict(Counter)
        for row, seen in lines:
            for letter, became in align(row, seen, cost):
                counts[letter][became] += 1
        cost = costs(counts)
    return counts


def table(counts: Counts) -> str:
    """The counts as rows: letter, what it became, how often."""
    rows = [
        f"{letter}\t{seen}\t{count}"
        for letter in sorted(counts)
        if letter.isalpha() or letter == " "
        for seen, count in sorted(counts[letter].items(), key=lambda pair: (-pair[1], pair[0]))
        if count >= LEAST and (letter == " " or " " not in seen)
    ]
    return "\n".join(rows) + "\n"


def main() -> None:
    """Draw, read, align, count, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, default=TARGET)
    asked = parser.parse_args()
    lines = pairs(asked.pages, asked.seed)
    counts = learn(lines)
    asked.output.write_text(table(counts), encoding="utf-8", newline="\n")
    print(f"{len(lines)} lines, {sum(sum(c.values()) for c in counts.values())} letters")


if __name__ == "__main__":
    main()

"""How well damaged text is restored: `python -m benchmarks.restoration`.

Texts are drawn, scanned badly and read by Tesseract's English model once; what it read is kept
in `benchmarks/passages/*.ocr.txt`, so that figures can be compared (`--redraw` draws anew).
Confidence is fitted on the language data's own paragraphs, each read by a model that has not
seen it, into `assets/language/reliability.tsv` (`--fit`, which does nothing else); the tables go
to `docs/reading-accuracy.md`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import math
import random
import re
import time
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from benchmarks import fields, numbers, pages
from cchc_lib.plan import language, spelling
from cchc_lib.plan.spelling import Line, Reader
from cchc_lib.vietnamese import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = Path(__file__).resolve().parent.parent
PASSAGES = ROOT / "benchmarks" / "passages"
PLANS = ROOT / "data/raw/plan"
EXAMPLE = PLANS / "ke-hoach-54-KH-UBND-2025.ocr.txt"
REVIEWED = PLANS / "ke-hoach-54-KH-UBND-2025.reading.csv"
RESULTS = ROOT / "benchmarks/results"
ASSETS = ROOT / "cchc_lib/assets/language"
REPORT = ROOT / "docs/reading-accuracy.md"
PAGE = ROOT / "benchmarks/reading-accuracy.md.in"
LAST = ("dat-dai", "giao-duc", "phuong-so")  # passages written when nothing was tuned any more
NGRAM = 5
FOLDS = 6
FOLD_PAGES = 4  # pages drawn of each
EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98)
SURE = 0.95
REPAIRED = (0.9, 0.95)  # confidence of tasks whose number was put right
LEAST_LIKELY = 1e-4
SCANS = (
    pages.Scan(dpi=150, angle=0.4, blur=0.6, noise=10, seed=1),
    pages.Scan(dpi=200, angle=-0.3, blur=0.9, noise=5, bilevel=150, seed=2),
)


@dataclass(frozen=True)
class Case:
    """One damaged text: rows as read by the OCR, rows as they should be read."""

    name: str
    raw: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """Words that should be read, those read right; each word read with its odds; each line.

    `parts` are the lines again: kind and odds of each word, and whether the line is right.
    """

    name: str
    words: int
    right: int
    raw_right: int
    odds: tuple[tuple[str, float, float, bool], ...]
    lines: tuple[tuple[float, bool], ...]
    parts: tuple[tuple[tuple[tuple[str, float], ...], bool], ...]

    @property
    def share(self) -> float:
        """Words right, in percent."""
        return 100 * self.right / self.words


def example(name: str) -> Case:
    """The example plan; its lines as they were reviewed."""
    rows = EXAMPLE.read_text(encoding="utf-8").split("\n")
    with REVIEWED.open(encoding="utf-8-sig", newline="") as file:
        reviewed = [(int(row["line"]), row["text"]) for row in csv.DictReader(file)]
    right = dict(reviewed)
    numbers = range(1, len(rows) + 1)
    return Case(
        name=name,
        raw=tuple(nfc(row.replace("\f", "")) for row in rows),
        right=tuple(nfc(right.get(n, rows[n - 1])) for n in numbers),
    )


def passages(redraw: bool) -> list[Case]:
    """The passages written for this, each scanned in several ways."""
    return [
        drawn(file.stem, file.read_text(encoding="utf-8"), scan, at, redraw)
        for file in sorted(PASSAGES.glob("*.txt"))
        if not file.name.endswith(".ocr.txt")
        for at, scan in enumerate(SCANS, 1)
    ]


def drawn(name: str, text: str, scan: pages.Scan, at: int, redraw: bool) -> Case:
    """A text as it is read from its scan, from the kept reading where there is one."""
    kept = PASSAGES / f"{name}-{at}.ocr.txt"
    sheets = pages.sheets(pages.wrapped(nfc(text), scan), scan)
    if redraw or not kept.exists():
        read = pages.damage((sheet, scan) for sheet in sheets)
        kept.write_text("\n".join(row for page in read for row in page) + "\n", encoding="utf-8")
    raw = kept.read_text(encoding="utf-8").splitlines()
    return Case(
        name=f"{name} {at}", raw=tuple(map(nfc, raw)), right=tuple(r for s in sheets for r in s)
    )


def measure(case: Case, reader: Reader) -> Result:
    """Restore a case and compare word by word."""
    read = [line for line in reader.read(case.raw) if line is not None]
    expected = [word for row in case.right for word in row.split()]
    got = [word for line in read for word in line.text.split()]
    good = set(matches(expected, got))
    odds, lines, parts = [], [], []
    at = 0
    for line in read:
        count = len(line.text.split())
        fine = [place in good for place in range(at, at + count)]
        odds += words_of(line, fine)
        if count:
            lines.append((line.confidence, all(fine)))
            parts.append((tuple((word.kind, word.odds) for word in line.words), all(fine)))
        at += count
    raw = [word for row in case.raw for word in row.split()]
    return Result(
        name=case.name,
        words=len(expected),
        right=len(good),
        raw_right=len(matches(expected, raw)),
        odds=tuple(odds),
        lines=tuple(lines),
        parts=tuple(parts),
    )


def words_of(line: Line, fine: Sequence[bool]) -> list[tuple[str, float, float, bool]]:
    """Kind, odds, confidence of each word of a line, and whether its token is right."""
    found = []
    place = 0
    for word in line.words:
        place = line.text.index(word.text, place)
        token = len(line.text[:place].split()) - (
            bool(line.text[:place]) and not line.text[place - 1].isspace()
        )
        place += len(word.text)
        right = fine[max(0, min(token, len(fine) - 1))]
        found.append((word.kind, word.odds, word.confidence, right))
    return found


def matches(expected: Sequence[str], got: Sequence[str]) -> list[int]:
    """Places of the words got that are the expected ones, in order."""
    return [
        at
        for block in Levenshtein.opcodes(expected, got)
        if block.tag == "equal"
        for at in range(block.dest_start, block.dest_end)
    ]


def without(right: Iterable[str], paragraphs: Iterable[str]) -> list[str]:
    """The paragraphs without the sentences that share a run of words with a text."""
    seen = set(runs(" ".join(right)))
    return [
        " ".join(
            sentence
            for sentence in re.split(r"(?<=[.;])\s+", paragraph)
            if not seen.intersection(runs(sentence))
        )
        for paragraph in paragraphs
    ]


def runs(text: str) -> list[tuple[str, ...]]:
    """All runs of `NGRAM` words."""
    words = [word.lower() for word in re.findall(r"\w+", text)]
    return [tuple(words[at : at + NGRAM]) for at in range(len(words) - NGRAM + 1)]


def corpus() -> list[str]:
    """The paragraphs that the model is counted from."""
    return language.asset("administrative.txt").splitlines()


def fit() -> str:
    """The reliability of words whose paragraphs the model has not seen, by kind and odds.

    The last row is the power for whole lines.
    """
    paragraphs = corpus()
    chance = random.Random(5)
    places = list(range(len(paragraphs)))
    chance.shuffle(places)
    found: list[tuple[str, float, float, bool]] = []
    lines: list[tuple[tuple[tuple[str, float], ...], bool]] = []
    for fold_at in range(FOLDS):
        out = set(places[fold_at::FOLDS])
        text = "\n".join(paragraphs[at] for at in sorted(out))
        kept = without([text], (p for at, p in enumerate(paragraphs) if at not in out))
        scan = pages.chance_scan(chance)
        sheets = pages.sheets(pages.wrapped(text, scan), scan)[:FOLD_PAGES]
        case = Case(
            name="",
            raw=tuple(kept_reading(sheets, scan)),
            right=tuple(r for s in sheets for r in s),
        )
        result = measure(case, Reader(language.build(kept)))
        print(f"fold {fold_at + 1}: {result.share:.1f} % of {result.words}", flush=True)
        found += result.odds
        lines += result.parts
    table = "".join(
        f"{kind}\t{edge:.4f}\t{share:.4f}\n"
        for kind in ("fixed", "listed", "number", "word")
        for edge, share in rising([(odds, good) for k, odds, _, good in found if k == kind])
    )
    return f"{table}{spelling.WHOLE}\t{0:.4f}\t{power(lines, spelling.shares(table)):.4f}\n"


def power(
    lines: Sequence[tuple[tuple[tuple[str, float], ...], bool]], known: spelling.Shares
) -> float:
    """The power under which the lines that were right and those that weren't are likeliest."""
    sure = [
        ([spelling.surety(kind, odds, known) for kind, odds in words], good)
        for words, good in lines
    ]

    def likelihood(exponent: float) -> float:
        """Logarithm of the probability of what was seen."""
        each = ((spelling.together(words, exponent), good) for words, good in sure)
        return sum(math.log(max(one if good else 1 - one, LEAST_LIKELY)) for one, good in each)

    return max((step / 100 for step in range(40, 101)), key=likelihood)


def kept_reading(sheets: Sequence[Sequence[str]], scan: pages.Scan) -> list[str]:
    """What Tesseract reads on pages, from an earlier run where these were drawn before."""
    name = hashlib.sha256(repr((sheets, scan)).encode()).hexdigest()[:16]
    kept = RESULTS / "readings" / f"{name}.txt"
    if not kept.exists():
        read = pages.damage((sheet, scan) for sheet in sheets)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text("\n".join(row for page in read for row in page), encoding="utf-8")
    return kept.read_text(encoding="utf-8").split("\n")


def rising(pairs: list[tuple[float, bool]], least: int = 60) -> list[tuple[float, float]]:
    """Bins whose shares rise with the odds: neighbours that don't are pooled."""
    pairs = sorted(pairs)
    bins = [pairs[at : at + least] for at in range(0, len(pairs), least)]
    if len(bins) > 1 and len(bins[-1]) < least:
        bins[-2:] = [bins[-2] + bins[-1]]
    pools: list[list[float]] = []  # edge, right, all
    for part in bins:
        pools.append([part[0][0], sum(good for _, good in part), len(part)])
        while len(pools) > 1 and pools[-2][1] / pools[-2][2] >= pools[-1][1] / pools[-1][2]:
            _, right, count = pools.pop()
            pools[-1][1] += right
            pools[-1][2] += count
    return [(edge, (right + 0.5) / (count + 1)) for edge, right, count in pools]


def reliability(results: Sequence[Result]) -> list[str]:
    """Rows of a table: confidence, words, share of them right; the same for lines."""
    rows = ["| confidence | words | right | lines | right |", "|---|---:|---:|---:|---:|"]
    words = [(sure, good) for r in results for _, _, sure, good in r.odds]
    lines = [pair for r in results for pair in r.lines]
    for low, high in zip(EDGES, [*EDGES[1:], 1.01], strict=True):
        cells = [f"{low:.2f}–{min(high, 1):.2f}"]
        for pairs in (words, lines):
            cells += counted([good for sure, good in pairs if low <= sure < high])
        rows.append(f"| {' | '.join(cells)} |")
    cells = [f"{SURE:.2f} and above"]
    for pairs in (words, lines):
        cells += counted([good for sure, good in pairs if sure >= SURE])
    return [*rows, f"| **{'** | **'.join(cells)}** |"]


def counted(good: Sequence[bool]) -> list[str]:
    """How many, and how many in a hundred of them are right."""
    share = f"{100 * sum(good) / len(good):.1f} %" if good else "–"
    return [f"{len(good):,}", share]


def accuracy(results: Sequence[Result]) -> list[str]:
    """Rows of a table: text, words, share right before and after."""
    rows = ["| text | words | right as damaged | right as restored |", "|---|---:|---:|---:|"]
    rows += [
        f"| {r.name} | {r.words:,} | {100 * r.raw_right / r.words:.1f} % | {r.share:.1f} % |"
        for r in results
    ]
    return rows


def reliability_of_fields(found: Sequence[fields.Fields]) -> list[str]:
    """Rows of a table: a task's confidence, fields of such tasks, share right; then by form."""
    rows = ["| confidence of the task | fields | right |", "|---|---:|---:|"]
    for low, high in zip(EDGES, [*EDGES[1:], 1.01], strict=True):
        right = [good for one in found if low <= one.confidence < high for good in one.right]
        rows.append(f"| {low:.2f}–{min(high, 1):.2f} | {' | '.join(counted(right))} |")
    for form in ("", *fields.FORMS):
        chosen = [one for one in found if form in {"", one.form} and one.confidence >= SURE]
        right = [good for one in chosen for good in one.right]
        name = f"{SURE:.2f} and above" + (f", {form}" if form else "")
        cells = [name, *counted(right)]
        rows.append(f"| {' | '.join(cells if form else [f'**{cell}**' for cell in cells])} |")
    return rows


def with_damaged_numbers(found: Sequence[numbers.Damaged]) -> dict[str, str]:
    """How many plans with a damaged number keep all ids, and how right their repaired tasks are."""
    right = [
        good
        for plan in found
        for one in plan.tasks
        if REPAIRED[0] <= one.confidence < REPAIRED[1]
        for good in one.right
    ]
    count, share = counted(right)
    return {
        "damaged": f"{len(found):,}",
        "whole": f"{sum(one.whole for one in found):,}",
        "repaired": count,
        "repaired_right": share,
    }


def report(
    seen: Result, left_out: Result, others: Sequence[Result], found: Sequence[fields.Fields]
) -> str:
    """The page of figures."""
    values = {
        "accuracy": "\n".join(accuracy([seen, left_out, *others])),
        "words": "\n".join(reliability([left_out, *others])),
        "fields": "\n".join(reliability_of_fields(found)),
        "run": str(NGRAM),
        "last": ", ".join(f"`{name}`" for name in LAST),
        "mean_last": mean([one for one in others if one.name.split()[0] in LAST]),
        "mean_first": mean([one for one in others if one.name.split()[0] not in LAST]),
        "unread": unread([left_out, *others]),
        **with_damaged_numbers(numbers.measured()),
    }
    return Template(PAGE.read_text(encoding="utf-8")).substitute(values)


def mean(results: Sequence[Result]) -> str:
    """The mean share of words right."""
    return f"{sum(one.share for one in results) / len(results):.1f} %" if results else "–"


def unread(results: Sequence[Result]) -> str:
    """How many tokens were left as they are, and how many of them are right so."""
    return ", ".join(
        counted([good for one in results for kind, _, _, good in one.odds if kind == "unread"])
    )


def main() -> None:
    """Fit if asked; else measure everything, print and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--redraw", action="store_true", help="draw and read the passages anew")
    parser.add_argument("--fit", action="store_true", help="fit the confidence anew")
    asked = parser.parse_args()
    if asked.fit:
        (ASSETS / "reliability.tsv").write_text(fit(), encoding="utf-8", newline="\n")
        return
    begin = time.process_time()
    seen = measure(example("example plan"), Reader(language.model()))
    print(f"{time.process_time() - begin:.1f} s")
    left_out, *others = [
        measure(case, Reader(language.build(without(case.right, corpus()))))
        for case in (example("example plan, left out"), *passages(asked.redraw))
    ]
    page = report(seen, left_out, others, fields.measured())
    REPORT.write_text(page, encoding="utf-8", newline="\n")
    print(page)


if __name__ == "__main__":
    main()

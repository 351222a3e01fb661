"""Damaged copies of sound files, seeded: bits flipped, cut off, parts cut, swapped, left out."""

import io
import random
import zipfile

from workbooks import packed

MARKS = (b"<", b">", b'"', b"&", b"\x00", b"\xff", b"-1", b"99999999999999999999", b"<c/>")


def flipped(data, chance):
    """A few bits flipped."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def cut_off(data, chance):
    """The beginning alone."""
    return data[: chance.randrange(len(data))]


def overwritten(data, chance):
    """A stretch replaced by junk, by another stretch, or taken out."""
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.randint(1, 400))
    other = chance.randrange(len(data))
    between = (b"", data[other : other + end - start], chance.choice(MARKS), chance.randbytes(20))
    return data[:start] + chance.choice(between) + data[end:]


def _parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def part_damaged(data, chance):
    """A sound package with one part damaged."""
    parts = _parts(data)
    name = chance.choice([name for name, content in parts.items() if content])
    parts[name] = chance.choice((flipped, cut_off, overwritten))(parts[name], chance)
    return packed(parts)


def parts_swapped(data, chance):
    """A sound package with two parts in each other's place."""
    parts = _parts(data)
    one, other = chance.sample(sorted(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return packed(parts)


def part_missing(data, chance):
    """A sound package without one part."""
    parts = _parts(data)
    del parts[chance.choice(sorted(parts))]
    return packed(parts)


def values_changed(data, chance):
    """A sound package with digits of one part replaced by others, or by very many."""
    parts = _parts(data)
    name = chance.choice([name for name, content in parts.items() if content])
    digits = [n for n, byte in enumerate(parts[name]) if 48 <= byte < 58]
    for at in sorted(chance.sample(digits, min(len(digits), 12)), reverse=True):
        new = chance.choice((b"", b"-", b"0", b"7", b"99999999", b"1e400"))
        parts[name] = parts[name][:at] + new + parts[name][at + 1 :]
    return packed(parts)


WHOLE = (flipped, cut_off, overwritten)
PARTS = (part_damaged, part_damaged, part_damaged, parts_swapped, part_missing, values_changed)


def mutated(sound, count, seed=20250614):
    """Name and bytes of damaged copies; `sound`: suffix → files. The same for the same seed."""
    chance = random.Random(seed)
    suffixes = sorted(sound)
    for n in range(count):
        suffix = suffixes[n % len(suffixes)]
        data = chance.choice(sound[suffix])
        ways = WHOLE + (PARTS * 2 if data.startswith(b"PK") else ())
        way = chance.choice(ways)
        yield f"{n:04d}-{way.__name__}{suffix}", way(data, chance)

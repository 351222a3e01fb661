"""A PDF made smaller without loss: its tags in compressed object streams.

Typst writes the tags of every table cell as plain text; they are most of a report's bytes. All
else (catalogue, fonts, links) stays in the open, where simple programs look for it.

Source: ISO 32000-1:2008, 7.5.7 (object streams) and 7.5.8 (cross-reference streams).
"""

from __future__ import annotations

import re
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_TABLE = re.compile(rb"xref\s+0 (\d+)\s+")
_TRAILER = re.compile(rb"trailer\s*<<(.*)>>\s*\Z", re.DOTALL)
_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\s*endobj\s*\Z", re.DOTALL)
_TAG = b"<</Type/StructElem"
_ENTRY = 20  # bytes of a line of the table
_MOST = 200  # objects in a stream

Objects = dict[int, bytes]


def packed(pdf: bytes) -> bytes:
    """The same document in fewer bytes; one that is built otherwise is given back as it is."""
    end = _END.search(pdf)
    table = _TABLE.match(pdf, int(end[1])) if end else None
    trailer = _TRAILER.search(pdf, table.end(), end.start()) if end and table else None
    if not end or not table or not trailer:
        return pdf
    offsets = sorted(_offsets(pdf, table))
    objects = _objects(pdf, [*offsets, int(end[1])])
    if not offsets or not objects or _TAG not in pdf:
        return pdf
    entries = re.sub(rb"/Size \d+", b"", trailer[1]).strip()
    return _written(pdf[: offsets[0]], objects, entries)


def _offsets(pdf: bytes, table: re.Match[bytes]) -> Iterator[int]:
    """Where the objects in use begin."""
    for n in range(int(table[1])):
        line = pdf[table.end() + n * _ENTRY :][:_ENTRY]
        if line[17:18] == b"n":
            yield int(line[:10])


def _objects(pdf: bytes, offsets: Sequence[int]) -> Objects | None:
    """Number and content of each object; None where one isn't what is expected."""
    found: Objects = {}
    for start, stop in pairwise(offsets):
        one = _OBJECT.match(pdf[start:stop])
        if one is None:
            return None
        found[int(one[1])] = one[2]
    return found


def _written(head: bytes, objects: Objects, trailer: bytes) -> bytes:
    """Tags in object streams, all else as it is, then the table as a stream."""
    out = bytearray(head)
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    small = {n: body for n, body in objects.items() if body.startswith(_TAG)}
    for number, body in objects.items():
        if number not in small:
            places[number] = (1, len(out), 0)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    free = max(objects) + 1
    for numbers in _batches(sorted(small)):
        places |= {number: (2, free, n) for n, number in enumerate(numbers)}
        places[free] = (1, len(out), 0)
        out += _stream(free, *_bundle([(number, small[number]) for number in numbers]))
        free += 1
    places[free] = (1, len(out), 0)
    start = len(out)
    rows = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + index.to_bytes(2, "big")
        for kind, place, index in (places.get(n, (0, 0, 65535)) for n in range(free + 1))
    )
    look = b"/Type/XRef/W[1 4 2]/Size %d %s" % (free + 1, trailer)
    out += _stream(free, look, rows)
    return bytes(out + b"startxref\n%d\n%%%%EOF" % start)


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Numbers in groups that fit a stream."""
    for start in range(0, len(numbers), _MOST):
        yield numbers[start : start + _MOST]


def _bundle(objects: Sequence[tuple[int, bytes]]) -> tuple[bytes, bytes]:
    """Entries and content of an object stream."""
    index, at = [], 0
    for number, body in objects:
        index.append(b"%d %d" % (number, at))
        at += len(body) + 1
    first = b" ".join(index) + b"\n"
    look = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(first))
    return look, first + b"\n".join(body for _, body in objects)


def _stream(number: int, look: bytes, content: bytes) -> bytes:
    """A compressed stream object."""
    data = zlib.compress(content, 9)
    return b"%d 0 obj\n<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        number,
        look,
        len(data),
        data,
    )

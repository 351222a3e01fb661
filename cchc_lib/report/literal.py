"""Received text as every format may hold it: literal, without control characters, never code."""

from __future__ import annotations

import re

from cchc_lib.vietnamese import fold_key, visible

_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NOT_ANCHOR = re.compile(r"[^A-Za-z0-9_.-]+")


def literal(text: str) -> str:
    """Text that XML can hold: NFC, no control or direction characters; line breaks stay.

    Half characters (lone surrogates) are shown as "\N{REPLACEMENT CHARACTER}".
    """
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", visible(text.replace("\r\n", "\n")))


def one_line(text: str) -> str:
    """`literal` on one line, for titles, names and properties."""
    return " ".join(literal(text).split())


def anchor(name: str) -> str:
    """A name that can be the target of a link in every format; "" stays ""."""
    return _NOT_ANCHOR.sub("-", name)


def slug(title: str) -> str:
    """An anchor made of a title."""
    return fold_key(title).replace(" ", "-")

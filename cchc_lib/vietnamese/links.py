"""Links as people write them: those that can't be opened, and pages that are the same."""

from __future__ import annotations

import re

# A word that means to be a link, or a place on somebody's own disk.
_MEANT = re.compile(r"h?t{1,3}ps?[:;/.]|https?$|www[.,]|\S*:/|[a-z]:\\|\\\\", re.IGNORECASE)
_HOST = r"[^\W_](?:[\w-]*[^\W_])?"
_LINK = re.compile(
    rf"(?:https?://|www\.)(?:(?:{_HOST}\.)+[^\W\d_]{{2,}}|\d+(?:\.\d+){{3}})(?::\d+)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_AROUND = "()[]<>“”\"',;."


def broken_link(text: str) -> str:
    """The first word that means to be a link and can't be opened, "" where there is none."""
    return next((w for w in _words(text) if _MEANT.match(w) and not _LINK.fullmatch(w)), "")


def page_of(text: str) -> str:
    """The page that a text leads to, made comparable; "" without a link, or for a front page."""
    for link in _words(text):
        if _LINK.fullmatch(link):
            page = re.sub(r"^(?:https?://)?(?:www\.)?", "", link.split("#")[0].casefold())
            page = page.rstrip("/")
            if "/" in page or "?" in page:
                return page
    return ""


def _words(text: str) -> list[str]:
    """The words of a text without the marks around them; a link begins a word."""
    apart = re.sub(r"(?<=\S)(?=https?://)", " ", text, flags=re.IGNORECASE)
    return [word.strip(_AROUND) for word in re.split(r"[\s;]+", apart)]

"""What an analyst's cell shows beside blocks, as safe HTML: tables and words, no scripts."""

from __future__ import annotations

import base64
import binascii
import re
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from cchc_lib.report import drawing
from cchc_lib.report.literal import literal

if TYPE_CHECKING:
    from cchc_lib.report.bundle import Foreign

_KEPT = frozenset(
    {
        *("b", "blockquote", "br", "caption", "code", "div", "em", "hr", "i", "li", "ol", "p"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "pre", "span", "strong", "sub", "sup", "ul"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr"),
    }
)
_VOID = frozenset({"br", "hr"})
_DROPPED = frozenset(
    {
        *("iframe", "math", "noscript", "object", "script", "style", "svg", "template"),
        *("textarea", "title"),
    }
)
_ATTRIBUTES = frozenset({"colspan", "rowspan", "scope"})


def markup(item: Foreign, prefix: str) -> str:
    """The richest form that can be shown, as HTML."""
    forms = dict(item.forms)
    if "image/svg+xml" in forms:
        svg = drawing.inline(forms["image/svg+xml"], prefix, {"class": "drawn"})
        return f'<div class="scroll">{svg}</div>'
    for mime in ("image/png", "image/jpeg"):
        if mime in forms and (data := _base64(forms[mime])):
            alt = escape(literal(forms.get("text/plain", "")))
            return f'<img src="data:{mime};base64,{data}" alt="{alt}">'
    if "text/html" in forms:
        return f'<div class="scroll">{sanitised(forms["text/html"])}</div>'
    if "text/markdown" in forms:
        return _markdown(forms["text/markdown"])
    return f"<pre>{escape(literal(item.plain))}</pre>"


def sanitised(html: str) -> str:
    """HTML with its tables, lists and emphasis only; all else is gone or literal text."""
    parser = _Sanitiser()
    parser.feed(html)
    parser.close()
    return parser.result()


def _markdown(text: str) -> str:
    """Markdown as HTML; tags written in it stay text; headings begin below the page's own."""
    import mistune  # noqa: PLC0415 - nbconvert's own reader; only notebooks without blocks

    html = sanitised(str(mistune.create_markdown(escape=True)(text)))
    return re.sub(
        r"<(/?)h([1-6])>", lambda found: f"<{found[1]}h{min(6, int(found[2]) + 1)}>", html
    )


def _base64(text: str) -> str:
    """Base64 on one line; "" where it is none."""
    joined = "".join(text.split())
    try:
        base64.b64decode(joined, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return joined


class _Sanitiser(HTMLParser):
    """Keeps harmless tags, closes what stays open."""

    def __init__(self) -> None:
        """Nothing read yet."""
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[str] = []
        self._inside_dropped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write a kept tag with its harmless attributes."""
        if tag in _DROPPED:
            self._inside_dropped += 1
        elif tag in _KEPT and not self._inside_dropped:
            kept = "".join(
                f' {name}="{escape(value)}"'
                for name, value in attrs
                if name in _ATTRIBUTES and value
            )
            self._parts.append(f"<{tag}{kept}>")
            if tag not in _VOID:
                self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close a kept tag, and those left open inside it."""
        if tag in _DROPPED:
            self._inside_dropped = max(0, self._inside_dropped - 1)
        elif tag in self._open:
            while (last := self._open.pop()) != tag:
                self._parts.append(f"</{last}>")
            self._parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Write text literally."""
        if not self._inside_dropped:
            self._parts.append(escape(literal(data), quote=False))

    def result(self) -> str:
        """What was kept, every tag closed."""
        return "".join(self._parts) + "".join(f"</{tag}>" for tag in reversed(self._open))

"""The web page: one self-contained file in Vietnamese, no network, scripts only for comfort."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

from cchc_lib.report import blocks, bundle, drawing, markup
from cchc_lib.report.literal import anchor, one_line, slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_lib.report.bundle import Foreign, Report

_FACES = (("BeVietnamPro-Regular.subset.woff2", 400), ("BeVietnamPro-SemiBold.subset.woff2", 600))


def page(report: Report) -> bytes:
    """The report as one HTML file; the same report gives the same bytes."""
    import jinja2  # noqa: PLC0415 - only the page needs it

    report = bundle.of(_with_anchors(report))
    style, script = _tight(_lean(_asset("page.css"))), _lean(_asset("page.js"))
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_asset("page.html.j2"))
    targets = bundle.anchors(report)
    head = [report.head] if report.head else []
    first = next((n for n, item in enumerate(report.items) if _is_part(item)), len(report.items))
    text = template.render(
        title=report.title,
        description=one_line(report.head.description) if report.head else "",
        creator=report.creator,
        marks=[one_line(mark) for mark in report.marks],
        provenance=[one_line(line) for line in report.head.provenance] if report.head else [],
        sections=list(_sections(report)),
        fonts=_safe(_faces()),
        style=_safe(style),
        print_mark=_safe(_print_mark(report.marks)),
        script=_safe(script),
        script_hash=_hash(script),
        head=_safe(markup.fragment(head, targets)),
        summary=_safe(markup.fragment(report.items[:first], targets)),
        body=_safe(markup.fragment(report.items[first:], targets)),
    )
    return text.encode("utf-8")


def _lean(source: str) -> str:
    """A style sheet or script without its /* comments */ and indents."""
    return re.sub(r"\n\s*", "\n", re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)).strip()


def _tight(style: str) -> str:
    """A style sheet without the spaces that say nothing; none of its strings has such a space."""
    return re.sub(r"\s*([{};])\s*", r"\1", re.sub(r"(?<=[:,])\s+", "", style))


def _with_anchors(report: Report) -> list[blocks.Block | Foreign]:
    """The report's items; parts without an anchor get one, for the page's list of parts."""
    items: list[blocks.Block | Foreign] = [report.head] if report.head else []
    for number, item in enumerate(report.items, start=1):
        if isinstance(item, blocks.Heading) and _is_part(item) and not item.anchor:
            items.append(dataclasses.replace(item, anchor=f"phan-{number}"))
        else:
            items.append(item)
    return items


def _is_part(item: blocks.Block | Foreign) -> bool:
    """Whether an item begins a part of the report."""
    return isinstance(item, blocks.Heading) and item.level == 1


def _sections(report: Report) -> Iterator[tuple[str, str]]:
    """Anchor and name of each part and appendix."""
    for item in report.items:
        if isinstance(item, blocks.Heading) and _is_part(item):
            yield anchor(item.anchor), one_line(item.text)
        elif isinstance(item, blocks.Appendix):
            yield slug(item.title), one_line(item.title)


def _asset(name: str) -> str:
    """A text file of the page."""
    folder = resources.files("cchc_lib") / "assets" / "report"
    return (folder / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _safe(html: str) -> Any:
    """Markup of our own, not to be escaped again."""
    import markupsafe  # noqa: PLC0415 - comes with jinja2

    return markupsafe.Markup(html)  # noqa: S704 - made by `markup`, which escapes


def _faces() -> str:
    """The web font, embedded."""
    faces = []
    for name, weight in _FACES:
        data = base64.b64encode((drawing.fonts() / name).read_bytes()).decode("ascii")
        faces.append(
            f'@font-face{{font-family:"Be Vietnam Pro";font-weight:{weight};font-display:swap;'
            f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
        )
    return "\n".join(faces)


def _print_mark(marks: tuple[str, ...]) -> str:
    """The marks in the margin of every printed page."""
    if not marks:
        return ""
    words = one_line(" · ".join(marks))
    quoted = "".join(c if c.isalnum() or c in " ·-–" else f"\\{ord(c):x} " for c in words)
    return f'@page{{@top-center{{content:"{quoted}";font:600 9pt sans-serif;color:#8f3a12}}}}'


def _hash(script: str) -> str:
    """What allows this script and no other."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"

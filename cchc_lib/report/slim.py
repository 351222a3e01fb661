"""A drawing's markup made short: what matplotlib repeats for every mark is said once.

Nothing that is seen changes: coordinates keep two decimals of a point, neighbours that look the
same become one path, the font is named once.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CLIP = re.compile(r'\s+clip-path="url\(#[^)"]*\)"')
_CLIP_PATH = re.compile(r"<clipPath\b.*?</clipPath>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NUMBER = re.compile(r"(?<![\w.#])-?\d+\.\d+")
_UNTURNED = re.compile(r' transform="rotate\(-?0(?: [^)"]*)?\)"')
_STYLE = re.compile(r'style="([^"]*)"')
_DRAWN = re.compile(r' d="([^"]*)"')
_COMMAND = re.compile(r"\s*([A-Za-z])\s*")
_RECTANGLE = re.compile(r"M(\S+) (\S+?)L(\S+) \2L\3 (\S+?)L\1 \4z")
_FAMILY = re.compile(r"font-family:[^;\"]*;?")
_SIMPLE = r"(?:<defs>(?:<path\b[^>]*/>)*</defs>|<(?:path|use)\b[^>]*/>|<text\b[^>]*>[^<]*</text>)*"
_GROUP = re.compile(rf"<g>({_SIMPLE})</g>")
_RUN = re.compile(r'(?:<path d="[^"]*" style="[^"]*"/>){2,}')
_PATH = re.compile(r'<path d="([^"]*)" style="([^"]*)"/>')
_SAME = (
    re.compile(r'(?:<text style="[^"]*"[^>]*>[^<]*</text>){2,}'),
    re.compile(r'(?:<use [^>]*style="[^"]*"/>){2,}'),
)
_LOOK = re.compile(r'(<(?:text|use) [^>]*?)style="([^"]*)"([^>]*>(?:[^<]*</text>)?)')


def slim(svg: str) -> str:
    """The same drawing in less text; the words it shows stay as they are."""
    svg = _CLIP_PATH.sub("", _COMMENT.sub("", svg))
    svg = _TAG.sub(lambda found: _tag(found[0]), svg)
    svg = re.sub(r">\s+<", "><", svg).replace("<defs></defs>", "")
    found = 1
    while found:
        svg, found = _GROUP.subn(r"\1", svg)
    svg = _named_once(_RUN.sub(lambda run: _merged(run[0]), svg))
    for run in _SAME:
        svg = run.sub(lambda found: _gathered(found[0]), svg)
    return svg


def _tag(tag: str) -> str:
    """One tag: short numbers, no clip to the drawing's own edge, no turn by nothing."""
    tag = _CLIP.sub("", " ".join(tag.split()))
    tag = _UNTURNED.sub("", _NUMBER.sub(lambda found: _rounded(found[0]), tag))
    tag = _STYLE.sub(lambda found: f'style="{_declarations(found[1])}"', tag)
    return _DRAWN.sub(lambda found: f' d="{_path(found[1])}"', tag)


def _rounded(number: str) -> str:
    """A coordinate to two decimals: a hundredth of a point is 4 µm."""
    return f"{round(float(number), 2) + 0.0:g}" if abs(float(number)) < 10_000 else number  # noqa: PLR2004 - `g` has six digits


def _declarations(style: str) -> str:
    """A style without spaces and without what holds anyway."""
    parts = [part.strip().replace(": ", ":") for part in style.split(";")]
    return ";".join(part for part in parts if part and part != "text-anchor:start")


def _path(drawn: str) -> str:
    """A path's commands; rectangles by their sides."""
    return _RECTANGLE.sub(_rectangle, _COMMAND.sub(r"\1", drawn.strip()))


def _rectangle(found: re.Match[str]) -> str:
    """A rectangle as its corner, width and height."""
    left, top, right, bottom = (float(number) for number in found.groups())
    width, height = (_rounded(f"{side:.2f}") for side in (right - left, bottom - top))
    back = _rounded(f"{left - right:.2f}")
    return f"M{found[1]} {found[2]}h{width}v{height}h{back}z"


def _merged(run: str) -> str:
    """Neighbouring paths of one look as one."""
    paths = _PATH.findall(run)
    return "".join(
        f'<path d="{"".join(drawn for drawn, _ in same)}" style="{look}"/>'
        for look, same in groupby(paths, key=lambda path: path[1])
    )


def _gathered(run: str) -> str:
    """Neighbouring texts or marks of one look in one group that has the look."""
    gathered = []
    for look, found in groupby(_LOOK.findall(run), key=lambda one: one[1]):
        same = list(found)
        if len(same) == 1:
            gathered.append(f'{same[0][0]}style="{look}"{same[0][2]}')
        else:
            bare = "".join(begin.rstrip() + rest for begin, _, rest in same)
            gathered.append(f'<g style="{look}">{bare}</g>')
    return "".join(gathered)


def _named_once(svg: str) -> str:
    """The font that most texts have, named around the whole drawing."""
    families = Counter(_FAMILY.findall(svg))
    if not families:
        return svg
    family = families.most_common(1)[0][0]
    start = svg.index(">") + 1
    inside = svg[start : svg.rindex("</svg>")].replace(family, "")
    return f'{svg[:start]}<g style="{family.rstrip(";")}">{inside}</g></svg>'

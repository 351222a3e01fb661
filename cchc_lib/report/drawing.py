"""A chart's SVG made safe and ready to stand beside others: in a page, on paper, as a picture."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_lib.report.literal import literal

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_ELEMENTS = frozenset(
    {
        *("circle", "clipPath", "defs", "ellipse", "g", "image", "line", "linearGradient", "path"),
        *("pattern", "polygon", "polyline", "rect", "stop", "svg", "text", "tspan", "use"),
    }
)
_TEXTS = frozenset({"text", "tspan"})
_LOCAL_URL = re.compile(r"url\(\s*#([^)\s]+)\s*\)")
_ANY_URL = re.compile(r"url\(", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]*")
JOINS = "stroke-linejoin:round;stroke-linecap:butt"


def inline(svg: str, prefix: str, attributes: dict[str, str]) -> str:
    """The drawing as an `<svg>` element of a page.

    Args:
        svg: a drawing, with or without prolog.
        prefix: put before every id, so that those of several drawings don't meet.
        attributes: of the element: class, role, label.
    """
    root = _parsed(svg)
    own = {"viewBox": _view_box(root), "style": JOINS, **attributes}
    opening = "".join(f' {name}="{escape(value)}"' for name, value in own.items())
    return f"<svg{opening}>{_inside(root, prefix)}</svg>"


def standalone(svg: str) -> str:
    """The drawing as an SVG file of its own, cleaned as for a page."""
    size = {
        name: value for name, value in _parsed(svg).attrib.items() if name in {"width", "height"}
    }
    return inline(svg, "", {"xmlns": "http://www.w3.org/2000/svg", **size})


def picture(svg: str, width_mm: float, ppi: float = 220.0) -> bytes:
    """The drawing as PNG, for formats without vectors."""
    import typst  # noqa: PLC0415 - only the formats that need it

    source = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        f'#image(bytes(sys.inputs.svg), format: "svg", width: {width_mm:g}mm)\n'
    )
    data = typst.compile(
        source.encode(),
        format="png",
        ppi=ppi,
        font_paths=typst_fonts(),
        sys_inputs={"svg": standalone(svg)},
    )
    return bytes(data)


def fonts() -> Path:
    """The folder of the fonts that come with the installation."""
    return Path(str(resources.files("cchc_lib"))) / "assets" / "fonts"


@cache
def typst_fonts() -> Any:
    """The same fonts for Typst; the machine's own don't count."""
    import typst  # noqa: PLC0415 - only the formats that need it

    return typst.Fonts(include_system_fonts=False, font_paths=[fonts()])


def _parsed(svg: str) -> Element:
    """The drawing's tree; document types and entities are refused."""
    from defusedxml import ElementTree  # noqa: PLC0415 - only where a chart is

    root: Element = ElementTree.fromstring(svg[max(svg.find("<svg"), 0) :])
    return root


def _view_box(root: Element) -> str:
    """The drawing's own coordinates."""
    size = (root.get(name, "0").rstrip("ptxm") for name in ("width", "height"))
    return root.get("viewBox") or "0 0 {} {}".format(*size)


def _inside(parent: Element, prefix: str) -> str:
    """What stands in an element, drawing elements only."""
    parts = []
    for element in parent:
        name = element.tag.removeprefix(SVG) if isinstance(element.tag, str) else ""
        if name not in _ELEMENTS:
            continue
        attributes = "".join(_attribute(n, value, prefix) for n, value in element.attrib.items())
        text = escape(literal(element.text or ""), quote=False) if name in _TEXTS else ""
        tail = escape(literal(element.tail or ""), quote=False) if name == "tspan" else ""
        inside = text + _inside(element, prefix)
        body = f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"
        parts.append(body + tail.rstrip("\n"))
    return "".join(parts)


def _attribute(name: str, value: str, prefix: str) -> str:
    """One attribute, ids prefixed; scripts and what leads outside are dropped."""
    name = name.removeprefix(_XLINK)
    if name.startswith("{") or name.lower().startswith("on"):
        return ""
    if name == "id":
        value = f"{prefix}{value}"
    elif name == "href":
        if value.startswith("#"):
            value = f"#{prefix}{value[1:]}"
        elif not _PICTURE.fullmatch(value):
            return ""
    else:
        value = _LOCAL_URL.sub(lambda found: f"url(#{prefix}{found[1]})", value)
        if _ANY_URL.search(re.sub(r"url\(#", "", value)):
            return ""
    return f' {name}="{escape(value)}"'

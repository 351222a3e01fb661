"""The house style of charts: fonts, colours, a page in millimetres, marks of state, SVG text.

Charts are drawn on a `Canvas` whose units are millimetres from the upper left corner, so that
labels are placed, not hoped for. All text is literal: no mathtext, no markup.
"""

from __future__ import annotations

import importlib.resources
import io
import logging
import re
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cchc_lib.report import slim
from cchc_lib.vietnamese import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cchc_lib.report.blocks import StateWord

# Contrast on white: DONE 10.4, TINT 1.5 (behind dark text only), ASKED 3.6, BEHIND 4.9, INK 14.
# INK on the darkest HEAT 4.8.
# DONE and BEHIND differ in grey print (luminance 0.05 and 0.17).
DONE = "#12436D"
DONE_TINT = "#C7D6E5"
HEAT = (DONE_TINT, "#9DBAD6", "#6F9BC5")
ASKED = "#7F8792"
ASKED_TINT = "#E3E6EA"
BEHIND = "#C4501B"
INK = "#222B36"
QUIET = "#4A535F"
PAPER = "#FFFFFF"

STATE_COLOURS: dict[str, str] = {
    "met": DONE,
    "on_track": DONE,
    "behind": BEHIND,
    "not_reported": QUIET,
    "idle": QUIET,
    "": INK,
}

MM = 25.4
POINT_MM = 25.4 / 72
ELLIPSIS = "…"

Anchor = Literal["left", "center", "right"]


@cache
def _family() -> list[str]:
    """The chart fonts, shipped ones registered; the first that exists is measured and named."""
    from matplotlib.font_manager import fontManager  # noqa: PLC0415 - heavy

    folder = Path(str(importlib.resources.files("cchc_lib"))) / "assets" / "fonts"
    for path in sorted(folder.glob("*.ttf")):
        fontManager.addfont(path)
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # near weights are meant
    known = {font.name for font in fontManager.ttflist}
    wished = ("Be Vietnam Pro", "Noto Sans", "DejaVu Sans")
    return [name for name in wished if name in known]


@contextmanager
def house(name: str) -> Iterator[None]:
    """The house style while a chart is made; `name` salts its ids, so that none collide."""
    import matplotlib as mpl  # noqa: PLC0415 - heavy

    path = Path(str(importlib.resources.files("cchc_lib"))) / "assets" / "cchc.mplstyle"
    with mpl.rc_context(fname=str(path)):
        mpl.rcParams["font.family"] = _family()
        mpl.rcParams["svg.hashsalt"] = name
        yield


# --- text that fits -------------------------------------------------------------------------


def width_mm(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is in millimetres at a size in points."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - heavy
    from matplotlib.textpath import text_to_path  # noqa: PLC0415 - heavy

    weight = "semibold" if bold else "normal"
    properties = FontProperties(family=_family(), size=size, weight=weight)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        width, _, _ = text_to_path.get_text_width_height_descent(text, properties, ismath=False)
    return float(width) * POINT_MM


def wrap(text: str, width: float, size: float, most: int = 2, *, bold: bool = False) -> list[str]:
    """A text in at most so many lines of a width in millimetres; cut text ends in "…"."""
    lines: list[str] = []
    current = ""
    for word in clean(text).split(" "):
        longer = f"{current} {word}".strip()
        if current and width_mm(longer, size, bold=bold) > width:
            lines.append(current)
            current = word
        else:
            current = longer
    lines.append(current)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]}{ELLIPSIS}"]
    return [_cut(line, width, size, bold=bold) for line in lines]


def _cut(line: str, width: float, size: float, *, bold: bool) -> str:
    """A line that fits, shortened by words, then by letters."""
    if width_mm(line, size, bold=bold) <= width:
        return line
    text = line.removesuffix(ELLIPSIS)
    while text and width_mm(f"{text}{ELLIPSIS}", size, bold=bold) > width:
        head, _, _ = text.rpartition(" ")
        text = head or text[:-1]
    return f"{text}{ELLIPSIS}"


def middle(text: str, width: float, size: float) -> str:
    """A name on one line, shortened in its middle: names differ in their last words."""
    words = clean(text).split(" ")
    if width_mm(" ".join(words), size) <= width:
        return " ".join(words)
    tail = words[-2:] if len(words) > 2 else words[-1:]  # noqa: PLR2004 - two words tell it apart
    for kept in range(len(words) - len(tail) - 1, 0, -1):
        shorter = f"{' '.join(words[:kept])}{ELLIPSIS} {' '.join(tail)}"
        if width_mm(shorter, size) <= width:
            return shorter
    return wrap(text, width, size, 1)[0]


# --- the canvas -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Canvas:
    """A drawing area in millimetres, the origin in the upper left corner."""

    figure: Figure
    axes: Axes
    width: float
    height: float

    def bar(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        edge: str = "none",
        hatch: str = "",
        *,
        layer: float = 0,
    ) -> None:
        """A rectangle with its upper left corner at (x, y).

        Bars of one look on one `layer` become one path of the SVG; a higher one lies over it.
        """
        from matplotlib.patches import Rectangle  # noqa: PLC0415 - heavy

        patch = Rectangle(
            (x, y),
            width,
            height,
            facecolor=fill,
            edgecolor=edge,
            linewidth=0.5,
            hatch=hatch or None,
            zorder=1 + layer / 10,
        )
        self.axes.add_patch(patch)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        colour: str = ASKED,
        width: float = 0.6,
        *,
        under: bool = False,
    ) -> None:
        """A straight line, over the bars or `under` them."""
        self.axes.plot(
            [x1, x2], [y1, y2], color=colour, linewidth=width, zorder=0.5 if under else 2
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 7.5,
        colour: str = INK,
        align: Anchor = "left",
        *,
        bold: bool = False,
        rotation: float = 0,
        vertical: Literal["center", "bottom", "top"] = "center",
    ) -> None:
        """Literal text, by default centred on `y`."""
        self.axes.text(
            x,
            y,
            text,
            fontsize=size,
            color=colour,
            ha=align,
            va=vertical,
            fontweight="semibold" if bold else "normal",
            rotation=rotation,
            rotation_mode="anchor",
        )

    def lines(self, x: float, y: float, lines: list[str], size: float, **more: object) -> None:
        """Lines of text, as a block centred on `y`."""
        step = size * POINT_MM * 1.22
        top = y - step * (len(lines) - 1) / 2
        for n, line in enumerate(lines):
            self.text(x, top + n * step, line, size, **more)  # type: ignore[arg-type]

    def mark(self, x: float, y: float, state: StateWord, size: float = 5.0) -> None:
        """The shape of a state in its colour (report design, "States")."""
        self.marks([(x, y)], state, size)

    def marks(self, places: list[tuple[float, float]], state: StateWord, size: float = 5.0) -> None:
        """The same shape at several places."""
        colour = STATE_COLOURS[state]
        shapes = {"behind": "^", "idle": "_"}
        style = {"on_track": "left", "not_reported": "none"}.get(state, "full")
        xs, ys = zip(*places, strict=True)
        self.axes.plot(
            xs,
            ys,
            marker=shapes.get(state, "o"),
            markersize=size,
            markeredgewidth=1.0,
            color=colour,
            fillstyle=style,
            markerfacecoloralt=PAPER,
            linestyle="none",
        )


def canvas(width: float, height: float) -> Canvas:
    """An empty canvas of a size in millimetres; use it inside `house`."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - heavy

    figure = Figure(figsize=(width / MM, height / MM))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    return Canvas(figure, axes, width, height)


_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_GROUP_ID = re.compile(r'(<g) id="[^"]*"')


def svg(drawn: Canvas) -> str:
    """The drawing as an `<svg>` element: no prolog, clock, or ids that nothing refers to."""
    buffer = io.StringIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        drawn.figure.savefig(buffer, format="svg", metadata={"Date": None})
    text = buffer.getvalue()
    text = _METADATA.sub("", text[text.index("<svg") :])
    return slim.slim(_GROUP_ID.sub(r"\1", text)).strip() + "\n"

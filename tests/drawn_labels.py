"""What matplotlib's own renderer says of a chart: where each label, bar and mark really lies."""

from contextlib import contextmanager
from dataclasses import dataclass
from unittest import mock

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from cchc_lib.report import style

_DARK = {style.DONE.lower(), style.BEHIND.lower()}


@dataclass(frozen=True)
class Box:
    """A rectangle in millimetres from the upper left corner."""

    what: str
    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other):
        """How deep two boxes lie in each other, 0 where they don't."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, min(across, down))


@dataclass(frozen=True)
class Measured:
    """One drawing: its size, labels, dark bars and marks."""

    width: float
    height: float
    labels: list
    dark: list
    marks: list


def measure(canvas):
    """The boxes of a canvas, rotated labels included."""
    agg = FigureCanvasAgg(canvas.figure)
    renderer = agg.get_renderer()
    dots = canvas.figure.dpi / style.MM

    def box(what, found):
        high = canvas.height - found.y1 / dots, canvas.height - found.y0 / dots
        return Box(what, found.x0 / dots, high[0], found.x1 / dots, high[1])

    axes = canvas.axes
    labels = [box(t.get_text(), t.get_window_extent(renderer)) for t in axes.texts if t.get_text()]
    dark = [
        box("bar", patch.get_window_extent(renderer))
        for patch in axes.patches
        if to_hex(patch.get_facecolor()) in _DARK and patch.get_width() > 0
    ]
    marks = []
    for line in axes.lines:
        if line.get_marker() in ("None", None, "", " "):
            continue
        half = line.get_markersize() * style.POINT_MM / 2
        for x, y in line.get_xydata():
            marks.append(Box("mark", x - half, y - half, x + half, y + half))
    return Measured(canvas.width, canvas.height, labels, dark, marks)


def faults(measured, least=0.35):
    """Labels that lie on each other, on a dark bar or a mark, or leave the drawing.

    `least` is how deep boxes may touch, in mm: they hold room for accents that isn't inked.
    """
    found = [
        f"outside: {one.what}"
        for one in measured.labels
        if one.left < -least
        or one.top < -least
        or one.right > measured.width + least
        or one.bottom > measured.height + least
    ]
    ordered = sorted(measured.labels, key=lambda one: one.top)
    for n, one in enumerate(ordered):
        for other in ordered[n + 1 :]:
            if other.top > one.bottom:
                break
            if one.overlap(other) > least:
                found.append(f"overlap: {one.what} | {other.what}")
    for kind in (measured.dark, measured.marks):
        found += [
            f"on a {other.what}: {one.what}"
            for one in measured.labels
            for other in kind
            if one.overlap(other) > least
        ]
    return found


@contextmanager
def recorded():
    """Every canvas that becomes an SVG meanwhile."""
    kept, real = [], style.svg

    def svg(canvas):
        kept.append(canvas)
        return real(canvas)

    with mock.patch.object(style, "svg", svg):
        yield kept


def all_faults(canvases):
    """The faults of several canvases, in the house's fonts."""
    with style.house("measured"):
        return [fault for canvas in canvases for fault in faults(measure(canvas))]

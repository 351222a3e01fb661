"""The trend over all published months, for the index: reported, on time, share of the quotas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_lib.report import narrative_words as words
from cchc_lib.report import style
from cchc_lib.vietnamese import format_percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_lib.report.style import Canvas

WIDTH, HEIGHT = 160.0, 62.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 12.0, 112.0, 6.0, 52.0
_LINE_MM = 4.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month's figures, fractions 0-1; None where there is none."""

    label: str
    reported: float | None
    on_time: float | None
    share: float | None


_LINES = (
    ("reported", "đã báo cáo", style.ASKED, "-"),
    ("on_time", "đúng hạn", style.DONE, "-"),
    ("share", "đạt bình quân định mức", style.INK, "--"),
)


def trend(months: Sequence[Month]) -> str:
    """Three lines on one scale of percent, labelled at their ends, a dot for each month."""
    step = (_RIGHT - _LEFT) / max(1, len(months) - 1)
    with style.house("xu-huong-cac-thang"):
        drawn = style.canvas(WIDTH, HEIGHT)
        for share in (0.0, 0.5, 1.0):
            y = _height(share)
            drawn.line(_LEFT, y, _RIGHT, y, style.ASKED_TINT, under=True)
            drawn.text(_LEFT - 2, y, format_percent(share, 0), 6.6, style.QUIET, "right")
        for n, month in enumerate(months):
            drawn.text(
                _LEFT + step * n, _BOTTOM + 4, words.month_name(month.label), 6.8, align="center"
            )
        ends = [
            (end, f"{word} {format_percent(end)}", colour)
            for field, word, colour, dash in _LINES
            if (end := _draw(drawn, [getattr(m, field) for m in months], step, (colour, dash)))
            is not None
        ]
        _label_ends(drawn, ends)
        return style.svg(drawn)


def _height(share: float) -> float:
    """Where a share stands."""
    return _BOTTOM - (_BOTTOM - _TOP) * min(max(share, 0.0), 1.0)


def _draw(
    drawn: Canvas, shares: Sequence[float | None], step: float, look: tuple[str, str]
) -> float | None:
    """One line, broken where a month has no figure; its last value."""
    places = [
        (_LEFT + step * n, _height(share)) if share is not None else (float("nan"),) * 2
        for n, share in enumerate(shares)
    ]
    xs, ys = zip(*places, strict=True)
    colour, dash = look
    drawn.axes.plot(xs, ys, color=colour, linestyle=dash, linewidth=1.4, marker="o", markersize=3.6)
    return shares[-1]


def _label_ends(drawn: Canvas, ends: list[tuple[float, str, str]]) -> None:
    """Labels at the ends of the lines, the highest first, kept a line of text apart."""
    y = _TOP - _LINE_MM
    for share, text, colour in sorted(ends, key=lambda end: -end[0]):
        y = max(_height(share), y + _LINE_MM)
        ink = style.QUIET if colour == style.ASKED else colour
        drawn.text(_RIGHT + 3, y, text, 7.2, ink, bold=True)


__all__ = ["Month", "trend"]

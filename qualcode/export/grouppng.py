"""Groupings of codes as PNG, for programs that do not draw SVG. The same drawing gives the same bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from qualcode.themes.grouppicture import GREYS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from qualcode.themes.grouppicture import Drawing

DOTS_PER_INCH = 144
_PIXELS_PER_INCH = 96
_POINTS_PER_INCH = 72


def group_png(drawn: Drawing) -> bytes:
    """The drawing as PNG bytes at 144 dots per inch."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    size = (drawn.width / _PIXELS_PER_INCH, drawn.height / _PIXELS_PER_INCH)
    figure = Figure(figsize=size, dpi=DOTS_PER_INCH)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, drawn.width)
    axes.set_ylim(drawn.height, 0)
    axes.axis("off")
    _tiles(axes, drawn)
    _strokes(axes, drawn)
    _words(axes, drawn)
    written = io.BytesIO()
    figure.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()


def _tiles(axes: Axes, drawn: Drawing) -> None:
    from matplotlib.collections import PolyCollection

    for grey, colour in enumerate(GREYS):
        corners = [
            [(t.x, t.y), (t.x + t.side, t.y), (t.x + t.side, t.y + t.side), (t.x, t.y + t.side)]
            for t in drawn.tiles
            if t.grey == grey
        ]
        if corners:
            axes.add_collection(
                PolyCollection(corners, facecolor=colour, edgecolor="none", antialiased=False)
            )


def _strokes(axes: Axes, drawn: Drawing) -> None:
    from matplotlib.collections import LineCollection

    lines = [[(s.x1, s.y1), (s.x2, s.y2)] for s in drawn.strokes]
    axes.add_collection(LineCollection(lines, colors="black", linewidths=0.75, capstyle="projecting"))


def _words(axes: Axes, drawn: Drawing) -> None:
    for one in drawn.words:
        axes.text(
            one.x,
            one.y,
            one.text,
            ha="left",
            va="baseline",
            rotation=90 if one.upright else 0,
            rotation_mode="anchor",
            fontsize=one.size * _POINTS_PER_INCH / _PIXELS_PER_INCH,
            fontfamily="DejaVu Sans",
            parse_math=False,
        )

"""Pictures as PNG, for programs that do not draw SVG. The same map gives the same bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from qualcode.themes.map import BOX, LINE, PAD

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from qualcode.themes.map import Box, Map

DOTS_PER_INCH = 160
_PIXELS_PER_INCH = 96


def map_png(found: Map) -> bytes:
    """The thematic map as PNG bytes at 160 dots per inch."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(
        figsize=(found.width / _PIXELS_PER_INCH, found.height / _PIXELS_PER_INCH), dpi=DOTS_PER_INCH
    )
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, found.width)
    axes.set_ylim(found.height, 0)
    axes.axis("off")
    at = {box.key: box for box in found.boxes}
    for a, b in found.lines:
        if a in at and b in at:
            axes.plot([at[a].x + BOX, at[b].x], [at[a].middle, at[b].middle], color="#444444", linewidth=1.1)
    for box in found.boxes:
        _draw(axes, box)
    written = io.BytesIO()
    figure.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()


def _draw(axes: Axes, box: Box) -> None:
    from matplotlib.patches import FancyBboxPatch

    style = "round,pad=0,rounding_size=20" if box.role == "question" else "round,pad=0,rounding_size=3"
    patch = FancyBboxPatch(
        (box.x, box.y),
        BOX,
        box.height,
        boxstyle=style,
        facecolor="white",
        edgecolor="black",
        linewidth=1.9 if box.role == "theme" else 0.9,
        linestyle="--" if box.role == "question" else "-",
        zorder=2,
    )
    axes.add_patch(patch)
    for number, line in enumerate(box.lines):
        bold = box.role == "theme" and number < len(box.lines) - 1
        axes.text(
            box.x + BOX / 2,
            box.y + PAD + LINE * (number + 0.5),
            line,
            ha="center",
            va="center",
            fontsize=9.5,
            fontfamily="DejaVu Sans",
            fontweight="bold" if bold else "normal",
            zorder=3,
            parse_math=False,
        )

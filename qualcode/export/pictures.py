"""Pictures as PNG, for programs that do not draw SVG. The same map gives the same bytes.

Boxes and lines need no plotting library: loading one would take longer than writing the whole report. Only
its typeface is used, which knows most scripts.
"""

from __future__ import annotations

import io
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qualcode.themes.bonds import LINE
from qualcode.themes.map import BOX, PAD

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from qualcode.themes.bonds import Bond
    from qualcode.themes.map import Box, Map

DOTS_PER_INCH: Final = 160
_PIXELS_PER_INCH: Final = 96
_FINER: Final = 2
"""Drawn this many times larger and made smaller again, so that slanting lines are smooth."""

_SCALE: Final = _FINER * DOTS_PER_INCH / _PIXELS_PER_INCH
_LETTERS: Final = 12.7
"""Height of the type in pixels (9.5 points)."""

_DASH: Final = 5


def map_png(found: Map) -> bytes:
    """The thematic map as PNG bytes at 160 dots per inch."""
    from PIL import Image, ImageDraw

    size = (round(found.width * _SCALE), round(found.height * _SCALE))
    image = Image.new("L", size, 255)
    drawing = ImageDraw.Draw(image)
    at = {box.key: box for box in found.boxes}
    for a, b in found.lines:
        if a in at and b in at:
            ends = (at[a].x + BOX, at[a].middle, at[b].x, at[b].middle)
            drawing.line([one * _SCALE for one in ends], fill=0x44, width=round(1.5 * _SCALE))
    for bond in found.bonds:
        _bond(drawing, bond)
    for box in found.boxes:
        _draw(drawing, box)
    written = io.BytesIO()
    image.reduce(_FINER).save(written, format="png", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return written.getvalue()


def _bond(drawing: ImageDraw, bond: Bond) -> None:
    """A stated relation: its line, its arrow head, its words."""
    for corners, width in ((bond.points, 1.2), (bond.leader, 0.6)):
        drawing.line([(x * _SCALE, y * _SCALE) for x, y in corners], fill=0, width=round(width * _SCALE))
    drawing.polygon([(x * _SCALE, y * _SCALE) for x, y in bond.head], fill=0)
    for number, line in enumerate(bond.lines):
        left = bond.x * _SCALE, (bond.y + LINE * (number + 0.5)) * _SCALE
        drawing.text(left, line, fill=0, font=_font(bold=False), anchor="lm")


def _draw(drawing: ImageDraw, box: Box) -> None:
    corners = [one * _SCALE for one in (box.x, box.y, box.x + BOX, box.y + box.height)]
    radius = (20 if box.role == "question" else 3) * _SCALE
    width = round((2.5 if box.role == "theme" else 1.2) * _SCALE)
    drawing.rounded_rectangle(corners, radius, fill=255, outline=0, width=width)
    if box.role == "question":
        _dash(drawing, corners, radius, width)
    for number, line in enumerate(box.lines):
        bold = box.role == "theme" and number < len(box.lines) - 1
        middle = (box.x + BOX / 2) * _SCALE, (box.y + PAD + LINE * (number + 0.5)) * _SCALE
        drawing.text(middle, line, fill=0, font=_font(bold=bold), anchor="mm")


def _dash(drawing: ImageDraw, corners: list[float], radius: float, width: int) -> None:
    """Gaps in the straight parts of a box's edge."""
    left, top, right, bottom = corners
    step = _DASH * _SCALE
    for x in range(round(left + radius), round(right - radius - step), round(2 * step)):
        for y in (top, bottom - width):
            drawing.rectangle((x, y, x + step, y + width), fill=255)
    for y in range(round(top + radius), round(bottom - radius - step), round(2 * step)):
        for x in (round(left), round(right) - width):
            drawing.rectangle((x, y, x + width, y + step), fill=255)


@cache
def _font(*, bold: bool) -> FreeTypeFont:
    """DejaVu Sans, found without loading the library that brings it."""
    from PIL import ImageFont

    spec = find_spec("matplotlib")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("matplotlib", name="matplotlib")
    fonts = Path(spec.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(fonts / name), _LETTERS * _SCALE)

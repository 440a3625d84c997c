"""A clustering as a drawing: the tree, the codes, and how much any two of them stand beside each other.

Greys only, so that it survives a photocopier; rows and columns of the map stand in the order of the tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from qualcode.themes.clusters import NOTE, TITLE
from qualcode.themes.treelines import joints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.themes.clusters import Clustering
    from qualcode.themes.treelines import Joint

LEVELS: Final = (0.05, 0.1, 0.2, 0.3, 0.5)
"""Where the next grey begins; what is below the first stays white."""

GREYS: Final = ("#e4e4e4", "#c4c4c4", "#989898", "#606060", "#101010")

LETTER: Final = 0.56
"""Width of a letter, as a share of the type size."""

_MARGIN, _TREE, _HEAD = 28, 260, 64
_NUMBERED_JOINTS: Final = 12
"""Joints that carry their support in figures, counted from the root; all of them could not be read."""

_SIDES: Final = ((100, 14.0), (320, 9.0))
_LEAST_SIDE: Final = 4.0
"""Pixels of a row by the number of codes, and where there are still more."""

_COLUMN_NAMES: Final = 150
"""Up to so many codes have their name above their column as well."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line, in pixels."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Tile:
    """A square of a grey, in pixels from its upper left corner."""

    x: float
    y: float
    side: float
    grey: int


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; `y` is its base line, `upright` turns it to read upwards."""

    x: float
    y: float
    text: str
    size: float
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything to draw; `alt` says what it shows."""

    width: float
    height: float
    strokes: tuple[Stroke, ...]
    tiles: tuple[Tile, ...]
    words: tuple[Words, ...]
    alt: str


def drawing(found: Clustering) -> Drawing:
    """Lay out a clustering."""
    size, side = len(found.order), _side(len(found.order))
    type_size = min(11.0, side * 0.85)
    longest = max(len(name) for name in found.order) * type_size * LETTER
    top = _HEAD + (longest + 8 if size <= _COLUMN_NAMES else 0)
    names_at = _MARGIN + (_TREE + 6 if found.tree else 0)
    map_at = names_at + longest + 10
    rows = [top + side * at + side / 2 for at in range(size)]
    width = max(map_at + side * size + _MARGIN, 640)
    words = [
        *_heading(found),
        *(
            Words(names_at, y + type_size * 0.35, name, type_size)
            for y, name in zip(rows, found.order, strict=True)
        ),
        *_above(found, map_at, top, side, type_size),
        *_supports(found, top, side),
        *_legend(top + side * size + 22),
    ]
    legend = tuple(_legend_tiles(top + side * size + 22))
    return Drawing(
        width=width,
        height=top + side * size + 22 + 30,
        strokes=tuple(_strokes(found, top, side)),
        tiles=(*_tiles(found, map_at, top, side), *legend),
        words=tuple(words),
        alt=_alt(found),
    )


def svg(drawn: Drawing) -> str:
    """The drawing as an SVG picture."""
    size = f'viewBox="0 0 {drawn.width:g} {drawn.height:g}" width="{drawn.width:g}" height="{drawn.height:g}"'
    lines = "".join(f"M{s.x1:.4g} {s.y1:.5g}L{s.x2:.4g} {s.y2:.5g}" for s in drawn.strokes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
        f"<title>{TITLE}</title><desc>{escape(drawn.alt)}</desc>"
        f'<rect width="100%" height="100%" fill="#fff"/>'
        + "".join(_grey_path(drawn, grey) for grey in range(len(GREYS)))
        + f'<path d="{lines}" stroke="#000" stroke-width="1" fill="none"/>'
        + '<g font-family="DejaVu Sans, Arial, sans-serif" fill="#000">'
        + "".join(_text(one) for one in drawn.words)
        + "</g></svg>\n"
    )


def _grey_path(drawn: Drawing, grey: int) -> str:
    """All squares of a grey as one path: a map of 300 codes has tens of thousands."""
    squares = "".join(
        f"M{one.x:.5g} {one.y:.5g}h{one.side:g}v{one.side:g}h-{one.side:g}z"
        for one in drawn.tiles
        if one.grey == grey
    )
    return f'<path d="{squares}" fill="{GREYS[grey]}"/>' if squares else ""


def _text(one: Words) -> str:
    turn = f' transform="rotate(-90 {one.x:g} {one.y:g})"' if one.upright else ""
    place = f'x="{one.x:.5g}" y="{one.y:.5g}" font-size="{one.size:g}"'
    return f"<text {place}{turn}>{escape(one.text)}</text>"


def _side(size: int) -> float:
    return next((side for most, side in _SIDES if size <= most), _LEAST_SIDE)


def _heading(found: Clustering) -> Iterator[Words]:
    yield Words(_MARGIN, 22, TITLE, 15)
    yield Words(_MARGIN, 38, _settings(found), 10)
    yield Words(_MARGIN, 52, NOTE, 9)


def _settings(found: Clustering) -> str:
    how = found.settings
    blend = f" (beside each other {how.weight:g}, wording {1 - how.weight:g})" if how.by == "both" else ""
    return f"{len(found.order)} codes of the pass {found.pass_name}, by {how.by}{blend}, {how.method}"


def _strokes(found: Clustering, top: float, side: float) -> Iterator[Stroke]:
    for joint in joints(len(found.order), found.tree):
        x, upper, lower = _at(joint.depth), *(top + side * (row + 0.5) for row in (joint.upper, joint.lower))
        yield Stroke(x, upper, x, lower)
        yield Stroke(x, upper, _at(joint.upper_depth), upper)
        yield Stroke(x, lower, _at(joint.lower_depth), lower)


def _supports(found: Clustering, top: float, side: float) -> Iterator[Words]:
    """Figures inside their joint, where no line of the tree runs through them."""
    placed: list[tuple[Joint, float | None]] = [
        (joint, branch.support)
        for joint, branch in zip(joints(len(found.order), found.tree), found.tree, strict=True)
    ]
    for joint, support in placed[-_NUMBERED_JOINTS:-1]:
        if support is not None:
            y = top + side * ((joint.upper + joint.lower) / 2 + 0.5)
            told = f"{support:.2f}".removeprefix("0")
            yield Words(_at(joint.depth) + 3, y + 3, told, 8)


def _at(depth: float) -> float:
    return _MARGIN + depth * _TREE


def _above(found: Clustering, x: float, top: float, side: float, type_size: float) -> Iterator[Words]:
    if len(found.order) <= _COLUMN_NAMES:
        for at, name in enumerate(found.order):
            yield Words(x + side * (at + 0.5) + type_size * 0.35, top - 4, name, type_size, upright=True)


def _tiles(found: Clustering, x: float, top: float, side: float) -> Iterator[Tile]:
    for row, values in enumerate(found.beside.tolist()):
        for column, value in enumerate(values):
            grey = sum(value >= level for level in LEVELS)
            if grey and row != column:
                yield Tile(x + side * column, top + side * row, side, grey - 1)


def _legend(y: float) -> Iterator[Words]:
    yield Words(_MARGIN, y + 10, "Standing beside each other, 0 to 1:", 10)
    for at, level in enumerate(LEVELS):
        yield Words(_MARGIN + 212 + 70 * at, y + 10, f"from {level:g}", 10)
    yield Words(
        _MARGIN + 212 + 70 * len(LEVELS),
        y + 10,
        "Figures in the tree: overlap when a person is left out.",
        10,
    )


def _legend_tiles(y: float) -> Iterator[Tile]:
    for at in range(len(LEVELS)):
        yield Tile(_MARGIN + 198 + 70 * at, y + 1, 10, at)


def _alt(found: Clustering) -> str:
    shown = "Tree and heat map" if found.tree else "Heat map"
    return f"{shown} of {_settings(found)}. In order: {', '.join(found.order)}."

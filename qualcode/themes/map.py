"""The thematic map: the question, the themes with their counts, their sub-themes. No relation is made up.

A line joins a theme to a question only where its definition says that it answers it, a sub-theme to its
theme, and two themes where the authors said how one stands to the other. Black on white, so that it survives
a photocopier.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final, Literal

from qualcode.store.study import study
from qualcode.themes import bonds, views
from qualcode.themes.bonds import LINE
from qualcode.themes.relations import relations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.store.project import Project
    from qualcode.themes.bonds import Bond
    from qualcode.themes.evidence import Evidence
    from qualcode.themes.relations import Relation
    from qualcode.themes.views import ThemeView

BOX: Final = 250
GAP: Final = 85
PAD: Final = 12
SPACE: Final = 18
LETTERS: Final = 31
"""Letters that fit on a line of a box at the map's type size."""

Role = Literal["question", "theme", "sub-theme"]


@dataclass(frozen=True, slots=True)
class Box:
    """A box with wrapped lines; `x`, `y` is its upper left corner, in pixels."""

    key: str
    role: Role
    lines: tuple[str, ...]
    x: int
    y: int

    @property
    def height(self) -> int:
        """Its height in pixels."""
        return LINE * len(self.lines) + 2 * PAD

    @property
    def middle(self) -> float:
        """Where lines meet it."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Map:
    """Boxes, lines between them by key, and stated relations; `alt` says it all in words."""

    boxes: tuple[Box, ...]
    lines: tuple[tuple[str, str], ...]
    bonds: tuple[Bond, ...]
    width: int
    height: int
    alt: str


def thematic_map(project: Project, counted: Evidence | None = None) -> Map:
    """Lay out the living themes of a project: questions left, themes in the middle, sub-themes right."""
    return layout(
        [(one.label, one.wording) for one in study(project).questions],
        views.themes(project, counted=counted),
        relations(project),
    )


def layout(questions: list[tuple[str, str]], themes: list[ThemeView], stated: Sequence[Relation] = ()) -> Map:
    """Place every box. Questions are (label, wording)."""
    asked = questions or [("", "Research question")]
    main = [theme for theme in themes if theme.parent is None]
    boxes: list[Box] = []
    lines: list[tuple[str, str]] = []
    outer = bonds.among_sub_themes(stated, {theme.name for theme in themes if theme.parent is not None})
    room = bonds.room(len(stated) - len(outer))
    y = SPACE
    for theme in main:
        below = [one for one in themes if one.parent == theme.name]
        y = _family(theme, below, boxes, lines, y, room)
        labels = [part.strip() for part in theme.answers.split(",")]
        lines += [(f"question {label}", theme.name) for label, _ in asked if label in labels]
    boxes += _questions(asked, y)
    drawn = bonds.bonds(stated, {box.key: box for box in boxes}, BOX)
    bottoms = [one.y + LINE * len(one.lines) for one in drawn]
    height = round(max([y, *(box.y + box.height + SPACE for box in boxes), *bottoms]))
    beside = bonds.room(len(outer)) if any(box.role == "sub-theme" for box in boxes) else room
    width = max(box.x for box in boxes) + BOX + max(SPACE, beside)
    told = _in_words(asked, themes, lines, stated)
    return Map(tuple(boxes), tuple(lines), drawn, width, height, told)


def svg(found: Map) -> str:
    """The map as an SVG picture."""
    at = {box.key: box for box in found.boxes}
    lines = "".join(
        f'<line x1="{at[a].x + BOX}" y1="{at[a].middle:g}" x2="{at[b].x}" y2="{at[b].middle:g}"/>'
        for a, b in found.lines
        if a in at and b in at
    )
    size = f'viewBox="0 0 {found.width} {found.height}" width="{found.width}" height="{found.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
        f"<title>Thematic map</title><desc>{escape(found.alt)}</desc>"
        f'<rect width="100%" height="100%" fill="#fff"/><g stroke="#444" stroke-width="1.5">{lines}</g>'
        '<g font-family="DejaVu Sans, Arial, sans-serif" font-size="13" fill="#000">'
        + bonds.svg(found.bonds)
        + "".join(_box_svg(box) for box in found.boxes)
        + "</g></svg>\n"
    )


def dot(found: Map) -> str:
    """The map as a Graphviz graph."""
    shapes = {"question": "ellipse", "theme": "box", "sub-theme": "note"}
    nodes = "".join(
        f"  {_quoted(box.key)} [label={_quoted(chr(10).join(box.lines))}, shape={shapes[box.role]}];\n"
        for box in found.boxes
    )
    edges = "".join(f"  {_quoted(a)} -> {_quoted(b)} [dir=none];\n" for a, b in found.lines)
    edges += "".join(
        f"  {_quoted(one.theme)} -> {_quoted(one.other)} [label={_quoted(one.label)}, constraint=false];\n"
        for one in found.bonds
    )
    return f"digraph themes {{\n  rankdir=LR;\n{nodes}{edges}}}\n"


def _family(
    theme: ThemeView,
    below: list[ThemeView],
    boxes: list[Box],
    lines: list[tuple[str, str]],
    y: int,
    room: int,
) -> int:
    """Place a theme beside its sub-themes; returns where the next one begins."""
    x, inner = BOX + GAP, y
    for one in below:
        box = Box(one.name, "sub-theme", _wrapped(one.name, _count(one)), 2 * x + room, inner)
        boxes.append(box)
        lines.append((theme.name, one.name))
        inner += box.height + SPACE
    words = _wrapped(theme.name, _count(theme))
    tall = LINE * len(words) + 2 * PAD
    middle = (y + inner - SPACE - tall) // 2 if below else y
    boxes.append(Box(theme.name, "theme", words, x, max(y, middle)))
    return max(inner, y + tall + SPACE)


def _questions(asked: list[tuple[str, str]], bottom: int) -> list[Box]:
    words = [_wrapped(": ".join(filter(None, one))) for one in asked]
    total = sum(LINE * len(one) + 2 * PAD + SPACE for one in words) - SPACE
    y = max(SPACE, (bottom - total) // 2)
    boxes = []
    for (label, _), lines in zip(asked, words, strict=True):
        boxes.append(Box(f"question {label}", "question", lines, 5, y))
        y += boxes[-1].height + SPACE
    return boxes


def _wrapped(words: str, last: str = "") -> tuple[str, ...]:
    return (*textwrap.wrap(words, LETTERS), *((last,) if last else ()))


def _count(theme: ThemeView) -> str:
    return f"{len(theme.participants)} of {theme.of}"


def _in_words(
    asked: list[tuple[str, str]],
    themes: list[ThemeView],
    lines: list[tuple[str, str]],
    stated: Sequence[Relation],
) -> str:
    told = [f"{label} {wording}".strip() for label, wording in asked]
    told += [
        f"{'Sub-theme' if theme.parent else 'Theme'} {theme.name}, {_count(theme)}"
        + (f", part of {theme.parent}" if theme.parent else "")
        for theme in themes
    ]
    told += [f"{b} answers {a.removeprefix('question ')}" for a, b in lines if a.startswith("question ")]
    told += [f"{one.theme} {one.relation} {one.other}" for one in stated]
    return ". ".join(told) + "."


def _box_svg(box: Box) -> str:
    look = {"question": 'rx="20" stroke-dasharray="5 3"', "theme": 'rx="3"', "sub-theme": 'rx="3"'}[box.role]
    thick = "2.5" if box.role == "theme" else "1.2"
    words = "".join(
        f'<text x="{box.x + BOX / 2:g}" y="{box.y + PAD + LINE * (at + 0.75):g}" text-anchor="middle"'
        f"{_weight(box, at)}>{escape(line)}</text>"
        for at, line in enumerate(box.lines)
    )
    return (
        f'<rect x="{box.x}" y="{box.y}" width="{BOX}" height="{box.height}" {look} fill="#fff" stroke="#000"'
        f' stroke-width="{thick}"/>{words}'
    )


def _weight(box: Box, at: int) -> str:
    return ' font-weight="bold"' if box.role == "theme" and at < len(box.lines) - 1 else ""


def _quoted(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{plain}"'

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree
from themes_study import study

from qualcode.themes import themes
from qualcode.themes.map import dot, svg, thematic_map

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"


def test_the_map_draws_only_what_was_stated(tmp_path: Path) -> None:
    with study(tmp_path) as project:
        themes.add(project, "Earning a place", ["doubted at first"])
        themes.add(project, "Pay & <more>", [])
        themes.add(project, "Wages", ["low pay"], parent="Pay & <more>")
        themes.define(project, "Earning a place", essence="x", answers="Q1")
        found = thematic_map(project)
    assert found.lines == (("question Q1", "Earning a place"), ("Pay & <more>", "Wages"))
    assert "Sub-theme Wages, 2 of 3, part of Pay & <more>" in found.alt
    assert "Earning a place answers Q1" in found.alt
    picture = etree.fromstring(svg(found).encode())
    assert len(picture.findall(f".//{SVG}line")) == 2
    words = [element.text for element in picture.iter(f"{SVG}text")]
    assert "Earning a place" in words
    assert "2 of 3" in words
    assert '"Pay & <more>" -> "Wages" [dir=none];' in dot(found)


def test_boxes_of_a_column_do_not_overlap(tmp_path: Path) -> None:
    with study(tmp_path) as project:
        for name in ("One", "Two", "A very long name of a theme that has to be broken over lines"):
            themes.add(project, name, [])
            for part in "ab":
                themes.add(project, f"{name} {part}", [], parent=name)
        boxes = thematic_map(project).boxes
    for x in {box.x for box in boxes}:
        column = sorted((box.y, box.y + box.height) for box in boxes if box.x == x)
        assert all(above[1] < below[0] for above, below in pairwise(column))

"""The picture of groupings: what can be read in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grouped_study import study

from qualcode.themes.clustering import cluster
from qualcode.themes.grouppicture import drawing
from qualcode.themes.likeness import Settings

if TYPE_CHECKING:
    from pathlib import Path

DIGIT = 5.1
"""Pixels that a digit of the figures takes."""


def test_no_upright_line_of_the_tree_runs_through_a_figure(tmp_path: Path) -> None:
    with study(tmp_path) as project:
        drawn = drawing(cluster(project, Settings(least=2, most=6)))
    figures = [one for one in drawn.words if one.text.startswith(".") and not one.upright]
    upright = [one for one in drawn.strokes if one.x1 == one.x2]
    assert len(figures) > 3
    for one in figures:
        assert any(line.x1 == one.x - 3 and line.y1 < one.y < line.y2 for line in upright), one
        crossing = [
            line
            for line in upright
            if one.x <= line.x1 <= one.x + DIGIT * (len(one.text) - 1) and line.y1 < one.y - 3 < line.y2
        ]
        assert crossing == [], one

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from themes_study import study

from qualcode.export.pictures import map_png
from qualcode.store.actions import undo
from qualcode.themes import life, themes
from qualcode.themes.map import dot, svg, thematic_map
from qualcode.themes.relations import Relation, RelationNotFound, relate, relations, unrelate
from qualcode.themes.themes import BadTheme, ThemeNotFound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project

PLACE, PAY, WAGES = "Earning a place", "Pay & more", "Wages"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path) as opened:
        themes.add(opened, PLACE, ["doubted at first"])
        themes.add(opened, PAY, [])
        themes.add(opened, WAGES, ["low pay"], parent=PAY)
        yield opened


def test_relation_is_kept_in_the_authors_words_and_can_be_said_anew(project: Project) -> None:
    relate(project, PAY, PLACE, " stands in  the way of ")
    assert relations(project) == [Relation(PAY, "stands in the way of", PLACE)]
    relate(project, PAY, PLACE, "slows")
    relate(project, PLACE, PAY, "asks for")
    assert relations(project) == [Relation(PAY, "slows", PLACE), Relation(PLACE, "asks for", PAY)]
    undo(project)
    undo(project)
    assert relations(project) == [Relation(PAY, "stands in the way of", PLACE)]


def test_relation_is_taken_back_in_its_direction_only(project: Project) -> None:
    relate(project, PAY, PLACE, "slows")
    with pytest.raises(RelationNotFound, match="No relation of 'Earning a place' to 'Pay & more'"):
        unrelate(project, PLACE, PAY)
    unrelate(project, PAY, PLACE)
    assert relations(project) == []


def test_relation_of_a_dropped_theme_rests_until_it_is_back(project: Project) -> None:
    relate(project, PLACE, WAGES, "raises")
    life.drop(project, PLACE)
    assert relations(project) == []
    assert thematic_map(project).bonds == ()
    life.restore(project, PLACE)
    assert relations(project) == [Relation(PLACE, "raises", WAGES)]


@pytest.mark.parametrize(
    ("name", "other", "words", "told"),
    [
        (PAY, PAY, "is", "not related to itself"),
        (PAY, WAGES, "holds", "joined already"),
        (WAGES, PAY, "is in", "joined already"),
        (PAY, PLACE, "  ", "no words"),
    ],
)
def test_what_is_no_relation_is_refused(
    project: Project, name: str, other: str, words: str, told: str
) -> None:
    with pytest.raises(BadTheme, match=told):
        relate(project, name, other, words)
    assert relations(project) == []


def test_theme_that_is_not_there_is_refused(project: Project) -> None:
    with pytest.raises(ThemeNotFound):
        relate(project, PAY, "Plase", "slows")


def test_map_draws_what_was_stated_with_its_words(project: Project) -> None:
    bare = map_png(thematic_map(project))
    relate(project, PAY, PLACE, "stands in the way <of>")
    found = thematic_map(project)
    (bond,) = found.bonds
    at = {box.key: box for box in found.boxes}
    for key, (x, y) in ((PAY, bond.points[0]), (PLACE, bond.points[-1])):
        assert x == at[key].x + 250
        assert at[key].y < y < at[key].y + at[key].height
    assert bond.x + 100 < at[WAGES].x
    assert f"{PAY} stands in the way <of> {PLACE}" in found.alt
    words = [element.text for element in etree.fromstring(svg(found).encode()).iter(f"{SVG}text")]
    assert [word for word in words if word in bond.lines] == ["stands in the way", "<of>"]
    assert '"Pay & more" -> "Earning a place" [label="stands in the way <of>", constraint=false];' in dot(
        found
    )
    assert map_png(found) != bare


def test_relation_between_sub_themes_is_drawn_beside_them(project: Project) -> None:
    themes.add(project, "Praise", [], parent=PLACE)
    relate(project, WAGES, "Praise", "replace")
    found = thematic_map(project)
    (bond,) = found.bonds
    at = {box.key: box for box in found.boxes}
    assert bond.points[0][0] == at[WAGES].x + 250
    assert bond.points[-1][0] == at["Praise"].x + 250
    assert found.width >= bond.x + 100


def test_words_of_several_relations_do_not_cover_each_other(project: Project) -> None:
    themes.add(project, "Third", [])
    relate(project, PAY, PLACE, "stands in the way of it all")
    relate(project, PLACE, PAY, "asks for more of it every year")
    relate(project, "Third", PLACE, "carries")
    found = thematic_map(project)
    rows = sorted((bond.y, bond.y + 18 * len(bond.lines)) for bond in found.bonds)
    assert all(above[1] <= below[0] for above, below in pairwise(rows))
    assert len({bond.points[1][0] for bond in found.bonds}) == 3
    assert rows[-1][1] <= found.height

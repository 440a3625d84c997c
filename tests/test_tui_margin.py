from __future__ import annotations

from test_tui_page import ground

from qualcode.passes.onepass import Mark
from qualcode.tui.margin import Margin
from qualcode.tui.page import Page

PAGE = Page(ground(("P1", "One.|Two.|Three.|Four.")), 20)
"""A row for the speaker, then one for each unit."""


def marks(*units: tuple[str, int, int]) -> list[Mark]:
    """Codings of a code from one unit to another."""
    bounds = PAGE.ground.units
    return [Mark(code, "own", code, code, bounds[first][0], bounds[last][1]) for code, first, last in units]


def drawn(margin: Margin) -> list[str]:
    """The lanes, row by row."""
    return [
        "".join(" " if bar is None else bar.glyph(row) for bar in margin.on_row(row))
        for row in range(len(PAGE.rows))
    ]


def named(margin: Margin) -> dict[int, list[str]]:
    """The names, by row."""
    return {row: [bar.sign + bar.mark.code for bar in bars] for row, bars in margin.names.items()}


def test_overlapping_codings_stand_side_by_side_in_different_shapes() -> None:
    margin = Margin(PAGE, marks(("a", 0, 3), ("b", 1, 2), ("c", 2, 2)), 3, "own")
    assert drawn(margin) == ["   ", "┏  ", "┃╔ ", "┃╚●", "┗  "]


def test_a_lane_is_used_again_when_it_is_free() -> None:
    margin = Margin(PAGE, marks(("a", 0, 1), ("b", 2, 3)), 2, "own")
    assert drawn(margin) == ["  ", "┏ ", "┗ ", "┏ ", "┗ "]


def test_each_name_begins_as_its_bar_does_on_the_first_free_row() -> None:
    margin = Margin(PAGE, marks(("a", 0, 3), ("b", 0, 1), ("c", 2, 2)), 3, "own")
    assert named(margin) == {1: ["┏a"], 2: ["╔b"], 3: ["◆c"]}


def test_names_that_find_no_row_share_one() -> None:
    margin = Margin(PAGE, marks(*((code, 0, 0) for code in "abcd")), 4, "own")
    assert named(margin)[1] == ["■a", "▲d"]


def test_what_finds_no_lane_is_counted_not_forgotten() -> None:
    margin = Margin(PAGE, marks(("a", 0, 3), ("b", 1, 2), ("c", 2, 2)), 2, "own")
    assert [margin.hidden_on_row(row) for row in range(5)] == [0, 0, 0, 1, 0]
    assert "c" in {bar.mark.code for bars in margin.names.values() for bar in bars}


def test_another_passs_codings_have_a_shape_of_their_own() -> None:
    margin = Margin(PAGE, marks(("a", 0, 2)), 2, "mine")
    assert drawn(margin) == ["  ", "┬ ", "┊ ", "┴ ", "  "]

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from themes_study import study

from qualcode.codes.codebook import CodeNotFound
from qualcode.store.actions import undo
from qualcode.themes import life, themes, views

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path) as opened:
        yield opened


def test_a_new_theme_is_a_candidate_counted_on_the_findings_pass(project: Project) -> None:
    themes.add(project, "Earning a place", ["doubted at first", "asked now"])
    shown = views.show(project, "earning a place").as_dict()
    assert shown["status"] == "candidate"
    assert shown["codes"] == ["asked now", "doubted at first"]
    assert shown["participants"] == ["P1", "P10"]
    assert (shown["codings"], shown["of"]) == (4, 3)


def test_a_code_has_one_theme_and_moves_between_them(project: Project) -> None:
    themes.add(project, "A", ["low pay"])
    themes.add(project, "B", ["no supervision"])
    with pytest.raises(themes.CodeInAnotherTheme) as refused:
        themes.add(project, "C", ["low pay"])
    assert "qualcode themes move" in refused.value.hint
    assert themes.find_or_none(project, "C") is None
    life.move_code(project, "low pay", "B", reason="same meaning")
    assert views.show(project, "A").codes == ()
    assert views.show(project, "B").codes == ("low pay", "no supervision")


def test_a_code_can_be_left_without_a_theme(project: Project) -> None:
    themes.add(project, "A", ["low pay"])
    assert views.orphans(project) == ["asked now", "doubted at first", "no supervision"]
    life.move_code(project, "low pay", None)
    assert "low pay" in views.orphans(project)


def test_an_essence_makes_a_theme_defined_and_the_rest_of_the_definition_stays(project: Project) -> None:
    themes.add(project, "A", ["low pay"])
    assert themes.define(project, "A", includes="wages").status == "candidate"
    defined = themes.define(project, "A", essence="Paid  less\nthan others.", answers="q1")
    assert (defined.status, defined.essence) == ("defined", "Paid less than others.")
    assert (defined.includes, defined.answers) == ("wages", "Q1")
    with pytest.raises(themes.BadTheme, match="no research question 'Q7'"):
        themes.define(project, "A", answers="Q7")
    with pytest.raises(themes.BadTheme, match="nothing to define"):
        themes.define(project, "A")


def test_names_are_unique_and_near_misses_are_offered(project: Project) -> None:
    themes.add(project, "Barriers", [])
    with pytest.raises(themes.ThemeNameTaken, match="'Barriers' already"):
        themes.add(project, "barriers", [])
    with pytest.raises(themes.ThemeNotFound) as missing:
        themes.find(project, "Bariers")
    assert "Barriers" in missing.value.hint
    with pytest.raises(CodeNotFound) as unknown:
        themes.add(project, "Other", ["low pai"])
    assert "low pay" in unknown.value.hint
    with pytest.raises(themes.BadTheme):
        themes.add(project, "  ", [])


def test_a_renamed_theme_keeps_its_codes(project: Project) -> None:
    themes.add(project, "A", ["low pay"])
    themes.rename(project, "A", "Money", reason="clearer")
    assert views.show(project, "Money").codes == ("low pay",)
    themes.rename(project, "Money", "money")
    assert themes.find(project, "money").name == "money"


def test_a_dropped_theme_leaves_the_lists_and_frees_its_codes(project: Project) -> None:
    themes.add(project, "A", ["low pay", "asked now"])
    life.drop(project, "A", reason="too thin")
    assert views.themes(project) == []
    with pytest.raises(themes.ThemeDropped) as refused:
        themes.define(project, "A", essence="x")
    assert "restore" in refused.value.hint
    themes.add(project, "B", ["low pay"])
    life.restore(project, "A")
    assert views.show(project, "A").codes == ("asked now",)
    assert views.show(project, "B").codes == ("low pay",)
    with pytest.raises(themes.BadTheme, match="was not dropped"):
        life.restore(project, "A")


def test_sub_themes_follow_their_theme_and_count_for_it(project: Project) -> None:
    themes.add(project, "Work", ["asked now"])
    themes.add(project, "Other", [])
    themes.add(project, "Pay", ["low pay"], parent="Work")
    listed = views.themes(project)
    assert [one.name for one in listed] == ["Work", "Pay", "Other"]
    assert (listed[0].sub_themes, listed[0].codings, listed[0].participants) == (("Pay",), 3, ("P1", "P2"))
    assert (listed[1].parent, listed[1].codings) == ("Work", 2)
    with pytest.raises(themes.BadTheme, match="sub-theme itself"):
        themes.add(project, "Deeper", [], parent="Pay")
    with pytest.raises(themes.BadTheme, match="has the sub-theme 'Pay'"):
        life.drop(project, "Work")


def test_undo_takes_a_theme_back(project: Project) -> None:
    themes.add(project, "A", ["low pay"])
    undo(project)
    assert views.themes(project) == []
    themes.add(project, "A", ["low pay"])
    assert views.show(project, "A").codings == 2


def test_without_a_coding_there_are_themes_but_no_counts(tmp_path: Path) -> None:
    with study(tmp_path / "bare", coded=False) as bare:
        themes.add(bare, "A", ["low pay"])
        assert (views.show(bare, "A").codings, views.show(bare, "A").participants) == (0, ())

"""The codebook: names, the tree, and what never can happen to it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from command_line import dump

from qualcode.codes import codebook, freezes
from qualcode.codes.codebook import BadCode, CodeNameTaken, CodeNotFound
from qualcode.passes import coding, passes, quotations
from qualcode.store.actions import redo, undo
from qualcode.transcripts import addresses

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.store.project import Project


def paths(project: Project) -> list[str]:
    found = codebook.codes(project)
    by_id = {code.id: code for code in found}
    return [codebook.path(code, by_id) for code in found]


def grow(project: Project, **parents: str | None) -> Project:
    for name, parent in parents.items():
        codebook.add(project, name, parent)
    return project


def test_code_keeps_what_was_said_about_it(project: Project) -> None:
    codebook.add(project, "chance", definition="Came by luck.", not_when="Planned.", kind="process")
    found = codebook.find(project, "CHANCE")
    assert (found.name, found.definition, found.not_when, found.kind) == (
        "chance",
        "Came by luck.",
        "Planned.",
        "process",
    )


def test_children_stand_under_their_parent_whatever_the_names(project: Project) -> None:
    grow(project, A=None, b="A")
    codebook.add(project, "A-x")
    codebook.add(project, "A b")
    codebook.add(project, "c", "b")
    assert paths(project) == ["A", "A/b", "A/b/c", "A b", "A-x"]


def test_same_name_is_refused_in_any_case_and_any_composition(project: Project) -> None:
    codebook.add(project, unicodedata.normalize("NFC", "café"))
    for again in ("CAFé", unicodedata.normalize("NFD", "café"), " café "):
        with pytest.raises(CodeNameTaken):
            codebook.add(project, again)
    assert paths(project) == ["café"]


@pytest.mark.parametrize(
    "name", ["Zoë's 😀", 'the "good" nurse: really?', "x" * 200, "仲間", "a, b", "and/or"]
)
def test_odd_names_are_kept(project: Project, name: str) -> None:
    codebook.add(project, name)
    assert codebook.find(project, name).name == name


@pytest.mark.parametrize("name", ["", " ", "two\nlines", "esc\x1b[2J", "\x00"])
def test_what_is_no_name_is_refused_and_changes_nothing(project: Project, name: str) -> None:
    before = dump(project.path)
    with pytest.raises(BadCode):
        codebook.add(project, name)
    assert dump(project.path) == before


def test_numbers_of_any_length_do_not_stop_the_listing(project: Project) -> None:
    codebook.add(project, "c" + "9" * 5000)
    codebook.add(project, "c10")
    codebook.add(project, "c2")
    assert paths(project)[:2] == ["c2", "c10"]


def test_unknown_field_or_kind_is_told(project: Project) -> None:
    with pytest.raises(BadCode, match="no colour"):
        codebook.add(project, "x", colour="red")
    with pytest.raises(BadCode, match="'invivo' is not a kind"):
        codebook.add(project, "x", kind="invivo")
    assert paths(project) == []


def test_unknown_code_offers_near_misses_or_the_command_that_makes_it(project: Project) -> None:
    codebook.add(project, "doubted at first")
    with pytest.raises(CodeNotFound) as error:
        codebook.find(project, "dubted at first")
    assert error.value.hint == "Did you mean 'doubted at first'?"
    with pytest.raises(CodeNotFound) as error:
        codebook.find(project, "zz top")
    assert 'qualcode codes add "zz top"' in error.value.hint


def test_unknown_parent_leaves_no_code(project: Project) -> None:
    with pytest.raises(CodeNotFound):
        codebook.add(project, "x", "nobody")
    assert paths(project) == []


def test_rename_may_change_only_the_case_and_refuses_a_taken_name(project: Project) -> None:
    grow(project, a=None, b=None)
    codebook.rename(project, "a", "A")
    with pytest.raises(CodeNameTaken):
        codebook.rename(project, "A", "B")
    assert paths(project) == ["A", "b"]


def test_code_never_stands_under_itself(project: Project) -> None:
    grow(project, a=None, b="a", c="b")
    for parent in ("a", "b", "c"):
        with pytest.raises(BadCode, match="under itself"):
            codebook.move(project, "a", parent)
    assert paths(project) == ["a", "a/b", "a/b/c"]


def test_a_retired_code_between_does_not_let_a_ring_arise(project: Project) -> None:
    grow(project, a=None, b="a", c="b")
    codebook.retire(project, "b")
    with pytest.raises(BadCode, match="under itself"):
        codebook.move(project, "a", "c")
    codebook.restore(project, "b")
    assert paths(project) == ["a", "a/b", "a/b/c"]


def test_move_to_the_top_and_back_by_undo(project: Project) -> None:
    grow(project, a=None, b="a")
    codebook.move(project, "b", None)
    assert paths(project) == ["a", "b"]
    undo(project)
    assert paths(project) == ["a", "a/b"]


def test_retired_code_hides_its_codings_and_restore_brings_both_back(
    interview: Project, words_of: Callable[[Project, str], list[tuple[str, str]]]
) -> None:
    codebook.add(interview, "chance")
    passes.start(interview, "hand")
    coding.apply(interview, "chance", addresses.resolve(interview, "P1:2"))
    codebook.retire(interview, "chance")
    assert paths(interview) == []
    assert words_of(interview, "hand") == []
    codebook.restore(interview, "Chance")
    assert words_of(interview, "hand") == [("chance", "I saw a flyer.")]


def test_restore_refuses_a_name_that_was_given_again(project: Project) -> None:
    codebook.add(project, "a")
    codebook.retire(project, "a")
    with pytest.raises(CodeNotFound, match="No retired code"):
        codebook.restore(project, "b")
    codebook.add(project, "A")
    with pytest.raises(CodeNameTaken):
        codebook.restore(project, "a")


def test_merged_codes_count_as_the_survivor_and_come_apart_by_undo(interview: Project) -> None:
    grow(interview, luck=None, chance=None)
    passes.start(interview, "hand")
    coding.apply(interview, "luck", addresses.resolve(interview, "P1:2"))
    codebook.merge(interview, ["luck"], "chance")
    assert [one.code for one in quotations.quotations(interview)] == ["chance"]
    assert codebook.find(interview, "luck").name == "chance"
    undo(interview)
    assert [one.code for one in quotations.quotations(interview)] == ["luck"]
    redo(interview)
    assert [one.code for one in quotations.quotations(interview)] == ["chance"]


@pytest.mark.parametrize(
    ("merged", "into", "left"),
    [("a", "c", ["c", "c/b"]), ("b", "c", ["a", "a/c"]), ("a", "b", ["b", "b/c"]), ("c", "a", ["a", "a/b"])],
)
def test_merge_within_a_branch_leaves_a_tree(
    project: Project, merged: str, into: str, left: list[str]
) -> None:
    grow(project, a=None, b="a", c="b")
    codebook.merge(project, [merged], into)
    assert paths(project) == left


def test_code_is_not_merged_into_itself(project: Project) -> None:
    codebook.add(project, "a")
    with pytest.raises(BadCode, match="into itself"):
        codebook.merge(project, ["A"], "a")


def test_listed_names_may_hold_commas(project: Project) -> None:
    grow(project, a=None)
    codebook.add(project, "b, c")
    assert codebook.split_names(project, "a,b, c") == ["a", "b, c"]


def test_freeze_keeps_the_codebook_as_it_stood(project: Project) -> None:
    grow(project, a=None, b="a")
    assert freezes.freeze(project, "pre-themes") == 2
    codebook.retire(project, "b")
    label, _, count = freezes.latest_freeze(project) or ("", "", 0)
    assert (label, count) == ("pre-themes", 2)


def test_freeze_label_is_given_once_and_is_never_empty(project: Project) -> None:
    freezes.freeze(project, "pre-themes")
    with pytest.raises(freezes.FreezeLabelTaken):
        freezes.freeze(project, " Pre-Themes ")
    with pytest.raises(BadCode):
        freezes.freeze(project, " ")

"""A colleague's copy comes in: what is new, what both changed, and what merging again does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import bring_in
from copied_study import P1, P2, apply, code_pass, copy, state, words
from themes_study import study as themes_study

from qualcode.codes import codebook
from qualcode.exchange.merge import AlreadyHere, AnotherStudy, NotTheirCode, merge
from qualcode.passes import memos, passes
from qualcode.passes.integrity import problems
from qualcode.reconcile.session import open_session
from qualcode.store.actions import redo, undo
from qualcode.store.approach import add_question
from qualcode.store.errors import NewerProject, NotAProject, ProjectNotFound
from qualcode.store.log import log
from qualcode.store.other import SameFile
from qualcode.store.project import Project, open_project
from qualcode.store.study import create_study, study
from qualcode.suggestions import deciding, listing, running
from qualcode.suggestions.requests import Request
from qualcode.themes import claims, quotes, themes
from qualcode.transcripts import addresses, library, participants, search
from qualcode.transcripts.finders import by_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.exchange.merge.report import Merged


@pytest.fixture
def ours(project: Project, tmp_path: Path) -> Project:
    """Two interviews, three codes, a sealed pass of CS."""
    bring_in(project, tmp_path, P1=P1, P2=P2)
    for name in ("help", "food", "music"):
        codebook.add(project, name, definition=f"What {name} means.")
    code_pass(project, "hand", ("help", "P1:2"), ("food", "P1:3"))
    return project


def seal_of(project: Project, name: str) -> str | None:
    return passes.find(project, name).seal


def names(found: Merged) -> list[tuple[str, str, str]]:
    return [(one.what, one.theirs, one.here) for one in found.renamed]


def test_sealed_pass_of_a_copy_comes_in_with_its_seal(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        code_pass(theirs, "second", ("help", "P1:2"), ("music", "P2:3"))
        before = seal_of(theirs, "second")
        found = merge(ours, theirs.path)
    assert words(ours)["second"] == {("P1", "My neighbor helps."), ("P2", "Then the choir came along.")}
    assert seal_of(ours, "second") == before
    assert passes.find(ours, "second").coder == "AB"
    assert [(line.name, line.codings, line.seal) for line in found.passes.values()] == [("second", 2, "kept")]
    assert problems(ours) == []


def test_merging_again_changes_nothing(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        code_pass(theirs, "second", ("help", "P1:2"))
        codebook.add(theirs, "hope")
        codebook.add(ours, "hope")
        codebook.edit(theirs, "food", {"definition": "Theirs."})
        codebook.edit(ours, "food", {"definition": "Ours."})
        participants.set_values(theirs, "P1", {"age": "30"})
        participants.set_values(ours, "P1", {"age": "31"})
        merge(ours, theirs.path)
        before = log(ours)
        again = merge(ours, theirs.path)
    assert again.nothing_new
    assert again.conflicts == []
    assert log(ours) == before


def test_other_file_is_only_read(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        code_pass(theirs, "second", ("help", "P1:2"))
        path = theirs.path
    before = state(path)
    merge(ours, path)
    assert state(path) == before


def test_rehearsal_tells_the_same_and_keeps_nothing(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        code_pass(theirs, "second", ("help", "P1:2"))
        before = log(ours)
        rehearsed = merge(ours, theirs.path, rehearsal=True)
        assert log(ours) == before
        assert "second" not in words(ours)
        done = merge(ours, theirs.path)
    assert [line.codings for line in done.passes.values()] == [1]
    assert {**rehearsed.as_dict(), "passes": []} == {**done.as_dict(), "passes": []}


def test_merge_is_taken_back_done_again_and_can_come_anew(ours: Project) -> None:
    before = words(ours)
    with copy(ours, "AB") as theirs:
        code_pass(theirs, "second", ("help", "P1:2"), ("music", "P2:3"))
        codebook.edit(theirs, "food", {"definition": "Theirs."})
        merge(ours, theirs.path)
        merged = words(ours)
        assert undo(ours) == "merge"
        assert words(ours) == before
        assert codebook.find(ours, "food").definition == "What food means."
        assert redo(ours) == "merge"
        assert words(ours) == merged
        undo(ours)
        merge(ours, theirs.path)
    assert words(ours) == merged
    assert codebook.find(ours, "food").definition == "Theirs."
    assert passes.find(ours, "second").sealed_at
    assert problems(ours) == []


def test_pass_that_was_open_here_is_sealed_as_there_and_opens_again_with_undo(ours: Project) -> None:
    passes.start(ours, "second", coder="AB")
    with copy(ours, "AB") as theirs:
        apply(theirs, "help", "P1:2", "second")
        passes.seal(theirs, "second")
        merge(ours, theirs.path)
        assert seal_of(ours, "second") == seal_of(theirs, "second")
    undo(ours)
    assert passes.find(ours, "second").sealed_at is None
    assert words(ours)["second"] == set()


def test_pass_coded_in_both_copies_stays_open(ours: Project) -> None:
    passes.start(ours, "second")
    with copy(ours, "AB") as theirs:
        theirs.coder = "CS"
        apply(theirs, "help", "P1:2", "second")
        passes.seal(theirs, "second")
        apply(ours, "food", "P1:3", "second")
        found = merge(ours, theirs.path)
    assert passes.find(ours, "second").sealed_at is None
    assert len(words(ours)["second"]) == 2
    assert found.notes == [
        "The pass 'second' is sealed there, but here it holds other codings; it stays open."
    ]


def test_sealed_pass_here_takes_no_coding_from_there(ours: Project) -> None:
    passes.start(ours, "second")
    apply(ours, "help", "P1:2", "second")
    with copy(ours, "AB") as theirs:
        theirs.coder = "CS"
        apply(theirs, "food", "P1:3", "second")
        passes.seal(ours, "second")
        found = merge(ours, theirs.path)
    assert words(ours)["second"] == {("P1", "My neighbor helps.")}
    assert dict(found.left) == {("sealed here", "codings"): 1}
    assert not found.whole


def test_same_coding_made_in_both_is_one(ours: Project) -> None:
    passes.start(ours, "second")
    with copy(ours, "AB") as theirs:
        theirs.coder = "CS"
        for one in (ours, theirs):
            apply(one, "help", "P1:2", "second")
        found = merge(ours, theirs.path)
    assert found.nothing_new


def test_coding_taken_off_there_is_taken_off_here(ours: Project) -> None:
    passes.start(ours, "second")
    apply(ours, "help", "P1:2", "second")
    with copy(ours, "AB") as theirs:
        undo(theirs)
        found = merge(ours, theirs.path)
    assert words(ours)["second"] == set()
    assert found.retired == {"codings": 1}


@pytest.mark.parametrize(
    ("definition", "kept"), [("", "Ours."), ("Ours.", "Ours.")], ids=["theirs is empty", "the same"]
)
def test_code_made_in_both_is_one(ours: Project, definition: str, kept: str) -> None:
    with copy(ours, "AB") as theirs:
        codebook.add(ours, "hope", definition="Ours.")
        codebook.add(theirs, "hope", definition=definition)
        code_pass(theirs, "second", ("hope", "P2:3"))
        before = seal_of(theirs, "second")
        merge(ours, theirs.path)
    assert [one.name for one in codebook.codes(ours)] == ["food", "help", "hope", "music"]
    assert codebook.find(ours, "hope").definition == kept
    assert seal_of(ours, "second") == before
    assert problems(ours) == []


def test_empty_definition_is_filled_from_theirs(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        codebook.add(ours, "hope")
        codebook.add(theirs, "hope", definition="Theirs.")
        merge(ours, theirs.path)
    assert codebook.find(ours, "hope").definition == "Theirs."


def test_codings_of_a_code_made_in_both_count_under_ours(
    ours: Project, words_of: Callable[[Project, str], list[tuple[str, str]]]
) -> None:
    with copy(ours, "AB") as theirs:
        codebook.add(ours, "hope")
        codebook.add(theirs, "Hope")
        code_pass(theirs, "second", ("Hope", "P2:3"))
        merge(ours, theirs.path)
    assert words_of(ours, "second") == [("hope", "Then the choir came along.")]


def test_codes_of_one_name_and_two_meanings_stand_beside_each_other(
    ours: Project, words_of: Callable[[Project, str], list[tuple[str, str]]]
) -> None:
    with copy(ours, "AB") as theirs:
        codebook.add(ours, "hope", definition="Ours.")
        codebook.add(theirs, "hope", definition="Theirs.")
        code_pass(theirs, "second", ("hope", "P2:3"))
        found = merge(ours, theirs.path)
    assert names(found) == [("code", "hope", "hope (AB)")]
    assert [(one.label, one.ours, one.theirs, one.kept) for one in found.conflicts] == [
        ("hope", "Ours.", "Theirs.", "both")
    ]
    assert words_of(ours, "second") == [("hope (AB)", "Then the choir came along.")]


def test_codes_that_a_person_calls_the_same_are_one(
    ours: Project, words_of: Callable[[Project, str], list[tuple[str, str]]]
) -> None:
    with copy(ours, "AB") as theirs:
        codebook.add(theirs, "singing", definition="Theirs.")
        code_pass(theirs, "second", ("singing", "P2:3"))
        found = merge(ours, theirs.path, {"singing": "music"})
    assert words_of(ours, "second") == [("music", "Then the choir came along.")]
    assert codebook.find(ours, "music").definition == "What music means."
    assert [(one.theirs, one.here) for one in found.same] == [("singing", "music")]


def test_same_names_codes_that_are_there(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        with pytest.raises(NotTheirCode, match="no code called 'sinning'"):
            merge(ours, theirs.path, {"sinning": "music"})
        with pytest.raises(codebook.CodeNotFound):
            merge(ours, theirs.path, {"help": "no such"})
        with pytest.raises(AlreadyHere, match="as 'food'"):
            merge(ours, theirs.path, {"food": "music"})


def test_what_only_they_changed_is_taken_over_and_told(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        codebook.rename(theirs, "food", "meals")
        codebook.move(theirs, "meals", "help")
        found = merge(ours, theirs.path)
    meals = codebook.find(ours, "meals")
    assert meals.parent_id == codebook.find(ours, "help").id
    assert [(one.column, one.ours, one.theirs, one.kept) for one in found.changed] == [
        ("name", "food", "meals", "theirs"),
        ("parent_id", None, "help", "theirs"),
    ]


def test_what_only_we_changed_stands(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        codebook.rename(ours, "food", "meals")
        found = merge(ours, theirs.path)
    assert found.nothing_new
    assert found.changed == []
    assert codebook.find_or_none(ours, "food") is None


def test_what_both_changed_stays_ours_with_both_states_told(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        codebook.edit(theirs, "food", {"definition": "Theirs."})
        codebook.edit(ours, "food", {"definition": "Ours."})
        participants.set_values(theirs, "P1", {"age": "30"})
        participants.set_values(ours, "P1", {"age": "31"})
        found = merge(ours, theirs.path)
    assert [(one.what, one.label, one.ours, one.theirs, one.kept) for one in found.conflicts] == [
        ("code", "food", "Ours.", "Theirs.", "ours"),
        ("attribute", "P1 age", "31", "30", "ours"),
    ]
    assert codebook.find(ours, "food").definition == "Ours."


def test_merging_back_takes_over_what_was_decided_and_says_so(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        codebook.edit(theirs, "food", {"definition": "Theirs."})
        codebook.edit(ours, "food", {"definition": "Ours."})
        codebook.add(theirs, "hope", definition="Theirs.")
        codebook.add(ours, "hope", definition="Ours.")
        merge(ours, theirs.path)
        back = merge(theirs, ours.path)
        assert [
            (one.label, one.theirs, one.decided_there) for one in back.changed if one.column != "name"
        ] == [("food", "Ours.", True)]
        assert [one.name for one in codebook.codes(theirs)] == [one.name for one in codebook.codes(ours)]
        assert [one.id for one in codebook.codes(theirs)] == [one.id for one in codebook.codes(ours)]
        assert merge(theirs, ours.path).nothing_new
        assert merge(ours, theirs.path).nothing_new


def test_state_that_a_third_copy_still_has_is_older(ours: Project) -> None:
    with copy(ours, "AB") as anna, copy(ours, "CD") as carl:
        codebook.edit(anna, "food", {"definition": "First."})
        merge(carl, anna.path)
        codebook.edit(anna, "food", {"definition": "Second."})
        merge(ours, anna.path)
        found = merge(ours, carl.path)
    assert found.conflicts == []
    assert codebook.find(ours, "food").definition == "Second."


def test_code_retired_there_is_retired_here_and_told(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        codebook.retire(theirs, "music")
        found = merge(ours, theirs.path)
    assert codebook.find_or_none(ours, "music") is None
    assert [(one.label, one.column, one.theirs) for one in found.changed] == [("music", "state", "retired")]


def test_code_retired_here_stays_retired(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        codebook.retire(ours, "music")
        codebook.edit(theirs, "music", {"definition": "Theirs."})
        merge(ours, theirs.path)
    assert codebook.find_or_none(ours, "music") is None


def test_codings_of_a_code_that_is_retired_here_come_and_are_told(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        code_pass(theirs, "second", ("music", "P2:3"), ("music", "P2:4"))
        codebook.retire(ours, "music")
        found = merge(ours, theirs.path)
    assert len(found.notes) == 1
    assert "'music' is retired here, and 2 of what came" in found.notes[0]
    assert found.notes[0].endswith("qualcode codes restore music")
    assert problems(ours) == []


def test_codes_moved_under_each_other_make_no_circle(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        codebook.move(theirs, "food", "help")
        codebook.move(ours, "help", "food")
        found = merge(ours, theirs.path)
    assert codebook.find(ours, "food").parent_id is None
    assert [(one.label, one.column) for one in found.conflicts] == [("food", "parent_id")]


def test_codes_merged_into_each_other_make_no_circle(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        codebook.merge(theirs, ["food"], "help")
        codebook.merge(ours, ["help"], "food")
        merge(ours, theirs.path)
    assert [one.name for one in codebook.codes(ours)] == ["food", "music"]


def test_renamed_there_to_a_name_that_we_gave_comes_beside(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        codebook.rename(theirs, "food", "meals")
        codebook.add(ours, "meals")
        found = merge(ours, theirs.path)
    assert {one.name for one in codebook.codes(ours)} >= {"meals", "meals (CS)"}
    assert names(found) == [("code", "meals", "meals (CS)")]


def test_passes_of_one_name_are_two(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        code_pass(theirs, "second", ("help", "P1:2"))
        code_pass(ours, "second", ("food", "P1:3"))
        found = merge(ours, theirs.path)
    assert words(ours)["second"] == {("P1", "She brings soup on Mondays.")}
    assert words(ours)["second (AB)"] == {("P1", "My neighbor helps.")}
    assert names(found) == [("pass", "second", "second (AB)")]


def test_transcript_comes_with_its_turns_units_and_words_to_search(ours: Project, tmp_path: Path) -> None:
    with copy(ours, "AB") as theirs:
        bring_in(theirs, tmp_path, P3="Interviewer: And?\n\nP3: Kayaking helps. I paddle at dawn.\n")
        merge(ours, theirs.path)
        there = library.find(theirs, "P3")
        assert library.units(ours, there.id) == library.units(theirs, there.id)
    assert library.text(ours, there.id).endswith("I paddle at dawn.\n")
    assert [one.address for one in search.search(ours, by_words("paddle"))] == ["P3@41-47"]
    assert problems(ours) == []


def test_same_interview_imported_in_both_is_one(ours: Project, tmp_path: Path) -> None:
    with copy(ours, "AB") as theirs:
        for one in (ours, theirs):
            bring_in(one, tmp_path, P3="Interviewer: And?\n\nP3: Kayaking helps.\n")
        code_pass(theirs, "second", ("help", "P3:2"))
        found = merge(ours, theirs.path)
        assert merge(theirs, ours.path).conflicts == []
    assert [(one.what, one.here) for one in found.same] == [("transcript", "P3")]
    assert words(ours)["second"] == {("P3", "Kayaking helps.")}
    assert [line.seal for line in found.passes.values()] == ["made anew"]
    assert problems(ours) == []


def test_other_words_under_the_same_name_stay_away_until_one_is_renamed(
    ours: Project, tmp_path: Path
) -> None:
    with copy(ours, "AB") as theirs:
        bring_in(ours, tmp_path, P3="Interviewer: And?\n\nP3: Kayaking helps.\n")
        bring_in(theirs, tmp_path, P3="Interviewer: And?\n\nP3: Chess helps.\n")
        code_pass(theirs, "second", ("help", "P3:2"), ("help", "P1:2"))
        found = merge(ours, theirs.path)
        assert found.refused == [
            ("transcript", "P3", "other words"),
            ("pass", "second", "rests on what stayed away"),
        ]
        assert not found.whole
        assert "second" not in words(ours)
        library.rename(theirs, "P3", "P3b")
        assert merge(ours, theirs.path).whole
    assert words(ours)["second"] == {("P3b", "Chess helps."), ("P1", "My neighbor helps.")}


def test_name_of_a_transcript_that_is_taken_here_stays_ours(ours: Project, tmp_path: Path) -> None:
    with copy(ours, "AB") as theirs:
        library.rename(theirs, "P2", "Second")
        bring_in(ours, tmp_path, Second="Interviewer: And?\n\nEve: Chess helps.\n")
        found = merge(ours, theirs.path)
        assert merge(ours, theirs.path).nothing_new
    assert found.changed == []
    assert [(one.label, one.column, one.theirs) for one in found.conflicts] == [("P2", "name", "Second")]


def test_memos_come_with_what_they_are_about(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        memos.add(theirs, "A thought.", memos.subject(theirs, "food"))
        merge(ours, theirs.path)
    assert [(one.text, one.coder) for one in memos.memos(ours)] == [("A thought.", "AB")]


def test_themes_claims_and_quotes_come_with_numbers_of_their_own(tmp_path: Path) -> None:
    with themes_study(tmp_path / "study") as ours, copy(ours, "AB") as theirs:
        for one, place in ((ours, "P1:2"), (theirs, "P10:3")):
            themes.add(one, "doubt", ["doubted at first"])
            quotes.add(one, "doubt", addresses.resolve(one, place))
            claims.add(one, f"They doubted at {place}.", "doubt", [addresses.resolve(one, place)])
        found = merge(ours, theirs.path)
        numbers = [(one.number, one.theme) for one in quotes.quotes(ours)]
        sentences = {one.number: one.text for one in claims.claims(ours)}
    assert numbers == [(1, "doubt"), (2, "doubt (AB)")]
    assert sentences[2].startswith("They doubted at P10:3")
    assert names(found) == [
        ("theme", "doubt", "doubt (AB)"),
        ("number", "c1", "c2"),
        ("number", "q1", "q2"),
    ]


def test_questions_get_labels_of_their_own(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        for one, wording in ((ours, "Our question?"), (theirs, "Their question?")):
            add_question(one, wording)
        found = merge(ours, theirs.path)
    assert [(one.label, one.wording) for one in study(ours).questions] == [
        ("Q1", "How do people stay?"),
        ("Q2", "Our question?"),
        ("Q3", "Their question?"),
    ]
    assert names(found) == [("question", "Q2", "Q3")]


def test_participant_whose_making_was_undone_here_is_brought_back(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        for one in (ours, theirs):
            participants.add(one, "P9", {"age": "30"})
        undo(ours)
        merge(ours, theirs.path)
    assert participants.find(ours, "P9").attributes == {"age": "30"}


def test_reconciliation_made_in_a_copy_comes_with_its_decisions(ours: Project) -> None:
    code_pass(ours, "second", ("help", "P1:2"), ("music", "P1:3"))
    with copy(ours, "AB") as theirs:
        session = open_session(theirs, "hand", "second", "agreed")
        for one in session.pending():
            session.decide(one, "a", "Ours is right.")
        merge(ours, theirs.path)
        assert words(ours)["agreed"] == words(theirs)["agreed"]
    rows = ours.tuples("SELECT decision, reason FROM decisions WHERE deleted_at IS NULL")
    assert set(rows) == {("a", "Ours is right.")}


def test_answer_to_a_suggestion_comes_with_the_coding(ours: Project) -> None:
    codebook.edit(ours, "help", {"definition": "My neighbor helps."})
    passes.start(ours, "second", mode="assisted")
    running.suggest(ours, Request("second", codes=("help",)))
    with copy(ours, "AB") as theirs:
        theirs.coder = "CS"
        deciding.accept(theirs, deciding.show(theirs, listing.suggestions(theirs)[0]))
        merge(ours, theirs.path)
    assert listing.suggestions(ours)[0].status == "accepted"
    assert len(words(ours)["second"]) == 1


@pytest.mark.parametrize("content", [b"", b"just words, no database at all"])
def test_file_that_is_no_project_is_refused(ours: Project, tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "other.qualcode"
    other.write_bytes(content)
    with pytest.raises(NotAProject):
        merge(ours, other)


def test_file_that_is_not_there_is_told(ours: Project, tmp_path: Path) -> None:
    with pytest.raises(ProjectNotFound):
        merge(ours, tmp_path / "no.qualcode")


def test_newer_file_is_refused(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        theirs.connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('qualcode', 'later', '')"
        )
        with pytest.raises(NewerProject, match="newer qualcode"):
            merge(ours, theirs.path)


def test_project_is_not_merged_into_itself(ours: Project) -> None:
    with pytest.raises(SameFile):
        merge(ours, ours.path)


def test_another_study_is_refused_unless_it_shares_transcripts(ours: Project, tmp_path: Path) -> None:
    path = tmp_path / "apart" / "other.qualcode"
    create_study(path, title="Another", coder="AB")
    with open_project(path) as other:
        with pytest.raises(AnotherStudy, match="none of its 0 transcripts"):
            merge(ours, path)
        bring_in(other, path.parent, P1=P1, P9="P9: Alone.\n")
        codebook.add(other, "helping")
        code_pass(other, "apart", ("helping", "P1:2"))
        found = merge(ours, path)
    assert (found.same_study, found.shared) == (False, 1)
    assert words(ours)["apart"] == {("P1", "My neighbor helps.")}
    assert ours.setting("title") == "A study"
    assert problems(ours) == []

"""Where a study stands, and the one thing that comes next."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from conftest import bring_in
from themes_study import study as themed_study

from qualcode import phases
from qualcode.codes import codebook, freezes
from qualcode.passes import coding, memos, passes
from qualcode.store.actions import undo
from qualcode.store.approach import set_approach
from qualcode.store.project import open_project
from qualcode.store.study import create_study
from qualcode.themes import review, themes
from qualcode.transcripts import addresses, library, participants

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


def missing(project: Project) -> list[str]:
    return [step.what for step in phases.status(project).steps]


def next_command(project: Project) -> str:
    step = phases.next_step(phases.status(project))
    assert step is not None
    return step.command


def test_empty_study_misses_transcripts_first(project: Project) -> None:
    found = phases.status(project)
    assert (found.title, found.questions, found.phase) == ("A study", ("How do people stay?",), 0)
    assert "transcripts" in missing(project)
    assert next_command(project) == "qualcode import FOLDER --dry-run"
    assert set(found.counts.values()) == {0, 1}
    assert found.counts["coders"] == 1


def test_study_without_a_question_is_asked_for_one(tmp_path: Path) -> None:
    create_study(tmp_path / "x.qualcode", title="T")
    with open_project(tmp_path / "x.qualcode") as project:
        assert missing(project)[0] == "a research question"


def test_each_step_done_is_no_longer_missing(interview: Project) -> None:
    assert "attributes of the participants" in missing(interview)
    participants.set_values(interview, "P1", {"setting": "ward"})
    assert "attributes of the participants" not in missing(interview)
    assert next_command(interview).startswith("qualcode codes add")
    codebook.add(interview, "chance")
    assert next_command(interview) == "qualcode passes start hand"
    passes.start(interview, "hand")
    assert "codings" in missing(interview)
    coding.apply(interview, "chance", addresses.resolve(interview, "P1:2"))
    assert "codings" not in missing(interview)
    assert "a seal on the pass hand" in missing(interview)
    passes.seal(interview, "hand")
    assert "a second pass" in missing(interview)
    assert "a frozen codebook" in missing(interview)
    freezes.freeze(interview, "pre-themes")
    assert "a frozen codebook" not in missing(interview)
    assert phases.status(interview).codes_at_freeze == 1


def test_counts_are_of_what_is_live_and_data(interview: Project) -> None:
    codebook.add(interview, "chance")
    passes.start(interview, "hand")
    coding.apply(interview, "chance", addresses.resolve(interview, "P1:2"))
    counts = phases.status(interview).counts
    assert (counts["transcripts"], counts["participants"], counts["codes"], counts["codings"]) == (1, 1, 1, 1)
    assert counts["words"] == interview.value("SELECT words FROM transcripts")
    codebook.retire(interview, "chance")
    assert phases.status(interview).counts["codings"] == 0
    undo(interview)
    library.retire(interview, "P1")
    counts = phases.status(interview).counts
    assert (counts["transcripts"], counts["words"], counts["codings"]) == (0, 0, 0)


def test_suggested_commands_quote_names_with_spaces(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, P1="P1: one\n")
    passes.start(project, "first reading")
    commands = [step.command for step in phases.status(project).steps]
    (seal,) = [command for command in commands if "seal" in command]
    assert shlex.split(seal) == ["qualcode", "passes", "seal", "first reading"]
    passes.seal(project, "first reading")
    commands = [step.command for step in phases.status(project).steps]
    (second,) = [command for command in commands if "--blind-to" in command]
    assert shlex.split(second)[-1] == "first reading"


def test_two_passes_ask_for_comparison(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, P1="P1: one\n")
    passes.start(project, "a")
    passes.start(project, "b c")
    (step,) = [step for step in phases.status(project).steps if "comparison" in step.what]
    assert step.command == 'qualcode compare a "b c"; qualcode reconcile a "b c" --into agreed'


def test_reflexive_studies_read_the_later_names(tmp_path: Path) -> None:
    create_study(tmp_path / "x.qualcode", title="T", questions=["Q"], approach="reflexive")
    with open_project(tmp_path / "x.qualcode") as project:
        assert phases.status(project).phase_names[3] == "generating initial themes"


def test_coded_study_moves_on_to_themes(tmp_path: Path) -> None:
    with themed_study(tmp_path) as project:
        assert "candidate themes" in missing(project)
        assert "codings" not in missing(project)


def test_what_is_there_stands_beside_what_is_missing(tmp_path: Path) -> None:
    with themed_study(tmp_path) as project:
        found = phases.status(project)
        assert (0, "3 transcripts of 3 participants") in found.there
        assert (1, "1 attribute of the participants") in found.there
        assert (2, "hand (pass by CS)") in found.there
        assert not [what for phase, what in found.there if phase > 2]


def test_early_impressions_and_checks_by_ear_are_missed_without_holding_a_study_back(
    tmp_path: Path,
) -> None:
    with themed_study(tmp_path) as project:
        early = {step.what: step.holds for step in phases.status(project).steps if step.phase < 2}
        assert early == {"a check of 3 transcripts by ear": False, "a memo on first impressions": False}
        memos.add(project, "It was cold.", kind="familiarization")
        assert "a memo on first impressions" not in missing(project)
        assert (1, "memos: 1 familiarization") in phases.status(project).there


def test_candidate_waits_for_its_review_and_then_for_its_definition(tmp_path: Path) -> None:
    with themed_study(tmp_path) as project:
        passes.seal(project, "hand")
        set_approach(project, "reflexive", "one coder, one reading")
        assert phases.status(project).phase == 3
        themes.add(project, "Earning a place", ["doubted at first", "asked now"])
        assert phases.status(project).phase == 4
        assert next_command(project) == 'qualcode themes review "Earning a place" --level 1'
        review.sign_off(project, "Earning a place", 1)
        assert phases.status(project).phase == 5
        assert next_command(project).startswith('qualcode themes define "Earning a place"')
        themes.define(project, "Earning a place", essence="Worth has to be shown.")
        assert phases.status(project).phase == 6
        assert "quotes" in missing(project)


def test_reviews_searches_and_the_final_form_are_asked_for_one_after_the_other(tmp_path: Path) -> None:
    with themed_study(tmp_path) as project:
        name = "Earning a place"
        themes.add(project, name, ["doubted at first"])
        themes.define(project, name, essence="Worth has to be shown.")
        assert f"a review of {name} against the whole data set" in missing(project)
        assert f"a search for contrary accounts to {name}" in missing(project)
        review.sign_off(project, name, 1)
        review.sign_off(project, name, 2)
        review.record_search(project, name, "read all who are not in it")
        told = [what for what in missing(project) if name in what]
        assert told == [f"the final form of {name}"]
        review.finalize(project, name)
        assert not [what for what in missing(project) if name in what]
        assert (5, "1 of 1 defined, 1 final") in phases.status(project).there


def test_reflexive_study_is_asked_neither_for_a_second_pass_nor_for_a_frozen_codebook(
    tmp_path: Path,
) -> None:
    with themed_study(tmp_path) as project:
        passes.seal(project, "hand")
        assert {"a second pass", "a frozen codebook"} <= set(missing(project))
        set_approach(project, "reflexive", "coding is my reading")
        assert not {"a second pass", "a frozen codebook"} & set(missing(project))


def test_reliability_study_freezes_its_codebook_before_the_second_pass(tmp_path: Path) -> None:
    with themed_study(tmp_path) as project:
        passes.seal(project, "hand")
        set_approach(project, "coding-reliability", "two coders will code")
        assert next_command(project) == "qualcode codes freeze pre-themes"

"""A pass: started under stated conditions, read in part, sealed for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command_line import dump
from conftest import bring_in

from qualcode.codes import codebook
from qualcode.errors import UsageError
from qualcode.passes import coding, passes
from qualcode.passes.passes import NothingToRead, PassNameTaken, PassNotFound, PassNotNamed, PassSealed
from qualcode.store.actions import undo
from qualcode.store.project import open_project
from qualcode.transcripts import addresses, library
from qualcode.transcripts.addresses import OutsideTranscript
from qualcode.transcripts.library import TranscriptNotFound

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


HAND = "hand"


def names(project: Project) -> list[str]:
    return [one.name for one in passes.passes(project)]


def read(project: Project, name: str) -> list[str]:
    ids = passes.assigned(project, passes.find(project, name).id)
    return sorted(library.by_id(project, one).name for one in ids)


def test_pass_is_given_all_data_that_is_there_now(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, P1="P1: one\n", P2="P2: two\n")
    passes.start(project, "hand")
    bring_in(project, tmp_path, P3="P3: three\n")
    assert read(project, "hand") == ["P1", "P2"]


def test_pass_may_be_given_some_transcripts_named_twice(project: Project, tmp_path: Path) -> None:
    bring_in(project, tmp_path, P1="P1: one\n", P2="P2: two\n")
    passes.start(project, "hand", transcripts=["P2", "p2"])
    assert read(project, "hand") == ["P2"]


def test_pass_belongs_to_whoever_acts_or_is_named(interview: Project) -> None:
    assert passes.start(interview, "a").coder == "CS"
    assert passes.start(interview, "b", coder="BK").coder == "BK"
    with open_project(interview.path, "cs") as other:
        assert passes.start(other, "c").coder == "CS"


def test_name_is_found_in_other_case_and_given_once(interview: Project) -> None:
    passes.start(interview, "First pass")
    assert passes.find(interview, " first PASS ").name == "First pass"
    with pytest.raises(PassNameTaken):
        passes.start(interview, "FIRST pass")


@pytest.mark.parametrize("name", ["", " ", "two\nlines"])
def test_what_is_no_name_is_wrong_usage(interview: Project, name: str) -> None:
    with pytest.raises(UsageError):
        passes.start(interview, name)
    assert names(interview) == []


def test_unknown_pass_offers_near_misses_or_the_command_that_starts_it(interview: Project) -> None:
    passes.start(interview, "second reading")
    with pytest.raises(PassNotFound) as error:
        passes.find(interview, "secnd reading")
    assert error.value.hint == "Did you mean 'second reading'?"
    with pytest.raises(PassNotFound) as error:
        passes.find(interview, "zz top")
    assert 'qualcode passes start "zz top"' in error.value.hint


def test_failed_start_leaves_no_pass(interview: Project) -> None:
    before = dump(interview.path)
    with pytest.raises(TranscriptNotFound):
        passes.start(interview, "hand", transcripts=["P1", "P9"])
    with pytest.raises(PassNotFound):
        passes.start(interview, "hand", blind_to=["nobody"])
    assert dump(interview.path) == before


def test_pass_cannot_be_blind_to_itself(interview: Project) -> None:
    with pytest.raises(PassNotFound):
        passes.start(interview, "hand", blind_to=["hand"])
    assert names(interview) == []


def test_pass_needs_something_to_read(project: Project) -> None:
    with pytest.raises(NothingToRead):
        passes.start(project, "hand")


def test_blind_turns_into_saw_once_shown_and_never_back(interview: Project) -> None:
    first, second = passes.start(interview, "a"), passes.start(interview, "b", blind_to=["A"])
    assert passes.sight(interview, second.id, first.id) == "blind"
    assert passes.sight(interview, first.id, second.id) == "not stated"
    passes.record_sight(interview, second.id, first.id)
    assert passes.sight(interview, second.id, first.id) == "saw"


def test_stretches_not_read_are_united(interview: Project) -> None:
    one = passes.start(interview, "hand")
    passes.mark_unread(interview, "hand", ["P1:2", "P1:2-3", "P1@0-4"])
    (spans,) = passes.unread(interview, one.id).values()
    whole = addresses.resolve(interview, "P1:2-3")
    assert spans == [(0, 4), (whole.start_char, whole.end_char)]
    undo(interview)
    assert passes.unread(interview, one.id) == {}


def test_one_bad_place_leaves_none_marked(interview: Project) -> None:
    one = passes.start(interview, "hand")
    with pytest.raises(OutsideTranscript):
        passes.mark_unread(interview, "hand", ["P1:2", "P1:99"])
    assert passes.unread(interview, one.id) == {}


def test_sealed_pass_refuses_everything(interview: Project) -> None:
    codebook.add(interview, "chance")
    passes.start(interview, "hand")
    place = addresses.resolve(interview, "P1:2")
    coding.apply(interview, "chance", place)
    passes.seal(interview, "hand")
    before = dump(interview.path)
    for refused in (
        lambda: passes.seal(interview, "hand"),
        lambda: passes.mark_unread(interview, "hand", ["P1:2"]),
        lambda: coding.apply(interview, "chance", addresses.resolve(interview, "P1:3"), pass_name=HAND),
        lambda: coding.unapply(interview, "chance", place, "hand"),
    ):
        with pytest.raises(PassSealed, match=r"was sealed on .* and never changes") as error:
            refused()
        assert "passes start" in error.value.hint
    assert dump(interview.path) == before


def test_seal_is_the_hash_of_the_codings(interview: Project) -> None:
    codebook.add(interview, "chance")
    passes.start(interview, "hand")
    empty = passes.fingerprint(interview, passes.find(interview, "hand").id)
    coding.apply(interview, "chance", addresses.resolve(interview, "P1:2"))
    sealed = passes.seal(interview, "hand")
    assert sealed.seal == passes.fingerprint(interview, sealed.id) != empty


def test_only_open_pass_is_meant_when_none_is_named(interview: Project) -> None:
    with pytest.raises(PassNotNamed, match="No pass is open"):
        passes.find_open(interview, None)
    passes.start(interview, "a")
    assert passes.find_open(interview, None).name == "a"
    passes.start(interview, "b and c")
    with pytest.raises(PassNotNamed, match="a, b and c") as error:
        passes.find_open(interview, None)
    assert error.value.hint == "Say which one: --pass a."
    passes.seal(interview, "a")
    assert passes.find_open(interview, None).name == "b and c"


def test_of_several_open_passes_the_coders_own_is_meant(interview: Project) -> None:
    passes.start(interview, "a")
    passes.start(interview, "b", coder="BK")
    with open_project(interview.path, "bk") as mine:
        assert passes.find_open(mine, None).name == "b"

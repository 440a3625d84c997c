from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from conftest import INTERVIEW
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.codes import codebook
from qualcode.passes import coding, integrity, memos, orphans, passes, quotations
from qualcode.passes.overview import described
from qualcode.passes.replacing import NothingToReplace, replace_transcript
from qualcode.store.actions import redo, undo
from qualcode.store.project import open_project
from qualcode.store.study import create_study
from qualcode.transcripts import addresses, library, overview, search
from qualcode.transcripts.finders import by_words
from qualcode.transcripts.importing import import_files
from qualcode.transcripts.library import EarlierVersion, TranscriptNotFound
from qualcode.transcripts.prepare import ImportOptions

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.passes.replacing import Replacement
    from qualcode.store.project import Project

CORRECTED = (
    INTERVIEW.replace("I saw", "Well, I saw")
    .replace(" I nearly left.", "")
    .replace("remembered my name", "knew my name")
)


@pytest.fixture
def coded(interview: Project) -> Project:
    """In `hand`: units 1 to 4 and 7 to 9; each with a memo."""
    codebook.add(interview, "chance")
    passes.start(interview, "hand")
    for address in ("P1:1", "P1:2", "P1:3", "P1:4", "P1:7", "P1:8-9"):
        place = addresses.resolve(interview, address)
        coding.apply(interview, "chance", place, memo=f"about {address}")
    return interview


def corrected(
    project: Project, folder: Path, text: str = CORRECTED, *, rehearsal: bool = False
) -> Replacement:
    file = folder / "corrected.txt"
    file.write_text(text, encoding="utf-8")
    return replace_transcript(project, "P1", file, rehearsal=rehearsal)


def told(project: Project) -> list[tuple[str, str, str | None]]:
    found = quotations.quotations(project, pass_id=passes.find(project, "hand").id)
    return [(one.address, one.quotation, one.memo) for one in found]


def test_every_coding_is_found_again_and_told(coded: Project, tmp_path: Path) -> None:
    result = corrected(coded, tmp_path)
    assert [(one.status, one.old.quotation, one.new and one.new.quotation) for one in result.codings] == [
        ("kept", "How did you start?", "How did you start?"),
        ("moved", "I saw a flyer.", "I saw a flyer."),
        ("moved", "My sister dragged me along, honestly.", "My sister dragged me along, honestly."),
        ("orphaned", "I nearly left.", None),
        (
            "trimmed",
            "They remembered my name 😀 the second week.",
            "They knew my name 😀 the second week.",
        ),
        ("moved", "Nobody does that. So I came back.", "Nobody does that. So I came back."),
    ]


def test_codings_stand_under_the_new_words_with_their_memos(coded: Project, tmp_path: Path) -> None:
    corrected(coded, tmp_path)
    assert told(coded) == [
        ("P1:1", "How did you start?", "about P1:1"),
        ("P1@43-57", "I saw a flyer.", "about P1:2"),
        ("P1:3", "My sister dragged me along, honestly.", "about P1:3"),
        ("P1:6", "They knew my name 😀 the second week.", "about P1:7"),
        ("P1:7-8", "Nobody does that. So I came back.", "about P1:8-9"),
    ]
    waiting = "P1: 1 whose words are gone from the corrected version wait for a decision"
    assert integrity.problems(coded) == [f"{waiting} (`qualcode transcripts orphans`)"]


def test_json_has_the_shape_of_the_contract(coded: Project, tmp_path: Path) -> None:
    value = corrected(coded, tmp_path).as_dict()
    counts = {status: value[status] for status in ("kept", "moved", "trimmed", "orphaned")}
    assert counts == {"kept": 1, "moved": 3, "trimmed": 1, "orphaned": 1}
    assert counts == Counter(one["status"] for one in value["codings"])
    moved, lost = value["codings"][1], value["codings"][3]
    assert moved["old"] == {
        "address": "P1-v1:2",
        "start_char": 37,
        "end_char": 51,
        "quotation": "I saw a flyer.",
    }
    assert (moved["code"], moved["new"]["start_char"], moved["new"]["end_char"]) == ("chance", 43, 57)
    assert lost["new"] is None
    assert lost["nearest"]["quotation"] == "My sister dragged me along, honestly."
    now = {one.id for one in quotations.quotations(coded)}
    assert {one["new"]["id"] for one in value["codings"] if one["new"]} == now


def test_rehearsal_tells_the_same_and_keeps_nothing(coded: Project, tmp_path: Path) -> None:
    before = "\n".join(coded.connection.iterdump())
    rehearsed = corrected(coded, tmp_path, rehearsal=True).as_dict()
    assert "\n".join(coded.connection.iterdump()) == before
    done = corrected(coded, tmp_path).as_dict()
    for one in (*rehearsed["codings"], *done["codings"]):
        if one["new"]:
            del one["new"]["id"]
    assert rehearsed == done


def test_undo_and_redo_are_one_action_each(coded: Project, tmp_path: Path) -> None:
    before = told(coded)
    corrected(coded, tmp_path)
    after = told(coded)
    assert undo(coded) == "transcripts replace"
    assert told(coded) == before
    assert library.text(coded, library.find(coded, "P1").id) == INTERVIEW
    assert integrity.problems(coded) == []
    assert redo(coded) == "transcripts replace"
    assert told(coded) == after
    assert library.text(coded, library.find(coded, "P1").id) == CORRECTED


def test_sealed_pass_keeps_its_version_and_says_so(coded: Project, tmp_path: Path) -> None:
    before = told(coded)
    passes.seal(coded, "hand")
    result = corrected(coded, tmp_path)
    assert (result.codings, result.stay) == ((), ("hand",))
    assert [(words, memo) for _, words, memo in told(coded)] == [(words, memo) for _, words, memo in before]
    assert told(coded)[0][0] == "P1-v1:1"
    value = described(coded, passes.find(coded, "hand"))
    assert value["transcripts"] == ["P1-v1"]
    assert [(one["transcript"], one["replaced_by"]) for one in value["replaced"]] == [("P1-v1", "P1")]
    assert integrity.problems(coded) == []


def test_sealed_passes_are_still_compared_on_the_version_both_read(coded: Project, tmp_path: Path) -> None:
    from qualcode.passes.reading import read_by_two

    passes.seal(coded, "hand")
    passes.start(coded, "second")
    passes.seal(coded, "second")
    corrected(coded, tmp_path)
    compared = [passes.find(coded, "hand"), passes.find(coded, "second")]
    assert [transcript.name for transcript, _ in read_by_two(coded, compared)] == ["P1-v1"]


def test_open_pass_reads_the_corrected_version_from_now_on(coded: Project, tmp_path: Path) -> None:
    corrected(coded, tmp_path)
    assert described(coded, passes.find(coded, "hand"))["transcripts"] == ["P1"]
    coding.apply(coded, "chance", addresses.resolve(coded, "P1:2"))
    assert ("P1:2", "Well, I saw a flyer.", None) in told(coded)


def test_former_version_is_out_of_lists_and_search_but_can_be_read(coded: Project, tmp_path: Path) -> None:
    corrected(coded, tmp_path)
    assert [one["transcript"] for one in overview.overviews(coded)] == ["P1"]
    assert overview.details(coded, "P1")["replaces"] == "P1-v1"
    assert list(search.search(coded, by_words("nearly"))) == []
    assert library.text(coded, library.find(coded, "P1-v1").id) == INTERVIEW


def test_former_version_is_not_replaced_again(coded: Project, tmp_path: Path) -> None:
    corrected(coded, tmp_path)
    file = tmp_path / "corrected.txt"
    with pytest.raises(EarlierVersion, match="P1-v1 was replaced"):
        replace_transcript(coded, "P1-v1", file)


def test_same_words_are_not_a_correction(coded: Project, tmp_path: Path) -> None:
    with pytest.raises(NothingToReplace):
        corrected(coded, tmp_path, INTERVIEW)
    with pytest.raises(TranscriptNotFound):
        replace_transcript(coded, "P9", tmp_path / "corrected.txt")


def test_versions_follow_each_other_and_retire_together(coded: Project, tmp_path: Path) -> None:
    corrected(coded, tmp_path)
    corrected(coded, tmp_path, CORRECTED.replace("knew", "recalled"))
    assert {one.name for one in library.transcripts(coded, every_version=True)} == {"P1", "P1-v1", "P1-v2"}
    assert ("P1:6", "They recalled my name 😀 the second week.", "about P1:7") in told(coded)
    library.retire(coded, "P1")
    assert library.transcripts(coded, every_version=True) == []
    library.restore(coded, "P1")
    assert len(library.transcripts(coded, every_version=True)) == 3
    assert [one.transcript for one in orphans.orphans(coded)] == ["P1"]


def test_codings_that_fall_together_become_one(interview: Project, tmp_path: Path) -> None:
    codebook.add(interview, "chance")
    passes.start(interview, "hand")
    for address in ("P1:3", "P1:3-4"):
        coding.apply(interview, "chance", addresses.resolve(interview, address), memo=f"about {address}")
    result = corrected(interview, tmp_path)
    assert [one.status for one in result.codings] == ["moved", "trimmed"]
    assert [words for _, words, _ in told(interview)] == ["My sister dragged me along, honestly."]
    notes = {
        row["body"] for row in interview.rows("SELECT body, about_id FROM memos WHERE deleted_at IS NULL")
    }
    assert notes == {"about P1:3", "about P1:3-4"}


def test_unread_stretches_and_roles_go_along(interview: Project, tmp_path: Path) -> None:
    passes.start(interview, "hand")
    passes.mark_unread(interview, "hand", ["P1:5-9"])
    corrected(interview, tmp_path)
    transcript = library.find(interview, "P1")
    unread = passes.unread(interview, passes.find(interview, "hand").id)[transcript.id]
    text = library.text(interview, transcript.id)
    assert [text[start:end].split()[0] for start, end in unread] == ["What"]
    assert unread[0][1] == len(text.rstrip())
    assert {one["label"]: one["role"] for one in overview.details(interview, "P1")["speakers"]} == {
        "Interviewer": "interviewer",
        "P1": "participant",
    }


def test_memo_on_the_transcript_is_on_the_corrected_one(interview: Project, tmp_path: Path) -> None:
    memos.add(interview, "P1 was in a hurry.", memos.subject(interview, "P1"))
    corrected(interview, tmp_path)
    about = interview.value("SELECT about_id FROM memos")
    assert about == library.find(interview, "P1").id


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_coding_that_the_edit_does_not_touch_quotes_the_same_words(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("edit")
    low = data.draw(st.integers(40, len(INTERVIEW) - 2))
    high = data.draw(st.integers(low, min(low + 60, len(INTERVIEW) - 1)))
    put = data.draw(st.text(st.sampled_from("ab. é😀"), max_size=20))
    edited = INTERVIEW[:low] + put + INTERVIEW[high:]
    create_study(folder / "s.qualcode", title="T", coder="CS")
    (folder / "P1.txt").write_text(INTERVIEW, encoding="utf-8")
    with open_project(folder / "s.qualcode") as project:
        import_files(project, [folder / "P1.txt"], ImportOptions())
        codebook.add(project, "chance")
        passes.start(project, "hand")
        for start, end in library.units(project, library.find(project, "P1").id):
            coding.apply(project, "chance", addresses.resolve(project, f"P1@{start}-{end}"))
        if edited == INTERVIEW:
            return
        result = corrected(project, folder, edited)
        quoted = {one[1] for one in told(project)}
    for one in result.codings:
        if one.old.end_char <= low or one.old.start_char >= high:
            assert one.status in {"kept", "moved"}, one
            assert one.old.quotation in quoted
        if one.new:
            assert edited[one.new.start_char : one.new.end_char] == one.new.quotation


def test_former_version_takes_no_new_coding(coded: Project, tmp_path: Path) -> None:
    corrected(coded, tmp_path)
    with pytest.raises(EarlierVersion, match="P1-v1 was replaced") as refused:
        coding.apply(coded, "chance", addresses.resolve(coded, "P1-v1:5"))
    assert refused.value.hint == "That one is called P1."

"""What was erased, withheld or replaced here does not come back; the order of merges does not matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command_line import dump
from conftest import bring_in
from copied_study import P1, P2, P7, apply, code_pass, copy, words
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.codes import codebook
from qualcode.exchange.merge import merge
from qualcode.passes import memos, passes, withdrawing, withheld
from qualcode.passes.integrity import problems
from qualcode.passes.redacting import redact
from qualcode.transcripts import addresses, deid_choices, deidentify, library, participants

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def ours(project: Project, tmp_path: Path) -> Project:
    """Three interviews and three codes."""
    bring_in(project, tmp_path, P1=P1, P2=P2, P7=P7)
    for name in ("help", "food", "music"):
        codebook.add(project, name, definition=f"What {name} means.")
    return project


def erase(project: Project, name: str) -> None:
    withdrawing.erase(project, withdrawing.prepare(project, name))


def everything(path: Path) -> str:
    return repr(dump(path)).casefold()


def test_words_of_somebody_who_withdrew_here_do_not_come_back(ours: Project, tmp_path: Path) -> None:
    with copy(ours, "AB") as theirs:
        code_pass(theirs, "second", ("help", "P7:2"), ("help", "P1:2"))
        codebook.add(
            theirs, "spare chair", definition="As in “kept the spare chair warm for me”.", kind="in-vivo"
        )
        codebook.edit(theirs, "food", {"definition": "Zanzibar is where my parrot lives."})
        memos.add(theirs, "She says: They kept the spare chair warm for me.")
        memos.add(theirs, "About P7.", memos.subject(theirs, "P7"))
        participants.set_values(theirs, "P7", {"home": "Zanzibar"})
        bring_in(theirs, tmp_path, P8=P7.replace("P7", "Eve"))
        theirs.connection.execute(
            "UPDATE transcripts SET participant_id = (SELECT id FROM participants WHERE name = 'P7')"
            " WHERE name = 'P8'"
        )
        erase(ours, "P7")
        found = merge(ours, theirs.path)
    assert words(ours)["second"] == {("P1", "My neighbor helps.")}
    assert codebook.find(ours, "food").definition == "What food means."
    left = everything(ours.path)
    assert not [word for word in ("spare chair", "zanzibar", "parrot") if word in left]
    assert ("withdrawn", "codings") in found.left
    assert [line.seal for line in found.passes.values()] == ["made anew"]
    assert any("still holds the words of P7" in note for note in found.notes)
    assert problems(ours) == []
    assert found.whole


def test_passage_that_is_withheld_here_is_not_coded_by_a_merge(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        code_pass(theirs, "second", ("help", "P1:2"), ("food", "P1:3"))
        withheld.withhold(ours, "P1", [addresses.resolve(ours, "P1:3")])
        found = merge(ours, theirs.path)
    assert words(ours)["second"] == {("P1", "My neighbor helps.")}
    assert dict(found.left) == {("withheld", "codings"): 1}
    second = passes.find(ours, "second")
    assert list(passes.unread(ours, second.id).values()) == [[(48, 75)]]
    assert problems(ours) == []


def test_coding_made_before_somebody_stopped_comes_and_later_ones_do_not(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        passes.start(theirs, "second")
        apply(theirs, "help", "P1:2")
        withheld.stop(ours, "P1")
        apply(theirs, "food", "P1:3")
        found = merge(ours, theirs.path)
    assert words(ours)["second"] == {("P1", "My neighbor helps.")}
    assert dict(found.left) == {("stopped", "codings"): 1}


def test_withdrawal_there_is_told_with_what_to_type_and_not_done_here(ours: Project) -> None:
    with copy(ours, "AB") as theirs:
        erase(theirs, "P7")
        withheld.withhold(theirs, "P1", [addresses.resolve(theirs, "P1:3")])
        withheld.stop(theirs, "P2")
        found = merge(ours, theirs.path)
    assert library.text(ours, library.find(ours, "P7").id) == P7
    told = "\n".join(found.notes)
    assert "P7 withdrew there" in told
    assert "qualcode withdraw P7 --mode erase" in told
    assert "qualcode withdraw P2 --mode stop" in told
    assert "qualcode withdraw P1 --mode segments --passage P1:3" in told
    assert found.conflicts == []


def test_replaced_words_do_not_come_back_and_codings_stand_on_the_same_words(
    ours: Project, tmp_path: Path
) -> None:
    with copy(ours, "AB") as theirs:
        code_pass(theirs, "second", ("music", "P7:3"), ("help", "P7:2"), ("help", "P1:2"))
        replace(ours, "Zanzibar", "[place 1]", tmp_path)
        found = merge(ours, theirs.path)
    assert words(ours)["second"] == {
        ("P7", "[place 1] is where my parrot lives."),
        ("P7", "They kept the spare chair warm for me."),
        ("P1", "My neighbor helps."),
    }
    assert "zanzibar" not in everything(ours.path)
    assert [line.seal for line in found.passes.values()] == ["made anew"]
    assert any("Words of P7 were replaced" in note for note in found.notes)
    assert problems(ours) == []


def replace(project: Project, word: str, by: str, folder: Path) -> None:
    """De-identify one word everywhere."""
    wanted = {word: by}
    hits = deidentify.scan(project, extra=deid_choices.as_terms(wanted))
    redact(project, hits, deid_choices.chosen(hits, replace=wanted), folder / "log.csv")


PLACES = ("P1:2", "P1:3", "P1:4", "P2:2", "P2:3", "P2:4")
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
Codings = list[tuple[str, str]]
CODINGS = st.lists(st.tuples(st.sampled_from(["help", "food", "hope"]), st.sampled_from(PLACES)), max_size=5)


def work(
    project: Project, name: str, codings: list[tuple[str, str]], *, sealed: bool, definition: str
) -> None:
    """A colleague's evening: a code of their own, and a pass."""
    codebook.add(project, "hope", definition=definition)
    code_pass(project, name, *dict.fromkeys(codings), sealed=sealed)


@settings(max_examples=12, deadline=None, suppress_health_check=SLOW)
@given(
    first=CODINGS,
    second=CODINGS,
    sealed=st.booleans(),
    definitions=st.tuples(st.sampled_from(["", "x"]), st.sampled_from(["", "x", "y"])),
)
def test_order_of_merges_does_not_matter_and_merging_back_converges(
    ours: Project,
    first: Codings,
    second: Codings,
    sealed: bool,
    definitions: tuple[str, str],
) -> None:
    number = sum(1 for _ in ours.path.parent.glob("a*"))
    with (
        copy(ours, f"a{number}") as anna,
        copy(ours, f"b{number}") as bo,
        copy(ours, f"x{number}") as one,
        copy(ours, f"y{number}") as other,
    ):
        work(anna, "anna", first, sealed=sealed, definition=definitions[0])
        work(bo, "bo", second, sealed=True, definition=definitions[1])
        merge(one, anna.path)
        merge(one, bo.path)
        merge(other, bo.path)
        merge(other, anna.path)
        assert words(one) == words(other)
        assert words(one) == {**words(anna), **words(bo)}
        assert problems(one) == problems(other) == []
        merge(anna, one.path)
        assert words(anna) == words(one)
        assert merge(anna, one.path).nothing_new
        assert merge(one, anna.path).nothing_new
        assert [code.id for code in codebook.codes(anna)] == [code.id for code in codebook.codes(one)]

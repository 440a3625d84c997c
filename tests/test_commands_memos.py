from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command_line import run

from qualcode.codes import codebook
from qualcode.passes import acts, passes
from qualcode.transcripts import addresses

if TYPE_CHECKING:
    from qualcode.store.project import Project


@pytest.fixture
def study(interview: Project) -> str:
    """The path of a project with P1, the pass hand, and luck on unit 2."""
    codebook.add(interview, "luck")
    passes.start(interview, "hand")
    acts.apply_codes(interview, "hand", ["luck"], addresses.resolve(interview, "P1:2"))
    return str(interview.path)


def test_a_memo_comes_back_as_it_was_written(study: str) -> None:
    text = "Luck again – “and again”.\nSee P7."
    made = run("-P", study, "memos", "add", text, "--on", "P1:2", "--kind", "reflexive", "--json")
    assert made.code == 0
    assert made.json["on"] == {"what": "coding", "name": "P1:2 luck"}
    shown = run("-P", study, "memos", "show", "1", "--json").json
    assert (shown["number"], shown["kind"], shown["text"]) == (1, "reflexive", text)
    assert run("-P", study, "memos", "show", "1").out.endswith(f"\n\n{text}\n")


def test_a_list_is_narrowed_by_subject_kind_and_words(study: str) -> None:
    run("-P", study, "memos", "add", "On the code.", "--on", "luck")
    run("-P", study, "memos", "add", "On the text.", "--on", "P1", "--kind", "familiarization")
    run("-P", study, "memos", "add", "On nothing.")

    def listed(*options: str) -> list[str]:
        return [one["text"] for one in run("-P", study, "memos", "list", "--json", *options).json]

    assert listed() == ["On the code.", "On the text.", "On nothing."]
    assert listed("--on", "luck") == ["On the code."]
    assert listed("--kind", "familiarization") == ["On the text."]
    assert listed("--find", "NOTHING") == ["On nothing."]


def test_a_memo_that_follows_another_says_so(study: str) -> None:
    run("-P", study, "memos", "add", "Luck?", "--on", "luck")
    run("-P", study, "memos", "add", "No, work.", "--follows", "1")
    assert "followed by memo 2" in run("-P", study, "memos", "show", "1").out
    assert run("-P", study, "memos", "show", "2", "--json").json["follows"] == 1


def test_a_table_has_a_row_for_each_memo(study: str) -> None:
    run("-P", study, "memos", "add", "Luck?", "--on", "luck")
    answer = run("-P", study, "memos", "list")
    assert "Luck?" in answer.out
    assert "analytic" in answer.out
    assert run("-P", study, "memos", "list", "--csv").out.startswith("number,kind,coder,at,text,")


def test_what_cannot_be_found_is_refused_with_a_hint(study: str) -> None:
    answer = run("-P", study, "memos", "add", "Hm.", "--on", "luk")
    assert (answer.code, answer.out) == (1, "")
    assert "Did you mean 'luck'" in answer.err
    assert run("-P", study, "memos", "show", "7").code == 1
    assert run("-P", study, "memos", "add", "Hm.", "--kind", "poetic").code == 2


def test_an_undone_memo_is_gone(study: str) -> None:
    run("-P", study, "memos", "add", "Hm.")
    run("-P", study, "undo")
    assert run("-P", study, "memos", "list", "--json").json == []

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command_line import run
from conftest import INTERVIEW

from qualcode.transcripts.search import Hit, PatternTooSlow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def study(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """P1 imported, and the folder of the study the one to work in."""
    monkeypatch.chdir(path.parent)
    (tmp_path / "P1.txt").write_text(INTERVIEW, encoding="utf-8")
    assert run("import", str(tmp_path / "P1.txt")).code == 0
    return path


def test_hits_in_json_have_addresses_that_apply_takes(study: Path) -> None:
    hits = run("search", "sister OR flyer", "--json").json
    assert [hit["match"] for hit in hits] == ["flyer", "sister"]
    assert set(hits[0]) == {
        "transcript",
        "address",
        "start_char",
        "end_char",
        "speaker",
        "role",
        "match",
        "before",
        "after",
    }
    assert study.exists()
    run("passes", "start", "hand")
    for hit in hits:
        applied = run("apply", "chance", hit["address"], "--create", "--json").json
        assert applied["quotation"] == hit["match"]


@pytest.mark.usefixtures("study")
def test_listing_shows_each_hit_in_its_context() -> None:
    shown = run("search", "sister")
    assert shown.out == (
        "P1@55-61  P1\n    I saw a flyer. My »sister« dragged me along, honestly. I nearly left.\n"
    )
    assert shown.err.endswith("1 found.\n")


@pytest.mark.usefixtures("study")
def test_memos_are_searched_too_when_asked_for() -> None:
    run("memos", "add", "The sister decides.", "--on", "P1")
    assert [hit["match"] for hit in run("search", "sister", "--json").json] == ["sister"]
    said, written = run("search", "sister", "--memos", "--json").json
    assert (said["kind"], said["address"], said["memo"]) == ("transcript", "P1@55-61", None)
    assert (written["kind"], written["memo"], written["memo_kind"]) == ("memo", 1, "analytic")
    assert written["on"] == {"what": "transcript", "name": "P1"}
    assert (written["match"], written["before"], written["after"]) == ("sister", "The ", " decides.")
    assert set(said) == set(written)
    assert run("search", "decides", "--memos").out == (
        "memo 1  analytic  on transcript P1\n    The sister »decides«.\n"
    )
    head, row = run("search", "decides", "--memos", "--csv").out.splitlines()
    assert (
        head
        == "kind,transcript,address,start_char,end_char,speaker,role,match,before,after,memo,memo_kind,on"
    )
    assert row == "memo,,,11,18,,,decides,The sister ,.,1,analytic,transcript:P1"


@pytest.mark.usefixtures("study")
def test_a_pattern_that_gives_up_leaves_no_half_of_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def hits(*_: object) -> Iterator[Hit]:
        yield Hit("P1", "P1:1", 0, 1, "P1", "participant", "x", "", "")
        raise PatternTooSlow("The pattern takes longer than anybody waits.", "")

    monkeypatch.setattr("qualcode.transcripts.search.search", hits)
    for form in ("--json", "--csv"):
        shown = run("search", "--regex", "x", form)
        assert (shown.code, shown.out) == (1, "")


@pytest.mark.usefixtures("study")
def test_nothing_found_is_no_error() -> None:
    shown = run("search", "brother")
    assert (shown.code, shown.out, shown.err) == (0, "", "Nothing found.\n")
    assert run("search", "brother", "--json").json == []
    assert run("search", "brother", "--csv").out.startswith("transcript,address,")


@pytest.mark.usefixtures("study")
def test_limit_and_restrictions_are_kept() -> None:
    assert len(run("search", "--regex", r"\w+", "--limit", "3", "--json").json) == 3
    assert run("search", "you", "--speaker-role", "participant", "--json").json == []
    assert [hit["match"] for hit in run("search", "you", "--in", "P1", "--json").json] == ["you", "you"]
    run("participants", "set", "P1", "age=20s")
    assert len(run("search", "you", "--attribute", "age=20s", "--json").json) == 2
    run("passes", "start", "hand")
    run("apply", "chance", "P1:2", "--create")
    assert [hit["match"] for hit in run("search", "I", "--code", "chance", "--json").json] == ["I"]


@pytest.mark.usefixtures("study")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["("], "A bracket closes|The query ends"),
        (["--regex", "("], "not a regular expression"),
        (["--regex", "--lemma", "go"], "no forms of words"),
        (["go", "--attribute", "age"], "NAME=VALUE"),
        (["go", "--speaker-role", "boss"], "no role"),
        (["go", "--memos", "--in", "P1"], "cannot be restricted"),
    ],
)
def test_what_cannot_be_searched_is_wrong_usage(arguments: list[str], sentence: str) -> None:
    shown = run("search", *arguments)
    assert (shown.code, shown.out) == (2, "")
    assert any(part in shown.err for part in sentence.split("|"))
    assert "Hint: " in shown.err

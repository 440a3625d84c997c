from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command_line import run
from conftest import INTERVIEW

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def corrected(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """P1 with two codings, and a corrected file in which the words of the second are gone."""
    monkeypatch.chdir(path.parent)
    (tmp_path / "P1.txt").write_text(INTERVIEW, encoding="utf-8")
    file = tmp_path / "P1 corrected.txt"
    file.write_text(INTERVIEW.replace("I saw", "So I saw").replace(" I nearly left.", ""), encoding="utf-8")
    run("import", str(tmp_path / "P1.txt"))
    run("passes", "start", "hand")
    for address in ("P1:2", "P1:4"):
        assert run("apply", "chance", address, "--create").code == 0
    return file


def test_dry_run_lists_and_changes_nothing(corrected: Path) -> None:
    shown = run("transcripts", "replace", "P1", str(corrected), "--dry-run")
    assert shown.code == 0
    assert "2 codings: 0 kept, 1 moved, 0 trimmed, 1 orphaned.\nNothing was changed.\n" in shown.err
    assert "I nearly left." in run("transcripts", "text", "P1").out


def test_replace_lists_every_coding(corrected: Path) -> None:
    value = run("transcripts", "replace", "P1", str(corrected), "--json").json
    assert [one["status"] for one in value["codings"]] == ["moved", "orphaned"]
    assert value["codings"][1]["new"] is None
    assert "I nearly left." not in run("transcripts", "text", "P1").out
    assert run("codings", "list", "--json").json[0]["quotation"] == "I saw a flyer."


def test_orphans_stay_listed_until_somebody_decides(corrected: Path) -> None:
    run("transcripts", "replace", "P1", str(corrected))
    listed = run("transcripts", "orphans", "--json").json
    assert [(one["number"], one["label"], one["quotation"]) for one in listed] == [
        (1, "chance", "I nearly left.")
    ]
    assert run("check").code == 1
    assert run("transcripts", "settle", "1").code == 2
    assert run("transcripts", "settle", "1", "--at", listed[0]["nearest"]).code == 0
    assert run("transcripts", "orphans", "--json").json == []
    assert run("check").code == 0
    assert run("transcripts", "settle", "1", "--drop").code == 1


def test_sealed_pass_says_which_version_it_rests_on(corrected: Path) -> None:
    run("passes", "seal", "hand", "--yes")
    shown = run("transcripts", "replace", "P1", str(corrected))
    assert "Sealed, so still on the former version P1-v1: hand." in shown.err
    assert "P1-v1 (by P1" in run("passes", "show", "hand").out
    assert run("check").code == 0


@pytest.mark.usefixtures("corrected")
def test_verified_transcript_says_by_whom() -> None:
    assert run("transcripts", "verify", "P1", "--share", "100", "--by", "CS").code == 0
    assert run("transcripts", "list", "--json").json[0]["verified"]["by"] == "CS"
    assert "100% by CS" in run("transcripts", "show", "P1").out
    assert run("transcripts", "verify", "P1", "--share", "0", "--by", "CS").code == 2

"""What the report says about protection: from the record, and never more than the record holds."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import planted_study
import pytest
from command_line import run
from planted_study import AGENCY, do

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The planted study, built once."""
    folder = tmp_path_factory.mktemp("planted")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        planted_study.build(folder)
    return folder / "study.qualcode"


@pytest.fixture
def study(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it in the current folder."""
    shutil.copyfile(built, tmp_path / "study.qualcode")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(folder: Path) -> str:
    do("report", "-o", "report.md")
    return (folder / "report.md").read_text(encoding="utf-8").replace("\\", "")


def test_screening_is_told_with_counts_and_promises_nothing(study: Path) -> None:
    do("deid", "apply", "--class", "agency", "--class", "phone", "--keep-class", "name")
    text = report(study)
    assert "Texts were screened on" in text
    assert "17 passages in 2 transcripts were replaced, visibly, in [square brackets]" in text
    assert "1 hit was looked at and kept" in text
    assert "agencies and institutions: 16; telephone numbers: 1" in text
    assert "Sealed anew on" in text
    assert AGENCY not in text
    for promise in ("HIPAA", "anonymous", "anonymized", "complies"):
        assert promise not in text


def test_withdrawn_participant_is_in_the_flow_and_nowhere_else(study: Path) -> None:
    do("withdraw", "P2", "--mode", "erase", "--yes")
    text = report(study)
    assert "3 participants were interviewed, 1 withdrew and was erased, and 2 were analyzed." in text
    assert "Withdrawals: P2 (erase) on" in text
    assert "Ottoline" not in text
    assert "lunch" not in text


def test_withheld_passages_are_counted(study: Path) -> None:
    do("withdraw", "P3", "--mode", "segments", "--passage", "P3:3", "--passage", "P3:4", "--yes")
    assert "2 passages withheld by participants are neither coded nor quoted." in report(study)


def test_who_stopped_is_told_and_still_counted(study: Path) -> None:
    do("withdraw", "P3", "--mode", "stop", "--yes")
    text = report(study)
    assert "1 participant withdrew from anything further; what had been said stayed." in text
    assert "of 3 participants were analyzed" in text


def test_without_a_record_nothing_is_said(study: Path) -> None:
    text = report(study)
    assert "Texts were screened" not in text
    assert "No hit of a screening for identifying words has been decided" in text
    assert "withdrew" not in text


def test_writing_a_report_changes_nothing_that_the_next_one_shows(study: Path) -> None:
    do("report", "-o", "one.md")
    do("report", "-o", "two.md")
    assert (study / "one.md").read_bytes() == (study / "two.md").read_bytes()
    assert run("log", "-n", "1", "--json").json[0]["command"] != "report"


def test_identifier_in_a_quote_blocks_until_somebody_decides_it(study: Path) -> None:
    do("apply", "help", "P1:7", "--pass", "second")
    do("passes", "seal", "second")
    do("reconcile", "hand", "second", "--into", "agreed", "--decisions-template", "d.csv")
    lines = (study / "d.csv").read_text(encoding="utf-8-sig").splitlines()
    rows = [f"{line.split(',')[0]},both,as read,CS" for line in lines[1:]]
    (study / "d.csv").write_text("\n".join(["id,decision,reason,decided_by", *rows]))
    do("reconcile", "hand", "second", "--into", "agreed", "--decisions", "d.csv")
    do("quotes", "add", "Where help is", "P1:7")
    found = [(one["rule"], one["where"]) for one in run("lint", "--json").json]
    assert ("IDENT", "q2") in found
    do("deid", "apply", "--keep-class", "phone")
    assert ("IDENT", "q2") not in [(one["rule"], one["where"]) for one in run("lint", "--json").json]

"""Reconciling from the command line: by prompts with scripted answers, and by file."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner

from qualcode.cli import app
from qualcode.codes import codebook
from qualcode.commands import reconcile_walk
from qualcode.passes import coding, passes, quotations
from qualcode.transcripts import addresses

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.store.project import Project

runner = CliRunner()
A = [("chance", "P1:2"), ("family", "P1:3"), ("people", "P1:6-7")]
B = [("chance", "P1:2"), ("people", "P1:6"), ("return", "P1:9")]


@pytest.fixture
def coded(interview: Project) -> Project:
    """Two sealed passes: one place alike, one missed, one boundary, one extra."""
    for name in ("chance", "family", "people", "return"):
        codebook.add(interview, name, definition=f"about {name}")
    for name, codings in (("a", A), ("b", B)):
        passes.start(interview, name)
        for code, address in codings:
            coding.apply(interview, code, addresses.resolve(interview, address), pass_name=name)
        passes.seal(interview, name)
    return interview


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Answers to be given in order; returns the questions that were asked."""

    def script(*answers: str) -> list[str]:
        asked: list[str] = []
        left = list(answers)

        def prompt(question: str, **_: object) -> str:
            asked.append(question)
            return left.pop(0)

        monkeypatch.setattr(typer, "prompt", prompt)
        return asked

    return script


def agreed(project: Project) -> list[tuple[str, str]]:
    found = quotations.quotations(project, pass_id=passes.find(project, "agreed").id)
    return [(one.code, one.quotation) for one in found]


def test_walk_asks_for_a_reason_except_for_a_boundary(
    coded: Project, scripted: Callable[..., list[str]]
) -> None:
    asked = scripted("a", "it is there", "both", "neither", "not in the words")
    reconcile_walk.walk(coded, ("a", "b", "agreed"))
    assert asked == ["Decision", "Reason", "Decision", "Decision", "Reason"]
    assert agreed(coded) == [
        ("chance", "I saw a flyer."),
        ("family", "My sister dragged me along, honestly."),
        ("people", "The people. They remembered my name 😀 the second week."),
    ]


def test_walk_goes_on_where_it_was_left(coded: Project, scripted: Callable[..., list[str]]) -> None:
    scripted("a", "it is there", "quit")
    reconcile_walk.walk(coded, ("a", "b", "agreed"))
    scripted("b", "b", "he says so")
    reconcile_walk.walk(coded, ("a", "b", "agreed"))
    assert agreed(coded)[-1] == ("return", "So I came back.")


def test_undo_in_the_walk_asks_the_same_again(coded: Project, scripted: Callable[..., list[str]]) -> None:
    scripted("a", "it is there", "undo", "neither", "on second thoughts", "quit")
    reconcile_walk.walk(coded, ("a", "b", "agreed"))
    assert agreed(coded) == [("chance", "I saw a flyer.")]


def test_definition_can_be_changed_before_deciding(
    coded: Project, scripted: Callable[..., list[str]]
) -> None:
    scripted("definition", "relatives who act", "a", "now it fits", "quit")
    reconcile_walk.walk(coded, ("a", "b", "agreed"))
    assert codebook.find(coded, "family").definition == "relatives who act"


def test_unknown_word_is_answered_with_the_words_there_are(
    coded: Project, scripted: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    scripted("perhaps", "quit")
    reconcile_walk.walk(coded, ("a", "b", "agreed"))
    assert capsys.readouterr().err.count("neither") == 2


def test_two_people_settle_it_in_a_spreadsheet(coded: Project, tmp_path: Path) -> None:
    table = tmp_path / "decisions.csv"
    words = ["--project", str(coded.path), "reconcile", "a", "b", "--into", "agreed"]
    assert runner.invoke(app, [*words, "--decisions-template", str(table)]).exit_code == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["kind"] for row in rows] == ["missed", "boundary", "extra"]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(
            row | {"decision": "a", "reason": "agreed by mail", "decided_by": "AB"} for row in rows
        )
    done = runner.invoke(app, [*words, "--decisions", str(table), "--json"])
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert (told["agreed"], told["decided"], told["open"]) == (1, 3, 0)
    assert told["summary"]["decided_by"] == {"AB": 3}


def test_row_without_a_reason_is_listed_and_the_others_land(coded: Project, tmp_path: Path) -> None:
    table = tmp_path / "decisions.csv"
    words = ["--project", str(coded.path), "reconcile", "a", "b", "--into", "agreed"]
    runner.invoke(app, [*words, "--decisions-template", str(table)])
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    header = next(csv.reader(lines))
    rows = [dict(zip(header, row, strict=True)) for row in csv.reader(lines[1:])]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        writer.writerows(row | {"decision": "b", "reason": ""} for row in rows)
    done = runner.invoke(app, [*words, "--decisions", str(table), "--json"])
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert [problem["row"] for problem in told["problems"]] == [2, 4]
    assert told["decided"] == 1


def test_without_a_terminal_reconcile_names_the_option_it_needs(coded: Project) -> None:
    done = runner.invoke(app, ["--project", str(coded.path), "reconcile", "a", "b", "--into", "agreed"])
    assert done.exit_code == 2
    assert "--decisions-template" in done.stderr


def test_comparison_is_shown_by_transcript_and_by_pair(coded: Project) -> None:
    words = ["--project", str(coded.path), "compare", "a", "b", "--json"]
    by_transcript = json.loads(runner.invoke(app, [*words, "--by-transcript"]).stdout)
    assert [(row["transcript"], row["both"]) for row in by_transcript] == [("P1", 2)]
    pairs = json.loads(runner.invoke(app, [*words, "--pairwise"]).stdout)
    assert pairs["passes"] == ["a", "b"]
    assert pairs["pooled_kappa"][0][1] == pairs["pooled_kappa"][1][0]


def test_failing_the_threshold_is_exit_one_and_the_numbers_still_come(coded: Project) -> None:
    words = ["--project", str(coded.path), "compare", "a", "b", "--json"]
    done = runner.invoke(app, [*words, "--fail-under", "0.99", "--coefficient", "jaccard"])
    assert done.exit_code == 1
    assert "jaccard is" in done.stderr
    assert json.loads(done.stdout)["overall"]["jaccard"] < 0.99

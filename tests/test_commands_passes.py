"""Draws for double coding as they are typed: every one of them stays on record."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from conftest import bring_in
from two_passes import code_pass, interview_of
from typer.testing import CliRunner

from qualcode.cli import app

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

    from qualcode.store.project import Project

runner = CliRunner()


@pytest.fixture
def five(project: Project, tmp_path: Path) -> Project:
    """Five interviews."""
    return bring_in(project, tmp_path, **{f"P{n}": interview_of(n)[0] for n in range(1, 6)})


def ask(project: Project, *words: str) -> Result:
    return runner.invoke(app, ["--project", str(project.path), "passes", *words])


def test_a_second_draw_says_that_the_first_stays_on_record(five: Project) -> None:
    first = ask(five, "sample", "--fraction", "0.4", "--seed", "7")
    assert first.stdout.startswith("2 of 5 transcripts (40 % asked for), seed 7: ")
    assert "on record" not in first.stderr
    assert (
        "Draw number 2: all of them stay on record"
        in ask(five, "sample", "--fraction", "0.4", "--seed", "8").stderr
    )
    third = json.loads(ask(five, "sample", "--fraction", "0.2", "--seed", "9", "--json").stdout)
    assert third["earlier_draws"] == 2
    assert [one["seed"] for one in json.loads(ask(five, "samples", "--json").stdout)] == [7, 8, 9]


def test_draws_are_listed_as_table_and_csv(five: Project) -> None:
    assert "No draw yet" in ask(five, "samples").stderr
    ask(five, "sample", "--fraction", "0.4", "--seed", "7")
    (row,) = csv.DictReader(io.StringIO(ask(five, "samples", "--csv").stdout))
    assert (row["fraction"], row["seed"], row["drawn_from"], row["strata"]) == ("0.4", "7", "5", "- 2 of 5")
    assert row["drawn_at"].endswith("Z") or "+00:00" in row["drawn_at"]
    assert row["transcripts"] in ask(five, "samples").stdout


def test_no_draw_once_two_passes_are_coded(five: Project) -> None:
    code_pass(five, "A", [("P1", "x", (0, 9))])
    code_pass(five, "B", [("P1", "x", (0, 9))], blind_to=["A"])
    done = ask(five, "sample", "--fraction", "0.4", "--seed", "7")
    assert done.exit_code == 1
    assert "a sample is drawn before results exist" in done.stderr
    assert json.loads(ask(five, "samples", "--json").stdout) == []

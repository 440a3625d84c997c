"""`compare` as it is typed: several units, transcripts, pairs, thresholds, reasons, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from conftest import bring_in
from two_passes import code_pass, interview_of
from typer.testing import CliRunner

from qualcode.cli import app
from qualcode.passes import passes
from qualcode.store.approach import reasons, set_approach

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

    from qualcode.store.project import Project

runner = CliRunner()


@pytest.fixture
def coded(project: Project, tmp_path: Path) -> Project:
    """Three blind passes over two transcripts: "home" in both, "work" in P2 only."""
    text, places = interview_of(30)
    bring_in(project, tmp_path, P1=text, P2=text.replace("step", "move"))
    home = {"A": places[:9], "B": places[2:9], "C": places[1:8]}
    for name, spans in home.items():
        earlier = [one for one in "AB" if one < name]
        rows = [(where, "home", span) for where in ("P1", "P2") for span in spans]
        rows += [("P2", "work", span) for span in places[20 : 20 + {"A": 6, "B": 5, "C": 6}[name]]]
        code_pass(project, name, rows, coder=f"coder {name}", blind_to=earlier)
    return project


def ask(coded: Project, *words: str) -> Result:
    return runner.invoke(app, ["--project", str(coded.path), "compare", *words])


def test_units_stand_under_each_other_code_by_code(coded: Project) -> None:
    lines = ask(coded, "A", "B", "--unit", "sentence,character,sentence").stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if line.split()[:1] == ["home"])
    assert lines[at].split()[1:5] == ["14", "4", "0", "42"]
    assert lines[at + 1].split()[:3] == ["by", "character", "420"]
    assert [line.split(":")[0] for line in lines if "codes compared" in line] == ["sentence", "character"]
    told = json.loads(ask(coded, "A", "B", "--unit", "sentence,character", "--json").stdout)
    assert [one["unit"] for one in told] == ["sentence", "character"]


def test_what_holds_for_every_code_is_said_once_and_what_for_one_by_letter(coded: Project) -> None:
    told = ask(coded, "A", "B").stdout
    assert told.count("few documents") == 1
    assert "every code: few documents: 2" in told
    assert "work (a)" in told
    assert "(a) no interval: without one of the transcripts nothing varies" in told


def test_transcripts_of_three_passes_are_counted_by_how_many_coded(coded: Project) -> None:
    rows = json.loads(ask(coded, "A", "B", "C", "--by-transcript", "--json").stdout)
    assert [(row["transcript"], row["codes"], row["counts"]) for row in rows] == [
        ("P1", 1, {"0": 21, "1": 1, "2": 2, "3": 6}),
        ("P2", 2, {"0": 45, "1": 1, "2": 3, "3": 11}),
    ]
    assert rows[0]["pooled_kappa"] is None
    assert rows[0]["positive_agreement"] == pytest.approx((2 * 1 + 6 * 3) / 23)
    assert "by 3" in ask(coded, "A", "B", "C", "--by-transcript").stdout


def test_rows_of_transcripts_and_of_pairs_come_as_csv(coded: Project) -> None:
    words = ("--unit", "sentence,character", "--csv")
    rows = list(csv.DictReader(io.StringIO(ask(coded, "A", "B", "--by-transcript", *words).stdout)))
    assert [(row["transcript"], row["unit"]) for row in rows] == [
        ("P1", "sentence"), ("P2", "sentence"), ("P1", "character"), ("P2", "character"),
    ]  # fmt: skip
    assert rows[0]["only A"] == "2"
    pairs = list(csv.DictReader(io.StringIO(ask(coded, "A", "B", "C", "--pairwise", *words).stdout)))
    assert [(row["unit"], row["a"], row["b"]) for row in pairs][:4] == [
        ("sentence", "A", "B"), ("sentence", "A", "C"), ("sentence", "B", "C"), ("character", "A", "B"),
    ]  # fmt: skip
    assert {row["label"] for row in pairs} == {"intercoder agreement"}


def test_pairs_are_counted_by_the_unit_asked_for(coded: Project) -> None:
    told = json.loads(ask(coded, "A", "B", "--pairwise", "--unit", "character", "--json").stdout)
    assert (told["unit"], told["labels"][0]["units"]) == ("character", 2 * 30 * 30 + 40)
    shown = ask(coded, "A", "B", "--pairwise", "--unit", "turn").stdout
    assert "jaccard, by turn" in shown
    assert "A and B: intercoder agreement" in shown


def test_threshold_holds_for_every_pair(coded: Project) -> None:
    words = ("A", "B", "C", "--pairwise", "--coefficient", "jaccard", "--fail-under")
    assert ask(coded, *words, "0.5").exit_code == 0
    assert ask(coded, *words, "0.99").exit_code == 1


def test_lowest_code_can_be_the_threshold(coded: Project) -> None:
    words = ("A", "B", "--coefficient", "cohen_kappa", "--fail-under")
    lowest = min(one["cohen_kappa"] for one in json.loads(ask(coded, "A", "B", "--json").stdout)["codes"])
    assert ask(coded, *words, str(lowest)).exit_code == 0
    assert ask(coded, *words, str(lowest + 1e-6)).exit_code == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--unit", "sentence,"), "There is no unit ''."),
        (("--unit", "line"), "There is no unit 'line'."),
        (("--overlap", "most"), "There is no overlap 'most'."),
        (("--speaker-role", "interviewer"), "There is no speaker role"),
        (("--level", "0"), "level"),
        (("--bootstrap", "-1"), "bootstrap"),
        (("--bootstrap", "9", "--seed", "-1"), "seed"),
        (("--fail-under", "nan"), "The threshold is no number."),
        (("--fail-under", "80"), "The threshold is 80."),
        (("--fail-under", ".5", "--coefficient", "gamma"), "There is no coefficient 'gamma'."),
    ],
)
def test_senseless_options_are_wrong_usage(coded: Project, words: tuple[str, ...], told: str) -> None:
    done = ask(coded, "A", "B", *words)
    assert done.exit_code == 2
    assert told in done.stderr


def test_undefined_figures_over_all_codes_come_with_their_reason(coded: Project) -> None:
    told = json.loads(ask(coded, "A", "B", "C", "--json").stdout)
    assert told["overall"]["pooled_kappa"] is None
    assert told["overall_undefined"]["pooled_kappa"] == "for two passes only"
    nothing = json.loads(ask(coded, "A", "B", "--in", "P1", "--code", "work", "--json").stdout)
    assert nothing["overall_undefined"]["median_alpha"] == "no code was used"
    assert nothing["codes"][0]["krippendorff_alpha"] is None
    assert nothing["codes"][0]["undefined"] == "not used"


def test_range_of_alpha_stands_beside_its_median(coded: Project) -> None:
    told = json.loads(ask(coded, "A", "B", "--json").stdout)
    alphas = sorted(one["krippendorff_alpha"] for one in told["codes"])
    assert (told["overall"]["lowest_alpha"], told["overall"]["highest_alpha"]) == (alphas[0], alphas[-1])


@pytest.fixture
def reflexive(coded: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The same study, now reflexive, before a terminal."""
    set_approach(coded, "reflexive", "it is one")
    terminal = SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("qualcode.commands.reliability.sys", terminal)
    return coded


def test_a_reflexive_study_is_asked_for_a_reason_and_keeps_it(reflexive: Project) -> None:
    words = ["--project", str(reflexive.path), "compare", "A", "B"]
    declined = runner.invoke(app, words, input="\n")
    assert "Why does it want a coefficient?" in declined.stderr
    assert "where the readings differ\n" in declined.stdout
    assert reasons(reflexive, "coefficient") == []
    given = runner.invoke(app, words, input="the funder asks for one\n")
    assert "intercoder agreement\n" in given.stdout
    assert [one.text for one in reasons(reflexive, "coefficient")] == ["the funder asks for one"]
    assert "Why does it want" not in runner.invoke(app, words).stderr


def test_a_reflexive_study_is_not_asked_where_data_are_wanted(reflexive: Project) -> None:
    told = json.loads(ask(reflexive, "A", "B", "--json").stdout)
    assert (told["label"], told["interval"]) == ("where the readings differ", None)


def test_a_review_pass_shows_counts_without_columns_for_coefficients(coded: Project) -> None:
    code_pass(coded, "R", [], saw=["A"])
    done = ask(coded, "A", "R", "--explain")
    assert done.stdout.startswith("review pass\n")
    assert "κ" not in done.stdout
    assert "qualcode disagreements" in done.stderr
    refused = ask(coded, "A", "R", "--fail-under", "0")
    assert refused.exit_code == 1
    assert "median alpha is undefined, so not .0000 or more." in refused.stderr


def test_passes_that_share_no_transcript_have_nothing_to_compare(coded: Project) -> None:
    passes.start(coded, "D", transcripts=["P1"])
    passes.start(coded, "E", transcripts=["P2"])
    done = ask(coded, "D", "E")
    assert done.exit_code == 0
    assert "0 sentence units in 0 transcripts" in done.stdout
    assert "no codable text was read in two of the passes" in done.stderr


def test_numbers_of_one_are_not_said_in_the_plural(coded: Project) -> None:
    done = ask(coded, "A", "B", "--in", "P1")
    assert "30 sentence units in 1 transcript, rule half-or-inside" in done.stdout
    assert "1 code compared" in done.stdout
    assert "1 code outside the units compared" in done.stderr


def test_words_are_given_on_request_with_their_scale(coded: Project) -> None:
    assert "Landis" not in ask(coded, "A", "B").stdout
    shown = ask(coded, "A", "B", "--benchmark", "landis_koch").stdout
    assert "reached by α with 95 % probability, words of Landis & Koch 1977 (Gwet 2014):" in shown
    assert "no word without a standard error: 2 codes" in shown
    told = json.loads(ask(coded, "A", "B", "--benchmark", "landis_koch", "--json").stdout)
    assert told["benchmark"] == "landis_koch"
    words = {one["code"]: one["benchmark"] for one in told["codes"]}
    assert words["work"] is None
    assert words["home"] is None  # both transcripts agree alike, so there is no spread to be sure of
    rows = csv.DictReader(io.StringIO(ask(coded, "A", "B", "--benchmark", "mchugh", "--csv").stdout))
    assert "benchmark" in (rows.fieldnames or [])


def test_a_scale_nobody_proposed_is_wrong_usage(coded: Project) -> None:
    assert ask(coded, "A", "B", "--benchmark", "mine").exit_code == 2

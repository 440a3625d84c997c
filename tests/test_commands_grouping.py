"""Groupings at the command line: shapes, pictures, and a theme taken over, on the example study."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from command_line import run
from lxml import etree

from qualcode import demo

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Answer, Document


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example study, made once."""
    return demo.run(tmp_path_factory.mktemp("demo")).project


@pytest.fixture
def study(coded: Path, tmp_path: Path) -> Path:
    """A copy of it to work on."""
    target = tmp_path / "study.qualcode"
    shutil.copy(coded, target)
    return target


def cluster(study: Path, *words: str, width: int = 100) -> Answer:
    return run("--project", str(study), "themes", "cluster", *words, COLUMNS=str(width))


def told(study: Path, *words: str) -> Document:
    return run("--project", str(study), *words, "--json").json


def test_cuts_from_four_to_ten_stand_side_by_side_in_the_contracts_shape(study: Path) -> None:
    found = told(study, "themes", "cluster")
    assert [cut["k"] for cut in found["k"]] == list(range(4, 11))
    for cut in found["k"]:
        codes = [code for group in cut["groups"] for code in group["codes"]]
        assert len(cut["groups"]) == cut["k"]
        assert len(codes) == len(set(codes)) == 75 - len(found["orphans"])
        assert all(group["closest_quotes"] and group["words"] for group in cut["groups"])
        assert -1 <= cut["silhouette"] <= 1
        assert 0 < cut["stability"] <= 1


def test_the_same_study_gives_the_same_output_twice(study: Path) -> None:
    assert cluster(study).out == cluster(study).out
    assert cluster(study, "--json").out == cluster(study, "--json").out
    log = told(study, "log", "-n", "3")
    assert [line["command"] for line in log].count("themes cluster") == 1


def test_terminal_shows_a_tree_and_a_column_of_groups_for_every_cut(study: Path) -> None:
    answer = cluster(study)
    head, lines = answer.out.splitlines()[0], answer.out.splitlines()
    assert head == "Groupings to think with: 75 codes of agreed, by both (co-occurrence 0.5), ward"
    assert lines[2].split() == ["groups", *map(str, range(4, 11))]
    assert sum(line[25:26] == "─" for line in lines) == 75
    assert max(map(len, lines)) <= 100
    narrow = cluster(study, width=80).out.splitlines()
    assert max(map(len, narrow)) <= 80
    assert [line.split("  ")[-1] for line in narrow[6:81]] == [line.split("  ")[-1] for line in lines[6:81]]
    assert "No number of groups is better than another" in answer.err
    assert "--k 4" not in answer.out + answer.err


def test_one_cut_is_shown_in_words_with_quotes_at_their_addresses(study: Path) -> None:
    out = cluster(study, "--k", "6").out
    assert out.startswith("Groupings to think with")
    assert [line.split()[0] for line in out.splitlines() if line.startswith("6:")] == [
        f"6:{n}" for n in range(1, 7)
    ]
    assert "words: " in out
    address = next(line.split()[0] for line in out.splitlines() if line.startswith("     P"))
    assert told(study, "read", address.split(":")[0])


def test_agreed_coding_of_the_example_falls_into_its_themes_better_than_by_chance(study: Path) -> None:
    """Supervision's codes stand beside each other: most of them are in one group of six."""
    planted = set(told(study, "themes", "show", "Supervision")["codes"])
    (cut,) = told(study, "themes", "cluster", "--k", "6")["k"]
    most = max(len(planted & set(group["codes"])) for group in cut["groups"])
    assert most >= 7
    assert len(planted) == 9


def test_pictures_hold_every_code_and_say_what_they_show(study: Path, tmp_path: Path) -> None:
    for name in ("groups.svg", "groups.png"):
        assert cluster(study, "--k", "5", "-o", str(tmp_path / name)).code == 0
    root = etree.fromstring((tmp_path / "groups.svg").read_bytes())
    texts = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == "Groupings to think with"
    assert texts.count("supervision cancelled") == 2
    description = root.find("{http://www.w3.org/2000/svg}desc")
    assert description is not None
    assert "supervision cancelled" in str(description.text)
    assert (tmp_path / "groups.png").read_bytes().startswith(b"\x89PNG")


def test_same_picture_twice_and_another_form_is_refused(study: Path, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.png", "b.png")]
    for path in paths:
        cluster(study, "--k", "5", "-o", str(path))
    assert paths[0].read_bytes() == paths[1].read_bytes()
    refused = cluster(study, "-o", str(tmp_path / "groups.gif"))
    assert refused.code == 2
    assert ".svg" in refused.err


def test_theme_takes_a_group_over_with_the_settings_that_were_looked_at(study: Path) -> None:
    for name in [one["name"] for one in told(study, "themes", "list")]:
        run("--project", str(study), "themes", "drop", name)
    (cut,) = told(study, "themes", "cluster", "--method", "spectral", "--k", "6")["k"]
    made = told(study, "themes", "add", "Learning to rest", "--from-group", "6:2")
    assert sorted(made["codes"]) == sorted(cut["groups"][1]["codes"])
    assert made["status"] == "candidate"
    (line,) = told(study, "themes", "history", "Learning to rest")
    assert line["reason"] == "from group 6:2"


def test_codes_that_have_a_theme_are_named_and_stay(study: Path) -> None:
    told(study, "themes", "cluster", "--k", "6")
    answer = run("--project", str(study), "themes", "add", "Again", "--from-group", "6:4")
    assert answer.code == 0
    assert "stay there" in answer.err
    assert "supervision cancelled" in answer.err


@pytest.mark.parametrize(
    "words",
    [
        ("--by", "meaning"),
        ("--method", "kmeans"),
        ("--k", "few"),
        ("--k", "9-3"),
        ("--weight", "2"),
        ("--beside", "page"),
        ("--k", "200"),
    ],
)
def test_wrong_settings_are_named_with_what_is_possible(study: Path, words: tuple[str, str]) -> None:
    answer = cluster(study, *words)
    assert answer.code == 2
    assert answer.out == ""
    assert "Hint: " in answer.err


@pytest.mark.parametrize(
    ("name", "begins"), [("m.svg", b"<svg"), ("m.png", b"\x89PNG"), ("m.dot", b"digraph themes")]
)
def test_thematic_map_is_written_in_three_forms(
    study: Path, tmp_path: Path, name: str, begins: bytes
) -> None:
    found = told(study, "themes", "map", "-o", str(tmp_path / name))
    assert "Theme Supervision, 5 of 10" in found["alt"]
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_thematic_map_in_another_form_is_refused(study: Path, tmp_path: Path) -> None:
    answer = run("--project", str(study), "themes", "map", "-o", str(tmp_path / "m.gif"))
    assert answer.code == 2
    assert ".dot" in answer.err


def test_matrix_can_have_codes_for_rows(study: Path) -> None:
    found = told(study, "themes", "matrix", "setting", "--rows", "codes")
    assert found["columns"] == ["community", "emergency"]
    assert len(found["rows"]) == 75
    at = found["rows"].index("supervision cancelled")
    assert found["row_totals"][at] == 2
    assert sum(found["cells"][at]) == 2
    assert run("--project", str(study), "themes", "matrix", "--rows", "words").code == 2

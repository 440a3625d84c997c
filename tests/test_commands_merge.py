"""Two coders, two copies, one study: from the draw to the label of the comparison, at the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_line import dump, process, run
from copied_study import P1, P2, P7
from planted_study import do
from test_commands_survival import kill, start

from qualcode.passes.integrity import problems
from qualcode.store.project import open_project

STUDY = "study.qualcode"


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten interviews, two codes, a sample of two, CS's sealed pass; Anna has a copy in a folder of hers."""
    monkeypatch.chdir(tmp_path)
    do("init", STUDY, "--title", "A study", "--question", "How?", "--coder", "CS")
    for number in range(10):
        text = (P1, P2, P7)[number % 3]
        (tmp_path / f"T{number}.txt").write_text(text.replace("P", f"P{number}x"), encoding="utf-8")
    do("import", *(f"T{number}.txt" for number in range(10)))
    do("codes", "add", "help", "--definition", "Somebody helps.")
    do("codes", "add", "food", "--definition", "Soup and the like.")
    return tmp_path


def code(path: Path, coder: str, name: str, transcripts: list[str], places: list[tuple[str, str]]) -> None:
    """Somebody's sealed pass over the sample."""
    who = ("-P", str(path), "--coder", coder)
    do(*who, "passes", "start", name, "--transcripts", ",".join(transcripts))
    for place, label in places:
        do(*who, "apply", label, place, "--pass", name)
    do(*who, "passes", "seal", name, "--yes")


def copied(folder: Path, name: str) -> Path:
    """A copy of the study in a folder of somebody's own."""
    (folder / name).mkdir()
    return Path(shutil.copy(folder / STUDY, folder / name / STUDY))


def test_two_coders_on_copies_are_compared_as_two_coders(team: Path) -> None:
    drawn = run("passes", "sample", "--fraction", "0.2", "--seed", "7", "--json").json["transcripts"]
    assert len(drawn) == 2
    anna = copied(team, "anna")
    one, two = drawn
    code(team / STUDY, "CS", "hand", drawn, [(f"{one}:2", "help"), (f"{two}:2", "help")])
    code(anna, "Anna", "second", drawn, [(f"{one}:2", "help"), (f"{two}:2", "food")])
    do("merge", str(anna))
    compared = run("compare", "hand", "second", "--json").json
    assert compared["coders"] == ["CS", "Anna"]
    assert "intercoder" in compared["label"]
    assert {one["code"]: one["both"] for one in compared["codes"]} == {"food": 0, "help": 1}
    assert run("check").code == 0


def test_dry_run_shows_what_would_come_and_changes_nothing(team: Path) -> None:
    anna = copied(team, "anna")
    code(anna, "Anna", "second", ["T0"], [("T0:2", "help")])
    before = dump(team / STUDY)
    shown = run("merge", str(anna), "--dry-run")
    assert shown.code == 0
    assert "second (Anna): new, 1 coding, sealed (kept)" in shown.out
    assert shown.err == "Nothing was changed.\n"
    assert dump(team / STUDY) == before
    done = run("merge", str(anna))
    assert done.out == shown.out
    assert "qualcode undo" in done.err
    again = run("merge", str(anna))
    assert again.err == "Nothing in study.qualcode is new here.\n"


def test_json_has_both_states_of_what_differs(team: Path) -> None:
    anna = copied(team, "anna")
    do("codes", "edit", "food", "--definition", "Ours.")
    do("-P", str(anna), "codes", "edit", "food", "--definition", "Theirs.")
    found = run("merge", str(anna), "--json").json
    assert found["conflicts"] == [
        {
            "what": "code",
            "label": "food",
            "column": "definition",
            "ours": "Ours.",
            "theirs": "Theirs.",
            "kept": "ours",
            "decided_there": False,
        }
    ]
    assert (found["same_study"], found["shared_transcripts"], found["dry_run"]) == (True, 10, False)
    assert found["left_out"] == []


def test_something_a_person_can_mend_is_exit_1_and_the_rest_is_there(team: Path) -> None:
    anna = copied(team, "anna")
    (team / "new").mkdir()
    for where, words in ((team / STUDY, "Ours."), (anna, "Theirs.")):
        (team / "new" / "T99.txt").write_text(f"Interviewer: And?\n\nP99: {words}\n", encoding="utf-8")
        do("-P", str(where), "import", str(team / "new" / "T99.txt"))
    do("-P", str(anna), "codes", "add", "hope")
    answer = run("merge", str(anna))
    assert answer.code == 1
    assert "transcript T99: a transcript here has that name and other words" in answer.out
    assert [one["name"] for one in run("codes", "list", "--json").json] == ["food", "help", "hope"]


def test_codes_called_the_same_need_two_names(team: Path) -> None:
    anna = copied(team, "anna")
    answer = run("merge", str(anna), "--same", "hope")
    assert answer.code == 2
    assert "names no two codes" in answer.err


def test_numbers_in_a_row_are_told_as_a_run(team: Path) -> None:
    do("codes", "edit", "help", "--definition", "My neighbor helps.")
    do("passes", "start", "hand", "--mode", "assisted")
    anna = copied(team, "anna")
    do("suggest", "--pass", "hand", "--in", "T0")
    do("-P", str(anna), "suggest", "--pass", "hand", "--in", "T3", "--in", "T6")
    lines = run("merge", str(anna)).out.splitlines()
    assert "  s1 to s4 are s3 to s6" in lines


def test_killed_merge_leaves_all_or_none_and_the_same_command_finishes(team: Path) -> None:
    anna = copied(team, "anna")
    code(anna, "Anna", "second", ["T0"], [("T0:2", "help"), ("T0:3", "food")])
    before = dump(team / STUDY)
    for delay in (0.0, 0.01, 0.03):
        killed = kill(start(team, "merge", str(anna)), team / STUDY, delay)
        with open_project(team / STUDY) as project:
            assert problems(project) == []
            came = project.value("SELECT count(*) FROM codings")
        assert came in {0, 2}
        if killed and not came:
            assert dump(team / STUDY) == before
    assert process(team, "merge", str(anna)).code == 0
    with open_project(team / STUDY) as project:
        assert project.value("SELECT count(*) FROM codings WHERE deleted_at IS NULL") == 2

"""init, status, next, log, undo, redo, check, backup, as they are typed."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from command_line import dump, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in."""
    place = tmp_path / "empty"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def commands() -> list[str]:
    return [line["command"] for line in run("log", "--json").json]


def test_init_names_the_file_after_the_title(empty: Path) -> None:
    made = run("init", "--title", "Élan & pay: a study", "--question", "Why?", "--question", "How?")
    assert (made.code, made.out) == (0, f"{empty / 'elan-pay-a-study.qualcode'}\n")
    found = run("status", "--json").json
    assert (found["title"], found["questions"]) == ("Élan & pay: a study", ["Why?", "How?"])
    assert [file.name for file in empty.iterdir()] == ["elan-pay-a-study.qualcode"]


@pytest.mark.parametrize("title", ["仲間の研究", "😀", "..."])
def test_title_without_latin_letters_still_makes_a_file(empty: Path, title: str) -> None:
    assert run("init", "--title", title).code == 0
    assert run("-P", str(empty / "study.qualcode"), "status", "--json").json["title"] == title


def test_init_takes_a_file_or_a_folder_that_is_made(empty: Path) -> None:
    assert run("init", "a/b/my.qualcode", "--title", "T").code == 0
    assert (empty / "a" / "b" / "my.qualcode").is_file()
    assert run("init", "c", "--title", "T").code == 0
    assert (empty / "c" / "t.qualcode").is_file()


def test_init_never_overwrites_and_says_what_is_wrong_with_the_place(empty: Path) -> None:
    (empty / "diary").write_text("Dear diary")
    run("init", "x.qualcode", "--title", "T", "--coder", "CS")
    before = dump(empty / "x.qualcode")
    for place, code in (("x.qualcode", 1), ("diary", 2), ("diary/x.qualcode", 1)):
        shown = run("init", place, "--title", "Other")
        assert (place, shown.code, shown.out) == (place, code, "")
        assert shown.err.startswith("Error: ")
    assert dump(empty / "x.qualcode") == before
    assert (empty / "diary").read_text() == "Dear diary"


@pytest.mark.parametrize("options", [["--title", " "], ["--title", "T", "--approach", "magic"], []])
def test_init_refuses_what_makes_no_study(empty: Path, options: list[str]) -> None:
    shown = run("init", *options)
    assert (shown.code, shown.out) == (2, "")
    assert list(empty.iterdir()) == []


def test_coder_of_init_codes_when_nobody_else_is_named(empty: Path) -> None:
    run("--coder", "EV", "init", "--title", "T")
    run("codes", "add", "x")
    assert [line["coder"] for line in run("log", "--json").json] == ["EV", "EV"]
    assert len(list(empty.glob("*.qualcode"))) == 1


def test_status_shows_phase_and_what_is_missing(folder: Path) -> None:
    assert folder.is_dir()
    shown = run("status").out
    assert shown.startswith("A study  (codebook)\n  Q1  How do people stay?\n")
    assert "1 transcript, " in shown
    assert "missing: attributes of the participants" in shown
    keys = set(run("status", "--json").json)
    assert {"title", "approach", "questions", "phase", "counts", "codes_at_freeze", "missing"} <= keys


def test_status_counts_have_the_keys_of_the_contract(folder: Path) -> None:
    assert folder.is_dir()
    counts = run("status", "--json").json["counts"]
    wanted = "transcripts participants words coders passes codes codings suggestions themes claims quotes"
    assert set(wanted.split()) <= set(counts)
    assert (counts["transcripts"], counts["codes"], counts["codings"]) == (1, 2, 1)


def test_next_is_one_command_to_type(folder: Path) -> None:
    assert folder.is_dir()
    assert run("next").out.splitlines()[-1].strip() == "qualcode participants import FILE.csv"
    assert run("next", "--json").json["command"] == "qualcode participants import FILE.csv"


def test_log_is_newest_first_and_cut_by_n(folder: Path) -> None:
    assert folder.is_dir()
    assert commands() == ["apply", "passes start", "codes add", "codes add", "import", "init"]
    assert [line["command"] for line in run("log", "-n", "2", "--json").json] == ["apply", "passes start"]
    assert run("log", "--csv").out.splitlines()[0].startswith("number,at,coder,command")


def test_undo_takes_back_n_actions_or_none(folder: Path) -> None:
    assert run("undo", "2").out == "undone: apply\nundone: passes start\n"
    assert run("passes", "list", "--json").json == []
    assert run("redo").out == "redone: passes start\n"
    before = dump(folder / "study.qualcode")
    assert run("undo", "50").code == 1
    assert dump(folder / "study.qualcode") == before


def test_undone_actions_are_marked_in_the_log(folder: Path) -> None:
    assert folder.is_dir()
    run("undo")
    assert "apply (undone)" in run("log").out


def test_check_is_1_when_something_is_wrong(folder: Path) -> None:
    assert run("check").out == "All is well.\n"
    with sqlite3.connect(folder / "study.qualcode") as connection:
        connection.execute("DROP TRIGGER transcript_text_never_changes")
        connection.execute("UPDATE transcripts SET text = replace(text, 'flyer', 'flier')")
    connection.close()
    found = run("check", "--json")
    assert (found.code, found.json["ok"]) == (1, False)
    assert found.json["problems"] == ["P1: the text is not the one that was imported"]


def test_backup_holds_the_same_rows_and_never_overwrites(folder: Path) -> None:
    before = dump(folder / "study.qualcode")
    assert run("backup", "copy.backup").out == "copy.backup\n"
    assert dump(folder / "copy.backup") == before
    assert before | {"exports": []} == dump(folder / "study.qualcode") | {"exports": []}
    content = (folder / "copy.backup").read_bytes()
    again = run("backup", "copy.backup")
    assert (again.code, "exists already" in again.err) == (1, True)
    assert (folder / "copy.backup").read_bytes() == content
    assert not list(folder.glob(".*"))


def test_damaged_project_is_restored_from_the_copy_kept_by_itself(folder: Path) -> None:
    """`folder` was not written by commands, so the first one makes the copy."""
    file = folder / "study.qualcode"
    run("status")
    assert not (folder / "study.qualcode-backup").exists(), "reading makes none"
    run("codes", "add", "kept")
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * 8192)
    told = run("status")
    assert (told.code, told.out) == (1, "")
    assert "qualcode backup --restore" in told.err
    assert run("backup", "--restore", "--json").json["restored"] == str(file)
    assert "kept" in [code["name"] for code in run("codes", "list", "--json").json]
    assert run("check").code == 0


def test_backup_needs_a_place_or_the_copy(folder: Path) -> None:
    assert run("backup").code == 2
    assert run("backup", str(folder / "x"), "--restore").code == 2
    nothing = run("backup", "--restore")
    assert (nothing.code, "no automatic copy" in nothing.err) == (1, True)


def test_backup_into_a_folder_is_named_after_the_day(folder: Path) -> None:
    (folder / "safe").mkdir()
    run("backup", "safe")
    (copy,) = (folder / "safe").iterdir()
    assert copy.name.startswith("study-20")
    assert run("-P", str(copy), "check").code == 0

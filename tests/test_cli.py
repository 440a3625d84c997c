"""The front door: errors, exit codes, streams, start-up, finding the project, completion."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import typer
from command_line import clean, dump, process, run
from conftest import SAID
from typer.core import TyperGroup
from typer.testing import CliRunner

from qualcode.cli import ROOMS, app
from qualcode.store.project import open_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from typer._click import Command


HEAVY = (
    "spacy",
    "docx",
    "textual",
    "sqlite_utils",
    "sqlite3",
    "rich",
    "numpy",
    "lxml",
    "sklearn",
    "rapidfuzz",
)


def commands(found: Command, *name: str) -> Iterator[tuple[tuple[str, ...], Command]]:
    """Every command with its name, groups before their members."""
    yield name, found
    if isinstance(found, TyperGroup):
        context = typer.Context(found)
        for inner in found.list_commands(context):
            one = found.get_command(context, inner)
            assert one is not None
            yield from commands(one, *name, inner)


EVERY = {name: found for name, found in commands(typer.main.get_command(app)) if name}


@pytest.mark.parametrize("name", EVERY, ids=" ".join)
def test_help_of_every_command_says_what_it_does_and_names_its_options(name: tuple[str, ...]) -> None:
    shown = run(*name, "--help")
    assert (shown.code, shown.err) == (0, "")
    assert len((EVERY[name].help or "").split()) > 1
    for parameter in EVERY[name].params:
        option = max(parameter.opts, key=len)
        assert not option.startswith("--") or option in shown.out


SCREENS = {"demo", "code", "review"}
"""Commands that a person watches; they have no answer to parse."""

LEAVES = [
    name for name, found in EVERY.items() if not isinstance(found, TyperGroup) and name[0] not in SCREENS
]


@pytest.mark.parametrize("name", LEAVES, ids=" ".join)
def test_every_command_answers_in_json_when_asked(name: tuple[str, ...]) -> None:
    assert "--json" in {option for parameter in EVERY[name].params for option in parameter.opts}


WRITERS = {"export", "membercheck"}
"""Rooms whose commands write files or records, though they are called like listings."""

LISTING = {"list", "log", "read", "disagreements", "compare"}
LISTS = [name for name in LEAVES if name[-1] in LISTING and name[0] not in WRITERS]


@pytest.mark.parametrize("name", LISTS, ids=" ".join)
def test_every_listing_answers_in_csv_when_asked(name: tuple[str, ...]) -> None:
    assert "--csv" in {option for parameter in EVERY[name].params for option in parameter.opts}


def test_front_help_names_every_command() -> None:
    shown = run("--help").out
    assert all(re.search(rf"^  {name} ", shown, re.MULTILINE) for name in ROOMS)


LOADED = f"""
import sys
from qualcode.cli import main
try:
    main()
finally:
    sys.stderr.write("loaded:" + " ".join(sorted(set(sys.modules) & set({HEAVY!r}))))
"""


def loaded(folder: Path, *arguments: str) -> str:
    """Heavy modules that a command loads."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        cwd=folder,
        env=clean(),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr.rpartition("loaded:")[2]


@pytest.mark.parametrize("option", ["--help", "--version", "--nonsense"])
def test_help_loads_nothing_heavy(tmp_path: Path, option: str) -> None:
    assert loaded(tmp_path, option) == ""


@pytest.mark.parametrize("command", ["status", "log --json", "transcripts list --json", "check", "read P1"])
def test_light_commands_load_nothing_but_sqlite(folder: Path, command: str) -> None:
    assert loaded(folder, *command.split()) == "sqlite3"


# Errors and exit codes.


def test_version_is_one_line_on_stdout() -> None:
    shown = run("--version")
    assert re.fullmatch(r"qualcode \d+\.\d+\.\d+\n", shown.out)
    assert shown.err == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["status", "--nonsense"],
        ["apply"],
        ["codes"],
        ["undo", "x"],
        ["undo", "0"],
        ["log", "-n", "-1"],
    ],
)
def test_wrong_usage_is_2_and_says_so_on_stderr_only(folder: Path, arguments: list[str]) -> None:
    before = dump(folder / "study.qualcode")
    shown = run(*arguments)
    assert shown.code == 2
    assert "Usage:" in shown.err + shown.out
    if arguments != ["codes"]:
        assert shown.out == ""
    assert dump(folder / "study.qualcode") == before


def test_unknown_command_offers_the_near_one() -> None:
    assert "'transcripts'" in run("transcript").err


REFUSED = {
    ("apply", "chanse", "P1:2"): (1, "There is no code called 'chanse'.", "Did you mean 'chance'?"),
    ("apply", "chance", "P11:2"): (1, "There is no transcript called 'P11'.", "Did you mean 'P1'?"),
    ("apply", "chance", "P1:2"): (1, "'chance' stands at", "Nothing had to be done."),
    ("apply", "chance", "P1:99"): (1, "P1 has units 1 to 9, not 99.", "qualcode read P1"),
    ("apply", "chance", "P1@0-9999"): (1, "P1 has 235 characters", "qualcode read P1"),
    ("apply", "chance", "P1:3-2"): (2, "P1:3-2 runs backwards.", "Write P1:2-3."),
    ("apply", "chance", "P1@9-3"): (2, "P1@9-3 is empty or runs backwards.", "end must lie after"),
    ("apply", "chance", "somewhere"): (2, "'somewhere' is not an address.", "Write P5:42"),
    ("apply", "chance"): (2, "Say where: an address, or --quote with --in.", "P5:42"),
    ("apply", "chance", "P1:3", "--quote", "x", "--in", "P1"): (2, "Say where", "P5:42"),
    ("apply", "chance", "--quote", "words"): (2, "A quote needs its transcript.", "--in NAME"),
    ("apply", "chance", "--quote", "never said anywhere", "--in", "P1"): (
        1,
        "were not found in P1",
        "qualcode read P1",
    ),
    ("apply", "chance", "P1:3", "--pass", "hnd"): (
        1,
        "There is no pass called 'hnd'.",
        "Did you mean 'hand'?",
    ),
    ("--coder", "BK", "apply", "chance", "P1:3", "--pass", "hand"): (
        1,
        "is CS's, not BK's",
        "qualcode --coder BK",
    ),
    ("unapply", "P1:3", "chance"): (1, "does not stand exactly there", "qualcode codings list"),
    ("codes", "add", "Chance"): (1, "There is a code called 'Chance' already.", "qualcode codes show Chance"),
    ("codes", "add", ""): (2, "The name of the code is empty.", "qualcode codes add"),
    ("codes", "add", "x", "--kind", "magic"): (2, "'magic' is not a kind of code.", "in-vivo"),
    ("codes", "edit", "chance"): (2, "There is nothing to change.", "--definition"),
    ("codes", "move", "chance"): (2, "Say where the code goes.", "--top"),
    ("codes", "import", "nowhere.csv"): (1, "nowhere.csv does not exist", "Check the path."),
    ("codings", "list", "--code", "chanse"): (1, "no code called 'chanse'", "Did you mean 'chance'?"),
    ("participants", "import", "nowhere.csv"): (1, "nowhere.csv cannot be read", "Check the path."),
    ("participants", "set", "P1", "nonsense"): (2, "'nonsense' is not NAME=VALUE.", "setting=community"),
    ("participants", "set", "P11", "a=1"): (1, "There is no participant 'P11'.", "Did you mean 'P1'?"),
    ("passes", "start", "HAND"): (1, "There is a pass called 'HAND' already.", "Choose another name."),
    ("passes", "start", "new", "--mode", "magic"): (2, "'magic' is not a mode", "hand, assisted or imported"),
    ("passes", "seal", "hnd"): (1, "There is no pass called 'hnd'.", "Did you mean 'hand'?"),
    ("transcripts", "show", "P11"): (1, "There is no transcript called 'P11'.", "Did you mean 'P1'?"),
    ("transcripts", "rename", "P1", ""): (2, "The name of the transcript is empty.", "P5"),
    ("import", "nowhere", "--as", "magic"): (2, "'magic' is not a kind of transcript.", "interview"),
    ("compare", "hand", "HAND"): (1, "is named twice", "Name different passes"),
    ("compare", "hand", "hnd"): (1, "There is no pass called 'hnd'.", "Did you mean 'hand'?"),
    ("redo",): (1, "There is nothing to redo.", "directly after `undo`"),
    ("undo", "99"): (1, "There is nothing to undo.", "qualcode log"),
    ("init", "--title", "Another"): (1, "There is a project in this folder already", "another folder"),
    ("backup", "study.qualcode"): (1, "study.qualcode exists already.", "another name"),
    ("backup", "no/where.qualcode"): (1, "There is no folder no.", "Make it first"),
}


@pytest.mark.parametrize("arguments", REFUSED, ids=" ".join)
def test_refusal_is_a_sentence_a_hint_and_an_exit_code_and_changes_nothing(
    folder: Path, arguments: tuple[str, ...]
) -> None:
    code, sentence, hint = REFUSED[arguments]
    before = dump(folder / "study.qualcode")
    shown = run(*arguments)
    assert shown.out == ""
    first, second = shown.err.rstrip("\n").split("\n")
    assert sentence in first.removeprefix("Error: ") != first
    assert hint in second.removeprefix("Hint: ") != second
    assert shown.code == code
    assert SAID not in shown.err
    assert dump(folder / "study.qualcode") == before


def test_coding_in_a_sealed_pass_is_refused_by_every_command(folder: Path) -> None:
    run("passes", "seal", "hand")
    (folder / "k.csv").write_text("transcript,code,address\nP1,chance,P1:3\n")
    before = dump(folder / "study.qualcode")
    for arguments in (
        ["apply", "chance", "P1:3", "--pass", "hand"],
        ["unapply", "P1:2", "chance", "--pass", "hand"],
        ["codings", "import", "k.csv", "--pass", "hand"],
        ["passes", "unread", "hand", "P1:2"],
        ["passes", "seal", "hand"],
        ["undo"],
    ):
        shown = run(*arguments)
        assert (shown.code, shown.out) == (1, "")
        assert "seal" in shown.err
    assert dump(folder / "study.qualcode") == before


def test_file_that_is_no_project_is_refused_by_every_command_and_left_alone(tmp_path: Path) -> None:
    diary = tmp_path / "diary.qualcode"
    diary.write_bytes(b"Dear diary, " + SAID.encode())
    for arguments in (["status"], ["check"], ["import", "x.txt"], ["codes", "add", "x"], ["undo"]):
        shown = run("-P", str(diary), *arguments)
        assert (shown.code, shown.out) == (1, "")
        assert shown.err.startswith("Error: diary.qualcode is not a qualcode project.")
        assert SAID not in shown.err
    assert diary.read_bytes() == b"Dear diary, " + SAID.encode()
    assert [file.name for file in tmp_path.iterdir()] == ["diary.qualcode"]


def test_another_programs_database_keeps_every_byte(tmp_path: Path) -> None:
    import sqlite3

    other = tmp_path / "x.qualcode"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE notes (x)")
    connection.close()
    before = other.read_bytes()
    shown = run("-P", str(other), "status")
    assert (shown.code, "not a qualcode project" in shown.err) == (1, True)
    assert other.read_bytes() == before


def test_newer_project_keeps_every_byte(folder: Path) -> None:
    import sqlite3

    path = folder / "study.qualcode"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('qualcode', 'from_2030', '')"
        )
    connection.close()
    before = path.read_bytes()
    for arguments in (["status"], ["codes", "add", "x"]):
        shown = run(*arguments)
        assert (shown.code, shown.out) == (1, "")
        assert "newer qualcode" in shown.err
        assert "Update qualcode" in shown.err
    assert path.read_bytes() == before


def test_error_inside_is_told_without_a_traceback_unless_asked(folder: Path) -> None:
    broken = "import sys\nimport qualcode.phases\nfrom qualcode.cli import main\n"
    broken += "qualcode.phases.status = lambda _: 1 / 0\nsys.argv = ['qualcode', 'status']\nmain()\n"
    for debug in ("", "1"):
        done = subprocess.run(
            [sys.executable, "-c", broken],
            cwd=folder,
            env=clean(QUALCODE_DEBUG=debug) if debug else clean(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert ("Traceback" in done.stderr) == bool(debug)
    assert SAID not in run("status", "--nonsense").err


# What the participant said stays out of talk and log.


def test_participants_words_are_in_no_error_and_not_in_the_log(folder: Path) -> None:
    (folder / "quotes.csv").write_text(
        f"transcript,code,quote\nP1,chance,My sister {SAID} dragged me along for years and years\n"
        f"P1,chance,{SAID} and nothing else of the kind was ever said\n"
    )
    (folder / "broken.csv").write_text(f'transcript,code,quote\nP1,chance,"{SAID}\n')
    (folder / "bad.docx").write_text(SAID)
    (folder / "bad.txt").write_bytes(b"\xff\xfe" + SAID.encode("utf-16-le") + b"\x00")
    (folder / "bad.json").write_text(f'{{"{SAID}"')
    failing = [
        ["apply", "chance", "--quote", f"{SAID} was never said like this by me", "--in", "P1"],
        ["codings", "import", "quotes.csv"],
        ["codings", "import", "broken.csv"],
        ["codes", "import", "quotes.csv"],
        ["participants", "import", "quotes.csv"],
        ["import", "bad.docx", "bad.txt", "bad.json"],
        ["read", "P1", "99"],
        ["unapply", "P1:3", "chance"],
    ]
    for arguments in failing:
        shown = run(*arguments)
        assert shown.code != 0, arguments
        assert SAID not in shown.err, arguments
    assert SAID in run("read", "P1").out
    run("transcripts", "retire", "P1")
    assert SAID not in run("log", "--json").out
    with open_project(folder / "study.qualcode") as project:
        logged = project.rows("SELECT before, after FROM changes") + project.rows(
            "SELECT command FROM actions"
        )
    assert not any(SAID in str(tuple(row)) for row in logged)


def test_json_is_the_only_thing_on_stdout(folder: Path) -> None:
    """A walk through the commands; each answer is one document without NaN."""
    (folder / "P2.txt").write_text("I: Why?\n\nP2: Because. It was so.\n")
    (folder / "k.csv").write_text("transcript,code,address\nP2,hope,P2:2\nP2,nope,P2:3\n")
    (folder / "c.csv").write_text("name,definition\nhope,That it gets better.\n")
    (folder / "p.csv").write_text("id,setting\nP1,ward\nP2,home\n")
    walk: list[tuple[int, list[str]]] = [
        (0, ["import", "P2.txt", "--dry-run"]),
        (1, ["import", "P2.txt", "nowhere.txt"]),
        (0, ["transcripts", "list"]),
        (0, ["transcripts", "show", "P2"]),
        (0, ["transcripts", "text", "P2"]),
        (0, ["transcripts", "rename", "P2", "P3"]),
        (0, ["undo"]),
        (0, ["redo"]),
        (0, ["undo", "1"]),
        (0, ["transcripts", "retire", "P2"]),
        (0, ["transcripts", "restore", "P2"]),
        (0, ["participants", "import", "p.csv"]),
        (0, ["participants", "list"]),
        (0, ["participants", "add", "P7", "setting=ward"]),
        (0, ["participants", "set", "P7", "setting="]),
        (0, ["codes", "import", "c.csv"]),
        (0, ["codes", "add", "new", "--parent", "hope"]),
        (0, ["codes", "edit", "new", "--definition", "It is new."]),
        (0, ["codes", "rename", "new", "newer"]),
        (0, ["codes", "move", "newer", "--top"]),
        (0, ["codes", "list"]),
        (0, ["codes", "show", "hope"]),
        (0, ["codes", "retire", "newer"]),
        (0, ["codes", "restore", "newer"]),
        (0, ["codes", "freeze", "pre-themes"]),
        (1, ["codings", "import", "k.csv", "--pass", "hand"]),
        (0, ["apply", "hope", "P1:3"]),
        (0, ["unapply", "P1:3", "hope"]),
        (0, ["codings", "list"]),
        (0, ["read", "P1"]),
        (0, ["passes", "list"]),
        (0, ["passes", "unread", "hand", "P2:1"]),
        (0, ["passes", "show", "hand"]),
        (0, ["passes", "seal", "hand"]),
        (0, ["passes", "start", "again", "--saw", "hand"]),
        (0, ["status"]),
        (0, ["next"]),
        (0, ["log"]),
        (0, ["check"]),
        (0, ["backup", "copy.backup"]),
        (0, ["init", "new", "--title", "Another"]),
    ]
    for code, arguments in walk:
        shown = run(*arguments, "--json")
        assert (arguments, shown.code) == (arguments, code)
        assert shown.json is not None
        assert shown.out == json.dumps(shown.json, ensure_ascii=False, indent=2) + "\n"


def test_runner_sees_the_same_as_a_process(folder: Path) -> None:
    result = CliRunner().invoke(app, ["codes", "list", "--json"])
    assert result.stdout == process(folder, "codes", "list", "--json").out

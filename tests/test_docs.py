"""The pages say what the program does: tests that read the docs."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest
import typer

from qualcode.cli import ROOMS
from qualcode.store.schema import SCHEMA

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "docs"))

import reference  # noqa: E402 - docs/ is no package

COMMANDS = {words: command for words, command, _ in reference.commands()}


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_has_help_and_a_page(words: str) -> None:
    assert COMMANDS[words].help
    assert f"## qualcode {words}\n" in (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ROOMS)
def test_line_in_the_list_of_commands_begins_the_commands_own_help(name: str) -> None:
    line = ROOMS[name][1]
    own = " ".join((COMMANDS[name].help or "").split())
    assert own.startswith(line.rstrip(".")), (line, own)


def test_every_command_of_a_room_is_in_the_list() -> None:
    from importlib import import_module

    for room in {module for module, _ in ROOMS.values()}:
        rooms = typer.Typer(callback=lambda: None)
        import_module(f"qualcode.commands.{room}").register(rooms)
        assert set(typer.main.get_group(rooms).commands) <= set(ROOMS)


@pytest.mark.parametrize("kind", reference.errors())
def test_every_error_has_a_page(kind: type[Exception]) -> None:
    assert kind.__doc__
    assert f"## {kind.__name__}\n" in (ROOT / "docs" / "messages.md").read_text(encoding="utf-8")


def test_every_table_says_what_it_is_for() -> None:
    tables = re.findall(r"^CREATE TABLE (\w+) \((.*)$", SCHEMA, flags=re.MULTILINE)
    assert tables
    assert [name for name, rest in tables if "--" not in rest] == []


def test_commands_shown_in_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^qualcode (.*)$", readme, flags=re.MULTILINE)
    assert shown
    for line in shown:
        words = shlex.split(line, comments=True)
        assert words[0] in ROOMS, line
        if f"{words[0]} {words[1]}" not in COMMANDS:
            assert not getattr(COMMANDS[words[0]], "commands", None), line


def test_set_up_commands_of_the_readme_are_one_line_each() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"^python3 -m venv .*$", readme, flags=re.MULTILINE)
    demo, tests = found
    assert "qualcode demo" in demo
    assert tests.endswith(".venv/bin/pytest")


def test_glossary_has_a_line_for_each_noun_of_the_command_line() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").casefold()
    nouns = {"transcripts", "participants", "codes", "passes", "codings", "themes", "quotes"}
    assert nouns <= set(ROOMS)
    assert [
        noun for noun in nouns if noun.removesuffix("es" if noun == "passes" else "s") not in glossary
    ] == []

"""Splitting a code: open passes are divided, sealed ones keep what they have."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from command_line import dump, run
from conftest import INTERVIEW
from two_passes import add, code_pass

from qualcode.codes import codebook
from qualcode.codes.codebook import BadCode
from qualcode.exchange.split_map import BadSplitMap, read_split_map
from qualcode.passes import coding, passes, quotations, splitting
from qualcode.passes.integrity import problems
from qualcode.store.actions import action, undo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.store.project import Project

    WordsOf = Callable[[Project, str], list[tuple[str, str]]]


def at(words: str) -> tuple[int, int]:
    start = INTERVIEW.index(words)
    return start, start + len(words)


@pytest.fixture
def people(interview: Project) -> Project:
    """A code `people`, three times in the open pass, once in a sealed one."""
    codebook.add(interview, "social")
    codebook.add(interview, "people", "social")
    code_pass(interview, "sealed", [("P1", "people", at("My sister"))])
    passes.start(interview, "open")
    add(interview, "open", [("P1", "people", at(one)) for one in ("My sister", "The people", "Nobody")])
    return interview


def ids(project: Project, pass_name: str) -> dict[str, str]:
    found = quotations.quotations(project, pass_id=passes.find(project, pass_name).id)
    return {one.quotation: one.id for one in found}


def test_open_pass_is_divided_and_sealed_pass_keeps_its_code(people: Project, words_of: WordsOf) -> None:
    answers = {
        ids(people, "open")["My sister"]: ["family"],
        ids(people, "open")["Nobody"]: ["family", "group"],
    }
    done = splitting.split(people, "people", ["family", "group"], answers)
    assert (done.reapplied, done.kept, done.sealed, done.sealed_passes) == (2, 1, 1, ("sealed",))
    assert words_of(people, "open") == [
        ("family", "My sister"),
        ("people", "The people"),
        ("family", "Nobody"),
        ("group", "Nobody"),
    ]
    assert words_of(people, "sealed") == [("people", "My sister")]
    assert codebook.find(people, "family").parent_id == codebook.find(people, "social").id


def test_split_is_one_action_that_undo_takes_back(people: Project, words_of: WordsOf) -> None:
    before = words_of(people, "open")
    splitting.split(people, "people", ["family"], dict.fromkeys(ids(people, "open").values(), ("family",)))
    assert [code for code, _ in words_of(people, "open")] == ["family"] * 3
    assert undo(people) == "codes split"
    assert words_of(people, "open") == before
    assert codebook.find_or_none(people, "family") is None


def test_memos_go_along_and_nothing_is_doubled(people: Project, words_of: WordsOf) -> None:
    one = ids(people, "open")["The people"]
    with action(people, "memos add") as adding:
        coding.remark(adding, one, "why them?")
    codebook.add(people, "group")
    add(people, "open", [("P1", "group", at("The people"))])
    splitting.split(people, "people", ["group", "warmth"], {one: ("group", "warmth")})
    assert words_of(people, "open")[1:3] == [("group", "The people"), ("warmth", "The people")]
    (warmth,) = [each for each in quotations.quotations(people) if each.code == "warmth"]
    assert warmth.memo == "why them?"


def test_keeping_the_code_beside_a_part_is_allowed(people: Project, words_of: WordsOf) -> None:
    splitting.split(people, "people", ["family"], {ids(people, "open")["My sister"]: ("people", "family")})
    assert words_of(people, "open")[:2] == [("family", "My sister"), ("people", "My sister")]


@pytest.mark.parametrize(
    ("into", "answer"), [([], ()), (["people"], ()), (["family"], ("nobody",)), (["a\nb"], ())]
)
def test_senseless_split_changes_nothing(people: Project, into: list[str], answer: tuple[str, ...]) -> None:
    before = dump(people.path)
    with pytest.raises(BadCode):
        splitting.split(people, "people", into, {ids(people, "open")["Nobody"]: answer})
    assert dump(people.path) == before


def test_map_names_codings_by_id_or_by_address(people: Project, tmp_path: Path) -> None:
    free, sealed = splitting.to_split(people, "people")
    assert (len(free), len(sealed)) == (3, 1)
    by_words = {one.quotation: one for one in free}
    start, end = at("Nobody")
    file = tmp_path / "map.csv"
    file.write_text(
        f"id,address,code\n{by_words['My sister'].id},,family\n,P1@{start}-{end},family; group\n"
        f"{by_words['The people'].id},,\n"
    )
    assert read_split_map(file, free) == {
        by_words["My sister"].id: ("family",),
        by_words["Nobody"].id: ("family", "group"),
    }


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("id,name\n", "needs the columns"),
        ("code\n", "needs the columns"),
        ("id,code\nnowhere,family\n", "row 2: no coding"),
        ('id,code\n"x\n', "not a readable CSV"),
    ],
)
def test_map_that_does_not_say_where_is_refused(
    people: Project, tmp_path: Path, content: str, why: str
) -> None:
    file = tmp_path / "map.csv"
    file.write_text(content)
    with pytest.raises(BadSplitMap, match=why):
        read_split_map(file, splitting.to_split(people, "people")[0])


def test_the_list_of_codings_with_its_codes_changed_is_a_map(
    people: Project, tmp_path: Path, words_of: WordsOf
) -> None:
    of = ("--project", str(people.path))
    listed = run(*of, "codings", "list", "--code", "people", "--csv").out
    (tmp_path / "map.csv").write_text(listed.replace(",people,", ",family,", 2))
    answer = run(
        *of, "codes", "split", "people", "--into", "family", "group", "--map", str(tmp_path / "map.csv")
    )
    assert answer.code == 0, answer.err
    assert "in passes that cannot be changed: sealed" in answer.err
    assert {code for code, _ in words_of(people, "sealed")} == {"people"}
    assert "family" in {code for code, _ in words_of(people, "open")}
    assert problems(people) == []


def test_terminal_is_asked_coding_by_coding_and_may_stop(
    people: Project, words_of: WordsOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = ("--project", str(people.path), "codes", "split", "people", "--into", "family", "group")
    assert run(*of).code == 2
    typed = iter(["x", "3", "12", "q"])
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(typed))
    keyboard = SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("qualcode.commands.codebook.sys", keyboard)
    answer = run(*of, "--json")
    assert (answer.json["reapplied"], answer.json["kept"], answer.json["sealed"]) == (1, 2, 1)
    assert words_of(people, "open") == [
        ("family", "My sister"),
        ("group", "My sister"),
        ("people", "The people"),
        ("people", "Nobody"),
    ]


def test_commands_tell_differences_and_checks(people: Project) -> None:
    of = ("--project", str(people.path))
    run(*of, "codes", "freeze", "first")
    run(*of, "codes", "rename", "people", "folk")
    answer = run(*of, "codes", "diff", "first")
    assert answer.out == "changed  people is called folk\n"
    assert answer.err == "2 codes in first, 2 now.\n"
    assert run(*of, "codes", "diff", "first", "--json").json["changed"] == [
        {"code": "folk", "what": "name", "before": "people", "after": "folk"}
    ]
    rules = [one["rule"] for one in run(*of, "codes", "check", "--json").json]
    assert rules == ["no-definition", "no-definition"]
    assert "█" in run(*of, "codes", "list", "--counts").out

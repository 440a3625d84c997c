"""Assistance at the command line, and the things it never does."""

from __future__ import annotations

import inspect
import os
import pty
import re
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from assisted_study import build
from command_line import clean, dump, process, run

import qualcode.suggestions.deciding
import qualcode.suggestions.review
from qualcode.cli import ROOMS
from qualcode.store.project import open_project

if TYPE_CHECKING:
    from pathlib import Path

SHAPE = [
    "id",
    "pass",
    "transcript",
    "code",
    "start_char",
    "end_char",
    "address",
    "quotation",
    "score",
    "method",
    "reason",
    "status",
]


@pytest.fixture
def here(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with open_project(path) as opened:
        build(opened, tmp_path)
    monkeypatch.chdir(tmp_path)
    return path


@pytest.fixture
def waiting(here: Path) -> Path:
    assert run("suggest", "--pass", "second").code == 0
    return here


@pytest.mark.usefixtures("here")
def test_suggest_says_how_many_and_that_none_counts() -> None:
    answer = run("suggest", "--pass", "second")
    assert "6 new suggestions in 2 transcripts." in answer.err
    assert "None of them counts until you accept it" in answer.err
    assert "lost phones" in answer.out


def test_dry_run_says_how_many_there_would_be(here: Path) -> None:
    before = dump(here)
    answer = run("suggest", "--pass", "second", "--dry-run")
    assert "6 suggestions would be new in 2 transcripts." in answer.err
    assert "Nothing was kept" in answer.err
    assert dump(here) == before


@pytest.mark.usefixtures("here")
def test_suggest_as_json() -> None:
    value = run("suggest", "--pass", "second", "--json").json
    assert (value["pass"], value["method"], value["made"], value["discarded"]) == (
        "second",
        "definitions",
        6,
        0,
    )
    assert value["by_code"]["lost phones"] == 2


@pytest.mark.usefixtures("waiting")
def test_list_has_the_keys_of_the_contract() -> None:
    rows = run("suggestions", "list", "--json").json
    assert list(rows[0]) == SHAPE
    assert rows[1] == {
        "id": "s2",
        "pass": "second",
        "transcript": "P1",
        "code": "getting there",
        "start_char": rows[1]["start_char"],
        "end_char": rows[1]["start_char"] + len("The bus takes two hours."),
        "address": "P1:4",
        "quotation": "The bus takes two hours.",
        "score": rows[1]["score"],
        "method": "definitions",
        "reason": "shares “buses” (definition of the code)",
        "status": "open",
    }


@pytest.mark.parametrize("status", ["open", "accepted", "edited", "rejected", "deferred"])
@pytest.mark.usefixtures("waiting")
def test_list_by_status(status: str) -> None:
    run("suggestions", "accept", "s1")
    run("suggestions", "edit", "s2", "--code", "paperwork")
    run("suggestions", "reject", "s3", "--reason", "no")
    run("suggestions", "defer", "s4")
    found = run("suggestions", "list", "--status", status, "--json").json
    numbers = {
        "accepted": ["s1"],
        "edited": ["s2"],
        "rejected": ["s3"],
        "deferred": ["s4"],
        "open": ["s5", "s6"],
    }
    assert [one["id"] for one in found] == numbers[status]


@pytest.mark.usefixtures("waiting")
def test_accepting_prints_what_is_accepted_before_it_is() -> None:
    answer = run("suggestions", "accept", "s2")
    assert "»The bus takes two hours.«" in " ".join(answer.out.split())  # whatever the width
    assert "getting there: Distance, buses and rides." in answer.out
    assert "because it shares “buses”" in answer.out
    assert "s2 accepted" in answer.err


@pytest.mark.usefixtures("waiting")
def test_accepted_suggestion_is_a_coding_with_its_origin() -> None:
    run("suggestions", "accept", "2")
    found = run("codings", "list", "--json").json
    assert [(one["address"], one["code"], one["origin"]) for one in found] == [
        ("P1:4", "getting there", "suggestion")
    ]


def test_no_decision_command_takes_several_or_all(waiting: Path) -> None:
    before = dump(waiting)
    for words in (
        ("accept",),
        ("accept", "s1", "s2"),
        ("accept", "all"),
        ("accept", "--all"),
        ("accept", "s1-s6"),
        ("accept", "--yes", "s1"),
        ("reject", "s1", "s2"),
        ("edit", "s1", "s2", "--code", "paperwork"),
    ):
        assert run("suggestions", *words).code != 0, words
    assert dump(waiting) == before


def test_nowhere_in_the_command_line_is_there_an_accept_all() -> None:
    for name in ("suggest", "suggestions", "review"):
        assert name in ROOMS
    pages = [run("suggest", "--help").out, run("review", "--help").out]
    pages += [
        run("suggestions", name, "--help").out for name in ("accept", "reject", "defer", "edit", "list")
    ]
    assert all(pages)
    assert not re.search(r"--all|--yes|accept.all|every suggestion", " ".join(pages), re.IGNORECASE)


@pytest.mark.parametrize("module", [qualcode.suggestions.deciding, qualcode.suggestions.review])
def test_no_function_decides_without_what_was_shown(module: object) -> None:
    deciders = [
        function
        for holder in (module, getattr(module, "Review", None))
        for name, function in inspect.getmembers(holder, inspect.isfunction)
        if name in {"accept", "edit", "reject", "defer"}
    ]
    assert len(deciders) == 4
    for function in deciders:
        assert inspect.signature(function).parameters["shown"].annotation == "Shown"


@pytest.mark.usefixtures("waiting")
def test_review_needs_a_terminal() -> None:
    answer = run("review", "--pass", "second")
    assert (answer.code, "no terminal to ask on" in answer.err) == (2, True)


def typed(waiting: Path, keys: str) -> str:
    """What `review` shows on a terminal of its own when these keys are typed."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "qualcode", "review", "--pass", "second"]
    with subprocess.Popen(
        command, cwd=waiting.parent, env=clean(), stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True
    ) as running:
        os.close(theirs)
        os.write(ours, keys.encode())
        shown = bytearray()
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # the terminal's other end is closed
            pass
    os.close(ours)
    assert running.returncode == 0, shown.decode()
    return shown.decode()


def test_review_asks_one_by_one_takes_back_and_decides_nothing_on_return_alone(waiting: Path) -> None:
    shown = typed(waiting, "a\nr\nnot this\n\nx\ns\n6\nu\nq\n")
    assert "6 suggestions wait in second" in shown
    assert "That is what was suggested." in shown
    assert "1 decided, 5 left" in shown
    statuses = {one["id"]: one["status"] for one in run("suggestions", "list", "--json").json}
    assert statuses == {
        "s1": "accepted",
        "s2": "open",
        "s3": "open",
        "s4": "open",
        "s5": "open",
        "s6": "open",
    }


def test_review_changes_the_span_and_the_code(waiting: Path) -> None:
    typed(waiting, "s\n2\nc\npaperwork\nq\n")
    found = run("codings", "list", "--json").json
    assert [(one["address"], one["code"]) for one in found] == [
        ("P1:2", "lost phones"),
        ("P1:4", "paperwork"),
    ]


def test_mistyped_place_is_told_and_asked_again(waiting: Path) -> None:
    shown = typed(waiting, "s\n99\nd\nq\n")
    assert "P1 has units" in shown
    assert run("suggestions", "list", "--json").json[0]["status"] == "deferred"


@pytest.mark.usefixtures("waiting")
def test_report_and_audit_as_json() -> None:
    run("suggestions", "accept", "s1")
    found = run("suggestions", "report", "--against", "second", "--json").json
    assert (found["made"], found["accepted"], found["open"], found["precision"]) == (6, 1, 5, 1.0)
    assert found["against"]["label"] == "suggestion performance (not reliability)"
    drawn = run("suggestions", "audit", "--pass", "second", "--seed", "7", "--json").json
    assert (drawn["drawn_from"], drawn["drawn"], drawn["missed"]) == (4, 1, 0)


@pytest.mark.usefixtures("waiting")
def test_report_for_people_names_what_it_is_not() -> None:
    answer = run("suggestions", "report", "--against", "second", COLUMNS="120")
    assert "no measure of reliability" in answer.out


@pytest.mark.usefixtures("here")
def test_rules_are_listed_added_and_removed() -> None:
    run("suggestions", "rules", "paperwork", "--phrase", "fill in", "--not-when", "weather form")
    rows = run("suggestions", "rules", "paperwork", "--json").json
    assert rows == [
        {"number": 1, "kind": "phrase", "rule": "fill in"},
        {"number": 2, "kind": "not-when", "rule": "weather form"},
    ]
    assert len(run("suggestions", "rules", "paperwork", "--remove", "1", "--json").json) == 1


@pytest.mark.usefixtures("here")
def test_model_is_off_until_it_is_named() -> None:
    assert run("suggestions", "model", "--json").json is None
    assert run("suggest", "--pass", "second", "--method", "model").code == 1
    run("suggestions", "model", "--url", "http://127.0.0.1:1/v1", "--name", "small", "--deidentified")
    assert run("suggestions", "model", "--json").json["model"] == "small"
    run("suggestions", "model", "--off")
    assert run("suggestions", "model", "--json").json is None


@pytest.mark.usefixtures("here")
def test_unknown_method_is_wrong_usage() -> None:
    assert run("suggest", "--pass", "second", "--method", "magic").code == 2


@pytest.mark.usefixtures("here")
def test_no_socket_is_ever_opened_without_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for words in (
        ("suggest", "--pass", "second"),
        ("suggest", "--pass", "second", "--method", "search", "--query", "form", "--code", "paperwork"),
        ("suggest", "--pass", "second", "--method", "examples"),
        ("suggest", "--pass", "second", "--method", "model"),
        ("suggestions", "model", "--url", "http://127.0.0.1:9/v1", "--name", "x"),
        ("suggestions", "list"),
        ("suggestions", "accept", "s1"),
        ("suggestions", "report", "--against", "second"),
        ("suggestions", "audit"),
    ):
        assert run(*words).code in {0, 1}, words


WATCH = """
import sys
def watch(event, arguments):
    loopback = event == "socket.bind" and arguments[1][0] == "::1"
    if event.startswith("socket.") and event != "socket.__new__" and not loopback:
        sys.exit(event)
sys.addaudithook(watch)
from qualcode.cli import main
sys.argv = ["qualcode", "suggest", "--pass", "second"]
main()
"""
"""One of spaCy's own libraries binds the loopback address when it is loaded, to see if IPv6 is there."""


def test_whole_process_connects_looks_up_and_sends_nothing(here: Path) -> None:
    command = [sys.executable, "-c", WATCH]
    done = subprocess.run(command, cwd=here.parent, env=clean(), capture_output=True, check=False, timeout=60)
    assert (done.returncode, b"6 new suggestions" in done.stderr) == (0, True), done.stderr


@pytest.mark.usefixtures("waiting")
def test_open_suggestions_appear_in_no_count_table_or_export() -> None:
    run("passes", "start", "hand")
    value = run("status", "--json").json
    assert (value["counts"]["codings"], value["counts"]["suggestions"]) == (0, 6)
    assert run("codings", "list", "--json").json == []
    assert run("compare", "second", "hand", "--json").json["codes"] == []
    assert all(one["codings"] == 0 for one in run("codes", "list", "--json").json)
    run("themes", "add", "contact", "--codes", "lost phones,paperwork")
    assert sum(map(sum, run("themes", "matrix", "participant", "--json").json["cells"])) == 0


def test_help_of_suggest_loads_no_heavy_library(tmp_path: Path) -> None:
    script = (
        "import sys; sys.argv = ['qualcode', 'suggest', '--help']\n"
        "from qualcode.cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'spacy', 'sklearn', 'numpy'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=clean(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.stderr.decode().strip() == "[]"


@pytest.mark.usefixtures("waiting")
def test_error_and_log_hold_no_participants_words() -> None:
    answers = [
        run("suggestions", "accept", "s99"),
        run("suggestions", "edit", "s2", "--address", "P1:8"),
        run("suggestions", "edit", "s2"),
        run("log", "--json"),
    ]
    for answer in answers:
        told = answer.err + (answer.out if answer is answers[-1] else "")
        assert "bus takes" not in told


def test_process_by_itself_suggests_and_accepts(here: Path) -> None:
    assert process(here.parent, "suggest", "--pass", "second").code == 0
    assert process(here.parent, "suggestions", "accept", "s2").code == 0
    assert process(here.parent, "check").code == 0


@pytest.mark.usefixtures("here")
def test_deciding_in_another_coders_pass_without_a_name_says_whose_it_is() -> None:
    run("passes", "seal", "second")
    run("--coder", "BK", "passes", "start", "third")
    assert run("--coder", "BK", "suggest", "--pass", "third").code == 0
    (first, second, *_) = [one["id"] for one in run("suggestions", "list", "--json").json]
    assert "in BK's pass. If you are BK: qualcode --coder BK" in run("suggestions", "accept", first).err
    assert "in BK's pass" not in run("--coder", "BK", "suggestions", "accept", second).err

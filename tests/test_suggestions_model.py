"""The method `model` against a server of our own on this machine: allowed, answering, and failing."""

from __future__ import annotations

import json
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest
from assisted_study import build, places
from fake_endpoint import GOOD, Server, said, serving

from qualcode.assist import endpoint
from qualcode.assist.endpoint import BadModelAddress, Endpoint, ModelGone, ModelRefused
from qualcode.codes import codebook
from qualcode.errors import UsageError
from qualcode.passes import passes
from qualcode.store import actions
from qualcode.store.project import open_project
from qualcode.store.study import create_study
from qualcode.suggestions import listing, model, running
from qualcode.suggestions.model import Assistant, ModelOff
from qualcode.suggestions.report import report
from qualcode.suggestions.requests import Request
from qualcode.transcripts import participants

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project
    from qualcode.suggestions.running import Outcome


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(Server()) as one:
        yield one


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    build(project, tmp_path)
    for name in ("P1", "P2"):
        participants.set_values(project, name, {model.CONSENT: "yes"})
    return project


def allow(study: Project, url: str, **other: object) -> None:
    wanted: dict[str, Any] = {
        "url": url,
        "model": "small",
        "remote": False,
        "deidentified": True,
        "reason": "",
    }
    model.allow(study, Assistant(**(wanted | other)))


def ask(study: Project) -> Outcome:
    return running.suggest(study, Request("second", "model"))


def test_model_proposes_and_nothing_is_coded(study: Project, server: Server) -> None:
    allow(study, server.url)
    outcome = ask(study)
    assert places(listing.suggestions(study)) == [("P1:4", "getting there"), ("P2:2", "lost phones")]
    assert outcome.made == 2
    assert study.value("SELECT count(*) FROM codings") == 0


def test_reason_of_the_model_is_told_as_its_own(study: Project, server: Server) -> None:
    allow(study, server.url)
    ask(study)
    assert listing.suggestions(study)[0].reason == "was proposed: distance by bus"


def test_model_sees_participants_sentences_and_the_codebook_only(study: Project, server: Server) -> None:
    allow(study, server.url)
    ask(study)
    question = server.asked[0]
    system, user = (one["content"] for one in question["messages"])
    assert question["path"] == "/v1/chat/completions"
    assert (question["model"], question["temperature"]) == ("small", 0)
    assert "- paperwork: definition: Records and forms the worker has to type or fill in." in system
    assert user.startswith("Their phones get lost every week.\nI write the number on my hand.")
    assert "Interviewer" not in user
    assert "P1" not in user + system


def test_settings_keep_model_prompt_and_hash_but_no_key(
    study: Project, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(endpoint.KEY_VARIABLE, "open-sesame")
    allow(study, server.url)
    ask(study)
    kept = study.value("SELECT settings FROM suggestion_runs")
    settings = json.loads(kept)
    assert (settings["model"], settings["answered_by"]) == ("small", ["small-1.2"])
    assert len(settings["prompt_sha256"]) == 64
    assert "open-sesame" not in "".join(study.connection.iterdump())


def test_invented_quotes_and_codes_are_discarded_and_counted(study: Project, server: Server) -> None:
    allow(study, server.url)
    invented = [
        {"quote": "The bus takes three hours.", "code": "getting there", "reason": "x"},
        {"quote": "Do people lose their phones a lot?", "code": "lost phones", "reason": "interviewer"},
        {"quote": "The bus takes two hours.", "code": "no such code", "reason": "x"},
        {"quote": "The bus takes two hours.", "code": "getting there", "reason": "x"},
        {"quote": "lost every week. I write", "code": "lost phones", "reason": "across two sentences"},
    ]
    server.answer = lambda: said(invented)
    outcome = ask(study)
    assert places(listing.suggestions(study)) == [("P1:2-3", "lost phones"), ("P1:4", "getting there")]
    assert outcome.discarded == 3 + 5  # of P2 nothing is there
    told = {one.code: one.discarded for one in report(study).codes}
    assert told == {"lost phones": 1 + 2, "getting there": 1 + 2, "(none)": 2}


def test_words_that_stand_in_two_places_are_not_guessed(study: Project, server: Server) -> None:
    allow(study, server.url)
    entries = [{"quote": "phone", "code": "lost phones"}, {"quote": "I", "code": "paperwork"}]
    server.answer = lambda: said(entries)
    assert ask(study).discarded == 2  # in P1 "phones" is another word, and "I" stands twice
    assert places(listing.suggestions(study)) == [("P2:2", "lost phones"), ("P2:4", "paperwork")]


@pytest.mark.parametrize(
    "answer",
    [
        (200, b"<html>"),
        (200, b"{}"),
        (200, b"[1]"),
        (200, b'{"choices": [{"message": {"content": "{\\"suggestions\\": "}}]}'),
        (200, b'{"choices": [{"message": {"content": "{\\"suggestions\\": 5}"}}]}'),
        (200, b'{"choices": [{"message": {"content": "[]"}}]}'),
        (200, b'{"choices": [{"message": {"content": null}}]}'),
        (200, b'{"choices": [{"message": {"content": "x", "refusal": "I would rather not"}}]}'),
        (200, b"\xff\xfe"),
    ],
)
def test_answer_that_cannot_be_read_suggests_nothing_and_is_counted(
    study: Project, server: Server, answer: tuple[int, bytes]
) -> None:
    allow(study, server.url)
    server.answer = lambda: answer
    outcome = ask(study)
    assert (outcome.made, outcome.discarded) == (0, 2)


@pytest.mark.parametrize("status", [401, 404, 429, 500, 302])
def test_refusing_server_is_told_and_nothing_is_kept(study: Project, server: Server, status: int) -> None:
    allow(study, server.url)
    server.answer = lambda: (status, b"no")
    with pytest.raises(ModelRefused, match=str(status)):
        ask(study)
    assert len(server.asked) == 1
    assert listing.suggestions(study) == []


def test_slow_server_is_given_up(server: Server) -> None:
    def dawdle() -> tuple[int, bytes]:
        time.sleep(0.5)
        return said(GOOD)

    server.answer = dawdle
    with pytest.raises(ModelGone, match=r"within 0\.1 seconds"):
        Endpoint(server.url, "small", patience=0.1).ask("a", "b")


def test_server_that_is_gone_is_told(study: Project) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    allow(study, f"http://127.0.0.1:{port}/v1")
    with pytest.raises(ModelGone, match="Nobody answers"):
        ask(study)


def test_batches_before_a_failure_are_kept_and_the_rest_is_asked_later(
    study: Project, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH_CHARACTERS", 1)
    allow(study, server.url)
    server.answer = lambda: said(GOOD) if len(server.asked) == 1 else (500, b"")
    with pytest.raises(ModelRefused):
        ask(study)
    server.answer = lambda: said(GOOD)
    outcome = ask(study)
    assert (outcome.transcripts, outcome.read_before, len(server.asked)) == (1, 1, 3)


def test_proxy_of_the_shell_is_not_used(
    study: Project, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://192.0.2.1:9")
    allow(study, server.url)
    assert ask(study).made == 2


def test_model_is_off_until_somebody_allows_it(study: Project) -> None:
    with pytest.raises(ModelOff, match="No language model"):
        ask(study)


def test_model_elsewhere_needs_its_own_permission(study: Project) -> None:
    allow(study, "http://192.0.2.1/v1")
    with pytest.raises(ModelOff, match="not on this machine"):
        ask(study)


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:1/v1", True),
        ("http://[::1]/v1", True),
        ("http://localhost:11434/v1", True),
        ("http://localhost.example.org/v1", False),
        ("http://127.0.0.1.example.org/v1", False),
        ("http://192.168.1.4/v1", False),
        ("http://0.0.0.0/v1", False),
        ("http://2130706433/v1", False),
    ],
)
def test_only_loopback_addresses_are_this_machine(url: str, here: bool) -> None:
    assert endpoint.is_this_machine(url) is here


def test_text_must_be_said_to_be_deidentified(study: Project, server: Server) -> None:
    allow(study, server.url, deidentified=False)
    with pytest.raises(ModelOff, match="de-identified"):
        ask(study)
    assert server.asked == []


def test_every_participant_has_to_agree(study: Project, server: Server) -> None:
    allow(study, server.url)
    participants.set_values(study, "P2", {model.CONSENT: "no"})
    with pytest.raises(ModelOff, match="not on record for: P2"):
        ask(study)
    assert server.asked == []
    running.suggest(study, Request("second", "model", transcripts=("P1",)))
    assert {one.transcript for one in listing.suggestions(study)} == {"P1"}


def test_model_turned_off_is_not_asked(study: Project, server: Server) -> None:
    allow(study, server.url)
    model.forbid(study)
    with pytest.raises(ModelOff):
        ask(study)
    actions.undo(study)
    assert ask(study).made == 2


def test_reflexive_study_needs_a_reason_for_a_model(tmp_path: Path) -> None:
    create_study(tmp_path / "r.qualcode", title="A study", approach="reflexive", coder="CS")
    with open_project(tmp_path / "r.qualcode") as reflexive:
        with pytest.raises(UsageError, match="needs a reason"):
            allow(reflexive, "http://127.0.0.1/v1")
        allow(reflexive, "http://127.0.0.1/v1", reason="to challenge my own reading")
        kept = model.assistant(reflexive)
    assert kept is not None
    assert kept.reason == "to challenge my own reading"


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "127.0.0.1:80", "http://", "http://a:b@127.0.0.1/", "http://127.0.0.1:x/", ""],
)
def test_what_is_no_address_is_refused(study: Project, url: str) -> None:
    with pytest.raises(BadModelAddress):
        allow(study, url)


def test_codings_are_never_shown_to_the_model(study: Project, server: Server) -> None:
    codebook.add(study, "secret reading")
    passes.start(study, "hand")
    codebook.retire(study, "secret reading")
    allow(study, server.url)
    ask(study)
    assert "secret reading" not in json.dumps(server.asked)

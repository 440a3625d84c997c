"""Models of the library `llm`: guarded as any other, kept in no log, and local only if they truly are."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING, Any

import pytest
from assisted_study import build, places
from command_line import run
from fake_endpoint import GOOD, Server, serving

from qualcode.assist import library_model
from qualcode.assist.library_model import ModelFailed, ModelWouldLeave, NoLibrary, NoSuchModel
from qualcode.store.project import open_project
from qualcode.suggestions import listing, model, running
from qualcode.suggestions.model import Assistant, ModelOff
from qualcode.suggestions.report import report
from qualcode.suggestions.requests import Request
from qualcode.suggestions.summary import assistance_summary
from qualcode.transcripts import participants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from qualcode.store.project import Project
    from qualcode.suggestions.running import Outcome

Known = Any
"""A `scripted_llm.Scripted`, which cannot be named where the extra is absent."""

scripted = pytest.importorskip("scripted_llm", reason="the extra `llm` is not installed")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what the library keeps, and no plugin but its own and ours."""
    folder = tmp_path / "home"
    monkeypatch.setenv("LLM_USER_PATH", str(folder))
    monkeypatch.setenv("LLM_LOAD_PLUGINS", "")
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    build(project, tmp_path)
    for name in ("P1", "P2"):
        participants.set_values(project, name, {model.CONSENT: "yes"})
    return project


@pytest.fixture
def known() -> Iterator[Any]:
    one = scripted.Scripted(scripted.good)
    with scripted.plugged(one):
        yield one


def allow(study: Project, name: str = "scripted", **other: object) -> None:
    wanted: dict[str, Any] = {"remote": False, "deidentified": True, "reason": "", "library": True}
    model.allow(study, Assistant("", name, **(wanted | other)))


def ask(study: Project) -> Outcome:
    return running.suggest(study, Request("second", "model"))


def files(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


@pytest.mark.usefixtures("known")
def test_model_of_the_library_proposes_and_nothing_is_coded(study: Project) -> None:
    allow(study)
    assert ask(study).made == 2
    assert places(listing.suggestions(study)) == [("P1:4", "getting there"), ("P2:2", "lost phones")]
    assert study.value("SELECT count(*) FROM codings") == 0


@pytest.mark.usefixtures("known")
def test_library_keeps_no_log_of_what_was_asked(study: Project, home: Path) -> None:
    allow(study)
    ask(study)
    assert files(home) == []


def test_model_is_shown_the_codebook_and_participants_words_only(study: Project, known: Known) -> None:
    allow(study)
    ask(study)
    first = known.asked[0]
    assert "- paperwork: definition: Records and forms the worker has to type or fill in." in first["system"]
    assert first["user"].startswith("Their phones get lost every week.\nI write the number on my hand.")
    assert "Interviewer" not in first["user"]
    assert (first["options"], first["stream"], first["conversation"]) == ({"temperature": 0.0}, False, None)


@pytest.mark.usefixtures("known")
def test_settings_keep_library_plugin_model_and_prompt(study: Project) -> None:
    allow(study)
    ask(study)
    settings = json.loads(study.value("SELECT settings FROM suggestion_runs"))
    assert settings["library"].startswith("llm 0.")
    assert (settings["plugin"], settings["model"], settings["answered_by"], settings["temperature"]) == (
        "scripted_llm",
        "scripted",
        ["scripted-1.2"],
        0,
    )
    assert "seed" not in settings
    assert len(settings["prompt_sha256"]) == 64
    assert assistance_summary(study).model == {
        "library": "llm",
        "model": "scripted",
        "remote": False,
        "deidentified": True,
        "reason": "",
    }


def test_invented_quotes_are_discarded_and_counted(study: Project, known: Known) -> None:
    invented = [*GOOD, {"quote": "The bus takes three hours.", "code": "getting there", "reason": "x"}]
    known.answer = lambda: json.dumps({"suggestions": invented})
    allow(study)
    assert ask(study).discarded == 4  # one more in each transcript, and each good one stands only in one
    assert report(study).total.discarded == 4


@pytest.mark.parametrize("fence", ["```json\n{}\n```", "```\n{}\n```", "\n```json\n{}\n```\n"])
def test_answer_within_a_fence_is_read(study: Project, known: Known, fence: str) -> None:
    known.answer = lambda: fence.format(scripted.good())
    allow(study)
    assert ask(study).made == 2


def test_answer_that_is_no_json_suggests_nothing_and_is_counted(study: Project, known: Known) -> None:
    known.answer = lambda: "I would rather not."
    allow(study)
    outcome = ask(study)
    assert (outcome.made, outcome.discarded) == (0, 2)


def test_model_that_can_be_held_to_a_shape_is(study: Project, known: Known) -> None:
    known.supports_schema = True
    allow(study)
    ask(study)
    assert known.asked[0]["schema"]["required"] == ["suggestions"]


def reach_out() -> str:
    with socket.create_connection(("192.0.2.1", 80), timeout=0.1):
        return "sent"


def reach_a_server_here() -> str:
    with socket.socket() as one:
        one.connect(("127.0.0.1", 9))
    return "sent"


def look_up() -> str:
    return str(socket.getaddrinfo("example.org", 443))


@pytest.mark.parametrize("leave", [reach_out, reach_a_server_here, look_up])
def test_local_model_that_reaches_out_is_stopped_and_nothing_is_kept(
    study: Project, known: Known, leave: Callable[[], str]
) -> None:
    known.answer = leave
    allow(study)
    with pytest.raises(ModelWouldLeave, match="nothing was sent"):
        ask(study)
    assert listing.suggestions(study) == []


def test_answer_of_a_model_that_does_without_the_net_is_kept(study: Project, known: Known) -> None:
    def tries_first() -> str:
        with pytest.raises(OSError, match="refused"):
            look_up()
        return str(scripted.good())

    known.answer = tries_first
    allow(study)
    assert ask(study).made == 2


def test_real_plugin_that_asks_the_net_is_stopped_when_said_to_be_local(
    study: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "open-sesame")
    monkeypatch.setattr("openai._base_client.BaseClient._calculate_retry_timeout", lambda *_: 0)
    allow(study, "gpt-4o-mini")
    with pytest.raises(ModelWouldLeave):
        ask(study)


def test_endpoint_that_the_library_knows_is_asked_where_text_may_leave(study: Project, home: Path) -> None:
    with serving(Server()) as server:
        home.mkdir(exist_ok=True)
        entry = {"model_id": "mine", "model_name": "small", "api_base": server.url, "can_stream": False}
        (home / "extra-openai-models.yaml").write_text(json.dumps([entry]), encoding="utf-8")
        allow(study, "mine", remote=True)
        assert ask(study).made == 2
    assert (server.asked[0]["model"], server.asked[0]["temperature"]) == ("small", 0)
    assert files(home) == ["extra-openai-models.yaml"]


@pytest.mark.parametrize(
    "problem",
    [OSError("P1 said so"), AttributeError("P1 said so"), KeyError("P1 said so"), ValueError("P1 said so")],
)
def test_failure_is_told_without_its_words(study: Project, known: Known, problem: Exception) -> None:
    def fail() -> str:
        raise problem

    known.answer = fail
    allow(study)
    with pytest.raises(ModelFailed, match=type(problem).__name__) as told:
        ask(study)
    assert "P1 said so" not in f"{told.value} {told.value.sentence} {told.value.hint}"
    assert listing.suggestions(study) == []


def test_unknown_model_is_refused_before_it_is_written_down(study: Project) -> None:
    with pytest.raises(NoSuchModel, match="nobody"):
        allow(study, "nobody")
    assert model.assistant(study) is None


def test_missing_extra_is_named(study: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_model, "find_spec", lambda _: None)
    with pytest.raises(NoLibrary) as told:
        allow(study)
    assert "pip install 'qualcode[llm]'" in told.value.hint


def test_the_other_guards_hold_for_it_too(study: Project, known: Known) -> None:
    with pytest.raises(ModelOff, match="No language model"):
        ask(study)
    allow(study, deidentified=False)
    with pytest.raises(ModelOff, match="de-identified"):
        ask(study)
    allow(study)
    participants.set_values(study, "P2", {model.CONSENT: "no"})
    with pytest.raises(ModelOff, match="not on record for: P2"):
        ask(study)
    assert known.asked == []


@pytest.fixture
def here(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with open_project(path) as opened:
        build(opened, tmp_path)
    monkeypatch.chdir(tmp_path)
    return path


@pytest.mark.usefixtures("here", "known")
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--library", "scripted"), "cannot be seen from here"),
        (("--library", "scripted", "--local", "--allow-remote"), "cannot be seen from here"),
        (("--library", "scripted", "--local", "--url", "http://127.0.0.1/v1"), "Leave one out"),
        (("--url", "http://127.0.0.1/v1", "--name", "x", "--local"), "Leave --local out"),
    ],
)
def test_where_a_model_of_the_library_runs_has_to_be_said(options: tuple[str, ...], told: str) -> None:
    answer = run("suggestions", "model", *options, "--deidentified")
    assert (answer.code, told in answer.err) == (2, True)
    assert run("suggestions", "model", "--json").json is None


@pytest.mark.usefixtures("here", "known")
def test_library_model_at_the_command_line() -> None:
    answer = run("suggestions", "model", "--library", "scripted", "--local", "--deidentified")
    assert "scripted of the library llm (on this machine only" in answer.out
    found = run("suggestions", "model", "--library", "scripted", "--allow-remote", "--json").json
    assert (found["library"], found["remote"]) == ("llm", True)

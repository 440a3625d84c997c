"""One action is one transaction and one line of the log; undo, then redo, is identity."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.codes import codebook
from qualcode.passes import coding, passes
from qualcode.store import project as store_project
from qualcode.store.actions import CannotUndo, NothingToUndo, action, redo, undo
from qualcode.store.errors import ProjectBusy, StoreRefused
from qualcode.store.log import log
from qualcode.store.project import Project, open_project
from qualcode.transcripts import addresses

if TYPE_CHECKING:
    from pathlib import Path

LIVE = ("codes", "codings", "passes", "themes", "transcripts", "attributes", "freezes")


def state(project: Project) -> dict[str, list[tuple[object, ...]]]:
    """Every live row of the tables a person changes."""
    return {
        table: sorted(tuple(row) for row in project.rows(f"SELECT * FROM {table} WHERE deleted_at IS NULL"))
        for table in LIVE
    }


def test_failed_action_leaves_no_trace(project: Project) -> None:
    before = log(project)
    with pytest.raises(StoreRefused), action(project, "codes add") as opened:
        opened.add_rows("codes", ("name", "created_at"), [("x", "now"), ("X", "now")])
    assert log(project) == before
    assert codebook.codes(project) == []


def test_action_that_changes_nothing_is_not_logged(project: Project) -> None:
    with action(project, "nothing"):
        pass
    assert [line.command for line in log(project)] == ["init"]


def test_many_rows_are_one_line_of_the_log(project: Project) -> None:
    with action(project, "codes import") as opened:
        opened.add_rows("codes", ("name", "created_at"), [(f"code {n}", "now") for n in range(500)])
    assert log(project)[0].touched == {"codes": 500}


def test_log_never_holds_text_or_memo_bodies(interview: Project) -> None:
    codebook.add(interview, "chance")
    passes.start(interview, "hand")
    coding.apply(interview, "chance", addresses.resolve(interview, "P1:2"), memo="a private thought")
    logged = json.dumps([tuple(row) for row in interview.rows("SELECT before, after FROM changes")])
    assert "flyer" not in logged
    assert "private" not in logged


def test_undo_takes_a_coding_off_and_redo_puts_it_back(interview: Project) -> None:
    codebook.add(interview, "chance")
    passes.start(interview, "hand")
    coding.apply(interview, "chance", addresses.resolve(interview, "P1:2"))
    before = state(interview)
    assert undo(interview) == "apply"
    assert state(interview)["codings"] == []
    assert redo(interview) == "apply"
    assert state(interview) == before


def test_undo_goes_back_step_by_step_and_redo_forward_in_order(project: Project) -> None:
    for name in ("a", "b", "c"):
        codebook.add(project, name)
    assert [undo(project), undo(project)] == ["codes add", "codes add"]
    assert [code.name for code in codebook.codes(project)] == ["a"]
    redo(project)
    assert [code.name for code in codebook.codes(project)] == ["a", "b"]


def test_redo_is_gone_after_something_new(project: Project) -> None:
    codebook.add(project, "a")
    undo(project)
    codebook.add(project, "b")
    with pytest.raises(NothingToUndo):
        redo(project)


def test_a_new_project_has_nothing_to_undo(project: Project) -> None:
    with pytest.raises(NothingToUndo, match="nothing to undo"):
        undo(project)


def test_a_seal_is_not_undone(interview: Project) -> None:
    passes.start(interview, "hand")
    passes.seal(interview, "hand")
    with pytest.raises(CannotUndo, match="a seal is final"):
        undo(interview)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["add", "rename", "retire", "undo", "redo"]), max_size=12))
def test_undo_then_redo_is_identity_whatever_came_before(project: Project, steps: list[str]) -> None:
    for number, step in enumerate(steps):
        known = codebook.codes(project)
        try:
            if step == "undo":
                undo(project)
            elif step == "redo":
                redo(project)
            elif step == "add" or not known:
                codebook.add(project, f"{number} {len(log(project))}")
            elif step == "rename":
                codebook.rename(project, known[0].name, f"{number}r{len(log(project))}")
            else:
                codebook.retire(project, known[0].name)
        except NothingToUndo:
            continue
    before = state(project)
    try:
        undo(project)
    except NothingToUndo:
        return
    redo(project)
    assert state(project) == before


def test_second_writer_waits_and_then_is_told_who_holds_the_file(
    project: Project, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_project, "WAIT_MS", 100)
    with action(project, "codings import") as opened:
        opened.add("codes", name="x", created_at="now")
        with open_project(path, "BK") as second, pytest.raises(ProjectBusy) as error:
            codebook.add(second, "y")
        assert f"process {os.getpid()}" in error.value.sentence
        assert "codings import" in error.value.sentence
    assert [code.name for code in codebook.codes(project)] == ["x"]


def _add_codes(path: Path, who: str) -> None:
    with open_project(path, who) as project:
        for number in range(25):
            codebook.add(project, f"{who} {number}")


def test_two_writers_at_once_lose_nothing(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_add_codes, args=(path, who)) for who in ("A", "B")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with open_project(path) as project:
        assert len(codebook.codes(project)) == 50
        assert project.value("SELECT count(*) FROM actions") == 51


KILLED = """
import sys
from qualcode.store.actions import action
from qualcode.store.project import open_project
from pathlib import Path
with open_project(Path(sys.argv[1])) as project:
    with action(project, "codes import") as opened:
        for n in range(10_000):
            opened.add_rows("codes", ("name", "created_at"), [(f"code {n} {i}", "now") for i in range(50)])
            print("working", flush=True)
"""


@pytest.mark.parametrize("steps", [1, 7, 40])
def test_killed_process_leaves_all_or_nothing_and_the_same_command_then_works(path: Path, steps: int) -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(steps):
            process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
    time.sleep(0.05)
    with open_project(path) as project:
        assert store_project.integrity(project) == []
        assert codebook.codes(project) == []
        codebook.add(project, "code 0 0")
        assert [code.name for code in codebook.codes(project)] == ["code 0 0"]

from __future__ import annotations

import signal
import sys
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.transcripts import ahead
from qualcode.transcripts.ahead import Refused, prepared, processes_for
from qualcode.transcripts.importing import Imported, Skipped, import_files
from qualcode.transcripts.prepare import ImportOptions, prepare

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Twelve interviews, one of them twice, one file without words, one that is not there."""
    found = []
    for number in range(12):
        found.append(tmp_path / f"P{number}.txt")
        found[-1].write_text(f"Interviewer: Why {number}?\n\nP{number}: Because of {number}. It was so.\n")
    again, empty = tmp_path / "again.txt", tmp_path / "empty.txt"
    again.write_bytes(found[3].read_bytes())
    empty.write_text("")
    return [*found, again, empty, tmp_path / "nowhere.txt"]


def test_several_processes_prepare_what_one_does_in_the_same_order(files: list[Path]) -> None:
    alone = list(prepared(files, ImportOptions(), {}))
    shared = list(prepared(files, ImportOptions(), {}, processes=2))
    assert shared == alone
    assert [path for path, _ in shared] == files


def test_refusals_travel_with_sentence_and_hint(files: list[Path]) -> None:
    found = dict(prepared(files[-2:], ImportOptions(), {}, processes=2))
    for refused in found.values():
        assert isinstance(refused, Refused)
        assert refused.failed
        assert refused.sentence
        assert refused.hint


def test_import_by_several_processes_is_the_same_import(project: Project, files: list[Path]) -> None:
    outcomes = import_files(project, files, ImportOptions(), processes=2)
    assert [one.name for one in outcomes if isinstance(one, Imported)] == [f"P{n}" for n in range(12)]
    skipped = [one for one in outcomes if isinstance(one, Skipped)]
    assert skipped[0].reason == "The same file is here already, as P3."
    assert [one.failed for one in skipped] == [False, True, True]
    assert project.value("SELECT count(*) FROM indexed") == 12


def test_known_files_are_told_and_not_read_again(files: list[Path]) -> None:
    found = prepare(files[0], ImportOptions(), skip_if={})
    known = {found[0].prepared.source_sha256: "P0"}
    for processes in (1, 2):
        (_, refused), _ = prepared(files[:2], ImportOptions(), known, processes)
        assert refused == Refused("The same file is here already, as P0.", "", failed=False)


def test_few_or_small_files_are_not_shared_out(
    files: list[Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert processes_for(files) == 1
    monkeypatch.setattr(ahead, "WORTH_SHARING", 100)
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    assert processes_for(files) == ahead.MOST
    assert processes_for(files[:1]) == 1
    assert processes_for([tmp_path / "nowhere.txt"] * 2) == 1


@given(st.text(st.sampled_from("ab.,é \t\n\r\x0b\x0c\xa0"), min_size=1))
def test_words_are_counted_as_splitting_at_space_counts_them(
    tmp_path_factory: pytest.TempPathFactory, words: str
) -> None:
    file = tmp_path_factory.mktemp("words") / "P1.txt"
    file.write_text(f"P: yes {words}", encoding="utf-8")
    (found,) = prepare(file, ImportOptions(speakers="none"), skip_if={})
    text, turns = found.prepared.reading.text, found.prepared.turns
    assert found.words == sum(len(text[turn.start_char : turn.end_char].split()) for turn in turns)


@pytest.mark.skipif(sys.platform == "win32", reason="no signal masks there")
def test_ctrl_c_while_helpers_start_waits_until_they_stand_and_ends_them(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    started, start = list[SpawnProcess](), SpawnProcess.start

    def interrupted_start(process: SpawnProcess) -> None:
        signal.raise_signal(signal.SIGINT)
        start(process)
        started.append(process)

    monkeypatch.setattr(SpawnProcess, "start", interrupted_start)
    with pytest.raises(KeyboardInterrupt):
        next(iter(prepared(files, ImportOptions(), {}, processes=2)))
    assert [process.is_alive() for process in started] == [False, False]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())

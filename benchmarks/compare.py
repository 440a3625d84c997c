"""`compare` as a whole against a plain read-and-sweep of the same codings, in the same run.

2 x 200,000 codings of 100 codes over 1,000 transcripts, made up with a fixed seed. The floor reads every
coding of both passes with one query each, groups them in Python and sweeps every (transcript, code) once for
the four counts in characters; it knows nothing of units, roles, alignment, coefficients or intervals.

Run: python benchmarks/compare.py [CODINGS_PER_PASS [TRANSCRIPTS]]
"""

from __future__ import annotations

import json
import resource
import sqlite3
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from numpy.random import Generator, default_rng

from qualcode.codes import codebook
from qualcode.passes import coding, passes
from qualcode.reliability.compare import CompareOptions, compare
from qualcode.reliability.sweep import four_counts_by_code
from qualcode.store.actions import action
from qualcode.store.project import create_project, open_project
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.model import Unit
    from qualcode.spans import Span
    from qualcode.store.project import Project

CODES = 100
TURNS = 120
SENTENCES_PER_TURN = 4
SENTENCE = "This is about the length of one sentence that somebody says in an interview. "
SEED = 7
UNITS: tuple[Unit, ...] = ("sentence", "character", "turn")
DEFAULT = (200_000, 1_000)


def main() -> None:
    """Make the study, time both, print the ratio."""
    asked = [int(number) for number in sys.argv[1:]]
    codings, transcripts = (*asked, *DEFAULT[len(asked) :])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.qualcode"
        create_project(path)
        with open_project(path, coder="CS") as project:
            make_study(project, transcripts, codings)
        print(f"2 x {codings:,} codings, {CODES} codes, {transcripts:,} transcripts")
        floor, *found = best([partial(read_and_sweep, path), *(partial(compared, path, u) for u in UNITS)])
        print(f"  read and sweep, characters   {floor:6.2f} s")
        for unit, seconds in zip(UNITS, found, strict=True):
            print(f"  compare --unit {unit:<14}{seconds:6.2f} s   {seconds / floor:.1f} x the floor")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory {peak:,.0f} MB")


def best(runs: Sequence[Callable[[], object]], times: int = 3) -> list[float]:
    """Processor seconds of the quickest of a few runs of each, taken in turns.

    One thread reads a file that is in memory already, so on an idle machine this is the time that passes; and
    it stays comparable while others use the machine.
    """
    found: list[list[float]] = [[] for _ in runs]
    for _ in range(times):
        for run, seconds in zip(runs, found, strict=True):
            began = time.process_time()
            run()
            seconds.append(time.process_time() - began)
    return [min(seconds) for seconds in found]


def compared(path: Path, unit: Unit) -> None:
    """The whole of what the command does but printing."""
    with open_project(path) as project:
        json.dumps(compare(project, ["A", "B"], CompareOptions(unit=unit)).as_dict())


def read_and_sweep(path: Path) -> None:
    """The floor."""
    connection = sqlite3.connect(path)
    lengths = dict(connection.execute("SELECT id, length FROM transcripts"))
    coded: list[dict[str, dict[str, list[Span]]]] = []
    for (pass_id,) in connection.execute("SELECT id FROM passes ORDER BY rowid").fetchall():
        own: dict[str, dict[str, list[Span]]] = {}
        for transcript, code, start, end in connection.execute(
            "SELECT transcript_id, code_id, start_char, end_char FROM codings"
            " WHERE pass_id = ? AND deleted_at IS NULL",
            (pass_id,),
        ):
            own.setdefault(transcript, {}).setdefault(code, []).append((start, end))
        coded.append(own)
    connection.close()
    for transcript, length in lengths.items():
        four_counts_by_code(coded[0].get(transcript, {}), coded[1].get(transcript, {}), [(0, length)])


def make_study(project: Project, transcripts: int, codings: int) -> None:
    """Transcripts of questions and answers, and two passes that agree on about half of what they code."""
    generator = default_rng(SEED)
    for number in range(CODES):
        codebook.add(project, f"code {number}")
    code_ids = [code.id for code in codebook.codes(project)]
    units = [add_transcript(project, f"T{number}") for number in range(transcripts)]
    drawn = [draw(generator, units, code_ids) for _ in range(2 * codings)]
    for name, blind, rows in (
        ("A", (), drawn[:codings]),
        ("B", ("A",), drawn[: codings // 2] + drawn[codings : codings + (codings + 1) // 2]),
    ):
        started = passes.start(project, name, blind_to=blind)
        with action(project, "codings import") as importing:
            coding.add_codings(importing, started.id, sorted(set(rows)), "import")


def draw(
    generator: Generator, units: list[tuple[str, list[Span]]], code_ids: list[str]
) -> tuple[str, str, int, int, str]:
    """A coding of one to three sentences, cut somewhere."""

    def pick(*choices: int) -> int:
        return choices[generator.integers(len(choices))]

    transcript_id, spans = units[generator.integers(len(units))]
    first = int(generator.integers(len(spans) - 3))
    start, end = spans[first][0] + pick(0, 0, 5, 40), spans[first + pick(0, 0, 0, 1, 2)][1] - pick(0, 0, 7)
    return transcript_id, code_ids[generator.integers(len(code_ids))], start, end, ""


def add_transcript(project: Project, name: str) -> tuple[str, list[Span]]:
    """A transcript of turns by two speakers, every second one an answer."""
    answer, question = SENTENCE * SENTENCES_PER_TURN, SENTENCE
    text, turns, units = "", [], []
    for number in range(TURNS):
        speech = (answer if number % 2 else question).strip()
        start = len(text)
        turns.append((start, start + len(speech)))
        units += [
            (start + i * len(SENTENCE), start + (i + 1) * len(SENTENCE) - 1)
            for i in range(SENTENCES_PER_TURN if number % 2 else 1)
        ]
        text += speech + "\n"
    with action(project, "import") as importing:
        moment = project.now()
        transcript_id = importing.add(
            "transcripts", name=name, kind="interview", length=len(text), words=len(text.split()),
            text_sha256=name, normaliser=1, reader="txt", source_name=name, source_sha256=name,
            created_at=moment, text=text,
        )  # fmt: skip
        speakers = [
            importing.add("speakers", transcript_id=transcript_id, label=role, role=role, created_at=moment)
            for role in ("interviewer", "participant")
        ]
        importing.add_parts(
            "turns",
            ("transcript_id", "position", "speaker_id", "start_char", "end_char"),
            [(transcript_id, i, speakers[i % 2], start, end) for i, (start, end) in enumerate(turns)],
        )
        bounds = json.dumps([place for unit in units for place in unit])
        importing.add_parts(
            "segments",
            ("transcript_id", "unit", "method", "bounds"),
            [(transcript_id, "sentence", "made up", bounds)],
        )
    spoken = [unit for unit in library.units(project, transcript_id) if unit[1] - unit[0] > 0]
    return transcript_id, spoken


if __name__ == "__main__":
    main()

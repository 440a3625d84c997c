"""Searches of a large project against raw FTS5 and against plain regular expressions over the same turns.

Run: python benchmarks/search.py PROJECT.qualcode | FOLDER | ARCHIVE.tar.xz
     A folder or an archive is imported first.
Goal: at most 2 times the floor plus the start-up of the program (`qualcode --version`): a ratio up to 1.

The floor for words is one program that opens an FTS5 table of the same turns with their text, asks it the
same and fetches each turn found; it knows nothing of offsets, speakers or transcripts. The floor for a
pattern reads every text and runs `finditer` over each turn. Ours prints every hit with context as JSON.

Both are timed in turn.
"""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from contextlib import closing
from pathlib import Path

from bytecode import compiled

RUNS = 5
QUERIES = (
    "kubernetes",
    "stigma*",
    '"open source"',
    '"I don\'t know"',
    "burnout AND team",
    "honestly",
    "problem",
)
PATTERNS = (r"\b[Bb]urn(?:t|ed)[ -]?out\b", r"\bI (?:felt|feel)\b")

RAW = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print(len(db.execute("SELECT rowid, words FROM f WHERE f MATCH ?", (sys.argv[2],)).fetchall()))
"""
PATTERN = """
import re, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
find = re.compile(sys.argv[2]).finditer
turns = {}
for one, start, end in db.execute("SELECT transcript_id, start_char, end_char FROM turns"):
    turns.setdefault(one, []).append((start, end))
print(sum(
    len([match.span() for match in find(text[start:end])])
    for one, text in db.execute("SELECT id, text FROM transcripts")
    for start, end in turns[one]
))
"""


def main() -> None:
    """Time every search and its floor in turn; print seconds, hits and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        project = _project(Path(sys.argv[1]), Path(folder))
        raw = Path(folder) / "raw.db"
        turns = _make_raw(project, raw)
        version = [sys.executable, "-m", "qualcode", "--version"]
        start_up = statistics.median([_timed(version)[0] for _ in range(RUNS + 1)][1:])
        print(f"{turns:,} turns; start-up {1000 * start_up:.0f} ms (medians of {RUNS} runs)")
        print(f"{'':32}{'floor':>9}{'qualcode':>10}{'ratio':>7}  hits")
        for query in QUERIES:
            asked = query.replace("I don't know", "I don t know")
            _report(query, [RAW, str(raw), asked], [str(project), "search", query, "--json"], start_up)
        for pattern in PATTERNS:
            ours = [str(project), "search", "--regex", pattern, "--json"]
            _report(pattern, [PATTERN, str(project), pattern], ours, start_up)


def _report(label: str, floor: list[str], ours: list[str], start_up: float) -> None:
    commands = [sys.executable, "-c", *floor], [sys.executable, "-m", "qualcode", "-P", *ours]
    rounds = [[_timed(command) for command in commands] for _ in range(RUNS + 1)][1:]
    bare, own = (statistics.median(each[at][0] for each in rounds) for at in (0, 1))
    ratio = own / (2 * bare + start_up)
    hits = len(json.loads(rounds[0][1][1]))
    print(f"{label:32}{1000 * bare:6.0f} ms{1000 * own:7.0f} ms{ratio:7.2f}  {hits:,}")


def _timed(command: list[str]) -> tuple[float, str]:
    """Seconds, and what it printed."""
    start = time.perf_counter()
    said = subprocess.run(command, capture_output=True, text=True, check=True, env=compiled()).stdout
    return time.perf_counter() - start, said


def _make_raw(project: Path, target: Path) -> int:
    """One FTS5 row per turn, text included; returns how many."""
    with closing(sqlite3.connect(project)) as source, closing(sqlite3.connect(target)) as raw:
        raw.execute("CREATE VIRTUAL TABLE f USING fts5 (words, tokenize = 'unicode61 remove_diacritics 2')")
        texts = dict(source.execute("SELECT id, text FROM transcripts"))
        turns = source.execute("SELECT transcript_id, start_char, end_char FROM turns").fetchall()
        raw.executemany("INSERT INTO f VALUES (?)", ((texts[one][start:end],) for one, start, end in turns))
        raw.commit()
    return len(turns)


def _project(given: Path, folder: Path) -> Path:
    if given.suffix == ".qualcode":
        return given
    if given.is_file():
        with tarfile.open(given) as archive:
            archive.extractall(folder / "interviews", filter="data")
        given = folder / "interviews"
    project = folder / "study.qualcode"
    command = [sys.executable, "-m", "qualcode"]
    init = [*command, "init", str(project), "--title", "T", "--question", "Q"]
    subprocess.run(init, check=True, capture_output=True)
    subprocess.run(
        [*command, "-P", str(project), "import", str(given)],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "NO_COLOR": "1"},
    )
    return project


if __name__ == "__main__":
    main()

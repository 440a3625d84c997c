"""Bulk import against its floor: reading the files, a plain `executemany` of the same rows.

Run: python benchmarks/bulk.py [FOLDER]   FOLDER: transcripts to import; without it they are generated.
Goal: at most 3 times the floor, for transcripts and for codings; peak memory flat in the number of files.
"""

from __future__ import annotations

import csv
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bytecode import compiled
from corpus import generated

CODINGS, CODES = 200_000, 300

PEAK = """
from pathlib import Path
status = Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""
"""The process's own high-water mark in MiB; `ru_maxrss` would count the parent's."""

FLOOR_TABLES = (
    "CREATE TABLE transcripts (name TEXT, text TEXT)",
    "CREATE TABLE turns (transcript_id TEXT, position INTEGER, start_char INTEGER, end_char INTEGER)",
    "CREATE TABLE segments (transcript_id TEXT, bounds TEXT)",
    "CREATE VIRTUAL TABLE spoken USING fts5 (words, content = '', columnsize = 0)",
)

IMPORT = (
    """
import sys
from pathlib import Path
from qualcode.store.project import open_project
from qualcode.transcripts.importing import files_in, import_files
from qualcode.transcripts.prepare import ImportOptions
with open_project(Path(sys.argv[1])) as project:
    import_files(project, files_in([Path(sys.argv[2])]), ImportOptions())
"""
    + PEAK
)
CODE = (
    """
import sys
from pathlib import Path
from qualcode.exchange.tables import import_tables
from qualcode.store.project import open_project
with open_project(Path(sys.argv[1])) as project:
    import_tables(project, [Path(sys.argv[2])], "hand", create=True)
"""
    + PEAK
)


def main() -> None:
    """Measure both imports and print rows per second, peak memory and ratios to the floor."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
        interviews = given or generated(root / "interviews")
        project = root / "study.qualcode"
        _run("init", str(project), "--title", "Bulk", "--question", "How fast?")
        _transcripts(root, interviews, project)
        _run("--project", str(project), "passes", "start", "hand")
        _codings(root, project)


def _transcripts(root: Path, interviews: Path, project: Path) -> None:
    files = sorted(path for path in interviews.rglob("*") if path.is_file())
    seconds, peak = _measured(IMPORT, project, interviews)
    floor = _transcript_floor(root / "floor.db", files, project)
    few = root / "few"
    few.mkdir()
    for file in files[: len(files) // 10]:
        (few / file.name).write_bytes(file.read_bytes())
    _run("init", str(root / "few.qualcode"), "--title", "Few", "--question", "How much memory?")
    _, few_peak = _measured(IMPORT, root / "few.qualcode", few)
    print(f"transcripts: {len(files)} files, {sum(f.stat().st_size for f in files) / 1e6:.0f} MB")
    print(f"  qualcode {seconds:6.2f} s ({len(files) / seconds:,.0f} files/s), peak {peak} MiB")
    beside = _command_seconds(root / "beside.qualcode", interviews)
    print(f"  command  {beside:6.2f} s (files prepared in several processes), ratio {beside / floor:.2f}")
    print(f"  floor    {floor:6.2f} s (read, insert text, turns, units, build the index)")
    print(f"  ratio    {seconds / floor:6.2f} (goal: at most 3)")
    print(f"  peak for a tenth of the files {few_peak} MiB")


def _codings(root: Path, project: Path) -> None:
    table = root / "codings.csv"
    _write_codings(table, project)
    seconds, peak = _measured(CODE, project, table)
    floor = _coding_floor(root / "floor.db", project)
    print(f"codings: {CODINGS:,} rows of CSV, {CODES} codes")
    print(f"  qualcode {seconds:6.2f} s ({CODINGS / seconds:,.0f} rows/s), peak {peak} MiB")
    print(f"  floor    {floor:6.2f} s (plain executemany into the same table, no checks, no log)")
    print(f"  ratio    {seconds / floor:6.2f} (goal: at most 3)")


def _write_codings(table: Path, project: Path) -> None:
    chance = random.Random(2)  # noqa: S311 - a benchmark, not a secret
    with sqlite3.connect(project) as connection:
        known = connection.execute("SELECT name, length FROM transcripts").fetchall()
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["transcript", "code", "start_char", "end_char"])
        for _ in range(CODINGS):
            name, length = chance.choice(known)
            start = chance.randrange(length - 400)
            writer.writerow(
                [name, f"code {chance.randrange(CODES)}", start, start + chance.randrange(20, 400)]
            )


def _transcript_floor(target: Path, files: list[Path], project: Path) -> float:
    with sqlite3.connect(project) as source:
        turns = source.execute("SELECT transcript_id, position, start_char, end_char FROM turns").fetchall()
        units = source.execute("SELECT transcript_id, bounds FROM segments").fetchall()
        words = source.execute(
            "SELECT substr(t.text, u.start_char + 1, u.end_char - u.start_char) FROM turns u"
            " JOIN transcripts t ON t.id = u.transcript_id"
        ).fetchall()
    numbered = [(row, text) for row, (text,) in enumerate(words, start=1)]
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    for sql in FLOOR_TABLES:
        connection.execute(sql)
    start = time.perf_counter()
    connection.execute("BEGIN")
    texts = ((file.stem, file.read_text(encoding="utf-8")) for file in files)
    connection.executemany("INSERT INTO transcripts VALUES (?, ?)", texts)
    connection.executemany("INSERT INTO turns VALUES (?, ?, ?, ?)", turns)
    connection.executemany("INSERT INTO segments VALUES (?, ?)", units)
    connection.executemany("INSERT INTO spoken (rowid, words) VALUES (?, ?)", numbered)
    connection.execute("COMMIT")
    seconds = time.perf_counter() - start
    connection.close()
    target.unlink()
    return seconds


def _coding_floor(target: Path, project: Path) -> float:
    with sqlite3.connect(project) as source:
        rows = source.execute("SELECT * FROM codings ORDER BY random()").fetchall()
        tables = _tables(source, "codings")
    connection = _empty(target, tables)
    start = time.perf_counter()
    connection.execute("BEGIN")
    connection.executemany(f"INSERT INTO codings VALUES ({', '.join('?' * len(rows[0]))})", rows)
    connection.execute("COMMIT")
    seconds = time.perf_counter() - start
    connection.close()
    return seconds


def _tables(source: sqlite3.Connection, *names: str) -> list[str]:
    """The same tables and indexes, without triggers."""
    marks = ", ".join("?" * len(names))
    found = source.execute(
        f"SELECT sql FROM sqlite_master WHERE tbl_name IN ({marks}) AND type IN ('table', 'index')"
        " AND sql IS NOT NULL",
        names,
    )
    return [sql for (sql,) in found]


def _empty(target: Path, tables: list[str]) -> sqlite3.Connection:
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    for sql in tables:
        connection.execute(sql)
    return connection


def _measured(program: str, *paths: Path) -> tuple[float, int]:
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
        env=compiled(),
    )
    return time.perf_counter() - start, int(done.stdout)


def _command_seconds(project: Path, interviews: Path) -> float:
    _run("init", str(project), "--title", "Beside", "--question", "How fast?")
    start = time.perf_counter()
    _run("--project", str(project), "import", str(interviews))
    return time.perf_counter() - start


def _run(*words: str) -> None:
    command = [sys.executable, "-m", "qualcode", *words]
    subprocess.run(command, check=True, capture_output=True, env=compiled())


if __name__ == "__main__":
    main()

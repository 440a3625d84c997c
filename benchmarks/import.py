"""The import of many transcripts against its floor: read the files, insert the text, build an index.

Run: python benchmarks/import.py [FOLDER|ARCHIVE.tar.xz]   without transcripts they are generated.
Goal: at most 3 times the floor; peak memory flat in the number of files.

Both run as programs of their own, in turn, and both keep what they wrote: one transaction, write-ahead log,
synced to the disk. The floor is one process; the import prepares files beside each other where there is more
than one processor. What the import does beside the floor: speakers and their roles, turns, numbered
sentences, participants, fingerprints of files and texts, a log for undo, an index turn by turn.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from bytecode import compiled
from corpus import generated

RUNS = 3

FLOOR = """
import sqlite3, sys
from pathlib import Path
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode = WAL")
db.execute("PRAGMA synchronous = FULL")
db.execute("CREATE TABLE texts (number INTEGER PRIMARY KEY, name TEXT, text TEXT)")
tokenize = '"unicode61 remove_diacritics 2"'
db.execute(f"CREATE VIRTUAL TABLE words USING fts5 (text, content = texts, tokenize = {tokenize})")
db.execute("BEGIN")
files = sorted(path for path in Path(sys.argv[2]).rglob("*") if path.is_file())
for number, file in enumerate(files):
    text = file.read_text(encoding="utf-8")
    db.execute("INSERT INTO texts VALUES (?, ?, ?)", (number, file.stem, text))
    db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, text))
db.execute("COMMIT")
db.close()
"""


def main() -> None:
    """Measure both in turn and print seconds, ratio and peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = _corpus(root)
        few = _few(root / "few", files)
        pairs = [(_floor(root, files), _ours(root, files)) for _ in range(RUNS)]
        few_peak = _ours(root, few).peak
        count = sum(path.is_file() for path in files.rglob("*"))
    floor, ours = (statistics.median(pair[at].seconds for pair in pairs) for at in (0, 1))
    ratio = statistics.median(own.seconds / bare.seconds for bare, own in pairs)
    print(f"{count:,} files, medians of {RUNS} runs in turn, {os.cpu_count()} processors")
    print(f"  floor     {floor:6.2f} s   peak {pairs[0][0].peak} MiB")
    print(f"  qualcode  {ours:6.2f} s   peak {pairs[0][1].peak} MiB in all its processes")
    print(f"            for a tenth of the files {few_peak} MiB")
    print(f"  ratio     {ratio:6.2f}     (goal: at most 3)")


class Measured(NamedTuple):
    """Seconds of a whole program, and the most memory that it and its helpers held, in MiB."""

    seconds: float
    peak: int


def _floor(root: Path, files: Path) -> Measured:
    target = root / "floor.db"
    return _measured([sys.executable, "-c", FLOOR, str(target), str(files)], target)


def _ours(root: Path, files: Path) -> Measured:
    target = root / "study.qualcode"
    command = [sys.executable, "-m", "qualcode"]
    init = [*command, "init", str(target), "--title", "T", "--question", "Q"]
    subprocess.run(init, check=True, capture_output=True)
    return _measured([*command, "-P", str(target), "import", str(files)], target)


def _measured(command: list[str], target: Path) -> Measured:
    start = time.perf_counter()
    peaks: dict[int, int] = {}
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=compiled()
    ) as running:
        while running.poll() is None:
            peaks |= _peaks(running.pid)
            time.sleep(0.05)
    seconds = time.perf_counter() - start
    if running.returncode:
        raise SystemExit(f"{command} failed")
    target.unlink()
    return Measured(seconds, sum(peaks.values()) // 1024)


def _peaks(pid: int) -> dict[int, int]:
    """Peak memory (VmHWM, KiB) of a process and its children; ru_maxrss would count who started them."""
    found: dict[int, int] = {}
    with suppress(OSError):  # one that is just ending
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        found[pid] = next(
            (int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0
        )
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split():
            found |= _peaks(int(child))
    return found


def _corpus(root: Path) -> Path:
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if given is None:
        return generated(root / "interviews")
    if given.is_dir():
        return given
    with tarfile.open(given) as archive:
        archive.extractall(root / "interviews", filter="data")
    return root / "interviews"


def _few(folder: Path, files: Path) -> Path:
    folder.mkdir()
    found = sorted(path for path in files.rglob("*") if path.is_file())
    for file in found[::10]:
        (folder / f"{file.parent.name}-{file.name}").write_bytes(file.read_bytes())
    return folder


if __name__ == "__main__":
    main()

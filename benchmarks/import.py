"""The import of many transcripts against its floor: read the files, insert the text, build an index.

Run: python benchmarks/import.py [FOLDER|ARCHIVE.tar.xz]   transcripts to import; without it they are generated.
Goal: at most 3 times the floor; peak memory flat in the number of files.

Both run as programs of their own, in turn, and both keep what they wrote: one transaction, write-ahead log,
synced to the disk. What the import does beside the floor: speakers and their roles, turns, numbered
sentences, participants, fingerprints of files and texts, a log for undo, an index turn by turn.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

TRANSCRIPTS, WORDS = 1_000, 10_000
RUNS = 3
VOCABULARY = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ("", "n", "r", "lo", "ti")]

PEAK = """
def peak():
    with open("/proc/self/status") as status:  # ru_maxrss would count the parent before exec
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))
"""
OURS = (
    PEAK
    + """
import sys
from pathlib import Path
from qualcode.store.project import open_project
from qualcode.transcripts.importing import Imported, files_in, import_files
from qualcode.transcripts.prepare import ImportOptions
with open_project(Path(sys.argv[1])) as project:
    outcomes = import_files(project, files_in([Path(sys.argv[2])]), ImportOptions())
done = [one for one in outcomes if isinstance(one, Imported)]
print(len(done), sum(one.words for one in done), peak())
"""
)
FLOOR = (
    PEAK
    + """
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
print(len(files), 0, peak())
"""
)


def main() -> None:
    """Measure both in turn and print seconds, ratio and peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = _corpus(root)
        few = _few(root / "few", files)
        pairs = [(_measured(FLOOR, root, files), _measured(OURS, root, files)) for _ in range(RUNS)]
        _, _, floor_peak = pairs[0][0][1]
        count, words, peak = pairs[0][1][1]
        few_peak = _measured(OURS, root, few)[1][2]
        floor, ours = (statistics.median(pair[at][0] for pair in pairs) for at in (0, 1))
        ratio = statistics.median(pair[1][0] / pair[0][0] for pair in pairs)
    print(f"{count:,} transcripts, {words:,} words (medians of {RUNS} runs in turn)")
    print(f"  floor     {floor:6.2f} s   peak {floor_peak} MiB")
    print(f"  qualcode  {ours:6.2f} s   peak {peak} MiB; for a tenth of the files {few_peak} MiB")
    print(f"  ratio     {ratio:6.2f}     (goal: at most 3)")


def _measured(program: str, root: Path, files: Path) -> tuple[float, tuple[int, int, int]]:
    """Seconds of the whole program, and what it printed."""
    target = root / "measured.qualcode"
    if program == OURS:
        _init(target)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program, str(target), str(files)], capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - start
    target.unlink()
    count, words, peak = map(int, done.stdout.split())
    return seconds, (count, words, peak)


def _init(target: Path) -> None:
    command = [sys.executable, "-m", "qualcode", "init", str(target), "--title", "T", "--question", "Q"]
    subprocess.run(command, check=True, capture_output=True)


def _corpus(root: Path) -> Path:
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if given is None:
        return _generated(root / "interviews")
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


def _generated(folder: Path) -> Path:
    folder.mkdir()
    chance = random.Random(1)  # noqa: S311 - a benchmark, not a secret
    for number in range(TRANSCRIPTS):
        lines = []
        for turn in range(WORDS // 100):
            words = chance.choices(VOCABULARY, k=100)
            speech = " ".join(" ".join(words[i : i + 14]).capitalize() + "." for i in range(0, 100, 14))
            lines.append(f"{'Interviewer' if turn % 2 == 0 else 'Guest'}: {speech}")
        (folder / f"T{number:04}.txt").write_text("\n\n".join(lines), encoding="utf-8")
    return folder


if __name__ == "__main__":
    main()

"""How long `qualcode --help` takes, against a bare Typer app, and which heavy libraries it loads.

Run: python benchmarks/startup.py
Goal: at most 1.5 times a bare Typer app; none of the heavy libraries loaded.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 15
HEAVY = ("spacy", "docx", "textual", "sqlite_utils", "rich", "numpy", "lxml", "sklearn", "rapidfuzz")

BARE = """
import typer
app = typer.Typer(rich_markup_mode=None)
@app.command()
def one(): "First."
@app.command()
def two(): "Second."
app()
"""
OURS = "from qualcode.cli import main; main()"
LOADED = f"""
import sys
from qualcode.cli import app
app(["--help"], standalone_mode=False)
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""


def main() -> None:
    """Run both programs in turn and print medians, the ratio, and what was loaded."""
    bare, ours = _paired(BARE, OURS)
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    print(f"bare Typer app --help   {1000 * statistics.median(bare):6.0f} ms (median of {RUNS})")
    print(f"qualcode --help         {1000 * statistics.median(ours):6.0f} ms")
    ratios = [b / a for a, b in zip(bare, ours, strict=True)]
    print(f"ratio                   {statistics.median(ratios):6.2f} (goal: at most 1.5)")
    print(f"heavy libraries loaded  {done.stderr.strip().splitlines()[-1]} (goal: none)")


def _paired(first: str, second: str) -> tuple[list[float], list[float]]:
    _timed(first), _timed(second)  # once each to warm the file cache and compile
    times = [(_timed(first), _timed(second)) for _ in range(RUNS)]
    return [a for a, _ in times], [b for _, b in times]


def _timed(program: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", program, "--help"], capture_output=True, check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()

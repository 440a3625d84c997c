"""Makes the picture in the README: real commands on the example study, drawn as a terminal.

Run: python docs/picture.py   (writes docs/terminal.svg)
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

WIDTH = 92
SHOWN = (
    ("qualcode read P3 4-9 --pass agreed", 16),
    ("qualcode compare hand recode", 14),
    ("qualcode themes matrix participant", 14),
)


def main() -> None:
    """Build the example study in a temporary folder and draw what three commands say about it."""
    console = Console(record=True, width=WIDTH, file=Path(os.devnull).open("w", encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        _run(folder, "qualcode demo .")
        for command, lines in SHOWN:
            console.print(Text(f"$ {command}", style="bold green"))
            printed = [line.rstrip() for line in _run(folder, command).splitlines() if line.strip()]
            console.print(Text("\n".join(printed[:lines])))
            console.print()
    console.save_svg(str(Path(__file__).with_name("terminal.svg")), title="qualcode")


def _run(folder: str, command: str) -> str:
    environment = {**os.environ, "COLUMNS": str(WIDTH), "NO_COLOR": "1"}
    words = [sys.executable, "-m", *command.split()]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    main()

"""Made-up interviews for the benchmarks that import them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TRANSCRIPTS, WORDS = 1_000, 10_000
VOCABULARY = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ("", "n", "r", "lo", "ti")]


def generated(folder: Path) -> Path:
    """Write `TRANSCRIPTS` interviews of `WORDS` words, the same ones every time."""
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

"""The example's report as text, held against the one that was read and found good.

After a change that is meant, write it anew and read the difference:
    RENEW_SNAPSHOTS=1 .venv/bin/pytest tests/test_export_snapshot.py -n 0 && git diff tests/snapshots
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from docx.table import Table

from qualcode import demo

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT = Path(__file__).parent / "snapshots" / "report.txt"
LONG = 20
"""Of longer tables only the head, the first rows and the number of rows are kept."""

MASKS = (
    (re.compile(r"\d{1,2}[\s\u00a0][A-Z][a-z]+[\s\u00a0]20\d\d"), "DATE"),
    (re.compile(r"\b[0-9a-f]{12,16}\b"), "HASH"),
    (re.compile(r"\bqualcode \d+\.\d+\.\d+"), "qualcode VERSION"),
)
"""What differs from day to day."""


def outline(report: Path) -> Iterator[str]:
    """A line per paragraph with its style, and per row of a table."""
    for block in docx.Document(str(report)).iter_inner_content():
        if isinstance(block, Table):
            yield from rows(block)
        elif block.text.strip() and block.style is not None:
            yield f"{block.style.name}: {block.text}"


def rows(table: Table) -> Iterator[str]:
    lines = [[cell.text for cell in row.cells] for row in table.rows]
    for cells in lines if len(lines) <= LONG else lines[:3]:
        band = len(set(cells)) == 1 and len(cells) > 1
        yield "  | " + (cells[0] if band else " | ".join(cells))
    if len(lines) > LONG:
        yield f"  | ... {len(lines) - 1} rows"


def test_the_example_report_reads_as_it_did(tmp_path: Path) -> None:
    made = "\n".join(outline(demo.run(tmp_path).report)) + "\n"
    for pattern, word in MASKS:
        made = pattern.sub(word, made)
    if os.environ.get("RENEW_SNAPSHOTS"):
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(made, encoding="utf-8")
        pytest.skip(f"{KEPT.name} was written anew")
    assert made.splitlines() == KEPT.read_text(encoding="utf-8").splitlines()

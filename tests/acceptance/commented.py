"""A transcript as a hand coder leaves it in Word: every coding a comment on its words, and stray notes."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING

import docx

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from docx.text.run import Run

NO_CODE = "ask her again about this"
"""A comment that names no code: a note to oneself."""

MADE = "2026-03-16T10:00:00Z"
"""When the comments were written."""

NOT_SAID = "Read twice, second time with the recording on."
"""A paragraph that is in no transcript; a comment stands on it."""


def commented(path: Path, lines: Sequence[str], codings: Mapping[str, Sequence[str]]) -> None:
    """Write the document; `codings` has the codes of every passage, each in one line and only there."""
    document = docx.Document()
    left = dict(codings)
    for at, line in enumerate(lines):
        here = {words: left.pop(words) for words in list(left) if words in line}
        comments = {_place(line, words): "; ".join(codes) for words, codes in here.items()}
        _paragraph(document, line, comments | ({} if at else {(0, len(line)): NO_CODE}))
    assert not left, "a passage stands in no line"
    _paragraph(document, NOT_SAID, {(0, len(NOT_SAID)): "tiredness"})
    packed = io.BytesIO()
    document.save(packed)
    _dated(packed, path)


def _dated(packed: io.BytesIO, path: Path) -> None:
    """The same file with its comments made on the day of the scenario: python-docx writes today's."""
    with zipfile.ZipFile(packed) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name in made.namelist():
            content = made.read(name)
            if name == "word/comments.xml":
                content = re.sub(rb'w:date="[^"]*"', f'w:date="{MADE}"'.encode(), content)
            file.writestr(name, content)


def _place(line: str, words: str) -> tuple[int, int]:
    start = line.index(words)
    return start, start + len(words)


def _paragraph(document: docx.document.Document, line: str, comments: Mapping[tuple[int, int], str]) -> None:
    """A paragraph cut into runs where a comment begins or ends, since comments stand on runs."""
    cuts = sorted({0, len(line)} | {cut for span in comments for cut in span})
    paragraph = document.add_paragraph()
    runs: dict[int, Run] = {start: paragraph.add_run(line[start:end]) for start, end in pairwise(cuts)}
    for (start, end), text in sorted(comments.items()):
        under = [run for at, run in runs.items() if start <= at < end]
        document.add_comment(runs=under, text=text, author="C. Strand", initials="CS")

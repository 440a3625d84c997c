"""Human-coded studies for benchmarks of suggestions: three real ones from ../shared/data, and the example.

Each is brought into one shape: texts divided into sentence units, codes with what was written about them, and
the spans that people coded. Nothing of them is copied into the project.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import tempfile
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lxml import html

from qualcode import demo
from qualcode.codes import codebook
from qualcode.model import Code
from qualcode.passes import passes, quotations
from qualcode.store.project import open_project
from qualcode.transcripts import library
from qualcode.transcripts.segment import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qualcode.spans import Span

DATA: Final = Path(__file__).resolve().parents[2] / "shared" / "data"

Coded = tuple[int, int, str]
"""(start_char, end_char, code name) of one human coding."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text, its sentence units that participants said, and what was coded in it."""

    name: str
    text: str
    units: list[Span]
    coded: list[Coded]


@dataclass(frozen=True, slots=True)
class Study:
    """A coded study: its codebook and its documents."""

    name: str
    codes: list[Code]
    documents: list[Document]

    @property
    def codings(self) -> int:
        """How many codings people made."""
        return sum(len(one.coded) for one in self.documents)


def studies() -> Iterator[Study]:
    """Every study that is here; real ones first."""
    for folder, load in _REAL:
        if (DATA / folder).is_dir():
            yield load(DATA / folder)
    yield _example()


def _serdif(folder: Path) -> Study:
    """Think-aloud sessions coded in Taguette; its offsets are bytes of the text in stored HTML."""
    file = next((folder / "taguette").glob("*.sqlite3"))
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as base:
        codes = [_code(*row) for row in base.execute("SELECT path, description FROM tags ORDER BY path")]
        texts = {
            key: (name, "".join(map(str, html.fromstring(f"<div>{contents}</div>").itertext())))
            for key, name, contents in base.execute("SELECT id, name, contents FROM documents ORDER BY id")
        }
        marks: dict[int, list[Coded]] = defaultdict(list)
        for key, start, end, code in base.execute(
            "SELECT h.document_id, h.start_offset, h.end_offset, t.path FROM highlights h"
            " JOIN highlight_tags x ON x.highlight_id = h.id JOIN tags t ON t.id = x.tag_id"
            " ORDER BY h.document_id, h.start_offset, t.path"
        ):
            data = texts[key][1].encode()
            marks[key].append((len(data[:start].decode()), len(data[:end].decode()), code))
    documents = [_document(name, text, marks[key]) for key, (name, text) in texts.items()]
    return Study("taguette-serdif", codes, documents)


def _games(folder: Path) -> Study:
    """Answers about games as art, coded as Word comments with several codes each."""
    told = {row["code"]: row["description"] for row in _rows(folder / "bopp_test_code_descriptions.csv")}
    text = (folder / "bopp_test_input.expected.txt").read_text(encoding="utf-8")
    marks: list[Coded] = []
    for line in (folder / "bopp_test_input.expected.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        names = (name.strip().casefold() for name in row["comment"].split(";"))
        marks += [(row["start"], row["end"], name) for name in names if name]
    codes = [_code(name, told.get(name, "")) for name in sorted({code for _, _, code in marks})]
    return Study("word-comments-llmcode", codes, _split(text, marks))


def _split(text: str, marks: list[Coded]) -> list[Document]:
    """One answer per line, gathered into ten documents so that there is something to hold out."""
    bounds = [0]
    for part in range(1, 10):
        at = text.find("\n", len(text) * part // 10)
        bounds.append(at + 1 if at >= 0 else len(text))
    bounds.append(len(text))
    return [
        _document(
            f"part {number}",
            text[start:end],
            [(a - start, min(b, end) - start, code) for a, b, code in marks if start <= a < end],
        )
        for number, (start, end) in enumerate(pairwise(bounds), start=1)
    ]


def _influencers(folder: Path) -> Study:
    """Scripted interviews coded in QualCoder; codes have names only."""
    file = folder / "influencers-q4.qda" / "data.qda"
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as base:
        codes = [
            _code(*row)
            for row in base.execute("SELECT name, coalesce(memo, '') FROM code_name ORDER BY name")
        ]
        marks: dict[int, list[Coded]] = defaultdict(list)
        for key, start, end, code in base.execute(
            "SELECT x.fid, x.pos0, x.pos1, c.name FROM code_text x JOIN code_name c ON c.cid = x.cid"
            " ORDER BY x.fid, x.pos0, c.name"
        ):
            marks[key].append((start, end, code))
        documents = [
            _document(name, text, marks[key])
            for key, name, text in base.execute("SELECT id, name, fulltext FROM source ORDER BY name")
        ]
    return Study("qualcoder-influencers", codes, documents)


def _example() -> Study:
    """The made-up study that ships with the program, first pass."""
    with tempfile.TemporaryDirectory() as folder:
        made = demo.run(Path(folder))
        with open_project(made.project) as project:
            first = passes.find(project, demo.HAND)
            found = quotations.quotations(project, pass_id=first.id)
            documents = []
            for one in library.transcripts(project, data_only=True):
                units = [
                    span
                    for _, span, role in library.units_with_roles(project, one.id)
                    if role != "interviewer"
                ]
                marks = [(q.start_char, q.end_char, q.code) for q in found if q.transcript_id == one.id]
                documents.append(Document(one.name, library.text(project, one.id), units, marks))
            return Study("example (made up)", codebook.codes(project), documents)


def _document(name: str, text: str, marks: list[Coded]) -> Document:
    return Document(name, text, sentences(text, [(0, len(text))]), marks)


def _code(name: str, definition: str) -> Code:
    return Code(name, name, None, definition=definition)


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


_REAL: Final[tuple[tuple[str, Callable[[Path], Study]], ...]] = (
    ("taguette-serdif", _serdif),
    ("word-comments-llmcode", _games),
    ("qualcoder-influencers", _influencers),
)

"""How long reading takes per format, beside the bare library for it giving nothing but the words.

Run: python benchmarks/import_formats.py [WORDS]     one interview of that many words per format (10,000)
Goal: at most 2 times the bare library, 1.5 times zip and expat for Word. Below `FEW_MS` a ratio says little:
there the fixed costs count (choosing the reader, checking the content, labels and turns, which the bare
library does not give). striprtf, webvtt-py, srt and calamine are needed here only; a row says if one is
missing.
"""

from __future__ import annotations

import csv
import io
import json
import statistics
import sys
import time
import zipfile
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

import format_files

from qualcode.transcripts.readers import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 9
FEW_MS = 5.0


class Row(NamedTuple):
    """A format, how its file is written, what the bare library does, how many times as long we may take."""

    suffix: str
    written: Callable[[format_files.Turns], bytes]
    bare: Callable[[bytes], object]
    goal: float = 2.0


def bare_docx(data: bytes) -> object:
    """Zip and expat: the words of `w:t` per paragraph."""
    paragraphs: list[str] = []
    words: list[str] = []
    inside = [False]

    def start(tag: str, _: dict[str, str]) -> None:
        inside[0] = tag == "w:t"

    def end(tag: str) -> None:
        inside[0] = False
        if tag == "w:p":
            paragraphs.append("".join(words))
            words.clear()

    def text(piece: str) -> None:
        if inside[0]:
            words.append(piece)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"), True)
    return "\n".join(paragraphs)


def bare_odt(data: bytes) -> object:
    """Zip and lxml: all text of each paragraph."""
    root = import_module("lxml.etree").fromstring(zipfile.ZipFile(io.BytesIO(data)).read("content.xml"))
    return "\n".join("".join(each.itertext()) for each in root.iter(f"{{{format_files.ODF}:text:1.0}}p"))


def bare_pdf(data: bytes) -> object:
    """PDFium: the text of each page."""
    return [page.get_textpage().get_text_range() for page in import_module("pypdfium2").PdfDocument(data)]


def bare_vtt(data: bytes) -> object:
    """Voice and text of each caption."""
    captions = import_module("webvtt").from_buffer(io.StringIO(data.decode()), format="vtt")
    return [(caption.voice, caption.text) for caption in captions]


def bare_xlsx(data: bytes) -> object:
    """The rows of the first sheet."""
    return import_module("python_calamine").load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()


ROWS = [
    Row(".txt", format_files.as_txt, bytes.decode),
    Row(".docx", format_files.as_docx, bare_docx, 1.5),
    Row(".odt", format_files.as_odt, bare_odt),
    Row(
        ".rtf",
        format_files.as_rtf,
        lambda data: import_module("striprtf.striprtf").rtf_to_text(data.decode()),
    ),
    Row(".pdf", format_files.as_pdf, bare_pdf),
    Row(
        ".html", format_files.as_html, lambda data: import_module("lxml.html").fromstring(data).text_content()
    ),
    Row(".vtt", format_files.as_vtt, bare_vtt),
    Row(".srt", format_files.as_srt, lambda data: list(import_module("srt").parse(data.decode()))),
    Row(".csv", format_files.as_csv, lambda data: list(csv.reader(io.StringIO(data.decode(), newline="")))),
    Row(".xlsx", format_files.as_xlsx, bare_xlsx),
    Row(".json", format_files.as_json, json.loads),
]


def seconds(act: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def medians(row: Row, data: bytes) -> tuple[float, float]:
    """Milliseconds that we and the bare library take, in turn, so that a busy machine slows both."""
    ours = [lambda: read_bytes(f"P1{row.suffix}", data), lambda: row.bare(data)]
    rounds = [[seconds(act) for act in ours] for _ in range(ROUNDS + 1)][1:]
    mine, theirs = (statistics.median(column) * 1000 for column in zip(*rounds, strict=True))
    return mine, theirs


def main() -> None:
    """Time every format and print both times, their ratio and the goal."""
    turns = format_files.interview(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    print(f"{'format':8}{'kB':>7}{'ours ms':>10}{'bare ms':>10}{'ratio':>8}{'goal':>6}")
    for row in ROWS:
        data = row.written(turns)
        try:
            mine, theirs = medians(row, data)
        except ModuleNotFoundError as problem:
            print(f"{row.suffix:8}{len(data) // 1000:>7}   {problem.name} is not installed")
            continue
        verdict = "met" if mine <= row.goal * theirs else "few ms" if mine < FEW_MS else "missed"
        figures = f"{mine:>10.2f}{theirs:>10.2f}{mine / theirs:>8.2f}{row.goal:>6}"
        print(f"{row.suffix:8}{len(data) // 1000:>7}{figures}  {verdict}")


if __name__ == "__main__":
    main()

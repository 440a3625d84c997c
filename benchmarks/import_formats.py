"""How long reading a file takes per format, beside the bare library for it giving nothing but the words.

Run: python benchmarks/import_formats.py [WORDS]     one interview of that many words per format (10,000)
Goal: at most 2 times the bare library, 1.5 times zip and expat for Word.

Both open the file from the disk. The bare library gives the text (for tables their rows, for subtitles their
cues) and nothing else; ours also finds out the encoding, takes out control characters, refuses what was
built to harm, finds the columns, and gives turns, speakers and times where the format has them. striprtf,
webvtt-py, srt and calamine are needed here only; a row says if one is missing.
"""

from __future__ import annotations

import csv
import json
import statistics
import sys
import tempfile
import time
import zipfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

import format_files

from qualcode.transcripts.readers import read

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 25


class Row(NamedTuple):
    """A format, how its file is written, what the bare library does, how many times as long we may take."""

    suffix: str
    written: Callable[[format_files.Turns], bytes]
    bare: Callable[[Path], object]
    goal: float = 2.0
    note: str = ""


def bare_docx(path: Path) -> object:
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
    parser.Parse(zipfile.ZipFile(path).read("word/document.xml"), True)
    return "\n".join(paragraphs)


def bare_odt(path: Path) -> object:
    """Zip and lxml: all text of each paragraph."""
    root = import_module("lxml.etree").fromstring(zipfile.ZipFile(path).read("content.xml"))
    return "\n".join("".join(each.itertext()) for each in root.iter(f"{{{format_files.ODF}:text:1.0}}p"))


def bare_pdf(path: Path) -> object:
    """PDFium: the text of each page."""
    return [page.get_textpage().get_text_range() for page in import_module("pypdfium2").PdfDocument(path)]


def bare_html(path: Path) -> object:
    """lxml: the text of the page, each paragraph on a line of its own."""
    root = import_module("lxml.html").fromstring(path.read_bytes())
    return "\n".join(each.text_content() for each in root.iter("p"))


def bare_vtt(path: Path) -> object:
    """Voice and text of each caption."""
    return [(caption.voice, caption.text) for caption in import_module("webvtt").read(path)]


def bare_csv(path: Path) -> object:
    """The rows, and the words of each."""
    with path.open(encoding="utf-8", newline="") as stream:
        return "\n".join([row[1] for row in csv.reader(stream)])


def bare_xlsx(path: Path) -> object:
    """The rows of the first sheet, and the words of each."""
    rows = import_module("python_calamine").load_workbook(str(path)).get_sheet_by_index(0).to_python()
    return "\n".join([row[1] for row in rows])


def bare_json(path: Path) -> object:
    """The words of each segment."""
    document = json.loads(path.read_bytes())
    return "\n".join(
        [each["text"] for each in (document if isinstance(document, list) else document["segments"])]
    )


ROWS = [
    Row(".txt", format_files.as_txt, lambda path: path.read_text(encoding="utf-8-sig")),
    Row(".docx", format_files.as_docx, bare_docx, 1.5),
    Row(".odt", format_files.as_odt, bare_odt),
    Row(
        ".rtf",
        format_files.as_rtf,
        lambda path: import_module("striprtf.striprtf").rtf_to_text(path.read_text(encoding="ascii")),
    ),
    Row(".pdf", format_files.as_pdf, bare_pdf),
    Row(".html", format_files.as_html, bare_html),
    Row(".vtt", format_files.as_vtt, bare_vtt),
    Row(".srt", format_files.as_srt, lambda path: list(import_module("srt").parse(path.read_text()))),
    Row(".csv", format_files.as_csv, bare_csv),
    Row(".xlsx", format_files.as_xlsx, bare_xlsx),
    Row(".json", format_files.as_whisper, bare_json, note="Whisper"),
    Row(".json", format_files.as_whisperx, bare_json, note="WhisperX"),
    Row(".json", format_files.as_json, bare_json, note="a bare list of turns"),
]


def seconds(act: Callable[[], object]) -> float:
    """Processor time of one call, which other programs on the machine disturb least."""
    start = time.process_time()
    act()
    return time.process_time() - start


def medians(row: Row, path: Path) -> tuple[float, float]:
    """Milliseconds that we and the bare library take, in turn, so that a busy machine slows both."""
    ours = [lambda: read(path), lambda: row.bare(path)]
    rounds = [[seconds(act) for act in ours] for _ in range(ROUNDS + 1)][1:]
    mine, theirs = (statistics.median(column) * 1000 for column in zip(*rounds, strict=True))
    return mine, theirs


def main() -> None:
    """Time every format and print both times, their ratio and the goal."""
    turns = format_files.interview(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    print(f"{'format':8}{'kB':>7}{'ours ms':>10}{'bare ms':>10}{'ratio':>8}{'goal':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for row in ROWS:
            path = Path(folder, f"P1{row.suffix}")
            path.write_bytes(row.written(turns))
            _report(row, path)


def _report(row: Row, path: Path) -> None:
    size = path.stat().st_size // 1000
    try:
        mine, theirs = medians(row, path)
    except ModuleNotFoundError as problem:
        print(f"{row.suffix:8}{size:>7}   {problem.name} is not installed")
        return
    verdict = "met" if mine <= row.goal * theirs else "missed"
    figures = f"{mine:>10.2f}{theirs:>10.2f}{mine / theirs:>8.2f}{row.goal:>6}"
    print(f"{row.suffix:8}{size:>7}{figures}  {verdict}  {row.note}".rstrip())


if __name__ == "__main__":
    main()

"""Other people's files: every word that an independent extraction finds is there, and no other.

Skipped where the folder with the files is absent.
"""

from __future__ import annotations

import csv
import html
import re
import tarfile
import zipfile
from collections import Counter
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path

import pytest

from qualcode.transcripts.normalise import normalise
from qualcode.transcripts.readers import SurveyColumns, UnreadableFileError, read, read_bytes

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the folder ../shared/data is not here")


def files(*patterns: str) -> list[object]:
    found = sorted(path for pattern in patterns for path in DATA.glob(pattern))
    return [pytest.param(path, id=path.name) for path in found] or [
        pytest.param(None, marks=pytest.mark.skip(reason="no such file in ../shared/data"))
    ]


def letters(text: str) -> str:
    """Text without any white space, where markup leaves open what divides two words."""
    return "".join(text.split())


@pytest.mark.parametrize(
    "path",
    files(
        "vtt-srt-podcast/*.txt", "label-legend-samples/*.txt", "label-legend-samples/*.md", "qcoder*/*/*.txt"
    ),
)
def test_plain_text_keeps_every_word(path: Path) -> None:
    (reading,) = read(path)
    assert reading.text.split() == path.read_bytes().decode("utf-8-sig").split()
    assert reading.warnings == ()


@pytest.mark.parametrize("path", files("**/*.docx"))
def test_word_documents_keep_every_word(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("word/document.xml").decode()
    words = [
        "".join(re.findall(r"<w:t(?:\s[^>]*)?>([^<]*)</w:t>|(?:<w:tab/>|<w:br/>)", part))
        for part in xml.split("</w:p>")
    ]
    (reading,) = read(path)
    assert letters(reading.text) == letters(html.unescape("".join(words))).lstrip("\ufeff")
    assert reading.text.count("\n") >= len(re.findall(r"<w:p[ >]", xml)) - 1


@pytest.mark.parametrize("path", files("**/*.odt"))
def test_opendocument_texts_keep_every_word(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("content.xml").decode()
    body = xml[xml.index("<office:text") :]
    (reading,) = read(path)
    assert letters(reading.text) == letters(html.unescape(re.sub(r"<[^>]*>", "", body)))
    assert reading.text.count("\n") >= len(re.findall("<text:[ph][ >]", body)) - 1


class Shown(HTMLParser):
    """What stands between the tags, without the head."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter what a browser does not show."""
        del attrs
        self.hidden += tag in ("title", "script", "style")

    def handle_endtag(self, tag: str) -> None:
        """Leave it again."""
        self.hidden -= tag in ("title", "script", "style")

    def handle_data(self, data: str) -> None:
        """Gather the text."""
        self.text += "" if self.hidden else data


@pytest.mark.parametrize(("path"), files("unix-oral-history/*.htm", "loc-slavery-interviews-html/*.html"))
def test_web_pages_keep_every_word(path: Path) -> None:
    data = path.read_bytes()
    shown = Shown()
    shown.feed(data.decode("cp1252" if b"windows-1252" in data else "utf-8"))
    (reading,) = read(path)
    assert letters(reading.text) == letters(shown.text)
    assert reading.warnings == ()


def test_a_page_in_windows_1252_has_its_quotation_marks() -> None:
    (reading,) = read(DATA / "unix-oral-history" / "aho.htm")
    lines = reading.text.split("\n")
    assert lines[0] == "Professor M. S. Mahoney’s interview with Al Aho:"
    assert lines[1].startswith("Aho: I have a question that I have — maybe you’ve already")


@pytest.mark.parametrize("path", files("vtt-srt-podcast/*.vtt"))
def test_subtitles_keep_every_word_and_their_voices(path: Path) -> None:
    lines = [
        line
        for line in path.read_text(encoding="utf-8").split("\n")
        if "-->" not in line and line != "WEBVTT"
    ]
    words = " ".join(re.sub(r"</?v[^>]*>|^(?:- |>> ?)", "", line) for line in lines)
    (reading,) = read(path)
    assert reading.text.split() == html.unescape(words).split()
    assert reading.turns is not None
    voices = set(re.findall(r"<v ([^>]*)>", "\n".join(lines)))
    assert {turn.speaker for turn in reading.turns} == (voices or {None})


def test_an_old_word_file_is_refused_with_the_way_out() -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read(DATA / "unix-oral-history" / "cherry.doc")
    assert "save it as .docx" in refused.value.hint


def test_a_pdf_keeps_the_words_that_another_program_finds() -> None:
    folder = DATA / "refi-qda-standard"
    (reading,) = read(folder / "REFI-QDA-1-5.pdf")
    expected = Counter(re.findall(r"[A-Za-z]{4,}", (folder / "REFI-QDA-1-5.txt").read_text(encoding="utf-8")))
    found = Counter(re.findall(r"[A-Za-z]{4,}", reading.text))
    assert (expected & found).total() / expected.total() > 0.98
    assert len(reading.pages) == 60
    assert all(before < after for before, after in zip(reading.pages, reading.pages[1:], strict=False))


def test_a_table_of_answers_is_one_reading_per_row() -> None:
    path = DATA / "taguette-serdif" / "tags" / "all_tags_20220303.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    numbered = "".join(
        f'"{n}","{row["content"].replace(chr(34), chr(34) * 2)}"\r\n' for n, row in enumerate(rows)
    )
    readings = read_bytes(
        "s.csv", f"n,content\r\n{numbered}".encode(), survey=SurveyColumns("n", ("content",))
    )
    assert [reading.text.removeprefix("content\n") for reading in readings] == [
        normalise(row["content"]).strip() for row in rows
    ]


def test_fifty_episodes_of_the_large_corpus_are_letter_for_letter_the_same() -> None:
    with tarfile.open(DATA / "large-corpus-changelog" / "changelog-1128.tar.xz") as archive:
        members = islice((member for member in archive if member.name.endswith(".md")), 50)
        texts = {
            Path(member.name).name: stream.read()
            for member in members
            if (stream := archive.extractfile(member))
        }
    assert len(texts) == 50
    for name, data in texts.items():
        (reading,) = read_bytes(name, data)
        assert reading.text == normalise(data.decode())

"""The table of formats, and files that lie, break off or mean harm: refused quickly and clearly."""

from __future__ import annotations

import io
import os
import struct
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.transcripts.normalise import normalise
from qualcode.transcripts.readers import FORMATS, UnreadableFileError, package, read, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.model import Reading

MAIN_PART = {".docx": "word/document.xml", ".odt": "content.xml", ".xlsx": "xl/workbook.xml"}
PRIVATE = "SECRETWORD"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def word(xml: bytes, **parts: bytes) -> bytes:
    return zipped({"word/document.xml": xml, **parts})


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    """Whatever a file does, an answer comes in bounded time."""
    start = time.perf_counter()
    yield
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("P1.doc", "save it as .docx"),
        ("P1.mp3", "transcribe it first"),
        ("P1.xyz", ".docx"),
        ("P1", ".docx"),
        (".txt", ".docx"),
        ("project.qdpx", "import-project"),
    ],
)
def test_an_ending_that_is_not_read_is_refused_with_the_way_out(name: str, hint: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read_bytes(name, b"words")
    assert name in refused.value.sentence
    assert hint in refused.value.hint


def test_endings_count_whatever_their_case(tmp_path: Path) -> None:
    path = tmp_path / "P1.Txt"
    path.write_bytes(b"words")
    assert read(path)[0].text == "words"


def test_missing_files_folders_and_pipes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"P1\.txt does not exist"):
        read(tmp_path / "P1.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(UnreadableFileError, match=r"folder\.txt is not a file"):
        read(tmp_path / "folder.txt")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.txt")
        with pytest.raises(UnreadableFileError, match=r"pipe\.txt is not a file"):
            read(tmp_path / "pipe.txt")


@pytest.mark.parametrize(
    ("suffix", "megabytes"), [(".txt", 32), (".md", 32), (".srt", 16), (".csv", 64), (".docx", 256)]
)
def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path, suffix: str, megabytes: int) -> None:
    path = tmp_path / f"P1{suffix}"
    with path.open("wb") as stream:
        stream.truncate((megabytes << 20) + 1)
    with pytest.raises(UnreadableFileError, match=rf"P1\{suffix} is larger than {megabytes} MB") as refused:
        read(path)
    assert refused.value.hint == "Divide it into one file per interview."


def test_names_are_shown_without_control_characters() -> None:
    with pytest.raises(UnreadableFileError, match=r"a\?b\.docx"):
        read_bytes("a\nb.docx", b"")


@pytest.mark.parametrize("suffix", MAIN_PART)
@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>',
        b'<!DOCTYPE x [<!ENTITY a "' + b"A" * 100_000 + b'">]><x>' + b"&a;" * 20_000 + b"</x>",
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><x/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16"),
    ],
    ids=["laughs", "quadratic", "external", "remote", "utf-16"],
)
def test_document_types_and_entities_are_refused(suffix: str, xml: bytes) -> None:
    rels = b'<Relationships xmlns="x"/>'
    data = zipped({MAIN_PART[suffix]: xml, "xl/_rels/workbook.xml.rels": rels})
    with pytest.raises(UnreadableFileError, match="declares a document type"):
        read_bytes(f"P1{suffix}", data)


@pytest.mark.parametrize("suffix", MAIN_PART)
def test_markup_nested_without_end_is_refused(suffix: str) -> None:
    rels = b'<Relationships xmlns="x"/>'
    xml = b"<a>" * 200_000 + b"</a>" * 200_000
    with pytest.raises(UnreadableFileError, match="nested too deeply"):
        read_bytes(f"P1{suffix}", zipped({MAIN_PART[suffix]: xml, "xl/_rels/workbook.xml.rels": rels}))


@pytest.mark.parametrize("suffix", MAIN_PART)
def test_a_part_that_unpacks_to_far_more_than_its_size_is_refused(suffix: str) -> None:
    with pytest.raises(UnreadableFileError, match="would unpack to more than 150 times its size"):
        read_bytes(f"P1{suffix}", zipped({MAIN_PART[suffix]: b" " * (8 << 20)}))


def test_an_archive_that_unpacks_to_more_than_the_limit_is_refused() -> None:
    data = bytearray(word(b"<x/>"))
    directory = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, directory + 24, 3 << 30)  # what the directory says the part unpacks to
    with pytest.raises(UnreadableFileError, match="would unpack to more than 256 MB"):
        read_bytes("P1.docx", bytes(data))


def test_a_directory_that_lies_about_sizes_is_found_out() -> None:
    data = bytearray(word(f"<w:document {W}><w:body/></w:document>".encode()))
    struct.pack_into("<I", data, data.rindex(b"PK\x01\x02") + 24, 5)
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_bytes("P1.docx", bytes(data))


def test_too_many_parts_and_too_much_markup_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_PARTS", 3)
    with pytest.raises(UnreadableFileError, match="holds 5 parts"):
        read_bytes("P1.docx", zipped({str(number): b"" for number in range(5)}))
    monkeypatch.setattr(package, "MOST_TAGS", 3)
    with pytest.raises(UnreadableFileError, match="more markup than any document"):
        read_bytes("P1.docx", word(b"<a><b/><c/><d/></a>"))


def test_parts_named_like_paths_are_never_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    xml = f"<w:document {W}><w:body><w:p><w:r><w:t>words</w:t></w:r></w:p></w:body></w:document>".encode()
    relations = b'<R><r Type="x/officeDocument" Target="../../../etc/passwd"/></R>'
    data = zipped({"../../evil.txt": b"x", "/etc/evil": b"x", "word/document.xml": xml})
    assert read_bytes("P1.docx", data)[0].text == "words"
    with pytest.raises(UnreadableFileError, match="is not a Word document"):
        read_bytes("P1.docx", zipped({"_rels/.rels": relations}))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    "data", [b"", b"\x00", b"\x01\x02", b"\xff\xfe", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_scraps_are_refused_in_every_format(suffix: str, data: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        read_bytes(f"P1{suffix}", data)


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".xlsx", ".json", ".rtf", ".pdf"])
def test_an_error_never_holds_a_word_of_the_file(suffix: str) -> None:
    broken = f"<w:document {W}><w:body><w:p><w:t>{PRIVATE}</w:{PRIVATE}>&{PRIVATE};".encode()
    files = {".json": f'{{"{PRIVATE}": {PRIVATE}'.encode(), ".rtf": f"{{\\rtf1 {PRIVATE}".encode()}
    files[".pdf"] = f"%PDF-1.4 {PRIVATE}".encode()
    data = files.get(suffix) or zipped({MAIN_PART[suffix]: broken, "xl/_rels/workbook.xml.rels": broken})
    with pytest.raises(UnreadableFileError) as refused:
        read_bytes(f"P1{suffix}", data)
    assert PRIVATE not in f"{refused.value} {refused.value.sentence} {refused.value.hint}"


def outcome(name: str, data: bytes) -> list[Reading] | str:
    """The readings, or the sentence with which the file is refused."""
    try:
        return read_bytes(name, data)
    except UnreadableFileError as refused:
        return refused.sentence


@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(suffix: str, data: bytes) -> None:
    found = outcome(f"P1{suffix}", data)
    if isinstance(found, str):
        assert found.startswith("P1.")
    else:
        assert all(reading.text.strip() for reading in found)


@given(st.sampled_from([".txt", ".csv", ".vtt", ".srt", ".html", ".json", ".rtf"]), st.text(max_size=200))
def test_any_text_is_read_or_refused(suffix: str, text: str) -> None:
    data = ("{\\rtf1 " + text if suffix == ".rtf" else text).encode("utf-8", "replace")
    found = outcome(f"P1{suffix}", data)
    if isinstance(found, str):
        assert found.startswith("P1.")
    else:
        for reading in found:
            assert normalise(reading.text) == reading.text
            assert all(
                0 <= turn.start_char < turn.end_char <= len(reading.text) for turn in reading.turns or ()
            )


def test_every_format_has_its_row_in_the_documentation() -> None:
    page = (Path(__file__).parents[1] / "docs" / "formats.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.split("\n") if line.startswith("|")]
    assert [suffix for suffix in FORMATS if not any(f"`{suffix}`" in row for row in rows)] == []

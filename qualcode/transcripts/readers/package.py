"""Zipped documents (.docx, .odt, .xlsx) opened within limits; part names are keys, never paths on disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

    from qualcode.transcripts.readers.base import SourceFile, UnreadableFileError

MOST_PARTS = 10_000
MOST_BYTES = 256 << 20
MOST_RATIO = 150
"""A part may grow to this many times its packed size; Word's own markup reaches about 40."""

MOST_TAGS = 6_000_000
"""About 1 GB of parsed markup; a document of 500 pages with tracked changes has 0.3 million."""

RATIO_COUNTS_FROM = 4 << 20
ZIP_PROBLEMS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
ENCRYPTED = 0x1
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Package:
    """The parts of one zipped document.

    Args:
        source: The file.
        kind: What the file should be, for messages: "a Word document (.docx)".

    Raises:
        UnreadableFileError: not a zip, damaged, locked with a password, or beyond the limits.
    """

    def __init__(self, source: SourceFile, kind: str) -> None:
        self._source = source
        self._kind = kind
        if source.data.startswith(_OLE):
            raise source.refused(
                "is locked with a password or is an old Office file with a new ending",
                "Save it again without a password in the current format.",
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
        except ZIP_PROBLEMS as problem:
            raise self._damaged() from problem
        self._refuse_bombs()

    @property
    def names(self) -> list[str]:
        """Names of all parts."""
        return self._zip.namelist()

    def part(self, name: str) -> bytes:
        """The unpacked bytes of a part.

        Raises:
            UnreadableFileError: the part is missing, damaged or encrypted.
        """
        try:
            return self._zip.read(name)
        except ZIP_PROBLEMS as problem:
            raise self._damaged() from problem

    def xml(self, name: str) -> _Element:
        """The parsed XML of a part: no entities, no network, no document type, at most 256 levels deep.

        Raises:
            UnreadableFileError: missing, cut off, not well-formed, or built to harm.
        """
        return parsed(self._source, name, self.part(name))

    def _refuse_bombs(self) -> None:
        parts = self._zip.infolist()
        if any(part.flag_bits & ENCRYPTED for part in parts):
            raise self._source.refused("is locked with a password", "Save it again without one.")
        if len(parts) > MOST_PARTS:
            raise self._hostile(f"holds {len(parts)} parts, more than {MOST_PARTS}")
        if sum(part.file_size for part in parts) > MOST_BYTES:
            raise self._hostile(f"would unpack to more than {MOST_BYTES >> 20} MB")
        for part in parts:
            if part.file_size > max(RATIO_COUNTS_FROM, part.compress_size * MOST_RATIO):
                raise self._hostile(f"would unpack to more than {MOST_RATIO} times its size")

    def _damaged(self) -> UnreadableFileError:
        return self._source.refused(
            f"is not {self._kind}, or is damaged or cut off",
            "Open it in the program that made it and save it again.",
        )

    def _hostile(self, reason: str) -> UnreadableFileError:
        return hostile(self._source, reason)


def parsed(source: SourceFile, name: str, data: bytes) -> _Element:
    """XML from outside: no entities, no network, no document type, at most 256 levels deep.

    Args:
        source: The file, for messages.
        name: The part of it, for messages.
        data: The bytes of that part.

    Raises:
        UnreadableFileError: cut off, not well-formed, or built to harm.
    """
    from lxml import etree

    _refuse_document_type(source, data)
    if data.count(b"<") > MOST_TAGS:
        raise hostile(source, "holds more markup than any document")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        if "depth" in str(problem.msg):
            raise hostile(source, "has markup nested too deeply") from problem
        raise source.refused(
            f"is damaged: its {name} breaks off or is wrong at line {problem.lineno}",
            "Open it in the program that made it and save it again.",
        ) from problem
    if root.getroottree().docinfo.internalDTD is not None:
        raise hostile(source, "declares a document type, which documents of its kind never do")
    return root


def hostile(source: SourceFile, reason: str) -> UnreadableFileError:
    """The error to raise for a file that is built to harm."""
    return source.refused(f"{reason}, so it was not read", "Save it again in the program that made it.")


def _refuse_document_type(source: SourceFile, data: bytes) -> None:
    # Before parsing, so that not even the declarations are read; the parser's own view is checked after.
    # A wide encoding, in which the search would miss it, begins with a byte order mark or a NUL.
    narrow = data if data[:2].isascii() and b"\x00" not in data[:4] else data.replace(b"\x00", b"")
    if b"<!DOCTYPE" in narrow:
        raise hostile(source, "declares a document type, which documents of its kind never do")

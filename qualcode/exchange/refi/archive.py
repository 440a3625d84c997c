"""A project file (.qdpx) opened within limits; names in it are keys, never paths on disk.

Recordings of any size may lie in it: only what is read is counted against the limits.
"""

from __future__ import annotations

import zipfile
from contextlib import contextmanager
from stat import S_ISREG
from struct import unpack_from
from typing import IO, TYPE_CHECKING, Final

from qualcode.transcripts.readers.base import SourceFile, UnreadableFileError, shown
from qualcode.transcripts.readers.package import (
    ENCRYPTED,
    MOST_PARTS,
    MOST_RATIO,
    RATIO_COUNTS_FROM,
    ZIP_PROBLEMS,
    hostile,
    parsed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element

MOST_XML: Final = 256 << 20
"""Bytes of the file that describes the project; 100,000 codings take about 40 MB."""

MOST_TEXT: Final = 16 << 20
"""Bytes of one source's text: two million words, as no interview has."""

MOST_READ: Final = 512 << 20
"""Bytes of all texts of one project file."""

MOST_DIRECTORY: Final = 8 << 20
"""Bytes of the list of parts; it is read whole before anything about it is known."""

_END: Final = b"PK\x05\x06"
_END_64: Final = b"PK\x06\x06"
_TAIL: Final = (1 << 16) + 128
_INTERNAL: Final = "internal://"


class ProjectArchive:
    """The parts of one project file.

    Raises:
        UnreadableFileError: not there, not a zip, damaged, locked with a password, or built to harm.
    """

    def __init__(self, path: Path) -> None:
        self.source = SourceFile(path.name, b"")
        self._read = 0
        with self._damage_told():
            self._file = self._opened(path)
        try:
            self._refuse_long_directory()
            with self._damage_told():
                self._zip = zipfile.ZipFile(self._file)
            self._project, self._parts = self._layout()
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def xml(self) -> _Element:
        """The description of the project, parsed.

        Raises:
            UnreadableFileError: damaged, not well-formed, or built to harm.
        """
        return parsed(self.source, shown(self._project), self._bytes(self._project, MOST_XML))

    def text(self, path: str) -> bytes | None:
        """The bytes that `internal://GUID.txt` stands for; None where the file does not hold them.

        Raises:
            UnreadableFileError: damaged, or beyond the limits.
        """
        name = self._parts.get(path.removeprefix(_INTERNAL).casefold())
        return None if name is None else self._bytes(name, MOST_TEXT)

    def _opened(self, path: Path) -> IO[bytes]:
        try:
            if not S_ISREG(path.stat().st_mode):
                raise UnreadableFileError(f"{shown(path.name)} is not a file.", "Check the path.")
            return path.open("rb")
        except (FileNotFoundError, NotADirectoryError):
            raise UnreadableFileError(f"{shown(path.name)} does not exist.", "Check the path.") from None

    def _refuse_long_directory(self) -> None:
        end = self._file.seek(0, 2)
        self._file.seek(max(0, end - _TAIL))
        tail = self._file.read(_TAIL)
        self._file.seek(0)
        at, wide = tail.rfind(_END), tail.rfind(_END_64)
        sizes = [unpack_from("<L", tail, at + 12)[0]] if 0 <= at <= len(tail) - 16 else []
        if 0 <= wide <= len(tail) - 48:
            sizes = [unpack_from("<Q", tail, wide + 40)[0]]
        if any(size > MOST_DIRECTORY for size in sizes):
            raise hostile(self.source, "lists more parts than any project")

    def _layout(self) -> tuple[str, dict[str, str]]:
        """The part that describes the project, and texts by the names that it uses for them."""
        names = self._zip.namelist()
        if len(names) > MOST_PARTS:
            raise hostile(self.source, f"holds more than {MOST_PARTS} parts")
        described = [name for name in names if name.casefold().endswith(".qde")]
        shallow = [name for name in described if name.count("/") == min(map(_depth, described))]
        chosen = [name for name in shallow if _bare(name) == "project.qde"] or shallow
        if len(chosen) != 1:
            what = "holds no project" if not chosen else f"holds {len(chosen)} projects"
            raise self.source.refused(
                f"{what}: a .qdpx is a zip with one .qde in it",
                "Export it again as REFI-QDA project from the program that made it.",
            )
        folder = chosen[0].casefold().rpartition("/")[0]
        inside = f"{folder}/" if folder else ""
        # The standard says sources/, and some programs write Sources/ or nothing.
        parts = {name.casefold().removeprefix(inside).removeprefix("sources/"): name for name in names}
        return chosen[0], parts

    def _bytes(self, name: str, most: int) -> bytes:
        part = self._zip.getinfo(name)
        if part.flag_bits & ENCRYPTED:
            raise self.source.refused("is locked with a password", "Save it again without one.")
        self._read += part.file_size
        if part.file_size > most or self._read > MOST_READ:
            raise hostile(self.source, f"would unpack to more than {min(most, MOST_READ) >> 20} MB")
        if part.file_size > max(RATIO_COUNTS_FROM, part.compress_size * MOST_RATIO):
            raise hostile(self.source, f"would unpack to more than {MOST_RATIO} times its size")
        with self._damage_told():
            return self._zip.read(part)

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        try:
            yield
        except ZIP_PROBLEMS as problem:
            raise self.source.refused(
                "is not a REFI-QDA project (.qdpx), or is damaged or cut off",
                "Export it again from the program that made it.",
            ) from problem


def _depth(name: str) -> int:
    return name.count("/")


def _bare(name: str) -> str:
    return name.rpartition("/")[2].casefold()

"""The one table of formats, and the way in: choose by the file's ending, check by its content."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple

from qualcode.transcripts.readers.base import SourceFile, SurveyColumns, UnreadableFileError, shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.model import Reading

_MEBIBYTE = 1 << 20


class Format(NamedTuple):
    """Where the reader of a format is (imported when a file needs it) and how large a file may be."""

    module: str
    function: str
    most_bytes: int = 256 * _MEBIBYTE


# What is all words is held to less than what may hold pictures: 32 MB are six million words, more than any
# study has in one file, and take under ten seconds and 1 GB of memory to divide and store.
FORMATS: dict[str, Format] = {
    ".txt": Format("plain", "read_plain", 32 * _MEBIBYTE),
    ".md": Format("plain", "read_plain", 32 * _MEBIBYTE),
    ".docx": Format("docx", "read_docx"),
    ".odt": Format("odt", "read_odt"),
    ".rtf": Format("rtf", "read_rtf"),
    ".pdf": Format("pdf", "read_pdf"),
    ".html": Format("html", "read_html", 64 * _MEBIBYTE),
    ".htm": Format("html", "read_html", 64 * _MEBIBYTE),
    ".vtt": Format("subtitles", "read_subtitles", 16 * _MEBIBYTE),
    ".srt": Format("subtitles", "read_subtitles", 16 * _MEBIBYTE),
    ".csv": Format("table", "read_csv", 64 * _MEBIBYTE),
    ".tsv": Format("table", "read_csv", 64 * _MEBIBYTE),
    ".xlsx": Format("table", "read_xlsx"),
    ".json": Format("json", "read_json", 64 * _MEBIBYTE),
}
"""File ending in lower case → reader. A new format is one module and one line here."""

SURVEY_FORMATS = (".csv", ".tsv", ".xlsx")

_AUDIO = "This is a recording: transcribe it first, then import the transcript."
_REFUSED: dict[str, str] = {
    ".doc": "This is the Word format from before 2007: save it as .docx in Word or LibreOffice.",
    ".docm": "This is a Word file with macros: save it as .docx in Word.",
    ".pages": "Export it as Word (.docx) from Pages.",
    ".xls": "Save it as .xlsx in Excel or LibreOffice.",
    ".ods": "Save it as .xlsx or .csv in LibreOffice.",
    ".qdpx": "This is a whole project: qualcode import-project FILE.",
    **dict.fromkeys((".mp3", ".m4a", ".wav", ".mp4", ".mov", ".ogg", ".flac", ".wma"), _AUDIO),
}


def read(path: Path, *, survey: SurveyColumns | None = None) -> list[Reading]:
    """Read a file: one reading, or one for each respondent of a survey table.

    Raises:
        UnreadableFileError: unknown ending, missing or damaged file, nothing to read; see `read_bytes`.
    """
    return _read(
        _format_of(path.name, survey), SourceFile(path.name, file_bytes(path, survey=survey), survey)
    )


def file_bytes(path: Path, *, survey: SurveyColumns | None = None) -> bytes:
    """All bytes of a file, once its ending and its size say that it can be read.

    Raises:
        UnreadableFileError: unknown ending; it is not there, not a file, too large, or cannot be opened.
    """
    return bytes_of(path, _format_of(path.name, survey).most_bytes)


def read_bytes(name: str, data: bytes, *, survey: SurveyColumns | None = None) -> list[Reading]:
    """Read the bytes of a file called `name`; the ending of the name chooses the reader.

    Args:
        name: The file's name; folders in front of it are ignored.
        data: All bytes of the file.
        survey: How to read a table (.csv, .tsv, .xlsx) as open answers; None for a transcript.

    Raises:
        UnreadableFileError: the ending is not one we read, or the content is not what the ending says, is
            damaged, beyond the limits of `docs/formats.md`, or holds no words.
    """
    return _read(_format_of(name, survey), SourceFile(PurePath(name).name, data, survey))


def _read(chosen: Format, source: SourceFile) -> list[Reading]:
    reader: Callable[[SourceFile], list[Reading]]
    reader = getattr(import_module(f"{__package__}.{chosen.module}"), chosen.function)
    return reader(source)


def _format_of(name: str, survey: SurveyColumns | None) -> Format:
    suffix = PurePath(name).suffix.lower()
    if suffix not in FORMATS:
        hint = _REFUSED.get(suffix, f"Formats read: {', '.join(FORMATS)}.")
        what = (
            f"ends in {shown(suffix)}, which is not read" if suffix else "has no ending that names its format"
        )
        raise UnreadableFileError(f"{shown(PurePath(name).name)} {what}.", hint)
    if survey is not None and suffix not in SURVEY_FORMATS:
        raise UnreadableFileError(
            f"{shown(PurePath(name).name)} is not a table, so it has no survey columns.",
            f"A survey is read from {', '.join(SURVEY_FORMATS)}; leave the --…-column options out otherwise.",
        )
    return FORMATS[suffix]


def bytes_of(path: Path, most_bytes: int = 256 * _MEBIBYTE) -> bytes:
    """All bytes of a file.

    Raises:
        UnreadableFileError: it is not there, not a file, too large, or cannot be opened.
    """
    try:
        found = path.stat()
        if S_ISREG(found.st_mode) and found.st_size <= most_bytes:
            with path.open("rb", buffering=0) as stream:
                return stream.readall()
    except (FileNotFoundError, NotADirectoryError):
        raise UnreadableFileError(f"{shown(path.name)} does not exist.", "Check the path.") from None
    except OSError as problem:
        raise UnreadableFileError(
            f"{shown(path.name)} cannot be opened: {problem.strerror}.", "Check the path."
        ) from problem
    if not S_ISREG(found.st_mode):
        raise UnreadableFileError(f"{shown(path.name)} is not a file.", "Check the path.")
    largest = f"{most_bytes // _MEBIBYTE} MB, the most that is read of its format"
    raise UnreadableFileError(
        f"{shown(path.name)} is larger than {largest}.", "Divide it into one file per interview."
    )

"""Files become readings: one module per family of formats, one table that names them all."""

from __future__ import annotations

from qualcode.transcripts.readers.base import SourceFile, SurveyColumns, UnreadableFileError
from qualcode.transcripts.readers.formats import FORMATS, file_bytes, read, read_bytes

__all__ = [
    "FORMATS",
    "SourceFile",
    "SurveyColumns",
    "UnreadableFileError",
    "file_bytes",
    "read",
    "read_bytes",
]

"""Exports of transcription programs in JSON; `exports` knows their shapes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qualcode.transcripts.readers.base import Found, checked, joined
from qualcode.transcripts.readers.encoding import decode
from qualcode.transcripts.readers.exports import speeches_of

if TYPE_CHECKING:
    from qualcode.model import Reading
    from qualcode.transcripts.readers.base import SourceFile

_KNOWN = (
    "Whisper, WhisperX, whisper.cpp, AssemblyAI, Deepgram, AWS Transcribe, Rev AI, Azure, a list of turns"
)


def read_json(source: SourceFile) -> list[Reading]:
    """Read a transcription program's export: speech only, one paragraph per turn.

    Raises:
        UnreadableFileError: not JSON, not a shape we know, or no words in it.
    """
    decoded = decode(source)
    try:
        document = json.loads(decoded.text)
    except json.JSONDecodeError as problem:
        raise source.refused(
            f"is not whole JSON: it breaks off or is wrong at line {problem.lineno}", "Export it again."
        ) from problem
    except (RecursionError, ValueError) as problem:
        raise source.refused("is JSON that no transcription program writes", "Export it again.") from problem
    found = speeches_of(document)
    if found is None:
        raise source.refused("is JSON, but not of a transcription program we know", f"Read are: {_KNOWN}.")
    speeches, warnings = found
    text, turns = joined(speeches)
    return [checked(source, "json 1", Found(text, turns, (*decoded.warnings, *warnings)))]

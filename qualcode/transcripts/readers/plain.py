"""Plain text and Markdown: exactly the file's words. Markdown is not interpreted; see also `pasted`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.transcripts.readers.base import Found, checked
from qualcode.transcripts.readers.encoding import decode
from qualcode.transcripts.readers.pasted import without_pasted

if TYPE_CHECKING:
    from qualcode.model import Reading
    from qualcode.transcripts.readers.base import SourceFile


def read_plain(source: SourceFile) -> list[Reading]:
    """Read a .txt or .md file; the text is the file's, but for line ends and byte order marks.

    Raises:
        UnreadableFileError: not text, or no words in it.
    """
    decoded = decode(source)
    found = without_pasted(Found(decoded.text, warnings=decoded.warnings))
    return [checked(source, "plain 1", found)]

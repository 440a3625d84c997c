"""Files that go out: one writer per format, each file put in its place in one step."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qualcode.errors import QualcodeError, UsageError
from qualcode.export.html import html_bytes
from qualcode.export.markdown import markdown_bytes
from qualcode.export.word import word_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from typing import IO

    from qualcode.export.blocks import Document

WRITERS: Final[dict[str, Callable[[Document], bytes]]] = {
    ".docx": word_bytes,
    ".html": html_bytes,
    ".md": markdown_bytes,
}
"""One writer per format of a document; a new format is a line here and a file."""


class UnknownFormat(UsageError):
    """Nothing is written in that format."""


class CannotWrite(QualcodeError):
    """The file cannot be written there."""


def suffix_of(target: Path, what: str, known: Collection[str]) -> str:
    """The ending of a file, in small letters.

    Raises:
        UnknownFormat: `what` is not written in that format.
    """
    suffix = target.suffix.lower()
    if suffix not in known:
        raise UnknownFormat(
            f"{what} cannot be written as {target.suffix!r}.", f"Use one of: {', '.join(known)}."
        )
    return suffix


def write_whole(target: Path, content: bytes) -> None:
    """Put a file in its place in one step.

    Raises:
        CannotWrite: the folder is missing or protected.
    """
    with in_place(target) as file:
        file.write(content)


@contextmanager
def in_place(target: Path) -> Iterator[IO[bytes]]:
    """A file beside the target that takes its place when it is whole; nothing is left of it otherwise.

    Raises:
        CannotWrite: the folder is missing or protected.
    """
    try:
        handle, draft = tempfile.mkstemp(dir=target.parent, prefix=".qualcode-", suffix=target.suffix)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
            Path(draft).chmod(0o644)
            Path(draft).replace(target)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CannotWrite(
            f"{target.name} cannot be written: {error.strerror}.", "Check the folder, or choose another."
        ) from error

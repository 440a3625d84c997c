"""Bytes become text: what the file declares, UTF-8, and only then a guess, which is always reported."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, NamedTuple

from qualcode.transcripts.normalise import dropped, normalise
from qualcode.transcripts.readers.base import counted
from qualcode.transcripts.readers.guess import guess, title

if TYPE_CHECKING:
    from qualcode.transcripts.readers.base import SourceFile, UnreadableFileError


class Decoded(NamedTuple):
    """Normalised text and what the researcher should know about how it was read."""

    text: str
    warnings: tuple[str, ...] = ()


_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a zipped document (.docx, .odt, .xlsx …)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (.doc, .xls …)"),
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "a Rich Text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3\x00", "a database"),
)
"""How other files begin that are sometimes renamed to a text format."""

_MAGICS = tuple(magic for magic, _ in _MAGIC)

# The four-byte marks come first: the mark of UTF-32 begins with that of UTF-16.
_BYTE_ORDER_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)

_FEW_CONTROLS = 8
_MOST_CONTROL_SHARE = 0.01
_LEAST_WIDE = 24
"""Bytes from which NULs in every second place are taken for UTF-16 without a mark."""

_NUL_SHARE = 0.2
_HINT = "Open it in the program that made it and save it as UTF-8 text."


def decode(source: SourceFile, *, declared: str | None = None) -> Decoded:
    """Find out the encoding, decode, normalise.

    In this order: a byte order mark, UTF-8, the encoding the file itself declares (`declared`, as HTML does),
    UTF-16 without a mark, a guess by charset-normalizer. Everything after the declared one is a warning.

    Raises:
        UnreadableFileError: another kind of file, binary, or text that fits no encoding.
    """
    refuse_other_kinds(source)
    for mark, marked_codec, name in _BYTE_ORDER_MARKS:
        if source.data.startswith(mark):
            return _checked(source, _marked(source, marked_codec, name))
    try:
        text = source.data.decode("utf-8")
    except UnicodeDecodeError as problem:
        return _not_utf8(source, problem, declared)
    if b"\x00" in source.data and (codec := _wide_codec(source.data)):
        return _checked(
            source, _marked(source, codec, "UTF-16"), f"read as {codec}, which it does not declare"
        )
    return _checked(source, text, utf8=source.data)


def refuse_other_kinds(source: SourceFile) -> None:
    """Refuse what is renamed to a text format.

    Raises:
        UnreadableFileError: the first bytes are those of another kind of file.
    """
    if not source.data.startswith(_MAGICS):
        return
    for magic, kind in _MAGIC:
        if source.data.startswith(magic) and not (magic == b"{\\rtf" and source.suffix == ".rtf"):
            raise source.refused(
                f"is {kind}, not what its ending {source.suffix} says",
                "Give it the ending of its real format.",
            )


def _marked(source: SourceFile, codec: str, name: str) -> str:
    try:
        return source.data.decode(codec)
    except UnicodeDecodeError as problem:
        raise _broken(source, name, problem) from problem


def _broken(source: SourceFile, name: str, problem: UnicodeDecodeError) -> UnreadableFileError:
    line = source.data.count(b"\n", 0, problem.start) + 1
    return source.refused(f"is {name} but broken at byte {problem.start} (line {line})", _HINT)


def _not_utf8(source: SourceFile, problem: UnicodeDecodeError, declared: str | None) -> Decoded:
    if declared:
        try:
            return _checked(source, source.data.decode(declared))
        except (UnicodeDecodeError, LookupError):
            pass  # what it declares does not fit; go on as if it declared nothing
    if _mostly_utf8(source.data):
        raise _broken(source, "UTF-8", problem)
    if b"\x00" in source.data:
        raise source.refused("is not text: it holds bytes that no text has", _HINT)
    codec = guess(source.data)
    if codec is None:
        raise source.refused("is not text in any encoding we know", _HINT)
    told = f"read as {title(codec)}, because it is not UTF-8: check accents"
    return _checked(source, source.data.decode(codec), told)


def _mostly_utf8(data: bytes) -> bool:
    # One damaged byte must not turn every accent of a UTF-8 file into two wrong letters. Text in another
    # encoding forms valid UTF-8 sequences only by rare accident.
    lenient = data.decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    good = len(lenient) - len(lenient.encode("ascii", "ignore")) - bad
    return good > 2 * bad


def _wide_codec(data: bytes) -> str | None:
    # ASCII in UTF-16 without a mark is valid UTF-8, with a NUL in every second place. A few stray NULs in a
    # scrap of text prove nothing.
    if len(data) % 2 or len(data) < _LEAST_WIDE:
        return None
    even, odd = data[::2].count(0), data[1::2].count(0)
    places = max(1, len(data) // 2)
    if odd / places > _NUL_SHARE and even == 0:
        return "utf-16-le"
    if even / places > _NUL_SHARE and odd == 0:
        return "utf-16-be"
    return None


def _checked(source: SourceFile, text: str, *warnings: str, utf8: bytes | None = None) -> Decoded:
    clean = normalise(text, utf8)
    gone = dropped(text, utf8) if len(clean) < len(text) else 0
    if gone > max(_FEW_CONTROLS, len(text) * _MOST_CONTROL_SHARE):
        raise source.refused(f"is not text: {counted(gone, 'character')} of it are control characters", _HINT)
    if gone:
        warnings = (*warnings, f"{counted(gone, 'control character')} left out")
    return Decoded(clean, warnings)

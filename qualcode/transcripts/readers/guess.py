"""Which encoding text without any declaration is in: charset-normalizer's guess, put right for Latin scripts.

One byte is `ï` in western Europe and `ď` in central Europe, `£` here and `Ł` there, so a guess by letters
alone turns naïve into naďve. The short ASCII words of the language decide first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORT_WORDS: dict[str, str] = {
    "cp1252": """the and of that it was is not you they have with und ich nicht das ist war die les des
        est pas que une pour dans los las una por para con pero como che non sono della het een niet van maar
        og det som jeg att och inte men til ikke uma mas isso em de""",
    "cp1250": """nie jest jak ale bardzo tylko tego przez jsem jsme bylo jako nebo tak kdy som sme bolo
        ako nem hogy volt egy meg csak mert azt este sunt care pentru mai din nije kako ali smo bilo koji
        pri tudi""",
    "cp1254": "bir bu ama gibi ben daha kadar sonra olarak ile var yok ne zaman diye",
    "cp1257": "yra kad buvo bet kaip tai par bija bet un ka nav see kui oli mis aga mina",
}
"""Short words without accents, by the encoding that the languages with these words use."""

_LANGUAGES = {codec: frozenset(words.split()) for codec, words in _SHORT_WORDS.items()}

_LETTERS_PER_ACCENT = 2
"""Text with more plain letters than this for every other byte is in a Latin script."""

_OLDER = ("cp1252", "mac_roman", "cp850")
"""What western text is in, commonest first: Windows, old Macintosh, DOS."""

_ODD = re.compile(
    r"(?<=[a-zß-öø-ÿ])[À-ÖØ-ÞŠŒŽŸ](?=[a-zß-öø-ÿ]|\b)|(?<=\w)[\x80-\x9f¡-¿‚ƒ„†‡ˆ‰‹›˜•“”€™─-▟](?=\w)"
)
"""Capitals inside words and signs between letters: marks of a wrong encoding."""

_MOST_ODD = 0.2
_SAMPLE_BYTES = 1 << 18
_TELLING_LINE = re.compile(rb"[^\n]*[\x80-\xff][^\n]*\n?")


def guess(data: bytes) -> str | None:
    """The Python name of the encoding that `data` is most likely in, one that decodes all of it; or None."""
    from charset_normalizer import from_bytes

    sample = data if len(data) <= _SAMPLE_BYTES else b"".join(_telling_lines(data))
    matches: list[str] = [match.encoding for match in from_bytes(sample)]
    candidates: list[str] = [*(_by_language(sample) if _is_latin(sample) else ()), *matches]
    for codec in candidates:
        if _fits(data, codec) and (codec in matches or _plausible(sample.decode(codec))):
            return codec
    return None


def title(codec: str) -> str:
    """An encoding's name as people write it.

    >>> title("cp1252"), title("shift_jis")
    ('windows-1252', 'shift-jis')
    """
    return re.sub(r"^cp(125\d)$", r"windows-\1", codec).replace("_", "-")


def _is_latin(sample: bytes) -> bool:
    plain = len(re.findall(rb"[A-Za-z]", sample))
    return plain > _LETTERS_PER_ACCENT * len(re.findall(rb"[\x80-\xff]", sample))


def _by_language(sample: bytes) -> list[str]:
    """Encodings in which the accents make sense, that of the language first."""
    words = re.findall(r"\b[a-z]{2,7}\b", sample.decode("latin-1").lower())
    found = {codec: sum(word in known for word in words) for codec, known in _LANGUAGES.items()}
    best = max(found, key=lambda codec: found[codec])
    candidates = [best, *_OLDER] if best != "cp1252" else list(_OLDER)
    return [codec for codec in candidates if _fits(sample, codec) and _plausible(sample.decode(codec))]


def _plausible(text: str) -> bool:
    accented = sum(character > "\x7f" for character in text)
    return len(_ODD.findall(text)) <= _MOST_ODD * accented


def _fits(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _telling_lines(data: bytes) -> Iterator[bytes]:
    taken = 0
    for line in _TELLING_LINE.finditer(data):
        taken += len(line[0])
        yield line[0][:_SAMPLE_BYTES]
        if taken > _SAMPLE_BYTES:
            return

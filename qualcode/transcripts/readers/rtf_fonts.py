"""In which code page the bytes of a Rich Text document are: each font may have its own."""

from __future__ import annotations

import codecs

from qualcode.transcripts.readers.rtf_words import CHARSETS, MAC_PAGES, SYMBOL_CHARSET


class Fonts:
    """The font table, and the code page of the document for fonts that name none."""

    def __init__(self) -> None:
        self.codec = "cp1252"
        self.default = 0
        self._codecs: dict[int, str] = {}
        self._defining = 0

    def define(self, word: str, number: int) -> None:
        """Take in a control word of the font table."""
        if word == "f":
            self._defining = number
        elif word == "fcharset":
            codec = "symbol" if number == SYMBOL_CHARSET else CHARSETS.get(number, "")
            self._codecs[self._defining] = codec

    def codec_of(self, font: int) -> str:
        """Python's name of the code page that text in a font is in; "symbol" for fonts of signs."""
        return self._codecs.get(font) or self.codec


def known_codec(number: int) -> str:
    """Python's name of a Windows or Macintosh code page; that of western Windows for an unknown one."""
    codec = MAC_PAGES.get(number, f"cp{number}")
    try:
        codecs.lookup(codec)
    except LookupError:
        return "cp1252"
    return codec

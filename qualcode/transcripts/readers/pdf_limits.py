"""How far the packed streams of a PDF would unpack, found out before PDFium opens it."""

from __future__ import annotations

import re
import zlib

MOST_STREAM_BYTES = 64 << 20
MOST_BYTES = 256 << 20

_STREAM = re.compile(rb"stream\r?\n")
_DICTIONARY_BYTES = 2048
_STEP = 1 << 20


def unpacks_too_far(data: bytes) -> bool:
    """Whether one packed stream holds more than `MOST_STREAM_BYTES`, or all together more than `MOST_BYTES`.

    Pictures are passed over: they are large by nature and not needed for the text.
    """
    total = 0
    for keyword in _STREAM.finditer(data):
        head = data[max(0, keyword.start() - _DICTIONARY_BYTES) : keyword.start()]
        dictionary = head[head.rfind(b"obj") + 1 :]
        if b"/Fl" not in dictionary or b"/Image" in dictionary:
            continue
        total += _unpacked(data, keyword.end())
        if total > MOST_BYTES:
            return True
    return False


def _unpacked(data: bytes, start: int) -> int:
    """Bytes that a stream unpacks to; a little more than the most of all when it passes its own limit."""
    unpacker = zlib.decompressobj()
    size, position = 0, start
    try:
        while position < len(data) and not unpacker.eof:
            rest = data[position : position + _STEP]
            position += len(rest)
            while rest and size <= MOST_STREAM_BYTES and not unpacker.eof:
                size += len(unpacker.decompress(rest, _STEP))
                rest = unpacker.unconsumed_tail
            if size > MOST_STREAM_BYTES:
                return MOST_BYTES + 1
    except zlib.error:
        return size
    return size

"""Characters of symbol fonts (Wingdings, Symbol), which Word puts in where people typed `:)` or `-->`."""

from __future__ import annotations

_PLAIN = {
    0xF04A: "☺",
    0xF04B: "😐",
    0xF04C: "☹",
    0xF0DF: "←",
    0xF0E0: "→",
    0xF0E7: "⬅",
    0xF0E8: "➔",
    0xF0F3: "⬄",
    0xF0B7: "•",
}
_FONT_STARTS_AT = 0xF000
_LAST_OF_FONT = 0xFF
_LAST = 0x10FFFF


def symbol(code: int) -> str:
    r"""The plain character for a symbol font's, or else its private-use character; "" outside Unicode.

    >>> symbol(0x4A), symbol(0xF0E0), symbol(0xF061)
    ('☺', '→', '\uf061')
    """
    place = code + _FONT_STARTS_AT if 0 <= code <= _LAST_OF_FONT else code
    return _PLAIN.get(place) or (chr(place) if 0 <= place <= _LAST else "")

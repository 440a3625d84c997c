"""Quotes as paragraphs: inline, as a block, or an exchange with a line for every turn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qualcode.export.blocks import Paragraph, Run, index_place
from qualcode.themes.rendering import typeset

if TYPE_CHECKING:
    from qualcode.export.blocks import Style
    from qualcode.themes.quotes import Quote

_STYLES: Final[dict[str, Style]] = {"inline": "Claim", "block": "Quote Block"}


def runs(quote: Quote, *, named_in_lead: bool = False) -> list[Run]:
    """A quote whose attribution leads to its line in the evidence index.

    Where the lead-in of the same paragraph has the ID already, an inline quote does not repeat it.
    """
    number = f"q{quote.number}"
    if named_in_lead and quote.form == "inline" and quote.attribution == quote.speaker:
        said = typeset(quote.body, quote.words, quote.speaker, named_in_lead=True).text
        return _spoken(said, number, index_place(number))
    mark = f"({quote.attribution})"
    words, found, rest = quote.rendered.rpartition(mark)
    if not found:
        return _spoken(quote.rendered, number, index_place(number))
    printed = [*_spoken(words, number), Run(mark, link=index_place(number))]
    return [*printed, Run(rest)] if rest else printed


def leads_in(sentence: str, speaker: str) -> bool:
    """Whether a sentence ends open, before a quotation, and says whose words follow.

    >>> leads_in("P5 said:", "P5"), leads_in("P5 was left alone.", "P5"), leads_in("P15 said:", "P5")
    (True, False, False)
    """
    last = re.split(r"(?<=[.!?])\s+", sentence.strip())[-1]
    return (
        last.endswith((":", ",")) and re.search(rf"(?<![\w-]){re.escape(speaker)}(?![\w-])", last) is not None
    )


def led(sentence: str, parenthesis: str, *, alone: bool) -> str:
    """A lead-in with its citation before the colon; none where it names the only one who is cited."""
    bare = sentence.strip()
    return bare if alone or not parenthesis else f"{bare[:-1].rstrip()} {parenthesis}{bare[-1]}"


def _spoken(words: str, anchor: str = "", link: str = "") -> list[Run]:
    """Words in print; [sic] has its italics (APA 7, 8.32)."""
    pieces = [piece for piece in re.split(r"(?<=\[)(sic)(?=\])", words) if piece]
    return [
        Run(piece, italic=piece == "sic" and len(pieces) > 1, anchor=anchor if at == 0 else "", link=link)
        for at, piece in enumerate(pieces)
    ]


def paragraphs(quote: Quote, proof: str, *, named_in_lead: bool = False) -> list[Paragraph]:
    """A quote that stands by itself, or runs on; `proof` goes with its last paragraph."""
    about = (f"q{quote.number}",)
    if quote.form != "exchange":
        return [
            Paragraph(tuple(runs(quote, named_in_lead=named_in_lead)), _STYLES[quote.form], (proof,), about)
        ]
    last = len(quote.lines) - 1
    return [
        Paragraph(_turn(quote, at), "Quote Exchange", (proof,) if at == last else (), about)
        for at in range(last + 1)
    ]


def _turn(quote: Quote, at: int) -> tuple[Run, ...]:
    """One line; the first holds the place that the evidence index leads to, and every ID leads there."""
    line, number = quote.lines[at], f"q{quote.number}"
    speaker = Run(line.speaker, link=index_place(number), anchor=number if at == 0 else "")
    return speaker, *_spoken(f": {line.body}")

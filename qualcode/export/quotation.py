"""Quotes as paragraphs: inline, as a block, or an exchange with a line for every turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.export.blocks import Paragraph, Run, index_place

if TYPE_CHECKING:
    from qualcode.export.blocks import Style
    from qualcode.themes.quotes import Quote

_STYLES: Final[dict[str, Style]] = {"inline": "Claim", "block": "Quote Block"}


def runs(quote: Quote) -> list[Run]:
    """A quote whose attribution leads to its line in the evidence index."""
    number = f"q{quote.number}"
    mark = f"({quote.speaker})"
    words, found, rest = quote.rendered.rpartition(mark)
    if not found:
        return [Run(quote.rendered, anchor=number, link=index_place(number))]
    printed = [Run(words, anchor=number), Run(mark, link=index_place(number))]
    return [*printed, Run(rest)] if rest else printed


def paragraphs(quote: Quote, proof: str) -> list[Paragraph]:
    """A quote that stands by itself; `proof` goes with its last paragraph."""
    about = (f"q{quote.number}",)
    if quote.form != "exchange":
        return [Paragraph(tuple(runs(quote)), _STYLES[quote.form], (proof,), about)]
    last = len(quote.lines) - 1
    return [
        Paragraph(_turn(quote, at), "Quote Exchange", (proof,) if at == last else (), about)
        for at in range(last + 1)
    ]


def _turn(quote: Quote, at: int) -> tuple[Run, ...]:
    """One line; the first holds the place that the evidence index leads to, and every ID leads there."""
    line, number = quote.lines[at], f"q{quote.number}"
    speaker = Run(line.speaker, link=index_place(number), anchor=number if at == 0 else "")
    return speaker, Run(f": {line.body}")

"""One row of the transcript as segments: marker, number, words, bars, names."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.spans import Span
    from qualcode.tui.columns import Columns
    from qualcode.tui.desk import Desk
    from qualcode.tui.margin import Bar, Margin
    from qualcode.tui.page import Page, Row

PALETTE: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Colours for codes that have none of their own, told apart by people who see colours differently (Okabe
and Ito, 2008), on dark and on light grounds."""

PLAIN: Final = Style()
DIM: Final = Style(dim=True)
BOLD: Final = Style(bold=True)
SELECTED: Final = Style(reverse=True)
PART: Final = Style(underline=True)
"""Words of a coding that covers less than the whole of its units, so that its ends can be seen."""

HIT: Final = Style(bold=True, color="black", bgcolor="yellow")
MARKER: Final = "▌"
"""Stands before every row of the selection, also where reverse video cannot be seen."""

MEMO: Final = "*"
"""Follows the name of a coding that has a memo."""


class Painter:
    """Draws rows of one page; made anew whenever what is drawn changes."""

    def __init__(
        self, desk: Desk, page: Page, margin: Margin, columns: Columns, hits: Sequence[Span]
    ) -> None:
        self.desk, self.page, self.margin, self.columns = desk, page, margin, columns
        self.hits = hits
        self.hit_starts = [start for start, _ in hits]
        self.longest_hit = max((end - start for start, end in hits), default=0)
        numbers = {code.id: number for number, code in enumerate(desk.codes)}
        self.colours = {
            code.id: Style.parse(code.color or PALETTE[numbers[code.id] % len(PALETTE)])
            for code in desk.codes
        }
        starts, ends = set(desk.ground.starts), {end for _, end in desk.ground.units}
        self.parts = [
            mark.span for mark in desk.visible() if mark.start_char not in starts or mark.end_char not in ends
        ]

    def row(self, number: int, *, on_top: bool = False) -> list[Segment]:
        """The segments of a row; the one on top of the screen names the bars that come from above."""
        row = self.page.rows[number]
        selected = not row.is_speaker and self._touches(row, self.desk.selection.span)
        body = self._speaker(row) if row.is_speaker else list(self._words(row))
        filled = sum(cell_len(segment.text) for segment in body)
        blanks = " " * max(0, self.columns.text - filled)
        return [
            Segment(MARKER if selected else " ", PLAIN),
            *self._number(row, number),
            *body,
            Segment(blanks + " ", PLAIN),
            *self._bars(number),
            *self._names(number, self._named(number, on_top=on_top)),
        ]

    def end(self) -> list[Segment]:
        """The row below the last one."""
        indent = " " * (1 + self.columns.number)
        return [Segment(f"{indent}— end of {self.desk.transcript.name} —", DIM)]

    def _touches(self, row: Row, span: Span) -> bool:
        return row.start < span[1] and span[0] < row.end

    def _number(self, row: Row, number: int) -> Iterator[Segment]:
        width = self.columns.number - 1
        begins = not row.is_speaker and (number == 0 or self.page.rows[number - 1].is_speaker)
        begins = begins or (not row.is_speaker and self.page.rows[number - 1].unit != row.unit)
        shown = str(row.unit + 1) if begins else ""
        yield Segment(f"{shown:>{width}} ", BOLD if row.unit == self.desk.selection.unit else DIM)

    def _speaker(self, row: Row) -> list[Segment]:
        turn = self.desk.ground.turn_of[row.unit]
        name = self.desk.ground.speaker(row.unit) or "·"
        starts_at = self.desk.ground.turns[turn].start_ms if turn >= 0 else None
        when = "" if starts_at is None else f"  {_clock(starts_at)}"
        label = _clipped(name, self.columns.text - len(when))
        return [Segment(label, BOLD if row.unit in self.desk.codable else DIM), Segment(when, DIM)]

    def _words(self, row: Row) -> Iterator[Segment]:
        shown, chosen = self.desk.ground.shown, self.desk.selection.span
        layers = [(chosen, SELECTED)]
        layers += [(hit, HIT) for hit in self._hits(row)]
        layers += [(part, PART) for part in self.parts if self._touches(row, part)]
        edges = {row.start, row.end}
        for span, _ in layers:
            edges.update(edge for edge in span if row.start < edge < row.end)
        ordered = sorted(edges)
        for start, end in pairwise(ordered):
            styles = [style for span, style in reversed(layers) if span[0] <= start < span[1]]
            yield Segment(shown[start:end], Style.combine(styles) if styles else PLAIN)

    def _hits(self, row: Row) -> Sequence[Span]:
        first = bisect_right(self.hit_starts, row.start - self.longest_hit)
        return self.hits[first : bisect_left(self.hit_starts, row.end)]

    def _bars(self, number: int) -> Iterator[Segment]:
        for bar in self.margin.on_row(number):
            yield Segment(" ", PLAIN) if bar is None else Segment(bar.glyph(number), self._colour(bar))
        hidden = self.margin.hidden_on_row(number)
        yield Segment("+" if hidden else " ", BOLD)

    def _named(self, number: int, *, on_top: bool) -> list[Bar]:
        named = self.margin.names.get(number, [])
        if named or not on_top:
            return named
        return [bar for bar in self.margin.on_row(number) if bar is not None and bar.first < number]

    def _names(self, number: int, bars: list[Bar]) -> Iterator[Segment]:
        left = self.columns.names
        for place, bar in enumerate(bars):
            room = left // (len(bars) - place)
            other = "" if bar.own else f"{self._pass_name(bar)}: "
            name = f" {other}{bar.mark.code}{MEMO * bool(bar.mark.memos)}"
            name = _clipped(name, max(1, room - 2 if place < len(bars) - 1 else room - 1))
            active = Style(reverse=True) if bar.mark.id == self.desk.active else PLAIN
            yield Segment(
                bar.glyph(number) if bar.first <= number <= bar.last else bar.sign, self._colour(bar)
            )
            yield Segment(name, active)
            left -= cell_len(name) + 1
            if place < len(bars) - 1:
                yield Segment(" ", PLAIN)
                left -= 1
        yield Segment(" " * max(0, left), PLAIN)

    def _pass_name(self, bar: Bar) -> str:
        return next((one.name for one in self.desk.shown if one.id == bar.mark.pass_id), "")

    def _colour(self, bar: Bar) -> Style:
        colour = self.colours.get(bar.mark.code_id, PLAIN)
        return colour + BOLD if bar.mark.id == self.desk.active else colour


def _clipped(text: str, cells: int) -> str:
    """Text in at most so many cells, with an ellipsis where something is left out."""
    if cell_len(text) <= cells:
        return text
    return set_cell_size(text, max(0, cells - 1)).rstrip() + "…"


def _clock(milliseconds: int) -> str:
    seconds = milliseconds // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"

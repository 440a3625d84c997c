"""Results to the terminal: data on stdout, talk on stderr. Rich is loaded only when a table is drawn."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
import textwrap
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console
    from rich.table import Table

LEAST_WIDTHS: Final = (20, 14, 10)
"""Characters that a column of words keeps in a narrow terminal, so that numbers never squeeze it away."""


def show_json(value: object) -> None:
    """One JSON document on stdout; numbers unrounded, undefined ones null."""
    write(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def show_csv(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows as CSV on stdout, with a header."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    write(buffer.getvalue())


def write(text: str) -> None:
    """Text on stdout, exactly."""
    sys.stdout.write(text)


def tell(text: str) -> None:
    """Talk on stderr; stdout is flushed first so that order holds in a pipe."""
    sys.stdout.flush()
    sys.stderr.write(text + "\n")


def filled(text: str, indent: int = 0, first: int | None = None) -> str:
    """Words in lines no wider than the terminal, the first indented by `first`, the others by `indent`."""
    width = min(shutil.get_terminal_size((100, 24)).columns, 110)
    start = " " * (indent if first is None else first)
    return textwrap.fill(text, width, initial_indent=start, subsequent_indent=" " * indent) + "\n"


def show_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    title: str | None = None,
    numeric: Sequence[str] = (),
) -> None:
    """A table for reading; long cells wrap, numbers stand right and whole.

    What is too wide for the terminal is divided: several tables below each other, each with the first column.
    """
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    drawn = console()
    right = [column in numeric for column in columns]
    for at, block in enumerate(_blocks([list(columns), *cells], right, drawn.width)):
        table = _table(title if at == 0 else None)
        for column, least in block:
            table.add_column(
                columns[column],
                justify="right" if right[column] else "left",
                overflow="fold",
                no_wrap=right[column],
                min_width=least,
            )
        _draw(table, [[row[column] for column, _ in block] for row in cells], drawn)


def _blocks(
    rows: Sequence[Sequence[str]], whole: Sequence[bool], width: int
) -> Iterator[list[tuple[int, int]]]:
    """Columns with the room they keep, in tables that fit; every table has the first column.

    `rows` with the header first; `whole`: which columns must not wrap. Others get less room before a table is
    divided.
    """
    from rich.cells import cell_len

    longest = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for least in LEAST_WIDTHS:
        kept = [own if uncut else min(own, least) for own, uncut in zip(longest, whole, strict=True)]
        if _width(kept) <= width:
            yield list(enumerate(kept))
            return
    first = (0, min(longest[0], max(kept[0], min(LEAST_WIDTHS[0], width // 3))))
    block = [first]
    for at, room in enumerate(kept[1:], start=1):
        if len(block) > 1 and _width([own for _, own in block] + [room]) > width:
            yield block
            block = [first]
        block.append((at, room))
    yield block


def _width(kept: Sequence[int]) -> int:
    """Of a table: a space at either side, two between columns."""
    return sum(kept) + 2 * len(kept)


def _table(title: str | None) -> Table:
    from rich import box
    from rich.table import Table

    return Table(
        title=title,
        title_justify="left",
        header_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
    )


def _draw(table: Table, rows: Sequence[Sequence[str]], drawn: Console) -> None:
    from rich.text import Text

    for row in rows:
        table.add_row(*map(Text, row))
    # Captured, as Rich would end the program by itself when the reader of a pipe goes away.
    with drawn.capture() as capture:
        drawn.print(table)
    write(capture.get())


def console() -> Console:
    """Where tables are drawn; follows NO_COLOR, knows no markup so that brackets in speech stay."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


@contextmanager
def progress(label: str, total: int | None) -> Iterator[Callable[[], None]]:
    """A bar on stderr that appears after half a second; silent when stderr is not a terminal.

    Yields a function to call after each step.
    """
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=4) as bar:
        task = bar.add_task(label, total=total)
        yield lambda: bar.advance(task)


def decimal(value: float | None, places: int = 2) -> str:
    """A coefficient as journals print it: `.81`, `-.05`, `1.00`; an en dash when undefined."""
    if value is None:
        return "–"
    text = f"{value:.{places}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    return text.replace("0.", ".", 1) if abs(value) < 1 and not text.lstrip("-").startswith("1") else text


def show_reading(lines: Sequence[Any]) -> None:
    """Numbered units with speakers and questions; below the words their codes, and that they are withheld."""
    page("".join(_reading(lines)))


def _reading(lines: Sequence[Any]) -> Iterator[str]:
    width = min(shutil.get_terminal_size((100, 24)).columns, 110)
    digits = len(str(lines[-1].number)) if lines else 1
    indent = " " * (digits + 2)
    speaker, question = object(), None
    for line in lines:
        if line.question != question:
            question = line.question
            yield "\n" + textwrap.fill(f"Question {question}", width) + "\n"
        if line.speaker != speaker:
            speaker = line.speaker
            yield f"\n{indent}{speaker or '(nobody)'}\n"
        first = f"{line.number:>{digits}}  "
        yield textwrap.fill(line.text, width, initial_indent=first, subsequent_indent=indent) + "\n"
        if line.codes:
            yield f"{indent}  ▸ {'; '.join(line.codes)}\n"
        if line.withheld:
            where = "" if line.withheld == "whole" else f" at {line.withheld}"
            yield f"{indent}  [withheld{where}: nothing new is coded or quoted]\n"


def page(text: str) -> None:
    """Text to read: screen by screen where stdout is a terminal that it does not fit on, else all at once."""
    height = shutil.get_terminal_size((100, 24)).lines
    if sys.stdout.isatty() and text.count("\n") >= height:
        import pydoc

        pydoc.pager(text)
    else:
        write(text)

"""The coding screen under test: a pass on a desk, keys pressed, the screen read back as lines of text."""

from __future__ import annotations

import asyncio
import html
import re
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events

from qualcode.passes import passes
from qualcode.transcripts import library
from qualcode.tui.app import CodingApp, Shell
from qualcode.tui.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from qualcode.store.project import Project
    from qualcode.tui.coding import CodingScreen

_CELL = 12.2
_PIECE = re.compile(r'<text class="[^"]*" x="([\d.]+)" y="[\d.]+"[^>]*line-(\d+)\)">(.*?)</text>')


def desk_of(project: Project, transcript: str = "P1", named: str = "hand") -> Desk:
    """A desk with a transcript on it; the pass is started if there is none."""
    found = passes.find_or_none(project, named) or passes.start(project, named)
    desk = Desk(project, found)
    desk.open(library.find(project, transcript))
    return desk


def on_screen(
    desk: Desk,
    doing: Callable[[Pilot[None], CodingScreen], Awaitable[None]],
    size: tuple[int, int] = (80, 24),
) -> str:
    """Do something on the screen; returns what it shows in the end."""

    async def run() -> str:
        app = CodingApp(desk)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await doing(pilot, app.coding)
            return await at_rest(app, pilot)

    return asyncio.run(run())


async def at_rest(app: Shell, pilot: Pilot[None]) -> str:
    """What the screen shows once it has stopped changing, however busy the machine is."""
    before = ""
    for _ in range(50):
        await pilot.pause(0.02)
        shown = lines_of(app)
        if shown == before:
            break
        before = shown
    return shown


async def send(screen: CodingScreen, *keys: str) -> None:
    """Send keys in one burst, as a slow line does, and wait until all of them are worked through."""
    app = screen.app
    assert isinstance(app, CodingApp)
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else " " if key == "space" else None))
    await app.idle()


def press(desk: Desk, *keys: str, size: tuple[int, int] = (80, 24)) -> str:
    """Press keys one after the other; returns what the screen shows in the end."""

    async def pressing(_: Pilot[None], screen: CodingScreen) -> None:
        await send(screen, *keys)

    return on_screen(desk, pressing, size)


def walk(desk: Desk, *steps: tuple[str, str]) -> None:
    """Press keys one by one, and after each look at the words that are selected."""

    async def walking(_: Pilot[None], screen: CodingScreen) -> None:
        found = []
        for key, _words in steps:
            await send(screen, key)
            found.append((key, desk.selection.quotation))
        assert found == list(steps)

    on_screen(desk, walking)


def lines_of(app: Shell) -> str:
    """What an app shows, as lines of text, taken from the picture it makes of itself."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for x, line, text in _PIECE.findall(app.export_screenshot()):
        rows.setdefault(int(line), []).append((round(float(x) / _CELL), html.unescape(text)))
    return "\n".join(_joined(rows.get(number, [])) for number in range(app.size.height))


def _joined(pieces: list[tuple[int, str]]) -> str:
    line = ""
    for column, text in sorted(pieces):
        line += " " * (column - cell_len(line)) + text.replace("\xa0", " ")
    return line.rstrip()

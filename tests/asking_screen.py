"""The screen that puts one question at a time, under test: keys pressed one by one, the screen read back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from coding_screen import at_rest
from textual import events

from qualcode.tui.app import AskingApp

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from qualcode.tui.questions import Workflow


def on_screen(
    flow: Workflow,
    doing: Callable[[Pilot[None], AskingApp], Awaitable[None]],
    size: tuple[int, int] = (80, 24),
) -> str:
    """Do something on the screen; returns what it shows in the end."""

    async def run() -> str:
        app = AskingApp(flow)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await doing(pilot, app)
            shown = await at_rest(app, pilot)
        if app.failure is not None:
            raise app.failure
        return shown

    return asyncio.run(run())


async def burst(app: AskingApp, *keys: str) -> None:
    """Send keys all at once, as one who does not look."""
    for key in keys:
        app.post_message(events.Key(NAMES.get(key, key), key if len(key) == 1 else None))
    await app.idle()


NAMES = {
    "?": "question_mark",
    "+": "plus",
    "-": "minus",
    "@": "at",
    ",": "comma",
    ":": "colon",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "(": "left_parenthesis",
    ")": "right_parenthesis",
    " ": "space",
}
"""What Textual calls the keys of some characters."""


def press(flow: Workflow, *keys: str, size: tuple[int, int] = (80, 24)) -> str:
    """Press keys one after the other, each when the screen is at rest; words are typed letter by letter.

    Named keys stand between angle brackets, as in "<enter>".
    """

    async def pressing(_: Pilot[None], app: AskingApp) -> None:
        for key in keys:
            if key.startswith("<"):
                await burst(app, key.strip("<>"))
            else:
                for letter in key:
                    await burst(app, letter)

    return on_screen(flow, pressing, size)

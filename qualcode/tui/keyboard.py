"""Keys in turn: the next one is looked at when all that the last one began is done.

A fast typist and a slow line both send `c`, some letters and Enter in one go. Widgets work through their own
queues, so without this the letters would reach the text before the picker is there, and Enter the picker
before the letters.
"""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Final

from textual import events
from textual.app import App

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.events import Event
    from textual.message_pump import MessagePump

QUIET: Final = 8
"""Rounds of the event loop in which nothing waits, after which a key counts as worked through."""

PATIENCE: Final = 2.0
"""Seconds after which the next key is looked at in any case, so that no slip can lock the keyboard."""


MOMENT: Final = 0.01
"""Seconds within which no hand presses two keys, so that they must be one sequence taken apart."""


def _apart(event: Event) -> Iterator[Event]:
    """Esc and a letter that came in one moment, and so were taken for Alt with that letter."""
    key = event.key if isinstance(event, events.Key) else ""
    letter = key.removeprefix("alt+")
    if letter == key or len(letter.removeprefix("shift+")) != 1:
        yield event
        return
    letter = letter[-1].upper() if letter.startswith("shift+") else letter
    yield events.Key("escape", None)
    yield events.Key(letter, letter)


class KeysInTurn(App[None]):
    """An app that works through one key after the other."""

    def __init__(self) -> None:
        super().__init__(ansi_color=True)  # said here, since NO_COLOR is looked at before any theme
        self._pressed: deque[Event] = deque()
        self._still = asyncio.Event()
        self._still.set()

    async def on_event(self, event: Event) -> None:
        """Let keys wait for one another; pass everything else on."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._pressed.extend(_apart(event))
        if self._still.is_set():
            self._still.clear()
            self.run_worker(self._type(), group="keys")

    async def settled(self) -> None:
        """Wait until no key and no message waits, and the screen on top is there to be typed in."""
        quiet, began = 0, monotonic()
        while quiet < QUIET and monotonic() - began < PATIENCE:
            await asyncio.sleep(0)
            waits = any(pump.message_queue_size for pump in self._pumps()) or self.screen.focused is None
            quiet = 0 if waits else quiet + 1

    async def idle(self) -> None:
        """Wait until every key pressed has been worked through."""
        await self.settled()
        await self._still.wait()

    async def _type(self) -> None:
        try:
            while self._pressed:
                await super().on_event(await self._meant(self._pressed.popleft()))
                await self.settled()
        finally:
            self._still.set()

    async def _meant(self, event: Event) -> Event:
        """Esc, where Textual makes a circumflex of it because other keys came in the same moment."""
        if not isinstance(event, events.Key) or event.key != "circumflex_accent":
            return event
        await asyncio.sleep(MOMENT)
        follows = self._pressed and self._pressed[0].time - event.time < MOMENT
        return events.Key("escape", None) if follows else event

    def _pumps(self) -> Iterator[MessagePump]:
        yield self
        for screen in self.screen_stack:
            yield screen
            yield from screen.walk_children()

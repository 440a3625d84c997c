"""While somebody else's code sees interviews: no connection, no message, no look-up, no other program.

Python tells of each of these before it happens (audit events, PEP 578), and an error raised then stops it.
What a library does in machine code of its own, past Python, is not seen; that is why a person has to say
besides that the model is local.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOCKET = ("connect", "sendto", "sendmsg", "getaddrinfo", "gethostbyname", "gethostbyaddr", "getnameinfo")
_OS = ("system", "exec", "posix_spawn", "spawn", "startfile")

REFUSED: Final = frozenset(
    {"subprocess.Popen", *(f"socket.{name}" for name in _SOCKET), *(f"os.{name}" for name in _OS)}
)
"""Names of audit events that would carry something out of this process."""


class Refused(PermissionError):
    """Stopped; an `OSError`, so that code which can do without goes on as if there were no network."""


@dataclass(slots=True)
class Shield:
    """What happened behind it: `tried` is the first thing refused, empty while there was none."""

    tried: str = ""


_up: list[Shield] = []
"""Those that are up; for all threads, since a library may ask in one of its own."""


@contextmanager
def shield() -> Iterator[Shield]:
    """Refuse everything that leaves this process until the block is over."""
    _watch()
    here = Shield()
    _up.append(here)
    try:
        yield here
    finally:
        _up.remove(here)


@cache
def _watch() -> None:
    sys.addaudithook(_refuse)


def _refuse(event: str, _: object) -> None:
    if _up and event in REFUSED:
        for one in _up:
            one.tried = one.tried or event
        raise Refused(f"{event} is refused while interviews are looked at")

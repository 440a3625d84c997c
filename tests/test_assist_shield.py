"""The shield: what would leave this process is stopped while it is up, and only then."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qualcode.assist.shield import Refused, shield

if TYPE_CHECKING:
    from collections.abc import Callable


def connect() -> None:
    with socket.socket() as one:
        one.connect(("127.0.0.1", 9))


def send() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as one:
        one.sendto(b"words", ("127.0.0.1", 9))


def look_up() -> None:
    socket.getaddrinfo("localhost", 80)


def start() -> None:
    subprocess.run([sys.executable, "--version"], check=True, capture_output=True)


@pytest.mark.parametrize(
    ("leave", "event"),
    [
        (connect, "socket.connect"),
        (send, "socket.sendto"),
        (look_up, "socket.getaddrinfo"),
        (start, "subprocess.Popen"),
    ],
)
def test_every_way_out_is_refused_and_told(leave: Callable[[], None], event: str) -> None:
    with shield() as up, pytest.raises(Refused, match=event):
        leave()
    assert up.tried == event


def test_before_and_after_nothing_is_refused() -> None:
    with shield() as up:
        pass
    look_up()
    start()
    assert up.tried == ""


def test_shield_comes_down_after_an_error() -> None:
    with pytest.raises(KeyError), shield():
        raise KeyError
    look_up()


def test_other_threads_are_behind_it_too() -> None:
    def leave() -> None:
        with suppress(Refused):
            look_up()

    with shield() as up:
        thread = threading.Thread(target=leave)
        thread.start()
        thread.join()
    assert up.tried == "socket.getaddrinfo"


def test_reading_and_computing_go_on() -> None:
    with shield() as up:
        assert Path(__file__).read_text(encoding="utf-8").startswith('"""The shield')
    assert up.tried == ""

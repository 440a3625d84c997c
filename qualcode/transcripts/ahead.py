"""Files read and prepared ahead of where they are stored: in this process, or by several of them.

Preparing costs most of an import and needs nothing from the project, so that many files are shared out.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final, NamedTuple

from qualcode.errors import QualcodeError
from qualcode.transcripts.prepare import Found, ImportOptions, SameFileAgain, prepare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from pathlib import Path

WORTH_SHARING: Final = 4_000_000
"""Bytes of all files; for less, starting processes takes longer than they save."""

MOST: Final = 4
"""Processes; storing, which one process does, takes a third of the time, so that more would wait."""


_AHEAD: Final = 1 << 20
"""Bytes that each process may be ahead, so that memory stays flat in the number of files."""


class HelperEnded(QualcodeError):
    """A process that prepared files was ended from outside, most often for want of memory."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file cannot come in; `failed` is False for one that is here already."""

    sentence: str
    hint: str
    failed: bool = True


Prepared = list[Found] | Refused


def processes_for(paths: Sequence[Path]) -> int:
    """How many processes to prepare these files with; 1 for few or small ones."""
    size = 0
    for path in paths:
        try:
            size += path.stat().st_size
        except OSError:  # it will be told as unreadable in its turn
            continue
    return min(MOST, os.cpu_count() or 1) if size >= WORTH_SHARING and len(paths) > 1 else 1


def prepared(
    paths: Sequence[Path], options: ImportOptions, known: Mapping[str, str], processes: int = 1
) -> Iterator[tuple[Path, Prepared]]:
    """Each file with what is to be stored of it, in order; at most a few files are in memory.

    Args:
        paths: The files.
        options: How they are to be understood.
        known: Fingerprints of files that are here already, and their names; may grow meanwhile.
        processes: How many prepare at the same time.

    Raises:
        HelperEnded: the system ended one of them.
    """
    if processes == 1:
        for path in paths:
            yield path, _attempt(path, options, known)
        return
    with _helpers(paths, options, dict(known), processes) as helpers:
        for path, helper in zip(paths, cycle(helpers), strict=False):
            yield path, _unless_known(_received(helper, path, options, known), known)


class _Helper(NamedTuple):
    process: SpawnProcess
    results: Connection[None, Prepared]


@contextmanager
def _helpers(
    paths: Sequence[Path], options: ImportOptions, known: dict[str, str], number: int
) -> Iterator[list[_Helper]]:
    """Processes that prepare every so-manieth file each, and wait when their pipe is full.

    Plain pipes, as executors receive in a thread of their own, and storing would take turns with it.
    """
    spawn, helpers = get_context("spawn"), list[_Helper]()
    try:
        with _undisturbed():
            for first in range(number):
                receiving, sending = spawn.Pipe(duplex=False)
                _widen(sending)
                told = (sending, paths[first::number], options, known)
                process = spawn.Process(target=_prepare_there, args=told, daemon=True)
                process.start()
                helpers.append(_Helper(process, receiving))
                sending.close()  # so that its end is heard of here
        yield helpers
    finally:
        for helper in helpers:
            helper.results.close()
            helper.process.terminate()
            helper.process.join()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits until the processes stand and never reaches them: broken off early they would complain."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _widen(pipe: Connection[Prepared, None]) -> None:
    """Let a process get some files ahead, so that it goes on while words are indexed."""
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):  # the system may allow less
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _AHEAD)


def _received(helper: _Helper, path: Path, options: ImportOptions, known: Mapping[str, str]) -> Prepared:
    try:
        return helper.results.recv()
    except EOFError as error:
        helper.process.join()
        if helper.process.exitcode == 1:  # an error of this program: it is met again here, and told as others
            return _attempt(path, options, known)
        raise HelperEnded(
            f"The system ended a process that was reading files, at {path.name} or soon after.",
            "Close other programs, or import fewer files at once; nothing was changed.",
        ) from error


def _unless_known(found: Prepared, known: Mapping[str, str]) -> Prepared:
    if isinstance(found, list) and found and (name := known.get(found[0].prepared.source_sha256)):
        return _refused(SameFileAgain.of(name))
    return found


def _attempt(path: Path, options: ImportOptions, known: Mapping[str, str]) -> Prepared:
    try:
        return prepare(path, options, skip_if=known)
    except QualcodeError as error:
        return _refused(error)


def _refused(error: QualcodeError) -> Refused:
    return Refused(error.sentence, error.hint, failed=not isinstance(error, SameFileAgain))


def _prepare_there(
    results: Connection[Prepared, None], paths: Sequence[Path], options: ImportOptions, known: dict[str, str]
) -> None:
    """In a helping process: send each file's outcome, until done or nobody listens any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # an error is met again where it can be told
    with suppress(BrokenPipeError):
        for path in paths:
            results.send(_attempt(path, options, known))

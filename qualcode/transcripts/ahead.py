"""Files read and prepared ahead of where they are stored: in this process, or by several of them.

Preparing costs most of an import and needs nothing from the project, so that many files are shared out.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

from qualcode.errors import QualcodeError
from qualcode.transcripts.prepare import Found, ImportOptions, SameFileAgain, prepare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

WORTH_SHARING: Final = 4_000_000
"""Bytes of all files; for less, starting processes takes longer than they save."""

MOST: Final = 4
"""Processes; storing, which one process does, takes a third of the time, so that more would wait."""

_AHEAD: Final = 4
"""Files that each process may be ahead, so that memory stays flat in their number."""


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
    with ProcessPoolExecutor(processes, get_context("spawn"), _begin, (options, dict(known))) as pool:
        waiting: deque[tuple[Path, Future[Prepared]]] = deque()
        for path in paths:
            waiting.append((path, pool.submit(_attempt_there, path)))
            if len(waiting) > _AHEAD * processes:
                yield _next(waiting, known)
        while waiting:
            yield _next(waiting, known)


def _next(waiting: deque[tuple[Path, Future[Prepared]]], known: Mapping[str, str]) -> tuple[Path, Prepared]:
    path, future = waiting.popleft()
    try:
        found = future.result()
    except BrokenProcessPool as error:
        raise HelperEnded(
            f"The system ended a process that was reading files, at {path.name} or soon after.",
            "Close other programs, or import fewer files at once; nothing was changed.",
        ) from error
    if isinstance(found, list) and found and (name := known.get(found[0].prepared.source_sha256)):
        return path, _refused(SameFileAgain.of(name))
    return path, found


def _attempt(path: Path, options: ImportOptions, known: Mapping[str, str]) -> Prepared:
    try:
        return prepare(path, options, skip_if=known)
    except QualcodeError as error:
        return _refused(error)


def _refused(error: QualcodeError) -> Refused:
    return Refused(error.sentence, error.hint, failed=not isinstance(error, SameFileAgain))


_shared: list[tuple[ImportOptions, Mapping[str, str]]] = []
"""In a helping process: what all its files have in common, sent once."""


def _begin(options: ImportOptions, known: Mapping[str, str]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    _shared.append((options, known))


def _attempt_there(path: Path) -> Prepared:
    return _attempt(path, *_shared[0])

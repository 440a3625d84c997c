"""Bring files in: each as a transcript that never changes, many at once as one action."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.names import natural_key
from qualcode.store.actions import action
from qualcode.store.errors import StoreFailed
from qualcode.store.project import SUFFIX
from qualcode.transcripts import index
from qualcode.transcripts.ahead import Refused, prepared
from qualcode.transcripts.prepare import spoken
from qualcode.transcripts.storing import participant_of, store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path, PurePath

    from qualcode.model import Speaker
    from qualcode.store.actions import Action
    from qualcode.store.project import Project
    from qualcode.transcripts.ahead import Prepared
    from qualcode.transcripts.prepare import Found, ImportOptions


class NothingToImport(QualcodeError):
    """The paths given hold no file."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A transcript that came in (or would, in a dry run), told without its text."""

    name: str
    participant: str | None
    kind: str
    characters: int
    words: int
    turns: int
    units: int
    speakers: tuple[Speaker, ...]
    warnings: tuple[str, ...]
    style: str
    unassigned: tuple[str, ...]
    """Lines that belong to nobody, as they stand in the file."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that did not come in; `failed` is False for one that was there already."""

    file: str
    reason: str
    hint: str
    failed: bool


Outcome = Imported | Skipped

_FILES_AT_ONCE = 100
"""Files after which their words are indexed: while others are prepared, but not each by itself."""


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files meant by paths: a folder stands for the files in it, in natural order, hidden ones left out.

    Raises:
        NothingToImport: there is none.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.is_file() and not _passed_over(p.relative_to(path)))
            found.extend(sorted(inside, key=lambda p: natural_key(str(p.relative_to(path)))))
        else:
            found.append(path)
    if not found:
        raise NothingToImport(
            "There is no file there to import.", "Name files, or a folder with files in it."
        )
    return found


def _passed_over(path: PurePath) -> bool:
    """Hidden files and folders, locks of word processors, and our own project files with what SQLite adds."""
    hidden = any(part.startswith((".", "~$")) for part in path.parts)
    return hidden or path.suffix.startswith(SUFFIX)


def import_files(
    project: Project,
    paths: list[Path],
    options: ImportOptions,
    tell: Callable[[Outcome], None] = lambda _: None,
    processes: int = 1,
) -> list[Outcome]:
    """Import files as one action: the good ones land, the bad ones are named, none is imported twice.

    `tell` hears of each file as it is done, for progress. Memory holds a few files at a time. With several
    `processes` files are prepared beside each other; a program that asks for them needs the usual
    `if __name__ == "__main__":`.

    Raises:
        HelperEnded: the system ended one of the processes; nothing was imported.
    """
    with action(project, "import") as importing:
        outcomes: list[Outcome] = []
        for count, some in enumerate(_each(importing, paths, options, processes), start=1):
            for outcome in some:
                tell(outcome)
            outcomes += some
            if count % _FILES_AT_ONCE == 0:
                index.add_missing(importing)
        index.add_missing(importing)
        return outcomes


def preview_files(project: Project, paths: list[Path], options: ImportOptions) -> list[Outcome]:
    """What `import_files` would do, without keeping it."""
    with action(project, "import", rehearsal=True) as importing:
        return list(chain.from_iterable(_each(importing, paths, options)))


def _each(
    importing: Action, paths: list[Path], options: ImportOptions, processes: int = 1
) -> Iterator[Sequence[Outcome]]:
    rows = importing.project.rows("SELECT source_sha256, name FROM transcripts WHERE deleted_at IS NULL")
    known = {row["source_sha256"]: row["name"] for row in rows}
    for path, found in prepared(paths, options, known, processes):
        yield _one_file(importing, path, found, options, known)


def _one_file(
    importing: Action, path: Path, found: Prepared, options: ImportOptions, known: dict[str, str]
) -> Sequence[Outcome]:
    """A file comes in whole or not at all, also when it holds many answers."""
    if isinstance(found, Refused):
        return [Skipped(str(path), found.sentence, found.hint, found.failed)]
    try:
        with importing.part():
            for one in found:
                store(importing, one, options)
    except StoreFailed:  # not this file's fault, and the next one would fare no better
        raise
    except QualcodeError as error:
        return [Skipped(str(path), error.sentence, error.hint, failed=True)]
    known.update((one.prepared.source_sha256, one.prepared.reading.name) for one in found)
    return [_told(one, options) for one in found]


def _told(found: Found, options: ImportOptions) -> Imported:
    prepared, text = found.prepared, found.prepared.reading.text
    return Imported(
        name=prepared.reading.name,
        participant=participant_of(found, options),
        kind=options.kind,
        characters=sum(turn.end_char - turn.start_char for turn in spoken(prepared)),
        words=found.words,
        turns=len(spoken(prepared)),
        units=len(prepared.sentences),
        speakers=prepared.speakers,
        warnings=prepared.warnings,
        style=found.style,
        unassigned=tuple(text[start:end] for start, end in found.unassigned),
    )

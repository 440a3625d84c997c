"""The replacement log: what stood where, kept in a file of its own outside the project, never in it."""

from __future__ import annotations

import csv
import io
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError
from qualcode.transcripts.identifiers import key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qualcode.store.project import Project


class BadReplacementLog(QualcodeError):
    """The file is no replacement log, or cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """One line of the log: the words that stood there, what stands there now, and where that is."""

    original: str
    replacement: str
    kind: str
    where: str
    at: str
    by: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON and CSV."""
        return asdict(self)


COLUMNS = tuple(field.name for field in fields(Replaced))


def default_path(project: Project) -> Path:
    """Beside the project: `study.deid-log.csv`. Keep it where only those may read it who know the names."""
    return project.path.with_name(f"{project.path.stem}.deid-log.csv")


def read(path: Path) -> list[Replaced]:
    """Every line, oldest first; none if there is no such file yet.

    Raises:
        BadReplacementLog: it is something else, or cannot be read.
    """
    if not path.exists():
        return []
    try:
        table = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        rows = list(table)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadReplacementLog(
            f"{path.name} cannot be read as a replacement log.", "Check the file."
        ) from error
    if not set(COLUMNS) <= set(table.fieldnames or ()):
        raise BadReplacementLog(
            f"{path.name} is no replacement log: it needs the columns {', '.join(COLUMNS)}.",
            "Name another file with --log FILE.",
        )
    return [Replaced(**{name: row[name] or "" for name in COLUMNS}) for row in rows]


def known(rows: Sequence[Replaced]) -> dict[str, str]:
    """Replacement by the words it stands for (as `identifiers.key` has them)."""
    return {key(row.original): row.replacement for row in rows}


@contextmanager
def written(path: Path, rows: Sequence[Replaced]) -> Iterator[None]:
    """Add lines, safely on the disk before the body runs; if the body fails they are taken out again.

    The log comes first: words must never be gone from the project and written down nowhere.

    Raises:
        BadReplacementLog: the file cannot be written; nothing was done.
    """
    before = path.read_bytes() if path.exists() else None
    every = {(row.original, row.replacement, row.kind, row.where): row for row in (*rows, *read(path))}
    _put(path, _as_csv(sorted(every.values(), key=lambda row: row.at)))
    try:
        yield
    except BaseException:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            _put(path, before)
        raise


def _as_csv(rows: Sequence[Replaced]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(row.as_dict().values() for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _put(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.touch(mode=0o600)  # the key to the names: for its owner's eyes
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise BadReplacementLog(
            f"The replacement log {path} cannot be written: {(error.strerror or str(error)).lower()}.",
            "Name another file with --log FILE; nothing was changed.",
        ) from error
    finally:
        draft.unlink(missing_ok=True)

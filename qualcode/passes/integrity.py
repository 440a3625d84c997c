"""Is the file whole? Texts against their hashes, spans against their texts, seals against their codings."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from qualcode.passes.orphans import orphans
from qualcode.passes.passes import fingerprint
from qualcode.store import erasing
from qualcode.store.project import integrity
from qualcode.transcripts.prepare import text_sha256

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.store.project import Project


def problems(project: Project) -> list[str]:
    """One sentence for each thing that is wrong, naming the place and no one's words; empty when all is well.

    Raises:
        DamagedProject: SQLite itself cannot read the file.
    """
    return [
        *integrity(project),
        *_texts(project),
        *_spans(project),
        *_seals(project),
        *_orphans(project),
        *_scrubbed(project),
    ]


def _texts(project: Project) -> Iterator[str]:
    names = project.rows("SELECT id, name FROM transcripts WHERE withdrawn_at IS NULL")
    for transcript_id, name in names:
        row = project.row(
            "SELECT t.text, t.length, t.text_sha256, s.bounds FROM transcripts t"
            " LEFT JOIN segments s ON s.transcript_id = t.id WHERE t.id = ?",
            (transcript_id,),
        )
        if row is None:
            continue
        if len(row["text"]) != row["length"] or text_sha256(row["text"]) != row["text_sha256"]:
            yield f"{name}: the text is not the one that was imported"
        if row["bounds"] is None:
            yield f"{name}: the numbered units are missing"
        elif not _in_order(_numbers(row["bounds"]), row["length"]):
            yield f"{name}: the numbered units do not fit the text"


def _numbers(bounds: str) -> list[int] | None:
    """A list of whole numbers; None if it is anything else."""
    try:
        found = json.loads(bounds)
    except ValueError:
        return None
    return found if isinstance(found, list) and all(type(one) is int for one in found) else None


def _in_order(bounds: list[int] | None, length: int) -> bool:
    """Whether starts and ends rise: [start, end, start, end, ...], ends after starts, all inside the text."""
    if bounds is None or len(bounds) % 2:
        return False
    starts_before_ends = all(a < b for a, b in zip(bounds[::2], bounds[1::2], strict=True))
    no_overlap = all(a <= b for a, b in zip(bounds[1::2], bounds[2::2], strict=False))
    return starts_before_ends and no_overlap and (not bounds or (bounds[0] >= 0 and bounds[-1] <= length))


def _spans(project: Project) -> Iterator[str]:
    for table in ("turns", "codings", "quotes", "decisions"):
        for name, count in project.rows(
            f"SELECT t.name, count(*) FROM {table} x JOIN transcripts t ON t.id = x.transcript_id"
            " WHERE t.withdrawn_at IS NULL"
            " AND (x.start_char < 0 OR x.start_char >= x.end_char OR x.end_char > t.length) GROUP BY t.id"
        ):
            yield f"{name}: {count} {table} lie outside the text"


def _seals(project: Project) -> Iterator[str]:
    for pass_id, name, seal in project.rows(
        "SELECT id, name, seal FROM passes WHERE sealed_at IS NOT NULL AND deleted_at IS NULL"
    ):
        if fingerprint(project, pass_id) != seal:
            yield f"the sealed pass {name} does not hold the codings it was sealed with"


def _scrubbed(project: Project) -> Iterator[str]:
    if erasing.scrub_pending(project):
        yield (
            "words that were erased may lie in free space of the file still: close every other window with"
            " this project, and check again"
        )


def _orphans(project: Project) -> Iterator[str]:
    for name, count in Counter(one.transcript for one in orphans(project)).items():
        yield (
            f"{name}: {count} whose words are gone from the corrected version wait for a decision"
            " (`qualcode transcripts orphans`)"
        )

"""What a person should know, or do by hand, after a merge: nobody's words go because a copy says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qualcode.names import quoted
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.exchange.merge.copies import Copies


def notes(copies: Copies) -> list[str]:
    """One sentence each, with the command to type where there is one."""
    return [
        *_withdrawn(copies),
        *_withheld(copies),
        *_replaced(copies),
        *_corrected(copies),
        *_erased_here(copies),
        *_hidden(copies),
    ]


def _withdrawn(copies: Copies) -> Iterator[str]:
    for row in copies.theirs.rows(
        "SELECT p.name, w.mode, w.created_at FROM withdrawals w"
        " JOIN participants p ON p.id = w.participant_id"
        " WHERE w.deleted_at IS NULL AND w.mode <> 'segments' ORDER BY w.created_at"
    ):
        known = copies.ours.value(
            "SELECT 1 FROM withdrawals w JOIN participants p ON p.id = w.participant_id"
            " WHERE p.name = ? COLLATE NOCASE AND w.deleted_at IS NULL AND w.mode IN (?, 'erase')",
            (row["name"], row["mode"]),
        )
        here = copies.ours.value("SELECT 1 FROM participants WHERE name = ? COLLATE NOCASE", (row["name"],))
        if here and not known:
            what = "withdrew" if row["mode"] == "erase" else "stopped"
            yield (
                f"{row['name']} {what} there on {row['created_at'][:10]}, and has not here. Type:"
                f" qualcode withdraw {quoted(row['name'])} --mode {row['mode']}"
            )


def _withheld(copies: Copies) -> Iterator[str]:
    sql = "SELECT transcript_id, start_char, end_char FROM withheld WHERE deleted_at IS NULL"
    ours = set(copies.ours.tuples(sql))
    for transcript_id, start, end in copies.theirs.tuples(sql):
        here = copies.ids["transcripts"].get(transcript_id)
        if here is None or (here, start, end) in ours or copies.amendment(transcript_id) is not None:
            continue
        transcript = library.by_id(copies.ours, here)
        place = addresses.address(transcript.name, start, end, library.units(copies.ours, here))
        yield (
            f"{place} is withheld there, and not here. Type: qualcode withdraw"
            f" {quoted(transcript.participant or transcript.name)} --mode segments --passage {place}"
        )


def _replaced(copies: Copies) -> Iterator[str]:
    for theirs, here in copies.ids["transcripts"].items():
        row = copies.rows["transcripts"][theirs]
        if row["withdrawn_at"] is None and copies.amendment(theirs) is not None:
            name = copies.ours.value("SELECT name FROM transcripts WHERE id = ?", (here,))
            yield (
                f"Words of {name} were replaced in one copy and not in the other. Ours stand, and codings"
                " were put where the same words are. See what is left to replace: qualcode deid scan"
            )


def _corrected(copies: Copies) -> Iterator[str]:
    for theirs, here in copies.ids["transcripts"].items():
        row = copies.rows["transcripts"][theirs]
        name = copies.ours.value("SELECT name FROM transcripts WHERE id = ? AND replaced_at IS NULL", (here,))
        if row["replaced_at"] and name:
            yield (
                f"{name} was corrected there, and not here. Do it here with the same file, then merge again:"
                f" qualcode transcripts replace {quoted(name)} FILE"
            )


def _erased_here(copies: Copies) -> Iterator[str]:
    names = copies.theirs.rows(
        "SELECT name FROM participants WHERE withdrawn_at IS NULL AND deleted_at IS NULL"
    )
    gone = [row["name"] for row in names if copies.guard.is_gone(row["name"])]
    if gone:
        yield (
            f"The copy still holds the words of {', '.join(gone)}, who withdrew here; none of them came in."
            " Its owner has to withdraw them too, or destroy the copy."
        )


def _hidden(copies: Copies) -> Iterator[str]:
    """Codings that came under a code, or in a transcript, that is retired here: nobody would see them."""
    came = json.dumps([row_id for table, row_id in sorted(copies.brought) if table == "codings"])
    for noun, group, join in (
        ("code", "codes", "code_now n ON n.code_id = k.code_id JOIN codes x ON x.id = n.now_id"),
        ("transcript", "transcripts", "transcripts x ON x.id = k.transcript_id"),
    ):
        for name, number in copies.ours.tuples(
            f"SELECT x.name, count(*) FROM codings k JOIN {join} WHERE k.deleted_at IS NULL"
            " AND x.deleted_at IS NOT NULL AND k.id IN (SELECT value FROM json_each(?))"
            " GROUP BY x.id ORDER BY x.name",
            (came,),
        ):
            yield (
                f"The {noun} {name!r} is retired here, and {number} of what came stands on it. To see that:"
                f" qualcode {group} restore {quoted(name)}"
            )

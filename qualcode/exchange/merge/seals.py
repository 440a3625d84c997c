"""Sealed passes that came: sealed here as they are there, with the same seal where it is the same codings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.exchange.merge.coming import pass_line
from qualcode.exchange.merge.refusals import is_sealed
from qualcode.exchange.merge.shape import is_live
from qualcode.passes.passes import fingerprint

if TYPE_CHECKING:
    from qualcode.exchange.merge.copies import Copies
    from qualcode.exchange.merge.shape import Row


def seal_all(copies: Copies) -> None:
    """Seal what is sealed there and open here."""
    for theirs in copies.rows["passes"].values():
        here = copies.ids["passes"].get(theirs["id"])
        if here is None or not is_live(theirs) or not theirs["sealed_at"] or is_sealed(copies, here):
            continue
        if _is_whole(copies, theirs, here):
            _seal(copies, theirs, here)
        else:
            name = pass_line(copies, here).name
            copies.report.notes.append(
                f"The pass {name!r} is sealed there, but here it holds other codings; it stays open."
            )


def _is_whole(copies: Copies, theirs: Row, here: str) -> bool:
    """Whether every coding of a pass is here or had to stay away for good, and nothing else is in it."""
    if fingerprint(copies.theirs, theirs["id"]) != theirs["seal"]:
        return False
    there = [
        row["id"]
        for row in copies.rows["codings"].values()
        if row["pass_id"] == theirs["id"] and is_live(row)
    ]
    wanting = {copies.left["codings"].get(one, "") for one in there}
    sql = "SELECT id FROM codings WHERE pass_id = ? AND deleted_at IS NULL"
    live = {row[0] for row in copies.ours.tuples(sql, (here,))}
    mapped = {copies.ids["codings"].get(one) for one in there} - {None}
    return live == mapped and wanting <= {"", "withdrawn", "withheld", "stopped", "words gone"}


def _seal(copies: Copies, theirs: Row, here: str) -> None:
    new = fingerprint(copies.ours, here)
    copies.opened.change("passes", here, sealed_at=theirs["sealed_at"], seal=new)
    line = pass_line(copies, here)
    line.seal = "kept" if new == theirs["seal"] else "made anew"
    if new != theirs["seal"]:
        why = copies.uneven.get(theirs["id"], "merged")
        seals = {"former_seal": theirs["seal"], "seal": new}
        copies.opened.add("reseals", pass_id=here, reason=why, **seals, created_at=copies.ours.now())

"""What does not come in, and why: people who withdrew, passes that are sealed, what rests on such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.exchange.merge.shape import is_live
from qualcode.passes.passes import fingerprint

if TYPE_CHECKING:
    from qualcode.exchange.merge.copies import Copies
    from qualcode.exchange.merge.report import Why
    from qualcode.exchange.merge.shape import Row, Table


def refused(copies: Copies, table: Table, theirs: Row) -> Why | None:
    """Why a row of theirs that is new stays away; None if it may come."""
    own = {
        "participants": _participant,
        "transcripts": _transcript,
        "passes": _pass,
        "codings": _coding,
    }.get(table.name)
    return _hangs_on(copies, table, theirs) or (own(copies, theirs) if own else None)


def _hangs_on(copies: Copies, table: Table, theirs: Row) -> Why | None:
    for column, target in table.keys.items():
        why = copies.left[target].get(theirs[column])
        if why and table.name not in {target, "exports"}:  # where files went is worth knowing
            return why
    if table.about and theirs["about_id"] is not None:
        return copies.left[theirs["about_table"]].get(theirs["about_id"])
    return None


def _participant(copies: Copies, theirs: Row) -> Why | None:
    return "withdrawn" if copies.guard.is_gone(theirs["name"]) else None


def _transcript(copies: Copies, theirs: Row) -> Why | None:
    """Nothing comes in which somebody speaks who withdrew here, a group neither."""
    spoken = copies.theirs.tuples(
        "SELECT p.name FROM participants p WHERE p.id = ? OR p.id IN"
        " (SELECT participant_id FROM speakers WHERE transcript_id = ? AND deleted_at IS NULL)",
        (theirs["participant_id"], theirs["id"]),
    )
    if any(copies.guard.is_gone(name) for (name,) in spoken):
        copies.report.refused.append(("transcript", theirs["name"], "withdrawn"))
        return "withdrawn"
    return None


def _pass(copies: Copies, theirs: Row) -> Why | None:
    """A sealed pass comes whole: its seal holds there, and what it rests on is here."""
    if not theirs["sealed_at"]:
        return None
    why: Why | None = None
    if fingerprint(copies.theirs, theirs["id"]) != theirs["seal"]:
        why = "seal broken there"
    elif any(
        copies.left["transcripts"].get(row["transcript_id"], "withdrawn") != "withdrawn"
        for row in copies.rows["codings"].values()
        if row["pass_id"] == theirs["id"] and is_live(row)
    ):
        why = "rests on what stayed away"
    if why is not None and is_live(theirs):
        copies.report.refused.append(("pass", theirs["name"], why))
    return why


def _coding(copies: Copies, theirs: Row) -> Why | None:
    pass_id = copies.reference("passes", theirs["pass_id"])
    return "sealed here" if is_sealed(copies, pass_id) else None


def is_sealed(copies: Copies, pass_id: str) -> bool:
    """Whether a pass is sealed here."""
    return bool(copies.ours.value("SELECT sealed_at FROM passes WHERE id = ?", (pass_id,)))


def stands_apart(copies: Copies, table: Table, theirs: Row, ours: Row) -> bool:
    """Whether a row that both have is left as it is, without comparing."""
    if theirs.get("withdrawn_at") or ours.get("withdrawn_at"):
        return True
    if table.name == "transcripts" and theirs["replaced_at"] and not ours["replaced_at"]:
        return True  # that it was corrected there is told; here it is done with the corrected file
    if theirs.get("transcript_id") in copies.left["transcripts"] or _erased(copies, theirs):
        return True
    if table.name != "codings" or not is_sealed(copies, ours["pass_id"]):
        return False
    if is_live(theirs) != is_live(ours):
        copies.report.left["sealed here", "codings"] += 1
    return True


def _erased(copies: Copies, theirs: Row) -> bool:
    """Whether the transcript that a row is about was erased there."""
    transcript = copies.rows["transcripts"].get(theirs.get("transcript_id") or "")
    return transcript is not None and bool(transcript["withdrawn_at"])

"""What bears one name in both copies and was made in each: one thing, or two beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.exchange.merge.labels import free_name
from qualcode.exchange.merge.past import as_json
from qualcode.exchange.merge.report import Difference, Named
from qualcode.exchange.merge.rules import BESIDE, DEFINITION, noun

if TYPE_CHECKING:
    from qualcode.exchange.merge.copies import Copies, Value
    from qualcode.exchange.merge.report import Why
    from qualcode.exchange.merge.shape import Row, Table


def transcript(copies: Copies, theirs: Row, ours: Row) -> None:
    """The same words under the same name are one transcript; other words are never guessed about."""
    if theirs["text_sha256"] == ours["text_sha256"]:
        copies.ids["transcripts"][theirs["id"]] = ours["id"]
        copies.report.same.append(Named("transcript", theirs["name"], ours["name"]))
        return
    why: Why = "corrected there" if theirs["replaces_id"] == ours["id"] else "other words"
    copies.leave("transcripts", theirs, why)
    copies.report.refused.append(("transcript", theirs["name"], why))


def beside(copies: Copies, table: Table, theirs: Row, ours: Row) -> Row | None:
    """What is other here about a row of theirs whose name is taken; None if it is one with ours."""
    if table.name == "freezes" and theirs["codes"] == ours["codes"]:
        copies.ids["freezes"][theirs["id"]] = ours["id"]
        return None
    copies.ids[table.name][theirs["id"]] = theirs["id"]
    instead = _renamed(copies, table, theirs)
    if table.name == "codes" and (theirs["id"] in copies.same or _is_one(theirs, ours)):
        return instead | _one_code(copies, theirs, ours)
    column = BESIDE[table.name]
    copies.report.renamed.append(Named(noun(table.name), theirs[column], instead[column]))
    if table.name == "codes":
        _tell_definitions(copies, theirs, ours)
    return instead


def _tell_definitions(copies: Copies, theirs: Row, ours: Row) -> None:
    for column in DEFINITION:
        if theirs[column] != ours[column]:
            states = (ours[column], theirs[column])
            copies.report.conflicts.append(Difference("code", theirs["name"], column, *states, "both"))


def _renamed(copies: Copies, table: Table, theirs: Row) -> Row:
    column = BESIDE[table.name]
    name = free_name(copies, table, column, theirs)
    copies.remember(table.name, theirs["id"], column, as_json(column, theirs[column]))
    return {column: name}


def _is_one(theirs: Row, ours: Row) -> bool:
    alike = all(theirs[one] == ours[one] or not theirs[one] or not ours[one] for one in DEFINITION)
    return alike and theirs["merged_into_id"] is None


def _one_code(copies: Copies, theirs: Row, ours: Row) -> dict[str, Value]:
    """Theirs lives on in ours: no coding is rewritten, so that seals hold."""
    copies.heirs[theirs["id"]] = ours["id"]
    copies.report.same.append(Named("code", theirs["name"], ours["name"]))
    copies.remember("codes", theirs["id"], "merged_into_id", as_json("merged_into_id", None))
    filled = {one: theirs[one] for one in DEFINITION if theirs[one] and not ours[one]}
    if filled and theirs["id"] not in copies.same:
        copies.opened.change("codes", ours["id"], **filled)
    return {"merged_into_id": ours["id"]}

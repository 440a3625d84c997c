"""Splitting a code: coding by coding, in passes that are open. A sealed pass keeps the code it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.codes.codebook import BadCode
from qualcode.names import tidy
from qualcode.passes import coding, passes, quotations
from qualcode.store.actions import action

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.model import Code, CodingPass
    from qualcode.passes.quotations import Quotation
    from qualcode.store.actions import Action
    from qualcode.store.project import Project

Answers = dict[str, tuple[str, ...]]
"""Coding id -> names of the codes that stand there from now on; the split code's own name keeps it."""


@dataclass(frozen=True, slots=True)
class Split:
    """What became of a code's codings: re-applied, kept in open passes, kept because a pass is sealed."""

    code: str
    into: tuple[str, ...]
    reapplied: int
    kept: int
    sealed: int
    sealed_passes: tuple[str, ...]


def to_split(project: Project, name: str) -> tuple[list[Quotation], list[Quotation]]:
    """Codings of a code that can be split, and those that cannot, in reading order.

    They can in an open pass of whoever acts; sealed, agreed and other coders' passes keep theirs.

    Raises:
        CodeNotFound: no such code.
    """
    found = quotations.quotations(project, code_id=codebook.find(project, name).id)
    open_names = {one.name for one in passes.passes(project) if _is_open(project, one)}
    free = [one for one in found if one.coding_pass in open_names]
    return free, [one for one in found if one.coding_pass not in open_names]


def split(project: Project, name: str, into: Sequence[str], answers: Mapping[str, Sequence[str]]) -> Split:
    """Re-apply codings of a code under others, as one action; codes in `into` that are new are made.

    New codes stand where the split one stands. Memos go along. The split code stays, with what was kept.

    Raises:
        CodeNotFound: no such code.
        BadCode: nothing to split into, or an answer that is none of the codes.
    """
    with action(project, "codes split") as splitting:
        code = codebook.find(project, name)
        names = _parts(code, into)
        free, sealed = to_split(project, code.name)
        ids = {one.casefold(): _made(splitting, one, code) for one in names}
        reapplied = 0
        for one in free:
            wanted = _wanted(code, ids, answers.get(one.id, ()))
            if wanted is not None:
                _reapply(splitting, one, wanted)
                reapplied += 1
    held = tuple(dict.fromkeys(one.coding_pass for one in sealed))
    return Split(code.name, names, reapplied, len(free) - reapplied, len(sealed), held)


def _is_open(project: Project, one: CodingPass) -> bool:
    mine = (project.coder or one.coder).casefold() == one.coder.casefold()
    return one.sealed_at is None and one.kind == "independent" and mine


def _parts(code: Code, into: Sequence[str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name for one in into if (name := tidy(one))))
    if not [name for name in names if name.casefold() != code.name.casefold()]:
        raise BadCode(f"{code.name!r} needs codes to be split into.", "Name them: --into D E.")
    return names


def _made(splitting: Action, name: str, beside: Code) -> str:
    project = splitting.project
    known = codebook.find_or_none(project, name)
    if known is not None:
        return known.id
    parent = project.value(
        "SELECT name FROM codes WHERE id = ? AND deleted_at IS NULL AND merged_into_id IS NULL",
        (beside.parent_id,),
    )
    return codebook.add_to(splitting, name, parent, {})


def _wanted(code: Code, ids: Mapping[str, str], answer: Sequence[str]) -> list[str] | None:
    """Ids of the codes to apply; None when the coding stays as it is."""
    known = {**ids, code.name.casefold(): code.id}
    unknown = [name for name in answer if tidy(name).casefold() not in known]
    if unknown:
        raise BadCode(
            f"{unknown[0]!r} is none of the codes that {code.name!r} is split into.", "Add it to --into."
        )
    wanted = list(dict.fromkeys(known[tidy(name).casefold()] for name in answer))
    return None if wanted in ([], [code.id]) else wanted


def _reapply(splitting: Action, one: Quotation, code_ids: Sequence[str]) -> None:
    """Take the coding off and put the others in its place, with its memos."""
    project = splitting.project
    row = project.row("SELECT pass_id, code_id, origin FROM codings WHERE id = ?", (one.id,))
    if row is None:
        raise LookupError(one.id)
    memos = project.rows(
        "SELECT body, created_at FROM memos WHERE about_table = 'codings' AND about_id = ?"
        " AND deleted_at IS NULL ORDER BY rowid",
        (one.id,),
    )
    stays = one.code_id in code_ids
    if not stays:
        splitting.retire("codings", [one.id])
    for code_id in code_ids:
        span = (one.transcript_id, code_id, one.start_char, one.end_char)
        if code_id != one.code_id and coding.coding_id_at(project, row["pass_id"], *span) is None:
            (new_id,) = coding.add_codings(splitting, row["pass_id"], [(*span, "")], row["origin"])
            for memo in memos:
                coding.remark(splitting, new_id, memo["body"], memo["created_at"])

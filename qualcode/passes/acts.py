"""Acts of coding that touch several rows at once; each is one action, so one `undo` takes all of it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.codes import codebook
from qualcode.errors import QualcodeError
from qualcode.passes import coding
from qualcode.passes.coding import AlreadyCoded, NotCoded
from qualcode.store import actions
from qualcode.store.actions import action
from qualcode.store.log import log
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import CodingPass, Place
    from qualcode.spans import Span
    from qualcode.store.actions import Action
    from qualcode.store.project import Project, Row

OF_CODING: Final = frozenset({"apply", "unapply", "codings move", "codes add", "codes edit", "memos add"})
"""Commands that belong to coding, so that the coding screen takes them back."""

_STEP: Final = 32
"""Lines of the log looked at first; doubled as long as all of them are undone."""


class NotAnActOfCoding(QualcodeError):
    """What was done last is not the coding screen's to take back."""


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code to be made when it is first applied."""

    name: str
    definition: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Reversed:
    """What was taken back or done again: its command, and the place of the coding it touched, if any."""

    command: str
    transcript_id: str | None = None
    span: Span | None = None
    codes: tuple[str, ...] = ()


def apply_codes(project: Project, pass_name: str, named: Sequence[str | NewCode], place: Place) -> list[str]:
    """Apply several codes to one span; those that stand there already stay as they are.

    Returns:
        The ids of the codings made.

    Raises:
        CodeNotFound, CodeNameTaken, BadCode: a code cannot be found or made.
        PassNotFound, PassSealed, OtherCodersPass, ConsensusPass: the pass cannot be written.
        AlreadyCoded: all of them stand there.
        EarlierVersion: a corrected version has replaced the transcript.
    """
    target = coding.writable(project, pass_name)
    library.check_current(project, place.transcript)
    with action(project, "apply") as applying:
        codes = [_code_id(applying, one) for one in named]
        spans = [(place.transcript.id, code, place.start_char, place.end_char) for code in codes]
        new = [span for span in spans if coding.coding_id_at(project, target.id, *span) is None]
        if not new:
            raise AlreadyCoded("That stands there already.", "Nothing had to be done.")
        return coding.add_codings(applying, target.id, [(*span, "") for span in new], "hand")


def take_off(project: Project, pass_name: str, coding_ids: Sequence[str]) -> None:
    """Take codings off.

    Raises:
        NotCoded: one of them does not stand in this pass.
        PassNotFound, PassSealed, OtherCodersPass, ConsensusPass: the pass cannot be written.
    """
    target = coding.writable(project, pass_name)
    with action(project, "unapply") as removing:
        removing.retire("codings", [_standing(project, target, one)["id"] for one in coding_ids])


def move(project: Project, pass_name: str, coding_id: str, span: Span) -> str:
    """Give a coding other boundaries: it is taken off, applied anew, and its memos follow it.

    Returns:
        The new coding's id.

    Raises:
        NotCoded: it does not stand in this pass.
        AlreadyCoded: the code stands on that span already.
        PassNotFound, PassSealed, OtherCodersPass, ConsensusPass: the pass cannot be written.
    """
    target = coding.writable(project, pass_name)
    with action(project, "codings move") as moving:
        old = _standing(project, target, coding_id)
        place = (old["transcript_id"], old["code_id"], *span)
        if coding.coding_id_at(project, target.id, *place):
            raise AlreadyCoded("The code stands there already.", "Nothing had to be done.")
        moving.retire("codings", [coding_id])
        suggestion = old["suggestion_id"]
        new_id = coding.add_codings(
            moving, target.id, [(*place, "")], old["origin"], suggestion_id=suggestion
        )[0]
        for memo in project.rows("SELECT id FROM memos WHERE about_id = ?", (coding_id,)):
            moving.change("memos", memo["id"], about_id=new_id)
    return new_id


def take_back(project: Project, coding_pass: CodingPass) -> Reversed:
    """Undo the latest act of coding in this pass.

    Raises:
        NothingToUndo, CannotUndo: as `undo` does.
        NotAnActOfCoding: the latest action is something else, or belongs to another pass.
    """
    latest = _latest_standing(project)
    if latest is None:
        raise actions.NothingToUndo("There is nothing to undo.")
    number, command = latest
    if command not in OF_CODING or _others_codings(project, number, coding_pass.id):
        raise NotAnActOfCoding(
            f"What was done before that is no act of this pass ({command}).",
            "To take that back type `qualcode undo` outside the screen.",
        )
    actions.undo(project)
    return _reversed(project, number, command)


def do_again(project: Project) -> Reversed:
    """Redo what the latest undo took back.

    Raises:
        NothingToUndo: the last thing done was not an undo.
    """
    command = actions.redo(project)
    number = project.value("SELECT max(seq) FROM actions")
    return _reversed(project, number, command)


def _code_id(applying: Action, wanted: str | NewCode) -> str:
    if isinstance(wanted, NewCode):
        fields = {"definition": wanted.definition, "kind": wanted.kind}
        return codebook.add_to(applying, wanted.name, None, fields)
    return codebook.find(applying.project, wanted).id


def _standing(project: Project, coding_pass: CodingPass, coding_id: str) -> Row:
    row = project.row(
        "SELECT * FROM codings WHERE id = ? AND pass_id = ? AND deleted_at IS NULL",
        (coding_id, coding_pass.id),
    )
    if row is None:
        raise NotCoded(f"That coding does not stand in the pass {coding_pass.name!r} any more.")
    return row


def _latest_standing(project: Project) -> tuple[int, str] | None:
    limit, seen = _STEP, -1
    while True:
        lines = log(project, limit)
        for line in lines:
            if line.command not in {"undo", "redo"} and not line.undone:
                return line.number, line.command
        if len(lines) == seen:
            return None
        seen, limit = len(lines), 2 * limit


def _others_codings(project: Project, number: int, pass_id: str) -> bool:
    return bool(
        project.value(
            "SELECT count(*) FROM changes h JOIN codings k ON k.id = h.row_id"
            " WHERE h.action_seq = ? AND h.table_name = 'codings' AND k.pass_id <> ?",
            (number, pass_id),
        )
    )


def _reversed(project: Project, number: int, command: str) -> Reversed:
    rows = project.rows(
        "SELECT k.transcript_id, k.start_char, k.end_char, c.name FROM changes h"
        " JOIN codings k ON k.id = h.row_id JOIN code_now n ON n.code_id = k.code_id"
        " JOIN codes c ON c.id = n.now_id"
        " WHERE h.action_seq = ? AND h.table_name = 'codings' ORDER BY k.deleted_at IS NOT NULL, h.seq",
        (number,),
    )
    if not rows:
        return Reversed(command)
    names = tuple(dict.fromkeys(str(row[3]) for row in rows))
    return Reversed(command, rows[0][0], (rows[0][1], rows[0][2]), names)

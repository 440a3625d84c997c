"""One coder's journey: start a pass, say what it saw, take stretches out, seal it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, Literal

from qualcode.errors import QualcodeError, UsageError
from qualcode.model import CodingPass
from qualcode.names import did_you_mean, fault, quoted, tidy
from qualcode.spans import union
from qualcode.store.actions import action, who_acts
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.spans import Span
    from qualcode.store.actions import Action
    from qualcode.store.project import Project, Row

Mode = Literal["hand", "assisted", "imported"]
Sight = Literal["blind", "saw", "not stated"]

_SELECT: Final = "SELECT p.*, c.name AS coder FROM passes p JOIN coders c ON c.id = p.coder_id"


class PassNotFound(QualcodeError):
    """No live pass of that name."""


class PassNameTaken(QualcodeError):
    """Two passes cannot share a name."""


class PassSealed(QualcodeError):
    """A sealed pass never changes."""


class PassNotNamed(UsageError):
    """More than one pass is open, or none: which one is meant?"""


class NoPassOpen(PassNotNamed):
    """None is open: the command is understood, and there is nothing to write in."""

    exit_code = 1


class NothingToRead(QualcodeError):
    """A pass needs at least one transcript."""


def passes(project: Project) -> list[CodingPass]:
    """All live passes in the order they were started."""
    return [_pass(row) for row in project.rows(f"{_SELECT} WHERE p.deleted_at IS NULL ORDER BY p.rowid")]


def find_or_none(project: Project, name: str) -> CodingPass | None:
    """The live pass of that name, exact or in other case."""
    row = project.row(
        f"{_SELECT} WHERE p.deleted_at IS NULL AND p.name = ? COLLATE NOCASE",
        (tidy(name),),
    )
    return None if row is None else _pass(row)


def find(project: Project, name: str) -> CodingPass:
    """The live pass of that name.

    Raises:
        PassNotFound: none; the hint offers near misses.
    """
    found = find_or_none(project, name)
    if found is None:
        known = [one.name for one in passes(project)]
        otherwise = f"Start it with `qualcode passes start {quoted(name)}`."
        raise PassNotFound(f"There is no pass called {name!r}.", did_you_mean(name, known, otherwise))
    return found


def find_open(project: Project, name: str | None) -> CodingPass:
    """The pass to write into: the one named, else the only open one of whoever acts.

    Who said no name and has none open is taken to the only open one there is.

    Raises:
        PassNotFound, PassSealed, PassNotNamed: as their names say.
    """
    if name is not None:
        named = find(project, name)
        check_open(named)
        return named
    opened = [one for one in passes(project) if one.sealed_at is None and one.kind == "independent"]
    mine = [one for one in opened if one.coder.casefold() == who_acts(project).casefold()]
    if not mine and project.coder is None:
        mine = opened
    if len(mine) == 1:
        return mine[0]
    if not mine:
        raise NoPassOpen("No pass is open.", "Start one with `qualcode passes start NAME`.")
    names = ", ".join(one.name for one in mine)
    raise PassNotNamed(f"Several passes are open: {names}.", f"Say which one: --pass {quoted(mine[0].name)}.")


def check_open(coding_pass: CodingPass) -> None:
    """Refuse to write into a sealed pass.

    Raises:
        PassSealed: it is.
    """
    if coding_pass.sealed_at is not None:
        raise PassSealed(
            f"The pass {coding_pass.name!r} was sealed on {coding_pass.sealed_at[:10]} and never changes.",
            "Start a new pass with `qualcode passes start NAME`.",
        )


def start(
    project: Project,
    name: str,
    *,
    mode: Mode = "hand",
    coder: str | None = None,
    blind_to: Sequence[str] = (),
    saw: Sequence[str] = (),
    transcripts: Sequence[str] = (),
) -> CodingPass:
    """Open a pass; it is assigned the transcripts named, else all data that is there now.

    Raises:
        PassNameTaken: a pass has that name.
        PassNotFound: a pass in `blind_to` or `saw`.
        TranscriptNotFound: one in `transcripts`.
        NothingToRead: there is no transcript yet.
    """
    with action(project, "passes start") as starting:
        if wrong := fault(name := tidy(name)):
            raise UsageError(f"The name of the pass {wrong}.", "For example: qualcode passes start hand")
        if find_or_none(project, name) is not None:
            raise PassNameTaken(f"There is a pass called {name!r} already.", "Choose another name.")
        known_of = [(find(project, other).id, sight) for other, sight in _sights(blind_to, saw)]
        named = [library.find(project, one) for one in transcripts]
        assigned = list(dict.fromkeys(named)) or library.transcripts(project, data_only=True)
        if not assigned:
            raise NothingToRead(
                "There is no transcript to code yet.", "Bring some in with `qualcode import`."
            )
        coder_id = starting.coder(coder) if coder else starting.coder_id
        pass_id = open_pass(starting, name, coder_id, "independent", mode)
        for other_id, sight in known_of:
            see(starting, pass_id, other_id, sight)
        rows = [(pass_id, transcript.id) for transcript in assigned]
        starting.add_rows("assignments", ("pass_id", "transcript_id"), rows)
    return find(project, name)


def _sights(blind_to: Sequence[str], saw: Sequence[str]) -> list[tuple[str, str]]:
    return [*((other, "blind") for other in blind_to), *((other, "saw") for other in saw)]


def open_pass(opened: Action, name: str, coder_id: str, kind: str, mode: str) -> str:
    """Write the row of a new pass; returns its id."""
    return opened.add(
        "passes",
        name=name,
        coder_id=coder_id,
        kind=kind,
        mode=mode,
        codebook_action=opened.seq,
        opened_at=opened.project.now(),
    )


def seal(project: Project, name: str) -> CodingPass:
    """Close a pass for good: its codings are hashed, and nothing can be added or taken off any more.

    Raises:
        PassNotFound, PassSealed: as their names say.
    """
    with action(project, "passes seal") as sealing:
        seal_in(sealing, find(project, name))
    return find(project, name)


def seal_in(opened: Action, coding_pass: CodingPass) -> None:
    """As `seal`, inside an action that is open already."""
    check_open(coding_pass)
    opened.change(
        "passes",
        coding_pass.id,
        sealed_at=opened.project.now(),
        seal=fingerprint(opened.project, coding_pass.id),
    )


def fingerprint(project: Project, pass_id: str) -> str:
    """Hash over a pass's live codings: which code on which span of which text, in fixed order."""
    digest = hashlib.sha256()
    rows = project.rows(
        "SELECT k.transcript_id, k.code_id, k.start_char, k.end_char FROM codings k"
        " WHERE k.pass_id = ? AND k.deleted_at IS NULL ORDER BY 1, 3, 4, 2",
        (pass_id,),
    )
    for row in rows:
        digest.update(f"{row[0]} {row[1]} {row[2]} {row[3]}\n".encode())
    return digest.hexdigest()


def mark_unread(project: Project, name: str, places: Sequence[str]) -> None:
    """Say what a pass did not get to read: addresses or whole transcripts. Not read is never "not coded".

    Raises:
        PassNotFound, PassSealed, TranscriptNotFound, BadAddress, OutsideTranscript: as their names say.
    """
    with action(project, "passes unread") as marking:
        coding_pass = find(project, name)
        check_open(coding_pass)
        for place in [addresses.resolve_all(project, one) for one in places]:
            marking.add(
                "unread",
                pass_id=coding_pass.id,
                transcript_id=place.transcript.id,
                start_char=place.start_char,
                end_char=place.end_char,
            )


def assigned(project: Project, pass_id: str) -> list[str]:
    """Ids of the live transcripts a pass was given to read."""
    rows = project.rows(
        "SELECT a.transcript_id FROM assignments a JOIN transcripts t ON t.id = a.transcript_id"
        " WHERE a.pass_id = ? AND a.deleted_at IS NULL AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL",
        (pass_id,),
    )
    return [row[0] for row in rows]


def unread(project: Project, pass_id: str) -> dict[str, list[Span]]:
    """What a pass did not read, as united spans by transcript id."""
    spans: dict[str, list[Span]] = {}
    for row in project.rows(
        "SELECT transcript_id, start_char, end_char FROM unread WHERE pass_id = ? AND deleted_at IS NULL",
        (pass_id,),
    ):
        spans.setdefault(row[0], []).append((row[1], row[2]))
    return {transcript_id: union(parts) for transcript_id, parts in spans.items()}


def sight(project: Project, pass_id: str, other_id: str) -> Sight:
    """What a pass knew of another; what the program showed outranks what was stated."""
    found = {
        row[0]
        for row in project.rows(
            "SELECT sight FROM sights WHERE pass_id = ? AND other_id = ? AND deleted_at IS NULL",
            (pass_id, other_id),
        )
    }
    if "saw" in found:
        return "saw"
    return "blind" if "blind" in found else "not stated"


def record_sight(project: Project, pass_id: str, other_id: str) -> None:
    """Note that an open pass's coder was shown another pass: from now on it "saw" it."""
    with action(project, "passes saw") as seeing:
        see(seeing, pass_id, other_id, "saw", observed=1)


def see(opened: Action, pass_id: str, other_id: str, sight_: str, observed: int = 0) -> None:
    """As `record_sight` or a statement at the start, inside an action that is open already."""
    opened.add(
        "sights",
        pass_id=pass_id,
        other_id=other_id,
        sight=sight_,
        observed=observed,
        created_at=opened.project.now(),
    )


def _pass(row: Row) -> CodingPass:
    return CodingPass(
        row["id"],
        row["name"],
        row["coder_id"],
        row["coder"],
        row["kind"],
        row["mode"],
        row["opened_at"],
        row["sealed_at"],
        row["seal"],
    )

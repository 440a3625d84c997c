"""Codings and quotes whose words a corrected transcript no longer has: listed until somebody decides."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.errors import QualcodeError
from qualcode.passes import passes
from qualcode.passes.moving import COLUMNS
from qualcode.store.actions import action
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.model import Place
    from qualcode.passes.moving import Moved, Places
    from qualcode.store.actions import Action
    from qualcode.store.project import Project, Row

_SELECT: Final = """
    SELECT o.*, n.name AS transcript, t.name AS former, t.id AS former_id,
           coalesce(k.start_char, q.start_char) AS start_char, coalesce(k.end_char, q.end_char) AS end_char,
           coalesce(c.name, 'q' || q.number) AS label, coalesce(p.name, m.name) AS owner,
           p.id AS pass_id, k.code_id, k.origin, k.suggestion_id,
           k.created_at AS coded_at
    FROM orphans o
    JOIN transcripts n ON n.id = o.transcript_id AND n.deleted_at IS NULL
    LEFT JOIN codings k ON o.about_table = 'codings' AND k.id = o.about_id
    LEFT JOIN passes p ON p.id = k.pass_id LEFT JOIN codes c ON c.id = k.code_id
    LEFT JOIN quotes q ON o.about_table = 'quotes' AND q.id = o.about_id
    LEFT JOIN themes m ON m.id = q.theme_id
    JOIN transcripts t ON t.id = coalesce(k.transcript_id, q.transcript_id)
    WHERE o.deleted_at IS NULL AND o.decision = ''
        AND (k.id IS NULL OR p.deleted_at IS NULL) AND (q.id IS NULL OR q.deleted_at IS NULL)
    ORDER BY o.number"""


class OrphanNotFound(QualcodeError):
    """No orphan of that number waits for a decision."""


class PlaceTaken(QualcodeError):
    """The code stands there already, or the place is in another transcript."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """A coding (of `code` in `owner`, a pass) or a quote (`q1` of `owner`, a theme) without its words.

    `quotation` are the words it had, at `former_address`; `nearest` is where they would stand now.
    """

    number: int
    kind: str
    label: str
    owner: str
    transcript: str
    former_address: str
    quotation: str
    nearest: str
    nearest_words: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def note(replacing: Action, transcript_id: str, moved: Iterable[Moved]) -> None:
    """Put what lost its words on the list."""
    project = replacing.project
    number = int(project.value("SELECT coalesce(max(number), 0) FROM orphans"))
    lost = [one for one in moved if one.status == "orphaned" and one.nearest is not None]
    replacing.add_rows(
        "orphans",
        (
            "number",
            "about_table",
            "about_id",
            "transcript_id",
            "near_start_char",
            "near_end_char",
            "created_at",
        ),
        [
            (
                at,
                one.table,
                one.id,
                transcript_id,
                one.nearest.start_char,
                one.nearest.end_char,
                project.now(),
            )
            for at, one in enumerate(lost, start=number + 1)
            if one.nearest is not None
        ],
    )


def follow(replacing: Action, places: Places) -> None:
    """Let what waits already follow its transcript into the next version."""
    rows = replacing.project.rows(
        "SELECT * FROM orphans WHERE transcript_id = ? AND decision = '' AND deleted_at IS NULL",
        (places.old.id,),
    )
    for row in rows:
        near = places.sentence(places.land(row["near_start_char"], row["near_end_char"]))
        replacing.change(
            "orphans",
            row["id"],
            transcript_id=places.new.id,
            near_start_char=near[0],
            near_end_char=near[1],
        )


def orphans(project: Project) -> list[Orphan]:
    """What waits for a decision, in the order it came about."""
    return [_orphan(project, row) for row in project.rows(_SELECT)]


def place(project: Project, number: int, where: Place) -> str:
    """Give an orphan a place in the corrected version; a coding keeps its code, pass, date and memos.

    Returns the id of the coding or quote there.

    Raises:
        OrphanNotFound: none of that number waits.
        PlaceTaken: the place is in another transcript, or the code stands there already.
        PassSealed: the pass was sealed meanwhile.
    """
    with action(project, "transcripts settle") as placing:
        row = _waiting(project, number)
        if where.transcript.id != row["transcript_id"]:
            raise PlaceTaken(
                f"That place is not in {row['transcript']}.", "Give one in the corrected version."
            )
        placed = _place_coding(placing, row, where) if row["pass_id"] else _place_quote(placing, row, where)
        placing.change("orphans", row["id"], decision="placed")
    return placed


def drop(project: Project, number: int) -> None:
    """Decide that a coding or quote went with its words.

    Raises:
        OrphanNotFound: none of that number waits.
    """
    with action(project, "transcripts settle") as dropping:
        row = _waiting(project, number)
        if row["about_table"] == "quotes":
            dropping.retire("quotes", [row["about_id"]])
        dropping.change("orphans", row["id"], decision="dropped")


def _place_coding(placing: Action, row: Row, where: Place) -> str:
    project = placing.project
    passes.check_open(passes.find(project, row["owner"]))
    span = (row["pass_id"], where.transcript.id, row["code_id"], where.start_char, where.end_char)
    taken = project.value(
        "SELECT id FROM codings WHERE pass_id = ? AND transcript_id = ? AND code_id = ?"
        " AND start_char = ? AND end_char = ? AND deleted_at IS NULL",
        span,
    )
    if taken is not None:
        raise PlaceTaken(
            f"{row['label']} stands there already.",
            f"Type: qualcode transcripts settle {row['number']} --drop",
        )
    kept = (row["origin"], row["suggestion_id"], row["coded_at"])
    coding_id = placing.add_rows("codings", COLUMNS, [(*span, *kept)])[0]
    asked = "SELECT id FROM memos WHERE about_table = 'codings' AND about_id = ?"
    for memo in project.rows(asked, (row["about_id"],)):
        placing.change("memos", memo["id"], about_id=coding_id)
    return coding_id


def _place_quote(placing: Action, row: Row, where: Place) -> str:
    edits = placing.project.rows(
        "SELECT id FROM quote_edits WHERE quote_id = ? AND deleted_at IS NULL", (row["about_id"],)
    )
    placing.retire("quote_edits", (edit["id"] for edit in edits))  # they were made to other words
    placing.change(
        "quotes",
        row["about_id"],
        transcript_id=where.transcript.id,
        start_char=where.start_char,
        end_char=where.end_char,
    )
    return str(row["about_id"])


def _waiting(project: Project, number: int) -> Row:
    rows = project.rows(_SELECT)
    found = next((row for row in rows if row["number"] == number), None)
    if found is None:
        known = ", ".join(str(row["number"]) for row in rows)
        hint = f"There are: {known}." if known else "None waits for a decision."
        raise OrphanNotFound(f"No orphan has the number {number}.", hint)
    return found


def _orphan(project: Project, row: Row) -> Orphan:
    old = (row["start_char"], row["end_char"])
    near = (row["near_start_char"], row["near_end_char"])
    former, now = library.text(project, row["former_id"]), library.text(project, row["transcript_id"])
    return Orphan(
        number=row["number"],
        kind=row["about_table"].removesuffix("s"),
        label=row["label"],
        owner=row["owner"],
        transcript=row["transcript"],
        former_address=addresses.address(row["former"], *old, library.units(project, row["former_id"])),
        quotation=former[old[0] : old[1]],
        nearest=addresses.address(row["transcript"], *near, library.units(project, row["transcript_id"])),
        nearest_words=now[near[0] : near[1]],
    )

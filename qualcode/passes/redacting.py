"""Replace identifying words that a person decided about, visibly, everywhere, and for good.

The text of a transcript is changed in place: its units keep their numbers, its codings their ids, sealed
passes their codings. What stood there goes to the replacement log outside the project, and nowhere else.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.errors import QualcodeError
from qualcode.passes.redaction_plan import plan as planned
from qualcode.passes.resealing import resealed
from qualcode.passes.respanning import respan, words
from qualcode.store import erasing
from qualcode.store.actions import action
from qualcode.transcripts import deid_cells, deid_log, index, library
from qualcode.transcripts.identifiers import key, pattern, small_words
from qualcode.transcripts.prepare import text_sha256

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qualcode.passes.redaction_plan import Plan
    from qualcode.store.actions import Action
    from qualcode.store.project import Project
    from qualcode.transcripts.deid_choices import Choice
    from qualcode.transcripts.deid_log import Replaced
    from qualcode.transcripts.deidentify import Hit
    from qualcode.transcripts.rewriting import Rewriting


LONG_ENOUGH: Final = 3
"""Letters from which a part of a name says something by itself."""


class NothingDecided(QualcodeError):
    """No hit was decided, so there is nothing to do."""


class ChangedMeanwhile(QualcodeError):
    """Somebody changed the project between the scan and the replacing; nothing was replaced."""


class WordsLeft(QualcodeError):
    """Words that were to be replaced everywhere would still stand somewhere; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """What was done.

    Attributes:
        replaced: Each replacement, as the log outside has it.
        kept: How many hits stay as they are.
        together: Codings that cover the same words as another of their code and pass now: they are one.
        resealed: Names of sealed passes whose seal was made anew.
        transcripts: Names of the transcripts whose text is different now.
        scrubbed: Whether the file was written anew; False while another program holds it.
    """

    replaced: tuple[Replaced, ...]
    kept: int
    together: int
    resealed: tuple[str, ...]
    transcripts: tuple[str, ...]
    scrubbed: bool

    def as_dict(self) -> dict[str, Any]:
        """For JSON; the words that went are in the log outside, not here."""
        return {
            "replaced": [
                {"where": one.where, "class": one.kind, "replacement": one.replacement}
                for one in self.replaced
            ],
            "kept": self.kept,
            "together": self.together,
            "resealed": list(self.resealed),
            "transcripts": list(self.transcripts),
            "scrubbed": self.scrubbed,
        }


def redact(
    project: Project,
    hits: Sequence[Hit],
    choices: Mapping[str, Choice],
    log: Path,
    *,
    rehearsal: bool = False,
) -> Redaction:
    """Do what was decided, as one action that no undo brings back; a rehearsal keeps nothing of it.

    Args:
        project: The study.
        hits: A scan of it as it stands now.
        choices: Decisions by hit; hits without one stay open.
        log: The replacement log, outside the project.
        rehearsal: Try it, keep nothing, write no log.

    Raises:
        NothingDecided: no hit has a choice.
        ChangedMeanwhile: the scan is not of the project as it stands.
        SealBroken: a sealed pass is not what it was.
        WordsLeft: words that were to go would still stand somewhere.
        BadReplacementLog: the log cannot be written; nothing was changed.
    """
    plan = _decided(project, hits, choices)
    for_good = bool(plan.going) and not rehearsal
    if for_good:
        erasing.prepare(project)
    with (
        deid_log.written(log, plan.rows) if for_good else nullcontext(),
        action(project, "deid apply" if plan.going else "deid keep", rehearsal=rehearsal) as redacting,
    ):
        _check_unchanged(project, plan)
        _keep(redacting, plan.kept)
        together, seals = _carry_out(redacting, plan) if plan.going else (0, ())
    return Redaction(
        replaced=plan.rows,
        kept=len(plan.kept),
        together=together,
        resealed=seals,
        transcripts=plan.changed,
        scrubbed=erasing.scrubbed(project) if for_good else True,
    )


def _decided(project: Project, hits: Sequence[Hit], choices: Mapping[str, Choice]) -> Plan:
    plan = planned(project, hits, choices)
    if not plan.kept and not plan.going:
        raise NothingDecided(
            "Nothing was decided, so nothing was changed.", "See what is open: qualcode deid scan"
        )
    return plan


def _check_unchanged(project: Project, plan: Plan) -> None:
    for cell, _ in plan.rewritings:
        if project.value(f"SELECT {cell.column} FROM {cell.table} WHERE id = ?", (cell.row_id,)) != cell.text:
            raise ChangedMeanwhile(
                "Somebody changed the project since it was scanned; nothing was replaced.",
                "Look again: qualcode deid scan",
            )


def _keep(redacting: Action, kept: Sequence[Hit]) -> None:
    rows = [(hit, "kept", "", hit.span) for hit in kept if not hit.decision]
    _decide(redacting, rows)


def _decide(redacting: Action, rows: Sequence[tuple[Hit, str, str, tuple[int, int]]]) -> None:
    columns = (
        *("kind", "about_table", "about_id", "about_column", "start_char", "end_char"),
        *("decision", "replacement", "created_at"),
    )
    moment = redacting.project.now()
    redacting.add_rows(
        "deid_decisions",
        columns,
        [
            (hit.kind, hit.cell.table, hit.cell.row_id, hit.cell.column, *span, decision, new, moment)
            for hit, decision, new, span in rows
        ],
    )


def _carry_out(redacting: Action, plan: Plan) -> tuple[int, tuple[str, ...]]:
    """Returns how many codings fell together, and the names of the passes that were sealed anew."""
    project, together = redacting.project, 0
    with erasing.protection(redacting, "de-identified"), resealed(redacting, "de-identified") as names:
        index.forget(redacting, *plan.transcripts)
        for cell, made in plan.rewritings:
            _keep_up(redacting, (cell.table, cell.row_id, cell.column), made)
            if cell.row_id in plan.transcripts and cell.column == "text":
                together += respan(redacting, cell.row_id, made)
                new_text(redacting, cell.row_id, made.new)
            else:
                sql = f"UPDATE {cell.table} SET {cell.column} = ? WHERE id = ?"
                erasing.write(redacting, sql, (made.new, cell.row_id))
            erasing.note(redacting, cell.table, cell.row_id)
        landed = {(c.table, c.row_id, c.column): made for c, made in plan.rewritings}
        _decide(redacting, [_recorded(one.hit, one.replacement, landed) for one in plan.going])
        index.add_missing(redacting)
        _follow(redacting, plan)
        _check_gone(project, plan)
    return together, tuple(names)


def _recorded(
    hit: Hit, new: str, landed: Mapping[tuple[str, str, str], Rewriting]
) -> tuple[Hit, str, str, tuple[int, int]]:
    made = landed[hit.cell.table, hit.cell.row_id, hit.cell.column]
    return hit, "replaced", new, made.land(*hit.span)


def _keep_up(redacting: Action, cell: tuple[str, str, str], made: Rewriting) -> None:
    """Earlier decisions about this text stand where their words stand now."""
    rows = redacting.project.tuples(
        "SELECT id, start_char, end_char FROM deid_decisions"
        " WHERE about_table = ? AND about_id = ? AND about_column = ?",
        cell,
    )
    for row_id, start, end in rows:
        sql = "UPDATE deid_decisions SET start_char = ?, end_char = ? WHERE id = ?"
        erasing.write(redacting, sql, (*made.land(start, end), row_id))


def new_text(redacting: Action, transcript_id: str, text: str) -> None:
    """Put another text in a transcript's place, whose turns stand where they will stand in it."""
    erasing.write(
        redacting,
        "UPDATE transcripts SET text = ?, length = ?, words = ?, text_sha256 = ? WHERE id = ?",
        (text, len(text), words(redacting.project, transcript_id, text), text_sha256(text), transcript_id),
    )


def _follow(redacting: Action, plan: Plan) -> None:
    """What the program wrote from the words itself, what the log keeps, and what is retired."""
    project = redacting.project
    vocabulary, ordinary = _what_is_left(project)
    new = {part: one.replacement for one in plan.going for part in _parts(one.hit.words, vocabulary)}
    new |= {key(one.hit.words): one.replacement for one in plan.going}
    exact = pattern({one.hit.words for one in plan.going}, exact=True)
    loose = pattern({words for words in new if words not in ordinary})

    def replacement(match: re.Match[str]) -> str:
        return new.get(key(match[0]), match[0])

    def changed(text: str) -> str:
        return loose.sub(replacement, exact.sub(replacement, text))

    for table, column, only in deid_cells.hidden(project):
        erasing.rewrite(redacting, table, column, changed, only)
    erasing.write(
        redacting,
        "UPDATE deid_words SET deleted_at = ? WHERE deleted_at IS NULL AND word LIKE '[%]'",
        (project.now(),),
    )


def _what_is_left(project: Project) -> tuple[set[str], set[str]]:
    """Every word of the transcripts as they are now, and those that stand there in small letters."""
    vocabulary: set[str] = set()
    ordinary: set[str] = set()
    for row in deid_cells.transcripts(project):
        text = library.text(project, row["id"])
        vocabulary |= set(key(text).split())
        ordinary |= small_words(text)
    return vocabulary, ordinary


def _parts(words: str, vocabulary: set[str]) -> set[str]:
    """Single words of a phrase that stand nowhere any more: reasons for suggestions name them one by one."""
    parts = key(words).split()
    return {part for part in parts if len(part) >= LONG_ENOUGH and part not in vocabulary}


def _check_gone(project: Project, plan: Plan) -> None:
    """Every cell of every table is looked at: what was to go everywhere is nowhere."""
    gone = pattern(plan.everywhere, exact=True)
    left = {
        table
        for table, column in erasing.word_columns(project)
        for (text,) in project.tuples(f"SELECT {column} FROM {table} WHERE {column} <> ''")
        if gone.search(text)
    }
    if left:
        raise WordsLeft(
            f"Words that were to be replaced would still stand in {', '.join(sorted(left))}.",
            "Nothing was changed. Decide their other places too: qualcode deid scan",
        )

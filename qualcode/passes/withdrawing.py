"""A participant withdraws, and everything that was said goes: byte for byte, in every place it reached.

Erasure outranks the log: what happened stays on record, what was said does not. In a group the turns keep
their place, without their words.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from qualcode.errors import QualcodeError
from qualcode.names import did_you_mean, natural_key, tidy
from qualcode.passes.own_words import WITHDRAWN, OwnWords
from qualcode.passes.redacting import new_text
from qualcode.passes.resealing import resealed
from qualcode.passes.respanning import respan
from qualcode.store import erasing, withdraw
from qualcode.store.actions import action
from qualcode.transcripts import deid_cells, index, library
from qualcode.transcripts.identifiers import pattern
from qualcode.transcripts.rewriting import Rewriting, Swap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qualcode.spans import Span
    from qualcode.store.actions import Action
    from qualcode.store.project import Project, Row

NAMES: Final = frozenset({"name", "label", "wording"})
"""Columns by which things are called: only an in-vivo name there is the participant's."""


class AlreadyWithdrawn(QualcodeError):
    """The participant withdrew before, and nothing is left to erase."""


class WordsWouldStay(QualcodeError):
    """A sentence of the participant would still stand somewhere; nothing was changed."""


class NoSuchParticipant(QualcodeError):
    """No participant has that id."""


@dataclass(frozen=True, slots=True)
class Farewell:
    """What goes with a participant.

    Attributes:
        participant: The id, which is never used again.
        participant_id: Of the row.
        transcripts: Ids of what is wholly theirs: interviews, answers, former versions.
        groups: Their units, by id of a transcript in which others speak too.
        places: Where others wrote their words down, as people call it: `memo 3`, `code “x”, example`.
        phrases: What to put for phrases that are theirs as a whole: names of in-vivo codes, examples.
        words: Their words, and how they are found.
    """

    participant: str
    participant_id: str
    transcripts: tuple[str, ...]
    groups: dict[str, list[Span]]
    places: tuple[str, ...]
    phrases: dict[str, str]
    words: OwnWords


def prepare(project: Project, name: str, renames: Mapping[str, str] | None = None) -> Farewell:
    """Look at what would go; nothing is changed.

    Args:
        project: The study.
        name: The participant's id.
        renames: New name by old name, for codes that are called in the participant's words.

    Raises:
        NoSuchParticipant, AlreadyWithdrawn: as their names say.
    """
    row = find(project, name)
    own = tuple(
        one["id"] for one in project.rows("SELECT id FROM transcripts WHERE participant_id = ?", (row["id"],))
    )
    groups = _groups(project, row["id"], own)
    said = [sentence for one in own for sentence in _sentences(project, one)]
    said += [library.text(project, one)[a:b] for one, spans in groups.items() for a, b in spans]
    words = OwnWords(said, _others(project, own, groups))
    phrases = dict.fromkeys(_examples(project, words), WITHDRAWN) | in_vivo(project, words, renames or {})
    places = tuple(dict.fromkeys(_places(project, words, phrases)))
    return Farewell(row["name"], row["id"], own, groups, places, phrases, words)


def find(project: Project, name: str) -> Row:
    """The row of a participant who has not withdrawn yet.

    Raises:
        NoSuchParticipant, AlreadyWithdrawn: as their names say.
    """
    row = project.row(
        "SELECT * FROM participants WHERE name = ? COLLATE NOCASE AND deleted_at IS NULL", (tidy(name),)
    )
    if row is None:
        rows = project.rows("SELECT name FROM participants WHERE deleted_at IS NULL AND withdrawn_at IS NULL")
        known = sorted((one["name"] for one in rows), key=natural_key)
        hint = did_you_mean(name, known, "See them with `qualcode participants list`.")
        raise NoSuchParticipant(f"There is no participant {name!r}.", hint)
    if row["withdrawn_at"]:
        raise AlreadyWithdrawn(
            f"{row['name']} withdrew on {row['withdrawn_at'][:10]}, and everything was erased.",
            "Nothing had to be done.",
        )
    return row


def erase(project: Project, leaving: Farewell) -> bool:
    """Erase what goes with a participant, as one action that no undo brings back.

    Returns:
        Whether the file was written anew; False while another program holds it.

    Raises:
        SealBroken: a sealed pass is not what it was.
        WordsWouldStay: a sentence of the participant would be left somewhere.
    """
    erasing.prepare(project)
    with (
        action(project, "withdraw") as erasing_all,
        erasing.protection(erasing_all, "withdrawn"),
        resealed(erasing_all, "withdrawn"),
    ):
        doomed = withdraw.rows_of(project, leaving.transcripts, leaving.participant_id)
        index.forget(erasing_all, *leaving.transcripts, *leaving.groups)
        withdraw.erase_rows(erasing_all, doomed)
        _forget_audits(erasing_all, leaving.transcripts)
        for transcript_id in leaving.transcripts:
            withdraw.bury_transcript(erasing_all, transcript_id, leaving.participant)
        for transcript_id, spans in leaving.groups.items():
            _silence(erasing_all, transcript_id, spans)
        index.add_missing(erasing_all)
        _take_out_words(erasing_all, leaving)
        _check_gone(project, leaving)
        _bury(erasing_all, leaving)
    return erasing.scrubbed(project)


def _groups(project: Project, participant_id: str, own: tuple[str, ...]) -> dict[str, list[Span]]:
    """Units of the participant in transcripts that are not theirs alone."""
    found: dict[str, list[Span]] = {}
    rows = project.tuples(
        "SELECT u.transcript_id, u.start_char, u.end_char FROM turns u JOIN speakers s ON s.id = u.speaker_id"
        " WHERE s.participant_id = ? ORDER BY u.transcript_id, u.position",
        (participant_id,),
    )
    units: dict[str, list[Span]] = {}
    for transcript_id, start, end in rows:
        if transcript_id not in own:
            if transcript_id not in units:
                units[transcript_id] = library.units(project, transcript_id)
            inside = [unit for unit in units[transcript_id] if start <= unit[0] and unit[1] <= end]
            found.setdefault(transcript_id, []).extend(inside or [(start, end)])
    return found


def _sentences(project: Project, transcript_id: str) -> list[str]:
    text = library.text(project, transcript_id)
    return [text[start:end] for start, end in library.units(project, transcript_id)]


def _others(project: Project, own: tuple[str, ...], groups: Mapping[str, list[Span]]) -> list[str]:
    """What everybody else said; an interviewer's words in an erased interview are nobody else's."""
    texts = []
    for row in deid_cells.transcripts(project):
        if row["id"] in own:
            continue
        text = library.text(project, row["id"])
        swaps = [Swap(start, end, " | ") for start, end in groups.get(row["id"], [])]
        texts.append(Rewriting(text, swaps).new)
    return texts


def in_vivo(project: Project, words: OwnWords, renames: Mapping[str, str]) -> dict[str, str]:
    """New name by old name, for codes that are called in words that only the participant said."""
    rows = project.rows("SELECT name, kind FROM codes ORDER BY rowid")
    names = [row["name"] for row in rows if _is_in_vivo(row, words)]
    first = _last_number(project) + 1
    return {
        name: renames.get(name, f"[withdrawn {number}]")
        for number, name in enumerate(dict.fromkeys(names), start=first)
    }


def _is_in_vivo(code: Row, words: OwnWords) -> bool:
    return bool(code["kind"] == "in-vivo" and words.owns(code["name"])) or bool(words.spans(code["name"]))


def _examples(project: Project, words: OwnWords) -> set[str]:
    """Examples of codes, now or in a frozen codebook, that are the participant's words as a whole."""
    found = {row[0] for row in project.tuples("SELECT example FROM codes")}
    for (codes,) in project.tuples("SELECT codes FROM freezes"):
        found |= {code.get("example") or "" for code in json.loads(codes)}
    return {one for one in found if words.owns(one)}


def _last_number(project: Project) -> int:
    return int(project.value("SELECT count(*) FROM codes WHERE name LIKE '[withdrawn %'"))


def _places(project: Project, words: OwnWords, phrases: Mapping[str, str]) -> list[str]:
    """Live cells that would lose words."""
    theirs = pattern(phrases, exact=True)
    return [
        cell.label
        for cell in deid_cells.written(project)
        if theirs.search(cell.text) or (cell.column not in NAMES and words.spans(cell.text))
    ]


def _silence(opened: Action, transcript_id: str, spans: list[Span]) -> None:
    """In a group: every unit of the participant becomes `[withdrawn]`, and keeps its number and place."""
    project = opened.project
    text = library.text(project, transcript_id)
    for start, end in _turns_around(project, transcript_id, spans):
        withdraw.erase_rows(opened, withdraw.rows_within(project, transcript_id, start, end))
    made = Rewriting(text, [Swap(start, end, WITHDRAWN) for start, end in spans])
    respan(opened, transcript_id, made)
    new_text(opened, transcript_id, made.new)
    erasing.note(opened, "transcripts", transcript_id)


def _turns_around(project: Project, transcript_id: str, spans: list[Span]) -> list[Span]:
    turns = [(turn.start_char, turn.end_char) for turn, _ in library.turns(project, transcript_id)]
    return [turn for turn in turns if any(turn[0] <= start and end <= turn[1] for start, end in spans)]


def taking_out(leaving: Farewell) -> Callable[[str, str], str]:
    """What takes a participant's words out of a cell: called with its column and its text."""
    theirs = pattern(leaving.phrases, exact=True)

    def without(column: str, text: str) -> str:
        left = text if column in NAMES else leaving.words.without(text)
        return theirs.sub(lambda match: leaving.phrases.get(match[0], WITHDRAWN), left)

    return without


def _take_out_words(opened: Action, leaving: Farewell) -> None:
    """Wherever else the words are: in live cells and retired ones, in what the program kept, in the log."""
    without = taking_out(leaving)
    for table, column in erasing.word_columns(opened.project):
        if (table, column) != ("transcripts", "text"):
            erasing.rewrite(opened, table, column, partial(without, column))


def _forget_audits(opened: Action, transcript_ids: tuple[str, ...]) -> None:
    for row_id, places in opened.project.tuples("SELECT id, places FROM suggestion_audits"):
        kept = [place for place in json.loads(places) if place[0] not in transcript_ids]
        sql = "UPDATE suggestion_audits SET places = ? WHERE id = ?"
        erasing.write(opened, sql, (json.dumps(kept), row_id))


def _check_gone(project: Project, leaving: Farewell) -> None:
    """No cell of the file holds a sentence that only the participant said."""
    left = {
        table
        for table, column in erasing.word_columns(project)
        if (table, column) != ("transcripts", "text") and column not in NAMES
        for (text,) in project.tuples(f"SELECT {column} FROM {table} WHERE {column} <> ''")
        if leaving.words.spans(text)
    }
    if left:
        raise WordsWouldStay(
            f"Words of {leaving.participant} would still stand in {', '.join(sorted(left))}.",
            "Nothing was changed.",
        )


def _bury(opened: Action, leaving: Farewell) -> None:
    """The tombstone: the id, the day, the mode."""
    moment = opened.project.now()
    sql = "UPDATE participants SET withdrawn_at = ? WHERE id = ?"
    erasing.write(opened, sql, (moment, leaving.participant_id))
    erasing.note(opened, "participants", leaving.participant_id)
    opened.add("withdrawals", participant_id=leaving.participant_id, mode="erase", created_at=moment)

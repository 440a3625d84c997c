"""Quotes chosen for print: a span of speech plus recorded edits. The words themselves stay."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError
from qualcode.store.actions import action
from qualcode.themes import exchanges
from qualcode.themes import themes as store
from qualcode.themes.claims import claim_id
from qualcode.themes.gates import check_speech, speaker_of
from qualcode.themes.rendering import Edit, Rendered, count_words, render, restores, typeset, uses_pauses
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from qualcode.model import Place, Transcript
    from qualcode.store.project import Project, Row
    from qualcode.themes.exchanges import Line


class QuoteNotFound(QualcodeError):
    """No live quote has that number."""


class QuoteThere(QualcodeError):
    """The same words are quoted under that theme already."""


@dataclass(frozen=True, slots=True)
class QuoteEdit:
    """One recorded edit; offsets are into the transcript; `words` are what it left out, computed."""

    kind: str
    start_char: int
    end_char: int
    words: str
    inserted: str
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote as it is listed and printed.

    `quotation` are the transcript's words, `words` their number in print, `body` the printed words alone.
    `verified`: the printed words with their edits undone are the transcript's.
    `speaker` is the ID in print, several with commas; `speakers` are those, `participants` the known ones of
    them, and `participant` the only one. `lines` are the turns of a quote over several. `attribution` is what
    stands in the parentheses: the ID, and who translated the words.
    """

    number: int
    theme: str
    claim: int | None
    transcript: str
    participant: str | None
    speaker: str
    start_char: int
    end_char: int
    address: str
    quotation: str
    rendered: str
    body: str
    form: str
    words: int
    edits: tuple[QuoteEdit, ...]
    reason: str
    verified: bool
    speakers: tuple[str, ...]
    participants: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    attribution: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON object."""
        return {**asdict(self), "edits": [asdict(edit) for edit in self.edits]}


def add(project: Project, theme: str, place: Place, reason: str = "", claim: int | None = None) -> int:
    """Choose a quote for a theme; returns its number, which is never used again.

    Raises:
        ThemeNotFound, ThemeDropped, ClaimNotFound: as their names say.
        NotParticipantSpeech, ConsentWithheld, OutsideTheme: the place may not be quoted here.
        QuoteThere: it is quoted there already.
    """
    with action(project, "quotes add") as adding:
        found = store.living(project, theme)
        check_speech(project, found, place)
        _check_new(project, found.id, place)
        number = int(project.value("SELECT coalesce(max(number), 0) + 1 FROM quotes"))
        adding.add(
            "quotes",
            number=number,
            theme_id=found.id,
            claim_id=_claim_id(project, claim),
            transcript_id=place.transcript.id,
            start_char=place.start_char,
            end_char=place.end_char,
            reason=reason,
            created_at=project.now(),
        )
    return number


def remove(project: Project, number: int) -> None:
    """Take a quote out of print; its number is not used again.

    Raises:
        QuoteNotFound: no such quote.
    """
    with action(project, "quotes remove") as removing:
        removing.retire("quotes", [stored(project, number)["id"]])


def quotes(project: Project, theme: str | None = None) -> list[Quote]:
    """Chosen quotes of living themes in the order they were added, rendered and verified.

    Raises:
        ThemeNotFound: `theme` is given and unknown.
    """
    wanted = store.find(project, theme).id if theme is not None else None
    rows = [row for row in all_stored(project) if wanted in {None, row["theme_id"]}]
    bracketed = points_are_pauses(project)
    return [_quote(project, row, bracketed=bracketed) for row in rows]


def show(project: Project, number: int) -> Quote:
    """One quote.

    Raises:
        QuoteNotFound: no such quote.
    """
    return _quote(project, stored(project, number), bracketed=points_are_pauses(project))


def verify(project: Project) -> list[Quote]:
    """The quotes whose printed words do not give their source back; empty when all is well."""
    return [quote for quote in quotes(project) if not quote.verified]


def points_are_pauses(project: Project) -> bool:
    """Whether any quoted transcript uses "..." for pauses, so that omissions need brackets throughout."""
    quoted = dict.fromkeys(row["transcript_id"] for row in all_stored(project))
    return any(uses_pauses(library.text(project, transcript_id)) for transcript_id in quoted)


def all_stored(project: Project) -> list[Row]:
    """Rows of the quotes that can be printed, in the order they were added."""
    return project.rows(
        "SELECT q.*, m.name AS theme, k.number AS claim FROM quotes q"
        " JOIN themes m ON m.id = q.theme_id AND m.deleted_at IS NULL AND m.status <> 'dropped'"
        " JOIN transcripts t ON t.id = q.transcript_id AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL"
        " LEFT JOIN claims k ON k.id = q.claim_id AND k.deleted_at IS NULL"
        " WHERE q.deleted_at IS NULL ORDER BY q.number"
    )


def stored(project: Project, number: int) -> Row:
    """The row of a quote.

    Raises:
        QuoteNotFound: no such quote.
    """
    rows = all_stored(project)
    found = next((row for row in rows if row["number"] == number), None)
    if found is None:
        known = ", ".join(f"q{row['number']}" for row in rows) or "none yet"
        raise QuoteNotFound(f"There is no quote q{number}.", f"There are: {known}.")
    return found


def edit_rows(project: Project, quote_id: str) -> list[Row]:
    """The rows of its edits, in order of place."""
    return project.rows(
        "SELECT * FROM quote_edits WHERE quote_id = ? AND deleted_at IS NULL ORDER BY start_char, end_char",
        (quote_id,),
    )


def edits(project: Project, row: Row) -> list[Edit]:
    """A quote's edits, counted from its first character."""
    shift = row["start_char"]
    return [
        Edit(one["kind"], one["start_char"] - shift, one["end_char"] - shift, one["inserted"], one["made_by"])
        for one in edit_rows(project, row["id"])
    ]


@dataclass(frozen=True, slots=True)
class _Print:
    """How a quote's words look, whose they are, and whether they are true to the transcript."""

    rendered: Rendered
    verified: bool
    speakers: tuple[str, ...]
    participants: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    attribution: str = ""


def _quote(project: Project, row: Row, *, bracketed: bool) -> Quote:
    transcript = library.by_id(project, row["transcript_id"])
    text, units = library.text(project, transcript.id), library.units(project, transcript.id)
    start, end = row["start_char"], row["end_char"]
    source, made = text[start:end], edits(project, row)
    shown = _print(project, transcript, text, row, bracketed=bracketed)
    return Quote(
        number=row["number"],
        theme=row["theme"],
        claim=row["claim"],
        transcript=transcript.name,
        participant=shown.participants[0] if len(shown.participants) == 1 == len(shown.speakers) else None,
        speaker=", ".join(shown.speakers),
        start_char=start,
        end_char=end,
        address=addresses.address(transcript.name, start, end, units),
        quotation=source,
        rendered=shown.rendered.text,
        body=shown.rendered.body,
        form=shown.rendered.form,
        words=shown.rendered.words,
        edits=tuple(_told(one, start, source) for one in made),
        reason=row["reason"],
        verified=shown.verified,
        speakers=shown.speakers,
        participants=shown.participants,
        lines=shown.lines,
        attribution=shown.attribution or ", ".join(shown.speakers),
    )


def _print(project: Project, transcript: Transcript, text: str, row: Row, *, bracketed: bool) -> _Print:
    """One turn with its ID behind it, or several turns as an exchange."""
    span, made = (row["start_char"], row["end_char"]), edits(project, row)
    found = exchanges.parts(project, transcript, span)
    if len(found) > 1:
        placed = [_moved(one, span[0]) for one in made]
        lines = exchanges.lines(text, found, placed, bracketed=bracketed)
        true = exchanges.all_restore(text, lines, placed, bracketed=bracketed)
        known = tuple(dict.fromkeys(one.participant for one in lines if one.participant is not None))
        return _Print(exchanges.set_lines(lines), true, exchanges.speakers(lines), known, lines)
    source = text[slice(*span)]
    participant, speaker = speaker_of(project, transcript, span[0])
    known = () if participant is None else (participant,)
    translation = next((one for one in made if one.kind == "translate"), None)
    if translation is not None:
        attribution, words = f"{speaker}, translated by {translation.made_by}", translation.inserted
        printed = typeset(words, count_words(words), attribution)
        true = (translation.start_char, translation.end_char) == (0, len(source)) and len(made) == 1
        return _Print(printed, true, (speaker,), known, attribution=attribution)
    printed = render(source, made, speaker, bracketed=bracketed)
    true = restores(source, made, printed.body, bracketed=bracketed)
    return _Print(printed, true, (speaker,), known)


def _moved(one: Edit, by: int) -> Edit:
    return replace(one, start_char=one.start_char + by, end_char=one.end_char + by)


def _told(one: Edit, shift: int, source: str) -> QuoteEdit:
    words = source[one.start_char : one.end_char]
    return QuoteEdit(one.kind, one.start_char + shift, one.end_char + shift, words, one.inserted, one.made_by)


def _check_new(project: Project, theme_id: str, place: Place) -> None:
    number = project.value(
        "SELECT number FROM quotes WHERE theme_id = ? AND transcript_id = ?"
        " AND start_char = ? AND end_char = ? AND deleted_at IS NULL",
        (theme_id, place.transcript.id, place.start_char, place.end_char),
    )
    if number is not None:
        raise QuoteThere(f"Those words are q{number} already.", f"See `qualcode quotes list`, q{number}.")


def _claim_id(project: Project, number: int | None) -> str | None:
    return None if number is None else claim_id(project, number)

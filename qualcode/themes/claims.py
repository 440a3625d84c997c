"""Claims: sentences of the report that rest on passages. Who said so is generated, never typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.codes import codebook
from qualcode.errors import QualcodeError, UsageError
from qualcode.model import Place
from qualcode.names import natural_key
from qualcode.store.actions import action
from qualcode.themes import themes as store
from qualcode.themes.citations import CitationKind, Quantifier, citation, cited, quantifier
from qualcode.themes.evidence import evidence
from qualcode.themes.gates import check_participant_speech, check_theme_passage, speaker_of
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.store.actions import Action
    from qualcode.store.project import Project, Row
    from qualcode.themes.evidence import Evidence


class ClaimNotFound(QualcodeError):
    """No live claim has that number."""


class BadClaim(UsageError):
    """A claim is one sentence."""


@dataclass(frozen=True, slots=True)
class Support:
    """A passage that speaks for a claim, or against it; `code` is set where all of a code was given."""

    address: str
    transcript: str
    participant: str | None
    start_char: int
    end_char: int
    code: str | None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with what it rests on now.

    `citation` is generated from `participants` (natural order); `sentence` is the text with it in place;
    `quantifier` is None where no word counts people, or where the citation is only illustrative.
    """

    number: int
    text: str
    theme: str
    kind: CitationKind
    citation: str
    sentence: str
    participants: tuple[str, ...]
    quantifier: Quantifier | None
    support: tuple[Support, ...]
    contrary: tuple[Support, ...]
    quotes: tuple[int, ...]

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON object."""
        return {
            "number": self.number,
            "text": self.text,
            "theme": self.theme,
            "kind": self.kind,
            "citation": self.citation,
            "sentence": self.sentence,
            "participants": list(self.participants),
            "quantifier": self.quantifier.as_dict() if self.quantifier else None,
            "support": [one.as_dict() for one in self.support],
            "contrary": [one.as_dict() for one in self.contrary],
            "quotes": list(self.quotes),
        }


def add(
    project: Project,
    text: str,
    theme: str,
    support: Sequence[Place | str] = (),
    kind: CitationKind = "exhaustive",
) -> int:
    """Write a claim; `support` are places, or names of codes whose passages all speak for it.

    Returns its number, which is never used again.

    Raises:
        BadClaim: empty.
        ThemeNotFound, ThemeDropped, CodeNotFound, NotParticipantSpeech, OutsideTheme: as their names say.
    """
    sentence = sentence_of(text)
    with action(project, "claims add") as adding:
        found = store.living(project, theme)
        number = int(project.value("SELECT coalesce(max(number), 0) + 1 FROM claims"))
        new_id = adding.add(
            "claims",
            number=number,
            theme_id=found.id,
            sentence=sentence,
            citation=kind,
            created_at=project.now(),
        )
        for one in support:
            if isinstance(one, Place):
                check_participant_speech(project, one)
                check_theme_passage(project, found, one)
            _attach(adding, new_id, one, "support")
    return number


def sentence_of(text: str) -> str:
    """A claim's words in one line.

    Raises:
        BadClaim: there are none.
    """
    sentence = " ".join(text.split())
    if not sentence:
        raise BadClaim("A claim is a sentence.", 'Write it in quotes: qualcode claims add "..." --theme T.')
    return sentence


def add_support(project: Project, number: int, support: Place | str) -> None:
    """Attach one more passage, or all passages of a code.

    Raises:
        ClaimNotFound, CodeNotFound, NotParticipantSpeech, OutsideTheme: as their names say.
    """
    with action(project, "claims support") as adding:
        row = stored(project, number)
        if isinstance(support, Place):
            check_participant_speech(project, support)
            check_theme_passage(project, store.living(project, row["theme"]), support)
        _attach(adding, row["id"], support, "support")


def add_contrary(project: Project, number: int, place: Place) -> None:
    """Keep a passage that speaks against the claim; it need not be coded.

    Raises:
        ClaimNotFound, NotParticipantSpeech: as their names say.
    """
    with action(project, "claims contrary") as adding:
        row = stored(project, number)
        check_participant_speech(project, place)
        _attach(adding, row["id"], place, "contrary")


def remove(project: Project, number: int) -> None:
    """Take a claim out; its number is not used again, and its quotes stay with the theme.

    Raises:
        ClaimNotFound: no such claim.
    """
    with action(project, "claims remove") as removing:
        removing.retire("claims", [stored(project, number)["id"]])


def claims(project: Project, theme: str | None = None, counted: Evidence | None = None) -> list[Claim]:
    """Claims of living themes in the order they were added.

    Raises:
        ThemeNotFound: `theme` is given and unknown.
    """
    wanted = store.find(project, theme).name if theme is not None else None
    known = counted or evidence(project)
    return [_claim(project, row, known) for row in _rows(project) if wanted in {None, row["theme"]}]


def show(project: Project, number: int) -> Claim:
    """One claim.

    Raises:
        ClaimNotFound: no such claim.
    """
    return _claim(project, stored(project, number), evidence(project))


def claim_id(project: Project, number: int) -> str:
    """Id of the claim of that number.

    Raises:
        ClaimNotFound: none; the hint lists the numbers there are.
    """
    return str(stored(project, number)["id"])


def _rows(project: Project) -> list[Row]:
    return project.rows(
        "SELECT k.*, m.name AS theme FROM claims k JOIN themes m ON m.id = k.theme_id"
        " AND m.deleted_at IS NULL AND m.status <> 'dropped' WHERE k.deleted_at IS NULL ORDER BY k.number"
    )


def stored(project: Project, number: int) -> Row:
    """The row of a claim, with the name of its theme.

    Raises:
        ClaimNotFound: none; the hint lists the numbers there are.
    """
    rows = _rows(project)
    found = next((row for row in rows if row["number"] == number), None)
    if found is None:
        known = ", ".join(f"c{row['number']}" for row in rows) or "none yet"
        raise ClaimNotFound(f"There is no claim c{number}.", f"There are: {known}.")
    return found


def _attach(opened: Action, claim: str, what: Place | str, stance: str) -> None:
    place = what if isinstance(what, Place) else None
    code_id = codebook.find(opened.project, what).id if isinstance(what, str) else None
    opened.add(
        "claim_passages",
        claim_id=claim,
        stance=stance,
        code_id=code_id,
        transcript_id=place.transcript.id if place else None,
        start_char=place.start_char if place else None,
        end_char=place.end_char if place else None,
        created_at=opened.project.now(),
    )


def _claim(project: Project, row: Row, counted: Evidence) -> Claim:
    support = tuple(_passages(project, row["id"], "support", counted))
    people = sorted({one.participant for one in support if one.participant}, key=natural_key)
    parenthesis = citation(people, counted.base, row["citation"])
    word = quantifier(row["sentence"], len(people), len(counted.base))
    quotes = project.rows(
        "SELECT number FROM quotes WHERE claim_id = ? AND deleted_at IS NULL ORDER BY number", (row["id"],)
    )
    return Claim(
        number=row["number"],
        text=row["sentence"],
        theme=row["theme"],
        kind=row["citation"],
        citation=parenthesis,
        sentence=cited(row["sentence"], parenthesis),
        participants=tuple(people),
        quantifier=word if row["citation"] == "exhaustive" else None,
        support=support,
        contrary=tuple(_passages(project, row["id"], "contrary", counted)),
        quotes=tuple(one["number"] for one in quotes),
    )


def _passages(project: Project, claim: str, stance: str, counted: Evidence) -> Iterator[Support]:
    rows = project.rows(
        "SELECT p.*, n.now_id FROM claim_passages p LEFT JOIN code_now n ON n.code_id = p.code_id"
        " LEFT JOIN transcripts t ON t.id = p.transcript_id WHERE p.claim_id = ? AND p.stance = ?"
        " AND p.deleted_at IS NULL AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL ORDER BY p.rowid",
        (claim, stance),
    )
    names = {code.id: code.name for code in codebook.codes(project)}
    for row in rows:
        if row["transcript_id"] is not None:
            yield _support(project, row["transcript_id"], row["start_char"], row["end_char"], None)
        else:
            for one in counted.passages.get(row["now_id"], ()):
                yield _support(project, one.transcript_id, *one.span, names.get(row["now_id"]))


def _support(project: Project, transcript_id: str, start: int, end: int, code: str | None) -> Support:
    transcript = library.by_id(project, transcript_id)
    where = addresses.address(transcript.name, start, end, library.units(project, transcript_id))
    participant, _ = speaker_of(project, transcript, start)
    return Support(where, transcript.name, participant, start, end, code)

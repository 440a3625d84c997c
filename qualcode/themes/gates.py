"""What may be quoted: participants' own speech, by their leave, on a passage that belongs to the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.errors import QualcodeError
from qualcode.model import DATA_KINDS
from qualcode.spans import contains
from qualcode.themes import themes as store
from qualcode.themes import views
from qualcode.themes.evidence import Speech, evidence
from qualcode.themes.exchanges import parts
from qualcode.transcripts import participants
from qualcode.transcripts.closed import check_open

if TYPE_CHECKING:
    from qualcode.model import Place, Transcript
    from qualcode.spans import Span
    from qualcode.store.project import Project
    from qualcode.themes.exchanges import Part
    from qualcode.themes.themes import Theme

CONSENT: Final = "consent_quotes"
"""The participant attribute that says whether words may be printed; anything but a no is a yes."""

NO: Final = frozenset({"no", "n", "false", "0"})


class NotParticipantSpeech(QualcodeError):
    """Only what participants said can be quoted: one turn, or several whose speakers are all known."""


class ConsentWithheld(QualcodeError):
    """The participant does not allow verbatim quotes."""


class OutsideTheme(QualcodeError):
    """The passage carries none of the theme's codes in the agreed coding."""


def check_speech(project: Project, theme: Theme, place: Place) -> None:
    """Refuse a place that may not be quoted under the theme.

    Raises:
        NotParticipantSpeech, WithheldPassage, ConsentWithheld, OutsideTheme: as their names say.
    """
    transcript = place.transcript
    found = _quotable(project, place)
    check_open(project, [(transcript.id, place.start_char, place.end_char)])
    for participant in dict.fromkeys(one.participant for one in found if one.participant is not None):
        if not may_quote(project, participant):
            raise ConsentWithheld(
                f"{participant} does not allow verbatim quotes ({CONSENT} = no).",
                "Put it in your own words in a claim, or choose a quote from someone else.",
            )
    check_theme_passage(project, theme, place)


def is_quotable(project: Project, transcript: Transcript, span: Span) -> bool:
    """Whether a stretch is one turn of a participant's speech, or several turns that can be quoted as one.

    Several begin and end inside turns, every turn is the interviewer's or a participant's, and somebody
    answers. Where no speaker is known, several turns are one voice only in one participant's interview.
    """
    if transcript.kind not in DATA_KINDS:
        return False
    found, said = parts(project, transcript, span), Speech(project).turns(transcript.id)
    if not found or (found[0].start_char, found[-1].end_char) != span:
        return False
    answers = [one for one in found if any(contains(turn, one.span) for turn in said)]
    if len(found) > 1 and transcript.participant is None and any(one.role is None for one in answers):
        return False
    return bool(answers) and all(one in answers or one.role == "interviewer" for one in found)


def _quotable(project: Project, place: Place) -> tuple[Part, ...]:
    """The turns of a place that may be quoted as one.

    Raises:
        NotParticipantSpeech: nobody's or only the interviewer's words, or a speaker who is not known.
    """
    transcript, span = place.transcript, (place.start_char, place.end_char)
    if is_quotable(project, transcript, span):
        return parts(project, transcript, span)
    raise NotParticipantSpeech(
        f"{transcript.name}@{span[0]}-{span[1]} is no participant's speech, or not of known speakers alone.",
        f"See who speaks where with `qualcode read {transcript.name}`; quote one turn, or several from the"
        " first word of one to the last of another.",
    )


def check_theme_passage(project: Project, theme: Theme, place: Place) -> None:
    """Refuse a place on which no code of the theme stands in the findings pass.

    Raises:
        OutsideTheme: there is none.
    """
    transcript = place.transcript
    family = store.all_themes(project)
    for passage in views.passages_of(theme, family, evidence(project)):
        if passage.transcript_id == transcript.id and _shares(passage.span, place):
            return
    where = f"{transcript.name}@{place.start_char}-{place.end_char}"
    raise OutsideTheme(
        f"No code of the theme {theme.name!r} stands at {where} in the coding that findings rest on.",
        f"See where they stand with `qualcode codings list --in {transcript.name}`.",
    )


def may_quote(project: Project, participant: str) -> bool:
    """Whether the participant's words may be printed."""
    facts = {
        name.casefold(): value for name, value in participants.find(project, participant).attributes.items()
    }
    return facts.get(CONSENT, "yes").strip().casefold() not in NO


def speaker_of(project: Project, transcript: Transcript, start_char: int) -> tuple[str | None, str]:
    """The participant who speaks at a place (None: unknown) and what an attribution calls the speaker."""
    if transcript.participant is not None:
        return transcript.participant, transcript.participant
    row = project.row(
        "SELECT s.label, p.name FROM turns u LEFT JOIN speakers s ON s.id = u.speaker_id"
        " LEFT JOIN participants p ON p.id = s.participant_id AND p.withdrawn_at IS NULL"
        " WHERE u.transcript_id = ? AND u.start_char <= ? AND ? < u.end_char",
        (transcript.id, start_char, start_char),
    )
    if row is None or row["label"] is None:
        return None, transcript.name
    if row["name"] is not None:
        return row["name"], row["name"]
    return None, f"{transcript.name}-{row['label']}"


def check_participant_speech(project: Project, place: Place) -> None:
    """Refuse what is not one turn of a participant's speech.

    Raises:
        NotParticipantSpeech: interviewer, label, several turns, or no interview at all.
    """
    transcript = place.transcript
    span = (place.start_char, place.end_char)
    if transcript.kind in DATA_KINDS:
        turns = Speech(project).turns(transcript.id)
        if any(contains(turn, span) for turn in turns):
            return
    raise NotParticipantSpeech(
        f"{transcript.name}@{span[0]}-{span[1]} is not one turn of a participant's speech.",
        f"See who speaks where with `qualcode read {transcript.name}`, and quote inside one turn.",
    )


def _shares(span: tuple[int, int], place: Place) -> bool:
    return span[0] < place.end_char and place.start_char < span[1]

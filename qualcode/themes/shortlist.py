"""A theme's passages in the order in which they would serve as quotes. The author chooses, and says why.

The order is by suitability for illustration, not by truth or importance.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from qualcode.names import natural_key
from qualcode.passes.findings import findings_pass
from qualcode.spans import overlap
from qualcode.themes import quotes, scoring, views
from qualcode.themes import themes as store
from qualcode.themes.evidence import Speech, evidence
from qualcode.themes.gates import CONSENT, may_quote
from qualcode.themes.rendering import BLOCK_WORDS, count_words
from qualcode.themes.voices import Voices, voices
from qualcode.transcripts import addresses, library, participants
from qualcode.transcripts.closed import closed
from qualcode.transcripts.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qualcode.model import Transcript
    from qualcode.spans import Span
    from qualcode.store.project import Project
    from qualcode.themes.evidence import Passage
    from qualcode.themes.quotes import Quote
    from qualcode.themes.themes import Theme


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage that may be quoted; its `parts` add up to `score`, halved where `risk` is 1.

    `strata`: what its participant shares with others, as "setting community"; `turn`: all of what was said
    there.
    """

    address: str
    transcript: str
    participant: str
    attributes: dict[str, str]
    strata: tuple[str, ...]
    start_char: int
    end_char: int
    words: int
    form: str
    score: float
    parts: dict[str, float]
    risk: int
    reason: str
    quotation: str
    turn: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The best entries; `eligible` counts all, from `people` participants of `of`."""

    theme: str
    entries: tuple[Entry, ...]
    eligible: int
    people: int
    of: int
    voices: Voices

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        told = {name: getattr(self, name) for name in ("theme", "eligible", "people", "of")}
        return {
            **told,
            "voices": self.voices.as_dict(),
            "entries": [one.as_dict() for one in self.entries],
        }


def shortlist(project: Project, name: str, n: int = 6) -> Shortlist:
    """Score every passage of a theme that may be quoted and is not yet; the first `n`.

    Ties go by participant order, then by position.

    Raises:
        ThemeNotFound, ThemeDropped: as their names say.
    """
    theme = store.living(project, name)
    counted = evidence(project)
    chosen = quotes.quotes(project)
    entries = sorted(
        _entries(project, theme, chosen),
        key=lambda one: (-round(one.score, 9), natural_key(one.participant), one.start_char, one.end_char),
    )
    return Shortlist(
        theme=theme.name,
        entries=tuple(entries[:n]),
        eligible=len(entries),
        people=len({one.participant for one in entries}),
        of=len(counted.base),
        voices=voices(project, theme.name),
    )


def _entries(project: Project, theme: Theme, chosen: Sequence[Quote]) -> Iterator[Entry]:
    ground = _Ground(project, theme, chosen)
    passages = views.passages_of(theme, store.all_themes(project), evidence(project))
    for transcript_id, span, who in _spans(passages, ground.speech):
        transcript = ground.transcripts.get(transcript_id)
        if transcript is None or not ground.may_quote(who) or ground.is_quoted(transcript.name, span):
            continue
        if any(overlap(span, shut) for shut in closed(project, transcript_id)):
            continue
        yield ground.entry(transcript, span, who)


def _spans(passages: Sequence[Passage], speech: Speech) -> list[tuple[str, Span, str]]:
    """Passages once each, cut to the turn in which most of them lies."""
    found: dict[tuple[str, Span], str] = {}
    for one in passages:
        turn = speech.around(one.transcript_id, one.span)
        span = (max(turn[0], one.start_char), min(turn[1], one.end_char))
        if one.participant is not None and span[0] < span[1]:
            found[one.transcript_id, span] = one.participant
    return [(transcript_id, span, who) for (transcript_id, span), who in found.items()]


class _Ground:
    """What every passage of a theme is scored against, read once."""

    def __init__(self, project: Project, theme: Theme, chosen: Sequence[Quote]) -> None:
        self.project = project
        self.speech = Speech(project)
        self.transcripts = {one.id: one for one in library.transcripts(project)}
        self.chosen = chosen
        self.here = [one for one in chosen if one.theme == theme.name]
        self.attributes = {one.name: one.attributes for one in participants.participants(project)}
        self.strata = _strata(self.attributes.values())
        heard = {who for one in self.here for who in one.speakers}
        self.shown = {fact for who in heard for fact in self.attributes.get(who, {}).items()}
        self.decided = _decided(project)
        self.units: dict[str, list[Span]] = {}
        self.texts: dict[str, str] = {}

    def may_quote(self, who: str) -> bool:
        return may_quote(self.project, who)

    def is_quoted(self, transcript: str, span: Span) -> bool:
        return any(
            one.transcript == transcript and overlap((one.start_char, one.end_char), span)
            for one in self.chosen
        )

    def agreed(self, transcript_id: str, span: Span) -> str:
        """How the coding came about: alike in both passes, by a decision, or in one pass only."""
        if self.decided is None:
            return "one pass"
        decided = any(overlap(one, span) for one in self.decided.get(transcript_id, ()))
        return "reconciled" if decided else "both passes"

    def entry(self, transcript: Transcript, span: Span, who: str) -> Entry:
        if transcript.id not in self.texts:
            self.texts[transcript.id] = library.text(self.project, transcript.id)
            self.units[transcript.id] = library.units(self.project, transcript.id)
        words, units = self.texts[transcript.id][slice(*span)], self.units[transcript.id]
        facts = self.attributes.get(who, {})
        candidate = scoring.Candidate(
            words=words,
            whole_sentences=_whole(span, units),
            agreed=self.agreed(transcript.id, span),
            quoted=sum(who in one.speakers for one in self.chosen),
            new_stratum=any(fact not in self.shown for fact in facts.items() if fact in self.strata),
            chosen=tuple(one.quotation for one in self.here),
        )
        scored, flagged = scoring.parts(candidate), scoring.risk(words)
        number = count_words(words)
        return Entry(
            address=addresses.address(transcript.name, *span, units),
            transcript=transcript.name,
            participant=who,
            attributes=facts,
            strata=tuple(" ".join(fact) for fact in facts.items() if fact in self.strata),
            start_char=span[0],
            end_char=span[1],
            words=number,
            form="block" if number >= BLOCK_WORDS else "inline",
            score=scoring.total(scored, flagged),
            parts=scored,
            risk=flagged,
            reason=scoring.reason(scored, candidate, flagged),
            quotation=words,
            turn=self.texts[transcript.id][slice(*self.speech.around(transcript.id, span))],
        )


def _strata(attributes: Iterable[dict[str, str]]) -> set[tuple[str, str]]:
    """Facts that two or more people share: a stratum is never a single person, nor consent."""
    counts = Counter(fact for facts in attributes for fact in facts.items())
    return {fact for fact, people in counts.items() if people > 1 and fact[0].casefold() != CONSENT}


def _whole(span: Span, units: Sequence[Span]) -> bool:
    return span[0] in {unit[0] for unit in units} and span[1] in {unit[1] for unit in units}


def _decided(project: Project) -> dict[str, list[Span]] | None:
    """Where decisions made the agreed coding, by transcript id; None where findings rest on one pass."""
    agreed = findings_pass(project)
    if agreed is None or agreed.kind != "consensus":
        return None
    spans: dict[str, list[Span]] = {}
    versions = Versions(project)
    for row in project.rows(
        "SELECT transcript_id, start_char, end_char FROM decisions WHERE pass_id = ? AND deleted_at IS NULL",
        (agreed.id,),
    ):
        place, span = versions.latest(row["transcript_id"], (row["start_char"], row["end_char"]))
        spans.setdefault(place, []).append(span)
    return spans

"""A quotation of a manuscript and what the transcripts say to it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from qualcode.export import wording
from qualcode.export.speech import INTERVIEWER
from qualcode.passes.folding import fold
from qualcode.spans import contains

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qualcode.export.quoted import Quoted
    from qualcode.export.speech import Corpus, Source
    from qualcode.export.wording import Match, Printed
    from qualcode.spans import Span
    from qualcode.themes.quotes import Quote, QuoteEdit

    _Recorded = tuple[Quote, str, tuple[QuoteEdit, ...]]
    """A quote, who says the words of one of its paragraphs, and the edits made there."""

Status = Literal["verbatim", "edited", "altered", "misattributed", "not_found", "skipped"]

WRONG: Final = frozenset({"altered", "misattributed", "not_found"})
"""What an author has to mend."""

LIKE: Final = 70.0
"""Similarity (0..100) from which a quotation is an altered one of that place, and not words unheard of."""

LIKE_IF_SHORT: Final = 80.0
SHORT: Final = 8
FEWEST_WORDS: Final = 4
"""Shorter quotations are alike by chance: the words stand there, or they do not."""

CLEARLY: Final = 8.0
"""Points by which another participant's words must be more alike before a quotation counts as theirs."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one quotation.

    `participant` said it at `address`, by the transcripts; `named` is whom the manuscript names.
    `difference` tells what print changed, or whose words they are; `quote` is its number in the project.
    `reason` says why a skipped one is not held against anybody.
    """

    text: str
    status: Status
    participant: str | None
    address: str | None
    difference: str | None
    where: str
    named: tuple[str, ...] = ()
    quote: int | None = None
    reason: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON object."""
        return {**asdict(self), "named": list(self.named)}


@dataclass(frozen=True, slots=True)
class _Near:
    source: Source
    span: Span
    score: float
    speaker: str


class Judge:
    """Holds quotations against everything that was said.

    Args:
        corpus: The transcripts.
        recorded: The quotes chosen in the project; their edits are known.
        own: Whether some words are the project's own wording (a name, a definition), not speech.
        loose: Hyphens and spaces may differ, as they do in text taken out of a PDF.
    """

    def __init__(
        self, corpus: Corpus, recorded: Iterable[Quote], own: Callable[[str], bool], *, loose: bool = False
    ) -> None:
        self._corpus, self._own, self._loose = corpus, own, loose
        self._recorded: dict[str, list[_Recorded]] = {}
        for quote in recorded:
            for words, one in _printings(quote):
                self._recorded.setdefault(wording.core(words), []).append(one)

    def verdict(self, quoted: Quoted) -> Verdict:
        """What the transcripts say to a quotation."""
        if quoted.excuse == "a quoted term":
            return _skipped(quoted)
        return self._known(quoted) or self._exact(quoted) or self._alike(quoted)

    def _known(self, quoted: Quoted) -> Verdict | None:
        """One of the project's quotes, printed as it was recorded."""
        for quote, speaker, made in self._recorded.get(wording.core(quoted.text), ()):
            if quote.verified and _names(quoted, speaker):
                edits = "; ".join(_edit(one) for one in made)
                return Verdict(
                    quoted.text,
                    "edited" if edits else "verbatim",
                    None if speaker == INTERVIEWER else speaker,
                    quote.address,
                    edits or None,
                    quoted.where,
                    quoted.named,
                    quote.number,
                )
        return None

    def _exact(self, quoted: Quoted) -> Verdict | None:
        """The same words, visibly edited at most: by those who are named, else by anybody."""
        quote = wording.printed(quoted.text)
        shown = [found for one in quoted.named if (found := self._said_by(quote, [one]))]
        if quoted.named and len(shown) == len(quoted.named):
            people = ", ".join(speaker for _, _, speaker in shown)
            return self._found(quoted, *shown[0][:2], people)
        hinted = self._said_by(quote, quoted.hinted) if not quoted.named else None
        other = hinted or self._said_by(quote, None)
        if other is None:
            return None
        source, match, speaker = other
        if not quoted.named:
            return self._found(quoted, source, match, speaker)
        missing = [
            one for one in quoted.named if one.casefold() not in {who.casefold() for _, _, who in shown}
        ]
        told = _whose(speaker, missing)
        return _told(quoted, "misattributed", source, match.span, speaker, "; ".join([told, *match.changes]))

    def _said_by(self, quote: Printed, speakers: Sequence[str] | None) -> tuple[Source, Match, str] | None:
        """The first place where one of these says it; anybody for None, participants before interviewers."""
        wanted = None if speakers is None else {one.casefold() for one in speakers}
        sources = self._corpus.sources if speakers is None else self._corpus.of(speakers)
        found = [
            (source, match, speaker)
            for source in sources
            for match in wording.matches(quote, source)
            if (speaker := source.only_speaker(match.span))
            and (wanted is None or speaker.casefold() in wanted)
        ]
        return min(found, key=lambda one: (one[2] == INTERVIEWER, len(one[1].changes)), default=None)

    def _found(self, quoted: Quoted, source: Source, match: Match, speaker: str) -> Verdict:
        status: Status = "edited" if match.changes else "verbatim"
        return _told(quoted, status, source, match.span, speaker, "; ".join(match.changes))

    def _alike(self, quoted: Quoted) -> Verdict:
        """Nothing fits as it stands: the place that comes closest, or none."""
        if quoted.excuse or (not quoted.named and self._own(quoted.text)):
            return _skipped(quoted)
        size = len(re.findall(r"\w+", quoted.text))
        if size < FEWEST_WORDS:
            return _not_found(quoted)
        enough = LIKE if size >= SHORT else LIKE_IF_SHORT
        mine = self._nearest(quoted, self._corpus.of(quoted.named), quoted.named)
        best = mine
        if mine is None or mine.score < enough + CLEARLY:
            other = self._nearest(quoted, self._corpus.sources, None)
            if other and (mine is None or other.score > mine.score + CLEARLY or mine.score < enough):
                best = other
        if best is None or best.score < enough:
            return _not_found(quoted)
        return self._changed(quoted, best)

    def _changed(self, quoted: Quoted, best: _Near) -> Verdict:
        source = best.source
        text = source.text[slice(*best.span)]
        changes = wording.difference(text, quoted.text)
        named = not quoted.named or _names(quoted, best.speaker)
        same = not changes or (self._loose and _squeezed(text) == _squeezed(quoted.text))
        if not named:
            told = "; ".join([_whose(best.speaker, quoted.named), *changes])
            return _told(quoted, "misattributed", source, best.span, best.speaker, told)
        status: Status = ("edited" if "[" in quoted.text else "verbatim") if same else "altered"
        return _told(quoted, status, source, best.span, best.speaker, "" if same else "; ".join(changes))

    def _nearest(
        self, quoted: Quoted, sources: Sequence[Source], speakers: Sequence[str] | None
    ) -> _Near | None:
        wanted = None if speakers is None else {one.casefold() for one in speakers}
        found = [
            _Near(source, span, score, speaker)
            for source in sources
            for span, score in _places(source, quoted.text)
            if (speaker := source.only_speaker(span))
            and (speaker != INTERVIEWER if wanted is None else speaker.casefold() in wanted)
        ]
        return max(found, key=lambda one: one.score, default=None)


def _printings(quote: Quote) -> Iterator[tuple[str, _Recorded]]:
    """The paragraphs of a quote in print: an exchange has one for every turn, with its own edits."""
    if quote.form != "exchange":
        yield quote.body, (quote, quote.speaker, quote.edits)
        return
    for line in quote.lines:
        speaker = INTERVIEWER if line.asks else line.speaker
        span = (line.start_char, line.end_char)
        made = tuple(one for one in quote.edits if contains(span, (one.start_char, one.end_char)))
        yield line.body, (quote, speaker, made)


def _places(source: Source, text: str) -> list[tuple[Span, float]]:
    placement = source.finder.find(text)
    found = [((one.start_char, one.end_char), one.score) for one in placement.candidates]
    if placement.span is not None:
        found.append((placement.span, placement.score))
    if max((score for _, score in found), default=0.0) < LIKE + CLEARLY:
        joined = wording.spliced(source.line, text)
        if joined is not None and joined[1] - joined[0] < wording.MOST_LEFT_OUT + len(text):
            found.append((joined, LIKE + CLEARLY))
    return found


def _names(quoted: Quoted, speaker: str) -> bool:
    """Whether the manuscript names this speaker and nobody else, or nobody at all."""
    return not quoted.named or [one.casefold() for one in quoted.named] == [speaker.casefold()]


def _whose(speaker: str, named: Sequence[str]) -> str:
    said = "the interviewer’s words" if speaker == INTERVIEWER else f"said by {speaker}"
    return f"{said}, not by {', '.join(named)}"


def _told(
    quoted: Quoted, status: Status, source: Source, span: Span, speaker: str, difference: str
) -> Verdict:
    who = None if speaker == INTERVIEWER else speaker
    return Verdict(
        quoted.text, status, who, source.address(span), difference or None, quoted.where, quoted.named
    )


def _skipped(quoted: Quoted) -> Verdict:
    reason = quoted.excuse or "the project’s own wording"
    return Verdict(quoted.text, "skipped", None, None, None, quoted.where, quoted.named, reason=reason)


def _not_found(quoted: Quoted) -> Verdict:
    return Verdict(quoted.text, "not_found", None, None, None, quoted.where, quoted.named)


def _edit(one: QuoteEdit) -> str:
    told = {
        "omit": f"left out “{one.words}”",
        "clean": f"cleaned of “{one.words}”",
        "translate": f"translated by {one.made_by} from “{one.words}”",
    }
    return told.get(one.kind, f"added [{one.inserted.strip('[]')}]")


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text).text)

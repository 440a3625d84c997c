"""Checks of a report before it is built: errors block a public one, warnings may be waived with a reason."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Any, Final, Literal

from qualcode.errors import QualcodeError
from qualcode.export import prose
from qualcode.export.gather import gather
from qualcode.store.actions import action
from qualcode.themes.gates import may_quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qualcode.export.facts import Facts
    from qualcode.store.project import Project
    from qualcode.themes.quotes import Quote

Level = Literal["error", "warning"]

RULES: Final[dict[str, str]] = {
    "QVER": "a quote with its edits undone equals the source",
    "ATTR": "every quote has one attribution, outside the marks",
    "CONS": "quoted participants allow it",
    "CLAIM": "a claim rests on agreed coding",
    "QUANT": "a counting word fits its count",
    "DENOM": "a percentage prints its base",
    "RELY": "reliability only for blind passes",
    "SAT": "saturation only as computed",
    "AGENCY": "themes do not act by themselves",
    "TOPIC": "a theme is more than a topic",
    "VOICE": "no one speaks for all",
    "DISC": "nobody is given away",
    "NEG": "contrary accounts were looked for",
    "MC": "participant checking has outcomes",
    "COVER": "transcripts got equal attention",
    "EDIT": "an omission does not change the meaning",
}

LOUD_OVERALL: Final = 0.3
LOUD_IN_THEME: Final = 0.4
_ENOUGH_QUOTES: Final = 5
_NEGATION = re.compile(
    r"\b(?:not|no|never|nobody|nothing|none|neither|nor|without)\b|n['’]t\b", re.IGNORECASE
)


class NotWaivable(QualcodeError):
    """Errors are mended, not waived; and a waiver needs a known rule and a reason."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule; `where` names the thing (`q3`, `c1`, a theme), `waived` holds the author's reason."""

    rule: str
    level: Level
    where: str
    message: str
    waived: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON object; `waived` is a yes or no there, the reason stands beside it."""
        return {**asdict(self), "waived": bool(self.waived), "reason": self.waived}


def lint(project: Project, facts: Facts | None = None) -> list[Finding]:
    """Everything the rules find, errors first, in the order of the rules; waived warnings are marked."""
    known = facts or gather(project)
    found = [
        *_quotes(project, known),
        *_claims(known),
        *_prose(project, known),
        *_themes(known),
        *_voices(known),
        *_coverage(known),
    ]
    waivers = _waivers(project)
    marked = [
        replace(one, waived=waivers.get((one.rule, one.where)) or waivers.get((one.rule, ""), ""))
        if one.level == "warning"
        else one
        for one in found
    ]
    order = {rule: at for at, rule in enumerate(RULES)}
    return sorted(marked, key=lambda one: (one.level != "error", order[one.rule]))


def waive(project: Project, rule: str, reason: str, where: str = "") -> None:
    """Let a warning pass, with a reason that the report prints; an empty `where` waives the rule everywhere.

    Raises:
        NotWaivable: no reason, no such rule, or it is an error.
    """
    if rule not in RULES:
        raise NotWaivable(f"There is no rule {rule!r}.", f"The rules are: {', '.join(RULES)}.")
    if not reason.strip():
        raise NotWaivable("A waiver needs a reason.", 'Give it with --reason "...".')
    hit = [one for one in lint(project) if one.rule == rule and where in {"", one.where}]
    if any(one.level == "error" for one in hit):
        raise NotWaivable(f"{rule} is an error here, and errors are mended.", "See `qualcode lint`.")
    with action(project, "lint waive") as waiving:
        waiving.add("waivers", rule=rule, place=where, reason=reason.strip(), created_at=project.now())


def _waivers(project: Project) -> dict[tuple[str, str], str]:
    rows = project.rows("SELECT rule, place, reason FROM waivers WHERE deleted_at IS NULL ORDER BY rowid")
    return {(row["rule"], row["place"]): row["reason"] for row in rows}


def _quotes(project: Project, facts: Facts) -> Iterator[Finding]:
    for quote in facts.quotes:
        where = f"q{quote.number}"
        if not quote.verified:
            yield Finding(
                "QVER", "error", where, "The printed words are not the transcript's: clear its edits."
            )
        if quote.participant is not None and not may_quote(project, quote.participant):
            yield Finding("CONS", "error", where, f"{quote.participant} does not allow verbatim quotes.")
        yield from _edits(quote, where)


def _edits(quote: Quote, where: str) -> Iterator[Finding]:
    left_out = [edit.words for edit in quote.edits if edit.kind == "omit"]
    if any(_NEGATION.search(words) for words in left_out):
        yield Finding("EDIT", "warning", where, "An omission takes a negation away: check the meaning.")
    if sum(len(words.split()) for words in left_out) * 2 > len(quote.quotation.split()):
        yield Finding("EDIT", "warning", where, "More than half of the words are left out.")


def _claims(facts: Facts) -> Iterator[Finding]:
    for claim in facts.claims:
        where = f"c{claim.number}"
        if not claim.support:
            yield Finding("CLAIM", "error", where, "No coded passage supports it: add one, or take it out.")
        word = claim.quantifier
        if word is not None and claim.support and not word.fits:
            level: Level = "error" if word.word == "all" else "warning"
            yield Finding("QUANT", level, where, f"“{word.word}” does not fit {word.n} of {word.of}.")


def _prose(project: Project, facts: Facts) -> Iterator[Finding]:
    saturated = facts.saturation is not None and facts.saturation.guest.reached is True
    for piece in prose.author_prose(project, facts):
        for remark in prose.remarks(piece.text, facts, saturated=saturated):
            level: Level = "error" if remark.level == "error" else "warning"
            yield Finding(remark.rule, level, piece.where, remark.message)
        for source in prose.unattributed(project, piece.text):
            hint = f"its words stand at {source}" if source else "its words were not found"
            yield Finding("ATTR", "error", piece.where, f"A quotation has no ID behind it; {hint}.")


def _themes(facts: Facts) -> Iterator[Finding]:
    for theme in facts.themes:
        if len(theme.name.split()) == 1:
            message = "The name is a bare noun, as of a topic: say what is shared about it."
            yield Finding("TOPIC", "warning", theme.name, message)
        if not facts.contrary.get(theme.name) and theme.name not in facts.searched and theme.parent is None:
            message = "No contrary account and no search for one is recorded."
            yield Finding("NEG", "warning", theme.name, message)


def _voices(facts: Facts) -> Iterator[Finding]:
    if not facts.quotes:
        return
    yield from _loud((quote.speaker for quote in facts.quotes), LOUD_OVERALL, "all quotes", "the report")
    for theme in facts.themes:
        speakers = [quote.speaker for quote in facts.quotes if quote.theme == theme.name]
        yield from _loud(speakers, LOUD_IN_THEME, "the quotes", theme.name)
    quoted = {quote.speaker for quote in facts.quotes}
    for who in facts.sample.analyzed:
        if who not in quoted:
            yield Finding("VOICE", "warning", who, "Never quoted.")


def _loud(speakers: Iterable[str], most: float, what: str, where: str) -> Iterator[Finding]:
    counts = Counter(speakers)
    total = sum(counts.values())
    for who, number in counts.items():
        if total >= _ENOUGH_QUOTES and number / total > most:
            yield Finding("VOICE", "warning", where, f"{who} has {number} of {total} of {what}.")


def _coverage(facts: Facts) -> Iterator[Finding]:
    if facts.findings is None:
        return
    shares = {name: coded / speech for name, (coded, speech) in facts.coverage.items() if speech}
    middle = median(shares.values()) if shares else 0
    for name, share in shares.items():
        if share < middle / 2:
            message = f"{share:.0%} of the speech is coded, under half the median of {middle:.0%}."
            yield Finding("COVER", "warning", name, message)

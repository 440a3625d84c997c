"""From a sentence or a quote of the report back to who coded the words it rests on, and when.

Five hops: the claim or quote, the theme with its codes, the passage, its line in the transcript, and the
codings that stand on it with their pass, coder and date.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.errors import UsageError
from qualcode.passes.findings import findings_pass
from qualcode.themes import claims, quotes, views
from qualcode.themes import themes as theme_store
from qualcode.transcripts import addresses, library
from qualcode.transcripts.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.spans import Span
    from qualcode.store.project import Project, Row
    from qualcode.themes.themes import Theme

_NUMBER: Final = re.compile(r"(?P<kind>[qc])(?P<number>\d{1,9})", re.IGNORECASE)

_CODINGS: Final = """
    SELECT p.name AS pass, p.kind, r.name AS coder, c.name AS code, n.now_id AS code_id,
           k.start_char, k.end_char, k.origin, k.created_at
    FROM codings k JOIN passes p ON p.id = k.pass_id AND p.deleted_at IS NULL
    JOIN coders r ON r.id = p.coder_id
    JOIN code_now n ON n.code_id = k.code_id JOIN codes c ON c.id = n.now_id AND c.deleted_at IS NULL
    WHERE k.deleted_at IS NULL AND k.transcript_id = ? AND k.start_char < ? AND k.end_char > ?
    ORDER BY p.rowid, k.start_char, k.end_char, c.name"""


class NotTraceable(UsageError):
    """Only quotes and claims can be traced."""


@dataclass(frozen=True, slots=True)
class CodingHop:
    """One coding on a traced passage; `counts`: it is in the pass that findings rest on."""

    code: str
    coding_pass: str
    coder: str
    date: str
    origin: str
    address: str
    counts: bool

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        told = asdict(self)
        return {"pass" if key == "coding_pass" else key: value for key, value in told.items()}


@dataclass(frozen=True, slots=True)
class PassageHop:
    """A passage with its line: `before` and `after` are what stands next to it; `source` is the file."""

    stance: str
    address: str
    participant: str | None
    transcript: str
    source: str
    start_char: int
    end_char: int
    before: str
    words: str
    after: str
    codings: tuple[CodingHop, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "codings": [one.as_dict() for one in self.codings]}


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a quote (`q12`) or claim (`c3`) comes from; `printed` is how the report prints it."""

    what: str
    printed: str
    theme: str
    essence: str
    codes: tuple[str, ...]
    claim: int | None
    quotes: tuple[int, ...]
    passages: tuple[PassageHop, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            **asdict(self),
            "codes": list(self.codes),
            "quotes": list(self.quotes),
            "passages": [one.as_dict() for one in self.passages],
        }


def trace(project: Project, what: str) -> Trace:
    """Follow a quote or a claim back to the transcripts.

    Raises:
        NotTraceable: neither q and a number nor c and a number.
        QuoteNotFound, ClaimNotFound: no such number.
    """
    match = _NUMBER.fullmatch(what.strip())
    if match is None:
        raise NotTraceable(
            f"{what!r} is neither a quote nor a claim.", "Write q12 for a quote, c3 for a claim."
        )
    number = int(match["number"])
    return _of_quote(project, number) if match["kind"].lower() == "q" else _of_claim(project, number)


def _of_quote(project: Project, number: int) -> Trace:
    quote = quotes.show(project, number)
    theme = theme_store.find(project, quote.theme)
    span = (quote.start_char, quote.end_char)
    who = quote.speaker if quote.participants else None
    hop = _passage(project, quote.transcript, span, who, _code_ids(project, theme), "quoted")
    return _trace(f"q{number}", quote.rendered, theme, quote.claim, (number,), [hop])


def _of_claim(project: Project, number: int) -> Trace:
    claim = claims.show(project, number)
    theme = theme_store.find(project, claim.theme)
    wanted = _code_ids(project, theme)
    hops = []
    for stance, found in (("support", claim.support), ("contrary", claim.contrary)):
        for one in found:
            shown = wanted if stance == "support" else None
            span = (one.start_char, one.end_char)
            hops.append(_passage(project, one.transcript, span, one.participant, shown, stance))
    return _trace(f"c{number}", claim.sentence, theme, number, claim.quotes, hops)


def _trace(
    what: str, printed: str, theme: Theme, claim: int | None, numbers: Iterable[int], hops: list[PassageHop]
) -> Trace:
    codes = tuple(name for _, name in theme.codes)
    return Trace(what, printed, theme.name, theme.essence, codes, claim, tuple(numbers), tuple(hops))


def _code_ids(project: Project, theme: Theme) -> set[str]:
    return set(views.code_ids(theme, theme_store.all_themes(project)))


def _passage(
    project: Project, name: str, span: Span, participant: str | None, codes: set[str] | None, stance: str
) -> PassageHop:
    transcript = library.find(project, name)
    text, units = library.text(project, transcript.id), library.units(project, transcript.id)
    earlier = [unit for unit in units if unit[1] <= span[0]]
    later = [unit for unit in units if unit[0] >= span[1]]
    start = earlier[-1][0] if earlier else span[0]
    end = later[0][1] if later else span[1]
    return PassageHop(
        stance=stance,
        address=addresses.address(name, *span, units),
        participant=participant,
        transcript=name,
        source=str(project.value("SELECT source_name FROM transcripts WHERE id = ?", (transcript.id,))),
        start_char=span[0],
        end_char=span[1],
        before=" ".join(text[start : span[0]].split()),
        words=text[span[0] : span[1]],
        after=" ".join(text[span[1] : end].split()),
        codings=tuple(_codings(project, transcript.id, span, units, codes)),
    )


def _codings(
    project: Project, transcript_id: str, span: Span, units: list[Span], codes: set[str] | None
) -> list[CodingHop]:
    """Codings that touch the passage, of these codes (None: of any); those that findings rest on first.

    Those of sealed passes stand in the version that they were made on, and are told with its name.
    """
    agreed = findings_pass(project)
    found = []
    for place, (start, end) in [(transcript_id, span), *Versions(project).former(transcript_id, span)]:
        one = library.by_id(project, place)
        here = units if place == transcript_id else library.units(project, place)
        found += [
            _coding(row, one.name, here, counts=agreed is not None and row["pass"] == agreed.name)
            for row in project.rows(_CODINGS, (place, end, start))
            if codes is None or row["code_id"] in codes
        ]
    return sorted(found, key=lambda one: not one.counts)


def _coding(row: Row, name: str, units: list[Span], *, counts: bool) -> CodingHop:
    where = addresses.address(name, row["start_char"], row["end_char"], units)
    return CodingHop(row["code"], row["pass"], row["coder"], row["created_at"], row["origin"], where, counts)

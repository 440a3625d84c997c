"""The Method section: computed sentences, their tables, and what the authors wrote beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from qualcode.export import method_text, tables
from qualcode.export.author_text import author_blocks
from qualcode.export.blocks import Heading, Paragraph, Run, text
from qualcode.export.comparison_text import comparison
from qualcode.export.numbers import count, plural, were
from qualcode.export.protection import flow, told
from qualcode.export.theme_tables import stages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.export.blocks import Block, Table
    from qualcode.export.facts import Facts
    from qualcode.export.method_text import Prose

PHASES: Final = {
    "codebook": (
        "familiarizing, generating initial codes, searching for themes, reviewing themes,"
        " defining and naming themes, producing the report"
    ),
    "reflexive": (
        "familiarization, coding, generating initial themes, developing and reviewing themes,"
        " refining, defining and naming themes, writing up"
    ),
}
"""Names of the six phases: Braun and Clarke 2006, and their later wording for the reflexive approach."""

REASONS: Final = {
    "approach": "The approach was changed",
    "coefficient": "Coefficients were asked for",
    "assistance": "Assistance was switched on",
}
"""What the reasons that a study keeps are reasons for."""

OWN_WORDS: Final = (
    ("Participant checking", "participant_checking", "No participant checking is recorded."),
    ("Researcher position", "researcher_position", "The researcher’s position has not been written."),
    ("Data protection", "data_protection", "How data are protected has not been written."),
)
"""Sub-sections in the authors' own words: heading, slot, and what is open while it is empty."""


NAMED: Final = {
    "sample": " describes the sample.",
    "passes": " lists the passes.",
    "agreement": " shows the codes on which the passes agree least.",
    "stages": " shows the way from codes to themes.",
}
"""What the text says of a table when it sends a reader there."""


@dataclass(slots=True)
class _Section:
    blocks: list[Block] = field(default_factory=lambda: [Heading("Method", 1)])
    missing: list[str] = field(default_factory=list)

    def add(self, heading: str, prose: Prose, *extra: Table | None, about: str = "") -> None:
        """A sub-section, unless there is nothing to say in it."""
        self.missing.extend(prose.open_points)
        tables_ = [one for one in extra if one is not None]
        if prose.text or tables_:
            self.blocks.append(Heading(heading, 2))
            self.blocks.extend([_told(prose.text, tables_, about)] if prose.text else [])
            self.blocks.extend(tables_)

    def own_words(self, facts: Facts, heading: str, slot: str, needed: str, told: str = "") -> None:
        """A sub-section that the authors write, after what the record tells."""
        written = author_blocks(facts.slots.get(slot, ""), slot)
        if written or told:
            self.blocks += [Heading(heading, 2), *([text(told)] if told else []), *written]
        else:
            self.missing.append(needed)


def method(facts: Facts, *, public: bool) -> tuple[list[Block], list[str]]:
    """The section, and the points it had to leave out because the record does not hold them."""
    made = _Section()
    coded = method_text.coding(facts, facts.slots.get("orientation", ""))
    enough = method_text.adequacy(facts, facts.slots.get("sample_adequacy", ""))
    made.add("Approach", _approach(facts))
    made.add("Participants and data", _data(facts), tables.sample(facts, public=public))
    made.add("Coding", coded, tables.passes(facts), about="orientation")
    made.add("Comparison of passes", comparison(facts), tables.agreement(facts))
    made.add("Theme development", method_text.theme_development(facts), stages(facts))
    if facts.claims:
        made.blocks.append(text(method_text.counting_words(), "Note"))
    made.add("Assisted coding", method_text.assistance(facts))
    made.own_words(facts, *OWN_WORDS[0], facts.checking.sentence())
    made.add("Sample adequacy", enough, about="sample_adequacy")
    made.own_words(facts, *OWN_WORDS[1])
    made.own_words(facts, *OWN_WORDS[2], told(facts.trail.protection))
    return made.blocks, made.missing


def _told(words: str, tables_: Iterable[Table], about: str) -> Paragraph:
    """A paragraph that ends by naming its tables."""
    runs = [Run(words)]
    for table in tables_:
        runs += [Run(" "), Run("", ref=table.key), Run(NAMED[table.key])]
    return Paragraph(tuple(runs), about=(about,) if about else ())


def _approach(facts: Facts) -> Prose:
    prose = method_text.Prose()
    kind = facts.study.approach
    prose.say(
        "The study is a thematic analysis of the {kind} kind, done in six phases: {phases}.",
        "The approach has not been stated.",
        kind={"coding-reliability": "coding reliability"}.get(kind, kind),
        phases=PHASES.get(kind, PHASES["codebook"]),
    )
    for one in facts.reasons:
        detail = f" ({one.detail})" if one.detail else ""
        prose.sentences.append(f"{REASONS[one.about]}{detail}: {one.text.rstrip('.')}.")
    return prose


def _data(facts: Facts) -> Prose:
    prose, sample = method_text.Prose(), facts.sample
    if not sample.transcripts:
        prose.open_points.append("No transcript has been imported.")
        return prose
    went = flow(facts.trail.protection, len(sample.analyzed))
    withdrawn = f" {went}" if went else ""
    prose.sentences.append(
        f"{plural(sample.transcripts, 'transcript')} of {plural(len(sample.analyzed), 'participant')}"
        f" {were(sample.transcripts)} analyzed, {count(sample.words)} words of participant speech in"
        f" all.{withdrawn}"
    )
    if sample.asked:
        prose.sentences.append(
            f"{count(sample.answered)} of {count(sample.asked)} who were asked in writing answered;"
            " percentages are of those asked."
        )
    if sample.criteria:
        prose.sentences.append(
            f"{sample.eligible} of {len(sample.analyzed)} met the criteria of eligibility"
            f" ({'; '.join(sample.criteria)})."
        )
    return prose

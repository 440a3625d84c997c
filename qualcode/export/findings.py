"""The Findings section: overview, one section per theme, and the tables across themes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.export import quotation, tables, theme_tables
from qualcode.export.author_text import author_blocks
from qualcode.export.blocks import Figure, Heading, Paragraph, Run, text
from qualcode.export.numbers import count, date, number_word, plural, share
from qualcode.export.pictures import map_png
from qualcode.export.quote_proof import proof_line
from qualcode.export.slots import closing_name
from qualcode.export.strata import FEWEST, grouping
from qualcode.names import natural_key
from qualcode.themes.citations import citation, cited
from qualcode.themes.cleaning import RULE as LIGHT_CLEANING
from qualcode.themes.map import svg, thematic_map
from qualcode.themes.matrix import AttributeNotFound, matrix
from qualcode.themes.rendering import BRACKETED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.export.blocks import Block, Table
    from qualcode.export.facts import Facts
    from qualcode.store.project import Project
    from qualcode.themes.claims import Claim
    from qualcode.themes.quotes import Quote
    from qualcode.themes.views import ThemeView


def findings(project: Project, facts: Facts, *, public: bool) -> list[Block]:
    """The whole section; without themes one honest sentence."""
    blocks: list[Block] = [Heading("Findings", 1)]
    if not facts.themes:
        return [*blocks, text("There are no findings to report yet: no theme has been developed.")]
    blocks += [*_overview(project, facts), *_legend(facts)]
    number = 0
    for theme in facts.themes:
        if theme.parent is None:
            number += 1
            blocks += _theme(theme, number, facts, public=public)
    if facts.study.approach != "reflexive":  # there the counts stand in the audit trail
        blocks += [Heading("Across themes", 2), *across(project, facts, public=public)]
    table = theme_tables.quotations(facts)
    if table is not None:
        named = (Run("", ref=table.key), Run(" holds every quotation of this report."))
        blocks += [Heading("Illustrative quotations", 2), Paragraph(named), table]
    return blocks


def _overview(project: Project, facts: Facts) -> list[Block]:
    main = [theme for theme in facts.themes if theme.parent is None]
    names = "; ".join(theme.name for theme in main)
    verb = "theme was" if len(main) == 1 else "themes were"
    sentence = f"{number_word(len(main)).capitalize()} {verb} developed: {names}."
    gives, draws = Run(" gives their essence and support, "), Run(" draws them.")
    runs = (Run(f"{sentence} "), Run("", ref="themes"), gives, Run("", ref="map"), draws)
    found = theme_tables.themes(facts)
    return [Heading("Overview", 2), Paragraph(runs), *([found] if found else []), _map(project, facts)]


def _legend(facts: Facts) -> list[Block]:
    """What brackets mean where points are pauses, and what is left out without a sign."""
    notes: list[Block] = []
    if any(BRACKETED in quote.rendered for quote in facts.quotes):
        told = f"In quotations, {BRACKETED} marks words left out; points without brackets are pauses"
        notes.append(text(f"{told} as transcribed.", "Note"))
    if any(edit.kind == "clean" for quote in facts.quotes for edit in quote.edits):
        rule = facts.slots.get(LIGHT_CLEANING, "what no rule names")
        notes.append(text(f"Quotations are lightly cleaned: {rule} may be left out without a sign.", "Note"))
    return notes


def _map(project: Project, facts: Facts) -> Figure:
    drawn = thematic_map(project, facts.evidence)
    caption = "Thematic map; lines are relations stated by the authors."
    return Figure("map", caption, drawn.alt, svg(drawn), map_png(drawn), min(15.0, drawn.width / 60))


def _theme(theme: ThemeView, number: int, facts: Facts, *, public: bool) -> list[Block]:
    blocks: list[Block] = [Heading(f"Theme {number}: {theme.name}", 2)]
    blocks += _body(theme, facts, public=public)
    for below in facts.themes:
        if below.parent == theme.name:
            blocks += [Heading(below.name, 3), *_body(below, facts, public=public)]
    return [*blocks, *_divergent(theme, facts, public=public), *_closing(theme, facts)]


def _closing(theme: ThemeView, facts: Facts) -> list[Block]:
    """The authors' own line; nothing while it is not written."""
    name = closing_name(theme.name)
    blocks = author_blocks(facts.slots.get(name, ""), name)
    lead = Run("How this answers the question: ", bold=True)
    if blocks and isinstance(blocks[0], Paragraph):
        blocks[0] = replace(blocks[0], runs=(lead, *blocks[0].runs))
    return blocks


def _body(theme: ThemeView, facts: Facts, *, public: bool) -> list[Block]:
    """Definition, prevalence, claims with their quotes, then the quotes that illustrate no claim."""
    blocks: list[Block] = [*_definition(theme), text(_prevalence(theme, facts), "Note", theme.name)]
    chosen = [quote for quote in facts.quotes if quote.theme == theme.name]
    for claim in facts.claims:
        if claim.theme == theme.name and not (theme.parent is None and _diverges(claim, facts)):
            blocks += _claim(claim, facts, public=public)
    return [*blocks, *_quotes([quote for quote in chosen if quote.claim is None], facts, public=public)]


def _claim(claim: Claim, facts: Facts, *, public: bool) -> list[Block]:
    """The claim with its citation, then its quotes in order; inline ones run on, up to the next block."""
    parenthesis = citation(claim.participants, facts.sample.analyzed, claim.kind, public=public)
    number = f"c{claim.number}"
    chosen = [quote for quote in facts.quotes if quote.claim == claim.number]
    led = bool(chosen) and quotation.leads_in(claim.text, chosen[0].speaker)
    alone = led and claim.participants == (chosen[0].speaker,)
    sentence = quotation.led(claim.text, parenthesis, alone=alone) if led else cited(claim.text, parenthesis)
    made = [Paragraph((Run(sentence, anchor=number),), "Claim", about=(number,))]
    for quote in _quotes(chosen, facts, public=public, led=led):
        if quote.style == made[-1].style == "Claim":
            made[-1] = _run_on(made[-1], quote)
        else:
            made.append(quote)
    return list(made)


def _run_on(one: Paragraph, other: Paragraph) -> Paragraph:
    return Paragraph(
        (*one.runs, Run(" "), *other.runs), one.style, one.evidence + other.evidence, one.about + other.about
    )


def _diverges(claim: Claim, facts: Facts) -> bool:
    """Whether a claim tells of a divergent account: all it rests on speaks against its theme."""
    against = {(one.transcript, one.start_char, one.end_char) for one in facts.contrary.get(claim.theme, ())}
    rests_on = {(one.transcript, one.start_char, one.end_char) for one in claim.support}
    return bool(rests_on) and rests_on <= against


def _divergent(theme: ThemeView, facts: Facts, *, public: bool) -> list[Block]:
    """Accounts that do not fit with what is claimed of them, or the dated search that found none.

    Nothing if nobody looked.
    """
    found = facts.contrary.get(theme.name, ())
    searched = facts.searched.get(theme.name)
    if found:
        people = sorted({one.participant for one in found if one.participant}, key=natural_key)
        who = _in_words(len(people), "participant").capitalize() if people else "Speakers not identified"
        quoted = f" ({', '.join(people)})" if people else ""
        told = f"{who} gave contrary accounts in {_in_words(len(found), 'passage')}{quoted}."
    elif searched:
        told = f"A search for contrary accounts ({date(searched)}) found none coded."
    else:
        return []
    diverging = [one for one in facts.claims if one.theme == theme.name and _diverges(one, facts)]
    claimed = [block for one in diverging for block in _claim(one, facts, public=public)]
    return [Heading("Divergent accounts", 3), text(told), *claimed]


def _in_words(number: int, noun: str) -> str:
    return f"{number_word(number)} {noun}{'' if number == 1 else 's'}"


def _definition(theme: ThemeView) -> list[Block]:
    if not theme.essence:
        return [text("This theme has no definition yet.")]
    parts = [_sentence(theme.essence)]
    parts += [f"Includes: {_sentence(theme.includes)}"] if theme.includes else []
    parts += [f"Excludes: {_sentence(theme.excludes)}"] if theme.excludes else []
    return [text(" ".join(parts), "Theme Definition", f"theme {theme.name}")]


def _prevalence(theme: ThemeView, facts: Facts) -> str:
    if facts.findings is None:
        return f"Codes: {len(theme.codes)}. No agreed coding yet, so participants are not counted."
    people = f" ({', '.join(theme.participants)})" if theme.participants else ""
    return (
        f"Participants: {share(len(theme.participants), theme.of)}{people}."
        f"{_heard_in(theme)} Segments: {count(theme.codings)}. Codes: {len(theme.codes)}."
        + (f" Question: {theme.answers}." if theme.answers else "")
    )


def _heard_in(theme: ThemeView) -> str:
    """Focus groups beside people: who is not known counts for the group only."""
    if not theme.of_groups:
        return ""
    said = plural(theme.said_in_groups, "segment")
    unknown = f"; of {said} there, {theme.unidentified} by unidentified speakers"
    return f" Groups: {len(theme.groups)} of {theme.of_groups}{unknown if theme.unidentified else ''}."


def _quotes(chosen: Sequence[Quote], facts: Facts, *, public: bool, led: bool = False) -> list[Paragraph]:
    """The quotes as paragraphs; `led`: the sentence before the first one names its speaker."""
    return [
        paragraph
        for at, quote in enumerate(chosen)
        for paragraph in quotation.paragraphs(
            quote,
            proof_line(quote, facts.proofs[quote.number], public=public),
            named_in_lead=led and at == 0,
        )
    ]


def across(project: Project, facts: Facts, *, public: bool, series: str = "") -> list[Block]:
    """Who is heard in which theme: by participant, and by the attributes that group people."""
    if facts.findings is None:
        return [text("Themes cannot be counted before there is one agreed coding.")]
    found = matrix(project, counted=facts.evidence)
    made = [theme_tables.theme_by_participant(found, _contrary_counts(facts))]
    for name in _strata(facts, public=public):
        try:
            made.append(theme_tables.theme_by_attribute(matrix(project, name, counted=facts.evidence)))
        except AttributeNotFound:  # set for people who have nothing to read
            continue
    return [Paragraph(tuple(_named(made))), *(replace(table, series=series) for table in made)]


def _named(made: Sequence[Table]) -> Iterator[Run]:
    """As in: Table 7 shows who is heard in which theme; Table 8 and Table 9 count them by group."""
    first, *others = made
    yield from (Run("", ref=first.key), Run(" shows who is heard in which theme"))
    for at, table in enumerate(others):
        yield from (Run("; " if at == 0 else " and "), Run("", ref=table.key))
    if others:
        yield Run(" counts them by group" if len(others) == 1 else " count them by group")
    yield Run(".")


def _contrary_counts(facts: Facts) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for name, passages in facts.contrary.items():
        for one in passages:
            if one.participant is not None:
                counts[name, one.participant] = counts.get((name, one.participant), 0) + 1
    return counts


def _strata(facts: Facts, *, public: bool) -> list[str]:
    """Attributes that group people; in public builds none with a rare value."""
    chosen = []
    for name in grouping(facts.sample.attributes):
        values = list(facts.sample.attributes[name].values())
        if not (public and min(values.count(value) for value in values) < tables.SHARED):
            chosen.append(name)
    return chosen[:FEWEST]


def _sentence(words: str) -> str:
    stripped = words.strip()
    return stripped if stripped.endswith((".", "!", "?")) else f"{stripped}."

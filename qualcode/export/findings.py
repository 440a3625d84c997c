"""The Findings section: overview, one section per theme, and the tables across themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.export import tables
from qualcode.export.blocks import Heading, Paragraph, Run, text
from qualcode.export.numbers import count, number_word, plural, share
from qualcode.themes.matrix import AttributeNotFound, matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.export.blocks import Block
    from qualcode.export.facts import Facts
    from qualcode.store.project import Project
    from qualcode.themes.quotes import Quote
    from qualcode.themes.views import ThemeView

_FEWEST: Final = 2
"""Strata that a comparison takes."""


def findings(project: Project, facts: Facts, *, public: bool) -> list[Block]:
    """The whole section; without themes one honest sentence."""
    blocks: list[Block] = [Heading("Findings", 1)]
    if not facts.themes:
        return [*blocks, text("There are no findings to report yet: no theme has been developed.")]
    blocks += _overview(facts)
    number = 0
    for theme in facts.themes:
        if theme.parent is None:
            number += 1
            blocks += _theme(theme, number, facts)
    return [*blocks, *_across(project, facts, public=public)]


def _overview(facts: Facts) -> list[Block]:
    main = [theme for theme in facts.themes if theme.parent is None]
    names = "; ".join(theme.name for theme in main)
    verb = "theme was" if len(main) == 1 else "themes were"
    sentence = f"{number_word(len(main)).capitalize()} {verb} developed: {names}."
    runs = (Run(f"{sentence} "), Run("", ref="themes"), Run(" gives their essence and support."))
    found = tables.themes(facts)
    return [Heading("Overview", 2), Paragraph(runs), *([found] if found else [])]


def _theme(theme: ThemeView, number: int, facts: Facts) -> list[Block]:
    blocks: list[Block] = [Heading(f"Theme {number}: {theme.name}", 2), *_definition(theme)]
    blocks.append(text(_prevalence(theme, facts), "Note"))
    blocks += _quotes([quote for quote in facts.quotes if quote.theme == theme.name])
    for below in facts.themes:
        if below.parent == theme.name:
            blocks += [Heading(below.name, 3), *_definition(below)]
            blocks.append(text(_prevalence(below, facts), "Note"))
            blocks += _quotes([quote for quote in facts.quotes if quote.theme == below.name])
    if theme.answers:
        blocks.append(text(f"This theme answers {theme.answers}."))
    return blocks


def _definition(theme: ThemeView) -> list[Block]:
    if not theme.essence:
        return [text("This theme has no definition yet.")]
    parts = [_sentence(theme.essence)]
    parts += [f"Includes: {_sentence(theme.includes)}"] if theme.includes else []
    parts += [f"Excludes: {_sentence(theme.excludes)}"] if theme.excludes else []
    return [text(" ".join(parts), "Theme Definition")]


def _prevalence(theme: ThemeView, facts: Facts) -> str:
    if facts.findings is None:
        return f"Codes: {len(theme.codes)}. No agreed coding yet, so participants are not counted."
    people = f" ({', '.join(theme.participants)})" if theme.participants else ""
    return (
        f"Participants: {share(len(theme.participants), theme.of)}{people}."
        f" Segments: {count(theme.codings)}. Codes: {len(theme.codes)}."
    )


def _quotes(chosen: Sequence[Quote]) -> list[Block]:
    if not chosen:
        return []
    return [text(quote.rendered, "Quote Block" if quote.form == "block" else "Claim") for quote in chosen]


def _across(project: Project, facts: Facts, *, public: bool) -> list[Block]:
    blocks: list[Block] = [Heading("Across themes", 2)]
    if facts.findings is None:
        return [*blocks, text("Themes cannot be counted before there is one agreed coding.")]
    runs = (Run("", ref="by_participant"), Run(" shows who is heard in which theme."))
    blocks += [Paragraph(runs), tables.theme_by_participant(matrix(project), {})]
    for name in _strata(facts, public=public):
        try:
            blocks.append(tables.theme_by_attribute(matrix(project, name)))
        except AttributeNotFound:  # set for people who have nothing to read
            continue
    return blocks


def _strata(facts: Facts, *, public: bool) -> list[str]:
    """Attributes that group people: two values or more, few of them; in public builds none that is rare."""
    chosen = []
    for name, values in facts.sample.attributes.items():
        sizes = [list(values.values()).count(value) for value in set(values.values())]
        grouping = _FEWEST <= len(sizes) <= max(_FEWEST, len(values) // 2)
        if grouping and not (public and min(sizes) < tables.SHARED):
            chosen.append(name)
    return chosen[:_FEWEST]


def _sentence(words: str) -> str:
    stripped = words.strip()
    return stripped if stripped.endswith((".", "!", "?")) else f"{stripped}."


def quoted_summary(facts: Facts) -> str:
    """How many quotes from how many people, in words."""
    people = {quote.speaker for quote in facts.quotes}
    return f"{plural(len(facts.quotes), 'quote')} from {plural(len(people), 'participant')}"

"""What a project knows of its analysis, one sentence for each question of a checklist."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import qualcode
from qualcode.export.author_text import in_brief
from qualcode.export.limits import limitations
from qualcode.export.numbers import capital, coefficient, count, date, listed, percent, plural, share

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.export.checklist_data import Known


def coders(about: Known) -> str:
    """Who coded, in how many passes."""
    coders, passes = about[1].coders, about[1].independent
    if not coders:
        return ""
    people = "One person" if len(coders) == 1 else f"{len(coders)} people"
    return f"{people} ({', '.join(coders)}) coded, in {plural(len(passes), 'pass', 'passes')}."


def coding_tree(about: Known) -> str:
    """The codebook in numbers."""
    book = about[1].codebook
    frozen = f", frozen at {book.codes_at_freeze} on {date(book.frozen_at)}" if book.frozen_at else ""
    kinds = f" in {plural(book.categories, 'category', 'categories')}" if book.categories else ""
    return (
        f"{capital(plural(book.codes, 'code'))}{kinds}{frozen}; all are defined in Appendix A."
        if book.codes
        else ""
    )


def derivation(about: Known) -> str:
    """How codes became themes."""
    facts = about[1]
    if not facts.themes:
        return ""
    codes = facts.codebook.codes_at_freeze or facts.codebook.codes
    living = sum(theme.parent is None for theme in facts.themes)
    origin = facts.slots.get("orientation", "")
    made = plural(facts.events.candidates, "candidate theme")
    told = f"{made} were developed from {count(codes)} codes; {living} remain."
    return f"Coding was {origin}. {told}" if origin else told


def software(_: Known) -> str:
    """This program."""
    return f"qualcode {qualcode.__version__}."


def checking(about: Known) -> str:
    """What came of taking findings back to participants."""
    told = about[1].checking.sentence()
    return told or in_brief(about[1].slots.get("participant_checking", ""))


def transcripts_returned(about: Known) -> str:
    """Changes that participants' comments made to transcripts."""
    changed = about[1].checking.changes.get("transcript", 0)
    return (
        f"Participants saw transcripts; {plural(changed, 'change')} to transcripts followed."
        if changed
        else ""
    )


def quotations(about: Known) -> str:
    """Quotations, and whether each names its participant."""
    facts = about[1]
    if not facts.quotes:
        return ""
    people = {who for quote in facts.quotes for who in quote.speakers}
    wrong = sum(one.rule == "ATTR" for one in about[2])
    printed, from_whom = plural(len(facts.quotes), "quotation"), plural(len(people), "participant")
    told = f"{printed} from {from_whom}, each with an ID."
    return told if not wrong else f"{told} {plural(wrong, 'quotation')} in the authors’ text still lack one."


def consistency(about: Known) -> str:
    """Whether quotations are true and claims supported."""
    facts = about[1]
    true = sum(quote.verified for quote in facts.quotes)
    told = (
        [f"{true} of {len(facts.quotes)} quotations are word for word the transcripts’."]
        if facts.quotes
        else []
    )
    if facts.claims:
        held = sum(bool(claim.support) for claim in facts.claims)
        told.append(f"{held} of {len(facts.claims)} claims rest on coded passages.")
    return " ".join(told)


def major(about: Known) -> str:
    """The themes with the participants in each."""
    main = [theme for theme in about[1].themes if theme.parent is None]
    told = [f"{theme.name} ({share(len(theme.participants), theme.of)})" for theme in main]
    return f"{capital(plural(len(main), 'theme'))}: {'; '.join(told)}." if main else ""


def minor(about: Known) -> str:
    """Sub-themes, contrary accounts, and searches for them."""
    facts = about[1]
    below = sum(theme.parent is not None for theme in facts.themes)
    told = [f"{plural(below, 'sub-theme')}."] if below else []
    passages = sum(len(found) for found in facts.contrary.values())
    if passages:
        where = plural(sum(map(bool, facts.contrary.values())), "theme")
        told.append(f"{plural(passages, 'contrary passage')} in {where}.")
    if facts.searched:
        told.append(f"Contrary accounts were looked for in {plural(len(facts.searched), 'theme')}.")
    return " ".join(told)


def trustworthiness(about: Known) -> str:
    """Comparison, reconciling, contrary accounts and participants' replies."""
    facts = about[1]
    told = [coders(about)]
    if facts.comparison is not None:
        middle = (facts.comparison.get("overall") or {}).get("median_alpha")
        told.append(f"Passes were compared ({facts.comparison['label']}; median α {coefficient(middle)}).")
    if facts.reconciliation is not None:
        told.append(f"{count(facts.reconciliation.decided)} disagreements were decided one by one.")
    return " ".join(filter(None, [*told, minor(about), checking(about)]))


def coverage(about: Known) -> str:
    """How evenly transcripts are coded."""
    shares = [100 * coded / speech for coded, speech in about[1].coverage.values() if speech]
    if not any(shares):
        return ""
    low, high, middle = min(shares), max(shares), median(shares)
    return f"Between {low:.0f}% and {high:.0f}% of each transcript’s speech is coded (median {middle:.0f}%)."


def segments(about: Known) -> str:
    """Segments and participants by theme."""
    told = [
        f"{theme.name}: {count(theme.codings)} segments from {len(theme.participants)} of {theme.of} people"
        for theme in about[1].themes
        if theme.parent is None
    ]
    return f"{'; '.join(told)}." if told else ""


def extracts(about: Known) -> str:
    """All coded segments."""
    total = sum(len(passages) for passages in about[1].evidence.passages.values())
    return f"{count(total)} coded segments, collated by “qualcode export quotations”." if total else ""


def reviews(about: Known) -> str:
    """When themes were reviewed."""
    events = about[1].events
    told = [
        f"{name} on {date(moment)}"
        for name, moment in (
            ("against their extracts", events.review_1),
            ("against the data set", events.review_2),
        )
        if moment
    ]
    return f"Themes were reviewed {listed(told)}." if told else ""


def definitions(about: Known) -> str:
    """How many themes are defined and bounded."""
    main = about[1].themes
    defined = sum(bool(theme.essence) for theme in main)
    bounded = sum(bool(theme.excludes) for theme in main)
    return f"{defined} of {len(main)} themes are defined, {bounded} say what they leave out." if main else ""


def _words(about: Known) -> tuple[int, int]:
    """Words of the authors' claims and definitions, and of quotations."""
    facts = about[1]
    own = sum(len(claim.text.split()) for claim in facts.claims)
    own += sum(len(f"{theme.essence} {theme.includes} {theme.excludes}".split()) for theme in facts.themes)
    return own, sum(quote.words for quote in facts.quotes)


def ratio(about: Known) -> str:
    """Authors' words to quoted words."""
    own, quoted = _words(about)
    return (
        f"{count(own)} words of claims and definitions to {count(quoted)} quoted words; authors judge."
        if own and quoted
        else ""
    )


def balance(about: Known) -> str:
    """The share of quotations in the findings."""
    own, quoted = _words(about)
    return (
        f"Quotations are {percent(quoted, own + quoted)} of {count(own + quoted)} words of findings;"
        " no norm is implied."
        if quoted
        else ""
    )


def phases(about: Known) -> str:
    """First and last day of each phase."""
    told = [
        f"{one.label}: {' to '.join(dict.fromkeys((date(one.first), date(one.last))))}"
        for one in about[1].trail.phases
    ]
    return f"{'; '.join(told)}." if told else ""


def generated(about: Known) -> str:
    """That the Method section comes from the record."""
    return (
        "The Method section is computed from the record; what the record lacks is listed as open."
        if about[1].passes
        else ""
    )


def remarks(*rules: str) -> Callable[[Known], str]:
    """Open remarks of `lint` under some rules."""

    def tell(about: Known) -> str:
        found = sum(one.rule in rules and not one.waived for one in about[2])
        return f"Checks of the wording ({', '.join(rules)}): {plural(found, 'remark')} open."

    return tell


def limits(about: Known) -> str:
    """What the record shows as limitations, and what authors add."""
    return " ".join(filter(None, [*limitations(about[1]), in_brief(about[1].slots.get("limitations", ""))]))


def questions(about: Known) -> str:
    """The research questions."""
    return " ".join(f"{one.label}: {one.wording}" for one in about[1].study.questions)

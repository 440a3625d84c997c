"""Answers to what a hostile reader asks about themes and the people behind them (questions 9 to 20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.export.numbers import listed, plural
from qualcode.phases.known import told
from qualcode.phases.lives import lives
from qualcode.themes.takeover import looked_at
from qualcode.themes.voices import effective

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.phases.known import Known, Told


def development(known: Known) -> Told:
    """Question 9."""
    main = [theme for theme in known.facts.themes if theme.parent is None]
    if not main:
        return "open", "There are no themes yet."
    looked = looked_at(known.project)
    aid = f"groupings of {looked.codes} codes were looked at; " if looked else ""
    frozen = known.facts.codebook.codes_at_freeze
    codes = (
        f"{frozen} frozen codes" if frozen is not None else f"{known.facts.codebook.codes} codes, not frozen"
    )
    words = (
        f"{codes}; {aid}{plural(known.facts.events.candidates, 'candidate')}, {plural(len(main), 'theme')}"
    )
    waiting = lives(known.project).without("reviewed-2")
    words += f"; {len(waiting)} not reviewed at both levels." if waiting else "; reviewed at both levels."
    return told(frozen is not None and not waiting, some=True, words=words)


def topics(known: Known) -> Told:
    """Question 10."""
    found = known.facts.themes
    defined = [theme for theme in found if theme.essence]
    doubtful = list(dict.fromkeys(one.where for one in known.broken("TOPIC")))
    words = f"{len(defined)} of {plural(len(found), 'theme')} defined"
    words += f"; topic-like: {_names(doubtful)}." if doubtful else "."
    return told(bool(found) and len(defined) == len(found) and not doubtful, bool(defined), words)


def support(known: Known) -> Told:
    """Question 11."""
    found = [theme for theme in known.facts.themes if theme.parent is None]
    thin = list(dict.fromkeys(one.where for one in known.broken("SUPPORT")))
    words = "; ".join(f"“{theme.name}” {len(theme.participants)} of {theme.of}" for theme in found)
    asked = f" Questions remain on {_names(thin)}." if thin else ""
    return told(bool(found) and not thin, bool(found), f"{words or 'There are no themes yet'}.{asked}")


def quantifiers(known: Known) -> Told:
    """Question 12."""
    wrong = known.broken("QUANT")
    if not known.facts.claims:
        return "open", "No claims are kept, so no counting word is checked."
    words = f"{plural(len(known.facts.claims), 'claim')}; the vocabulary is printed"
    words += f"; {plural(len(wrong), 'word')} do not fit the count." if wrong else "."
    return told(not wrong, some=True, words=words)


def voices(known: Known) -> Told:
    """Question 13."""
    found = known.facts.quotes
    if not found:
        return "open", "No quotes are chosen yet."
    speakers = [who for one in found for who in one.speakers]
    number = effective([speakers.count(who) for who in dict.fromkeys(speakers)]) or 0
    loud = [f"{one.where}: {one.message}" for one in known.broken("VOICE")]
    words = f"{plural(len(found), 'quote')}, {number:.2f} effective voices. {' '.join(loud)}".strip()
    return told(not loud, some=True, words=words)


def contrary(known: Known) -> Told:
    """Question 14."""
    found = lives(known.project)
    left = [theme.name for theme in found.unchallenged]
    if not found.main:
        return "open", "There are no themes yet."
    words = (
        f"No contrary account and no search: {listed(left)}."
        if left
        else "Recorded or searched for every theme."
    )
    return told(not left, len(left) < len(found.main), words)


def settings(known: Known) -> Told:
    """Question 15."""
    known_attributes = list(known.facts.sample.attributes)
    if not known_attributes:
        return "open", "Nothing is known of the participants."
    words = (
        f"Themes can be set against {listed(known_attributes)}; counts are no test, and absence is no denial."
    )
    return told(bool(known.facts.themes), some=True, words=words)


def verbatim(known: Known) -> Told:
    """Question 16."""
    found = known.facts.quotes
    cut = sum(len(one.edits) for one in found)
    altered = [f"q{one.number}" for one in found if not one.verified]
    doubtful = [one.where for one in known.broken("EDIT")]
    words = (
        f"{len(found) - len(altered)} of {plural(len(found), 'quote')} verbatim, {plural(cut, 'edit')} kept"
    )
    words += f"; check the meaning of {listed(doubtful)}." if doubtful else "."
    return told(bool(found) and not altered and not doubtful, bool(found), words)


def checking(known: Known) -> Told:
    """Question 17."""
    found = known.facts.checking
    if not found.sent:
        return told(
            good=False,
            some=bool(known.slot("participant_checking")),
            words="Nothing was sent to participants.",
        )
    changed = sum(found.changes.values())
    words = f"Sent to {found.sent}, {found.replied} replied, {found.corrected} corrected or added"
    words += f", {plural(changed, 'change')} made."
    return told(found.replied > 0, some=True, words=words)


def sample(known: Known) -> Told:
    """Question 18."""
    words = []
    if known.facts.saturation is not None:
        words.append("Saturation is computed, with its settings")
    if known.slot("sample_adequacy"):
        words.append("the authors say why")
    return told(bool(words), some=False, words=f"{'; '.join(words) or 'Nothing is said of it'}.")


def software(known: Known) -> Told:
    """Question 19."""
    found = known.facts.assisted
    if found is None:
        return "answered", "No suggestion was ever asked for."
    total = found.total
    words = f"{total.made} made, {total.accepted} accepted, {total.edited} edited, {total.rejected} rejected"
    words += f", {total.undecided} undecided; each decided one by one."
    words += " Decisions were quick or nearly all yes." if found.hasty else ""
    return told(not total.undecided and not found.hasty, some=True, words=words)


def recognition(known: Known) -> Told:
    """Question 20."""
    risky = known.broken("DISC", "IDENT")
    written = bool(known.slot("data_protection"))
    screened = known.facts.trail.protection.screening
    words = f"{known.facts.sample.withdrawn} withdrawn"
    words += f"; {sum(screened.replaced.values())} identifying words replaced" if screened else ""
    words += f"; {plural(len(risky), 'place')} where somebody could be recognized" if risky else ""
    words += "." if written else "; how the data are kept is not written."
    return told(written and not risky, written or not risky, words)


def _names(themes: Sequence[str]) -> str:
    """Names in marks, since they may hold commas."""
    return listed([f"“{name}”" for name in themes])

"""Two changes that print does not mark in the words: a declared light cleaning, and a translation.

Fillers go only under a rule that the project has declared and the report prints; a translation names who
made it, and the original stands in the evidence index.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qualcode.errors import QualcodeError
from qualcode.store.actions import action
from qualcode.themes import quotes
from qualcode.themes.edits import BadEdit, place_in, record
from qualcode.themes.rendering import Edit
from qualcode.transcripts import library

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.themes.quotes import Quote

RULE: Final = "light_cleaning"
"""The slot that holds the rule: `um, uh, false starts`."""

FALSE_STARTS: Final = "false starts"


class NotCleanable(QualcodeError):
    """The words are none that the declared rule lets go, or no rule is declared."""


def rule(project: Project) -> tuple[str, ...]:
    """What may be left out without a sign, as declared; empty when nothing is."""
    body = project.value("SELECT body FROM slots WHERE name = ? AND deleted_at IS NULL", (RULE,))
    return tuple(one.strip().casefold() for one in str(body or "").split(",") if one.strip())


def allowed(declared: tuple[str, ...], words: str, after: str) -> bool:
    """Whether a rule lets words go; a false start is taken up again by the words after it.

    >>> allowed(("um", "uh"), "Um,", " I was"), allowed(("um",), "well", " I was")
    (True, False)
    >>> allowed(("false starts",), "I was,", " I was new")
    True
    """
    said, following = _keys(words), _keys(after)
    again = bool(said) and following[:1] == said[:1]
    return " ".join(said) in declared or (FALSE_STARTS in declared and again)


def clean(project: Project, number: int, words: str) -> Quote:
    """Leave fillers out of a quote without a sign; recorded like any edit.

    Raises:
        QuoteNotFound, WordsNotInQuote, BadEdit: as for other edits.
        NotCleanable: no declared rule lets these words go.
    """
    with action(project, "quotes edit") as cleaning:
        row = quotes.stored(project, number)
        start, end = place_in(project, row, words)
        text = library.text(project, row["transcript_id"])[row["start_char"] : row["end_char"]]
        declared = rule(project)
        if not allowed(declared, text[start:end], text[end:]):
            told = ", ".join(declared) or "nothing yet"
            raise NotCleanable(
                f"The declared rule does not let those words go; it names {told}.",
                f'Use --omit, or declare it: qualcode slots set {RULE} "um, uh, {FALSE_STARTS}".',
            )
        record(cleaning, row, Edit("clean", start, end))
    return quotes.show(project, number)


def translate(project: Project, number: int, translation: str, by: str) -> Quote:
    """Print a quote in translation; the original stays in the evidence index.

    Raises:
        QuoteNotFound: no such quote.
        BadEdit: no words, nobody who translated, several turns, or the quote has edits already.
    """
    with action(project, "quotes edit") as translating:
        row = quotes.stored(project, number)
        shown = quotes.show(project, number)
        if not (translation.strip() and by.strip()):
            raise BadEdit("A translation has words, and somebody made it.", "Give --translation and --by.")
        if shown.lines:
            raise BadEdit("A quote over several turns is not translated as one.", "Quote turn by turn.")
        if shown.edits:
            raise BadEdit(
                "The quote has edits already.", "Clear them first; mark omissions in the translation."
            )
        whole = Edit("translate", 0, row["end_char"] - row["start_char"], translation.strip(), by.strip())
        record(translating, row, whole)
    return quotes.show(project, number)


def _keys(words: str) -> list[str]:
    return re.findall(r"[\w'’]+", words.casefold())

"""Visible changes to a quote: words left out, words added in square brackets. Each is recorded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from qualcode.errors import QualcodeError, UsageError
from qualcode.spans import contains
from qualcode.store.actions import action
from qualcode.themes import exchanges, quotes
from qualcode.themes.rendering import Edit
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.spans import Span
    from qualcode.store.actions import Action
    from qualcode.store.project import Project, Row
    from qualcode.themes.quotes import Quote


class WordsNotInQuote(QualcodeError):
    """The words to edit do not stand in the quote, or stand there more than once."""


class BadEdit(UsageError):
    """The edit cannot be made as it was asked for."""


def edit(
    project: Project,
    number: int,
    *,
    omit: str | None = None,
    insert: str | None = None,
    at: str | None = None,
) -> Quote:
    """Record a visible edit.

    `omit` leaves words out; `insert` puts words in square brackets after the words `at`, or at the front;
    both together put the bracket in the words' place.

    Raises:
        QuoteNotFound: no such quote.
        WordsNotInQuote: `omit` or `at` does not stand in the quote exactly once.
        BadEdit: nothing to do, everything would be left out, or it overlaps an earlier edit.
    """
    with action(project, "quotes edit") as editing:
        row = quotes.stored(project, number)
        kind, start, end = _wanted(_quoted(project, row), _turns(project, row), omit, insert, at)
        record(editing, row, Edit(kind, start, end, (insert or "").strip()))
    return quotes.show(project, number)


def record(editing: Action, row: Row, new: Edit) -> None:
    """Write an edit of a stored quote down; its offsets count from the quote's first character.

    Raises:
        BadEdit: it overlaps an earlier edit, or nothing would be left.
    """
    project = editing.project
    _check_edit(project, row, new)
    if new.kind != "translate":
        made = [*quotes.edits(project, row), new]
        _check_something_left(_quoted(project, row), _turns(project, row), made)
    editing.add(
        "quote_edits",
        quote_id=row["id"],
        kind=new.kind,
        start_char=row["start_char"] + new.start_char,
        end_char=row["start_char"] + new.end_char,
        inserted=new.inserted,
        made_by=new.made_by,
        created_at=project.now(),
    )


def place_in(project: Project, row: Row, words: str) -> Span:
    """Where words stand in a stored quote, counted from its first character.

    Raises:
        WordsNotInQuote: not exactly once.
    """
    return _only_place(_quoted(project, row), _turns(project, row), words)


def _quoted(project: Project, row: Row) -> str:
    return library.text(project, row["transcript_id"])[row["start_char"] : row["end_char"]]


def clear_edits(project: Project, number: int) -> Quote:
    """Print the quote as it was said again.

    Raises:
        QuoteNotFound: no such quote.
    """
    with action(project, "quotes edit") as clearing:
        clearing.retire(
            "quote_edits",
            [row["id"] for row in quotes.edit_rows(project, quotes.stored(project, number)["id"])],
        )
    return quotes.show(project, number)


def _wanted(
    source: str, turns: Sequence[Span], omit: str | None, insert: str | None, at: str | None
) -> tuple[Literal["omit", "insert"], int, int]:
    if omit and at:
        raise BadEdit("Say either which words to leave out or where to insert.", "Give --omit or --at.")
    if omit:
        start, end = _only_place(source, turns, omit)
        return ("insert" if insert else "omit"), start, end
    if not insert:
        raise BadEdit("There is nothing to edit.", 'Give --omit "words", or --insert "words" --at "words".')
    end = _only_place(source, turns, at)[1] if at else 0
    return "insert", end, end


def _turns(project: Project, row: Row) -> list[Span]:
    """The turns of the quote, counted from its first character; labels between them are nobody's words."""
    start, end = row["start_char"], row["end_char"]
    transcript = library.by_id(project, row["transcript_id"])
    found = exchanges.parts(project, transcript, (start, end))
    if len(found) <= 1:
        return [(0, end - start)]
    return [(one.start_char - start, one.end_char - start) for one in found]


def _only_place(source: str, turns: Sequence[Span], words: str) -> Span:
    words = words.strip()
    # \b at an end that is a letter: half a word is never left out
    before, after = (r"\b" if end.isalnum() else "" for end in (words[:1], words[-1:]))
    whole = before + re.escape(_folded(words)) + after if words else r"(?!)"
    found = [
        match.span()
        for match in re.finditer(whole, _folded(source))
        if any(contains(turn, match.span()) for turn in turns)
    ]
    if len(found) == 1:
        return found[0]
    times = f"stand in the quote {len(found)} times" if found else "do not stand in the quote"
    hint = "Give more of the words around them." if found else "Copy whole words, letter by letter."
    raise WordsNotInQuote(f"The words given {times}.", hint)


def _folded(text: str) -> str:
    """Straight marks for curly ones, one space for a line break: nothing that moves an offset."""
    return text.translate(str.maketrans("‘’“”\n\t\u00a0", "''\"\"   "))


def _check_edit(project: Project, row: Row, new: Edit) -> None:
    others = quotes.edits(project, row)
    whole = any(one.kind == "translate" for one in others)
    if whole or any(one.start_char < new.end_char and new.start_char < one.end_char for one in others):
        raise BadEdit("That overlaps an earlier edit of the quote.", "Clear its edits first.")


def _check_something_left(quoted: str, turns: Sequence[Span], made: Sequence[Edit]) -> None:
    """Something must be left of the first and of the last turn; one between them may be points alone.

    Of a turn that is cleaned something must be left as well: no points would tell of it.
    """
    gone = [one for one in made if one.kind in {"omit", "clean"}]
    cleaned = [turn for turn in turns if any(one.kind == "clean" for one in exchanges.within(gone, turn))]
    for start, end in (turns[0], turns[-1], *cleaned):
        cuts = sorted((one.start_char, one.end_char) for one in gone)
        edges = [start, *(edge for cut in cuts for edge in cut if contains((start, end), cut)), end]
        kept = "".join(quoted[one:two] for one, two in zip(edges[::2], edges[1::2], strict=True))
        if not any(character.isalnum() for character in kept):
            what = "the turn that the quote begins or ends with" if len(turns) > 1 else "the quote"
            hint = "Take it out with `qualcode quotes remove`, and choose fewer words."
            raise BadEdit(f"Nothing would be left of {what}.", hint)

"""Reviewing as plain prompts: one suggestion with context, definition and reason, and one answer."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING, Final

import typer

from qualcode import render
from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.suggestions.deciding import Shown
    from qualcode.suggestions.review import Review

ANSWERS: Final = {
    "a": "accept",
    "r": "reject",
    "s": "span",
    "c": "code",
    "d": "defer",
    "n": "next",
    "u": "undo",
    "q": "quit",
}
"""Answers to one suggestion; none of them is the default, so that Return alone decides nothing."""

_WITH_WORDS: Final = ("reject", "span", "code")
"""Answers that may be followed by the reason, the place or the code on the same line."""

_KEYS: Final = ", ".join(f"{word} ({key})" for key, word in ANSWERS.items())
_WIDEST: Final = 96


def walk(opened: Project, review: Review) -> None:
    """Ask until none waits or the person stops."""
    from qualcode.suggestions.report import report

    if review.left:
        render.tell(f"{review.left} suggestions wait in {review.coding_pass.name}. Answers: {_KEYS}")
    while (shown := review.next()) is not None:
        show(shown, review.left)
        if _answer(opened, review, shown) == "quit":
            break
    left = review.left
    render.tell(f"{review.decided} decided, {left} left. Go on any time with the same command.")
    for line in report(opened, review.coding_pass.name).warnings:
        render.tell(line)


def show(shown: Shown, left: int | None = None) -> None:
    """Print a suggestion with everything that is needed to decide it."""
    one = shown.suggestion
    waiting = "" if left is None else f"  {left} left"
    render.write(f"\n{one.id}  {one.address}  {shown.speaker or ''}{waiting}\n")
    render.write(_wrapped(f"{shown.before}»{one.quotation}«{shown.after}", "    "))
    meaning = f": {shown.code.definition}" if shown.code.definition else ""
    render.write(_wrapped(f"{one.code}{meaning}", "  "))
    if shown.code.not_when:
        render.write(_wrapped(f"not when: {shown.code.not_when}", "  "))
    if shown.coded:
        render.write(_wrapped(f"coded here already: {'; '.join(shown.coded)}", "  "))
    render.write(_wrapped(f"because it {one.reason} ({one.method}, {one.score:.2f})", "  "))


def _wrapped(words: str, indent: str) -> str:
    width = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
    return (
        textwrap.fill(" ".join(words.split()), width, initial_indent=indent, subsequent_indent=indent) + "\n"
    )


def _answer(opened: Project, review: Review, shown: Shown) -> str:
    """Ask until there is an answer that can be carried out; returns the word given."""
    while True:
        typed, _, rest = str(typer.prompt("Decision", err=True)).strip().partition(" ")
        word = ANSWERS.get(typed.casefold(), typed.casefold())
        if word not in ANSWERS.values() or (rest and word not in _WITH_WORDS):
            render.tell(f"Answer one of: {_KEYS}")
            continue
        try:
            _carry_out(opened, review, shown, word, rest.strip())
        except QualcodeError as error:
            render.tell(f"{error.sentence} {error.hint}".rstrip())
            continue
        return word


def _carry_out(opened: Project, review: Review, shown: Shown, word: str, rest: str) -> None:
    from qualcode.suggestions import deciding

    if word == "accept":
        review.accept(shown)
    elif word == "reject":
        review.reject(shown, rest or _ask("Reason (or Return)", ""))
    elif word == "span":
        place = rest or _ask("New place, as 42-44 or @1203-1290")
        review.edit(shown, span=deciding.span_at(opened, shown, place))
    elif word == "code":
        review.edit(shown, code_name=rest or _ask("Code"))
    elif word == "defer":
        review.defer(shown)
    elif word == "next":
        review.skip(shown)
    elif word == "undo":
        review.undo()


def _ask(question: str, default: str | None = None) -> str:
    return str(typer.prompt(question, default=default, show_default=False, err=True)).strip()

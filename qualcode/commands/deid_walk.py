"""Hits at the prompt, one after the other: nothing is replaced that was not shown and decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import typer

from qualcode import render
from qualcode.commands.session import many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.transcripts.deid_choices import Choice
    from qualcode.transcripts.deidentify import Hit

HELP: Final = """\
r  replace here       a  replace these words wherever they stand
k  keep here          w  keep these words wherever they stand
s  leave it open      e  as a, with a replacement of your own       q  decide no more
Ctrl-C is as q: what you decided before it counts."""


def walk(hits: Sequence[Hit]) -> dict[str, Choice]:
    """Ask about every hit; returns what was decided, also when somebody breaks off in the middle."""
    choices: dict[str, Choice] = {}
    render.tell(HELP)
    try:
        _ask_all(hits, choices)
    except typer.Abort:
        render.tell(f"\nBroken off: {len(choices)} of {many(len(hits), 'hit')} decided, and these count.")
    return choices


def _ask_all(hits: Sequence[Hit], choices: dict[str, Choice]) -> None:
    from qualcode.transcripts.identifiers import key

    for at, hit in enumerate(hits):
        if hit.id in choices:
            continue
        same = [one for one in hits[at:] if key(one.words) == key(hit.words) and one.id not in choices]
        proposed = next(
            (choices[one.id].replacement for one in hits[:at] if _replaced_alike(one, hit, choices)),
            hit.replacement,
        )
        render.write(f"\n{at + 1} of {len(hits)}  {hit.where}  {hit.kind}{_often(len(same))}\n")
        answer = _answer(hit, proposed)
        if answer == "q":
            break
        choices |= _decided(hit, same, proposed, answer)


def _replaced_alike(one: Hit, hit: Hit, choices: dict[str, Choice]) -> bool:
    from qualcode.transcripts.identifiers import key

    decided = choices.get(one.id)
    return decided is not None and decided.decision == "replaced" and key(one.words) == key(hit.words)


def _often(same: int) -> str:
    return f", {same} times" if same > 1 else ""


def _answer(hit: Hit, proposed: str) -> str:
    render.write(render.filled(f"… {hit.before} >> {hit.words} << {hit.after} …", 2))
    while True:
        word = str(typer.prompt(f"  {proposed}  r/a/k/w/e/s/q", err=True)).strip().casefold()
        if word in {"r", "a", "k", "w", "e", "s", "q"}:
            return word
        render.tell(HELP)


def _decided(hit: Hit, same: Sequence[Hit], proposed: str, answer: str) -> dict[str, Choice]:
    from qualcode.transcripts.deid_choices import Choice

    if answer == "s":
        return {}
    if answer in {"k", "w"}:
        return {one.id: Choice("kept") for one in (same if answer == "w" else [hit])}
    replacement = _asked(hit) if answer == "e" else proposed
    return {one.id: Choice("replaced", replacement) for one in ([hit] if answer == "r" else same)}


def _asked(hit: Hit) -> str:
    """Another replacement; it will do for all places with these words, so that the study is consistent."""
    from qualcode.transcripts.deid_choices import BadReplacement, check

    while True:
        typed = str(typer.prompt("  Replacement, as [the shelter]", err=True)).strip()
        replacement = typed if typed.startswith("[") else f"[{typed}]"
        try:
            check(hit.words, replacement)
        except BadReplacement as error:
            render.tell(f"{error.sentence} {error.hint}")
        else:
            return replacement

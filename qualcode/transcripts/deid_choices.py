"""What a person decided about the hits of a scan; nothing is replaced that was not shown and decided."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from qualcode.errors import QualcodeError, UsageError
from qualcode.transcripts.identifier_rules import KINDS
from qualcode.transcripts.identifiers import Term, key, pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from qualcode.transcripts.deidentify import Hit

Decision = Literal["replaced", "kept"]

WORDS_FOR: Final[dict[str, Decision | None]] = {
    **dict.fromkeys(("replace", "replaced", "r", "yes", "y"), "replaced"),
    **dict.fromkeys(("keep", "kept", "k", "no", "n"), "kept"),
    **dict.fromkeys(("", "skip", "s", "defer"), None),
}
"""What may stand in the column `decision` of a file of decisions."""

_BRACKETS = re.compile(r"\[[^\[\]\n]+\]")
_KIND = re.compile(r"\[([a-z]+)(?![^\W\d_])")


class BadReplacement(UsageError):
    """A replacement stands in [square brackets] and does not hold the words it replaces."""


class BadDecisions(QualcodeError):
    """The file of decisions cannot be used as it is."""


class NotConsistent(QualcodeError):
    """The same words get the same replacement throughout the study."""


class NotFoundAnywhere(QualcodeError):
    """The words stand nowhere in the project."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of a hit."""

    decision: Decision
    replacement: str = ""


def replacements(given: Sequence[str]) -> dict[str, str]:
    """`X=[agency 1]`, as typed, to replacement by words.

    Raises:
        BadReplacement: there is no `=`, no words, or no brackets.
    """
    found = {}
    for one in given:
        words, equals, replacement = one.rpartition("=")
        if not equals or not words.strip():
            raise BadReplacement(
                "A replacement needs words and what stands for them.", 'As in --replace "X=[agency 1]"'
            )
        check(words, replacement.strip())
        found[" ".join(words.split())] = replacement.strip()
    return found


def check(words: str, replacement: str) -> None:
    """Refuse what would not be seen as a replacement, or would give away what it replaces.

    Raises:
        BadReplacement: as its name says.
    """
    if not _BRACKETS.fullmatch(replacement):
        raise BadReplacement(
            "A replacement stands in [square brackets], so that everybody sees it.", "As in [agency 1]."
        )
    if pattern([words]).search(replacement):
        raise BadReplacement("The replacement holds the words that it replaces.", "Choose another one.")


def as_terms(replace: Mapping[str, str]) -> list[Term]:
    """Words to look for, of the class that their replacement names; else of the one that a scan finds."""
    found = []
    for words, replacement in replace.items():
        named = _KIND.match(replacement)
        found.append(Term(named[1] if named and named[1] in KINDS else "", words))
    return found


def chosen(
    hits: Sequence[Hit],
    *,
    kinds: Collection[str] = (),
    replace: Mapping[str, str] | None = None,
    keep: Collection[str] = (),
    keep_kinds: Collection[str] = (),
    known: Mapping[str, str] | None = None,
) -> dict[str, Choice]:
    """Choices by hit, made for whole classes and for words; what is said of words goes before classes.

    Raises:
        NotFoundAnywhere: words that were named stand nowhere.
        NotConsistent: see `consistent`.
    """
    wanted = {key(words): new for words, new in (replace or {}).items()}
    kept = {key(words) for words in keep}
    here = {key(one.words) for one in hits}
    if missing := [one for one in (*wanted, *kept) if one not in here]:
        raise NotFoundAnywhere(
            f"{len(missing)} of the words that were named stand nowhere in the project.",
            "See what there is: qualcode deid scan",
        )
    choices = {}
    for hit in hits:
        words = key(hit.words)
        if words in wanted:
            choices[hit.id] = Choice("replaced", wanted[words])
        elif words in kept or (hit.kind in keep_kinds and not hit.decision):
            choices[hit.id] = Choice("kept")
        elif hit.kind in kinds and not hit.decision:
            choices[hit.id] = Choice("replaced", hit.replacement)
    consistent(hits, choices, known or {})
    return choices


def consistent(hits: Sequence[Hit], choices: Mapping[str, Choice], known: Mapping[str, str]) -> None:
    """Refuse two replacements for the same words, now or since an earlier round.

    Raises:
        NotConsistent: as its name says; BadReplacement: see `check`.
    """
    given = dict(known)
    for hit in hits:
        choice = choices.get(hit.id)
        if choice is None or choice.decision == "kept":
            continue
        check(hit.words, choice.replacement)
        before = given.setdefault(key(hit.words), choice.replacement)
        if before != choice.replacement:
            raise NotConsistent(
                f"The words at {hit.where} would be {choice.replacement}, but elsewhere they are {before}.",
                f"Use {before} here too, or the other one everywhere.",
            )


def read_file(path: Path, hits: Sequence[Hit]) -> tuple[dict[str, Choice], list[str]]:
    """Decisions from a CSV with the columns id, decision and replacement, as `deid scan --csv` writes it.

    A line without a decision leaves its hit open; one without a replacement takes the one proposed.

    Returns:
        Choices by hit, and the ids that are no hits any more.

    Raises:
        BadDecisions: it cannot be read, or a line cannot be understood.
    """
    by_id = {one.id: one for one in hits}
    choices: dict[str, Choice] = {}
    unknown = []
    for line, row in enumerate(_rows(path), start=2):
        word = (row["decision"] or "").strip().casefold()
        if word not in WORDS_FOR:
            raise BadDecisions(
                f"{path.name}, line {line}: {word!r} is no decision.", "Write replace, keep or skip."
            )
        decision, hit = WORDS_FOR[word], by_id.get((row["id"] or "").strip())
        if decision is None:
            continue
        if hit is None:
            unknown.append((row["id"] or "").strip())
        elif decision == "kept":
            choices[hit.id] = Choice("kept")
        else:
            choices[hit.id] = Choice("replaced", (row.get("replacement") or "").strip() or hit.replacement)
    return choices, unknown


def _rows(path: Path) -> list[dict[str, str | None]]:
    try:
        table = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        rows: list[dict[str, str | None]] = list(table)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadDecisions(
            f"{path.name} cannot be read as CSV.", "Check the path and save it as CSV UTF-8."
        ) from error
    if not {"id", "decision"} <= set(table.fieldnames or ()):
        raise BadDecisions(
            f"{path.name} has no columns id and decision.", "Make one: qualcode deid scan --csv > hits.csv"
        )
    return rows

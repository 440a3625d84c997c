"""The study's dictionary: places, agencies, programs, rare roles and names that no rule could know.

It stays in the project until a word is replaced; from then on the replacement log outside knows it.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.errors import QualcodeError, UsageError
from qualcode.names import did_you_mean, natural_key, tidy
from qualcode.store.actions import action
from qualcode.transcripts.identifier_rules import KINDS
from qualcode.transcripts.identifiers import Term, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qualcode.store.project import Project

WORD_COLUMNS: Final = ("word", "words", "term", "name")
KIND_COLUMNS: Final = ("class", "kind", "type")

ATTRIBUTE_KINDS: Final = {
    **dict.fromkeys(("name", "real name", "first name", "last name", "surname"), "name"),
    **dict.fromkeys(
        ("agency", "employer", "organization", "organisation", "workplace", "hospital"), "agency"
    ),
    **dict.fromkeys(("clinic", "school", "university", "institution", "company"), "agency"),
    **dict.fromkeys(("city", "town", "village", "county", "neighborhood", "neighbourhood", "place"), "place"),
    **dict.fromkeys(("program", "programme"), "program"),
    **dict.fromkeys(("email", "e-mail"), "email"),
    **dict.fromkeys(("phone", "telephone", "mobile"), "phone"),
}
"""Attributes of participants whose values are looked for in the transcripts too, and what they are."""


class UnknownClass(UsageError):
    """No such class of identifying words."""


class BadDictionary(QualcodeError):
    """The file with the study's dictionary cannot be used as it is."""


class NotInDictionary(QualcodeError):
    """The dictionary does not hold that word."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase, and what it is."""

    word: str
    kind: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"word": self.word, "class": self.kind}


def check_kind(kind: str) -> str:
    """A class as the program names it.

    Raises:
        UnknownClass: there is none of that name.
    """
    if kind.casefold() not in KINDS:
        raise UnknownClass(
            f"{kind!r} is no class.", did_you_mean(kind, KINDS, f"Say one of: {', '.join(KINDS)}.")
        )
    return kind.casefold()


def entries(project: Project) -> list[Entry]:
    """The dictionary in natural order."""
    rows = project.rows("SELECT word, kind FROM deid_words WHERE deleted_at IS NULL")
    return sorted((Entry(row["word"], row["kind"]) for row in rows), key=lambda one: natural_key(one.word))


def add(project: Project, new: Iterable[Entry]) -> int:
    """Add words; those that are there already stay as they are. Returns how many are new.

    Raises:
        UnknownClass: a class is none.
        BadDictionary: a word is empty.
    """
    with action(project, "deid words") as adding:
        known = {key(one.word) for one in entries(project)}
        rows = []
        for one in new:
            if not tidy(one.word):
                raise BadDictionary(
                    "A word of the dictionary is empty.", "Fill it in, or leave the line out."
                )
            if key(one.word) not in known:
                known.add(key(one.word))
                rows.append((check_kind(one.kind), " ".join(tidy(one.word).split()), project.now()))
        adding.add_rows("deid_words", ("kind", "word", "created_at"), rows)
    return len(rows)


def remove(project: Project, words: Sequence[str]) -> None:
    """Take words out of the dictionary.

    Raises:
        NotInDictionary: one is not in it.
    """
    with action(project, "deid words") as removing:
        rows = project.rows("SELECT id, word FROM deid_words WHERE deleted_at IS NULL")
        ids = {key(row["word"]): row["id"] for row in rows}
        for word in words:
            if key(word) not in ids:
                raise NotInDictionary(
                    "The dictionary does not hold that.", "See it: qualcode deid words list"
                )
        removing.retire("deid_words", [ids[key(word)] for word in words])


def read_file(path: Path, kind: str = "other") -> list[Entry]:
    """A dictionary from a file: CSV with the columns word and class, or text with a word or phrase a line.

    Args:
        path: The file, UTF-8.
        kind: The class of words that have none.

    Raises:
        BadDictionary: it cannot be read, or has no column of words.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadDictionary(
            f"{path.name} cannot be read as UTF-8 text.", "Check the path and save it as UTF-8."
        ) from error
    if path.suffix.casefold() != ".csv":
        return [Entry(line.strip(), kind) for line in text.splitlines() if line.strip()]
    table = csv.DictReader(io.StringIO(text, newline=""))
    columns = {(name or "").strip().casefold(): name for name in table.fieldnames or ()}
    words = next((columns[name] for name in WORD_COLUMNS if name in columns), None)
    kinds = next((columns[name] for name in KIND_COLUMNS if name in columns), None)
    if words is None:
        raise BadDictionary(f"{path.name} has no column word.", "Give it the columns word and class.")
    rows = [(row[words] or "", (row.get(kinds) if kinds else "") or kind) for row in table]
    return [Entry(word.strip(), of.strip()) for word, of in rows if word.strip()]


def terms(project: Project) -> list[Term]:
    """What the study knows to look for: its dictionary, and attributes that name people and places."""
    found = [Term(one.kind, one.word) for one in entries(project)]
    rows = project.rows("SELECT DISTINCT name, value FROM attributes WHERE deleted_at IS NULL ORDER BY value")
    for row in rows:
        kind = ATTRIBUTE_KINDS.get(row["name"].replace("_", " ").casefold())
        if kind and row["value"][:1] != "[":
            found.append(Term(kind, row["value"]))
    return found

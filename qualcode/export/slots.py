"""What authors write into the report themselves: named slots of Markdown, kept in the project."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.errors import QualcodeError, UsageError
from qualcode.names import did_you_mean
from qualcode.store.actions import action
from qualcode.themes import themes as theme_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qualcode.store.actions import Action
    from qualcode.store.project import Project
    from qualcode.themes.themes import Theme

CLOSING: Final = "closing"

PROSE: Final[dict[str, str]] = {
    "introduction": "printed before the Method section",
    "orientation": "completes “Coding was ...”: inductive, with a prior frame, or both",
    "sample_adequacy": "completes “The sample was judged adequate because ...”",
    "participant_checking": "how findings were taken back to participants",
    "researcher_position": "who the researchers are, and what ties them to the topic",
    "data_protection": "how the data are kept, and from whom",
    "limitations": "printed after what the record itself shows",
    "discussion": "printed after the Findings",
}
"""Author prose that the report prints and `lint` reads; how each is used."""

SHORT: Final[dict[str, str]] = {
    "authors": "names for the title block and the file's properties",
    "language": "of the report, as a tag: en-US, de, fr-CA",
    "page": "A4 or Letter",
    "spacing": "single, or double for a manuscript",
    "report_saturation": "yes: saturation is computed and reported",
    "light_cleaning": "what quotes leave out without a sign: um, uh, false starts",
}
"""Short settings of the report."""

_INSIDE: Final = frozenset({"orientation", "sample_adequacy"})
"""Slots that end a sentence: their lines run on."""

_ALLOWED: Final = {
    "language": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"),
    "page": re.compile(r"A4|Letter", re.IGNORECASE),
    "spacing": re.compile(r"single|double", re.IGNORECASE),
    "report_saturation": re.compile(r"yes|no", re.IGNORECASE),
}
_HEADING: Final = re.compile(r"^#\s+(.+?)\s*#*$")
_REMARK: Final = re.compile(r"<!--.*?-->", re.DOTALL)


class SlotNotFound(QualcodeError):
    """The report has no slot of that name."""


class BadSlot(UsageError):
    """A slot cannot hold that."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot by the name that people type, what it is for, and its text (empty: not written)."""

    name: str
    use: str
    text: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {"words": len(self.text.split())}


def slots(project: Project) -> list[Slot]:
    """Every slot in the order of the report, empty ones too; one closing line for each living theme."""
    texts = read(project)
    closing = [
        (closing_name(theme.name), "“How this answers the question”, at the theme's end")
        for theme in theme_store.all_themes(project)
    ]
    named = [*PROSE.items(), *closing, *SHORT.items()]
    return [Slot(name, use, texts.get(name, "")) for name, use in named]


def read(project: Project) -> dict[str, str]:
    """The texts that have been written, by the name of their slot."""
    rows = project.rows(
        "SELECT s.name, s.body, m.name AS theme FROM slots s LEFT JOIN themes m ON m.id = s.theme_id"
        " WHERE s.deleted_at IS NULL AND s.body <> '' AND (s.theme_id IS NULL"
        " OR m.deleted_at IS NULL AND m.status <> 'dropped') ORDER BY s.rowid"
    )
    return {row["name"] if row["theme"] is None else closing_name(row["theme"]): row["body"] for row in rows}


def show(project: Project, name: str) -> Slot:
    """One slot.

    Raises:
        SlotNotFound: no such slot.
    """
    found, theme = _find(project, name)
    wanted = found if theme is None else closing_name(theme.name)
    return next(slot for slot in slots(project) if slot.name == wanted)


def write(project: Project, texts: Mapping[str, str]) -> list[str]:
    """Write slots in one action; an empty text empties its slot. Returns the names of those that changed.

    Raises:
        SlotNotFound, BadSlot: as their names say; then nothing is written.
    """
    found = [(*_find(project, name), _checked(name, text)) for name, text in texts.items()]
    changed = []
    with action(project, "slots set") as writing:
        for name, theme, text in found:
            if _replace(writing, name, theme, text):
                changed.append(name if theme is None else closing_name(theme.name))
    return changed


def to_markdown(project: Project) -> str:
    """All slots as one Markdown file, each under its name; empty ones say what they are for."""
    pieces = [f"# {slot.name}\n\n{slot.text or f'<!-- {slot.use} -->'}\n" for slot in slots(project)]
    return "\n".join(pieces)


def from_markdown(text: str) -> dict[str, str]:
    """The slots of a Markdown file by name: a heading of level 1 begins each; empty ones are left out.

    Raises:
        BadSlot: words before the first heading, or the same heading twice.
    """
    found: dict[str, list[str]] = {}
    name = ""
    for line in _REMARK.sub("", text).splitlines():
        heading = _HEADING.match(line)
        if heading is None:
            found.setdefault(name, []).append(line)
            continue
        name = heading[1]
        if name in found:
            raise BadSlot(f"The heading {name!r} stands there twice.", "Give each slot one heading.")
        found[name] = []
    texts = {name: "\n".join(lines).strip() for name, lines in found.items()}
    if texts.pop("", ""):
        raise BadSlot(
            "There are words before the first heading.", "Begin each slot with its name: # introduction"
        )
    return {name: words for name, words in texts.items() if words}


def closing_name(theme: str) -> str:
    """The name of the slot that closes a theme's section."""
    return f"{CLOSING}: {theme}"


def _find(project: Project, name: str) -> tuple[str, Theme | None]:
    front, colon, rest = name.partition(":")
    if colon and front.strip().casefold() == CLOSING:
        return CLOSING, theme_store.living(project, rest.strip())
    plain = name.strip().casefold().replace(" ", "_").replace("-", "_")
    if plain in PROSE or plain in SHORT:
        return plain, None
    known: Iterable[str] = [slot.name for slot in slots(project)]
    raise SlotNotFound(
        f"There is no slot {name!r}.", did_you_mean(name, known, "See them all with `qualcode slots list`.")
    )


def _checked(name: str, text: str) -> str:
    plain = name.strip().casefold().replace(" ", "_").replace("-", "_")
    words = " ".join(text.split()) if plain in _INSIDE else text.strip()
    rule = _ALLOWED.get(plain)
    if words and rule is not None and not rule.fullmatch(words):
        raise BadSlot(f"{name} cannot be {words!r}.", f"It is {SHORT[plain]}.")
    return words


def _replace(writing: Action, name: str, theme: Theme | None, text: str) -> bool:
    """The old wording is retired, the new one a row of its own, so that neither enters the log."""
    theme_id = None if theme is None else theme.id
    old = writing.project.row(
        "SELECT id, body FROM slots WHERE name = ? AND theme_id IS ? AND deleted_at IS NULL", (name, theme_id)
    )
    if text == ("" if old is None else old["body"]):
        return False
    if old is not None:
        writing.retire("slots", [old["id"]])
    if text:
        writing.add("slots", name=name, theme_id=theme_id, body=text, created_at=writing.project.now())
    return True

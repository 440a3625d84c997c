"""Who is studied, and the facts known about each."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError, UsageError
from qualcode.names import did_you_mean, fault, natural_key, tidy
from qualcode.store.actions import action

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.actions import Action
    from qualcode.store.project import Project


class ParticipantNotFound(QualcodeError):
    """No participant has that id."""


class ParticipantExists(QualcodeError):
    """An id is given once and never again."""


class BadParticipant(UsageError):
    """A participant cannot be called that."""


class BadParticipantTable(QualcodeError):
    """The table of participants cannot be used as it is."""


@dataclass(frozen=True, slots=True)
class Participant:
    """One person studied: an id, never a real name, and attributes by name."""

    id: str
    name: str
    attributes: dict[str, str]


def participants(project: Project) -> list[Participant]:
    """All active participants in natural order, with their attributes."""
    facts: dict[str, dict[str, str]] = {}
    for row in project.rows("SELECT * FROM attributes WHERE deleted_at IS NULL ORDER BY rowid"):
        facts.setdefault(row["participant_id"], {})[row["name"]] = row["value"]
    rows = project.rows("SELECT id, name FROM participants WHERE deleted_at IS NULL AND withdrawn_at IS NULL")
    found = [Participant(row["id"], row["name"], facts.get(row["id"], {})) for row in rows]
    return sorted(found, key=lambda participant: natural_key(participant.name))


def find(project: Project, name: str) -> Participant:
    """The active participant of that id.

    Raises:
        ParticipantNotFound: none; the hint offers near misses.
    """
    known = participants(project)
    for participant in known:
        if participant.name.casefold() == tidy(name).casefold():
            return participant
    hint = did_you_mean(name, [p.name for p in known], "See them with `qualcode participants list`.")
    raise ParticipantNotFound(f"There is no participant {name!r}.", hint)


def add(project: Project, name: str, attributes: dict[str, str]) -> None:
    """Register a participant.

    Raises:
        ParticipantExists: the id was given before, if only to someone who withdrew.
        BadParticipant: it is not an id.
    """
    with action(project, "participants add") as adding:
        name = tidy(name)
        if project.row("SELECT 1 FROM participants WHERE name = ? AND deleted_at IS NULL", (name,)):
            raise ParticipantExists(
                f"Participant {name!r} exists.", "An id is never used twice; choose another."
            )
        set_attributes(adding, ensure(adding, name), attributes)


def set_values(project: Project, name: str, attributes: dict[str, str]) -> None:
    """Set attributes of a participant; an empty value takes the attribute away."""
    with action(project, "participants set") as setting:
        set_attributes(setting, find(project, name).id, attributes)


def import_table(project: Project, path: Path) -> int:
    """Read a CSV with a column `participant` (or `id`); every other column is an attribute. All rows or none.

    Returns how many participants the table names.

    Raises:
        BadParticipantTable: no such column, an empty or doubled id; the sentence names the row.
    """
    rows = _read_table(path)
    with action(project, "participants import") as importing:
        for name, attributes in rows:
            set_attributes(importing, ensure(importing, name), attributes)
    return len(rows)


def ensure(opened: Action, name: str) -> str:
    """Id of the participant `name`, made now if new, brought back if its making was undone.

    Raises:
        ParticipantExists: the person withdrew; the id is never used again.
        BadParticipant: it is not an id.
    """
    if wrong := fault(name := tidy(name)):
        raise BadParticipant(f"The id of the participant {wrong}.", "Give a short one, as P5.")
    row = opened.project.row("SELECT * FROM participants WHERE name = ?", (name,))
    if row is None:
        return opened.add("participants", name=name, created_at=opened.project.now())
    if row["withdrawn_at"]:
        raise ParticipantExists(f"{name} has withdrawn, and an id is never used again.", "Choose another id.")
    if row["deleted_at"]:
        opened.change("participants", row["id"], deleted_at=None)
    return str(row["id"])


def set_attributes(opened: Action, participant_id: str, attributes: dict[str, str]) -> None:
    """Record facts; one that is known already and unchanged is left alone, an empty one is retired."""
    project = opened.project
    live = {
        row["name"].casefold(): row
        for row in project.rows(
            "SELECT * FROM attributes WHERE participant_id = ? AND deleted_at IS NULL", (participant_id,)
        )
    }
    for name, value in attributes.items():
        known = live.get(name.casefold())
        if known is not None and known["value"] == value:
            continue
        if known is not None:
            opened.retire("attributes", [known["id"]])
        if value:
            opened.add(
                "attributes", participant_id=participant_id, name=name, value=value, created_at=project.now()
            )


def _read_table(path: Path) -> list[tuple[str, dict[str, str]]]:
    try:
        content = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadParticipantTable(
            f"{path.name} cannot be read: {error.strerror}.", "Check the path."
        ) from error
    except UnicodeDecodeError as error:
        raise BadParticipantTable(f"{path.name} is not UTF-8 text.", "Save it as CSV UTF-8.") from error
    try:
        return _checked(path.name, *_table(content))
    except csv.Error as error:
        raise BadParticipantTable(
            f"{path.name} is not a readable CSV: {error}.", "Save it again as CSV UTF-8."
        ) from error


def _table(content: str) -> tuple[list[str], list[tuple[int, dict[str | None, Any]]]]:
    """Columns, and the rows with the line each ends in; cells beyond the last column stand under None."""
    table = csv.DictReader(io.StringIO(content), strict=True)
    columns = [(name or "").strip() for name in table.fieldnames or ()]
    table.fieldnames = columns
    return columns, [(table.line_num, row) for row in table]


def _checked(
    file: str, columns: list[str], rows: list[tuple[int, dict[str | None, Any]]]
) -> list[tuple[str, dict[str, str]]]:
    key = next((name for name in columns if name.casefold() in {"participant", "id"}), None)
    if key is None:
        raise BadParticipantTable(
            f"{file} has no column participant (or id).", f"It has: {', '.join(columns) or 'none'}."
        )
    checked: dict[str, tuple[str, dict[str, str]]] = {}
    for line, row in rows:
        name, facts = _row(f"{file}, line {line}", key, row)
        if name.casefold() in checked:
            raise BadParticipantTable(
                f"{file}, line {line}: {name} stands there twice.", "Keep one row each."
            )
        checked[name.casefold()] = (name, facts)
    return list(checked.values())


def _row(where: str, key: str, row: dict[str | None, Any]) -> tuple[str, dict[str, str]]:
    name = tidy(row[key] or "")
    if not name:
        raise BadParticipantTable(f"{where}: the participant is empty.", "Fill it in.")
    if any(row.get(None) or ()):
        raise BadParticipantTable(
            f"{where}: it has more cells than there are columns.", "Put cells with commas in quotes."
        )
    return name, {column: (value or "").strip() for column, value in row.items() if column and column != key}

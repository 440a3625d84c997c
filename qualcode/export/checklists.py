"""Reporting checklists filled where the project knows, with answers asked once for the rest."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from qualcode.export.blocks import Column, Heading, Row, Table, text
from qualcode.export.checklist_facts import known
from qualcode.export.checklist_items import SOURCES, find, items
from qualcode.export.files import WRITERS, suffix_of, write_whole
from qualcode.export.gather import gather
from qualcode.export.lint import lint
from qualcode.export.numbers import capital
from qualcode.export.paper import paper
from qualcode.store.actions import action

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qualcode.export.blocks import Block, Document
    from qualcode.export.checklist_data import Known
    from qualcode.export.checklist_items import Item
    from qualcode.store.project import Project

_NOT_REPORTED: Final = {
    "auto": "not reported, because the project holds no record of it",
    "ask": "not reported, because the question has not been answered yet",
    "text": "not reported, because the authors have not written it yet",
}

_ORIGINS: Final = {
    "auto": "from the record",
    "ask": "answered by the researcher",
    "text": "written by the authors",
}


@dataclass(frozen=True, slots=True)
class Line:
    """An item with its answer, or, where `filled` is False, why there is none; `origin` says whose it is."""

    number: str
    group: str
    title: str
    question: str
    answer: str
    section: str
    status: str
    origin: str
    filled: bool

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def fill(project: Project, checklist: str, about: Known | None = None) -> list[Line]:
    """Every item of a checklist with an answer; none is blank.

    A researcher's answer stands before what the record shows, so that neither hides the other. `about` is
    what is known already; without it, it is gathered.

    Raises:
        ChecklistNotFound: no such checklist.
    """
    wanted, given = items(checklist), answers(project)
    told = about or _gathered(project)
    return [_line(item, given.get(item.answer, ""), known(item.fact, told)) for item in wanted]


def _gathered(project: Project) -> Known:
    facts = gather(project)
    return project, facts, lint(project, facts)


def _line(item: Item, given: str, fact: str) -> Line:
    told = " ".join(_sentence(part) for part in (given, fact) if part)
    origin = _ORIGINS["ask"] if given else _ORIGINS["auto"] if fact else ""
    if given and fact:
        origin = f"{_ORIGINS['ask']}, and {_ORIGINS['auto']}"
    return Line(
        item.number,
        item.group,
        item.title,
        item.question,
        told or capital(f"{_NOT_REPORTED[item.kind]}."),
        item.section,
        item.kind,
        origin,
        filled=bool(told),
    )


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?", ".”", ".)")) else f"{words}."


def open_questions(project: Project, checklist: str) -> list[Item]:
    """Items that nobody has answered and the record does not fill, in order.

    Raises:
        ChecklistNotFound: no such checklist.
    """
    lines = fill(project, checklist)
    return [item for item, line in zip(items(checklist), lines, strict=True) if not line.filled]


def answers(project: Project) -> dict[str, str]:
    """What researchers answered, by the name of the answer; checklists that ask the same share it."""
    rows = project.rows("SELECT name, body FROM answers WHERE deleted_at IS NULL ORDER BY rowid")
    return {row["name"]: row["body"] for row in rows}


def answer(project: Project, checklist: str, given: Mapping[str, str]) -> list[str]:
    """Keep answers, by item number or name; an empty one takes the answer back. Returns their names.

    Raises:
        ChecklistNotFound: no such checklist or item; then nothing is kept.
    """
    named = {find(checklist, wanted).answer: " ".join(words.split()) for wanted, words in given.items()}
    with action(project, "checklist") as answering:
        for name, words in named.items():
            old = project.row("SELECT id, body FROM answers WHERE name = ? AND deleted_at IS NULL", (name,))
            if old is not None and old["body"] == words:
                continue
            if old is not None:
                answering.retire("answers", [old["id"]])
            if words:
                answering.add("answers", name=name, body=words, created_at=project.now())
    return list(named)


def write_checklist(project: Project, checklist: str, target: Path) -> list[Line]:
    """Write a checklist as a table, .docx, .html or .md; returns its lines.

    Raises:
        ChecklistNotFound, UnknownFormat, CannotWrite: as their names say.
    """
    writer = WRITERS[suffix_of(target, "A checklist", WRITERS)]
    lines = fill(project, checklist)
    write_whole(target, writer(_document(project, checklist, lines)))
    return lines


def _document(project: Project, checklist: str, lines: list[Line]) -> Document:
    name, _ = SOURCES[checklist]
    blocks = (Heading(f"{name} checklist", 1), *checklist_blocks(checklist, lines))
    return paper(project, f"{name} checklist", blocks, name)


def checklist_blocks(checklist: str, lines: list[Line], series: str = "") -> list[Block]:
    """The source and the table of a filled checklist, as they stand in a document or an appendix."""
    name, source = SOURCES[checklist]
    filled = sum(line.filled for line in lines)
    rows: list[Row] = []
    group = ""
    for line in lines:
        if line.group != group:
            group = line.group
            rows.append(Row((group,), "band"))
        rows.append(Row((line.number, line.title, line.answer, line.section, line.origin or "open")))
    columns = (
        Column("No.", 0.6, "center"),
        Column("Item", 1.8),
        Column("Answer", 4.6),
        Column("Where", 2.0),
        Column("Filled", 1.4),
    )
    table = Table(f"checklist_{checklist}", f"{name}, filled", columns, tuple(rows), series=series)
    told = f"{source}. {filled} of {len(lines)} items are filled."
    return [text(told), table]

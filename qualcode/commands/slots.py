"""What the authors write into the report: introduction, position, closing lines, limitations."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode import render
from qualcode.commands.session import Csv, Json, done, names, project, show_rows
from qualcode.errors import UsageError
from qualcode.transcripts.readers.formats import bytes_of

if TYPE_CHECKING:
    from qualcode.store.project import Project

SLOTS = typer.Typer(
    no_args_is_help=True, help="Your own words in the report: list, show, set, import, export."
)


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.add_typer(SLOTS, name="slots")


def slot_names(opened: Project) -> list[str]:
    """For completion."""
    from qualcode.export.slots import slots

    return [slot.name for slot in slots(opened)]


Name = Annotated[str, typer.Argument(autocompletion=names(slot_names), help="As `slots list` has it.")]


@SLOTS.command("list")
def list_(ctx: typer.Context, as_json: Json = False, as_csv: Csv = False) -> None:
    """Every slot: what it is for, and how many words stand in it."""
    from qualcode.export.slots import slots

    with project(ctx) as opened:
        rows = [slot.as_dict() for slot in slots(opened)]
    show_rows(rows, as_json=as_json, as_csv=as_csv, columns=("name", "words", "use"), numeric=("words",))


@SLOTS.command()
def show(ctx: typer.Context, name: Name, as_json: Json = False) -> None:
    """The text of a slot."""
    from qualcode.export import slots

    with project(ctx) as opened:
        slot = slots.show(opened, name)
    if as_json:
        render.show_json(slot.as_dict())
    elif slot.text:
        render.write(f"{slot.text}\n")
    else:
        render.tell(f"Nothing is written yet; it is {slot.use}.")


@SLOTS.command("set")
def set_(
    ctx: typer.Context,
    name: Name,
    text: Annotated[str | None, typer.Argument(help="Markdown; an empty one empties the slot.")] = None,
    file: Annotated[Path | None, typer.Option(help="Take the text from a file; - is stdin.")] = None,
    as_json: Json = False,
) -> None:
    """Write a slot; `lint` reads it like the rest of the report."""
    from qualcode.export import slots

    if (text is None) == (file is None):
        raise UsageError("Give the text, or a file with it.", 'Type: qualcode slots set NAME "..."')
    words = text if text is not None else _read(file or Path("-"))
    with project(ctx) as opened:
        changed = bool(slots.write(opened, {name: words}))
        slot = slots.show(opened, name)
    done(
        {**slot.as_dict(), "changed": changed}, f"{slot.name} holds {len(slot.text.split())} words.", as_json
    )


@SLOTS.command("import")
def import_(ctx: typer.Context, file: Path, as_json: Json = False) -> None:
    """Take slots from a Markdown file: a heading of level 1 names each, as `slots export` writes them."""
    from qualcode.export import slots

    texts = slots.from_markdown(_read(file))
    with project(ctx) as opened:
        changed = slots.write(opened, texts)
    told = ", ".join(changed) or "nothing"
    done({"read": list(texts), "changed": changed}, f"Read {len(texts)} slots; changed: {told}.", as_json)


@SLOTS.command()
def export(ctx: typer.Context, file: Path, as_json: Json = False) -> None:
    """Write all slots as one Markdown file, to be filled in an editor and imported again."""
    from qualcode.export import slots
    from qualcode.export.files import write_whole

    with project(ctx) as opened:
        found = slots.slots(opened)
        write_whole(file, slots.to_markdown(opened).encode())
    written = [slot.name for slot in found if slot.text]
    told = f"{file} holds {len(found)} slots, {len(written)} of them written."
    done({"file": file.name, "slots": [slot.name for slot in found], "written": written}, told, as_json)


def _read(file: Path) -> str:
    """A text file in UTF-8.

    Raises:
        UsageError: it is not UTF-8.
        UnreadableFileError: missing or protected.
    """
    if str(file) == "-":
        return sys.stdin.read()
    try:
        return bytes_of(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{file.name} is not a text in UTF-8.", "Save it as UTF-8.") from error

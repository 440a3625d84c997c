"""The study's dictionary of words that tell who or where: add, import, list, remove."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode.commands.session import Csv, Json, done, project, show_rows

rooms = typer.Typer(no_args_is_help=True, help="The study's dictionary: add, import, list, remove.")
Of = Annotated[str, typer.Option("--class", help="agency, place, program, role, name, ...")]


@rooms.command()
def add(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORD...")],
    kind: Of = "other",
    as_json: Json = False,
) -> None:
    """Add words or phrases to look for: places, agencies, programs, rare roles."""
    from qualcode.transcripts import deid_words

    with project(ctx) as opened:
        new = deid_words.add(opened, [deid_words.Entry(word, kind) for word in words])
    done({"added": new}, f"{new} new in the dictionary.", as_json)


@rooms.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV with the columns word and class, or a word a line.")],
    kind: Of = "other",
    as_json: Json = False,
) -> None:
    """Read a dictionary from a file."""
    from qualcode.transcripts import deid_words

    with project(ctx) as opened:
        new = deid_words.add(opened, deid_words.read_file(file, kind))
    done({"added": new}, f"{new} new in the dictionary.", as_json)


@rooms.command("list")
def list_(ctx: typer.Context, as_json: Json = False, as_csv: Csv = False) -> None:
    """What the dictionary holds; a word that was replaced everywhere is not in it any more."""
    from qualcode.transcripts import deid_words

    with project(ctx) as opened:
        rows = [one.as_dict() for one in deid_words.entries(opened)]
    show_rows(
        rows, as_json=as_json, as_csv=as_csv, empty="The dictionary is empty: qualcode deid words add WORD"
    )


@rooms.command()
def remove(
    ctx: typer.Context, words: Annotated[list[str], typer.Argument(metavar="WORD...")], as_json: Json = False
) -> None:
    """Take words out of the dictionary."""
    from qualcode.transcripts import deid_words

    with project(ctx) as opened:
        deid_words.remove(opened, words)
    done({"removed": len(words)}, f"{len(words)} taken out of the dictionary.", as_json)

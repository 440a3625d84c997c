"""The codebook: add, list, show, edit, rename, move, merge, retire, restore, import, freeze."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode import render
from qualcode.commands.codebook import add_to, change_line
from qualcode.commands.session import Csv, Json, code_names, done, many, names, project, show_rows
from qualcode.errors import UsageError
from qualcode.names import quoted

if TYPE_CHECKING:
    from qualcode.codes.files import CodebookImport
    from qualcode.store.project import Project

rooms = typer.Typer(no_args_is_help=True, help="The codebook: what each code means, and the tree of them.")
add_to(rooms)
Name = Annotated[str, typer.Argument(autocompletion=names(code_names))]
Definition = Annotated[str | None, typer.Option(help="In one sentence.")]
FullDefinition = Annotated[str | None, typer.Option(help="In full.")]
UseWhen = Annotated[str | None, typer.Option(help="When to use it.")]
NotWhen = Annotated[str | None, typer.Option(help="When not to use it.")]
Example = Annotated[str | None, typer.Option(help="An address, or words.")]
Kind = Annotated[
    str | None, typer.Option(help="in-vivo, descriptive, process, values, structural or pattern.")
]
Color = Annotated[str | None, typer.Option(help="As #rrggbb.")]
Parent = Annotated[str | None, typer.Option(autocompletion=names(code_names), help="The code above it.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to the program."""
    app.add_typer(rooms, name="codes")


@rooms.command()
def add(
    ctx: typer.Context,
    name: str,
    parent: Parent = None,
    definition: Definition = None,
    full_definition: FullDefinition = None,
    use_when: UseWhen = None,
    not_when: NotWhen = None,
    example: Example = None,
    kind: Kind = None,
    color: Color = None,
    as_json: Json = False,
) -> None:
    """Add a code."""
    from qualcode.codes import codebook

    fields = _given(definition, full_definition, use_when, not_when, example, kind, color)
    with project(ctx) as opened:
        codebook.add(opened, name, parent, **fields)
        _show_code(opened, name, as_json, "added")


@rooms.command("list")
def list_(
    ctx: typer.Context,
    tree: Annotated[bool, typer.Option("--tree", help="Indented by level.")] = False,
    counts: Annotated[bool, typer.Option("--counts", help="With numbers of codings.")] = False,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """All codes."""
    from qualcode.passes.use import bars_by_code, coded

    with project(ctx) as opened:
        rows = coded(opened)
        bars = bars_by_code(opened) if counts and not (as_json or as_csv or tree) else {}
    rows = [{**row, "use": bars[row["id"]]} for row in rows] if bars else rows
    if tree and rows and not (as_json or as_csv):
        _show_tree(rows, counts)
        return
    numbers = ("codings", "transcripts", "participants")
    shown = (*numbers, "use") if bars else numbers
    columns = ("name", "definition", *shown) if counts else ("name", "definition")
    hint = "No code yet: qualcode codes add NAME, or qualcode codes import FILE.csv"
    show_rows(rows, as_json=as_json, as_csv=as_csv, columns=columns, numeric=numbers, empty=hint)


@rooms.command()
def show(ctx: typer.Context, name: Name, as_json: Json = False) -> None:
    """One code with everything said about it."""
    with project(ctx) as opened:
        _show_code(opened, name, as_json, None)


@rooms.command()
def edit(
    ctx: typer.Context,
    name: Name,
    definition: Definition = None,
    full_definition: FullDefinition = None,
    use_when: UseWhen = None,
    not_when: NotWhen = None,
    example: Example = None,
    kind: Kind = None,
    color: Color = None,
    as_json: Json = False,
) -> None:
    """Change what a code says about itself."""
    from qualcode.codes import codebook

    fields = _given(definition, full_definition, use_when, not_when, example, kind, color)
    if not fields:
        raise UsageError("There is nothing to change.", 'Say what, for example --definition "...".')
    with project(ctx) as opened:
        codebook.edit(opened, name, fields)
        _show_code(opened, name, as_json, "changed")


@rooms.command()
def rename(ctx: typer.Context, old: Name, new: str, as_json: Json = False) -> None:
    """Give a code another name; its codings follow."""
    from qualcode.codes import codebook

    with project(ctx) as opened:
        codebook.rename(opened, old, new)
        _show_code(opened, new, as_json, "renamed")


@rooms.command()
def move(
    ctx: typer.Context,
    name: Name,
    parent: Parent = None,
    top: Annotated[bool, typer.Option("--top", help="Under no other code.")] = False,
    as_json: Json = False,
) -> None:
    """Put a code under another, or at the top."""
    from qualcode.codes import codebook

    if (parent is None) != top:
        raise UsageError("Say where the code goes.", "Use --parent NAME, or --top.")
    with project(ctx) as opened:
        codebook.move(opened, name, parent)
        _show_code(opened, name, as_json, "moved")


@rooms.command()
def retire(ctx: typer.Context, name: Name, as_json: Json = False) -> None:
    """Hide a code and its codings; nothing is deleted."""
    from qualcode.codes import codebook

    with project(ctx) as opened:
        codebook.retire(opened, name)
    done({"code": name}, f"{name} is retired. `qualcode codes restore` brings it back.", as_json)


@rooms.command()
def merge(
    ctx: typer.Context,
    codes: Annotated[list[str], typer.Argument(metavar="A B...", autocompletion=names(code_names))],
    into: Annotated[str, typer.Option(autocompletion=names(code_names), help="The code that stays.")],
    as_json: Json = False,
) -> None:
    """Make several codes one; no coding is rewritten."""
    from qualcode.codes import codebook

    with project(ctx) as opened:
        codebook.merge(opened, codes, into)
        _show_code(opened, into, as_json, f"now stands for {', '.join(codes)} too")
        if not codebook.find(opened, into).definition:
            render.tell(f"It has no definition: qualcode codes edit {quoted(into)} --definition ...")


@rooms.command()
def restore(ctx: typer.Context, name: str, as_json: Json = False) -> None:
    """Bring a retired code back."""
    from qualcode.codes import codebook

    with project(ctx) as opened:
        codebook.restore(opened, name)
        _show_code(opened, name, as_json, "back")


@rooms.command("import")
def import_(
    ctx: typer.Context,
    file: Path,
    update: Annotated[
        bool, typer.Option("--update", help="Codes that exist get the file's wording and parent.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read a codebook (.csv, .xlsx, .yaml, .docx, .qdc) with a column name; all rows or none.

    A code that exists gets only what it does not say yet; what the file has otherwise is listed. Empty cells
    change nothing.
    """
    from qualcode.exchange.codebooks import import_codebook

    with project(ctx) as opened:
        found = import_codebook(opened, file, update=update)
    done(asdict(found), f"{many(found.added, 'code')} added, {found.updated} updated.", as_json)
    if not as_json:
        _show_left(found)


@rooms.command()
def freeze(ctx: typer.Context, label: str, as_json: Json = False) -> None:
    """Keep the codebook as it stands, under a label."""
    from qualcode.codes import freezes

    with project(ctx) as opened:
        count = freezes.freeze(opened, label)
    done({"label": label, "codes": count}, f"{many(count, 'code')} frozen as {label}.", as_json)


def _show_left(found: CodebookImport) -> None:
    """What of a file was not taken over."""
    if found.left_out:
        render.tell(f"left out: {', '.join(found.left_out)}")
    for gone in found.merged:
        render.write(f"merged   {gone.code} into {gone.into}: left out\n")
    for one in found.differing:
        render.write(f"differs  {change_line(one)}\n")
    if found.differing:
        render.tell("What differs stays as it is in the project. Take the file's with --update.")


def _show_tree(rows: list[dict[str, Any]], counts: bool) -> None:
    levels: dict[str | None, int] = {None: -1}
    for row in rows:  # a parent stands before its children
        level = levels[row["name"]] = levels[row["parent"]] + 1
        many = f"  ({row['codings']})" if counts else ""
        render.write(f"{'  ' * level}{row['name']}{many}\n")


def _given(*values: str | None) -> dict[str, str]:
    """The fields that were given, options in the order of `TEXT_FIELDS`."""
    from qualcode.codes.codebook import TEXT_FIELDS

    return {name: value for name, value in zip(TEXT_FIELDS, values, strict=True) if value is not None}


def _show_code(opened: Project, name: str, as_json: bool, what: str | None) -> None:
    from qualcode.codes import codebook
    from qualcode.passes.use import coded

    code = codebook.find(opened, name)
    row = next(row for row in coded(opened) if row["id"] == code.id)
    if as_json:
        render.show_json(row)
        return
    if what is not None:
        render.tell(f"{code.name}: {what}")
        return
    for key, value in row.items():
        if value not in {None, ""} and key != "id":
            render.write(render.filled(f"{key.replace('_', ' '):16} {value}", 17, 0))

"""The generated pages: command reference, schema, messages. Run by cog; CI checks that nothing has drifted.

Renew with: cog -r -I docs docs/cli.md docs/schema.md docs/messages.md
"""

from __future__ import annotations

import inspect
import pkgutil
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer

import qualcode
from qualcode.cli import ROOMS, app
from qualcode.errors import QualcodeError
from qualcode.store.schema import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 100


Command = Any
"""A command of Typer's own copy of Click, which has no public name."""

Context = Any
"""Its context; as above."""


def commands() -> Iterator[tuple[str, Command, Context]]:
    """Every command as (words to type, command, its context), in the order of `--help`."""
    root = typer.main.get_group(app)
    context = typer.Context(root, info_name="qualcode", terminal_width=WIDTH, max_content_width=WIDTH)
    for name in ROOMS:
        command: Command = root.get_command(context, name)
        yield from _with_parts(command, typer.Context(command, info_name=name, parent=context))


def cli() -> str:
    """The help of every command."""
    pages = [
        f"## qualcode {words}\n\n```\n{_help(command, context)}\n```\n"
        for words, command, context in commands()
    ]
    return "\n" + "\n".join(pages)


def schema() -> str:
    """The tables, as the program makes them."""
    return f"\n```sql\n{SCHEMA.strip()}\n```\n"


def errors() -> list[type[QualcodeError]]:
    """Every error a person can meet, by name."""
    for module in pkgutil.walk_packages(qualcode.__path__, "qualcode."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    return sorted(_subclasses(QualcodeError), key=lambda kind: kind.__name__)


def messages() -> str:
    """What each error means, from its docstring."""
    pages = []
    for kind in errors():
        meaning = " ".join(inspect.cleandoc(kind.__doc__ or "").split("\n\n")[0].split())
        where = kind.__module__.removeprefix("qualcode.")
        pages.append(f"## {kind.__name__}\n\n{meaning} Exit code {kind.exit_code}. (`{where}`)\n")
    return "\n" + "\n".join(pages)


def _with_parts(command: Command, context: Context) -> Iterator[tuple[str, Command, Context]]:
    yield context.command_path.removeprefix("qualcode ").strip(), command, context
    for name in getattr(command, "commands", {}):
        part = command.get_command(context, name)
        yield from _with_parts(part, typer.Context(part, info_name=name, parent=context))


def _help(command: Command, context: Context) -> str:
    text = command.get_help(context)
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).strip()


def _subclasses(kind: type[QualcodeError]) -> set[type[QualcodeError]]:
    return {kind}.union(*(_subclasses(below) for below in kind.__subclasses__())) - {QualcodeError}

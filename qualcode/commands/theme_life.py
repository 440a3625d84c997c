"""The life of a theme: merge, split, review, finalize, history. Part of `qualcode themes`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

import typer

from qualcode import render
from qualcode.commands.asking import Prompts
from qualcode.commands.second_level import show_whole_set
from qualcode.commands.session import Csv, Json, done, names, project, show_rows, theme_names
from qualcode.errors import UsageError
from qualcode.names import quoted

if TYPE_CHECKING:
    from qualcode.store.project import Project
    from qualcode.themes.review import Verdict

Name = Annotated[str, typer.Argument(autocompletion=names(theme_names))]
Reason = Annotated[str, typer.Option(help="Why; it is kept in the theme's history.")]


def add_to(rooms: typer.Typer) -> None:
    """Add these commands to the group `themes`."""
    for command in (merge, split, review, finalize, history):
        rooms.command()(command)


def merge(
    ctx: typer.Context,
    themes: Annotated[list[str], typer.Argument(metavar="A B...", autocompletion=names(theme_names))],
    into: Annotated[str, typer.Option(autocompletion=names(theme_names), help="An old or a new theme.")],
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Bring themes into another one; the merged ones are dropped, not lost."""
    from qualcode.themes.joining import merge as joined

    with project(ctx) as opened:
        joined(opened, themes, into, reason)
        value = _view(opened, into)
    done(value, f"{into} now holds {len(value['codes'])} codes.", as_json)


def split(
    ctx: typer.Context,
    name: Name,
    part: Annotated[list[str], typer.Option("--into", metavar="NAME=CODE,CODE", help="May be repeated.")],
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Give codes of a theme to new themes."""
    from qualcode.codes.codebook import split_names
    from qualcode.themes.joining import split as parted

    with project(ctx) as opened:
        parts = {}
        for one in part:
            new, separator, codes = one.partition("=")
            if not separator:
                raise UsageError(f"{one!r} does not say which codes.", "Write: --into NAME=CODE,CODE")
            parts[new.strip()] = split_names(opened, codes)
        made = parted(opened, name, parts, reason)
        value = [_view(opened, one.name) for one in made]
    if as_json:
        render.show_json(value)
    else:
        render.tell(f"{name} gave codes to {', '.join(parts)}.")


def review(
    ctx: typer.Context,
    name: Name,
    level: Annotated[int, typer.Option(help="1: every passage. 2: the whole data set.")] = 1,
    verdict: Annotated[str | None, typer.Option(help="fits, weak, move or contrary, with --at.")] = None,
    at: Annotated[str | None, typer.Option(help="The passage judged: an address.")] = None,
    searched: Annotated[str | None, typer.Option(help="How contrary accounts were looked for.")] = None,
    sign_off: Annotated[bool, typer.Option("--sign-off", help="This level is done.")] = False,
    reason: Reason = "",
    prompts: Prompts = False,
    as_json: Json = False,
) -> None:
    """Review a theme against its passages (level 1), then against the whole data (level 2)."""
    from qualcode.commands.theme_walk import walk
    from qualcode.themes import review as reviewing
    from qualcode.transcripts import addresses

    if (verdict is None) != (at is None):
        raise UsageError(
            "A verdict needs its passage, and a passage its verdict.", "Use --verdict with --at."
        )
    recording = bool(verdict or searched or sign_off)
    with project(ctx) as opened:
        if verdict is not None and at is not None:
            reviewing.judge(opened, name, addresses.resolve(opened, at), cast("Verdict", verdict), reason)
        if searched is not None:
            reviewing.record_search(opened, name, searched)
        if sign_off:
            reviewing.sign_off(opened, name, level, reason)
        if not recording and level == 1 and sys.stdin.isatty() and not as_json:
            walk(opened, name, prompts=prompts)
        _tell_review(opened, name, level, recording, as_json)


def _tell_review(opened: Project, name: str, level: int, recording: bool, as_json: bool) -> None:
    """Level 1: how many passages are judged. Level 2: what to reread, unless something was just recorded."""
    from qualcode.themes import history
    from qualcode.themes import review as reviewing
    from qualcode.themes.wholeset import whole_set

    theme = _view(opened, name)
    passages = reviewing.passages(opened, name) if level == 1 else []
    left = whole_set(opened, name) if level > 1 and (as_json or not recording) else None
    if as_json:
        told = {"theme": theme, "passages": [one.as_dict() for one in passages]}
        render.show_json(told if left is None else told | left.as_dict())
    elif left is not None:
        show_whole_set(theme, left)
    else:
        judged = sum(one.verdict is not None for one in passages)
        share = f"; {judged} of {len(passages)} passages judged" if level == 1 else ""
        events = {one.event for one in history.history(opened, name)}
        done_with = [words for event, words in _MILESTONES.items() if event in events]
        render.tell(f"{name} is {theme['status']}{share}{''.join(f'; {one}' for one in done_with)}.")
        if passages and judged == len(passages) and "reviewed-1" not in events:
            render.tell(f"  qualcode themes review {quoted(name)} --level 1 --sign-off")


_MILESTONES: Final = {
    "reviewed-1": "level 1 is signed off",
    "reviewed-2": "level 2 is signed off",
    "searched": "a search for contrary accounts is recorded",
}
"""What the history of a theme says of its review."""


def finalize(ctx: typer.Context, name: Name, reason: Reason = "", as_json: Json = False) -> None:
    """Settle a theme that is defined and reviewed on both levels."""
    from qualcode.themes.review import finalize as settled

    with project(ctx) as opened:
        settled(opened, name, reason)
        value = _view(opened, name)
    done(value, f"{name} is final.", as_json)


def history(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(autocompletion=names(theme_names))] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """What happened to a theme, or to all of them, oldest first."""
    from qualcode.themes.history import history as told

    with project(ctx) as opened:
        rows = [one.as_dict() for one in told(opened, name)]
    if not (as_json or as_csv):
        rows = [row | {"at": row["at"][:16].replace("T", " ")} for row in rows]
    show_rows(rows, as_json=as_json, as_csv=as_csv, empty="Nothing has happened yet.")


def _view(opened: Project, name: str) -> dict[str, Any]:
    from qualcode.themes import views

    return views.show(opened, name).as_dict()

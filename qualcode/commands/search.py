"""Search: words in everything that was said, each with an address that `apply` takes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode import render
from qualcode.commands.session import (
    Csv,
    Json,
    code_names,
    names,
    pass_names,
    project,
    transcript_names,
)
from qualcode.errors import UsageError

if TYPE_CHECKING:
    from qualcode.passes.memo_search import MemoHit
    from qualcode.store.project import Project
    from qualcode.transcripts.finders import Finder
    from qualcode.transcripts.search import Hit, Scope


def register(app: typer.Typer) -> None:
    """Add the command of this room to the program."""
    app.command()(search)


def search(
    ctx: typer.Context,
    pattern: Annotated[
        str, typer.Argument(metavar="PATTERN", help='Words, "a phrase", stigma*, AND, OR, NOT, ( ).')
    ],
    regex: Annotated[bool, typer.Option("--regex", help="PATTERN is a regular expression.")] = False,
    lemma: Annotated[bool, typer.Option("--lemma", help="Words in all their forms: go finds went.")] = False,
    language: Annotated[str, typer.Option(help="Of the forms.")] = "en",
    in_name: Annotated[
        list[str] | None,
        typer.Option(
            "--in", autocompletion=names(transcript_names), help="Which transcript; may be repeated."
        ),
    ] = None,
    speaker_role: Annotated[str, typer.Option(help="participant, interviewer or any.")] = "any",
    code: Annotated[
        str | None, typer.Option(autocompletion=names(code_names), help="Only inside codings of this code.")
    ] = None,
    pass_name: Annotated[
        str | None, typer.Option("--pass", autocompletion=names(pass_names), help="Whose codings.")
    ] = None,
    attribute: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="Only these participants; may be repeated.")
    ] = None,
    memos: Annotated[bool, typer.Option("--memos", help="In memos too, after the transcripts.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many hits.")] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Words in everything that was said, each with its context and address."""
    if memos and (in_name or attribute or code or pass_name or speaker_role != "any"):
        raise UsageError(
            "Memos are nobody's turns, so they cannot be restricted as transcripts are.",
            "Leave --memos out, or type: qualcode memos list --on WHAT --find WORDS",
        )
    finder = partial(_finder, pattern, language, regex=regex, lemma=lemma)
    with project(ctx) as opened:
        found = _in_transcripts(opened, finder(), _scope(in_name, speaker_role, attribute), code, pass_name)
        written = _in_memos(opened, finder(indexed=False)) if memos else ()
        hits: Iterable[Hit | MemoHit] = chain(found, written)
        _show(islice(hits, limit), as_json=as_json, as_csv=as_csv, memos=memos)


def _in_transcripts(
    opened: Project, finder: Finder, scope: Scope, code: str | None, pass_name: str | None
) -> Iterable[Hit]:
    from qualcode.transcripts.search import search as hits_of

    found = hits_of(opened, finder, scope)
    if code is None:
        return found
    from qualcode.passes.finding import inside_code

    return inside_code(opened, found, code, pass_name)


def _in_memos(opened: Project, finder: Finder) -> Iterable[MemoHit]:
    from qualcode.passes.memo_search import search as hits_of

    return hits_of(opened, finder)


def _finder(pattern: str, language: str, *, regex: bool, lemma: bool, indexed: bool = True) -> Finder:
    from qualcode.transcripts import finders

    if regex and lemma:
        raise UsageError("A regular expression has no forms of words.", "Give --regex or --lemma.")
    if regex:
        return finders.by_pattern(pattern)
    if lemma:
        return finders.by_lemma(pattern, language, indexed=indexed)
    return finders.by_words(pattern, indexed=indexed)


def _scope(in_name: list[str] | None, speaker_role: str, attribute: list[str] | None) -> Scope:
    from qualcode.transcripts.search import Scope

    pairs = [one.partition("=") for one in attribute or ()]
    if not all(name.strip() and sign for name, sign, _ in pairs):
        raise UsageError("An attribute is written NAME=VALUE.", "As in: --attribute gender=f")
    return Scope(
        tuple(in_name or ()), speaker_role, tuple((name.strip(), value.strip()) for name, _, value in pairs)
    )


def _show(hits: Iterable[Hit | MemoHit], *, as_json: bool, as_csv: bool, memos: bool) -> None:
    if as_json or as_csv:
        rows = _with_kind(hits) if memos else (hit.as_dict() for hit in hits)
        _write_whole(_json_lines(rows) if as_json else _csv_lines(rows, _WITH_MEMOS if memos else _COLUMNS))
        return
    count = 0
    for hit in hits:
        count += 1
        words = " ".join(f"{hit.before}»{hit.match}«{hit.after}".split())
        render.write(f"{hit.heading}\n    {words}\n")
    render.tell(f"{count} found." if count else "Nothing found.")


def _with_kind(hits: Iterable[Hit | MemoHit]) -> Iterator[dict[str, Any]]:
    """Hits of both kinds with the same keys, those of the contract among them."""
    nothing: dict[str, Any] = dict.fromkeys(_WITH_MEMOS)
    return (nothing | {"kind": "transcript"} | hit.as_dict() for hit in hits)


def _json_lines(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One hit to a line: tens of thousands are written in a third of the time of indented ones."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    opening = "[\n"
    for row in rows:
        yield opening + encode(row)
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def _csv_lines(rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for cells in chain((columns,), ([_cell(row[name]) for name in columns] for row in rows)):
        writer.writerow(cells)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _cell(value: object) -> object:
    return f"{value['what']}:{value['name']}" if isinstance(value, dict) else value


def _write_whole(pieces: Iterable[str]) -> None:
    """Write nothing before all is found, so that an error leaves no half of a document.

    A small answer waits in memory, one of hundreds of thousands of hits on the disk.
    """
    with SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="") as found:
        found.writelines(pieces)
        found.seek(0)
        while some := found.read(_AT_ONCE):
            render.write(some)


_IN_MEMORY = 16 << 20
_AT_ONCE = 1 << 16
_COLUMNS = ("transcript", "address", "start_char", "end_char", "speaker", "role", "match", "before", "after")
_WITH_MEMOS = ("kind", *_COLUMNS, "memo", "memo_kind", "on")

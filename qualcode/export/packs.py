"""Packs for participants: their own quotes and the themes, and no other participant's words."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from qualcode.errors import UsageError
from qualcode.export.blocks import Heading, text
from qualcode.export.files import WRITERS, CannotWrite, write_whole
from qualcode.export.numbers import plural
from qualcode.export.paper import paper
from qualcode.passes.folding import fold, words
from qualcode.store.study import study
from qualcode.themes import quotes, views
from qualcode.themes.evidence import base
from qualcode.transcripts import library, participants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from qualcode.export.blocks import Block, Document
    from qualcode.store.project import Project
    from qualcode.themes.quotes import Quote
    from qualcode.themes.views import ThemeView

Format = Literal["docx", "html", "md"]

BORROWED: Final = 5
"""So many words in a row that another participant said, and nobody else, are that participant's words."""

_QUOTED: Final = re.compile(r"[“\"„«][^”\"“»]{2,}[”\"“»]")
_UNSAFE: Final = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was written. `left_out`: definitions that would have shown another participant's words."""

    participant: str
    file: str
    quotes: int
    themes: int
    left_out: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "left_out": list(self.left_out)}


def write_packs(
    project: Project, folder: Path, named: Sequence[str] = (), format_: Format = "docx"
) -> list[Pack]:
    """Write a pack for each participant, or for those named, into a folder that is made if need be.

    Raises:
        ParticipantNotFound: one of those named.
        UsageError: no such format.
        CannotWrite: the folder cannot be made or written.
    """
    if format_ not in get_args(Format):
        raise UsageError(
            f"{format_!r} is no format of a pack.", f"Use one of: {', '.join(get_args(Format))}."
        )
    wanted = [participants.find(project, name).name for name in named] or list(base(project))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"{folder} cannot be made: {error.strerror}.", "Choose another folder.") from error
    chosen, shown = quotes.quotes(project), views.themes(project)
    others = _Others(project)
    packs = []
    for name in wanted:
        document, pack = _pack(project, name, chosen, shown, others, format_)
        write_whole(folder / pack.file, WRITERS[f".{format_}"](document))
        packs.append(pack)
    return packs


def _pack(
    project: Project,
    name: str,
    chosen: Sequence[Quote],
    shown: Sequence[ThemeView],
    others: _Others,
    format_: Format,
) -> tuple[Document, Pack]:
    mine = [quote for quote in chosen if name in quote.participants]
    blocks: list[Block] = [Heading(f"For {name}", 1), *(text(words) for words in _letter(project, len(mine)))]
    left_out: list[str] = []
    themes = [theme for theme in shown if name in theme.participants or theme.parent is None]
    for number, theme in enumerate(themes, start=1):
        title, lines = _safe(theme, name, others)
        if title != theme.name or len(lines) < len(_definition(theme)):
            left_out.append(theme.name)
        blocks.append(Heading(title or f"Theme {number}", 2))
        blocks += [text(line, "Theme Definition") for line in lines]
        said = [words for quote in mine if quote.theme == theme.name for words in _own(quote, name)]
        blocks += [text(words, "Quote Block") for words in said]
    document = paper(project, "Participant summary", blocks, f"for {name}")
    file = f"{_UNSAFE.sub('-', name)}.{format_}"
    return document, Pack(name, file, len(mine), len(themes), tuple(left_out))


def _letter(project: Project, number: int) -> Iterator[str]:
    """What the pack is for; in a reflexive study it asks for thoughts and does not speak of being right."""
    about = study(project)
    yield (
        f"Thank you for taking part in the study “{about.title}”. These are the themes that we developed from"
        " all conversations."
    )
    yield (
        f"Under them stand {plural(number, 'passage')} of yours that we would like to print, word for word;"
        " omissions are marked."
        if number
        else "No passage of yours is printed word for word."
    )
    yield (
        "We would be glad of your thoughts on them: what they bring to mind, what you would add."
        if about.approach == "reflexive"
        else "Please tell us whether they do justice to what you said, what is wrong or missing,"
        " and whether any passage should not be printed."
    )


def _definition(theme: ThemeView) -> list[str]:
    """What the theme is; what it leaves out is for the researchers."""
    return [line for line in (theme.essence, theme.includes and f"It includes: {theme.includes}") if line]


def _safe(theme: ThemeView, name: str, others: _Others) -> tuple[str, list[str]]:
    """Name and definition without what another participant said."""
    title = "" if others.said(theme.name, name) else theme.name
    return title, [line for line in _definition(theme) if not others.said(line, name)]


def _own(quote: Quote, name: str) -> list[str]:
    """Their words of a quote; of an exchange their turns alone."""
    if not quote.lines:
        return [quote.body]
    return [line.body for line in quote.lines if line.participant == name]


class _Others:
    """Whether words are taken from what somebody else said."""

    def __init__(self, project: Project) -> None:
        self._said: dict[str, str] = {}
        for transcript in library.transcripts(project, data_only=True):
            whole = library.text(project, transcript.id)
            spoken = " ".join(whole[start:end] for start, end in library.codable(project, transcript.id))
            key = transcript.participant or f"group {transcript.name}"
            self._said[key] = f"{self._said.get(key, '')} {_line(spoken)} "

    def said(self, wording: str, name: str) -> bool:
        """Whether a quotation in the wording, or five words of it in a row, are another's alone."""
        quoted = [_line(match[0]) for match in _QUOTED.finditer(wording)]
        for run in [*quoted, *_runs(_line(wording).split())]:
            if run and f" {run} " not in self._said.get(name, "") and self._by_another(run, name):
                return True
        return False

    def _by_another(self, run: str, name: str) -> bool:
        return any(f" {run} " in said for other, said in self._said.items() if other != name)


def _runs(keys: Sequence[str]) -> Iterable[str]:
    return (" ".join(keys[at : at + BORROWED]) for at in range(len(keys) - BORROWED + 1))


def _line(wording: str) -> str:
    return " ".join(words(fold(wording)).keys)

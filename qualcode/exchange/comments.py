"""Codings from Word comments: a comment names the codes, the words it stands on are the span.

Several codes in one comment are divided by `;` or stand on lines of their own; commas divide them only where
every piece is a code already. Replies become memos.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from qualcode.errors import QualcodeError
from qualcode.exchange.comments_docx import read_comments
from qualcode.exchange.landing import Author, Highlighted, Remark, RowNotPlaced
from qualcode.exchange.same_text import SameText, WordsOf, likeness
from qualcode.names import quoted, tidy
from qualcode.transcripts import library
from qualcode.transcripts.closed import WithheldPassage

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from qualcode.exchange.comments_docx import Coded, Comment, Highlight
    from qualcode.exchange.landing import Landing
    from qualcode.model import Transcript
    from qualcode.spans import Span

LONGEST_NAME: Final = 100
"""Characters from which an unknown name is taken for a note, not for a code to be made."""

LIKE_ENOUGH: Final = 0.5
"""Share of a document's words (in runs of six) that a transcript must have to be taken for its text."""

CLEARLY_BETTER: Final = 2.0
"""How many times more alike the best transcript must be than the next."""


class WhichTranscript(QualcodeError):
    """Nothing says which transcript a document is."""


class CommentedDocument:
    """One document on its way into a pass."""

    def __init__(self, landing: Landing, path: Path, in_name: str | None = None) -> None:
        self.landing = landing
        self.coded = read_comments(path)
        self.transcript = _transcript(landing, self.coded, in_name)
        text = library.text(landing.project, self.transcript.id)
        self.same = SameText(self.coded.text, text, landing.finder(self.transcript))

    def gather(self, author: str | None = None, colors: Mapping[str, str] | None = None) -> None:
        """Place its comments, or those of one author, and list its highlights or place them as codes.

        `colors` gives the code for a colour, as in {"yellow": "chance"}.
        """
        wanted = [one for one in self.coded.comments if author in {None, one.author}]
        for comment in wanted:
            with self.landing.listed(self.coded.file, comment.number):
                self._place(comment)
        self._tell_authors({one.author for one in wanted})
        for number, highlight in enumerate(self.coded.highlights, start=1):
            with self.landing.listed(self.coded.file, number):
                self._offer(highlight, number, colors or {})

    def _place(self, comment: Comment) -> None:
        if comment.span is None or not self._stands_on(comment.span):
            raise RowNotPlaced("The comment stands on no words; or they were deleted.")
        names = code_names(comment.text, self.landing.codes)
        if not names:
            raise RowNotPlaced("The comment holds no code.")
        span = self._span(comment.span, comment.number)
        remarks = [remark for one in comment.replies if (remark := _remark(one, comment.author))]
        for name in names:
            with self.landing.listed(self.coded.file, comment.number):
                coding = (self.transcript.id, self._code(name), *span, "")
                self.landing.add(coding, _moment(comment.date), remarks)

    def _stands_on(self, span: Span) -> str:
        words = self.coded.text[slice(*span)]
        return words if self.coded.written_from else words.strip()

    def _span(self, span: Span, number: int) -> Span:
        if not self.coded.written_from:  # people's selections take in the space after a word
            span = _bare(self.coded.text, span)
        return self.landing.settled(self.transcript, self.same.place(span), self.coded.file, number)

    def _code(self, name: str) -> str:
        if len(name) > LONGEST_NAME and name.casefold() not in self.landing.codes:
            raise RowNotPlaced("The comment reads like a note, not like the name of a code.")
        return self.landing.code(name)

    def _tell_authors(self, wanted: Collection[str]) -> None:
        coder = self.landing.coding_pass.coder
        for author, number in Counter(one.author for one in self.coded.comments).items():
            into = coder if author in wanted else None
            self.landing.result.authors.append(Author(self.coded.file, author, number, into))

    def _offer(self, highlight: Highlight, number: int, colors: Mapping[str, str]) -> None:
        placement = self.same.place(highlight.span)
        name = colors.get(highlight.color)
        if name is None and placement.span is None:
            return  # nobody asked for it, and it stands nowhere
        try:
            span = self.landing.settled(self.transcript, placement, self.coded.file, number)
        except WithheldPassage:
            if name is None:  # nor did anybody ask for this one
                return
            raise
        except RowNotPlaced as refused:
            raise RowNotPlaced(f"The highlight in {highlight.color}: {refused.sentence}") from refused
        if name is not None:
            self.landing.add((self.transcript.id, self.landing.code(tidy(name)), *span, ""))
        where = self.landing.address(self.transcript, span)
        told = Highlighted(self.coded.file, highlight.color, where, self.transcript.name, *span, name)
        self.landing.result.highlights.append(told)


def code_names(text: str, known: Collection[str]) -> list[str]:
    r"""The codes that a comment names, each once; `known` are the names of codes, case-folded.

    >>> code_names("chance; by luck, really\ntrust, chance", {"chance", "trust"})
    ['chance', 'by luck, really', 'trust']
    """
    if tidy(text).casefold() in known:
        return [tidy(text)]
    names: dict[str, str] = {}
    for line in text.split("\n"):
        for piece in _pieces(line, ";", known):
            parts = _pieces(piece, ",", known)
            all_known = all(part.casefold() in known for part in parts)
            for name in parts if all_known else [piece]:
                names.setdefault(name.casefold(), name)
    return list(names.values())


def _pieces(line: str, mark: str, known: Collection[str]) -> list[str]:
    """A line divided at a mark, save where a code's own name holds it; the longest known name wins."""
    parts = line.split(mark)
    found: list[str] = []
    while parts:
        lengths = range(len(parts), 1, -1)
        taken = next((n for n in lengths if tidy(mark.join(parts[:n])).casefold() in known), 1)
        found.append(tidy(mark.join(parts[:taken])))
        parts = parts[taken:]
    return [name for name in found if name]


def _transcript(landing: Landing, coded: Coded, in_name: str | None) -> Transcript:
    """The transcript named, else the one it was written from, else its namesake, else the one most alike."""
    project = landing.project
    if in_name is not None:
        return library.find(project, in_name)
    written_from = project.value(
        "SELECT name FROM transcripts WHERE text_sha256 = ? AND deleted_at IS NULL", (coded.written_from,)
    )
    named = library.find_or_none(project, str(written_from or coded.stem))
    return named or most_alike(landing, coded.file, coded.text)


def most_alike(landing: Landing, file: str, text: str) -> Transcript:
    """The transcript whose words are clearly those of a text.

    Raises:
        WhichTranscript: none is, or several are.
    """
    document = WordsOf(text)
    known = library.transcripts(landing.project)
    likenesses = [likeness(document, WordsOf(library.text(landing.project, one.id))) for one in known]
    best = sorted(zip(likenesses, range(len(known)), strict=True), reverse=True)[:2]
    if not best or best[0][0] < LIKE_ENOUGH or best[0][0] < CLEARLY_BETTER * sum(one for one, _ in best[1:]):
        first = quoted(known[0].name) if known else "NAME"
        raise WhichTranscript(
            f"{file} is called like no transcript, and its text is not clearly that of one.",
            f"Say which it is, as in --in {first}.",
        )
    return known[best[0][1]]


def _remark(reply: Comment, asked_by: str) -> Remark | None:
    words = reply.text.strip()
    by = reply.author if reply.author != asked_by else ""
    return Remark(words, _moment(reply.date), by) if words else None


def _moment(date: str) -> str:
    """A date of Word's as the project keeps dates; "" where there is none that could be."""
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        return ""
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone(UTC).isoformat(timespec="microseconds")


def _bare(text: str, span: Span) -> Span:
    words = text[slice(*span)]
    return span[0] + len(words) - len(words.lstrip()), span[0] + len(words.rstrip())

"""Printed words held against a transcript: the same, visibly edited, or changed; and what is different.

What print may change by itself is no difference: curly or straight marks, the kind of dash, single marks
inside double ones, a large first letter, and the mark at the very end (APA 7, 8.25 to 8.36).
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from qualcode.passes.folding import at_word_edge, fold, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qualcode.export.speech import Source
    from qualcode.passes.wordlines import WordLine
    from qualcode.spans import Span

MOST_LEFT_OUT: Final = 1200
MOST_REPLACED: Final = 120
"""Characters that an omission may leave out, and that words in brackets may stand for."""

_ENDS: Final = " .,;:-'"
_EDGES: Final = " .,;:-"
_TRIED: Final = 4
_POINTS: Final = r"\.(?:\s?\.){2,3}|…"
_MARK = re.compile(rf"[\[(]\s*(?:{_POINTS})\s*[\])]|{_POINTS}|\[(?P<inserted>[^\[\]]{{1,200}})\]")
_LETTER = re.compile(r"\[(\w{1,2})\](?=\w)")
_TOKEN = re.compile(rf"(?P<mark>{_MARK.pattern})|\w+(?:['’\-]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Match:
    """A place whose words are the printed ones; `changes` tells visible omissions and insertions, if any."""

    span: Span
    changes: tuple[str, ...]


class _Mark(NamedTuple):
    kind: Literal["omission", "insertion"]
    words: str
    reach: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed quotation taken apart: stretches of speech with the visible edits between them."""

    text: str
    parts: tuple[str, ...]
    marks: tuple[_Mark, ...]


def printed(text: str) -> Printed:
    """Take a printed quotation apart at its points and brackets."""
    whole = _LETTER.sub(r"\1", text)
    parts: list[str] = []
    marks: list[_Mark] = []
    at = 0
    for mark in _MARK.finditer(whole):
        parts.append(_plain(whole[at : mark.start()]).strip(_EDGES))
        inserted = mark["inserted"]
        marks.append(
            _Mark("omission", mark[0], MOST_LEFT_OUT)
            if inserted is None
            else _Mark("insertion", mark[0], MOST_REPLACED)
        )
        at = mark.end()
    parts.append(_plain(whole[at:]).strip(_EDGES))
    parts[-1] = parts[-1].rstrip(_ENDS)
    return Printed(text, tuple(parts), tuple(marks))


def core(text: str) -> str:
    """What two printings of one quotation have in common."""
    return _plain(text).strip(_ENDS)


def matches(quote: Printed, source: Source) -> Iterator[Match]:
    """Every place of a transcript that the printed words are true to."""
    filled = [at for at, part in enumerate(quote.parts) if part]
    if not filled:
        return
    first, last = filled[0], filled[-1]
    for start, end in _occurrences(source.plain, quote.parts[first]):
        for spans in _chains(quote, source.plain, first + 1, last, ((start, end),)):
            changes = [*_added(quote.marks[:first]), *_gaps(quote, source, first, spans)]
            changes += _added(quote.marks[last:])
            yield Match(source.folded.original(spans[0][0], spans[-1][1]), tuple(changes))


def _chains(
    quote: Printed, plain: str, at: int, last: int, done: tuple[Span, ...]
) -> Iterator[tuple[Span, ...]]:
    """The parts in order, each within reach of the one before."""
    if at > last:
        yield done
        return
    end, reach = done[-1][1], quote.marks[at - 1].reach
    part = quote.parts[at]
    if not part:
        yield from _chains(quote, plain, at + 1, last, (*done, (end, end)))
        return
    near = _occurrences(plain, part, end, end + reach + len(part))
    for span in list(near)[:_TRIED]:
        yield from _chains(quote, plain, at + 1, last, (*done, span))


def _gaps(quote: Printed, source: Source, first: int, spans: Sequence[Span]) -> Iterator[str]:
    for at, (before, after) in enumerate(itertools.pairwise(spans)):
        mark = quote.marks[first + at]
        left_out = source.plain[before[1] : after[0]].strip(_ENDS)
        if mark.kind == "insertion" and left_out.strip("[]() ") == _plain(mark.words).strip("[]() "):
            continue  # the transcript has the bracket itself: [laughs]
        if not re.search(r"\w", left_out):
            yield from _added([mark])
            continue
        told = source.text[slice(*source.folded.original(before[1], after[0]))]
        told = " ".join(told.split()).strip(" ,;:")
        yield f"left out “{told}”" if mark.kind == "omission" else f"“{told}” replaced by {mark.words}"


def _added(marks: Sequence[_Mark]) -> list[str]:
    return [f"added {mark.words}" for mark in marks if mark.kind == "insertion"]


def _plain(text: str) -> str:
    return fold(text).text.replace('"', "'")


def _occurrences(plain: str, part: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    stop = len(plain) if end is None else min(end, len(plain))
    at = plain.find(part, start, stop)
    while at >= 0:
        if at_word_edge(plain, at) and at_word_edge(plain, at + len(part)):
            yield at, at + len(part)
        at = plain.find(part, at + 1, stop)


def spliced(line: WordLine, text: str) -> Span | None:
    """Where words stand that were joined without a sign: the longest beginning and the rest, near each other.

    Returns the stretch of the original text from the earlier to the later of the two; None if there is none.
    """
    keys = words(fold(_MARK.sub(" ", text))).keys
    size = len(keys)
    front = _longest(size, lambda n: bool(line.runs(keys[:n], 0.0)))
    back = _longest(size, lambda n: bool(line.runs(keys[size - n :], 0.0)))
    if not front or not back or front + back < size or min(front, back) == 0:
        return None
    pairs = [
        (min(one.first, two.first), max(one.end, two.end))
        for one in line.runs(keys[:front], 0.0)
        for two in line.runs(keys[size - back :], 0.0)
    ]
    first, end = min(pairs, key=lambda pair: pair[1] - pair[0])
    return line.span(first, end)


def _longest(size: int, stands: Callable[[int], bool]) -> int:
    """The largest size for which something holds that holds for all smaller ones."""
    low, high = 0, size
    while low < high:
        middle = (low + high + 1) // 2
        if stands(middle):
            low = middle
        else:
            high = middle - 1
    return low


def difference(source: str, text: str) -> list[str]:
    """Word by word what print changed, each change a phrase; visible edits are no change.

    >>> difference("I never had supervision.", "I always had supervision")
    ['“never” became “always”']
    """
    old, new = _tokens(source), _tokens(_LETTER.sub(r"\1", text))
    matcher = SequenceMatcher(None, [one.key for one in old], [one.key for one in new], autojunk=False)
    found: list[str] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            found += _change(old[a:b], new[c:d])
    return found


class _Token(NamedTuple):
    key: str
    text: str
    start: int
    end: int
    mark: bool


def _tokens(text: str) -> list[_Token]:
    stripped = text.strip().rstrip(_ENDS + '’”"')
    return [
        _Token(_plain(one[0]), one[0], *one.span(), mark=one["mark"] is not None)
        for one in _TOKEN.finditer(stripped)
    ]


def _change(old: Sequence[_Token], new: Sequence[_Token]) -> list[str]:
    shown = [one for one in new if not one.mark]
    marked = len(shown) < len(new)
    if marked and not shown:
        return []  # a visible omission or insertion
    gone, come = _joined(old), _joined(shown)
    if marked and not re.search(r"\w", come):
        return []  # the points of an omission and the mark before them
    if gone and come:
        return [f"“{gone}” became “{come}”"]
    return [f"“{gone}” left out without a sign" if gone else f"“{come}” added"]


def _joined(tokens: Sequence[_Token]) -> str:
    """The tokens as they stood, with a space wherever they were apart."""
    text = ""
    for at, one in enumerate(tokens):
        apart = at > 0 and one.start > tokens[at - 1].end
        text += f" {one.text}" if apart else one.text
    return text

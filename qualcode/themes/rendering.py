"""How a participant's words look in print. Pure: words, edits and an id in, typography out.

The rules are those of APA 7 (2020, sections 8.25 to 8.36) for quotations of 40 words, omissions, insertions
and quotes within quotes; attribution in parentheses after the closing mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BLOCK_WORDS: Final = 40
"""A quotation of so many words stands as a block (APA 7, 8.27)."""

POINTS: Final = ". . ."
BRACKETED: Final = "[. . .]"

Form = Literal["inline", "block", "exchange"]

_CLAUSE_MARKS: Final = ",;:–—-"
_SPACES = re.compile(r"\s+")
_PAUSE = re.compile(r"\.\.\.|…")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s|\Z)")
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*\Z")
_ONLY_CLOSING = re.compile(r"[\s.!?,;:…\"'”’)\]]*\Z")
_PERIOD_AND_MORE = re.compile(r"\.(?=\s+\S)")
_SOFT_END = re.compile(r"(?:(?<!\.)\.|[,;:]|\s*[–—-])\Z")
_SOFT_END_IN_MARKS = re.compile(r"(?<!\.)[.,](?=’\Z)")
_STRAIGHT_DOUBLE = re.compile(r"(?<![^\s(\[—–-])\"(?=\S)")


@dataclass(frozen=True, slots=True)
class Edit:
    """A visible change to a quote: offsets count from the quote's first character.

    "omit" leaves characters out. "insert" puts words in brackets at `start_char`; where it spans characters,
    the bracket stands in their place. "clean" leaves a filler out without a sign. "translate" puts words that
    somebody translated in the place of all.
    """

    kind: Literal["omit", "insert", "clean", "translate"]
    start_char: int
    end_char: int
    inserted: str = ""
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A quote ready for print: `body` without marks and id, `text` with them; `words` counts the body."""

    body: str
    text: str
    form: Form
    words: int


def render(
    source: str,
    edits: Sequence[Edit],
    attribution: str,
    *,
    bracketed: bool = False,
    named_in_lead: bool = False,
) -> Rendered:
    """Set a quote for print.

    Args:
        source: The transcript's words under the quote's span.
        edits: In any order, not overlapping.
        attribution: What stands in the parentheses, for example `P5`.
        bracketed: Mark omissions as `[. . .]`, because the transcripts use "..." for pauses.
        named_in_lead: The sentence before names the speaker, so an inline quote does not.
    """
    body = edited(source, edits, bracketed=bracketed)
    return typeset(body, count_words(body), attribution, named_in_lead=named_in_lead)


def typeset(body: str, words: int, attribution: str, *, named_in_lead: bool = False) -> Rendered:
    """Set words that are edited already: in marks below 40 words, else as a block."""
    if words >= BLOCK_WORDS:
        return Rendered(body, f"{_closed(body)} ({attribution})", "block", words)
    marked = nested(body)
    if named_in_lead:
        return Rendered(body, f"“{_closed(marked)}”", "inline", words)
    return Rendered(body, f"“{_open_ended(marked)}” ({attribution}).", "inline", words)


def edited(source: str, edits: Iterable[Edit], *, bracketed: bool = False) -> str:
    """The words with omissions marked and insertions in brackets, on one line.

    >>> edited("We were tired, you know, and sad.", [Edit("omit", 13, 24)])
    'We were tired . . . and sad.'
    """
    kept, done = "", 0
    for edit in _in_order(source, edits):
        kept += source[done : edit.start_char]
        done = edit.end_char
        left_out, after = source[edit.start_char : edit.end_char], source[done:]
        if edit.kind == "clean":
            kept = f"{kept.rstrip()}{_space_before(after)}" if kept.strip() else ""
        elif edit.kind == "insert":
            kept = _with_insertion(kept, edit.inserted, after)
        else:
            kept = _with_omission(kept, left_out, after, bracketed=bracketed)
    return _SPACES.sub(" ", kept + source[done:]).strip()


def count_words(text: str) -> int:
    """Words: runs without spaces that hold a letter or digit, so omission points do not count."""
    return sum(any(character.isalnum() for character in word) for word in text.split())


def uses_pauses(text: str) -> bool:
    """Whether a transcript writes "..." (or the single sign) for a pause in speech."""
    return _PAUSE.search(text) is not None


def nested(text: str) -> str:
    """Double marks inside a quotation become single ones.

    >>> nested('They said "no" to me')
    'They said ‘no’ to me'
    """
    singled = text.replace("“", "‘").replace("”", "’")
    return _STRAIGHT_DOUBLE.sub("‘", singled).replace('"', "’")


def between(source: str, edits: Sequence[Edit], *, first: bool, last: bool, bracketed: bool = False) -> str:
    """One turn of several: a cut at an end of it is marked, except where the whole quote begins or ends.

    >>> between("We wait. Always.", [Edit("omit", 8, 16)], first=True, last=False)
    'We wait. . . .'
    """
    body = edited(source, edits, bracketed=bracketed)
    points = BRACKETED if bracketed else POINTS
    cuts = [one for one in _in_order(source, edits) if one.kind == "omit"]
    if cuts and not count_words(body):  # all of the turn is left out; that somebody spoke is not
        return body if points in body else f"{points} {body}".strip()
    front = not first and any(not source[: one.start_char].strip() for one in cuts)
    tail = next((end for one in cuts if (end := _end_after(source, one)) is not None), None)
    if tail is not None and not last:
        kept = body[: len(body) - len(tail)].rstrip() if tail else body
        body = f"{body} {points}" if tail == "." and not bracketed else f"{kept} {points} {tail}".rstrip()
    return f"{points} {body}" if front else body


def _end_after(source: str, cut: Edit) -> str | None:
    """The marks behind a cut at the end of a turn; None where words follow it."""
    after = source[cut.end_char :]
    return after.strip() if _ONLY_CLOSING.match(after) else None


def exchange(lines: Iterable[tuple[str, str]]) -> list[str]:
    """A focus group's talk: one line per speaker, `FG1-S2: text`."""
    return [f"{speaker}: {_SPACES.sub(' ', words).strip()}" for speaker, words in lines]


def restores(source: str, edits: Sequence[Edit], body: str, *, bracketed: bool = False) -> bool:
    """Whether the printed body with its edits undone is the source again, character by character.

    What rendering may change by itself (runs of white space, the points of an omission and a period before
    them) is taken out of both sides; every other difference is a changed word.
    """
    pattern, done = "", 0
    for edit in _in_order(source, edits):
        if edit.start_char < done or edit.end_char > len(source):
            return False
        pattern += _printed(source[done : edit.start_char]) + _sign(edit, bracketed=bracketed)
        done = edit.end_char
    pattern += re.escape(_bare(source[done:]))
    return re.fullmatch(pattern, _bare(body)) is not None


def _in_order(source: str, edits: Iterable[Edit]) -> list[Edit]:
    """Edits by position, neighbouring omissions joined so that only one set of points is printed."""
    joined: list[Edit] = []
    for edit in sorted(edits, key=lambda one: (one.start_char, one.end_char)):
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.kind == edit.kind == "omit"
            and not source[last.end_char : edit.start_char].strip()
        ):
            joined[-1] = Edit("omit", last.start_char, edit.end_char)
        else:
            joined.append(edit)
    return [_with_its_period(source, edit) for edit in joined]


def _with_its_period(source: str, edit: Edit) -> Edit:
    """An omission up to a period takes it along: the points bring their own, in the right place."""
    after = source[edit.end_char :]
    if edit.kind == "omit" and _PERIOD_AND_MORE.match(after):
        return Edit("omit", edit.start_char, edit.end_char + 1)
    return edit


def _with_omission(before: str, left_out: str, after: str, *, bracketed: bool) -> str:
    kept = before.rstrip()
    if not kept or _ONLY_CLOSING.match(after):
        return kept  # the start or the end was cut: no points there
    points = BRACKETED if bracketed else POINTS
    if not _ENDS_SENTENCE.search(kept) and _SENTENCE_END.search(left_out):
        kept = f"{kept.rstrip(' ' + _CLAUSE_MARKS)}."
    return f"{kept} {points}{_gap(after)}"


def _with_insertion(before: str, inserted: str, after: str) -> str:
    words = inserted.strip()
    bracket = words if words.startswith("[") and words.endswith("]") else f"[{words}]"
    kept = before.rstrip()
    space = _space_before(after)
    return f"{kept} {bracket}{space}" if kept else f"{bracket}{space}"


def _space_before(after: str) -> str:
    return "" if after[:1] in {".", ",", ";", ":", "!", "?", ")", "’", "”", ""} else _gap(after)


def _gap(after: str) -> str:
    return "" if after[:1].isspace() else " "


def _open_ended(text: str) -> str:
    """Without its final period or comma: the period follows the id; ? and ! stay."""
    return _SOFT_END_IN_MARKS.sub("", _SOFT_END.sub("", text))


def _closed(text: str) -> str:
    """With a final mark of its own; a clause that was cut ends with a period."""
    if _ENDS_SENTENCE.search(text):
        return text
    return f"{_SOFT_END.sub('', text)}."


def _bare(text: str) -> str:
    return _SPACES.sub("", text)


def _printed(piece: str) -> str:
    """Pattern of a kept piece; before points a period may stand in the place of its last comma."""
    words = _bare(piece)
    kept = words.rstrip(_CLAUSE_MARKS)
    return re.escape(kept) + f"(?:{re.escape(words[len(kept) :])})?"


def _sign(edit: Edit, *, bracketed: bool) -> str:
    """Pattern of what an edit leaves in print; an omission at either end leaves nothing."""
    if edit.kind == "insert":
        return re.escape(_bare(_with_insertion("", edit.inserted, "")))
    if edit.kind == "clean":
        return ""
    return r"(?:\.?\[\.\.\.\])?" if bracketed else r"(?:\.{3,4})?"

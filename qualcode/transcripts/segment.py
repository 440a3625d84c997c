"""Sentence units: rules in one compiled pass, or a spaCy model that the researcher has.

A unit lies within one span (a turn), starts and ends on a character that is no space, and nothing but space
is left between units. The rules follow transcripts rather than edited prose: pauses written as dots, noises
in brackets, speech quoted within speech.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.transcripts.vocabulary import BEFORE_A_NUMBER, NEVER_LAST, OPENING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.spans import Span

METHOD = "rules 1"

_CLOSERS = "\"'”’»›)\\]}*_"
_NOISES = (
    "laugh|chuckl|giggl|sigh|pause|cough|cri|cry|sob|smil|nod|applau|clear|silen|snif|snort|grin|breath|yawn|gasp|"
    "gestur|whisper"
)
_NOTE = (
    r"(?:[ \t]*\*?(?:\\?\[(?!unintelligible|inaudible|unclear|indistinct|\\?\d)[^\]\n]{1,60}\]"
    rf"|\((?i:[^()\n]{{0,30}}\b)?(?i:{_NOISES})[^()\n]{{0,40}}\))\*?)"
)
_EMOJI = r"[\u2600-\u27BF\U0001F1E6-\U0001FAFF][\uFE0F\u200D\U0001F3FB-\U0001F3FF]*"
_SMILE = rf"(?:[ \t]*(?:{_EMOJI}|[:;=]['-]?[()DPp]+(?!\w)))"
_QUOTE = "(?:&(?:quot|#39);)"
_ASIDES = rf"(?:(?=[ \t]*+[*\\\[(:;=\u2600-\u27BF\U0001F1E6-\U0001FAFF])(?:{_NOTE}|{_SMILE}){{1,4}}+)?+"
_MARKS = ".!?…。！？｡؟۔।"
_END = re.compile(
    # One leading character set lets the engine skip to the next candidate; possessive quantifiers, and a
    # start only at the beginning of a run of marks, keep hostile text linear.
    rf"[{_MARKS}\n](?<![{_MARKS}][{_MARKS}])(?:(?<=\n)\s*"
    rf"|(?<!\n)[{_MARKS}]*+[{_CLOSERS}]*+(?:{_QUOTE}{_QUOTE}?+)?+{_ASIDES}[.!?]*+"
    r"(\s+|\Z|(?<=[。！？｡])|(?<=[.!?…])(?=[^\W\d_])))"
)
_SMALL_WORD_BEFORE = re.compile(r"(?:[^\W\d_](?<![A-Z])){3}")
_MARK = re.compile(rf"[{_MARKS}]")
_TIGHT = re.compile(r"[^\W\d_]{2}[.!?][^\W\d_a-z]")
_LOOSE = re.compile(r"[.!?][ ]")
_LOOK_BACK = 200
_UNPUNCTUATED = 240
_BLANK = re.compile(r"\n[^\S\n]*\n")
_CAPITAL_OPENS = re.compile(r"[.!?…][\"'”’)\]]*\s+[\"'“‘(\[]*[A-Z]")
_ITEM = re.compile(r"(?:[-–•*·‣]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t]")
_LEADING = "\"'“”‘’«»‹([{¿¡*_-–—…\\"

_INITIALISM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\Z")
_WORD_BEFORE = 14
_WRAPPED = range(45, 121)
"""Lengths of a line that may have been broken by an editor's margin rather than by the writer."""


class ModelMissing(QualcodeError):
    """The spaCy model asked for is not installed."""

    def __init__(self, model: str) -> None:
        super().__init__(
            f"The spaCy model “{model}” is not installed.",
            f"Type: python -m spacy download {model}; or leave the option out to use the built-in rules.",
        )


def sentences(text: str, spans: Sequence[Span]) -> list[Span]:
    """Divide each span into sentence units.

    Args:
        text: The transcript.
        spans: Disjoint spans of it, in order (turns); no unit crosses the end of one.

    Returns:
        Units in order as half-open code-point offsets; together they hold all of `spans` but its spaces.
    """
    units: list[Span] = []
    for start, end in spans:
        units.extend(_units(text, start, end))
    return units


def _units(text: str, start: int, end: int) -> list[Span]:
    """Units of one span."""
    start, end = _trimmed(text, start, end)
    writer = _Writer(text, start, end)
    units = []
    for found in _END.finditer(text, start, end):
        last, after = found.span(1)
        if last < 0:
            last, after = found.span()
            ends = _line_ends(writer, found, start)
        elif after >= end:
            break
        else:  # mostly a plain word, one mark, space, a capital: known without a further call
            word = text[max(start, text.rfind(" ", start, last) + 1) : last - 1]
            plain = last < after and text[after].isupper() and _is_plain(word)
            ends = plain or _ends(writer, found, last, after, start)
        if ends:
            stop = last if text[last - 1] > " " else start + len(text[start:last].rstrip())
            if stop > start:
                units.append((start, stop))
                start = after
    if start < end:
        units.append((start, end))
    return units


def _ends(writer: _Writer, found: re.Match[str], last: int, after: int, start: int) -> bool:
    """Whether a mark closes the unit."""
    text, at = writer.text, found.start()
    if at + 1 == last < after and text[after].isupper():
        return text[at] != "." or _dot_ends(text, at, after, start)
    if text[after].islower():
        return _small_letter_opens(writer, found, start)
    return _mark_ends(writer, found, start)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


@dataclass  # not frozen: there is one for each turn, and freezing trebles the cost of making it
class _Writer:
    """How one span is written; looked at only when a doubtful place asks, and then once."""

    text: str
    start: int
    end: int

    @cached_property
    def leaves_out_spaces(self) -> bool:
        tight, loose = (len(each.findall(self.text, self.start, self.end)) for each in (_TIGHT, _LOOSE))
        return tight > loose

    @cached_property
    def leaves_out_capitals(self) -> bool:
        capital = _CAPITAL_OPENS.search(self.text, self.start, self.end)
        return self.text[self.start].islower() and capital is None

    @cached_property
    def leaves_out_marks(self) -> bool:
        return self.end - self.start > _UNPUNCTUATED and not _MARK.search(self.text, self.start, self.end)


def _mark_ends(writer: _Writer, found: re.Match[str], start: int) -> bool:
    """Whether a mark that is not followed by a small letter closes the unit."""
    text, at = writer.text, found.start()
    last, after = found.span(1)
    if last == after and not _ends_without_space(writer, at, last):
        return False
    if text[after] in _LEADING:
        if _first_letter(text, after, writer.end).islower() and "\n" not in found[1]:
            return False
    elif text[at + 1] == ")" and text[at] in "?!" and text.rfind("(", _from(start + 1, at), at) >= 0:
        return False  # a question put in brackets within the sentence
    return text[at] != "." or text[at + 1] in ".!?" or _dot_ends(text, at, after, start)


def _from(start: int, at: int) -> int:
    """Where to begin looking back: the unit's start, but never far, so that no text costs quadratic time."""
    return max(start, at - _LOOK_BACK)


def _small_letter_opens(writer: _Writer, found: re.Match[str], start: int) -> bool:
    """After a mark, a small letter opens a unit in a new paragraph, in a list, or where capitals never do."""
    text, at = writer.text, found.start()
    if "\n" in found[1] and (_BLANK.search(found[1]) or _ITEM.match(text, found.end())):
        return True
    pause = text[at] == "…" or text[at + 1] in ".…" or found.start(1) != at + 1
    if pause or not writer.leaves_out_capitals or found.start(1) == found.end(1):
        return False
    return text[at] != "." or _dot_ends(text, at, found.end(), start)


def _ends_without_space(writer: _Writer, at: int, last: int) -> bool:
    """`there.And` ends a sentence, `net.Conn` does not, unless the writer leaves the space out as a habit."""
    text = writer.text
    if text[last - 1] in "。！？｡" or not text[last].isupper():
        return text[last - 1] in "。！？｡"
    if not _SMALL_WORD_BEFORE.match(text, max(writer.start, at - 3), at):
        return False
    if text[at] != "." or text[at + 1] == "." or _opener(text[last : last + 12]) in OPENING:
        return True
    return writer.leaves_out_spaces


def _first_letter(text: str, at: int, end: int) -> str:
    if text.startswith(("[", "\\["), at):
        return "["
    while at < end - 1 and text[at] in _LEADING:
        at += 1
    return text[at]


def _dot_ends(text: str, dot: int, after: int, start: int) -> bool:
    """Whether a single full stop closes the sentence, not an abbreviation or a list number."""
    before = text[max(start, dot - _WORD_BEFORE) : dot].rsplit(None, 1)
    if not before:
        return True
    written = before[-1].lstrip("\"'“‘([*")
    word = written.casefold()
    if (len(word) == 1 and word.isalpha()) or _INITIALISM.match(word):
        return _letters_end(word, text[after : after + 12])
    if word in NEVER_LAST:
        return written in {"IE", "AL", "EG"}  # IE is a browser, ie. an abbreviation
    if word in BEFORE_A_NUMBER:
        return not text[after].isdigit()
    return not (word.isdigit() and dot - len(word) <= start)


@lru_cache(maxsize=1 << 14)
def _is_plain(word: str) -> bool:
    """A word of several letters that is no abbreviation, as before most full stops."""
    return len(word) > 1 and word.isalpha() and word.casefold() not in NEVER_LAST | BEFORE_A_NUMBER


def _letters_end(letters: str, following: str) -> bool:
    """`plan B. Then` ends, `J. R. Smith` does not, `So did I. We` does."""
    return letters in {"a.m", "p.m", "i"} or (letters not in {"e.g", "i.e"} and _opener(following) in OPENING)


def _opener(following: str) -> str:
    """The first word of what follows, in small letters."""
    return following.split(None, 1)[0].strip("\"'“,.!?…").casefold()


def _line_ends(writer: _Writer, found: re.Match[str], start: int) -> bool:
    """Whether a line end without a mark before it closes the unit."""
    text = writer.text
    at, after = found.span()
    if after >= writer.end or _BLANK.search(found[0]) or _ITEM.match(text, after):
        return after < writer.end
    length = at - max(start, text.rfind("\n", start, at) + 1)
    return writer.leaves_out_marks or (not text[after].islower() and length not in _WRAPPED)


def spacy_sentences(text: str, spans: Sequence[Span], model: str) -> tuple[list[Span], str]:
    """Divide each span with a spaCy model that is installed here.

    Args:
        text: The transcript.
        spans: Disjoint spans of it, in order.
        model: Name of the model, such as `en_core_web_sm`.

    Returns:
        Units as `sentences` gives them, and the method to record: library, model and their versions.

    Raises:
        ModelMissing: No such model is installed.
    """
    from importlib.metadata import version

    import spacy

    try:
        pipeline = spacy.load(model, exclude=["ner", "lemmatizer", "attribute_ruler"])
    except OSError:
        raise ModelMissing(model) from None
    if not {"parser", "senter", "sentencizer"} & set(pipeline.pipe_names):
        pipeline.add_pipe("sentencizer")
    units: list[Span] = []
    for (start, _), parsed in zip(spans, pipeline.pipe(text[a:b] for a, b in spans), strict=True):
        for sentence in parsed.sents:
            stripped = sentence.text.strip()
            if stripped:
                at = start + sentence.start_char + len(sentence.text) - len(sentence.text.lstrip())
                units.append((at, at + len(stripped)))
    return units, f"spaCy {version('spacy')} {model} {pipeline.meta.get('version', '')}".rstrip()

"""Sentence units: rules in one compiled pass, or a spaCy model that the researcher has.

A unit lies within one span (a turn), starts and ends on a character that is no space, and nothing but space
is left between units. The rules follow transcripts rather than edited prose: pauses written as dots, noises
in brackets, speech quoted within speech.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.transcripts.vocabulary import BEFORE_A_NUMBER, NEVER_LAST, OPENING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.spans import Span

METHOD = "rules 1"

_CLOSERS = "\"'”’»›)\\]}*_"
_NOTE = (
    r"(?:[ \t]*\*?(?:\\?\[(?!unintelligible|inaudible|unclear|indistinct|\\?\d)[^\]\n]{1,60}\]"
    r"|\((?:[^()\n]{0,30}\b)?(?:laugh|chuckl|giggl|sigh|pause|cough|cri|cry|sob|smil|nod|applau|clear|silen|snif|snort|"
    r"grin|breath|yawn|gasp|gestur|whisper)[^()\n]{0,40}\))\*?)"
)
_EMOJI = r"[\u2600-\u27BF\U0001F1E6-\U0001FAFF][\uFE0F\u200D\U0001F3FB-\U0001F3FF]*"
_SMILE = rf"(?:[ \t]*(?:{_EMOJI}|[:;=]['-]?[()DPp]+(?!\w)))"
_END = re.compile(
    rf"(?P<mark>[.!?…]+|[。！？｡؟۔।]+)[{_CLOSERS}]*(?:{_NOTE}|{_SMILE})*[.!?]*(?P<gap>\s+|(?<=[。！？｡])(?=\S))"
    r"|(?P<newline>[ \t]*\n\s*)"
)
_BLANK = re.compile(r"\n[ \t\r\f\v]*\n")
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


def _units(text: str, start: int, end: int) -> Iterator[Span]:
    """Units of one span."""
    stretch = text[start:end]
    start += len(stretch) - len(stretch.lstrip())
    end -= len(stretch) - len(stretch.rstrip())
    for found in _END.finditer(text, start, end):
        if found.start() >= start and _ends(text, found, start, end):
            last = found.start("newline") if found["mark"] is None else found.start("gap")
            if last > start:
                yield start, last
                start = found.end()
    if start < end:
        yield start, end


def _ends(text: str, found: re.Match[str], start: int, end: int) -> bool:
    after = found.end()
    if after >= end:
        return False
    mark = found["mark"]
    if mark is None:
        return _breaks(text, found, start, after)
    following = text[after]
    if "\n" in found["gap"]:
        return True
    if following in _LEADING:
        following = _first_letter(text, after, end)
    if following.islower():
        return False
    return mark != "." or _dot_ends(text, found.start(), after, start)


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
    word = before[-1].lstrip("\"'“‘([*").casefold()
    if len(word) == 1 or _INITIALISM.match(word):
        return _letters_end(word, text[after : after + 12])
    if word in NEVER_LAST:
        return False
    if word in BEFORE_A_NUMBER:
        return not text[after].isdigit()
    return not (word.isdigit() and dot - len(word) <= start)


def _letters_end(letters: str, following: str) -> bool:
    """`plan B. Then` ends, `J. R. Smith` does not, `So did I. We` does."""
    opener = following.split(None, 1)[0].strip("\"'“,.!?").casefold()
    return letters in {"a.m", "p.m", "i"} or (letters not in {"e.g", "i.e"} and opener in OPENING)


def _breaks(text: str, found: re.Match[str], start: int, after: int) -> bool:
    """Whether a line end without a full stop before it closes the unit."""
    if _BLANK.search(found["newline"]) or _ITEM.match(text, after):
        return True
    line_start = max(start, text.rfind("\n", start, found.start()) + 1)
    length = found.start() - line_start
    return not text[after].islower() and length not in _WRAPPED


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

"""Interview guides: the planned questions, and which of them each interviewer turn asks.

Interviewers rarely read a question out word for word, so turns are compared by the content words they share
with it, spelling allowed for, and a turn that asks none of the planned questions follows up on the last one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.transcripts.lines import lines
from qualcode.transcripts.segment import sentences
from qualcode.transcripts.vocabulary import QUESTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

THRESHOLD = 65.0
"""Least likeness, 0 to 100, at which a turn counts as asking a question."""

_NUMBERED = re.compile(
    r"(?:Q(?:uestion)?[ ]?)?(?P<number>\d{1,3}(?:\.(?:\d{1,2}|[a-z]))*|[a-z](?=\)))[.:)]*[ \t]+(?=\S)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[-–—•*·‣◦o▪]|\[ ?\])[ \t]+(?=\S)")
_ASKS = re.compile(r"[?？؟][\"'”’)\]]*\Z")
_ASKS_FIRST = re.compile(r"(?i:(?:could|can|would|please|tell|describe|explain|think|walk|imagine)\b)")
_MAIN = re.compile(r"\d+\Z")
_WORD = re.compile(r"\w[\w'’]*")
_FEWEST_WORDS = 2
_WORD_LIKENESS = 80.0


@dataclass(frozen=True, slots=True)
class Question:
    """A planned question; `id` is its number in the guide, or its place where the guide numbers nothing."""

    id: str
    text: str


def parse_guide(text: str) -> list[Question]:
    """The questions of an interview guide, in order.

    Numbered lines, bullets and lines that ask are questions; headings are none. A bullet under a numbered
    question is its probe: `2.1`. A line that goes on in small letters belongs to the question before it.
    """
    found: list[Question] = []
    for start, end in lines(text, 0, len(text)):
        line = text[start:end]
        opening = _NUMBERED.match(line) or _BULLET.match(line)
        words = line[opening.end() :] if opening else line
        if opening is None and found and line[0].islower():
            found[-1] = Question(found[-1].id, f"{found[-1].text} {line}")
        elif opening or _ASKS.search(line) or _ASKS_FIRST.match(line):
            number = (opening.groupdict().get("number") or "") if opening else ""
            found.append(
                Question(_free_id(number, [each.id for each in found], is_probe=bool(opening)), words)
            )
    return found


def _free_id(number: str, taken: Sequence[str], *, is_probe: bool) -> str:
    """The number in the guide; for a bullet or a letter the next probe of the question before it."""
    main = next((each for each in reversed(taken) if _MAIN.match(each)), "")
    if number and number.isalpha() and main:
        number = f"{main}.{number}"
    if number and number not in taken:
        return number
    if is_probe and main and not number:
        return f"{main}.{sum(each.startswith(f'{main}.') for each in taken) + 1}"
    count = len(taken) + 1
    while str(count) in taken:
        count += 1
    return str(count)


def _content(text: str) -> list[str]:
    """Distinct words that carry the question, in small letters; all words where nothing else is left."""
    words = list(dict.fromkeys(_WORD.findall(text.casefold())))
    return [word for word in words if word not in QUESTION_WORDS and len(word) > 1] or words


def likeness(question: str, turn: str) -> float:
    """How much of a question a turn says, 0 to 100: the share of its content words, by length."""
    from rapidfuzz import fuzz, process

    asked, said = _content(question), _WORD.findall(turn.casefold())
    if not asked or not said:
        return 0.0
    near = {
        word: process.extractOne(word, said, scorer=fuzz.ratio, score_cutoff=_WORD_LIKENESS) for word in asked
    }
    if sum(match is not None for match in near.values()) < min(_FEWEST_WORDS, len(asked)):
        return 0.0  # one long word alone says little
    found = sum(len(word) * match[1] for word, match in near.items() if match)
    return found / sum(map(len, asked))


def match_questions(questions: Sequence[Question], turns: Sequence[str]) -> dict[int, str | None]:
    """Which question each interviewer turn asks or follows up.

    Args:
        questions: The guide.
        turns: The interviewer's turns in order.

    Returns:
        For each turn's index the id of a question: the most alike at or above `THRESHOLD` (on a tie one that
        was not asked yet), else the one asked last, else None.
    """
    asked: dict[int, str | None] = {}
    last: str | None = None
    for index, turn in enumerate(turns):
        last = _asked_in(turn, questions, set(asked.values())) or last
        asked[index] = last
    return asked


def _asked_in(turn: str, questions: Sequence[Question], before: set[str | None]) -> str | None:
    """The question that one sentence of the turn asks; a long turn holds every word somewhere."""
    best, question = 0.0, None
    for start, end in sentences(turn, [(0, len(turn))]):
        sentence = turn[start:end]
        if len(_WORD.findall(sentence)) <= _FEWEST_WORDS:
            continue
        for each in questions:
            alike = likeness(each.text, sentence)
            if alike >= THRESHOLD and (alike > best or (alike == best and question in before)):
                best, question = alike, each.id
    return question

"""Which column of a table holds the speaker, which the words, which the time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from qualcode.transcripts.normalise import normalise
from qualcode.transcripts.readers.base import Speech, recorded
from qualcode.transcripts.stamps import CLOCK, ONLY_STAMPS, milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Rows = list[list[str]]
"""A table: rows of cells; `\\n` divides the paragraphs of a cell."""

_SPEAKER = (
    "speaker", "speaker name", "speaker label", "speaker id", "speakername", "name", "who", "person", "voice",
    "participant", "role", "speaker role", "sprecher", "sprecherin", "locuteur", "intervenant", "hablante",
    "orador", "parlante", "spreker",
)  # fmt: skip
_TEXT = (
    "text", "utterance", "utterances", "transcript", "transcription", "content", "speech", "words", "what",
    "sentence", "said", "message", "turn", "paragraph", "transkript", "texte", "texto", "testo", "tekst",
)  # fmt: skip
_START = (
    "start", "start time", "starttime", "start ms", "begin", "begin time", "from", "in", "time", "timestamp",
    "timestamps", "timecode", "time code", "zeit", "temps", "hora",
)  # fmt: skip
_END = ("end", "end time", "endtime", "end ms", "stop", "until", "to", "out")

_LONGEST_LABEL = 40
_MOST_LABEL_WORDS = 5
_MILLISECONDS_GROW = 500
_FEWEST_COLUMNS = 2
_MOST_COLUMNS = 4
_FEWEST_WORDS = 3
_MOST_DIFFERENT = 2 / 3
_ROLE_LABEL = re.compile(
    r"(?:[A-Z]{1,3}[ _-]?\d{0,3}|(?:interviewer|interviewee|moderator|participant|respondent|researcher|"
    r"facilitator|speaker|person|host|guest|patient|student|teacher)s?[ _#-]*\d{0,3}[a-z]?)\Z",
    re.IGNORECASE,
)
_LABEL_WITH_TIME = re.compile(rf"(?P<label>.*?\S)[ \t]*[\[(]?(?P<time>{CLOCK})[\])]?\Z")
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d{1,15})?\Z")
_WHOLE = re.compile(r"\d{1,15}\Z")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in each row the words, the speaker and the times stand; `first` is the first row of speech."""

    text: int
    speaker: int | None = None
    start: int | None = None
    end: int | None = None
    first: int = 0
    milliseconds: bool = False

    @property
    def used(self) -> set[int]:
        """The columns that are read."""
        return {place for place in (self.text, self.speaker, self.start, self.end) if place is not None}


def by_header(rows: Rows) -> Columns | None:
    """Columns found by their headings in the first row; None when there is none for the words."""
    if not rows:
        return None
    heads = [re.sub(r"[\s_]+", " ", head).strip(" :*").casefold() for head in rows[0]]
    text, start = _place(heads, _TEXT), _place(heads, _START)
    if text is None:
        return None
    return Columns(
        text=text,
        speaker=_place(heads, _SPEAKER),
        start=start,
        end=_place(heads, _END),
        first=1,
        milliseconds=start is not None
        and _in_milliseconds(heads[start], [row[start] for row in rows[1:] if start < len(row)]),
    )


def by_content(rows: Rows) -> Columns | None:
    """Columns of a table without headings that looks like a transcript; None when it does not.

    A transcript has a column of labels and, right of it, one of words; beside them only times, line numbers
    and empty columns. Labels come back, or are all of the kind `I`, `P3`, `Interviewer`, or stand beside
    times; somewhere three words are said in one go.
    """
    width = max((len(row) for row in rows), default=0)
    full = [row for row in rows if len(row) == width]
    if not _FEWEST_COLUMNS <= width <= _MOST_COLUMNS or len(full) * 2 <= len(rows):
        return None
    columns = [[row[place].strip() for row in full if row[place].strip()] for place in range(width)]
    kinds = [_kind(column) for column in columns]
    wordy = [place for place, kind in enumerate(kinds) if kind == "words"]
    if len(wordy) != _FEWEST_COLUMNS or "numbers" in kinds:
        return None
    speaker, text = wordy
    start = kinds.index("time") if "time" in kinds else None
    if max(len(cell.split()) for cell in columns[text]) < _FEWEST_WORDS:
        return None
    return Columns(text, speaker, start) if _are_labels(columns[speaker], timed=start is not None) else None


def speeches(rows: Rows, columns: Columns, *, blank_continues: bool) -> Iterator[Speech]:
    """The rows as speeches.

    Args:
        rows: The whole table.
        columns: Where things stand.
        blank_continues: Whether a row without a label goes on with the speaker above (tables in documents)
            or belongs to nobody (rows of data).
    """
    speaker: str | None = None
    # A large table has a hundred thousand rows, so what is asked of each is as little as can be.
    place, who, starts, ends = columns.text, columns.speaker, columns.start, columns.end
    for row in rows[columns.first :]:
        words = row[place].strip() if place < len(row) else ""
        if "\n" in words or "\r" in words:
            words = _one_paragraph(words)
        if not words and sum(1 for cell in row if cell.strip()) == 1:
            yield Speech(None, _one_paragraph(next(cell for cell in row if cell.strip())))
            continue
        label, stamp = _label(row[who].strip()) if who is not None and who < len(row) else (None, None)
        speaker = label or (speaker if blank_continues else None)
        start = _time(row, starts, columns) if starts is not None else None
        if start is None and stamp:
            start = milliseconds(stamp)
        end = _time(row, ends, columns) if ends is not None else None
        yield Speech(speaker, words, start, end)


def left_out_columns(rows: Rows, columns: Columns) -> Iterator[str]:
    """A warning for each column that holds something and is not read; line numbers excepted."""
    if not columns.first:
        return
    for place, head in enumerate(rows[0]):
        if place not in columns.used and any(
            place < len(row) and row[place].strip() for row in rows[columns.first :]
        ):
            yield f"column left out: {normalise(head).strip() or place + 1}"


def _place(heads: Sequence[str], names: Iterable[str]) -> int | None:
    return next((heads.index(name) for name in names if name in heads), None)


def _one_paragraph(words: str) -> str:
    return " ".join(line.strip() for line in words.splitlines() if line.strip())


@lru_cache(maxsize=1024)
def _label(cell: str) -> tuple[str | None, str | None]:
    """A label without its colon, and the time that some programs write behind it."""
    lines = [line.strip() for line in cell.splitlines() if line.strip()]
    stamp = next((line for line in lines if ONLY_STAMPS.match(line)), None)
    label = " ".join(line for line in lines if line != stamp).rstrip(": \t")
    if stamp is None and (found := _LABEL_WITH_TIME.match(label)):
        label, stamp = found["label"].rstrip(": \t-–"), found["time"]
    return label or None, stamp


def _time(row: list[str], place: int, columns: Columns) -> int | None:
    cell = row[place].strip() if place < len(row) else ""
    if not cell:
        return None
    if _NUMBER.match(cell):
        number = float(cell.replace(",", "."))
        return recorded(number if columns.milliseconds else number * 1000)
    return milliseconds(cell)


def _in_milliseconds(head: str, cells: list[str]) -> bool:
    # Whole numbers that grow by hundreds from row to row are milliseconds: nobody speaks in turns of minutes.
    if head.endswith("ms"):
        return True
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or not all(_WHOLE.match(cell) for cell in filled):
        return False
    return (int(filled[-1]) - int(filled[0])) >= _MILLISECONDS_GROW * max(1, len(filled) - 1)


def _kind(filled: list[str]) -> str:
    if not filled:
        return "empty"
    if all(ONLY_STAMPS.match(cell) for cell in filled):
        return "time"
    if all(_WHOLE.match(cell.rstrip(".:")) for cell in filled):
        lines = [int(cell.rstrip(".:")) for cell in filled]
        return "line numbers" if all(above < below for above, below in pairwise(lines)) else "numbers"
    return "words"


def _are_labels(filled: list[str], *, timed: bool) -> bool:
    read = [_label(cell) for cell in filled]
    labels = [label or "" for label, _ in read]
    if any(len(label) > _LONGEST_LABEL or len(label.split()) > _MOST_LABEL_WORDS for label in labels):
        return False
    if any(label.endswith(("?", "!", ",", ";")) or not any(map(str.isalpha, label)) for label in labels):
        return False
    if timed or any(stamp for _, stamp in read) or all(_ROLE_LABEL.match(label) for label in labels):
        return True
    return len(set(labels)) <= len(labels) * _MOST_DIFFERENT

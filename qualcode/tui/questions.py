"""One thing at a time: what a workflow asks and which answers it takes.

The workflow asks; a screen or plain prompts answer. All rules are the workflow's: what is complete, what is
refused, what is kept. Nothing here knows a terminal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.model import Code
    from qualcode.spans import Span
    from qualcode.tui.page import Ground


@dataclass(frozen=True, slots=True)
class Blank:
    """Something that an answer asks for, under the name it is handed over by.

    Attributes:
        name: A place and a code have aids of their own on the screen; the others are plain words.
        label: What to ask.
        needed: Whether the workflow refuses an empty one.
        value: What stands in it at first.
    """

    name: Literal["reason", "place", "code", "definition"]
    label: str
    needed: bool = True
    value: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One answer.

    Attributes:
        keys: Characters, each of which gives it; the first is shown.
        word: The word that gives it at a prompt, and by which the workflow knows it.
        does: What it does, for the list of all keys.
        blanks: What it asks for, in this order.
        label: How the line of keys calls it, if not by its word.
    """

    keys: str
    word: str
    does: str
    blanks: tuple[Blank, ...] = ()
    label: str = ""

    @property
    def named(self) -> str:
        """How the line of keys calls it."""
        return self.label or self.word


class Reading(NamedTuple):
    """A span that is asked about, and the letter of whose reading it is; empty where there is one only."""

    letter: str
    span: Span


class Side(NamedTuple):
    """One of several readings in a line: its letter, whose it is, and what it says."""

    letter: str
    name: str
    told: str


class Note(NamedTuple):
    """Something to know before answering, under a label if it needs one."""

    label: str
    words: str

    def __str__(self) -> str:
        """In one line."""
        return ": ".join(filter(None, (self.label, " ".join(self.words.split()))))


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to be decided, with all that is needed for it.

    Attributes:
        title: What is asked.
        place: The address.
        ground: The transcript.
        readings: The spans asked about; at least one.
        sides: Whose readings they are, when there are several.
        notes: Definitions, reasons, what is coded here already.
        ways: The answers that are possible.
    """

    title: str
    place: str
    ground: Ground
    readings: tuple[Reading, ...]
    ways: tuple[Way, ...]
    sides: tuple[Side, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def extent(self) -> Span:
        """From the first character asked about to the last."""
        spans = [one.span for one in self.readings]
        return min(start for start, _ in spans), max(end for _, end in spans)

    def way(self, typed: str) -> Way | None:
        """The answer that a key or a word stands for; a key in the other case too, if it is free."""
        for keys, words in ((typed, typed.casefold()), (typed.casefold(), "")):
            for way in self.ways:
                if keys in list(way.keys) or words == way.word:
                    return way
        return None


class Workflow(Protocol):
    """What asks. Every answer that it takes is kept before `answer` returns."""

    title: str
    """What is being done, with what."""

    asks: str
    """The question at a prompt, in a word."""

    def question(self) -> Question | None:
        """What to decide now; the same until it is answered, None when nothing is left."""

    def progress(self) -> str:
        """How much is decided and how much is left."""

    def closing(self) -> str:
        """What to say when nothing is left to ask."""

    def answer(self, word: str, said: Mapping[str, str]) -> str:
        """Take an answer to the present question; returns a sentence on what was done.

        Raises:
            QualcodeError: the answer is refused, and nothing was written.
        """

    def undo(self) -> str:
        """Take the latest answer of this sitting back, so that it is asked again; returns a sentence.

        Raises:
            QualcodeError: there is none.
        """

    def codes(self) -> Sequence[Code]:
        """The codes to choose from, where an answer asks for one."""

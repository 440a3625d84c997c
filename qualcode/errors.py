"""The errors a person can cause: one sentence that says what is wrong, one hint that says what to type next.

Rules: an error class lives beside the code that raises it and writes its own sentence; neither sentence nor
hint ever holds a participant's words; the exit code is 1 (understood, but could not) or 2 (wrong usage).
"""

from __future__ import annotations

from typing import ClassVar


class QualcodeError(Exception):
    """Base of everything that `qualcode` refuses to do.

    Args:
        sentence: What is wrong, one sentence.
        hint: What to type or look at next, one sentence.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


class UsageError(QualcodeError):
    """The command line itself makes no sense: wrong option, missing argument, inverted address."""

    exit_code = 2

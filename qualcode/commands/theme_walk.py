"""Walking every passage of a theme: what is asked, and the verdicts that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from qualcode.commands.asking import walk as asked
from qualcode.tui.questions import Blank, Note, Question, Reading, Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualcode.model import Code
    from qualcode.store.project import Project
    from qualcode.themes.review import ReviewPassage, Verdict
    from qualcode.themes.themes import Theme

WAYS: Final = (
    Way("f", "fits", "it belongs to the theme"),
    Way("w", "weak", "it hardly belongs", (Blank("reason", "Reason (or Return)", needed=False),)),
    Way("m", "move", "it belongs elsewhere", (Blank("reason", "Where to, and why"),)),
    Way("c", "contrary", "it speaks against the theme", (Blank("reason", "Reason"),)),
    Way("n", "skip", "go on without a verdict; it comes again next time"),
)
"""Verdicts on one passage."""


class Judging:
    """The passages of a theme that have no verdict yet, in reading order."""

    asks = "Verdict"

    def __init__(self, opened: Project, name: str) -> None:
        from qualcode.store.sitting import Sitting
        from qualcode.themes import review, themes
        from qualcode.tui.page import Grounds

        self._project, self.theme = opened, themes.living(opened, name)
        self.title = f"{self.theme.name}, level 1"
        found = review.passages(opened, self.theme.name)
        self._all = len(found)
        self._waiting = [one for one in found if one.verdict is None]
        self._judged: list[ReviewPassage] = []
        self._skipped = 0
        self._sitting = Sitting()
        self._grounds = Grounds(opened)
        self._asked: Question | None = None

    def question(self) -> Question | None:
        """The passage to judge now."""
        if self._asked is None and self._waiting:
            self._asked = self._put(self._waiting[0])
        return self._asked

    def progress(self) -> str:
        """How many have a verdict, and how many have none."""
        left = len(self._waiting) + self._skipped
        told = f"{self._all - left} of {self._all} passages judged, {left} left"
        return told + f" ({self._skipped} skipped)" * bool(self._skipped)

    def closing(self) -> str:
        """What remains when nothing is asked any more."""
        if self._skipped:
            return f"{self._skipped} skipped; the same command asks about them again."
        if not self._all:
            return "No passage is there to judge: reconcile the passes first, or give the theme codes."
        return "All passages have a verdict: --sign-off dates the end of this level."

    def answer(self, word: str, said: Mapping[str, str]) -> str:
        """Keep a verdict, or go on without one."""
        from qualcode.themes import review
        from qualcode.transcripts import addresses

        one = self._waiting[0]
        if word == "skip":
            self._skipped += 1
        else:
            place = addresses.resolve(self._project, one.address)
            with self._sitting.act(self._project, one.address):
                verdict = cast("Verdict", word)
                review.judge(self._project, self.theme.name, place, verdict, said.get("reason", ""))
            self._judged.append(one)
        self._waiting, self._asked = self._waiting[1:], None
        return f"{one.address}: {word}."

    def undo(self) -> str:
        """Take the latest verdict of this sitting back."""
        self._sitting.take_back(self._project)
        one = self._judged.pop()
        self._waiting, self._asked = [one, *self._waiting], None
        return f"Taken back: {one.address}."

    def codes(self) -> Sequence[Code]:
        """No verdict asks for a code."""
        return ()

    def _put(self, one: ReviewPassage) -> Question:
        from qualcode.transcripts import library

        transcript = library.find(self._project, one.transcript)
        return Question(
            title=f"{', '.join(one.codes)} · does it fit?",
            place=one.address,
            ground=self._grounds.of(transcript.id),
            readings=(Reading("", (one.start_char, one.end_char)),),
            ways=WAYS,
            notes=tuple(_notes(self._project, self.theme, one)),
        )


def walk(opened: Project, name: str, *, prompts: bool = False) -> None:
    """Every passage without a verdict, one at a time; each answer is kept at once."""
    asked(Judging(opened, name), prompts=prompts)


def _notes(project: Project, theme: Theme, one: ReviewPassage) -> Iterator[Note]:
    from qualcode.codes import codebook

    yield Note(theme.name, theme.essence or "(not defined yet)")
    for label, words in (("includes", theme.includes), ("excludes", theme.excludes)):
        if words:
            yield Note(label, words)
    for name in one.codes:
        code = codebook.find_or_none(project, name)
        if code is not None and code.definition:
            yield Note(f"code {name}", code.definition)

"""Reviewing suggestions one by one: what is asked, and what the answers mean for the review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode import render
from qualcode.commands import asking
from qualcode.commands.session import many, tell_whose
from qualcode.tui.page import Grounds
from qualcode.tui.questions import Blank, Note, Question, Reading, Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qualcode.model import Code
    from qualcode.store.project import Project
    from qualcode.suggestions.deciding import Shown
    from qualcode.suggestions.review import Review

WAYS: Final = (
    Way("a", "accept", "apply the code as it is suggested"),
    Way("r", "reject", "say no", (Blank("reason", "Reason (or Return)", needed=False),)),
    Way("s", "span", "apply it to another span", (Blank("place", "New place, as 42, 42-44 or @1203-1290"),)),
    Way("c", "code", "apply another code", (Blank("code", "Code"),)),
    Way("d", "defer", "leave it for later"),
    Way("n", "next", "go on without deciding; it comes again next time"),
)
"""Answers to one suggestion; none of them is the default, so that Return alone decides nothing."""

DONE: Final = {
    "accept": "accepted",
    "reject": "rejected",
    "span": "accepted with another span",
    "code": "accepted with another code",
    "defer": "deferred",
    "next": "not decided",
}
"""What was done with a suggestion."""


class Reviewing:
    """The suggestions of a review. What is decided has been shown: a question is made of what is seen."""

    asks = "Decision"

    def __init__(self, opened: Project, review: Review) -> None:
        self.title = f"suggestions in {review.coding_pass.name}"
        self._project, self._review, self._grounds = opened, review, Grounds(opened)
        self._asked: tuple[Shown, Question] | None = None

    def question(self) -> Question | None:
        """The suggestion to decide now."""
        if self._asked is None:
            shown = self._review.next()
            if shown is None:
                return None
            self._asked = shown, question(self._grounds, shown)
        return self._asked[1]

    def progress(self) -> str:
        """How many were decided in this sitting, and how many wait."""
        return f"{self._review.decided} decided, {self._review.left} left"

    def closing(self) -> str:
        """What remains when nothing is asked any more."""
        return "No suggestion waits. Those left for later come with --deferred."

    def answer(self, word: str, said: Mapping[str, str]) -> str:
        """Decide on what was shown, or go on without deciding."""
        if self._asked is None:
            return ""
        shown, review = self._asked[0], self._review
        if word == "accept":
            review.accept(shown)
        elif word == "reject":
            review.reject(shown, said["reason"])
        elif word == "span":
            self._edit_span(shown, said["place"])
        elif word == "code":
            review.edit(shown, code_name=said["code"])
        elif word == "defer":
            review.defer(shown)
        else:
            review.skip(shown)
        self._asked = None
        return f"{shown.suggestion.id} {shown.suggestion.code}: {DONE[word]}."

    def undo(self) -> str:
        """Take the latest decision of this sitting back."""
        self._review.undo()
        self._asked = None
        back = self.question()
        return f"Taken back: {back.place} {back.title}" if back else ""

    def codes(self) -> Sequence[Code]:
        """All codes."""
        from qualcode.codes import codebook

        return codebook.codes(self._project)

    def _edit_span(self, shown: Shown, place: str) -> None:
        from qualcode.suggestions import deciding

        self._review.edit(shown, span=deciding.span_at(self._project, shown, place))


def walk(opened: Project, review: Review, *, prompts: bool = False) -> None:
    """Ask until none waits or the person stops."""
    from qualcode.suggestions.report import report

    if review.left:
        waits = "waits" if review.left == 1 else "wait"
        render.tell(f"{many(review.left, 'suggestion')} {waits} in {review.coding_pass.name}.")
        tell_whose(opened, review.coding_pass)
    asking.walk(Reviewing(opened, review), prompts=prompts)
    render.tell(f"{review.decided} decided, {review.left} left. Go on any time with the same command.")
    for line in report(opened, review.coding_pass.name).warnings:
        render.tell(line)


def show(opened: Project, shown: Shown) -> None:
    """Print a suggestion with everything that is needed to decide it."""
    asking.show(question(Grounds(opened), shown))


def question(grounds: Grounds, shown: Shown) -> Question:
    """A suggestion with everything that is needed to decide it."""
    one = shown.suggestion
    return Question(
        title=f"{one.code}? · {one.id}",
        place=one.address,
        ground=grounds.of(one.transcript_id),
        readings=(Reading("", (one.start_char, one.end_char)),),
        ways=WAYS,
        notes=tuple(_notes(shown)),
    )


def _notes(shown: Shown) -> Iterator[Note]:
    code, one = shown.code, shown.suggestion
    yield Note(code.name, code.definition or "(no definition yet)")
    for label, words in (
        ("use when", code.use_when),
        ("not when", code.not_when),
        ("coded here already", "; ".join(shown.coded)),
    ):
        if words:
            yield Note(label, words)
    yield Note("", f"because it {one.reason} ({one.method}, {one.score:.2f})")

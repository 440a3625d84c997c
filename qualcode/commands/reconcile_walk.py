"""Reconciling one disagreement at a time: what is asked, and what the answers mean for the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.commands.asking import walk as asked
from qualcode.commands.disagreement import question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.model import Code
    from qualcode.reconcile.disagreements import Disagreement
    from qualcode.spans import Span
    from qualcode.store.project import Project
    from qualcode.tui.questions import Question


class Reconciling:
    """The disagreements of a session in reading order, those that are open.

    Args:
        opened: An open project.
        named: Names of the first pass, the second, and the agreed one.
        others: Names of further passes.
        deferred: Whether those left for later are asked about too.
    """

    asks = "Decision"

    def __init__(
        self,
        opened: Project,
        named: tuple[str, str, str],
        others: Sequence[str] = (),
        *,
        deferred: bool = False,
    ) -> None:
        from qualcode.reconcile.session import open_session
        from qualcode.store.sitting import Sitting
        from qualcode.tui.page import Grounds

        self.session = open_session(opened, *named, others)
        self.title = f"{' + '.join(self.session.pair.names)} → {self.session.agreed.name}"
        self._deferred = deferred
        self._sitting = Sitting()
        self._skipped: set[str] = set()
        self._back = ""
        self._asked: tuple[Disagreement, Question] | None = None
        self._grounds = Grounds(opened)

    def question(self) -> Question | None:
        """The disagreement that is open now; first one that was just taken back."""
        if self._asked is None:
            waiting = self._waiting()
            if not waiting:
                return None
            one = next((one for one in waiting if one.id == self._back), waiting[0])
            self._asked = one, self._put(one)
        return self._asked[1]

    def progress(self) -> str:
        """How many are decided, how many are left, and how many of those were put off."""
        total, left = len(self.session.all), len(self.session.pending(deferred=True))
        put_off = left - len(self.session.pending())
        skipped = len(self._skipped - {one.id for one in self.session.all if one.decision})
        told = [f"{put_off} deferred"] * bool(put_off) + [f"{skipped} skipped"] * bool(skipped)
        return f"{total - left} of {total} decided, {left} left" + f" ({', '.join(told)})" * bool(told)

    def closing(self) -> str:
        """What remains when nothing is asked any more."""
        left = len(self.session.pending(deferred=True))
        if not left:
            return "Every disagreement is decided."
        again = "The same command asks about skipped ones again, with --deferred about deferred ones too."
        return f"{left} left for later. {again}"

    def answer(self, word: str, said: Mapping[str, str]) -> str:
        """Decide, change a definition, or go on without deciding."""
        if self._asked is None:
            return ""
        one, asked_about = self._asked
        if word in {"definition", "other-definition"}:
            return self._redefine(one, word, said["definition"])
        ids = {one.id, one.counterpart or one.id} if self._counterpart(one) else {one.id}
        if word == "skip":
            self._skipped |= ids
            told = "skipped"
        else:
            with self._sitting.act(self.session.project, one.id):
                self._decide(one, word, said)
            way = asked_about.way(word)
            told = f"{word} ({way.label})" if way and way.label else word
            self._skipped |= ids if word == "defer" else set()
        self._asked, self._back = None, ""
        return f"{one.address} {one.code}: {told}."

    def undo(self) -> str:
        """Take the latest decision, or change of a definition, of this sitting back."""
        self._back = self._sitting.take_back(self.session.project)
        self.session.refresh()
        one = next(one for one in self.session.all if one.id == self._back)
        self._skipped -= {one.id, one.counterpart or one.id}
        self._asked = None
        return f"Taken back: {one.address} {one.code}."

    def codes(self) -> Sequence[Code]:
        """No answer asks for a code."""
        return ()

    def _waiting(self) -> list[Disagreement]:
        found = self.session.pending(deferred=self._deferred)
        return [one for one in found if one.id not in self._skipped]

    def _counterpart(self, one: Disagreement) -> Disagreement | None:
        """The other side of a difference of meaning, while it is open."""
        found = self.session.pending(deferred=self._deferred)
        return next((other for other in found if other.id == one.counterpart), None)

    def _decide(self, one: Disagreement, word: str, said: Mapping[str, str]) -> None:
        reason = said.get("reason", "")
        if self._counterpart(one) is not None and word != "edit":
            self.session.decide_meaning(one, word, reason)
        else:
            self.session.decide(one, word, reason, span=self._place(one, said) if word == "edit" else None)

    def _place(self, one: Disagreement, said: Mapping[str, str]) -> Span:
        from qualcode.reconcile.answers import EditNeedsSpan
        from qualcode.transcripts import addresses

        place = addresses.resolve_here(self.session.project, one.transcript, said["place"])
        if place.transcript.id != one.group.transcript_id:
            raise EditNeedsSpan("The new span lies in another transcript.", f"The old one is {one.address}.")
        return place.start_char, place.end_char

    def _redefine(self, one: Disagreement, word: str, wording: str) -> str:
        from qualcode.codes import codebook

        other = self._counterpart(one)
        code = other.code if other is not None and word != "definition" else one.code
        with self._sitting.act(self.session.project, one.id):
            codebook.edit(self.session.project, code, {"definition": wording})
        self._asked, self._back = None, one.id
        return f"{code} is defined anew; the log keeps the wording before. Now decide."

    def _put(self, one: Disagreement) -> Question:
        ground = self._grounds.of(one.group.transcript_id)
        return question(self.session, one, self._counterpart(one), ground)


def walk(
    opened: Project,
    named: tuple[str, str, str],
    others: Sequence[str] = (),
    *,
    prompts: bool = False,
    deferred: bool = False,
) -> None:
    """Ask about every open disagreement; quitting, or being killed, loses nothing."""
    from qualcode import render

    flow = Reconciling(opened, named, others, deferred=deferred)
    render.tell(f"{flow.session.alike} places were coded alike and are carried over.")
    asked(flow, prompts=prompts)
    left = len(flow.session.pending(deferred=True))
    render.tell(f"{len(flow.session.all) - left} decided, {left} left. Go on any time with the same command.")

"""The methods of `suggest`, made ready: what each needs from the project, what it must tell first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from qualcode.assist import ideas, passages
from qualcode.assist.queries import SHARE, Query
from qualcode.codes import codebook, rules
from qualcode.errors import UsageError
from qualcode.passes import passes, reading
from qualcode.suggestions import model
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from qualcode.assist.examples import Expected, Lesson
    from qualcode.assist.passages import Method, Passage
    from qualcode.model import Code, CodingPass
    from qualcode.spans import Span
    from qualcode.store.project import Project
    from qualcode.suggestions.requests import Request

BACKGROUND_CHARACTERS: Final = 1_500_000
"""Text that says how common a word is; of a larger corpus, transcripts spread evenly over it."""


_ENOUGH: Final = 5
"""Trials from which a code's share is worth telling."""

_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Ready:
    """A method that can begin.

    Attributes:
        method: It.
        sources: Ids of the passes it learned from; the target has now seen them.
        expected: What it may be expected to get right, by code, where that could be tried.
        notes: Sentences for the researcher.
    """

    method: Method
    sources: tuple[str, ...] = ()
    expected: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def make(
    project: Project, request: Request, target: CodingPass, codes: Sequence[Code], step: Callable[[], None]
) -> Ready:
    """The method asked for, with everything it learns beforehand.

    Raises:
        UsageError: the query proposes more or less than one code.
        TooFewExamples: nothing to learn from.
        BadQuery: the query cannot be read.
        PassNotFound: a pass to learn from.
        ModelOff: the method `model` was not allowed, not by everybody.
    """
    if request.method == "examples":
        return _examples(project, request, target, codes, step)
    if request.method == "model":
        return Ready(model.allowed(project, target, request.transcripts, described(project, codes)))
    if request.method == "search":
        return Ready(_query(project, request, codes))
    return _definitions(project, request, codes)


def _query(project: Project, request: Request, codes: Sequence[Code]) -> Query:
    if len(request.codes) != 1:
        raise UsageError("A query proposes one code.", "Name it: --code CODE")
    made = Query(request.query, codes[0].id, request.share or SHARE)
    for one in _background(project):
        made.learn(one)
    return made


def _examples(
    project: Project, request: Request, target: CodingPass, codes: Sequence[Code], step: Callable[[], None]
) -> Ready:
    from qualcode.assist.examples import Examples

    sources = [passes.find(project, name) for name in request.sources] or [target]
    lessons = lessons_of(project, sources)
    method = Examples(codes, lessons, [one.name for one in sources], step)
    others = [one for one in sources if one.id != target.id]
    notes = [_not_independent(one) for one in others]
    silent = len(codes) - len(method.learned)
    notes += [f"{silent} codes have too few examples and are not suggested."] if silent else []
    notes += _told(method.expected)
    seen = [seen_id for one in others for seen_id in (one.id, *_agreed_from(project, one.id))]
    return Ready(
        method, tuple(dict.fromkeys(seen)), {k: v.as_dict() for k, v in method.expected.items()}, tuple(notes)
    )


def lessons_of(project: Project, sources: Sequence[CodingPass]) -> list[Lesson]:
    """What passes coded, sentence by sentence, in the transcripts they were given to read."""
    from qualcode.assist.examples import Lesson

    live = reading.live_codes(project)
    lessons = []
    for one in sources:
        coded, given = reading.applied(project, one.id, live.now), set(passes.assigned(project, one.id))
        skipped = passes.unread(project, one.id)
        for transcript in library.transcripts(project, data_only=True):
            if transcript.id in given:
                passage = passages.passage(project, transcript, skipped.get(transcript.id, ()))
                lessons.append(Lesson(passage, _codes_of(passage, coded.get(transcript.id, {}))))
    return lessons


def _codes_of(passage: Passage, coded: Mapping[str, Sequence[Span]]) -> tuple[frozenset[str], ...]:
    found: list[set[str]] = [set() for _ in passage.units]
    for code_id, spans in coded.items():
        for at in passages.sentences_under(passage.units, spans):
            found[at].add(code_id)
    return tuple(frozenset(one) for one in found)


def _agreed_from(project: Project, pass_id: str) -> list[str]:
    """Passes that an agreed pass was made from: whoever learns from it has seen them, too."""
    rows = project.rows(
        "SELECT source_id FROM reconciliations WHERE pass_id = ? AND deleted_at IS NULL ORDER BY position",
        (pass_id,),
    )
    return [row[0] for row in rows]


def _not_independent(source: CodingPass) -> str:
    return (
        f"Learned from {source.name}: these suggestions are not independent of it, and a comparison of the"
        " two passes is a review without coefficients."
    )


def _told(expected: Mapping[str, Expected]) -> list[str]:
    """What may be expected of the codes that would be suggested most, in words."""
    tried = sorted(expected.items(), key=lambda one: (-one[1].suggested, one[0].casefold()))
    often = [(name, one) for name, one in tried if one.suggested >= _ENOUGH]
    suggested = sum(one.suggested for one in expected.values())
    right = sum(one.right for one in expected.values())
    if not suggested:
        return ["How many will be right could not be tried: too few transcripts or codings."]
    lines = [f"Tried on transcripts held out: about {_of_ten(right, suggested)} of 10 were right."]
    return lines + [
        f"  {name}: about {_of_ten(one.right, one.suggested)} of 10" for name, one in often[:_SHOWN]
    ]


def _of_ten(right: int, suggested: int) -> int:
    return round(10 * right / suggested)


def _definitions(project: Project, request: Request, codes: Sequence[Code]) -> Ready:
    from qualcode.assist import definitions
    from qualcode.assist.words import Words

    background = definitions.Background(Words())
    for one in _background(project):
        background.learn(one)
    asked = {code.id for code in codes}
    ideas_of_all = described(project, codebook.codes(project))
    share = request.share or definitions.SHARE
    return Ready(definitions.Definitions(ideas_of_all, background, asked, share))


def described(project: Project, codes: Sequence[Code]) -> list[ideas.Idea]:
    """What the codebook says of these codes, with their rules."""
    own: dict[str, list[rules.Rule]] = {}
    for rule in rules.rules(project):
        own.setdefault(rule.code_id, []).append(rule)
    return [
        ideas.idea(replace(code, example=ideas.with_example_words(project, code)), own.get(code.id, ()))
        for code in codes
    ]


def _background(project: Project) -> Iterator[Passage]:
    """All transcripts, or of a large corpus every n-th, so that their text stays within bounds."""
    found = library.transcripts(project, data_only=True)
    every = sum(one.length for one in found) // BACKGROUND_CHARACTERS + 1
    for one in found[::every]:
        yield passages.passage(project, one)

"""`suggest`: a method goes through the transcripts of a pass, and what it proposes waits for a person."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from qualcode.assist import passages, storing
from qualcode.codes import codebook, rules
from qualcode.errors import QualcodeError
from qualcode.passes import coding, passes
from qualcode.store.actions import action
from qualcode.store.study import study
from qualcode.suggestions import methods, requests
from qualcode.transcripts import library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qualcode.assist.passages import Method, Passage, Proposal, Proposed
    from qualcode.model import Code, CodingPass, Transcript
    from qualcode.store.actions import Action
    from qualcode.store.project import Project
    from qualcode.suggestions.requests import Request

BATCH_CHARACTERS: Final = 3_000_000
"""Text per transaction: all of a usual study at once, so that one `undo` takes it back; a corpus in pieces,
each kept for good, so that an interrupted run goes on where it was."""


class NothingToSuggest(QualcodeError):
    """No code, or nothing to read: a method needs both."""


class SearchedInstead(QualcodeError):
    """In a reflexive study the machine offers a search and no suggestions."""


@dataclass(slots=True)
class Outcome:
    """What a run did; in numbers, for the researcher.

    Attributes:
        coding_pass: Name of the pass that the suggestions wait in.
        method: Which made them.
        dry_run: Whether nothing was kept, and the numbers say what would be.
        transcripts: How many it went through now.
        read_before: How many it had gone through with these settings before.
        made: New suggestions.
        there: Proposals that meet a coding or an older suggestion of the same code, and so were not made.
        replaced: Undecided suggestions that the method would not make today, and that were taken away.
        discarded: Proposed quotes that the transcript does not hold word for word.
        left_out: Sentences that meet the query of a search, but others meet it better.
        by_code: Code name -> new suggestions.
        expected: Code name -> share of suggestions that proved right when tried on held-out codings.
        notes: Sentences for the researcher.
    """

    coding_pass: str
    method: str
    dry_run: bool = False
    transcripts: int = 0
    read_before: int = 0
    made: int = 0
    there: int = 0
    replaced: int = 0
    discarded: int = 0
    left_out: int = 0
    by_code: dict[str, int] = field(default_factory=dict)
    expected: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        value = asdict(self)
        return {"pass": value.pop("coding_pass"), **value}


def suggest(project: Project, request: Request, step: Callable[[], None] = lambda: None) -> Outcome:
    """Propose codes for a pass; nothing is coded and nothing counts until a person accepts it.

    Asking again doubles nothing and keeps every decision; an undecided suggestion that the method would not
    make any more goes. A dry run keeps nothing. `step` is called after each transcript.

    Raises:
        PassNotFound, PassNotNamed, PassSealed, OtherCodersPass, ConsensusPass: the pass cannot be written.
        CodeNotFound, TranscriptNotFound: as their names say.
        NothingToSuggest: no code, or nothing to read.
        SearchedInstead: the study is reflexive.
        UsageError: options that do not go together.
    """
    target = coding.writable(project, request.pass_name)
    requests.check(request)
    _check_approach(project, request)
    codes = [codebook.find(project, name) for name in request.codes] or codebook.codes(project)
    given = read_by(project, target, request.transcripts)
    if not codes or not given:
        missing = "There is no code" if not codes else f"The pass {target.name!r} has nothing to read there"
        raise NothingToSuggest(f"{missing}.", "See `qualcode codes list` and `qualcode transcripts list`.")
    run = methods.make(project, request, target, codes, step)
    outcome = Outcome(
        target.name, request.method, request.dry_run, notes=list(run.notes), expected=run.expected
    )
    mark = storing.fingerprint(
        run.method.name,
        run.method.settings,
        [asdict(code) for code in codes],
        [asdict(rule) for rule in rules.rules(project)],
    )
    done = storing.already_read(project, target.id, mark)
    outcome.read_before = sum(one.id in done for one in given)
    left = [one for one in given if one.id not in done]
    going = _look_through if request.dry_run else _go_through
    going(_Run(project, target, run.method, mark, codes, run.sources), left, outcome, step)
    return outcome


def waiting(project: Project, request: Request) -> int:
    """How many transcripts a request concerns, for a progress bar.

    Raises:
        PassNotFound, PassNotNamed, PassSealed, OtherCodersPass, ConsensusPass: as `suggest`.
        TranscriptNotFound: one of those named.
    """
    return len(read_by(project, coding.writable(project, request.pass_name), request.transcripts))


def read_by(project: Project, target: CodingPass, names: Sequence[str] = ()) -> list[Transcript]:
    """Transcripts a pass was given to read, in natural order; only those named, if any are.

    Raises:
        TranscriptNotFound: one of the names.
    """
    assigned = set(passes.assigned(project, target.id))
    wanted = {library.find(project, name).id for name in names}
    found = library.transcripts(project, data_only=True)
    return [one for one in found if one.id in assigned and (not wanted or one.id in wanted)]


def speech(project: Project, target: CodingPass, found: Sequence[Transcript]) -> Iterator[Passage]:
    """Participants' sentences that the pass has read, one transcript in memory at a time."""
    skipped = passes.unread(project, target.id)
    for one in found:
        yield passages.passage(project, one, skipped.get(one.id, ()))


def _check_approach(project: Project, request: Request) -> None:
    if study(project).approach == "reflexive" and request.method != "model":
        raise SearchedInstead(
            "This study is reflexive: coding is the researcher's reading, and nothing is suggested.",
            "Look for words yourself with `qualcode search`.",
        )


@dataclass(frozen=True, slots=True)
class _Run:
    project: Project
    target: CodingPass
    method: Method
    mark: str
    codes: Sequence[Code]
    sources: Sequence[str]


def _go_through(run: _Run, left: Sequence[Transcript], outcome: Outcome, step: Callable[[], None]) -> None:
    run_id = ""
    for batch in _batches(left):
        found: list[tuple[Passage, Proposed]] = []
        for one in speech(run.project, run.target, batch):
            found.append((replace(one, text="", units=()), _propose(run.method, one)))
            step()
        with action(run.project, "suggest") as suggesting:
            if not run_id:
                run_id = storing.open_run(suggesting, run.target.id, run.method, run.mark)
                _note_sources(suggesting, run)
            for one, proposed in found:
                retired = storing.outdated(
                    run.project, run.target.id, one.key, run.method, proposed.proposals, _ids(run.codes)
                )
                suggesting.retire("suggestions", retired)
                new = _new(run, one.key, proposed, outcome)
                storing.keep(suggesting, run_id, run.target.id, one.key, proposed, new)
                outcome.replaced += len(retired)


def _look_through(run: _Run, left: Sequence[Transcript], outcome: Outcome, step: Callable[[], None]) -> None:
    for one in speech(run.project, run.target, left):
        _new(run, one.key, _propose(run.method, one), outcome)
        step()


def _note_sources(opened: Action, run: _Run) -> None:
    """What a method learned from another pass shows that pass: a comparison of the two is a review."""
    for source in run.sources:
        if passes.sight(run.project, run.target.id, source) != "saw":
            passes.see(opened, run.target.id, source, "saw", observed=1)


def _propose(method: Method, passage: Passage) -> Proposed:
    found = method.propose(passage)
    return replace(found, proposals=passages.joined(passage, found.proposals))


def _new(run: _Run, transcript_id: str, proposed: Proposed, outcome: Outcome) -> list[Proposal]:
    names = {code.id: code.name for code in run.codes}
    new = storing.untaken(proposed.proposals, storing.taken(run.project, run.target.id, transcript_id))
    outcome.transcripts += 1
    outcome.made += len(new)
    outcome.there += len(proposed.proposals) - len(new)
    outcome.left_out += proposed.left_out
    outcome.discarded += sum(proposed.discarded.values())
    for one in new:
        name = names[one.code_id]
        outcome.by_code[name] = outcome.by_code.get(name, 0) + 1
    return new


def _ids(codes: Sequence[Code]) -> set[str]:
    return {code.id for code in codes}


def _batches(found: Sequence[Transcript]) -> Iterator[list[Transcript]]:
    batch: list[Transcript] = []
    size = 0
    for one in found:
        batch.append(one)
        size += one.length
        if size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch

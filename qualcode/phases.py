"""The six phases of a thematic analysis (Braun and Clarke, 2006): where a study stands, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.codes import freezes
from qualcode.names import quoted
from qualcode.passes import passes
from qualcode.store.study import study
from qualcode.suggestions.listing import SELECT as SUGGESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.store.project import Project

NAMES: Final = {
    "2006": (
        "setting up",
        "familiarizing yourself with your data",
        "generating initial codes",
        "searching for themes",
        "reviewing themes",
        "defining and naming themes",
        "producing the report",
    ),
    "later": (
        "setting up",
        "familiarization",
        "coding",
        "generating initial themes",
        "developing and reviewing themes",
        "refining, defining and naming themes",
        "writing up",
    ),
}
"""Names of phases 0 to 6 in the wording of 2006, and in the later one that reflexive studies use."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something the method expects: in which phase, what, why, and the command to type."""

    phase: int
    what: str
    why: str
    command: str


@dataclass(frozen=True, slots=True)
class Status:
    """Where a study stands."""

    title: str
    approach: str
    questions: tuple[str, ...]
    phase: int
    phase_names: tuple[str, ...]
    counts: dict[str, int]
    codes_at_freeze: int | None
    steps: tuple[Step, ...]


_LIVE: Final = "SELECT count(*) FROM {} WHERE deleted_at IS NULL"
_DATA: Final = " AND replaced_at IS NULL AND kind IN ('interview', 'focus-group', 'survey')"
_COUNTS: Final = {
    "transcripts": _LIVE.format("transcripts") + _DATA,
    "participants": _LIVE.format("participants") + " AND withdrawn_at IS NULL",
    "words": "SELECT coalesce(sum(words), 0) FROM transcripts WHERE deleted_at IS NULL" + _DATA,
    "coders": _LIVE.format("coders"),
    "passes": _LIVE.format("passes"),
    "codes": _LIVE.format("codes") + " AND merged_into_id IS NULL",
    "codings": "SELECT count(*) FROM codings k JOIN passes p ON p.id = k.pass_id AND p.deleted_at IS NULL"
    " JOIN transcripts t ON t.id = k.transcript_id AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL"
    " JOIN code_now n ON n.code_id = k.code_id JOIN codes c ON c.id = n.now_id AND c.deleted_at IS NULL"
    " WHERE k.deleted_at IS NULL",
    "suggestions": f"SELECT count(*) FROM ({SUGGESTIONS})",
    "themes": _LIVE.format("themes") + " AND status <> 'dropped'",
    "claims": _LIVE.format("claims"),
    "quotes": _LIVE.format("quotes"),
}


def status(project: Project) -> Status:
    """Phase, counts, and everything that is still missing."""
    about = study(project)
    counts = {name: int(project.value(sql)) for name, sql in _COUNTS.items()}
    frozen = freezes.latest_freeze(project)
    steps = tuple(_steps(project, counts, frozen is not None))
    return Status(
        title=about.title,
        approach=about.approach,
        questions=tuple(question.wording for question in about.questions),
        phase=min((step.phase for step in steps), default=6),
        phase_names=NAMES["later" if about.approach == "reflexive" else "2006"],
        counts=counts,
        codes_at_freeze=None if frozen is None else frozen[2],
        steps=steps,
    )


def _steps(project: Project, counts: dict[str, int], frozen: bool) -> Iterator[Step]:
    yield from _set_up(project, counts)
    yield from _coding(project, counts, frozen)
    yield from _themes(project, counts)


def _set_up(project: Project, counts: dict[str, int]) -> Iterator[Step]:
    if not study(project).questions:
        why = "Codes and themes are judged by whether they help to answer it."
        yield Step(0, "a research question", why, 'qualcode init --question "..." (in a new project)')
    if not counts["transcripts"]:
        why = "Everything else cites the transcripts."
        yield Step(0, "transcripts", why, "qualcode import FOLDER --dry-run")
    elif not project.row("SELECT 1 FROM attributes WHERE deleted_at IS NULL"):
        why = "The report describes the sample and compares by attribute."
        yield Step(1, "attributes of the participants", why, "qualcode participants import FILE.csv")


def _coding(project: Project, counts: dict[str, int], frozen: bool) -> Iterator[Step]:
    known = passes.passes(project)
    if not counts["codes"]:
        yield Step(2, "a codebook", "Codes need definitions.", 'qualcode codes add NAME --definition "..."')
    if not known:
        yield Step(2, "a first pass", "A pass keeps who coded, when and how.", "qualcode passes start hand")
    elif not counts["codings"]:
        yield Step(
            2, "codings", "The pass is empty.", "qualcode apply CODE P1:1, or qualcode codings import FILE"
        )
    yield from _suggestions(project)
    yield from _comparison(project)
    if counts["codings"] and not frozen:
        why = "It fixes the number of codes before themes are developed."
        yield Step(2, "a frozen codebook", why, "qualcode codes freeze pre-themes")


def _suggestions(project: Project) -> Iterator[Step]:
    for one in passes.passes(project):
        sql = f"SELECT count(*) FROM ({SUGGESTIONS} AND s.pass_id = ?) WHERE status = 'open'"
        waiting = int(project.value(sql, (one.id,))) if one.sealed_at is None else 0
        if waiting:
            why = "None of them counts until you accept it."
            yield Step(
                2, f"decisions on {waiting} suggestions", why, f"qualcode review --pass {quoted(one.name)}"
            )


def _comparison(project: Project) -> Iterator[Step]:
    independent = [one for one in passes.passes(project) if one.kind == "independent"]
    consensus = [one for one in passes.passes(project) if one.kind == "consensus"]
    for one in independent:
        if one.sealed_at is None:
            why = "Only a sealed pass can be compared for good."
            yield Step(2, f"a seal on the pass {one.name}", why, f"qualcode passes seal {quoted(one.name)}")
    if len(independent) == 1 and independent[0].sealed_at is not None:
        why = "How steady the coding is can only be said after a second one."
        first = quoted(independent[0].name)
        yield Step(2, "a second pass", why, f"qualcode passes start NAME --blind-to {first}")
    if len(independent) > 1 and not consensus:
        first, second = quoted(independent[0].name), quoted(independent[1].name)
        why = "Findings rest on agreed coding."
        command = f"qualcode compare {first} {second}; qualcode reconcile {first} {second} --into agreed"
        yield Step(2, "a comparison and agreed coding", why, command)


def _themes(project: Project, counts: dict[str, int]) -> Iterator[Step]:
    if not counts["themes"]:
        why = "Themes gather codes that share a meaning."
        yield Step(3, "candidate themes", why, "qualcode themes add NAME --codes A,B,C")
    undefined = project.rows(
        "SELECT name FROM themes WHERE deleted_at IS NULL AND status IN ('candidate', 'reviewed')"
        " ORDER BY rowid"
    )
    for row in undefined:
        why = "A definition says what the theme is and what it is not."
        command = f"qualcode themes define {quoted(row[0])} --essence ..."
        yield Step(5, f"a definition of the theme {row[0]}", why, command)
    if not counts["quotes"]:
        why = "Readers want the participants' own words."
        yield Step(6, "quotes", why, "qualcode quotes add THEME ADDRESS")

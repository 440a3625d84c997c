"""What the method expects of each phase and a study does not have yet, with the command to type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.export.numbers import plural
from qualcode.names import quoted
from qualcode.passes import passes
from qualcode.phases.lives import Lives, lives
from qualcode.store.study import study
from qualcode.suggestions.listing import SELECT as SUGGESTIONS
from qualcode.themes import quotes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.store.project import Project
    from qualcode.themes.themes import Theme


@dataclass(frozen=True, slots=True)
class Step:
    """Something the method expects: in which phase, what, why, and the command to type.

    One that `holds` keeps the study in its phase; readers ask about the others, and they can be done late.
    """

    phase: int
    what: str
    why: str
    command: str
    holds: bool = True


def steps(project: Project, counts: dict[str, int], frozen: bool) -> list[Step]:
    """What is missing, phase by phase."""
    approach = project.setting("approach")
    found = [
        *_set_up(project, counts),
        *_familiar(project, counts),
        *_coding(project, counts),
        *_comparison(project, counts, approach, frozen),
        *_themes(counts),
        *_reviews(lives(project)),
        *_report(project, counts),
    ]
    if not any(step.holds for step in found):
        found += _lint(project, counts)
    return sorted(found, key=lambda step: step.phase)


def _set_up(project: Project, counts: dict[str, int]) -> Iterator[Step]:
    if not study(project).questions:
        why = "Codes and themes are judged by whether they help to answer it."
        yield Step(0, "a research question", why, 'qualcode questions add "..."')
    if not counts["transcripts"]:
        why = "Everything else cites the transcripts."
        yield Step(0, "transcripts", why, "qualcode import FOLDER --dry-run")
        return
    unchecked = project.rows(
        "SELECT name FROM transcripts t WHERE deleted_at IS NULL AND replaced_at IS NULL"
        " AND kind IN ('interview', 'focus-group') AND NOT EXISTS (SELECT 1 FROM verifications v"
        " WHERE v.transcript_id = t.id AND v.deleted_at IS NULL) ORDER BY rowid"
    )
    if unchecked:
        why = "Readers ask whether the words were checked against the recording."
        command = f"qualcode transcripts verify {quoted(unchecked[0][0])} --share 100 --by INITIALS"
        yield Step(0, f"a check of {plural(len(unchecked), 'transcript')} by ear", why, command, holds=False)


def _familiar(project: Project, counts: dict[str, int]) -> Iterator[Step]:
    if not counts["transcripts"]:
        return
    if not project.row("SELECT 1 FROM attributes WHERE deleted_at IS NULL"):
        why = "The report describes the sample and compares by attribute."
        yield Step(1, "attributes of the participants", why, "qualcode participants import FILE.csv")
    if not project.row(
        "SELECT 1 FROM memos WHERE deleted_at IS NULL AND kind IN ('reflexive', 'familiarization')"
    ):
        why = "First impressions, and your own part in them, are gone once coding has begun."
        command = 'qualcode memos add "..." --kind familiarization'
        yield Step(1, "a memo on first impressions", why, command, holds=False)


def _coding(project: Project, counts: dict[str, int]) -> Iterator[Step]:
    known = passes.passes(project)
    if not counts["codes"]:
        yield Step(2, "a codebook", "Codes need definitions.", 'qualcode codes add NAME --definition "..."')
    if not known:
        yield Step(2, "a first pass", "A pass keeps who coded, when and how.", "qualcode passes start hand")
    elif not counts["codings"]:
        command = "qualcode apply CODE P1:1, or qualcode codings import FILE"
        yield Step(2, "codings", "The pass is empty.", command)
    yield from _suggestions(project)


def _suggestions(project: Project) -> Iterator[Step]:
    for one in passes.passes(project):
        sql = f"SELECT count(*) FROM ({SUGGESTIONS} AND s.pass_id = ?) WHERE status = 'open'"
        waiting = int(project.value(sql, (one.id,))) if one.sealed_at is None else 0
        if waiting:
            why = "None of them counts until you accept it."
            yield Step(
                2, f"decisions on {waiting} suggestions", why, f"qualcode review --pass {quoted(one.name)}"
            )


def _comparison(project: Project, counts: dict[str, int], approach: str, frozen: bool) -> Iterator[Step]:
    """Sealed passes, a second one, agreed coding; a reflexive study is asked for less."""
    independent = [one for one in passes.passes(project) if one.kind == "independent"]
    agreed = any(one.kind == "consensus" for one in passes.passes(project))
    for one in independent:
        if one.sealed_at is None:
            why = "Only a sealed pass can be compared for good."
            yield Step(2, f"a seal on the pass {one.name}", why, f"qualcode passes seal {quoted(one.name)}")
    if counts["codings"] and not frozen and approach == "coding-reliability":
        yield _freeze("Coding for reliability fixes the codebook before the second pass.")
    if len(independent) == 1 and independent[0].sealed_at is not None and approach != "reflexive":
        why = "How steady the coding is can only be said after a second one."
        first = quoted(independent[0].name)
        yield Step(2, "a second pass", why, f"qualcode passes start NAME --blind-to {first}")
    if len(independent) > 1 and not agreed:
        first, second = quoted(independent[0].name), quoted(independent[1].name)
        why = "Findings rest on agreed coding."
        command = f"qualcode compare {first} {second}; qualcode reconcile {first} {second} --into agreed"
        yield Step(2, "a comparison and agreed coding", why, command)
    if counts["codings"] and not frozen and approach == "codebook":
        yield _freeze("It fixes the number of codes before themes are developed.")


def _freeze(why: str) -> Step:
    return Step(2, "a frozen codebook", why, "qualcode codes freeze pre-themes")


def _themes(counts: dict[str, int]) -> Iterator[Step]:
    if not counts["themes"]:
        why = "Themes gather codes that share a meaning; `themes cluster` shows groups to think with."
        yield Step(3, "candidate themes", why, "qualcode themes add NAME --codes A,B,C")


def _reviews(found: Lives) -> Iterator[Step]:
    """The life of the main themes."""
    yield from _levels(found)
    if found.unchallenged:
        what = f"a search for contrary accounts to {_named(found.unchallenged)}"
        why = "A theme is trusted when somebody looked for the accounts that do not fit."
        command = f'qualcode themes review {quoted(found.unchallenged[0].name)} --searched "how"'
        yield Step(4, what, why, command, holds=False)
    if found.undefined:
        why = "A definition says what the theme is and what it is not."
        command = f"qualcode themes define {quoted(found.undefined[0].name)} --essence ..."
        yield Step(5, f"a definition of {_named(found.undefined)}", why, command)
    if found.ready:
        why = "Defined and reviewed on both levels."
        command = f"qualcode themes finalize {quoted(found.ready[0].name)}"
        yield Step(5, f"the final form of {_named(found.ready)}", why, command, holds=False)


def _levels(found: Lives) -> Iterator[Step]:
    """A candidate holds the study back; a defined theme may be reviewed late."""
    first, second = found.without("reviewed-1"), found.without("reviewed-2")
    if first:
        why = "Level 1 reads every passage of a theme: does it fit, is it weak, does it belong elsewhere?"
        new = [theme for theme in first if theme.status == "candidate"]
        command = f"qualcode themes review {quoted((new or first)[0].name)} --level 1"
        yield Step(4, f"a review of {_named(first)} against the passages", why, command, bool(new))
    if second:
        why = "Level 2 reads the data again, and everyone who is not in a theme."
        command = f"qualcode themes review {quoted(second[0].name)} --level 2"
        yield Step(4, f"a review of {_named(second)} against the whole data set", why, command, holds=False)


def _report(project: Project, counts: dict[str, int]) -> Iterator[Step]:
    if counts["themes"] and not counts["claims"]:
        why = "A claim names who said so by itself, and checks words such as “most”."
        yield Step(6, "claims", why, 'qualcode claims add "..." --theme T --support CODE', holds=False)
    if not counts["quotes"]:
        why = "Readers want the participants' own words."
        yield Step(6, "quotes", why, "qualcode quotes shortlist THEME; qualcode quotes add THEME ADDRESS")
    altered = [f"q{one.number}" for one in quotes.quotes(project) if not one.verified]
    if altered:
        why = "With its edits undone a quote must be the transcript's words."
        yield Step(6, f"verbatim words of {', '.join(altered)}", why, "qualcode quotes verify", holds=False)


def _lint(project: Project, counts: dict[str, int]) -> Iterator[Step]:
    from qualcode.export.lint import lint

    errors = [one for one in lint(project) if one.level == "error"] if counts["quotes"] else []
    if errors:
        rules = ", ".join(dict.fromkeys(one.rule for one in errors))
        why = "A public report is not built while they remain."
        yield Step(6, f"{len(errors)} errors mended ({rules})", why, "qualcode lint", holds=False)


def _named(found: Sequence[Theme]) -> str:
    """One theme by name, several by number."""
    return found[0].name if len(found) == 1 else f"{len(found)} themes"

"""What a study has, phase by phase, in a few words each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.codes import freezes
from qualcode.export.numbers import plural
from qualcode.passes import passes
from qualcode.phases.lives import lives
from qualcode.themes import views
from qualcode.themes.takeover import looked_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.store.project import Project


def present(project: Project, counts: dict[str, int]) -> Iterator[tuple[int, str]]:
    """(phase, what there is), phase by phase."""
    yield from _data(project, counts)
    yield from _impressions(project)
    yield from _coding(project, counts)
    yield from _themes(project)
    if counts["claims"]:
        yield 6, plural(counts["claims"], "claim")
    if counts["quotes"]:
        yield 6, plural(counts["quotes"], "quote")


def _data(project: Project, counts: dict[str, int]) -> Iterator[tuple[int, str]]:
    questions = project.value("SELECT count(*) FROM questions WHERE deleted_at IS NULL")
    if questions:
        yield 0, plural(questions, "research question")
    if counts["transcripts"]:
        people = plural(counts["participants"], "participant")
        yield 0, f"{plural(counts['transcripts'], 'transcript')} of {people}"
    checked = project.value(
        "SELECT count(DISTINCT v.transcript_id) FROM verifications v JOIN transcripts t"
        " ON t.id = v.transcript_id AND t.deleted_at IS NULL AND t.replaced_at IS NULL"
        " WHERE v.deleted_at IS NULL"
    )
    if checked:
        yield 0, f"{checked} checked against the recording"


def _impressions(project: Project) -> Iterator[tuple[int, str]]:
    attributes = project.value("SELECT count(DISTINCT name) FROM attributes WHERE deleted_at IS NULL")
    if attributes:
        yield 1, f"{plural(attributes, 'attribute')} of the participants"
    rows = project.rows(
        "SELECT kind, count(*) AS n FROM memos WHERE deleted_at IS NULL GROUP BY kind ORDER BY kind"
    )
    if rows:
        kinds = ", ".join(f"{row['n']} {row['kind']}" for row in rows)
        yield 1, f"memos: {kinds}"
    noted = project.value(
        "SELECT count(DISTINCT t.id) FROM memos m JOIN transcripts t ON t.id = m.about_id"
        " WHERE m.about_table = 'transcripts' AND m.kind = 'familiarization' AND m.deleted_at IS NULL"
        " AND t.deleted_at IS NULL AND t.replaced_at IS NULL"
    )
    if noted:
        yield 1, f"first reading of {plural(noted, 'transcript')} noted"


def _coding(project: Project, counts: dict[str, int]) -> Iterator[tuple[int, str]]:
    for one in passes.passes(project):
        kind = "agreed coding" if one.kind == "consensus" else f"pass by {one.coder}"
        yield 2, f"{one.name} ({kind}{', sealed' if one.sealed_at else ''})"
    if counts["codes"]:
        yield 2, plural(counts["codes"], "code")
    frozen = freezes.latest_freeze(project)
    if frozen is not None:
        yield 2, f"frozen as {frozen[0]} at {plural(frozen[2], 'code')}"


def _themes(project: Project) -> Iterator[tuple[int, str]]:
    found = lives(project)
    looked = looked_at(project)
    if looked is not None:
        yield 3, f"groupings of {plural(looked.codes, 'code')} looked at"
    if not found.main:
        return
    below = len(found.themes) - len(found.main)
    gathered = len({code for theme in found.themes for code, _ in theme.codes})
    pile = len(views.orphans(project))
    subs = f" and {plural(below, 'sub-theme')}" if below else ""
    yield 3, f"{plural(len(found.main), 'theme')}{subs} of {plural(gathered, 'code')}"
    if pile:
        yield 3, f"{plural(pile, 'code')} in no theme"
    total = len(found.main)
    for what, left in (
        ("reviewed against their passages", found.without("reviewed-1")),
        ("reviewed against the whole data set", found.without("reviewed-2")),
        ("with contrary accounts or a search for them", found.unchallenged),
    ):
        if len(left) < total:
            yield 4, f"{total - len(left)} of {total} {what}"
    defined = [theme for theme in found.themes if theme.status in {"defined", "final"}]
    final = [theme for theme in found.themes if theme.status == "final"]
    if defined:
        yield 5, f"{len(defined)} of {len(found.themes)} defined, {len(final)} final"

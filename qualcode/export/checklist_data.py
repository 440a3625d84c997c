"""What a project knows of its data and participants, one sentence for each question of a checklist."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final

from qualcode.export.author_text import in_brief
from qualcode.export.numbers import capital, count, listed, plural
from qualcode.export.tables import SHARED
from qualcode.themes.saturation import sentence as saturation_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.export.facts import Facts
    from qualcode.export.finding import Finding
    from qualcode.store.project import Project

MINUTE_MS: Final = 60_000
FEW_VALUES: Final = 6
"""An attribute with more values than this is a range, or too particular to list."""

WHOLE: Final = 100
"""Percent of a recording."""

Known = tuple["Project", "Facts", "Sequence[Finding]"]
"""The project, its facts, and what `lint` found."""


def slot(*names: str) -> Callable[[Known], str]:
    """What the authors wrote into some slots of the report."""
    return lambda about: " ".join(filter(None, (in_brief(about[1].slots.get(name, "")) for name in names)))


def approach(about: Known) -> str:
    """The kind of thematic analysis, and its orientation where authors stated it."""
    kind = about[1].study.approach.replace("-", " ")
    orientation = about[1].slots.get("orientation", "")
    told = f"Thematic analysis of the {kind} kind, in six phases."
    return f"{told} Coding was {orientation}." if orientation else told


def sample_size(about: Known) -> str:
    """Participants, transcripts and words."""
    sample = about[1].sample
    people = plural(len(sample.analyzed), "participant")
    documents = plural(sample.transcripts, "transcript")
    return (
        f"{capital(people)}; {documents}, {count(sample.words)} words of participant speech."
        if sample.analyzed
        else ""
    )


def withdrawn(about: Known) -> str:
    """How many withdrew."""
    number = about[1].sample.withdrawn
    return f"{plural(number, 'participant')} withdrew." if number else ""


def sample(about: Known) -> str:
    """The sample by attribute, in counts."""
    told = []
    for name, values in about[1].sample.attributes.items():
        counts: dict[str, int] = {}
        for value in values.values():
            counts[value] = counts.get(value, 0) + 1
        label = name.replace("_", " ")
        if len(counts) <= FEW_VALUES:
            told.append(f"{label}: {_shared(counts)}")
        elif all(_is_number(value) for value in counts):
            numbers = [float(value) for value in values.values()]
            told.append(f"{label}: {min(numbers):g} to {max(numbers):g}, median {median(numbers):g}")
    return f"{capital('; '.join(told))}." if told else ""


def _shared(counts: dict[str, int]) -> str:
    """Values with their counts, rare ones together: a checklist is printed, a rare value names a person."""
    shown = [f"{value} {number}" for value, number in sorted(counts.items()) if number >= SHARED]
    rest = sum(number for number in counts.values() if number < SHARED)
    return ", ".join([*shown, *([f"other {rest}"] if rest else [])])


def _is_number(value: str) -> bool:
    return value.replace(".", "", 1).isdecimal()


def guide(about: Known) -> str:
    """The interview guide, if it is kept with the data."""
    number = int(about[0].value("SELECT count(*) FROM guide_questions WHERE deleted_at IS NULL"))
    return (
        f"The interview guide is kept with the data; it has {plural(number, 'question')}." if number else ""
    )


def recording(about: Known) -> str:
    """What times and checks say about recordings."""
    number = len(_durations(about[0]))
    told = f"{plural(number, 'transcript')} carry the times of a recording." if number else ""
    return " ".join(filter(None, (told, verified(about))))


def field_notes(about: Known) -> str:
    """Field notes kept with the data."""
    number = _kinds(about[0]).get("field-note", 0)
    are = "is" if number == 1 else "are"
    return f"{plural(number, 'field note')} {are} kept with the data." if number else ""


def duration(about: Known) -> str:
    """How long the recordings are, by the times in the transcripts."""
    minutes = [length / MINUTE_MS for length in _durations(about[0])]
    if not minutes:
        return ""
    return (
        f"{min(minutes):.0f} to {max(minutes):.0f} minutes, median {median(minutes):.0f}"
        f" (from the times in {plural(len(minutes), 'transcript')})."
    )


def _durations(project: Project) -> list[int]:
    rows = project.rows(
        "SELECT max(u.end_ms) AS length FROM turns u JOIN transcripts t ON t.id = u.transcript_id"
        " AND t.deleted_at IS NULL AND t.withdrawn_at IS NULL"
        " WHERE t.kind IN ('interview', 'focus-group') GROUP BY t.id HAVING max(u.end_ms) > 0"
    )
    return [row["length"] for row in rows]


def _kinds(project: Project) -> dict[str, int]:
    rows = project.rows(
        "SELECT kind, count(*) AS n FROM transcripts WHERE deleted_at IS NULL AND withdrawn_at IS NULL"
        " GROUP BY kind"
    )
    return {row["kind"]: row["n"] for row in rows}


def collected(about: Known) -> str:
    """Interviews, groups and surveys by number."""
    names = {"interview": "interview", "focus-group": "focus group", "survey": "survey answer sheet"}
    found = [plural(number, names[kind]) for kind, number in _kinds(about[0]).items() if kind in names]
    return f"{capital(listed(found))}." if found else ""


def saturation(about: Known) -> str:
    """Saturation as computed, or why it was not assessed."""
    facts = about[1]
    if facts.saturation is not None:
        return saturation_sentence(facts.saturation)
    reason = facts.slots.get("sample_adequacy", "")
    return (
        f"Saturation was not assessed; the sample was judged adequate because {reason.rstrip('.')}."
        if reason
        else ("Saturation was not assessed.")
    )


def verified(about: Known) -> str:
    """Transcripts checked against their recordings."""
    rows = about[0].rows(
        "SELECT max(v.share) AS share FROM verifications v JOIN transcripts t ON t.id = v.transcript_id"
        " AND t.deleted_at IS NULL AND t.replaced_at IS NULL WHERE v.deleted_at IS NULL GROUP BY t.id"
    )
    if not rows:
        return ""
    shares = [row["share"] for row in rows]
    of = about[1].sample.transcripts
    checked = f"{len(shares)} of {of} transcripts were checked against the recording"
    low, high = min(shares), max(shares)
    share = f"{low} to {high}%" if low < high else f"{low}%"
    return f"{checked} ({'all' if low == WHOLE else share} of it)."


def processing(about: Known) -> str:
    """How transcripts are stored and protected."""
    told = [
        f"{plural(about[1].sample.transcripts, 'transcript')} stored unchanged, each with its fingerprint."
    ]
    told += filter(None, [verified(about), in_brief(about[1].slots.get("data_protection", ""))])
    return " ".join(told)

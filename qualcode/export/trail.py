"""The audit trail as counts, dates and fingerprints; it holds no participant's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qualcode.codes import codebook
from qualcode.export import slots
from qualcode.export.protection import Protection, protection
from qualcode.passes.lineage import lineage

if TYPE_CHECKING:
    from qualcode.passes.lineage import Divided
    from qualcode.store.project import Project

HASH_SHOWN: Final = 16
"""Characters of a hash that are printed; the whole of it stands in the project."""

DEFAULTS: Final = {
    "approach": "codebook",
    "language": "en-US",
    "page": "A4",
    "spacing": "single",
    "report_saturation": "no",
}
"""What a report assumes unless somebody said otherwise."""

PHASES: Final = (
    (
        "Setting up",
        (
            "init",
            "approach",
            "questions",
            "reason",
            "import",
            "import-project",
            "participants",
            "transcripts",
            "deid",
            "withdraw",
        ),
    ),
    ("Familiarizing", ("transcripts verify", "memos")),
    (
        "Coding",
        ("codes", "passes", "apply", "unapply", "codings", "suggest", "suggestions", "align", "reconcile"),
    ),
    ("Developing themes", ("themes",)),
    ("Reviewing themes", ("themes review",)),
    ("Defining and naming themes", ("themes define", "themes rename", "themes finalize", "membercheck")),
    ("Producing the report", ("claims", "quotes", "slots", "lint", "checklist")),
)
"""Phases and the commands whose actions belong to them; the longest match counts."""

_LIVE: Final = "SELECT count(*) FROM {} WHERE deleted_at IS NULL"
_MEMOS: Final = _LIVE.format("memos") + " AND kind = '{}'"
_DATA: Final = _LIVE.format("transcripts") + " AND withdrawn_at IS NULL AND replaced_at IS NULL AND kind {}"

HALPERN: Final = (
    (
        "Raw data",
        (
            (
                "transcripts of what people said",
                _DATA.format("IN ('interview', 'focus-group', 'survey')"),
            ),
            ("field notes", _DATA.format("= 'field-note'")),
            ("checks of a transcript against its recording", _LIVE.format("verifications")),
        ),
    ),
    (
        "Data reduction and analysis products",
        (
            ("codes", _LIVE.format("codes") + " AND merged_into_id IS NULL"),
            ("passes", _LIVE.format("passes")),
            ("codings in all passes", _LIVE.format("codings")),
            ("analytic memos", _MEMOS.format("analytic")),
        ),
    ),
    (
        "Data reconstruction and synthesis products",
        (
            ("themes", _LIVE.format("themes") + " AND status <> 'dropped'"),
            ("claims", _LIVE.format("claims")),
            ("quotes", _LIVE.format("quotes")),
        ),
    ),
    (
        "Process notes",
        (
            ("logged actions", "SELECT count(*) FROM actions"),
            ("decisions on disagreements", _LIVE.format("decisions")),
            ("decisions on suggestions", _LIVE.format("suggestion_decisions")),
            ("dated lines in the life of themes", _LIVE.format("theme_events")),
            ("verdicts on passages of themes", _LIVE.format("verdicts")),
            ("methodological memos", _MEMOS.format("methodological")),
        ),
    ),
    (
        "Intentions and dispositions",
        (
            ("research questions", _LIVE.format("questions")),
            ("reflexive memos", _MEMOS.format("reflexive")),
            ("familiarization memos", _MEMOS.format("familiarization")),
        ),
    ),
    (
        "Instrument development",
        (
            ("interview guides", _DATA.format("= 'guide'")),
            ("planned questions", _LIVE.format("guide_questions")),
            ("frozen codebooks", _LIVE.format("freezes")),
        ),
    ),
)
"""Halpern's six categories of an audit trail (1983, in Lincoln and Guba 1985, pp. 319-320), what counts."""


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """Actions of a phase: ISO moments of the first and the last, and how many."""

    label: str
    first: str
    last: str
    actions: int


@dataclass(frozen=True, slots=True)
class Trail:
    """Appendix I in numbers. Pairs and triples are (what, number), (label, moment, codes) and so on."""

    phases: tuple[PhaseLine, ...]
    records: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    codebooks: tuple[tuple[str, str, int], ...]
    divided: tuple[Divided, ...]
    seals: tuple[tuple[str, str, str], ...]
    """(pass, moment of sealing or "", hash of its codings or "")."""
    settings: tuple[tuple[str, str], ...]
    deferred: tuple[tuple[str, int], ...]
    amended: tuple[tuple[str, str], ...]
    withdrawn: tuple[tuple[str, str], ...]
    protection: Protection


def trail(project: Project) -> Trail:
    """Read it out of the project; undone actions do not count."""
    return Trail(
        phases=_phases(project),
        records=tuple(
            (heading, tuple((what, int(project.value(sql))) for what, sql in lines))
            for heading, lines in HALPERN
        ),
        codebooks=_codebooks(project),
        divided=tuple(lineage(project)),
        seals=tuple(
            (row["name"], row["sealed_at"] or "", row["seal"] or "")
            for row in project.rows(
                "SELECT name, sealed_at, seal FROM passes WHERE deleted_at IS NULL ORDER BY rowid"
            )
        ),
        settings=_settings(project),
        deferred=_deferred(project),
        amended=tuple(
            (row["name"], row["created_at"])
            for row in project.rows(
                "SELECT name, created_at FROM transcripts WHERE replaces_id IS NOT NULL"
                " AND deleted_at IS NULL AND withdrawn_at IS NULL ORDER BY rowid"
            )
        ),
        withdrawn=tuple(
            (row["name"], row["withdrawn_at"])
            for row in project.rows(
                "SELECT name, withdrawn_at FROM participants WHERE withdrawn_at IS NOT NULL"
                " AND deleted_at IS NULL ORDER BY rowid"
            )
        ),
        protection=protection(project),
    )


def phase_of(command: str) -> str:
    """The label of the phase that a command belongs to; empty for undo, redo and the like."""
    words = command.split()
    for length in range(len(words), 0, -1):
        wanted = " ".join(words[:length])
        for label, commands in PHASES:
            if wanted in commands:
                return label
    return ""


def _phases(project: Project) -> tuple[PhaseLine, ...]:
    rows = project.rows(
        "SELECT a.command, a.at FROM actions a WHERE a.undoes_id IS NULL AND NOT EXISTS ("
        " SELECT 1 FROM actions u WHERE u.undoes_id = a.id AND NOT EXISTS ("
        "  SELECT 1 FROM actions r WHERE r.undoes_id = u.id)) ORDER BY a.seq"
    )
    moments: dict[str, list[str]] = {label: [] for label, _ in PHASES}
    for row in rows:
        label = phase_of(row["command"])
        if label:
            moments[label].append(row["at"])
    return tuple(PhaseLine(label, at[0], at[-1], len(at)) for label, at in moments.items() if at)


def _codebooks(project: Project) -> tuple[tuple[str, str, int], ...]:
    rows = project.rows(
        "SELECT label, created_at, json_array_length(codes) AS n FROM freezes WHERE deleted_at IS NULL"
        " ORDER BY rowid"
    )
    frozen = [(row["label"], row["created_at"], int(row["n"])) for row in rows]
    return (*frozen, ("as it stands", "", len(codebook.codes(project))))


def _settings(project: Project) -> tuple[tuple[str, str], ...]:
    written = slots.read(project)
    now = {name: written.get(name, "") for name in DEFAULTS} | {"approach": project.setting("approach")}
    changed = [
        (name, value)
        for name, value in now.items()
        if value and value.casefold() != DEFAULTS[name].casefold()
    ]
    drawn = project.rows(
        "SELECT fraction, seed, stratify FROM samples WHERE deleted_at IS NULL ORDER BY rowid"
    )
    for row in drawn:
        told = f"{row['fraction']:g} of the transcripts, seed {row['seed']}"
        changed.append(("sample", told + (f", stratified by {row['stratify']}" if row["stratify"] else "")))
    return tuple(changed)


def _deferred(project: Project) -> tuple[tuple[str, int], ...]:
    asked = (
        ("disagreement", "disagreements", _LIVE.format("decisions") + " AND decision = 'defer'"),
        ("suggestion", "suggestions", _LIVE.format("suggestion_decisions") + " AND decision = 'deferred'"),
        (
            "passage that lost its words in a correction",
            "passages that lost their words in a correction",
            _LIVE.format("orphans") + " AND decision = ''",
        ),
    )
    counted = ((one, many, int(project.value(sql))) for one, many, sql in asked)
    return tuple((one if number == 1 else many, number) for one, many, number in counted if number)

"""Appendices E to I: sample adequacy, assistance, participant checking, checklists, the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.export import checklists
from qualcode.export.blocks import Column, Heading, Orientation, Row, Table, text
from qualcode.export.checking import CHANGES, KINDS
from qualcode.export.identity import without_rare
from qualcode.export.memo_list import memo_list
from qualcode.export.method_text import SOURCES
from qualcode.export.numbers import capital, cell_date, count, date, plural, were
from qualcode.export.protection import remarks
from qualcode.export.trail import HASH_SHOWN
from qualcode.themes.saturation import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.export.assisted import Assisted
    from qualcode.export.blocks import Block
    from qualcode.export.checking import Checking
    from qualcode.export.facts import Facts
    from qualcode.export.finding import Finding
    from qualcode.export.trail import Trail
    from qualcode.passes.memos import Memo
    from qualcode.store.project import Project

_RTARG = (
    "The study is reflexive. Braun and Clarke’s guidelines for reporting it (RTARG, 2024) go before any"
    " checklist; COREQ asks for coder counts, saturation and checking that do not fit, and is left out."
)


def _start(title: str, *, landscape: bool = False) -> list[Block]:
    return [Orientation(landscape=landscape), Heading(title, 1, fresh_page=True)]


def saturation_appendix(facts: Facts) -> list[Block]:
    """Appendix E: new codes by interview and by run, with the spread over random orders."""
    found = facts.saturation
    heading = _start("Appendix E. Sample adequacy")
    if found is None:
        return [*heading, text(_not_assessed(facts))]
    rows = []
    for at, (name, new, known) in enumerate(zip(found.order, found.new_codes, found.curve, strict=True)):
        mean, low, high = found.band[at]
        run = at + 1 - found.guest.base - found.guest.run
        share = f"{found.guest.new_per_run[run]} ({found.guest.shares[run]:.0%})" if run >= 0 else "–"
        rows.append(Row((str(at + 1), name, str(new), str(known), f"{mean:.1f} ({low} to {high})", share)))
    columns = (
        Column("No.", 0.7, "center"),
        Column("Interview", 1.5),
        Column("New codes", 1.2, "center"),
        Column("Codes so far", 1.3, "center"),
        Column("In random orders", 2, "center"),
        Column("Run that ends here", 1.8, "center"),
    )
    note = (
        f"{sentence(found)} A run counts the codes new in {found.guest.run} interviews, its share is of the"
        f" {found.guest.base_codes} codes of the first {found.guest.base}. Codes as the codebook stands now."
    )
    table = Table("saturation", f"New codes {found.ordered_by}", columns, tuple(rows), note, series="E")
    return [*heading, table]


def _not_assessed(facts: Facts) -> str:
    if facts.study.approach == "reflexive":
        return "Saturation was not assessed, because it does not fit a reflexive study."
    return "Saturation was not assessed, because the researchers did not ask for it."


def assisted_appendix(found: Assisted | None) -> list[Block]:
    """Appendix F: every run with its settings, and what people decided, code by code."""
    heading = _start("Appendix F. Assisted coding disclosure")
    if found is None:
        return [*heading, text("No assisted suggestions were used.")]
    runs = [
        Row(
            (
                cell_date(run.made_at),
                run.coding_pass,
                SOURCES.get(run.method, run.method),
                _settings(run.settings),
            )
        )
        for run in found.summary.runs
    ]
    columns = (
        Column("Date", 1.6),
        Column("Pass", 1),
        Column("Method", 2),
        Column("Settings", 4.5),
    )
    return [
        *heading,
        text(_decided(found)),
        Table("suggestion_runs", "Runs of the assistant", columns, tuple(runs), series="F"),
        _by_code(found),
    ]


def _settings(known: dict[str, Any]) -> str:
    return "; ".join(f"{name.replace('_', ' ')}: {_plain(value)}" for name, value in known.items() if value)


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(one)}" for name, one in value.items())
    return ", ".join(map(_plain, value)) if isinstance(value, list | tuple) else str(value)


def _decided(found: Assisted) -> str:
    total, known = found.total, found.summary
    made = (
        f"{plural(total.made, 'suggestion')} {were(total.made)} made; {total.accepted} accepted,"
        f" {total.edited} edited, {total.rejected} rejected, {total.deferred} deferred, and"
        f" {total.undecided} not decided. Each was decided by itself, and none counted before a decision."
        f" {plural(known.discarded, 'proposal')} whose words were not in the transcript"
        f" {were(known.discarded)} discarded. {plural(known.own, 'coding')} of assisted passes"
        " came from no suggestion."
    )
    told = [made]
    if known.median_seconds is not None:
        told.append(f"The median decision took {known.median_seconds:.1f} seconds.")
    told += [f"{capital(one.rstrip('.'))}." for one in known.warnings]
    told += [
        f"Of {plural(one.drawn_from, 'unit')} without a suggestion in {one.coding_pass}, {one.drawn}"
        f" {were(one.drawn)} drawn and read without help; {one.missed} of them {were(one.missed)} coded."
        for one in known.audits
    ]
    if not known.audits:
        told.append("No units without a suggestion were drawn to be read without help.")
    if known.model is not None:
        told.append(f"The language model: {_plain(known.model)}.")
    return " ".join(told)


def _by_code(found: Assisted) -> Table:
    def cells(one: object, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(count(getattr(one, name)) for name in names)

    names = ("made", "accepted", "edited", "rejected", "deferred", "undecided")
    rows = [Row((one.code, *cells(one, names))) for one in found.codes]
    rows.append(Row(("All", *cells(found.total, names)), "total"))
    columns = (Column("Code", 3), *(Column(capital(name), 1.2, "center") for name in names))
    return Table("suggestions", "Suggestions by code", columns, tuple(rows), series="F")


def checking_appendix(found: Checking) -> list[Block]:
    """Appendix G: who was asked, who replied, and what changed; never what a reply said."""
    heading = _start("Appendix G. Participant checking")
    if not found.people:
        return [*heading, text("No participant checking is recorded.")]
    rows = [
        Row(
            (
                one.participant,
                _day(one.sent),
                _day(one.replied),
                ", ".join(KINDS[kind] for kind in one.kinds) or "–",
                ", ".join(CHANGES[change] for change in one.changes) or "–",
            )
        )
        for one in found.people
    ]
    columns = (
        Column("Participant", 1.4),
        Column("Sent", 2),
        Column("Replied", 2),
        Column("Kind of reply", 2.4),
        Column("Changed", 2.4),
    )
    return [*heading, Table("checking", "Participant checking", columns, tuple(rows), series="G")]


def _day(told: str) -> str:
    """A day as a date; as it was told, if it is none."""
    try:
        return cell_date(told) or "–"
    except ValueError:
        return told


def checklists_appendix(
    project: Project, facts: Facts, checks: Sequence[Finding], *, public: bool
) -> list[Block]:
    """Appendix H: the checklists that fit the approach, filled where the record knows."""
    told = without_rare(facts) if public else facts
    reflexive = facts.study.approach == "reflexive"
    blocks = _start("Appendix H. Checklists")
    blocks += [text(_RTARG)] if reflexive else []
    for name in ("srqr", "ta15") if reflexive else ("coreq", "srqr", "ta15"):
        lines = checklists.fill(project, name, (project, told, checks))
        blocks += checklists.checklist_blocks(name, lines, series="H")
    return blocks


def trail_appendix(found: Trail, memos: Sequence[Memo], *, public: bool) -> list[Block]:
    """Appendix I: phases, counts of records, codebooks, seals, memos; what changed, is open or erased."""
    note = "The full event log is a separate file without participants’ words (`qualcode log`)."
    return [
        *_start("Appendix I. Audit trail"),
        text(note.replace("`", ""), "Note"),
        *([] if public else [_timeline(found)]),
        _records(found),
        _codebooks(found),
        *_divided(found),
        *([] if public else [_seals(found), *memo_list(memos)]),
        *_remarks(found, public=public),
    ]


def _timeline(found: Trail) -> Table:
    rows = [
        Row((one.label, cell_date(one.first), cell_date(one.last), count(one.actions)))
        for one in found.phases
    ]
    columns = (
        Column("Phase", 3),
        Column("First action", 2),
        Column("Last action", 2),
        Column("Actions", 1.2, "center"),
    )
    return Table("timeline", "Timeline by phase", columns, tuple(rows), series="I")


def _records(found: Trail) -> Table:
    rows: list[Row] = []
    for heading, lines in found.records:
        rows.append(Row((heading,), "band"))
        rows += [Row((capital(what), count(number))) for what, number in lines]
    columns = (Column("Record", 5), Column("Number", 1.5, "center"))
    note = "Grouped by the six categories of Halpern (1983)."
    return Table("records", "Records kept", columns, tuple(rows), note, series="I")


def _codebooks(found: Trail) -> Table:
    rows = [Row((label, cell_date(at) or "–", count(codes))) for label, at, codes in found.codebooks]
    columns = (Column("Version", 3), Column("Frozen on", 2), Column("Codes", 1.2, "center"))
    return Table("codebooks", "Versions of the codebook", columns, tuple(rows), series="I")


def _divided(found: Trail) -> list[Table]:
    """Codes before and after they were divided, as the "other" of a survey; nothing where none was."""
    rows: list[Row] = []
    for one in found.divided:
        rows.append(Row((f"{one.code}, {plural(one.before, 'coding')} before {cell_date(one.on)}",), "band"))
        rows += [Row((part.code, f"{count(part.codings)} of {count(one.before)}")) for part in one.into]
        rows += [Row((f"{one.code} (kept)", f"{count(one.kept)} of {count(one.before)}"))] if one.kept else []
    columns = (Column("Code after", 4), Column("Codings", 1.5, "center"))
    note = "The words that were coded stay as they are; a coding may have gone to several codes."
    return (
        [Table("divided", "Codes that were divided", columns, tuple(rows), note, series="I")] if rows else []
    )


def _seals(found: Trail) -> Table:
    rows = [Row((name, cell_date(at) or "open", seal[:HASH_SHOWN] or "–")) for name, at, seal in found.seals]
    columns = (Column("Pass", 3), Column("Sealed on", 2), Column("Hash of its codings", 3))
    note = f"First {HASH_SHOWN} characters; a sealed pass cannot be changed."
    return Table("seals", "Seals of the passes", columns, tuple(rows), note, series="I")


def _remarks(found: Trail, *, public: bool) -> list[Block]:
    told = [f"Setting changed from its default: {name} = {value}." for name, value in found.settings]
    told += remarks(found.protection)
    told += [f"Left open: {count(number)} {what}." for what, number in found.deferred]
    if public:
        told += [f"{plural(len(found.amended), 'transcript')} corrected."] if found.amended else []
        told += [f"{plural(len(found.withdrawn), 'participant')} withdrew."] if found.withdrawn else []
    else:
        told += [
            f"Transcript {name} was replaced by a corrected version on {date(at)}."
            for name, at in found.amended
        ]
        told += [f"{name} withdrew on {date(at)}." for name, at in found.withdrawn]
    if not told:
        told = ["Nothing was deferred, corrected or withdrawn, and every setting is the default."]
    return [text(" ".join(told))]

"""What can be listed beside the report: quotations, a matrix, disagreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.codes import codebook
from qualcode.errors import QualcodeError
from qualcode.export.listing import Head, Listing
from qualcode.export.numbers import count, plural, titled
from qualcode.export.speech import INTERVIEWER, turns
from qualcode.export.strata import is_paperwork
from qualcode.passes import passes, quotations
from qualcode.reconcile.disagreements import disagreements
from qualcode.themes import themes as theme_store
from qualcode.themes.matrix import READING_NOTE, attribute_names, matrix
from qualcode.transcripts import library, participants

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.export.speech import Turn
    from qualcode.passes.quotations import Quotation
    from qualcode.reconcile.disagreements import Disagreement, Quoted
    from qualcode.store.project import Project
    from qualcode.themes.matrix import RowKind

_PAIR = 2
_RECORDED = """
    SELECT count(*) FROM decisions WHERE deleted_at IS NULL AND pass_id = (
        SELECT r.pass_id FROM reconciliations r JOIN passes p ON p.id = r.source_id
        JOIN passes made ON made.id = r.pass_id AND made.deleted_at IS NULL
        WHERE r.deleted_at IS NULL AND p.name IN (?, ?)
        GROUP BY r.pass_id HAVING count(*) = 2 ORDER BY max(made.rowid) DESC LIMIT 1)"""


class NothingToCompare(QualcodeError):
    """Disagreements need two passes."""


def quotation_table(project: Project, pass_name: str | None = None, code: str | None = None) -> Listing:
    """Every coding with its words, in reading order; one row each, `quotation` word for word.

    Raises:
        PassNotFound, CodeNotFound: as their names say.
    """
    chosen = passes.find(project, pass_name) if pass_name else None
    wanted = codebook.find(project, code) if code else None
    names = attribute_names(project)
    heads = (
        Head("transcript", "Transcript", 1.0),
        Head("participant", "Participant", 1.1),
        *(Head(name, titled(name), 0.0) for name in names),
        Head("address", "Address", 1.4),
        Head("quotation", "Quotation", 5.0),
        Head("code", "Code", 2.4),
        Head("theme", "Theme", 0.0),
        Head("pass", "Pass", 0.9),
        Head("coder", "Coder", 0.8),
        Head("origin", "Origin", 0.0),
        Head("memo", "Memo", 0.0),
    )
    found = quotations.stream(
        project, pass_id=chosen.id if chosen else None, code_id=wanted.id if wanted else None
    )
    of = f"the pass {chosen.name}" if chosen else "all passes"
    about = f" of the code {wanted.name}" if wanted else ""
    return Listing(
        "Quotations",
        f"Quotations{about}, {of}",
        heads,
        _quotation_rows(project, found, names),
        grouped=True,
        about=_about(project),
    )


def _about(project: Project) -> dict[str, str]:
    """What is known of whoever speaks, by transcript; consent and order describe the study, not people."""
    known = {one.name: one.attributes for one in participants.participants(project)}
    told = {}
    for transcript in library.transcripts(project, every_version=True):
        facts = known.get(transcript.participant or "", {})
        shown = {name: value for name, value in facts.items() if not is_paperwork(name)}
        if shown:
            told[transcript.name] = "; ".join(f"{titled(name)}: {value}" for name, value in shown.items())
    return told


def _quotation_rows(
    project: Project, found: Iterator[Quotation], names: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    live = codebook.codes(project)
    by_id = {code.id: code for code in live}
    paths = {code.id: codebook.path(code, by_id) for code in live}
    themes = {code_id: theme.name for theme in theme_store.all_themes(project) for code_id, _ in theme.codes}
    known = {one.name: one.attributes for one in participants.participants(project)}
    speakers = _Speakers(project)
    for one in found:
        who = one.participant or speakers.at(one.transcript_id, one.start_char)
        facts = known.get(who, {})
        values = [facts.get(name, "") for name in names]
        yield (
            one.transcript,
            who,
            *values,
            one.address,
            one.quotation,
            paths.get(one.code_id, one.code),
            themes.get(one.code_id, ""),
            one.coding_pass,
            one.coder,
            one.origin,
            one.memo or "",
        )


class _Speakers:
    """Who speaks in a group, read once for each transcript."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[str, list[Turn]] = {}

    def at(self, transcript_id: str, start_char: int) -> str:
        """The speaker as an attribution names them; empty for the interviewer and between turns."""
        if transcript_id not in self._known:
            self._known[transcript_id] = turns(self._project, library.by_id(self._project, transcript_id))
        inside = (
            turn.speaker
            for turn in self._known[transcript_id]
            if turn.start_char <= start_char < turn.end_char
        )
        speaker = next(inside, "")
        return "" if speaker == INTERVIEWER else speaker


def matrix_table(project: Project, by: str = "participant", rows: RowKind = "themes") -> Listing:
    """Coded segments by row and column, with n of N.

    Raises:
        AttributeNotFound: nobody has it.
    """
    found = matrix(project, by, rows)
    each = by == "participant"
    sized = zip(found.columns, found.column_bases, strict=True)
    columns = [Head(name, name if each else f"{name}, n = {size}", 1.0) for name, size in sized]
    heads = (
        Head(rows.removesuffix("s"), titled(rows.removesuffix("s")), 3.0),
        *columns,
        Head("participants", "Participants", 1.2),
    )
    lines = [
        (row, *(str(cell) for cell in cells), f"{total} of {found.base}")
        for row, cells, total in zip(found.rows, found.cells, found.row_totals, strict=True)
    ]
    bottom = f"{titled(rows)} per {'participant' if each else 'group'}"
    lines.append((bottom, *(str(number) for number in found.column_totals), ""))
    title = f"{titled(rows)} by {'participant' if each else titled(found.by).lower()}"
    intro = (f"Cells count coded segments. {READING_NOTE}",)
    return Listing("Matrix", title, heads, lines, intro)


def disagreement_table(project: Project, names: Sequence[str] = ()) -> Listing:
    """Where two passes differ, both readings in words, and what was decided.

    Without names the passes are those of the latest reconciling, else the first two.

    Raises:
        NothingToCompare: there are no two passes, or the names are not two.
        PassNotFound: no such pass.
    """
    first, second = names if len(names) == _PAIR else _pair(project, names)
    found = disagreements(project, first, second)
    heads = (
        Head("id", "Id", 2.0),
        Head("kind", "Kind", 1.4),
        Head("code", "Code", 1.8),
        Head("transcript", "Transcript", 0.0),
        Head("address", "Address", 1.5),
        Head(first, first, 3.4),
        Head(second, second, 3.4),
        Head("decision", "Decision", 1.2),
        Head("reason", "Reason", 2.4),
        Head("decided_by", "By", 0.8),
    )
    intro = (_counted(project, first, second, found),)
    rows = [_disagreement(one) for one in found]
    return Listing("Disagreements", f"Disagreements of {first} and {second}", heads, rows, intro)


def _counted(project: Project, first: str, second: str, found: Sequence[Disagreement]) -> str:
    """How many, how they are decided, and why the report may count more."""
    decided = sum(one.decision is not None for one in found)
    told = (
        f"{plural(len(found), 'disagreement')} of {first} and {second} as the codebook stands;"
        f" {count(decided)} decided (a: the reading of {first}; b: that of {second})."
    )
    recorded = int(project.value(_RECORDED, (first, second)) or 0)
    if recorded > decided:
        told += (
            f" Reconciling recorded {plural(recorded, 'decision')}; those on codes that were merged or"
            " retired since are not in this list."
        )
    return told


def _pair(project: Project, names: Sequence[str]) -> tuple[str, str]:
    rows = project.rows(
        "SELECT p.name FROM reconciliations r JOIN passes p ON p.id = r.source_id"
        " WHERE r.deleted_at IS NULL AND r.pass_id = (SELECT id FROM passes WHERE kind = 'consensus'"
        " AND deleted_at IS NULL ORDER BY rowid DESC LIMIT 1) ORDER BY r.position"
    )
    independent = [one.name for one in passes.passes(project) if one.kind == "independent"]
    known = [row[0] for row in rows] or independent
    if names or len(known) < _PAIR:
        raise NothingToCompare(
            "Disagreements are between two passes.", "Name them: qualcode export disagreements A B -o FILE"
        )
    return known[0], known[1]


def _disagreement(one: Disagreement) -> tuple[str, ...]:
    decided = one.decision
    told = (decided.decision, decided.reason, decided.decided_by) if decided else ("", "", "")
    return (
        one.id,
        one.kind,
        one.code,
        one.transcript,
        one.address,
        *(_words(quoted) for quoted in one.readings),
        *told,
    )


def _words(quoted: Sequence[Quoted]) -> str:
    return " [...] ".join(one.quotation for one in quoted)

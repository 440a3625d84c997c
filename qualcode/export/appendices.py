"""Appendices A to D and J: codebook, comparison by code, reconciliation, theme history, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.codes import codebook
from qualcode.errors import QualcodeError
from qualcode.export.blocks import Column, Heading, Orientation, Row, Table, text
from qualcode.export.facts import RARE
from qualcode.export.numbers import capital, cell_date, count, plural
from qualcode.export.tables import agreement_columns, agreement_row, fitted, folded, without_empty
from qualcode.themes.evidence import people
from qualcode.themes.gates import may_quote
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.export.blocks import Block
    from qualcode.export.facts import Facts, Reconciliation
    from qualcode.model import Code
    from qualcode.store.project import Project
    from qualcode.themes.evidence import Evidence
    from qualcode.themes.quotes import Quote

WORDS = {
    "a": "first pass’s reading",
    "b": "second pass’s reading",
    "both": "both",
    "neither": "neither",
    "edit": "a new span",
    "defer": "left open",
}
EVENTS = {
    "added": "made",
    "moved": "code moved",
    "reviewed-1": "reviewed against its passages",
    "reviewed-2": "reviewed against all the data",
    "searched": "contrary accounts looked for",
    "final": "settled",
}
"""Events whose name alone would not tell a reader enough."""

EXAMPLES = 5
"""Decisions quoted with their reasons."""

Line = tuple[str, ...]


def codebook_appendix(project: Project, counted: Evidence) -> list[Block]:
    """Appendix A: every live code with its definition and use, on lying pages."""
    live = codebook.codes(project)
    heads = ("Code", "Brief definition", "Full definition", "Use when", "Do not use when", "Example", "Kind")
    widths = (2, 3, 2.4, 2.3, 2.3, 2.4, 1.4)
    lines = _code_lines(project, live, counted)
    columns = (
        *(Column(head, width) for head, width in zip(heads, widths, strict=True)),
        Column("Segments", 1.2, "center"),
        Column("n of N", 1.2, "center"),
    )
    rows: list[Row] = []
    for band, members in _by_category(live):
        rows += [Row((band,), "band")] if band else []
        rows += [Row(lines[code.id]) for code in members]
    caption = f"Codebook ({plural(len(live), 'code')})"
    whole = Table("codebook", caption, columns, tuple(rows), series="A")
    table = without_empty(folded(whole, column=2), always=2)
    return [Orientation(landscape=True), Heading("Appendix A. Codebook", 1, fresh_page=True), fitted(table)]


def comparison_appendix(facts: Facts) -> list[Block]:
    """Appendix B: the four counts and coefficients of every code, lowest alpha first, rare codes last."""
    heading = Heading("Appendix B. Comparison by code", 1, fresh_page=True)
    found = facts.comparison
    if found is None:
        return [heading, text(f"Passes were not compared. {facts.comparison_missing}".strip())]
    if len(found["passes"]) != len(("A", "B")):
        return [heading, text(f"{len(found['passes'])} passes were compared: {found['label']}.")]
    rows = sorted(found["codes"], key=_lowest_first)
    common = [row for row in rows if _used(row) >= RARE]
    rare = [row for row in rows if 0 < _used(row) < RARE]
    columns = (*agreement_columns(found), Column("Note", 4.5))
    lines = [_with_note(row, found["passes"]) for row in common]
    if rare:
        lines.append(Row(("Codes used in fewer than five units (not part of the summary)",), "band"))
        lines += [_with_note(row, found["passes"]) for row in rare]
    excluded = "; ".join(f"{name.replace('_', ' ')}: {n}" for name, n in found["excluded"].items() if n)
    covered = plural(len(found["transcripts"]), "transcript")
    note = f"{plural(found['units'], found['unit'] + ' unit')} in {covered}; rule: “{found['overlap']}”."
    note += f" Left out: {excluded}." if excluded else ""
    caption = f"Comparison by code: {found['label']}"
    table = without_empty(Table("by_code", caption, columns, tuple(lines), note, series="B"))
    return [Orientation(landscape=True), heading, table]


def reconciliation_appendix(agreed: Reconciliation | None, *, public: bool) -> list[Block]:
    """Appendix C: what was decided, whose reading prevailed, and, but for the public, some reasons."""
    heading = Heading("Appendix C. Reconciliation summary", 1, fresh_page=True)
    if agreed is None:
        return [Orientation(landscape=False), heading, text("No passes have been reconciled.")]
    made = [choice for choice in WORDS if any(decision == choice for _, decision in agreed.counts)]
    kinds = sorted({kind for kind, _ in agreed.counts})
    rows = [Row((kind, *(str(agreed.counts.get((kind, choice), 0)) for choice in made))) for kind in kinds]
    sums = [sum(agreed.counts.get((kind, choice), 0) for kind in kinds) for choice in made]
    rows.append(Row(("All", *(str(one) for one in sums)), "total"))
    heads = [capital(_named(choice, agreed.sources)) for choice in made]
    columns = (Column("Disagreement", 2), *(Column(head, 1.5, "center") for head in heads))
    blocks: list[Block] = [Orientation(landscape=False), heading]
    blocks.append(Table("decisions", "Decisions by kind of disagreement", columns, tuple(rows), series="C"))
    return blocks if public else blocks + _reasons(agreed)


def history_appendix(facts: Facts, *, public: bool) -> list[Block]:
    """Appendix D: the life of every theme, dropped ones last; for the public without days and names."""
    heading = Heading("Appendix D. Theme history", 1, fresh_page=True)
    if not facts.history:
        return [Orientation(landscape=False), heading, text("No theme has been developed yet.")]
    living = [theme.name for theme in facts.themes]
    gone = [line.theme for line in facts.history if line.theme not in living]
    rows: list[Row] = []
    for name in dict.fromkeys([*living, *gone]):
        rows.append(Row((name if name in living else f"{name} (dropped)",), "band"))
        rows += [
            Row(
                (
                    EVENTS.get(line.event, line.event),
                    line.detail,
                    line.reason,
                    "" if public else cell_date(line.at),
                    "" if public else line.by,
                )
            )
            for line in facts.history
            if line.theme == name
        ]
    columns = (
        Column("What", 2),
        Column("Detail", 4.5),
        Column("Reason", 3),
        Column("Date", 1.8),
        Column("By", 1),
    )
    table = without_empty(Table("history", "The life of the themes", columns, tuple(rows), series="D"))
    return [Orientation(landscape=True), heading, table]


def _claims_table(facts: Facts, *, public: bool) -> list[Block]:
    if not facts.claims:
        return []
    rows = []
    for claim in facts.claims:
        where = () if public else ("; ".join(one.address for one in claim.support),)
        numbers = ", ".join(f"q{number}" for number in claim.quotes)
        against = str(len(claim.contrary) or "")
        number = f"c{claim.number}"
        rows.append(Row((number, claim.text, claim.citation, numbers, *where, against), about=number))
    places = () if public else (Column("Passages", 3),)
    columns = (
        Column("Claim", 0.8),
        Column("Sentence", 4),
        Column("Participants", 2),
        Column("Quotes", 1),
        *places,
        Column("Contrary", 1, "center"),
    )
    return [Table("claims_index", "Claims and what they rest on", columns, tuple(rows), series="J")]


def evidence_appendix(facts: Facts, *, public: bool) -> list[Block]:
    """Appendix J: where every quote stands, and what was done to it."""
    heading = Heading("Appendix J. Evidence index", 1, fresh_page=True)
    lying = Orientation(landscape=bool(facts.claims))
    indexed = _claims_table(facts, public=public)
    if not facts.quotes:
        return [lying, heading, *indexed] if indexed else []
    rows: list[Row] = []
    for theme in facts.themes:
        chosen = [quote for quote in facts.quotes if quote.theme == theme.name]
        rows += [Row((theme.name,), "band")] if chosen else []
        rows += [_quote_row(quote, public=public) for quote in chosen]
    places = () if public else (Column("Address", 2),)
    columns = (
        Column("Quote", 1),
        Column("Participant", 1.5),
        *places,
        Column("Form", 1),
        Column("Words in print", 1.2, "center"),
        Column("Edits", 1.4),
    )
    table = Table("quotes_index", "Quotes and their places", columns, tuple(rows), series="J")
    return [lying, heading, *indexed, table, *_originals(facts)]


def _originals(facts: Facts) -> list[Table]:
    """What was said in another language, beside who translated it."""
    rows = tuple(
        Row((f"q{quote.number}", quote.speaker, edit.words, edit.made_by))
        for quote in facts.quotes
        for edit in quote.edits
        if edit.kind == "translate"
    )
    columns = (
        Column("Quote", 1),
        Column("Participant", 1.5),
        Column("As it was said", 6),
        Column("Translated by", 1.5),
    )
    made = Table("originals", "Originals of translated quotes", columns, rows, series="J")
    return [made] if rows else []


def _quote_row(quote: Quote, *, public: bool) -> Row:
    number = f"q{quote.number}"
    where = () if public else (quote.address,)
    edits = plural(len(quote.edits), "edit") if quote.edits else "verbatim"
    return Row((number, quote.speaker, *where, quote.form, str(quote.words), edits), about=number)


def _code_lines(project: Project, live: Sequence[Code], counted: Evidence) -> dict[str, Line]:
    lines: dict[str, Line] = {}
    for code in live:
        passages = counted.passages.get(code.id, ())
        numbers = (count(len(passages)), f"{len(people(passages))} of {len(counted.base)}")
        lines[code.id] = (
            code.name,
            code.definition,
            code.full_definition,
            code.use_when,
            code.not_when,
            _example(project, code.example),
            code.kind,
            *numbers,
        )
    return lines


def _example(project: Project, example: str) -> str:
    """An example given as an address becomes the words there, with their speaker; other text stays."""
    try:
        place = addresses.resolve(project, example)
    except QualcodeError:
        return example
    speaker = place.transcript.participant
    if speaker is None or not may_quote(project, speaker):
        return ""
    words = library.text(project, place.transcript.id)[place.start_char : place.end_char]
    return f"“{' '.join(words.split())}” ({speaker})"


def _by_category(live: Sequence[Code]) -> list[tuple[str, list[Code]]]:
    """Codes under their top-level code; those that stand alone come first, without a band."""
    by_id = {code.id: code for code in live}
    groups: dict[str, list[Code]] = {}
    for code in live:
        top = code
        while top.parent_id is not None and top.parent_id in by_id:
            top = by_id[top.parent_id]
        groups.setdefault(top.name, []).append(code)
    alone = [members[0] for members in groups.values() if len(members) == 1]
    families = [(name, members) for name, members in groups.items() if len(members) > 1]
    return [*([("", alone)] if alone else []), *families]


def _used(row: dict[str, Any]) -> int:
    return int(row["both"]) + max(row["only"].values(), default=0)


def _lowest_first(row: dict[str, Any]) -> tuple[bool, float, str]:
    alpha = row["krippendorff_alpha"]
    return alpha is None, alpha or 0.0, row["code"].casefold()


def _with_note(row: dict[str, Any], passes: Sequence[str]) -> Row:
    return Row((*agreement_row(row, passes).cells, row.get("note") or ""))


def _named(choice: str, sources: Sequence[str]) -> str:
    at = {"a": 0, "b": 1}.get(choice)
    return f"{sources[at]}’s reading" if at is not None and at < len(sources) else WORDS[choice]


def _reasons(agreed: Reconciliation) -> list[Block]:
    if not agreed.reasons:
        return []
    rows = [
        Row((kind, code, capital(_named(decision, agreed.sources)), reason))
        for kind, code, decision, reason in agreed.reasons[:EXAMPLES]
    ]
    columns = (Column("Disagreement", 1.2), Column("Code", 2), Column("Decision", 1.6), Column("Reason", 4))
    caption = f"The first {plural(len(rows), 'decision')} with a reason"
    return [Table("reasons", caption, columns, tuple(rows), series="C")]

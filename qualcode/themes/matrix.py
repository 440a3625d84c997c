"""Who is in which theme: themes by participants, or by the values of an attribute.

Cells count codings; totals count people, the primary count. Absence of a code is never absence of a view.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Final, Literal

from qualcode.codes import codebook
from qualcode.errors import QualcodeError
from qualcode.names import did_you_mean, natural_key
from qualcode.themes import themes as store
from qualcode.themes import views
from qualcode.themes.evidence import Evidence, Passage, evidence, people
from qualcode.transcripts import participants

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.store.project import Project

RowKind = Literal["themes", "sub-themes", "codes"]

NOT_STATED = "not stated"
"""The column of participants for whom the attribute is unknown."""

BETWEEN: Final = " / "
"""Between the values of attributes that are crossed, as in `community / woman`."""


class AttributeNotFound(QualcodeError):
    """No active participant has such an attribute."""


READING_NOTE: Final = (
    "Counts show participants with at least one coded segment. Interviews were semi-structured, so absence of"
    " a code does not mean a participant disagreed or was unaffected."
)
"""Printed with every table of counts: not coded is not "does not hold the view"."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of counts.

    `cells[i][j]`: codings of row i by the people of column j. `people[i][j]`: how many of them have at least
    one. `row_totals[i]`: participants of row i (n of `base`). `column_totals[j]`: rows with at least one
    coding in column j ("themes per participant"). `column_bases[j]`: people in column j. `base`: N.
    """

    by: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    people: tuple[tuple[int, ...], ...]
    row_totals: tuple[int, ...]
    column_totals: tuple[int, ...]
    column_bases: tuple[int, ...]
    base: int

    def as_dict(self) -> dict[str, Any]:
        """The contract's JSON object."""
        told = asdict(self)
        for key in ("rows", "columns", "row_totals", "column_totals", "column_bases"):
            told[key] = list(told[key])
        for key in ("cells", "people"):
            told[key] = [list(row) for row in told[key]]
        return told


def matrix(
    project: Project,
    by: str = "participant",
    rows: RowKind = "themes",
    counted: Evidence | None = None,
) -> Matrix:
    """Count rows against participants ("participant") or against the values of an attribute.

    A theme's row includes its sub-themes; `rows="sub-themes"` lists them below it as rows of their own,
    `rows="codes"` lists every live code. Columns are in natural order. Attributes are crossed where `by`
    names several, divided by commas; who gave several answers, divided by semicolons, is in several columns.

    Raises:
        AttributeNotFound: nobody has it; the hint offers near misses.
    """
    known = counted or evidence(project)
    columns = _columns(project, by, known.base)
    return tabulate(by, _rows(project, rows, known), columns, len(known.base))


def tabulate(
    by: str, rows: Mapping[str, Sequence[Passage]], columns: Mapping[str, Sequence[str]], base: int
) -> Matrix:
    """Count passages by row and by the people of each column."""
    cells, numbers = [], []
    for passages in rows.values():
        count: dict[str, int] = {}
        for passage in passages:
            if passage.participant is not None:
                count[passage.participant] = count.get(passage.participant, 0) + 1
        cells.append(tuple(sum(count.get(who, 0) for who in members) for members in columns.values()))
        numbers.append(tuple(sum(who in count for who in members) for members in columns.values()))
    return Matrix(
        by=by,
        rows=tuple(rows),
        columns=tuple(columns),
        cells=tuple(cells),
        people=tuple(numbers),
        row_totals=tuple(len(people(passages)) for passages in rows.values()),
        column_totals=tuple(sum(row[at] > 0 for row in cells) for at in range(len(columns))),
        column_bases=tuple(len(members) for members in columns.values()),
        base=base,
    )


def attribute_names(project: Project) -> list[str]:
    """Attributes that any active participant has, in the order they came."""
    known = [name for one in participants.participants(project) for name in one.attributes]
    return list(dict.fromkeys(known))


def _rows(project: Project, kind: RowKind, counted: Evidence) -> dict[str, Sequence[Passage]]:
    if kind == "codes":
        return {code.name: counted.of([code.id]) for code in codebook.codes(project)}
    family = store.all_themes(project)
    return {
        theme.name: views.passages_of(theme, family, counted)
        for theme in family
        if theme.parent_id is None or kind == "sub-themes"
    }


def _columns(project: Project, by: str, base: Sequence[str]) -> dict[str, Sequence[str]]:
    if by == "participant":
        return {name: (name,) for name in base}
    crossed = _attributes(project, by)
    members: dict[tuple[str, ...], list[str]] = {}
    for one in participants.participants(project):
        if one.name in base:
            for answers in product(*(_answers(one.attributes.get(name, "")) for name in crossed)):
                members.setdefault(answers, []).append(one.name)
    ordered = sorted(members, key=lambda answers: [(one == NOT_STATED, natural_key(one)) for one in answers])
    return {BETWEEN.join(answers): members[answers] for answers in ordered}


def _attributes(project: Project, by: str) -> list[str]:
    """One attribute, or several to be crossed: `setting,gender`."""
    known = {name.casefold(): name for name in attribute_names(project)}
    found = []
    for wanted in [by] if by.casefold() in known else [part.strip() for part in by.split(",")]:
        if wanted.casefold() not in known:
            hint = did_you_mean(
                wanted, known.values(), "Set one with `qualcode participants set P1 NAME=VALUE`."
            )
            raise AttributeNotFound(f"No participant has an attribute {wanted!r}.", hint)
        found.append(known[wanted.casefold()])
    return found


def _answers(value: str) -> list[str]:
    """What a participant answered; a question with several answers has them divided by semicolons."""
    return list(dict.fromkeys(part.strip() for part in value.split(";") if part.strip())) or [NOT_STATED]

"""Memos: dated entries about anything, of four kinds. A memo is never edited, only followed by another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from qualcode.errors import QualcodeError, UsageError
from qualcode.names import did_you_mean, quoted, tidy
from qualcode.passes import margin
from qualcode.passes.cited import CITED, cited
from qualcode.passes.cited import of_row as of_cited
from qualcode.store.actions import action
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.model import Place
    from qualcode.store.project import Project, Row

MemoKind = Literal["reflexive", "analytic", "methodological", "familiarization"]

KINDS: Final[tuple[MemoKind, ...]] = get_args(MemoKind)
"""One's own part in it; the data; how the work is done; first impressions."""

_NAMED: Final = {"transcript": "transcripts", "code": "codes", "pass": "passes", "theme": "themes"}
"""What a memo can be about by name; the word is what stands before the colon in `code:trust`."""

_WHAT: Final = (
    "Name a transcript, code, pass, theme or participant, Q1, c2 or q3, or a coding's address like P5:42."
)

_SELECT: Final = """
    SELECT * FROM (
        SELECT m.*, row_number() OVER (ORDER BY m.rowid) AS number, r.name AS coder
        FROM memos m JOIN coders r ON r.id = m.coder_id)
    WHERE deleted_at IS NULL"""


class MemoNotFound(QualcodeError):
    """No memo of that number."""


class NothingToRemark(QualcodeError):
    """What a memo should be about cannot be found, or several things are called that."""


class BadMemo(UsageError):
    """The memo is empty, or of an unknown kind."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a memo is about: a row of the project, and what people call it."""

    what: str
    table: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Memo:
    """One entry. `number` counts from 1 in the order of writing and never changes."""

    id: str
    number: int
    kind: MemoKind
    coder: str
    at: str
    text: str
    about: Subject | None
    follows: int | None
    followed_by: int | None


def add(
    project: Project,
    text: str,
    about: Subject | None = None,
    kind: str = "analytic",
    follows: int | None = None,
) -> Memo:
    """Write a memo; one that follows another is about the same thing unless told.

    Raises:
        BadMemo: no words, or an unknown kind.
        MemoNotFound: the one it follows.
    """
    if not text.strip():
        raise BadMemo("The memo is empty.", 'Write it in quotes: qualcode memos add "..."')
    if kind not in KINDS:
        raise BadMemo(f"{kind!r} is not a kind of memo.", f"Choose one of: {', '.join(KINDS)}.")
    earlier = show(project, follows) if follows is not None else None
    about = about or (earlier.about if earlier else None)
    with action(project, "memos add") as adding:
        memo_id = adding.add(
            "memos",
            about_table=about.table if about else None,
            about_id=about.id if about else None,
            kind=kind,
            replaces_id=earlier.id if earlier else None,
            coder_id=adding.coder_id,
            body=text,
            created_at=project.now(),
        )
    return next(one for one in _all(project) if one.id == memo_id)


def memos(
    project: Project,
    about: Sequence[Subject] | None = None,
    kind: str | None = None,
    find: str | None = None,
) -> list[Memo]:
    """Memos in the order of writing, all of them or those about given things, of a kind, holding given words.

    While a coder's pass is open, memos on the codings of other passes are left out, as their codings are.
    """
    ids = None if about is None else {one.id for one in about}
    return [
        one
        for one in _all(project)
        if (ids is None or (one.about is not None and one.about.id in ids))
        and kind in {None, one.kind}
        and (find or "").casefold() in one.text.casefold()
    ]


def show(project: Project, number: int) -> Memo:
    """The memo of a number.

    Raises:
        MemoNotFound: none, or one that is not shown now.
    """
    found = next((one for one in _all(project) if one.number == number), None)
    if found is None:
        raise MemoNotFound(f"There is no memo {number}.", "See `qualcode memos list`.")
    return found


def subject(project: Project, what: str, code: str | None = None, pass_name: str | None = None) -> Subject:
    """What is meant by a name, `code:NAME`, Q1, c2, q3, or a coding's address (with its code if several).

    A participant is meant where nothing else has that name; else `participant:P7`.

    Raises:
        NothingToRemark: nothing is called that, or several things are.
        BadAddress, OutsideTranscript, TranscriptNotFound: an address that cannot be followed.
    """
    word, _, rest = what.partition(":")
    asked = word.strip().casefold()
    sort = asked if rest and not library.find_or_none(project, word) else ""
    if sort in _NAMED:
        found = _by_name(project, rest, [sort])
    elif sort in CITED:
        found = [Subject(*one) for one in cited(project, rest, sort)]
    else:
        found = _by_name(project, what, list(_NAMED)) or [Subject(*one) for one in cited(project, what)]
    if len(found) > 1:
        ways = " or ".join(quoted(f"{one.what}:{one.name}") for one in found)
        raise NothingToRemark(f"Several things are called {what!r}.", f"Write {ways}.")
    if found:
        return found[0]
    if _is_address(what) and sort not in {*_NAMED, *CITED}:
        return _coding(project, addresses.resolve(project, what), what, code, pass_name)
    known = [row["name"] for row in _live_names(project)]
    hint = did_you_mean(what, known, _WHAT)
    raise NothingToRemark(f"Nothing is called {what!r}.", hint)


def of_row(project: Project, table: str, row_id: str) -> Subject | None:
    """The subject that a row is; None where it is gone."""
    if table == "codings":
        return _coding_subject(project, row_id)
    what = next((word for word, name in _NAMED.items() if name == table), None)
    if what is None:
        known = of_cited(project, table, row_id)
        return None if known is None else Subject(*known)
    row = project.row(f"SELECT name FROM {table} WHERE id = ?", (row_id,))
    return None if row is None else Subject(what, table, row_id, row["name"])


def _by_name(project: Project, name: str, whats: list[str]) -> list[Subject]:
    found = []
    for what in whats:
        row = project.row(
            f"SELECT id, name FROM {_NAMED[what]} WHERE deleted_at IS NULL AND name = ? COLLATE NOCASE",
            (tidy(name),),
        )
        if row is not None:
            found.append(Subject(what, _NAMED[what], row["id"], row["name"]))
    return found


def _live_names(project: Project) -> list[Row]:
    tables = " UNION ALL ".join(f"SELECT name FROM {one} WHERE deleted_at IS NULL" for one in _NAMED.values())
    return project.rows(tables)


def _is_address(what: str) -> bool:
    return what[-1:].isdecimal() and (":" in what or "@" in what)


def _coding(project: Project, place: Place, what: str, code: str | None, pass_name: str | None) -> Subject:
    rows = project.rows(
        "SELECT k.id, c.name AS code, p.name AS pass FROM codings k JOIN passes p ON p.id = k.pass_id"
        " JOIN code_now n ON n.code_id = k.code_id JOIN codes c ON c.id = n.now_id"
        " WHERE k.deleted_at IS NULL AND p.deleted_at IS NULL AND c.deleted_at IS NULL"
        " AND k.transcript_id = ? AND k.start_char = ? AND k.end_char = ? ORDER BY p.rowid, c.name",
        (place.transcript.id, place.start_char, place.end_char),
    )
    own = margin.own_open_pass(project)
    wanted = pass_name or (own.name if own else None)
    standing = [row for row in rows if wanted is None or row["pass"].casefold() == wanted.casefold()]
    named = [row for row in standing if code is None or row["code"].casefold() == code.casefold()]
    if len(named) == 1:
        return Subject("coding", "codings", named[0]["id"], f"{what} {named[0]['code']}")
    if not standing:
        raise NothingToRemark(f"No coding stands exactly at {what}.", "See `qualcode codings list`.")
    names = ", ".join(f"{row['code']} ({row['pass']})" for row in standing)
    raise NothingToRemark(f"At {what} stand: {names}.", "Say which one with --code, or with --pass.")


def _coding_subject(project: Project, coding_id: str) -> Subject | None:
    row = project.row(
        "SELECT t.name AS transcript, t.id AS transcript_id, c.name AS code, k.start_char, k.end_char"
        " FROM codings k JOIN transcripts t ON t.id = k.transcript_id"
        " JOIN code_now n ON n.code_id = k.code_id JOIN codes c ON c.id = n.now_id WHERE k.id = ?",
        (coding_id,),
    )
    if row is None:
        return None
    units = library.units(project, row["transcript_id"])
    where = addresses.address(row["transcript"], row["start_char"], row["end_char"], units)
    return Subject("coding", "codings", coding_id, f"{where} {row['code']}")


def _all(project: Project) -> list[Memo]:
    rows = project.rows(f"{_SELECT} ORDER BY number")
    numbers = {row["id"]: int(row["number"]) for row in rows}
    followed = {row["replaces_id"]: int(row["number"]) for row in rows if row["replaces_id"]}
    hidden = _hidden(project)
    return [
        Memo(
            row["id"],
            int(row["number"]),
            row["kind"],
            row["coder"],
            row["created_at"],
            row["body"],
            of_row(project, row["about_table"], row["about_id"]) if row["about_table"] else None,
            numbers.get(row["replaces_id"]),
            followed.get(row["id"]),
        )
        for row in rows
        if not hidden(row)
    ]


def _hidden(project: Project) -> Callable[[Row], bool]:
    own = margin.own_open_pass(project)
    if own is None:
        return lambda _: False
    others = {row["id"] for row in project.rows("SELECT id FROM codings WHERE pass_id <> ?", (own.id,))}
    return lambda row: row["about_table"] == "codings" and row["about_id"] in others

"""The codebook: add, edit, merge, retire, restore and find codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

from qualcode.errors import QualcodeError, UsageError
from qualcode.model import Code
from qualcode.names import did_you_mean, fault, natural_key, quoted, tidy
from qualcode.store.actions import action, last_retired

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.store.actions import Action
    from qualcode.store.project import Project, Row

CodeKind = Literal["", "in-vivo", "descriptive", "process", "values", "structural", "pattern"]

TEXT_FIELDS: Final = (
    "definition",
    "full_definition",
    "use_when",
    "not_when",
    "example",
    "kind",
    "color",
)
"""What a code may say about itself beside its name and parent; the six codebook fields and two marks."""


class CodeNotFound(QualcodeError):
    """No live code of that name."""


class CodeNameTaken(QualcodeError):
    """Two live codes cannot share a name."""


class BadCode(UsageError):
    """The code cannot be as it was described."""


def codes(project: Project) -> list[Code]:
    """All live codes in natural order of their full path."""
    rows = project.rows("SELECT * FROM codes WHERE deleted_at IS NULL AND merged_into_id IS NULL")
    found = [_code(row) for row in rows]
    by_id = {code.id: code for code in found}
    return sorted(found, key=lambda code: [natural_key(name) for name in branch(code, by_id)])


def branch(code: Code, by_id: Mapping[str, Code]) -> list[str]:
    """Names from the top of the tree down to a code; a retired parent is left out."""
    names = [code.name]
    while code.parent_id is not None and code.parent_id in by_id:
        code = by_id[code.parent_id]
        names.append(code.name)
    return names[::-1]


def path(code: Code, by_id: Mapping[str, Code]) -> str:
    """A code with its ancestors, `Credibility/doubted at first`; a retired parent is left out."""
    return "/".join(branch(code, by_id))


def find_or_none(project: Project, name: str) -> Code | None:
    """The live code of that name, exact or in other case; a merged code's name leads to its survivor."""
    row = project.row(
        "SELECT c.* FROM codes named JOIN code_now n ON n.code_id = named.id JOIN codes c ON c.id = n.now_id"
        " WHERE named.deleted_at IS NULL AND c.deleted_at IS NULL AND named.name = ? COLLATE NOCASE",
        (tidy(name),),
    )
    return None if row is None else _code(row)


def ids_by_name(project: Project) -> dict[str, str]:
    """Id of the live code for every name that leads to one: as it is written, and case-folded."""
    rows = project.rows(
        "SELECT named.name, n.now_id FROM codes named JOIN code_now n ON n.code_id = named.id"
        " JOIN codes c ON c.id = n.now_id WHERE named.deleted_at IS NULL AND c.deleted_at IS NULL"
    )
    return {row[0].casefold(): row[1] for row in rows} | {row[0]: row[1] for row in rows}


def find(project: Project, name: str, *, option: str = "") -> Code:
    """The live code of that name; `option` would make it where it is looked for.

    Raises:
        CodeNotFound: none; the hint offers near misses, and the option.
    """
    found = find_or_none(project, name)
    if found is None:
        make = f"Make it with {option}" if option else f"Make it with `qualcode codes add {quoted(name)}`"
        near = did_you_mean(name, [code.name for code in codes(project)], "")
        hint = f"{near} Or make a new one with {option}." if near and option else near
        raise CodeNotFound(
            f"There is no code called {name!r}.", hint or f"{make}, or see `qualcode codes list`."
        )
    return found


def split_names(project: Project, listed: str) -> list[str]:
    """Names from a list like `A,B,C`; a code whose own name holds a comma stays whole.

    The longest known name wins from the left, so that `a, b` is one code where there is one called that.
    """
    known = {code.name.casefold() for code in codes(project)}
    parts = [part.strip() for part in listed.split(",")]
    found: list[str] = []
    while parts:
        lengths = range(len(parts), 0, -1)
        taken = next((n for n in lengths if ", ".join(parts[:n]).casefold() in known), 1)
        found.append(", ".join(parts[:taken]))
        parts = parts[taken:]
    return [name for name in found if name]


def add(project: Project, name: str, parent: str | None = None, **fields: str) -> str:
    """Add a code; returns its id. `fields` are any of `TEXT_FIELDS`.

    Raises:
        CodeNameTaken, CodeNotFound (the parent), BadCode: as their names say.
    """
    with action(project, "codes add") as adding:
        return add_to(adding, name, parent, fields)


def add_to(opened: Action, name: str, parent: str | None, fields: Mapping[str, str]) -> str:
    """As `add`, inside an action that is open already."""
    project, name = opened.project, tidy(name)
    _check_fields(name, fields)
    if find_or_none(project, name) is not None:
        raise CodeNameTaken(
            f"There is a code called {name!r} already.", f"See `qualcode codes show {quoted(name)}`."
        )
    parent_id = find(project, parent).id if parent else None
    return opened.add("codes", name=name, parent_id=parent_id, created_at=project.now(), **fields)


def edit(project: Project, name: str, fields: Mapping[str, str]) -> None:
    """Change what a code says about itself.

    Raises:
        CodeNotFound, BadCode: as their names say.
    """
    with action(project, "codes edit") as editing:
        edit_in(editing, name, fields)


def edit_in(opened: Action, name: str, fields: Mapping[str, str]) -> None:
    """As `edit`, inside an action that is open already."""
    code = find(opened.project, name)
    _check_fields(code.name, fields)
    opened.change("codes", code.id, **fields)


def rename(project: Project, old: str, new: str) -> None:
    """Give a code another name; its codings follow, being tied to the code and not to its name.

    Raises:
        CodeNotFound, CodeNameTaken, BadCode: as their names say.
    """
    with action(project, "codes rename") as renaming:
        code, new = find(project, old), tidy(new)
        _check_fields(new, {})
        other = find_or_none(project, new)
        if other is not None and other.id != code.id:
            raise CodeNameTaken(
                f"There is a code called {new!r} already.", "To join two codes use `codes merge`."
            )
        renaming.change("codes", code.id, name=new)


def move(project: Project, name: str, parent: str | None) -> None:
    """Put a code under another, or at the top.

    Raises:
        CodeNotFound: either of them.
        BadCode: a code would become its own ancestor.
    """
    with action(project, "codes move") as moving:
        move_in(moving, name, parent)


def move_in(opened: Action, name: str, parent: str | None) -> None:
    """As `move`, inside an action that is open already."""
    project = opened.project
    code = find(project, name)
    new_parent = find(project, parent) if parent else None
    if new_parent is not None and code.id in _line_up(project, new_parent.id):
        raise BadCode(f"{name!r} cannot stand under itself.", "Choose a parent outside its own branch.")
    opened.change("codes", code.id, parent_id=new_parent.id if new_parent else None)


def _line_up(project: Project, code_id: str) -> list[str]:
    """Ids of a code and all above it, retired ones too: they may come back."""
    parents = dict(map(tuple, project.rows("SELECT id, parent_id FROM codes")))
    line: list[str] = []
    above: str | None = code_id
    while above is not None:
        line.append(above)
        above = parents[above]
    return line


def merge(project: Project, names: Sequence[str], into: str) -> Code:
    """Make codes one: their codings count under `into` from now on, and none of them is rewritten.

    Children of a merged code stand under the survivor, which takes the place of one it stood under; a merged
    code's name leads to the survivor.

    Raises:
        CodeNotFound: one of them.
        BadCode: a code into itself.
    """
    with action(project, "codes merge") as merging:
        survivor = find(project, into)
        for code in [find(project, name) for name in names]:
            if code.id == survivor.id:
                raise BadCode(
                    f"{code.name!r} cannot be merged into itself.", "Name another code with --into."
                )
            if code.id in _line_up(project, survivor.id):
                merging.change("codes", survivor.id, parent_id=code.parent_id)
            children = project.rows("SELECT id FROM codes WHERE parent_id = ?", (code.id,))
            for child in children:
                merging.change("codes", child["id"], parent_id=survivor.id)
            merging.change("codes", code.id, merged_into_id=survivor.id)
    return find(project, into)


def retire(project: Project, name: str) -> None:
    """Hide a code and with it its codings from listings; nothing is deleted.

    Raises:
        CodeNotFound: no such code.
    """
    with action(project, "codes retire") as retiring:
        retiring.retire("codes", [find(project, name).id])


def restore(project: Project, name: str) -> None:
    """Bring back the code of that name that was retired last.

    Raises:
        CodeNotFound: none of that name is retired.
        CodeNameTaken: a live code has the name now.
    """
    with action(project, "codes restore") as restoring:
        code_id = last_retired(project, "codes", tidy(name))
        if code_id is None:
            raise CodeNotFound(f"No retired code is called {name!r}.", "See `qualcode log`.")
        if find_or_none(project, name) is not None:
            raise CodeNameTaken(f"There is a code called {name!r} already.", "Rename that one first.")
        restoring.change("codes", code_id, deleted_at=None)


def _check_fields(name: str, fields: Mapping[str, str]) -> None:
    if wrong := fault(name):
        raise BadCode(
            f"The name of the code {wrong}.", 'Write one line in quotes: qualcode codes add "name".'
        )
    unknown = set(fields) - set(TEXT_FIELDS)
    if unknown:
        raise BadCode(f"A code has no {min(unknown)}.", f"It has: {', '.join(TEXT_FIELDS)}.")
    if fields.get("kind", "") not in get_args(CodeKind):
        kinds = ", ".join(kind for kind in get_args(CodeKind) if kind)
        raise BadCode(f"{fields['kind']!r} is not a kind of code.", f"Choose one of: {kinds}.")


def _code(row: Row) -> Code:
    return Code(row["id"], row["name"], row["parent_id"], **{field: row[field] for field in TEXT_FIELDS})

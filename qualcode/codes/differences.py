"""What became of a codebook between two days: codes added, retired, merged, renamed, moved, reworded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.codes import freezes
from qualcode.codes.codebook import TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.codes.freezes import Snapshot
    from qualcode.store.project import Project

Book = dict[str, "Snapshot"]


@dataclass(frozen=True, slots=True)
class Changed:
    """A code that reads differently; `what` is name, parent, or one of `TEXT_FIELDS`."""

    code: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A code that counts under another one now."""

    code: str
    into: str


@dataclass(frozen=True, slots=True)
class Differences:
    """How a codebook differs from an earlier one; codes are called by their later names."""

    before: int
    after: int
    added: tuple[str, ...]
    retired: tuple[str, ...]
    merged: tuple[Merged, ...]
    changed: tuple[Changed, ...]


def differences(project: Project, label: str, other: str | None = None) -> Differences:
    """How the codebook changed from the one frozen as `label` to the one frozen as `other`, or to now.

    Raises:
        FreezeNotFound: either of them.
    """
    old = _by_id(freezes.frozen(project, label))
    new = _by_id(freezes.frozen(project, other) if other is not None else freezes.as_it_stands(project))
    gone = [code_id for code_id in old if code_id not in new]
    merges = {code_id: into for code_id in gone if (into := _survivor(project, code_id, new)) is not None}
    return Differences(
        before=len(old),
        after=len(new),
        added=tuple(_name(new, code_id) for code_id in new if code_id not in old),
        retired=tuple(_name(old, code_id) for code_id in gone if code_id not in merges),
        merged=tuple(Merged(_name(old, code_id), into) for code_id, into in merges.items()),
        changed=tuple(one for code_id in new if code_id in old for one in _changes(code_id, old, new)),
    )


def _by_id(codes: list[Snapshot]) -> Book:
    return {str(code["id"]): code for code in codes}


def _name(book: Mapping[str, Snapshot], code_id: str | None) -> str:
    """A code's name; "" for none and for a parent that is not in the codebook."""
    return str(book[code_id]["name"]) if code_id is not None and code_id in book else ""


def _survivor(project: Project, code_id: str, new: Book) -> str | None:
    """The later name of the code that one was merged into; None when it was retired."""
    now = project.value(
        "SELECT n.now_id FROM code_now n WHERE n.code_id = ? AND n.now_id <> n.code_id", (code_id,)
    )
    return _name(new, now) or None


def _changes(code_id: str, old: Book, new: Book) -> list[Changed]:
    was, now = old[code_id], new[code_id]
    parents = _name(old, was["parent_id"]), _name(new, now["parent_id"])
    fields = [(what, was.get(what) or "", now.get(what) or "") for what in ("name", *TEXT_FIELDS)]
    moved = was["parent_id"] != now["parent_id"]
    fields.insert(1, ("parent", *(parents if moved else ("", ""))))
    return [Changed(str(now["name"]), what, a, b) for what, a, b in fields if a != b]

"""The codebook as it stood on a day: kept under a label, so that the number of codes can be defended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qualcode.codes.codebook import TEXT_FIELDS, BadCode
from qualcode.errors import QualcodeError
from qualcode.names import did_you_mean, fault, quoted, tidy
from qualcode.store.actions import action

if TYPE_CHECKING:
    from qualcode.store.project import Project


Snapshot = dict[str, str | None]
"""A code as it was: id, parent_id, name, and the fields of `TEXT_FIELDS`."""


class FreezeNotFound(QualcodeError):
    """No codebook was kept under that label."""


class FreezeLabelTaken(QualcodeError):
    """A frozen codebook keeps its label for good."""


def freeze(project: Project, label: str) -> int:
    """Keep the codebook as it stands under a label; returns the number of codes in it.

    Raises:
        FreezeLabelTaken: the label has been given.
        BadCode: it is not a label.
    """
    with action(project, "codes freeze") as freezing:
        if wrong := fault(label := tidy(label)):
            raise BadCode(f"The label {wrong}.", "For example: qualcode codes freeze pre-themes")
        if project.row(
            "SELECT 1 FROM freezes WHERE label = ? COLLATE NOCASE AND deleted_at IS NULL", (label,)
        ):
            raise FreezeLabelTaken(f"A codebook was frozen as {label!r} already.", "Choose another label.")
        kept = as_it_stands(project)
        codes = json.dumps(kept, ensure_ascii=False)
        freezing.add("freezes", label=label, codes=codes, created_at=project.now())
        return len(kept)


def as_it_stands(project: Project) -> list[Snapshot]:
    """Every live code with all it says about itself, in the order in which codes were made."""
    rows = project.rows(
        "SELECT * FROM codes WHERE deleted_at IS NULL AND merged_into_id IS NULL ORDER BY rowid"
    )
    return [{name: row[name] for name in ("id", "parent_id", "name", *TEXT_FIELDS)} for row in rows]


def frozen(project: Project, label: str) -> list[Snapshot]:
    """The codes kept under a label.

    Raises:
        FreezeNotFound: none was; the hint offers near misses.
    """
    rows = project.rows("SELECT label, codes FROM freezes WHERE deleted_at IS NULL ORDER BY rowid")
    by_label = {row["label"].casefold(): row["codes"] for row in rows}
    if tidy(label).casefold() not in by_label:
        otherwise = f"Freeze one with `qualcode codes freeze {quoted(label)}`."
        hint = did_you_mean(label, [row["label"] for row in rows], otherwise)
        raise FreezeNotFound(f"No codebook was frozen as {label!r}.", hint)
    kept: list[Snapshot] = json.loads(by_label[tidy(label).casefold()])
    return kept


def frozen_at(project: Project, label: str) -> str:
    """When the codebook was frozen under a label; "" if it never was."""
    sql = "SELECT created_at FROM freezes WHERE deleted_at IS NULL AND label = ? COLLATE NOCASE"
    return str(project.value(sql, (tidy(label),)) or "")


def latest_freeze(project: Project) -> tuple[str, str, int] | None:
    """Label, date and number of codes of the codebook frozen last; None if none ever was."""
    row = project.row(
        "SELECT label, created_at, json_array_length(codes) AS n FROM freezes"
        " WHERE deleted_at IS NULL ORDER BY created_at DESC LIMIT 1"
    )
    return None if row is None else (row["label"], row["created_at"], row["n"])

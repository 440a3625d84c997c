"""What the study is, and ids and times made for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.store.ids import new_ids, now
from qualcode.store.project import open_project
from qualcode.store.study import create_study, study

if TYPE_CHECKING:
    from pathlib import Path


def test_study_is_what_was_said_at_init(tmp_path: Path) -> None:
    create_study(tmp_path / "s.qualcode", title="Näher dran", questions=["Why?", "How?"], coder="CS")
    with open_project(tmp_path / "s.qualcode") as project:
        told = study(project)
    assert (told.title, told.approach, told.coder) == ("Näher dran", "codebook", "CS")
    assert [(q.label, q.wording) for q in told.questions] == [("Q1", "Why?"), ("Q2", "How?")]


def test_ids_are_uuids_of_version_seven_and_never_the_same() -> None:
    ids = new_ids(10_000)
    assert len(set(ids)) == 10_000
    assert all(
        re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}", one) for one in ids
    )


def test_times_sort_as_they_pass() -> None:
    moments = [now() for _ in range(100)]
    assert moments == sorted(moments)
    assert moments[0].endswith("+00:00")

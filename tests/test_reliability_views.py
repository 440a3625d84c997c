"""A comparison transcript by transcript, and every pass against every other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conftest import bring_in
from two_passes import code_pass, interview_of

from qualcode.reliability.compare import compare
from qualcode.reliability.views import by_transcript, pairwise

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


def test_transcripts_add_up_to_the_whole(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(10)
    bring_in(project, tmp_path, P1=text, P2=text.replace("step", "move"), P3=text.replace("step", "turn"))
    a = [("P1", "x", places[0]), ("P1", "x", places[1]), ("P2", "y", places[0])]
    b = [("P1", "x", places[0]), ("P2", "y", places[3]), ("P2", "x", places[4])]
    code_pass(project, "A", a)
    code_pass(project, "B", b, coder="JD", blind_to=["A"])
    rows = by_transcript(compare(project, ["A", "B"]))
    assert [(row.transcript, row.units, row.codes, row.counts) for row in rows] == [
        ("P1", 10, 1, (1, 1, 0, 8)),
        ("P2", 10, 2, (0, 1, 2, 17)),
        ("P3", 10, 0, (0, 0, 0, 0)),
    ]
    assert rows[0].positive_agreement == 2 / 3
    assert rows[2].as_dict(["A", "B"])["krippendorff_alpha"] is None


def test_a_review_pass_has_counts_per_transcript_and_nothing_else(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(4)
    bring_in(project, tmp_path, P1=text)
    code_pass(project, "A", [("P1", "x", places[0])])
    code_pass(project, "B", [("P1", "x", places[0])], saw=["A"])
    (row,) = by_transcript(compare(project, ["A", "B"]))
    assert row.counts == (1, 0, 0, 3)
    assert (row.positive_agreement, row.jaccard, row.pooled_kappa) == (None, None, None)


def test_the_matrix_is_symmetric_with_an_empty_diagonal(project: Project, tmp_path: Path) -> None:
    text, places = interview_of(10)
    bring_in(project, tmp_path, P1=text)
    for name, blind, used in (("A", [], 3), ("B", ["A"], 4), ("C", ["A", "B"], 6)):
        code_pass(project, name, [("P1", "x", place) for place in places[:used]], coder=name, blind_to=blind)
    found = pairwise(project, ["A", "B", "C"])
    square = found.values("pooled_kappa")
    assert [square[i][i] for i in range(3)] == [None, None, None]
    assert square == [list(column) for column in zip(*square, strict=True)]
    assert square[0][1] == compare(project, ["A", "B"]).overall["pooled_kappa"]
    label = {"passes": ["A", "B"], "label": "intercoder agreement", "units": 10}
    assert found.as_dict()["labels"][0] == label

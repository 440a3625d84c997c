"""Likeness of codes, counted by hand on three interviews."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from themes_study import code_quote, study

from qualcode.themes import likeness
from qualcode.themes.evidence import evidence
from qualcode.themes.material import Material, Reach, gather, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Three coded interviews."""
    with study(tmp_path) as opened:
        yield opened


def material(project: Project, reach: Reach) -> Material:
    return gather(project, evidence(project), reach)


def value(found: likeness.Floats, of: Material, a: str, b: str) -> float:
    names = [code.name for code in of.codes]
    return float(found[names.index(a), names.index(b)])


def test_codes_in_one_turn_stand_beside_each_other(project: Project) -> None:
    of = material(project, "turn")
    cosine = likeness.beside(of)
    # "low pay": turns of P1 and P2; "asked now": the same turn of P1; "no supervision": that of P2
    assert value(cosine, of, "low pay", "asked now") == pytest.approx(1 / math.sqrt(2))
    assert value(cosine, of, "low pay", "no supervision") == pytest.approx(1 / math.sqrt(2))
    assert value(cosine, of, "asked now", "no supervision") == 0
    jaccard = likeness.beside(of, "jaccard")
    assert value(jaccard, of, "low pay", "asked now") == pytest.approx(1 / 2)


def test_what_a_participant_said_is_left_out_with_the_participant(project: Project) -> None:
    of = material(project, "turn")
    first = likeness.beside(of, without=0)
    assert value(first, of, "low pay", "asked now") == 0
    assert value(first, of, "low pay", "no supervision") == 1


def test_unused_codes_and_interviewers_words_do_not_enter(project: Project) -> None:
    code_quote(project, "asked now", "P1", "Interviewer: And now?\n\nP1: Now they ask me.")
    of = material(project, "neighbours")
    assert "unused" not in {code.name for code in of.codes}
    assert "interviewer" not in of.terms


def test_neighbours_reach_two_units_to_either_side(project: Project) -> None:
    of = material(project, "neighbours")
    widths = of.windows[:, 1] - of.windows[:, 0] + 1
    assert widths.min() >= 3
    assert widths.max() <= 6


def test_words_that_all_codes_share_weigh_nothing() -> None:
    counts = csr_matrix(np.array([[2.0, 1, 0], [1, 1, 0], [1, 0, 1]]))
    weights = likeness.tfidf(counts).toarray()
    assert weights[:, 0] == pytest.approx([0, 0, 0])  # in every row
    assert weights[:, 1] == pytest.approx([1, 1, 0])  # the only word that tells two apart
    assert weights[:, 2] == pytest.approx([0, 0, 0])  # in one row: likens it to nothing


def test_company_likens_codes_that_never_meet_but_keep_the_same() -> None:
    alike = np.array([[1.0, 0.6, 0.0], [0.6, 1.0, 0.6], [0.0, 0.6, 1.0]])
    passed_on = likeness.company(alike, 1)
    assert passed_on[0, 2] == pytest.approx(0.36 / 1.36)
    assert np.allclose(np.diag(passed_on), 1)
    assert likeness.company(alike, 0) is alike


def test_words_are_read_without_numbers_and_with_either_apostrophe() -> None:
    assert words_of("She’ll say: 3 times, she'll!") == Counter({"she'll": 2, "say": 1, "times": 1})

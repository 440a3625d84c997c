"""When `examples` keeps silent: as surely as it can, but never more silent than a search for the names."""

from __future__ import annotations

import numpy as np

from qualcode.assist.thresholds import MOST, SILENT, chosen, threshold
from qualcode.model import Code

PHONES, FORMS = Code("p", "lost phones", None), Code("f", "paperwork", None)
P, NOTHING = frozenset("p"), frozenset[str]()


def test_at_most_three_codes_best_first() -> None:
    scores = np.array([[0.5, 0.9, 0.2, 0.7, 0.6], [0.1, 0.1, 0.1, 0.1, 0.1]])
    assert chosen(scores, 0.3) == [(0, 1), (0, 3), (0, 4)]
    assert len(chosen(scores, 0.0)) == 2 * MOST


def test_without_trials_the_threshold_is_in_the_middle() -> None:
    assert threshold([PHONES], [], []) == SILENT


def test_threshold_parts_right_from_wrong() -> None:
    scores = np.array([[0.8, 0.0], [0.7, 0.0], [0.4, 0.0], [0.3, 0.0]])
    said = ["It fell.", "It rang.", "It rained.", "We ate."]
    found = threshold([PHONES, FORMS], said, [(scores, (P, P, NOTHING, NOTHING))])
    assert 0.4 < found <= 0.7


FEW_SURE = np.array([[0.9, 0.0]] * 2 + [[0.5, 0.0]] * 8)
"""Two sentences it is sure of, eight it is not; half of those are right."""

GIVEN = (P, P, P, P, P, P, NOTHING, NOTHING, NOTHING, NOTHING)


def test_threshold_comes_down_where_a_search_for_the_names_finds_more() -> None:
    said = ["Phones."] * 3 + ["Nothing."] * 3 + ["Phones."] * 4
    sure = np.array([[0.9, 0.0]] * 1 + [[0.5, 0.0]] * 5 + [[0.5, 0.0]] * 3 + [[0.0, 0.0]])
    found = threshold([PHONES, FORMS], said, [(sure, GIVEN)])
    assert len(chosen(sure, found)) == 9


def test_threshold_stays_where_less_sure_ones_would_be_right_no_oftener_than_that_search() -> None:
    said = ["Phones."] * 6 + ["Nothing."] * 4
    scores = np.array([[0.9, 0.0]] * 4 + [[0.3, 0.0]] * 6)
    found = threshold([PHONES, FORMS], said, [(scores, GIVEN)])
    assert len(chosen(scores, found)) == 4


def test_codes_whose_names_say_nothing_leave_the_threshold_alone() -> None:
    found = threshold([Code("p", "the", None)], ["The."] * 10, [(FEW_SURE[:, :1], GIVEN)])
    assert found == threshold([Code("p", "zebra", None)], ["The."] * 10, [(FEW_SURE[:, :1], GIVEN)])

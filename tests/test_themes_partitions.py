"""Trees, cuts and their measures against referees and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score, silhouette_samples

from qualcode.themes import partitions

labellings = st.integers(2, 30).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(0, 4), min_size=n, max_size=n) for _ in range(2)])
)
matrices = st.tuples(st.integers(5, 25), st.integers(0, 10_000))


def likeness(size: int, seed: int) -> partitions.Floats:
    points = np.random.default_rng(seed).random((size, 4))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return points @ points.T


@given(labellings)
def test_adjusted_rand_index_agrees_with_scikit_learn(pair: tuple[list[int], list[int]]) -> None:
    a, b = (np.array(one) for one in pair)
    assert partitions.adjusted_rand(a, b) == pytest.approx(adjusted_rand_score(a, b), abs=1e-12)


@given(matrices)
def test_silhouettes_agree_with_scikit_learn(drawn: tuple[int, int]) -> None:
    apart = partitions.distances(likeness(*drawn))
    labels = partitions.cut(partitions.ward(apart), 3)
    expected = silhouette_samples(apart, labels, metric="precomputed")
    assert partitions.silhouettes(apart, labels) == pytest.approx(expected, abs=1e-9)


@given(matrices, st.integers(2, 5))
def test_a_cut_has_as_many_groups_as_asked_for(drawn: tuple[int, int], k: int) -> None:
    alike = likeness(*drawn)
    tree = partitions.ward(partitions.distances(alike))
    assert len(set(partitions.cut(tree, k))) == k
    assert len(set(partitions.spectral(alike, k))) == k


def test_distance_of_like_and_unlike_vectors() -> None:
    assert partitions.distances(np.array([[1.0, 0.0], [0.0, 1.0]]))[0, 1] == pytest.approx(2**0.5)
    assert partitions.distances(np.array([[1.0, 1.0], [1.0, 1.0]]))[0, 1] == 0


def test_branches_hold_what_lies_below_each_join() -> None:
    tree = np.array([[0, 1, 0.1, 2], [2, 3, 0.2, 2], [4, 5, 0.9, 4]])
    assert [list(map(bool, row)) for row in partitions.branches(tree)] == [
        [True, True, False, False],
        [False, False, True, True],
        [True] * 4,
    ]
    assert list(partitions.cut(tree, 2)) == [0, 0, 1, 1]
    assert partitions.leaves(tree) == [0, 1, 2, 3]


def test_best_overlap_is_the_jaccard_coefficient_with_the_nearest_group() -> None:
    found = partitions.membership(np.array([1, 1, 1, 2]))
    again = partitions.membership(np.array([1, 1, 2, 2]))
    assert list(partitions.best_overlap(found, again)) == pytest.approx([2 / 3, 1 / 2])


def test_groups_are_numbered_in_the_order_in_which_they_are_met() -> None:
    assert list(partitions.renumbered(np.array([7, 3, 7, 1]), [1, 0, 2, 3])) == [2, 1, 2, 3]

"""Where two coders cut a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.reliability.coefficients import segmentation
from qualcode.reliability.segmentation import MassesError

masses = st.lists(st.integers(1, 6), min_size=2, max_size=8)


@pytest.mark.parametrize(
    ("one", "other", "similarity", "window_diff", "pk"),
    [
        ([2, 3, 6], [5, 6], 0.5, 0.25, 0.25),
        ([5, 5, 5, 5], [6, 4, 5, 5], 0.8333333333, 0.1111111111, 0.1111111111),
        ([2, 3, 4, 2, 2, 5, 3], [3, 2, 4, 3, 5, 4], 0.5833333333, 0.3157894737, 0.3157894737),
    ],
)
def test_values_of_the_reference_implementation(
    one: list[int], other: list[int], similarity: float, window_diff: float, pk: float
) -> None:
    result = segmentation(one, other)
    assert result["boundary_similarity"] == pytest.approx(similarity)
    assert (result["window_diff"], result["pk"]) == pytest.approx((window_diff, pk))


@given(masses)
def test_the_same_cuts_are_fully_similar_and_without_error(cuts: list[int]) -> None:
    result = segmentation(cuts, cuts)
    assert (result["boundary_similarity"], result["window_diff"], result["pk"]) == (1.0, 0.0, 0.0)


@given(masses, masses)
def test_similarity_is_symmetric_and_a_share(one: list[int], other: list[int]) -> None:
    longer = [*one, sum(other)], [*other, sum(one)]
    there, back = segmentation(*longer), segmentation(*longer[::-1])
    assert there["boundary_similarity"] == back["boundary_similarity"]
    assert 0.0 <= there["boundary_similarity"] <= 1.0
    assert 0.0 <= there["pk"] <= there["window_diff"] <= 1.0


def test_a_text_nobody_cut_has_no_similarity() -> None:
    result = segmentation([8], [8])
    assert result["boundary_similarity"] is None
    assert result["undefined"]["boundary_similarity"] == "no boundaries"


def test_segmentations_of_different_texts_are_refused() -> None:
    with pytest.raises(MassesError):
        segmentation([2, 3], [2, 4])
    with pytest.raises(MassesError):
        segmentation([2, 3, 0], [5])

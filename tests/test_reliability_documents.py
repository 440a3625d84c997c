"""Many documents, many codes: pooled values and the averages that stand beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.reliability.coefficients import documents
from qualcode.reliability.documents import UnevenTablesError, mean, pooled_kappa

if TYPE_CHECKING:
    from qualcode.reliability.binary import FourCounts

TABLES: list[list[FourCounts]] = [[(50, 100, 50, 800)], [(0, 0, 0, 500)], [(200, 0, 0, 1800)]]


def test_pooling_differs_from_averaging_and_undefined_cells_are_left_out() -> None:
    result = documents(TABLES)
    assert result["per_code_pooled_kappa"] == pytest.approx([0.7457627119])
    assert result["per_code_mean_kappa_unweighted"] == pytest.approx([0.6590909091])
    assert result["per_code_mean_kappa_weighted_by_size"] == pytest.approx([0.7727272727])
    assert result["cell_kappa"][1] == [None]
    assert result["undefined_cells"] == 1


def test_the_same_seed_gives_the_same_bootstrap() -> None:
    key = "per_code_kappa_cluster_bootstrap"
    assert documents(TABLES, seed=5)[key] == documents(TABLES, seed=5)[key]
    assert documents(TABLES, seed=5)[key] != documents(TABLES, seed=6)[key]


def test_de_vries_keeps_a_code_whose_own_kappa_is_undefined() -> None:
    used, unused = (40, 8, 6, 146), (0, 0, 0, 200)
    assert pooled_kappa([used]) == pytest.approx(0.8053, abs=5e-5)
    agreement, chance = (0.93 + 1) / 2, ((0.24 * 0.23 + 0.76 * 0.77) + 1) / 2
    assert pooled_kappa([used, unused]) == pytest.approx((agreement - chance) / (1 - chance))
    assert pooled_kappa([unused]) is None
    assert pooled_kappa([]) is None


def test_one_document_has_no_standard_error() -> None:
    result = documents([[(40, 8, 6, 146)]])
    assert result["per_code_kappa_jackknife_se"] == [None]
    assert result["per_code_kappa_cluster_bootstrap"]["se"] == [None]


def test_mean_of_nothing_defined_is_undefined() -> None:
    assert mean([None, None]) is None
    assert mean([0.2, None, 0.6], [1, 50, 3]) == pytest.approx(0.5)


def test_documents_with_different_numbers_of_codes_are_refused() -> None:
    with pytest.raises(UnevenTablesError):
        documents([[(1, 0, 0, 5)], [(1, 0, 0, 5), (0, 0, 0, 6)]])

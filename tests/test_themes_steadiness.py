"""Leaving participants out, against the same done slowly, straight from the definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.cluster.hierarchy import linkage
from scipy.sparse import csr_matrix
from scipy.spatial.distance import squareform

from qualcode.model import Code
from qualcode.themes import likeness, partitions, steadiness
from qualcode.themes.evidence import Passage
from qualcode.themes.material import Material

if TYPE_CHECKING:
    from qualcode.themes.likeness import Method

CODES, PEOPLE, PASSAGES, TERMS = 24, 6, 150, 60


def made_up(seed: int) -> Material:
    """Passages of a few people; each code has its own words and everybody's."""
    chance = np.random.default_rng(seed)
    code_of = np.sort(chance.integers(0, CODES, PASSAGES))
    person = chance.integers(0, PEOPLE, PASSAGES)
    first = person * 40 + chance.integers(0, 38, PASSAGES)
    said = chance.poisson(0.2, (PASSAGES, TERMS)) + (np.arange(TERMS)[None, :] // 2 == code_of[:, None])
    return Material(
        codes=tuple(Code(str(code), f"code {code}", None) for code in range(CODES)),
        passages=tuple(
            Passage(str(c), f"t{p}", at, at + 1, f"P{p}")
            for at, (c, p) in enumerate(zip(code_of, person, strict=True))
        ),
        code_of=code_of,
        fold_of=person,
        folds=PEOPLE,
        windows=np.stack([first, first + 2], axis=1),
        said=csr_matrix(said.astype(float)),
        told=csr_matrix((CODES, TERMS)),
        terms=tuple(map(str, range(TERMS))),
    )


def leaves_below(tree: partitions.Floats) -> list[set[int]]:
    below = [{row} for row in range(len(tree) + 1)]
    for left, right in tree[:, :2].astype(int):
        below.append(below[left] | below[right])
    return below[len(tree) + 1 :]


def best(one: set[int], others: list[set[int]]) -> float:
    return max(len(one & other) / len(one | other) if one | other else 0.0 for other in others)


def slow_supports(material: Material) -> list[float]:
    """Mean overlap of each branch with the most similar one, person by person, set by set."""
    trees = []
    for without in (None, *range(PEOPLE)):
        apart = partitions.distances(likeness.likeness(material, likeness.Settings(), without))
        trees.append(leaves_below(linkage(squareform(apart, checks=False), "ward")))
    shares = []
    for fold in range(PEOPLE):
        left = set(material.code_of[material.fold_of != fold].tolist())
        now = [one & left for one in trees[fold + 1]]
        shares.append([best(one & left, now) for one in trees[0]])
    return [sum(column) / PEOPLE for column in zip(*shares, strict=True)]


def steady(material: Material, method: Method = "ward") -> steadiness.Steadiness:
    settings = likeness.Settings(method=method)
    alike = likeness.likeness(material, settings)
    tree = partitions.ward(partitions.distances(alike))
    spectral = method == "spectral"
    cuts = {k: partitions.spectral(alike, k) if spectral else partitions.cut(tree, k) for k in (3, 5)}
    return steadiness.leave_outs(material, settings, np.arange(CODES), tree, cuts, lambda: None)


@pytest.mark.parametrize("seed", range(5))
def test_supports_are_those_of_the_slow_way(seed: int) -> None:
    material = made_up(seed)
    assert steady(material).branches == pytest.approx(slow_supports(material), abs=1e-12)


@pytest.mark.parametrize("method", ["ward", "spectral"])
def test_the_same_material_gives_the_same_supports_to_the_last_bit(method: Method) -> None:
    assert steady(made_up(7), method) == steady(made_up(7), method)


def test_only_the_cuts_asked_for_are_told() -> None:
    found = steady(made_up(1))
    assert {k: len(supports) for k, (_, supports) in found.cuts.items()} == {3: 3, 5: 5}


@pytest.mark.parametrize("seed", range(5))
def test_frequent_and_rare_words_are_multiplied_apart_with_the_same_result(seed: int) -> None:
    counts = np.random.default_rng(seed).poisson(np.linspace(0.005, 2, 200), (40, 200)).astype(float)
    used = (counts > 0).sum(axis=0) * likeness.RARE
    assert ((used > 0) & (used < 40)).any(), "some words are rare"
    assert (used >= 40).any(), "and some are not"
    rows = likeness.tfidf(csr_matrix(counts))
    assert np.array_equal(
        np.round(likeness.products(rows), likeness.DIGITS),
        np.round((rows @ rows.T).toarray(), likeness.DIGITS),
    )

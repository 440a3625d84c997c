"""Do groups of codes hold without any one participant? Each share of them is left out in turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.themes import partitions
from qualcode.themes.likeness import likeness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from qualcode.themes.likeness import Settings
    from qualcode.themes.material import Material

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Steadiness:
    """Means over the leave-outs; None with fewer than two participants.

    `branches`: of each join of the tree, the overlap with the most similar branch (Jaccard; Hennig 2007).
    `cuts[k]`: the adjusted Rand index of the cut, and the overlap of each of its groups with the most similar
    group of the same cut.
    """

    branches: tuple[float | None, ...]
    cuts: dict[int, tuple[float | None, tuple[float | None, ...]]]


def leave_outs(
    material: Material,
    settings: Settings,
    rows: Ints,
    tree: Floats,
    cuts: Mapping[int, Ints],
    step: Callable[[], None],
) -> Steadiness:
    """Group again without each share of the participants and compare; `step` is called after each."""
    import numpy as np

    joins: list[Floats] = []
    rands: dict[int, list[float]] = {k: [] for k in cuts}
    groups: dict[int, list[Floats]] = {k: [] for k in cuts}
    below = partitions.branches(tree)
    for alike, left in _again(material, settings, rows):
        other = partitions.ward(partitions.distances(alike))
        nodes = partitions.nodes(other)
        joins.append(partitions.best_overlap(below[:, left], nodes[len(rows) :, left]))
        for k, found in cuts.items():
            spectral = settings.method == "spectral"
            new = partitions.spectral(alike, k) if spectral else partitions.cut(other, k, nodes)
            rands[k].append(partitions.adjusted_rand(found[left], new[left]))
            was, now = (partitions.membership(one)[:, left] for one in (found, new))
            groups[k].append(partitions.best_overlap(was, now))
        step()
    if not joins:
        return Steadiness((None,) * len(tree), {k: (None, (None,) * k) for k in cuts})
    return Steadiness(
        tuple(float(one) for one in np.mean(joins, axis=0)),
        {k: (float(np.mean(rands[k])), tuple(float(x) for x in np.mean(groups[k], axis=0))) for k in cuts},
    )


def _again(material: Material, settings: Settings, rows: Ints) -> Iterator[tuple[Floats, Bools]]:
    """Likeness without each share, and which rows still have a passage."""
    import numpy as np

    if material.folds < len(("one", "other")):
        return
    for fold in range(material.folds):
        kept = material.fold_of != fold
        if kept.all():
            continue
        left = np.bincount(material.code_of[kept], minlength=len(material.codes))[rows] > 0
        yield likeness(material, settings, fold)[np.ix_(rows, rows)], left

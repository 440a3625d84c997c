"""Trees and cuts of a likeness matrix, and how steady they are. Numbers in, numbers out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]


def distances(alike: Floats) -> Floats:
    """√(2(1 - likeness)): the straight line between two vectors of length 1 with that cosine."""
    import numpy as np

    found: Floats = np.sqrt(np.maximum(0.0, 2.0 * (1.0 - alike)))
    np.fill_diagonal(found, 0.0)
    return found


def ward(apart: Floats) -> Floats:
    """SciPy's linkage matrix after Ward (1963): each row joins two branches at a height."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    found: Floats = linkage(squareform(apart, checks=False), "ward")
    return found


def leaves(tree: Floats) -> list[int]:
    """Rows in the order in which they stand below the tree."""
    from scipy.cluster.hierarchy import leaves_list

    return [int(leaf) for leaf in leaves_list(tree)]


def cut(tree: Floats, k: int, below: Bools | None = None) -> Ints:
    """Labels of k groups: the latest k - 1 joins undone.

    `below`: what `nodes` says of the tree, for whoever cuts it more than once.
    """
    import numpy as np

    size = len(tree) + 1
    below = nodes(tree) if below is None else below
    joined = tree[size - k :, :2].astype(int).ravel()
    roots = [node for node in joined if node < 2 * size - k] if k > 1 else [2 * size - 2]
    labels = np.zeros(size, dtype=np.int64)
    for number, root in enumerate(roots):
        labels[below[root]] = number
    return labels


def spectral(alike: Floats, k: int) -> Ints:
    """Labels of k groups from the normalised graph Laplacian (Ng, Jordan and Weiss 2002).

    The points of the embedding are joined after Ward instead of k-means, so that nothing is left to chance.
    """
    import numpy as np
    from scipy.cluster.hierarchy import linkage
    from scipy.linalg import eigh

    graph = alike - np.diag(np.diag(alike))
    degree = graph.sum(axis=1)
    degree = np.where(degree > 0, degree, 1.0)
    scaled = graph / np.sqrt(np.outer(degree, degree))
    size = len(alike)
    _, vectors = eigh(scaled, subset_by_index=(size - k, size - 1))
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    points = np.round(vectors / np.where(lengths > 0, lengths, 1.0), 8)
    return cut(linkage(points, "ward"), k)


def renumbered(labels: Ints, order: Sequence[int]) -> Ints:
    """The same groups, numbered from 1 in the order in which they are met."""
    import numpy as np

    numbers: dict[int, int] = {}
    for row in order:
        numbers.setdefault(int(labels[row]), len(numbers) + 1)
    return np.array([numbers[int(label)] for label in labels], dtype=np.int64)


def silhouettes(apart: Floats, labels: Ints) -> Floats:
    """Silhouette width of each row, -1 to 1 (Rousseeuw 1987); 0 for one that stands alone."""
    import numpy as np

    groups = np.unique(labels)
    inside = (labels[:, None] == groups[None, :]).astype(float)
    sizes, sums = inside.sum(axis=0), apart @ inside
    own = inside.astype(bool)
    company = (inside * sizes).sum(axis=1)
    within = sums[own] / np.maximum(company - 1, 1)
    nearest = np.where(own, np.inf, sums / sizes).min(axis=1)
    larger = np.maximum(within, nearest)
    widths = np.divide(nearest - within, larger, out=np.zeros_like(within), where=larger > 0)
    found: Floats = np.where((company > 1) & np.isfinite(nearest), widths, 0.0)
    return found


def adjusted_rand(a: Ints, b: Ints) -> float:
    """Adjusted Rand index of two groupings of the same rows (Hubert and Arabie 1985); 1 for the same."""
    import numpy as np

    table = np.zeros((int(a.max()) + 1, int(b.max()) + 1))
    np.add.at(table, (a, b), 1)
    pairs = [float((x * (x - 1) / 2).sum()) for x in (table, table.sum(axis=1), table.sum(axis=0))]
    every = len(a) * (len(a) - 1) / 2
    expected = pairs[1] * pairs[2] / every if every else 0.0
    most = (pairs[1] + pairs[2]) / 2
    return 1.0 if most == expected else (pairs[0] - expected) / (most - expected)


def branches(tree: Floats) -> Bools:
    """Which rows lie below each join of a tree, joins in their order."""
    return nodes(tree)[len(tree) + 1 :]


def membership(labels: Ints) -> Bools:
    """Which rows belong to each group, groups in the order of their numbers."""
    import numpy as np

    found: Bools = np.unique(labels)[:, None] == labels[None, :]
    return found


def best_overlap(found: Bools, again: Bools) -> Floats:
    """For each set the Jaccard coefficient with the most similar set of another run (Hennig 2007)."""
    import numpy as np

    a, b = found.astype(np.float32), again.astype(np.float32)  # counts below 2**24 are exact in it
    both = (a @ b.T).astype(float)
    either = found.sum(axis=1)[:, None] + again.sum(axis=1)[None, :] - both
    shares: Floats = np.divide(both, either, out=np.zeros_like(both), where=either > 0).max(axis=1)
    return shares


def nodes(tree: Floats) -> Bools:
    """Which rows lie below each node, the rows themselves first."""
    import numpy as np

    size = len(tree) + 1
    below = np.zeros((2 * size - 1, size), dtype=bool)
    below[:size] = np.eye(size, dtype=bool)
    for at, (left, right) in enumerate(tree[:, :2].astype(int)):
        below[size + at] = below[left] | below[right]
    return below

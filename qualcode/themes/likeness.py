"""How alike codes are: by standing beside each other, by wording, or by a blend of both."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qualcode.themes.material import Material, Reach, Sparse

    Floats = NDArray[np.float64]

By = Literal["cooccurrence", "wording", "both"]
Measure = Literal["cosine", "jaccard"]
Method = Literal["ward", "spectral"]

STEPS_BESIDE: Final = 2
STEPS_WORDING: Final = 1
"""Times that likeness is passed on to the company a code keeps.

A code has few passages in a study of ten interviews, so that most pairs never meet, and Ward linkage on the
bare cosines leaves nearly all codes in one group.
"""

RARE: Final = 16
"""A word of fewer than one code in so many is rare: cheaper to multiply as an entry than as a column."""

DIGITS: Final = 10
"""Likeness is rounded to these, so that the last bits of a sum never decide between two pairs."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How codes are grouped: the options of `qualcode themes cluster`.

    `weight`: share of standing beside each other in the blend of both, 0 to 1.
    """

    by: By = "both"
    method: Method = "ward"
    reach: Reach = "neighbours"
    measure: Measure = "cosine"
    weight: float = 0.5
    least: int = 4
    most: int = 10

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    @property
    def share(self) -> float:
        """What standing beside each other weighs."""
        return {"cooccurrence": 1.0, "wording": 0.0}.get(self.by, self.weight)


def likeness(material: Material, settings: Settings, without: int | None = None) -> Floats:
    """Likeness of all codes, 0 to 1, on request without the passages of a share of the participants."""
    return _blend(material, settings, without, (STEPS_BESIDE, STEPS_WORDING))


def ties(material: Material, settings: Settings) -> Floats:
    """The same as it was observed, before it is passed on."""
    return _blend(material, settings, None, (0, 0))


def beside(material: Material, measure: Measure = "cosine", without: int | None = None) -> Floats:
    """Cosine or Jaccard coefficient of the places at which two codes stand; 1 on the diagonal."""
    import numpy as np

    together = meetings(material, without)
    alone = np.diag(together).copy()
    if measure == "jaccard":
        below = alone[:, None] + alone[None, :] - together
    else:
        below = np.sqrt(np.outer(alone, alone))
    found = np.divide(together, below, out=np.zeros_like(together), where=below > 0)
    np.fill_diagonal(found, 1.0)
    return found


def meetings(material: Material, without: int | None = None) -> Floats:
    """Places at which both of two codes stand; on the diagonal those of a code itself."""
    import numpy as np
    from scipy.sparse import csr_matrix

    kept = _kept(material, without)
    first, last = material.windows[kept].T
    widths = last - first + 1
    codes = np.repeat(material.code_of[kept], widths)
    starts = np.repeat(first - np.concatenate(([0], np.cumsum(widths)[:-1])), widths)
    places = starts + np.arange(int(widths.sum()))
    shape = (len(material.codes), int(material.windows.max(initial=-1)) + 1)
    stands = csr_matrix((np.ones(len(places)), (codes, places)), shape=shape)
    stands.data[:] = 1.0
    together: Floats = (stands @ stands.T).toarray()
    return together


def wording(material: Material, without: int | None = None) -> Floats:
    """Cosine of the words of passages, names and definitions, weighed by how few codes use them (TF-IDF)."""
    import numpy as np

    weights = tfidf(spoken_by_code(material, without) + material.told)
    found = products(weights)
    np.fill_diagonal(found, 1.0)
    return found


def products(rows: Sparse) -> Floats:
    """Inner products of all rows with each other.

    Words that many rows share are multiplied as a dense block: a sparse product walks every pair of rows for
    each of them, which is nearly all of its work.
    """
    import numpy as np
    from scipy.sparse import csc_matrix

    columns = csc_matrix(rows)
    columns.eliminate_zeros()
    common = np.diff(columns.indptr) * RARE >= columns.shape[0]
    often, rest = columns[:, common].toarray(), columns[:, ~common].tocsr()
    found: Floats = often @ often.T
    found += (rest @ rest.T).toarray()
    return found


def tfidf(counts: Sparse) -> Sparse:
    """Rows of length 1 of (1 + ln tf) · ln(n / df) (Salton and Buckley 1988); a word of one row counts 0.

    A word that every code has weighs nothing, so that no list of stop words is needed in any language.
    """
    import numpy as np
    from scipy.sparse import csr_matrix, diags

    rows = csr_matrix(counts)
    rows.sum_duplicates()
    rows.eliminate_zeros()
    used = np.bincount(rows.indices, minlength=rows.shape[1])
    rarity = np.where(used > 1, np.log(rows.shape[0] / np.maximum(used, 1)), 0.0)
    rows.data = (1.0 + np.log(rows.data)) * rarity[rows.indices]
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return diags(np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)) @ rows


def spoken_by_code(material: Material, without: int | None = None) -> Sparse:
    """Codes by terms: counts in their passages."""
    import numpy as np
    from scipy.sparse import csr_matrix

    kept = np.flatnonzero(_kept(material, without))
    shape = (len(material.codes), len(material.passages))
    return csr_matrix((np.ones(len(kept)), (material.code_of[kept], kept)), shape=shape) @ material.said


def company(alike: Floats, steps: int) -> Floats:
    """Likeness of the company that codes keep: the cosine of their rows, taken `steps` times."""
    import numpy as np

    for _ in range(steps):
        alike = alike @ alike.T
        lengths = np.sqrt(np.diag(alike))
        alike /= np.outer(lengths, lengths)
    return alike


def _blend(material: Material, settings: Settings, without: int | None, steps: tuple[int, int]) -> Floats:
    import numpy as np

    share, size = settings.share, len(material.codes)
    found: Floats = np.zeros((size, size))
    if share > 0:
        found += share * company(beside(material, settings.measure, without), steps[0])
    if share < 1:
        found += (1 - share) * company(wording(material, without), steps[1])
    found = np.round((found + found.T) / 2, DIGITS)
    np.fill_diagonal(found, 1.0)
    return found


def _kept(material: Material, without: int | None) -> NDArray[np.bool_]:
    kept: NDArray[np.bool_] = material.fold_of != (-2 if without is None else without)
    return kept

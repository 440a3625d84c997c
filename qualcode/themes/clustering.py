"""Making groupings of codes: codes that fit nowhere first, then the cuts, then what leave-outs do to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qualcode.errors import QualcodeError, UsageError
from qualcode.names import quoted
from qualcode.passes import passes
from qualcode.themes import partitions, steadiness
from qualcode.themes.closeness import closest_quotes, setting_apart, wordings
from qualcode.themes.clusters import Branch, Clustering, Cut, Group
from qualcode.themes.evidence import evidence
from qualcode.themes.likeness import Settings, beside, likeness, ties
from qualcode.themes.material import gather

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qualcode.store.project import Project
    from qualcode.themes.closeness import Wordings
    from qualcode.themes.material import Material

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

FEWEST: Final = 3
"""Codes that there must be before grouping them says anything."""

LOOSE: Final = 0.5
"""A code whose strongest tie is weaker than this share of the usual strongest tie fits nowhere."""

USUAL_CUTS: Final = range(4, 11)
"""A code that is nearer to another group than to its own at all of these cuts fits nowhere either."""


class NothingToGroup(QualcodeError):
    """There is no coding to group codes by, or there are too few codes in it."""


class BadClustering(UsageError):
    """Codes cannot be grouped as it was asked for."""


def cluster(
    project: Project,
    settings: Settings | None = None,
    pass_name: str | None = None,
    step: Callable[[], None] = lambda: None,
) -> Clustering:
    """Group the codes of a pass, by default the one that findings rest on.

    The same project and settings give the same groups. `step` is called once per share left out.

    Raises:
        PassNotFound: there is no such pass.
        NothingToGroup: no agreed pass and none named, or fewer than three coded codes.
        BadClustering: settings that make no sense for these codes.
    """
    chosen = settings or Settings()
    check(chosen)
    counted = evidence(project, pass_name)
    if counted.pass_name is None:
        raise _which_pass(project)
    material = gather(project, counted, chosen.reach)
    if len(material.codes) < FEWEST:
        raise NothingToGroup(
            f"The pass {counted.pass_name!r} uses {len(material.codes)} codes, too few to group.",
            "Code more, or name another pass with --pass.",
        )
    found = _Grouping(material, chosen, step)
    return found.told(project, passes.find(project, counted.pass_name).id, counted.pass_name)


def check(settings: Settings) -> None:
    """Refuse settings that make no sense for any codes.

    Raises:
        BadClustering: a weight outside 0 to 1, or cuts that run backwards.
    """
    if not 0 <= settings.weight <= 1:
        raise BadClustering("The weight is a share from 0 to 1.", "Write --weight 0.5 for equal parts.")
    if not 1 < settings.least <= settings.most:
        raise BadClustering(
            f"{settings.least}-{settings.most} are no numbers of groups.", "Write --k 6, or --k 4-10."
        )


class _Grouping:
    """One clustering while it is being made: codes that fit nowhere first, then cuts, then leave-outs."""

    def __init__(self, material: Material, settings: Settings, step: Callable[[], None]) -> None:
        import numpy as np

        self.material, self.settings = material, settings
        loose = _loose(ties(material, settings))
        self.rows = np.flatnonzero(~loose)
        self._check_cuts()
        self.alike = likeness(material, settings)[np.ix_(self.rows, self.rows)]
        self.apart = partitions.distances(self.alike)
        self.tree = partitions.ward(self.apart)
        self.cuts = {k: self._labels(k) for k in self._ks()}
        self.order = self._order()
        self.cuts = {k: partitions.renumbered(found, self.order) for k, found in self.cuts.items()}
        self.astray = self._astray()
        self.steady = steadiness.leave_outs(material, settings, self.rows, self.tree, self.cuts, step)

    def told(self, project: Project, pass_id: str, pass_name: str) -> Clustering:
        """The result, with words."""
        import numpy as np

        words = wordings(self.material)
        codes = [self.material.codes[row] for row in self.rows]
        placed = {codes[at].id for at in np.flatnonzero(~self.astray)}
        nowhere = [code for code in self.material.codes if code.id not in placed]
        everyone = {one.participant for one in self.material.passages if one.participant}
        in_order = self.rows[self.order]
        return Clustering(
            pass_id=pass_id,
            pass_name=pass_name,
            settings=self.settings,
            participants=max(len(everyone), self.material.folds),
            order=tuple(codes[at].name for at in self.order),
            numbers={
                k: tuple(0 if self.astray[at] else int(found[at]) for at in self.order)
                for k, found in self.cuts.items()
            },
            cuts=tuple(self._cut(project, k, words) for k in self.cuts),
            orphans=tuple(code.name for code in nowhere),
            orphan_ids=tuple(code.id for code in nowhere),
            tree=self._branches(),
            beside=beside(self.material, self.settings.measure)[np.ix_(in_order, in_order)],
        )

    def _check_cuts(self) -> None:
        most = len(self.rows) - 1
        if len(self.rows) < FEWEST or self.settings.least > most:
            raise BadClustering(
                f"{len(self.rows)} codes are tied to others; they cannot be cut into"
                f" {self.settings.least} groups or more.",
                f"Ask for fewer with --k 2-{most}." if most > 1 else "Try --by wording, or code more.",
            )

    def _ks(self) -> range:
        return range(self.settings.least, min(self.settings.most, len(self.rows) - 1) + 1)

    def _labels(self, k: int) -> Ints:
        if self.settings.method == "spectral":
            return partitions.spectral(self.alike, k)
        return partitions.cut(self.tree, k)

    def _order(self) -> list[int]:
        """Leaves of the tree; without one, members of a group stay together, coarsest cut first."""
        leaves = partitions.leaves(self.tree)
        if self.settings.method == "ward":
            return leaves
        met = [partitions.renumbered(found, leaves) for found in self.cuts.values()]
        return sorted(leaves, key=lambda row: [int(found[row]) for found in met])

    def _astray(self) -> Bools:
        """Rows that are nearer to another group than to their own at each of the usual cuts."""
        import numpy as np

        usual = [k for k in USUAL_CUTS if 2 * k <= len(self.rows)]
        if not usual:
            return np.zeros(len(self.rows), dtype=bool)
        widths = [partitions.silhouettes(self.apart, self._labels(k)) for k in usual]
        astray: Bools = np.all(np.array(widths) < 0, axis=0)
        for found in self.cuts.values():  # a group is never emptied
            for group in partitions.membership(found):
                if astray[group].all():
                    astray = astray & ~group
        return astray

    def _cut(self, project: Project, k: int, words: Wordings) -> Cut:
        found = self.cuts[k]
        stability, supports = self.steady.cuts[k]
        return Cut(
            k=k,
            groups=tuple(
                self._group(project, found == number, supports[number - 1], words)
                for number in range(1, k + 1)
            ),
            silhouette=float(partitions.silhouettes(self.apart, found).mean()),
            stability=stability,
        )

    def _group(self, project: Project, member: Bools, support: float | None, words: Wordings) -> Group:
        places = [at for at in self.order if member[at] and not self.astray[at]]
        rows = [int(self.rows[at]) for at in places]
        return Group(
            codes=tuple(self.material.codes[row].name for row in rows),
            code_ids=tuple(self.material.codes[row].id for row in rows),
            words=setting_apart(self.material, rows),
            closest_quotes=closest_quotes(project, self.material, words, rows),
            support=support,
        )

    def _branches(self) -> tuple[Branch, ...]:
        if self.settings.method != "ward":
            return ()
        place = {row: at for at, row in enumerate(self.order)}
        names = [self.material.codes[self.rows[row]].name for row in self.order]
        below = partitions.branches(self.tree)[:, self.order]
        return tuple(
            Branch(
                place.get(int(left), int(left)),
                place.get(int(right), int(right)),
                float(height),
                support,
                tuple(name for name, inside in zip(names, below[at], strict=True) if inside),
            )
            for at, ((left, right, height, _), support) in enumerate(
                zip(self.tree, self.steady.branches, strict=True)
            )
        )


def _loose(observed: Floats) -> Bools:
    import numpy as np

    strongest = (observed - np.diag(np.diag(observed))).max(axis=1)
    tied = strongest[strongest > 0]
    found: Bools = strongest <= 0
    return found | (strongest < LOOSE * np.median(tied)) if len(tied) else found


def _which_pass(project: Project) -> NothingToGroup:
    names: Sequence[str] = [one.name for one in passes.passes(project)]
    if not names:
        return NothingToGroup("Nothing has been coded yet.", "Start with `qualcode passes start hand`.")
    return NothingToGroup(
        "There are several passes and no agreed one.",
        f"Reconcile them first, or look at one of them with --pass {quoted(names[0])}.",
    )

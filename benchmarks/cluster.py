"""Grouping codes: what it costs beside bare SciPy linkage, and whether planted groups are found again.

Run: python benchmarks/cluster.py [--quick]
Goal: the linkage step takes at most 2 times as long, and as much memory, as `linkage` on the same matrix; the
rest (likeness, cuts, leaving participants out) is told beside it. Planted groups are found better than by
clustering codes by the files they occur in (Jaccard coefficient, complete linkage: the usual "coding
similarity"). Agreement with what was planted: adjusted Rand index, 0 by chance, 1 for the same groups.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
import tracemalloc
from statistics import mean, median
from typing import TYPE_CHECKING

import numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.sparse import csr_matrix
from scipy.spatial.distance import squareform

from qualcode.model import Code
from qualcode.themes import partitions, steadiness
from qualcode.themes.evidence import Passage
from qualcode.themes.likeness import Settings, likeness
from qualcode.themes.material import MOST_FOLDS, NEIGHBOURS, Material

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.themes.likeness import By, Method
    from qualcode.themes.partitions import Ints

SIZES = ((75, 10), (75, 100), (300, 10), (300, 100), (300, 1_000), (1_000, 100), (1_000, 1_000))
"""(codes, transcripts)."""

PER_TRANSCRIPT = 60
UNITS = 150
WORDS_PER_PASSAGE, TERMS_PER_GROUP, COMMON_TERMS = 12, 40, 400
OWN_WORDS = 0.15
"""Share of words that tell of a group where nothing is noise; the rest is what anybody says."""
TALKED_ABOUT = 0.6
"""Share of the groups that one interview is about, so that files are not all alike."""
CUTS = range(4, 11)
REPEATS = 5


def planted(
    codes: int, groups: int, transcripts: int, noise: float, seed: int, per_transcript: int = PER_TRANSCRIPT
) -> tuple[Material, Ints]:
    """Material in which codes of a group follow each other and share words, and the groups planted in it.

    `noise`: share of passages that carry just any code; words of a group are the rarer for it.
    """
    chance = np.random.default_rng(seed)
    truth = np.arange(codes) % groups
    rows: list[tuple[int, int, int]] = []
    for transcript in range(transcripts):
        about = chance.permutation(groups)[: max(1, round(TALKED_ABOUT * groups))]
        topics = np.sort(chance.choice(about, per_transcript))
        topics = topics if transcript % 2 else topics[::-1]
        places = np.sort(chance.integers(0, UNITS, per_transcript))
        for topic, place in zip(topics, places, strict=True):
            of_group = chance.integers(0, codes) if chance.random() < noise else _one_of(chance, truth, topic)
            rows.append((int(of_group), transcript, int(place)))
    rows.sort()
    return _material(rows, truth, transcripts, noise, chance), truth


def _one_of(chance: np.random.Generator, truth: Ints, topic: int) -> int:
    return int(chance.choice(np.flatnonzero(truth == topic)))


def _material(
    rows: list[tuple[int, int, int]], truth: Ints, transcripts: int, noise: float, chance: np.random.Generator
) -> Material:
    code_of, transcript_of, place = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    first = transcript_of * UNITS + np.maximum(place - NEIGHBOURS, 0)
    last = transcript_of * UNITS + np.minimum(place + NEIGHBOURS, UNITS - 1)
    terms = COMMON_TERMS + TERMS_PER_GROUP * (int(truth.max()) + 1)
    shape = (len(rows), WORDS_PER_PASSAGE)
    own = (
        COMMON_TERMS + TERMS_PER_GROUP * truth[code_of][:, None] + chance.integers(0, TERMS_PER_GROUP, shape)
    )
    tells = chance.random(shape) < OWN_WORDS * (1 - noise)
    words = np.where(tells, own, chance.integers(0, COMMON_TERMS, shape))
    at = np.repeat(np.arange(len(rows)), WORDS_PER_PASSAGE)
    said = csr_matrix((np.ones(words.size), (at, words.ravel())), shape=(len(rows), terms))
    return Material(
        codes=tuple(Code(str(code), f"code {code}", None) for code in range(len(truth))),
        passages=tuple(Passage(str(c), str(t), p, p + 1, f"P{t}") for c, t, p in rows),
        code_of=code_of,
        fold_of=transcript_of % MOST_FOLDS,
        folds=min(transcripts, MOST_FOLDS),
        windows=np.stack([first, last], axis=1),
        said=said,
        told=csr_matrix((len(truth), terms)),
        terms=tuple(map(str, range(terms))),
    )


def by_file(material: Material, k: int) -> Ints:
    """Codes by the transcripts they occur in: Jaccard coefficient, complete linkage."""
    present = np.zeros((len(material.codes), 1 + max(int(one.transcript_id) for one in material.passages)))
    for code, one in zip(material.code_of, material.passages, strict=True):
        present[code, int(one.transcript_id)] = 1
    both = present @ present.T
    alone = np.diag(both)
    alike = both / np.maximum(alone[:, None] + alone[None, :] - both, 1)
    np.fill_diagonal(alike, 1)
    return partitions.cut(linkage(squareform(1 - alike, checks=False), "complete"), k)


def ours(material: Material, by: By, method: Method, k: int) -> Ints:
    """The groups that `themes cluster` shows."""
    alike = likeness(material, Settings(by=by))
    if method == "spectral":
        return partitions.spectral(alike, k)
    return partitions.cut(partitions.ward(partitions.distances(alike)), k)


def recovery(quick: bool) -> None:
    """Adjusted Rand index with what was planted: 75 codes in 8 groups."""
    print("\nPlanted groups found again (adjusted Rand index), 75 codes in 8 groups")
    heads = ("by file", "company", "wording", "both", "spectral")
    print(f"{'interviews':>10} {'noise':>6} " + " ".join(f"{head:>8}" for head in heads))
    for transcripts, noise in ((10, 0.2), (10, 0.5), (10, 0.7), (20, 0.5), (100, 0.7)):
        found: list[list[float]] = []
        for seed in range(2 if quick else 6):
            material, truth = planted(75, 8, transcripts, noise, seed)
            groups = [
                by_file(material, 8),
                ours(material, "cooccurrence", "ward", 8),
                ours(material, "wording", "ward", 8),
                ours(material, "both", "ward", 8),
                ours(material, "both", "spectral", 8),
            ]
            found.append([partitions.adjusted_rand(truth, one) for one in groups])
        means = [mean(column) for column in zip(*found, strict=True)]
        cells = " ".join(f"{value:8.2f}" for value in means)
        print(f"{transcripts:10} {noise:6.0%} {cells}")


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Median seconds, and MiB at the peak."""
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return median(seconds), peak


def cost(codes: int, transcripts: int) -> None:
    """One line of the table of costs."""
    material, _ = planted(codes, 12, transcripts, 0.4, seed=1)
    settings = Settings()
    start = time.perf_counter()
    alike = likeness(material, settings)
    comparing = time.perf_counter() - start
    apart = partitions.distances(alike)
    floor, floor_memory = measured(lambda: linkage(squareform(apart, checks=False), "ward"))
    own, own_memory = measured(lambda: partitions.ward(apart))
    tree = partitions.ward(apart)
    start = time.perf_counter()
    cuts: dict[int, Ints] = {k: partitions.cut(tree, k) for k in CUTS}
    for found in cuts.values():
        partitions.silhouettes(apart, found)
    cutting = time.perf_counter() - start
    start = time.perf_counter()
    steadiness.leave_outs(material, settings, np.arange(codes), tree, cuts, lambda: None)
    leaving = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{codes:5} {transcripts:6} {len(material.passages):7} {1000 * floor:9.1f} {1000 * own:8.1f}"
        f" {own / floor:6.2f} {own_memory / floor_memory:6.2f} {comparing:8.2f} {cutting:6.2f} {leaving:8.2f}"
        f" {peak:7.0f}",
        flush=True,
    )


def main() -> None:
    """Each size in a process of its own, so that memory is that of the size."""
    if sys.argv[1:2] == ["--size"]:
        cost(int(sys.argv[2]), int(sys.argv[3]))
        return
    quick = "--quick" in sys.argv
    print("Seconds unless ms; x: times bare SciPy linkage on the same matrix, in time and in memory")
    print(
        f"{'codes':>5} {'files':>6} {'codings':>7} {'SciPy ms':>9} {'ours ms':>8} {'x time':>6} {'x mem':>6}"
        f" {'likeness':>8} {'cuts':>6} {'leaving':>8} {'MiB':>7}",
        flush=True,
    )
    for codes, transcripts in SIZES[: 3 if quick else None]:
        subprocess.run([sys.executable, __file__, "--size", str(codes), str(transcripts)], check=True)
    recovery(quick)


if __name__ == "__main__":
    main()

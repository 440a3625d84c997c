"""How long agreement takes: our sweep over span boundaries against packages that need a value per character.

Run `python benchmarks/agreement.py`. All figures come from one run on one machine. The packages are timed on
a few codes only, their vectors given for free, and their time per code is multiplied up.
"""

from __future__ import annotations

import importlib
import statistics
import time
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.reliability.binary import binary_coefficients
from qualcode.reliability.coefficients import spans
from qualcode.reliability.sweep import four_counts_by_code

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

    from qualcode.spans import Span

    Line = npt.NDArray[np.int8]

Codings = dict[str, list[list["Span"]]]
"""Code -> first pass's spans, second pass's spans."""

CHARACTERS = 1_000_000
CODES = 100
SPANS = 10_000
TRANSCRIPTS = 1_000
MANY_SPANS = 200_000
CODES_PER_TRANSCRIPT = 20
SHORT = 20_000  # characters of one transcript
GOAL = 100
KEPT = 0.8  # share of codings the second pass repeats, boundaries apart
SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Peer:
    """A package, what to call, and how many codes it is patient enough for."""

    name: str
    measure: Callable[[Line, Line], float]
    codes: int


def two_passes(seed: int, length: int, codes: int, total: int) -> Codings:
    """Spans of two passes that mostly agree, with shifted boundaries, misses and extras."""
    import numpy as np

    generator = np.random.default_rng(seed)
    each = total // codes // 2
    starts = generator.integers(20, length - 600, (codes, each))
    ends = starts + generator.integers(20, 500, (codes, each))
    shifted = starts + generator.integers(-15, 16, (codes, each))
    kept = generator.random((codes, each)) < KEPT
    moved = np.where(kept, shifted, length - ends), np.where(kept, ends, length - starts)
    return {
        f"code {code}": [pairs(starts[code], ends[code]), pairs(moved[0][code], moved[1][code])]
        for code in range(codes)
    }


def pairs(starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> list[Span]:
    """Plain spans, as they come out of a project."""
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def sweep(codings: Codings, length: int) -> dict[str, float | None]:
    """Kappa of every code from span boundaries."""
    tables = four_counts_by_code(
        {code: passes[0] for code, passes in codings.items()},
        {code: passes[1] for code, passes in codings.items()},
        [(0, length)],
    )
    return {code: binary_coefficients(*table)["cohen_kappa"] for code, table in tables.items()}


def seconds(action: Callable[[], object], repeats: int) -> float:
    """Median of several runs."""
    taken = []
    for _ in range(repeats):
        begin = time.perf_counter()
        action()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def characters(marked: list[Span], length: int) -> Line:
    """One 0 or 1 per character."""
    import numpy as np

    line = np.zeros(length, dtype=np.int8)
    for start, end in marked:
        line[start:end] = 1
    return line


def peers() -> list[Peer]:
    """The packages, each asked for one coefficient of one code."""
    import numpy as np

    # Imported by name because they carry no types.
    alpha_of = importlib.import_module("krippendorff").alpha
    cac, frame = importlib.import_module("irrCAC.raw").CAC, importlib.import_module("pandas").DataFrame
    kappa_of = importlib.import_module("sklearn.metrics").cohen_kappa_score

    def irrcac(first: Line, second: Line) -> float:
        judge = cac(frame({"a": first, "b": second}), categories=[0, 1])
        return float(judge.gwet()["est"]["coefficient_value"])

    def alpha(first: Line, second: Line) -> float:
        return float(alpha_of(np.stack([first, second]), level_of_measurement="nominal"))

    return [
        Peer("scikit-learn cohen_kappa_score", lambda a, b: float(kappa_of(a, b)), 5),
        Peer("krippendorff alpha", alpha, 3),
        Peer("irrCAC gwet", irrcac, 1),
    ]


def report(name: str, cells: int, taken: float, remark: str = "") -> None:
    """One line: how long this many cells of text and code take."""
    print(f"  {name:34}{cells:7,} cells {taken:10.3f} s  {remark}")


def one_long_text() -> None:
    """10^6 characters, two passes, 100 codes, about 10,000 spans."""
    codings = two_passes(1, CHARACTERS, CODES, SPANS)
    ours = seconds(lambda: sweep(codings, CHARACTERS), 7)
    full = seconds(lambda: [spans(CHARACTERS, {"A": a, "B": b}) for a, b in codings.values()], 3)
    print(f"One text of {CHARACTERS:,} characters, 2 passes, {CODES} codes, {SPANS:,} spans")
    report("sweep, all two-pass coefficients", CODES, ours)
    report("public spans(), the same", CODES, full)
    compare(codings, CHARACTERS, ours, CODES)


def many_transcripts() -> None:
    """200,000 spans in 20,000 cells of transcript and code."""
    per_text = MANY_SPANS // TRANSCRIPTS
    texts = [two_passes(seed, SHORT, CODES_PER_TRANSCRIPT, per_text) for seed in range(TRANSCRIPTS)]
    ours = seconds(lambda: [sweep(codings, SHORT) for codings in texts], 5)
    cells = TRANSCRIPTS * CODES_PER_TRANSCRIPT
    print(f"\n{TRANSCRIPTS:,} transcripts of {SHORT:,} characters, {MANY_SPANS:,} spans")
    report("sweep, all two-pass coefficients", cells, ours)
    compare(texts[0], SHORT, ours, cells)


def compare(codings: Codings, length: int, ours: float, cells: int) -> None:
    """Time every package on its few codes, check that it agrees with us, and print the ratios."""
    kappas = sweep(codings, length)
    fastest = float("inf")
    for peer in peers():
        some = list(codings.items())[: peer.codes]
        vectors = [(characters(a, length), characters(b, length)) for _, (a, b) in some]
        taken = timed(peer, vectors) / len(some) * cells
        if peer.name.startswith("scikit"):
            verify(peer, vectors, [kappas[code] for code, _ in some])
        fastest = min(fastest, taken)
        report(peer.name, cells, taken, f"{taken / ours:7,.0f} times ours (timed on {len(some)})")
    verdict = "met" if fastest >= GOAL * ours else "MISSED"
    print(f"  fastest package / sweep: {fastest / ours:,.0f} times; goal {GOAL}: {verdict}")


def timed(peer: Peer, vectors: list[tuple[Line, Line]]) -> float:
    """Seconds for these codes, the character vectors given for free."""
    return seconds(lambda: [peer.measure(first, second) for first, second in vectors], 5)


def verify(peer: Peer, vectors: list[tuple[Line, Line]], expected: list[float | None]) -> None:
    """A fast wrong answer is worth nothing."""
    for (first, second), kappa in zip(vectors, expected, strict=True):
        if kappa is None or abs(peer.measure(first, second) - kappa) > SAME:
            raise SystemExit("our kappa and the package's differ")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    one_long_text()
    many_transcripts()

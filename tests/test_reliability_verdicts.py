"""Words for coefficients: the best one that is sure, from the standard error of whole transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import bring_in
from scipy import stats
from two_passes import code_pass, interview_of

from qualcode.commands.comparison_options import SCALES as OFFERED
from qualcode.reliability.benchmark import SCALES, UnknownScaleError
from qualcode.reliability.compare import Comparison, compare
from qualcode.reliability.verdicts import SOURCES, verdicts

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def found(project: Project, tmp_path: Path) -> Comparison:
    """Two passes over six transcripts, the second with one to three sentences less."""
    text, places = interview_of(20)
    bring_in(project, tmp_path, **{f"P{n}": text.replace("step", "s" * n) for n in range(1, 7)})
    places = [(start - 4 * i, end - 4 * i) for i, (start, end) in enumerate(places)]
    for name, less in (("A", 0), ("B", 1)):
        spans = [
            (f"P{n}", "home", (start + n * i, end + n * (i + 1)))
            for n in range(1, 7)
            for i, (start, end) in enumerate(places[: 10 - less * (1 + n % 3)])
        ]
        code_pass(project, name, spans, coder=name, blind_to=["A"] if less else [])
    return compare(project, ["A", "B"])


def test_the_word_is_the_best_one_reached_with_95_percent(found: Comparison) -> None:
    (row,) = found.codes
    assert row.counts == (48, 12, 0, 60)
    assert row.uncertainty is not None
    assert row.uncertainty.se is not None
    value, se = row.values["krippendorff_alpha"] or 0.0, row.uncertainty.se
    error = stats.truncnorm((-1 - value) / se, (1 - value) / se, value, se)
    sure = [word for lower, word in SCALES["landis_koch"] if 1 - error.cdf(lower) >= 0.95]
    assert verdicts(found, "landis_koch") == {"home": sure[0]}
    assert sure[0] == "Substantial"


def test_every_scale_offered_has_a_source_and_levels(found: Comparison) -> None:
    assert set(OFFERED) == set(SCALES) == set(SOURCES)
    assert all(verdicts(found, scale)["home"] for scale in SCALES)
    with pytest.raises(UnknownScaleError):
        verdicts(found, "mine")

"""Drawing transcripts for double coding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import bring_in
from two_passes import code_pass, interview_of

from qualcode.passes import sample
from qualcode.passes.sample import BadSample, SampleTooLate
from qualcode.store.actions import action, undo
from qualcode.transcripts import participants

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


@pytest.fixture
def ten(project: Project, tmp_path: Path) -> Project:
    """Ten interviews; P1 to P4 of emergency care, the others of the community."""
    bring_in(project, tmp_path, **{f"P{n}": interview_of(n)[0] for n in range(1, 11)})
    with action(project, "participants set") as setting:
        for n in range(1, 11):
            participant_id = participants.ensure(setting, f"P{n}")
            value = "emergency" if n <= 4 else "community"
            participants.set_attributes(setting, participant_id, {"setting": value})
    return project


def test_twenty_percent_of_ten_is_two_and_the_line_says_so(ten: Project) -> None:
    found = sample.draw(ten, 0.2, 7)
    assert len(found.transcripts) == 2
    assert found.line.startswith("2 of 10 transcripts (20 % asked for), seed 7: P")
    assert found == sample.samples(ten)[0]


def test_a_seed_always_draws_the_same_and_another_seed_does_not(ten: Project) -> None:
    drawn = {seed: sample.draw(ten, 0.3, seed).transcripts for seed in (1, 2, 3, 4)}
    assert sample.draw(ten, 0.3, 1).transcripts == drawn[1]
    assert len(set(drawn.values())) > 1


@pytest.mark.parametrize("seed", range(5))
def test_every_stratum_gets_its_share(ten: Project, seed: int) -> None:
    found = sample.draw(ten, 0.5, seed, "Setting")
    assert found.strata == (("community", 3, 6), ("emergency", 2, 4))
    assert len(found.transcripts) == 5


def test_a_draw_can_be_undone(ten: Project) -> None:
    sample.draw(ten, 0.2, 7)
    undo(ten)
    assert sample.samples(ten) == []


def test_a_draw_after_results_is_refused(ten: Project) -> None:
    place = interview_of(5)[1][0]
    code_pass(ten, "A", [("P5", "x", place)])
    sample.draw(ten, 0.2, 7)
    code_pass(ten, "B", [("P5", "x", place)], blind_to=["A"])
    with pytest.raises(SampleTooLate):
        sample.draw(ten, 0.2, 8)
    assert len(sample.samples(ten)) == 1


def test_senseless_draws_are_refused(ten: Project) -> None:
    for fraction in (0.0, 1.5, -1.0):
        with pytest.raises(BadSample):
            sample.draw(ten, fraction, 1)
    with pytest.raises(BadSample) as unknown:
        sample.draw(ten, 0.2, 1, "settings")
    assert "setting" in unknown.value.hint


def test_nothing_can_be_drawn_from_nothing(project: Project) -> None:
    with pytest.raises(BadSample):
        sample.draw(project, 0.2, 1)

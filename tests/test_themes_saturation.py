from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from themes_study import study

from qualcode.themes.saturation import BadSettings, francis, guest, new_codes, saturation, sentence
from qualcode.transcripts import participants

if TYPE_CHECKING:
    from pathlib import Path


def test_guest_namey_and_chen_first_run_is_seven_of_thirty_seven() -> None:
    found = guest([20, 8, 6, 3, 4, 3, 1, 0, 0, 0])
    assert found.base_codes == 37
    assert found.new_per_run == (7, 4, 1, 0, 0)
    assert found.shares[0] == pytest.approx(7 / 37)
    assert (found.reached, found.at) == (True, 8)
    assert guest([20, 8, 6, 3, 4, 3, 1, 0, 0, 0], threshold=0).at == 9


def test_too_few_interviews_reach_nothing() -> None:
    assert guest([5, 4, 3, 2, 1]).reached is None
    assert guest([]).shares == ()


def test_francis_says_that_ten_cannot_be_assessed() -> None:
    found = francis([3] * 10)
    assert (found.assessable, found.reached) == (False, None)
    assert found.reason.startswith("not assessable with 10 interviews")
    assert francis([3] * 10 + [0, 0, 0]).reached
    assert francis([3] * 12 + [0]).reached is False


def test_a_code_is_new_once() -> None:
    assert new_codes([frozenset("ab"), frozenset("bc"), frozenset("abc")]) == [2, 1, 0]


def test_the_order_of_collection_counts(tmp_path: Path) -> None:
    with study(tmp_path) as project:
        by_name = saturation(project)
        assert (by_name.order, by_name.ordered_by) == (("P1", "P2", "P10"), "in order of names")
        assert (by_name.new_codes, by_name.curve) == ((3, 1, 0), (3, 4, 4))
        assert by_name.guest.reached is None
        assert sentence(by_name).startswith("Code-level saturation cannot be assessed with 3 interviews")
        for name, order in (("P1", "3"), ("P2", "2"), ("P10", "1")):
            participants.set_values(project, name, {"order": order})
        collected = saturation(project, base=1, run=1)
        assert collected.order == ("P10", "P2", "P1")
        assert collected.new_codes == (1, 2, 1)
        assert collected.guest.shares == (2.0, 1.0)
        assert collected.as_dict()["guest"]["reached"] is False
        assert "was not met" in sentence(collected)


def test_random_orders_are_seeded_and_bound_the_curve(tmp_path: Path) -> None:
    with study(tmp_path) as project:
        assert saturation(project).as_dict() == saturation(project).as_dict()
        mean, low, high = saturation(project).band[0]
        assert (low, high) == (1, 3)
        assert low < mean < high
        assert saturation(project).band[-1] == (4, 4, 4)


def test_settings_that_make_no_run_are_refused(tmp_path: Path) -> None:
    with study(tmp_path) as project, pytest.raises(BadSettings):
        saturation(project, base=0)

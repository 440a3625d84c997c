from __future__ import annotations

import pytest

from qualcode.export.numbers import (
    coefficient,
    count,
    date,
    days_between,
    listed,
    number_word,
    plural,
    share,
    were,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.8449, ".84"), (-0.05, "−.05"), (1.0, "1.00"), (0.0, ".00"), (-0.001, ".00"), (None, "–")],
)
def test_coefficients_have_two_decimals_and_no_leading_zero(value: float | None, written: str) -> None:
    assert coefficient(value) == written


def test_percentages_wait_for_a_base_of_twenty() -> None:
    assert share(6, 10) == "6 of 10"
    assert share(6, 24) == "6 of 24, 25%"


def test_dates_are_written_out() -> None:
    assert date("2026-03-03T23:59:00+00:00") == "3 March 2026"
    assert date(None) == ""
    assert days_between("2026-03-03T10:00:00+00:00", "2026-03-24T09:00:00+00:00") == 20


def test_words_around_numbers() -> None:
    assert plural(1, "code") == "1 code"
    assert [were(number) for number in (0, 1, 2)] == ["were", "was", "were"]
    assert plural(1200, "category", "categories") == "1,200 categories"
    assert listed(["A", "B", "C"]) == "A, B, and C"
    assert listed(["A", "B"]) == "A and B"
    assert (number_word(4), number_word(12), count(20000)) == ("four", "12", "20,000")

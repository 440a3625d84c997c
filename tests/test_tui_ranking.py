from __future__ import annotations

import pytest

from qualcode.model import Code
from qualcode.tui.ranking import fit, likely, offered

CODES = [
    Code("1", "low pay", None, "Wages that do not carry a household."),
    Code("2", "luck of timing", None, "Chance events that turned a life."),
    Code("3", "lived experience as credential", None, "Having been there is what qualifies the speaker."),
    Code("4", "stigma from staff", None, "Being looked down on by people who work there."),
    Code("5", "same language", None),
    Code("6", "identity papers", None),
]


def names(typed: str, recent: tuple[str, ...] = (), quotation: str = "") -> list[str]:
    """What is offered, by name."""
    return [code.name for code in offered(CODES, typed, recent, quotation)]


def test_nothing_typed_offers_the_recent_then_the_likely_then_the_rest() -> None:
    quotation = "You cannot run a household on those wages."
    assert names("", ("5", "2"), quotation)[:3] == ["same language", "luck of timing", "low pay"]
    assert sorted(names("", ("5", "2"), quotation)) == sorted(code.name for code in CODES)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("stig", "stigma from staff"),
        ("stgma", "stigma from staff"),
        ("staf", "stigma from staff"),
        ("l e c", "lived experience as credential"),
        ("leac", "lived experience as credential"),
        ("licred", "lived experience as credential"),
        ("lecred", "lived experience as credential"),
        ("stista", "stigma from staff"),
        ("pay", "low pay"),
        ("timi luck", "luck of timing"),
        ("LUCK OF TIMING", "luck of timing"),
    ],
)
def test_letters_typed_find_the_code(typed: str, first: str) -> None:
    assert names(typed)[0] == first


def test_the_codes_used_last_come_first_among_equals() -> None:
    assert names("l", ("2",))[0] == "luck of timing"
    assert names("l", ("3",))[0] == "lived experience as credential"


def test_what_fits_no_name_offers_nothing_so_that_enter_applies_no_stranger() -> None:
    assert names("hired the complaint") == []
    assert names("luke") == []
    assert names("tape") == []
    assert names("zz") == []
    assert names("lopa") == []
    assert names("papal") == []


def test_a_better_fit_scores_higher() -> None:
    typed = ["stigma from staff", "stigma", "staff sti", "sfs", "igma", "stigna"]
    scores = [fit("stigma from staff", one) for one in typed]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_likely_codes_share_rare_words_with_the_quotation() -> None:
    assert [code.name for code in likely(CODES, "It was chance, pure chance.")] == ["luck of timing"]
    assert likely(CODES, "Hm.") == []

from __future__ import annotations

import pytest

from qualcode.export.quotation import leads_in, led


@pytest.mark.parametrize(
    ("sentence", "leads"),
    [
        ("As P5 put it,", True),
        ("Some were left alone. P5 said:", True),
        ("P5 was left alone. Another said:", False),
        ("P5 was left alone.", False),
        ("P15 said:", False),
        ("P5-S1 said:", False),
    ],
)
def test_a_lead_in_ends_open_and_names_the_speaker_in_its_last_sentence(sentence: str, leads: bool) -> None:
    assert leads_in(sentence, "P5") is leads


def test_the_citation_stands_before_the_colon_or_nowhere_if_the_lead_in_has_it() -> None:
    assert led("As P5 said:", "(P3, P5)", alone=False) == "As P5 said (P3, P5):"
    assert led("As P5 said:", "(P5)", alone=True) == "As P5 said:"
    assert led("As P5 said,", "", alone=False) == "As P5 said,"

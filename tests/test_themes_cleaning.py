from __future__ import annotations

import pytest

from qualcode.themes.cleaning import allowed
from qualcode.themes.rendering import Edit, edited, restores


@pytest.mark.parametrize(
    ("declared", "words", "after", "may_go"),
    [
        (("um",), "Um,", " I was", True),
        (("um",), "well,", " I was", False),
        (("you know",), "you know,", " it was", True),
        (("you know",), "you", " know it", False),
        (("false starts",), "I was,", " I felt", True),
        (("false starts",), "I was", " she felt", False),
        (("false starts",), "...", " she felt", False),
        ((), "um", " um", False),
    ],
)
def test_only_what_the_rule_names_may_go(
    declared: tuple[str, ...], words: str, after: str, may_go: bool
) -> None:
    assert allowed(declared, words, after) is may_go


@pytest.mark.parametrize(
    ("source", "filler", "printed"),
    [
        ("I was um new.", "um", "I was new."),
        ("Um, I was new.", "Um,", "I was new."),
        ("I was new, um.", "um", "I was new,."),
        ("I was new um", "um", "I was new"),
    ],
)
def test_cleaning_leaves_one_space_and_no_sign(source: str, filler: str, printed: str) -> None:
    at = source.index(filler)
    cleaned = [Edit("clean", at, at + len(filler))]
    assert edited(source, cleaned) == printed
    assert restores(source, cleaned, printed)
    assert not restores(source, cleaned, f"{printed} More.")

"""Groupings in the Method section: looked at, or taken further; never a result."""

from __future__ import annotations

from qualcode.export.grouped import groupings
from qualcode.themes.takeover import Looked


def test_no_sentence_where_nothing_was_looked_at() -> None:
    assert groupings(None, "We") == []


def test_groupings_that_themes_were_taken_from_are_counted() -> None:
    told = groupings(Looked(codes=75, cuts=(4, 5, 6), cut=6), "I")
    assert told == ["I grouped 75 codes into 6 provisional groupings to think with."]


def test_groupings_that_were_only_looked_at_are_said_to_be_that() -> None:
    (told,) = groupings(Looked(codes=75, cuts=(4, 5, 6), cut=None), "We")
    assert told == (
        "Provisional groupings of 75 codes (4 to 6 groups) were looked at; no theme was taken from them."
    )
    assert "(6 groups)" in groupings(Looked(75, (6,), None), "We")[0]

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qualcode.store.actions import undo
from qualcode.transcripts import overview
from qualcode.transcripts.library import TranscriptNotFound
from qualcode.transcripts.verifying import BadVerification, verify

if TYPE_CHECKING:
    from qualcode.store.project import Project


def test_latest_check_is_told_with_the_transcript(interview: Project) -> None:
    assert overview.details(interview, "P1")["verified"] is None
    verify(interview, "P1", 20, "AB")
    verify(interview, "p1", 100, " CS ")
    told = overview.overviews(interview)[0]["verified"]
    assert (told["share"], told["by"]) == (100, "CS")
    undo(interview)
    assert overview.details(interview, "P1")["verified"]["by"] == "AB"


@pytest.mark.parametrize(("share", "by"), [(0, "CS"), (101, "CS"), (100, ""), (100, "a\nb")])
def test_share_is_a_percentage_and_somebody_is_named(interview: Project, share: int, by: str) -> None:
    with pytest.raises(BadVerification):
        verify(interview, "P1", share, by)


def test_unknown_transcript_is_refused(interview: Project) -> None:
    with pytest.raises(TranscriptNotFound):
        verify(interview, "P9", 100, "CS")

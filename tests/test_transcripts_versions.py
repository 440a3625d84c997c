"""Words of a replaced transcript are found in its latest version, and findings follow them there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import INTERVIEW, bring_in

from qualcode.codes import codebook
from qualcode.export.gather import gather
from qualcode.export.tracing import trace
from qualcode.passes import coding, passes
from qualcode.passes.replacing import replace_transcript
from qualcode.themes import claims, quotes, review, themes
from qualcode.themes.saturation import saturation
from qualcode.themes.shortlist import shortlist
from qualcode.transcripts import addresses, library
from qualcode.transcripts.versions import Versions

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.spans import Span
    from qualcode.store.project import Project

LATER = INTERVIEW.replace("I saw a flyer.", "I think I saw a leaflet.")
LATEST = LATER.replace(" Nobody does that.", "")


def corrected(project: Project, folder: Path, text: str) -> None:
    file = folder / "again.txt"
    file.write_text(text, encoding="utf-8")
    replace_transcript(project, "P1", file)


@pytest.fixture
def coded(project: Project, tmp_path: Path) -> Project:
    """A theme of two codes in a sealed pass on P1, which was corrected afterwards."""
    bring_in(project, tmp_path, P1=INTERVIEW)
    codebook.add(project, "staying")
    codebook.add(project, "chance")
    passes.start(project, "hand")
    for code, words in (("staying", "Nobody does that. So I came back."), ("chance", "I nearly left.")):
        coding.apply(project, code, coding.place_quote(project, "P1", words))
    passes.seal(project, "hand")
    themes.add(project, "Kept by people", ["staying", "chance"])
    return project


def span_of(project: Project, name: str, words: str) -> tuple[str, Span]:
    one = library.find(project, name)
    start = library.text(project, one.id).index(words)
    return one.id, (start, start + len(words))


def test_a_place_is_followed_through_all_versions_and_back(coded: Project, tmp_path: Path) -> None:
    corrected(coded, tmp_path, LATER)
    corrected(coded, tmp_path, LATEST)
    first, last = span_of(coded, "P1-v1", "I nearly left."), span_of(coded, "P1", "I nearly left.")
    versions = Versions(coded)
    assert versions.latest(*first) == last
    assert versions.newest(first[0]) == last[0]
    assert list(versions.former(*last)) == [span_of(coded, "P1-v2", "I nearly left."), first]


def test_words_that_are_gone_stay_in_the_last_version_that_has_them(coded: Project, tmp_path: Path) -> None:
    corrected(coded, tmp_path, LATER)
    corrected(coded, tmp_path, LATEST)
    gone = Versions(coded).latest(*span_of(coded, "P1-v1", "Nobody does that."))
    assert gone == span_of(coded, "P1-v2", "Nobody does that.")


def test_a_transcript_without_versions_is_left_alone(coded: Project) -> None:
    here = span_of(coded, "P1", "I nearly left.")
    assert Versions(coded).latest(*here) == here
    assert list(Versions(coded).former(*here)) == []


def test_findings_of_a_sealed_pass_are_the_same_after_a_correction(coded: Project, tmp_path: Path) -> None:
    review.judge(
        coded, "Kept by people", coding.place_quote(coded, "P1", "I nearly left."), "contrary", "No."
    )
    claims.add(coded, "One participant came back.", "Kept by people", ["staying"])
    before, curve = gather(coded), saturation(coded)
    corrected(coded, tmp_path, LATER)
    after = gather(coded)
    assert after.coverage["P1"][0] == before.coverage["P1"][0] > 0
    assert saturation(coded) == curve
    assert [one.transcripts for one in after.passes] == [("P1",)]
    assert [one.quotation for one in review.contrary(coded, "Kept by people")] == ["I nearly left."]
    assert claims.claims(coded)[0].participants == ("P1",)


def test_corrected_words_can_be_quoted_and_traced_to_the_coding_before(
    coded: Project, tmp_path: Path
) -> None:
    corrected(coded, tmp_path, LATER)
    (best, *_) = shortlist(coded, "Kept by people").entries
    assert best.transcript == "P1"
    number = quotes.add(coded, "Kept by people", addresses.resolve(coded, best.address))
    assert quotes.quotes(coded)[0].transcript == "P1"
    told = trace(coded, f"q{number}").as_dict()
    (passage,) = told["passages"]
    assert passage["transcript"] == "P1"
    (hop,) = passage["codings"]
    assert (hop["pass"], hop["counts"]) == ("hand", True)
    assert hop["address"].startswith("P1-v1:")

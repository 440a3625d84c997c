"""Codings with their words: filtered, ordered, computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conftest import bring_in

from qualcode.codes import codebook
from qualcode.passes import coding, passes, quotations
from qualcode.transcripts import addresses, library

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.store.project import Project


def study(project: Project, folder: Path) -> Project:
    bring_in(project, folder, P10="P10: Ten came late. Ten left.\n", P2="P2: Two came early. Two stayed.\n")
    for name in ("coming", "going"):
        codebook.add(project, name)
    passes.start(project, "hand")
    passes.start(project, "second", coder="BK")
    for code, address, name in (
        ("going", "P10:2", "hand"),
        ("coming", "P10:1", "hand"),
        ("going", "P2:1", "hand"),
        ("coming", "P2:1", "hand"),
        ("coming", "P2:1", "second"),
    ):
        coding.apply(project, code, addresses.resolve(project, address), pass_name=name)
    return project


def told(found: list[quotations.Quotation]) -> list[tuple[str, str, str]]:
    return [(one.address, one.code, one.coding_pass) for one in found]


def test_codings_stand_in_reading_order(project: Project, tmp_path: Path) -> None:
    assert told(quotations.quotations(study(project, tmp_path))) == [
        ("P2:1", "coming", "hand"),
        ("P2:1", "coming", "second"),
        ("P2:1", "going", "hand"),
        ("P10:1", "coming", "hand"),
        ("P10:2", "going", "hand"),
    ]


def test_filters_narrow_by_pass_code_and_transcript(project: Project, tmp_path: Path) -> None:
    study(project, tmp_path)
    second = passes.find(project, "second").id
    assert told(quotations.quotations(project, pass_id=second)) == [("P2:1", "coming", "second")]
    going, ten = codebook.find(project, "going").id, library.find(project, "P10").id
    found = quotations.quotations(project, code_id=going, transcript_id=ten)
    assert told(found) == [("P10:2", "going", "hand")]


def test_words_coder_and_participant_come_with_the_coding(project: Project, tmp_path: Path) -> None:
    study(project, tmp_path)
    (one,) = quotations.quotations(project, pass_id=passes.find(project, "second").id)
    assert (one.quotation, one.coder, one.participant, one.origin) == (
        "P2: Two came early.",
        "BK",
        "P2",
        "hand",
    )


def test_codings_of_retired_transcripts_are_left_out_and_come_back(project: Project, tmp_path: Path) -> None:
    study(project, tmp_path)
    library.retire(project, "P2")
    assert {one.transcript for one in quotations.quotations(project)} == {"P10"}
    library.restore(project, "P2")
    assert len(quotations.quotations(project)) == 5


def test_renamed_transcript_gives_its_new_address(project: Project, tmp_path: Path) -> None:
    study(project, tmp_path)
    library.rename(project, "P2", "Zoë: 2nd")
    found = quotations.quotations(project, pass_id=passes.find(project, "second").id)
    assert [one.address for one in found] == ["Zoë: 2nd:1"]
    assert addresses.resolve(project, found[0].address).start_char == found[0].start_char


def test_stream_gives_the_same_as_the_list(project: Project, tmp_path: Path) -> None:
    study(project, tmp_path)
    assert list(quotations.stream(project)) == quotations.quotations(project)

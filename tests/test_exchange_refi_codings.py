"""Codings of another program's project in a pass here: by the words, near ones told, the rest listed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from conftest import INTERVIEW, bring_in
from refi_files import code, coding, project, qdpx, selection, source, users
from typer.testing import CliRunner

from qualcode.cli import app
from qualcode.codes import codebook
from qualcode.exchange.codings import CodingsOptions, import_codings
from qualcode.export.refi_project import export_project
from qualcode.passes import memos, passes, quotations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qualcode.exchange.landing import CodingsImport
    from qualcode.store.project import Project

    WordsOf = Callable[[Project, str], list[tuple[str, str]]]


@pytest.fixture
def hand(interview: Project) -> Project:
    codebook.add(interview, "chance")
    passes.start(interview, "hand")
    return interview


def bring(study: Project, file: Path, *, create: bool = False, author: str | None = None) -> CodingsImport:
    return import_codings(study, [file], "hand", CodingsOptions(create, author=author))


def at(words: str, inside: str = coding("chance"), text: str = INTERVIEW, user: str = "Ann") -> str:
    start = text.index(words)
    return selection(start, start + len(words), inside, user=user)


def test_codings_land_on_the_transcript_of_that_name_with_dates(
    hand: Project, tmp_path: Path, words_of: WordsOf
) -> None:
    file = qdpx(tmp_path, project(sources=source("P1", at("a flyer") + at("came back"))), {"P1": INTERVIEW})
    found = bring(hand, file)
    assert (found.placed, found.near, found.unplaced, found.codes_created) == (2, [], [], [])
    assert words_of(hand, "hand") == [("chance", "a flyer"), ("chance", "came back")]
    assert bring(hand, file).already == 2


def test_source_of_another_name_is_known_by_its_text(
    hand: Project, tmp_path: Path, words_of: WordsOf
) -> None:
    bring_in(hand, tmp_path, Other="Nothing of the kind was said here, and nobody came.\n")
    same = source("Interview no. 1", at("a flyer"))
    assert bring(hand, qdpx(tmp_path, project(sources=same), {"Interview no. 1": INTERVIEW})).placed == 1
    mended = INTERVIEW.replace("dragged", "took")
    alike = source("first talk", at("came back", text=mended))
    assert bring(hand, qdpx(tmp_path, project(sources=alike), {"first talk": mended})).placed == 1
    assert words_of(hand, "hand") == [("chance", "a flyer"), ("chance", "came back")]


def test_words_that_differ_a_little_are_near_and_others_are_listed(
    hand: Project, tmp_path: Path, words_of: WordsOf
) -> None:
    other = INTERVIEW.replace("My sister dragged me along", "My sister, dragged me along").replace(
        "So I came back.", "So it is well known that I never did anything."
    )
    sources = source(
        "P1",
        at("sister, dragged me", text=other) + at("well known that I never", text=other) + selection(5, 5),
    )
    sources = sources.replace(
        "</TextSource>", selection(5, 9999, coding("chance"), user="Cy") + "</TextSource>"
    )
    found = bring(hand, qdpx(tmp_path, project(sources=sources), {"P1": other}))
    assert words_of(hand, "hand") == [("chance", "sister dragged me")]
    assert [(one.row, one.address) for one in found.near] == [(1, "P1@55-72")]
    assert [one.row for one in found.unplaced] == [2, 3]
    assert "was not found in P1" in found.unplaced[0].reason
    assert "no stretch" in found.unplaced[1].reason


def test_unknown_codes_are_listed_or_made_under_their_parents(hand: Project, tmp_path: Path) -> None:
    tree = code("luck", code("flyers", "<Description>On paper.</Description>", color="#00aa00"))
    xml = project(codes=code("chance") + tree, sources=source("P1", at("a flyer", coding("flyers"))))
    file = qdpx(tmp_path, xml, {"P1": INTERVIEW})
    listed = bring(hand, file)
    assert (listed.placed, len(listed.unplaced)) == (0, 1)
    made = bring(hand, file, create=True)
    assert (made.placed, made.codes_created) == (1, ["luck", "flyers"])
    flyers = codebook.find(hand, "flyers")
    assert (flyers.definition, flyers.color) == ("On paper.", "#00aa00")
    assert flyers.parent_id == codebook.find(hand, "luck").id


def test_one_users_codings_can_be_taken_alone(hand: Project, tmp_path: Path, words_of: WordsOf) -> None:
    both = at("a flyer") + at("came back", coding("chance", "Ben"), user="Ben")
    xml = project(named=users("Ann", "Ben"), sources=source("P1", both))
    found = bring(hand, qdpx(tmp_path, xml, {"P1": INTERVIEW}), author="ben")
    assert words_of(hand, "hand") == [("chance", "came back")]
    assert [(one.author, one.comments, one.coder) for one in found.authors] == [
        ("Ann", 1, None),
        ("Ben", 1, "CS"),
    ]


def test_comments_on_a_stretch_become_memos_on_the_coding(hand: Project, tmp_path: Path) -> None:
    commented = at("a flyer", f"<Description>Odd.</Description>{coding('chance')}")
    bring(hand, qdpx(tmp_path, project(sources=source("P1", commented)), {"P1": INTERVIEW}))
    assert [(one.text, one.about.what if one.about else "") for one in memos.memos(hand)] == [
        ("Odd.", "coding")
    ]


def test_sources_without_words_or_of_another_study_are_listed(hand: Project, tmp_path: Path) -> None:
    sources = source("P2", at("a flyer")) + source("P3", at("came"))
    other = "An entirely different conversation about the price of bread, came to nothing."
    found = bring(hand, qdpx(tmp_path, project(sources=sources), {"P3": other + " x" * 60}))
    assert found.placed == 0
    assert [one.reason.split(".")[0] for one in found.unplaced] == [
        "The file holds no words of its source",
        "P3 is called like no transcript, and its text is not clearly that of one",
    ]


def test_what_goes_out_comes_back_into_another_copy(hand: Project, tmp_path: Path, words_of: WordsOf) -> None:
    file = qdpx(
        tmp_path, project(sources=source("P1", at("a flyer") + at("😀 the second"))), {"P1": INTERVIEW}
    )
    bring(hand, file)
    export_project(hand, tmp_path / "out.qdpx")
    passes.start(hand, "again")
    again = import_codings(hand, [tmp_path / "out.qdpx"], "again", CodingsOptions())
    assert again.placed == 2
    assert words_of(hand, "again") == words_of(hand, "hand")


def test_command_reports_as_tables_do(folder: Path) -> None:
    text = (folder / "P1.txt").read_text(encoding="utf-8")
    sources = source("P1", at("a flyer", text=text) + at("came", coding("ghost"), text=text))
    qdpx(folder, project(sources=sources), {"P1": text})
    done = CliRunner().invoke(app, ["codings", "import", "other.qdpx", "--pass", "hand", "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (told["placed"], told["near"], told["codes_created"]) == (1, [], [])
    assert told["unplaced"] == [
        {"file": "other.qdpx", "row": 2, "reason": "Its code is not in the file's codebook."}
    ]
    shown = CliRunner().invoke(app, ["codings", "import", "other.qdpx", "--pass", "hand", "--dry-run"])
    assert "other.qdpx, coding 2 not placed: Its code is not in the file's codebook." in shown.stderr
    assert "codings by Ann: 2, as" in shown.stderr


def test_quotation_listing_says_that_they_were_imported(hand: Project, tmp_path: Path) -> None:
    bring(hand, qdpx(tmp_path, project(sources=source("P1", at("a flyer"))), {"P1": INTERVIEW}))
    assert [one.origin for one in quotations.quotations(hand)] == ["import"]

"""Appendices F to I and K: assistance, checking, checklists, audit trail, disclosure."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from assisted_study import build, suggested
from themes_study import study

from qualcode.codes import freezes
from qualcode.export import identity, records, slots, trail
from qualcode.export.assisted import Assisted, Tally, assisted
from qualcode.export.blocks import Paragraph
from qualcode.export.checking import Checked, checking
from qualcode.export.protection import Protection, flow
from qualcode.export.report import write_report
from qualcode.passes import passes, sample
from qualcode.store.actions import action, undo
from qualcode.store.approach import set_approach
from qualcode.suggestions import deciding
from qualcode.suggestions.summary import AssistanceSummary, AuditFacts
from qualcode.themes import themes
from qualcode.themes.withdrawal import Departure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docx.document import Document as WordFile

    from qualcode.export.report import Audience
    from qualcode.store.project import Project


@pytest.fixture
def study_(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path / "study") as opened:
        yield opened


def word(project: Project, folder: Path, audience: Audience = "internal") -> WordFile:
    write_report(project, folder / "r.docx", audience)
    return docx.Document(io.BytesIO((folder / "r.docx").read_bytes()))


def under(found: WordFile, heading: str) -> list[str]:
    """Paragraphs of an appendix."""
    told: list[str] = []
    inside = False
    for one in found.paragraphs:
        if one.style is not None and one.style.name == "Heading 1":
            inside = one.text.startswith(heading)
        elif inside and one.text:
            told.append(one.text)
    return told


def cells(found: WordFile, head: str) -> list[list[str]]:
    table = next(one for one in found.tables if one.rows[0].cells[0].text == head)
    return [[cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row.cells] for row in table.rows]


def test_assistance_is_counted_code_by_code(project: Project, tmp_path: Path) -> None:
    build(project, tmp_path)
    found = suggested(project)
    deciding.accept(project, deciding.show(project, found[0]))
    deciding.reject(project, deciding.show(project, found[1]), "no")
    counted = assisted(project)
    assert counted is not None
    assert (counted.total.made, counted.total.accepted, counted.total.rejected) == (len(found), 1, 1)
    assert counted.total.undecided == len(found) - 2
    assert counted.undecided_codings == 0
    report = word(project, tmp_path)
    rows = cells(report, "Code")
    total = next(
        row
        for table in report.tables
        for row in ([cell.text for cell in line.cells] for line in table.rows)
        if row[0] == "All" and len(row) == 7
    )
    assert total == ["All", str(len(found)), "1", "0", "1", "0", str(len(found) - 2)]
    assert rows
    (told, *_) = under(report, "Appendix F")
    assert told.startswith(f"{len(found)} suggestions were made; 1 accepted, 0 edited, 1 rejected")
    method = " ".join(one.text for one in report.paragraphs)
    assert (
        f"proposed {len(found)} codings (from codebook definitions); the coder accepted 1, edited 0" in method
    )


def test_one_of_anything_is_told_as_one() -> None:
    audits = (AuditFacts("second", 1, 20, 1),)
    summary = AssistanceSummary(True, (), (), 1, 1, 0, 0, 0, 0, 1, 1, 1.0, None, audits, None, ())
    tally = Tally("All", 1, 1, 0, 0, 0)
    told = records.assisted_appendix(Assisted(summary, (), tally, 0))[2]
    assert isinstance(told, Paragraph)
    words = "".join(run.text for run in told.runs)
    assert words.startswith("1 suggestion was made; 1 accepted, 0 edited, 0 rejected, 0 deferred, and 0 not")
    assert "1 proposal whose words were not in the transcript was discarded." in words
    assert "1 coding of assisted passes came from no suggestion." in words
    assert "in second, 1 was drawn and read without help; 1 of them was coded." in words


def test_what_one_participant_withdrew_is_told_as_one() -> None:
    gone = Protection(None, (Departure("P2", "erase", "2026-03-01"),), 0, ())
    assert flow(gone, 0) == "1 participant was interviewed, 1 withdrew and was erased, and 0 were analyzed."
    assert flow(gone, 1) == "2 participants were interviewed, 1 withdrew and was erased, and 1 was analyzed."


def log_check(project: Project, name: str, outcome: str, day: str, changed: str = "") -> None:
    person = project.value("SELECT id FROM participants WHERE name = ?", (name,))
    with action(project, "membercheck log") as logging:
        logging.add(
            "member_checks",
            participant_id=person,
            outcome=outcome,
            on_day=day,
            changed=changed,
            body="They said xylophonic.",
            created_at=project.now(),
        )


def test_participant_checking_is_told_without_the_words_of_replies(study_: Project, tmp_path: Path) -> None:
    for name in ("P1", "P2", "P10"):
        log_check(study_, name, "sent", "2026-03-01")
    log_check(study_, "P1", "confirmed", "2026-03-04")
    log_check(study_, "P2", "corrected", "2026-03-05", "transcript")
    log_check(study_, "P10", "no-reply", "2026-03-30")
    assert checking(study_).people == (
        Checked("P1", "2026-03-01", "2026-03-04", ("confirmed",), ()),
        Checked("P2", "2026-03-01", "2026-03-05", ("corrected",), ("transcript",)),
        Checked("P10", "2026-03-01", "", ("no-reply",), ()),
    )
    report = word(study_, tmp_path)
    told = (
        "Summaries were sent to 3 of 3 participants; 2 replied; 1 corrected or added;"
        " changes were made to 1 transcript."
    )
    assert told in [one.text for one in report.paragraphs]
    table = next(one for one in report.tables if one.rows[0].cells[-1].text == "Changed")
    assert [cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in table.rows[2].cells] == [
        "P2",
        "1 Mar 2026",
        "5 Mar 2026",
        "corrected",
        "transcript",
    ]
    assert ["Participant checking", "3 sent, 2 replied, 1 change"] in cells(report, "Part of the study")
    assert "xylophonic" not in (tmp_path / "r.docx").read_bytes().decode("latin-1")
    assert not any("No participant checking" in one.text for one in report.paragraphs)


def test_checklists_follow_the_approach(study_: Project, tmp_path: Path) -> None:
    heads = [one.text for one in word(study_, tmp_path).paragraphs if one.text.startswith("Table H")]
    assert heads == ["Table H1. COREQ, filled", "Table H2. SRQR, filled", "Table H3. 15 points, filled"]
    set_approach(study_, "reflexive", "it fits the question")
    report = word(study_, tmp_path)
    heads = [one.text for one in report.paragraphs if one.text.startswith("Table H")]
    assert heads == ["Table H1. SRQR, filled", "Table H2. 15 points, filled"]
    assert any("RTARG" in line for line in under(report, "Appendix H"))


def test_a_reflexive_report_counts_themes_in_the_audit_trail_only(study_: Project, tmp_path: Path) -> None:
    themes.add(study_, "Earning a place", ["doubted at first"])
    set_approach(study_, "reflexive", "it fits the question")
    report = word(study_, tmp_path)
    said = [one.text for one in report.paragraphs]
    assert "Across themes" not in said
    assert "The approach was changed (codebook to reflexive): it fits the question." in " ".join(said)
    told = "Table I5 shows who is heard in which theme; Table I6 counts them by group."
    assert told in under(report, "Appendix I")


def test_the_audit_trail_counts_what_stands(study_: Project, tmp_path: Path) -> None:
    freezes.freeze(study_, "early")
    passes.seal(study_, "hand")
    sample.draw(study_, 0.5, 7)
    slots.write(study_, {"page": "Letter"})
    slots.write(study_, {"discussion": "x"})
    undo(study_)
    found = trail.trail(study_)
    phases = {line.label: line.actions for line in found.phases}
    assert phases["Producing the report"] == 1
    assert found.codebooks == (("early", found.codebooks[0][1], 5), ("as it stands", "", 5))
    (seal,) = found.seals
    assert (seal[0], len(seal[2]) >= 16) == ("hand", True)
    assert ("page", "Letter") in found.settings
    assert any(name == "sample" and "seed 7" in value for name, value in found.settings)
    records = {what: number for _, lines in found.records for what, number in lines}
    assert (records["transcripts of what people said"], records["codes"], records["passes"]) == (3, 5, 1)
    assert len(found.records) == 6
    report = word(study_, tmp_path)
    assert any(
        "Setting changed from its default: page = Letter." in line for line in under(report, "Appendix I")
    )


@pytest.mark.parametrize(
    ("command", "phase"),
    [
        ("transcripts verify", "Familiarizing"),
        ("transcripts rename", "Setting up"),
        ("themes review", "Reviewing themes"),
        ("themes add", "Developing themes"),
        ("undo", ""),
    ],
)
def test_commands_belong_to_the_phase_that_fits_them_best(command: str, phase: str) -> None:
    assert trail.phase_of(command) == phase


def test_every_command_that_changes_something_has_a_phase() -> None:
    import re
    from pathlib import Path as Folder

    import qualcode

    source = "\n".join(
        one.read_text(encoding="utf-8") for one in sorted(Folder(qualcode.__file__).parent.rglob("*.py"))
    )
    commands = set(re.findall(r"\baction\(\s*\w+,\s*\"([a-z -]+)\"", source))
    assert len(commands) > 40
    assert {one for one in commands if not trail.phase_of(one)} <= {"undo", "redo"}


ATTRIBUTES = {
    "gender": {"P1": "man", "P2": "man", "P3": "man", "P4": "woman", "P5": "woman", "P6": "woman"},
    "setting": {"P1": "ward", "P2": "ward", "P3": "ward", "P4": "ward", "P5": "home", "P6": "home"},
    "years": {"P1": "1", "P2": "4", "P3": "4", "P4": "9", "P5": "2", "P6": "9"},
}


def test_rare_combinations_are_the_smallest_that_give_somebody_away() -> None:
    found = [(one.traits, one.people) for one in identity.rare_combinations(ATTRIBUTES)]
    assert found == [
        ((("setting", "home"),), ("P5", "P6")),
        ((("gender", "woman"), ("setting", "ward")), ("P4",)),
    ]


def test_extreme_values_are_those_that_one_person_holds() -> None:
    assert [(one.traits[0], one.people) for one in identity.extremes(ATTRIBUTES)] == [
        (("years", "1"), ("P1",))
    ]


def test_only_the_research_team_gets_the_disclosure_review(study_: Project, tmp_path: Path) -> None:
    assert cells(word(study_, tmp_path), "Combination")[2] == ["Setting: community", "1", "P2"]
    for audience in ("supervisor", "public"):
        report = word(study_, tmp_path, audience)
        assert not any("Appendix K" in one.text for one in report.paragraphs)


def test_a_public_report_tells_no_events_and_no_seals(study_: Project, tmp_path: Path) -> None:
    themes.add(study_, "Earning a place", ["doubted at first"])
    report = word(study_, tmp_path, "public")
    heads = {table.rows[0].cells[0].text for table in report.tables}
    assert "Record" in heads
    assert "Phase" not in heads
    heads = {cell.text for table in report.tables for cell in table.rows[0].cells}
    assert not {"By", "Hash of its codings"} & heads

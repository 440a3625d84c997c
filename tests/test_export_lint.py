from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest
from themes_study import LONG, study

from qualcode.export.lint import NotWaivable, lint, waive
from qualcode.export.report import NotForPublic, write_report
from qualcode.passes.coding import place_quote
from qualcode.store.actions import action
from qualcode.themes import claims, edits, quotes, review, themes
from qualcode.transcripts import participants

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualcode.store.project import Project

THEME = "Earning a place"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path / "study") as opened:
        themes.add(opened, THEME, ["doubted at first", "asked now"])
        review.record_search(opened, THEME, "read all again")
        yield opened


def found(project: Project, rule: str) -> list[tuple[str, str]]:
    return [(one.level, one.where) for one in lint(project) if one.rule == rule]


def write_slot(project: Project, name: str, words: str) -> None:
    with action(project, "report slots") as writing:
        writing.add("settings", name=name, value=words)


def test_clean_prose_draws_no_remark(project: Project) -> None:
    themes.define(
        project, THEME, essence="We developed this theme from accounts of showing worth.", excludes="pay"
    )
    claims.add(project, "Two participants were doubted.", THEME, ["doubted at first"])
    write_slot(
        project, "data_protection", "Six of 10 tapes (60%, 6 of 10) were erased; saturation was not reached."
    )
    assert lint(project) == []


@pytest.mark.parametrize(
    ("rule", "level", "words"),
    [
        ("AGENCY", "warning", "Four themes emerged from the interviews."),
        ("AGENCY", "warning", "Patterns that surfaced were kept."),
        ("AGENCY", "warning", "These ideas were found in the data."),
        ("SAT", "error", "Data saturation was reached after eight interviews."),
        ("SAT", "error", "We achieved full saturation."),
        ("RELY", "error", "Intercoder reliability was high."),
        ("RELY", "warning", "The coding was reliable."),
        ("DENOM", "error", "Of these, 60% were new."),
        ("MC", "warning", "Member checking was conducted."),
        ("DISC", "warning", "P1 said that he felt alone."),
        ("ATTR", "error", "As one said, “they doubted me at first” and so on."),
    ],
)
def test_planted_wording_is_caught(project: Project, rule: str, level: str, words: str) -> None:
    write_slot(project, "discussion", words)
    assert (level, "discussion") in found(project, rule)


def test_an_unattributed_quotation_is_traced_to_its_place_without_repeating_it(project: Project) -> None:
    write_slot(project, "discussion", "One felt that “They doubted me at first.” Others not.")
    remark = next(one for one in lint(project) if one.rule == "ATTR")
    assert "P1:2" in remark.message
    assert "doubted" not in remark.message


def test_claims_need_support_and_fitting_words(project: Project) -> None:
    claims.add(project, "Pay is low.", THEME)
    claims.add(project, "All participants were doubted.", THEME, ["doubted at first"])
    claims.add(project, "Most of them were asked.", THEME, ["asked now"])
    assert found(project, "CLAIM") == [("error", "c1")]
    assert found(project, "QUANT") == [("error", "c2"), ("warning", "c3")]


def test_quotes_are_checked_for_consent_edits_and_voices(project: Project) -> None:
    quotes.add(project, THEME, place_quote(project, "P10", LONG))
    edits.edit(project, 1, omit="nobody on the ward knew what a peer worker was for, and so")
    assert found(project, "EDIT") == [("warning", "q1")]
    participants.set_values(project, "P10", {"consent_quotes": "no"})
    assert found(project, "CONS") == [("error", "q1")]
    assert ("warning", "P1") in found(project, "VOICE")


def test_thin_themes_are_named(project: Project) -> None:
    themes.add(project, "Supervision", ["no supervision"])
    assert found(project, "TOPIC") == [("warning", "Supervision")]
    assert found(project, "NEG") == [("warning", "Supervision")]


def test_a_warning_can_be_waived_with_a_reason_an_error_cannot(project: Project, tmp_path: Path) -> None:
    themes.add(project, "Supervision", ["no supervision"])
    waive(project, "TOPIC", "the journal asked for it", "Supervision")
    topic = next(one for one in lint(project) if one.rule == "TOPIC")
    assert topic.as_dict()["waived"] is True
    write_report(project, tmp_path / "report.docx")
    words = [one.text for one in docx.Document(str(tmp_path / "report.docx")).paragraphs]
    assert any(line.endswith("Waived: the journal asked for it") for line in words)
    claims.add(project, "Pay is low.", THEME)
    with pytest.raises(NotWaivable, match="is an error here"):
        waive(project, "CLAIM", "because")
    with pytest.raises(NotWaivable, match="needs a reason"):
        waive(project, "TOPIC", " ")
    with pytest.raises(NotWaivable, match="no rule 'XX'"):
        waive(project, "XX", "because")


def test_an_error_makes_a_draft_and_stops_a_public_report(project: Project, tmp_path: Path) -> None:
    claims.add(project, "Pay is low.", THEME)
    summary = write_report(project, tmp_path / "report.docx")
    assert summary.errors == 1
    assert docx.Document(str(tmp_path / "report.docx")).paragraphs[0].text == "DRAFT: 1 unresolved check"
    with pytest.raises(NotForPublic, match=r"CLAIM \(c1\)"):
        write_report(project, tmp_path / "public.docx", "public")
    assert not (tmp_path / "public.docx").exists()
